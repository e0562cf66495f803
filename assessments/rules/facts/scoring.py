"""Facts of NIMM scoring sessions (steps N0 to N10)."""

from assessments.rules.facts.fact import Fact, count, flag, names

SCORING: tuple[Fact, ...] = (
    flag(
        "facilitator_outside_team",
        "The facilitator does not belong to the team of the capability.",
        "The facilitator belongs to the team of the capability.",
    ),
    count("scorers", "People who score"),
    count("scorer_units", "Units that the people who score come from"),
    flag(
        "votes_sealed",
        "Nobody has seen a vote before the reveal.",
        "Votes were seen before the reveal.",
    ),
    flag("all_scorers_voted", "Everybody has voted.", "Not everybody has voted yet."),
    flag(
        "closed_with_count",
        "The facilitator closed the vote and recorded how many voted.",
        "The facilitator has not closed the vote with a count.",
    ),
    names(
        "wide_cells_without_both_views",
        "Cells whose votes lie two levels or more apart, without a point of view for a low and one "
        "for a high score",
        "Where votes lie far apart, both sides were heard.",
        "Votes lie two levels or more apart and not both sides were heard",
    ),
    count(
        "rounds",
        "Rounds of voting",
        over="There were {value} rounds of voting; at most {bound} are meant.",
    ),
    count("rounds_maximum", "Most rounds of voting that are meant"),
    names(
        "cells_without_agreed_score",
        "Cells with a reveal but without an agreed level and its rationale",
        "Every cell has an agreed level with a rationale.",
        "No agreed level with a rationale",
    ),
    names(
        "scorers_without_consent",
        "People who scored and have not said agree, can live with it or object",
        "Everybody who scored has said whether they agree.",
        "Has not said agree, can live with it or object",
    ),
    names(
        "scores_outside_votes",
        "Cells agreed outside the votes of the last round without a reason",
        "Every agreed level lies within the votes or has a reason.",
        "Agreed outside the votes without a reason",
    ),
    names(
        "cells_contested",
        "Cells to whose agreed level somebody objects",
        "Nobody objects to an agreed level.",
        "Somebody objects, so it stays out of totals",
    ),
    names(
        "cells_open",
        "Cells of the capability neither agreed nor parked",
        "Every perspective is agreed or parked.",
        "Neither agreed nor parked",
    ),
    names(
        "cells_without_target",
        "Agreed cells without a target and a date",
        "Every agreed cell has a target and a date.",
        "No target and date",
    ),
    names(
        "targets_below_without_reason",
        "Cells whose target lies below today's level without a reason",
        "No target lies below today's level without a reason.",
        "The target lies below today's level and no reason is given",
    ),
    flag(
        "result_owned",
        "The team has signed the result as its own.",
        "The team has not signed the result as its own yet.",
    ),
    names(
        "initiatives_not_on_roadmap",
        "Initiatives of the session that are not on the roadmap once",
        "Every initiative is on the roadmap once.",
        "Not on the roadmap once",
    ),
)
