"""Pages of analysis, ratings, findings and results: as lead, member, sponsor, outsider, nobody."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from assessments.models import ActionItem, AgreedRating, Evidence, Finding
from assessments.queries.outcome import outcome
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    EvidenceFactory,
    FindingFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"], ["We do", "", "Never"])
    made.answer("SCM-P2", ["yes", "no", "dont_know", "dont_know", "", "does_not_apply"], ["Secret"])
    made.answer("SRM-P1", ["yes"] * 3 + ["no"] * 3)
    return made


@pytest.fixture
def finding(world, alice):
    return FindingFactory(
        assessment=world.assessment,
        node=world.node("SCM-P1"),
        title="Five doors",
        text="Requests arrive by five doors.",
        written_by=alice.user,
    )


@pytest.fixture
def action(world, alice, finding):
    return ActionItemFactory(
        assessment=world.assessment, finding=finding, owner=alice.user, text="Close four doors"
    )


@pytest.fixture
def everybody(alice, bob, sponsor, charlie):
    """Lead, member, sponsor, outsider."""
    return alice, bob, sponsor, charlie


def url(name, *args):
    return reverse(f"assessments:{name}", args=["acme", *args])


def test_analysis_shows_counts_and_hides_small_groups(alice, world):
    page = alice.client.get(url("analysis", world.assessment.pk))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Krippendorff" in text
    found = page.context["analysis"]
    assert [(i.code, i.tally and (i.tally.yes, i.tally.no)) for i in found.items] == [
        ("SCM-P1", (4, 1)),
        ("SCM-P2", None),
        ("SRM-P1", (3, 3)),
        ("SRM-P2", None),
    ]
    assert found.participation.rate == 1.0


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"sort": "-middle"}, ["SCM", "SRM"]),
        ({"sort": "middle"}, ["SRM", "SCM"]),
        ({"sort": "agreement"}, ["SRM", "SCM"]),
        ({"only": "split"}, ["SRM"]),
        ({"level": "2"}, ["SCM", "SRM"]),
    ],
)
def test_analysis_sorts_and_filters(query, codes, alice, world):
    page = alice.client.get(url("analysis", world.assessment.pk), query)
    assert [line.area.code for line in page.context["lines"]] == codes


def test_analysis_area_shows_comments_of_shown_questions_only(alice, world):
    page = alice.client.get(url("analysis_area", world.assessment.pk, world.node("SCM").pk))
    text = page.content.decode()
    assert "Never" in text
    assert "Secret" not in text
    assert "Pat Example" not in text
    missing = alice.client.get(url("analysis_area", world.assessment.pk, world.node("SPM").pk))
    assert missing.status_code == 404


def test_analysis_area_of_a_named_assessment_shows_names(alice, world):
    world.assessment.mode = "named"
    world.assessment.save()
    text = alice.client.get(
        url("analysis_area", world.assessment.pk, world.node("SCM").pk)
    ).content.decode()
    assert "Secret" in text
    assert "Pat Example2" in text


TEAM_ONLY = [
    "analysis",
    "analysis_units",
    "analysis_probes",
    "analysis_workbook",
    "ratings",
    "agree",
    "finding_new",
    "action_item_new",
]


@pytest.mark.parametrize("name", TEAM_ONLY)
def test_team_pages(name, everybody, world):
    address = url(name, world.assessment.pk)
    found = [person.client.get(address).status_code for person in everybody]
    assert found == [200, 403, 403, 404]
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["analysis", "ratings"])
def test_team_pages_before_collecting_has_ended(name, alice, world):
    world.assessment.state = "collecting"
    world.assessment.save()
    assert alice.client.get(url(name, world.assessment.pk)).status_code == 409


@pytest.mark.parametrize("name", ["results", "findings"])
def test_results_are_for_everybody_once_agreed(name, alice, bob, charlie, world):
    address = url(name, world.assessment.pk)
    assert alice.client.get(address).status_code == 200
    assert bob.client.get(address).status_code == 403
    world.assessment.state = "agreed"
    world.assessment.save()
    assert bob.client.get(address).status_code == 200
    assert charlie.client.get(address).status_code == 404


def test_results_before_analysis_say_so(alice, world):
    world.assessment.state = "collecting"
    world.assessment.save()
    text = alice.client.get(url("results", world.assessment.pk)).content.decode()
    assert "No results yet" in text


def rate(person, world, code, **more):
    values = {"value": "satisfied", "reason": "Seen", "agreed_by": "", "expected_version": 0}
    address = url("rate", world.assessment.pk, world.node(code).pk)
    headers = {"HX-Request": "true"} if more.pop("htmx", False) else {}
    return person.client.post(address, values | more, headers=headers)


def test_rate_saves_and_comes_back_to_the_goal(alice, world):
    answer = rate(alice, world, "SCM-G1", agreed_by="The team")
    goal = world.node("SCM-G1").pk
    assert answer.headers["Location"] == f"{url('ratings', world.assessment.pk)}#goal-{goal}"
    row = AgreedRating.objects.get()
    assert (row.value, row.reason, row.agreed_by, row.version) == (
        "satisfied",
        "Seen",
        "The team",
        1,
    )


def test_rate_by_htmx_brings_goal_area_and_level(alice, world):
    rate(alice, world, "SCM-G1")
    text = rate(alice, world, "SCM-G2", htmx=True).content.decode()
    assert 'id="value-SCM" hx-swap-oob="true"' in text
    assert 'id="level-panel"' in text
    assert "2 of 4 goals rated" in text
    assert "<html" not in text


def test_rate_without_reason_comes_back_with_the_error(alice, world):
    answer = rate(alice, world, "SCM-G1", reason="")
    assert answer.status_code == 400
    assert "a rating needs its reason" in answer.content.decode()
    assert (
        "a rating needs its reason"
        in rate(alice, world, "SCM-G1", reason="", htmx=True).content.decode()
    )
    assert not AgreedRating.objects.exists()


def opened(answer):
    """Codes of the key process areas that the page of ratings shows unfolded."""
    page = BeautifulSoup(answer.content, "html.parser")
    bodies = page.select("details.fold[open] > .fold-body")
    return [body["id"].removeprefix("area-") for body in bodies]


def test_ratings_open_the_area_to_go_on_with(alice, world):
    address = url("ratings", world.assessment.pk)
    areas = [area.code for area in outcome(world.assessment, for_team=True).areas]
    assert opened(alice.client.get(address)) == areas[:1]
    for goal in outcome(world.assessment, for_team=True).areas[0].goals:
        rate(alice, world, goal.code)
    assert opened(alice.client.get(address)) == areas[1:2]


def test_ratings_open_the_area_with_the_error(alice, world):
    areas = outcome(world.assessment, for_team=True).areas
    answer = rate(alice, world, areas[1].goals[0].code, reason="")
    assert opened(answer) == [areas[0].code, areas[1].code]


def test_rated_goal_leads_on_to_the_next(alice, world):
    goals = [g for area in outcome(world.assessment, for_team=True).areas for g in area.goals]
    text = rate(alice, world, goals[1].code, htmx=True).content.decode()
    assert f'<a href="#goal-{goals[2].id}">On to {goals[2].code}</a>' in text
    text = rate(alice, world, goals[-1].code, htmx=True).content.decode()
    assert f"On to {goals[0].code}" in text


def test_rate_stale_shows_both_texts(alice, world):
    rate(alice, world, "SCM-G1", reason="First text")
    answer = rate(alice, world, "SCM-G1", reason="Second text")
    assert answer.status_code == 409
    assert "First text" in answer.content.decode()
    assert "Second text" in answer.content.decode()


def test_rate_as_others(bob, charlie, world):
    assert rate(bob, world, "SCM-G1").status_code == 403
    assert rate(charlie, world, "SCM-G1").status_code == 404


def test_agree_and_take_up_again(alice, bob, world):
    rate(alice, world, "SCM-G1")
    agreed = alice.client.post(url("agree", world.assessment.pk), {"agreed_by": "Alice and Ann"})
    assert agreed.headers["Location"] == url("results", world.assessment.pk)
    assert "Alice and Ann" in bob.client.get(agreed.headers["Location"]).content.decode()
    address = url("take_up_again", world.assessment.pk)
    assert bob.client.post(address, {"reason": "x"}).status_code == 403
    assert alice.client.get(address).status_code == 200
    assert alice.client.post(address, {"reason": ""}).status_code == 400
    assert alice.client.post(address, {"reason": "New document"}).status_code == 302
    world.assessment.refresh_from_db()
    assert (world.assessment.state, world.assessment.agreed_by) == ("analyzing", "")


def test_goal_shows_its_thread(alice, bob, charlie, world, finding):
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"), reason="We saw it")
    address = url("goal", world.assessment.pk, world.node("SCM-G1").pk)
    text = alice.client.get(address).content.decode()
    assert "We saw it" in text
    assert "Five doors" in text
    assert "yes 4, no 1" in text
    assert bob.client.get(address).status_code == 403
    assert charlie.client.get(address).status_code == 404
    nothing = url("goal", world.assessment.pk, world.node("SPM-G1").pk)
    assert alice.client.get(nothing).status_code == 404


def test_finding_new_edit_and_name_warning(alice, world):
    values = {
        "kind": "weakness",
        "node": world.node("SCM-G1").pk,
        "title": "Pat Example1 does it all",
        "text": "",
        "solution_direction": "",
    }
    warned = alice.client.post(url("finding_new", world.assessment.pk), values)
    assert "Found: Pat Example" in warned.content.decode()
    assert not Finding.objects.exists()
    values["names_seen"] = "on"
    made = alice.client.post(url("finding_new", world.assessment.pk), values)
    row = Finding.objects.get()
    assert made.headers["Location"] == url("finding", row.pk)
    assert "Found: Pat Example" in alice.client.get(made.headers["Location"]).content.decode()
    edit = url("finding_edit", row.pk)
    assert alice.client.get(edit).status_code == 200
    changed = values | {"title": "One person does it all", "expected_version": 1}
    assert alice.client.post(edit, changed).status_code == 302
    stale = alice.client.post(edit, values | {"title": "Other", "expected_version": 1})
    assert stale.status_code == 409
    assert "One person does it all" in stale.content.decode()
    assert alice.client.post(url("finding_new", world.assessment.pk), {}).status_code == 400


def test_finding_evidence_confirm_withdraw(alice, world, finding):
    add = url("evidence_add", finding.pk)
    good = {"source": "questionnaire", "polarity": "supports", "item": world.items["SCM-P1"].pk}
    assert alice.client.post(add, {**good, "item": ""}).status_code == 400
    assert alice.client.post(add, good).status_code == 302
    confirm = url("finding_confirm", finding.pk)
    step = {"reason": "Clear", "expected_version": 1}
    alone = alice.client.post(confirm, step)
    assert alone.status_code == 400
    assert "two independent sources" in alone.content.decode()
    talk = {"source": "interview", "polarity": "supports", "origin": "Talk 1", "note": "Quiet"}
    alice.client.post(add, talk)
    assert alice.client.post(confirm, step).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "confirmed"
    piece = Evidence.objects.get(source="interview")
    gone = alice.client.post(url("evidence_withdraw", piece.pk))
    assert gone.headers["Location"] == url("finding", finding.pk)
    finding.refresh_from_db()
    assert finding.state == "preliminary"


def test_finding_drop_and_reopen(alice, bob, world, finding):
    world.assessment.state = "agreed"
    world.assessment.save()
    page = url("finding", finding.pk)
    assert bob.client.get(page).status_code == 200
    drop = url("finding_drop", finding.pk)
    assert bob.client.post(drop, {"reason": "No", "expected_version": 1}).status_code == 403
    assert alice.client.post(drop, {"reason": "", "expected_version": 1}).status_code == 400
    assert alice.client.post(drop, {"reason": "No", "expected_version": 1}).status_code == 302
    assert bob.client.get(page).status_code == 403
    assert alice.client.get(page).status_code == 200
    again = alice.client.post(url("finding_reopen", finding.pk), {"expected_version": 2})
    assert again.status_code == 302


def test_finding_hides_origins_and_names_from_others(bob, charlie, world, finding):
    world.assessment.state = "agreed"
    world.assessment.save()
    finding.text = "pat example1 opens one."
    finding.save()
    EvidenceFactory(finding=finding, origin="Talk with the desk", note="Said quietly")
    text = bob.client.get(url("finding", finding.pk)).content.decode()
    assert "Talk with the desk" not in text
    assert "Said quietly" not in text
    assert "example1" not in text
    assert "[…] opens one." in text
    assert charlie.client.get(url("finding", finding.pk)).status_code == 404


def test_action_item_from_finding_to_done(alice, bob, charlie, world, finding):
    new = url("finding_action_new", finding.pk)
    assert alice.client.get(new).status_code == 200
    values = {"text": "Close doors", "owner": bob.user.pk, "due_on": "2026-06-30"}
    assert alice.client.post(new, values | {"owner": charlie.user.pk}).status_code == 400
    assert alice.client.post(new, values).status_code == 302
    item = ActionItem.objects.get()
    assert (item.finding, item.owner, item.due_on) == (finding, bob.user, date(2026, 6, 30))
    page = url("action_item", item.pk)
    assert bob.client.get(page).status_code == 200
    assert charlie.client.get(page).status_code == 404
    edit = values | {"text": "Close four", "expected_version": 1}
    assert bob.client.post(page, edit).status_code == 403
    assert alice.client.post(page, edit).status_code == 302
    done = bob.client.post(url("action_item_complete", item.pk), {"expected_version": 2})
    assert done.status_code == 302
    item.refresh_from_db()
    assert (item.text, item.state) == ("Close four", "done")


def test_action_item_alone_dropped_and_again(alice, sponsor, world):
    values = {"text": "Train", "owner": alice.user.pk, "due_on": "2026-06-30"}
    assert alice.client.post(url("action_item_new", world.assessment.pk), values).status_code == 302
    item = ActionItem.objects.get()
    drop = url("action_item_drop", item.pk)
    assert sponsor.client.post(drop, {"reason": "x", "expected_version": 1}).status_code == 403
    assert alice.client.post(drop, {"reason": "", "expected_version": 1}).status_code == 400
    assert alice.client.post(drop, {"reason": "Later", "expected_version": 1}).status_code == 302
    again = alice.client.post(url("action_item_reopen", item.pk), {"expected_version": 2})
    assert again.status_code == 302


QUERIES = {
    "analysis": 9,
    "analysis_units": 10,
    "analysis_probes": 11,
    "analysis_workbook": 11,
    "ratings": 20,
    "results": 15,
    "findings": 8,
}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", list(QUERIES))
def test_query_count(name, rows, alice, world, django_assert_num_queries):
    for n in range(rows):
        ParticipantFactory(assessment=world.assessment, unit=f"U{n}")
        found = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
        EvidenceFactory(finding=found)
        ActionItemFactory(assessment=world.assessment, finding=found, owner=alice.user)
    alice.client.get(url(name, world.assessment.pk))  # what is published is read once
    with django_assert_num_queries(QUERIES[name]):
        assert alice.client.get(url(name, world.assessment.pk)).status_code == 200


@pytest.mark.parametrize("practices", [1, 30])
def test_query_count_of_one_area_and_goal(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    for code in world.items:
        world.answer(code, ["yes"] * 6, ["A comment"] * 6)
    alice.client.get(url("ratings", world.assessment.pk))  # what is published is read once
    with django_assert_num_queries(12):
        alice.client.get(url("analysis_area", world.assessment.pk, world.node("SCM").pk))
    with django_assert_num_queries(12):
        alice.client.get(url("goal", world.assessment.pk, world.node("SCM-G1").pk))
    with django_assert_num_queries(19):
        alice.client.get(url("ratings", world.assessment.pk))


@pytest.mark.parametrize("rows", [1, 30])
def test_query_count_of_one_finding(rows, alice, world, finding, django_assert_num_queries):
    for n in range(rows):
        EvidenceFactory(finding=finding, origin=f"Talk {n}")
        ActionItemFactory(assessment=world.assessment, finding=finding, owner=alice.user)
    alice.client.get(url("finding", finding.pk))  # the method is read once
    with django_assert_num_queries(17):
        alice.client.get(url("finding", finding.pk))
