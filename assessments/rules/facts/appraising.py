"""Facts of CMMI appraisals (SCAMPI A v1.3, as restated in the rating rules)."""

from assessments.rules.facts.fact import Fact, flag, names

APPRAISING: tuple[Fact, ...] = (
    names(
        "instances_without_reason",
        "Sampled instances for which nothing says why they were chosen",
        "It is recorded why each instance was chosen.",
        "Nothing says why it was chosen",
    ),
    names(
        "team_conflicts_open",
        "Members of the team who judge their own work and for whom no remedy is recorded",
        "Nobody on the team judges their own work.",
        "Would judge their own work",
    ),
    flag(
        "readiness_confirmed",
        "Enough evidence is at hand to begin.",
        "Nobody has confirmed yet that enough evidence is at hand to begin.",
    ),
    names(
        "practices_without_artifact",
        "Practices in scope for which an instance has shown no artifact",
        "Every practice in scope is shown by artifacts.",
        "No artifact seen",
    ),
    names(
        "practices_without_affirmation",
        "Practices in scope that nobody who does the work has spoken about",
        "Every practice in scope was affirmed or denied by those who do the work.",
        "Nobody who does the work has spoken about",
    ),
    names(
        "practices_uncharacterized",
        "Practices in scope with an instance that has no value yet",
        "Every practice is characterized for every instance.",
        "Not characterized for every instance",
    ),
    names(
        "values_without_weakness",
        "Practices valued LI, PI or NI for an instance without a weakness on file",
        "Every value below fully implemented names its weakness.",
        "Below fully implemented without a weakness on file",
    ),
    names(
        "choices_not_recorded",
        "Practices where the rules leave the team a choice that is not recorded with a reason",
        "Where the rules leave a choice, it is recorded with a reason.",
        "The choice of the team is not recorded with a reason",
    ),
    names(
        "findings_not_validated",
        "Preliminary findings that those concerned have not yet been able to answer",
        "Every preliminary finding was put to those concerned.",
        "Not yet put to those concerned",
    ),
    names(
        "goals_without_judgement",
        "Goals in scope neither rated with a reason nor recorded as not rated",
        "Every goal is rated with a reason or recorded as not rated.",
        "Neither rated with a reason nor recorded as not rated",
    ),
    names(
        "unsatisfied_goals_without_weakness",
        "Unsatisfied goals for which no weakness is named",
        "Every unsatisfied goal names the weaknesses behind it.",
        "Unsatisfied without a named weakness",
    ),
    names(
        "exclusions_not_allowed",
        "Process areas declared not applicable although the rules allow it for SAM only",
        "Only what may be left out is left out.",
        "May not be declared not applicable",
    ),
    flag(
        "staging_agrees",
        "The maturity level and the equivalent staging of the profile agree.",
        "The maturity level and the equivalent staging of the profile differ.",
    ),
    flag("results_signed", "The team has signed the results.", "The results are not signed yet."),
)
