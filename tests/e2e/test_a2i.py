"""A whole A2I self-assessment in a browser, gate by gate, with a real worker: plan to roadmap."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from assessments.models import Answer, Assessment, GateWaiver, Response
from roadmap.models import InitiativeSource
from tests.assessments.a2i import shipped
from tests.conftest import Person
from tests.e2e.mailbox import broker, crew, link_for, mailbox  # noqa: F401 - fixtures
from tests.e2e.steering import (
    PATIENCE,
    agree_in_dialog,
    answer_all,
    day,
    follow,
    patient,
    press,
    printed,
    room,
)
from tests.factories.programs import CITeamFactory, ProgramFactory
from tests.small_model import small_model

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CARA, DAN = "cara@elsewhere.example", "dan@elsewhere.example"
PEOPLE = f"Cara Moss, {CARA}, Ward desk, agent\nDan Hill, {DAN}, Laboratory, engineer"
NAMES = ("Cara", "Moss", "Dan Hill", "elsewhere.example")
AREAS = ("SCM", "SRM")
WAIVED = "One assessor is enough for two areas."
FINDING = "Wards have no written agreement"
SAID = "Nobody here has seen a written agreement."
INITIATIVE = "Written agreements for all wards"


@dataclass
class Desk:
    """One person's browser before the assessment."""

    page: Page
    where: str

    def go(self, part: str = "") -> Page:
        """The page of that part of the assessment."""
        self.page.goto(f"{self.where}{part}")
        return self.page

    def step(self, code: str) -> Page:
        """The page of a step."""
        return self.go(f"steps/{code}/")

    def state(self, code: str, fact: str, number: int | None = None) -> None:
        """Say at the step that a fact holds, today."""
        row = self.step(code).locator(f"#fact-{fact}")
        row.get_by_text("State it").click()
        if number is not None:
            row.get_by_label("Number").fill(str(number))
        row.get_by_label("On which day").fill(day(0))
        row.get_by_role("button", name="State that it is so").click()
        expect(row).to_contain_text("Stated by")

    def gate(self, code: str, name: str) -> Locator:
        """A gate on the page of its step."""
        return self.step(code).locator(f"#gate-{name}")

    def done(self, *codes: str) -> None:
        """Declare steps done."""
        for code in codes:
            press(self.step(code), "Declare done")
            self.page.locator("#step-done").get_by_role("button", name="Declare done").click()
            expect(self.page.locator(".page-head")).to_contain_text("Passed")


@dataclass
class Run:
    """The assessment as those see it who lead and who sponsor it, and the participants' mails."""

    lead: Desk
    sponsor: Desk
    mails: Path

    def take_place(self, where: str) -> None:
        """The assessment exists now."""
        self.lead.where = self.sponsor.where = where


@pytest.fixture
def run(*, live_server, context_at, sign_in, alice, sponsor, mailbox) -> Iterator[Run]:  # noqa: F811
    """A program with lead, sponsor and a CI team; model and method are in the catalog."""
    program = ProgramFactory(
        organization=alice.organization, name="Dependable IT", lead=alice.user, sponsor=sponsor.user
    )
    CITeamFactory(program=program, name="Clear agreements")
    small_model(practices=2)
    shipped("a2i")
    Client().get("/accounts/login/")  # loads what the first page needs before the clock runs

    def desk(person: Person) -> Desk:
        context = patient(context_at(1440, base_url=live_server.url))
        sign_in(context, person.user)
        return Desk(context.new_page(), f"/o/acme/programs/{program.pk}/")

    expect.set_options(timeout=PATIENCE)
    yield Run(desk(alice), desk(sponsor), mailbox)
    expect.set_options(timeout=5_000)


def plan(run: Run) -> None:
    """P1 to P4: method chosen, sponsor and budget agreed, areas and people named."""
    page = run.lead.go("assessments/new/")
    page.get_by_label("Title").fill("First look")
    page.get_by_label("Maturity model").select_option(index=1)
    page.get_by_label("A2I").check()
    page.locator("input[name=mode][value=named]").check()
    page.get_by_label("Lead assessor").select_option(label="Alice")
    press(page, "Save")
    page.wait_for_url("**/assessments/*/scope/")
    run.take_place(f"/o/acme/assessments/{Assessment.objects.get().pk}/")
    run.sponsor.state("P1", "sponsor_accepted")
    run.sponsor.state("P2", "budget_approved")
    run.lead.done("P1", "P2")
    page = run.lead.go("scope/")
    press(page, "All of level 2")
    expect(page.locator("select[name='place-SCM']")).to_have_value("in")
    press(page, "Save the scope")
    page = run.lead.go("participants/add/")
    page.get_by_label("One person a line").fill(PEOPLE)
    press(page, "Add these people")
    expect(page.locator("main")).to_contain_text("2 people were added.")


def be_blocked_and_waived(run: Run) -> None:
    """One person is no team: opening is refused with that reason until the sponsor waives it."""
    page = run.lead.go()
    expect(page.get_by_text("these steps must be passed:")).to_be_visible()
    expect(page.get_by_role("link", name="P3 Form the assessment team")).to_be_visible()
    expect(page.get_by_role("button", name="Open the questionnaire")).to_have_count(0)
    gate = run.lead.gate("P3", "two_members")
    expect(gate).to_contain_text("1; at least 2 needed")
    expect(gate.get_by_role("button", name="Waive")).to_have_count(0)
    expect(run.lead.page.get_by_role("button", name="Declare done")).to_have_attribute(
        "aria-disabled", "true"
    )
    run.sponsor.gate("P3", "two_members").get_by_role("button", name="Waive").click()
    owner = run.sponsor.page
    owner.get_by_label("Reason").fill(WAIVED)
    owner.get_by_role("button", name="Waive the gate").click()
    expect(owner.locator("#gate-two_members")).to_contain_text("Waived by Sophie")
    assert GateWaiver.objects.get().note == WAIVED
    press(run.lead.step("P3"), "Declare done")
    run.lead.page.locator("#step-done").get_by_role("button", name="Declare done").click()
    expect(run.lead.page.locator(".page-head")).to_contain_text("Passed by waiver")


def open_questionnaire(run: Run) -> None:
    """P4, P5 and E1 settled, the questionnaire goes out."""
    run.lead.state("P5", "plan_signed")
    run.lead.done("P4", "P5")
    run.lead.state("E1", "kickoff_held")
    run.lead.done("E1")
    page = run.lead.go()
    press(page, "Open the questionnaire")
    agree_in_dialog(page)
    expect(page.get_by_text("People are answering")).to_be_visible()


def answer_on_a_phone(page: Page, run: Run) -> None:
    page.goto(link_for(run.mails, CARA, "/q/"))
    answer_all(page, "No", AREAS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def answer_through_a_gap_in_the_network(page: Page, run: Run) -> None:
    page.goto(link_for(run.mails, DAN, "/q/"))
    press(page, "Begin")
    page.wait_for_url("**/areas/SCM/")
    page.context.set_offline(True)
    first, second = page.locator("[data-question]").all()
    first.get_by_text("No", exact=True).click()
    second.get_by_text("Yes", exact=True).click()
    expect(page.locator("[data-save-status]")).to_contain_text("Waiting for the network")
    assert Answer.objects.filter(response__participant__name="Dan Hill").count() == 0
    page.context.set_offline(False)
    expect(page.locator("[data-save-status][data-state=saved]")).to_contain_text("Saved")
    press(page, "Next")
    page.wait_for_url("**/areas/SRM/")
    press(page, "Review and submit")
    page.wait_for_url("**/review/")
    press(page, "Submit my answers")
    page.wait_for_url("**/done/")


def close_collecting(run: Run) -> None:
    run.lead.state("E3", "response_rate_minimum", number=80)
    page = run.lead.go("close-collection/")
    press(page, "Close collecting")
    assert Response.objects.filter(state="submitted").count() == 2
    expect(run.lead.step("E2").locator(".page-head")).to_contain_text("Passed")
    expect(run.lead.go("analysis/").locator("main")).to_contain_text("Commitment Management")
    run.lead.done("E3")


def interview(run: Run) -> None:
    """Planned, held, consented to, noted; the note becomes evidence."""
    page = run.lead.go("interviews/new/")
    page.get_by_label("Role asked").fill("Ward managers")
    page.get_by_label("Group").check()
    press(page, "Save")
    press(page, "Mark as held")
    page.locator("#hold").get_by_role("button", name="The interview was held").click()
    expect(page.locator("main")).to_contain_text("No consent recorded")
    press(page, "Record consent")
    page.locator("#consent").get_by_role("button", name="Record consent").click()
    page.get_by_role("textbox", name="Note").fill(SAID)
    practices = page.get_by_role("listbox", name="About")
    practices.select_option(label=practices.locator("option", has_text="SCM-P1").inner_text())
    page.get_by_label("It is not done").check()
    press(page, "Save the note")
    press(page, "Use as evidence")
    expect(page.locator("[id^=note-]")).to_contain_text("Evidence")
    run.lead.done("E4")


def find_with_two_sources(run: Run) -> None:
    page = run.lead.go("findings/new/")
    page.get_by_label("Weakness").check()
    page.get_by_label("In one line").fill(FINDING)
    page.get_by_label("About").select_option(index=1)
    page.get_by_label("Direction for a solution").fill("Two pages for every ward.")
    press(page, "Save the finding")
    finding = page.url
    page.locator("summary", has_text="Add evidence").click()
    page.get_by_label("Kind of source").select_option(label="Questionnaire")
    page.get_by_label("Supports the finding").check()
    page.get_by_role("combobox", name="Question", exact=True).select_option(index=1)
    press(page, "Add evidence")
    expect(run.lead.gate("E5", "supported")).to_contain_text(FINDING)
    follow(run.lead.go("evidence/"), "SCM Service Commitment Management")
    page.locator("tbody").get_by_role("link", name="SCM-P1").first.click()
    page.locator("summary", has_text="Take into a finding").click()
    press(page, "Take into a finding")
    page.goto(finding)
    expect(page.locator("main")).to_contain_text("2 independent sources support it")
    run.lead.done("E5")


def discuss_and_confirm(run: Run) -> None:
    """One area is talked through, the other left out for a reason."""
    page = run.lead.go("discussions/")
    page.locator("#plan-SCM > summary").click()
    press(page, "Plan a discussion")
    press(page, "Mark as held")
    page.get_by_label("How many attended").fill("7")
    page.locator("#hold").get_by_role("button", name="The discussion was held").click()
    follow(page, "Record the outcome")
    page.get_by_label("Agreed as it stands").check()
    press(page, "Record the outcome")
    follow(page, FINDING)
    press(page, "Confirm")
    step = page.locator("#confirm-finding")
    step.get_by_role("button", name="Confirm the finding").click()
    expect(page.locator("main .lead")).to_contain_text("Confirmed")
    page = run.lead.go("discussions/")
    page.locator("#skip-SRM > summary").click()
    page.locator("#skip-SRM").get_by_label("Reason").fill("Everybody agreed already.")
    page.locator("#skip-SRM").get_by_role("button", name="Leave it out").click()
    run.lead.done("E6")


def rate_sign_and_agree(run: Run) -> None:
    page = run.lead.go("ratings/")
    page.get_by_role("button", name="Open all").click()
    for card in page.locator("article[id^=goal-]").all():
        first = "SCM-G1" in card.inner_text()
        card.get_by_label("Unsatisfied" if first else "Satisfied", exact=True).check()
        card.get_by_label("Reason").fill("We looked at ten records.")
        card.get_by_role("button", name="Save the rating").click()
        expect(card.get_by_role("status")).to_have_text("Saved")
    page = run.lead.go("ratings/")
    press(page, "Sign the ratings")
    expect(page.locator("#signatures")).to_contain_text("signed on")
    page = run.lead.go("agree/")
    expect(page.locator("main")).to_contain_text("Everybody in the team has signed")
    page.get_by_label("Agreed by").fill("The whole team")
    press(page, "Agree the ratings")
    expect(run.lead.step("E7").locator(".page-head")).to_contain_text("Passed")


def report(run: Run) -> None:
    """The result is told, printed by the worker and handed over."""
    run.lead.state("E8", "feedback_held")
    run.lead.done("E8")
    text = printed(run.lead.go("results/"))
    for part in (
        "First look",
        "Level 1 (Initial) is reached.",
        "P3 Form the assessment team",
        WAIVED,
        FINDING,
    ):
        assert part in text
    assert [name for name in NAMES if name in text] == []
    run.lead.state("A1", "report_delivered")
    run.lead.done("A1")


def carry_a_gap_to_the_roadmap(run: Run) -> None:
    page = run.lead.go("gaps/")
    aim = page.locator("#aim")
    aim.get_by_label("Level").select_option(label="2 Repeatable")
    aim.get_by_label("By").fill(day(200))
    press(page, "Set the targets")
    follow(page, "Make an initiative")
    page.get_by_label("Title").fill(INITIATIVE)
    page.get_by_label("CI team").select_option(label="Clear agreements")
    page.get_by_label("Starts on").fill(day(10))
    press(page, "Make an initiative")
    expect(page.locator("h1")).to_have_text(INITIATIVE)
    source = InitiativeSource.objects.get()
    assert source.gap.node.code == "SCM"
    room(page, "Roadmap")
    page.locator("svg a", has_text=INITIATIVE).first.click()
    expect(page.locator("h1")).to_have_text(INITIATIVE)
    follow(page, FINDING)
    expect(page.locator("h1")).to_have_text(FINDING)


def finish(run: Run) -> None:
    """Debriefed, nothing left open: the assessment can be closed."""
    run.lead.state("A2", "debrief_held")
    run.lead.done("A2", "A3")
    page = run.lead.go()
    press(page, "Close the assessment")
    agree_in_dialog(page)
    expect(page.get_by_text("This assessment is closed.")).to_be_visible()


def test_a_whole_self_assessment(run: Run, page_at, watched) -> None:
    watched.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    plan(run)
    be_blocked_and_waived(run)
    open_questionnaire(run)
    answer_on_a_phone(page_at(390), run)
    answer_through_a_gap_in_the_network(page_at(1440), run)
    close_collecting(run)
    interview(run)
    find_with_two_sources(run)
    discuss_and_confirm(run)
    rate_sign_and_agree(run)
    report(run)
    carry_a_gap_to_the_roadmap(run)
    finish(run)
