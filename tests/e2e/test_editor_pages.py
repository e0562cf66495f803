"""A branch with 400 children in a real browser, by keyboard and by mouse."""

import pytest
from playwright.sync_api import Page, expect

from models_catalog.services.importing import import_document
from tests.models_catalog.documents import small_document

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(context_at, sign_in, live_server, alice) -> Page:
    draft = import_document(
        actor=alice.actor,
        document=small_document(areas=400, practices=1),
        organization_id=alice.organization.pk,
    ).version
    context = context_at()
    sign_in(context, alice.user)
    page = context.new_page()
    page.goto(f"{live_server.url}/o/acme/catalog/{draft.pk}/edit/?node=A2")
    return page


def item(page: Page, code: str):
    return page.locator(f'[role=treeitem][data-node="{code}"]')


def test_a_long_branch_is_paged_by_keyboard_and_mouse(page: Page, axe) -> None:
    item(page, "A2").focus()
    page.keyboard.press("PageDown")
    expect(item(page, "A151")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Area 2")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-page=previous]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(item(page, "A150")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(item(page, "A150.P1")).to_be_visible()
    page.locator("[data-page=next]").click()
    expect(item(page, "A151")).to_be_focused()
    page.keyboard.press("PageDown")
    expect(item(page, "A301")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(item(page, "A301")).to_be_focused()
    expect(item(page, "A301")).to_have_attribute("aria-posinset", "300")
    assert axe(page) == []
