"""How urgent something is, by its day."""

from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Urgency(StrEnum):
    """In the order in which a person should look."""

    OVERDUE = "overdue"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


def urgency(due_on: date | None, today: date) -> Urgency:
    """Overdue before today, "week" within the next seven days, today included."""
    if due_on is None:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.WEEK if due_on < today + WEEK else Urgency.LATER
