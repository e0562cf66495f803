"""How urgent something is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cip.home.rules.agenda import Urgency, urgency
from cip.home.rules.next_step import Standing, Step, next_step

TODAY = date(2026, 11, 21)


@given(st.integers(-4000, 4000))
def test_urgency_follows_the_days_left(left: int) -> None:
    found = urgency(TODAY + timedelta(days=left), TODAY)
    assert found == (Urgency.OVERDUE if left < 0 else Urgency.WEEK if left < 7 else Urgency.LATER)


def test_without_a_day() -> None:
    assert urgency(None, TODAY) == Urgency.UNDATED


def test_next_step_is_the_first_that_is_missing() -> None:
    assert next_step(Standing(0, 0, 0, False)) == Step.ASSESS
    assert next_step(Standing(1, 0, 0, False)) == Step.MOBILIZE
    assert next_step(Standing(1, 1, 0, False)) == Step.PLAN
    assert next_step(Standing(1, 1, 1, False)) is None
    assert next_step(Standing(0, 0, 0, True)) == Step.GATE
    assert next_step(Standing(0, 0, 0, True, is_archived=True)) is None
