"""The whole thread in a browser: from signing in to the downloaded roadmap, with a real worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from cip.access.roles import Role
from roadmap.models import Dependency, InitiativeSource
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
    tab,
)
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.small_model import small_model

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"
ALICE, BEN, CARA = "alice@acme.example", "ben@acme.example", "cara@elsewhere.example"
FINDING = "Wards have no written agreement"
FIRST, SECOND = "Agreement for every ward", "Quarterly review with wards"


@pytest.fixture
def desk(live_server, context_at) -> Iterator[BrowserContext]:
    """Alice's browser; she has an account and the maturity model is in the catalog."""
    alice = UserFactory(name="Alice", email=ALICE, password=PASSWORD)
    EmailAddress.objects.create(user=alice, email=ALICE, verified=True, primary=True)
    MembershipFactory(
        user=alice,
        organization=OrganizationFactory(name="Acme", slug="acme"),
        roles=[Role.ADMIN.value, Role.PROGRAM_LEAD.value],
    )
    small_model()
    Client().get("/accounts/login/")  # loads what the first page needs before the clock runs
    expect.set_options(timeout=PATIENCE)
    yield patient(context_at(1440, base_url=live_server.url))
    expect.set_options(timeout=5_000)


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(ALICE)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/o/acme/")


def create_program(page: Page) -> None:
    page.goto("/o/acme/programs/new/")
    page.get_by_label("Name").fill("Dependable IT")
    page.get_by_label("Program lead").select_option(label="Alice")
    page.get_by_label("Starts on").fill(day(0))
    press(page, "Create the program")
    expect(page.locator("h1")).to_have_text("Dependable IT")


def create_team(page: Page) -> None:
    room(page, "CI teams")
    follow(page, "Set up the first team")
    page.get_by_label("Name").fill("Clear agreements")
    page.get_by_label("Lead").select_option(label="Alice")
    press(page, "Save")
    expect(page.locator("h1")).to_have_text("Clear agreements")


def invite_and_accept(page: Page, other: Page, mails: Path) -> None:
    page.goto("/o/acme/people/invite/")
    page.get_by_label("E-mail address").fill(BEN)
    page.get_by_label("Name").fill("Ben")
    page.get_by_label("CI team member").check()
    press(page, "Send the invitation")
    other.goto(link_for(mails, BEN, "/invitations/"))
    follow(other, "Create your account")
    other.get_by_label("Your name").fill("Ben")
    other.locator("input[name=password1]").fill(PASSWORD)
    other.locator("input[name=password2]").fill(PASSWORD)
    press(other, "Create account")
    press(other, "Accept the invitation")
    other.wait_for_url("**/o/acme/")


def set_up_assessment(page: Page) -> None:
    page.goto("/o/acme/programs/")
    follow(page, "Dependable IT")
    room(page, "Assessments")
    follow(page, "New assessment")
    page.get_by_label("Title").fill("First look")
    page.get_by_label("Maturity model").select_option(index=1)
    page.locator("input[name=mode][value=named]").check()
    page.get_by_label("Lead assessor").select_option(label="Alice")
    press(page, "Save")
    tab(page, "Scope")
    press(page, "All of level 2")
    expect(page.locator("select[name='place-SCM']")).to_have_value("in")
    page.get_by_role("button", name="Save the scope").click()


def add_participants(page: Page) -> None:
    tab(page, "Participants")
    follow(page, "Add participants")
    page.get_by_label("Ben").check()
    press(page, "Add these members")
    for name, address in (("Cara", CARA), ("Dan", "")):
        follow(page, "Add participants")
        page.get_by_role("textbox", name="Name", exact=True).fill(name)
        page.get_by_role("textbox", name="E-mail address", exact=True).fill(address)
        press(page, "Add this person")


def open_and_answer(page: Page, ben: Page, phone: Page, third: Page, mails: Path) -> None:
    tab(page, "Where it stands")
    press(page, "Open the questionnaire")
    agree_in_dialog(page)
    expect(page.get_by_text("People are answering")).to_be_visible()
    tab(page, "Participants")
    press(page, "Make link")
    link = page.locator("#personal-link").inner_text()
    follow(page, "Back to the participants")
    ben.goto(link_for(mails, BEN, "/o/acme/"))
    answer_all(ben, "Yes")
    phone.goto(link_for(mails, CARA, "/q/"))
    answer_all(phone, "No")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    third.goto(link)
    answer_all(third, "Don't know")
    tab(page, "Where it stands")
    follow(page, "Close collecting")
    press(page, "Close collecting")


def rate_goals(page: Page) -> None:
    tab(page, "Analysis")
    expect(page.locator("main")).to_contain_text("Service Commitment Management")
    tab(page, "Ratings")
    page.get_by_role("button", name="Open all").click()
    for card in page.locator("article[id^=goal-]").all():
        first = "SCM-G1" in card.inner_text()
        card.get_by_label("Unsatisfied" if first else "Satisfied", exact=True).check()
        card.get_by_label("Reason").fill("We looked at ten records.")
        card.get_by_role("button", name="Save the rating").click()
        expect(card.get_by_role("status")).to_have_text("Saved")


def write_finding(page: Page) -> None:
    tab(page, "Findings")
    follow(page, "Write a finding")
    page.get_by_label("Weakness").check()
    page.get_by_label("About").select_option(index=1)
    page.get_by_label("In one line").fill(FINDING)
    page.get_by_label("Direction for a solution").fill("Two pages for every ward.")
    press(page, "Save the finding")
    for source, fill in (("Questionnaire", ""), ("Interview", "Interview, ward managers")):
        page.locator("summary", has_text="Add evidence").click()
        page.get_by_label("Kind of source").select_option(label=source)
        page.get_by_label("Supports the finding").check()
        if fill:
            page.get_by_label("Origin").fill(fill)
        else:
            page.get_by_role("combobox", name="Question", exact=True).select_option(index=1)
        press(page, "Add evidence")
    press(page, "Confirm")
    step = page.locator("#confirm-finding")
    step.get_by_label("Reason").fill("Nobody doubted it, so it was not discussed again.")
    step.get_by_role("button", name="Confirm the finding").click()
    expect(page.locator("main")).to_contain_text("2 independent sources support it")
    expect(page.locator("main .lead")).to_contain_text("Confirmed")


def agree_ratings(page: Page) -> None:
    room(page, "Assessments")
    follow(page, "First look")
    tab(page, "Ratings")
    follow(page, "Agree the ratings")
    page.get_by_label("Agreed by").fill("Alice and Ben")
    press(page, "Agree the ratings")
    tab(page, "Results")
    expect(page.locator("main")).to_contain_text("Service Commitment Management")


def plan_from_finding(page: Page) -> None:
    tab(page, "Findings")
    follow(page, FINDING)
    follow(page, "Make an initiative")
    page.get_by_label("Title").fill(FIRST)
    page.get_by_label("Starts on").fill(day(10))
    page.get_by_label("Due on").fill(day(60))
    press(page, "Make an initiative")
    expect(page.locator("h1")).to_have_text(FIRST)
    expect(page.locator("main")).to_contain_text(FINDING)
    assert InitiativeSource.objects.get().finding.title == FINDING


def depend_and_refuse_a_circle(page: Page) -> None:
    room(page, "Roadmap")
    follow(page, "Clear agreements")
    follow(page, "Add initiative")
    page.get_by_role("textbox", name="Initiative", exact=True).fill(SECOND)
    page.get_by_label("Starts on").fill(day(61))
    page.get_by_label("Due on").fill(day(120))
    page.locator("main form button.button-primary").click()
    expect(page.locator("h1")).to_have_text(SECOND)
    follow(page, "It waits for something")
    page.get_by_label("Waits for").select_option(index=1)
    page.locator("main form button.button-primary").click()
    expect(page.locator("h1")).to_have_text(SECOND)
    assert Dependency.objects.count() == 1
    follow(page, FIRST)
    follow(page, "It waits for something")
    page.get_by_label("Waits for").select_option(index=1)
    page.locator("main form button.button-primary").click()
    expect(page.locator("main")).to_contain_text(f"in a circle: {SECOND} → {FIRST} → {SECOND}")
    assert Dependency.objects.count() == 1


def roadmap_and_way_back(page: Page) -> None:
    room(page, "Roadmap")
    follow(page, "Clear agreements")
    press(page, "Agree")
    agree_in_dialog(page)
    room(page, "Roadmap")
    page.locator("svg a", has_text=FIRST).first.click()
    expect(page.locator("h1")).to_have_text(FIRST)
    follow(page, FINDING)
    expect(page.locator("h1")).to_have_text(FINDING)


def test_thread(desk: BrowserContext, context_at, live_server, mailbox: Path, watched) -> None:  # noqa: F811
    watched.allow("400 (Bad Request)")  # the circle that is refused
    page = desk.new_page()
    ben = patient(context_at(1440, base_url=live_server.url)).new_page()
    sign_in(page)
    create_program(page)
    create_team(page)
    invite_and_accept(page, ben, mailbox)
    set_up_assessment(page)
    add_participants(page)
    phone = patient(context_at(390)).new_page()
    third = patient(context_at(1440)).new_page()
    open_and_answer(page, ben, phone, third, mailbox)
    rate_goals(page)
    write_finding(page)
    agree_ratings(page)
    plan_from_finding(page)
    depend_and_refuse_a_circle(page)
    roadmap_and_way_back(page)

    room(page, "Roadmap")
    text = printed(page)
    for part in ("Dependable IT", "Clear agreements", FIRST, SECOND, FINDING):
        assert part in text
    room(page, "Assessments")
    follow(page, "First look")
    tab(page, "Results")
    text = printed(page)
    for part in ("First look", "Service Commitment Management", FINDING, "level 2"):
        assert part in text
