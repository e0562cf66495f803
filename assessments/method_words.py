"""What a method board says, in the reader's language and for the reader's eyes."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.rules.board import GateState, StepState
from assessments.rules.condition import Sentence

STEP_STATES = {
    StepState.TO_COME: _("To come"),
    StepState.READY: _("Ready to begin"),
    StepState.IN_PROGRESS: _("In progress"),
    StepState.BLOCKED: _("Blocked"),
    StepState.PASSED: _("Passed"),
    StepState.WAIVED: _("Passed by waiver"),
    StepState.SKIPPED: _("Skipped"),
}
GATE_STATES = {
    GateState.MET: _("Holds"),
    GateState.WAIVED: _("Waived"),
    GateState.UNMET: _("Does not hold yet"),
}


def said(sentence: Sentence, *, for_team: bool) -> str:
    """The sentence, translated and filled.

    Names of findings, areas and people are the team's; to others only how many there are is said.
    """
    values = dict(sentence.values)
    if not for_team and "names" in values:
        count = int(values["value"])
        values["names"] = ngettext("%(n)s of them", "%(n)s of them", count) % {"n": count}
    return gettext(sentence.template).format(**values)


STEP_TONES = {
    StepState.TO_COME: "neutral",
    StepState.READY: "info",
    StepState.IN_PROGRESS: "accent",
    StepState.BLOCKED: "danger",
    StepState.PASSED: "success",
    StepState.WAIVED: "warning",
    StepState.SKIPPED: "neutral",
}
GATE_TONES = {GateState.MET: "success", GateState.WAIVED: "warning", GateState.UNMET: "danger"}
TONE_ICONS = {"success": "check", "warning": "triangle-alert", "danger": "circle-alert"}
