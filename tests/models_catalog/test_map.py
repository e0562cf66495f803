"""The map: which columns, whose path, from either end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cip.accounts.actors import operator_actor
from models_catalog.models import ModelVersion
from models_catalog.queries.map import ModelMap, model_map
from models_catalog.queries.vocabulary import type_uses, vocabulary_of
from models_catalog.rules.reading import read_document
from models_catalog.services.importing import import_document
from models_catalog.views.map import shape_of
from tests.conftest import Person
from tests.models_catalog.documents import small_document

Counting = Callable[[int], AbstractContextManager[object]]
CATALOG = Path(__file__).parents[2] / "fixtures" / "catalog"


@pytest.fixture
def ddi(db: None) -> ModelVersion:
    document = read_document((CATALOG / "ddi.yaml").read_bytes()).document
    assert document is not None
    actor = operator_actor()
    return import_document(actor=actor, document=document, organization_id=None).version


def map_of(version: ModelVersion, code: str = "") -> ModelMap:
    words = vocabulary_of(version)
    shape = shape_of(words, type_uses(version))
    assert shape is not None
    return model_map(version, words, shape, code)


def path_of(found: ModelMap) -> dict[str, list[str]]:
    return {each.type_code: [node.code for node in each.on_path] for each in found.columns}


def test_nothing_chosen_shows_everything(ddi: ModelVersion) -> None:
    found = map_of(ddi)
    assert found.chosen is None
    assert [(each.type_name, len(each.others), each.total) for each in found.columns] == [
        ("Domains", 3, 3),
        ("Capabilities", 33, 33),
        ("Roles", 62, 62),
        ("Skills", 61, 61),
    ]
    assert path_of(found) == {"domain": [], "capability": [], "role": [], "skill": []}


def test_which_capabilities_need_this_role(ddi: ModelVersion) -> None:
    found = map_of(ddi, "role-data-analyst")
    assert found.chosen is not None
    assert (found.chosen.title, found.chosen_type) == ("Data analyst", "role")
    path = path_of(found)
    document = read_document((CATALOG / "ddi.yaml").read_bytes()).document
    assert document is not None
    assert path["capability"] == [
        node.code
        for node, link in document.links
        if (link.kind, link.to) == ("needs_role", "role-data-analyst")
    ]
    assert path["domain"] == ["data"]
    assert path["role"] == ["role-data-analyst"]
    skills = {link.to for node, link in document.links if node.code == "role-data-analyst"}
    assert set(path["skill"]) == {
        code for code in skills if code in {n.code for n in document.nodes if n.type == "skill"}
    }
    assert [each.relation for each in found.columns] == ["", "is a role in", "", "brings the skill"]


def test_which_roles_bring_this_skill(ddi: ModelVersion) -> None:
    found = map_of(ddi, "POMG")
    document = read_document((CATALOG / "ddi.yaml").read_bytes()).document
    assert document is not None
    asked = [(node.code, link.kind) for node, link in document.links if link.to == "POMG"]
    path = path_of(found)
    assert path["role"] == [code for code, kind in asked if kind == "has_skill"]
    assert path["capability"] == [code for code, kind in asked if kind == "needs_skill"]
    assert path["skill"] == ["POMG"]


def test_a_domain_reaches_what_its_capabilities_need(ddi: ModelVersion) -> None:
    path = path_of(map_of(ddi, "innovation"))
    assert len(path["capability"]) == 10
    one = path_of(map_of(ddi, path["capability"][0]))
    assert one["domain"] == ["innovation"]
    assert set(one["role"]) <= set(path["role"])
    assert set(one["skill"]) <= set(path["skill"])


@pytest.mark.parametrize("code", ["", "NOPE", "DIG-01.1"])
def test_what_no_column_holds_is_not_chosen(ddi: ModelVersion, code: str) -> None:
    assert map_of(ddi, code).chosen is None


@pytest.mark.parametrize("code", ["innovation", "DIG-01", "role-data-analyst", "POMG"])
def test_a_path_costs_seven_queries(
    ddi: ModelVersion, code: str, django_assert_num_queries: Counting
) -> None:
    with django_assert_num_queries(7):
        map_of(ddi, code)


def test_the_page_answers_with_the_map_alone_to_htmx(ddi: ModelVersion, bob: Person) -> None:
    address = f"/o/acme/catalog/{ddi.pk}/map/?at=POMG"
    page = bob.client.get(address).content.decode()
    part = bob.client.get(address, headers={"HX-Target": "map"}).content.decode()
    assert ("<html" in page, "<html" in part) == (True, False)
    assert part.strip() in page
    assert 'aria-current="true">Portfolio management</a>' in part


def test_a_model_without_lists_has_no_map(bob: Person) -> None:
    document = small_document()
    version = import_document(
        actor=operator_actor(), document=document, organization_id=None
    ).version
    assert bob.client.get(f"/o/acme/catalog/{version.pk}/map/").status_code == 404
