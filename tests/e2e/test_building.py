"""Build a questionnaire in a real browser, fill it in, change it while it is open."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Answer, QuestionnaireDraft
from assessments.rules.drafting import Draft
from assessments.services.assessments import open_questionnaire
from assessments.services.questionnaires import set_draft
from cip.kernel import clock
from tests.assessments.setting import planned
from tests.e2e.test_questionnaire import answer, begin, no_sideways_scrolling, wait_until_saved

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def setting(live_server, alice):
    return planned(alice, people=1)


@pytest.fixture
def lead_page(live_server, setting, alice, context_at, sign_in):
    """The questions of the assessment, as the lead sees them."""
    context = context_at(1440)
    sign_in(context, alice.user)
    page = context.new_page()
    page.goto(
        live_server.url + reverse("assessments:questions", args=["acme", setting.assessment.pk])
    )
    return page


def link(live_server, setting):
    return live_server.url + reverse("links:fill", args=[setting.link(setting.people[0])])


def stored():
    rows = Answer.objects.order_by("item__position").values_list(
        "item__question__code", "item__own_code", "choice"
    )
    return {code or own: choice for code, own, choice in rows}


def build(page, axe):
    """Reorder by keyboard, add an own question and a skip rule, look at the preview."""
    assert axe(page) == []
    page.get_by_role("button", name="Leave out: SCM-P2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".draft-rows .draft-row").first).to_have_id("q-SCM-P2")
    expect(page.locator("#q-SCM-P2 button[data-move=down]")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".draft-rows .draft-row").first).to_have_id("q-SCM-P1")

    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("Question").fill("Who keeps the list of services?")
    page.get_by_role("radio", name="Yes, partly, no:").check()
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#q-OWN-1")).to_contain_text("Who keeps the list of services?")

    page.get_by_role("link", name="Skip rule from the answer to SCM-P1").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("SCM-P2: ").check()
    assert axe(page) == []
    page.get_by_role("button", name="Add the rule").click()
    expect(page.locator("#rules")).to_contain_text("If SCM-P1 is answered “No”, skip SCM-P2.")

    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("Who keeps the list of services?")).to_be_visible()
    assert axe(page) == []


def fill_in(page, axe):
    """A rule hides a question and keeps its answer; the arrow key goes past it."""
    assert page.locator("[data-question]").count() == 3
    answer(page, 1, "Yes")
    wait_until_saved(page)
    answer(page, 0, "No")
    expect(page.locator("[data-question]").nth(1)).to_be_hidden()
    expect(page.locator("[data-overall]")).to_contain_text("1 of 6")
    page.locator("[data-question]").first.locator("input:checked").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    expect(page.locator("[data-overall]")).to_contain_text("2 of 6")
    wait_until_saved(page)
    assert stored() == {"SCM-P1": "no", "SCM-P2": "yes", "OWN-1": "partly"}
    assert axe(page) == []


def give_out(page, axe):
    """Add a question to the open questionnaire and give out version 2."""
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("Question").fill("How often is the list read?")
    page.get_by_role("radio", name="How often:").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Changed, and not given out yet")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Give out as a new version").click()
    page.get_by_role("dialog").get_by_role("button", name="Give out as a new version").click()
    expect(page.get_by_text("Version 2 is given out.")).to_be_visible()
    expect(page.locator(".version-list")).to_contain_text("How often is the list read?")


def test_from_building_to_the_next_version(*, live_server, setting, lead_page, page_at, axe):
    address = lead_page.url
    build(lead_page, axe)
    open_questionnaire(actor=setting.lead, assessment=setting.assessment, now=clock.now())
    setting.people[0].refresh_from_db()
    guest = page_at(390)
    begin(guest, link(live_server, setting))
    fill_in(guest, axe)
    lead_page.goto(address)
    give_out(lead_page, axe)
    guest.locator("[data-question]").nth(2).locator("label:has(input[value=no])").click()
    expect(guest.locator("[data-save-status]")).to_have_text("Saved")
    guest.reload()
    assert stored()["OWN-1"] == "no"
    expect(guest.get_by_text("The questions were changed")).to_be_visible()
    fresh = guest.locator("[data-card]", has_text="How often is the list read?")
    expect(fresh).to_contain_text("New")
    assert guest.locator("[data-question]").first.locator("input[value=no]").is_checked()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_aspects_stand_in_one_card(*, live_server, setting, page_at, axe, width, scheme):
    set_draft(
        actor=setting.lead,
        assessment=setting.assessment,
        expected_version=0,
        draft=Draft(aspects=("as_is", "to_be")),
    )
    open_questionnaire(actor=setting.lead, assessment=setting.assessment, now=clock.now())
    setting.people[0].refresh_from_db()
    page = page_at(width, scheme)
    begin(page, link(live_server, setting))
    card = page.locator("[data-card]").first
    assert card.locator("[data-question]").count() == 2
    assert card.locator("legend").all_text_contents() == ["1 Today", "1 Target"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("c")
    page.keyboard.type("Soon")
    page.keyboard.press("Shift+Tab")
    wait_until_saved(page)
    rows = Answer.objects.order_by("item__position").values_list(
        "item__aspect", "choice", "comment"
    )
    assert list(rows) == [("as_is", "no", "Soon"), ("to_be", "yes", "")]
    assert axe(page) == []
    assert no_sideways_scrolling(page)


def test_two_people_who_draft_do_not_overwrite_each_other(setting, lead_page, watched):
    watched.allow("409")
    set_draft(
        actor=setting.lead,
        assessment=setting.assessment,
        expected_version=0,
        draft=Draft(left_out=("SPM-P1",)),
    )
    lead_page.get_by_role("button", name="Leave out: SCM-P1").click()
    expect(lead_page.get_by_text("Somebody else changed the questions")).to_be_visible()
    assert QuestionnaireDraft.objects.get().content["left_out"] == ["SPM-P1"]
