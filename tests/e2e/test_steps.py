"""The step board in a real browser: a gate blocks, the sponsor waives it, the team goes on."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import GateWaiver
from tests.assessments.a2i import led_by_a2i
from tests.assessments.setting import planned

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(live_server, alice, sponsor):
    made = led_by_a2i(planned(alice, people=2).assessment, alice, sponsor)
    made.say("sponsor_accepted", sponsor)
    made.say("budget_approved", sponsor)
    made.done("P1", "P2")
    return made


@pytest.fixture
def page_of(context_at, sign_in, live_server, walk):
    """page_of(person, 390) -> a page with the person's step board."""

    def make(person, width=1440):
        context = context_at(width)
        sign_in(context, person.user)
        page = context.new_page()
        path = reverse("assessments:steps", args=["acme", walk.assessment.pk])
        page.goto(live_server.url + path)
        return page

    return make


def test_gate_waiver_and_done(page_of, walk, alice, sponsor, axe) -> None:
    team, owner = page_of(alice), page_of(sponsor)
    expect(
        team.get_by_role("heading", name="Your turn: P3 Form the assessment team")
    ).to_be_visible()
    assert axe(team) == []
    team.get_by_role("link", name="Go to the step").click()
    expect(team.locator("#gate-two_members")).to_contain_text("1; at least 2 needed")
    expect(team.get_by_role("button", name="Declare done")).to_have_attribute(
        "aria-disabled", "true"
    )
    expect(team.get_by_role("button", name="Waive")).to_have_count(0)
    assert axe(team) == []
    owner.get_by_role("link", name="Go to the step").click()
    owner.locator("#gate-two_members").get_by_role("button", name="Waive").click()
    owner.get_by_label("Reason").fill("One assessor is enough for two areas.")
    assert axe(owner) == []
    owner.get_by_role("button", name="Waive the gate").click()
    expect(owner.locator("#gate-two_members")).to_contain_text("Waived by Sophie")
    assert GateWaiver.objects.get().note == "One assessor is enough for two areas."
    team.reload()
    team.get_by_role("button", name="Declare done").click()
    team.locator("#step-done").get_by_label("Note").fill("Formed on Monday.")
    team.locator("#step-done").get_by_role("button", name="Declare done").click()
    expect(team.locator(".page-head")).to_contain_text("Passed by waiver")
    expect(team.get_by_text("Formed on Monday.")).to_be_visible()


def test_stating_and_opening_on_a_phone(page_of, walk, alice, axe) -> None:
    walk.waive("P3", "two_members")
    walk.done("P3", "P4")
    page = page_of(alice, 390)
    page.get_by_role("link", name="Go to the step").click()
    page.get_by_text("State it").click()
    page.get_by_label("On which day").fill("2026-03-02")
    page.get_by_role("button", name="State that it is so").click()
    expect(page.locator("#gate-signed")).to_contain_text("The plan is signed.")
    expect(page.locator("#fact-plan_signed")).to_contain_text("was on 2 Mar 2026")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.get_by_role("button", name="Declare done").click()
    page.locator("#step-done").get_by_role("button", name="Declare done").click()
    expect(page.locator(".page-head")).to_contain_text("Passed")
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.get_by_text("these steps must be passed:")).to_be_visible()
    expect(page.get_by_role("link", name="E1 Kick-off with all employees")).to_be_visible()
