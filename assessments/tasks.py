"""Background work of this app: what the worker calls for a job row."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.mail import get_connection

from assessments.services import mailing
from cip.jobs.services import JobHandle
from cip.kernel import clock


class MailPutOff(Exception):
    """The mail server wants some mails later; the job is tried again."""


def send_questionnaire_mail(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Begin the round that the payload names, then send what waits in the assessment's outbox.

    A mail server that does not answer fails the attempt before anything is claimed; the job is
    tried again and what waits goes on waiting. So it is with mails that the server puts off.
    """
    assessment_id = UUID(payload["assessment"])
    if "number" in payload:
        mailing.begin_round(
            assessment_id=assessment_id,
            number=payload["number"],
            on=date.fromisoformat(payload["on"]),
            now=clock.now(),
        )
    connection = get_connection()
    connection.open()
    sent = 0
    try:
        while claimed := mailing.claim_next(assessment_id=assessment_id, now=clock.now()):
            if isinstance(claimed, mailing.Claimed):
                mailing.deliver(claimed=claimed, connection=connection, now=clock.now())
                sent += 1
                handle.report_progress(0, str(sent))
    finally:
        connection.close()
    if mailing.is_anything_waiting(assessment_id):
        raise MailPutOff
    with handle.finishing():
        pass
