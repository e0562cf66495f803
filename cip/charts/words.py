"""The few words and number forms that charts add themselves, translated by the caller."""

import datetime as dt
from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Words:
    """Translated words for all charts.

    Patterns use `str.format` fields: `share` {n} (a whole percentage), `quarter` and `week` {n},
    `month_year` {month} {y}, `date` {y} {m} {d}, `answers` {n}, `range` {low} {high}, `at_least`
    {level}, `at_most` {level}, `not_done` {done} {total}. `decimal` and `thousands` are the
    separators of `number`.
    """

    not_rated: str = "not rated"
    none: str = "–"
    not_applicable: str = "n/a"
    no_data: str = "Nothing to show yet"
    no_answers: str = "no answers"
    median: str = "median"
    today: str = "today"
    critical: str = "critical path"
    critical_yes: str = "yes"
    critical_no: str = "no"
    milestone: str = "milestone"
    dependency: str = "must finish before"
    continued: str = "(continued)"
    progress: str = "progress"
    item: str = "item"
    total: str = "total"
    level: str = "level"
    value: str = "value"
    lower: str = "at least"
    upper: str = "at most"
    target: str = "target"
    lane: str = "team"
    start: str = "start"
    end: str = "end"
    state: str = "state"
    after: str = "comes after"
    share: str = "{n} %"
    answers: str = "n = {n}"
    quarter: str = "Q{n}"
    week: str = "W{n}"
    month_year: str = "{month} {y}"
    date: str = "{y:04d}-{m:02d}-{d:02d}"
    range: str = "{low}–{high}"
    at_least: str = "at least {level}"
    at_most: str = "at most {level}"
    exactly: str = "exactly {level}"
    months: tuple[str, ...] = MONTHS
    decimal: str = "."
    thousands: str = ","

    def __post_init__(self) -> None:
        if len(self.months) != 12:
            raise ValueError(f"A year has twelve month names, not {len(self.months)}.")

    def number(self, value: float, decimals: int = 0) -> str:
        """`value` with `decimals` places, grouped by thousands; half goes to even."""
        shown = f"{value:,.{decimals}f}"
        return shown.translate({ord(","): self.thousands, ord("."): self.decimal})

    def percent(self, share: float) -> str:
        """A share of 0..1 as a whole percentage; only 0 shows as 0 and only 1 as 100."""
        whole = round(share * 100)
        if 0 < share < 1:
            whole = min(99, max(1, whole))
        return self.share.format(n=whole)

    def day(self, day: dt.date) -> str:
        """A date in the stated pattern."""
        return self.date.format(y=day.year, m=day.month, d=day.day)


ENGLISH = Words()
