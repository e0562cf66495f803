"""The analysis of answers: what each question and area says, as far as it may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from assessments.models import (
    Answer,
    Assessment,
    ItemTally,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
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
from assessments.rules.question_release import People, effective_threshold, may_show_whole


@dataclass(frozen=True)
class ItemResult:
    """One question with its answers as they may be shown: `statistics` is None when hidden.

    `is_widely_unknown`: of a hidden question, that enough people said they don't know.
    """

    id: UUID
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
        blank = found.blank + found.skipped + found.not_reached
        return Tally(yes, found.valid - yes, found.not_applicable, found.dont_know, blank)

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
    """The questions of one key process area and their sum over the shown ones."""

    id: UUID
    code: str
    title: str
    level: int | None
    items: tuple[ItemResult, ...]
    summed: ShownSum

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

    @property
    def items(self) -> tuple[ItemResult, ...]:
        """All questions in questionnaire order."""
        return tuple(item for area in self.areas for item in area.items)

    @property
    def summed(self) -> ShownSum:
        """The sum over all shown questions."""
        return show_sum(item.tally for item in self.items)

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


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside an answer; `name` and `choice` only in a named assessment."""

    text: str
    name: str = ""
    choice: str = ""


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
    areas: dict[UUID, list[ItemResult]] = {}
    heads: dict[UUID, _Asked] = {}
    items = _items(assessment)
    counted = _counted(assessment, items, threshold) if is_over else {}
    for number, item in enumerate(items, start=1):
        heads[item.area_id] = item
        seen = counted.get(item.id, _NOTHING)
        areas.setdefault(item.area_id, []).append(_item_result(item, number, seen))
    return Analysis(
        threshold=threshold,
        participation=participation(assessment),
        areas=tuple(
            AreaResult(
                area_id,
                heads[area_id].area_code,
                heads[area_id].area_title,
                heads[area_id].area_level,
                tuple(results),
                show_sum(result.tally for result in results),
            )
            for area_id, results in areas.items()
        ),
    )


def comments(assessment: Assessment, area: AreaResult) -> dict[UUID, list[Comment]]:
    """Comments of an area's questions for the assessment team, by question; one query.

    Confidential: only where the question itself is shown, without name and choice, in an order that
    has nothing to do with who wrote first. Named: with both.
    """
    shown = [item.id for item in area.items if item.statistics is not None]
    rows = (
        Answer.objects.filter(item_id__in=shown, response__state=Response.State.SUBMITTED)
        .exclude(comment="")
        .select_related("response__participant")
    )
    is_named = assessment.mode == Assessment.Mode.NAMED
    found: dict[UUID, list[tuple[str, Comment]]] = {}
    for row in rows:
        place = sha256(f"{row.item_id} {row.pk}".encode()).hexdigest()
        comment = (
            Comment(row.comment, row.response.participant.name, row.choice)
            if is_named
            else Comment(row.comment)
        )
        found.setdefault(row.item_id, []).append((place, comment))
    return {item: [c for _place, c in sorted(pairs, key=_first)] for item, pairs in found.items()}


def _first(pair: tuple[str, Comment]) -> str:
    return pair[0]


class _Asked(NamedTuple):
    """What the analysis needs of a question; whole rows of four tables would cost far more."""

    id: UUID
    position: int
    scale_id: UUID
    code: str
    text: str
    node_id: UUID
    node_title: str
    area_id: UUID
    area_code: str
    area_title: str
    area_level: int | None


def _items(assessment: Assessment) -> list[_Asked]:
    rows = (
        QuestionnaireItem.objects.filter(questionnaire_id__in=_latest(assessment))
        .order_by("position")
        .values_list(
            "pk",
            "position",
            "question__response_set_id",
            "question__code",
            "question__text",
            "question__node_id",
            "question__node__title",
            "group_id",
            "group__code",
            "group__title",
            "group__level",
        )
    )
    return [_Asked(*row) for row in rows]


def _latest(assessment: Assessment) -> QuerySet[Questionnaire, Any]:
    return Questionnaire.objects.filter(assessment=assessment).order_by("-number").values("pk")[:1]


class _Seen(NamedTuple):
    """What of a question's answers may be shown."""

    scale: ResponseScale | None
    statistics: ItemStatistics | None
    is_widely_unknown: bool


_NOTHING = _Seen(None, None, False)


def _item_result(item: _Asked, number: int, seen: _Seen) -> ItemResult:
    return ItemResult(
        id=item.id,
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


def _counted(assessment: Assessment, items: list[_Asked], threshold: int) -> dict[UUID, _Seen]:
    """The statistics of every question, scale by scale, under the threshold; two queries."""
    scales = response_scales(item.scale_id for item in items)
    members: dict[UUID, list[_Asked]] = {}
    rows: dict[int, tuple[UUID, int]] = {}
    for item in items:
        same = members.setdefault(item.scale_id, [])
        rows[item.position] = (item.scale_id, len(same))
        same.append(item)
    entries: dict[UUID, list[tuple[int, str, int]]] = {scale: [] for scale in members}
    tallies = ItemTally.objects.filter(item__questionnaire_id__in=_latest(assessment))
    # By position: thousands of keys read as UUIDs would cost more than the counting.
    for position, choice, count in tallies.values_list("item__position", "choice", "count"):
        scale_id, row = rows[position]
        entries[scale_id].append((row, choice, count))
    found = {}
    for scale_id, scale in scales.items():
        same = members[scale_id]
        statistics = dispersion(scale.counts(len(same), entries[scale_id])).rows()
        for item, one in zip(same, statistics, strict=True):
            found[item.id] = _seen(scale, one, threshold)
    return found


def _seen(scale: ResponseScale, found: ItemStatistics, threshold: int) -> _Seen:
    """Of a hidden question one thing may be said: that most people don't know, when at least
    `threshold` people said so. It rests on those people and says nothing about the others.
    """
    if may_show_whole(People(found.valid, found.asked, found.not_applicable), threshold):
        return _Seen(scale, found, False)
    share = found.dont_know_share or 0.0
    return _Seen(scale, None, found.dont_know >= threshold and share >= DONT_KNOW_LIMIT)
