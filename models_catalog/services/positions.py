"""The order of a draft's tree: room for new nodes, no holes where nodes were, blocks that move.

A node's position is its place in the whole tree, so one change shifts what comes after it. Each
function here is one UPDATE of the rows that shift, and of those only.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from models_catalog.models import ModelVersion, Node

_ORDER_OF_QUESTIONS = """
UPDATE models_catalog_question AS q SET position = ordered.place FROM (
    SELECT q.id, row_number() OVER (ORDER BY n.position, q.position, q.id) - 1 AS place
    FROM models_catalog_question AS q JOIN models_catalog_node AS n ON n.id = q.node_id
    WHERE q.version_id = %s
) AS ordered WHERE ordered.id = q.id AND q.position <> ordered.place
"""


@dataclass(frozen=True)
class Spot:
    """Where nodes go: below `parent` (None: the top), from `position` on."""

    parent: Node | None
    position: int


def spot(version: ModelVersion, parent: str | None, after: str | None) -> Spot:
    """Behind the sibling with code `after` and all below it, or first of all. One query."""
    rows = {row.code: row for row in version.nodes.filter(code__in=[parent or "", after or ""])}
    above = None if parent is None else rows[parent]
    if after is not None:
        return Spot(above, rows[after].last_position + 1)
    return Spot(above, 0 if above is None else above.position + 1)


def open_gap(version: ModelVersion, at: Spot, size: int) -> None:
    """Make room for `size` nodes; the nodes above the spot grow by them."""
    _shift(version, Q(position__gte=at.position), size, grown=_chain(version, at.parent))


def close_gap(version: ModelVersion, parent: Node | None, last: int, size: int) -> None:
    """Close the hole of `size` nodes whose last one had position `last`."""
    _shift(version, Q(position__gt=last), -size, grown=_chain(version, parent))


def move_block(version: ModelVersion, node: Node, at: Spot) -> None:
    """Move a node with everything below it to a spot that is not inside it."""
    size = node.last_position - node.position + 1
    depth = (0 if at.parent is None else at.parent.depth + 1) - node.depth
    inside = Q(position__range=(node.position, node.last_position))
    if at.position > node.last_position:
        step, others = at.position - 1 - node.last_position, -size
        between = Q(position__gt=node.last_position, position__lt=at.position)
    else:
        step, others = at.position - node.position, size
        between = Q(position__gte=at.position, position__lt=node.position)
    lost = set(_chain(version, node.parent))
    gained = set(_chain(version, at.parent))
    shift = Case(When(inside, then=step), When(between, then=others), default=0)
    grown = Case(
        When(pk__in=gained - lost, then=size), When(pk__in=lost - gained, then=-size), default=0
    )
    version.nodes.filter(inside | between | Q(pk__in=gained ^ lost)).update(
        position=F("position") + shift,
        last_position=F("last_position") + shift + grown,
        depth=F("depth") + Case(When(inside, then=depth), default=0),
    )
    version.nodes.filter(pk=node.pk).update(parent=at.parent)


def order_questions(version: ModelVersion) -> None:
    """Number the questions in the order of the tree; only those that stand elsewhere change."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDER_OF_QUESTIONS, [version.pk])


def _shift(version: ModelVersion, behind: Q, size: int, *, grown: list[UUID]) -> None:
    version.nodes.filter(behind | Q(pk__in=grown)).update(
        position=F("position") + Case(When(behind, then=Value(size)), default=0),
        last_position=F("last_position") + size,
    )


def _chain(version: ModelVersion, node: Node | None) -> list[UUID]:
    """The node and those above it."""
    if node is None:
        return []
    above = version.nodes.filter(position__lte=node.position, last_position__gte=node.last_position)
    return list(above.values_list("pk", flat=True))
