"""Pages and API of the steps: what they show to whom, and what they refuse in words."""

import pytest
from django.urls import reverse

from assessments.models import GateWaiver, Statement, StepRecord
from cip.access.roles import Role
from tests.assessments.a2i import Walk, led_by_a2i, shipped
from tests.assessments.results_world import make_world
from tests.assessments.setting import planned
from tests.factories.assessments import AgreedRatingFactory, FindingFactory


@pytest.fixture
def walk(alice, sponsor) -> Walk:
    return led_by_a2i(planned(alice, people=2).assessment, alice, sponsor)


def url(name, *args):
    return reverse(f"assessments:{name}", args=["acme", *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_board_says_what_blocks_and_whose_turn_it_is(walk: Walk, alice, bob) -> None:
    for person in (alice, bob):
        page = text(person.client.get(url("steps", walk.assessment.pk)))
        assert "Next: P1 Appoint a sponsor" in page
        assert "Turn: Sponsor (Sophie)" in page
        assert "The sponsor has not accepted the role yet." in page
        assert "0 of 16 steps of the method are settled" in page


def test_overview_begins_with_the_next_step(walk: Walk, alice) -> None:
    page = text(alice.client.get(url("detail", walk.assessment.pk)))
    assert "Next: P1 Appoint a sponsor" in page
    assert "Before the questionnaire can be opened, these steps must be passed:" in page
    assert "Open the questionnaire and send" not in page
    walk.to_kick_off()
    page = text(alice.client.get(url("detail", walk.assessment.pk)))
    assert "Open the questionnaire and send the invitations now?" in page


def test_overview_says_who_waits_for_whom(walk: Walk, alice, bob, sponsor, make_person) -> None:
    address = url("detail", walk.assessment.pk)
    page = text(sponsor.client.get(address))
    assert "Your turn: P1 Appoint a sponsor" in page
    assert "Waiting for:" not in page.split("Open at the same time")[0]
    advisor = make_person("Ada", Role.ADVISOR)
    for person in (bob, advisor):
        page = text(person.client.get(address))
        assert "Next: P1 Appoint a sponsor" in page
        assert "Waiting for: Sponsor (Sophie)" in page
        assert "Nothing is expected from you here; results open to everybody" in page
    walk.to_kick_off()
    assert "Waits for this:" in text(alice.client.get(address))


def test_opening_too_early_leads_to_the_board(walk: Walk, alice) -> None:
    answer = alice.client.post(url("open", walk.assessment.pk), follow=True)
    assert answer.redirect_chain == [(url("steps", walk.assessment.pk), 302)]
    assert "The questionnaire cannot be opened yet. P1, Appoint a sponsor" in text(answer)


def test_agreeing_and_closing_too_early_lead_to_the_board(alice, sponsor) -> None:
    world = make_world(alice.organization, alice.user)
    led_by_a2i(world.assessment, alice, sponsor)
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"))
    answer = alice.client.post(url("agree", world.assessment.pk), {"agreed_by": "All"}, follow=True)
    assert "The ratings cannot be agreed yet. P1" in text(answer)
    before = alice.client.get(answer.request["PATH_INFO"].replace("steps/", "agree/"))
    assert "in the way" in text(before)
    assert "P1, Appoint a sponsor" in text(before)
    world.assessment.state = "agreed"
    world.assessment.save()
    answer = alice.client.post(url("close", world.assessment.pk), follow=True)
    assert "The assessment cannot be closed yet. P1" in text(answer)


def test_state_done_waive_and_take_back(walk: Walk, alice, sponsor) -> None:
    pk = walk.assessment.pk
    stated = sponsor.client.post(
        url("state_fact", pk, "P1", "sponsor_accepted"),
        {"happened_on": "2026-03-02", "note": "Gladly"},
    )
    assert stated["Location"] == url("step", pk, "P1")
    assert Statement.objects.get().note == "Gladly"
    alice.client.post(url("step_act", pk, "P1", "done"), {"note": "Agreed"})
    assert walk.state("P1") == "passed"
    waived = sponsor.client.post(url("waive_gate", pk, "P2", "approved"), {"reason": "Small"})
    assert waived.status_code == 302
    assert "Waived by Sophie" in text(alice.client.get(url("step", pk, "P2")))
    sponsor.client.post(url("unwaive_gate", pk, "P2", "approved"))
    assert GateWaiver.objects.get().withdrawn_by == sponsor.user
    sponsor.client.post(url("withdraw_fact", pk, "P1", "sponsor_accepted"))
    assert walk.state("P1") == "blocked"


def test_errors_stand_at_their_form(walk: Walk, alice, sponsor) -> None:
    pk = walk.assessment.pk
    page = sponsor.client.post(url("waive_gate", pk, "P2", "approved"), {"reason": ""})
    assert (page.status_code, "This field is required." in text(page)) == (400, True)
    page = alice.client.post(
        url("state_fact", pk, "P5", "plan_signed"), {"happened_on": "2199-01-01", "note": "Kept"}
    )
    assert page.status_code == 400
    assert "That day has not come yet." in text(page)
    assert "Kept" in text(page)
    assert alice.client.get(url("step", pk, "P9")).status_code == 404
    assert alice.client.post(url("step_act", pk, "P1", "burn")).status_code == 404
    page = alice.client.post(url("step_act", pk, "P1", "done"))
    assert (page.status_code, "This step cannot be passed yet." in text(page)) == (409, True)


def test_who_is_offered_what(walk: Walk, alice, bob, sponsor) -> None:
    pk = walk.assessment.pk
    for person, states, waives in (
        (alice, False, False),
        (bob, False, False),
        (sponsor, True, True),
    ):
        page = text(person.client.get(url("step", pk, "P2")))
        assert ("State that it is so" in page) is states
        assert ("Waive this gate" in page) is waives
    answer = bob.client.post(url("step_act", pk, "P1", "begin"))
    assert answer.status_code == 403
    assert "Only the assessment team and the sponsor" in text(answer)


def test_others_than_the_team_read_no_names_and_no_notes(alice, bob, sponsor) -> None:
    world = make_world(alice.organization, alice.user)
    walk = led_by_a2i(world.assessment, alice, sponsor)
    FindingFactory(
        assessment=world.assessment, node=world.node("SCM"), title="Nobody writes it down"
    )
    walk.to_kick_off()
    StepRecord.objects.update(note="Only for the team")
    step = url("step", world.assessment.pk, "E5")
    assert "Nobody writes it down" in text(alice.client.get(step))
    page = text(bob.client.get(step))
    assert "Nobody writes it down" not in page
    assert "not labelled uncorroborated: 1 of them." in page
    first = url("step", world.assessment.pk, "P1")
    assert "Only for the team" in text(sponsor.client.get(first))
    assert "Only for the team" not in text(bob.client.get(first))
    board = bob.api.get(f"/api/v1/assessments/{world.assessment.pk}/board/")
    assert "Nobody writes it down" not in board.content.decode()
    assert "Only for the team" not in board.content.decode()


def test_form_offers_methods_that_fit(alice) -> None:
    setting = planned(alice)
    shipped("a2i")
    shipped("cmmi-appraisal")
    page = text(
        alice.client.get(
            url("method_choices", setting.assessment.program_id),
            {"model_version": setting.model.version.pk},
        )
    )
    assert "A2I self-assessment 1.1. For every model of this kind." in page
    assert "CMMI" not in page


def test_my_work_shows_my_steps(walk: Walk, alice, bob, sponsor) -> None:
    home = "/o/acme/"
    assert "P1 Appoint a sponsor in “First look”" in text(sponsor.client.get(home))
    assert "P1 Appoint a sponsor" not in text(alice.client.get(home))
    walk.say("sponsor_accepted", sponsor)
    assert "P1 Appoint a sponsor in “First look”" in text(alice.client.get(home))
    assert "P1 Appoint a sponsor" not in text(bob.client.get(home))


def test_report_lists_waivers(alice, sponsor) -> None:
    world = make_world(alice.organization, alice.user)
    walk = led_by_a2i(world.assessment, alice, sponsor)
    walk.waive("P3", "two_members", "Pat Example1 is ill")
    preview = reverse("reports:preview", args=["acme", "assessment", world.assessment.pk])
    page = text(alice.client.get(preview))
    assert "Waived gates" in page
    assert "The team has at least two members." in page
    assert "[…] is ill" in page


def test_api_walks_a_step(walk: Walk, alice, sponsor) -> None:
    where = f"/api/v1/assessments/{walk.assessment.pk}"
    board = alice.api.get(f"{where}/board/").json()
    assert (board["next"], board["is_finished"]) == ("P1", False)
    first = board["phases"][0]["steps"][0]
    assert (first["state"], first["turn"]) == ("ready", ["Sponsor (Sophie)"])
    refused = alice.api.post(f"{where}/statements/", {"fact": "sponsor_accepted"}, format="json")
    assert refused.status_code == 403
    sponsor.api.post(f"{where}/statements/", {"fact": "sponsor_accepted"}, format="json")
    done = alice.api.post(f"{where}/step-acts/", {"step": "P1", "act": "done"}, format="json")
    assert done.status_code == 200
    assert (done.json()["next"], done.json()["records"][0]["act"]) == ("P2", "done")
    waiver = {"step": "P2", "gate": "approved", "reason": "Small"}
    waived = sponsor.api.post(f"{where}/waivers/", waiver, format="json").json()
    assert waived["phases"][0]["steps"][1]["gates"][0]["waiver"]["reason"] == "Small"
    del waiver["reason"]
    sponsor.api.post(f"{where}/waivers/withdraw/", waiver, format="json")
    taken = sponsor.api.post(
        f"{where}/statements/withdraw/", {"fact": "sponsor_accepted"}, format="json"
    ).json()
    assert taken["phases"][0]["steps"][0]["state"] == "blocked"
    answer = alice.api.post(f"{where}/open/")
    assert answer.status_code == 409
    assert "The questionnaire cannot be opened yet." in answer.content.decode()
    methods = alice.api.get("/api/v1/method-versions/").json()["results"]
    assert {method["code"] for method in methods} == {"A2I", "FREE"}
