"""The invariants of A2I (assessment methods, section 1.4), one by one.

HELD_BY names the tests that hold each of them elsewhere; what had none is tested here.
"""

import hashlib
import json
from datetime import date
from importlib import import_module

import pytest
from django.db.models import F

from assessments import kickoff_report, policies, preliminary_report, reports
from assessments.models import (
    ActionItem,
    AgreedRating,
    Answer,
    Evidence,
    Finding,
    ItemTally,
    Participant,
    Scope,
)
from assessments.queries.findings import findings_to_act_on, standing_of
from assessments.services.actions import agree_action
from assessments.services.discussions import agree_action_in
from assessments.services.evidence import add_evidence
from assessments.services.finding_states import confirm_finding
from cip.kernel.errors import InvalidInput, WrongState
from cip.reports.plain import document_to_json
from tests.assessments.a2i import shipped
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 6, 30)
HELD_BY = {
    1: ["test_steps.test_opening_waits_for_the_gates"],
    2: [
        "test_services_answers.test_submit_counts_once_and_locks",
        "test_additions.test_what_was_submitted_stays",
    ],
    3: [
        "rules.test_counting.test_six_kinds_are_counted_apart",
        "rules.test_analysis.test_no_statistic_of_values_counts_other_codes",
        "test_services_answers.test_save_counts_chosen_answers_only",
    ],
    4: [
        "test_services_results.test_confirm_needs_two_sources_and_a_reason_against_contradiction",
        "test_services_interviews.test_a_follow_up_is_no_second_source",
        "rules.test_evidence.test_standing",
    ],
    5: [
        "test_assessment_report.test_build_releases_nothing_confidential",
        "test_names_found.test_everything_released_is_looked_at",
        "test_disclosure_channels.test_no_hidden_cell_follows_from_all_outputs_together",
    ],
    6: [
        "rules.test_rating.test_level_worked_example",
        "rules.test_rating.test_one_more_goal_moves_bounds_one_way_only",
    ],
    7: [
        "test_fact_queries.test_facts_of_concluding",
        "test_steps.test_agreeing_waits_and_closing_waits",
    ],
    8: [
        "test_services_discussions.test_uncorroborated_only_with_label_and_reason",
        "test_services_results.test_write_finding_refuses_what_is_out_of_scope",
    ],
    9: [
        "test_services_results.test_rate_goal_refuses",
        "test_steps.test_the_plan_fixes_model_and_scope",
        "test_snapshots.test_the_database_refuses_to_change_what_was_frozen",
    ],
    10: [
        "test_policies_results.test_evidence_is_for_the_team",
        "test_services_answers.test_nobody_else_sees_a_response",
        "test_views_fill.test_account_door",
    ],
    11: ["test_assessment_report.test_build_is_the_same_twice"],
    12: [
        "test_comparing.test_across_models_by_the_crosswalk",
        "test_comparing.test_models_without_a_visible_crosswalk_tell_nothing",
        "rules.test_transfer.test_nothing_transfers_that_the_crosswalk_does_not_reach_whole",
    ],
}


@pytest.fixture
def world(alice):
    """Led by A2I, with a confirmed weakness."""
    made = make_world(alice.organization, alice.user, method_version=shipped("a2i"))
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"])
    return made


def agreed(alice, world, finding=None):
    return agree_action(
        actor=alice.actor,
        assessment=world.assessment,
        text="Close four doors",
        owner_id=alice.user.pk,
        due_on=DUE,
        finding_id=finding and finding.pk,
    )


@pytest.mark.parametrize("name", [name for names in HELD_BY.values() for name in names])
def test_each_invariant_has_its_tests(name):
    module, _dot, test = name.rpartition(".")
    assert callable(getattr(import_module(f"tests.assessments.{module}"), test))


def test_all_twelve_are_held():
    assert list(HELD_BY) == list(range(1, 13))


# 4: one person's answer and interview are not independent


def test_one_voice_in_the_questionnaire_is_no_source(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P2"))
    known = {"actor": alice.actor, "finding": finding, "source": "questionnaire"}
    world.answer("SCM-P2", ["yes", "dont_know", "dont_know"])
    for mode in ("named", "confidential"):
        finding.assessment.mode = mode
        finding.assessment.save()
        with pytest.raises(InvalidInput, match="Too few people answered"):
            add_evidence(**known, polarity="supports", item_id=world.items["SCM-P2"].pk)
    made = add_evidence(**known, polarity="supports", item_id=world.items["SCM-P1"].pk)
    assert made.item == world.items["SCM-P1"]


# 8: every action traces to a finding, the finding to its evidence, both to an area in scope


def test_an_action_is_about_a_finding(alice, world):
    with pytest.raises(InvalidInput) as refused:
        agreed(alice, world)
    assert refused.value.fields == {"finding": ["Choose the finding that the action is about."]}
    assert ActionItem.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        ("preliminary", "is preliminary"),
        ("discussed", None),
        ("confirmed", None),
        ("changed", None),
        ("dropped", "was dropped"),
    ],
)
def test_the_finding_was_discussed_or_confirmed(alice, world, state, refused):
    finding = FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), state=state, state_reason="So"
    )
    assert findings_to_act_on(world.assessment).exists() == (refused is None)
    if refused is None:
        assert agreed(alice, world, finding).finding == finding
    else:
        with pytest.raises(WrongState, match=refused):
            agreed(alice, world, finding)


def test_a_finding_under_discussion_carries_actions(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    discussion = DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))
    known = {"text": "Close four", "owner_id": alice.user.pk, "due_on": DUE}
    made = agree_action_in(actor=alice.actor, discussion=discussion, finding_id=finding.pk, **known)
    assert made.finding == finding
    with pytest.raises(InvalidInput):
        agree_action_in(actor=alice.actor, discussion=discussion, **known)


def test_the_pages_ask_for_the_finding(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    where = f"/o/acme/assessments/{world.assessment.pk}/action-items/new/"
    values = {"text": "Close four", "owner": alice.user.pk, "due_on": "2026-06-30"}
    assert alice.client.post(where, values).status_code == 400
    assert alice.client.post(where, values | {"finding": finding.pk}).status_code == 400
    page = f"/o/acme/findings/{finding.pk}/"
    assert "This finding is preliminary. Agree the action" in alice.client.get(page).text
    assert alice.client.get(f"{page}action-items/new/").status_code == 409
    Finding.objects.update(state="discussed")
    assert "This finding is preliminary" not in alice.client.get(page).text
    assert alice.client.post(where, values | {"finding": finding.pk}).status_code == 302
    sent = values | {"assessment": str(world.assessment.pk), "owner": str(alice.user.pk)}
    assert alice.api.post("/api/v1/action-items/", sent).status_code == 400
    assert ActionItem.objects.get().finding == finding


def test_methods_that_do_not_ask_for_it_let_actions_stand_alone(alice):
    free = make_world(alice.organization, alice.user)
    assert agreed(alice, free).finding is None


def test_actions_of_before_stay_readable(alice, world):
    item = ActionItemFactory(assessment=world.assessment, owner=alice.user, text="Train")
    assert alice.client.get(f"/o/acme/action-items/{item.pk}/").status_code == 200
    assert "Train" in alice.client.get(f"/o/acme/assessments/{world.assessment.pk}/findings/").text


def test_a_confirmed_finding_has_two_pieces_of_evidence_or_says_so(alice, world):
    finding = FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), state="discussed"
    )
    EvidenceFactory(finding=finding, origin="Talk 1")
    known = {"actor": alice.actor, "finding": finding, "expected_version": 1}
    with pytest.raises(WrongState):
        confirm_finding(**known)
    assert not standing_of(finding.pk).may_be_confirmed
    EvidenceFactory(finding=finding, origin="Talk 2")
    assert standing_of(finding.pk).may_be_confirmed


# 10: the sponsor reads what is released and the actions, and no raw answer


def test_the_sponsor_reads_results_and_actions_and_no_answer(alice, sponsor, world):
    world.assessment.mode = "named"
    world.assessment.state = "agreed"
    world.assessment.save()
    Answer.objects.update(comment="Whispered")
    finding = FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), state="confirmed"
    )
    item = ActionItemFactory(assessment=world.assessment, finding=finding, owner=alice.user)
    key = world.assessment.pk
    where = f"/o/acme/assessments/{key}"
    for path in ("results/", "findings/"):
        page = sponsor.client.get(f"{where}/{path}")
        assert page.status_code == 200
        assert "Whispered" not in page.text
    assert sponsor.client.get(f"/o/acme/action-items/{item.pk}/").status_code == 200
    for path in ("analysis/", f"analysis/{world.node('SCM').pk}/", "participants/", "evidence/"):
        assert sponsor.client.get(f"{where}/{path}").status_code == 403
    assert sponsor.api.get("/api/v1/my-responses/").json()["count"] == 0
    with pytest.raises(Exception, match="Only the assessment team"):
        policies.check_can_see_analysis(sponsor.actor, world.assessment)


# 11: made again from the same state, a report says the same


@pytest.mark.parametrize("build", [reports.build, preliminary_report.build, kickoff_report.build])
def test_a_report_made_again_says_the_same(alice, world, build, time_machine):
    for code in ("SCM-G1", "SCM-G2", "SRM-G1"):
        AgreedRatingFactory(assessment=world.assessment, node=world.node(code))
    for n in range(4):
        finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
        EvidenceFactory(finding=finding, origin=f"Talk {n}")
        EvidenceFactory(finding=finding, origin=f"Round {n}")
        ActionItemFactory(
            assessment=world.assessment, finding=finding, owner=alice.user, due_on=DUE
        )
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    first = _content(build, world)
    for model in (Finding, Evidence, ActionItem, AgreedRating, Participant, Scope, ItemTally):
        for row in reversed(model.objects.order_by("pk")):  # the rows lie elsewhere now
            model.objects.filter(pk=row.pk).update(id=F("id"))
    time_machine.move_to("2026-03-03T17:00:00Z", tick=False)
    assert _content(build, world) == first


def _content(build, world):
    said = document_to_json(build(world.assessment.pk, "Alice", {}))
    said["control"].pop("prepared_at")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
