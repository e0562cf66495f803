"""Parts of a node's page: children and what is below them, grids, the matrix, cards, questions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from models_catalog.models import LevelDescriptor, Node, Question
from models_catalog.queries.values import DimensionView, LevelRef, NodeRef, ScaleView, node_ref
from models_catalog.queries.vocabulary import Vocabulary
from models_catalog.rules.shape import is_grid, list_attributes

MOST_IN_MATRIX = 8  # columns

Link = tuple[UUID, int, UUID, str]
"""Source, kind and target of a link, and the code of the target."""


@dataclass(frozen=True)
class ChildView:
    """A node below, with the codes of what it links to (`supports G1`) and what is below it."""

    node: NodeRef
    level: LevelRef | None
    links: tuple[tuple[str, tuple[str, ...]], ...]
    children: tuple["ChildView", ...] = ()
    grid: "Grid | None" = None


@dataclass(frozen=True)
class GridRow:
    """A node whose lists stand side by side."""

    node: NodeRef
    level: LevelRef | None
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Grid:
    """Nodes that hold several lists each, such as practices, outcomes and metrics of a level."""

    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class ChildGroup:
    """Children of one type or, where they belong to dimensions, of one type and dimension."""

    title: str
    note: str
    children: tuple[ChildView, ...]
    grid: Grid | None = None


@dataclass(frozen=True)
class MatrixRow:
    """A child, and for each column whether it links there."""

    node: NodeRef
    marks: tuple[bool, ...]


@dataclass(frozen=True)
class Matrix:
    """Which children link to which others: rows in groups by dimension, columns in order."""

    name: str
    row_name: str
    rows_name: str
    columns_name: str
    columns: tuple[NodeRef, ...]
    groups: tuple[tuple[str, tuple[MatrixRow, ...]], ...]


@dataclass(frozen=True)
class CardRow:
    """One level with a text for each side of the card; empty texts are missing."""

    level: LevelRef
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """What the levels look like. A side is a dimension, or None for the whole node.

    `owner`: the node whose card it is when it is not the own one.
    """

    sides: tuple[DimensionView | None, ...]
    rows: tuple[CardRow, ...]
    owner: NodeRef | None = None


@dataclass(frozen=True)
class QuestionView:
    """A question with its answers; `side`: the dimension that it asks about, or empty."""

    code: str
    text: str
    help: str
    side: str
    answers: ScaleView


@dataclass(frozen=True)
class Asked:
    """Questions about nodes below, and every set of answers that they use."""

    questions: tuple[tuple[NodeRef, QuestionView], ...]
    answers: tuple[ScaleView, ...]


class Below:
    """Puts the nodes under a parent in order, with the links between them."""

    def __init__(self, words: Vocabulary, rows: Sequence[Node], links: Iterable[Link]) -> None:
        self.words = words
        self.order = {pk: n for n, pk in enumerate(words.types)}
        self.sides = {pk: n for n, pk in enumerate(words.dimensions)}
        self.under: dict[UUID | None, list[Node]] = defaultdict(list)
        for row in rows:
            self.under[row.parent_id].append(row)
        self.links: dict[UUID, dict[tuple[int, UUID], str]] = defaultdict(dict)
        for source, kind, target, code in links:
            self.links[source][kind, target] = code

    def groups(self, parent: UUID | None, besides: int | None = None) -> tuple[ChildGroup, ...]:
        """Children by type and dimension; links of the kind `besides` are shown elsewhere."""
        children = sorted(self.under[parent], key=lambda row: (*self._place(row), row.position))
        return tuple(
            self._group(list(rows), besides) for _place, rows in groupby(children, self._place)
        )

    def views(self, parent: UUID | None) -> tuple[ChildView, ...]:
        """Children in the order of the tree."""
        return tuple(self._view(row) for row in self.under[parent])

    def matrix(self, parent: UUID | None) -> tuple[int, Matrix] | None:
        """The first kind of links by which children of one type lead to few of another."""
        types = {row.pk: row.type_id for row in self.under[parent]}
        for kind in self.words.kinds:
            pairs = {
                (types[source], types[target])
                for source in types
                for of_kind, target in self.links[source]
                if of_kind == kind and target in types
            }
            if len(pairs) == 1:
                ((rows, columns),) = pairs
                targets = [row for row in self.under[parent] if row.type_id == columns]
                if rows != columns and 1 < len(targets) <= MOST_IN_MATRIX:
                    return kind, self._matrix(parent, kind, rows, targets)
        return None

    def _matrix(self, parent: UUID | None, kind: int, row_type: int, targets: list[Node]) -> Matrix:
        sources = [row for row in self.under[parent] if row.type_id == row_type]
        sources.sort(key=lambda row: (self._place(row), row.position))
        return Matrix(
            name=self.words.kinds[kind].name,
            row_name=self.words.types[row_type].name,
            rows_name=self.words.types[row_type].plural,
            columns_name=self.words.types[targets[0].type_id].plural,
            columns=tuple(map(node_ref, targets)),
            groups=tuple(
                (
                    self.words.dimensions[side].name if side else "",
                    tuple(
                        MatrixRow(
                            node_ref(row),
                            tuple((kind, each.pk) in self.links[row.pk] for each in targets),
                        )
                        for row in rows
                    ),
                )
                for side, rows in groupby(sources, lambda row: row.dimension_id)
            ),
        )

    def _place(self, row: Node) -> tuple[int, int]:
        return self.order[row.type_id], self.sides[row.dimension_id] if row.dimension_id else -1

    def _group(self, rows: list[Node], besides: int | None) -> ChildGroup:
        node_type = self.words.types[rows[0].type_id]
        side = self.words.dimensions[rows[0].dimension_id] if rows[0].dimension_id else None
        grid = self._grid(rows)
        return ChildGroup(
            title=side.name if side else node_type.plural,
            note=side.text if side else node_type.text,
            children=() if grid else tuple(self._view(row, besides) for row in rows),
            grid=grid,
        )

    def _view(self, row: Node, besides: int | None = None) -> ChildView:
        grid = self._grid(self.under[row.pk])
        return ChildView(
            node=node_ref(row),
            level=self.words.level(self.words.types[row.type_id].level_scale, row.level),
            links=self._codes(row, besides),
            children=() if grid else self.views(row.pk),
            grid=grid,
        )

    def _codes(self, row: Node, besides: int | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found: dict[int, list[str]] = defaultdict(list)
        for (kind, _target), code in self.links[row.pk].items():
            if kind != besides:
                found[kind].append(code)
        return tuple((self.words.kinds[kind].name, tuple(to)) for kind, to in found.items())

    def _grid(self, rows: Sequence[Node]) -> Grid | None:
        if not rows or not all(is_grid(self.words.types[row.type_id]) for row in rows):
            return None
        node_type = self.words.types[rows[0].type_id]
        lists = list_attributes(node_type)
        return Grid(
            heads=tuple(each.name for each in node_type.attributes if each.code in lists),
            rows=tuple(
                GridRow(
                    node_ref(row),
                    self.words.level(node_type.level_scale, row.level),
                    tuple(tuple(row.attributes.get(code, ())) for code in lists),
                )
                for row in rows
            ),
        )


def card_of(
    owner: Node, rows: Sequence[LevelDescriptor], words: Vocabulary, *, is_own: bool
) -> Card | None:
    """The owner's descriptors by level, highest first; None when it has none."""
    found = {(row.level, row.dimension_id): row.text for row in rows if row.node_id == owner.pk}
    scale = words.types[owner.type_id].rating_scale
    if not found or scale is None:
        return None
    used = {side for _level, side in found}
    keys: list[UUID | None] = [each for each in (None, *words.dimensions) if each in used]
    return Card(
        sides=tuple(words.dimensions[key] if key else None for key in keys),
        rows=tuple(
            CardRow(step, tuple(found.get((step.value or 0, key), "") for key in keys))
            for step in words.steps(scale)
        ),
        owner=None if is_own else node_ref(owner),
    )


def question_view(row: Question, words: Vocabulary) -> QuestionView:
    """The question (its response set loaded) with its answers."""
    side = words.dimensions[row.dimension_id].name if row.dimension_id else ""
    return QuestionView(row.code, row.text, row.help, side, words.scales[row.response_set.code])


def asked(pairs: Sequence[tuple[NodeRef, QuestionView]]) -> Asked | None:
    """Questions about nodes below with their sets of answers; None without a question."""
    sets = {question.answers.code: question.answers for _node, question in pairs}
    return Asked(tuple(pairs), tuple(sets.values())) if pairs else None
