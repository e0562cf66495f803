"""The analysis of answers: what each question and area says, as far as it may be shown."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

from assessments.models import Assessment, QuestionnaireItem
from assessments.queries.asked_items import (
    AskedItem,
    Spot,
    asked_items,
    joined_tallies,
    questions_behind,
)
from assessments.queries.kept_results import Rules, kept, standing
from assessments.queries.participation import Participation, participation
from assessments.queries.response_scales import ResponseScale, response_scales
from assessments.rules import lifecycle
from assessments.rules.analysis import (
    DONT_KNOW_LIMIT,
    Pattern,
    ShownSum,
    Tally,
    pattern,
    show_sum,
)
from assessments.rules.dispersion import ItemStatistics, dispersion
from assessments.rules.probes import (
    AskedQuestion,
    Ground,
    ProbeProposal,
    Reason,
    proposals,
    reasons,
)
from assessments.rules.question_release import People, effective_threshold, shown_wholes

Aspect = QuestionnaireItem.Aspect
T = TypeVar("T")


@dataclass(frozen=True)
class ItemResult:
    """One aspect of a question with its answers as they may be shown: `statistics` is None when
    hidden. It counts all versions that asked it; `root` and `spot` name it in each of them.

    `is_widely_unknown`: of a hidden question, that enough people said they don't know.
    """

    id: UUID
    root: UUID
    spot: Spot
    aspect: str
    code: str
    text: str
    node_id: UUID
    node_title: str
    area_id: UUID
    area_title: str
    position: int
    number: int
    scale: ResponseScale | None
    statistics: ItemStatistics | None
    is_widely_unknown: bool = False

    @cached_property
    def tally(self) -> Tally | None:
        """The counts in yes and no; None when hidden. A value above zero counts as yes."""
        found = self.statistics
        if found is None or self.scale is None:
            return None
        yes = sum(found.distribution[self.scale.yes_from :])
        return Tally(
            yes=yes,
            no=found.valid - yes,
            not_applicable=found.not_applicable,
            dont_know=found.dont_know,
            blank=found.blank,
            skipped=found.skipped,
            not_reached=found.not_reached,
        )

    @property
    def is_yes_no(self) -> bool:
        """Two values are offered; of more, counts of yes and no would say little."""
        return self.scale is None or self.scale.is_yes_no

    @property
    def pattern(self) -> Pattern | None:
        """How the values lie; None when hidden."""
        return None if self.tally is None else pattern(self.tally)

    @property
    def is_split(self) -> bool:
        """Two camps; no middle value speaks for them."""
        return self.statistics is not None and self.statistics.is_split

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why to ask again, most urgent first."""
        asked = self.asked()
        return () if asked is None else reasons(asked)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The reasons by name."""
        return tuple(reason.ground for reason in self.reasons)

    def asked(
        self, goal: UUID | None = None, units: Mapping[str, ItemStatistics] | None = None
    ) -> AskedQuestion | None:
        """The question for the rules of probing; None without a scale."""
        if self.scale is None:
            return None
        return AskedQuestion(
            self.id,
            self.area_id,
            self.scale.answers,
            self.statistics,
            goal,
            units or {},
            self.is_widely_unknown,
        )


@dataclass(frozen=True)
class AreaResult:
    """The questions of one key process area about today, and their sum over the shown ones.

    `wishes` are what was asked about target and importance; they enter no sum.
    """

    id: UUID
    code: str
    title: str
    level: int | None
    items: tuple[ItemResult, ...]
    summed: ShownSum
    wishes: tuple[ItemResult, ...] = ()

    @property
    def is_yes_no(self) -> bool:
        """All questions offer two values, so that their sum speaks in yes and no."""
        return all(item.is_yes_no for item in self.items)

    @property
    def split_count(self) -> int:
        """Shown questions in which people disagree."""
        return sum(item.is_split for item in self.items)

    @property
    def probe_count(self) -> int:
        """Questions worth asking again."""
        return sum(bool(item.reasons) for item in self.items)


@dataclass(frozen=True)
class Analysis:
    """Everything the answers say, under the threshold that holds for the reader."""

    threshold: int
    participation: Participation
    areas: tuple[AreaResult, ...]
    mark: UUID | None = None

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of this analysis alone, once for each release and threshold."""
        return kept(self.mark, (self.threshold, name), make)

    @property
    def items(self) -> tuple[ItemResult, ...]:
        """All questions about today, in questionnaire order."""
        return tuple(item for area in self.areas for item in area.items)

    @property
    def summed(self) -> ShownSum:
        """The sum over all shown questions."""
        return self.kept("summed", lambda: show_sum(item.tally for item in self.items))

    def by_node(self) -> dict[UUID, list[ItemResult]]:
        """Questions by the practice they ask about."""
        found: dict[UUID, list[ItemResult]] = {}
        for item in self.items:
            found.setdefault(item.node_id, []).append(item)
        return found

    def proposals(self, *, per_area: int) -> list[ProbeProposal]:
        """What to ask again in interviews, most urgent first."""
        asked = (item.asked() for item in self.items)
        return proposals([one for one in asked if one is not None], per_area=per_area)


def analysis(assessment: Assessment, *, for_team: bool) -> Analysis:
    """The analysis under the reader's threshold, in a fixed number of queries.

    Before collecting has ended nothing is shown at all: two looks at growing counts would tell what
    the last person answered.
    """
    threshold = effective_threshold(
        assessment.anonymity_threshold,
        is_named=assessment.mode == Assessment.Mode.NAMED,
        for_team=for_team,
    )
    is_over = assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING)
    found = standing(assessment)
    mark = found.mark if is_over else None

    def areas() -> tuple[AreaResult, ...]:
        items = asked_items(assessment)
        return _areas(items, _counted(assessment, items, found.rules, threshold) if is_over else {})

    return Analysis(
        threshold=threshold,
        participation=participation(assessment),
        areas=kept(mark, (threshold, "areas"), areas),
        mark=mark,
    )


def _areas(items: list[AskedItem], counted: Mapping[UUID, "_Seen"]) -> tuple[AreaResult, ...]:
    heads: dict[UUID, AskedItem] = {}
    areas: dict[UUID, list[ItemResult]] = {}
    wishes: dict[UUID, list[ItemResult]] = {}
    numbers = _numbers(items)
    for item in items:
        heads[item.area_id] = item
        number = numbers[item.sheet, item.number]
        result = _item_result(item, number, counted.get(item.root, _NOTHING))
        part = areas if item.aspect == Aspect.AS_IS else wishes
        part.setdefault(item.area_id, []).append(result)
    return tuple(
        AreaResult(
            area_id,
            head.area_code,
            head.area_title,
            head.area_level,
            tuple(areas.get(area_id, ())),
            show_sum(result.tally for result in areas.get(area_id, ())),
            tuple(wishes.get(area_id, ())),
        )
        for area_id, head in heads.items()
    )


def _numbers(items: list[AskedItem]) -> dict[tuple[UUID, int], int]:
    """By version and number there: as the newest version counts, then what it no longer asks."""
    newest = [item for item in items if item.sheet == items[0].sheet]
    found = {(item.sheet, item.number): item.number for item in newest}
    last = max((item.number for item in newest), default=0)
    for item in items:
        found.setdefault((item.sheet, item.number), last + 1)
        last = max(last, found[item.sheet, item.number])
    return found


class _Seen(NamedTuple):
    """What of a question's answers may be shown."""

    scale: ResponseScale | None
    statistics: ItemStatistics | None
    is_widely_unknown: bool


_NOTHING = _Seen(None, None, False)


def _item_result(item: AskedItem, number: int, seen: _Seen) -> ItemResult:
    return ItemResult(
        id=item.id,
        root=item.root,
        spot=item.spot,
        aspect=item.aspect,
        code=item.code,
        text=item.text,
        node_id=item.node_id,
        node_title=item.node_title,
        area_id=item.area_id,
        area_title=item.area_title,
        position=item.position,
        number=number,
        scale=seen.scale,
        statistics=seen.statistics,
        is_widely_unknown=seen.is_widely_unknown,
    )


def _counted(
    assessment: Assessment, items: list[AskedItem], rules: Rules, threshold: int
) -> dict[UUID, _Seen]:
    """The statistics of every question, scale by scale, under the threshold; three queries at most.

    By root: all versions are added up.
    """
    scales = response_scales(item.scale_id for item in items)
    members: dict[UUID, list[AskedItem]] = {scale_id: [] for scale_id in scales}
    rows: dict[Spot, tuple[UUID, int]] = {}
    for item in items:
        if item.scale_id in members:
            same = members[item.scale_id]
            rows[item.spot] = (item.scale_id, len(same))
            same.append(item)
    entries: dict[UUID, list[tuple[int, str, int]]] = {scale_id: [] for scale_id in scales}
    for spot, choice, count in joined_tallies(assessment):
        if spot in rows:
            scale_id, row = rows[spot]
            entries[scale_id].append((row, choice, count))
    found: dict[UUID, tuple[ResponseScale, ItemStatistics]] = {}
    for scale_id, scale in scales.items():
        same = members[scale_id]
        statistics = dispersion(scale.counts(len(same), entries[scale_id])).rows()
        found |= {item.root: (scale, one) for item, one in zip(same, statistics, strict=True)}
    people = {root: _people(one) for root, (_scale, one) in found.items()}
    shown = shown_wholes(people, questions_behind(rules), threshold)
    return {root: _seen(*pair, threshold, is_shown=root in shown) for root, pair in found.items()}


def _people(found: ItemStatistics) -> People:
    return People(found.valid, found.asked, found.not_applicable)


def _seen(scale: ResponseScale, found: ItemStatistics, threshold: int, *, is_shown: bool) -> _Seen:
    """Of a hidden question one thing may be said: that most people don't know, when at least
    `threshold` people said so. It rests on those people and says nothing about the others.
    """
    if is_shown:
        return _Seen(scale, found, False)
    share = found.dont_know_share or 0.0
    return _Seen(scale, None, found.dont_know >= threshold and share >= DONT_KNOW_LIMIT)
