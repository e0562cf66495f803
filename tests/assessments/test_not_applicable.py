"""What may be declared not applicable is the model's to say."""

import pytest

from assessments.models import Scope
from assessments.reports import build
from assessments.services.assessments import ScopeChoice, set_scope
from cip.kernel.errors import InvalidInput
from cip.reports.sheets import render_sheet
from models_catalog.models import Node
from tests.assessments.appraisal_world import AppraisalWorld, appraisal_world
from tests.assessments.setting import planned
from tests.factories.assessments import ScopeFactory


@pytest.fixture
def world(alice) -> AppraisalWorld:
    return appraisal_world(alice.organization, alice.user, alice.actor, state="planned", areas=())


def scope_url(alice, assessment) -> str:
    return f"/o/{alice.organization.slug}/assessments/{assessment.pk}/scope/"


def leave_out(setting, code: str) -> None:
    node = Node.objects.get(version=setting.assessment.model_version, code=code)
    choices = [ScopeChoice(node.pk, is_applicable=False, reason="No such work here")]
    setting.assessment.refresh_from_db()
    set_scope(
        actor=setting.lead,
        assessment=setting.assessment,
        expected_version=setting.assessment.version,
        choices=choices,
    )


def test_an_appraisal_allows_marked_areas_only(world) -> None:
    leave_out(world, "SAM")
    assert Scope.objects.get().reason == "No such work here"
    with pytest.raises(InvalidInput) as refusal:
        leave_out(world, "CM")
    assert refusal.value.fields["scope"] == [
        "CM may not be declared not applicable; leave it out of scope instead."
    ]


def test_the_report_gives_the_reason_and_no_empty_table(world) -> None:
    leave_out(world, "SAM")
    shown = render_sheet(build(world.assessment.pk, "Alice", {}))
    assert "No such work here" in shown
    assert "The model names no" not in shown


def test_a_model_without_marks_leaves_it_to_the_organization(alice) -> None:
    setting = planned(alice)
    leave_out(setting, "SCM")
    assert Scope.objects.get().is_applicable is False


def test_the_page_offers_it_only_there(world, alice) -> None:
    page = alice.client.get(scope_url(alice, world.assessment)).content.decode()
    assert 'name="reason-SAM"' in page
    assert 'name="reason-CM"' not in page
    assert page.count('value="not_applicable"') == 1


def test_what_is_stored_stays_readable_and_can_be_taken_back(world, alice) -> None:
    ScopeFactory(
        assessment=world.assessment, node=world.nodes["CM"], is_applicable=False, reason="Old words"
    )
    page = alice.client.get(scope_url(alice, world.assessment)).content.decode()
    assert "Old words" in page
    assert "The model does not allow this here; leave it out of scope instead." in page
    sent = {"expected_version": world.assessment.version, "place-CM": "", "place-SST": "in"}
    answer = alice.client.post(scope_url(alice, world.assessment), sent)
    assert answer.status_code == 302
    assert list(Scope.objects.values_list("node__code", "is_applicable")) == [("SST", True)]


def test_the_interface_says_what_may_not_apply(world, alice) -> None:
    areas = alice.api.get(f"/api/v1/assessments/{world.assessment.pk}/scope/").json()["areas"]
    assert {each["code"]: each["may_not_apply"] for each in areas} == {
        "CM": False,
        "SAM": True,
        "SST": False,
        "SSD": False,
    }
