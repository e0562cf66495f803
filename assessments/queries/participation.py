"""How many people were asked and handed in: counts of people, never answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.models import Assessment, Participant
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules.disclosure import named_units
from cip.kernel.texts import natural_key

OTHER_UNITS = ""  # the row that holds all units too small to be shown


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
        """Share of people asked who handed in, 0..1; None when nobody was asked."""
        return self.submitted / self.invited if self.invited else None


def participation(assessment: Assessment) -> Participation:
    """Counts of people, in one query; small units are put together into one row."""
    rows = list(
        Participant.objects.filter(assessment=assessment)
        .filter(Q(revoked_at__isnull=True) | HAS_SUBMITTED)
        .values("unit")
        .annotate(
            invited=Count("pk", distinct=True),
            started=Count("pk", filter=HAS_SUBMITTED | Q(responses__isnull=False), distinct=True),
            submitted=Count("pk", filter=HAS_SUBMITTED, distinct=True),
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


def _units(
    invited: Mapping[str, int], handed_in: Mapping[str, int], threshold: int
) -> tuple[UnitCount, ...]:
    """Units by name; small ones, and those that would give them away, are put together."""
    if set(invited) <= {""}:
        return ()
    named = sorted(named_units(invited, threshold), key=natural_key)
    rows = [UnitCount(name, invited[name], handed_in[name]) for name in named]
    rest = [name for name in invited if name not in named]
    if rows and rest:
        rows.append(
            UnitCount(OTHER_UNITS, sum(invited[n] for n in rest), sum(handed_in[n] for n in rest))
        )
    return tuple(rows)
