"""Facts of findings, ratings, meetings and reports (A2I E5 to A3)."""

from assessments.rules.facts.fact import Fact, count, flag, names

CONCLUDING: tuple[Fact, ...] = (
    names(
        "findings_weakly_supported",
        "Strengths and weaknesses with fewer than two independent pieces of evidence that are not "
        "labelled uncorroborated",
        "Every strength and weakness has two independent pieces of evidence, or says that not.",
        "Fewer than two independent pieces of evidence and not labelled uncorroborated",
    ),
    names(
        "areas_not_discussed",
        "Areas in scope neither discussed nor explicitly skipped",
        "Every area in scope was discussed or explicitly skipped.",
        "Neither discussed nor explicitly skipped",
    ),
    names(
        "weaknesses_without_outcome",
        "Weaknesses without a direction for a solution, an action, or an accepted 'no action'",
        "Every weakness has a direction, an action, or an accepted 'no action' with a reason.",
        "No direction, action or accepted 'no action' with a reason",
    ),
    count("goals_rated", "Goals rated"),
    names(
        "ratings_without_consensus",
        "Ratings to which not all members of the team have agreed",
        "All members of the team agree to every rating.",
        "Not all members of the team agree",
    ),
    names(
        "ratings_not_resting_on_goals",
        "Ratings of areas that do not follow from the ratings of their goals",
        "Every rating of an area follows from its goals.",
        "Does not follow from the goals",
    ),
    flag(
        "feedback_held",
        "The feedback meeting was held.",
        "The feedback meeting has not been held yet.",
    ),
    flag(
        "report_delivered",
        "The report was delivered.",
        "The report has not been delivered yet.",
    ),
    count(
        "unsafe_passages",
        "Names, attributed quotes and cells below the threshold in what is released",
        over="Names, attributed quotes or cells below the threshold in it: {value}.",
    ),
    flag("debrief_held", "The team was debriefed.", "The team has not been debriefed yet."),
    names(
        "actions_open",
        "Actions neither done, nor dropped with a reason, nor handed to a roadmap",
        "Every action is done, dropped with a reason or handed to a roadmap.",
        "Neither done, nor dropped with a reason, nor handed to a roadmap",
    ),
)
