"""The grid of an appraisal in a real browser: filled by keyboard, on a phone, by two at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Characterization
from assessments.services.characterizing import characterize
from tests.assessments.appraisal_world import appraisal_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server, alice):
    return appraisal_world(alice.organization, alice.user, alice.actor)


@pytest.fixture
def address(live_server, world, alice):
    """The page of SST."""
    path = reverse(
        "assessments:appraisal_area", args=[alice.organization.slug, world.assessment.pk, "SST"]
    )
    return live_server.url + path


def stored():
    rows = Characterization.objects.order_by("practice__position", "instance__position")
    return list(rows.values_list("practice__code", "instance__name", "value", "note"))


def saved(page):
    expect(page.locator("[data-save-status]")).to_have_text("Saved")


def cell(page, code, instance):
    return page.get_by_label(f"{code}, {instance}", exact=True)


def test_grid_is_filled_by_keyboard(page_as_lead, address, axe):
    page = page_as_lead()
    page.goto(address)
    assert axe(page) == []
    cell(page, "SST.SP1.1", "Service 1").focus()
    keys = page.keyboard
    keys.press("f")
    keys.press("ArrowRight")
    keys.press("n")
    keys.press("Enter")
    keys.type("Nobody does it")
    keys.press("Escape")
    expect(cell(page, "SST.SP1.1", "Service 2")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("y")
    keys.press("ArrowLeft")
    keys.press("l")
    keys.press("Delete")
    saved(page)
    page.wait_for_function("!document.querySelector('[data-save-status]').dataset.state")
    assert [row for row in stored() if row[2]] == [
        ("SST.SP1.1", "Service 1", "FI", ""),
        ("SST.SP1.1", "Service 2", "NI", "Nobody does it"),
        ("SST.SP1.2", "Service 2", "NY", ""),
    ]
    choice = page.get_by_label("SST.SP1.1, choice of the team for the whole unit")
    choice.focus()
    keys.press("p")
    keys.press("Enter")
    keys.type("Half of the work")
    keys.press("Escape")
    expect(page.locator('[data-suggested="SST.SG1"]')).to_contain_text("Improve SST.SP1.1")
    saved(page)
    assert ("SST.SP1.1", None, "PI", "Half of the work") in stored()
    page.reload()
    expect(cell(page, "SST.SP1.1", "Service 2")).to_have_value("NI")
    assert axe(page) == []


def test_value_of_somebody_else_is_never_overwritten(page_as_lead, address, world, watched, alice):
    watched.allow("409")
    page = page_as_lead()
    page.goto(address)
    change = world.change("SP1.1", 0, "LI", "Slow")
    characterize(actor=alice.actor, assessment=world.assessment, changes=[change])
    cell(page, "SST.SP1.1", "Service 1").focus()
    page.keyboard.press("f")
    panel = page.locator(".cell-conflict")
    expect(panel).to_contain_text("LI: Slow")
    assert stored() == [("SST.SP1.1", "Service 1", "LI", "Slow")]
    panel.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert [row[2] for row in stored()] == ["FI"]


def test_phone_shows_one_practice_at_a_time_and_keeps_what_waits(
    page_as_lead, address, watched, axe
):
    watched.allow("Failed to load resource", "net::ERR")
    page = page_as_lead(390)
    page.goto(address)
    assert axe(page) == []
    shown = page.locator("tr[data-row]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("SST.SP1.1")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(shown).to_contain_text("SST.SP1.2")
    page.goto("about:blank")
    page.goto(f"{address}#practice-SST.SP2.2")
    expect(shown).to_contain_text("SST.SP2.2")
    page.goto("about:blank")
    page.goto(f"{address}#practice-SST.SP1.2")
    page.context.set_offline(True)
    cell(page, "SST.SP1.2", "Service 1").select_option("FI")
    expect(page.locator("[data-save-status]")).to_contain_text("Waiting for the network")
    assert stored() == []
    page.context.set_offline(False)
    saved(page)
    assert stored() == [("SST.SP1.2", "Service 1", "FI", "")]
