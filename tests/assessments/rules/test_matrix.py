"""The verdict about a practice, and the age of evidence."""

from datetime import date

import pytest

from assessments.rules.evidence import Piece
from assessments.rules.matrix import age_in_months, is_stale, verdict

YES = Piece("questionnaire", "", True)
NO = Piece("questionnaire", "", False)
SHOWN = Piece("document", "plan", True)
TOLD = Piece("interview", "one", False)
TOLD_AGAIN = Piece("interview", "two", False)


@pytest.mark.parametrize(
    ("pieces", "state", "is_done", "is_only_claimed"),
    [
        ([], "no_evidence", None, False),
        ([YES], "single_source", True, True),
        ([NO], "single_source", False, False),
        ([YES, YES], "single_source", True, True),
        ([SHOWN], "single_source", True, False),
        ([YES, SHOWN], "corroborated", True, False),
        ([TOLD, TOLD], "single_source", False, False),
        ([TOLD, TOLD_AGAIN], "corroborated", False, False),
        ([YES, TOLD], "contradicted", None, False),
        ([YES, NO], "single_source", None, False),
        ([YES, NO, TOLD], "contradicted", None, False),
        ([YES, SHOWN, TOLD], "contradicted", None, False),
    ],
)
def test_verdict(pieces, state, is_done, is_only_claimed):
    for order in (pieces, pieces[::-1]):
        found = verdict(order)
        assert (found.state, found.is_done, found.is_only_claimed) == (
            state,
            is_done,
            is_only_claimed,
        )


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 3, 31), 0),
        (date(2026, 3, 30), 0),
        (date(2026, 2, 28), 1),
        (date(2026, 2, 1), 1),
        (date(2025, 4, 1), 11),
        (date(2025, 3, 30), 12),
        (date(2027, 1, 1), 0),
    ],
)
def test_age_counts_whole_months(day, months):
    assert age_in_months(day, date(2026, 3, 30)) == months


def test_stale_from_the_month_on():
    today = date(2026, 3, 30)
    assert is_stale(date(2025, 3, 30), today, months=12)
    assert not is_stale(date(2025, 3, 31), today, months=12)
