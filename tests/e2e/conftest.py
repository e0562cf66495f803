"""A real Chromium against the live server, watched for console errors and CSP violations."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cip.accounts.models import User
from tools.system import find_browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HEIGHTS = {390: 844, 1440: 900}
# Playwright's sync API runs an event loop in this thread; Django must not take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests; without one, the tests are skipped and say so."""
    path = find_browser(os.environ)
    if path is None:
        pytest.skip("NO CHROMIUM: browser tests did not run. Install one or set CIP_CHROMIUM.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page's troubles; `allow` names texts that a test causes on purpose."""

    found: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, *texts: str) -> None:
        """Troubles with one of these texts are meant to happen."""
        self.allowed += texts

    @property
    def troubles(self) -> list[str]:
        """What nobody meant to happen."""
        return [text for text in self.found if not any(part in text for part in self.allowed)]


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Collects console errors, page errors and CSP violations; any of them fails the test."""
    watch = Watched()
    yield watch
    assert watch.troubles == []


@pytest.fixture
def context_at(browser: Browser, watched: Watched) -> Iterator[Callable[..., BrowserContext]]:
    """context_at(390, "dark", java_script_enabled=False) -> a fresh browser profile."""
    made: list[BrowserContext] = []

    def make(width: int = 1440, scheme: str = "light", **options) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            has_touch=width < 600,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: watched.found.append(f"page error: {error.error}"))
        context.on(
            "console",
            lambda message: (
                watched.found.append(f"console: {message.text}")
                if message.type == "error"
                else None
            ),
        )
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page_at(context_at: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """page_at(390, "dark") -> a page in a fresh browser profile."""

    def make(width: int = 1440, scheme: str = "light", **options) -> Page:
        return context_at(width, scheme, **options).new_page()

    return make


@pytest.fixture
def sign_in(live_server) -> Callable[[BrowserContext, User], None]:
    """sign_in(context, user): the profile gets the person's session cookie."""

    def enter(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
        )

    return enter


@pytest.fixture
def page_as_lead(context_at, sign_in, alice):
    """page_as_lead(390) -> a page of the program lead."""

    def make(width=1440):
        context = context_at(width)
        sign_in(context, alice.user)
        return context.new_page()

    return make


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """axe(page) -> what is not accessible, one line per rule and place (WCAG 2.2 AA and more).

    Contrast takes more than half of the time; `contrast=False` where the same page was measured.
    """

    def run(page: Page, *, contrast: bool = True) -> list[str]:
        rules = {"color-contrast": {"enabled": contrast}}
        options = {"resultTypes": ["violations"], "rules": rules}
        found = Axe().run(page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    return run
