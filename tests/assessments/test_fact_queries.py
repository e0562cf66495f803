"""Facts from rows: their values, and that many assessments cost as much as one."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import get_current_timezone

from assessments.models import Response
from assessments.queries.board import method_boards, with_method
from assessments.queries.facts import COMPUTED, contexts, facts_in
from assessments.queries.facts.preparing import working_days
from assessments.rules.condition import check_facts
from assessments.rules.facts import FACTS
from tests.assessments.a2i import DAY, shipped
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    AssessmentFactory,
    EvidenceFactory,
    FindingFactory,
    ParticipantFactory,
    ScopeFactory,
    StatementFactory,
)
from tests.factories.roadmap import InitiativeFactory, InitiativeSourceFactory


@pytest.fixture
def world(alice) -> World:
    return make_world(alice.organization, alice.user, people=4)


def facts(world: World):
    row = with_method().get(pk=world.assessment.pk)
    found = facts_in(contexts([row], DAY)[row.pk])
    check_facts(found)
    return found


def test_computed_facts_are_of_the_vocabulary() -> None:
    assert set(COMPUTED) - set(FACTS) == set()


def test_facts_of_preparing(world: World, sponsor, alice) -> None:
    found = facts(world)
    assert (found["active_sponsors"], found.get("sponsor_outside_team")) == (0, None)
    assert (found["team_members"], found["team_leads"]) == (1, 1)
    assert found["participants_per_area"] == {"SCM": 4, "SRM": 4}
    assert found["areas_in_scope"] == 2
    assert found["model_version_frozen"] is True
    assert found["plan_signed"] is False
    assert found["interviews_open"] == ()
    program = world.assessment.program
    program.sponsor = sponsor.user
    program.save()
    assert facts(world)["sponsor_outside_team"] is True
    program.sponsor = alice.user
    program.save()
    assert facts(world)["sponsor_outside_team"] is False


def test_facts_of_asking(world: World) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=get_current_timezone())
    Response.objects.update(
        started_at=noon, submitted_at=noon, last_saved_at=noon, state="submitted"
    )
    first, second, third = world.responses[:3]
    Response.objects.filter(pk=first.pk).update(state="started", submitted_at=None)
    Response.objects.filter(pk=second.pk).update(last_saved_at=noon + timedelta(hours=1))
    Response.objects.filter(pk=third.pk).update(started_at=noon - timedelta(days=1))
    ParticipantFactory(assessment=world.assessment, revoked_at=noon)
    found = facts(world)
    assert found["responses"] == 4
    assert found["response_rate"] == 75.0
    assert found["submitted_responses_changed"] == 1
    assert found["responses_outside_window"] == 0
    StatementFactory(assessment=world.assessment, fact="kickoff_held", happened_on=DAY)
    assert facts(world)["responses_outside_window"] == 1
    world.assessment.collection_closed_at = noon - timedelta(minutes=1)
    world.assessment.save()
    assert facts(world)["responses_outside_window"] == 3
    assert found["questionnaire_closed"] is True


def test_facts_of_concluding(world: World) -> None:
    strong = FindingFactory(
        assessment=world.assessment, node=world.node("SCM"), kind="strength", title="Lists help"
    )
    EvidenceFactory(finding=strong)
    EvidenceFactory(finding=strong, source="observation", origin="At the desk")
    weak = FindingFactory(
        assessment=world.assessment,
        node=world.node("SCM"),
        title="Nothing is written",
        text="PAT  EXAMPLE1 keeps all in mind.",
    )
    FindingFactory(
        assessment=world.assessment, node=world.node("SCM"), state="dropped", state_reason="No"
    )
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"))
    AgreedRatingFactory(
        assessment=world.assessment, node=world.node("SCM-G2"), value="not_rated", reason=""
    )
    found = facts(world)
    assert found["findings_weakly_supported"] == ("Nothing is written",)
    assert found["weaknesses_without_outcome"] == ("Nothing is written",)
    assert found["unsafe_passages"] == 1
    assert (found["goals_rated"], found["ratings_without_consensus"]) == (1, ("SCM-G1",))
    action = ActionItemFactory(assessment=world.assessment, finding=weak, text="Write it")
    found = facts(world)
    assert found["weaknesses_without_outcome"] == ()
    assert found["actions_open"] == ("Write it",)
    InitiativeSourceFactory(initiative=InitiativeFactory(), finding=None, action_item=action)
    assert facts(world)["actions_open"] == ()


def test_only_what_the_method_asks_is_worked_out(world: World) -> None:
    row = with_method().get(pk=world.assessment.pk)
    context = contexts([row], DAY)[row.pk]
    assert facts_in(context, ["areas_in_scope"])["areas_in_scope"] == 2
    assert "goals_rated" not in facts_in(context, ["areas_in_scope"])
    asked = shipped("a2i").method.facts
    assert {"team_members", "response_rate_minimum", "responses"} <= asked
    assert "staging_agrees" not in asked


def test_working_days_leave_weekends_out() -> None:
    monday = DAY
    assert working_days(monday, monday) == 1
    assert working_days(monday, monday + timedelta(days=13)) == 10
    assert working_days(monday, monday - timedelta(days=1)) == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_boards_cost_the_same_for_many(world: World, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        assessment = AssessmentFactory(program=world.assessment.program, state="analyzing")
        ScopeFactory(assessment=assessment)
        EvidenceFactory(finding=FindingFactory(assessment=assessment))
        ActionItemFactory(assessment=assessment)
    with django_assert_num_queries(4):
        assert len(method_boards(list(with_method()), DAY)) == rows + 1
