"""Edits as changes of rows: as many statements for a node of a large draft as of a small one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.db import models

from models_catalog.models import (
    Level,
    LevelDescriptor,
    ModelVersion,
    Node,
    NodeLink,
    Question,
)
from models_catalog.rules import document as doc
from models_catalog.rules.editing.applying import found
from models_catalog.rules.editing.check import Step
from models_catalog.rules.editing.edits import (
    AddNode,
    ChangeNode,
    MoveNode,
    RemoveNode,
)
from models_catalog.rules.editing.tree import subtree_codes
from models_catalog.services.positions import (
    close_gap,
    move_block,
    open_gap,
    order_questions,
    spot,
)
from models_catalog.services.rows import Writer
from models_catalog.services.used import unless_used

M = TypeVar("M", bound=models.Model)

NODE_FIELDS = [
    field.name
    for field in Node._meta.concrete_fields
    if field.name not in ("id", "version", "parent", "position", "last_position", "depth")
]


def store_steps(version: ModelVersion, steps: Iterable[Step]) -> None:
    """Bring a draft's rows from what the first step starts from to what the last one ends with.

    Raises WrongState when something outside the catalog uses what would go away.
    """
    _Store(version).store(list(steps))


class _Store:
    def __init__(self, version: ModelVersion) -> None:
        self.version = version
        self.linked: dict[str, None] = {}
        self.has_moved = False

    def store(self, steps: list[Step]) -> None:
        """Words first and their removal last, so that nothing points at a word that is gone."""
        before, after = steps[0].before, steps[-1].after
        words = replace(after, nodes=())
        has_other_words = words != replace(
            before, nodes=(), model=after.model, version=after.version
        )
        if has_other_words:
            self._put_words(words)
        for step in steps:
            self._step(step)
        if self.linked:
            self._links(after)
        if has_other_words:
            self._drop_words(words)
        if self.has_moved:
            order_questions(self.version)

    def _step(self, step: Step) -> None:
        match step.edit:
            case AddNode(node=raw):
                self._add(step.after, str(raw["code"]))
            case ChangeNode():
                self._change(step, step.edit)
            case MoveNode(code=code):
                self._move(step.after, code)
            case RemoveNode(code=code):
                self._remove(code)

    def _writer(self, document: doc.ModelDocument, *nodes: doc.Node) -> Writer:
        writer = Writer(self.version, replace(document, nodes=nodes))
        writer.scales = {row.code: row for row in self.version.scales.all()}
        writer.dimensions = {row.code: row for row in self.version.dimensions.all()}
        writer.types = {row.code: row for row in self.version.node_types.all()}
        return writer

    def _spot(self, document: doc.ModelDocument, code: str) -> Any:
        placed = found(document, code)
        siblings = placed.parent.children if placed.parent else document.nodes
        before = siblings[placed.position - 1].code if placed.position else None
        return spot(self.version, placed.parent.code if placed.parent else None, before)

    def _add(self, document: doc.ModelDocument, code: str) -> None:
        node = found(document, code).node
        at = self._spot(document, code)
        codes = subtree_codes(node)
        open_gap(self.version, at, len(codes))
        if at.parent is not None:
            at.parent.refresh_from_db()
        writer = self._writer(document, node)
        writer.tree(at.position, at.parent)
        writer.texts()
        self.linked |= dict.fromkeys(codes)
        self.has_moved = True

    def _change(self, step: Step, edit: ChangeNode) -> None:
        code = str(edit.set.get("code") or edit.code)
        node = replace(found(step.after, code).node, children=())
        row = self.version.nodes.get(code=edit.code)
        writer = self._writer(step.after, node)
        new = writer.node(node, None, 0, 0)
        for name in NODE_FIELDS:
            setattr(row, name, getattr(new, name))
        row.save(update_fields=NODE_FIELDS)
        writer.nodes = {code: row}
        self._texts(writer, row, edit)
        if "links" in edit.set:
            self.linked.setdefault(code)
        if code != edit.code and edit.code in self.linked:
            self.linked.pop(edit.code)
            self.linked.setdefault(code)

    def _texts(self, writer: Writer, row: Node, edit: ChangeNode) -> None:
        """Descriptors anew; questions by code, for their identity outlives a change."""
        if "descriptors" in edit.set:
            row.descriptors.all().delete()
            LevelDescriptor.objects.bulk_create(writer.descriptor_rows())
        if {"questions", "question"} & set(edit.set):
            gone = _put(row.questions.all(), list(writer.question_rows()), "code")
            with unless_used():
                Question.objects.filter(pk__in=gone).delete()
            self.has_moved = True

    def _move(self, document: doc.ModelDocument, code: str) -> None:
        at = self._spot(document, code)
        node = self.version.nodes.select_related("parent").get(code=code)
        move_block(self.version, node, at)
        self.has_moved = True

    def _remove(self, code: str) -> None:
        row = self.version.nodes.select_related("parent").get(code=code)
        first, last = row.position, row.last_position
        with unless_used():
            self.version.nodes.filter(position__range=(first, last)).delete()
        close_gap(self.version, row.parent, last, last - first + 1)
        self.has_moved = True

    def _links(self, document: doc.ModelDocument) -> None:
        nodes = [replace(node, children=()) for node in document.walk() if node.code in self.linked]
        targets = {link.to for node in nodes for link in node.links}
        rows = self.version.nodes.filter(code__in={node.code for node in nodes} | targets)
        writer = Writer(self.version, replace(document, nodes=tuple(nodes)))
        writer.nodes = {row.code: row for row in rows}
        writer.kinds = {row.code: row for row in self.version.link_kinds.all()}
        sources = [writer.nodes[node.code].pk for node in nodes]
        NodeLink.objects.filter(source__in=sources).delete()
        writer.links()

    def _put_words(self, document: doc.ModelDocument) -> None:
        version = self.version
        writer = Writer(version, document)
        _put(version.scales.all(), list(writer.scale_rows()), "code")
        writer.scales = {row.code: row for row in version.scales.all()}
        levels = Level.objects.filter(scale__version=version)
        gone = _put(levels, list(writer.level_rows()), "scale_id", "code")
        Level.objects.filter(pk__in=gone).delete()
        _put(version.dimensions.all(), list(writer.dimension_rows()), "code")
        _put(version.node_types.all(), list(writer.type_rows()), "code")
        _put(version.link_kinds.all(), list(writer.kind_rows()), "code")

    def _drop_words(self, document: doc.ModelDocument) -> None:
        version = self.version
        with unless_used():
            for rows, kept in (
                (version.link_kinds, document.link_kinds),
                (version.node_types, document.node_types),
                (version.dimensions, document.dimensions),
                (version.scales, document.scales),
            ):
                rows.exclude(code__in=[each.code for each in kept]).delete()


def _put(stored: models.QuerySet[M], wanted: list[M], *identity: str) -> list[Any]:
    """Store the wanted rows: one of the same identity keeps its key. Keys of other rows come
    back.
    """

    def key(row: M) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in identity)

    keys = {key(row): row.pk for row in stored}
    known, new = [], []
    for row in wanted:
        pk = keys.pop(key(row), None)
        if pk is None:
            new.append(row)
        else:
            row.pk = pk
            known.append(row)
    manager = stored.model._default_manager
    fields = [field.name for field in stored.model._meta.concrete_fields if not field.primary_key]
    if known:
        manager.bulk_update(known, fields)
    manager.bulk_create(new)
    return list(keys.values())
