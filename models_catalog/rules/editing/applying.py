"""What an edit makes of a document, and the edits that take it back.

`apply` expects what the check has found good; it raises NotThere for what cannot be found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models_catalog.rules.document import Kind, ModelDocument, Node
from models_catalog.rules.editing.content import (
    changed,
    explicit_node,
    explicit_words,
    node_of,
    own_content,
    with_words,
)
from models_catalog.rules.editing.edits import (
    AddEntry,
    AddNode,
    ChangeEntry,
    ChangeModel,
    ChangeNode,
    Edit,
    MoveEntry,
    MoveNode,
    RemoveEntry,
    RemoveNode,
    Section,
)
from models_catalog.rules.editing.tree import (
    every_node,
    inserted,
    placed_in,
    subtree_codes,
    with_node,
    with_siblings,
    without,
)
from models_catalog.rules.plain import Plain
from models_catalog.rules.structure import Placed


class NotThere(LookupError):
    """An edit names something that the document does not have; `field` is the edit's."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code


def apply(document: ModelDocument, edit: Edit) -> ModelDocument:
    """The document after the edit."""
    match edit:
        case AddNode():
            return _added(document, edit.parent, edit.place, node_of(document, edit.node))
        case ChangeNode():
            return _changed_node(document, edit)
        case MoveNode():
            moved = found(document, edit.code).node
            return _added(_removed(document, edit.code), edit.parent, edit.place, moved)
        case RemoveNode():
            gone = set(subtree_codes(found(document, edit.code).node))
            return every_node(_removed(document, edit.code), lambda node: _unlinked(node, gone))
        case ChangeModel():
            return _changed_model(document, edit.set)
        case _:
            return with_words(document, words_after(document, edit))


def inverse(document: ModelDocument, edit: Edit) -> list[Edit]:
    """The edits that make the document again of what the edit makes of it."""
    match edit:
        case AddNode():
            return [RemoveNode(str(edit.node["code"]))]
        case ChangeNode():
            before = own_content(document, found(document, edit.code).node)
            code = str(edit.set.get("code") or edit.code)
            return [ChangeNode(code, {key: before.get(key) for key in edit.set})]
        case MoveNode():
            placed = found(document, edit.code)
            parent = placed.parent.code if placed.parent else None
            return [MoveNode(edit.code, parent, placed.position)]
        case RemoveNode():
            return _put_back(document, found(document, edit.code))
        case ChangeModel():
            about = model_content(document)
            return [ChangeModel({key: about[key] for key in edit.set})]
        case _:
            return _words_back(document, edit)


def found(document: ModelDocument, code: str | None, field: str = "code") -> Placed:
    """The node with this code where it stands. Raises NotThere."""
    placed = placed_in(document, code or "")
    if placed is None:
        raise NotThere(field, code or "")
    return placed


def model_content(document: ModelDocument) -> dict[str, Any]:
    """What an edit may set of the model and the version, with the values of now."""
    return {**document.model.header, "notes": document.version.notes}


def words_after(document: ModelDocument, edit: Edit) -> dict[Section, list[Plain]]:
    """The vocabulary after an edit of one of its entries. Raises NotThere."""
    words = explicit_words(document)
    match edit:
        case AddEntry(section, place, entry):
            words[section] = list(inserted(tuple(words[section]), place, entry))
        case ChangeEntry(section, code, values):
            at = _entry_place(words[section], code)
            words[section][at] = changed(words[section][at], values)
        case MoveEntry(section, code, place):
            entry = words[section].pop(_entry_place(words[section], code))
            words[section] = list(inserted(tuple(words[section]), place, entry))
        case RemoveEntry(section, code):
            words[section].pop(_entry_place(words[section], code))
    return words


def _entry_place(entries: list[Plain], code: str) -> int:
    for place, entry in enumerate(entries):
        if entry["code"] == code:
            return place
    raise NotThere("code", code)


def _added(
    document: ModelDocument, parent: str | None, place: int | None, node: Node
) -> ModelDocument:
    above = None if parent is None else found(document, parent, "parent")
    return with_siblings(document, above, lambda nodes: inserted(nodes, place, node))


def _removed(document: ModelDocument, code: str) -> ModelDocument:
    placed = found(document, code)
    above = placed_in(document, placed.parent.code) if placed.parent else None
    return with_siblings(document, above, lambda nodes: without(nodes, placed.position))


def _unlinked(node: Node, gone: set[str]) -> Node:
    links = tuple(link for link in node.links if link.to not in gone)
    return replace(node, links=links)


def _changed_node(document: ModelDocument, edit: ChangeNode) -> ModelDocument:
    placed = found(document, edit.code)
    raw = changed(own_content(document, placed.node), edit.set)
    node = replace(node_of(document, raw), children=placed.node.children)
    after = with_node(document, placed, node)
    if node.code == edit.code:
        return after
    return every_node(after, lambda each: _relinked(each, edit.code, node.code))


def _relinked(node: Node, old: str, new: str) -> Node:
    links = tuple(replace(link, to=new) if link.to == old else link for link in node.links)
    return replace(node, links=links)


def _changed_model(document: ModelDocument, values: Plain) -> ModelDocument:
    about = {**model_content(document), **{key: value or "" for key, value in values.items()}}
    notes = about.pop("notes")
    about["kind"] = Kind(about["kind"])
    return replace(
        document,
        model=replace(document.model, **about),
        version=replace(document.version, notes=notes),
    )


def _put_back(document: ModelDocument, placed: Placed) -> list[Edit]:
    """The node again, then the links that led into it from elsewhere."""
    gone = set(subtree_codes(placed.node))
    parent = placed.parent.code if placed.parent else None
    linked: list[Edit] = [
        ChangeNode(node.code, {"links": own_content(document, node)["links"]})
        for node in document.walk()
        if node.code not in gone and any(link.to in gone for link in node.links)
    ]
    return [AddNode(parent, placed.position, explicit_node(document, placed.node)), *linked]


def _words_back(document: ModelDocument, edit: Edit) -> list[Edit]:
    """The entry as it was, then the node types whose defaults the edit has changed."""
    before = explicit_words(document)
    after = explicit_words(apply(document, edit))
    first: Edit
    match edit:
        case AddEntry(section, _, entry):
            first = RemoveEntry(section, str(entry["code"]))
        case ChangeEntry(section, code, values):
            old = before[section][_entry_place(before[section], code)]
            first = ChangeEntry(section, code, {key: old.get(key) for key in values})
        case MoveEntry(section, code, _):
            first = MoveEntry(section, code, _entry_place(before[section], code))
        case RemoveEntry(section, code):
            place = _entry_place(before[section], code)
            first = AddEntry(section, place, before[section][place])
        case _:
            raise TypeError(f"no edit of the vocabulary: {edit!r}")
    new = {entry["code"]: entry for entry in after[Section.NODE_TYPES]}
    rest: list[Edit] = [
        ChangeEntry(Section.NODE_TYPES, entry["code"], changes)
        for entry in before[Section.NODE_TYPES]
        if (changes := _scales_lost(entry, new.get(entry["code"])))
    ]
    return [first, *rest]


def _scales_lost(old: Plain, new: Plain | None) -> Plain:
    keys = ("level_scale", "rating_scale", "response_set")
    return {} if new is None else {k: old.get(k) for k in keys if old.get(k) != new.get(k)}
