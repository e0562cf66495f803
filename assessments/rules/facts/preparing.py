"""Facts of setting up an assessment (A2I P1 to E1; the other methods use them too)."""

from assessments.rules.facts.fact import Fact, FactKind, count, flag, names

PREPARING: tuple[Fact, ...] = (
    count(
        "active_sponsors",
        "Active sponsors",
        over="Active sponsors: {value}; at most {bound} possible.",
    ),
    flag(
        "sponsor_accepted",
        "The sponsor has accepted the role.",
        "The sponsor has not accepted the role yet.",
    ),
    flag(
        "budget_approved",
        "The sponsor has approved the budget.",
        "The sponsor has not approved the budget yet.",
    ),
    count("team_members", "Members of the assessment team"),
    count(
        "team_leads",
        "Lead assessors",
        over="Lead assessors: {value}; at most {bound} possible.",
    ),
    flag(
        "sponsor_outside_team",
        "The sponsor is not a member of the assessment team.",
        "The sponsor is a member of the assessment team.",
    ),
    names(
        "members_without_training",
        "Members of the team without evidence of training in model and method",
        "Every member of the team was trained in model and method.",
        "No evidence of training in model and method",
    ),
    Fact(
        "participants_per_area",
        FactKind.PER_NAME,
        "Participants who can speak about each area in scope",
        "Every area in scope has at least {bound} who can speak about it.",
        "Areas that fewer than {bound} can speak about: {names}.",
    ),
    flag("plan_signed", "The plan is signed.", "The plan is not signed yet."),
    flag(
        "model_version_frozen",
        "The model version is fixed.",
        "The model version is not fixed yet.",
    ),
    count(
        "execution_days",
        "Working days of the execution, as planned or so far",
        over="The execution takes {value} working days; it should take at most {bound}.",
    ),
    count("areas_in_scope", "Areas in scope"),
    names(
        "areas_left_out_without_reason",
        "Areas left out of scope without a recorded reason",
        "Every area that is left out has a reason.",
        "Left out without a reason",
    ),
    flag("kickoff_held", "The kick-off was held.", "The kick-off has not been held yet."),
)
