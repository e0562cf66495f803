"""WSGI below ASGI: the request as the page sees it, the answer as the server gets it."""

from typing import Any

import pytest

from cip.web.threads import CHUNK, PagesInThreads
from tests.looping import run_async


def scope(**values: Any) -> dict[str, Any]:
    """A GET of `/`."""
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 4711),
        "headers": [(b"host", b"cip.example.org")],
    } | values


def ask(page, given=None, body=(b"",), send=None) -> list[dict[str, Any]]:
    """The messages with which the page answers; `body` in these parts, None: the browser left."""
    sent: list[dict[str, Any]] = []
    parts = list(body)

    async def receive() -> dict[str, Any]:
        part = parts.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    run_async(PagesInThreads(page, 2)(given or scope(), receive, send or keep))
    return sent


def environ_for(**values: Any) -> dict[str, Any]:
    """What the page reads of such a request."""
    found: dict[str, Any] = {}

    def page(environ, start_response):
        found.update(environ)
        start_response("204 No Content", [])
        return []

    ask(page, scope(**values))
    return found


def echo(environ, start_response):
    """Gives the body back."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


class TestRequest:
    def test_where_it_comes_from_and_goes_to(self):
        found = environ_for(
            method="HEAD",
            raw_path=b"/caf%C3%A9/a%2Fb/%FF",
            query_string=b"q=%C3%A9",
            scheme="https",
        )
        assert found["REQUEST_METHOD"] == "HEAD"
        assert found["PATH_INFO"].encode("latin-1") == b"/caf\xc3\xa9/a/b/\xff"
        assert found["QUERY_STRING"] == "q=%C3%A9"
        assert (found["REMOTE_ADDR"], found["REMOTE_PORT"]) == ("192.0.2.7", "4711")
        assert (found["SERVER_NAME"], found["SERVER_PORT"]) == ("127.0.0.1", "8000")
        assert (found["SERVER_PROTOCOL"], found["wsgi.url_scheme"]) == ("HTTP/1.1", "https")

    def test_a_server_on_a_socket_file_knows_no_addresses(self):
        found = environ_for(client=None, server=None)
        assert (found["REMOTE_ADDR"], found["SERVER_NAME"]) == ("", "localhost")

    def test_headers(self):
        found = environ_for(
            headers=[
                (b"content-type", b"text/plain"),
                (b"content-length", b"3"),
                (b"accept", b"a"),
                (b"accept", b"b"),
                (b"cookie", b"one=1"),
                (b"cookie", b"two=2"),
            ]
        )
        assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/plain", "3")
        assert (found["HTTP_ACCEPT"], found["HTTP_COOKIE"]) == ("a,b", "one=1; two=2")

    def test_underscores_do_not_pass_for_hyphens(self):
        found = environ_for(headers=[(b"x_forwarded_proto", b"https")])
        assert "HTTP_X_FORWARDED_PROTO" not in found

    def test_body_in_many_parts(self):
        parts = [bytes([number % 256]) * 1000 for number in range(300)] + [b""]
        assert ask(echo, body=parts)[1]["body"] == b"".join(parts)

    def test_body_by_line(self):
        def page(environ, start_response):
            start_response("200 OK", [])
            return [b"|".join(environ["wsgi.input"])]

        assert ask(page, body=[b"one\ntw", b"", b"o\nthree"])[1]["body"] == b"one\n|two\n|three"

    def test_half_a_body_is_an_error(self):
        with pytest.raises(ConnectionError):
            ask(echo, body=[b"a=1&b=", None])


class TestAnswer:
    def test_small_answers_are_sent_whole(self):
        def page(environ, start_response):
            start_response("201 Created", [("Set-Cookie", " a=1"), ("Set-Cookie", "b=2")])
            return [b"one", b"", b"two"]

        head = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        assert ask(page) == [
            {"type": "http.response.start", "status": 201, "headers": head},
            {"type": "http.response.body", "body": b"onetwo", "more_body": False},
        ]

    def test_large_answers_are_sent_in_parts(self):
        def page(environ, start_response):
            start_response("200 OK", [])
            return (bytes([number]) * 5000 for number in range(100))

        _head, *parts = ask(page)
        assert b"".join(part["body"] for part in parts) == b"".join(
            bytes([number]) * 5000 for number in range(100)
        )
        assert [part["more_body"] for part in parts] == [True] * 7 + [False]
        assert max(len(part["body"]) for part in parts) < CHUNK + 5000

    def test_files_are_read_in_large_parts(self, tmp_path):
        file = tmp_path / "file"
        file.write_bytes(b"x" * 3 * CHUNK)

        def page(environ, start_response):
            start_response("200 OK", [])
            return environ["wsgi.file_wrapper"](file.open("rb"), 4096)

        assert [len(part["body"]) for part in ask(page)[1:]] == [CHUNK, CHUNK, CHUNK, 0]

    def test_page_is_closed_when_the_answer_cannot_be_sent(self):
        class Parts:
            is_closed = False

            def __iter__(self):
                return iter([b"x" * CHUNK] * 3)

            def close(self):
                self.is_closed = True

        parts = Parts()

        def page(environ, start_response):
            start_response("200 OK", [])
            return parts

        async def broken(message):
            raise OSError("the connection is gone")

        with pytest.raises(OSError, match="the connection is gone"):
            ask(page, send=broken)
        assert parts.is_closed

    def test_errors_of_the_page_reach_the_server(self):
        def page(environ, start_response):
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            ask(page)

    def test_page_that_starts_no_answer(self):
        with pytest.raises(RuntimeError, match="without starting"):
            ask(lambda environ, start_response: [])
