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


def shown_codes(person: Person, address: str) -> list[str]:
    """The codes of the areas below C1 on the page of the editor."""
    tree = person.client.get(address).context["tree"]
    return [item.code for item in tree.items[0].below.items]


def test_a_long_branch_comes_in_pages(alice: Person) -> None:
    draft = stored(alice, areas=400, practices=1)
    assert shown_codes(alice, page(draft, "?open=C1")) == [f"A{n}" for n in range(1, 151)]
    second = page(draft, "?node=&at=C1:2")
    assert shown_codes(alice, second) == [f"A{n}" for n in range(151, 301)]
    text = alice.client.get(second).content.decode()
    assert "151–300 of 400" in text
    assert "?node=&amp;at=C1:1" in text
    assert "?node=&amp;at=C1:3" in text
    last = [f"A{n}" for n in range(301, 401)]
    assert shown_codes(alice, page(draft, "?at=C1:3")) == last
    assert shown_codes(alice, page(draft, "?at=C1:99999")) == last
    assert shown_codes(alice, page(draft, "?at=C1:0&open=C1"))[0] == "A1"


def test_the_page_of_the_selected_node_is_shown_until_another_is_asked_for(alice: Person) -> None:
    draft = stored(alice, areas=400, practices=1)
    assert shown_codes(alice, page(draft, "?node=A249"))[0] == "A151"
    assert shown_codes(alice, page(draft, "?node=A400.P1"))[0] == "A301"
    assert shown_codes(alice, page(draft, "?node=A150"))[-1] == "A150"
    assert shown_codes(alice, page(draft, "?node=A249&at=C1:1"))[0] == "A1"
    tree = alice.client.get(page(draft, "?node=A249&at=:2")).context["tree"]
    assert [item.code for item in tree.items] == ["C1", "C2"]
    shown = alice.client.get(page(draft, "?node=A1&open=C1,A2")).context["tree"]
    areas = shown.items[0].below.items
    assert [item.code for item in areas[1].below.items] == ["A2.P1"]


def test_the_editor_asks_as_often_for_few_nodes_as_for_many(
    alice: Person, django_assert_num_queries: Counting
) -> None:
    for code, areas in (("FEW", 2), ("MANY", 400)):
        draft = stored(alice, code=code, areas=areas, practices=1)
        for rest, queries in (("", 6), ("?at=C1:2", 6), ("?node=A1", 16)):
            with django_assert_num_queries(queries):
                assert alice.client.get(page(draft, rest)).status_code == 200
