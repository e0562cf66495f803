"""The analysis of answers: what each question and area says, as far as it may be shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.models import (
    Answer,
    Assessment,
    ItemTally,
    Participant,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules import lifecycle
from assessments.rules.analysis import PROBE_ORDER, Pattern, Probe, Tally, pattern, response_rate
from assessments.rules.suppression import (
    Shown,
    ShownSum,
    effective_threshold,
    hidden_groups,
    show,
    show_sum,
)
from models_catalog.models import Level

OTHER_UNITS = ""  # the row that holds all units too small to be shown


@dataclass(frozen=True)
class ItemResult:
    """One question with its answers as they may be shown."""

    id: UUID
    code: str
    text: str
    node_id: UUID
    node_title: str
    area_id: UUID
    area_title: str
    number: int
    shown: Shown

    @property
    def tally(self) -> Tally | None:
        """The counts; None when hidden."""
        return self.shown.tally

    @property
    def pattern(self) -> Pattern | None:
        """How the values lie; None when hidden."""
        return None if self.shown.tally is None else pattern(self.shown.tally)

    @property
    def probes(self) -> tuple[Probe, ...]:
        """Why to ask again."""
        return self.shown.probes


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
        return sum(item.pattern == Pattern.SPLIT for item in self.items)

    @property
    def probe_count(self) -> int:
        """Questions worth asking again."""
        return sum(bool(item.probes) for item in self.items)


@dataclass(frozen=True)
class UnitCount:
    """People asked in one unit and how many handed in; `name` is empty for all small units."""

    name: str
    invited: int
    submitted: int


@dataclass(frozen=True)
class Participation:
    """How many were asked and handed in: counts of people, no answers."""

    invited: int
    started: int
    submitted: int
    units: tuple[UnitCount, ...]

    @property
    def rate(self) -> float | None:
        """Response rate, 0..1."""
        return response_rate(self.submitted, self.invited)


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
        return show_sum(item.shown for item in self.items)

    def by_node(self) -> dict[UUID, list[ItemResult]]:
        """Questions by the practice they ask about."""
        found: dict[UUID, list[ItemResult]] = {}
        for item in self.items:
            found.setdefault(item.node_id, []).append(item)
        return found

    def to_probe(self) -> list[tuple[Probe, list[ItemResult]]]:
        """Questions worth asking again by reason, most urgent first; each reason a question has."""
        groups = [(p, [item for item in self.items if p in item.probes]) for p in PROBE_ORDER]
        return [(probe, items) for probe, items in groups if items]


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
    items = _items(assessment)
    tallies = _tallies(assessment, items) if is_over else {}
    areas: dict[UUID, list[ItemResult]] = {}
    heads: dict[UUID, _Asked] = {}
    for number, item in enumerate(items, start=1):
        heads[item.area_id] = item
        shown = show(tallies.get(item.id, Tally()), threshold) if is_over else Shown(None)
        areas.setdefault(item.area_id, []).append(_item_result(item, number, shown))
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
                show_sum(result.shown for result in results),
            )
            for area_id, results in areas.items()
        ),
    )


def participation(assessment: Assessment) -> Participation:
    """Counts of people, in one query; small units are put together into one row."""
    has_submitted = HAS_SUBMITTED
    rows = list(
        Participant.objects.filter(assessment=assessment)
        .filter(Q(revoked_at__isnull=True) | has_submitted)
        .values("unit")
        .annotate(
            invited=Count("pk", distinct=True),
            started=Count("pk", filter=has_submitted | Q(responses__isnull=False), distinct=True),
            submitted=Count("pk", filter=has_submitted, distinct=True),
        )
        .order_by()
    )
    return Participation(
        invited=sum(row["invited"] for row in rows),
        started=sum(row["started"] for row in rows),
        submitted=sum(row["submitted"] for row in rows),
        units=_units(
            {row["unit"]: row["invited"] for row in rows},
            {row["unit"]: row["submitted"] for row in rows},
            assessment.anonymity_threshold,
        ),
    )


def comments(assessment: Assessment, area: AreaResult) -> dict[UUID, list[Comment]]:
    """Comments of an area's questions for the assessment team, by question; one query.

    Confidential: only where the question itself is shown, without name and choice, in an order that
    has nothing to do with who wrote first. Named: with both.
    """
    shown = [item.id for item in area.items if not item.shown.is_hidden]
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
            Comment(row.comment, str(row.response.participant), row.choice)
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


def _item_result(item: _Asked, number: int, shown: Shown) -> ItemResult:
    return ItemResult(
        id=item.id,
        code=item.code,
        text=item.text,
        node_id=item.node_id,
        node_title=item.node_title,
        area_id=item.area_id,
        area_title=item.area_title,
        number=number,
        shown=shown,
    )


def _tallies(assessment: Assessment, items: list[_Asked]) -> dict[UUID, Tally]:
    asked = {item.position: item for item in items}
    kinds = _kinds({item.scale_id for item in items})
    counts: dict[UUID, Counter[str]] = {item.id: Counter() for item in items}
    rows = ItemTally.objects.filter(item__questionnaire_id__in=_latest(assessment))
    # By position: thousands of keys read as UUIDs would cost more than the counting.
    for position, choice, count in rows.values_list("item__position", "choice", "count"):
        item = asked[position]
        counts[item.id][kinds.get((item.scale_id, choice), "blank")] += count
    return {item_id: Tally(**counter) for item_id, counter in counts.items()}


def _kinds(scale_ids: set[UUID]) -> Mapping[tuple[UUID, str], str]:
    """(answer scale, choice) -> field of Tally. A value above zero counts as yes."""
    rows = Level.objects.filter(scale_id__in=scale_ids).values_list(
        "scale_id", "code", "meaning", "value"
    )
    return {
        (scale, code): ("yes" if value else "no") if meaning == Level.Meaning.VALUE else meaning
        for scale, code, meaning, value in rows
    }


def _units(
    invited: Mapping[str, int], handed_in: Mapping[str, int], threshold: int
) -> tuple[UnitCount, ...]:
    if set(invited) <= {""}:
        return ()
    hidden = hidden_groups(invited, threshold) | {""}
    rows = [
        UnitCount(name, invited[name], handed_in[name])
        for name in sorted(invited)
        if name not in hidden
    ]
    rest = [name for name in invited if name in hidden]
    if rows and rest:
        rows.append(
            UnitCount(OTHER_UNITS, sum(invited[n] for n in rest), sum(handed_in[n] for n in rest))
        )
    return tuple(rows)
