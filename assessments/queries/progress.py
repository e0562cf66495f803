"""Who has answered (not what), response rates, and the exact count behind the tallies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Participant, Questionnaire, Response
from assessments.rules.progress import Progress, ResponseRate, Stage, response_rate, stage
from cip.db.paging import sorted_rows

STATE_LABELS = {
    "planned": _("Not invited yet"),
    Stage.INVITED.value: _("Invited"),
    Stage.OPENED.value: _("Opened"),
    Stage.ANSWERING.value: _("Answering"),
    Stage.SUBMITTED.value: _("Submitted"),
    "withdrawn": _("Withdrawn"),
}


@dataclass(frozen=True)
class ParticipantRow:
    """One person asked: how far, never what."""

    pk: UUID
    name: str
    email: str
    unit: str
    has_account: bool
    has_link: bool
    invited_at: datetime | None
    revoked_at: datetime | None
    stage: Stage
    progress: Progress
    last_saved_at: datetime | None
    submitted_at: datetime | None

    @property
    def state(self) -> str:
        """A key of STATE_LABELS."""
        if self.revoked_at is not None:
            return "withdrawn"
        if self.stage == Stage.INVITED and self.invited_at is None:
            return "planned"
        return self.stage.value

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATE_LABELS[self.state])


@dataclass(frozen=True)
class UnitRate:
    """Response rate of one unit; counts of people only, so it stands below the threshold, too."""

    unit: str
    rate: ResponseRate


@dataclass(frozen=True)
class Collection:
    """The progress table with its rates; withdrawn people stand in the table and count nowhere."""

    rows: tuple[ParticipantRow, ...]
    rate: ResponseRate
    units: tuple[UnitRate, ...]


def question_total(assessment: Assessment) -> int:
    """Questions of the newest questionnaire; 0 before it is opened."""
    newest = (
        Questionnaire.objects.filter(assessment=assessment)
        .annotate(n=Count("items"))
        .order_by("-number")
        .first()
    )
    return 0 if newest is None else newest.n


def collection(assessment: Assessment) -> Collection:
    """All participants by name, and response rates (two queries)."""
    total = question_total(assessment)
    rows = Participant.objects.filter(assessment=assessment).order_by("name", "pk")
    found = tuple(
        _row(values, total)
        for values in rows.values_list(
            "pk",
            "name",
            "email",
            "unit",
            "user_id",
            "secret_hash",
            "invited_at",
            "revoked_at",
            "responses__state",
            "responses__answered_count",
            "responses__last_saved_at",
            "responses__submitted_at",
        )
    )
    counted = [row for row in found if row.revoked_at is None]
    names = sorted({row.unit for row in counted}, key=str.lower)
    units = tuple(
        UnitRate(name, _rate([r for r in counted if r.unit == name], total)) for name in names
    )
    return Collection(found, _rate(counted, total), units)


PARTICIPANT_ORDERS: dict[str, Callable[[ParticipantRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "unit": lambda row: row.unit.casefold() or None,
    "state": lambda row: list(STATE_LABELS).index(row.state),
    "answered": lambda row: row.progress.answered,
}


def chosen_participants(
    rows: Iterable[ParticipantRow],
    *,
    search: str = "",
    unit: str = "",
    state: str = "",
    sort: str = "",
) -> list[ParticipantRow]:
    """The rows that fit, by name unless sorted."""
    words = search.casefold()
    found = [
        row
        for row in rows
        if (words in row.name.casefold() or words in row.email.casefold())
        and unit in ("", row.unit)
        and state in ("", row.state)
    ]
    return sorted_rows(found, sort, PARTICIPANT_ORDERS)


def wrong_tallies(questionnaire_id: UUID) -> list[tuple[UUID, str, int]]:
    """(item, choice, exact count) wherever the kept count differs; blank ones stand under "".

    The database compares, so that only what is wrong travels.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WRONG,
            {"questionnaire": questionnaire_id, "submitted": Response.State.SUBMITTED},
        )
        return list(cursor.fetchall())


# Stored answers are counted alone; what is missing up to the number of people was left blank.
# To pair every person with every question first would take five times as long.
_WRONG = """
WITH chosen AS (
    SELECT answer.item_id, answer.choice, count(*) AS n
      FROM assessments_answer AS answer
      JOIN assessments_response AS response ON response.id = answer.response_id
      JOIN assessments_questionnaireitem AS item
        ON item.id = answer.item_id AND item.questionnaire_id = response.questionnaire_id
     WHERE response.questionnaire_id = %(questionnaire)s AND response.state = %(submitted)s
       AND answer.choice <> ''
     GROUP BY 1, 2
), exact AS (
    SELECT item_id, choice, n FROM chosen
     UNION ALL
    SELECT item.id, '',
           (SELECT count(*) FROM assessments_response
             WHERE questionnaire_id = %(questionnaire)s AND state = %(submitted)s)
           - COALESCE(sum(chosen.n), 0)::bigint
      FROM assessments_questionnaireitem AS item LEFT JOIN chosen ON chosen.item_id = item.id
     WHERE item.questionnaire_id = %(questionnaire)s
     GROUP BY item.id
), kept AS (
    SELECT tally.item_id, tally.choice, tally.count AS n
      FROM assessments_itemtally AS tally
      JOIN assessments_questionnaireitem AS item ON item.id = tally.item_id
     WHERE item.questionnaire_id = %(questionnaire)s
)
SELECT item_id, choice, COALESCE(exact.n, 0)
  FROM exact FULL JOIN kept USING (item_id, choice)
 WHERE COALESCE(exact.n, 0) <> COALESCE(kept.n, 0)
"""


def _rate(rows: Sequence[ParticipantRow], total: int) -> ResponseRate:
    return response_rate(((row.stage, row.progress.answered) for row in rows), total)


def _row(values: tuple[Any, ...], total: int) -> ParticipantRow:
    (
        pk,
        name,
        email,
        unit,
        user_id,
        secret,
        invited,
        revoked,
        state,
        answered,
        saved,
        submitted,
    ) = values
    return ParticipantRow(
        pk=pk,
        name=name,
        email=email,
        unit=unit,
        has_account=user_id is not None,
        has_link=secret is not None,
        invited_at=invited,
        revoked_at=revoked,
        stage=stage(
            has_response=state is not None,
            is_submitted=state == Response.State.SUBMITTED,
            answered=answered or 0,
        ),
        progress=Progress(answered or 0, total),
        last_saved_at=saved,
        submitted_at=submitted,
    )
