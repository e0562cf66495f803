"""Parts of pages of published versions are worked out once, those of drafts each time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from models_catalog.models import ModelVersion, Node
from models_catalog.queries.kept import kept
from tests.conftest import Person
from tests.factories.catalog import ModelVersionFactory, NodeFactory, NodeTypeFactory


def page(person: Person, version: ModelVersion, rest: str = "") -> tuple[str, int]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = person.client.get(f"/o/{person.organization.slug}/catalog/{version.pk}/{rest}")
    assert answer.status_code == 200
    text = answer.content.decode()
    return re.sub(r"csrfmiddlewaretoken.{80}", "", text), len(queries)


@pytest.fixture
def version(organization) -> ModelVersion:
    found = ModelVersionFactory(model__organization=organization, state="draft")
    area = NodeTypeFactory(version=found, code="area")
    NodeFactory(version=found, type=area, code="A", title="Brewing", text="Brew *well*.")
    return found


def publish(version: ModelVersion) -> None:
    version.state, version.published_at = "published", version.created_at
    version.save()


@pytest.mark.parametrize(("rest", "again"), [("", 4), ("nodes/A/", 4)])
def test_second_visit_of_published_content(alice, version, rest, again) -> None:
    publish(version)
    first, queries = page(alice, version, rest)
    second, fewer = page(alice, version, rest)
    assert second == first
    assert (fewer, fewer < queries) == (again, True)


def test_drafts_show_what_is_there_now(alice, version) -> None:
    assert "Brewing" in page(alice, version, "nodes/A/")[0]
    Node.objects.filter(version=version).update(title="Steeping")
    found = page(alice, version, "nodes/A/")[0]
    assert ("Steeping" in found, "Brewing" in found) == (True, False)


def test_links_lead_into_the_own_organization(alice, charlie, version) -> None:
    type(version.model).objects.filter(pk=version.model_id).update(organization=None)
    publish(version)
    assert f"/o/acme/catalog/{version.pk}/nodes/" in page(alice, version)[0]
    theirs = page(charlie, version)[0]
    assert (f"/o/elsewhere/catalog/{version.pk}/nodes/" in theirs, "/o/acme/" in theirs) == (
        True,
        False,
    )


def test_kept_by_name_and_language(version) -> None:
    publish(version)
    made = [kept(version, name, lambda name=name: name.upper()) for name in ("one", "two", "one")]
    assert made == ["ONE", "TWO", "ONE"]
    assert kept(version, "one", lambda: "other") == "ONE"
