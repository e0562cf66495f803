"""Appraisals through the services: what is stored, refused and audited, and what follows."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from assessments.models import AgreedRating, Assessment, Characterization, Instance
from assessments.queries.appraisal import appraisal
from assessments.queries.appraised_model import appraised_model
from assessments.queries.outcome import level_outcome, outcome
from assessments.queries.signatures import signatures
from assessments.services.appraisals import (
    add_instance,
    begin_appraisal,
    edit_instance,
    remove_instance,
)
from assessments.services.assessments import ScopeChoice, set_scope
from assessments.services.characterizing import CellChange, characterize
from assessments.services.ratings import rate_goal
from assessments.services.signing import sign_ratings, withdraw_signature
from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from models_catalog.models import ModelVersion, Node
from tests.assessments.appraisal_world import GENERIC, AppraisalWorld, appraisal_world
from tests.factories.assessments import AssessmentFactory, InstanceFactory, ScopeFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GENERIC_FULLY = {
    f"GP{level}.{n}": ["FI", "FI"] for level in (2, 3) for n in range(1, GENERIC[level] + 1)
}
# The first whole example of the reference (V67): SST over two instances.
SST = {
    "SP1.1": ["FI", "LI"],
    "SP1.2": ["FI", "NY"],
    "SP1.3": ["LI", "LI"],
    "SP2.1": ["FI", "FI"],
    "SP2.2": ["LI", "PI"],
} | GENERIC_FULLY
SST["GP3.1"] = ["LI", "FI"]


@pytest.fixture
def world(alice):
    return appraisal_world(alice.organization, alice.user, alice.actor)


def values(world, code="SST"):
    return {p.node.code: str(p.value) for p in world.found().area(code).practices}


def goal_values(world, code="SST"):
    return {goal.node.code: goal.counted.value.value for goal in world.found().area(code).goals}


def test_whole_example_leads_to_capability_level_3(world):
    world.fill(SST, choices={"SP2.2": "LI"})
    for goal in ("SG1", "SG2", "GG2", "GG3"):
        world.judge(goal, "satisfied")
    expected = {code: "FI" for code in GENERIC_FULLY} | {
        "SST.SP1.1": "LI",
        "SST.SP1.2": "FI",
        "SST.SP1.3": "LI",
        "SST.SP2.1": "FI",
        "SST.SP2.2": "LI",
        "GP3.1": "LI",
    }
    assert values(world) == expected
    assert set(goal_values(world).values()) == {"satisfied"}
    area = world.found().area("SST")
    assert area.capability.level == 3
    assert [area.result.value_for(level).value for level in (2, 3)] == ["satisfied"] * 2


def test_significant_weaknesses_sink_the_whole_example(world):
    world.fill(SST, choices={"SP2.2": "LI"})
    world.judge("SG1", "unsatisfied", reason="Nobody can say who may change what.")
    for goal in ("SG2", "GG2", "GG3"):
        world.judge(goal, "satisfied")
    assert goal_values(world) == {
        "SST.SG1": "unsatisfied",
        "SST.SG2": "satisfied",
        "GG2": "satisfied",
        "GG3": "satisfied",
    }
    area = world.found().area("SST")
    assert area.capability.level == 0
    assert [area.result.value_for(level).value for level in (2, 3)] == ["unsatisfied"] * 2


@pytest.mark.parametrize(
    ("seen", "value", "needs_choice"),
    [
        (["FI", "NY", "FI"], "FI", False),
        (["FI", "LI", "FI"], "LI", False),
        (["FI", "LI", "PI"], None, True),
        (["PI", "NI", "PI"], "PI", False),
        (["NY", "NY", "NY"], "NY", False),
        (["", "", ""], None, False),
    ],
)
def test_unit_value_follows_from_the_instances(alice, seen, value, needs_choice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, instances=3)
    world.fill({"SP1.1": seen}, choices={})
    state = world.found().area("SST").practices[0]
    assert (state.value, state.unit.needs_choice) == (value, needs_choice)


def test_nothing_is_computed_into_a_rating(world):
    world.all_at("FI", "CM")
    assert AgreedRating.objects.count() == 0
    area = world.found().area("CM")
    assert [goal.suggested.value.value for goal in area.goals] == ["satisfied"] * 3
    assert [goal.counted.value.value for goal in area.goals] == ["not_rated"] * 3
    assert (area.capability.level, area.capability.possible) == (0, 3)


def test_judgement_that_no_longer_fits_does_not_count(world):
    world.all_at("FI", "CM", goals=("SG1",))
    assert goal_values(world, "CM")["CM.SG1"] == "satisfied"
    change = world.change("SP1.1", 0, "PI", area="CM", version=1)
    second = world.change("SP1.1", 1, "NI", area="CM", version=1)
    characterize(actor=world.lead, assessment=world.assessment, changes=[change, second])
    goal = world.found().area("CM").goals[0]
    assert (goal.is_void, goal.counted.value.value) == (True, "not_rated")
    assert [reason.kind.value for reason in goal.counted.reasons] == [
        "not_judged",
        "weak_practices",
    ]


def test_generic_goal_is_judged_for_each_area(world):
    world.all_at("FI", "CM")
    world.all_at("PI", "SST")
    world.judge("GG2", "satisfied", area="CM")
    world.judge("GG2", "unsatisfied", area="SST")
    rows = AgreedRating.objects.filter(node=world.nodes["GG2"]).order_by("area__position")
    assert [(row.area.code, row.value) for row in rows] == [
        ("CM", "satisfied"),
        ("SST", "unsatisfied"),
    ]
    assert outcome(world.assessment, for_team=True).rated_count == 2


def test_judgement_keeps_to_the_rules(world, bob):
    world.all_at("FI", "CM")
    world.all_at("PI", "SST")
    for goal, value, area, more, field in (
        ("SG1", "satisfied", "SST", {}, "value"),
        ("SG1", "unsatisfied", "CM", {}, "value"),
        ("SG1", "not_applicable", "CM", {}, "value"),
        ("SG1", "satisfied", "CM", {"reason": ""}, "reason"),
        ("SG1", "satisfied", "SSD", {}, "goal"),
    ):
        with pytest.raises(InvalidInput) as error:
            world.judge(goal, value, area, **more)
        assert list(error.value.fields) == [field]
    world.judge("SG1", "not_rated", "CM", reason="Two services were not open to us.")
    goal = world.found().area("CM").goals[0]
    assert [reason.kind.value for reason in goal.counted.reasons] == ["not_covered"]
    with pytest.raises(StaleWrite) as stale:
        world.judge("SG1", "satisfied", "CM", reason="Seen at last")
    assert stale.value.conflicts[0].stored == "not_rated"
    world.lead = bob.actor
    with pytest.raises(NotAllowed):
        world.judge("SG1", "satisfied", "CM", expected_version=1)


def test_rating_a_goal_the_old_way_keeps_to_the_rules_too(world, alice):
    given = {"value": "satisfied", "reason": "So", "agreed_by": "", "expected_version": 0}
    goal = world.node("SG1", "CM")
    with pytest.raises(InvalidInput):
        rate_goal(actor=alice.actor, assessment=world.assessment, goal_id=goal.pk, **given)
    world.all_at("FI", "CM")
    row = rate_goal(actor=alice.actor, assessment=world.assessment, goal_id=goal.pk, **given)
    assert (row.area_id, row.value) == (None, "satisfied")


def test_maturity_level_needs_generic_goals(world):
    world.assessment.scope.create(node=world.nodes["SAM"], is_applicable=False, reason="None")
    world.all_at("FI", "CM", goals=("SG1",))
    level = level_outcome(world.assessment)
    assert (level.lower, level.upper, level.next) == (1, 3, 2)
    assert [(area.code, [title for _id, title in area.not_rated]) for area in level.blocking] == [
        ("CM", ["Title of GG2"])
    ]
    world.judge("GG2", "satisfied", area="CM")
    level = level_outcome(world.assessment)
    assert (level.lower, level.next) == (2, 3)
    found = world.found()
    assert (found.staging.level, found.staging.equivalent) == (2, 2)
    assert found.area("SSD").result.is_ignored
    world.judge("GG3", "satisfied", area="CM")
    world.all_at("FI", "SST", goals=("SG1", "SG2", "GG2", "GG3"))
    assert level_outcome(world.assessment).lower == 3


def test_only_what_may_be_left_out_is_left_out(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, state="planned", areas=())
    cm, sam = (world.nodes[code].pk for code in ("CM", "SAM"))
    given = {"actor": alice.actor, "assessment": world.assessment, "expected_version": 1}
    no_suppliers = ScopeChoice(sam, is_applicable=False, reason="No suppliers")
    with pytest.raises(InvalidInput) as error:
        set_scope(choices=[ScopeChoice(cm, is_applicable=False, reason="Too much")], **given)
    assert error.value.fields == {
        "scope": ["CM may not be declared not applicable; leave it out of scope instead."]
    }
    set_scope(choices=[ScopeChoice(cm), no_suppliers], **given)
    assert {area.node.code: area.node.scope.value for area in world.found().areas} == {
        "CM": "in_scope",
        "SAM": "not_applicable",
        "SST": "out_of_scope",
        "SSD": "out_of_scope",
    }
    assert world.found().maturity.unratable_from == 3


def test_misplaced_exclusion_counts_as_not_looked_at(world):
    world.assessment.scope.filter(node=world.nodes["CM"]).update(is_applicable=False, reason="No")
    area = world.found().area("CM")
    assert (area.node.scope.value, area.node.is_misplaced) == ("out_of_scope", True)


def test_bulk_saves_all_or_nothing(world, alice):
    good = world.change("SP1.1", 0, "FI")
    for bad, text in (
        (world.change("SP1.1", 1, "XX"), "Choose FI, LI, PI, NI or NY."),
        (CellChange(world.nodes["SSD"].pk, good.practice_id, None, "FI"), "No such practice"),
        (world.change("SP1.1", 0, "LI"), "This cell is named twice."),
        (world.change("SP1.1", 1, "PI", "a\x00b"), "control character"),
        (world.change("SP1.1", None, "LI", "Because"), "The rules decide here"),
    ):
        with pytest.raises(InvalidInput) as error:
            characterize(actor=alice.actor, assessment=world.assessment, changes=[good, bad])
        assert list(error.value.fields) == ["changes.1"]
        assert text in error.value.fields["changes.1"][0]
    assert Characterization.objects.count() == 0


def test_choice_needs_a_reason_and_an_open_value(world, alice):
    world.fill({"SP1.1": ["FI", "NI"]}, choices={})

    def choose(value, note):
        change = CellChange(world.nodes["SST"].pk, world.node("SP1.1").pk, None, value, note)
        characterize(actor=alice.actor, assessment=world.assessment, changes=[change])

    for value, note in (("FI", "Nearly all"), ("LI", "  ")):
        with pytest.raises(InvalidInput):
            choose(value, note)
    assert world.found().area("SST").practices[0].value is None
    choose("PI", "The second service is half of the work.")
    assert world.found().area("SST").practices[0].value == "PI"
    change = world.change("SP1.1", 1, "FI", version=1)
    characterize(actor=alice.actor, assessment=world.assessment, changes=[change])
    state = world.found().area("SST").practices[0]
    assert (state.value, state.is_choice_void) == ("FI", True)


def test_stale_values_are_refused_with_both(world, alice):
    world.fill({"SP1.1": ["FI", ""]}, choices={})
    changes = [world.change("SP1.2", 0, "FI"), world.change("SP1.1", 0, "PI", "Late")]
    with pytest.raises(StaleWrite) as error:
        characterize(actor=alice.actor, assessment=world.assessment, changes=changes)
    assert error.value.current_version == 1
    (conflict,) = error.value.conflicts
    assert (conflict.label, conflict.stored, conflict.submitted) == (
        "SST SST.SP1.1 Service 1",
        "FI",
        "PI: Late",
    )
    assert Characterization.objects.exclude(value="").count() == 1


def test_values_are_audited_and_versioned(world, alice, bob):
    change = world.change("SP1.1", 0, "LI", "No owner")
    (row,) = characterize(actor=alice.actor, assessment=world.assessment, changes=[change])
    assert (row.value, row.version, row.recorded_by) == ("LI", 1, alice.user)
    event = AuditEvent.objects.get(action="practices.characterized")
    assert event.changes == {"SST SST.SP1.1 Service 1": ["", "LI: No owner"]}
    same = world.change("SP1.1", 0, "LI", "No owner", version=1)
    characterize(actor=alice.actor, assessment=world.assessment, changes=[same])
    assert AuditEvent.objects.filter(action="practices.characterized").count() == 1
    with pytest.raises(NotAllowed):
        characterize(actor=bob.actor, assessment=world.assessment, changes=[same])
    Assessment.objects.filter(pk=world.assessment.pk).update(state="agreed")
    with pytest.raises(WrongState):
        characterize(actor=alice.actor, assessment=world.assessment, changes=[same])


def test_bulk_takes_the_same_number_of_queries(alice, world, django_assert_num_queries):
    few = [world.change("SP1.1", 0, "FI")]
    many = [
        world.change(code, number, "FI", area=area)
        for area, codes in (("CM", ["SP1.1", "SP1.2", "SP1.3"]), ("SST", list(GENERIC_FULLY)))
        for code in codes
        for number in (0, 1)
    ]
    appraised_model(world.assessment)  # what is published is read once
    for changes in (few, many):
        with django_assert_num_queries(9):
            characterize(actor=alice.actor, assessment=world.assessment, changes=changes)


def test_instances_are_named_once_and_kept_while_in_use(world, alice, bob):
    row = add_instance(
        actor=alice.actor, assessment=world.assessment, name="Print service", reason="The oldest"
    )
    assert (row.position, row.version) == (2, 1)
    for name, text in (("print SERVICE", "Another instance"), ("", "Give the instance a name.")):
        with pytest.raises(InvalidInput, match=text):
            add_instance(actor=alice.actor, assessment=world.assessment, name=name)
    saved = edit_instance(
        actor=alice.actor, instance=row, expected_version=1, values={"unit": "Back office"}
    )
    assert (saved.unit, saved.version) == ("Back office", 2)
    with pytest.raises(StaleWrite):
        edit_instance(actor=alice.actor, instance=row, expected_version=1, values={"unit": "X"})
    world.fill({"SP1.1": ["FI", "FI"]}, choices={})
    with pytest.raises(WrongState, match="Clear them first"):
        remove_instance(actor=alice.actor, instance=world.instances[0])
    remove_instance(actor=alice.actor, instance=row)
    assert Instance.objects.count() == 2
    with pytest.raises(NotAllowed):
        add_instance(actor=bob.actor, assessment=world.assessment, name="Mine")


def test_appraisal_begins_without_a_questionnaire(alice, bob):
    world = appraisal_world(alice.organization, alice.user, alice.actor, state="planned", areas=())
    with pytest.raises(InvalidInput, match="at least one process area"):
        begin_appraisal(actor=alice.actor, assessment=world.assessment, now=NOW)
    ScopeFactory(assessment=world.assessment, node=world.nodes["CM"])
    with pytest.raises(NotAllowed):
        begin_appraisal(actor=bob.actor, assessment=world.assessment, now=NOW)
    begun = begin_appraisal(actor=alice.actor, assessment=world.assessment, now=NOW)
    assert (begun.state, begun.collection_closed_at) == ("analyzing", NOW)
    with pytest.raises(WrongState):
        begin_appraisal(actor=alice.actor, assessment=world.assessment, now=NOW)
    other = AssessmentFactory(program=world.assessment.program)
    with pytest.raises(WrongState, match="Only an appraisal"):
        begin_appraisal(actor=alice.actor, assessment=other, now=NOW)
    assert appraisal(other, for_team=True) is None


def sign(person, world):
    checksum = signatures(world.assessment).checksum
    return sign_ratings(actor=person.actor, assessment=world.assessment, checksum=checksum, now=NOW)


def test_signature_holds_until_something_changes(world, alice, bob):
    with pytest.raises(WrongState, match="Nothing is rated"):
        sign(alice, world)
    world.all_at("LI", "CM", goals=("SG1",))
    assert [row.name for row in signatures(world.assessment).missing] == ["Alice"]
    sign(alice, world)
    assert signatures(world.assessment).is_complete
    world.judge("SG1", "unsatisfied", area="CM", expected_version=1)
    (row,) = signatures(world.assessment).rows
    assert (row.is_void, row.is_current) == (True, False)
    with pytest.raises(StaleWrite):
        sign_ratings(actor=alice.actor, assessment=world.assessment, checksum="0", now=NOW)
    sign(alice, world)
    change = world.change("SP1.2", 0, "LI", "Another weakness", area="CM", version=1)
    characterize(actor=alice.actor, assessment=world.assessment, changes=[change])
    assert not signatures(world.assessment).is_complete
    with pytest.raises(NotAllowed):
        sign(bob, world)
    sign(alice, world)
    withdraw_signature(actor=alice.actor, assessment=world.assessment)
    assert signatures(world.assessment).rows[0].signed_at is None


def test_notes_name_nobody_outside_the_team(world, alice):
    world.fill({"SP1.1": ["FI", "FI"]}, choices={})
    change = world.change("SP1.2", 0, "LI", f"Only {alice.user.name} Example knows it")
    characterize(actor=alice.actor, assessment=world.assessment, changes=[change])
    alice.user.name = f"{alice.user.name} Example"
    alice.user.save()
    for for_team, text in ((True, "Only Alice Example knows it"), (False, "Only […] knows it")):
        found = appraisal(world.assessment, for_team=for_team)
        assert found.area("SST").practices[1].cells[0].note == text


def test_whole_example_on_the_shipped_model(alice):
    call_command("load_catalog", "fixtures/catalog/cmmi-svc.yaml", verbosity=0)
    version = ModelVersion.objects.get(model__code="CMMI-SVC")
    assessment = AssessmentFactory(
        program=ProgramFactory(organization=alice.organization, lead=alice.user),
        model_version=version,
        lead=alice.user,
        state="analyzing",
    )
    nodes = {node.code: node for node in Node.objects.filter(version=version)}
    ScopeFactory(assessment=assessment, node=nodes["SST"])
    instances = [InstanceFactory(assessment=assessment, position=n) for n in range(2)]
    world = AppraisalWorld(assessment, alice.actor, nodes, instances)
    world.fill(SST, choices={"SP2.2": "LI"})
    for goal in ("SG1", "SG2", "GG2", "GG3"):
        world.judge(goal, "satisfied")
    found = world.found()
    assert found.area("SST").capability.level == 3
    assert (len(found.areas), found.maturity.level, found.maturity.unratable_from) == (24, 1, 2)
    assert found.area("SAM").node.rule.may_be_not_applicable
    assert [area.node.code for area in found.areas if area.node.rule.is_addition] == ["SSD"]
    assert sum(len(area.node.practices) for area in found.areas) == 181 + 24 * 12
