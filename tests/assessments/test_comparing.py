"""Two results compared: over time, across versions, by a crosswalk, and units of one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assessments.comparison_tables import fate_counts, part_table
from assessments.models import ResultSnapshot
from assessments.queries.comparing import Way, results_compared, way_between
from assessments.queries.snapshots import choosable, snapshot_page, with_heads
from assessments.queries.trend import result_trend
from assessments.queries.unit_medians import unit_medians
from assessments.rules.comparison import Fate, Trend
from tests.factories.assessments import (
    AssessmentFactory,
    ResultSnapshotFactory,
    SnapshotMedianFactory,
    SnapshotRatingFactory,
)
from tests.factories.catalog import (
    CrosswalkFactory,
    MappingFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
)
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def program(alice):
    return ProgramFactory(organization=alice.organization)


def result(program, version, rated, *, days=0, **more):
    """A standing result; `rated` maps codes to a value, a pair, or an absence."""
    assessment = AssessmentFactory(program=program, model_version=version, state="agreed")
    at = NOW + timedelta(days=days)
    row = ResultSnapshotFactory(assessment=assessment, frozen_at=at, **more)
    for name, value in rated.items():
        kind, _, code = name.rpartition(":")
        ends = value if isinstance(value, tuple) else (value, value)
        absent = {"lower": None, "upper": None, "absence": value}
        SnapshotRatingFactory(
            snapshot=row,
            kind=kind or "area",
            code=code,
            title=f"Area {code}",
            **(absent if isinstance(value, str) else {"lower": ends[0], "upper": ends[1]}),
        )
    return with_heads(ResultSnapshot.objects.all()).get(pk=row.pk)


def trends(part):
    return {row.lineage.before + row.lineage.after: row.trend for row in part.rows}


def test_over_time_every_node_stands_beside_itself(alice, program):
    version = ModelVersionFactory()
    before = result(program, version, {"A": 0, "B": 1, "C": 1, "D": "out_of_scope", "E": 1})
    after = result(program, version, {"A": 1, "B": 0, "C": 1, "D": "out_of_scope", "F": 1})
    found = results_compared(alice.actor, before, after)
    assert found.way is Way.TIME
    part = found.part("area")
    assert trends(part) == {
        ("A", "A"): Trend.HIGHER,
        ("B", "B"): Trend.LOWER,
        ("C", "C"): Trend.SAME,
        ("E", "E"): Trend.NOT_IN_SCOPE,
        ("F", "F"): Trend.NOT_IN_SCOPE,
    }
    assert part.titles["A"] == "Area A"


def test_a_result_compared_with_itself_is_the_same(alice, program):
    rated = {"A": 0, "B": (0, 1), "maturity:": (1, 3)}
    row = result(program, ModelVersionFactory(), rated)
    found = results_compared(alice.actor, row, row)
    assert {line.trend for part in found.parts for line in part.rows} == {Trend.SAME}


def editions():
    """Two versions: B renamed, C split, D and E merged, G dropped, F new; A stays."""
    old = ModelVersionFactory(number="1.0")
    new = ModelVersionFactory(model=old.model, number="2.0")
    kinds = [NodeTypeFactory(version=version, code="area") for version in (old, new)]
    for n, code in enumerate("ABCDEG"):
        NodeFactory(version=old, type=kinds[0], code=code, position=n, last_position=n)
    came = {"A": [], "B2": ["B"], "C1": ["C"], "C2": ["C"], "DE": ["D", "E"], "F": []}
    for n, (code, replaces) in enumerate(came.items()):
        NodeFactory(
            version=new,
            type=kinds[1],
            code=code,
            replaces=replaces,
            position=n,
            last_position=n,
            title="Same",
        )
    return old, new


def test_across_versions_every_node_is_accounted_for(alice, program):
    old, new = editions()
    before = result(program, old, dict.fromkeys("ABCDEG", 1) | {"D": 0})
    after = result(program, new, {"A": 1, "B2": 0, "C1": 1, "C2": 1, "DE": 1, "F": 1}, days=9)
    found = results_compared(alice.actor, before, after)
    assert found.way is Way.VERSIONS
    rows = {row.lineage.fate: row for row in found.part("area").rows}
    assert {fate: (row.lineage.before, row.lineage.after) for fate, row in rows.items()} == {
        Fate.KEPT: (("A",), ("A",)),
        Fate.RENAMED: (("B",), ("B2",)),
        Fate.SPLIT: (("C",), ("C1", "C2")),
        Fate.MERGED: (("D", "E"), ("DE",)),
        Fate.DROPPED: (("G",), ()),
        Fate.NEW: ((), ("F",)),
    }
    assert rows[Fate.RENAMED].trend is Trend.LOWER
    assert rows[Fate.SPLIT].trend is Trend.SAME
    assert rows[Fate.MERGED].trend is Trend.HIGHER
    assert rows[Fate.SPLIT].steps is None


def test_counts_of_versions_count_a_node_once_and_dropped_is_not_unknown(alice, program):
    old, new = editions()
    before = result(program, old, dict.fromkeys("ABCDEG", 1))
    after = result(program, new, {"A": 1, "B2": 0, "C1": 1, "C2": 1, "DE": 1, "F": 1}, days=9)
    for row, codes in ((before, "AG"), (after, "AF")):
        SnapshotRatingFactory(snapshot=row, kind="maturity", code="", title="Level")
        for code in codes:
            median(row, code, None, 1)
    found = results_compared(alice.actor, before, after)
    assert [(count.label, count.number) for count in fate_counts(found.parts)] == [
        ("kept", 1),
        ("renamed", 1),
        ("split", 1),
        ("merged", 1),
        ("rearranged", 0),
        ("dropped", 1),
        ("new", 1),
    ]
    areas = part_table(found.part("area"), ("Old", "New"))
    told = {line.name: line.trend for line in areas.lines}
    assert (told["G Area G"], told["F Area F"]) == ("dropped", "new")
    assert [count.label for count in areas.trends if count.number][-2:] == ["dropped", "new"]
    goals = part_table(replace(found.part("area"), name="goal"), ("Old", "New"))
    assert (goals.unknown, goals.only_one) == (0, 2)


def test_turning_versions_round_mirrors(alice, program):
    old, new = editions()
    before = result(program, old, dict.fromkeys("ABCDEG", 1) | {"D": 0})
    after = result(program, new, {"A": 1, "B2": 0, "C1": 1, "C2": 1, "DE": 1, "F": 1}, days=9)
    there = results_compared(alice.actor, before, after).part("area").rows
    back = results_compared(alice.actor, after, before).part("area").rows
    mirrored = {Trend.HIGHER: Trend.LOWER, Trend.LOWER: Trend.HIGHER}
    assert {(row.lineage.before, row.lineage.after, row.trend) for row in there} == {
        (row.lineage.after, row.lineage.before, mirrored.get(row.trend, row.trend)) for row in back
    }


def test_a_node_that_one_version_did_not_look_at_is_not_new(alice, program):
    old, new = editions()
    before = result(program, old, {"A": 1})
    after = result(program, new, {"B2": 1}, days=9)
    found = {
        (row.lineage.before, row.lineage.after): (row.lineage.fate, row.trend)
        for row in results_compared(alice.actor, before, after).part("area").rows
    }
    assert found == {
        (("A",), ("A",)): (Fate.KEPT, Trend.NOT_IN_SCOPE),
        (("B",), ("B2",)): (Fate.RENAMED, Trend.NOT_IN_SCOPE),
    }


def crosswalk(one, other, relation="equal", **more):
    walk = CrosswalkFactory(source=one.version, target=other.version)
    MappingFactory(crosswalk=walk, source=one, target=other, relation=relation, **more)
    return walk


def nodes(*codes):
    version = ModelVersionFactory()
    kind = NodeTypeFactory(version=version, code="area")
    return [NodeFactory(version=version, type=kind, code=code) for code in codes]


def test_across_models_by_the_crosswalk(alice, program):
    (a, _b), (x, _y) = nodes("A", "B"), nodes("X", "Y")
    walk = crosswalk(a, x, confidence="high")
    before = result(program, a.version, {"A": 1, "B": 1})
    after = result(program, x.version, {"X": 0, "Y": 1})
    found = results_compared(alice.actor, before, after)
    assert (found.way, found.parts, found.crosswalks) == (Way.MODELS, (), ((walk.pk, walk.name),))
    account = found.crosswalk
    told = account.transfer
    assert (told.mapped, told.new, told.split, told.dropped) == (1, 1, 0, 1)
    assert (account.dropped, account.is_turned, account.is_common_scale) == (("B",), False, True)
    assert [(t.code, t.told, t.agreement) for t in told.targets] == [
        ("X", "transfers", "below"),
        ("Y", "not_mapped", None),
    ]
    turned = results_compared(alice.actor, after, before).crosswalk
    assert turned.is_turned
    assert [(t.code, t.agreement) for t in turned.transfer.targets] == [("A", "above"), ("B", None)]


def test_levels_and_judgements_only_give_hints(alice, program):
    (a,), (x,) = nodes("A"), nodes("X")
    crosswalk(a, x)
    before = result(program, a.version, {"level:A": 3})
    after = result(program, x.version, {"X": 1})
    account = results_compared(alice.actor, before, after).crosswalk
    assert not account.is_common_scale
    assert [(t.told, t.at_least) for t in account.transfer.targets] == [("hints", None)]


def test_models_without_a_visible_crosswalk_tell_nothing(alice, charlie, program):
    (a,), (x,) = nodes("A"), nodes("X")
    walk = crosswalk(a, x)
    walk.organization = charlie.organization
    walk.save()
    before, after = (result(program, node.version, {node.code: 1}) for node in (a, x))
    found = results_compared(alice.actor, before, after, walk.pk)
    assert (found.crosswalk, found.crosswalks) == (None, ())


def test_variants_belong_to_the_family_of_their_model():
    old = ModelVersionFactory()
    variant = ModelVersionFactory(based_on=old)
    assert way_between(old, variant) is Way.VERSIONS
    assert way_between(variant, ModelVersionFactory(based_on=old)) is Way.VERSIONS
    assert way_between(variant, ModelVersionFactory()) is Way.MODELS


def median(row, code, unit, lower, *, labels=("No", "Yes"), distribution=(5, 5)):
    whole = {"is_whole": unit is None, "unit": unit or ""}
    SnapshotMedianFactory(
        snapshot=row, code=code, lower=lower, labels=labels, distribution=distribution, **whole
    )


def test_released_answers_are_compared_on_the_usual_scale(alice, program):
    version = ModelVersionFactory()
    before, after = (result(program, version, {"A": 1}, days=day) for day in (0, 9))
    for row, lower in ((before, 0), (after, 1)):
        median(row, "A", None, lower, distribution=(4, 12))
        median(row, "A", "Desk", 1 - lower)
    median(before, "B", None, 2, labels=("1", "2", "3"), distribution=(0, 0, 5))
    part = results_compared(alice.actor, before, after).part("answers")
    assert trends(part) == {("A", "A"): Trend.HIGHER}
    assert (part.labels, part.shares[0]) == (("No", "Yes"), {"A": 0.75})


def test_units_of_one_result(alice, program):
    row = result(program, ModelVersionFactory(), {"A": 1})
    node = NodeFactory()
    for unit, lower in ((None, 0), ("Desk", 0), ("Net", 1), ("Ward", 1)):
        whole = {"is_whole": unit is None, "unit": unit or ""}
        SnapshotMedianFactory(snapshot=row, node=node, lower=lower, **whole)
    found = unit_medians(row)
    assert (found.units, found.first, found.second) == (("Desk", "Net", "Ward"), "Desk", "Net")
    assert [line.trend for line in found.part.rows] == [Trend.HIGHER]
    assert [cell.rating.lower for cell in found.rows[0].units] == [0, 1, 1]
    chosen = unit_medians(row, "Net", "Ward")
    assert [line.trend for line in chosen.part.rows] == [Trend.SAME]
    assert unit_medians(row, "Nobody", "Desk").first == "Net"


def test_one_unit_alone_is_not_compared(program):
    row = result(program, ModelVersionFactory(), {"A": 1})
    assert unit_medians(row).part is None


def test_the_nearest_results_are_offered_first(alice, bob, program, charlie):
    version = ModelVersionFactory()
    row = result(program, version, {"A": 1})
    same = result(program, version, {"A": 1}, days=-9)
    other_model = result(program, ModelVersionFactory(), {"A": 1}, days=5)
    elsewhere = ProgramFactory(organization=alice.organization)
    far = result(elsewhere, version, {"A": 1}, days=7)
    foreign = ProgramFactory(organization=charlie.organization)
    result(foreign, version, {"A": 1})
    sealed = result(program, version, {"A": 1}, days=-20)
    sealed.assessment.state = "analyzing"
    sealed.assessment.save()
    offered = [each.pk for each in choosable(alice.actor, row).object_list]
    assert offered == [same.pk, sealed.pk, other_model.pk, far.pk]
    assert [each.pk for each in choosable(bob.actor, row).object_list] == [
        same.pk,
        other_model.pk,
        far.pk,
    ]


def test_three_results_over_time(alice, program):
    version = ModelVersionFactory()
    for days, value in ((0, 0), (9, "not_rated"), (20, 1)):
        result(program, version, {"maturity:": 1, "A": value}, days=days)
    found = result_trend(alice.actor, program.pk, version.pk)
    assert len(found.results) == 3
    assert [row.kind.value for row in found.rows] == ["maturity", "area"]
    assert [cell.trend for cell in found.rows[0].cells] == [None, Trend.SAME, Trend.SAME]
    assert [cell.trend for cell in found.rows[1].cells] == [None, Trend.UNKNOWN, Trend.UNKNOWN]


def test_a_result_whose_rows_were_tampered_with_says_so(program):
    row = result(program, ModelVersionFactory(), {"A": 1})
    assert not snapshot_page(row).is_intact
