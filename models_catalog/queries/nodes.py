"""One node with what stands around it, and the list of all nodes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import F, Q

from cip.db.paging import PageNumber, page_of
from models_catalog.models import (
    Level,
    LevelDescriptor,
    ModelVersion,
    Node,
    NodeLink,
    NodeType,
    Question,
)
from models_catalog.queries.values import LevelRef, NodeRef, level_ref, node_ref

MOST_CHILDREN = 200
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
MOST_LINKS = 200


@dataclass(frozen=True)
class Fact:
    """An attribute of a node: its name and value (a text, number, flag or tuple of texts)."""

    name: str
    value: Any


@dataclass(frozen=True)
class ChildView:
    """A child with the codes of siblings that it links to (`supports G1`)."""

    node: NodeRef
    level: LevelRef | None
    links: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ChildGroup:
    """Children of one type or, where they belong to dimensions, of one type and dimension."""

    title: str
    note: str
    children: tuple[ChildView, ...]


@dataclass(frozen=True)
class LinkGroup:
    """Nodes on the other end of links of one kind, read from this node."""

    label: str
    nodes: tuple[NodeRef, ...]


@dataclass(frozen=True)
class QuestionView:
    """A question with the names of its answers."""

    code: str
    text: str
    help: str
    response_set: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class DescriptorCell:
    """What a level looks like, in one dimension or (dimension empty) as a whole."""

    dimension: str
    text: str


@dataclass(frozen=True)
class DescriptorRow:
    """One level with a text for each dimension that is described; empty texts are missing."""

    level: LevelRef
    cells: tuple[DescriptorCell, ...]


@dataclass(frozen=True)
class NodePage:
    """Everything that the page of a node shows."""

    node: NodeRef
    type_text: str
    level: LevelRef | None
    dimension: str
    crumbs: tuple[NodeRef, ...]
    facts: tuple[Fact, ...]
    groups: tuple[ChildGroup, ...]
    more_children: int
    links: tuple[LinkGroup, ...]
    more_links: bool
    descriptor_heads: tuple[str, ...]
    descriptors: tuple[DescriptorRow, ...]
    rated_by: tuple[str, ...] = field(default=())
    questions: tuple[QuestionView, ...] = ()
    previous: NodeRef | None = None
    next: NodeRef | None = None


def node_page(version: ModelVersion, code: str) -> NodePage | None:
    """The node with that code; None when the version has none. At most twelve queries."""
    rows = version.nodes.select_related("type", "dimension")
    node = rows.filter(code=code).first()
    if node is None:
        return None
    children = list(rows.filter(parent=node).order_by("position")[: MOST_CHILDREN + 1])
    shown = children[:MOST_CHILDREN]
    questions = list(node.questions.select_related("response_set").order_by("position"))
    descriptors = list(node.descriptors.select_related("dimension"))
    levels = _levels([node.type, *(child.type for child in shown)], questions)
    links, more_links = _links(node)
    heads, described = _descriptors(node, descriptors, levels)
    before, after = _neighbors(rows, node)
    return NodePage(
        node=node_ref(node),
        type_text=node.type.text,
        level=_level(node, levels),
        dimension=node.dimension.name if node.dimension else "",
        crumbs=_crumbs(version, node),
        facts=_facts(node),
        groups=_groups(shown, levels),
        more_children=version.nodes.filter(parent=node).count() - len(shown)
        if len(children) > MOST_CHILDREN
        else 0,
        links=links,
        more_links=more_links,
        descriptor_heads=heads,
        descriptors=described,
        rated_by=_rated_by(version, node),
        questions=tuple(_question(row, levels) for row in questions),
        previous=before,
        next=after,
    )


def _crumbs(version: ModelVersion, node: Node) -> tuple[NodeRef, ...]:
    above = version.nodes.filter(
        position__lt=node.position, last_position__gte=node.position
    ).select_related("type")
    return tuple(node_ref(row) for row in above.order_by("position"))


def _neighbors(rows: Any, node: Node) -> tuple[NodeRef | None, NodeRef | None]:
    siblings = rows.filter(parent_id=node.parent_id, type_id=node.type_id)
    before = siblings.filter(position__lt=node.position).order_by("-position").first()
    after = siblings.filter(position__gt=node.position).order_by("position").first()
    return before and node_ref(before), after and node_ref(after)


def _levels(types: Iterable[NodeType], questions: Sequence[Question]) -> dict[UUID, list[LevelRef]]:
    """Steps of every scale that the page needs, by scale. One query."""
    wanted: set[UUID | None] = {question.response_set_id for question in questions}
    for node_type in types:
        wanted |= {node_type.level_scale_id, node_type.rating_scale_id}
    found: dict[UUID, list[LevelRef]] = defaultdict(list)
    for row in Level.objects.filter(scale_id__in=[each for each in wanted if each]).order_by(
        "position"
    ):
        found[row.scale_id].append(level_ref(row))
    return found


def _level(node: Node, levels: dict[UUID, list[LevelRef]]) -> LevelRef | None:
    steps = levels.get(node.type.level_scale_id, []) if node.type.level_scale_id else []
    if node.level is None:
        return None
    return next((s for s in steps if s.value == node.level), LevelRef(node.level, ""))


def _facts(node: Node) -> tuple[Fact, ...]:
    return tuple(
        Fact(each["name"], tuple(value) if isinstance(value, list) else value)
        for each in node.type.attributes
        if (value := node.attributes.get(each["code"])) not in (None, "", [])
    )


def _groups(children: Sequence[Node], levels: dict[UUID, list[LevelRef]]) -> tuple[ChildGroup, ...]:
    between = _links_between(children)
    grouped: dict[tuple[int, int], list[Node]] = defaultdict(list)
    for child in children:
        place = child.dimension.position if child.dimension else -1
        grouped[child.type.position, place].append(child)
    return tuple(
        ChildGroup(
            title=first.dimension.name if first.dimension else first.type.plural,
            note=first.dimension.text if first.dimension else first.type.text,
            children=tuple(
                ChildView(node_ref(child), _level(child, levels), between[child.pk])
                for child in group
            ),
        )
        for _place, group in sorted(grouped.items())
        for first in group[:1]
    )


def _links_between(children: Sequence[Node]) -> dict[UUID, tuple[tuple[str, tuple[str, ...]], ...]]:
    """For each child, the siblings it links to: (meaning, codes). One query."""
    codes = {child.pk: child.code for child in children}
    rows = (
        NodeLink.objects.filter(source__in=codes, target__in=codes)
        .order_by("pk")
        .values_list("source_id", "kind__name", "target_id")
    )
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for source, name, target in rows:
        found[source][name].append(codes[target])
    result: dict[UUID, tuple[tuple[str, tuple[str, ...]], ...]] = defaultdict(tuple)
    result |= {
        pk: tuple((name, tuple(to)) for name, to in of_kind.items())
        for pk, of_kind in found.items()
    }
    return result


def _links(node: Node) -> tuple[tuple[LinkGroup, ...], bool]:
    """Links in both directions, grouped by what they say. One query."""
    rows = list(
        NodeLink.objects.filter(Q(source=node) | Q(target=node))
        .select_related("kind", "source__type", "target__type")
        .order_by("kind_id", "pk")[: MOST_LINKS + 1]
    )
    grouped: dict[str, list[NodeRef]] = defaultdict(list)
    for row in rows[:MOST_LINKS]:
        is_out = row.source_id == node.pk
        label = row.kind.name if is_out else row.kind.inverse
        grouped[label].append(node_ref(row.target if is_out else row.source))
    groups = tuple(LinkGroup(label, tuple(nodes)) for label, nodes in grouped.items())
    return groups, len(rows) > MOST_LINKS


def _descriptors(
    node: Node, rows: Sequence[LevelDescriptor], levels: dict[UUID, list[LevelRef]]
) -> tuple[tuple[str, ...], tuple[DescriptorRow, ...]]:
    """The described dimensions, and a row for each level of the rating scale, highest first."""
    if not rows or node.type.rating_scale_id is None:
        return (), ()
    dimensions = {row.dimension_id: row.dimension for row in rows}
    heads = sorted(dimensions.values(), key=lambda each: each.position if each else -1)
    texts = {(row.level, row.dimension_id): row.text for row in rows}
    steps = [step for step in levels[node.type.rating_scale_id] if step.value is not None]
    steps.sort(key=lambda step: step.value or 0, reverse=True)
    described = tuple(
        DescriptorRow(
            step,
            tuple(
                DescriptorCell(
                    each.name if each else "",
                    texts.get((step.value or 0, each.pk if each else None), ""),
                )
                for each in heads
            ),
        )
        for step in steps
    )
    return tuple(each.name if each else "" for each in heads), described


def _rated_by(version: ModelVersion, node: Node) -> tuple[str, ...]:
    if not node.type.is_rated_by_dimension:
        return ()
    return tuple(version.dimensions.order_by("position").values_list("name", flat=True))


def _question(row: Question, levels: dict[UUID, list[LevelRef]]) -> QuestionView:
    return QuestionView(
        code=row.code,
        text=row.text,
        help=row.help,
        response_set=row.response_set.name,
        answers=tuple(step.name for step in levels[row.response_set_id]),
    )


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
