"""Who signed the ratings, and whether what they signed still stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from assessments.models import AgreedRating, Assessment, Characterization, RatingSignature, Scope
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
    checksum = _checksum(content)
    signed = {
        row.user_id: row
        for row in RatingSignature.objects.filter(assessment=assessment).select_related("user")
    }
    recorders = {
        *AgreedRating.objects.filter(assessment=assessment).values_list("recorded_by", flat=True),
        *Characterization.objects.filter(assessment=assessment)
        .values_list("recorded_by", flat=True)
        .distinct(),
    }
    people = User.objects.filter(pk__in={*recorders, *signed, assessment.lead_id})
    return Signatures(
        rows=tuple(
            _row(person, signed.get(person.pk), checksum) for person in people.order_by("name")
        ),
        is_rated=bool(content["ratings"]),
        checksum=checksum,
    )


def content_checksum(assessment: Assessment) -> str:
    """SHA-256 of what a signature agrees to: scope, values with notes, ratings with reasons."""
    return _checksum(_content(assessment))


def _row(person: User, signature: RatingSignature | None, checksum: str) -> SignatureRow:
    return SignatureRow(
        user_id=person.pk,
        name=str(person),
        signed_at=signature.signed_at if signature else None,
        is_current=signature is not None and signature.checksum == checksum,
    )


def _content(assessment: Assessment) -> dict[str, list[list[str]]]:
    scope = Scope.objects.filter(assessment=assessment)
    values = Characterization.objects.filter(assessment=assessment).exclude(value="", note="")
    ratings = AgreedRating.objects.filter(assessment=assessment)
    return {
        "scope": _plain(scope.values_list("node_id", "is_applicable", "reason")),
        "values": _plain(
            values.values_list("area_id", "practice_id", "instance_id", "value", "note")
        ),
        "ratings": _plain(ratings.values_list("node_id", "area_id", "value", "reason")),
    }


def _plain(rows: Iterable[tuple[object, ...]]) -> list[list[str]]:
    return sorted([str(part) for part in row] for row in rows)


def _checksum(content: dict[str, list[list[str]]]) -> str:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
