"""Editing drafts through the API."""

from typing import Any

import pytest

from models_catalog.models import ModelVersion
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document


@pytest.fixture
def own(alice: Person) -> ModelVersion:
    return import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version


def address(version: ModelVersion, rest: str = "edits") -> str:
    return f"/api/v1/model-versions/{version.pk}/{rest}/"


def send(person: Person, version: ModelVersion, *edits: Any, match: str | None = '"v0"') -> Any:
    headers = {} if match is None else {"If-Match": match}
    return person.api.post(address(version), {"edits": list(edits)}, "json", headers=headers)


RENAME = {"do": "change_node", "code": "A1", "set": {"title": "Mine"}}


def test_edit_undo_redo_and_history(alice: Person, own: ModelVersion) -> None:
    added = {"code": "A1.P9", "type": "practice", "title": "New", "questions": [{"text": "Is it?"}]}
    both = send(alice, own, RENAME, {"do": "add_node", "parent": "A1", "node": added})
    assert (both.status_code, both["ETag"], both.json()["revision"]) == (200, '"v1"', 1)
    assert own.nodes.get(code="A1").title == "Mine"
    assert own.nodes.get(code="A1.P9").parent.code == "A1"
    assert alice.api.post(address(own, "undo"))["ETag"] == '"v2"'
    assert not own.nodes.filter(code="A1.P9").exists()
    assert alice.api.post(address(own, "redo"))["ETag"] == '"v3"'
    assert own.nodes.filter(code="A1.P9").exists()
    step = alice.api.get(address(own)).json()["results"][0]
    assert (step["number"], step["made_by"], step["state"]) == (1, "Alice", "done")
    assert step["edits"][0] == RENAME
    got = alice.api.get(f"/api/v1/model-versions/{own.pk}/")
    assert got["ETag"] == '"v3"'
    assert alice.api.post(address(own, "redo")).status_code == 409


def test_every_error_of_a_batch_is_told(alice: Person, own: ModelVersion) -> None:
    wrong = {"do": "change_node", "code": "A2", "set": {"level": 9, "title": ""}}
    refused = send(alice, own, RENAME, wrong, {"do": "remove_node", "code": "X"})
    assert refused.status_code == 400
    fields = refused.json()["error"]["fields"]
    assert set(fields) == {"edits[1].set", "edits[2].code"}
    assert own.nodes.get(code="A1").title == "Area 1"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "x",
        {},
        {"do": "nope"},
        {"do": ["x"]},
        {"do": "remove_node"},
        {"do": "remove_node", "code": 3},
        {"do": "remove_node", "code": "A1", "more": 1},
        {"do": "move_node", "code": "A1", "place": -1},
        {"do": "add_entry", "section": "nope", "entry": {}},
        {"do": "add_node", "node": []},
        {"do": "add_node", "node": {"code": "B", "type": ["x"], "title": {}}},
        {"do": "add_node", "node": {"code": "B", "type": "category", "title": "a\u0000b"}},
        {"do": "add_node", "node": {"children": [{"children": "x"}]}},
        {"do": "change_node", "code": "A1", "set": {"children": []}},
        {"do": "change_node", "code": "A1", "set": {"questions": "x", "links": [3]}},
        {"do": "change_entry", "section": "scales", "code": "maturity", "set": {"levels": 3}},
        {"do": "change_entry", "section": "scales", "code": "maturity", "set": {"use": "nope"}},
        {"do": "add_entry", "section": "node_types", "entry": {"code": 1, "name": None}},
        {"do": "change_model", "set": {"kind": "nope"}},
        {"do": "change_model", "set": {"name": 3, "nope": 1}},
    ],
)
def test_malformed_edits_are_refused(alice: Person, own: ModelVersion, raw: Any) -> None:
    assert send(alice, own, raw).status_code == 400
    own.refresh_from_db()
    assert own.revision == 0


def test_deep_nesting_is_refused(alice: Person, own: ModelVersion) -> None:
    node: dict[str, Any] = {"code": "B", "type": "category", "title": "B"}
    for number in range(200):
        node = {**node, "code": f"B{number}", "children": [node]}
    assert send(alice, own, {"do": "add_node", "node": node}).status_code == 400


def test_the_version_that_was_read_is_needed(alice: Person, own: ModelVersion) -> None:
    assert send(alice, own, RENAME, match=None).status_code == 428
    assert send(alice, own, RENAME).status_code == 200
    other = {"do": "change_node", "code": "A2", "set": {"title": "Other"}}
    assert send(alice, own, other).status_code == 200
    stale = send(alice, own, {**RENAME, "set": {"title": "Late"}})
    assert stale.status_code == 409
    assert stale.json()["error"]["current_version"] == 2


def test_members_read_the_history_and_outsiders_find_nothing(
    alice: Person, bob: Person, charlie: Person, own: ModelVersion
) -> None:
    assert bob.api.get(address(own)).status_code == 200
    assert send(bob, own, RENAME).status_code == 403
    for verb in ("undo", "redo"):
        assert bob.api.post(address(own, verb)).status_code == 403
        assert charlie.api.post(address(own, verb)).status_code == 404
    assert charlie.api.get(address(own)).status_code == 404
    assert send(charlie, own, RENAME).status_code == 404
