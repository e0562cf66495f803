"""Editing drafts in the database: as editing documents, at a cost that size cannot change."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.check import applied
from models_catalog.rules.editing.edits import (
    AddEntry,
    AddNode,
    ChangeEntry,
    ChangeModel,
    ChangeNode,
    Edit,
    MoveNode,
    RemoveEntry,
    RemoveNode,
    Section,
)
from models_catalog.rules.writing import content_checksum
from models_catalog.services.editing import EditRefused, edit_draft, redo_step, undo_step
from models_catalog.services.importing import import_document
from models_catalog.services.versions import discard_draft, publish_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.editing.drawing import edits

Counting = Callable[[int], AbstractContextManager[object]]


def draft(person: Person, document: ModelDocument | None = None) -> ModelVersion:
    return import_document(
        actor=person.actor,
        document=document or small_document(),
        organization_id=person.organization.pk,
    ).version


@pytest.fixture
def own(alice: Person) -> ModelVersion:
    return draft(alice)


def edit(
    person: Person, version: ModelVersion, *made: Edit, seen: int | None = None
) -> ModelVersion:
    version.refresh_from_db()
    return edit_draft(
        actor=person.actor,
        version=version,
        edits=made,
        expected_revision=version.revision if seen is None else seen,
        now=clock.now(),
    )


def check_tree(version: ModelVersion) -> None:
    """Positions are dense, subtrees are intervals, depths are right."""
    rows = list(version.nodes.order_by("position"))
    assert [row.position for row in rows] == list(range(len(rows)))
    by_pk = {row.pk: row for row in rows}
    last = {row.pk: row.position for row in rows}
    for row in reversed(rows):
        if row.parent_id:
            last[row.parent_id] = max(last[row.parent_id], last[row.pk])
    for row in rows:
        assert row.last_position == last[row.pk]
        assert row.depth == (by_pk[row.parent_id].depth + 1 if row.parent_id else 0)


@settings(
    deadline=None,
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_rows_follow_the_document(alice: Person, data: st.DataObject) -> None:
    start = document = small_document(practices=data.draw(st.integers(1, 3)))
    version = draft(alice, document)
    made = 0
    for _ in range(data.draw(st.integers(1, 6))):
        drawn = data.draw(edits(document))
        result = applied(document, [drawn])
        if result.problems:
            with pytest.raises(EditRefused):
                edit(alice, version, drawn)
            continue
        edit(alice, version, drawn)
        made += result.document != document
        document = result.document
        version.refresh_from_db()
        assert document_of(version) == document
        check_tree(version)
    for _ in range(made):
        undo_step(actor=alice.actor, version=version)
    version.refresh_from_db()
    assert document_of(version) == start
    for _ in range(made):
        redo_step(actor=alice.actor, version=version)
    version.refresh_from_db()
    assert document_of(version) == document
    check_tree(version)
    discard_draft(actor=alice.actor, version=version)


NEW = {"code": "A1.NEW", "type": "practice", "title": "New", "questions": [{"text": "Is it done?"}]}
HOMELESS = {"code": "Z", "type": "area", "title": "Z"}
ONE_OF_EACH = [
    (AddNode("A1", 1, NEW), 33),
    (ChangeNode("A1", {"title": "Other"}), 25),
    (ChangeNode("A1.P1", {"questions": [{"text": "Is it?"}], "links": []}), 33),
    (MoveNode("A2", "C2", None), 28),
    (MoveNode("A1.P2", "A1", 0), 28),
    (RemoveNode("A1.P1"), 54),
    (ChangeModel({"owner": "Us"}), 16),
]


@pytest.mark.parametrize("areas", [3, 30])
@pytest.mark.parametrize(("made", "queries"), ONE_OF_EACH)
def test_an_edit_costs_the_same_at_ten_times_the_nodes(
    alice: Person, areas: int, made: Edit, queries: int, django_assert_num_queries: Counting
) -> None:
    version = draft(alice, small_document(areas=areas, practices=9))
    actor, now = alice.actor, clock.now()
    with django_assert_num_queries(queries):
        edit_draft(actor=actor, version=version, edits=[made], expected_revision=0, now=now)
    check_tree(version)


def test_a_node_removed_and_put_back_has_its_links_again(alice: Person, own: ModelVersion) -> None:
    start = document_of(own)
    edit(alice, own, RemoveNode("A1.P1"))
    own.refresh_from_db()
    links = {(node.code, link.to) for node, link in document_of(own).links}
    assert ("A1.P2", "A1.P1") not in links
    undo_step(actor=alice.actor, version=own)
    assert document_of(own) == start


def test_questions_and_renamed_nodes_keep_their_identity(alice: Person, own: ModelVersion) -> None:
    node = own.nodes.get(code="A1.P1")
    question = node.questions.get()
    asked = [{"text": "New?"}, {"code": "A1.P1.Q", "text": "Old?"}]
    with pytest.raises(EditRefused) as refused:
        edit(alice, own, ChangeNode("A1.P1", {"questions": asked}))
    assert list(refused.value.fields) == ["edits[0].set.questions[0]"]
    asked[0]["code"] = "A1.P1.R"
    edit(alice, own, ChangeNode("A1.P1", {"questions": asked, "code": "A1.First"}))
    assert own.nodes.get(pk=node.pk).code == "A1.First"
    rows = list(node.questions.order_by("position").values_list("code", "text"))
    assert rows == [("A1.P1.R", "New?"), ("A1.P1.Q", "Old?")]
    assert node.questions.get(code="A1.P1.Q").pk == question.pk
    positions = own.questions.order_by("node__position", "position")
    assert list(positions.values_list("position", flat=True)) == list(range(5))


@pytest.mark.parametrize(
    ("made", "field", "message"),
    [
        (ChangeNode("A1", {"title": ""}), "set", "'title' is missing"),
        (ChangeNode("A1", {"level": 7}), "set.level", "7 is not a level of"),
        (ChangeNode("A1", {"code": "A2"}), "set.code", "the code 'A2' is already used"),
        (ChangeNode("A1", {"nope": 1}), "set.nope", "unknown key 'nope'"),
        (ChangeNode("A9", {"title": "x"}), "code", "there is no 'A9' any more"),
        (ChangeNode("A1.P1", {"links": [{"kind": "supports", "to": "X"}]}), "", "no node has"),
        (MoveNode("A1.P1", "C1", 0), "parent", "'practice' cannot stand under 'category'"),
        (MoveNode("A1", "A1.P1", 0), "parent", "a node cannot stand under itself"),
        (
            AddNode(None, 0, {"code": "Z", "type": "area", "title": "Z"}),
            "node.type",
            "cannot stand",
        ),
        (ChangeNode("A1", {"type": "category"}), "", "cannot stand under"),
        (RemoveEntry(Section.NODE_TYPES, "area"), "code", "nodes of this type are still there"),
        (RemoveEntry(Section.DIMENSIONS, "doing"), "", "no dimension 'doing'"),
        (RemoveEntry(Section.LINK_KINDS, "supports"), "", "no link kind 'supports'"),
        (RemoveEntry(Section.SCALES, "maturity"), "", "no scale 'maturity'"),
        (ChangeEntry(Section.SCALES, "maturity", {"levels": []}), "set", "'levels' is missing"),
        (ChangeEntry(Section.DIMENSIONS, "doing", {"code": "x"}), "set.code", "identity"),
        (AddEntry(Section.DIMENSIONS, None, {"code": "doing", "name": "x"}), "entry.code", "used"),
        (ChangeModel({"language": "English"}), "set.language", "is not a language"),
        (ChangeModel({"code": "OTHER"}), "set.code", "unknown here"),
    ],
)
def test_what_breaks_a_rule_is_refused_at_its_field(
    alice: Person, own: ModelVersion, made: Edit, field: str, message: str
) -> None:
    start = document_of(own)
    with pytest.raises(EditRefused) as refused:
        edit(alice, own, ChangeNode("C2", {"title": "Fine"}), made)
    texts = {key: " ".join(value) for key, value in refused.value.fields.items()}
    assert any(
        message in text and (key.startswith(f"edits[1].{field}") or not field)
        for key, text in texts.items()
    ), texts
    assert document_of(own) == start
    assert own.edits.count() == 0


def test_people_who_edit_different_things_do_not_collide(alice: Person, own: ModelVersion) -> None:
    edit(alice, own, ChangeNode("A1", {"title": "Mine"}), seen=0)
    edit(alice, own, ChangeNode("A2", {"title": "Yours"}), seen=0)
    edit(alice, own, MoveNode("A1", "C2", 0), seen=0)
    with pytest.raises(StaleWrite) as stale:
        edit(alice, own, ChangeNode("A1", {"title": "Late", "level": 1}), seen=0)
    assert stale.value.current_version == 3
    texts = [(each.label, each.stored, each.submitted) for each in stale.value.conflicts]
    assert texts == [("title", "Mine", "Late"), ("level", "2", "1")]
    with pytest.raises(StaleWrite):
        edit(alice, own, RemoveNode("A1"), seen=2)
    with pytest.raises(StaleWrite):
        edit(alice, own, RemoveNode("A2"), seen=99)


def test_undoing_counts_as_a_change(alice: Person, own: ModelVersion) -> None:
    edit(alice, own, ChangeNode("A1", {"title": "Mine"}))
    undo_step(actor=alice.actor, version=own)
    with pytest.raises(StaleWrite):
        edit(alice, own, ChangeNode("A1", {"title": "Late"}), seen=1)


def test_a_new_step_drops_what_was_undone(alice: Person, own: ModelVersion) -> None:
    edit(alice, own, ChangeNode("A1", {"title": "One"}))
    undo_step(actor=alice.actor, version=own)
    edit(alice, own, ChangeNode("A2", {"title": "Two"}))
    with pytest.raises(WrongState, match="nothing to redo"):
        redo_step(actor=alice.actor, version=own)
    assert list(own.edits.order_by("number").values_list("state", flat=True)) == ["dropped", "done"]
    undo_step(actor=alice.actor, version=own)
    with pytest.raises(WrongState, match="nothing to undo"):
        undo_step(actor=alice.actor, version=own)


def test_a_step_that_changes_nothing_leaves_no_trace(alice: Person, own: ModelVersion) -> None:
    edit(alice, own, ChangeNode("A1", {"title": "Area 1"}))
    own.refresh_from_db()
    assert (own.revision, own.edits.count(), len(own.checksum)) == (0, 0, 64)


def test_a_file_in_place_of_the_draft_starts_over(alice: Person, own: ModelVersion) -> None:
    edit(alice, own, ChangeNode("A1", {"title": "Mine"}))
    draft(alice)
    own.refresh_from_db()
    assert own.nodes.get(code="A1").title == "Area 1"
    with pytest.raises(WrongState, match="nothing to undo"):
        undo_step(actor=alice.actor, version=own)
    with pytest.raises(StaleWrite):
        edit(alice, own, ChangeNode("A2", {"title": "Late"}), seen=1)


def test_an_edited_draft_is_published_with_the_checksum_of_its_content(
    alice: Person, own: ModelVersion
) -> None:
    edit(alice, own, ChangeModel({"name": "Better"}), ChangeNode("A1", {"title": "Mine"}))
    own.refresh_from_db()
    assert (own.model.name, own.header["name"], own.checksum) == ("Better", "Better", "")
    published = publish_version(actor=alice.actor, version=own, now=clock.now())
    assert published.checksum == content_checksum(document_of(published))
    with pytest.raises(WrongState, match="only a draft can be edited"):
        edit(alice, own, ChangeNode("A1", {"title": "Late"}))


def test_only_those_who_may_import_edit(
    alice: Person, bob: Person, charlie: Person, own: ModelVersion
) -> None:
    for person in (bob, charlie):
        with pytest.raises(NotAllowed):
            edit(person, own, ChangeNode("A1", {"title": "x"}))
    with pytest.raises(InvalidInput):
        edit(alice, own)
