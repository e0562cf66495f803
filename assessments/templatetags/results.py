"""`{% load results %}`: shares, patterns and tones in templates of assessment results."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from assessments import appraisal_words, level_charts, result_labels
from assessments.queries import needs
from assessments.queries.analysis import ItemResult
from assessments.queries.analysis_lists import ItemLine
from assessments.queries.appraisal import Appraisal
from assessments.queries.appraisal import AreaState as AppraisedState
from assessments.queries.leveled import AreaState, Cell
from assessments.queries.outcome import AreaOutcome
from assessments.queries.set_results import SetResult
from assessments.response_labels import ASPECTS
from assessments.rules.analysis import Pattern
from assessments.rules.cmmi.area_rating import AreaResult
from assessments.rules.cmmi.goal_rating import GoalValue
from assessments.rules.dispersion import WithinGroup
from assessments.rules.probes import Ground

register = template.Library()

register.filter("decimal", result_labels.decimal)
register.filter("unit_name", result_labels.unit_name)
register.filter("reason_text", result_labels.reason_text)
register.filter("block_text", appraisal_words.block_text)


register.filter("level_text", level_charts.level_text)
register.filter("steps_text", level_charts.steps_text)
register.filter("said_text", level_charts.said_text)
register.filter("needed", needs.needed)
register.filter("beyond_need", needs.beyond_need)
register.filter("left_open", needs.left_open)


@register.filter
def appraised_in(area: AreaOutcome, found: Appraisal | None) -> AppraisedState | None:
    """The area with its generic goals and its capability level; None where nobody appraises."""
    if found is None or not area.is_applicable:
        return None
    return next((state for state in found.in_scope if state.node.id == area.id), None)


@register.filter
def in_words(value: int, names: Mapping[int, str]) -> str:
    """A step in the words of the model."""
    return names.get(value, str(value))


@register.filter
def blocking(state: AreaState, keys: Sequence[str]) -> list[Cell]:
    """The parts of an area with those keys."""
    return state.blocking(keys)


@register.filter
def percent(share: float | str | None) -> str:
    """A share as a whole percentage; a dash where a template found nothing to divide."""
    return result_labels.percent(share if isinstance(share, float | int) else None)


@register.filter
def line_middle(line: ItemLine) -> str:
    """Where the answers of a line lie."""
    return result_labels.middle(line.statistics, line.item.scale)


@register.filter
def item_middle(item: ItemResult) -> str:
    """Where the answers to a question lie, in the words it offers."""
    return result_labels.middle_in_words(item.statistics, item.scale)


@register.filter
def set_middle(found: SetResult) -> str:
    """Where the answers to a set of questions lie, added up."""
    return result_labels.middle(found.statistics.answers, found.scale, is_pooled=True)


@register.filter
def strength_label(found: WithinGroup | None) -> str:
    """r_wg in words."""
    return "" if found is None else str(result_labels.STRENGTHS[found.strength])


@register.filter
def aspect_label(aspect: str) -> str:
    """Today, target or importance, in words."""
    return str(ASPECTS[aspect])


@register.filter
def ground_label(ground: Ground) -> str:
    """Why to ask again, in words."""
    return str(result_labels.GROUNDS[ground])


@register.filter
def ground_help(ground: Ground) -> str:
    """What to ask."""
    return str(result_labels.GROUND_HELP[ground])


@register.filter
def pattern_label(pattern: Pattern | None) -> str:
    """How the values lie, in words; empty when hidden."""
    return "" if pattern is None else str(result_labels.PATTERNS[pattern])


@register.filter
def value_tone(value: str) -> str:
    """The tone of a rating."""
    return result_labels.VALUE_TONES[value]


@register.filter
def kind_tone(kind: str) -> str:
    """The tone of a finding's kind."""
    return result_labels.KIND_TONES[kind]


@register.filter
def standing_tone(state: str) -> str:
    """The tone of a state of corroboration."""
    return result_labels.STANDING_TONES[state]


@register.filter
def goal_label(value: GoalValue) -> str:
    """A goal's value in words."""
    return str(appraisal_words.GOAL_VALUES[value])


@register.filter
def goal_tone(value: GoalValue) -> str:
    """The tone of a goal's value."""
    return result_labels.VALUE_TONES[value.value]


@register.filter
def area_tone(value: str) -> str:
    """The tone of an area's value."""
    return result_labels.VALUE_TONES.get(value, "neutral")


@register.filter
def area_result_tone(result: AreaResult) -> str:
    """The tone of an area's value for its own maturity level."""
    return area_tone(result.value_for(result.area.maturity_level).value)


@register.filter
def at(rows: Sequence[Any], place: int) -> Any:
    """The row at a place that a parallel list gives."""
    return rows[place]
