"""Frozen ratings: keys, absences, and a checksum that notices every change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.comparison import Trend, comparison, unchanged
from assessments.rules.frozen import FrozenRating, Kind, checksum_of, key_of, snapshot_of
from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence, Rated

MIRRORED = {Trend.HIGHER: Trend.LOWER, Trend.LOWER: Trend.HIGHER}
ranges = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda ends: LevelRange(*sorted(ends)))
ratings = st.one_of(ranges, st.sampled_from(Absence))
results = st.dictionaries(st.sampled_from("ABCDEF"), ratings, max_size=6)


def frozen(code, value, **more):
    rating, absence = (value, None) if isinstance(value, LevelRange) else (None, value)
    return FrozenRating(Kind.AREA, code, f"Title of {code}", rating, absence, **more)


def read(found):
    return snapshot_of(frozen(code, value) for code, value in found.items())


def test_keys_name_the_area_of_what_the_model_has_once():
    assert key_of("SG1") == "SG1"
    assert key_of("GG2", "CM") == "CM/GG2"
    assert frozen("GG2", LevelRange.of(1), area="CM", dimension="TECH").key == "CM/GG2|TECH"


def test_rows_are_read_with_the_reason_why_a_rating_is_missing():
    found = read({"A": LevelRange(1, 2), "B": Absence.NOT_RATED, "C": Absence.NOT_APPLICABLE})
    assert found.of("A") == Rated("A", LevelRange(1, 2))
    assert found.of("B").absence is Absence.NOT_RATED
    assert found.of("C").absence is Absence.NOT_APPLICABLE
    assert read({"D": Absence.OUT_OF_SCOPE}).of("D").absence is Absence.OUT_OF_SCOPE


def test_a_row_is_either_rated_or_absent():
    with pytest.raises(ValueError, match="either rated or absent"):
        FrozenRating(Kind.AREA, "A", "A")
    with pytest.raises(ValueError, match="either rated or absent"):
        FrozenRating(Kind.AREA, "A", "A", LevelRange.of(1), Absence.NOT_RATED)


@pytest.mark.parametrize(
    "change",
    [
        {"rating": LevelRange(1, 2)},
        {"reason": "Else"},
        {"title": "Else"},
        {"code": "B"},
        {"area": "CM"},
        {"dimension": "TECH"},
        {"kind": Kind.GOAL},
        {"rating": None, "absence": Absence.NOT_RATED},
    ],
)
def test_the_checksum_notices_every_change(change):
    row = frozen("A", LevelRange.of(1), reason="Seen")
    assert checksum_of([row]) == checksum_of([replace(row)])
    assert checksum_of([row]) != checksum_of([replace(row, **change)])
    assert checksum_of([row]) != checksum_of([row, row])


@given(results)
def test_a_result_compared_with_itself_is_the_same(found):
    codes = sorted(found)
    for row in comparison(read(found), read(found), unchanged(codes)).rows:
        is_rated = isinstance(found[row.lineage.before[0]], LevelRange)
        assert row.trend is Trend.SAME if is_rated else not row.trend.is_told


@given(results, results)
def test_turning_round_mirrors(before, after):
    codes = sorted({*before, *after})
    there = comparison(read(before), read(after), unchanged(codes))
    back = comparison(read(after), read(before), unchanged(codes))
    for one, other in zip(there.rows, back.rows, strict=True):
        assert (one.before, one.after) == (other.after, other.before)
        assert other.trend is MIRRORED.get(one.trend, one.trend)
