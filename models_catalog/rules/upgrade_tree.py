"""The tree of an upgraded variant: which nodes are in it, where they stand, what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from models_catalog.rules.document import Descriptor, Link, ModelDocument, Node, Question
from models_catalog.rules.structure import walk
from models_catalog.rules.threeway import Merge, Side, merged_order

APART = ("questions", "descriptors", "links", "attributes", "children", "replaces")


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of a document with the code of the one above (None at the top)."""

    node: Node
    parent: str | None


Flat = dict[str, Standing]


@dataclass(slots=True)
class Grown:
    """The merged nodes, not yet a tree: who stands under whom, in which order."""

    nodes: dict[str, Node]
    children: dict[str | None, list[str]]


def flat(document: ModelDocument) -> Flat:
    """Every node by code with the code above."""
    return {
        each.node.code: Standing(each.node, each.parent.code if each.parent else None)
        for each in walk(document)
    }


def placed(
    merge: Merge, base: Flat, theirs: Flat, ours: Flat, *, heirs: Mapping[str, tuple[str, ...]]
) -> Grown:
    """All nodes of the result with what they say and where they stand."""
    parents = _Parents(merge, base, theirs, ours, heirs).settled()
    nodes = {code: _node(merge, code, base, theirs, ours) for code in parents}
    asked = _questions(merge, base, theirs, ours, set(nodes))
    old, new, own = (_below(side) for side in (base, theirs, ours))
    children: dict[str | None, list[str]] = {}
    for code, above in parents.items():
        children.setdefault(above, []).append(code)
    for above, codes in children.items():
        order = merged_order(*(side.get(above, []) for side in (old, new, own)))
        children[above] = [code for code in dict.fromkeys((*order, *codes)) if code in {*codes}]
    return Grown(
        {code: replace(node, questions=asked.get(code, ())) for code, node in nodes.items()},
        children,
    )


def grown(found: Grown) -> tuple[Node, ...]:
    """The tree."""

    def below(code: str | None) -> tuple[Node, ...]:
        return tuple(
            replace(found.nodes[each], children=below(each))
            for each in found.children.get(code, ())
        )

    return below(None)


def _below(side: Flat) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for code, standing in side.items():
        found.setdefault(standing.parent, []).append(code)
    return found


class _Parents:
    """Decides which nodes stay and under which node each stands."""

    def __init__(
        self,
        merge: Merge,
        base: Flat,
        theirs: Flat,
        ours: Flat,
        heirs: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.merge, self.base, self.theirs, self.ours = merge, base, theirs, ours
        self.heirs = heirs
        self.parents: dict[str, str | None] = {}

    def settled(self) -> dict[str, str | None]:
        """Code to the code above, for every node of the result."""
        for code in {**self.theirs, **self.ours}:
            if self._stays(code):
                self.parents[code] = self._wanted(code)
        if self._has_circle():
            self.parents |= {
                code: self.ours[code].parent for code in self.parents if code in self.ours
            }
        self._find_homes()
        return self.parents

    def _stays(self, code: str) -> bool:
        base, theirs, ours = (side.get(code) for side in (self.base, self.theirs, self.ours))
        if ours is None:
            return base is None and self._is_reached(code)
        if base is None or theirs is not None:
            return True
        default = Side.THEIRS if code in self.heirs else Side.OURS
        own = replace(ours.node, children=())
        was = replace(base.node, children=())
        return self.merge.value(("node", code), was, None, own, default) is not None

    def _is_reached(self, code: str) -> bool:
        """Whether new upstream content stands under nothing that we left out."""
        above = self.theirs[code].parent
        return (
            above is None
            or above in self.ours
            or (above not in self.base and self._is_reached(above))
        )

    def _wanted(self, code: str) -> str | None:
        base, theirs, ours = (side.get(code) for side in (self.base, self.theirs, self.ours))
        if ours is None:
            return self.theirs[code].parent
        if theirs is None:
            return ours.parent
        was = base.parent if base else ours.parent
        place = ("node", code, "parent")
        found: str | None = self.merge.value(place, was, theirs.parent, ours.parent)
        return found

    def _find_homes(self) -> None:
        """Nodes whose parent is gone: under its heir, at our place, or the parent comes back."""
        waiting = list(self.parents)
        while waiting:
            code = waiting.pop()
            above = self.parents[code]
            if above is None or above in self.parents:
                continue
            home = next((each for each in self._homes(code, above) if each in self.parents), None)
            if home is None and code in self.ours:
                home = self.ours[code].parent
                if home is not None and home not in self.parents:
                    self.parents[home] = self.ours[home].parent
                    waiting.append(home)
            self.parents[code] = home

    def _homes(self, code: str, above: str) -> Iterator[str]:
        yield from self.heirs.get(above, ())
        for side in (self.ours, self.theirs):
            if code in side:
                parent = side[code].parent
                if parent is not None:
                    yield parent
                    yield from self.heirs.get(parent, ())

    def _has_circle(self) -> bool:
        for start in self.parents:
            seen = {start}
            above = self.parents[start]
            while above is not None and above in self.parents:
                if above in seen:
                    return True
                seen.add(above)
                above = self.parents[above]
        return False


def _node(merge: Merge, code: str, base: Flat, theirs: Flat, ours: Flat) -> Node:
    """What the node says itself, without questions and children."""
    if code not in ours or code not in theirs:
        return (ours.get(code) or theirs[code]).node
    old = base[code].node if code in base else None
    new, own = theirs[code].node, ours[code].node
    place = ("node", code)
    merged: Node = merge.record(place, old, new, own, skip=APART)
    return replace(
        merged,
        descriptors=merge.parts(
            (*place, "descriptors"),
            old.descriptors if old else (),
            new.descriptors,
            own.descriptors,
            _cell,
        ),
        links=merge.parts((*place, "links"), old.links if old else (), new.links, own.links, _link),
        attributes=merge.parts(
            (*place, "attributes"),
            old.attributes if old else (),
            new.attributes,
            own.attributes,
            lambda pair: pair[0],
        ),
        replaces=merge.parts(
            (*place, "replaces"), old.replaces if old else (), new.replaces, own.replaces, str
        ),
    )


def _cell(descriptor: Descriptor) -> str:
    return f"{descriptor.level},{descriptor.dimension or ''}"


def _link(link: Link) -> str:
    return f"{link.kind}>{link.to}"


Asked = dict[str, tuple[str, Question]]
"""Questions by code, each with the code of its node."""


def _questions(
    merge: Merge, base: Flat, theirs: Flat, ours: Flat, nodes: set[str]
) -> dict[str, tuple[Question, ...]]:
    """Questions by the code of their node; they meet by code wherever they stand."""
    sides = [_asked(side) for side in (base, theirs, ours)]
    found: dict[str, dict[str, Question]] = {}
    for code in {**sides[1], **sides[2]}:
        home, question = _question(merge, code, sides, nodes)
        if question is not None and home in nodes:
            found.setdefault(home, {})[code] = question
    flats = (base, theirs, ours)
    return {
        home: tuple(asked[code] for code in _order(flats, home, asked))
        for home, asked in found.items()
    }


def _asked(side: Flat) -> Asked:
    return {
        question.code: (code, question)
        for code, standing in side.items()
        for question in standing.node.questions
    }


def _order(sides: tuple[Flat, Flat, Flat], home: str, asked: dict[str, Question]) -> list[str]:
    base, theirs, ours = (
        [question.code for question in side[home].node.questions] if home in side else []
        for side in sides
    )
    order = merged_order(base, theirs, ours)
    return [code for code in dict.fromkeys((*order, *asked)) if code in asked]


def _question(
    merge: Merge, code: str, sides: list[Asked], nodes: set[str]
) -> tuple[str, Question | None]:
    old, new, own = (side.get(code) for side in sides)
    if new is None or own is None:
        home = next(side[0] for side in (own, new) if side is not None)
        if home not in nodes:
            return home, None
        was, their, our = (side[1] if side else None for side in (old, new, own))
        return home, merge.value(("node", home, "questions", code), was, their, our)
    place = ("node", own[0], "questions", code)
    wanted = merge.value((*place, "node"), (old or own)[0], new[0], own[0])
    home = next((each for each in (wanted, own[0], new[0]) if each in nodes), own[0])
    return home, merge.record(place, old[1] if old else None, new[1], own[1])
