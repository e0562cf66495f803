"""A mail server that writes mails into a directory and takes its time over each."""

from time import sleep
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class SlowBackend(EmailBackend):
    """Long enough to be killed between the mail and what is written down about it."""

    def send_messages(self, messages: Any) -> int | None:
        """One file for each connection, as the file backend does, then a pause."""
        sent = super().send_messages(messages)
        sleep(0.15)
        return sent
