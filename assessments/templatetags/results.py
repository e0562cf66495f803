"""`{% load results %}`: shares, patterns and tones in templates of assessment results."""

from django import template

from assessments import result_labels
from assessments.queries.analysis_lists import ItemLine
from assessments.queries.set_results import SetResult
from assessments.response_labels import ASPECTS
from assessments.rules.analysis import Pattern
from assessments.rules.dispersion import WithinGroup
from assessments.rules.probes import Ground

register = template.Library()

register.filter("percent", result_labels.percent)
register.filter("decimal", result_labels.decimal)
register.filter("unit_name", result_labels.unit_name)
register.filter("reason_text", result_labels.reason_text)


@register.filter
def line_middle(line: ItemLine) -> str:
    """Where the answers of a line lie."""
    return result_labels.middle(line.statistics, line.item.scale)


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
