"""The map: which columns, whose path, from either end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cip.accounts.actors import operator_actor
from models_catalog.models import ModelVersion
from models_catalog.queries.map import ModelMap, model_map
from models_catalog.queries.vocabulary import type_uses
from models_catalog.rules.reading import read_document
from models_catalog.services.importing import import_document
from models_catalog.views.map import shape_of
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.mapped import mapped_version
from tests.models_catalog.words import words_of

Counting = Callable[[int], AbstractContextManager[object]]
CATALOG = Path(__file__).parents[2] / "fixtures" / "catalog"


DOCUMENT = read_document((CATALOG / "ddi.yaml").read_bytes()).document
assert DOCUMENT is not None
DDI = DOCUMENT


@pytest.fixture
def ddi(db: None) -> ModelVersion:
    return import_document(actor=operator_actor(), document=DDI, organization_id=None).version


def linking_to(code: str, kind: str) -> list[str]:
    return [node.code for node, link in DDI.links if (link.kind, link.to) == (kind, code)]


def linked_from(code: str, kind: str) -> list[str]:
    """In the order of the tree."""
    to = {link.to for node, link in DDI.links if (node.code, link.kind) == (code, kind)}
    return [node.code for node in DDI.walk() if node.code in to]


def map_of(version: ModelVersion, code: str = "") -> ModelMap:
    words = words_of(version)
    shape = shape_of(words, type_uses(version))
    assert shape is not None
    return model_map(version, words, shape, code)


def path_of(found: ModelMap) -> dict[str, list[str]]:
    return {each.type_code: [node.code for node in each.on_path] for each in found.columns}


def test_the_map_is_walked_from_either_end(
    ddi: ModelVersion, django_assert_num_queries: Counting
) -> None:
    found = map_of(ddi)
    assert found.chosen is None
    assert [(each.type_name, len(each.others), each.total) for each in found.columns] == [
        ("Domains", 3, 3),
        ("Capabilities", 33, 33),
        ("Roles", 62, 62),
        ("Skills", 61, 61),
    ]
    assert path_of(found) == {"domain": [], "capability": [], "role": [], "skill": []}
    for code in ("NOPE", "DIG-01-P1", "GDD"):
        assert map_of(ddi, code).chosen is None

    with django_assert_num_queries(7):
        found = map_of(ddi, "role-data-analyst")
    assert found.chosen is not None
    assert (found.chosen.title, found.chosen_type) == ("Data analyst", "role")
    assert path_of(found) == {
        "domain": ["data"],
        "capability": linking_to("role-data-analyst", "needs_role"),
        "role": ["role-data-analyst"],
        "skill": linked_from("role-data-analyst", "has_skill"),
    }
    assert [each.relation for each in found.columns] == ["", "is a role in", "", "brings the skill"]

    with django_assert_num_queries(7):
        path = path_of(map_of(ddi, "POMG"))
    assert path["role"] == linking_to("POMG", "has_skill")
    assert path["capability"] == linking_to("POMG", "needs_skill")
    assert path["skill"] == ["POMG"]

    with django_assert_num_queries(7):
        path = path_of(map_of(ddi, "innovation"))
    assert len(path["capability"]) == 10
    needed = {to for code in path["capability"] for to in linked_from(code, "needs_role")}
    assert set(path["role"]) == needed


def test_the_page_answers_with_the_map_alone_to_htmx(bob: Person) -> None:
    version = mapped_version(bob.organization, range(3))
    tool = version.nodes.filter(type__code="tool").exclude(links_in=None).first()
    assert tool is not None
    address = f"/o/acme/catalog/{version.pk}/map/?at={tool.code}"
    page = bob.client.get(address).content.decode()
    part = bob.client.get(address, headers={"HX-Target": "map"}).content.decode()
    assert ("<html" in page, "<html" in part) == (True, False)
    assert part.strip() in page
    assert f'aria-current="true">{tool.title}</a>' in part
    assert "is supported by" in part
    assert part.count("1 of ") == 3


def test_a_model_without_lists_has_no_map(bob: Person) -> None:
    document = small_document()
    version = import_document(
        actor=operator_actor(), document=document, organization_id=None
    ).version
    assert bob.client.get(f"/o/acme/catalog/{version.pk}/map/").status_code == 404
