"""What agreed levels of parts say about the whole: examples and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.agreed_levels import reach
from assessments.rules.ordinal import LevelRange

SCALE = LevelRange(1, 5)
ONE, TWO, THREE, FIVE = (LevelRange.of(n) for n in (1, 2, 3, 5))
WIDE = LevelRange(2, 3)


@pytest.mark.parametrize(
    ("parts", "bounds", "following", "blocking"),
    [
        ({}, None, None, ((), (), ())),
        ({"a": None}, None, None, ((), (), ("a",))),
        ({"a": TWO, "b": THREE}, (2, 2), 3, (("a",), (), ())),
        ({"a": TWO, "b": None}, (1, 2), 2, ((), (), ("b",))),
        ({"a": ONE, "b": None}, (1, 1), 2, (("a",), (), ("b",))),
        ({"a": WIDE, "b": THREE}, (2, 3), 3, ((), ("a",), ())),
        ({"a": FIVE, "b": FIVE}, (5, 5), None, ((), (), ())),
    ],
)
def test_reach_by_example(parts, bounds, following, blocking):
    found = reach(parts, SCALE)
    assert found.bounds == (bounds and LevelRange(*bounds))
    assert found.next == following
    assert (found.short, found.unsure, found.unrated) == blocking


def test_level_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="outside the scale"):
        reach({"a": LevelRange.of(6)}, SCALE)


LEVELS = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(
    lambda ends: LevelRange(min(ends), max(ends))
)
PARTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=1), LEVELS | st.none(), min_size=1)


@given(PARTS)
def test_order_of_parts_changes_no_bound(parts):
    turned = dict(reversed(parts.items()))
    assert reach(parts, SCALE).bounds == reach(turned, SCALE).bounds


@given(PARTS, LEVELS)
def test_one_more_part_never_raises_the_upper_bound(parts, level):
    before, after = reach(parts, SCALE).bounds, reach({**parts, "z": level}, SCALE).bounds
    if before is not None:
        assert after.upper <= before.upper
        assert after.lower <= before.lower


@given(PARTS, LEVELS)
def test_agreeing_on_a_part_never_widens_what_is_possible(parts, level):
    before = reach({**parts, "z": None}, SCALE).bounds
    after = reach({**parts, "z": level}, SCALE).bounds
    if before is not None:
        assert before.lower <= after.lower <= after.upper <= before.upper


@given(PARTS)
def test_next_level_is_blocked_by_whoever_is_not_surely_there(parts):
    found = reach(parts, SCALE)
    if found.next is not None:
        named = {*found.short, *found.unsure, *found.unrated}
        assert named == {k for k, v in parts.items() if v is None or v.lower < found.next}
