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
    _Writer(version, document).write()


class _Writer:
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
        self._tree()
        self._texts()

    def _vocabulary(self) -> None:
        d, v = self.document, self.version
        self.scales = _stored(
            Scale(version=v, code=s.code, name=s.name, use=s.use.value, text=s.text, position=n)
            for n, s in enumerate(d.scales)
        )
        _bulk(Level, self._levels())
        self.dimensions = _stored(
            Dimension(version=v, code=x.code, name=x.name, text=x.text, position=n)
            for n, x in enumerate(d.dimensions)
        )
        self.types = _stored(self._type(n, t) for n, t in enumerate(d.node_types))
        self.kinds = _stored(
            LinkKind(
                version=v,
                code=k.code,
                name=k.name,
                inverse=k.inverse,
                is_acyclic=k.acyclic,
                from_types=list(k.from_types),
                to_types=list(k.to_types),
            )
            for k in d.link_kinds
        )

    def _levels(self) -> Iterator[Level]:
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

    def _tree(self) -> None:
        rows: list[Node] = []
        open_rows: list[Node] = []
        for position, placed in enumerate(walk(self.document)):
            del open_rows[placed.depth :]
            parent = open_rows[-1] if open_rows else None
            row = self._node(placed.node, parent, position, placed.depth)
            for ancestor in open_rows:
                ancestor.last_position = position
            open_rows.append(row)
            rows.append(row)
        _bulk(Node, rows)
        self.nodes = {row.code: row for row in rows}

    def _node(self, node: doc.Node, parent: Node | None, position: int, depth: int) -> Node:
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
            replaces=list(node.replaces),
            attributes={code: _plain(value) for code, value in node.attributes},
            position=position,
            last_position=position,
            depth=depth,
        )

    def _texts(self) -> None:
        d = self.document
        _bulk(
            NodeLink,
            (
                NodeLink(
                    kind=self.kinds[link.kind],
                    source=self.nodes[node.code],
                    target=self.nodes[link.to],
                )
                for node, link in d.links
            ),
        )
        _bulk(
            LevelDescriptor,
            (
                LevelDescriptor(
                    node=self.nodes[node.code],
                    dimension=self._dimension(x.dimension),
                    level=x.level,
                    text=x.text,
                )
                for node, x in d.descriptors
            ),
        )
        _bulk(
            Question,
            (
                Question(
                    version=self.version,
                    node=self.nodes[node.code],
                    code=question.code,
                    text=question.text,
                    help=question.help,
                    dimension=self._dimension(question.dimension),
                    response_set=self.scales[question.response_set],
                    position=position,
                )
                for position, (node, question) in enumerate(d.questions)
            ),
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
