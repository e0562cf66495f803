"""A real worker whose mails go into a directory, and reading them there."""

import email
import re
from collections.abc import Iterator
from email import policy
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.faults.conftest import Crew, broker, crew  # noqa: F401 - fixtures

PATIENCE = 30  # seconds


@pytest.fixture
def mailbox(live_server, crew: Crew, settings, tmp_path) -> Iterator[Path]:  # noqa: F811
    """Starts the worker; its mails arrive here."""
    settings.BASE_URL = live_server.url
    settings.LIVE_POLL_SECONDS = 1  # pages are served without streams here
    directory = tmp_path / "mail"
    directory.mkdir()
    crew.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.worker_settings",
        "MAIL_DIRECTORY": str(directory),
        "BASE_URL": live_server.url,
    }
    crew.start()
    yield directory
    crew.kill()


def link_for(mailbox: Path, address: str, within: str) -> str:
    """The first link with `within` in the newest mail to the address; waits for the mail."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        for file in sorted(mailbox.glob("*.log"), reverse=True):
            for raw in file.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(raw.strip(), policy=policy.default)
                if address not in str(message["To"]):
                    continue
                text = message.get_body(("plain",)).get_content()
                found = re.search(rf"https?://\S*{re.escape(within)}\S*", text)
                if found:
                    return found.group()
        sleep(0.1)
    raise AssertionError(f"no mail to {address} with a link to {within}")
