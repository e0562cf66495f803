"""One person's answers from two windows or devices at once, through every interruption."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Participant
from tests.assessments.setting import collecting
from tests.e2e.test_questionnaire import answer, begin, stored, wait_until_saved

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

STATUS = "[data-save-status]"
LONG = "Lorem ipsum. " * 80_000  # a little over 1 MB


@pytest.fixture
def setting(live_server, alice):
    return collecting(alice, people=1)


@pytest.fixture
def link(live_server, setting):
    """The address of the participant's personal link."""
    return live_server.url + reverse("links:fill", args=[setting.link(setting.people[0])])


@pytest.fixture(params=["tabs", "devices"])
def windows(request, context_at, link, watched) -> tuple[Page, Page]:
    """Two windows at the first part: of one browser, or on a computer and a phone."""
    watched.allow("409", "ERR_INTERNET_DISCONNECTED")
    one = context_at(1440)
    other = one if request.param == "tabs" else context_at(390)
    first, second = one.new_page(), other.new_page()
    begin(first, link)
    second.goto(first.url)
    return first, second


def comment(page: Page, number: int, words: str) -> None:
    """Write a comment on the question with that place on the page, and leave the field."""
    question = page.locator("[data-question]").nth(number)
    field = question.locator("[data-comment]")
    if not field.is_visible():
        question.get_by_text("Comment or evidence").click()
    field.fill(words)
    field.blur()


def offline(pages: tuple[Page, ...], is_offline: bool) -> None:
    """Cut the network of the pages, or bring it back to one after the other."""
    for page in pages:
        page.context.set_offline(is_offline)


def shown(page: Page, number: int) -> tuple[str, str]:
    """What a question shows: the chosen answer and the comment."""
    question = page.locator("[data-question]").nth(number)
    chosen = question.locator("input:checked")
    return (
        chosen.get_attribute("value") if chosen.count() else "",
        question.locator("[data-comment]").input_value(),
    )


def test_different_questions_offline_and_back_are_all_kept(windows):
    first, second = windows
    offline(windows, True)
    answer(first, 0, "Yes")
    comment(first, 0, "from the first")
    answer(second, 1, "No")
    comment(second, 1, "from the second")
    for page in windows:
        expect(page.locator(STATUS)).to_contain_text("Waiting for the network")
    assert stored() == {}
    offline(windows, False)
    for page in windows:
        wait_until_saved(page)
    assert stored() == {"SCM-P1": ("yes", "from the first"), "SCM-P2": ("no", "from the second")}


def test_same_question_offline_and_back_shows_both_even_after_a_reload(windows):
    first, second = windows
    offline(windows, True)
    answer(first, 0, "Yes")
    comment(first, 0, "from the first")
    answer(second, 0, "No")
    comment(second, 0, "from the second")
    offline(windows, False)
    chooser = "[data-choose]:not([hidden])"
    first.locator(f"{chooser}, {STATUS}[data-state=saved]").first.wait_for()
    second.locator(f"{chooser}, {STATUS}[data-state=saved]").first.wait_for()
    loser = next(page for page in windows if page.locator(chooser).count())
    won = stored()["SCM-P1"]
    lost = ("no", "from the second") if won[0] == "yes" else ("yes", "from the first")
    assert sorted([won, lost]) == [("no", "from the second"), ("yes", "from the first")]
    loser.reload()
    expect(loser.locator("[data-theirs]")).to_contain_text(won[1])
    expect(loser.locator("[data-mine]")).to_contain_text(lost[1])
    assert stored() == {"SCM-P1": won}
    loser.get_by_role("button", name="Keep what stands here").click()
    wait_until_saved(loser)
    assert stored() == {"SCM-P1": lost}


def test_both_of_two_windows_that_were_closed_offline_are_kept(windows, context_at, link):
    first, second = windows
    offline(windows, True)
    answer(first, 0, "Yes")
    comment(first, 0, "from the first")
    answer(second, 0, "No")
    comment(second, 0, "from the second")
    contexts = [page.context for page in windows]
    part = first.url
    for page in windows:
        page.close()
    seen = set()
    for context in contexts:  # one browser that opens twice, or two devices
        context.set_offline(False)
        again = context.new_page()
        again.goto(part)
        again.locator(f"[data-choose]:not([hidden]), {STATUS}[data-state=saved]").first.wait_for()
        seen.add(shown(again, 0))
    assert seen == {("yes", "from the first"), ("no", "from the second")}
    expect(again.locator("[data-theirs]")).to_contain_text(stored()["SCM-P1"][1])


def test_stale_window_goes_on_after_the_choice(windows):
    first, second = windows
    answer(first, 0, "Yes")
    wait_until_saved(first)
    answer(second, 0, "No")
    expect(second.locator("[data-choose]").first).to_be_visible()
    answer(second, 1, "Yes")  # other questions are saved meanwhile
    expect(second.locator(STATUS)).to_contain_text("choose which answer stays")
    second.get_by_role("button", name="Take the other answer").click()
    wait_until_saved(second)
    answer(second, 0, "Don't know")
    wait_until_saved(second)
    expect(second.locator("[data-choose]").first).to_be_hidden()
    assert stored() == {"SCM-P1": ("dont_know", ""), "SCM-P2": ("yes", "")}


def revoke(_first: Page) -> str:
    """The lead withdraws the invitation."""
    Participant.objects.update(revoked_at=timezone.now())
    return "withdrawn"


def submit_elsewhere(first: Page) -> str:
    """The person hands in from the other window."""
    first.goto(first.url.partition("/areas/")[0] + "/review/")
    first.get_by_role("button", name="Submit my answers").click()
    first.wait_for_url("**/done/")
    return "submitted"


@pytest.mark.parametrize("happening", [revoke, submit_elsewhere])
def test_what_is_typed_too_late_stays_and_never_looks_saved(
    windows: tuple[Page, Page], watched, happening: Callable[[Page], str]
):
    watched.allow("410")
    first, second = windows
    answer(second, 0, "Yes")
    wait_until_saved(second)
    word = happening(first)
    comment(second, 1, "Typed too late.")
    expect(second.locator("[data-problem]")).to_contain_text(word)
    expect(second.locator(STATUS)).to_contain_text("not saved")
    second.wait_for_timeout(2_500)  # the clock that says how long ago one saved ticks on
    expect(second.locator(STATUS)).to_contain_text("not saved")
    assert second.locator(f"{STATUS}[data-state=saved]").count() == 0
    second.get_by_role("button", name="Next").click()
    assert shown(second, 1) == ("", "Typed too late.")
    assert stored()["SCM-P1"] == ("yes", "")
    assert "Typed too late." not in str(stored())


def test_comment_of_a_megabyte_stays_and_says_what_to_do(page_at, link, watched):
    watched.allow("400")
    page = page_at(1440)
    begin(page, link)
    comment(page, 0, LONG)
    status = page.locator("[data-question]").first.locator("[data-status]")
    expect(status).to_contain_text("characters")
    expect(page.locator(STATUS)).to_contain_text("could not be saved")
    assert stored() == {}
    answer(page, 1, "Yes")
    expect(page.locator("[data-overall]")).to_contain_text("1 of 6")
    page.reload()
    expect(status).to_contain_text("characters")
    assert shown(page, 0) == ("", LONG)
    comment(page, 0, "Shorter now.")
    wait_until_saved(page)
    assert stored() == {"SCM-P1": ("", "Shorter now."), "SCM-P2": ("yes", "")}


def test_session_that_ended_keeps_the_draft_for_the_next_one(
    *, live_server, setting, bob, context_at, sign_in, watched
):
    Participant.objects.create(
        assessment=setting.assessment, user=bob.user, name="Bob", email=bob.user.email
    )
    context = context_at(1440)
    sign_in(context, bob.user)
    page = context.new_page()
    begin(page, live_server.url + reverse("assessments:fill", args=["acme", setting.assessment.pk]))
    part = page.url
    context.clear_cookies(name="sessionid")
    answer(page, 0, "No")
    expect(page.locator(STATUS)).to_contain_text("signed out")
    comment(page, 0, "Written while signed out.")
    page.close()
    sign_in(context, bob.user)
    again = context.new_page()
    again.goto(part)
    wait_until_saved(again)
    assert shown(again, 0) == ("no", "Written while signed out.")
    assert stored() == {"SCM-P1": ("no", "Written while signed out.")}
