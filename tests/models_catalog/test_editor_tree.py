"""The editor where a draft has a past or is large: replaced codes, pages of a long branch."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from cip.kernel import clock
from models_catalog.models import ModelVersion
from models_catalog.rules.document import Version
from models_catalog.services.importing import import_document
from models_catalog.services.tailoring import next_version, tailor_version
from models_catalog.services.versions import publish_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.test_editor_views import filled, page

Counting = Callable[[int], AbstractContextManager[object]]


def stored(person: Person, **kwargs: object) -> ModelVersion:
    return import_document(
        actor=person.actor,
        document=small_document(**kwargs),  # type: ignore[arg-type]
        organization_id=person.organization.pk,
    ).version


def published(person: Person, **kwargs: object) -> ModelVersion:
    return publish_version(actor=person.actor, version=stored(person, **kwargs), now=clock.now())


def next_without_second_area(person: Person) -> ModelVersion:
    draft = next_version(actor=person.actor, version=published(person), number="2.0")
    person.client.post(page(draft, "act/"), {"action": "remove", "node": "A2"})
    return draft


def test_a_node_says_which_codes_of_the_version_before_it_replaces(alice: Person) -> None:
    draft = next_without_second_area(alice)
    shown = alice.client.get(page(draft, "?node=C2"))
    assert [code for code, _title in shown.context["gone"]] == ["A2", "A2.P1", "A2.P2"]
    data = filled(alice, page(draft, "?node=C2"))
    assert data["replaces"] == ""
    response = alice.client.post(page(draft, "?node=C2"), {**data, "replaces": " A2, A2.P1\n"})
    assert response.status_code == 302
    assert draft.nodes.get(code="C2").replaces == ["A2", "A2.P1"]
    data = filled(alice, page(draft, "?node=C2"))
    assert data["replaces"] == "A2, A2.P1"
    assert alice.client.post(page(draft, "?node=C2"), {**data, "replaces": ""}).status_code == 302
    assert draft.nodes.get(code="C2").replaces == []


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ("NOPE", "No version before has a node NOPE."),
        ("A1.P1", "the code 'A1.P1' is not replaced: it is used"),
        ("A2 A2", "the code 'A2' already stands at replaces[0]"),
    ],
)
def test_codes_that_are_not_replaced_are_refused(alice: Person, codes: str, message: str) -> None:
    draft = next_without_second_area(alice)
    data = filled(alice, page(draft, "?node=C2"))
    form = alice.client.post(page(draft, "?node=C2"), {**data, "replaces": codes}).context["form"]
    assert form.errors["replaces"][0].startswith(message)
    assert draft.nodes.get(code="C2").replaces == []


def test_codes_that_a_file_brought_stay_although_no_version_has_them(alice: Person) -> None:
    document = small_document()
    top = replace(document.nodes[0], replaces=("OLD",))
    draft = import_document(
        actor=alice.actor,
        document=replace(document, nodes=(top, *document.nodes[1:]), version=Version("1.0")),
        organization_id=alice.organization.pk,
    ).version
    data = filled(alice, page(draft, "?node=C1"))
    response = alice.client.post(page(draft, "?node=C1"), {**data, "title": "Renamed"})
    assert response.status_code == 302
    assert draft.nodes.get(code="C1").replaces == ["OLD"]


def test_a_variant_replaces_codes_of_what_it_was_made_from(alice: Person) -> None:
    parent = published(alice)
    draft = tailor_version(actor=alice.actor, version=parent, name="Ours", code="OURS")
    alice.client.post(page(draft, "act/"), {"action": "remove", "node": "A2"})
    shown = alice.client.get(page(draft, "?node=C2"))
    assert [code for code, _title in shown.context["gone"]] == ["A2", "A2.P1", "A2.P2"]
    data = filled(alice, page(draft, "?node=C2"))
    assert alice.client.post(page(draft, "?node=C2"), {**data, "replaces": "A2"}).status_code == 302
    assert draft.nodes.get(code="C2").replaces == ["A2"]
