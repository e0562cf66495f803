"""What changed from one version of a model to another. Codes are identity, so a new code is a new
thing, unless its node says what it replaces.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from models_catalog.rules.document import Attribute, ModelDocument, Node, Question
from models_catalog.rules.structure import Placed, walk
from models_catalog.rules.succession import (
    Merged,
    Renamed,
    Split,
    Succession,
    renamed_document,
    succession,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its value before and after.

    A descriptor's field is `descriptors[2]` or `descriptors[2,TECH]`, an attribute's
    `attributes[tools]`, a step's of a scale `levels[2].name`, a declared attribute's of a type
    `fields[tools].name`; `levels[2]` alone: it came or went.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Moved:
    """A node or question that stands elsewhere. The same parent twice: its order among its
    siblings changed.
    """

    code: str
    from_parent: str | None
    to_parent: str | None


@dataclass(frozen=True, slots=True)
class Altered:
    """A node, question or other entry that stayed and reads or counts differently."""

    code: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of one sort of entry. `reworded`: texts only. `altered`: type, level, links,
    response set and so on.

    Every code of the older document is kept, removed or replaced (`renamed`, a `split` or a source
    of `merged`); every code of the newer one is kept, added or replaces. What was renamed is
    listed under its new code when it moved or changed as well.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    reworded: tuple[Altered, ...] = ()
    altered: tuple[Altered, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    split: tuple[Split, ...] = ()
    merged: tuple[Merged, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two documents."""

    model: tuple[Change, ...]
    version: tuple[Change, ...]
    vocabulary: dict[str, Changes]
    nodes: Changes
    questions: Changes

    def __bool__(self) -> bool:
        return any(
            (self.model, self.version, any(self.vocabulary.values()), self.nodes, self.questions)
        )


_WORDING = frozenset({"title", "text", "help", "name", "plural", "inverse"})
_APART = frozenset({"children", "questions", "descriptors", "replaces", "code"})


def difference(before: ModelDocument, after: ModelDocument) -> Difference:
    """The way from one document to another; empty (false) when they are equal."""
    sections = ("scales", "dimensions", "node_types", "link_kinds")
    found = succession(before, after)
    same = renamed_document(before, found)
    return Difference(
        model=tuple(_changes(before.model, after.model)),
        version=tuple(_changes(before.version, after.version)),
        vocabulary={
            section: _vocabulary(getattr(before, section), getattr(after, section))
            for section in sections
        },
        nodes=_nodes(same, after, found),
        questions=replace(
            _questions(same, after),
            renamed=tuple(Renamed(code, into) for code, into in found.renamed_questions.items()),
        ),
    )


def _changes(before: Any, after: Any) -> Iterator[Change]:
    for each in fields(before):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if each.name in _APART or old == new:
            continue
        if each.name in _PARTS:
            yield from _PARTS[each.name](each.name, old, new)
        else:
            yield Change(each.name, old, new)


def _entries(field: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Change]:
    """Steps of a scale or attributes of a type, by code."""
    old = {entry.code: entry for entry in before}
    new = {entry.code: entry for entry in after}
    for code in old | new:
        place = f"{field}[{code}]"
        if code in old and code in new:
            for change in _changes(old[code], new[code]):
                yield replace(change, field=f"{place}.{change.field}")
        else:
            yield Change(place, *(side[code].name if code in side else "" for side in (old, new)))
    if reordered(list(old), list(new)):
        yield Change(f"order of {field}", tuple(old), tuple(new))


def _facts(field: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Change]:
    """Attributes of a node, by code; or what attributes a type declares."""
    if any(isinstance(each, Attribute) for each in (*before, *after)):
        yield from _entries("fields", before, after)
        return
    old, new = dict(before), dict(after)
    for code in old | new:
        if old.get(code) != new.get(code):
            yield Change(f"{field}[{code}]", old.get(code), new.get(code))


_PARTS = {"levels": _entries, "attributes": _facts}


def _vocabulary(before: tuple[Any, ...], after: tuple[Any, ...]) -> Changes:
    old = {entry.code: entry for entry in before}
    new = {entry.code: entry for entry in after}
    pairs = [(code, tuple(_changes(old[code], new[code]))) for code in new if code in old]
    moved = tuple(Moved(code, None, None) for code in reordered(list(old), list(new)))
    return _sorted_out(old, new, moved, pairs)


def _nodes(before: ModelDocument, after: ModelDocument, found: Succession) -> Changes:
    old = {placed.node.code: placed for placed in walk(before)}
    new = {placed.node.code: placed for placed in walk(after)}
    pairs = [
        (code, tuple(_node_changes(old[code].node, new[code].node, found)))
        for code in new
        if code in old
    ]
    changes = _sorted_out(old, new, tuple(_moves(_parents(old), _parents(new))), pairs)
    return replace(
        changes,
        added=tuple(code for code in changes.added if code not in found.sources),
        removed=tuple(code for code in changes.removed if code not in found.heirs),
        renamed=tuple(Renamed(code, into) for code, into in found.renamed.items()),
        split=found.split,
        merged=found.merged,
    )


def _node_changes(before: Node, after: Node, found: Succession) -> Iterator[Change]:
    yield from _changes(before, after)
    said_before, said = (
        tuple(code for code in node.replaces if code not in found.heirs) for node in (before, after)
    )
    if said_before != said:
        yield Change("replaces", said_before, said)
    old = {(item.level, item.dimension): item.text for item in before.descriptors}
    new = {(item.level, item.dimension): item.text for item in after.descriptors}
    for level, dimension in old | new:
        cell = (level, dimension)
        if old.get(cell) != new.get(cell):
            place = f"{level},{dimension}" if dimension else str(level)
            yield Change(f"descriptors[{place}]", old.get(cell, ""), new.get(cell, ""))
    if old == new and before.descriptors != after.descriptors:
        yield Change("order of descriptors", tuple(old), tuple(new))


def _parents(placed: dict[str, Placed]) -> dict[str, str | None]:
    return {code: each.parent.code if each.parent else None for code, each in placed.items()}


def _moves(old: dict[str, str | None], new: dict[str, str | None]) -> Iterator[Moved]:
    """Entries that changed their parent, then entries that changed their order; both maps give
    code to parent.
    """
    siblings: dict[str | None, tuple[list[str], list[str]]] = {}
    for code, parent in old.items():
        siblings.setdefault(parent, ([], []))[0].append(code)
    for code, parent in new.items():
        siblings.setdefault(parent, ([], []))[1].append(code)
        if code in old and old[code] != parent:
            yield Moved(code, old[code], parent)
    for parent, (codes_before, codes_after) in siblings.items():
        yield from (Moved(code, parent, parent) for code in reordered(codes_before, codes_after))


def _questions(before: ModelDocument, after: ModelDocument) -> Changes:
    old = _asked(before)
    new = _asked(after)
    moved = _moves(
        {code: node for code, (node, _) in old.items()},
        {code: node for code, (node, _) in new.items()},
    )
    pairs = [(code, tuple(_changes(old[code][1], new[code][1]))) for code in new if code in old]
    return _sorted_out(old, new, tuple(moved), pairs)


def _asked(document: ModelDocument) -> dict[str, tuple[str, Question]]:
    return {question.code: (node.code, question) for node, question in document.questions}


def _sorted_out(
    old: dict[str, Any],
    new: dict[str, Any],
    moved: tuple[Moved, ...],
    pairs: list[tuple[str, tuple[Change, ...]]],
) -> Changes:
    """Changes of wording apart from changes of meaning; an entry may have both."""
    reworded = [
        (code, tuple(change for change in changes if _is_wording(change)))
        for code, changes in pairs
    ]
    altered = [
        (code, tuple(change for change in changes if not _is_wording(change)))
        for code, changes in pairs
    ]
    return Changes(
        added=tuple(code for code in new if code not in old),
        removed=tuple(code for code in old if code not in new),
        moved=moved,
        reworded=tuple(Altered(code, changes) for code, changes in reworded if changes),
        altered=tuple(Altered(code, changes) for code, changes in altered if changes),
    )


def _is_wording(change: Change) -> bool:
    if change.field.startswith("attributes["):
        return isinstance(change.before or "", str) and isinstance(change.after or "", str)
    return change.field.rpartition(".")[2] in _WORDING or change.field.startswith("descriptors[")


def reordered(before: list[str], after: list[str]) -> list[str]:
    """The fewest entries, of those in both lists, that must move to make the order of `before`
    that of `after`.

    All entries of each list are distinct. What stays is a longest rising run of old positions.
    """
    position = {code: index for index, code in enumerate(before)}
    common = [code for code in after if code in position]
    ends: list[int] = []
    chain: list[int] = []
    previous: list[int] = []
    for index, code in enumerate(common):
        place = bisect_left(ends, position[code])
        previous.append(chain[place - 1] if place else -1)
        ends[place : place + 1] = [position[code]]
        chain[place : place + 1] = [index]
    staying: set[str] = set()
    index = chain[-1] if chain else -1
    while index >= 0:
        staying.add(common[index])
        index = previous[index]
    return [code for code in common if code not in staying]
