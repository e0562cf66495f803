"""Two versions beside each other, as a page and over the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import uuid4

import pytest

from models_catalog.models import ModelVersion
from models_catalog.rules.document import ModelDocument
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules import edits
from tests.models_catalog.rules.edits import BASE

Counting = Callable[[int], AbstractContextManager[object]]
PAGE_QUERIES = 22


def numbered(document: ModelDocument, number: str) -> ModelDocument:
    return replace(document, version=replace(document.version, number=number))


def store(person: Person, document: ModelDocument) -> ModelVersion:
    return import_document(
        actor=person.actor, document=document, organization_id=person.organization.pk
    ).version


def after_edits() -> ModelDocument:
    document = edits.changed(
        BASE, "A2", lambda node: (replace(node, text="Why it matters <b>now</b>."),)
    )
    document = edits.remove(document, "A1.P2", "")
    document = edits.add(document, "C2", "C3")
    document = edits.split(document, "A3.P1", "S")
    document = edits.voice(document, "C1", "x")
    return numbered(document, "2.0")


@pytest.fixture
def two(alice: Person) -> tuple[ModelVersion, ModelVersion]:
    return store(alice, BASE), store(alice, after_edits())


def page(person: Person, version: ModelVersion, query: str = "") -> str:
    response = person.client.get(f"/o/acme/catalog/{version.pk}/difference/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_numbers_stand_at_the_top_and_words_are_marked(
    bob: Person, two: tuple[ModelVersion, ModelVersion]
) -> None:
    text = page(bob, two[1])
    assert "From version 1.0 to 2.0" in text
    for number, word in ((1, "added"), (1, "removed"), (1, "split"), (1, "reworded")):
        assert f"<b>{number}</b> {word}</a>" in text
    assert "Why it <del>matters.</del><ins>matters &lt;b&gt;now&lt;/b&gt;.</ins>" in text
    assert "A part of what was Practice 1 (A3.P1)." in text
    assert "<dt>Description</dt>" in text
    assert "Now and then." not in text


def test_one_kind_or_one_branch(bob: Person, two: tuple[ModelVersion, ModelVersion]) -> None:
    added = page(bob, two[1], f"?from={two[0].pk}&kind=added")
    assert "New C3" in added
    assert "A part of what was" not in added
    branch = page(bob, two[1], "?branch=C1")
    assert "A part of what was" in branch
    assert "The model itself" not in branch


def test_the_way_back(bob: Person, two: tuple[ModelVersion, ModelVersion]) -> None:
    text = page(bob, two[0])
    assert "From version 2.0 to 1.0" in text


def test_another_version_to_compare_is_another_address(
    bob: Person, two: tuple[ModelVersion, ModelVersion]
) -> None:
    one, other = two
    response = bob.client.get(
        f"/o/acme/catalog/{one.pk}/difference/", {"from": one.pk, "to": other.pk}
    )
    assert response.url == f"/o/acme/catalog/{other.pk}/difference/?from={one.pk}"


def test_what_cannot_be_compared_is_not_found(
    bob: Person, two: tuple[ModelVersion, ModelVersion]
) -> None:
    for query in (f"?from={uuid4()}", "?from=x", "?kind=worse"):
        address = f"/o/acme/catalog/{two[1].pk}/difference/{query}"
        assert bob.client.get(address).status_code == 404


def test_a_single_version_has_nothing_to_compare_with(alice: Person) -> None:
    assert "Nothing to compare with" in page(alice, store(alice, BASE))


def test_equal_content_has_no_difference(alice: Person) -> None:
    store(alice, BASE)
    assert "No difference" in page(alice, store(alice, numbered(BASE, "1.1")))


def test_a_large_model_takes_no_more_queries_and_one_page(
    alice: Person, django_assert_num_queries: Counting
) -> None:
    store(alice, small_document(areas=60, practices=4))
    newer = store(alice, small_document(areas=60, practices=4, number="2.0", word=" new"))
    with django_assert_num_queries(PAGE_QUERIES):
        text = page(alice, newer)
    assert "<b>60</b> reworded</a>" in text
    assert text.count('data-kind="reworded"') == 40


def test_the_api_says_the_same(bob: Person, two: tuple[ModelVersion, ModelVersion]) -> None:
    one, other = two
    address = f"/api/v1/model-versions/{other.pk}/difference/"
    body = bob.api.get(address).json()
    assert (body["before"], body["after"]) == (str(one.pk), str(other.pk))
    assert {kind: n for kind, n in body["nodes"].items() if n} == {
        "added": 1,
        "removed": 1,
        "split": 1,
        "reworded": 1,
        "altered": 1,
    }
    assert body["scales"]["reworded"] == 1
    assert body["model"] == [
        {"field": "description", "before": "What it is for.", "after": "About x"}
    ]
    assert [(each["code"], each["kinds"]) for each in body["results"]] == [
        ("A2", ["reworded"]),
        ("Sa", ["split"]),
        ("Sb", ["split"]),
        ("A3.P2", ["altered"]),
        ("A1.P2", ["removed"]),
        ("C3", ["added"]),
    ]
    assert body["results"][0]["changes"] == [
        {
            "field": "text",
            "before": "Why it matters.",
            "after": "Why it matters <b>now</b>.",
        }
    ]
    only = bob.api.get(address, {"from": str(one.pk), "kind": "added"}).json()
    assert [each["code"] for each in only["results"]] == ["C3"]


def test_the_api_refuses_what_cannot_be_compared(alice: Person) -> None:
    version = store(alice, BASE)
    address = f"/api/v1/model-versions/{version.pk}/difference/"
    assert alice.api.get(address).status_code == 400
    assert alice.api.get(address, {"from": str(uuid4())}).status_code == 400
