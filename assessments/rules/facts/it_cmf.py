"""Facts of IT-CMF assessments (Stage 1 workshop guide, chapter 4)."""

from assessments.rules.facts.fact import Fact, count, flag, names

IT_CMF: tuple[Fact, ...] = (
    names(
        "blocks_without_result",
        "Building blocks in scope without a validated current level or a recorded 'not rated'",
        "Every building block has a validated current level or says why not.",
        "No validated current level and no reason",
    ),
    names(
        "differences_unexplained",
        "Building blocks where survey and interviews differ and no note says why",
        "Where survey and interviews differ, a note says why.",
        "Survey and interviews differ and no note says why",
    ),
    count(
        "priority_blocks",
        "Building blocks chosen for improvement",
        over="{value} building blocks are chosen for improvement; more than {bound} is a lot.",
    ),
    names(
        "priority_blocks_without_practices",
        "Building blocks chosen for improvement without practices, outcomes and metrics",
        "Every chosen building block has practices, outcomes and metrics for its next level.",
        "No practices, outcomes and metrics chosen",
    ),
    names(
        "gaps_without_recommendation",
        "Priority gaps without a recommendation",
        "Every priority gap has a recommendation.",
        "No recommendation",
    ),
    names(
        "actions_without_owner_or_date",
        "Actions without an owner or a date",
        "Every action has an owner and a date.",
        "No owner or no date",
    ),
    flag(
        "business_case_accepted",
        "The sponsor has accepted benefits and business case.",
        "The sponsor has not accepted benefits and business case yet.",
    ),
)
