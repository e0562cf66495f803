"""The top of a version's tree: the level by category table, columns and branches for the rest.

No page shows a whole tree: what is cut off is counted and reached through the list of nodes.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from models_catalog.models import LevelDescriptor, ModelVersion, Node
from models_catalog.queries.values import LevelRef, NodeRef, node_ref
from models_catalog.queries.vocabulary import Vocabulary
from models_catalog.rules.document import NodeType
from models_catalog.rules.shape import TypeUse, area_type, capability_scale, ladder_types

MOST_IN_TABLE = 400
MOST_TOPS = 100  # of one type
MOST_ON_PAGE = 300  # tops of all types together
MOST_BRANCHES = 40  # tops that show their children
MOST_CHILDREN = 24  # of one top
MOST_COLUMNS = 5  # tops that stand side by side


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

    @property
    def by_category(self) -> tuple[tuple[NodeRef, tuple[NodeRef, ...]], ...]:
        """The areas of each column, whatever their level, by title."""
        return tuple(
            (
                column,
                tuple(
                    sorted(
                        (area for row in self.rows for area in row.cells[n]),
                        key=lambda area: area.title,
                    )
                ),
            )
            for n, column in enumerate(self.columns)
        )


@dataclass(frozen=True)
class Branch:
    """A top node with its first children; `more` counts those left out."""

    node: NodeRef
    level: LevelRef | None
    children: tuple[NodeRef, ...]
    more: int


@dataclass(frozen=True)
class Profile:
    """What one level looks like for each of the tops that stand side by side."""

    level: LevelRef
    texts: tuple[str, ...]


@dataclass(frozen=True)
class TopGroup:
    """Top nodes of one type. `is_flat`: none has anything below it. `profiles`: highest first."""

    type_code: str
    type_name: str
    branches: tuple[Branch, ...]
    total: int
    is_flat: bool
    profiles: tuple[Profile, ...] = ()

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.branches)

    @property
    def is_columns(self) -> bool:
        """Whether its few tops stand side by side."""
        return not self.is_flat and 1 < self.total <= MOST_COLUMNS


@dataclass(frozen=True)
class Ladder:
    """The continuous reading: what each step of its own scale asks of every area."""

    scale_name: str
    steps: tuple[tuple[LevelRef, tuple[Branch, ...]], ...]


@dataclass(frozen=True)
class TreeTop:
    """What the page of a version shows of its tree."""

    table: LevelTable | None
    ladder: Ladder | None
    groups: tuple[TopGroup, ...]


def tree_top(
    version: ModelVersion,
    words: Vocabulary,
    uses: Mapping[str, TypeUse],
    besides: Collection[str] = (),
) -> TreeTop:
    """The table, where areas have levels, and the other top nodes by type.

    `besides`: codes of types that the page shows elsewhere. Costs at most four queries, whatever
    the size.
    """
    tops = _tops(version, besides)
    area = area_type(tuple(words.types.values()), uses)
    if area is not None and uses[area.code].count > MOST_IN_TABLE:
        area = None
    table = _level_table(version, words, area, [top for top, _total in tops]) if area else None
    in_table = {column.id for column in table.columns} if table else set()
    rest = [(top, total) for top, total in tops if top.pk not in in_table]
    groups = _groups(version, words, rest)
    return TreeTop(table, _ladder(words, area, groups) if area else None, groups)


def _level_table(
    version: ModelVersion, words: Vocabulary, area: NodeType, tops: list[Node]
) -> LevelTable:
    cells: dict[tuple[int | None, UUID], list[NodeRef]] = defaultdict(list)
    starts = [top.position for top in tops]
    areas = version.nodes.filter(type__code=area.code, depth__gt=0).select_related("type")
    for row in areas.order_by("position")[:MOST_IN_TABLE]:
        place = bisect_right(starts, row.position) - 1
        if place >= 0 and row.position <= tops[place].last_position:
            cells[row.level, tops[place].pk].append(node_ref(row))
    used = {top_id for _level, top_id in cells}
    columns = [node_ref(top) for top in tops if top.pk in used]
    levels: list[LevelRef | None] = list(words.steps(area.level_scale))
    if any(level is None for level, _top in cells):
        levels.append(None)
    return LevelTable(
        type_name=area.plural,
        columns=tuple(columns),
        rows=tuple(
            TableRow(
                level,
                tuple(tuple(cells[level.value if level else None, c.id]) for c in columns),
            )
            for level in levels
        ),
    )


def _ladder(words: Vocabulary, area: NodeType, groups: tuple[TopGroup, ...]) -> Ladder | None:
    scale = capability_scale(area, words.level_scales)
    if scale is None:
        return None
    asking = {each.code for each in ladder_types(tuple(words.types.values()), scale)}
    branches = [b for group in groups if group.type_code in asking for b in group.branches]
    return Ladder(
        scale_name=words.scales[scale].name,
        steps=tuple(
            (step, tuple(each for each in branches if each.node.level == step.value))
            for step in words.steps(scale)
        ),
    )


def _tops(version: ModelVersion, besides: Collection[str]) -> list[tuple[Node, int]]:
    """The first top nodes of each type in the order of the tree, with the total of their type."""
    rows = (
        version.nodes.filter(depth=0)
        .exclude(type__code__in=besides)
        .select_related("type")
        .annotate(
            number=Window(RowNumber(), partition_by="type_id", order_by="position"),
            total=Window(Count("pk"), partition_by="type_id"),
            is_described=Exists(
                LevelDescriptor.objects.filter(node=OuterRef("pk"), dimension=None)
            ),
        )
        .filter(number__lte=MOST_TOPS)
        .order_by("position")
    )
    return [(row, row.total) for row in rows[:MOST_ON_PAGE]]


def _groups(
    version: ModelVersion, words: Vocabulary, tops: list[tuple[Node, int]]
) -> tuple[TopGroup, ...]:
    """Those with something below them first, each in the order of types."""
    branching = [top.pk for top, _total in tops if top.last_position > top.position]
    children = _children(version, branching[:MOST_BRANCHES])
    by_type: dict[int, list[tuple[Node, int]]] = defaultdict(list)
    for top, total in tops:
        by_type[top.type_id].append((top, total))
    profiles = _profiles(words, [[top for top, _total in rows] for rows in by_type.values()])
    groups = [
        TopGroup(
            type_code=words.types[type_id].code,
            type_name=words.types[type_id].plural,
            branches=tuple(_branch(top, words, children) for top, _total in rows),
            total=rows[0][1],
            is_flat=all(top.last_position == top.position for top, _total in rows),
            profiles=profiles.get(type_id, ()),
        )
        for type_id, rows in by_type.items()
    ]
    order = [each.code for each in words.types.values()]
    return tuple(sorted(groups, key=lambda each: (each.is_flat, order.index(each.type_code))))


def _branch(
    top: Node, words: Vocabulary, children: dict[UUID | None, tuple[list[NodeRef], int]]
) -> Branch:
    shown, total = children.get(top.pk, ([], 0))
    level = words.level(words.types[top.type_id].level_scale, top.level)
    return Branch(node_ref(top), level, tuple(shown), total - len(shown))


def _profiles(words: Vocabulary, groups: list[list[Any]]) -> dict[int, tuple[Profile, ...]]:
    """For types with few tops, some described: their descriptors side by side. One query if any."""
    few = [
        tops
        for tops in groups
        if 1 < len(tops) <= MOST_COLUMNS and any(top.is_described for top in tops)
    ]
    rows = LevelDescriptor.objects.filter(
        node__in=[top.pk for tops in few for top in tops], dimension=None
    )
    texts = {(row.node_id, row.level): row.text for row in rows}
    return {
        tops[0].type_id: tuple(
            Profile(step, tuple(texts.get((top.pk, step.value or 0), "") for top in tops))
            for step in words.steps(words.types[tops[0].type_id].rating_scale)
        )
        for tops in few
    }


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
