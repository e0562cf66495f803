"""A comparison as lines of text, for the page, the report and the file alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.comparison_words import (
    AGREEMENTS,
    CONFIDENCES,
    FATES,
    PARTS,
    RELATIONS,
    TOLD,
    TONES,
    after_text,
    before_text,
    fate_text,
    mark,
    name_of,
    rated_text,
    steps_of,
    trend_text,
)
from assessments.queries.comparing import ComparedPart, CrosswalkAccount, ResultsCompared, Way
from assessments.result_charts import Figure, figure_of, words
from assessments.rules.comparison import ComparedNodes, Fate, Trend
from assessments.rules.frozen import Kind
from assessments.rules.snapshot import Rated
from assessments.rules.transfer import Agreement, SourceNode, TargetNode, Told
from cip.charts.dumbbell import Dumbbell, DumbbellChart

DAY = "j M Y"
_LONG = (Kind.GOAL, Kind.PRACTICE)


@dataclass(frozen=True)
class Line:
    """One row of a comparison in words."""

    name: str
    before: str
    after: str
    trend: str
    tone: str
    fate: str


@dataclass(frozen=True)
class Count:
    """How many rows something happened to."""

    label: str
    number: int


@dataclass(frozen=True)
class PartTable:
    """A part in words. Of goals and practices only what changed is in `lines`, and the others are
    counted: the same, told by one result only, in one version only. `every` holds all.
    """

    name: str
    title: str
    lines: tuple[Line, ...]
    every: tuple[Line, ...]
    same: int
    unknown: int
    only_one: int
    trends: tuple[Count, ...]
    figure: Figure | None


@dataclass(frozen=True)
class TargetLine:
    """What is told of one node of the other model, and its own rating."""

    name: str
    told: str
    is_unknown: bool
    level: str
    sources: tuple[str, ...]
    own: str
    agreement: str
    tone: str


@dataclass(frozen=True)
class CrosswalkTable:
    """What a crosswalk tells, in words."""

    counts: tuple[Count, ...]
    lines: tuple[TargetLine, ...]
    unrated: tuple[TargetLine, ...]
    unmapped: tuple[str, ...]
    dropped: tuple[str, ...]
    split: tuple[str, ...]


def names_of(found: ResultsCompared) -> tuple[str, str]:
    """How the two are called: by day over time, by assessment where the day says too little."""
    before, after = found.before, found.after
    days = [date_format(head.frozen_at, DAY) for head in (before, after)]
    if found.way is Way.TIME and days[0] != days[1]:
        return days[0], days[1]
    if before.assessment_id == after.assessment_id:
        return _("No. %s") % before.number, _("No. %s") % after.number
    if found.way is Way.MODELS:
        return before.model, after.model
    return f"{before.model}, {days[0]}", f"{after.model}, {days[1]}"


def part_tables(
    found: ResultsCompared, labels: tuple[str, str], *, width: float = 720, is_print: bool = False
) -> list[PartTable]:
    """All parts, each with its chart unless it is long; `labels` name before and after."""
    return [part_table(part, labels, width=width, is_print=is_print) for part in found.parts]


def part_table(
    part: ComparedPart, labels: tuple[str, str], *, width: float = 720, is_print: bool = False
) -> PartTable:
    """One part."""
    is_long = part.name in _LONG
    every = tuple(_line(part, row) for row in part.rows)
    pairs = [row.trend for row in part.rows if row.is_in_both]
    return PartTable(
        name=part.name,
        title=str(PARTS[part.name]),
        lines=tuple(
            _line(part, row)
            for row in part.rows
            if not is_long or (row.trend.is_told and row.trend is not Trend.SAME)
        ),
        every=every,
        same=pairs.count(Trend.SAME) if is_long else 0,
        unknown=sum(not trend.is_told for trend in pairs) if is_long else 0,
        only_one=len(part.rows) - len(pairs) if is_long else 0,
        trends=_changes(part, pairs),
        figure=None if is_long else _figure(part, labels, width=width, is_print=is_print),
    )


def fate_counts(parts: Iterable[ComparedPart]) -> tuple[Count, ...]:
    """What became of the nodes of these parts, each counted once although several parts speak of
    it; zeros included, for they say something. The model as a whole is no node.
    """
    lineages = {row.lineage for part in parts for row in part.rows}
    totals = Counter(each.fate for each in lineages if any((*each.before, *each.after)))
    return tuple(Count(str(FATES[fate]), totals[fate]) for fate in Fate)


def _changes(part: ComparedPart, pairs: list[Trend]) -> tuple[Count, ...]:
    """How often something moved; a node that only one version has did not."""
    fates = part.comparison.fates
    return (
        *(Count(mark(trend), pairs.count(trend)) for trend in Trend),
        *(Count(str(FATES[fate]), fates[fate]) for fate in (Fate.DROPPED, Fate.NEW)),
    )


def crosswalk_table(found: CrosswalkAccount) -> CrosswalkTable:
    """Targets that are told something, then the gaps on either side."""
    told = found.transfer
    return CrosswalkTable(
        counts=(
            Count(_("mapped"), told.mapped),
            Count(_("with several sources"), told.merged),
            Count(_("split"), told.split),
            Count(_("dropped"), told.dropped),
            Count(_("new"), told.new),
            *(Count(str(TOLD[each]), number) for each, number in told.told.items()),
            Count(_("sources disagree"), sum(each.is_contradictory for each in told.targets)),
            Count(
                _("own rating differs"),
                sum(each.agreement in (Agreement.ABOVE, Agreement.BELOW) for each in told.targets),
            ),
        ),
        lines=tuple(_target_line(found, each) for each in told.targets if not each.told.is_unknown),
        unrated=tuple(
            _target_line(found, each) for each in told.targets if each.told is Told.NOT_RATED
        ),
        unmapped=_names(
            found.target_titles, (each.code for each in told.targets if not each.sources)
        ),
        dropped=_names(found.source_titles, found.dropped),
        split=_names(found.source_titles, found.split),
    )


def _line(part: ComparedPart, row: ComparedNodes) -> Line:
    return Line(
        name=name_of(part, row),
        before=before_text(part, row),
        after=after_text(part, row),
        trend=trend_text(part, row),
        tone=TONES[row.trend],
        fate=fate_text(row),
    )


def _figure(
    part: ComparedPart, labels: tuple[str, str], *, width: float, is_print: bool
) -> Figure | None:
    """Only where something can be drawn at all."""
    rows = [
        Dumbbell(
            name=name_of(part, row),
            before=_places(row.before),
            after=_places(row.after),
            before_text=before_text(part, row),
            after_text=after_text(part, row),
            note=trend_text(part, row),
        )
        for row in part.rows
    ]
    ends = [end for row in rows for pair in (*row.before, *row.after) for end in pair]
    if not ends:
        return None
    title = _("%(before)s and %(after)s") % {"before": labels[0], "after": labels[1]}
    chart = DumbbellChart(
        title=f"{PARTS[part.name]}: {title}",
        summary=_("Where each stands in the two results; the table says the same in words."),
        steps=tuple(steps_of(part.name, part.labels, ends)),
        rows=tuple(rows),
        words=words(),
        before=labels[0],
        after=labels[1],
        change=_("change"),
    )
    return figure_of(f"compare-{part.name}", chart, title, width=width, is_print=is_print)


def _places(side: Iterable[Rated]) -> tuple[tuple[int, int], ...]:
    return tuple((each.rating.lower, each.rating.upper) for each in side if each.rating)


def _target_line(found: CrosswalkAccount, target: TargetNode) -> TargetLine:
    return TargetLine(
        name=f"{target.code} {found.target_titles.get(target.code, '')}".strip(),
        told=_("sources disagree") if target.is_contradictory else str(TOLD[target.told]),
        is_unknown=target.told.is_unknown,
        level=_level(found, target),
        sources=tuple(_source(found, each) for each in target.sources),
        own=rated_text(found.target_kind, target.own) if target.own else "\u2013",
        agreement=str(AGREEMENTS[target.agreement]) if target.agreement else "",
        tone="success" if target.agreement == "fits" else "warning",
    )


def _level(found: CrosswalkAccount, target: TargetNode) -> str:
    low, high = target.at_least, target.at_most
    if target.is_contradictory:
        return _("sources contradict one another")
    if low is not None and low == high:
        return _value(found, low)
    parts = []
    if low is not None:
        parts.append(_("at least %s") % _value(found, low))
    if high is not None:
        parts.append(_("at most %s") % _value(found, high))
    return ", ".join(parts) or "\u2013"


def _value(found: CrosswalkAccount, place: int) -> str:
    steps = dict(steps_of(found.target_kind, (), [place]))
    return steps.get(place, str(place))


def _source(found: CrosswalkAccount, source: SourceNode) -> str:
    rated = source.rated
    title = found.source_titles.get(rated.code, rated.code)
    return _("%(code)s %(title)s (%(relation)s it, confidence %(confidence)s): %(rating)s") % {
        "code": rated.code,
        "title": title,
        "relation": RELATIONS[source.relation],
        "confidence": CONFIDENCES[source.confidence],
        "rating": rated_text(found.source_kind, rated),
    }


def _names(titles: dict[str, str], codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{code} {titles.get(code, '')}".strip() for code in codes)
