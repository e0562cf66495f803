"""A difference told node by node, in the order of the tree and by its branches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from models_catalog.rules.differences import Altered, Change, Changes, Difference, Moved, difference
from models_catalog.rules.document import ModelDocument, Node, Question
from models_catalog.rules.structure import Placed, walk


class Kind(StrEnum):
    """What happened to a node or question."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REWORDED = "reworded"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question that came, went, moved or changed."""

    question: Question
    kinds: tuple[Kind, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A node that came, went or changed, as the newer document has it (a removed one as the older
    has it).

    `branch`: code of its top node. `former`: the nodes it was or came from, when renamed, split or
    merged. `moved_from`, `moved_to`: the nodes above, None at the top; they count when it moved.
    """

    node: Node
    branch: str
    kinds: tuple[Kind, ...]
    former: tuple[Node, ...] = ()
    moved_from: Node | None = None
    moved_to: Node | None = None
    changes: tuple[Change, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A top node and how many entries stand in its tree."""

    node: Node
    entries: int


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that differs between two documents: how many of each kind, by branch, and entry
    by entry.
    """

    difference: Difference
    nodes: dict[Kind, int]
    questions: dict[Kind, int]
    branches: tuple[Branch, ...]
    entries: tuple[Entry, ...]


def account(before: ModelDocument, after: ModelDocument) -> Account:
    """The account of the way from one document to another."""
    found = difference(before, after)
    entries = tuple(_Teller(before, after, found).entries())
    return Account(
        difference=found,
        nodes=counts(found.nodes),
        questions=counts(found.questions),
        branches=tuple(_branches(before, after, entries)),
        entries=entries,
    )


def counts(changes: Changes) -> dict[Kind, int]:
    """How many entries of each kind; a kind without any is 0."""
    return {kind: len(getattr(changes, kind.value)) for kind in Kind}


def _branches(
    before: ModelDocument, after: ModelDocument, entries: Iterable[Entry]
) -> Iterator[Branch]:
    sizes = Counter(entry.branch for entry in entries)
    stayed = {node.code for node in after.nodes}
    gone = (node for node in before.nodes if node.code not in stayed)
    for node in (*after.nodes, *gone):
        if sizes[node.code]:
            yield Branch(node, sizes[node.code])


def _by_code(rows: Iterable[Altered]) -> dict[str, tuple[Change, ...]]:
    return {row.code: row.changes for row in rows}


class _Teller:
    """Puts the parts of a difference together again, node by node."""

    def __init__(self, before: ModelDocument, after: ModelDocument, found: Difference) -> None:
        self.old = {placed.node.code: placed for placed in walk(before)}
        self.new = {placed.node.code: placed for placed in walk(after)}
        nodes = found.nodes
        self.added, self.removed = set(nodes.added), set(nodes.removed)
        self.renamed = {each.after: each.before for each in nodes.renamed}
        self.split = {code: each.code for each in nodes.split for code in each.into}
        self.merged = {each.code: each.sources for each in nodes.merged}
        self.moved = {each.code: each for each in nodes.moved}
        self.reworded, self.altered = _by_code(nodes.reworded), _by_code(nodes.altered)
        self.same = {each.before: each.after for each in nodes.renamed}
        self.asked = self._asked(found.questions)

    def entries(self) -> Iterator[Entry]:
        """The nodes of the newer document branch by branch, each branch's removed ones after
        them.
        """
        removed: dict[str, list[Entry]] = {}
        for code in self.old:
            if code in self.removed:
                entry = self._removed(self.old[code])
                removed.setdefault(entry.branch, []).append(entry)
        branch = ""
        for placed in self.new.values():
            if placed.depth == 0:
                yield from removed.pop(branch, ())
                branch = placed.node.code
            entry = self._entry(placed, branch)
            if entry.kinds or entry.questions:
                yield entry
        yield from removed.pop(branch, ())
        for rest in removed.values():
            yield from rest

    def _removed(self, placed: Placed) -> Entry:
        top = (*placed.ancestors, placed.node)[0].code
        return Entry(placed.node, self.same.get(top, top), (Kind.REMOVED,))

    def _entry(self, placed: Placed, branch: str) -> Entry:
        code = placed.node.code
        former = self._former(code)
        moved = self.moved.get(code)
        return Entry(
            node=placed.node,
            branch=branch,
            kinds=tuple(self._kinds(code)),
            former=former,
            moved_from=self._above(moved, code) if moved else None,
            moved_to=placed.parent if moved else None,
            changes=(
                *self._between(code, former, placed.node),
                *self.reworded.get(code, ()),
                *self.altered.get(code, ()),
            ),
            questions=tuple(self.asked.get(code, ())),
        )

    def _kinds(self, code: str) -> Iterator[Kind]:
        holders = {
            Kind.ADDED: self.added,
            Kind.RENAMED: self.renamed,
            Kind.SPLIT: self.split,
            Kind.MERGED: self.merged,
            Kind.MOVED: self.moved,
            Kind.REWORDED: self.reworded,
            Kind.ALTERED: self.altered,
        }
        return (kind for kind, holder in holders.items() if code in holder)

    def _former(self, code: str) -> tuple[Node, ...]:
        codes = self.merged.get(code) or tuple(
            known[code] for known in (self.renamed, self.split) if code in known
        )
        return tuple(self.old[each].node for each in codes)

    def _above(self, moved: Moved, code: str) -> Node | None:
        """The node above at first, as the older document has it."""
        placed = self.old[self.renamed.get(code, code)]
        return placed.parent if moved.from_parent is not None else None

    def _between(self, code: str, former: tuple[Node, ...], node: Node) -> Iterator[Change]:
        """What a part of a split says other than the whole did."""
        if code not in self.split or code in self.merged:
            return
        for field in ("title", "text"):
            old, new = getattr(former[0], field), getattr(node, field)
            if old != new:
                yield Change(field, old, new)

    def _asked(self, found: Changes) -> dict[str, list[QuestionEntry]]:
        """Questions that differ, by the node that shows them: none of nodes that came or went."""
        told: dict[str, list[QuestionEntry]] = {}
        reworded, altered = _by_code(found.reworded), _by_code(found.altered)
        holders = {
            Kind.ADDED: set(found.added),
            Kind.RENAMED: {each.after for each in found.renamed},
            Kind.MOVED: {each.code for each in found.moved},
            Kind.REWORDED: reworded,
            Kind.ALTERED: altered,
        }
        for code, placed in self.new.items():
            for question in placed.node.questions:
                kinds = tuple(kind for kind, each in holders.items() if question.code in each)
                if kinds and code not in self.added:
                    changes = (*reworded.get(question.code, ()), *altered.get(question.code, ()))
                    told.setdefault(code, []).append(QuestionEntry(question, kinds, changes))
        removed = set(found.removed)
        for code, placed in self.old.items():
            for question in placed.node.questions:
                shown = self.same.get(code, code)
                if question.code in removed and shown in self.new:
                    told.setdefault(shown, []).append(QuestionEntry(question, (Kind.REMOVED,)))
        return told
