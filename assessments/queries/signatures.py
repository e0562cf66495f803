"""Who signed the ratings, and whether what they signed still stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from assessments.models import (
    AgreedLevel,
    AgreedRating,
    Assessment,
    Characterization,
    RatingSignature,
    Scope,
)
from cip.accounts.models import User


@dataclass(frozen=True)
class SignatureRow:
    """One person of the team: signed, signed something that has changed since, or not yet."""

    user_id: UUID
    name: str
    signed_at: datetime | None
    is_current: bool

    @property
    def is_void(self) -> bool:
        """Whether the ratings have changed since."""
        return self.signed_at is not None and not self.is_current


@dataclass(frozen=True)
class Signatures:
    """The signatures of everybody who rated, led or signed, by name."""

    rows: tuple[SignatureRow, ...]
    is_rated: bool
    checksum: str

    @property
    def missing(self) -> tuple[SignatureRow, ...]:
        """Those whose agreement is not on record."""
        return tuple(row for row in self.rows if not row.is_current)

    @property
    def is_complete(self) -> bool:
        """Whether there are ratings and everybody agrees to them as they are."""
        return self.is_rated and not self.missing

    def has_signed(self, user_id: UUID | None) -> bool:
        """Whether this person has signed what stands now."""
        return any(row.user_id == user_id and row.is_current for row in self.rows)


def signatures(assessment: Assessment) -> Signatures:
    """Who has to sign: the lead, whoever recorded a rating or a value, and whoever signed."""
    content = _content(assessment)
    signed = {row.user_id: row for row in RatingSignature.objects.filter(assessment=assessment)}
    people = User.objects.filter(pk__in={*content.people, *signed, assessment.lead_id})
    return Signatures(
        rows=tuple(
            _row(person, signed.get(person.pk), content.checksum)
            for person in people.order_by("name")
        ),
        is_rated=content.is_rated,
        checksum=content.checksum,
    )


def content_checksum(assessment: Assessment) -> str:
    """SHA-256 of what a signature agrees to: scope, values with notes, ratings with reasons."""
    return _content(assessment).checksum


@dataclass(frozen=True)
class _Content:
    """What is signed, and who recorded it."""

    checksum: str
    is_rated: bool
    people: frozenset[UUID]


def _row(person: User, signature: RatingSignature | None, checksum: str) -> SignatureRow:
    return SignatureRow(
        user_id=person.pk,
        name=str(person),
        signed_at=signature.signed_at if signature else None,
        is_current=signature is not None and signature.checksum == checksum,
    )


def _content(assessment: Assessment) -> _Content:
    scope = Scope.objects.filter(assessment=assessment)
    values = list(
        Characterization.objects.filter(assessment=assessment)
        .exclude(value="", note="")
        .values_list("recorded_by_id", "area_id", "practice_id", "instance_id", "value", "note")
    )
    ratings = list(
        AgreedRating.objects.filter(assessment=assessment).values_list(
            "recorded_by_id", "node_id", "area_id", "value", "reason"
        )
    )
    levels = list(
        AgreedLevel.objects.filter(assessment=assessment).values_list(
            "recorded_by_id", "node_id", "dimension_id", "lower", "upper", "reason"
        )
    )
    plain = [
        _plain(scope.values_list("node_id", "is_applicable", "reason")),
        _plain(row[1:] for row in values),
        _plain(row[1:] for row in ratings),
        *([_plain(row[1:] for row in levels)] if levels else []),
    ]
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return _Content(
        checksum=sha256(written.encode()).hexdigest(),
        is_rated=bool(ratings or levels),
        people=frozenset(row[0] for row in values)
        | {row[0] for row in ratings}
        | {row[0] for row in levels},
    )


def _plain(rows: Iterable[tuple[object, ...]]) -> list[list[str]]:
    return sorted([str(part) for part in row] for row in rows)
