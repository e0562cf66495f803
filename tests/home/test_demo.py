"""The demonstration program: built through the services, the same each time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum

from assessments.models import Assessment, Finding, ItemTally, Participant, Response, ResultSnapshot
from assessments.queries.appraisal import appraisal
from assessments.queries.board import method_boards, with_method
from assessments.queries.leveled import leveled, median_of
from assessments.queries.signatures import signatures
from assessments.rules.ordinal import LevelRange
from cip.home.demo import builder, people
from cip.programs.models import CITeam
from roadmap.models import Dependency, Initiative, InitiativeSource, WorkItem, Workplan
from tests.factories.accounts import OrganizationFactory
from workshops.models import Agreement, Workshop

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[builder.Stage]:
    """Built once; all of it is gone after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in ("it-service-cmm", "cmmi-svc", "ddi", "nimm"):
            call_command("load_catalog", f"fixtures/catalog/{name}.yaml", verbosity=0)
        call_command("load_methods", verbosity=0)
        yield builder.build(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(built: builder.Stage, db: None) -> builder.Stage:
    return built


def test_demonstration_is_not_built_twice(db: None) -> None:
    OrganizationFactory(slug=people.SLUG)
    with pytest.raises(CommandError, match="is there already"):
        call_command("build_demo")
    call_command("build_demo", "--if-missing")
    assert CITeam.objects.count() == 0


def test_demonstration_holds_the_whole_thread(demonstration: builder.Stage) -> None:
    assessment = Assessment.objects.get(title="IT Service CMM, level 2")
    assert assessment.state == "agreed"
    assert Participant.objects.filter(assessment=assessment).count() == 24
    handed_in = Response.objects.filter(questionnaire__assessment=assessment, state="submitted")
    assert handed_in.count() == 22
    assert assessment.scope.count() == 7
    assert assessment.agreed_ratings.count() == 21
    assert Finding.objects.filter(assessment=assessment, state="confirmed").count() == 11
    assert Finding.objects.filter(assessment=assessment, state="changed").count() == 1
    assert assessment.interviews.filter(state="held").count() == 4
    assert assessment.discussions.count() == 7
    assert CITeam.objects.count() == 4
    assert Workplan.objects.filter(state="agreed").count() == 3
    assert Initiative.objects.count() == 9
    assert InitiativeSource.objects.filter(finding__isnull=False).count() == 9
    assert Dependency.objects.count() == 4
    assert WorkItem.objects.filter(outcome__isnull=False).count() == 3
    assert WorkItem.objects.filter(action_item__isnull=False).count() == 2
    assert Workshop.objects.filter(stage=1, state="held").count() == 1
    assert Agreement.objects.filter(state="signed").count() == 1
    # The same answers each time: this changes only with the seed, the model or the profile.
    rows = ItemTally.objects.filter(item__questionnaire__assessment=assessment)
    counts = dict(rows.values_list("choice").annotate(n=Sum("count")))
    assert sum(counts.values()) == 22 * 119
    assert counts == {"yes": 1079, "no": 986, "dont_know": 475, "does_not_apply": 78}


def test_assessments_stand_where_a_walk_led_them(demonstration: builder.Stage) -> None:
    boards = {
        standing.assessment.title: standing
        for standing in method_boards(list(with_method()), NOW.date()).values()
    }
    first, second = boards["IT Service CMM, level 2"], boards["Problem management, first look"]
    assert [view.step.code for view in first.board.steps if not view.state.is_settled] == [
        "A2",
        "A3",
    ]
    assert (second.board.next_step.step.code, second.board.next_step.state) == ("E2", "in_progress")
    assert [(w.step, w.gate, str(w.said_by)) for w in second.waivers] == [
        ("P2", "approved", "Heron Sampleworth"),
        ("E1", "held", "Heron Sampleworth"),
    ]


def test_demonstration_has_an_earlier_result_to_compare_with(
    demonstration: builder.Stage,
) -> None:
    snapshots = ResultSnapshot.objects.order_by("frozen_at")
    assert [row.assessment.title for row in snapshots] == [
        "First look, a year before",
        "IT Service CMM, level 2",
    ]
    then, today = (dict(row.ratings.values_list("code", "lower")) for row in snapshots)
    assert (then["SRI"], today["SRI"]) == (0, 1)
    assert (then["SCM-G2"], today["SCM-G2"]) == (1, 0)


def test_demonstration_holds_an_appraisal(demonstration: builder.Stage) -> None:
    assessment = Assessment.objects.get(title="CMMI-SVC appraisal of three services")
    found = appraisal(assessment, for_team=True)
    assert found is not None
    assert len(found.instances) == 3
    assert {area.node.code: area.capability.level for area in found.in_scope} == {
        "REQM": 3,
        "SD": 3,
        "IRP": 0,
        "CM": 3,
    }
    assert found.area("SAM").node.scope == "not_applicable"
    assert (found.judged_count, found.goal_count) == (13, 18)
    assert signatures(assessment).is_complete


def test_what_was_agreed_was_signed_before(demonstration: builder.Stage) -> None:
    for row in ResultSnapshot.objects.all():
        assert [each["name"] for each in row.signatures] == ["Wren Demosthorpe"]


def test_demonstration_holds_a_study_and_a_profile(demonstration: builder.Stage) -> None:
    boards = {
        standing.assessment.title: standing.board
        for standing in method_boards(list(with_method()), NOW.date()).values()
    }
    study, profile = (
        "DDI study of digital and data",
        "NIMM profile of servers and operating systems",
    )
    assert boards[study].next_step.step.code == "WP2b.3"
    assert (boards[profile].next_step.step.code, boards[profile].next_step.state) == (
        "N7",
        "in_progress",
    )
    found = leveled(Assessment.objects.get(title=study), for_team=True)
    assert found is not None
    assert (found.rated_count, len(found.findings)) == (22, 2)
    assert [median_of(area.whole.importance) for area in found.areas] == [LevelRange.of(3)] * 2
