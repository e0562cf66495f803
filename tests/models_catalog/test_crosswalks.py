"""Crosswalks: services, queries, pages and API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from cip.access.roles import Role
from cip.accounts.actors import operator_actor
from cip.accounts.models import Organization
from cip.audit.models import AuditEvent
from cip.kernel.errors import NotAllowed
from models_catalog.models import Crosswalk, Mapping, ModelVersion, Node
from models_catalog.queries.crosswalks import crosswalk_document, crosswalk_page, mappings_of
from models_catalog.rules.crosswalk_file import write_crosswalk
from models_catalog.services.crosswalks import delete_crosswalk, import_crosswalk
from models_catalog.services.importing import Outcome
from tests.actors import actor_of
from tests.conftest import Person
from tests.factories.accounts import OrganizationFactory, UserFactory
from tests.factories.catalog import (
    CrosswalkFactory,
    MappingFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeTypeFactory,
    ScaleFactory,
)

Counting = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


def model(code: str, nodes: dict[str, int | None], organization: Organization | None = None) -> Any:
    version = ModelVersionFactory(
        model=MaturityModelFactory(code=code, name=code.title(), organization=organization)
    )
    node_type = NodeTypeFactory(version=version, code="area", name="Area")
    for position, (node, level) in enumerate(nodes.items()):
        NodeFactory(
            **{"version": version, "type": node_type, "code": node, "title": node.title()},
            **{"level": level, "position": position, "last_position": position},
        )
    return version


@pytest.fixture
def tea() -> ModelVersion:
    return model("TEA", {"BREW": 2, "SERVE": 2, "WASH": 3})


@pytest.fixture
def coffee() -> ModelVersion:
    return model("COFFEE", {"ROAST": None, "POUR": None, "CLEAN": None, "GRIND": None})


FILE = """\
format: cip-crosswalk/1
crosswalk:
  code: TEA--COFFEE
  name: Tea to coffee
  from: {model: TEA, version: "1.0"}
  to: {model: COFFEE, version: "1.0"}
mappings:
  - {from: SERVE, to: POUR, relation: superset, rationale: Serving is more., confidence: high}
  - {from: BREW, to: ROAST, relation: intersects, rationale: Heat.}
  - {from: WASH, to: CLEAN, relation: equal, rationale: The same., official: true, authority: Us}
"""


def stored(text: str = FILE) -> Any:
    return import_crosswalk(actor=operator_actor(), data=text.encode(), organization_id=None)


def own(organization: Organization) -> Any:
    lead = actor_of(UserFactory(), organization, Role.PROGRAM_LEAD)
    return import_crosswalk(actor=lead, data=FILE.encode(), organization_id=organization.pk)


class TestImport:
    def test_a_file_is_stored_once(self, tea, coffee) -> None:
        first = stored()
        assert (first.outcome, first.problems) == (Outcome.CREATED, ())
        row = Crosswalk.objects.get()
        assert (row.source, row.target, row.organization) == (tea, coffee, None)
        pairs = row.mappings.order_by("position").values_list(
            *("source__code", "target__code", "relation", "confidence", "is_official", "authority")
        )
        assert list(pairs) == [
            ("SERVE", "POUR", "superset", "high", False, ""),
            ("BREW", "ROAST", "intersects", "medium", False, ""),
            ("WASH", "CLEAN", "equal", "medium", True, "Us"),
        ]
        again = stored()
        assert (again.outcome, again.crosswalk) == (Outcome.UNCHANGED, row)
        assert AuditEvent.objects.filter(action="crosswalk.imported").count() == 1

    def test_other_content_replaces_the_mappings(self, tea, coffee) -> None:
        row = stored().crosswalk
        changed = stored(text=FILE.replace("Heat.", "Both need heat."))
        assert (changed.outcome, changed.crosswalk) == (Outcome.REPLACED, row)
        assert Mapping.objects.count() == 3
        assert Mapping.objects.get(source__code="BREW").rationale == "Both need heat."

    def test_problems_store_nothing(self, tea, coffee) -> None:
        result = stored(text=FILE.replace("BREW", "STEEP"))
        assert [str(each) for each in result.problems] == [
            "line 9, mappings[1].from: the version has no node 'STEEP'"
        ]
        assert not Crosswalk.objects.exists()

    def test_dry_run_stores_nothing(self, alice: Person, tea, coffee) -> None:
        result = import_crosswalk(
            actor=alice.actor,
            data=FILE.encode(),
            organization_id=alice.organization.pk,
            is_dry_run=True,
        )
        assert (result.outcome, result.crosswalk) == (Outcome.CREATED, None)
        assert not Crosswalk.objects.exists()

    def test_own_models_come_before_shared_ones(self, alice: Person, tea, coffee) -> None:
        mine = model("TEA", {"BREW": 2, "SERVE": 2, "WASH": 3}, alice.organization)
        result = own(alice.organization)
        assert (result.crosswalk.source, result.crosswalk.target) == (mine, coffee)

    def test_others_models_are_unknown(self, alice: Person, coffee) -> None:
        model("TEA", {"BREW": 2}, OrganizationFactory())
        messages = [each.message for each in own(alice.organization).problems]
        assert messages == ["there is no version 1.0 of TEA in the catalog"]

    def test_only_leads_bring_them_in(self, bob: Person, tea, coffee) -> None:
        with pytest.raises(NotAllowed):
            import_crosswalk(
                actor=bob.actor, data=FILE.encode(), organization_id=bob.organization.pk
            )

    def test_shared_ones_are_the_operators(self, alice: Person, tea, coffee) -> None:
        row = stored().crosswalk
        with pytest.raises(NotAllowed):
            delete_crosswalk(actor=alice.actor, crosswalk=row)
        assert Crosswalk.objects.filter(pk=row.pk).exists()

    def test_a_file_comes_back_the_same(self, tea, coffee) -> None:
        text = write_crosswalk(crosswalk_document(stored().crosswalk))
        assert stored(text=text).outcome is Outcome.UNCHANGED


class TestPage:
    def test_from_the_source(self, tea, coffee) -> None:
        page = crosswalk_page(stored().crosswalk)
        rows = [
            (row.node.code, [(m.other.code, m.relation_label) for m in row.mappings])
            for row in page.rows
        ]
        assert rows == [
            ("BREW", [("ROAST", "overlaps with")]),
            ("SERVE", [("POUR", "more than")]),
            ("WASH", [("CLEAN", "equal to")]),
        ]
        assert (page.told.whole, page.told.part, page.told.none) == (2, 1, 1)
        assert [node.code for node in page.untold] == ["GRIND"]
        assert (page.left_gaps, page.official) == ((), 1)

    def test_from_the_target(self, tea, coffee) -> None:
        page = crosswalk_page(stored().crosswalk, is_turned=True)
        rows = [
            (row.node.code, [(m.other.code, m.relation_label) for m in row.mappings])
            for row in page.rows
        ]
        assert rows == [
            ("ROAST", [("BREW", "overlaps with")]),
            ("POUR", [("SERVE", "part of")]),
            ("CLEAN", [("WASH", "equal to")]),
        ]
        assert (page.told.whole, page.told.part, page.told.none) == (1, 2, 0)
        assert page.left.model_code == "COFFEE"
        assert [node.code for node in page.left_gaps] == ["GRIND"]

    def test_up_to_a_level(self, tea, coffee) -> None:
        page = crosswalk_page(stored().crosswalk, up_to=2)
        assert [row.node.code for row in page.rows] == ["BREW", "SERVE"]
        assert (page.told.whole, page.told.part, page.told.none) == (1, 1, 2)

    def test_a_node_knows_both_directions(self, alice: Person, tea, coffee) -> None:
        stored()
        pour = Node.objects.get(version=coffee, code="POUR")
        found = mappings_of(alice.actor, pour.pk)
        assert [(m.other.model_code, m.other.code, m.relation_label) for m in found] == [
            ("TEA", "SERVE", "part of")
        ]

    def test_others_mappings_stay_theirs(self, alice: Person, tea, coffee) -> None:
        own(OrganizationFactory())
        assert mappings_of(alice.actor, Node.objects.get(version=coffee, code="POUR").pk) == ()

    @pytest.mark.parametrize("rows", [1, 30])
    def test_queries(self, rows: int, django_assert_num_queries: Counting) -> None:
        walk = CrosswalkFactory()
        scale = ScaleFactory(version=walk.source, use="level")
        area = NodeTypeFactory(version=walk.source, level_scale=scale)
        for _ in range(rows):
            MappingFactory(crosswalk=walk, source__type=area, source__level=1)
        row = Crosswalk.objects.select_related("source__model", "target__model").get()
        with django_assert_num_queries(5):
            crosswalk_page(row, up_to=5)


class TestPages:
    def url(self, person: Person, rest: str = "") -> str:
        return f"/o/{person.organization.slug}/catalog/crosswalks/{rest}"

    def test_list_and_explorer(self, bob: Person, tea, coffee) -> None:
        row = stored().crosswalk
        listed = BeautifulSoup(bob.client.get(self.url(bob)).content, "html.parser")
        cells = [cell.get_text(" ", strip=True) for cell in listed.select("tbody tr > *")]
        assert cells[:4] == ["Tea to coffee", "TEA 1.0", "COFFEE 1.0", "3"]
        page = bob.client.get(self.url(bob, f"{row.pk}/?up_to=2&side=from"))
        soup = BeautifulSoup(page.content, "html.parser")
        tally = [each.get_text(" ", strip=True) for each in soup.select(".catalog-tally li")]
        assert tally == ["1 wholly", "1 in part", "2 not at all"]
        assert soup.select_one("#untold").find_next("ul").get_text(" ", strip=True).split() == [
            *("CLEAN", "Clean", "GRIND", "Grind")
        ]

    def test_nonsense_in_the_address_shows_everything(self, bob: Person, tea, coffee) -> None:
        row = stored().crosswalk
        for query in ("?up_to=x", "?side=up", "?up_to=99999999999999999999"):
            assert bob.client.get(self.url(bob, f"{row.pk}/{query}")).status_code == 200

    def test_node_page_shows_other_models(self, bob: Person, tea, coffee) -> None:
        stored()
        page = bob.client.get(f"/o/{bob.organization.slug}/catalog/{coffee.pk}/nodes/POUR/")
        soup = BeautifulSoup(page.content, "html.parser")
        mapping = soup.select_one(".catalog-mapping")
        assert mapping.get_text(" ", strip=True).startswith("part of Serve TEA SERVE level 2")

    def test_import_checks_then_stores(self, alice: Person, tea, coffee) -> None:
        url = self.url(alice, "import/")

        def send(text: str, action: str) -> Any:
            file = SimpleUploadedFile("walk.yaml", text.encode())
            return alice.client.post(url, {"document": file, "action": action})

        wrong = send(FILE.replace("BREW", "STEEP"), "store")
        assert "the version has no node &#x27;STEEP&#x27;" in wrong.content.decode()
        assert "Storing it adds a new crosswalk" in send(FILE, "check").content.decode()
        assert not Crosswalk.objects.exists()
        done = send(FILE, "store")
        row = Crosswalk.objects.get()
        assert (done.status_code, done.url) == (302, self.url(alice, f"{row.pk}/"))
        got = alice.client.get(self.url(alice, f"{row.pk}/download/"))
        assert got.headers["Content-Disposition"] == 'attachment; filename="TEA--COFFEE.yaml"'
        assert (
            import_crosswalk(
                actor=alice.actor, data=got.content, organization_id=alice.organization.pk
            ).outcome
            is Outcome.UNCHANGED
        )
        assert alice.client.post(self.url(alice, f"{row.pk}/delete/")).status_code == 302
        assert not Crosswalk.objects.exists()

    def test_members_cannot_import_or_delete(self, bob: Person, tea, coffee) -> None:
        row = own(bob.organization).crosswalk
        assert bob.client.get(self.url(bob, "import/")).status_code == 403
        assert bob.client.post(self.url(bob, f"{row.pk}/delete/")).status_code == 403


class TestApi:
    def test_import_read_reach_delete(self, alice: Person, tea, coffee) -> None:
        api = alice.api
        done = api.post("/api/v1/crosswalks/import/", {"document": FILE}).json()
        assert (done["outcome"], done["mappings"], done["is_stored"]) == ("created", 3, True)
        pk = done["crosswalk"]
        row = api.get(f"/api/v1/crosswalks/{pk}/").json()
        assert (row["source_model"], row["target_model"], row["is_shared"]) == (
            *("TEA", "COFFEE"),
            False,
        )
        found = api.get(f"/api/v1/mappings/?crosswalk={pk}&is_official=true").json()["results"]
        assert [(m["source_code"], m["target_code"]) for m in found] == [("WASH", "CLEAN")]
        assert api.get(f"/api/v1/crosswalks/{pk}/reach/?up_to=2").json() == {
            **{"assessed": "TEA", "told": "COFFEE", "up_to_level": 2},
            **{"whole": 1, "part": 1, "none": 2, "gaps": ["CLEAN", "GRIND"]},
        }
        assert api.get(f"/api/v1/crosswalks/{pk}/reach/?up_to=x").status_code == 400
        text = api.get(f"/api/v1/crosswalks/{pk}/document/").json()["document"]
        again = api.post("/api/v1/crosswalks/import/", {"document": text}).json()
        assert again["outcome"] == "unchanged"
        assert api.delete(f"/api/v1/crosswalks/{pk}/").status_code == 204

    def test_problems_by_line(self, alice: Person, tea, coffee) -> None:
        wrong = FILE.replace("BREW", "STEEP")
        answer = alice.api.post("/api/v1/crosswalks/import/", {"document": wrong})
        assert answer.status_code == 400
        assert answer.json()["error"]["fields"]["document"] == [
            "line 9, column 12: mappings[1].from: the version has no node 'STEEP'"
        ]

    @pytest.mark.parametrize("rows", [1, 30])
    @pytest.mark.parametrize("area", ["crosswalks", "mappings"])
    def test_queries(
        self, alice: Person, area: str, rows: int, django_assert_num_queries: Counting
    ) -> None:
        for _ in range(rows):
            MappingFactory()
        alice.api.get(f"/api/v1/{area}/")
        with django_assert_num_queries(3):
            assert alice.api.get(f"/api/v1/{area}/").json()["count"] == rows


def test_viewer_sees_no_button_of_a_lead(make_person: Any, tea, coffee) -> None:
    sponsor = make_person("Dora", Role.SPONSOR)
    row = own(sponsor.organization).crosswalk
    page = sponsor.client.get(f"/o/{sponsor.organization.slug}/catalog/crosswalks/{row.pk}/")
    button = BeautifulSoup(page.content, "html.parser").find("button", string="Delete")
    assert button is None or button.has_attr("aria-disabled") or button.has_attr("disabled")
