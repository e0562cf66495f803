"""Words for what the rules of analysis and rating say, shared by pages, reports and charts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.rules.analysis import Pattern, Probe
from assessments.rules.rating import Value

PROBES: Mapping[Probe, Promise] = {
    Probe.TOO_FEW: _("Too few answers"),
    Probe.DONT_KNOW: _("Many don't know"),
    Probe.SPLIT: _("Split"),
    Probe.NOT_APPLICABLE: _("Does not apply to anybody"),
    Probe.UNANIMOUS_YES: _("Everybody says yes"),
}
PROBE_HELP: Mapping[Probe, Promise] = {
    Probe.TOO_FEW: _("Fewer people gave a value than may be shown: ask in an interview instead."),
    Probe.DONT_KNOW: _("The practice is not visible to those who do the work: ask who does it."),
    Probe.SPLIT: _("Two camps: ask both what they see. An average would hide it."),
    Probe.NOT_APPLICABLE: _("Decide whether it is out of scope, and write down why."),
    Probe.UNANIMOUS_YES: _("Saying is not doing: ask to see it, a document or the work itself."),
}
PATTERNS: Mapping[Pattern, Promise] = {
    Pattern.NO_VALUES: _("No values"),
    Pattern.UNANIMOUS_YES: _("All yes"),
    Pattern.UNANIMOUS_NO: _("All no"),
    Pattern.MOSTLY_YES: _("Mostly yes"),
    Pattern.MOSTLY_NO: _("Mostly no"),
    Pattern.SPLIT: _("Split"),
}
VALUE_TONES: Mapping[str, str] = {
    Value.SATISFIED: "success",
    Value.UNSATISFIED: "danger",
    Value.NOT_RATED: "neutral",
    Value.NOT_APPLICABLE: "info",
}
KIND_TONES: Mapping[str, str] = {
    "strength": "success",
    "weakness": "warning",
    "alternative": "info",
}
STANDING_TONES: Mapping[str, str] = {
    "corroborated": "success",
    "contradicted": "danger",
    "single_source": "warning",
    "no_evidence": "neutral",
}


def percent(share: float | None) -> str:
    """A share of 0..1 as a whole percentage; a dash for None. Only 0 shows as 0, only 1 as 100."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if 0 < share < 1:
        whole = min(99, max(1, whole))
    return f"{whole}\u00a0%"
