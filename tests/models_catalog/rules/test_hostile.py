"""Whatever the bytes are: a document or problems, never an exception and nothing half built."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models_catalog.rules.reading import read_document
from models_catalog.rules.writing import plain_document
from tests.models_catalog.rules.test_writing import SMALL, WRITTEN

_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "A", "area", "maturity", "answers", "needs", "x\ny"]),
    st.just([]),
    st.just({}),
    st.just([1, [2], {"code": [3]}]),
    st.just({"code": {"code": 1}, "children": 7, "links": [None], "levels": [[]]}),
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a plain value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(deeper for key, each in inner for deeper in paths(each, (*path, key)))]


PLAIN = plain_document(SMALL)
PATHS = paths(PLAIN)[1:]


@given(st.lists(st.tuples(st.sampled_from(PATHS), _JUNK), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_any_part_replaced_by_junk(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    broken = copy.deepcopy(PLAIN)
    for path, junk in changes:
        replace_at(broken, path, copy.deepcopy(junk))
    reading = read_document(json.dumps(broken).encode())
    assert (reading.document is None) == bool(reading.problems)
    assert all(
        problem.line >= 1 and problem.column >= 1 and problem.message
        for problem in reading.problems
    )


def replace_at(value: Any, path: tuple[Any, ...], junk: Any) -> None:
    """Put junk at a path; nothing happens when an earlier change took the path away."""
    for step in path[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, dict | list) and (
        isinstance(value, dict) or path[-1] in range(len(value))
    ):
        value[path[-1]] = junk


@given(
    st.integers(0, len(WRITTEN) - 1),
    st.integers(0, 40),
    st.text("\t\n :-[]{}&*!|>'\"%@`#,?\x00aé", max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_any_piece_cut_out_and_replaced(start: int, length: int, instead: str) -> None:
    reading = read_document((WRITTEN[:start] + instead + WRITTEN[start + length :]).encode())
    assert (reading.document is None) == bool(reading.problems)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    assert read_document(data).problems


def test_a_nul_in_a_key_and_a_very_long_number() -> None:
    assert read_document(b'"a\\0b": 1').document is None
    digits = "9" * 5000
    problems = read_document(f"format: {digits}".encode()).problems
    assert any(problem.path == "format" for problem in problems)
