"""Words for what the rules of appraisals say, shared by pages, reports and the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assessments.queries.appraisal import Appraisal
from assessments.rules.cmmi.area_rating import AreaValue
from assessments.rules.cmmi.blocking import Block, BlockKind
from assessments.rules.cmmi.characterization import ChoiceProblem
from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue

CHOICE_PROBLEMS: Mapping[ChoiceProblem, Promise] = {
    ChoiceProblem.NOT_NEEDED: gettext_lazy(
        "The rules decide here: the instances leave no choice to the team."
    ),
    ChoiceProblem.CLOSED: gettext_lazy(
        "Choose LI, PI or NI: where good and poor instances meet, nothing else is open."
    ),
    ChoiceProblem.REASON_MISSING: gettext_lazy("Say why the team chose this value."),
}
GOAL_VALUES: Mapping[GoalValue, Promise] = {
    GoalValue.SATISFIED: gettext_lazy("Satisfied"),
    GoalValue.UNSATISFIED: gettext_lazy("Unsatisfied"),
    GoalValue.NOT_RATED: gettext_lazy("Not rated"),
}
AREA_VALUES: Mapping[AreaValue, Promise] = {
    AreaValue.SATISFIED: gettext_lazy("Satisfied"),
    AreaValue.UNSATISFIED: gettext_lazy("Unsatisfied"),
    AreaValue.NOT_RATED: gettext_lazy("Not rated"),
    AreaValue.NOT_APPLICABLE: gettext_lazy("Not applicable"),
    AreaValue.OUT_OF_SCOPE: gettext_lazy("Out of scope"),
}
# What keeps a goal from being satisfied; %s stands for its practices.
_WITH_PRACTICES: Mapping[BlockKind, Promise] = {
    BlockKind.NOT_EXAMINED: gettext_lazy("Characterize %s: no instance was looked at."),
    BlockKind.CHOICE_OPEN: gettext_lazy("Choose the value for the whole unit of %s."),
    BlockKind.NOT_YET: gettext_lazy("Look at %s where it is due: no instance has come to it yet."),
    BlockKind.WEAK_PRACTICES: gettext_lazy("Improve %s: only partially or not implemented."),
}
_ALONE: Mapping[BlockKind, Promise] = {
    BlockKind.AREA_OUT_OF_SCOPE: gettext_lazy("Was not looked at: take it into the scope."),
    BlockKind.NOT_RATED: gettext_lazy("Rate this goal."),
    BlockKind.UNSATISFIED: gettext_lazy("Is unsatisfied."),
    BlockKind.NOT_EXAMINED: gettext_lazy("Characterize its practices."),
    BlockKind.NOT_COVERED: gettext_lazy("Gather more evidence: what was seen does not cover it."),
    BlockKind.NOT_JUDGED: gettext_lazy("Judge this goal: do its weaknesses together do harm?"),
    BlockKind.SIGNIFICANT_WEAKNESSES: gettext_lazy(
        "Remove its weaknesses: together they keep it from being reached."
    ),
}


@dataclass(frozen=True)
class BlockLine:
    """One thing that is missing, in words, with the place where it is mended.

    `level` is the lowest maturity level that asks for it. Without a goal the whole area is meant.
    """

    level: int
    kind: BlockKind
    area_code: str
    area_title: str
    goal_id: UUID | None
    goal_code: str
    goal_title: str
    practices: tuple[str, ...]
    text: str


def block_lines(found: Appraisal, level: int) -> tuple[BlockLine, ...]:
    """What blocks a maturity level, in an order to work through."""
    return tuple(_line(found, block) for block in found.blocks(level))


def goal_reasons(result: GoalResult) -> tuple[str, ...]:
    """What keeps a goal from being satisfied, in words."""
    return tuple(_text(BlockKind(each.kind), each.practices) for each in result.reasons)


def block_text(block: Block) -> str:
    """One thing that is missing, in words."""
    return _text(block.kind, block.practices)


def _line(found: Appraisal, block: Block) -> BlockLine:
    area = next(each for each in found.model.areas if each.code == block.area)
    goal = next((each for each in area.goals if each.code == block.goal), None)
    return BlockLine(
        level=block.level,
        kind=block.kind,
        area_code=area.code,
        area_title=area.title,
        goal_id=goal.id if goal else None,
        goal_code=goal.code if goal else "",
        goal_title=goal.title if goal else "",
        practices=block.practices,
        text=_text(block.kind, block.practices),
    )


def _text(kind: BlockKind, practices: tuple[str, ...]) -> str:
    if practices and kind in _WITH_PRACTICES:
        return str(_WITH_PRACTICES[kind]) % ", ".join(practices)
    return str(_ALONE.get(kind, ""))
