"""What a client reads where no view answers."""

import pytest
from django.test import Client
from django.urls import path

from cip import urls
from cip.urls import handler400, handler404, handler500  # noqa: F401  the root of these tests


def broken(request):
    """A view with a bug."""
    raise RuntimeError("a bug with a secret")


broken.login_required = False
urlpatterns = [path("api/v1/broken/", broken), path("broken/", broken), *urls.urlpatterns]

JSON, HTML = "application/json", "text/html; charset=utf-8"


def error(code: str, message: str) -> dict:
    return {"error": {"code": code, "message": message, "fields": {}}}


@pytest.fixture
def client(db, settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v9/programs/"])
def test_unknown_address_of_the_api_is_json(client, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, JSON)
    assert answer.json() == error("not_found", "Not found.")


def test_key_that_is_none_is_json(alice) -> None:
    answer = alice.api.get("/api/v1/programs/no-uuid/")
    assert (answer.status_code, answer.json()) == (404, error("not_found", "Not found."))


def test_unknown_page_is_a_page(client) -> None:
    answer = client.get("/nothing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, HTML)


def test_fault_of_the_api_is_json_and_tells_no_details(client) -> None:
    answer = client.get("/api/v1/broken/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, JSON)
    assert answer.json()["error"]["code"] == "server_error"
    assert "secret" not in answer.text
    assert answer.headers["X-Request-Id"]


def test_fault_of_a_page_is_a_page(client) -> None:
    answer = client.get("/broken/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, HTML)
    assert "secret" not in answer.text


@pytest.mark.parametrize(("address", "kind"), [("/api/v1/programs/", JSON), ("/healthz", HTML)])
def test_malformed_request(client, address: str, kind: str) -> None:
    answer = client.get(address, HTTP_HOST="not a host")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, kind)
    if kind == JSON:
        assert answer.json() == error("invalid", "The request is malformed.")


class Unread:
    """A body that must not be touched."""

    def read(self, *_sizes: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(
    ("address", "kind"), [("/o/acme/catalog/import/", HTML), ("/api/v1/x/", JSON)]
)
def test_a_body_of_200_megabytes_is_refused_unread(client, address: str, kind: str) -> None:
    sent = {"CONTENT_LENGTH": "200000000", "wsgi.input": Unread()}
    answer = client.generic("POST", address, content_type="multipart/form-data; boundary=x", **sent)
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, kind)
    assert "at most 27 MB are taken" in answer.text


def test_a_length_that_is_none_is_no_fault_of_ours(client) -> None:
    assert client.get("/nothing/", CONTENT_LENGTH="many").status_code == 404
