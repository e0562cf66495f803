"""The top of a version's tree: the level by category table, and branches for everything else.

No page shows a whole tree: what is cut off is counted and reached through the list of nodes.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from models_catalog.models import Level, ModelVersion, Node, NodeType
from models_catalog.queries.values import LevelRef, NodeRef, level_ref, node_ref

MOST_IN_TABLE = 400
MOST_TOPS = 100  # of one type
MOST_ON_PAGE = 300  # tops of all types together
MOST_BRANCHES = 40  # tops that show their children
MOST_CHILDREN = 24  # of one top


@dataclass(frozen=True)
class TableRow:
    """One level with the areas under each column; all cells are empty when it asks for none."""

    level: LevelRef | None
    cells: tuple[tuple[NodeRef, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the level has no areas at all."""
        return not any(self.cells)


@dataclass(frozen=True)
class LevelTable:
    """Areas by level (rows, highest first) and category (columns)."""

    type_name: str
    columns: tuple[NodeRef, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Branch:
    """A top node with its first children; `more` counts those left out."""

    node: NodeRef
    children: tuple[NodeRef, ...]
    more: int


@dataclass(frozen=True)
class TopGroup:
    """Top nodes of one type. `is_flat`: none has anything below it."""

    type_code: str
    type_name: str
    branches: tuple[Branch, ...]
    total: int
    is_flat: bool

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.branches)


@dataclass(frozen=True)
class TreeTop:
    """What the page of a version shows of its tree."""

    table: LevelTable | None
    groups: tuple[TopGroup, ...]


def tree_top(version: ModelVersion) -> TreeTop:
    """The table, where areas have levels, and the other top nodes by type.

    Costs at most five queries, whatever the size.
    """
    tops = _tops(version)
    table = level_table(version, [top for top, _total in tops])
    in_table = {column.id for column in table.columns} if table else set()
    rest = [(top, total) for top, total in tops if top.pk not in in_table]
    return TreeTop(table, _groups(version, rest))


def level_table(version: ModelVersion, tops: list[Node]) -> LevelTable | None:
    """The table of the first type of nodes below the top that have a level; None without one."""
    node_type = (
        NodeType.objects.filter(version=version)
        .annotate(
            total=Count("nodes"),
            leveled=Count("nodes", filter=Q(nodes__level__isnull=False, nodes__depth__gt=0)),
        )
        .filter(leveled__gt=0, total__lte=MOST_IN_TABLE)
        .order_by("position")
        .first()
    )
    if node_type is None:
        return None
    cells: dict[tuple[int | None, UUID], list[NodeRef]] = defaultdict(list)
    starts = [top.position for top in tops]
    areas = version.nodes.filter(type=node_type, depth__gt=0).select_related("type")
    for row in areas.order_by("position")[:MOST_IN_TABLE]:
        place = bisect_right(starts, row.position) - 1
        if place >= 0 and row.position <= tops[place].last_position:
            cells[row.level, tops[place].pk].append(node_ref(row))
    used = {top_id for _level, top_id in cells}
    columns = [node_ref(top) for top in tops if top.pk in used]
    steps = Level.objects.filter(scale=node_type.level_scale_id, value__isnull=False)
    levels: list[LevelRef | None] = [level_ref(row) for row in steps.order_by("-value")]
    if any(level is None for level, _top in cells):
        levels.append(None)
    return LevelTable(
        type_name=node_type.plural,
        columns=tuple(columns),
        rows=tuple(
            TableRow(
                level,
                tuple(tuple(cells[level.value if level else None, c.id]) for c in columns),
            )
            for level in levels
        ),
    )


def _tops(version: ModelVersion) -> list[tuple[Node, int]]:
    """The first top nodes of each type in the order of the tree, with the total of their type."""
    rows = (
        version.nodes.filter(depth=0)
        .select_related("type")
        .annotate(
            number=Window(RowNumber(), partition_by="type_id", order_by="position"),
            total=Window(Count("pk"), partition_by="type_id"),
        )
        .filter(number__lte=MOST_TOPS)
        .order_by("position")
    )
    return [(row, row.total) for row in rows[:MOST_ON_PAGE]]


def _groups(version: ModelVersion, tops: list[tuple[Node, int]]) -> tuple[TopGroup, ...]:
    branching = [top.pk for top, _total in tops if top.last_position > top.position]
    children = _children(version, branching[:MOST_BRANCHES])
    by_type: dict[int, list[tuple[Node, int]]] = defaultdict(list)
    for top, total in tops:
        by_type[top.type_id].append((top, total))
    groups = sorted(by_type.values(), key=lambda group: group[0][0].type.position)
    return tuple(
        TopGroup(
            type_code=group[0][0].type.code,
            type_name=group[0][0].type.plural,
            branches=tuple(_branch(top, children) for top, _total in group),
            total=group[0][1],
            is_flat=all(top.last_position == top.position for top, _total in group),
        )
        for group in groups
    )


def _branch(top: Node, children: dict[UUID | None, tuple[list[NodeRef], int]]) -> Branch:
    shown, total = children.get(top.pk, ([], 0))
    return Branch(node_ref(top), tuple(shown), total - len(shown))


def _children(
    version: ModelVersion, parents: list[UUID]
) -> dict[UUID | None, tuple[list[NodeRef], int]]:
    """The first children of each parent, and how many it has."""
    rows = (
        version.nodes.filter(parent_id__in=parents)
        .select_related("type")
        .annotate(
            number=Window(RowNumber(), partition_by=F("parent_id"), order_by="position"),
            total=Window(Count("pk"), partition_by=F("parent_id")),
        )
        .filter(number__lte=MOST_CHILDREN)
        .order_by("position")
    )
    found: dict[UUID | None, tuple[list[NodeRef], int]] = {}
    for row in rows:
        shown, _total = found.setdefault(row.parent_id, ([], row.total))
        shown.append(node_ref(row))
    return found
