"""What a result on one model tells of another, by a crosswalk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence, Snapshot
from assessments.rules.transfer import Agreement, Told, transfer, turned_round
from models_catalog.rules.crosswalk import Confidence, Mapping, Reach, Relation, reach

E, SUB, SUP, X = Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECTS
LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
one = LevelRange.of


def mapping(source, relation, target, confidence=MEDIUM):
    return Mapping(source, target, relation, "Because both ask for it.", confidence)


def told_of_z(ratings, mappings, *, is_common_scale=True, own=None):
    """The one target node `z`."""
    found = transfer(
        Snapshot({code: level if level is None else one(level) for code, level in ratings.items()}),
        mappings,
        sorted({each.source for each in mappings}),
        ["z"],
        is_common_scale=is_common_scale,
        own=own,
    )
    return found.targets[0]


@pytest.mark.parametrize(
    ("ratings", "mappings", "told", "at_least", "at_most"),
    [
        ({}, [], Told.NOT_MAPPED, None, None),
        ({"a": 3}, [mapping("a", E, "z")], Told.TRANSFERS, 3, 3),
        ({"a": 3}, [mapping("a", SUP, "z")], Told.TRANSFERS, 3, None),
        ({"a": 3}, [mapping("a", SUB, "z")], Told.HINTS, None, 3),
        ({"a": 3}, [mapping("a", X, "z")], Told.HINTS, None, None),
        ({"a": None}, [mapping("a", E, "z")], Told.NOT_RATED, None, None),
        ({}, [mapping("a", E, "z")], Told.NOT_RATED, None, None),
        ({"a": 3}, [mapping("a", E, "z", LOW)], Told.HINTS, None, None),
        ({"a": 3}, [mapping("a", E, "z", HIGH)], Told.TRANSFERS, 3, 3),
        ({"a": 2, "b": 4}, [mapping("a", SUP, "z"), mapping("b", SUP, "z")], "transfers", 4, None),
        ({"a": 2, "b": 4}, [mapping("a", SUB, "z"), mapping("b", SUB, "z")], "hints", None, 2),
        ({"a": 2, "b": 4}, [mapping("a", SUP, "z"), mapping("b", SUB, "z")], "transfers", 2, 4),
        ({"a": 4, "b": 2}, [mapping("a", SUP, "z"), mapping("b", SUB, "z")], "hints", 4, 2),
        ({"a": None, "b": 2}, [mapping("a", E, "z"), mapping("b", X, "z")], "hints", None, None),
    ],
)
def test_what_is_told(ratings, mappings, told, at_least, at_most):
    found = told_of_z(ratings, mappings)
    assert (found.told, found.at_least, found.at_most) == (Told(told), at_least, at_most)
    assert [source.rated.code for source in found.sources] == [each.source for each in mappings]
    assert found.told.is_unknown == (told in (Told.NOT_MAPPED, Told.NOT_RATED))
    assert found.is_contradictory == ((at_least, at_most) == (4, 2))


@pytest.mark.parametrize(
    ("relation", "level", "told", "at_least", "at_most"),
    [
        (SUP, 0, Told.HINTS, None, None),
        (SUP, 1, Told.TRANSFERS, 1, None),
        (SUB, 1, Told.HINTS, None, None),
        (SUB, 0, Told.HINTS, None, 0),
        (E, 0, Told.TRANSFERS, 0, 0),
    ],
)
def test_at_least_the_lowest_tells_nothing(relation, level, told, at_least, at_most):
    found = transfer(
        Snapshot({"a": one(level)}),
        [mapping("a", relation, "z")],
        ["a"],
        ["z"],
        is_common_scale=True,
        ends=LevelRange(0, 1),
    ).targets[0]
    assert (found.told, found.at_least, found.at_most) == (told, at_least, at_most)


def test_a_range_transfers_as_a_range():
    result = Snapshot({"a": LevelRange(2, 3)})
    found = transfer(result, [mapping("a", E, "z")], ["a"], ["z"], is_common_scale=True).targets[0]
    assert (found.told, found.at_least, found.at_most) == (Told.TRANSFERS, 2, 3)


def test_without_a_common_scale_everything_only_hints():
    found = told_of_z({"a": 3}, [mapping("a", E, "z")], is_common_scale=False)
    assert (found.told, found.at_least, found.at_most) == (Told.HINTS, None, None)
    assert found.sources[0].rated.rating == one(3)


@pytest.mark.parametrize(
    ("relation", "own", "agreement"),
    [
        (E, 3, Agreement.FITS),
        (E, 2, Agreement.BELOW),
        (E, 4, Agreement.ABOVE),
        (SUP, 5, Agreement.FITS),
        (SUP, 2, Agreement.BELOW),
        (SUB, 1, Agreement.FITS),
        (SUB, 4, Agreement.ABOVE),
        (X, 1, None),
        (E, None, None),
    ],
)
def test_own_rating_beside_what_is_told(relation, own, agreement):
    result = Snapshot({"z": None if own is None else one(own)})
    found = told_of_z({"a": 3}, [mapping("a", relation, "z")], own=result)
    assert found.agreement == agreement
    assert found.own == result.of("z")


def test_contradicting_sources_judge_no_own_rating():
    mappings = [mapping("a", SUP, "z"), mapping("b", SUB, "z")]
    found = told_of_z({"a": 4, "b": 2}, mappings, own=Snapshot({"z": one(3)}))
    assert found.agreement is None


# Process areas of CMMI-SVC and key process areas of the IT Service CMM, goals judged as one value:
# 1 when the area is satisfied, 0 when not. The two models share codes that mean different things.
CROSSWALK = [
    mapping("CM", SUP, "CM", HIGH),
    mapping("PPQA", E, "SQA", HIGH),
    mapping("WP", E, "SDP", HIGH),
    mapping("RSKM", X, "SDP"),
    mapping("WP", X, "FSM", LOW),
    mapping("IRP", X, "SRI", HIGH),
    mapping("IRP", SUP, "PM", HIGH),
    mapping("IRP", X, "PP"),
    mapping("CAR", SUP, "PP", HIGH),
    mapping("OT", E, "TP", HIGH),
]


def test_cmmi_to_it_service_cmm():
    result = Snapshot(
        {"CM": one(1), "PPQA": one(0), "WP": one(1), "RSKM": None, "IRP": one(0), "DAR": one(1)}
    )
    own = Snapshot({"CM": one(0), "SQA": one(0), "SDP": one(1), "PM": one(1)})
    sources = ["CM", "PPQA", "WP", "RSKM", "IRP", "DAR", "CAR", "SCON"]
    targets = ["CM", "SQA", "SDP", "FSM", "SRI", "PM", "PP", "SD"]
    found = transfer(result, CROSSWALK, sources, targets, is_common_scale=True, own=own)
    assert [(t.code, t.told, t.at_least, t.at_most, t.agreement) for t in found.targets] == [
        ("CM", Told.TRANSFERS, 1, None, Agreement.BELOW),
        ("SQA", Told.TRANSFERS, 0, 0, Agreement.FITS),
        ("SDP", Told.TRANSFERS, 1, 1, Agreement.FITS),
        ("FSM", Told.HINTS, None, None, None),
        ("SRI", Told.HINTS, None, None, None),
        ("PM", Told.TRANSFERS, 0, None, Agreement.FITS),
        ("PP", Told.HINTS, None, None, None),
        ("SD", Told.NOT_MAPPED, None, None, None),
    ]
    assert found.targets[6].sources[1].rated.absence == Absence.OUT_OF_SCOPE
    assert (found.mapped, found.new, found.merged, found.split, found.dropped) == (7, 1, 2, 2, 2)
    assert found.told == {
        Told.TRANSFERS: 4,
        Told.HINTS: 3,
        Told.NOT_RATED: 0,
        Told.NOT_MAPPED: 1,
    }


def test_turned_round_twice_is_the_same():
    assert turned_round([mapping("a", SUB, "z", HIGH)]) == (mapping("z", SUP, "a", HIGH),)
    assert list(turned_round(turned_round(CROSSWALK))) == CROSSWALK


SOURCES, TARGETS = "abcd", "wxyz"
MAPPINGS = st.lists(
    st.builds(
        mapping,
        st.sampled_from(SOURCES),
        st.sampled_from(Relation),
        st.sampled_from(TARGETS),
        st.sampled_from(Confidence),
    ),
    max_size=10,
)
RESULTS = st.dictionaries(
    st.sampled_from(SOURCES), st.none() | st.integers(1, 5).map(LevelRange.of)
).map(Snapshot)


def sent(result, mappings, is_common_scale=True):
    return transfer(result, mappings, SOURCES, TARGETS, is_common_scale=is_common_scale)


@given(RESULTS, MAPPINGS)
def test_counts_add_up(result, mappings):
    found = sent(result, mappings)
    assert found.mapped + found.new == sum(found.told.values()) == len(TARGETS)
    assert found.told[Told.NOT_MAPPED] == found.new
    assert found.split + found.dropped <= len(SOURCES)


@given(RESULTS, MAPPINGS, st.randoms(use_true_random=False))
def test_order_of_the_mappings_changes_no_level(result, mappings, random):
    found, shuffled = (
        [(t.code, t.told, t.at_least, t.at_most) for t in sent(result, each).targets]
        for each in (mappings, random.sample(mappings, len(mappings)))
    )
    assert found == shuffled


@given(RESULTS, MAPPINGS)
def test_nothing_transfers_that_the_crosswalk_does_not_reach_whole(result, mappings):
    rated = [code for code in SOURCES if result.of(code).rating]
    reached = reach([(m.source, m.target, m.relation) for m in mappings], rated, TARGETS)
    for target in sent(result, mappings).targets:
        if target.told == Told.TRANSFERS:
            assert reached[target.code] == Reach.WHOLE
        assert (reached[target.code] == Reach.NONE) == target.told.is_unknown


@given(RESULTS, MAPPINGS)
def test_levels_told_are_levels_of_a_source(result, mappings):
    for target in sent(result, mappings).targets:
        levels = {each.rated.rating.lower for each in target.sources if each.rated.rating}
        assert {target.at_least, target.at_most} - {None} <= levels


@given(RESULTS, MAPPINGS, st.sampled_from(SOURCES))
def test_a_higher_source_never_lowers_what_is_told(result, mappings, code):
    if result.of(code).rating is None:
        return
    raised = Snapshot({**result.ratings, code: one(5)})
    for before, after in zip(
        sent(result, mappings).targets, sent(raised, mappings).targets, strict=True
    ):
        assert (after.at_least or 0) >= (before.at_least or 0)
        assert (after.at_most or 9) >= (before.at_most or 9)
