"""Gates: in order, reopened from the last."""

from hypothesis import given
from hypothesis import strategies as st

from cip.programs.rules.gates import ActivityState, first_open, may_pass, may_reopen, open_points

GATES = st.lists(st.booleans(), min_size=1, max_size=6)


@given(GATES)
def test_at_most_one_gate_can_be_passed_and_it_is_the_first_open(passed: list[bool]) -> None:
    able = [n for n in range(len(passed)) if may_pass(passed, n)]
    assert able == ([] if all(passed) else [passed.index(False)])
    assert first_open(passed) == (able[0] if able else None)


@given(st.integers(0, 4))
def test_passing_and_reopening_undo_each_other(count: int) -> None:
    passed = [n < count for n in range(4)]
    able = [n for n in range(4) if may_reopen(passed, n)]
    assert able == ([count - 1] if count else [])


def test_open_points() -> None:
    activities = [
        ActivityState("1", "done", (("a", "delivered"), ("b", "draft"))),
        ActivityState("2", "skipped", (("c", "open"),)),
        ActivityState("3", "started", (("d", "delivered"),)),
        ActivityState("4", "open"),
    ]
    assert open_points(activities) == ("b", "3", "4")
    assert open_points([]) == ()
