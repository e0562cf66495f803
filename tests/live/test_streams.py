"""A stream's life with a page that is played: granted, told, checked again, dropped."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from cip.live import streams
from cip.live.hub import Hub
from cip.live.server import LiveStreams
from cip.live.streams import Stream
from tests.looping import run_async

A = "job:00000000-0000-0000-0000-000000000001"


class Page:
    """Grants the stream with `version`, or answers 404 while it is None."""

    def __init__(self, version: int | None) -> None:
        self.version = version
        self.asked = 0

    async def __call__(self, scope, receive, send) -> None:
        self.asked += 1
        assert await receive() == {"type": "http.request", "body": b"", "more_body": False}
        headers = [(b"x-request-id", b"1"), (b"content-length", b"0")]
        if self.version is not None:
            headers.append((b"x-live", f"{A}@{self.version}".encode()))
        status = 404 if self.version is None else 204
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Browser:
    """One end of the connection; `gone` closes it, `can_take` stops it."""

    def __init__(self) -> None:
        self.messages: list = []
        self.gone = asyncio.Event()
        self.can_take = asyncio.Event()
        self.can_take.set()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message) -> None:
        await self.can_take.wait()
        self.messages.append(message)

    @property
    def events(self) -> list[str]:
        """Data of the events so far."""
        lines = b"".join(m.get("body", b"") for m in self.messages).decode().splitlines()
        return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]

    @property
    def is_complete(self) -> bool:
        """Whether the answer came to its end."""
        return self.messages[-1].get("more_body") is False


Scenario = Callable[[Hub, Page, Browser, asyncio.Task], Awaitable[None]]


def play(scenario: Scenario, *, has: int = 0, version: int | None = 0) -> Browser:
    """Run the scenario beside a stream for a browser that has version `has`."""

    async def run() -> Browser:
        hub, page, browser = Hub(), Page(version), Browser()
        stream = Stream(page, {"type": "http"}, hub.join({A: has}))
        serving = asyncio.create_task(stream.serve(browser.receive, browser.send))
        await asyncio.sleep(0.02)
        async with asyncio.timeout(5):
            await scenario(hub, page, browser, serving)
            await serving
        return browser

    return run_async(run())


async def leave(hub, page, browser, serving) -> None:
    browser.gone.set()


def test_head_and_end():
    browser = play(leave)
    head = browser.messages[0]
    assert head["status"] == 200
    assert head["headers"] == [
        (b"x-request-id", b"1"),
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    assert browser.messages[1]["body"].startswith(b"retry: ")
    assert (browser.events, browser.is_complete) == ([], True)


def test_refused_stream_is_the_page_itself():
    browser = play(leave, version=None)
    assert [m.get("status") for m in browser.messages] == [404, None]


def test_change_before_the_stream_is_told_at_once():
    assert play(leave, has=3, version=5).events == [f"{A}@5"]


def test_events_are_told_once():
    async def tell(hub, page, browser, serving):
        for version in (1, 1, 2):
            hub.tell({A: version})
            await asyncio.sleep(0.01)
        browser.gone.set()

    assert play(tell).events == [f"{A}@1", f"{A}@2"]


def test_silence_is_filled_with_pings(monkeypatch):
    monkeypatch.setattr(streams, "PING_SECONDS", 0.01)

    async def wait(hub, page, browser, serving):
        while len(browser.messages) < 6:
            await asyncio.sleep(0.01)
        browser.gone.set()

    bodies = [m["body"] for m in play(wait).messages[2:6]]
    assert bodies == [b": ping\n\n"] * 4


def test_stream_ends_when_it_is_not_granted_any_more(monkeypatch):
    monkeypatch.setattr(streams, "CHECK_SECONDS", 0.05)

    async def revoke(hub, page, browser, serving):
        await asyncio.sleep(0.12)
        assert not serving.done()
        assert page.asked >= 2
        page.version = None

    assert play(revoke).is_complete


def test_doubt_asks_the_page_again(monkeypatch):
    monkeypatch.setattr(streams, "SPREAD_SECONDS", 0.01)

    async def doubt(hub, page, browser, serving):
        page.version = 7
        hub.doubt()
        while not browser.events:
            await asyncio.sleep(0.01)
        browser.gone.set()

    assert play(doubt).events == [f"{A}@7"]


def test_browser_that_takes_nothing_is_dropped(monkeypatch):
    monkeypatch.setattr(streams, "SEND_SECONDS", 0.05)

    async def stop_taking(hub, page, browser, serving):
        browser.can_take.clear()
        hub.tell({A: 1})

    browser = play(stop_taking)
    assert (browser.events, browser.is_complete) == ([], False)


def test_closed_hub_ends_the_stream():
    async def close(hub, page, browser, serving):
        hub.close()

    assert play(close).is_complete


def test_server_that_stops_waiting_gets_a_complete_answer():
    async def cancel(hub, page, browser, serving):
        serving.cancel()

    assert play(cancel).is_complete


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/o/acme/reports/"),
        ("GET", "/o/acme/live/"),
        ("GET", "/o/acme/live/nonsense/"),
        ("HEAD", f"/o/acme/live/{A}@1/"),
        ("POST", f"/o/acme/live/{A}@1/"),
    ],
)
def test_everything_else_goes_to_the_pages(method, path):
    seen = []

    async def pages(scope, receive, send) -> None:
        seen.append((scope, receive, send))

    scope = {"type": "http", "method": method, "path": path}
    run_async(LiveStreams(pages, "redis://localhost")(scope, "receive", "send"))
    assert seen == [(scope, "receive", "send")]
