"""Two results side by side, over time, between units and across versions of a model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.comparison import (
    Fate,
    Lineage,
    Trend,
    comparison,
    lineages,
    trend_between,
    unchanged,
)
from assessments.rules.ordinal import LevelRange, Steps
from assessments.rules.snapshot import Absence, Rated, Snapshot
from models_catalog.rules.document import Kind, Model, ModelDocument, Node, Version
from models_catalog.rules.succession import succession

one = LevelRange.of


def snapshot(not_applicable=(), **ratings):
    """Ratings by code; a number is one level, a pair a range."""
    levels = {
        code: LevelRange(*value) if isinstance(value, tuple) else value and one(value)
        for code, value in ratings.items()
    }
    return Snapshot(levels, frozenset(not_applicable))


def test_snapshot_says_why_a_rating_is_missing():
    found = snapshot(A=2, B=None, not_applicable=["C"])
    assert found.of("A") == Rated("A", one(2))
    assert found.of("B") == Rated("B", absence=Absence.NOT_RATED)
    assert found.of("C") == Rated("C", absence=Absence.NOT_APPLICABLE)
    assert found.of("D") == Rated("D", absence=Absence.OUT_OF_SCOPE)


def test_unsatisfied_is_a_rating_and_not_a_missing_one():
    found = Snapshot({"A": one(0)})
    assert found.of("A") == Rated("A", one(0))


@pytest.mark.parametrize(
    ("before", "after", "trend", "steps"),
    [
        (2, 4, Trend.HIGHER, Steps(2, 2)),
        (4, 3, Trend.LOWER, Steps(-1, -1)),
        (3, 3, Trend.SAME, Steps(0, 0)),
        ((2, 3), (2, 3), Trend.SAME, Steps(-1, 1)),
        ((2, 3), 3, Trend.HIGHER, Steps(0, 1)),
        ((2, 4), 3, Trend.UNCLEAR, Steps(-1, 1)),
        (1, (1, 5), Trend.UNCLEAR, Steps(0, 4)),
        ((1, 5), 1, Trend.UNCLEAR, Steps(-4, 0)),
        (3, (2, 3), Trend.LOWER, Steps(-1, 0)),
        (3, (1, 2), Trend.LOWER, Steps(-2, -1)),
        (None, 3, Trend.UNKNOWN, None),
        (3, None, Trend.UNKNOWN, None),
        (None, None, Trend.UNKNOWN, None),
    ],
)
def test_trend_of_one_node(before, after, trend, steps):
    row = comparison(snapshot(A=before), snapshot(A=after), unchanged(["A"])).rows[0]
    assert (row.lineage.fate, row.trend, row.steps) == (Fate.KEPT, trend, steps)


def test_two_units_on_one_version():
    north = snapshot(CM=2, MA=3, WP=None, not_applicable=["SAM"])
    south = snapshot(CM=3, MA=1, WP=2, SAM=2)
    found = comparison(north, south, unchanged(["CM", "MA", "SAM", "WP", "DAR"]))
    assert [(row.before[0].code, row.trend) for row in found.rows] == [
        ("CM", Trend.HIGHER),
        ("MA", Trend.LOWER),
        ("SAM", Trend.UNKNOWN),
        ("WP", Trend.UNKNOWN),
        ("DAR", Trend.NOT_IN_SCOPE),
    ]
    assert found.rows[2].before[0].absence == Absence.NOT_APPLICABLE
    assert found.rows[4].after[0].absence == Absence.OUT_OF_SCOPE
    assert found.mapped == 5
    assert found.trends == {
        Trend.HIGHER: 1,
        Trend.LOWER: 1,
        Trend.SAME: 0,
        Trend.UNCLEAR: 0,
        Trend.UNKNOWN: 2,
        Trend.NOT_IN_SCOPE: 1,
    }


# IT-CMF, release 16 and the later list of 37: critical capabilities that changed, and one that
# stayed. The later list uses the codes PM and PPM for something else.
RELEASE_16 = ["AA", "ITG", "SRC", "SUM", "PPM", "PPP", "PM", "KAM", "RDE"]
LATER = ["AA", "GOV", "LDP", "SSM", "PGM", "PM", "PPM", "KM", "OCM", "DA"]
HEIRS = {
    "ITG": ("GOV", "LDP"),
    "SRC": ("SSM",),
    "SUM": ("SSM",),
    "PPM": ("PGM", "PM"),
    "PPP": ("PPM",),
    "PM": ("PPM",),
    "KAM": ("KM",),
}


def test_across_releases_of_it_cmf():
    before = snapshot(AA=2, ITG=2, SRC=3, SUM=2, PPM=2, PPP=1, PM=2, KAM=3, RDE=2)
    after = snapshot(AA=3, GOV=3, LDP=2, SSM=3, PGM=1, PM=3, PPM=2, KM=3, OCM=1)
    found = comparison(before, after, lineages(RELEASE_16, LATER, HEIRS))
    assert [
        (row.lineage.fate, row.lineage.before, row.lineage.after, row.trend) for row in found.rows
    ] == [
        (Fate.KEPT, ("AA",), ("AA",), Trend.HIGHER),
        (Fate.SPLIT, ("ITG",), ("GOV", "LDP"), Trend.HIGHER),
        (Fate.MERGED, ("SRC", "SUM"), ("SSM",), Trend.HIGHER),
        (Fate.SPLIT, ("PPM",), ("PGM", "PM"), Trend.UNCLEAR),
        (Fate.MERGED, ("PPP", "PM"), ("PPM",), Trend.HIGHER),
        (Fate.RENAMED, ("KAM",), ("KM",), Trend.SAME),
        (Fate.DROPPED, ("RDE",), (), Trend.UNKNOWN),
        (Fate.NEW, (), ("OCM",), Trend.UNKNOWN),
        (Fate.NEW, (), ("DA",), Trend.UNKNOWN),
    ]
    assert found.mapped == 2
    assert found.fates == {
        Fate.KEPT: 1,
        Fate.RENAMED: 1,
        Fate.SPLIT: 2,
        Fate.MERGED: 2,
        Fate.REARRANGED: 0,
        Fate.DROPPED: 1,
        Fate.NEW: 2,
    }
    assert [row.steps for row in found.rows if row.steps] == [Steps(1, 1), Steps(0, 0)]


def test_merged_into_a_node_that_stays_and_split_among_others():
    assert lineages(["A", "B"], ["A"], {"B": ("A",)}) == (Lineage(Fate.MERGED, ("A", "B"), ("A",)),)
    assert lineages(["A", "B"], ["A", "C"], {"B": ("A", "C")}) == (
        Lineage(Fate.REARRANGED, ("A", "B"), ("A", "C")),
    )


def test_altered_nodes_are_marked():
    account = lineages(["A", "B"], ["A", "C"], {"B": ("C",)}, altered={"C"})
    assert [(each.fate, each.is_altered) for each in account] == [
        (Fate.KEPT, False),
        (Fate.RENAMED, True),
    ]


def document(number, *nodes):
    model = Model("M", "A model", Kind.MATURITY)
    return ModelDocument(model, Version(number), nodes=nodes)


def test_account_follows_what_the_newer_document_says():
    old = document("1", *(Node(code, "area", code) for code in "ABCDE"))
    new = document(
        "2",
        Node("A", "area", "A"),
        Node("B1", "area", "B1", replaces=("B",)),
        Node("C1", "area", "C1", replaces=("C",)),
        Node("C2", "area", "C2", replaces=("C",)),
        Node("F", "area", "F", replaces=("D", "unheard-of")),
    )
    heirs = succession(old, new).heirs
    account = lineages(
        [node.code for node in old.walk()], [node.code for node in new.walk()], heirs
    )
    assert account == (
        Lineage(Fate.KEPT, ("A",), ("A",)),
        Lineage(Fate.RENAMED, ("B",), ("B1",)),
        Lineage(Fate.SPLIT, ("C",), ("C1", "C2")),
        Lineage(Fate.RENAMED, ("D",), ("F",)),
        Lineage(Fate.DROPPED, ("E",), ()),
    )


CODES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)
ALL_HEIRS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), unique=True).map(tuple)
)


@given(CODES, CODES, ALL_HEIRS)
def test_every_node_of_either_version_is_accounted_for_once(before, after, heirs):
    account = lineages(before, after, heirs)
    assert sorted(code for each in account for code in each.before) == sorted(before)
    assert sorted(code for each in account for code in each.after) == sorted(after)


@given(CODES, CODES, ALL_HEIRS)
def test_fates_say_how_many_became_how_many(before, after, heirs):
    shapes = {
        Fate.KEPT: lambda old, new: (old, new) == (1, 1),
        Fate.RENAMED: lambda old, new: (old, new) == (1, 1),
        Fate.SPLIT: lambda old, new: old == 1 and new > 1,
        Fate.MERGED: lambda old, new: old > 1 and new == 1,
        Fate.REARRANGED: lambda old, new: old > 1 and new > 1,
        Fate.DROPPED: lambda old, new: (old, new) == (1, 0),
        Fate.NEW: lambda old, new: (old, new) == (0, 1),
    }
    for each in lineages(before, after, heirs):
        assert shapes[each.fate](len(each.before), len(each.after))


RANGES = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: LevelRange(*sorted(ends)))
RATED = st.lists(st.builds(Rated, st.just("A"), st.none() | RANGES), min_size=1, max_size=3)
TURNED = {Trend.HIGHER: Trend.LOWER, Trend.LOWER: Trend.HIGHER}


@given(RATED, RATED)
def test_trend_read_the_other_way_round(before, after):
    there, back = trend_between(before, after), trend_between(after, before)
    assert back == TURNED.get(there, there)


@given(RATED, RATED)
def test_higher_means_that_no_pair_is_lower(before, after):
    if trend_between(before, after) == Trend.HIGHER:
        for old in before:
            for new in after:
                assert new.rating.lower >= old.rating.upper


@given(RATED, RATED)
def test_unknown_exactly_when_a_rating_is_missing(before, after):
    is_missing = any(rated.rating is None for rated in [*before, *after])
    assert (trend_between(before, after) == Trend.UNKNOWN) == is_missing


def test_what_one_result_did_not_look_at_is_not_unknown():
    rated = Rated("A", LevelRange(1, 1))
    outside = Rated("A", absence=Absence.OUT_OF_SCOPE)
    unrated = Rated("A", absence=Absence.NOT_RATED)
    assert trend_between([rated], [outside]) is Trend.NOT_IN_SCOPE
    assert trend_between([outside], [unrated]) is Trend.NOT_IN_SCOPE
    assert trend_between([rated], [unrated]) is Trend.UNKNOWN
    assert [trend for trend in Trend if not trend.is_told] == [Trend.UNKNOWN, Trend.NOT_IN_SCOPE]
