"""Mail leaves through the job queue, never from a page."""

from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cip.jobs.models import Job
from cip.jobs.services import PATIENT, JobHandle, enqueue


def queue_mail(
    to: str, *, template: str, context: dict[str, Any], dedupe_key: str | None = None
) -> Job:
    """Queue one mail rendered from `templates/mail/<template>.txt` (first line: subject).

    Runs in the caller's transaction: no commit, no mail. With a `dedupe_key` it is sent once.
    """
    text = render_to_string(f"mail/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    payload = {"to": to, "subject": subject.strip(), "body": body.strip() + "\n"}
    return enqueue("mail", payload, dedupe_key=dedupe_key, max_attempts=PATIENT)


def send_mail_job(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Send a queued mail. The job is marked done in the transaction that wraps the sending."""
    with handle.finishing():
        message = EmailMultiAlternatives(
            subject=payload["subject"],
            body=payload["body"],
            to=[payload["to"]],
            headers={"Message-ID": _message_id(handle.job_id)},
        )
        message.send()
        # The text may hold a personal link; once it has left, it is not kept.
        Job.objects.filter(pk=handle.job_id).update(
            payload={"to": payload["to"], "subject": payload["subject"]}
        )


def _message_id(job_id: UUID) -> str:
    return f"<{job_id}@cip-platform>"
