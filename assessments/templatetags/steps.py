"""`{% load steps %}`: how the states of steps and gates look."""

from django import template
from django.utils.safestring import SafeString

from assessments.method_words import GATE_TONES, STEP_TONES, TONE_ICONS
from assessments.queries.step_pages import GateNote, StepNote
from assessments.rules.board import GateState, StepState
from cip.web.components.data import pill

register = template.Library()


@register.simple_tag
def step_pill(step: StepNote) -> SafeString:
    """Where a step stands."""
    return _pill(step.state_label, STEP_TONES[StepState(step.state)])


@register.simple_tag
def gate_pill(gate: GateNote) -> SafeString:
    """Whether a gate holds."""
    return _pill(gate.state_label, GATE_TONES[GateState(gate.state)])


@register.filter
def room(places: dict[str, str], key: str) -> str:
    """The address of the room where something is mended; empty when closed to the reader."""
    return places.get(key, "")


def _pill(label: str, tone: str) -> SafeString:
    return pill(label, tone=tone, icon=TONE_ICONS.get(tone, ""))
