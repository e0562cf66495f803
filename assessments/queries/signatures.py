"""Who signed the ratings, and whether what they signed still stands."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from assessments.models import Assessment, RatingSignature
from assessments.queries.appraisal_rows import AppraisalRows, appraisal_rows
from assessments.queries.appraised_model import Scopes, scopes_of
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
    rows, scopes = appraisal_rows([assessment]), scopes_of([assessment])
    return signatures_of([assessment], rows, scopes)[assessment.pk]


def signatures_of(
    assessments: Sequence[Assessment], rows: AppraisalRows, scopes: Scopes
) -> dict[UUID, Signatures]:
    """The same for many; two queries beside rows and scopes."""
    contents = {row.pk: _content_of(row.pk, rows, scopes) for row in assessments}
    signed: dict[UUID, dict[UUID, RatingSignature]] = {row.pk: {} for row in assessments}
    for each in RatingSignature.objects.filter(assessment__in=assessments):
        signed[each.assessment_id][each.user_id] = each
    wanted = {
        row.pk: {*contents[row.pk].people, *signed[row.pk], row.lead_id} for row in assessments
    }
    people = list(User.objects.filter(pk__in=set().union(*wanted.values())).order_by("name"))
    return {
        pk: Signatures(
            rows=tuple(
                _row(person, signed[pk].get(person.pk), content.checksum)
                for person in people
                if person.pk in wanted[pk]
            ),
            is_rated=content.is_rated,
            checksum=content.checksum,
        )
        for pk, content in contents.items()
    }


def content_checksum(assessment: Assessment) -> str:
    """SHA-256 of what a signature agrees to: scope, values with notes, ratings with reasons."""
    rows, scopes = appraisal_rows([assessment]), scopes_of([assessment])
    return _content_of(assessment.pk, rows, scopes).checksum


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


def _content_of(pk: UUID, rows: AppraisalRows, scopes: Scopes) -> _Content:
    cells = [row for row in rows.characterizations[pk] if row.value or row.note]
    ratings = rows.ratings[pk]
    scope = scopes[pk].values()
    plain = [
        _plain((row.node_id, row.is_applicable, row.reason) for row in scope),
        _plain((r.area_id, r.practice_id, r.instance_id, r.value, r.note) for r in cells),
        _plain((r.node_id, r.area_id, r.value, r.reason) for r in ratings),
    ]
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return _Content(
        checksum=sha256(written.encode()).hexdigest(),
        is_rated=bool(ratings),
        people=frozenset(r.recorded_by_id for r in cells)
        | frozenset(r.recorded_by_id for r in ratings),
    )


def _plain(rows: Iterable[tuple[object, ...]]) -> list[list[str]]:
    return sorted([str(part) for part in row] for row in rows)
