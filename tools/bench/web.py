"""Requests without a socket: to the application's WSGI handler, and to one with the floor only."""

import io
import json
import sys
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from cip.accounts.models import User

CSRF = "b" * 32
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Caller:
    """Sends requests to a handler with the same headers each time (WSGI names: HTTP_...)."""

    handler: WSGIHandler
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, expect: int = 200, **headers: str) -> Reply:
        """GET; anything but the expected status is an error."""
        return self._send("GET", path, b"", expect, headers)

    def send(self, method: str, path: str, body: Any, *, expect: int = 200) -> Reply:
        """A request with a JSON body."""
        return self._send(
            method, path, json.dumps(body).encode(), expect, {"CONTENT_TYPE": "application/json"}
        )

    def _send(
        self, method: str, path: str, body: bytes, expect: int, headers: dict[str, str]
    ) -> Reply:
        path_info, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path_info,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **self.headers,
            **headers,
        }
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            started.extend((status, headers))

        response = self.handler(environ, start)
        try:
            content = b"".join(response)
        finally:
            response.close()  # as a server does: ends the request for Django
        status = int(started[0].split()[0])
        if status != expect:
            raise RuntimeError(f"{method} {path}: {started[0]}\n{content[:2000].decode()}")
        return Reply(status, dict(started[1]), content)


def product_handler() -> WSGIHandler:
    """The application with all its middleware."""
    return WSGIHandler()


def floor_handler() -> WSGIHandler:
    """Django with nothing but the floor's own addresses."""
    with override_settings(MIDDLEWARE=["tools.bench.floor.urls.use_floor_urls"]):
        return WSGIHandler()


def page_floor_handler() -> WSGIHandler:
    """What `startproject` gives, for pages: sessions, CSRF, messages; plain views behind it."""
    with override_settings(
        SESSION_ENGINE="django.contrib.sessions.backends.db",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "tools.bench.floor.token.signed_in",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "tools.bench.floor.urls.use_floor_urls",
        ],
    ):
        return WSGIHandler()


def token_headers(secret: str) -> dict[str, str]:
    """For the API and for the floor."""
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def session_headers(user: User) -> dict[str, str]:
    """A signed-in browser that has loaded a page with a form before."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return {
        "HTTP_COOKIE": f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}",
        "HTTP_X_CSRFTOKEN": CSRF,
    }


def link_headers() -> dict[str, str]:
    """A browser without a session that has loaded a page with a form before."""
    return {"HTTP_COOKIE": f"{settings.CSRF_COOKIE_NAME}={CSRF}", "HTTP_X_CSRFTOKEN": CSRF}
