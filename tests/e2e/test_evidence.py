"""From an interview to a confirmed finding in a browser: consent, evidence, matrix, discussion."""

from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import Finding
from tests.assessments.results_world import World, make_world
from tests.e2e.steering import tab

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SAID = "Nobody here has seen a written agreement."


@pytest.fixture
def world(alice) -> World:
    """An assessment whose answers are in."""
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["no"] * 5 + ["yes"])
    return made


@pytest.fixture
def page_at(context_at, sign_in, alice, live_server, world):
    """page_at(390) -> the interviews as the program lead sees them."""

    def make(width: int) -> Page:
        context = context_at(width)
        sign_in(context, alice.user)
        page = context.new_page()
        path = reverse("assessments:interviews", args=["acme", world.assessment.pk])
        page.goto(live_server.url + path)
        return page

    return make


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def hold_an_interview(page: Page, axe) -> None:
    assert axe(page) == []
    follow(page, "Plan an interview")
    assert axe(page) == []
    page.get_by_label("Role asked").fill("Ward managers")
    page.get_by_label("Group").check()
    press(page, "Save")
    press(page, "Mark as held")
    page.locator("#hold").get_by_role("button", name="The interview was held").click()
    expect(page.locator("main")).to_contain_text("No consent recorded")
    page.get_by_role("textbox", name="Note").fill(SAID)
    practices = page.get_by_role("listbox", name="About")
    practices.select_option(label=practices.locator("option", has_text="SCM-P1").inner_text())
    page.get_by_label("It is not done").check()
    press(page, "Save the note")


def use_the_note(page: Page, axe) -> None:
    expect(page.get_by_role("button", name="Use as evidence")).to_be_disabled()
    press(page, "Record consent")
    page.locator("#consent").get_by_role("button", name="Record consent").click()
    expect(page.locator("main")).to_contain_text("Spoken")
    press(page, "Use as evidence")
    expect(page.locator("main")).to_contain_text("Evidence")
    assert axe(page) == []


def write_a_finding(page: Page) -> None:
    tab(page, "Findings")
    follow(page, "Write a finding")
    page.get_by_label("Weakness").check()
    page.get_by_label("In one line").fill("Wards have no agreement, says Pat Example1")
    page.get_by_label("About").select_option(index=1)
    press(page, "Save the finding")
    expect(page.locator("main")).to_contain_text("may name somebody")
    page.get_by_label("In one line").fill("Wards have no agreement")
    press(page, "Save it all the same")


def take_evidence_in(page: Page, axe, code: str) -> None:
    tab(page, "Evidence")
    assert axe(page) == []
    follow(page, "SCM")
    assert axe(page) == []
    row = page.locator("tbody tr", has_text=code)
    expect(row).to_contain_text("1 not done")
    expect(row).to_contain_text("Corroborated")
    row.get_by_role("link", name=code).click()
    page.locator("summary", has_text="Take into a finding").click()
    assert axe(page) == []
    press(page, "Take into a finding")
    page.locator("summary", has_text="Add evidence").click()
    page.get_by_label("Kind of source").select_option(label="Questionnaire")
    page.get_by_label("Supports the finding").check()
    page.get_by_role("combobox", name="Question", exact=True).select_option(index=1)
    press(page, "Add evidence")
    expect(page.locator("main")).to_contain_text("2 independent sources support it")


def discuss_and_confirm(page: Page, axe) -> None:
    tab(page, "Discussions")
    assert axe(page) == []
    page.locator("summary", has_text="Plan a discussion").first.click()
    press(page, "Plan a discussion")
    press(page, "Mark as held")
    page.get_by_label("How many attended").fill("7")
    page.locator("#hold").get_by_role("button", name="The discussion was held").click()
    follow(page, "Record the outcome")
    assert axe(page) == []
    page.get_by_label("Changed").check()
    page.get_by_label("In one line").fill("Most wards have no agreement")
    page.get_by_label("Reason").fill("Two wards have one.")
    press(page, "Record the outcome")
    expect(page.locator("main")).to_contain_text("Discussed")
    assert axe(page) == []
    follow(page, "Most wards have no agreement")
    press(page, "Confirm")
    step = page.locator("#confirm-finding")
    step.get_by_role("button", name="Confirm the finding").click()
    expect(page.locator("main .lead")).to_contain_text("Confirmed as changed")


@pytest.mark.parametrize("width", [1440, 390])
def test_from_an_interview_to_a_confirmed_finding(page_at, axe, width) -> None:
    page = page_at(width)
    axe = partial(axe, contrast=width == 1440)
    hold_an_interview(page, axe)
    use_the_note(page, axe)
    write_a_finding(page)
    take_evidence_in(page, axe, "SCM-P1")
    discuss_and_confirm(page, axe)
    assert Finding.objects.get().state == "changed"
