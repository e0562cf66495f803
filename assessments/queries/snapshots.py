"""Frozen results: who may read which, lists of them, and one as it stood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.dateparse import parse_datetime

from assessments.models import Assessment, ResultSnapshot, SnapshotMedian, SnapshotRating
from assessments.queries.findings import people_names
from assessments.rules import lifecycle
from assessments.rules.frozen import FrozenRating, Kind, checksum_of
from assessments.rules.naming import without_names
from assessments.rules.ordinal import LevelRange
from assessments.rules.rating import silent_from
from assessments.rules.snapshot import Absence
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.db.paging import PageNumber, page_of
from cip.db.querysets import TenantQuerySet

_ROWS = (
    "assessment__program",
    "model_version__model",
    "model_version__based_on",
    "method_version",
)


@dataclass(frozen=True)
class SnapshotHead:
    """What a result is called and when it stood; `maturity` is None for models without levels.

    `maturity` is what areas in scope can show; `silent_from` the lowest level about which the
    scope says nothing, None where it lets every level be rated.
    """

    id: UUID
    number: int
    assessment_id: UUID
    assessment: str
    program_id: UUID
    program: str
    model_version_id: UUID
    model: str
    method: str
    frozen_at: datetime
    agreed_by: str
    stands: bool
    superseded_at: datetime | None
    maturity: LevelRange | None
    silent_from: int | None


@dataclass(frozen=True)
class Signed:
    """Who had signed when it was frozen."""

    name: str
    signed_at: datetime | None


@dataclass(frozen=True)
class FrozenArea:
    """An area with its capability level, if its model has such, and its goals."""

    area: FrozenRating
    capability: FrozenRating | None
    goals: tuple[FrozenRating, ...]


@dataclass(frozen=True)
class FrozenMedian:
    """Released answers about an area, as places on the scale whose values are `labels`."""

    code: str
    title: str
    unit: str | None
    labels: tuple[str, ...]
    distribution: tuple[int, ...]
    rating: LevelRange
    questions: int | None

    @property
    def values(self) -> int:
        """How many answers had a value."""
        return sum(self.distribution)


@dataclass(frozen=True)
class SnapshotPage:
    """One result as it stood. `is_intact`: what is read now is what was frozen then."""

    head: SnapshotHead
    checksum: str
    is_intact: bool
    signed: tuple[Signed, ...]
    superseded_reason: str
    areas: tuple[FrozenArea, ...]
    levels: tuple[FrozenRating, ...]
    practice_count: int
    medians: tuple[FrozenMedian, ...]
    has_units: bool


def seen_by(actor: Actor) -> TenantQuerySet[ResultSnapshot]:
    """Snapshots of released results, as `policies.check_can_see_results` says of one."""
    rows = ResultSnapshot.objects.visible_to(actor)
    if granted(actor, Permission.RATE):
        return rows
    if not granted(actor, Permission.VIEW_RESULTS):
        return rows.none()
    return rows.filter(assessment__state__in=(lifecycle.AGREED, lifecycle.CLOSED))


def with_heads(rows: TenantQuerySet[ResultSnapshot]) -> TenantQuerySet[ResultSnapshot]:
    """The same with all that a head needs, in one query."""
    kept = SnapshotRating.objects.filter(snapshot=OuterRef("pk"))
    level = kept.filter(kind=Kind.MATURITY.value)
    outside = kept.filter(
        kind=Kind.AREA.value,
        absence=Absence.OUT_OF_SCOPE.value,
        node__level__isnull=False,
        node__is_optional=False,
    ).order_by("node__level")
    return rows.select_related(
        *_ROWS
    ).annotate(  # type: ignore[return-value]
        level_lower=Subquery(level.values("lower")[:1]),
        level_upper=Subquery(level.values("upper")[:1]),
        level_outside=Subquery(outside.values("node__level")[:1]),
    )


def head_of(row: ResultSnapshot) -> SnapshotHead:
    """The head of a row that was loaded by `with_heads`."""
    maturity, silent_from = _maturity(row)
    version, assessment = row.model_version, row.assessment
    return SnapshotHead(
        id=row.pk,
        number=row.number,
        assessment_id=assessment.pk,
        assessment=assessment.title,
        program_id=assessment.program_id,
        program=assessment.program.name,
        model_version_id=version.pk,
        model=f"{version.model.name} {version.number}",
        method=str(row.method_version),
        frozen_at=row.frozen_at,
        agreed_by=row.agreed_by,
        stands=row.state == ResultSnapshot.State.STANDS,
        superseded_at=row.superseded_at,
        maturity=maturity,
        silent_from=silent_from,
    )


def _maturity(row: Any) -> tuple[LevelRange | None, int | None]:
    if row.level_lower is None:
        return None, None
    first = silent_from(row.level_lower, row.level_upper, row.level_outside)
    upper = row.level_upper if first is None else first - 1
    return LevelRange(row.level_lower, upper), first


def snapshots_of(assessment: Assessment) -> list[SnapshotHead]:
    """All results of an assessment, the newest first; one query."""
    rows = with_heads(ResultSnapshot.objects.filter(assessment=assessment))
    return [head_of(row) for row in rows.order_by("-number")]


def choosable(actor: Actor, snapshot: ResultSnapshot, page: PageNumber = None) -> Page:
    """A page of results to compare with: of the same assessment, then of the program on the same
    version, then of the program, then the others.

    Superseded ones only of the same assessment. Two queries.
    """
    assessment = snapshot.assessment
    near = Case(
        When(assessment=assessment, then=Value(0)),
        When(
            assessment__program=assessment.program_id,
            model_version=snapshot.model_version_id,
            then=Value(1),
        ),
        When(assessment__program=assessment.program_id, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = seen_by(actor).exclude(pk=snapshot.pk)
    rows = rows.filter(Q(state=ResultSnapshot.State.STANDS) | Q(assessment=assessment))
    return page_of(with_heads(rows).order_by(near, "-frozen_at", "pk"), page, lambda row: row)


def frozen_of(snapshots: Iterable[UUID]) -> dict[UUID, tuple[FrozenRating, ...]]:
    """The ratings of some snapshots in their order; one query."""
    ids = list(snapshots)
    found: dict[UUID, list[FrozenRating]] = {pk: [] for pk in ids}
    rows = SnapshotRating.objects.filter(snapshot__in=ids).order_by("position")
    for row in rows:
        found[row.snapshot_id].append(_rating(row))
    return {pk: tuple(each) for pk, each in found.items()}


def medians_of(snapshots: Iterable[UUID]) -> dict[UUID, tuple[FrozenMedian, ...]]:
    """The released medians of some snapshots in their order; one query."""
    ids = list(snapshots)
    found: dict[UUID, list[FrozenMedian]] = {pk: [] for pk in ids}
    for row in SnapshotMedian.objects.filter(snapshot__in=ids).order_by("position"):
        found[row.snapshot_id].append(_median(row))
    return {pk: tuple(each) for pk, each in found.items()}


def snapshot_page(row: ResultSnapshot) -> SnapshotPage:
    """One result, loaded by `with_heads`; three queries."""
    ratings = frozen_of([row.pk])[row.pk]
    medians = medians_of([row.pk])[row.pk]
    names = people_names(row.assessment)
    return SnapshotPage(
        head=head_of(row),
        checksum=row.checksum,
        is_intact=checksum_of(ratings) == row.checksum,
        signed=tuple(
            Signed(each["name"], parse_datetime(each["signed_at"])) for each in row.signatures
        ),
        superseded_reason=without_names(row.superseded_reason, names),
        areas=tuple(_areas(ratings)),
        levels=tuple(each for each in ratings if each.kind is Kind.LEVEL),
        practice_count=sum(each.kind is Kind.PRACTICE for each in ratings),
        medians=tuple(each for each in medians if each.unit is None),
        has_units=any(each.unit is not None for each in medians),
    )


def _rating(row: SnapshotRating) -> FrozenRating:
    is_rated = row.lower is not None and row.upper is not None
    return FrozenRating(
        kind=Kind(row.kind),
        code=row.code,
        title=row.title,
        rating=LevelRange(row.lower, row.upper) if is_rated else None,  # type: ignore[arg-type]
        absence=Absence(row.absence) if row.absence else None,
        reason=row.reason,
        area=row.area_code,
        dimension=row.dimension,
    )


def _median(row: SnapshotMedian) -> FrozenMedian:
    return FrozenMedian(
        code=row.code,
        title=row.title,
        unit=None if row.is_whole else row.unit,
        labels=tuple(row.labels),
        distribution=tuple(row.distribution),
        rating=LevelRange(row.lower, row.upper),
        questions=row.questions,
    )


def _areas(ratings: Iterable[FrozenRating]) -> Iterator[FrozenArea]:
    """What was looked at: an area is followed by its own capability level and goals."""
    area: FrozenRating | None = None
    capability: FrozenRating | None = None
    goals: list[FrozenRating] = []
    for each in (*ratings, None):
        if each is None or each.kind is Kind.AREA:
            if area is not None and area.absence is not Absence.OUT_OF_SCOPE:
                yield FrozenArea(area, capability, tuple(goals))
            area, capability, goals = each, None, []
        elif each.kind is Kind.CAPABILITY:
            capability = each
        elif each.kind is Kind.GOAL:
            goals.append(each)
