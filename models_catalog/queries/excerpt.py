"""As much of a draft as edits are about, so that one change of a large model stays cheap."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from models_catalog.models import ModelVersion, Node, NodeLink, Question
from models_catalog.queries.document import document_of, part_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.check import needs_whole
from models_catalog.rules.editing.edits import (
    NODE_EDITS,
    AddNode,
    ChangeNode,
    Edit,
    MoveNode,
    RemoveNode,
)
from models_catalog.rules.node_check import placed_nodes
from models_catalog.rules.plain import Plain, entries, text_or_none, texts

_WITH_ANCESTORS = """
WITH RECURSIVE up (id, parent_id) AS (
    SELECT id, parent_id FROM models_catalog_node WHERE id = ANY(%s)
    UNION
    SELECT n.id, n.parent_id FROM models_catalog_node AS n JOIN up ON n.id = up.parent_id
) SELECT id FROM up
"""


class _Named:
    """The codes that edits name."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.nodes: set[str] = set()
        self.questions: set[str] = set()
        self.kinds: set[str] = set()
        self.families: set[str] = set()
        self.moved: set[str] = set()
        self.removed: set[str] = set()
        self.has_top = False
        for edit in edits:
            self._read(edit)

    def _read(self, edit: Edit) -> None:
        match edit:
            case AddNode(parent=parent, node=node):
                self._under(parent)
                for placed in placed_nodes({"nodes": [node]}):
                    self._content(placed.raw)
            case ChangeNode(code=code, set=values):
                self.nodes.add(code)
                self._content(values)
            case MoveNode(code=code, parent=parent):
                self._under(parent)
                self.moved.add(code)
            case RemoveNode(code=code):
                self.moved.add(code)
                self.removed.add(code)

    def _under(self, parent: str | None) -> None:
        if parent is None:
            self.has_top = True
        else:
            self.families.add(parent)

    def _content(self, raw: Plain) -> None:
        self.nodes |= {code for code in [text_or_none(raw, "code")] if code}
        self.nodes |= {code for _, code in texts(raw, "replaces")}
        for _, question in entries(raw, "questions"):
            self.questions |= {code for code in [text_or_none(question, "code")] if code}
        for _, link in entries(raw, "links"):
            self.nodes |= {code for code in [text_or_none(link, "to")] if code}
            self.kinds |= {code for code in [text_or_none(link, "kind")] if code}


def excerpt(version: ModelVersion, edits: Iterable[Edit]) -> ModelDocument:
    """The part of a draft in which edits can be checked and applied as in the whole of it.

    It has the nodes that the edits name, all their siblings where places are counted, what is
    removed with all below it, and the nodes above all these. The whole draft when an edit may
    concern any node. Costs at most thirteen statements.
    """
    known = list(edits)
    if any(needs_whole(edit) for edit in known):
        return document_of(version)
    if not any(isinstance(edit, NODE_EDITS) for edit in known):
        return part_of(version, version.nodes.none())
    return part_of(version, version.nodes.filter(_wanted(version, _Named(known))))


def _wanted(version: ModelVersion, named: _Named) -> Q:
    seeds = _seeds(version, named)
    above = _with_ancestors([row.pk for row in seeds])
    moved = [row for row in seeds if row.code in named.moved]
    families = {row.pk for row in seeds if row.code in named.families}
    families |= {row.parent_id for row in moved if row.parent_id}
    wanted = Q(pk__in=above) | Q(parent_id__in=families)
    if named.has_top or any(row.parent_id is None for row in moved):
        wanted |= Q(parent_id=None)
    for row in seeds:
        if row.code in named.removed:
            wanted |= Q(position__range=(row.position, row.last_position))
    return wanted


def _seeds(version: ModelVersion, named: _Named) -> list[Node]:
    wanted = Q(code__in=named.nodes | named.families | named.moved)
    if named.questions:
        asked = Question.objects.filter(version=version, code__in=named.questions)
        wanted |= Q(pk__in=asked.values("node"))
    if named.nodes:
        wanted |= Q(replaces__overlap=sorted(named.nodes))
    if named.kinds:
        kinds = version.link_kinds.filter(code__in=named.kinds, is_acyclic=True)
        wanted |= Q(pk__in=NodeLink.objects.filter(kind__in=kinds).values("source"))
    rows = list(version.nodes.filter(wanted).only("code", "parent_id", "position", "last_position"))
    into = Q()
    for row in rows:
        if row.code in named.removed:
            into |= Q(target__position__range=(row.position, row.last_position))
    if not into:
        return rows
    sources = NodeLink.objects.filter(into, target__version=version).values("source")
    return rows + list(version.nodes.filter(pk__in=sources))


def _with_ancestors(nodes: list[UUID]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_WITH_ANCESTORS, [nodes])
        return [pk for (pk,) in cursor.fetchall()]
