"""Plan reminders, change the words of mails, keep who wants no more mail."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import MOST_REMINDERS, Assessment, Dispatch, MailText, OptOut, Reminder
from assessments.queries.letters import own_words
from assessments.rules.mail_text import problems_in
from assessments.rules.reminders import default_days, problems_in_days
from assessments.services.mailing import queue_reminder
from cip.access.actor import Actor, ActorKind
from cip.audit import services as audit
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite

SENT_AT = time(8, tzinfo=UTC)


@transaction.atomic
def plan_reminders(
    *, actor: Actor, assessment: Assessment, days: Sequence[date], now: datetime
) -> list[Reminder]:
    """Replace the reminders still to come; rounds that have begun stay and count as planned.

    InvalidInput under `days` names every problem at once.
    """
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_manage_participants(actor, locked)
    begun = list(Reminder.objects.filter(assessment=locked, started_at__isnull=False))
    problems = problems_in_days(days, today=now.date(), closes_on=locked.closes_on)
    if len(days) + len(begun) > MOST_REMINDERS:
        problems.append(_("At most three reminders are sent, those that have left included."))
    if problems:
        raise InvalidInput(fields={"days": list(dict.fromkeys(problems))})
    Reminder.objects.filter(assessment=locked, started_at=None).delete()
    planned = _planned(locked, sorted(days), first=len(begun) + 1)
    audit.record(
        actor,
        "reminders.planned",
        locked,
        program_id=locked.program_id,
        changes={"days": [str(day) for day in sorted(days)]},
    )
    return planned


def plan_default_reminders(assessment: Assessment, now: datetime) -> None:
    """At opening, when nobody planned any: counted back from the day of closing."""
    if not Reminder.objects.filter(assessment=assessment).exists():
        _planned(assessment, default_days(now.date(), assessment.closes_on), first=1)


@transaction.atomic
def edit_mail_text(
    *,
    actor: Actor,
    assessment: Assessment,
    kind: str,
    subject: str,
    body: str,
    expected_version: int,
) -> MailText:
    """Change the words of the invitation or the reminder; version 0 means ours.

    InvalidInput by field, StaleWrite with both texts.
    """
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_manage_participants(actor, locked)
    found = problems_in(subject, body)
    if kind not in MailText.Kind.values:
        found["kind"] = [_("Choose the invitation, the reminder, or the mail about new questions.")]
    if found:
        raise InvalidInput(fields=found)
    row = MailText.objects.filter(assessment=locked, kind=kind).first()
    stored = own_words(kind) if row is None else row
    if expected_version != (0 if row is None else row.version):
        raise StaleWrite(
            _("Somebody else changed this text in the meantime."),
            current_version=0 if row is None else row.version,
            conflicts=[
                FieldConflict(_("Subject"), stored.subject, subject),
                FieldConflict(_("Text"), stored.body, body),
            ],
        )
    if row is None:
        row = MailText(assessment=locked, kind=kind, version=0)
    row.subject, row.body, row.version = subject, body, row.version + 1
    row.save()
    audit.record(
        actor,
        "mail_text.edited",
        assessment,
        program_id=locked.program_id,
        changes={"kind": kind, "version": row.version},
    )
    return row


@transaction.atomic
def restore_mail_text(*, actor: Actor, assessment: Assessment, kind: str) -> None:
    """Go back to our words."""
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_manage_participants(actor, locked)
    gone, _rows = MailText.objects.filter(assessment=assessment, kind=kind).delete()
    if gone:
        audit.record(
            actor,
            "mail_text.restored",
            assessment,
            program_id=assessment.program_id,
            changes={"kind": kind},
        )


@transaction.atomic
def opt_out(*, dispatch: Dispatch) -> OptOut:
    """No more mail about questionnaires of this organization to the address; twice is once.

    Whoever holds the mail may: no sign-in, no question.
    """
    assessment = dispatch.participant.assessment
    organization, email = assessment.program.organization, dispatch.participant.email.lower()
    row, is_new = OptOut.objects.get_or_create(organization=organization, email=email)
    if is_new:
        audit.record(_recipient(dispatch), "mail.opted_out", assessment)
    return row


@transaction.atomic
def opt_in(*, dispatch: Dispatch) -> None:
    """Take it back."""
    assessment = dispatch.participant.assessment
    rows = OptOut.objects.filter(
        organization=assessment.program.organization,
        email__iexact=dispatch.participant.email,
    )
    gone, _rows = rows.delete()
    if gone:
        audit.record(_recipient(dispatch), "mail.opted_in", assessment)


def _recipient(dispatch: Dispatch) -> Actor:
    """Whoever holds the mail."""
    organization = dispatch.participant.assessment.program.organization
    return Actor(
        kind=ActorKind.LINK,
        label=dispatch.participant.email,
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
    )


def _planned(assessment: Assessment, days: Sequence[date], *, first: int) -> list[Reminder]:
    rows = Reminder.objects.bulk_create(
        Reminder(assessment=assessment, number=number, planned_on=day)
        for number, day in enumerate(days, start=first)
    )
    for row in rows:
        queue_reminder(row, datetime.combine(row.planned_on, SENT_AT))
    return rows
