"""The list of all nodes of a version."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F, Q

from cip.db.paging import PageNumber, page_of
from models_catalog.models import Level, ModelVersion, Node, NodeType
from models_catalog.queries.values import LevelRef, NodeRef, level_ref, node_ref

NODE_ORDERS = {
    "title": ("title", "position"),
    "-title": ("-title", "position"),
    "code": ("code",),
    "-code": ("-code",),
    "type": ("type__position", "position"),
    "-type": ("-type__position", "position"),
    "level": (F("level").asc(nulls_last=True), "position"),
    "-level": (F("level").desc(nulls_last=True), "position"),
}


@dataclass(frozen=True)
class NodeRow:
    """A line of the list of nodes, with the node it stands under."""

    node: NodeRef
    parent_code: str
    parent_title: str


def node_list(
    version: ModelVersion,
    *,
    type_code: str = "",
    level: int | None = None,
    parent: str = "",
    text: str = "",
    sort: str = "",
    page: PageNumber = None,
) -> Page:
    """A page of `NodeRow` in the order of the tree unless sorted, filtered. Two queries."""
    rows = version.nodes.select_related("type", "parent")
    rows = rows.order_by(*NODE_ORDERS.get(sort, ("position",)))
    if type_code:
        rows = rows.filter(type__code=type_code)
    if level is not None:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent__code=parent)
    if text:
        rows = rows.filter(
            Q(code__icontains=text) | Q(title__icontains=text) | Q(text__icontains=text)
        )
    return page_of(rows, page, _node_row)


def _node_row(row: Node) -> NodeRow:
    parent = row.parent
    return NodeRow(node_ref(row), parent.code if parent else "", parent.title if parent else "")


def level_choices(version: ModelVersion) -> tuple[LevelRef, ...]:
    """The levels at which nodes of the version may stand, lowest first. One query."""
    rows = Level.objects.filter(
        scale__in=NodeType.objects.filter(version=version, nodes__level__isnull=False).values(
            "level_scale"
        ),
        value__isnull=False,
    ).order_by("value", "pk")
    found: dict[int, LevelRef] = {}
    for row in rows:
        found.setdefault(row.value or 0, level_ref(row))
    return tuple(found.values())
