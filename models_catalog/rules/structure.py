"""Walking the tree of a model, its table of level by category, and what a version needs before it
is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models_catalog.rules.document import Kind, ModelDocument, Node, NodeType
from models_catalog.rules.phrases import phrase
from models_catalog.rules.scale import Level, Use


@dataclass(frozen=True, slots=True)
class Placed:
    """A node where it stands: the nodes above it from the top down, and its position among its
    siblings from 0.
    """

    node: Node
    ancestors: tuple[Node, ...]
    position: int

    @property
    def parent(self) -> Node | None:
        """The node right above, None at the top."""
        return self.ancestors[-1] if self.ancestors else None

    @property
    def depth(self) -> int:
        """0 at the top."""
        return len(self.ancestors)


@dataclass(frozen=True, slots=True)
class Structure:
    """A document with every node findable by its code."""

    document: ModelDocument
    placed: dict[str, Placed]

    def find(self, code: str) -> Node | None:
        """The node with this code, or None."""
        found = self.placed.get(code)
        return found.node if found else None

    def ancestors(self, code: str) -> tuple[Node, ...]:
        """The nodes above, from the top down. Raises KeyError when no node has the code."""
        return self.placed[code].ancestors

    def descendants(self, code: str) -> Iterator[Node]:
        """The nodes below, a parent before its children. Raises KeyError when no node has the
        code.
        """
        waiting = list(reversed(self.placed[code].node.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def of_type(self, *types: str) -> tuple[Node, ...]:
        """The nodes of the given types in the order of the file."""
        return tuple(each.node for each in self.placed.values() if each.node.type in types)

    def linked_from(self, code: str, kind: str) -> tuple[Node, ...]:
        """The nodes to which the node's links of a kind lead. Raises KeyError when no node has
        the code.
        """
        links = self.placed[code].node.links
        return tuple(self.placed[link.to].node for link in links if link.kind == kind)

    def linking_to(self, code: str, kind: str) -> tuple[Node, ...]:
        """The nodes whose links of a kind lead to the node."""
        return tuple(
            node for node, link in self.document.links if link.kind == kind and link.to == code
        )


def walk(document: ModelDocument) -> Iterator[Placed]:
    """Every node with its place, a parent before its children, in the order of the file."""
    waiting = [Placed(node, (), position) for position, node in enumerate(document.nodes)]
    waiting.reverse()
    while waiting:
        placed = waiting.pop()
        yield placed
        above = (*placed.ancestors, placed.node)
        below = [
            Placed(node, above, position) for position, node in enumerate(placed.node.children)
        ]
        waiting.extend(reversed(below))


def structure_of(document: ModelDocument) -> Structure:
    """The document made findable."""
    return Structure(document, {placed.node.code: placed for placed in walk(document)})


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Nodes of one type by level (rows, highest first, as the published tables have it) and top
    node (columns).

    The column None holds nodes that stand at the top themselves; the row None those without a
    level.
    """

    levels: tuple[Level, ...]
    columns: tuple[Node, ...]
    cells: dict[tuple[int | None, str | None], tuple[Node, ...]] = field(default_factory=dict)

    def cell(self, level: int | None, column: str | None) -> tuple[Node, ...]:
        """The nodes at a level value under the top node with a code, in the order of the file."""
        return self.cells.get((level, column), ())


def level_table(document: ModelDocument, type_code: str) -> LevelTable:
    """The level by category table of one type of nodes. Raises ValueError for an unknown type."""
    node_type = document.node_type(type_code)
    if node_type is None:
        raise ValueError(f"no node type '{type_code}'")
    scale = document.scale(node_type.level_scale or "")
    cells: dict[tuple[int | None, str | None], list[Node]] = {}
    columns: dict[str, Node] = {}
    for placed in walk(document):
        if placed.node.type != type_code:
            continue
        top = placed.ancestors[0] if placed.ancestors else None
        if top is not None:
            columns.setdefault(top.code, top)
        cells.setdefault((placed.node.level, top.code if top else None), []).append(placed.node)
    return LevelTable(
        levels=tuple(reversed(scale.ordered)) if scale else (),
        columns=tuple(node for node in document.nodes if node.code in columns),
        cells={key: tuple(nodes) for key, nodes in cells.items()},
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a version lacks; `code` names the node, empty for the model as a whole."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """What must be mended before publishing, and what would only make the model better: a
    version is publishable when nothing is missing.
    """

    missing: tuple[Gap, ...]
    advised: tuple[Gap, ...]


def completeness(document: ModelDocument) -> Completeness:
    """What a document that reads without a problem still lacks."""
    return Completeness(tuple(_missing(document)), tuple(_advised(document)))


def _missing(document: ModelDocument) -> Iterator[Gap]:
    model = document.model
    for name, value in (
        ("owner", model.owner),
        ("description", model.description),
        ("attribution", model.attribution),
    ):
        if not value.strip():
            yield Gap("", phrase("the model has no %(name)s", name=name))
    if not document.nodes:
        yield Gap("", phrase("the model has no nodes"))
    if model.kind is Kind.MATURITY:
        if not any(scale.use is Use.LEVEL for scale in document.scales):
            yield Gap("", phrase("a maturity model needs a scale with use 'level'"))
        if not any(node_type.rateable for node_type in document.node_types):
            yield Gap("", phrase("a maturity model needs a node type that is rateable"))
    for node_type in document.node_types:
        if node_type.rateable and node_type.rating_scale is None:
            yield Gap(
                "",
                phrase(
                    "node type '%(code)s' is rateable and has no scale to rate on",
                    code=node_type.code,
                ),
            )


def _advised(document: ModelDocument) -> Iterator[Gap]:
    types = {node_type.code: node_type for node_type in document.node_types}
    for node in document.walk():
        if types[node.type].askable and not node.questions:
            yield Gap(node.code, phrase("has no question"))
        yield from _half_described(node, types[node.type], document)


def _half_described(node: Node, node_type: NodeType, document: ModelDocument) -> Iterator[Gap]:
    """A node with some descriptors should have one for each level, in every dimension it uses."""
    scale = document.scale(node_type.rating_scale or "")
    if not node.descriptors or scale is None:
        return
    used = dict.fromkeys(descriptor.dimension for descriptor in node.descriptors)
    there = {(descriptor.level, descriptor.dimension) for descriptor in node.descriptors}
    for dimension in used:
        lacking = [
            str(level.value) for level in scale.ordered if (level.value, dimension) not in there
        ]
        if lacking:
            where = (
                phrase(" in dimension '%(dimension)s'", dimension=dimension) if dimension else ""
            )
            yield Gap(
                node.code,
                phrase(
                    "has no descriptor for level %(lacking)s%(where)s",
                    lacking=", ".join(lacking),
                    where=where,
                ),
            )
