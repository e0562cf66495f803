"""Parts of pages of published versions are worked out once, those of drafts each time."""

import re

import pytest
from django.db import connection
from django.template import RequestContext, Template
from django.test.utils import CaptureQueriesContext

from models_catalog.models import ModelVersion, Node
from models_catalog.queries.kept import kept
from tests.conftest import Person
from tests.factories.catalog import (
    CrosswalkFactory,
    MappingFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
)


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


@pytest.mark.parametrize(("rest", "again"), [("", 3), ("nodes/A/", 3)])
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


def test_what_stands_around_published_content_is_shown_at_once(alice, version) -> None:
    publish(version)
    assert "2 · Draft" not in page(alice, version)[0]
    ModelVersionFactory(model=version.model, number="2", state="draft")
    assert "2 · Draft" in page(alice, version)[0]
    version.state, version.retired_because = "retired", "Nobody brews any more."
    version.save()
    assert "Nobody brews any more." in page(alice, version)[0]


def test_mappings_are_those_of_now(alice, version) -> None:
    publish(version)
    other = ModelVersionFactory(model__organization=version.model.organization, state="draft")
    there = NodeFactory(
        version=other, type=NodeTypeFactory(version=other, code="t"), code="B", title="Pouring"
    )
    assert "Pouring" not in page(alice, version, "nodes/A/")[0]
    walk = CrosswalkFactory(organization=version.model.organization, source=version, target=other)
    MappingFactory(crosswalk=walk, source=version.nodes.get(), target=there)
    assert "Pouring" in page(alice, version, "nodes/A/")[0]
    walk.delete()
    assert "Pouring" not in page(alice, version, "nodes/A/")[0]


def test_a_form_cannot_stand_in_a_kept_part(rf, alice, version) -> None:
    publish(version)
    request = rf.get("/")
    request.actor = alice.actor
    source = "{% load catalog_text %}{% kept version 'x' %}{% csrf_token %}{% endkept %}"
    with pytest.raises(RuntimeError, match="cannot stand in a kept part"):
        Template(source).render(
            RequestContext(request, {"version": version, "csrf_token": "of this visit"})
        )
