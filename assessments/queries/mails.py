"""The rounds of mail of an assessment and what became of each mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from assessments.models import Assessment, Dispatch, Participant, Reminder
from assessments.rules.reminders import version_told


@dataclass(frozen=True)
class Round:
    """The invitation (number 0), a reminder, or the mail about a version's new questions, with how
    many mails stand where.
    """

    number: int
    planned_on: date | None
    started_at: datetime | None
    waiting: int = 0
    sent: int = 0
    unclear: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def version(self) -> int:
        """The version whose new questions it tells of; 0 for the others."""
        return version_told(self.number)


@dataclass(frozen=True)
class SentMail:
    """One mail to one person."""

    number: int
    state: str
    state_label: str
    at: datetime | None
    problem: str

    @property
    def version(self) -> int:
        """The version whose new questions it tells of; 0 for the others."""
        return version_told(self.number)


def rounds(assessment: Assessment) -> list[Round]:
    """The invitation, all reminders, and mails about new questions, in order. Two queries."""
    states = Dispatch.State
    counted = {
        row["number"]: row
        for row in Dispatch.objects.filter(participant__assessment=assessment)
        .values("number")
        .annotate(
            waiting=Count("pk", filter=Q(state=states.WAITING)),
            sent=Count("pk", filter=Q(state=states.SENT)),
            unclear=Count("pk", filter=Q(state=states.SENDING)),
            failed=Count("pk", filter=Q(state__in=[states.REFUSED, states.FAILED])),
            skipped=Count("pk", filter=Q(state=states.SKIPPED)),
        )
        .order_by()
    }
    planned = Reminder.objects.filter(assessment=assessment).order_by("number")
    found = [_round(0, None, assessment.opened_at, counted)]
    found += [_round(r.number, r.planned_on, r.started_at, counted) for r in planned]
    return found + [_round(n, None, None, counted) for n in sorted(counted) if version_told(n)]


def mails_to(participant: Participant) -> list[SentMail]:
    """All mails of the rounds to one person. One query."""
    rows = Dispatch.objects.filter(participant=participant).order_by("number")
    return [
        SentMail(
            row.number,
            row.state,
            row.get_state_display(),
            row.sent_at or row.claimed_at,
            row.problem,
        )
        for row in rows
    ]


def _round(
    number: int, planned_on: date | None, started_at: datetime | None, counted: Mapping[int, Any]
) -> Round:
    counts = {name: n for name, n in counted.get(number, {}).items() if name != "number"}
    return Round(number, planned_on, started_at, **counts)
