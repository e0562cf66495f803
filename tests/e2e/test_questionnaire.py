"""Filling in a questionnaire in a real browser: phone, keyboard, offline, two windows."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from assessments.models import Answer, Assessment, Participant, Response
from tests.assessments.setting import collecting

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SAVED = "[data-save-status][data-state=saved]"


@pytest.fixture
def setting(live_server, alice):
    return collecting(alice, people=1)


@pytest.fixture
def link(live_server, setting):
    """The address of the participant's personal link."""
    return live_server.url + reverse("links:fill", args=[setting.link(setting.people[0])])


def begin(page, link):
    """Open the first part through the link."""
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/areas/SCM/")


def answer(page, number, words):
    """Choose an answer of the question with that place on the page."""
    page.locator("[data-question]").nth(number).get_by_text(words, exact=True).click()


def wait_until_saved(page):
    expect(page.locator(SAVED)).to_contain_text("Saved")


def stored():
    """What is stored, by the question's code."""
    rows = Answer.objects.order_by("item__position")
    return {
        code: (choice, comment)
        for code, choice, comment in rows.values_list("item__question__code", "choice", "comment")
    }


def named():
    """What is named as evidence, in the order of the questions."""
    return list(Answer.objects.order_by("item__position").values_list("evidence", flat=True))


def no_sideways_scrolling(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_from_link_to_thanks(page_at, link, axe, scheme):
    page = page_at(390, scheme)
    page.goto(link)
    assert axe(page) == []
    begin(page, link)
    assert axe(page) == []
    assert no_sideways_scrolling(page)
    answer(page, 0, "Yes")
    answer(page, 1, "Don't know")
    page.locator("[data-question]").nth(1).get_by_text("Comment or evidence").click()
    assert axe(page) == []
    page.get_by_label("Comment on question 2").fill("Ask the service desk.")
    page.get_by_label("What shows this? Question 2").fill("Ticket 48213\nhttps://wiki.example/x")
    page.get_by_label("What shows this? Question 2").blur()
    wait_until_saved(page)
    assert no_sideways_scrolling(page)
    assert named() == ["", "Ticket 48213\nhttps://wiki.example/x"]
    page.reload()
    assert page.get_by_label("What shows this? Question 2").input_value().startswith("Ticket")
    assert stored() == {
        "SCM-P1": ("yes", ""),
        "SCM-P2": ("dont_know", "Ask the service desk."),
    }
    box = page.locator(".answer").first.bounding_box()
    assert box["height"] >= 44
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/areas/SPM/")
    expect(page.locator("[data-overall]")).to_contain_text("2 of 6")
    answer(page, 0, "No")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/areas/SRM/")
    page.get_by_role("button", name="Review and submit").first.click()
    page.wait_for_url("**/review/")
    expect(page.get_by_text("3 questions are unanswered")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Submit my answers").click()
    page.wait_for_url("**/done/")
    assert axe(page) == []
    page.get_by_role("link", name="Read my answers").click()
    expect(page.get_by_text("Ask the service desk.")).to_be_visible()
    expect(page.get_by_text("Ticket 48213")).to_be_visible()
    assert axe(page) == []
    assert Response.objects.get().state == "submitted"


def test_offline_answers_wait_and_are_sent_when_back(page_at, link, watched):
    watched.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = page_at(390)
    begin(page, link)
    page.context.set_offline(True)
    answer(page, 0, "No")
    answer(page, 1, "Yes")
    page.get_by_text("Comment or evidence").first.click()
    page.get_by_label("What shows this? Question 1").fill("The log")
    expect(page.locator("[data-save-status]")).to_contain_text("Waiting for the network")
    assert stored() == {}
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('cip-answers-'))")
    page.context.set_offline(False)
    wait_until_saved(page)
    assert stored() == {"SCM-P1": ("no", ""), "SCM-P2": ("yes", "")}
    assert named() == ["The log", ""]
    assert not page.evaluate(
        "Object.keys(localStorage).some((key) => key.startsWith('cip-answers-'))"
    )


def test_without_a_network_the_page_stays_and_says_so(page_at, link, watched):
    watched.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = page_at(390)
    begin(page, link)
    answer(page, 0, "No")
    wait_until_saved(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    told = page.locator("[data-unreachable]")
    expect(told).to_contain_text("There is no network just now")
    answer(page, 1, "Yes")
    page.context.set_offline(False)
    wait_until_saved(page)
    expect(told).to_be_hidden()
    assert stored() == {"SCM-P1": ("no", ""), "SCM-P2": ("yes", "")}
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/areas/SPM/")


def test_submitting_without_a_network_is_told_and_can_be_repeated(page_at, link, watched):
    watched.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = page_at(390)
    begin(page, link)
    answer(page, 0, "No")
    wait_until_saved(page)
    page.goto(f"{link}review/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.get_by_text("Nothing was submitted.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Submit my answers").click()
    page.wait_for_url("**/done/")
    assert Response.objects.get().state == "submitted"


def test_answers_of_a_closed_window_are_sent_by_the_next(context_at, link, watched):
    watched.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    context = context_at(390)
    page = context.new_page()
    begin(page, link)
    context.set_offline(True)
    answer(page, 0, "No")
    expect(page.locator("[data-save-status]")).to_contain_text("Waiting for the network")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(link)
    wait_until_saved(page)
    assert page.locator("[data-question] input[value=no]").first.is_checked()
    assert stored() == {"SCM-P1": ("no", "")}


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Keep what stands here", ("no", "second")), ("Take the other answer", ("yes", "first"))],
)
def test_two_windows_never_overwrite_silently(*, context_at, link, axe, watched, button, kept):
    watched.allow("409")
    context = context_at(1440)
    first, second = context.new_page(), context.new_page()
    begin(first, link)
    second.goto(first.url)
    first.get_by_text("Comment or evidence").first.click()
    first.get_by_label("Comment on question 1").fill("first")
    first.get_by_label("What shows this? Question 1").fill("The log")
    answer(first, 0, "Yes")
    wait_until_saved(first)
    second.get_by_text("Comment or evidence").first.click()
    second.get_by_label("Comment on question 1").fill("second")
    second.get_by_label("What shows this? Question 1").fill("A page")
    answer(second, 0, "No")
    chooser = second.locator("[data-choose]").first
    expect(chooser).to_be_visible()
    for side, words in (("theirs", ("first", "The log")), ("mine", ("second", "A page"))):
        for text in words:
            expect(chooser.locator(f"[data-{side}]")).to_contain_text(text)
    assert axe(second) == []
    assert stored() == {"SCM-P1": ("yes", "first")}
    chooser.get_by_role("button", name=button).click()
    wait_until_saved(second)
    assert stored() == {"SCM-P1": kept}
    assert second.get_by_label("Comment on question 1").input_value() == kept[1]
    assert named() == [{"second": "A page", "first": "The log"}[kept[1]]]


def test_what_an_older_script_kept_erases_no_evidence(page_at, link, setting):
    page = page_at(390)
    begin(page, link)
    page.get_by_text("Comment or evidence").first.click()
    page.get_by_label("What shows this? Question 1").fill("The log")
    answer(page, 0, "Yes")
    wait_until_saved(page)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved")
    left = {"choice": "no", "comment": "Left behind", "version": Answer.objects.get().version}
    item = str(setting.items[0].pk)
    page.evaluate(
        "([key, entries]) => localStorage.setItem(key, JSON.stringify(entries))",
        [f"cip-answers-{Response.objects.get().pk}", {item: {**left, "area": "SCM"}}],
    )
    page.reload()
    wait_until_saved(page)
    assert stored() == {"SCM-P1": ("no", "Left behind")}
    assert named() == ["The log"]
    assert page.get_by_label("What shows this? Question 1").input_value() == "The log"


def test_what_is_chosen_before_the_script_has_come_is_saved(page_at, link):
    page = page_at(390)
    begin(page, link)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"js/questionnaire\b"), hold)
    with page.expect_request(re.compile(r"js/questionnaire\b")):
        page.reload(wait_until="commit")
    answer(page, 0, "Yes")
    held.pop().continue_()
    page.unroute(re.compile(r"js/questionnaire\b"))
    wait_until_saved(page)
    assert stored() == {"SCM-P1": ("yes", "")}


def test_keyboard_alone(page_at, link):
    page = page_at(1440)
    begin(page, link)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("4")
    page.keyboard.press("c")
    page.keyboard.type("1 2 3")
    page.keyboard.press("Shift+Tab")
    page.locator("[data-question] input:checked").nth(1).focus()
    page.keyboard.press("e")
    page.keyboard.type("page 3")
    page.keyboard.press("Shift+Tab")
    wait_until_saved(page)
    assert named() == ["", "page 3"]
    assert stored() == {"SCM-P1": ("yes", ""), "SCM-P2": ("dont_know", "1 2 3")}
    page.locator("[data-question] input:checked").first.focus()
    page.keyboard.press("0")
    expect(page.locator("[data-overall]")).to_contain_text("1 of 6")
    wait_until_saved(page)
    page.wait_for_function("!Object.keys(localStorage).length || true")
    assert page.locator("[data-question]").first.locator("input:checked").count() == 0


def test_without_scripts(page_at, link):
    page = page_at(390, java_script_enabled=False)
    begin(page, link)
    answer(page, 0, "Yes")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/areas/SPM/")
    page.get_by_role("button", name="Back").click()
    assert page.locator("[data-question] input[value=yes]").first.is_checked()
    assert stored() == {"SCM-P1": ("yes", "")}


def test_signed_out_meanwhile_keeps_the_draft(
    *, live_server, setting, bob, context_at, sign_in, watched
):
    Participant.objects.create(
        assessment=setting.assessment, user=bob.user, name="Bob", email=bob.user.email
    )
    context = context_at(1440)
    sign_in(context, bob.user)
    page = context.new_page()
    begin(page, live_server.url + reverse("assessments:fill", args=["acme", setting.assessment.pk]))
    cookies = context.cookies()
    context.clear_cookies(name="sessionid")
    answer(page, 0, "Yes")
    expect(page.locator("[data-save-status]")).to_contain_text("signed out")
    assert stored() == {}
    context.add_cookies(cookies)
    wait_until_saved(page)
    assert stored() == {"SCM-P1": ("yes", "")}


def test_closed_meanwhile_says_so(page_at, link, watched):
    watched.allow("410")
    page = page_at(390)
    begin(page, link)
    Assessment.objects.update(state="analyzing")
    answer(page, 0, "Yes")
    expect(page.locator("[data-problem]")).to_contain_text("closed")


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_the_lead_are_accessible(page_as_lead, live_server, setting, axe, width):
    page = page_as_lead(width)
    for name in ("detail", "scope", "participants", "participants_add", "edit"):
        path = reverse(f"assessments:{name}", args=["acme", setting.assessment.pk])
        page.goto(live_server.url + path)
        assert axe(page, contrast=width == 390) == [], name
        assert no_sideways_scrolling(page), name
