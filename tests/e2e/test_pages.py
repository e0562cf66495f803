"""Every page of the demonstration in a real browser, as five people, on a desk and on a phone.

The pages are found by following links, so a new page is visited as soon as something links to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cip.accounts.models import User
from cip.home.demo import builder, people
from cip.kernel import clock
from tests.e2e.crawl import pages_from
from tests.sessions import cut_other_sessions

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

HOME = f"/o/{people.SLUG}/"
PHONE = 390
VISITORS = ("sponsor", "incidents", "member", "advisor")
# What everybody in the program sees daily; the lead is shown every page there is.
MAIN = (
    "home:my_work",
    "home:program",
    "programs:plan",
    "programs:teams",
    "programs:team",
    "programs:artefacts",
    "assessments:list",
    "assessments:detail",
    "assessments:fill",
    "assessments:results",
    "assessments:finding",
    "catalog:version",
    "workshops:detail",
    "workshops:agreement",
    "roadmap:roadmap",
    "roadmap:workplan",
    "roadmap:initiative",
    "reports:list",
)
# Pages that the lead reaches and the others do not.
ONLY_LEADS = {
    "accounts:audit",
    "accounts:tokens",
    "assessments:analysis",
    "assessments:analysis_probes",
    "assessments:analysis_units",
    "assessments:ratings",
    "programs:create",
    "programs:edit",
    "programs:team_create",
}


@dataclass(frozen=True)
class Site:
    """The demonstration, served; sessions and pages by person, pages by route name."""

    url: str
    sessions: dict[str, str]
    pages: dict[str, dict[str, str]]
    broken: dict[str, list[str]]


def signed_in(key: str) -> Client:
    """A client with the person's session."""
    client = Client()
    client.force_login(User.objects.get(email=f"{key}@{people.DOMAIN}"))
    return client


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker) -> Iterator[Site]:
    """Built once for the module, committed, and emptied afterwards."""
    with django_db_blocker.unblock():
        call_command("load_catalog", verbosity=0)
        call_command("load_methods", verbosity=0)
        builder.build(clock.now())
        clients = {key: signed_in(key) for key in ("lead", *VISITORS)}
        found = {key: pages_from(client, HOME) for key, client in clients.items()}
        server = LiveServer("localhost")
        yield Site(
            server.url,
            {key: c.cookies[settings.SESSION_COOKIE_NAME].value for key, c in clients.items()},
            {key: pages for key, (pages, _broken) in found.items()},
            {key: broken for key, (_pages, broken) in found.items()},
        )
        server.stop()
        cut_other_sessions()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def page_as(site: Site, context_at):
    """page_as("lead", 390) -> a page with the person's session."""

    def make(key: str, width: int) -> Page:
        context = context_at(width)
        context.set_default_timeout(30_000)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": site.sessions[key], "url": site.url}])
        return context.new_page()

    return make


def troubles_of(
    page: Page, address: str, axe, status: int = 200, *, contrast: bool = False
) -> list[str]:
    """What is wrong with the page at that address."""
    answer = page.goto(address)
    found = [] if answer and answer.status == status else [f"answers {answer and answer.status}"]
    if page.url != address:
        found.append(f"leads to {page.url}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        found.append("is wider than the screen")
    return found + axe(page, contrast=contrast)


@pytest.mark.parametrize("key", ["lead", *VISITORS])
def test_links_lead_to_pages(site: Site, key: str) -> None:
    assert site.broken[key] == []


def test_lead_reaches_every_room(site: Site) -> None:
    assert {*MAIN, *ONLY_LEADS} - set(site.pages["lead"]) == {"assessments:fill"}


@pytest.mark.parametrize("width", [1440, PHONE])
def test_every_page_of_the_lead(site: Site, page_as, axe, width: int) -> None:
    page = page_as("lead", width)
    found = {
        name: troubles_of(page, site.url + address, axe, contrast=width == PHONE)
        for name, address in site.pages["lead"].items()
    }
    assert {name: troubles for name, troubles in found.items() if troubles} == {}


@pytest.mark.parametrize(
    ("key", "width"), [("sponsor", 1440), ("incidents", 390), ("member", 390), ("advisor", 1440)]
)
def test_main_pages_of_others(site: Site, page_as, axe, key: str, width: int) -> None:
    page = page_as(key, width)
    reached = site.pages[key]
    found = {
        name: troubles_of(page, site.url + reached[name], axe) for name in MAIN if name in reached
    }
    assert {name: troubles for name, troubles in found.items() if troubles} == {}
    assert len(found) >= len(MAIN) - 2


@pytest.mark.parametrize("key", VISITORS)
def test_pages_of_the_lead_refuse_others_with_a_reason(
    site: Site, page_as, axe, watched, key: str
) -> None:
    watched.allow("403")
    client = signed_in(key)
    answers = {name: client.get(site.pages["lead"][name]).status_code for name in ONLY_LEADS}
    assert answers == dict.fromkeys(ONLY_LEADS, 403)
    page = page_as(key, 390)
    address = site.url + site.pages["lead"]["programs:edit"]
    assert troubles_of(page, address, axe, status=403) == []
