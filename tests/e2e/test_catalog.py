"""Browsing the five models and searching them, by keyboard, in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from models_catalog.models import ModelVersion
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.sessions import cut_other_sessions

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

BROWSED = {
    "staged": "CMMI-SVC/",
    "continuous": "CMMI-SVC/?reading=continuous",
    "process area": "CMMI-SVC/nodes/CM/",
    "level table": "ITSCMM/",
    "key process area": "ITSCMM/nodes/SCM/",
    "categories": "NIMM/",
    "own card": "NIMM/nodes/IPP07/",
    "borrowed card": "NIMM/nodes/NDS02/",
    "general card": "NIMM/nodes/GENERAL/",
    "map": "DDI/",
    "path": "DDI/map/?at=role-data-analyst",
    "columns": "IT-CMF/",
    "grid": "IT-CMF/nodes/ODP/",
}


@dataclass(frozen=True)
class Shelf:
    """The shipped models, served to one member."""

    url: str
    session: str
    versions: dict[str, str]

    def address(self, path: str) -> str:
        """`DDI/map/` -> the address of the map of that model."""
        code, _slash, rest = path.partition("/")
        return f"{self.url}/o/readers/catalog/{self.versions[code]}/{rest}"


@pytest.fixture(scope="module")
def shelf(django_db_setup: None, django_db_blocker) -> Iterator[Shelf]:
    """Loaded once for the module, committed, and emptied afterwards."""
    with django_db_blocker.unblock():
        call_command("load_catalog", verbosity=0)
        organization = OrganizationFactory(slug="readers")
        user = UserFactory()
        MembershipFactory(organization=organization, user=user)
        client = Client()
        client.force_login(user)
        server = LiveServer("localhost")
        rows = ModelVersion.objects.select_related("model")
        yield Shelf(
            server.url,
            client.cookies[settings.SESSION_COOKIE_NAME].value,
            {row.model.code: str(row.pk) for row in rows},
        )
        server.stop()
        cut_other_sessions()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def reader(shelf: Shelf, context_at) -> Callable[..., Page]:
    """reader(390, "dark") -> a page with the member's session."""

    def make(width: int = 1440, scheme: str = "light") -> Page:
        context = context_at(width, scheme)
        context.set_default_timeout(30_000)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": shelf.session, "url": shelf.url}])
        return context.new_page()

    return make


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "dark")])
def test_every_view_fits_and_is_accessible(
    shelf: Shelf, reader, axe, width: int, scheme: str
) -> None:
    page = reader(width, scheme)
    troubles: dict[str, list[str]] = {}
    for name, path in BROWSED.items():
        page.goto(shelf.address(path))
        found = axe(page, contrast=width == 1440)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append("is wider than the screen")
        if page.locator("h1").count() != 1:
            found.append("has not one h1")
        if found:
            troubles[name] = found
    assert troubles == {}


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText"))


def test_the_map_is_walked_by_keyboard(shelf: Shelf, reader, axe) -> None:
    page = reader()
    page.goto(shelf.address("DDI/"))
    page.get_by_role("link", name="Digital", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Digital strategy & leadership"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Product management"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The path of Product management")).to_be_visible()
    assert page.url.endswith("/map/?at=DIG-02")
    expect(page.locator("#at-DIG-02")).to_be_focused()
    roles = page.locator(".catalog-map-column").nth(2)
    needed = roles.locator(".catalog-map-path a").all_inner_texts()
    assert "Product manager" in needed
    page.keyboard.press("ArrowRight")
    assert focused(page) == needed[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"The path of {needed[0]}")).to_be_visible()
    expect(roles.get_by_text("1 of 62")).to_be_visible()
    assert axe(page) == []
    page.go_back()
    expect(page.get_by_role("heading", name="The path of Product management")).to_be_visible()


def test_the_two_readings_of_cmmi_lead_to_the_same_area(shelf: Shelf, reader) -> None:
    page = reader()
    page.goto(shelf.address("CMMI-SVC/"))
    expect(page.get_by_role("table", name="Process areas by level")).to_be_visible()
    page.get_by_role("link", name="Continuous: by category").press("Enter")
    expect(page.get_by_role("heading", name="Process areas by category")).to_be_visible()
    expect(page.get_by_role("table", name="Capability levels")).to_be_visible()
    page.get_by_role("link", name="Configuration Management").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Configuration Management")
    page.locator("summary", has_text="GG2 Institutionalize a Managed Process").press("Enter")
    expect(page.get_by_text("GP2.6", exact=True)).to_be_visible()
    page.get_by_role("link", name="Next: Measurement and Analysis").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Measurement and Analysis")


def test_a_phone_shows_the_card_one_point_of_view_at_a_time(shelf: Shelf, reader) -> None:
    page = reader(390)
    page.goto(shelf.address("NIMM/nodes/NDS02/"))
    expect(page.get_by_text("It has no card of its own.")).to_be_visible()
    first = page.locator(".catalog-descriptors tr").first.locator("td")
    assert [cell.is_visible() for cell in first.all()] == [True, False, False, False, False]
    page.get_by_role("radio", name="Process").check()
    assert [cell.is_visible() for cell in first.all()] == [False, False, False, True, False]


def test_the_matrix_is_a_table_with_heads(shelf: Shelf, reader) -> None:
    page = reader()
    page.goto(shelf.address("ITSCMM/nodes/SCM/"))
    table = page.get_by_role("table", name="Key practices and Goals")
    row = table.get_by_role("row", name="Commitments recorded with measurable levels")
    assert row.get_by_role("cell").all_inner_texts() == ["supports", "No"]


def test_building_blocks_unfold_by_keyboard(shelf: Shelf, reader) -> None:
    page = reader()
    page.goto(shelf.address("IT-CMF/nodes/ODP/"))
    parts = page.locator("details.fold")
    assert page.locator("details.fold[open]").count() == 1
    parts.nth(1).locator("summary").press("Enter")
    assert page.locator("details.fold[open]").count() == 2
    page.get_by_role("button", name="Open all").press("Enter")
    assert page.locator("details.fold[open]").count() == 6


def test_search_stays_under_the_fingers(shelf: Shelf, reader, axe) -> None:
    page = reader()
    page.goto(f"{shelf.url}/o/readers/catalog/search/")
    page.keyboard.press("/")
    page.keyboard.type("service desk")
    results = page.locator("#results ol a")
    expect(results.first).to_have_text("Service Desk")
    expect(page.locator("#results mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("input[type=search]")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Service Desk")
