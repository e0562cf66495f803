"""The WSGI application below an ASGI server, in threads that keep their database connection.

Django's own ASGI handler gives each request a new thread, hence a new connection to PostgreSQL.
Here a small pool of threads serves all pages, as under a threaded WSGI server.
"""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

CHUNK = 64 * 1024
LONE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class PagesInThreads:
    """An ASGI application around a WSGI application; at most `threads` requests run at once."""

    def __init__(self, pages: Wsgi, threads: int) -> None:
        self._pages = pages
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        loop = asyncio.get_running_loop()
        exchange = Exchange(loop, send)
        environ = environ_of(scope, io.BufferedReader(RequestBody(loop, receive), CHUNK))
        rest = await loop.run_in_executor(self._pool, exchange.run, self._pages, environ)
        await exchange.send_part(rest, more=False)


class Exchange:
    """One request on its thread. Small answers cross to the event loop once, large ones in parts.

    An error while sending reaches the page's iterator, which is closed in any case.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop = loop
        self._send = send
        self._head: Message | None = None
        self._is_started = False

    def run(self, pages: Wsgi, environ: dict[str, Any]) -> bytes:
        """Runs on the thread; gives what is left to send."""
        parts = pages(environ, self._start)
        try:
            return self._send_all_but_last(parts)
        finally:
            close: Callable[[], None] = getattr(parts, "close", lambda: None)
            close()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self._head = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [
                (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
                for name, value in headers
            ],
        }

    def _send_all_but_last(self, parts: Iterable[bytes]) -> bytes:
        waiting = bytearray()
        for part in parts:
            waiting += part
            if len(waiting) >= CHUNK:
                sending = self.send_part(bytes(waiting), more=True)
                asyncio.run_coroutine_threadsafe(sending, self._loop).result()
                waiting.clear()
        return bytes(waiting)

    async def send_part(self, part: bytes, *, more: bool) -> None:
        """Send a part of the answer, behind its head if that is still to go."""
        if not self._is_started:
            if self._head is None:
                raise RuntimeError("The page ended without starting an answer.")
            self._is_started = True
            await self._send(self._head)
        await self._send({"type": "http.response.body", "body": part, "more_body": more})


class RequestBody(io.RawIOBase):
    """The request's body, fetched from the event loop as the page reads it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        self._loop = loop
        self._receive = receive
        self._has_more = True
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer. ConnectionError when the browser left in the middle of the body."""
        while not self._waiting and self._has_more:
            self._fetch()
        taken = self._waiting[: len(buffer)]
        buffer[: len(taken)] = taken
        self._waiting = self._waiting[len(taken) :]
        return len(taken)

    def _fetch(self) -> None:
        message = asyncio.run_coroutine_threadsafe(self._message(), self._loop).result()
        if message["type"] == "http.disconnect":
            raise ConnectionError("The browser left before the request was complete.")
        self._has_more = message.get("more_body", False)
        self._waiting = memoryview(message.get("body", b""))

    async def _message(self) -> Message:
        return await self._receive()


def environ_of(scope: Scope, body: io.BufferedReader) -> dict[str, Any]:
    """The request as WSGI describes it (PEP 3333).

    Names with an underscore are left out: they would pass for the names with a hyphen that a proxy
    vouches for.
    """
    raw_path = scope.get("raw_path") or scope["path"].encode()
    server, port = scope.get("server") or ("localhost", 80)
    client, client_port = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _file_parts,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return
    key = LONE.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
    joint = "; " if name == "cookie" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value


def _file_parts(file: Any, _size: int = 0) -> FileWrapper:
    return FileWrapper(file, CHUNK)
