"""Who has answered (not what), response rates, and the exact count behind the tallies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Assessment,
    OptOut,
    Participant,
    PersonalLink,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.queries.additions import open_additions
from assessments.rules.answer_kinds import NOT_ASKED_MARK
from assessments.rules.audience import Roles, is_put_to
from assessments.rules.progress import Progress, Stage, stage
from assessments.rules.response_rate import Case, Event, Rates, disposition, rates, rates_by
from cip.db.paging import sorted_rows
from cip.kernel.texts import natural_key

# Who has submitted: by the response, or where nothing ties one to the person, by the day.
HAS_SUBMITTED = Q(responded_on__isnull=False) | Q(responses__state=Response.State.SUBMITTED)

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
    role: str
    event: str
    has_account: bool
    has_link: bool
    invited_at: datetime | None
    revoked_at: datetime | None
    stage: Stage
    progress: Progress
    last_saved_at: datetime | None
    submitted_at: datetime | None
    responded_on: date | None
    has_opted_out: bool
    has_new_questions: bool

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

    @property
    def event_label(self) -> str:
        """What is known besides, in words."""
        return str(Participant.Event(self.event).label) if self.event else ""


@dataclass(frozen=True)
class UnitRates:
    """One unit; counts of people and no answers, so that it stands below the threshold, too."""

    unit: str
    rates: Rates

    @property
    def percent(self) -> int | None:
        """Response Rate 1 in whole percent."""
        return percent(self.rates.rr1)


@dataclass(frozen=True)
class Collection:
    """The progress table with its rates; withdrawn people stand in the table and count nowhere."""

    rows: tuple[ParticipantRow, ...]
    rates: Rates
    units: tuple[UnitRates, ...]


def percent(share: Fraction | None) -> int | None:
    """A share in whole percent; None stays None."""
    return None if share is None else round(float(share) * 100)


Totals = list[tuple[Roles, int]]


def question_totals(assessment: Assessment) -> Totals:
    """Questions of the newest questionnaire by the roles they are put to; none before opening."""
    newest = Questionnaire.objects.filter(assessment=assessment).order_by("-number")
    rows = QuestionnaireItem.objects.filter(questionnaire=newest.values("pk")[:1])
    counts = rows.values_list("roles").annotate(n=Count("pk")).order_by()
    return [(tuple(roles), n) for roles, n in counts]


def collection(assessment: Assessment) -> Collection:
    """All participants by name, and response rates (two queries).

    In an anonymous assessment how much somebody has answered is not told: it would stay
    recognizable in the response afterwards.
    """
    is_anonymous = assessment.mode == Assessment.Mode.ANONYMOUS
    totals = [] if is_anonymous else question_totals(assessment)
    stopped = OptOut.objects.filter(
        organization_id=assessment.program.organization_id, email__iexact=OuterRef("email")
    )
    rows = (
        Participant.objects.filter(assessment=assessment)
        .annotate(
            has_link=Exists(PersonalLink.objects.filter(participant=OuterRef("pk"))),
            has_opted_out=Exists(stopped),
            whole=FilteredRelation("responses", condition=Q(responses__asked_after=0)),
            answered_more=_answered_more(),
            has_new_questions=Exists(open_additions(OuterRef("pk"))),
        )
        .order_by("name", "pk")
    )
    found = tuple(
        _row(values, totals, is_anonymous=is_anonymous) for values in rows.values(*_SHOWN)
    )
    people = sorted(
        ((row.unit, disposition(_case(row))) for row in found),
        key=lambda one: natural_key(one[0].casefold()),
    )
    units = tuple(UnitRates(unit, one) for unit, one in rates_by(people).items() if one.asked)
    return Collection(found, rates(kind for _unit, kind in people), units)


def _case(row: ParticipantRow) -> Case:
    event = Event.WITHDRAWN if row.revoked_at else Event(row.event) if row.event else None
    return Case(row.stage, row.progress.answered, row.progress.total, event)


PARTICIPANT_ORDERS: dict[str, Callable[[ParticipantRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "unit": lambda row: natural_key(row.unit.casefold()) or None,
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
            {
                "questionnaire": questionnaire_id,
                "submitted": Response.State.SUBMITTED,
                "not_asked": NOT_ASKED_MARK,
            },
        )
        return list(cursor.fetchall())


# Stored answers are counted alone; what is missing up to the number of people was left blank.
# To pair every person with every question first would take five times as long. What belongs to
# other versions falls away after counting, when there is a row a choice and no longer one a person.
_WRONG = """
WITH counted AS (
    SELECT answer.item_id, answer.choice, count(*) AS n
      FROM assessments_answer AS answer
      JOIN assessments_response AS response ON response.id = answer.response_id
     WHERE response.questionnaire_id = %(questionnaire)s AND response.state = %(submitted)s
     GROUP BY 1, 2
), chosen AS (
    SELECT counted.item_id, counted.choice, counted.n
      FROM counted JOIN assessments_questionnaireitem AS item ON item.id = counted.item_id
     WHERE item.questionnaire_id = %(questionnaire)s AND counted.choice <> ''
), exact AS (
    SELECT item_id, choice, n FROM chosen WHERE choice <> %(not_asked)s
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


_SHOWN = (
    "pk",
    "name",
    "email",
    "unit",
    "role",
    "event",
    "user_id",
    "has_link",
    "has_opted_out",
    "invited_at",
    "revoked_at",
    "responded_on",
    "whole__state",
    "whole__answered_count",
    "whole__last_saved_at",
    "whole__submitted_at",
    "answered_more",
    "has_new_questions",
)


def _answered_more() -> Subquery:
    """How many new questions somebody has answered since submitting."""
    rows = Response.objects.filter(participant=OuterRef("pk"), asked_after__gt=0).order_by()
    return Subquery(
        rows.values("participant").annotate(n=Sum("answered_count")).values("n"),
        output_field=IntegerField(),
    )


def _row(values: dict[str, Any], totals: Totals, *, is_anonymous: bool) -> ParticipantRow:
    state = values["whole__state"]
    answered = (values["whole__answered_count"] or 0) + (values["answered_more"] or 0)
    total = sum(n for roles, n in totals if is_put_to(roles, values["role"]))
    has_submitted = values["responded_on"] is not None or state == Response.State.SUBMITTED
    return ParticipantRow(
        pk=values["pk"],
        name=values["name"],
        email=values["email"],
        unit=values["unit"],
        role=values["role"],
        event=values["event"],
        has_account=values["user_id"] is not None,
        has_link=values["has_link"],
        invited_at=values["invited_at"],
        revoked_at=values["revoked_at"],
        stage=stage(has_response=state is not None, is_submitted=has_submitted, answered=answered),
        progress=Progress(0 if is_anonymous else answered, total),
        last_saved_at=None if is_anonymous else values["whole__last_saved_at"],
        submitted_at=None if is_anonymous else values["whole__submitted_at"],
        responded_on=values["responded_on"],
        has_opted_out=values["has_opted_out"],
        has_new_questions=values["has_new_questions"],
    )
