"""The ASGI application: pages as they are, and streams where their page grants one."""

import asyncio
import re
import signal
from contextlib import suppress
from types import FrameType
from typing import Any

from cip.live import topics
from cip.live.hub import Hub
from cip.live.streams import Stream
from cip.live.wire import listen
from cip.web.threads import Asgi, Receive, Scope, Send

_ADDRESS = re.compile(r"/live/(?P<asked>[^/]+)/$")


class LiveStreams:
    """Pages and streams behind one address; one hub and one Redis connection a process."""

    def __init__(self, pages: Asgi, redis_url: str) -> None:
        self._pages = pages
        self._redis_url = redis_url
        self._hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            asked = _asked(scope)
            if asked is None:
                await self._pages(scope, receive, send)
            else:
                await self._stream(asked, scope, receive, send)

    async def _stream(
        self, asked: topics.Versions, scope: Scope, receive: Receive, send: Send
    ) -> None:
        # Joined before the page reads the versions: nothing falls in between.
        listener = self._hub.join(asked)
        try:
            await Stream(self._pages, scope, listener).serve(receive, send)
        finally:
            self._hub.leave(listener)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        wire = asyncio.create_task(listen(self._redis_url, self._hub))
        self._close_on_signals()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        wire.cancel()
        with suppress(asyncio.CancelledError):
            await wire
        await send({"type": "lifespan.shutdown.complete"})

    def _close_on_signals(self) -> None:
        """The server says that it stops only when its streams have ended; so listen for it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def close(number: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self._hub.close)
                if callable(before):
                    before(number, frame)

            signal.signal(number, close)


def _asked(scope: Scope) -> topics.Versions | None:
    """Topics and versions in the address; None if it is a page's."""
    found = _ADDRESS.search(scope["path"])
    if found is None or scope["method"] != "GET":
        return None
    try:
        return topics.read(found["asked"])
    except ValueError:
        return None
