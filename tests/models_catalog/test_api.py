"""The catalog through the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Count

from cip.accounts.actors import operator_actor
from cip.kernel import clock
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.rules.writing import write_document
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tests.conftest import Person
from tests.factories.accounts import ApiTokenFactory
from tests.models_catalog.documents import small_document

Counting = Callable[[int], AbstractContextManager[object]]
V1 = "/api/v1"


def shared(code: str = "SHARED", **options: Any) -> ModelVersion:
    return import_document(
        actor=operator_actor(), document=small_document(code=code, **options), organization_id=None
    ).version


def own(person: Person, **options: Any) -> ModelVersion:
    return import_document(
        actor=person.actor,
        document=small_document(**options),
        organization_id=person.organization.pk,
    ).version


def bring(person: Person, text: Any, **more: Any) -> Any:
    return person.api.post(f"{V1}/model-versions/import/", {"document": text, **more})


def test_models_are_shared_or_own(alice: Person, charlie: Person) -> None:
    version = shared()
    own(charlie, code="THEIRS")
    own(alice, code="OURS", name="Ours")
    body = alice.api.get(f"{V1}/maturity-models/?ordering=code").json()
    assert [(row["code"], row["is_shared"]) for row in body["results"]] == [
        ("OURS", False),
        ("SHARED", True),
    ]
    assert body["results"][1]["versions"] == [
        {"id": str(version.pk), "number": "1.0", "state": "draft", "published_at": None}
    ]
    one = alice.api.get(f"{V1}/maturity-models/{version.model_id}/").json()
    assert (one["name"], one["owner"], one["attribution"]) == ("Small model", "Acme", "Ours.")


AREAS = ["maturity-models", "model-versions", "nodes", "questions", "scales"]


@pytest.mark.parametrize("area", AREAS)
def test_outsiders_find_nothing(alice: Person, charlie: Person, area: str) -> None:
    version = own(alice)
    assert charlie.api.get(f"{V1}/{area}/").json()["count"] == 0
    assert alice.api.get(f"{V1}/{area}/").json()["count"] > 0
    pk = alice.api.get(f"{V1}/{area}/").json()["results"][0]["id"]
    assert alice.api.get(f"{V1}/{area}/{pk}/").status_code == 200
    assert charlie.api.get(f"{V1}/{area}/{pk}/").status_code == 404
    for verb in ("publish", "retire"):
        url = f"{V1}/model-versions/{version.pk}/{verb}/"
        assert charlie.api.post(url).status_code == 404
    assert charlie.api.get(f"{V1}/model-versions/{version.pk}/document/").status_code == 404
    assert charlie.api.delete(f"{V1}/model-versions/{version.pk}/").status_code == 404


QUERIES = {
    "maturity-models": 5,
    "model-versions": 4,
    "nodes": 4,
    "questions": 4,
    "scales": 5,
}


@pytest.mark.parametrize("models", [1, 30])
@pytest.mark.parametrize("area", AREAS)
def test_lists_cost_the_same_whatever_their_length(
    alice: Person, area: str, models: int, django_assert_num_queries: Counting
) -> None:
    for n in range(models):
        shared(f"M{n}", areas=1, practices=1)
    with django_assert_num_queries(QUERIES[area]):
        body = alice.api.get(f"{V1}/{area}/").json()
    assert len(body["results"]) >= min(models, 50)


@pytest.mark.parametrize("practices", [1, 30])
def test_one_node_costs_the_same_whatever_hangs_on_it(
    alice: Person, practices: int, django_assert_num_queries: Counting
) -> None:
    node = shared(practices=practices).nodes.get(code="A1")
    with django_assert_num_queries(8):
        body = alice.api.get(f"{V1}/nodes/{node.pk}/").json()
    assert len(body["links"]) == practices


def test_a_node_with_all_that_hangs_on_it(alice: Person) -> None:
    version = shared()
    first, second = version.nodes.get(code="A1.P1"), version.nodes.get(code="A1.P2")
    body = alice.api.get(f"{V1}/nodes/{second.pk}/").json()
    assert (body["type"], body["dimension"], body["depth"]) == ("practice", "checking", 2)
    assert body["links"][1] == {
        "kind": "supports",
        "says": "supports",
        "direction": "out",
        "node": str(first.pk),
        "code": "A1.P1",
        "title": "Practice 1",
    }
    assert [(q["code"], q["response_set_code"]) for q in body["questions"]] == [
        ("A1.P2.Q", "answers")
    ]
    area = alice.api.get(f"{V1}/nodes/{version.nodes.get(code='A1').pk}/").json()
    assert area["attributes"] == {"tools": ["hammer", "saw"], "weight": 1.5, "is_core": False}
    assert area["descriptors"] == [
        {"level": 1, "dimension": None, "text": "Now and then."},
        {"level": 2, "dimension": "doing", "text": "Always."},
    ]
    assert {link["direction"] for link in area["links"]} == {"in"}


def test_filters(alice: Person) -> None:
    version, other = shared(), shared("OTHER")
    parent = version.nodes.get(code="A1")

    def codes(path: str) -> list[str]:
        return [row["code"] for row in alice.api.get(f"{V1}/{path}").json()["results"]]

    assert codes(f"nodes/?version={version.pk}&type=area") == ["A1", "A2"]
    assert codes(f"nodes/?version={version.pk}&level=1") == ["A2"]
    assert codes(f"nodes/?parent={parent.pk}") == ["A1.P1", "A1.P2"]
    assert codes("nodes/?code=A1.P1") == ["A1.P1", "A1.P1"]
    assert codes(f"questions/?node={version.nodes.get(code='A1.P1').pk}") == ["A1.P1.Q"]
    assert codes(f"scales/?version={version.pk}&use=answer") == ["answers"]
    assert codes("maturity-models/?code=OTHER") == ["OTHER"]
    found = alice.api.get(f"{V1}/model-versions/?model={other.model_id}&state=draft").json()
    assert [row["id"] for row in found["results"]] == [str(other.pk)]
    levels = alice.api.get(f"{V1}/scales/?version={version.pk}&use=answer").json()
    assert [level["code"] for level in levels["results"][0]["levels"]] == ["yes", "no", "na"]


@pytest.mark.parametrize(
    "query",
    [
        "nodes/?level=x",
        "nodes/?level=99999999999999999999",
        "nodes/?level=1e400",
        "nodes/?version=1",
        "nodes/?code=%00",
        "nodes/?color=red",
        "nodes/?ordering=text",
        "questions/?node=x",
        "model-versions/?state=gone",
        "scales/?use=x",
    ],
)
def test_nonsense_in_filters_is_400(alice: Person, query: str) -> None:
    assert alice.api.get(f"{V1}/{query}").status_code == 400


def test_nodes_come_in_pages(alice: Person) -> None:
    version = shared(areas=10, practices=10)
    body = alice.api.get(f"{V1}/nodes/?version={version.pk}&page_size=20&page=2").json()
    assert (body["count"], len(body["results"])) == (112, 20)
    assert body["results"][0]["position"] == 20


def test_a_dry_run_stores_nothing(alice: Person) -> None:
    response = bring(alice, write_document(small_document()), dry_run=True)
    assert response.status_code == 200
    assert response.json() == {
        "form": "own",
        "report": None,
        "code": "SMALL",
        "name": "Small model",
        "number": "1.0",
        "outcome": "created",
        "is_stored": False,
        "version": None,
        "counts": [
            {"name": "Categories", "count": 2},
            {"name": "Areas", "count": 2},
            {"name": "Practices", "count": 4},
        ],
        "questions": 4,
        "missing": [],
        "advised": response.json()["advised"],
        "difference": None,
    }
    assert MaturityModel.objects.count() == 0


def test_import_publish_retire_and_read_back(alice: Person) -> None:
    text = write_document(small_document())
    pk = bring(alice, text).json()["version"]
    version = ModelVersion.objects.get(pk=pk)
    assert (version.state, version.model.organization_id) == ("draft", alice.organization.pk)
    assert alice.api.get(f"{V1}/model-versions/{pk}/document/").json() == {"document": text}
    published = alice.api.post(f"{V1}/model-versions/{pk}/publish/")
    assert (published.status_code, published.json()["state"]) == (200, "published")
    again = alice.api.post(f"{V1}/model-versions/{pk}/publish/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "wrong_state")
    changed = bring(alice, write_document(small_document(word=" new")))
    assert (changed.status_code, changed.json()["error"]["code"]) == (409, "wrong_state")
    assert alice.api.delete(f"{V1}/model-versions/{pk}/").status_code == 409
    address = f"{V1}/model-versions/{pk}/retire/"
    assert alice.api.post(address).json()["error"]["fields"] == {
        "reason": ["Say why nobody should start with it any more."]
    }
    retired = alice.api.post(address, {"reason": "Old."}).json()
    assert (retired["state"], retired["retired_because"]) == ("retired", "Old.")


def test_the_difference_is_told(alice: Person) -> None:
    own(alice)
    body = bring(
        alice, write_document(small_document(number="2.0", areas=3, word=" new")), dry_run=True
    ).json()
    assert body["difference"]["compared_with"] == "1.0"
    assert body["difference"]["nodes"]["added"] == ["A3", "A3.P1", "A3.P2"]
    assert body["difference"]["nodes"]["reworded"] == ["A1", "A2"]


def test_every_problem_is_in_the_fields(alice: Person) -> None:
    text = write_document(small_document()).replace("type: area", "type: aria")
    response = bring(alice, text)
    assert response.status_code == 400
    problems = response.json()["error"]["fields"]["document"]
    assert len(problems) >= 2
    assert all(problem.startswith("line ") for problem in problems)
    assert MaturityModel.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "a: &x [*x]", "- " * 2000, "x" * 10_000_001, 3, None, []]
)
def test_hostile_documents_are_400(alice: Person, text: Any) -> None:
    response = bring(alice, text)
    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == ["document"]


def test_a_lone_surrogate_is_400(alice: Person) -> None:
    response = alice.api.post(
        f"{V1}/model-versions/import/",
        data=b'{"document": "a: \\ud800"}',
        content_type="application/json",
    )
    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == ["document"]


def test_unknown_fields_are_400(alice: Person) -> None:
    response = bring(alice, write_document(small_document()), dryrun=True)
    assert response.json()["error"]["fields"] == {"dryrun": ["Unknown field."]}


def test_discard(alice: Person) -> None:
    version = own(alice)
    assert alice.api.delete(f"{V1}/model-versions/{version.pk}/").status_code == 204
    assert MaturityModel.objects.count() == 0


def test_members_read_but_do_not_write(alice: Person, bob: Person) -> None:
    version = own(alice)
    assert bob.api.get(f"{V1}/model-versions/{version.pk}/").status_code == 200
    assert bring(bob, write_document(small_document())).status_code == 403
    for verb in ("publish", "retire"):
        assert bob.api.post(f"{V1}/model-versions/{version.pk}/{verb}/").status_code == 403
    assert bob.api.delete(f"{V1}/model-versions/{version.pk}/").status_code == 403
    assert ModelVersion.objects.get().state == "draft"


def test_shared_versions_are_the_operators(alice: Person) -> None:
    version = shared()
    assert alice.api.post(f"{V1}/model-versions/{version.pk}/publish/").status_code == 403
    publish_version(actor=operator_actor(), version=version, now=clock.now())
    assert alice.api.post(f"{V1}/model-versions/{version.pk}/retire/").status_code == 403


def test_a_token_needs_the_scope(alice: Person) -> None:
    ApiTokenFactory(
        user=alice.user,
        organization=alice.organization,
        secret="cip_reader",
        scopes=["catalog:read"],
    )
    alice.api.credentials(HTTP_AUTHORIZATION="Bearer cip_reader")
    assert alice.api.get(f"{V1}/nodes/").status_code == 200
    assert bring(alice, write_document(small_document())).status_code == 403


def test_unknown_ids_are_404(alice: Person) -> None:
    for area in AREAS:
        assert alice.api.get(f"{V1}/{area}/{uuid4()}/").status_code == 404


def test_two_versions_of_one_model(alice: Person) -> None:
    own(alice)
    own(alice, number="2.0")
    rows = MaturityModel.objects.annotate(n=Count("versions"))
    assert [row.n for row in rows] == [2]
    body = alice.api.get(f"{V1}/maturity-models/").json()["results"][0]
    assert [each["number"] for each in body["versions"]] == ["2.0", "1.0"]
