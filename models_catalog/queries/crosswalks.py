"""Crosswalks: the list, the page of one side by side, and what a node maps to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet

from cip.access.actor import Actor
from cip.db.paging import PageNumber, page_of
from models_catalog.models import Crosswalk, Level, Mapping, ModelVersion, Node
from models_catalog.queries.values import LevelRef, VersionRef, level_ref, version_ref
from models_catalog.rules import crosswalk as doc
from models_catalog.rules.crosswalk import Reach, Relation, reach

MOST_ROWS = 500


@dataclass(frozen=True)
class Side:
    """One of the two versions that a crosswalk compares."""

    model_code: str
    model_name: str
    version: VersionRef


@dataclass(frozen=True)
class CrosswalkCard:
    """One crosswalk of the list."""

    id: UUID
    name: str
    source: Side
    target: Side
    is_own: bool
    mappings: int
    official: int


@dataclass(frozen=True)
class MappedNode:
    """A node as a crosswalk names it; its version is that of its side."""

    id: UUID
    version_id: UUID
    model_code: str
    code: str
    title: str
    type_name: str
    level: int | None


@dataclass(frozen=True)
class MappingView:
    """A relation read from the side that is looked from: `other` is on the other side."""

    other: MappedNode
    relation: Relation
    relation_label: str
    rationale: str
    confidence: str
    confidence_label: str
    is_official: bool
    authority: str


@dataclass(frozen=True)
class CompareRow:
    """A node of the left side with everything it maps to."""

    node: MappedNode
    mappings: tuple[MappingView, ...]


@dataclass(frozen=True)
class ReachCount:
    """How many of the other side's nodes are told wholly, in part, not at all."""

    whole: int
    part: int
    none: int

    @property
    def total(self) -> int:
        """All nodes that are looked at."""
        return self.whole + self.part + self.none


@dataclass(frozen=True)
class CrosswalkPage:
    """A crosswalk seen from one side. `up_to`: only nodes up to this level are assessed."""

    id: UUID
    name: str
    notes: str
    is_own: bool
    is_turned: bool
    left: Side
    right: Side
    levels: tuple[LevelRef, ...]
    up_to: int | None
    rows: tuple[CompareRow, ...]
    left_gaps: tuple[MappedNode, ...]
    told: ReachCount
    untold: tuple[MappedNode, ...]
    official: int


def crosswalk_list(actor: Actor, page: PageNumber = None) -> Page:
    """A page of `CrosswalkCard`: shared ones first, by name. Two queries."""
    rows = (
        Crosswalk.objects.visible_to(actor)
        .select_related("source__model", "target__model")
        .annotate(
            total=Count("mappings"), official=Count("mappings", Q(mappings__is_official=True))
        )
        .order_by(F("organization_id").asc(nulls_first=True), "name", "pk")
    )
    return page_of(rows, page, _card)


def _card(row: Crosswalk) -> CrosswalkCard:
    return CrosswalkCard(
        id=row.pk,
        name=row.name,
        source=_side(row.source),
        target=_side(row.target),
        is_own=row.organization_id is not None,
        mappings=row.total,  # type: ignore[attr-defined]
        official=row.official,  # type: ignore[attr-defined]
    )


def _side(version: ModelVersion) -> Side:
    return Side(version.model.code, version.model.name, version_ref(version))


def crosswalk_page(
    row: Crosswalk, *, is_turned: bool = False, up_to: int | None = None
) -> CrosswalkPage:
    """The crosswalk (both versions and their models loaded) side by side, in tree order.

    Rows are the left side's nodes that are mapped, `left_gaps` the others of the same types;
    `untold` the right side's that nothing on the left (up to the level) maps to.

    Costs five queries.
    """
    mappings = _with_nodes(row.mappings.order_by("position"))
    left, right = (row.target, row.source) if is_turned else (row.source, row.target)
    views = _views(mappings, is_turned)
    lefts = _peers(left, [m.target if is_turned else m.source for m in mappings])
    rights = _peers(right, [m.source if is_turned else m.target for m in mappings])
    chosen = [n for n in lefts if up_to is None or (n.level is not None and n.level <= up_to)]
    told = reach(
        [
            (str(left_id), str(view.other.id), view.relation)
            for left_id, group in views.items()
            for view in group
        ],
        {str(node.id) for node in chosen},
        [str(node.id) for node in rights],
    )
    counts = list(told.values())
    return CrosswalkPage(
        id=row.pk,
        name=row.name,
        notes=row.notes,
        is_own=row.organization_id is not None,
        is_turned=is_turned,
        left=_side(left),
        right=_side(right),
        levels=_levels(left, mappings, is_turned),
        up_to=up_to,
        rows=tuple(CompareRow(node, tuple(views[node.id])) for node in chosen if views[node.id])[
            :MOST_ROWS
        ],
        left_gaps=tuple(node for node in chosen if not views[node.id])[:MOST_ROWS],
        told=ReachCount(*(counts.count(each) for each in (Reach.WHOLE, Reach.PART, Reach.NONE))),
        untold=tuple(node for node in rights if told[str(node.id)] is Reach.NONE)[:MOST_ROWS],
        official=sum(1 for each in mappings if each.is_official),
    )


def _views(mappings: Iterable[Mapping], is_turned: bool) -> dict[UUID, list[MappingView]]:
    found: dict[UUID, list[MappingView]] = defaultdict(list)
    for row in mappings:
        here = row.target_id if is_turned else row.source_id
        found[here].append(_view(row, is_turned))
    return found


def _view(row: Mapping, is_turned: bool) -> MappingView:
    relation = Relation(row.relation)
    relation = relation.inverse if is_turned else relation
    return MappingView(
        other=_mapped(row.source if is_turned else row.target),
        relation=relation,
        relation_label=str(Mapping.Relation(relation.value).label),
        rationale=row.rationale,
        confidence=row.confidence,
        confidence_label=row.get_confidence_display(),
        is_official=row.is_official,
        authority=row.authority,
    )


def _mapped(row: Node) -> MappedNode:
    return MappedNode(
        id=row.pk,
        version_id=row.version_id,
        model_code=row.version.model.code,
        code=row.code,
        title=row.title,
        type_name=row.type.name,
        level=row.level,
    )


def _peers(version: ModelVersion, mapped: list[Node]) -> list[MappedNode]:
    """All nodes of the types that are mapped, in tree order. One query."""
    types = {node.type_id for node in mapped}
    rows = version.nodes.filter(type__in=types).select_related("type", "version__model")
    return [_mapped(row) for row in rows.order_by("position")]


def _levels(
    version: ModelVersion, mappings: list[Mapping], is_turned: bool
) -> tuple[LevelRef, ...]:
    """The levels on which mapped nodes stand, lowest first. One query."""
    scales = {
        (m.target if is_turned else m.source).type.level_scale_id
        for m in mappings
        if (m.target if is_turned else m.source).level is not None
    }
    rows = Level.objects.filter(scale__version=version, scale__in=scales, value__isnull=False)
    return tuple(level_ref(row) for row in rows.order_by("value", "pk"))


def mappings_of(actor: Actor, node_id: UUID) -> tuple[MappingView, ...]:
    """What the node maps to in other models, read from the node. Two queries."""
    rows = (
        Mapping.objects.visible_to(actor)
        .filter(Q(source_id=node_id) | Q(target_id=node_id))
        .order_by("crosswalk__name", "crosswalk_id", "position")[:MOST_ROWS]
    )
    return tuple(_view(row, is_turned=row.target_id == node_id) for row in _with_nodes(rows))


def _with_nodes(rows: QuerySet[Mapping]) -> list[Mapping]:
    """The mappings with the nodes at both ends, their types and models. Two queries.

    Not one: nine joined tables that were just filled have no statistics yet, and a plan for them
    may take minutes.
    """
    found = list(rows)
    wanted = {row.source_id for row in found} | {row.target_id for row in found}
    nodes = Node.objects.select_related("type", "version__model").in_bulk(wanted)
    for row in found:
        row.source, row.target = nodes[row.source_id], nodes[row.target_id]
    return found


@dataclass(frozen=True)
class CrosswalkSides:
    """A crosswalk for the rules: its mappings by code, and every node of the mapped types."""

    mappings: tuple[doc.Mapping, ...]
    sources: tuple[MappedNode, ...]
    targets: tuple[MappedNode, ...]


def crosswalk_sides(row: Crosswalk) -> CrosswalkSides:
    """Mappings and nodes in tree order; four queries. Both versions must be loaded."""
    mappings = _with_nodes(row.mappings.order_by("position"))
    return CrosswalkSides(
        mappings=tuple(_plain(each) for each in mappings),
        sources=tuple(_peers(row.source, [each.source for each in mappings])),
        targets=tuple(_peers(row.target, [each.target for each in mappings])),
    )


def _plain(each: Mapping) -> doc.Mapping:
    return doc.Mapping(
        source=each.source.code,
        target=each.target.code,
        relation=Relation(each.relation),
        rationale=each.rationale,
        confidence=doc.Confidence(each.confidence),
        official=each.is_official,
        authority=each.authority,
    )


def crosswalk_document(row: Crosswalk) -> doc.CrosswalkDocument:
    """The crosswalk (both versions and their models loaded) as a document. One query."""
    mappings = row.mappings.select_related("source", "target").order_by("position")
    return doc.CrosswalkDocument(
        code=row.code,
        name=row.name,
        source=doc.Edition(row.source.model.code, row.source.number),
        target=doc.Edition(row.target.model.code, row.target.number),
        notes=row.notes,
        mappings=tuple(_plain(each) for each in mappings),
    )
