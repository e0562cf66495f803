"""The outbox of questionnaire mails: one row per participant and round, claimed before sending.

A mail leaves at most once per round. The claim is committed before the mail server is asked; who
is killed in between leaves the row at "sending", which nobody claims again. Two workers never claim
the same row (SKIP LOCKED), and a round's rows exist once (unique), however often it is started.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from assessments.models import Assessment, Dispatch, OptOut, Participant, Reminder
from assessments.queries.additions import open_additions
from assessments.queries.letters import Letter, kind_of, letter, opt_out_url, words_of
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules import lifecycle
from assessments.rules.reminders import (
    Recipient,
    reason_to_skip,
    round_of_version,
)
from assessments.services.invitations import LINK_LIFETIME, another_link, link_url
from cip.access.actor import Actor, ActorKind
from cip.audit import services as audit
from cip.jobs.services import PATIENT, enqueue

JOB = "questionnaire_mail"
INVITATION = 0
PAUSE = timedelta(minutes=1)  # a second press within it sends nothing more
Reply = tuple[int, bytes | str]  # of the mail server
JUST_INVITED = timedelta(hours=20)  # nobody is reminded on the day of the mail before


@dataclass(frozen=True)
class Claimed:
    """A mail that this worker alone may send, and only now."""

    dispatch_id: UUID
    claimed_at: datetime
    letter: Letter
    opt_out: str


def queue_invitations(
    assessment: Assessment, participants: Sequence[Participant], now: datetime
) -> None:
    """Put invitations into the outbox and set `invited_at` on the rows (not saved).

    Runs in the caller's transaction. Inviting again makes the same row wait again, unless it left
    within the last minute.
    """
    people = [row for row in participants if row.email]
    for row in people:
        row.invited_at = now
    _wait_again(people, INVITATION, now)
    _queue(people, INVITATION)


def queue_news(participants: Sequence[Participant], version: int) -> None:
    """Put the mails about a version's new questions into the outbox, in the caller's transaction.

    Who has no address, or wants no mail, finds the questions at the next visit.
    """
    _queue([row for row in participants if row.email], round_of_version(version))


def queue_news_again(participant: Participant, version: int, now: datetime) -> None:
    """The same for one person who was told before, unless the mail left within the last minute."""
    _wait_again([participant], round_of_version(version), now)
    _queue([participant], round_of_version(version))


def _wait_again(people: Sequence[Participant], number: int, now: datetime) -> None:
    rows = Dispatch.objects.filter(participant__in=people, number=number)
    rows.exclude(claimed_at__gt=now - PAUSE).update(
        state=Dispatch.State.WAITING, claimed_at=None, sent_at=None, problem=""
    )


def _queue(people: Sequence[Participant], number: int) -> None:
    if not people:
        return
    Dispatch.objects.bulk_create(
        [Dispatch(participant=row, number=number) for row in people],
        ignore_conflicts=True,
        batch_size=500,
    )
    enqueue(JOB, {"assessment": people[0].assessment_id}, max_attempts=PATIENT)


def queue_reminder(reminder: Reminder, at: datetime) -> None:
    """Have the round begin at that time; a round moved to another day has another job."""
    payload = {
        "assessment": reminder.assessment_id,
        "number": reminder.number,
        "on": reminder.planned_on,
    }
    key = f"reminder:{reminder.pk}:{reminder.planned_on}"
    enqueue(JOB, payload, run_after=at, dedupe_key=key, max_attempts=PATIENT)


@transaction.atomic
def begin_round(*, assessment_id: UUID, number: int, on: date, now: datetime) -> int:
    """Put the mails of a reminder into the outbox, once; how many.

    Does nothing when the round was moved, canceled or begun, or when answers are not collected.
    """
    rows = Reminder.objects.select_related("assessment__program__organization")
    reminder = (
        rows.select_for_update(of=("self",))
        .filter(assessment_id=assessment_id, number=number, planned_on=on, started_at=None)
        .first()
    )
    if reminder is None or reminder.assessment.state != lifecycle.COLLECTING:
        return 0
    people = _reached(reminder.assessment, now)
    Dispatch.objects.bulk_create(
        [Dispatch(participant=row, number=number) for row in people],
        ignore_conflicts=True,
        batch_size=500,
    )
    reminder.started_at = now
    reminder.save(update_fields=["started_at", "updated_at"])
    audit.record(
        _system(reminder.assessment),
        "reminder.started",
        reminder.assessment,
        program_id=reminder.assessment.program_id,
        changes={"number": number, "people": len(people)},
    )
    return len(people)


@transaction.atomic
def claim_next(*, assessment_id: UUID, now: datetime) -> Claimed | bool:
    """The next waiting mail, now this worker's own; True when it was skipped, False when none is.

    The link in the mail is made here and stands nowhere but in the mail.
    """
    dispatch = (
        Dispatch.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related(
            "participant__assessment__program__organization", "participant__assessment__lead"
        )
        .filter(participant__assessment_id=assessment_id, state=Dispatch.State.WAITING)
        .exclude(claimed_at__gt=now - PAUSE)  # the mail server has put it off
        .order_by("number", "pk")
        .first()
    )
    if dispatch is None:
        return False
    recipient = _recipient(dispatch)
    reason = reason_to_skip(recipient)
    if reason is not None:
        dispatch.state, dispatch.problem = Dispatch.State.SKIPPED, reason
        dispatch.save(update_fields=["state", "problem"])
        return True
    dispatch.state, dispatch.claimed_at = Dispatch.State.SENDING, now
    dispatch.save(update_fields=["state", "claimed_at"])
    participant = dispatch.participant
    opt_out = opt_out_url(dispatch)
    kind = kind_of(dispatch.number, is_asked_more=recipient.is_asked_more)
    words = words_of(participant.assessment, kind)
    written = letter(
        words,
        participant,
        link=_way_in(participant, now),
        opt_out=opt_out,
        expires_on=None if participant.user_id else (now + LINK_LIFETIME).date(),
    )
    return Claimed(dispatch.pk, now, written, opt_out)


def is_anything_waiting(assessment_id: UUID) -> bool:
    """Whether a mail of the assessment has yet to leave."""
    return Dispatch.objects.filter(
        participant__assessment_id=assessment_id, state=Dispatch.State.WAITING
    ).exists()


def deliver(*, claimed: Claimed, connection: Any, now: datetime) -> None:
    """Hand a claimed mail to the server, once, and write down how that went.

    It waits again when the server says that it did not take it but may do so later.
    Raises OSError when the connection broke: the rest of the outbox waits for the next attempt.
    """
    mine = Dispatch.objects.filter(pk=claimed.dispatch_id, state=Dispatch.State.SENDING)
    message = _message(claimed, connection)
    try:
        message.send()
    except OSError as error:  # what the mail server says is one, too
        replies = _replies(error)
        state = _state_after(error, replies)
        mine.update(state=state, problem=_said(replies) or str(error)[:500])
        if state == Dispatch.State.REFUSED:
            Participant.objects.filter(dispatches=claimed.dispatch_id, event="").update(
                event=Participant.Event.BOUNCED
            )
        if _is_over(error, replies):
            raise
    else:
        mine.update(state=Dispatch.State.SENT, sent_at=now)


def _message(claimed: Claimed, connection: Any) -> EmailMultiAlternatives:
    """Text and HTML; the headers let a mail program stop the mails with one click (RFC 8058)."""
    message = EmailMultiAlternatives(
        subject=claimed.letter.subject,
        body=claimed.letter.text,
        to=[claimed.letter.to],
        connection=connection,
        headers={
            "Message-ID": f"<{claimed.dispatch_id}.{claimed.claimed_at:%Y%m%d%H%M%S}@cip-platform>",
            "List-Unsubscribe": f"<{claimed.opt_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(claimed.letter.html, "text/html")
    return message


def _replies(error: OSError) -> list[Reply]:
    """What the mail server answered, if it did."""
    if isinstance(error, SMTPRecipientsRefused):
        return list(error.recipients.values())
    return [(error.smtp_code, error.smtp_error)] if isinstance(error, SMTPResponseException) else []


def _state_after(error: OSError, replies: Sequence[Reply]) -> str:
    """A reply between 400 and 499 says that the mail was not taken but may be later."""
    if replies and all(400 <= code < 500 for code, _text in replies):
        return Dispatch.State.WAITING
    is_refused = isinstance(error, SMTPRecipientsRefused)
    return Dispatch.State.REFUSED if is_refused else Dispatch.State.FAILED


def _is_over(error: OSError, replies: Sequence[Reply]) -> bool:
    """Whether this connection can carry no more mail; 421 is the server's goodbye."""
    if isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException):
        return True
    return any(code == 421 for code, _text in replies)


def _said(replies: Sequence[Reply]) -> str:
    words = [
        f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        for code, text in replies
    ]
    return "; ".join(words)[:500]


def _way_in(participant: Participant, now: datetime) -> str:
    """The page for who has an account, a link of its own for anybody else."""
    if participant.user_id is None:
        return link_url(another_link(participant, now))
    assessment = participant.assessment
    slug = assessment.program.organization.slug
    return settings.BASE_URL + reverse("assessments:fill", args=[slug, assessment.pk])


def _reached(assessment: Assessment, now: datetime) -> list[Participant]:
    """Who gets the reminder: has not submitted all that is asked, has an address, wants mail."""
    before = now - JUST_INVITED
    asked_more = open_additions(OuterRef("pk")).filter(started_at__lt=before)
    rows = _with_opt_out(
        Participant.objects.filter(
            ~HAS_SUBMITTED | Exists(asked_more),
            assessment=assessment,
            revoked_at=None,
            event="",
            invited_at__lt=before,
        ).exclude(email=""),
        assessment.program.organization_id,
    )
    return [row for row in rows if not row.opted_out]


def _recipient(dispatch: Dispatch) -> Recipient:
    """Whether the mail is still needed, as things stand at this moment."""
    participant = dispatch.participant
    row = (
        _with_opt_out(
            Participant.objects.filter(pk=participant.pk),
            participant.assessment.program.organization_id,
        )
        .annotate(
            submitted=Exists(Participant.objects.filter(HAS_SUBMITTED, pk=OuterRef("pk"))),
            is_asked_more=Exists(open_additions(OuterRef("pk"))),
        )
        .values("opted_out", "submitted", "is_asked_more")
        .get()
    )
    return Recipient(
        has_address=bool(participant.email),
        is_open=participant.assessment.state == lifecycle.COLLECTING,
        has_submitted=row["submitted"],
        is_asked_more=row["is_asked_more"],
        is_withdrawn=participant.revoked_at is not None,
        has_opted_out=row["opted_out"],
        event=participant.event,
    )


def _with_opt_out(rows: QuerySet[Participant], organization_id: UUID) -> QuerySet[Participant, Any]:
    stopped = OptOut.objects.filter(
        organization_id=organization_id, email__iexact=OuterRef("email")
    )
    return rows.annotate(opted_out=Exists(stopped))


def _system(assessment: Assessment) -> Actor:
    """Planned rounds begin by themselves."""
    organization = assessment.program.organization
    return Actor(
        kind=ActorKind.SYSTEM,
        label="Planned reminders",
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
    )
