"""An appraisal without questionnaire: no page speaks of people asked."""

import pytest

from assessments.queries.facts.asking import questionnaire_closed, questionnaire_opened
from assessments.queries.facts.context import Context
from assessments.reports import build
from assessments.services.appraisals import begin_appraisal
from cip.kernel import clock
from tests.assessments.appraisal_world import AppraisalWorld, appraisal_world


@pytest.fixture
def world(alice) -> AppraisalWorld:
    made = appraisal_world(alice.organization, alice.user, alice.actor, state="planned")
    begin_appraisal(actor=alice.actor, assessment=made.assessment, now=clock.now())
    made.all_at("FI", "CM", goals=["SG1"])
    return made


def page(alice, world, name="") -> str:
    answer = alice.client.get(
        f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}/{name}"
    )
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_assessment_says_so(alice, world) -> None:
    found = page(alice, world)
    assert "Nobody is asked by questionnaire: the assessment team looks at instances" in found
    assert "Begun without questionnaire" in found
    assert "left out" in found


@pytest.mark.parametrize(
    ("name", "words", "not_there"),
    [
        ("results/", "Goals rated", "Handed in"),
        ("results/", "Goals satisfied", "Answers: yes"),
        ("analysis/", "began without a questionnaire, so there are no answers", "Response rate"),
        ("participants/", "began without a questionnaire. Whom the team", "Nobody is asked yet"),
    ],
)
def test_pages_say_something_sensible(alice, world, name, words, not_there) -> None:
    found = page(alice, world, name)
    assert words in found
    assert not_there not in found


def test_evidence_leads_to_no_answers(alice, world) -> None:
    area_id = world.nodes["CM"].pk
    found = page(alice, world, f"evidence/{area_id}/")
    assert f"analysis/{area_id}/" not in found
    assert "so the questions stay unused" in page(alice, world, "questions/")


def test_the_report_asks_for_no_response_rate(alice, world) -> None:
    context = build(world.assessment.pk, "Alice", {}).context
    assert context["participation"] is None
    assert [each["label"] for each in context["key_figures"]] == [
        "Maturity level",
        "Goals rated",
        "Findings",
    ]


def test_no_gate_takes_it_for_a_questionnaire(alice, world) -> None:
    context = Context(world.assessment, clock.today())
    assert (questionnaire_opened(context), questionnaire_closed(context)) == (False, False)


def test_a_planned_appraisal_offers_both_ways(alice) -> None:
    world = appraisal_world(alice.organization, alice.user, alice.actor, state="planned")
    assert "An appraisal can begin without asking people by questionnaire." in page(alice, world)
