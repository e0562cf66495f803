"""Reading the mails that a real worker sent into a directory."""

import email
import re
from email import policy
from pathlib import Path
from time import monotonic, sleep

PATIENCE = 30  # seconds


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
