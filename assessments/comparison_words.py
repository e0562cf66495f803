"""Words for frozen results and their comparison, shared by pages, reports, files and the API."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.queries.comparing import ANSWERS, ComparedPart, Way
from assessments.queries.snapshots import SnapshotHead
from assessments.result_labels import percent
from assessments.rules.comparison import ComparedNodes, Fate, Trend
from assessments.rules.frozen import Kind
from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence, Rated
from assessments.rules.transfer import Agreement, Told
from models_catalog.rules.crosswalk import Confidence, Relation

PARTS: Mapping[str, Promise] = {
    Kind.MATURITY: _("Maturity level"),
    Kind.AREA: _("Process areas"),
    Kind.CAPABILITY: _("Capability levels"),
    Kind.LEVEL: _("Agreed levels"),
    Kind.GOAL: _("Goals"),
    Kind.PRACTICE: _("Practices"),
    ANSWERS: _("Answers (released medians)"),
}
WAYS: Mapping[Way, Promise] = {
    Way.TIME: _("over time"),
    Way.VERSIONS: _("across versions"),
    Way.MODELS: _("across models"),
}
TRENDS: Mapping[Trend, Promise] = {
    Trend.HIGHER: _("higher"),
    Trend.LOWER: _("lower"),
    Trend.SAME: _("same"),
    Trend.UNCLEAR: _("unclear"),
    Trend.UNKNOWN: _("unknown"),
    Trend.NOT_IN_SCOPE: _("not in scope"),
}
SYMBOLS: Mapping[Trend, str] = {
    Trend.HIGHER: "▲",
    Trend.LOWER: "▼",
    Trend.SAME: "=",
    Trend.UNCLEAR: "≈",
    Trend.UNKNOWN: "?",
    Trend.NOT_IN_SCOPE: "\u2013",
}
TONES: Mapping[Trend, str] = {
    Trend.HIGHER: "success",
    Trend.LOWER: "danger",
    Trend.SAME: "neutral",
    Trend.UNCLEAR: "warning",
    Trend.UNKNOWN: "neutral",
    Trend.NOT_IN_SCOPE: "neutral",
}
FATES: Mapping[Fate, Promise] = {
    Fate.KEPT: _("kept"),
    Fate.RENAMED: _("renamed"),
    Fate.SPLIT: _("split"),
    Fate.MERGED: _("merged"),
    Fate.REARRANGED: _("rearranged"),
    Fate.DROPPED: _("dropped"),
    Fate.NEW: _("new"),
}
TOLD: Mapping[Told, Promise] = {
    Told.TRANSFERS: _("transfers"),
    Told.HINTS: _("only a hint"),
    Told.NOT_RATED: _("mapped, not rated"),
    Told.NOT_MAPPED: _("not mapped"),
}
AGREEMENTS: Mapping[Agreement, Promise] = {
    Agreement.FITS: _("fits"),
    Agreement.ABOVE: _("own rating is higher"),
    Agreement.BELOW: _("own rating is lower"),
}
RELATIONS: Mapping[Relation, Promise] = {
    Relation.EQUAL: _("equal to"),
    Relation.SUBSET: _("part of"),
    Relation.SUPERSET: _("more than"),
    Relation.INTERSECTS: _("overlaps with"),
}
CONFIDENCES: Mapping[Confidence, Promise] = {
    Confidence.HIGH: _("high"),
    Confidence.MEDIUM: _("medium"),
    Confidence.LOW: _("low"),
}
ABSENCES: Mapping[Absence, Promise] = {
    Absence.NOT_RATED: _("not rated"),
    Absence.NOT_APPLICABLE: _("not applicable"),
    Absence.OUT_OF_SCOPE: _("out of scope"),
}
_STEPS: Mapping[str, tuple[Promise | str, ...]] = {
    Kind.AREA: (_("Unsatisfied"), _("Satisfied")),
    Kind.GOAL: (_("Unsatisfied"), _("Satisfied")),
    Kind.PRACTICE: ("NI", "PI", "LI", "FI"),
}


def steps_of(name: str, labels: Sequence[str], places: Iterable[int]) -> list[tuple[int, str]]:
    """The axis of a part: named steps, or levels from the lowest to the highest that occurs."""
    named = labels or [str(each) for each in _STEPS.get(name, ())]
    if named:
        return list(enumerate(named))
    found = list(places)
    first = 0 if name == Kind.CAPABILITY else 1
    return [(n, str(n)) for n in range(min([first, *found]), max([first + 1, *found]) + 1)]


def rating_text(name: str, rating: LevelRange, labels: Sequence[str] = ()) -> str:
    """A rating in words: "Satisfied", "2", "1–2", "between No and Yes" for a median."""
    named = labels or [str(each) for each in _STEPS.get(name, ())]
    ends = [named[end] if named else str(end) for end in (rating.lower, rating.upper)]
    return ends[0] if rating.is_single else f"{ends[0]}\u2013{ends[1]}"


def maturity_text(head: SnapshotHead) -> str:
    """The maturity level as far as the scope could show it; a dash for models without levels."""
    if head.maturity is None:
        return "\u2013"
    level = rating_text(Kind.MATURITY, head.maturity)
    if head.silent_from is None:
        return level
    pattern = gettext("%(level)s (not all areas of level %(n)s and above were in scope)")
    return pattern % {"level": level, "n": head.silent_from}


def rated_text(name: str, rated: Rated, labels: Sequence[str] = ()) -> str:
    """A rating, or why there is none."""
    if rated.rating is not None:
        return rating_text(name, rated.rating, labels)
    return str(ABSENCES[rated.absence or Absence.NOT_RATED])


def before_text(part: ComparedPart, row: ComparedNodes) -> str:
    """All ratings of the first result; codes stand before them where there are several."""
    return _side(part, row.before, part.shares[0])


def after_text(part: ComparedPart, row: ComparedNodes) -> str:
    """The same of the second result."""
    return _side(part, row.after, part.shares[1])


def _side(part: ComparedPart, side: Sequence[Rated], shares: Mapping[str, float]) -> str:
    texts = [
        gettext("nothing to show")
        if part.labels and rated.rating is None
        else rated_text(part.name, rated, part.labels)
        for rated in side
    ]
    if len(part.labels) == 2:
        texts = [
            share_text(text, part.labels, shares[rated.code]) if rated.code in shares else text
            for rated, text in zip(side, texts, strict=True)
        ]
    if len(side) > 1:
        texts = [f"{rated.code}: {text}" for rated, text in zip(side, texts, strict=True)]
    return ", ".join(texts) or "\u2013"


def share_text(text: str, labels: Sequence[str], share: float) -> str:
    """A median of two values with the share of the higher one: "No (Yes: 41 %)"."""
    return f"{text} ({labels[-1]}: {percent(share)})"


def name_of(part: ComparedPart, row: ComparedNodes) -> str:
    """The node, or the nodes that took one another's place, with their codes."""
    before, after = row.lineage.before, row.lineage.after
    if len(before) <= 1 and len(after) <= 1 and (before == after or not before or not after):
        key = (*before, *after)[0]
        title = part.titles.get(key, key)
        return f"{_place(key)} {title}".strip()
    return f"{', '.join(map(_place, before))} \u2192 {', '.join(map(_place, after))}"


def _place(key: str) -> str:
    return key.replace("/", " ").replace("|", " ")


def trend_text(part: ComparedPart, row: ComparedNodes) -> str:
    """Symbol and word, with the steps where there are several: "▲ higher by 1"; "dropped"."""
    if not row.is_in_both:
        return str(FATES[row.lineage.fate])
    word = mark(row.trend)
    steps = row.steps
    has_steps = part.name not in _STEPS and len(part.labels) != 2
    is_moved = row.trend in (Trend.HIGHER, Trend.LOWER)
    if steps is None or steps.least != steps.most or not has_steps or not is_moved:
        return word
    return gettext("%(word)s by %(n)s") % {"word": word, "n": abs(steps.least)}


def mark(trend: Trend | None) -> str:
    """The trend as symbol and word; empty where there is nothing before it."""
    return "" if trend is None else f"{SYMBOLS[trend]} {TRENDS[trend]}"


def fate_text(row: ComparedNodes) -> str:
    """What became of the nodes; empty for those that were kept as they are."""
    lineage = row.lineage
    words = [] if lineage.fate is Fate.KEPT else [str(FATES[lineage.fate])]
    if lineage.is_altered:
        words.append(gettext("means something else now"))
    return ", ".join(words)
