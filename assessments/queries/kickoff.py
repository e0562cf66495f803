"""What everybody is told before an assessment begins."""

from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment, Interview, Participant, Reminder, Scope, Statement
from assessments.queries.drafting import draft_sheet
from assessments.queries.overview import question_count
from cip.access.permissions import Permission
from cip.access.roles import GRANTS, Role
from cip.accounts.models import Membership

KICK_OFF, FEEDBACK = "kickoff_held", "feedback_held"


@dataclass(frozen=True)
class AreaInScope:
    """What is looked at, in the model's words; `reason` where it does not apply."""

    title: str
    level: int | None
    text: str
    is_applicable: bool
    reason: str


@dataclass(frozen=True)
class Contact:
    """Somebody to ask."""

    name: str
    email: str


@dataclass(frozen=True)
class Kickoff:
    """Scope, days and people of an assessment, for everybody: nothing about who is asked.

    `minutes`: how long the questionnaire takes, estimated from its words.
    """

    areas: tuple[AreaInScope, ...]
    questions: int
    minutes: int
    participants: int
    interviews: int
    reminders: tuple[date, ...]
    kick_off_on: date | None
    feedback_on: date | None
    team: tuple[Contact, ...]


def kickoff(assessment: Assessment, *, today: date) -> Kickoff:
    """The number of queries does not grow with the scope."""
    days = dict(
        Statement.objects.filter(
            assessment=assessment, fact__in=[KICK_OFF, FEEDBACK], withdrawn_at__isnull=True
        ).values_list("fact", "happened_on")
    )
    asked = Participant.objects.filter(assessment=assessment, revoked_at__isnull=True)
    talks = Interview.objects.filter(assessment=assessment)
    reminders = Reminder.objects.filter(assessment=assessment).order_by("planned_on")
    return Kickoff(
        areas=tuple(_areas(assessment)),
        questions=question_count(assessment),
        minutes=draft_sheet(assessment).minutes,
        participants=asked.count(),
        interviews=talks.exclude(state=Interview.State.CANCELED).count(),
        reminders=tuple(reminders.values_list("planned_on", flat=True)),
        kick_off_on=days.get(KICK_OFF),
        feedback_on=days.get(FEEDBACK),
        team=_team(assessment, today),
    )


def _areas(assessment: Assessment) -> list[AreaInScope]:
    rows = Scope.objects.filter(assessment=assessment).select_related("node")
    return [
        AreaInScope(
            title=row.node.title,
            level=row.node.level,
            text=row.node.text,
            is_applicable=row.is_applicable,
            reason=row.reason,
        )
        for row in rows.order_by("node__position")
    ]


def _team(assessment: Assessment, today: date) -> tuple[Contact, ...]:
    """The lead first, then whoever else may rate, by name."""
    raters = [role.value for role in Role if Permission.RATE in GRANTS[role]]
    members = (
        Membership.objects.current(today)
        .filter(
            organization_id=assessment.program.organization_id,
            user__is_active=True,
            roles__overlap=raters,
        )
        .exclude(user_id__in=[assessment.lead_id, assessment.program.sponsor_id])
        .order_by("user__name")
    )
    lead = Contact(str(assessment.lead), assessment.lead.email)
    others = members.values_list("user__name", "user__email")
    return (lead, *(Contact(name or email, email) for name, email in others))
