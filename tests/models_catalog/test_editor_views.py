"""The pages of the editor, as forms without any script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.forms import MultipleChoiceField

from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document

Counting = Callable[[int], AbstractContextManager[object]]
HOME = "/o/acme/catalog/"


@pytest.fixture
def own(alice: Person) -> ModelVersion:
    return import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version


def page(version: ModelVersion, rest: str = "") -> str:
    return f"{HOME}{version.pk}/edit/{rest}"


def filled(person: Person, address: str) -> dict[str, Any]:
    """What a browser would send from the page's forms without a change."""
    context = person.client.get(address).context
    data: dict[str, Any] = {}
    for name in ("form", "questions", "links", "levels", "attributes", "new_form"):
        if name not in context or context[name] is None:
            continue
        found = context[name]
        for form in getattr(found, "forms", [found]):
            for field in form:
                value = field.value()
                empty = [] if isinstance(field.field, MultipleChoiceField) else ""
                data[field.html_name] = empty if value is None else value
        if hasattr(found, "management_form"):
            data |= {each.html_name: each.value() for each in found.management_form}
    return {key: value for key, value in data.items() if value is not False}


def test_saving_without_a_change_changes_nothing(alice: Person, own: ModelVersion) -> None:
    start = document_of(own)
    for rest in ("?node=A1", "?node=A1.P2", "?node=C1"):
        response = alice.client.post(page(own, rest), filled(alice, page(own, rest)))
        assert response.status_code == 302, response.context["form"].errors
    for section, code in (
        ("scales", "maturity"),
        ("scales", "answers"),
        ("node-types", "area"),
        ("dimensions", "checking"),
        ("link-kinds", "supports"),
    ):
        address = page(own, f"words/{section}/of/{code}/")
        assert alice.client.post(address, filled(alice, address)).status_code == 302
    assert (
        alice.client.post(page(own, "about/"), filled(alice, page(own, "about/"))).status_code
        == 302
    )
    own.refresh_from_db()
    assert (own.revision, document_of(own)) == (0, start)


def test_a_node_is_saved_with_questions_levels_and_attributes(
    alice: Person, own: ModelVersion
) -> None:
    data = filled(alice, page(own, "?node=A1"))
    data |= {"title": "Better", "attribute-tools": "pen\n\npaper\n", "level-1-doing": "Seldom."}
    response = alice.client.post(page(own, "?node=A1"), {**data, "open": "C1,A1"})
    assert response["Location"] == page(own, "?node=A1&open=C1%2CA1")
    data = filled(alice, page(own, "?node=A1.P1"))
    data |= {"questions-1-text": "A second one?", "questions-1-code": "Q2", "questions-1-ORDER": 1}
    data["questions-0-ORDER"] = 2
    assert alice.client.post(page(own, "?node=A1.P1"), data).status_code == 302
    document = document_of(own)
    nodes = {node.code: node for node in document.walk()}
    assert (nodes["A1"].title, nodes["A1"].attribute("tools")) == ("Better", ("pen", "paper"))
    assert [(x.level, x.dimension, x.text) for x in nodes["A1"].descriptors] == [
        (1, None, "Now and then."),
        (1, "doing", "Seldom."),
        (2, "doing", "Always."),
    ]
    assert [each.code for each in nodes["A1.P1"].questions] == ["Q2", "A1.P1.Q"]


def test_errors_stand_at_their_fields_and_what_was_typed_stays(
    alice: Person, own: ModelVersion
) -> None:
    data = filled(alice, page(own, "?node=A1.P1"))
    data |= {"title": "Kept", "code": "A2", "links-0-to": "NOPE", "questions-0-text": "   "}
    response = alice.client.post(page(own, "?node=A1.P1"), data)
    assert response.status_code == 200
    assert 'value="Kept"' in response.content.decode()
    data["questions-0-text"] = "Fine?"
    context = alice.client.post(page(own, "?node=A1.P1"), data).context
    assert context["form"].errors["code"] == ["the code 'A2' is already used"]
    data["code"] = "A1.P1"
    context = alice.client.post(page(own, "?node=A1.P1"), data).context
    assert context["links"].forms[0].errors["to"] == ["no node has the code 'NOPE'"]
    own.refresh_from_db()
    assert own.revision == 0


def test_a_stale_form_shows_both_texts(alice: Person, own: ModelVersion) -> None:
    data = filled(alice, page(own, "?node=A1"))
    assert alice.client.post(page(own, "?node=A1"), {**data, "title": "First"}).status_code == 302
    response = alice.client.post(page(own, "?node=A1"), {**data, "title": "Second"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "First" in text
    assert "Second" in text


def test_add_move_remove_undo_redo(alice: Person, own: ModelVersion) -> None:
    data = {"title": "New", "code": "A1.N", "type": "practice", "expected": 0}
    response = alice.client.post(page(own, "add/?after=A1.P1"), data)
    assert response["Location"] == page(own, "?node=A1.N")

    def order() -> list[str]:
        return list(own.nodes.order_by("position").values_list("code", flat=True))

    start = ["C1", "A1", "A1.P1", "A1.N", "A1.P2", "A2", "A2.P1", "A2.P2", "C2"]
    assert order() == start

    def act(action: str, node: str = "A1.N", **more: str) -> None:
        sent = {"action": action, "node": node, **more}
        assert alice.client.post(page(own, "act/"), sent).status_code == 302

    act("up")
    assert order()[2:4] == ["A1.N", "A1.P1"]
    act("up")
    act("down")
    assert order() == start
    act("in", "A2")
    act("out")
    assert order() == start
    act("inside", target="A2")
    assert order()[6:8] == ["A2.P2", "A1.N"]
    act("before", target="A1.P1")
    act("after", target="A2.P1")
    assert order()[4:8] == ["A2", "A2.P1", "A1.N", "A2.P2"]
    act("remove", "A2")
    assert order() == ["C1", "A1", "A1.P1", "A1.P2", "C2"]
    act("undo")
    assert order()[4:8] == ["A2", "A2.P1", "A1.N", "A2.P2"]
    act("redo")
    assert "A2" not in order()
    act("nonsense")
    act("up", "NOPE")
    act("after", "A1", target="NOPE")
    text = alice.client.get(page(own, "history/")).content.decode()
    assert "Alice removed Area 2" in text
    assert "Alice moved New under Area 1" in text


def test_words(alice: Person, own: ModelVersion) -> None:
    sent = {"name": "Looking", "code": "looking", "text": "", "expected": 0}
    response = alice.client.post(page(own, "words/dimensions/add/"), sent)
    assert response["Location"] == page(own, "words/dimensions/")
    alice.client.post(page(own, "words/dimensions/of/looking/act/"), {"action": "up"})
    codes = own.dimensions.order_by("position").values_list("code", flat=True)
    assert list(codes) == ["doing", "looking", "checking"]
    alice.client.post(page(own, "words/dimensions/of/looking/act/"), {"action": "remove"})
    assert own.dimensions.count() == 2
    used = page(own, "words/dimensions/of/doing/act/")
    text = alice.client.post(used, {"action": "remove"}, follow=True).content.decode()
    assert "no dimension &#x27;doing&#x27;" in text
    address = page(own, "words/scales/of/maturity/")
    data = filled(alice, address)
    data |= {"levels-2-name": "Step 3", "levels-2-code": "3", "levels-2-value": 3}
    assert alice.client.post(address, data).status_code == 302
    assert document_of(own).scale("maturity").bounds == (1, 3)  # type: ignore[union-attr]
    data = filled(alice, address) | {"levels-0-DELETE": "on"}
    errors = alice.client.post(address, data).context["form"].non_field_errors()
    assert "1 is not a level of scale" in errors[0]


def test_a_model_of_ones_own_from_nothing_to_published(alice: Person, bob: Person) -> None:
    sent = {"name": "Ours", "code": "OURS", "number": "1.0", "like": ""}
    assert bob.client.post(f"{HOME}new/", sent).status_code == 403
    response = alice.client.post(f"{HOME}new/", sent)
    own = ModelVersion.objects.get(model__code="OURS")
    assert response["Location"] == page(own)
    again = alice.client.post(f"{HOME}new/", sent)
    assert "The organization has a model with this code already." in again.content.decode()
    wrong = alice.client.post(f"{HOME}new/", {**sent, "code": "a b"})
    assert "is not a code" in wrong.context["form"].errors["code"][0]
    assert MaturityModel.objects.count() == 1
    text = alice.client.get(page(own, "check/")).content.decode()
    assert "the model has no owner" in text
    node = {"title": "First", "code": "F", "type": "area", "expected": 0}
    assert alice.client.post(page(own, "add/"), node).status_code == 302
    about = filled(alice, page(own, "about/"))
    about |= {"owner": "Us", "description": "For us.", "attribution": "Ours."}
    assert alice.client.post(page(own, "about/"), about).status_code == 302
    assert "Nothing is missing" in alice.client.get(page(own, "check/")).content.decode()
    alice.client.post(f"{HOME}{own.pk}/publish/")
    own.refresh_from_db()
    assert own.state == "published"
    assert alice.client.get(page(own)).status_code == 409
    copied = {**sent, "code": "COPY", "like": str(own.pk)}
    assert alice.client.post(f"{HOME}new/", copied).status_code == 302
    words = document_of(ModelVersion.objects.select_related("model").get(model__code="COPY"))
    assert (words.node_types, words.nodes) == (document_of(own).node_types, ())


PAGES = ["", "?node=A1", "add/", "history/", "check/", "about/", "words/scales/"]


@pytest.mark.parametrize("rest", PAGES)
def test_only_leads_enter_the_editor(
    alice: Person, bob: Person, charlie: Person, own: ModelVersion, rest: str
) -> None:
    assert alice.client.get(page(own, rest)).status_code == 200
    assert bob.client.get(page(own, rest)).status_code == 403
    elsewhere = page(own, rest).replace("/acme/", "/elsewhere/")
    assert charlie.client.get(elsewhere).status_code == 404


def test_a_large_model_opens_only_the_way_to_the_node(
    alice: Person, django_assert_num_queries: Counting
) -> None:
    sizes = []
    for areas in (3, 250):
        version = import_document(
            actor=alice.actor,
            document=small_document(code=f"M{areas}", areas=areas, practices=9),
            organization_id=alice.organization.pk,
        ).version
        with django_assert_num_queries(16):
            response = alice.client.get(page(version, "?node=A1.P1"))
        sizes.append(len(response.content))
    assert sizes[1] < 200_000
    text = response.content.decode()
    assert "A1.P9" in text
    assert "A2.P1" not in text
    found = alice.client.get(page(version, "?find=area+249"))
    assert found["Location"] == page(version, "?node=A249")
    text = alice.client.get(page(version, "?node=A249")).content.decode()
    assert 'aria-posinset="249"' in text


@pytest.mark.parametrize(
    "rest",
    [
        "?node=%00",
        "?node=nope",
        "?find=%00",
        "?find=nope",
        "?open=%00,,nope",
        "add/?parent=nope",
        "add/?after=%00",
        "history/?page=x",
    ],
)
def test_nonsense_in_an_address_is_harmless(alice: Person, own: ModelVersion, rest: str) -> None:
    assert alice.client.get(page(own, rest), follow=True).status_code == 200


def test_unknown_words_are_not_found(alice: Person, own: ModelVersion) -> None:
    for rest in ("words/nope/", "words/scales/of/nope/", "words/nope/add/"):
        assert alice.client.get(page(own, rest)).status_code == 404
    acting = page(own, "words/scales/of/nope/act/")
    assert alice.client.post(acting, {"action": "up"}).status_code == 404
    acting = page(own, "words/scales/of/maturity/act/")
    assert alice.client.post(acting, {"action": "nope"}).status_code == 404
    assert alice.client.post(page(own, "?node=NOPE"), {}).status_code == 404
