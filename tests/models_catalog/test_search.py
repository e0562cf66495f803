"""Search over all models: queries, page and API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup

from models_catalog.models import ModelVersion
from models_catalog.queries.search import HITS, search, searched_models
from tests.conftest import Person
from tests.factories.accounts import OrganizationFactory
from tests.factories.catalog import (
    LevelDescriptorFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
    QuestionFactory,
)

Counting = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def tea() -> ModelVersion:
    version = ModelVersionFactory(model=MaturityModelFactory(code="TEA", name="Tea"))
    area = NodeTypeFactory(version=version, code="area", name="Area")
    top = NodeFactory(
        **{"version": version, "type": area, "code": "IT", "title": "Brewing", "position": 0},
        **{"text": "Tea is brewed **well**.", "last_position": 1},
    )
    pot = NodeFactory(
        **{"version": version, "type": area, "code": "POT-1", "title": "Warm the pot"},
        **{"parent": top, "text": "A cold pot spoils <i>everything</i>.", "position": 1},
        **{"last_position": 1},
    )
    QuestionFactory(node=pot, version=version, text="Is the kettle descaled?", help="Monthly.")
    LevelDescriptorFactory(node=pot, level=2, text="Somebody looks after the crockery.")
    return version


def codes(person: Person, text: str, **options: Any) -> list[tuple[str, str]]:
    found = search(searched_models(person.actor), text, **options)
    return [(hit.code, hit.part) for hit in found.object_list]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pot", [("POT-1", "node")]),
        ("POTS", [("POT-1", "node")]),
        ("brew", [("IT", "node")]),
        ("brewing tea", [("IT", "node")]),
        ("warm cold", [("POT-1", "node")]),
        ("warm tea", []),
        ("pot-1", [("POT-1", "node")]),
        ("it", [("IT", "node")]),
        ("kettle", [("POT-1", "question")]),
        ("month", [("POT-1", "question")]),
        ("crock", [("POT-1", "descriptor")]),
        ("the", []),
        ("", []),
        ("'; DROP TABLE x; --", []),
        ("a:* & !b | <->", []),
    ],
)
def test_found(alice: Person, tea: ModelVersion, text: str, found: list) -> None:
    assert codes(alice, text) == found


def test_codes_come_first(alice: Person, tea: ModelVersion) -> None:
    area = tea.node_types.get()
    for position in (5, 6):
        NodeFactory(
            **{"version": tea, "type": area, "code": f"X{position}", "title": "pot 1 pot 1 pot 1"},
            **{"text": "pot 1 " * 9, "position": position, "last_position": position},
        )
    assert codes(alice, "POT-1")[0] == ("POT-1", "node")


def test_the_title_that_was_asked_for_comes_next(alice: Person, tea: ModelVersion) -> None:
    rows = {"version": tea, "type": tea.nodes.first().type}
    NodeFactory(**rows, code="X1", title="Brewing master", text="Brewing, brewing, brewing.")
    NodeFactory(**rows, code="X2", title="Master of brewing", text="Brewing.")
    assert codes(alice, "brewing")[0] == ("IT", "node")


def test_marks_what_was_found(alice: Person, tea: ModelVersion) -> None:
    hit = search(searched_models(alice.actor), "pots").object_list[0]
    assert hit.title == (("Warm the ", False), ("pot", True))
    assert hit.excerpt[:2] == (("A cold ", False), ("pot", True))
    assert (hit.model_code, hit.parent_title, hit.part_label) == ("TEA", "Brewing", "Area")


def test_only_the_newest_published_version(alice: Person, tea: ModelVersion) -> None:
    newer = ModelVersionFactory(model=tea.model, number="2.0")
    NodeFactory(version=newer, code="NEW", title="A pot of the draft")
    assert codes(alice, "pot") == [("NEW", "node")]
    tea.state, tea.published_at = "published", tea.created_at
    tea.save()
    assert codes(alice, "pot") == [("POT-1", "node")]


def test_one_model(alice: Person, tea: ModelVersion) -> None:
    other = NodeFactory(title="Another pot")
    assert {code for code, _part in codes(alice, "pot")} == {"POT-1", other.code}
    assert codes(alice, "pot", model=tea.model_id) == [("POT-1", "node")]


def test_others_models_stay_theirs(alice: Person, charlie: Person) -> None:
    mine = ModelVersionFactory(model__organization=alice.organization)
    NodeFactory(version=mine, code="MINE", title="Secret pot")
    NodeFactory(version__model__organization=OrganizationFactory(), title="Secret pot")
    assert codes(alice, "secret") == [("MINE", "node")]
    assert codes(charlie, "secret") == []
    assert charlie.api.get("/api/v1/catalog-search/?q=secret").json()["count"] == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(alice: Person, rows: int, django_assert_num_queries: Counting) -> None:
    for number in range(rows):
        NodeFactory(title=f"Pot {number}")
    models = searched_models(alice.actor)
    with django_assert_num_queries(1):
        found = search(models, "pot")
    assert (found.paginator.count, len(found.object_list)) == (rows, min(rows, HITS))
    with django_assert_num_queries(1 if rows <= HITS else 2):
        assert len(search(models, "pot", page=2).object_list) == (rows - 1) % HITS + 1


def test_common_words_are_cut(alice: Person, tea: ModelVersion, monkeypatch) -> None:
    monkeypatch.setattr("models_catalog.queries.search.MOST", 3)
    area, top = tea.node_types.get(), tea.nodes.get(code="IT")
    for number in range(5):
        NodeFactory(version=tea, type=area, parent=top, code=f"P-{number}", title="Pot")
    assert len(codes(alice, "pot")) == 3
    assert codes(alice, "p-4")[0] == ("P-4", "node")


class TestPage:
    def get(self, person: Person, query: str, **headers: str) -> BeautifulSoup:
        url = f"/o/{person.organization.slug}/catalog/search/?{query}"
        answer = person.client.get(url, headers=headers)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def test_results_with_marks(self, bob: Person, tea: ModelVersion) -> None:
        soup = self.get(bob, "q=pots")
        link = soup.select_one(".catalog-hit a")
        assert link["href"] == f"/o/{bob.organization.slug}/catalog/{tea.pk}/nodes/POT-1/"
        assert (link.get_text(), link.mark.get_text()) == ("Warm the pot", "pot")
        assert soup.select_one(".catalog-hit i") is None

    def test_only_the_results_while_typing(self, bob: Person, tea: ModelVersion) -> None:
        soup = self.get(bob, "q=pots", **{"HX-Request": "true", "HX-Target": "results"})
        assert (soup.find("form"), len(soup.select(".catalog-hit"))) == (None, 1)

    @pytest.mark.parametrize(
        "query", ["", "q=", "q=%00", "model=x&q=pot", "q=" + "x" * 5000, "page=x&q=pot"]
    )
    def test_nonsense_shows_the_page(self, bob: Person, tea: ModelVersion, query: str) -> None:
        assert self.get(bob, query).find("input", {"type": "search"})

    def test_nothing_found_says_what_to_do(self, bob: Person, tea: ModelVersion) -> None:
        assert "Nothing found" in self.get(bob, "q=zebra").get_text()


def test_api(bob: Person, tea: ModelVersion) -> None:
    body = bob.api.get("/api/v1/catalog-search/?q=kettle").json()
    assert body["count"] == 1
    hit = body["results"][0]
    assert (hit["code"], hit["title"], hit["part"], hit["model_code"]) == (
        *("POT-1", "Warm the pot"),
        *("question", "TEA"),
    )
    assert hit["excerpt"] == "Is the kettle descaled? Monthly."
    assert bob.api.get("/api/v1/catalog-search/").json()["count"] == 0
    assert bob.api.get("/api/v1/catalog-search/?model=x").status_code == 400
    assert bob.api.get("/api/v1/catalog-search/?words=x").status_code == 400
