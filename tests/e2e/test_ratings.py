"""Rating goals in a real browser: what unfolds, what leads on, and errors that are never hidden."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.assessments.results_world import make_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server, alice):
    return make_world(alice.organization, alice.user)


@pytest.fixture
def address(live_server, world, alice):
    """The page of the ratings."""
    path = reverse("assessments:ratings", args=[alice.organization.slug, world.assessment.pk])
    return live_server.url + path


def opened(page):
    """Codes of the unfolded key process areas."""
    return page.eval_on_selector_all(
        "details.fold[open] > .fold-body", "all => all.map(body => body.id.slice(5))"
    )


@pytest.mark.parametrize("width", [1440, 390])
def test_areas_unfold_by_keyboard_and_by_address(page_as_lead, address, axe, width):
    page = page_as_lead(width)
    page.goto(address)
    assert opened(page) == ["SCM"]
    page.locator(".fold > summary").last.press("Enter")
    assert opened(page) == ["SCM", "SRM"]
    assert axe(page) == []
    page.get_by_role("button", name="Close all").press("Enter")
    assert opened(page) == []
    page.get_by_role("button", name="Open all").press("Enter")
    assert opened(page) == ["SCM", "SRM"]
    page.goto("about:blank")
    page.goto(f"{address}#area-SRM")
    assert opened(page) == ["SCM", "SRM"]


def test_error_unfolds_its_area_and_the_saved_goal_leads_on(page_as_lead, address, world):
    page = page_as_lead()
    page.goto(address)
    first = page.locator(f"#goal-{world.node('SCM-G1').pk}")
    first.get_by_label("Satisfied", exact=True).check()
    with page.expect_response("**/ratings/**"):
        first.get_by_role("button", name="Save the rating").evaluate(
            "button => { button.click(); button.closest('.fold').open = false }"
        )
    expect(first.locator(".field-error")).to_contain_text("a rating needs its reason")
    expect(first.locator(".field-error")).to_be_visible()
    first.get_by_label("Reason").fill("Agreements were shown.")
    first.get_by_role("button", name="Save the rating").click()
    expect(first.get_by_role("status")).to_have_text("Saved")
    expect(page.locator("#value-SCM")).to_contain_text("1 of 2 rated")
    first.get_by_role("link", name="On to SCM-G2").click()
    expect(page.locator(f"#goal-{world.node('SCM-G2').pk}")).to_be_in_viewport()
