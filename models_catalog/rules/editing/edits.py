"""What can be done to a draft: one frozen value for each kind of edit.

New content is plain (dicts and lists as a model file has them), so that it can be checked, stored
and sent as it is. Codes name what an edit is about. A `place` counts siblings from 0; None is the
end; a moved thing is not counted among its new siblings.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from models_catalog.rules.plain import Plain


class Section(StrEnum):
    """The lists of words that a model defines for itself."""

    SCALES = "scales"
    DIMENSIONS = "dimensions"
    NODE_TYPES = "node_types"
    LINK_KINDS = "link_kinds"


@dataclass(frozen=True, slots=True)
class AddNode:
    """Put a node, with what stands under it, below a parent (None: at the top)."""

    parent: str | None
    place: int | None
    node: Plain


@dataclass(frozen=True, slots=True)
class ChangeNode:
    """Set some keys of a node as a file has them; None takes a key away. Not its children."""

    code: str
    set: Plain


@dataclass(frozen=True, slots=True)
class MoveNode:
    """Put a node with everything under it below another parent or among other siblings."""

    code: str
    parent: str | None
    place: int | None


@dataclass(frozen=True, slots=True)
class RemoveNode:
    """Take a node away with everything under it and every link to it."""

    code: str


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Put an entry into a list of the vocabulary."""

    section: Section
    place: int | None
    entry: Plain


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """Set some keys of an entry of the vocabulary; its code is identity and stays."""

    section: Section
    code: str
    set: Plain


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Put an entry of the vocabulary at another place of its list."""

    section: Section
    code: str
    place: int | None


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take an entry out of the vocabulary; nothing may use it any more."""

    section: Section
    code: str


@dataclass(frozen=True, slots=True)
class ChangeModel:
    """Set what the version says about the model; `notes` are those of the version."""

    set: Plain


Edit = (
    AddNode
    | ChangeNode
    | MoveNode
    | RemoveNode
    | AddEntry
    | ChangeEntry
    | MoveEntry
    | RemoveEntry
    | ChangeModel
)
NODE_EDITS = (AddNode, ChangeNode, MoveNode, RemoveNode)

VERBS: dict[str, type[Edit]] = {
    "add_node": AddNode,
    "change_node": ChangeNode,
    "move_node": MoveNode,
    "remove_node": RemoveNode,
    "add_entry": AddEntry,
    "change_entry": ChangeEntry,
    "move_entry": MoveEntry,
    "remove_entry": RemoveEntry,
    "change_model": ChangeModel,
}
_NAMES = {kind: verb for verb, kind in VERBS.items()}
_OPTIONAL = ("parent", "place")


class MalformedEdit(ValueError):
    """A plain edit that is none; `field` names what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def plain_edit(edit: Edit) -> Plain:
    """The edit as JSON has it: `do` names its kind."""
    values = {each.name: getattr(edit, each.name) for each in fields(edit)}
    return {"do": _NAMES[type(edit)], **values}


def read_edit(raw: Any) -> Edit:
    """The edit of a plain value. Raises MalformedEdit; the content itself is checked elsewhere."""
    if not isinstance(raw, dict):
        raise MalformedEdit("", "must be a mapping with 'do'")
    kind = VERBS.get(raw["do"]) if isinstance(raw.get("do"), str) else None
    if kind is None:
        raise MalformedEdit("do", f"must be one of: {', '.join(VERBS)}")
    known = {each.name for each in fields(kind)}
    for key in raw:
        if key not in known and key != "do":
            raise MalformedEdit(str(key), f"unknown here; known: {', '.join(sorted(known))}")
    return kind(**{name: _value(raw, name) for name in known})


def _value(raw: Plain, name: str) -> Any:
    value = raw.get(name)
    if value is None:
        if name in _OPTIONAL:
            return None
        raise MalformedEdit(name, "is missing")
    if name == "section":
        if value not in set(Section):
            raise MalformedEdit(name, f"must be one of: {', '.join(Section)}")
        return Section(value)
    if not _fits(name, value):
        raise MalformedEdit(name, f"must be {_FORMS[name]}")
    return value


_FORMS = {
    "code": "a code",
    "parent": "a code or null",
    "place": "a whole number from 0, or null for the end",
    "node": "a mapping",
    "entry": "a mapping",
    "set": "a mapping",
}


def _fits(name: str, value: Any) -> bool:
    if name == "place":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str if name in ("code", "parent") else dict)
