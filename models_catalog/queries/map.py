"""The map of a model: lists side by side, and the path of one node through all of them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from models_catalog.models import ModelVersion, Node, NodeLink
from models_catalog.queries.values import NodeRef, node_ref
from models_catalog.queries.vocabulary import Vocabulary
from models_catalog.rules.document import NodeType
from models_catalog.rules.shape import Bond, MapShape, Tie

MOST_IN_COLUMN = 200


@dataclass(frozen=True)
class MapColumn:
    """The nodes of one type: those on the path of the chosen node, and the others.

    `relation`: what ties them to the column they are reached from, empty inside the tree.
    """

    type_code: str
    type_name: str
    relation: str
    on_path: tuple[NodeRef, ...]
    others: tuple[NodeRef, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.on_path) - len(self.others)


@dataclass(frozen=True)
class ModelMap:
    """The columns, and the node whose path they show, in the column of its type."""

    columns: tuple[MapColumn, ...]
    chosen: NodeRef | None = None
    chosen_type: str = ""


def model_map(
    version: ModelVersion, words: Vocabulary, shape: MapShape, code: str = ""
) -> ModelMap:
    """The map with the path of the node with that code; without a path when no column has it.

    One query, and at most four more for the path.
    """
    rows = _columns(version, words, shape)
    chosen = _chosen(version, shape, code) if code else None
    if chosen is None:
        return ModelMap(tuple(_column(each, rows[each.code], []) for each in shape.columns))
    here = next(n for n, each in enumerate(shape.columns) if each.code == chosen.type.code)
    reached = {here: [chosen]}
    relations: dict[int, str] = defaultdict(str)
    for there, source, bond in shape.steps(here):
        reached[there] = _reached(reached[source], shape.columns[there], bond)
        if bond.kind:
            relations[there] = bond.kind.name if bond.tie is Tie.TO else bond.kind.inverse
    columns = (
        _column(each, rows[each.code], reached.get(n, []), relations[n])
        for n, each in enumerate(shape.columns)
    )
    return ModelMap(tuple(columns), node_ref(chosen), chosen.type.code)


def _columns(
    version: ModelVersion, words: Vocabulary, shape: MapShape
) -> dict[str, tuple[list[Node], int]]:
    """The first nodes of each column in the order of the tree, and how many there are."""
    rows = (
        version.nodes.filter(type__in=words.type_keys(shape.columns))
        .select_related("type")
        .annotate(
            number=Window(RowNumber(), partition_by=F("type_id"), order_by="position"),
            total=Window(Count("pk"), partition_by=F("type_id")),
        )
        .filter(number__lte=MOST_IN_COLUMN)
        .order_by("position")
    )
    found: dict[str, tuple[list[Node], int]] = {each.code: ([], 0) for each in shape.columns}
    for row in rows:
        found[row.type.code] = ([*found[row.type.code][0], row], row.total)
    return found


def _chosen(version: ModelVersion, shape: MapShape, code: str) -> Node | None:
    rows = version.nodes.filter(type__code__in=[each.code for each in shape.columns])
    return rows.select_related("type").filter(code=code).first()


def _reached(sources: list[Node], node_type: NodeType, bond: Bond) -> list[Node]:
    """The nodes of a type that hang together with the sources. One query."""
    keys = [row.pk for row in sources]
    version = sources[0].version_id if sources else None
    rows = Node.objects.filter(version=version, type__code=node_type.code)
    rows = rows.filter(_tied(keys, bond)).select_related("type")
    return list(rows.order_by("position")[:MOST_IN_COLUMN])


def _tied(keys: list[UUID], bond: Bond) -> Q:
    if bond.tie is Tie.BELOW:
        return Q(parent__in=keys)
    if bond.kind is None:
        return Q(pk__in=Node.objects.filter(pk__in=keys).values("parent"))
    links: QuerySet[NodeLink] = NodeLink.objects.filter(kind__code=bond.kind.code)
    if bond.tie is Tie.TO:
        return Q(pk__in=links.filter(source__in=keys).values("target"))
    return Q(pk__in=links.filter(target__in=keys).values("source"))


def _column(
    node_type: NodeType, listed: tuple[list[Node], int], reached: list[Node], relation: str = ""
) -> MapColumn:
    rows, total = listed
    on_path = {row.pk for row in reached}
    return MapColumn(
        type_code=node_type.code,
        type_name=node_type.plural,
        relation=relation,
        on_path=tuple(map(node_ref, reached)),
        others=tuple(node_ref(row) for row in rows if row.pk not in on_path),
        total=total,
    )
