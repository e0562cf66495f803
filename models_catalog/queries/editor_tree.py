"""The tree of the editor: what is open of it, a long branch page by page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Least, RowNumber

from models_catalog.models import ModelVersion, Node

MOST_CHILDREN = 150
MOST_OPEN = 40


@dataclass(frozen=True)
class Item:
    """A node in the tree; `below` is empty unless it is open."""

    code: str
    title: str
    type_name: str
    level: int
    place: int
    siblings: int
    is_open: bool
    is_selected: bool
    has_below: bool
    below: "Branch"


@dataclass(frozen=True)
class Branch:
    """One page of what stands under the node with `code`, or at the top when that is empty."""

    code: str
    items: tuple[Item, ...]

    @property
    def first(self) -> int:
        """The number of the first that is shown."""
        return self.items[0].place if self.items else 0

    @property
    def last(self) -> int:
        """The number of the last that is shown."""
        return self.items[-1].place if self.items else 0

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.items[0].siblings if self.items else 0

    @property
    def page(self) -> int:
        """The number of this page."""
        return (self.first - 1) // MOST_CHILDREN + 1

    @property
    def previous(self) -> int | None:
        """The number of the page before."""
        return self.page - 1 if self.first > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page behind."""
        return self.page + 1 if self.last < self.total else None


def editor_tree(
    version: ModelVersion,
    selected: str,
    open_codes: Iterable[str],
    at: tuple[str, int] | None = None,
) -> Branch:
    """The tree with the way to the selected node and the given branches open. Two queries.

    `at`: a branch (empty: the top) and its page. Other branches show the page on the way to the
    selected node, or their first.
    """
    codes = {*list(open_codes)[:MOST_OPEN], selected, *([at[0]] if at else [])}
    opened = _opened(version, selected, codes)
    chosen = next((row for row in opened if row.code == selected), None)
    starts = [When(_of(_asked(opened, at[0])), then=_page(at[1]))] if at else []
    if chosen:
        way = [row.pk for row in opened if row.position <= chosen.position <= row.last_position]
        starts.append(When(Q(parent_id__in=way) | Q(parent_id=None), then=_page_of_way(chosen)))
    rows = (
        version.nodes.filter(Q(parent_id__in=[row.pk for row in opened]) | Q(parent_id=None))
        .select_related("type")
        .annotate(
            number=Window(RowNumber(), partition_by="parent_id", order_by="position"),
            total=Window(Count("pk"), partition_by="parent_id"),
            start=Case(*starts, default=Value(0), output_field=IntegerField()),
        )
        .filter(number__gt=F("start"), number__lte=F("start") + MOST_CHILDREN)
        .order_by("position")
    )
    found: dict[UUID | None, list[Node]] = defaultdict(list)
    for row in rows:
        found[row.parent_id].append(row)
    open_ids = {row.pk for row in opened}
    return Branch("", tuple(_item(row, found, open_ids, selected) for row in found[None]))


def _opened(version: ModelVersion, selected: str, codes: set[str]) -> list[Node]:
    """The nodes with the codes, and those above the selected one."""
    chosen = version.nodes.filter(code=selected).values("position")
    way = Q(position__lte=chosen, last_position__gte=chosen)
    rows = version.nodes.filter(Q(code__in=codes) | way)
    return list(rows.only("version_id", "code", "position", "last_position"))


def _asked(opened: Iterable[Node], code: str) -> UUID | None:
    return next((row.pk for row in opened if row.code == code), None)


def _of(parent: UUID | None) -> Q:
    return Q(parent_id=parent)


def _page(number: int) -> Least:
    """How many come before a page; before the last one when there are not so many."""
    total = Window(Count("pk"), partition_by="parent_id")
    return Least(Value((number - 1) * MOST_CHILDREN), (total - 1) / MOST_CHILDREN * MOST_CHILDREN)


def _page_of_way(chosen: Node) -> CombinedExpression:
    """How many come before the page that leads to the chosen node."""
    before = Count("pk", filter=Q(position__lte=chosen.position))
    number = Window(before, partition_by="parent_id")
    return (number - 1) / MOST_CHILDREN * MOST_CHILDREN


def _item(
    row: Node, found: dict[UUID | None, list[Node]], open_ids: set[UUID], selected: str
) -> Item:
    return Item(
        code=row.code,
        title=row.title,
        type_name=row.type.name,
        level=row.depth + 1,
        place=row.number,  # type: ignore[attr-defined]
        siblings=row.total,  # type: ignore[attr-defined]
        is_open=row.pk in open_ids and row.last_position > row.position,
        is_selected=row.code == selected,
        has_below=row.last_position > row.position,
        below=Branch(
            row.code,
            tuple(_item(each, found, open_ids, selected) for each in found.get(row.pk, ())),
        ),
    )
