"""The one place that reads the clock; services receive the time as a value."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The current moment, timezone-aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in UTC."""
    return now().date()
