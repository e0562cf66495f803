"""allauth's door: sign-up only by invitation unless opened; mail through the job queue."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from cip.jobs.services import PATIENT, enqueue

INVITED_EMAIL = "invited_email"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up needs an invitation kept in the session, or SIGNUP_OPEN."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this visitor may make an account."""
        return settings.SIGNUP_OPEN or INVITED_EMAIL in request.session

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """An invited address is proved by its link."""
        invited = request.session.get(INVITED_EMAIL, "")
        return bool(invited) and invited.lower() == email.lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render now, send by the job queue: no page waits for a mail server."""
        message = self.render_mail(template_prefix, email, context)
        payload = {"to": email, "subject": message.subject, "body": str(message.body)}
        enqueue("mail", payload, max_attempts=PATIENT)
