"""One browser's stream.

It asks its page (`cip.live.views`) through the door of all pages: session, membership and
visibility are checked by the same code, at the start and again while the stream lasts.
"""

import asyncio
import logging
import random
from dataclasses import dataclass, field

from cip.live import topics
from cip.live.hub import Listener
from cip.live.views import GRANTED
from cip.web.threads import Asgi, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

PING_SECONDS = 15
CHECK_SECONDS = 60
# All streams doubt at once when Redis comes back; their questions are spread over this time.
SPREAD_SECONDS = 5
# A browser that takes nothing for so long is dropped; it comes back when it can.
SEND_SECONDS = 20

_HEADER = GRANTED.lower().encode()
_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_REPLACED = {_HEADER, b"content-length", *(name for name, _value in _STREAM_HEADERS)}


@dataclass
class Answer:
    """What the page of the stream said."""

    messages: list[Message] = field(default_factory=list)

    async def keep(self, message: Message) -> None:
        """Takes the place of `send`."""
        self.messages.append(message)

    @property
    def versions(self) -> topics.Versions | None:
        """The versions of now; None if the stream is not granted."""
        granted = dict(self.messages[0]["headers"]).get(_HEADER)
        return None if granted is None else topics.read(granted.decode())

    @property
    def stream_head(self) -> Message:
        """The head of the stream: the page's, security headers included, with another content."""
        kept = [pair for pair in self.messages[0]["headers"] if pair[0] not in _REPLACED]
        headers = [*kept, *_STREAM_HEADERS]
        return {"type": "http.response.start", "status": 200, "headers": headers}


class Stream:
    """From the question whether it is granted to its end."""

    def __init__(self, pages: Asgi, scope: Scope, listener: Listener) -> None:
        self._pages = pages
        self._scope = scope
        self._listener = listener

    async def serve(self, receive: Receive, send: Send) -> None:
        """Stream, or answer what the page says instead."""
        answer = await self._ask()
        if answer.versions is None:
            for message in answer.messages:
                await send(message)
            return
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _task: self._listener.wake())
        self._listener.hear(answer.versions)
        try:
            await send(answer.stream_head)
            # Not all at the same moment when a server starts again.
            await self._send(send, f"retry: {random.randint(2000, 5000)}\n\n")  # noqa: S311
            await self._flow(gone, send)
        except TimeoutError:
            log.info("live: dropped a browser that takes nothing")
            return
        except asyncio.CancelledError:
            log.info("live: the server does not wait any longer")
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _flow(self, gone: asyncio.Task[None], send: Send) -> None:
        listener, clock = self._listener, asyncio.get_running_loop().time
        check_at = clock() + CHECK_SECONDS
        while not (listener.is_over or gone.done()):
            news = listener.take()
            await self._send(send, _event(news) if news else ": ping\n\n")
            await listener.wait(min(PING_SECONDS, max(0, check_at - clock())))
            if listener.must_ask:
                listener.must_ask = False
                check_at = min(check_at, clock() + random.uniform(0, SPREAD_SECONDS))  # noqa: S311
            if clock() >= check_at:
                versions = (await self._ask()).versions
                if versions is None:
                    return
                listener.hear(versions)
                check_at = clock() + CHECK_SECONDS

    async def _send(self, send: Send, text: str) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    async def _ask(self) -> Answer:
        answer = Answer()
        await self._pages(self._scope, _no_body, answer.keep)
        return answer


def _event(news: topics.Versions) -> str:
    return f"event: changed\ndata: {topics.written(news)}\n\n"


async def _no_body() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
