"""The pages of the catalog, visited by a lead, a member and an outsider."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cip.accounts.actors import operator_actor
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.rules.document import (
    Kind,
    Link,
    LinkKind,
    Model,
    ModelDocument,
    Node,
    NodeType,
    Version,
)
from models_catalog.rules.reading import LARGEST, read_document
from models_catalog.rules.writing import write_document
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document

Counting = Callable[[int], AbstractContextManager[object]]
HOME = "/o/acme/catalog/"


@pytest.fixture
def own(alice: Person) -> ModelVersion:
    """A draft of the organization."""
    return import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version


def shared(code: str = "SHARED", **options: object) -> ModelVersion:
    document = small_document(code=code, **options)  # type: ignore[arg-type]
    return import_document(actor=operator_actor(), document=document, organization_id=None).version


def page_of(version: ModelVersion | UUID, rest: str = "") -> str:
    return f"{HOME}{getattr(version, 'pk', version)}/{rest}"


def upload(client: Client, data: bytes, action: str = "check", **headers: str) -> object:
    file = SimpleUploadedFile("model.yaml", data)
    return client.post(f"{HOME}import/", {"document": file, "action": action}, headers=headers)


READ = ["", "nodes/", "nodes/A1/", "nodes/A1.P1/", "download/"]


@pytest.mark.parametrize("rest", READ)
def test_members_read_and_outsiders_find_nothing(
    own: ModelVersion, alice: Person, bob: Person, charlie: Person, rest: str
) -> None:
    assert alice.client.get(page_of(own, rest)).status_code == 200
    assert bob.client.get(page_of(own, rest)).status_code == 200
    elsewhere = page_of(own, rest).replace("/acme/", "/elsewhere/")
    assert charlie.client.get(elsewhere).status_code == 404
    assert charlie.client.get(page_of(own, rest)).status_code == 404
    assert Client().get(page_of(own, rest)).status_code == 302


@pytest.mark.parametrize("verb", ["publish", "retire", "discard"])
def test_outsiders_and_members_change_nothing(
    own: ModelVersion, bob: Person, charlie: Person, verb: str
) -> None:
    elsewhere = page_of(own, f"{verb}/").replace("/acme/", "/elsewhere/")
    assert charlie.client.post(elsewhere).status_code == 404
    assert bob.client.post(page_of(own, f"{verb}/")).status_code == 403
    refused = 405 if verb == "discard" else 403
    assert bob.client.get(page_of(own, f"{verb}/")).status_code == refused
    own.refresh_from_db()
    assert own.state == "draft"


@pytest.mark.parametrize("models", [1, 30])
def test_the_list_costs_the_same_whatever_its_length(
    alice: Person, models: int, django_assert_num_queries: Counting
) -> None:
    for n in range(models):
        shared(f"M{n}", areas=1, practices=1)
    with django_assert_num_queries(6):
        response = alice.client.get(HOME)
    assert response.content.count(b'catalog-model"') == models


@pytest.mark.parametrize("times", [1, 10])
@pytest.mark.parametrize(
    ("rest", "queries"), [("", 9), ("nodes/", 7), ("nodes/A1/", 13), ("download/", 12)]
)
def test_pages_cost_the_same_at_ten_times_the_nodes(
    alice: Person, times: int, rest: str, queries: int, django_assert_num_queries: Counting
) -> None:
    version = shared(areas=3 * times, practices=3 * times)
    with django_assert_num_queries(queries):
        assert alice.client.get(page_of(version, rest)).status_code == 200


def test_a_large_model_is_shown_by_branch(alice: Person) -> None:
    version = shared(areas=100, practices=20)
    for rest in ("", "nodes/", "nodes/C1/", "nodes/A1/"):
        assert len(alice.client.get(page_of(version, rest)).content) < 200_000


def test_a_large_map_is_cut_and_the_rest_counted(alice: Person) -> None:
    lists = tuple(
        Node(f"{kind}{n}", kind, f"The {kind} with number {n}")
        for kind in ("role", "skill")
        for n in range(1500)
    )
    things = tuple(
        Node(f"T{n}", "thing", f"Thing {n}", links=(Link("needs", f"role{n}"),))
        for n in range(1500)
    )
    document = ModelDocument(
        Model("MAP", "Map", Kind.REFERENCE, "Acme", "en", "", "What for.", "Ours."),
        Version("1"),
        node_types=(
            NodeType("group", "Group", "Groups"),
            NodeType("thing", "Thing", "Things", parents=("group",)),
            NodeType("role", "Role", "Roles"),
            NodeType("skill", "Skill", "Skills"),
        ),
        link_kinds=(
            LinkKind("needs", "needs", "is needed by", False, ("thing",), ("role",)),
            LinkKind("has", "has", "is had by", False, ("role",), ("skill",)),
        ),
        nodes=(Node("G", "group", "Group", children=things), *lists),
    )
    version = import_document(
        actor=operator_actor(), document=document, organization_id=None
    ).version
    page = alice.client.get(page_of(version)).content
    path = alice.client.get(page_of(version, "map/?at=role1499")).content
    assert (len(page) < 200_000, len(path) < 200_000) == (True, True)
    assert page.count(b">All 1500<") == 3
    assert b"The path of The role with number 1499" in path
    assert b'id="at-T1499"' in path


def test_the_page_of_a_version(alice: Person) -> None:
    text = alice.client.get(page_of(shared())).content.decode()
    assert "Areas by level" in text
    assert "Whose model, whose words" in text
    assert "<p>Ours.</p>" in text
    assert "catalog/_" not in text
    assert "Discard" not in text


def test_only_leads_see_the_buttons_pressable(
    own: ModelVersion, alice: Person, bob: Person
) -> None:
    action = f'href="{page_of(own, "publish/")}"'
    assert action in alice.client.get(page_of(own)).content.decode()
    text = bob.client.get(page_of(own)).content.decode()
    assert action not in text
    assert "Only a program lead or a facilitator can bring in models." in text


def test_publish_then_retire(own: ModelVersion, alice: Person) -> None:
    response = alice.client.post(page_of(own, "publish/"), follow=True)
    assert "Its content can no longer change." in response.content.decode()
    own.refresh_from_db()
    assert own.state == "published"
    response = alice.client.post(page_of(own, "publish/"), follow=True)
    assert "Only a draft can be published." in response.content.decode()
    alice.client.post(page_of(own, "retire/"), {"reason": "Too old."})
    own.refresh_from_db()
    assert own.state == "retired"
    assert "Too old." in alice.client.get(page_of(own)).content.decode()


def test_discard(own: ModelVersion, alice: Person) -> None:
    response = alice.client.post(page_of(own, "discard/"))
    assert (response.status_code, response["Location"]) == (302, HOME)
    assert MaturityModel.objects.count() == 0


def test_texts_are_markdown_and_never_html(alice: Person) -> None:
    version = shared(word=" <script>alert(1)</script>")
    text = alice.client.get(page_of(version, "nodes/A1/")).content.decode()
    assert "<em>do</em>" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize(
    "rest", ["nodes/A9/", "nodes/%00/", "nodes/a%20b/", "nodes/..%2F/", f"nodes/{'x' * 65}/"]
)
def test_unknown_nodes_are_not_found(alice: Person, rest: str) -> None:
    assert alice.client.get(page_of(shared(), rest)).status_code == 404


def test_an_unknown_version_is_not_found(alice: Person) -> None:
    assert alice.client.get(page_of(uuid4())).status_code == 404


def test_the_list_of_nodes_filters_and_refuses_nonsense(alice: Person) -> None:
    version = shared()
    text = alice.client.get(page_of(version, "nodes/?type=area&level=2")).content.decode()
    assert ("Area 1" in text, "Area 2" in text, "1 node" in text) == (True, False, True)
    for query in ("level=x", "level=99999999999", "type=nope", "q=%00", "page=x", "parent=%00"):
        assert alice.client.get(page_of(version, f"nodes/?{query}")).status_code == 200


def test_the_download_is_the_document(alice: Person) -> None:
    response = alice.client.get(page_of(shared(), "download/"))
    assert response["Content-Disposition"] == 'attachment; filename="SHARED-1.0.yaml"'
    assert read_document(response.content).document == small_document(code="SHARED")


def test_the_import_page_is_for_leads(alice: Person, bob: Person) -> None:
    assert alice.client.get(f"{HOME}import/").status_code == 200
    assert bob.client.get(f"{HOME}import/").status_code == 403
    assert upload(bob.client, b"x").status_code == 403  # type: ignore[attr-defined]


BROKEN = b"format: cip-maturity-model/1\nmodel:\n  code: 'A B'\n  nam: X\n"


@pytest.mark.parametrize("action", ["check", "store"])
def test_a_malformed_file_shows_every_problem_and_stores_nothing(
    alice: Person, action: str
) -> None:
    text = upload(alice.client, BROKEN, action).content.decode()  # type: ignore[attr-defined]
    problems = read_document(BROKEN).problems
    assert len(problems) >= 5
    assert text.count("<code>") == sum(1 for problem in problems if problem.path)
    assert "unknown key &#x27;nam&#x27;; did you mean &#x27;name&#x27;?" in text
    assert "Nothing was stored" in text
    assert MaturityModel.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "the file is UTF-16"),
        (b"a: &x [*x]", "line"),
        (b"\x00", "Nothing was stored"),
    ],
)
def test_hostile_files(alice: Person, data: bytes, sentence: str) -> None:
    response = upload(alice.client, data, "store")
    assert response.status_code == 200  # type: ignore[attr-defined]
    assert sentence.lower() in response.content.decode().lower()  # type: ignore[attr-defined]
    assert MaturityModel.objects.count() == 0


def test_too_large_a_file_is_refused_unread(alice: Person) -> None:
    text = upload(alice.client, b"a" * (LARGEST + 1)).content.decode()  # type: ignore[attr-defined]
    assert "The file has 10.0 MB; at most 10 MB are read." in text


def test_no_file_is_an_error(alice: Person) -> None:
    text = alice.client.post(f"{HOME}import/", {"action": "store"}).content.decode()
    assert "This field is required." in text


def test_check_then_store(alice: Person) -> None:
    data = write_document(small_document()).encode()
    text = upload(alice.client, data).content.decode()  # type: ignore[attr-defined]
    assert "No problems" in text
    assert "Storing it adds a new draft." in text
    assert MaturityModel.objects.count() == 0
    response = upload(alice.client, data, "store")
    version = ModelVersion.objects.get()
    assert response["Location"] == page_of(version)  # type: ignore[index]
    assert (version.state, version.model.organization_id) == ("draft", alice.organization.pk)


def test_htmx_gets_the_result_only_and_is_sent_on(alice: Person) -> None:
    data = write_document(small_document()).encode()
    part = upload(alice.client, data, **{"HX-Request": "true"})
    assert "<html" not in part.content.decode()  # type: ignore[attr-defined]
    stored = upload(alice.client, data, "store", **{"HX-Request": "true"})
    assert stored["HX-Redirect"] == page_of(ModelVersion.objects.get())  # type: ignore[index]


def test_changed_content_of_a_published_number_says_so(own: ModelVersion, alice: Person) -> None:
    alice.client.post(page_of(own, "publish/"))
    data = write_document(small_document(word=" new")).encode()
    for action in ("check", "store"):
        text = upload(alice.client, data, action).content.decode()  # type: ignore[attr-defined]
        assert "Give the changed content a new version number." in text
    data = write_document(small_document(number="1.1", word=" new")).encode()
    text = upload(alice.client, data).content.decode()  # type: ignore[attr-defined]
    assert "Compared with version 1.0" in text
    assert "Nodes: reworded" in text
