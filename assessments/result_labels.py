"""Words for what the rules of analysis and rating say, shared by pages, reports and charts."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.queries.response_scales import ResponseScale
from assessments.rules.analysis import Pattern
from assessments.rules.difference import Size
from assessments.rules.dispersion import ItemStatistics, Strength
from assessments.rules.probes import Ground, Reason
from assessments.rules.rating import Value

GROUNDS: Mapping[Ground, Promise] = {
    Ground.SPLIT: _("Split"),
    Ground.DISAGREEMENT: _("Little agreement"),
    Ground.DONT_KNOW: _("Many don't know"),
    Ground.CONTRADICTION: _("Answers contradict each other"),
    Ground.UNITS_DIFFER: _("Units differ"),
    Ground.NOT_APPLICABLE: _("Does not apply to anybody"),
    Ground.UNANIMOUS: _("Everybody says the best"),
    Ground.TOO_FEW: _("Too few answers"),
}
GROUND_HELP: Mapping[Ground, Promise] = {
    Ground.SPLIT: _("Two camps: ask both what they see. An average would hide it."),
    Ground.DISAGREEMENT: _("Answers lie far apart: ask what each had in mind."),
    Ground.DONT_KNOW: _("Those who do the work do not see this: ask who does."),
    Ground.CONTRADICTION: _("What belongs together is answered in opposite ways: ask about both."),
    Ground.UNITS_DIFFER: _("Ask what one unit does that the other does not."),
    Ground.NOT_APPLICABLE: _("Decide whether it is out of scope, and write down why."),
    Ground.UNANIMOUS: _("Saying is not doing: ask to see it, a document or the work itself."),
    Ground.TOO_FEW: _("Fewer people gave a value than may be shown: ask in an interview instead."),
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


STRENGTHS: Mapping[Strength, Promise] = {
    Strength.LACK: _("lack"),
    Strength.WEAK: _("weak"),
    Strength.MODERATE: _("moderate"),
    Strength.STRONG: _("strong"),
    Strength.VERY_STRONG: _("very strong"),
}
SIZES: Mapping[Size, Promise] = {
    Size.NEGLIGIBLE: _("negligible"),
    Size.SMALL: _("small"),
    Size.MEDIUM: _("medium"),
    Size.LARGE: _("large"),
}
REASONS: Mapping[Ground, Promise] = {
    Ground.SPLIT: _("%(valid)s answers in two camps, r_wg %(r_wg)s."),
    Ground.DISAGREEMENT: _("%(valid)s answers lie far apart, r_wg %(r_wg)s."),
    Ground.DONT_KNOW: _("%(dont_know)s people don't know: %(percent)s."),
    Ground.CONTRADICTION: _(
        "Medians of two practices of one goal: “%(highest_median)s” and “%(lowest_median)s”."
    ),
    Ground.UNITS_DIFFER: _("Medians: %(high)s “%(highest_median)s”, %(low)s “%(lowest_median)s”."),
    Ground.NOT_APPLICABLE: _("All %(not_applicable)s people say that it does not apply."),
    Ground.UNANIMOUS: _("All %(valid)s people gave the highest answer."),
}


def reason_text(reason: Reason, scale: ResponseScale | None = None) -> str:
    """Why to ask again, in a sentence with its numbers; medians by their names on the scale."""
    pattern = REASONS.get(reason.ground)
    if pattern is None or not reason.numbers:
        return str(GROUND_HELP[reason.ground])
    numbers = {
        name: decimal(value) if name in ("r_wg", "ad_median") else f"{value:g}"
        for name, value in reason.numbers.items()
    }
    if scale is not None:
        names = dict(zip(scale.answers.values, scale.labels, strict=True))
        numbers |= {
            name: names.get(int(reason.numbers[name]), numbers[name])
            for name in ("highest_median", "lowest_median")
            if name in reason.numbers
        }
    numbers["percent"] = percent(reason.numbers.get("share"))
    numbers |= dict(zip(("high", "low"), map(unit_name, reason.about), strict=False))
    return str(pattern) % numbers


def decimal(value: float | str | None) -> str:
    """Two decimals in the reader's language; a dash for None (in templates also for nothing)."""
    if value is None or isinstance(value, str):
        return "–"
    return number_format(round(value, 2) + 0.0, decimal_pos=2)  # never "-0.00"


def unit_name(unit: str) -> str:
    """The unit; people without one are named as such."""
    return unit or gettext("No unit")


def middle(
    found: ItemStatistics | None, scale: ResponseScale | None, *, is_pooled: bool = False
) -> str:
    """Where the answers lie: a median, or for two values the share of the higher one.

    Two camps have no middle: "split" stands there, unless answers to several questions are pooled.
    """
    if found is None or scale is None or found.median_low is None or found.median_high is None:
        return "–"
    if found.is_split and not is_pooled:
        return gettext("split")
    if scale.is_yes_no:
        return percent(found.distribution[-1] / found.valid)
    ends = (found.median_low, found.median_high)
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def middle_in_words(found: ItemStatistics | None, scale: ResponseScale | None) -> str:
    """The middle answer by its name, two where it lies between them; or that people are split."""
    if found is None or scale is None or found.median_low is None or found.median_high is None:
        return "–"
    if found.is_split:
        return gettext("split")
    names = dict(zip(scale.answers.values, scale.labels, strict=True))
    low, high = (names.get(int(end), str(end)) for end in (found.median_low, found.median_high))
    return low if low == high else f"{low} – {high}"


def percent(share: float | None) -> str:
    """A share of 0..1 as a whole percentage; a dash for None. Only 0 shows as 0, only 1 as 100."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if 0 < share < 1:
        whole = min(99, max(1, whole))
    return f"{whole}\u00a0%"
