"""A stored version as the document it came from."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import models

from models_catalog.models import (
    Level,
    LevelDescriptor,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    Question,
)
from models_catalog.rules import document as doc
from models_catalog.rules import scale as steps

QUERIES = 9
"""How many statements `document_of` costs, whatever the size."""


def document_of(version: ModelVersion) -> doc.ModelDocument:
    """The version's content; importing it again gives the same checksum.

    Costs `QUERIES` statements when `version.model` is loaded.
    """
    return _Reader(version, None).document()


def part_of(version: ModelVersion, nodes: models.QuerySet[Node]) -> doc.ModelDocument:
    """The version with all its words but only some nodes; a node comes with those above it.

    Links may lead to nodes that are left out. Costs `QUERIES` statements.
    """
    return _Reader(version, nodes).document()


def header_of_row(model: MaturityModel) -> dict[str, Any]:
    """What a version without a header of its own says about its model."""
    return {
        "name": model.name,
        "owner": model.owner,
        "kind": model.kind,
        "language": model.language,
        "home_page": model.home_page,
        "description": model.description,
        "attribution": model.attribution,
    }


class _Reader:
    """Loads all rows of a version, table by table, and puts them together again."""

    def __init__(self, version: ModelVersion, part: models.QuerySet[Node] | None) -> None:
        self.version = version
        self.part = part
        self.dimension_codes: dict[UUID, str] = {}
        self.scale_codes: dict[UUID, str] = {}
        self.types: dict[int, doc.NodeType] = {}

    def document(self) -> doc.ModelDocument:
        """Everything, vocabulary first."""
        scales = self._scales()
        dimensions = self._dimensions()
        types = self._types()
        kinds, kind_codes = self._kinds()
        return doc.ModelDocument(
            model=self._model(),
            version=doc.Version(self.version.number, self.version.notes),
            scales=scales,
            dimensions=dimensions,
            node_types=types,
            link_kinds=kinds,
            nodes=self._nodes(kind_codes),
        )

    def _model(self) -> doc.Model:
        values = self.version.header or header_of_row(self.version.model)
        kind = doc.Kind(values["kind"])
        return doc.Model(code=self.version.model.code, **{**values, "kind": kind})

    def _scales(self) -> tuple[steps.Scale, ...]:
        levels: dict[UUID, list[steps.Level]] = defaultdict(list)
        for row in Level.objects.filter(scale__version=self.version).order_by("position"):
            levels[row.scale_id].append(
                steps.Level(row.code, row.name, row.value, steps.Meaning(row.meaning), row.text)
            )
        rows = list(self.version.scales.order_by("position"))
        self.scale_codes = {row.pk: row.code for row in rows}
        return tuple(
            steps.Scale(
                row.code,
                row.name,
                steps.Use(row.use),
                tuple(levels[row.pk]),
                row.text,
                row.has_equal_steps,
            )
            for row in rows
        )

    def _dimensions(self) -> tuple[doc.Dimension, ...]:
        rows = list(self.version.dimensions.order_by("position"))
        self.dimension_codes = {row.pk: row.code for row in rows}
        return tuple(doc.Dimension(row.code, row.name, row.text) for row in rows)

    def _types(self) -> tuple[doc.NodeType, ...]:
        for row in self.version.node_types.order_by("position"):
            self.types[row.pk] = doc.NodeType(
                code=row.code,
                name=row.name,
                plural=row.plural,
                text=row.text,
                parents=tuple(row.parents),
                rateable=row.is_rateable,
                askable=row.is_askable,
                by_dimension=row.is_rated_by_dimension,
                level_scale=self._scale_code(row.level_scale_id),
                rating_scale=self._scale_code(row.rating_scale_id),
                response_set=self._scale_code(row.response_set_id),
                attributes=tuple(
                    doc.Attribute(each["code"], each["name"], doc.Form(each["form"]))
                    for each in row.attributes
                ),
            )
        return tuple(self.types.values())

    def _scale_code(self, pk: UUID | None) -> str | None:
        return None if pk is None else self.scale_codes[pk]

    def _kinds(self) -> tuple[tuple[doc.LinkKind, ...], dict[int, str]]:
        rows = list(self.version.link_kinds.order_by("position"))
        kinds = tuple(
            doc.LinkKind(
                code=row.code,
                name=row.name,
                inverse=row.inverse,
                acyclic=row.is_acyclic,
                from_types=tuple(row.from_types),
                to_types=tuple(row.to_types),
            )
            for row in rows
        )
        return kinds, {row.pk: row.code for row in rows}

    def _nodes(self, kind_codes: dict[int, str]) -> tuple[doc.Node, ...]:
        chosen = self.version.nodes.all() if self.part is None else self.part
        rows = list(chosen.order_by("position"))
        keys = None if self.part is None else [row.pk for row in rows]
        links: dict[UUID, list[doc.Link]] = defaultdict(list)
        found = self._of(NodeLink.objects.order_by("pk"), "source", keys)
        for source, kind, target in found.values_list("source_id", "kind_id", "target__code"):
            links[source].append(doc.Link(kind_codes[kind], target))
        questions, descriptors = self._questions(keys), self._descriptors(keys)
        children: dict[UUID | None, list[doc.Node]] = defaultdict(list)
        for row in reversed(rows):  # children come after their parent: make them first
            below = tuple(reversed(children.pop(row.pk, [])))
            children[row.parent_id].append(
                self._node(row, questions[row.pk], descriptors[row.pk], links[row.pk], below)
            )
        return tuple(reversed(children[None]))

    def _of(self, rows: Any, path: str, keys: list[UUID] | None) -> Any:
        """The rows that hang on the loaded nodes, found through an index in either case."""
        if keys is None:
            return rows.filter(**{f"{path}__version": self.version})
        return rows.filter(**{f"{path}__in": keys})

    def _node(
        self,
        row: Node,
        questions: list[doc.Question],
        descriptors: list[doc.Descriptor],
        links: list[doc.Link],
        children: tuple[doc.Node, ...],
    ) -> doc.Node:
        node_type = self.types[row.type_id]
        return doc.Node(
            code=row.code,
            type=node_type.code,
            title=row.title,
            text=row.text,
            level=row.level,
            dimension=self._dimension_code(row.dimension_id),
            optional=row.is_optional,
            may_not_apply=row.may_not_apply,
            attributes=tuple(
                (each.code, _frozen(row.attributes[each.code]))
                for each in node_type.attributes
                if each.code in row.attributes
            ),
            questions=tuple(questions),
            descriptors=tuple(descriptors),
            links=tuple(links),
            children=children,
            replaces=tuple(row.replaces),
        )

    def _dimension_code(self, pk: UUID | None) -> str | None:
        return None if pk is None else self.dimension_codes[pk]

    def _questions(self, keys: list[UUID] | None) -> dict[UUID, list[doc.Question]]:
        found: dict[UUID, list[doc.Question]] = defaultdict(list)
        for row in self._of(Question.objects.order_by("position"), "node", keys):
            found[row.node_id].append(
                doc.Question(
                    code=row.code,
                    text=row.text,
                    response_set=self.scale_codes[row.response_set_id],
                    help=row.help,
                    dimension=self._dimension_code(row.dimension_id),
                )
            )
        return found

    def _descriptors(self, keys: list[UUID] | None) -> dict[UUID, list[doc.Descriptor]]:
        found: dict[UUID, list[doc.Descriptor]] = defaultdict(list)
        rows = self._of(LevelDescriptor.objects.order_by("pk"), "node", keys)
        for row in rows:
            found[row.node_id].append(
                doc.Descriptor(row.level, row.text, self._dimension_code(row.dimension_id))
            )
        return found


def _frozen(value: Any) -> doc.AttributeValue:
    frozen: doc.AttributeValue = tuple(value) if isinstance(value, list) else value
    return frozen
