"""A report's progress arrives in an open page: by the stream or, where there is none, by asking."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from cip.reports.models import ReportRun
from cip.reports.services import request_report
from tests.factories.programs import ProgramFactory
from tests.faults.conftest import Crew
from tests.live.conftest import broker, crew, web  # noqa: F401 - fixtures
from tests.live.serving import Web

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PATIENCE = 90_000  # milliseconds; the worker starts after the page
BEING_MADE, READY = "Your report is being made", "Your report is ready"


@pytest.fixture
def run(alice, crew: Crew) -> ReportRun:  # noqa: F811
    """A report that waits for a worker."""
    program = ProgramFactory(organization=alice.organization, lead=alice.user)
    return request_report(actor=alice.actor, kind="sample", subject_id=program.pk)


@pytest.fixture
def open_page(alice, web: Web, context_at) -> Callable[..., Page]:  # noqa: F811
    """open_page(path, streams=False) -> Alice's page, marked until it is loaded again."""

    def open_(path: str, *, streams: bool = True) -> Page:
        context = context_at(1440)
        if not streams:
            context.route("**/live/**", lambda route: route.fulfill(status=204))
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": alice.client.cookies[name].value, "url": web.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(web.url + path)
        page.evaluate("window.isTheSame = true")
        return page

    return open_


def restart_with_poll(web: Web, seconds: int) -> None:  # noqa: F811
    """The same server, whose pages ask by themselves so often."""
    web.stop(10)
    web.environment["LIVE_POLL_SECONDS"] = str(seconds)
    web.start()


def test_progress_comes_by_the_stream(web: Web, crew: Crew, run, open_page) -> None:  # noqa: F811
    restart_with_poll(web, 3600)
    page = open_page(f"/o/acme/reports/{run.pk}/")
    expect(page.get_by_role("heading", name=BEING_MADE)).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    crew.start()
    expect(page.get_by_role("heading", name=READY)).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("window.isTheSame")
    assert set(asked) == {"xhr"}
    # Once for each change: claimed, collecting, laying out, done, and steps in between.
    assert 1 <= len(asked) <= 12


def test_list_hears_of_each_report(web: Web, crew: Crew, run, open_page) -> None:  # noqa: F811
    restart_with_poll(web, 3600)
    page = open_page(f"/o/acme/programs/{run.program_id}/reports/")
    expect(page.locator(f"#run-{run.pk}")).to_contain_text("Queued")
    crew.start()
    expect(page.locator(f"#run-{run.pk}")).to_contain_text("Done", timeout=PATIENCE)
    assert page.locator("[data-live]").count() == 0


def test_page_asks_where_streams_are_cut_off(web: Web, crew: Crew, run, open_page) -> None:  # noqa: F811
    restart_with_poll(web, 1)
    page = open_page(f"/o/acme/reports/{run.pk}/", streams=False)
    crew.start()
    expect(page.get_by_role("heading", name=READY)).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("window.isTheSame")
