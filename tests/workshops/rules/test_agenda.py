"""The agenda's clock and order; no database."""

from datetime import time
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.rules.agenda import (
    added,
    agenda_clock,
    placed,
    regrouped,
    section_numbers,
    stepped,
)

ORDER = [(1, "A"), (2, "A"), (3, "B"), (4, "C"), (5, "C")]


def test_clock_runs_through_the_items() -> None:
    clock = agenda_clock([30, 45, 15], available_minutes=60, starts_at=time(9, 30))
    assert clock.starts == (time(9, 30), time(10, 0), time(10, 45))
    assert (clock.ends_at, clock.total_minutes) == (time(11, 0), 90)
    assert (clock.left_minutes, clock.overrun_minutes) == (-30, 30)


def test_clock_without_start_has_no_times() -> None:
    clock = agenda_clock([30], available_minutes=60, starts_at=None)
    assert (clock.starts, clock.ends_at) == ((), None)
    assert (clock.left_minutes, clock.overrun_minutes) == (30, 0)


@pytest.mark.parametrize(
    ("index", "step", "expected"),
    [
        (1, -1, [(2, "A"), (1, "A"), *ORDER[2:]]),
        (0, -1, ORDER),
        (4, 1, ORDER),
        (1, 1, [(1, "A"), (2, "B"), *ORDER[2:]]),  # joins the next section
        (3, -1, [*ORDER[:3], (4, "B"), (5, "C")]),  # joins the former section
        (2, -1, [(3, "B"), (1, "A"), (2, "A"), *ORDER[3:]]),  # alone: takes its section along
        (2, 1, [(1, "A"), (2, "A"), (4, "C"), (5, "C"), (3, "B")]),
    ],
)
def test_step(index, step, expected) -> None:
    assert stepped(ORDER, index, step) == expected


@pytest.mark.parametrize(
    ("index", "to", "expected"),
    [
        (0, 1, [(2, "A"), (1, "A"), *ORDER[2:]]),
        (0, 99, [(2, "A"), (3, "B"), (4, "C"), (5, "C"), (1, "C")]),
        (4, 0, [(5, "A"), *ORDER[:4]]),
        (2, 0, [(3, "B"), (1, "A"), (2, "A"), (4, "C"), (5, "C")]),  # keeps its own section
        (2, 1, [(1, "A"), (3, "A"), (2, "A"), (4, "C"), (5, "C")]),  # inside another: joins it
        (2, 2, ORDER),
    ],
)
def test_place(index, to, expected) -> None:
    assert placed(ORDER, index, to) == expected


def test_added_stands_at_the_end_of_its_section_or_last() -> None:
    assert added(ORDER, 9, "A") == [*ORDER[:2], (9, "A"), *ORDER[2:]]
    assert added(ORDER, 9, "New") == [*ORDER, (9, "New")]


def test_regrouped_moves_to_the_end_of_the_section_or_opens_one() -> None:
    assert regrouped(ORDER, 0, "C") == [(2, "A"), (3, "B"), (4, "C"), (5, "C"), (1, "C")]
    assert regrouped(ORDER, 0, "New") == [(2, "A"), (1, "New"), *ORDER[2:]]
    assert regrouped(ORDER, 2, "New") == [*ORDER[:2], (3, "New"), *ORDER[3:]]
    assert regrouped(ORDER, 0, "A") == ORDER


def test_sections_are_numbered_in_the_order_in_which_they_stand() -> None:
    assert section_numbers(ORDER) == [1, 1, 2, 3, 3]
    assert section_numbers([]) == []


orders = st.lists(st.integers(1, 4), max_size=5).map(
    lambda sizes: [
        (f"{section}.{n}", f"S{section}") for section, size in enumerate(sizes) for n in range(size)
    ]
)


def in_one_piece(order) -> bool:
    titles = [title for title, _items in groupby(order, key=lambda entry: entry[1])]
    return len(titles) == len(set(titles))


@given(orders.filter(bool), st.data())
def test_no_move_loses_an_item_or_tears_a_section(order, data) -> None:
    index = data.draw(st.integers(0, len(order) - 1))
    for after in (
        stepped(order, index, data.draw(st.sampled_from([-1, 1]))),
        placed(order, index, data.draw(st.integers(-2, len(order) + 2))),
        regrouped(order, index, data.draw(st.sampled_from(["S0", "S1", "new"]))),
    ):
        assert sorted(key for key, _title in after) == sorted(key for key, _title in order)
        assert in_one_piece(after)


@given(orders.filter(bool), st.data())
def test_a_step_can_be_taken_back_inside_a_section(order, data) -> None:
    index = data.draw(st.integers(0, len(order) - 1))
    after = stepped(order, index, 1)
    if index + 1 < len(order) and order[index][1] == order[index + 1][1]:
        assert stepped(after, index + 1, -1) == order
