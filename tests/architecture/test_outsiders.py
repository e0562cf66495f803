"""Nobody reaches another organization's objects: every page and every API address is visited.

A new route fails here until `tests/<app>/routes.py` says how to make its arguments.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cip.accounts.models import ApiToken
from tests.architecture.registry import Route, api_routes, pages, registered

PAGE_ARGUMENTS = registered("PAGES")
API_OBJECTS = registered("API")
API_QUERIES = registered("API_QUERIES")
ROUTES = pages()
API_ROUTES = api_routes()

by_name = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
by_api_name = pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: route.name)


def kwargs_of(route: Route, victim: Any) -> dict[str, Any]:
    make: Callable[[Any], dict[str, Any]] | None = PAGE_ARGUMENTS.get(route.name)
    assert make is not None, (
        f"The page {route.name} is not registered for the outsider sweep: add one line for it to "
        f"PAGES in tests/{route.app}/routes.py, a function that makes the objects in the victim's "
        f"organization and returns the arguments {sorted(route.params) or 'nothing'}."
    )
    kwargs = make(victim)
    assert set(kwargs) == set(route.params)
    return kwargs


def object_of(route: Route, victim: Any) -> Any:
    assert route.basename in API_OBJECTS, (
        f"The API address {route.name} is not registered for the outsider sweep: add one line for "
        f"{route.basename!r} to API in tests/{route.app}/routes.py, a function that makes one such "
        "object in the victim's organization and returns it."
    )
    make = API_OBJECTS[route.basename]
    return None if make is None else make(victim)


def visit(client: Client, address: str) -> set[int]:
    return {client.get(address).status_code, client.post(address).status_code}


def test_registry_names_only_routes_that_exist() -> None:
    assert set(PAGE_ARGUMENTS) - {route.name for route in ROUTES} == set()
    assert set(API_OBJECTS) - {route.basename for route in API_ROUTES} == set()


@by_name
def test_page_is_closed_to_outsiders(route: Route, organization, charlie) -> None:
    """Anonymous visitors are asked to sign in; people of another organization find nothing."""
    kwargs = kwargs_of(route, organization)
    address = reverse(route.name, kwargs={"organization": "acme", **kwargs})
    nobody = Client()
    for response in (nobody.get(address), nobody.post(address)):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/?next=")
    assert visit(charlie.client, address) == {404}
    if kwargs:  # with an object of ours in the address of their own organization
        statuses = visit(
            charlie.client, reverse(route.name, kwargs={"organization": "elsewhere", **kwargs})
        )
        assert 404 in statuses
        assert statuses <= {404, 405}


def api_address(route: Route, victim: Any) -> tuple[str, Any]:
    target = object_of(route, victim)
    kwargs = {name: uuid4() for name in route.params}  # parts of the object that do not exist
    if target is not None and route.lookup in route.params:
        kwargs[route.lookup] = target.pk
    return reverse(route.name, kwargs=kwargs), target


@by_api_name
def test_api_is_closed_to_outsiders(route: Route, organization, charlie) -> None:
    """No token, a token of another organization, a token with another scope."""
    address, target = api_address(route, organization)
    for method in route.methods:
        assert getattr(APIClient(), method)(address).status_code == 401
    if route.name in API_QUERIES:
        _check_query(route, organization, charlie)
    elif route.lookup in route.params:
        for method in route.methods:
            assert getattr(charlie.api, method)(address).status_code == 404, method
    elif "get" in route.methods and target is not None:
        _check_list(charlie.api.get(address), organization, target)
    ApiToken.objects.filter(user=charlie.user).update(scopes=[_foreign_scope(route)])
    for method in route.methods:
        assert getattr(charlie.api, method)(address).status_code == 403


def _foreign_scope(route: Route) -> str:
    """A scope of another area than the route's."""
    return "reports:read" if route.app != "reports" else "people:read"


def _check_query(route: Route, organization, charlie) -> None:
    kwargs, query = API_QUERIES[route.name](organization)
    response = charlie.api.get(reverse(route.name, kwargs=kwargs), query)
    assert response.status_code == 404 or response.json() == []


def _check_list(response: Any, organization, target: Any) -> None:
    assert response.status_code == 200
    text = response.content.decode()
    assert str(organization.pk) not in text
    if isinstance(target.pk, UUID):
        assert str(target.pk) not in text
