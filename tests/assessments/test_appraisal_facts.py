"""What an appraisal tells the gates of its method."""

from datetime import UTC, datetime

import pytest

from assessments.models import Assessment
from assessments.queries.appraisal_facts import appraisal_facts
from assessments.queries.board import method_boards, with_method
from assessments.queries.signatures import signatures
from assessments.rules.facts import FACTS, FactKind
from assessments.services.characterizing import CellChange, characterize
from assessments.services.signing import sign_ratings
from tests.assessments.a2i import DAY, shipped
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world
from tests.factories.assessments import AssessmentFactory, InstanceFactory, ScopeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_facts_name_what_is_missing(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor, areas=("CM",))
    world.instances[0].reason = ""
    world.instances[0].save()
    world.assessment.scope.create(node=world.nodes["SST"], is_applicable=False, reason="No")
    world.all_at("FI", "CM", goals=("GG2",))
    bare = CellChange(
        world.nodes["CM"].pk, world.node("SP1.1", "CM").pk, world.instances[0].pk, "NI", "", 1
    )
    empty = CellChange(
        world.nodes["CM"].pk, world.node("GP3.2").pk, world.instances[0].pk, "", "", 1
    )
    characterize(actor=alice.actor, assessment=world.assessment, changes=[bare, empty])
    found = appraisal_facts(world.assessment)
    assert found == {
        "ratings_without_consensus": ("CM GG2",),
        "results_signed": False,
        "instances_without_reason": ("Service 1",),
        "practices_uncharacterized": ("CM GP3.2",),
        "values_without_weakness": ("CM.SP1.1",),
        "choices_not_recorded": ("CM.SP1.1",),
        "goals_without_judgement": ("CM.SG1", "CM GG3"),
        "unsatisfied_goals_without_weakness": (),
        "exclusions_not_allowed": ("SST",),
        "staging_agrees": True,
    }
    for name, value in found.items():
        assert isinstance(value, bool) == (FACTS[name].kind == FactKind.FLAG)
    checksum = signatures(world.assessment).checksum
    sign_ratings(actor=alice.actor, assessment=world.assessment, checksum=checksum, now=NOW)
    found = appraisal_facts(world.assessment)
    assert (found["ratings_without_consensus"], found["results_signed"]) == ((), True)


def test_other_models_tell_of_signatures_only(alice):
    world = make_world(alice.organization, alice.user)
    assert appraisal_facts(world.assessment) == {
        "ratings_without_consensus": (),
        "results_signed": False,
    }


@pytest.mark.parametrize("rows", [1, 10])
def test_many_appraisals_cost_as_much_as_one(alice, rows, django_assert_num_queries):
    world = appraisal_world(alice.organization, alice.user, alice.actor, areas=("CM",))
    first, method = world.assessment, shipped("cmmi-appraisal")
    Assessment.objects.update(method_version=method)
    for _ in range(rows - 1):
        other = AssessmentFactory(
            program=first.program, model_version=first.model_version, method_version=method
        )
        ScopeFactory(assessment=other, node=world.nodes["CM"])
        InstanceFactory(assessment=other)
    found = method_boards(list(with_method()), DAY)
    with django_assert_num_queries(8):
        assert len(method_boards(list(with_method()), DAY)) == rows
    assert [board.facts["results_signed"] for board in found.values()] == [False] * rows
    missing = found[first.pk].facts["goals_without_judgement"]
    assert missing == ("CM.SG1", "CM GG2", "CM GG3")
