"""Results frozen when a team agrees, superseded when it takes its ratings up again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from assessments.models import Assessment, ResultSnapshot, SnapshotMedian, SnapshotRating
from assessments.queries.analysis import analysis
from assessments.queries.freezing import (
    PlacedRating,
    PooledAnswers,
    released_answers,
    result_to_freeze,
)
from assessments.queries.signatures import signatures
from assessments.rules import lifecycle
from assessments.rules.frozen import checksum_of
from cip.accounts.actors import system_actor
from cip.audit import services as audit


def freeze_result(
    *, assessment: Assessment, frozen_by: UUID | None, now: datetime
) -> ResultSnapshot:
    """Keep the agreed result as the assessment's next snapshot; part of agreeing.

    Must run in the transaction of the service that has set `agreed_by`, and in its audit row.
    """
    found = result_to_freeze(assessment)
    snapshots = ResultSnapshot.objects.filter(assessment=assessment)
    highest = snapshots.aggregate(highest=Max("number"))["highest"] or 0
    row = ResultSnapshot.objects.create(
        assessment=assessment,
        number=highest + 1,
        frozen_at=now,
        frozen_by_id=frozen_by,
        agreed_by=assessment.agreed_by,
        signatures=[
            {"name": each.name, "signed_at": each.signed_at.isoformat()}
            for each in signatures(assessment).rows
            if each.is_current and each.signed_at is not None
        ],
        model_version_id=assessment.model_version_id,
        method_version_id=assessment.method_version_id,
        checksum=checksum_of(each.rating for each in found.ratings),
    )
    SnapshotRating.objects.bulk_create(_ratings(row, found.ratings))
    SnapshotMedian.objects.bulk_create(_medians(row, found.answers))
    return row


def supersede_result(*, assessment: Assessment, reason: str, now: datetime) -> None:
    """The standing snapshot stands no longer; part of taking up again and of its audit row."""
    rows = ResultSnapshot.objects.filter(assessment=assessment, state=ResultSnapshot.State.STANDS)
    for row in rows:
        row.state = ResultSnapshot.State.SUPERSEDED
        row.superseded_at = now
        row.superseded_reason = reason
        row.save(update_fields=["state", "superseded_at", "superseded_reason"])


def hide_in_results(assessment: Assessment) -> None:
    """Make the medians of all snapshots anew after the threshold was raised.

    What people answered cannot have changed since collecting ended, only what may be shown of it.
    Must run in the transaction that has decided anew.
    """
    rows = list(ResultSnapshot.objects.filter(assessment=assessment))
    if not rows:
        return
    shown = released_answers(assessment, analysis(assessment, for_team=False))
    SnapshotMedian.objects.filter(snapshot__in=rows).delete()
    for row in rows:
        SnapshotMedian.objects.bulk_create(_medians(row, shown))


def freeze_missing() -> int:
    """Freeze what was agreed before results were frozen; how many. Safe to repeat."""
    waiting = (
        Assessment.objects.filter(state__in=(lifecycle.AGREED, lifecycle.CLOSED))
        .exclude(snapshots__state=ResultSnapshot.State.STANDS)
        .select_related("program")
    )
    made = 0
    for assessment in waiting.order_by("agreed_at"):
        if assessment.agreed_at is not None:
            actor = system_actor(assessment.program.organization_id)
            with transaction.atomic():
                row = freeze_result(assessment=assessment, frozen_by=None, now=assessment.agreed_at)
                audit.record(actor, "result.frozen", row, program_id=assessment.program_id)
            made += 1
    return made


def _ratings(row: ResultSnapshot, found: Iterable[PlacedRating]) -> Iterable[SnapshotRating]:
    for position, placed in enumerate(found):
        each = placed.rating
        yield SnapshotRating(
            snapshot=row,
            position=position,
            kind=each.kind.value,
            node_id=placed.node_id,
            area_id=placed.area_id,
            code=each.code,
            area_code=each.area,
            title=each.title,
            dimension=each.dimension,
            lower=each.rating.lower if each.rating else None,
            upper=each.rating.upper if each.rating else None,
            absence=each.absence.value if each.absence else "",
            reason=each.reason,
        )


def _medians(row: ResultSnapshot, found: Iterable[PooledAnswers]) -> Iterable[SnapshotMedian]:
    for position, each in enumerate(found):
        places = each.scale.answers.values.index
        low, high = each.found.median_low, each.found.median_high
        if low is None or high is None:
            continue
        yield SnapshotMedian(
            snapshot=row,
            position=position,
            node_id=each.area.id,
            code=each.area.code,
            title=each.area.title,
            is_whole=each.unit is None,
            unit=each.unit or "",
            labels=list(each.scale.labels),
            distribution=list(each.found.distribution),
            questions=each.questions,
            lower=places(low),
            upper=places(high),
        )
