"""The API does what its own description says: schemathesis over every operation, in this process.

The demonstration program is built once; every call starts from it and is rolled back. Identifiers
in addresses and bodies are mostly real ones. More calls: CIP_API_EXAMPLES=100.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, models, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cip.access.scopes import Scope
from cip.home.demo import builder
from cip.kernel import clock
from cip.wsgi import application
from tests.api.operations import Operation, every_operation
from tests.api.seeding import add_the_rest
from tests.factories.accounts import ApiTokenFactory

pytestmark = [
    pytest.mark.django_db,
    # The client of schemathesis leaves files that were sent to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("CIP_API_EXAMPLES", "2"))
SECRET = "cip_of_the_lead"
OPERATIONS = list(every_operation())
# Identifiers of the demonstration: a body may name any of them.
KNOWN: list[str] = []

schemathesis.openapi.format(
    "uuid",
    st.one_of(
        st.integers(0, 10_000).map(lambda n: KNOWN[n % len(KNOWN)]),
        st.uuids().map(str),
    ),
)


@dataclass(frozen=True)
class World:
    """The demonstration's rows and the API's description of itself."""

    schema: Any
    rows: dict[type[models.Model], list[models.Model]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; all of it is gone after the last test."""
    # Between requests Django closes connections in a transaction; this one is meant to stay.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", "fixtures/catalog/it-service-cmm.yaml", verbosity=0)
        call_command("load_methods", verbosity=0)
        stage = builder.build(clock.now())
        ApiTokenFactory(
            user=stage.users["lead"],
            organization=stage.organization,
            secret=SECRET,
            scopes=[scope.value for scope in Scope],
        )
        add_the_rest(stage)
        rows = {
            model: list(model._default_manager.order_by("pk")[:30])
            for model in apps.get_models()
            if isinstance(model._meta.pk, models.UUIDField)
        }
        KNOWN.extend(str(row.pk) for found in rows.values() for row in found[:5])
        connection.check_constraints()  # once for all; otherwise again after every test
        yield World(schemathesis.openapi.from_wsgi("/api/schema/?format=json", application), rows)
        transaction.set_rollback(True)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_every_operation_is_described(world: World) -> None:
    paths = world.schema.raw_schema["paths"]
    described = {
        (path, method.upper())
        for path, methods in paths.items()
        for method in methods
        if method != "parameters"
    }
    assert described == {(operation.path, operation.method) for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_operation_keeps_its_promises(operation: Operation, world: World) -> None:
    described = world.schema[operation.path][operation.method]
    cases = st.one_of(
        described.as_strategy(generation_mode=GenerationMode.POSITIVE),
        described.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES * 2,
        deadline=None,
        derandomize="CIP_API_EXAMPLES" not in os.environ,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, data=st.data())
    def promises_kept(case: Case, data: st.DataObject) -> None:
        headers = {"Authorization": f"Bearer {SECRET}"}
        _name_real_rows(operation, world, case, headers, data)
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    promises_kept()


def _name_real_rows(
    operation: Operation,
    world: World,
    case: Case,
    headers: dict[str, str],
    data: st.DataObject,
) -> None:
    """Mostly put identifiers of existing rows into the address, and the right version beside."""
    if data.draw(st.integers(0, 9)) == 0:
        return
    for name, model in operation.parameters.items():
        found = world.rows.get(model) if model else None
        if not found:
            continue
        row = data.draw(st.sampled_from(found))
        case.path_parameters[name] = str(row.pk)
        if name == "id" and operation.method in {"PATCH", "PUT"}:
            headers["If-Match"] = f'"v{getattr(row, "version", 0)}"'
