"""When reminders are planned, and whom a mail reaches.

At most three, spaced, only to who has not submitted (questionnaire practice, section 6), or has
not answered yet what a later version asks besides: the gain
was 11, 4 and 2.5 points for the first, second and third, and people begin to opt out at the third.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST = 3
DAYS_BEFORE_CLOSING = (7, 3, 1)
NEW_QUESTIONS = 100  # rounds above it tell people of a version's new questions


class Skip(StrEnum):
    """Why somebody gets no mail in a round."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    NOT_OPEN = "not_open"
    NO_ADDRESS = "no_address"
    OPTED_OUT = "opted_out"
    LEFT = "left"
    DECLINED = "declined"
    UNABLE = "unable"
    BOUNCED = "bounced"


@dataclass(frozen=True)
class Recipient:
    """What decides whether somebody is written to."""

    has_address: bool
    is_open: bool = True
    has_submitted: bool = False
    is_asked_more: bool = False  # an addition waits for answers
    is_withdrawn: bool = False
    has_opted_out: bool = False
    event: str = ""


def reason_to_skip(recipient: Recipient) -> Skip | None:
    """Why this person gets no mail now; None when there is none."""
    checks = (
        (not recipient.is_open, Skip.NOT_OPEN),
        (recipient.has_submitted and not recipient.is_asked_more, Skip.SUBMITTED),
        (recipient.is_withdrawn, Skip.WITHDRAWN),
        (not recipient.has_address, Skip.NO_ADDRESS),
        (recipient.has_opted_out, Skip.OPTED_OUT),
    )
    found = next((reason for holds, reason in checks if holds), None)
    if found is None and recipient.event:
        return Skip(recipient.event)
    return found


def round_of_version(version: int) -> int:
    """The round that tells those who have submitted of the new questions of a version."""
    return NEW_QUESTIONS + version


def version_told(number: int) -> int:
    """The version whose new questions a round is about; 0 for invitation and reminders."""
    return max(0, number - NEW_QUESTIONS)


def default_days(opened_on: date, closes_on: date | None) -> list[date]:
    """A week, three days and one day before closing, as far as they lie two days after opening."""
    if closes_on is None:
        return []
    days = [closes_on - timedelta(days=before) for before in DAYS_BEFORE_CLOSING]
    return [day for day in days if day >= opened_on + timedelta(days=2)]


def problems_in_days(days: Sequence[date], *, today: date, closes_on: date | None) -> list[str]:
    """What is wrong with the planned days of rounds still to come."""
    found = []
    if len(days) > MOST:
        found.append("At most three reminders can be planned.")
    if len(set(days)) != len(days):
        found.append("Two reminders stand on the same day.")
    if any(day < today for day in days):
        found.append("A reminder cannot be planned in the past.")
    if closes_on is not None and any(day > closes_on for day in days):
        found.append("A reminder after the day of closing comes too late.")
    return found
