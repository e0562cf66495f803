"""A model document as rows: codes become foreign keys, the tree becomes positions.

A handful of bulk inserts; the number of statements grows with the number of batches only.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from models_catalog.models import (
    Dimension,
    Level,
    LevelDescriptor,
    LinkKind,
    ModelVersion,
    Node,
    NodeLink,
    NodeType,
    Question,
    Scale,
)
from models_catalog.rules import document as doc
from models_catalog.rules.structure import walk

BATCH = 2_000


def write_rows(version: ModelVersion, document: doc.ModelDocument) -> None:
    """Store the document's content under the version, which must have none yet."""
    Writer(version, document).write()


class Writer:
    """Writes one document's rows; codes become foreign keys on the way."""

    def __init__(self, version: ModelVersion, document: doc.ModelDocument) -> None:
        self.version = version
        self.document = document
        self.scales: dict[str, Scale] = {}
        self.dimensions: dict[str, Dimension] = {}
        self.types: dict[str, NodeType] = {}
        self.kinds: dict[str, LinkKind] = {}
        self.nodes: dict[str, Node] = {}

    def write(self) -> None:
        """All rows, parents before children."""
        self._vocabulary()
        self.tree()
        self.links()
        self.texts()

    def _vocabulary(self) -> None:
        self.scales = _stored(self.scale_rows())
        _bulk(Level, self.level_rows())
        self.dimensions = _stored(self.dimension_rows())
        self.types = _stored(self.type_rows())
        self.kinds = _stored(self.kind_rows())

    def scale_rows(self) -> Iterator[Scale]:
        """The document's scales, not stored yet."""
        for position, scale in enumerate(self.document.scales):
            yield Scale(
                version=self.version,
                code=scale.code,
                name=scale.name,
                use=scale.use.value,
                text=scale.text,
                has_equal_steps=scale.equal_steps,
                position=position,
            )

    def level_rows(self) -> Iterator[Level]:
        """The steps of the document's scales, which must be in `scales`; not stored yet."""
        for scale in self.document.scales:
            for position, level in enumerate(scale.levels):
                yield Level(
                    scale=self.scales[scale.code],
                    code=level.code,
                    name=level.name,
                    value=level.value,
                    meaning=level.meaning.value,
                    text=level.text,
                    position=position,
                )

    def dimension_rows(self) -> Iterator[Dimension]:
        """The document's dimensions, not stored yet."""
        for position, item in enumerate(self.document.dimensions):
            yield Dimension(
                version=self.version,
                code=item.code,
                name=item.name,
                text=item.text,
                position=position,
            )

    def kind_rows(self) -> Iterator[LinkKind]:
        """The document's link kinds, not stored yet."""
        for position, kind in enumerate(self.document.link_kinds):
            yield LinkKind(
                version=self.version,
                code=kind.code,
                name=kind.name,
                inverse=kind.inverse,
                is_acyclic=kind.acyclic,
                from_types=list(kind.from_types),
                to_types=list(kind.to_types),
                position=position,
            )

    def type_rows(self) -> Iterator[NodeType]:
        """The document's node types, not stored yet; their scales must be in `scales`."""
        for position, node_type in enumerate(self.document.node_types):
            yield self._type(position, node_type)

    def _type(self, position: int, node_type: doc.NodeType) -> NodeType:
        return NodeType(
            version=self.version,
            code=node_type.code,
            name=node_type.name,
            plural=node_type.plural,
            text=node_type.text,
            parents=list(node_type.parents),
            is_rateable=node_type.rateable,
            is_askable=node_type.askable,
            is_rated_by_dimension=node_type.by_dimension,
            level_scale=self._scale(node_type.level_scale),
            rating_scale=self._scale(node_type.rating_scale),
            response_set=self._scale(node_type.response_set),
            attributes=[
                {"code": a.code, "name": a.name, "form": a.form.value} for a in node_type.attributes
            ],
            position=position,
        )

    def _scale(self, code: str | None) -> Scale | None:
        return None if code is None else self.scales[code]

    def _dimension(self, code: str | None) -> Dimension | None:
        return None if code is None else self.dimensions[code]

    def tree(self, start: int = 0, under: Node | None = None) -> None:
        """The document's nodes from a position on, below a node; there must be room for them."""
        rows: list[Node] = []
        open_rows: list[Node] = []
        base = 0 if under is None else under.depth + 1
        for position, placed in enumerate(walk(self.document), start):
            del open_rows[placed.depth :]
            parent = open_rows[-1] if open_rows else under
            row = self.node(placed.node, parent, position, base + placed.depth)
            for ancestor in open_rows:
                ancestor.last_position = position
            open_rows.append(row)
            rows.append(row)
        _bulk(Node, rows)
        self.nodes |= {row.code: row for row in rows}

    def node(self, node: doc.Node, parent: Node | None, position: int, depth: int) -> Node:
        """The row of a node, not stored yet."""
        return Node(
            version=self.version,
            parent=parent,
            type=self.types[node.type],
            code=node.code,
            title=node.title,
            text=node.text,
            level=node.level,
            dimension=self._dimension(node.dimension),
            is_optional=node.optional,
            may_not_apply=node.may_not_apply,
            replaces=list(node.replaces),
            attributes={code: _plain(value) for code, value in node.attributes},
            position=position,
            last_position=position,
            depth=depth,
        )

    def links(self) -> None:
        """The document's links; both ends must be in `nodes`."""
        _bulk(
            NodeLink,
            (
                NodeLink(
                    kind=self.kinds[link.kind],
                    source=self.nodes[node.code],
                    target=self.nodes[link.to],
                )
                for node, link in self.document.links
            ),
        )

    def texts(self) -> None:
        """The document's descriptors and questions."""
        _bulk(LevelDescriptor, self.descriptor_rows())
        _bulk(Question, self.question_rows())

    def descriptor_rows(self) -> Iterator[LevelDescriptor]:
        """What levels look like, not stored yet."""
        for node, item in self.document.descriptors:
            yield LevelDescriptor(
                node=self.nodes[node.code],
                dimension=self._dimension(item.dimension),
                level=item.level,
                text=item.text,
            )

    def question_rows(self) -> Iterator[Question]:
        """The document's questions, not stored yet."""
        for position, (node, question) in enumerate(self.document.questions):
            yield Question(
                version=self.version,
                node=self.nodes[node.code],
                code=question.code,
                text=question.text,
                help=question.help,
                dimension=self._dimension(question.dimension),
                response_set=self.scales[question.response_set],
                position=position,
            )


def _plain(value: doc.AttributeValue) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _bulk(model: type[models.Model], rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _stored(rows: Iterable[Any]) -> dict[str, Any]:
    """Store rows of one kind; they come back by code."""
    known = list(rows)
    if known:
        _bulk(type(known[0]), known)
    return {row.code: row for row in known}
