"""One node with what stands around it and below it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from models_catalog.models import LevelDescriptor, ModelVersion, Node, NodeLink, Question
from models_catalog.queries.node_parts import (
    Asked,
    Below,
    Card,
    ChildGroup,
    ChildView,
    Link,
    Matrix,
    QuestionView,
    asked,
    card_of,
    question_view,
)
from models_catalog.queries.values import LevelRef, NodeRef, node_ref
from models_catalog.queries.vocabulary import Vocabulary
from models_catalog.rules.document import LinkKind
from models_catalog.rules.shape import capability_scale, ladder_types

MOST_CHILDREN = 200
MOST_NESTED = 120  # nodes inside; with more of them only the children are shown
MOST_LINKS = 200
MOST_BETWEEN = 2000  # links between the nodes on the page
MOST_LADDER = 60
MOST_CARDS = 3  # linked nodes whose card a node without one may borrow


@dataclass(frozen=True)
class Fact:
    """An attribute of a node: its name and value (a text, number, flag or tuple of texts)."""

    name: str
    value: Any


@dataclass(frozen=True)
class LinkGroup:
    """Nodes on the other end of links of one kind, read from this node."""

    label: str
    nodes: tuple[NodeRef, ...]


@dataclass(frozen=True)
class NodePage:
    """Everything that the page of a node shows.

    `replaces`: codes that stood for it in earlier versions. `ladder`: what each step of the node's
    own scale asks, where that is the same for all nodes of its type.
    """

    node: NodeRef
    type_text: str
    level: LevelRef | None
    dimension: str
    crumbs: tuple[NodeRef, ...]
    facts: tuple[Fact, ...]
    replaces: tuple[str, ...]
    groups: tuple[ChildGroup, ...]
    more_children: int
    matrix: Matrix | None
    ladder_name: str
    ladder: tuple[ChildView, ...]
    links: tuple[LinkGroup, ...]
    more_links: bool
    card: Card | None
    rated_by: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    asked_below: Asked | None
    previous: NodeRef | None
    next: NodeRef | None


def node_page(version: ModelVersion, words: Vocabulary, code: str) -> NodePage | None:
    """The node with that code; None when the version has none.

    At most seven queries, one more when children are left out.
    """
    node = _node(version, code)
    if node is None:
        return None
    above, sides, ladder = _around(version, words, node)
    below, more = _below(version, node)
    links, more_links = _links(node)
    targets = [link.target for link in links if link.source_id == node.pk]
    tree = Below(words, [*below, *ladder], _between(words, below, ladder))
    matrix = tree.matrix(node.pk)
    card = _card(node, words, targets)
    own, other = _questions(node, below, words)
    node_type = words.types[node.type_id]
    return NodePage(
        node=node_ref(node),
        type_text=node_type.text,
        level=words.level(node_type.level_scale, node.level),
        dimension=words.dimensions[node.dimension_id].name if node.dimension_id else "",
        crumbs=tuple(map(node_ref, above)),
        facts=_facts(node, words),
        replaces=tuple(node.replaces),
        groups=tree.groups(node.pk, matrix[0] if matrix else None),
        more_children=more,
        matrix=matrix[1] if matrix else None,
        ladder_name=words.types[ladder[0].type_id].plural if ladder else "",
        ladder=tree.views(None),
        links=_link_groups(node, links, words, card.owner if card else None),
        more_links=more_links,
        card=card,
        rated_by=_rated_by(node, words) if card is None else (),
        questions=own,
        asked_below=other,
        previous=sides.get(node.previous_id),
        next=sides.get(node.next_id),
    )


def _node(version: ModelVersion, code: str) -> Any:
    """The node with the keys of its neighbors: `previous_id` and `next_id`."""
    siblings = Node.objects.filter(
        Q(parent=OuterRef("parent")) | Q(parent=None, depth=OuterRef("depth")),
        version=OuterRef("version"),
        type=OuterRef("type"),
    ).values("pk")
    before = siblings.filter(position__lt=OuterRef("position")).order_by("-position")[:1]
    after = siblings.filter(position__gt=OuterRef("position")).order_by("position")[:1]
    rows = version.nodes.select_related("type").filter(code=code)
    return rows.annotate(previous_id=Subquery(before), next_id=Subquery(after)).first()


def _around(
    version: ModelVersion, words: Vocabulary, node: Any
) -> tuple[list[Node], dict[UUID | None, NodeRef], list[Node]]:
    """The nodes above, the neighbors by key, and the ladder of the node's own scale."""
    node_type = words.types[node.type_id]
    scale = capability_scale(node_type, words.level_scales)
    types = words.type_keys(ladder_types(tuple(words.types.values()), scale))
    is_above = Q(position__lt=node.position, last_position__gte=node.position, depth__lt=node.depth)
    is_beside = Q(pk__in=[pk for pk in (node.previous_id, node.next_id) if pk])
    on_ladder = Q(type__in=types, depth__lt=2)
    rows = version.nodes.filter(is_above | is_beside | on_ladder).select_related("type")
    found = list(rows.order_by("position")[: node.depth + 2 + MOST_LADDER])
    return (
        [
            row
            for row in found
            if row.depth < node.depth
            and row.last_position >= node.position
            and row.position < node.position
        ],
        {row.pk: node_ref(row) for row in found},
        [row for row in found if row.type_id in types],
    )


def _below(version: ModelVersion, node: Node) -> tuple[list[Node], int]:
    """Children, with theirs where there are not too many; and how many children are left out."""
    inside = version.nodes.filter(position__gt=node.position, position__lte=node.last_position)
    is_nested = node.last_position - node.position <= MOST_NESTED
    shown = inside.filter(depth__lte=node.depth + (2 if is_nested else 1)).select_related("type")
    rows = list(shown.order_by("position")[: MOST_CHILDREN + 1])
    if len(rows) <= MOST_CHILDREN:
        return rows, 0
    return rows[:MOST_CHILDREN], inside.filter(depth=node.depth + 1).count() - MOST_CHILDREN


def _between(words: Vocabulary, below: Sequence[Node], ladder: Sequence[Node]) -> Iterable[Link]:
    """Links among the nodes below, and from the ladder to anything; one query if there may be
    any.
    """
    types = {words.types[row.type_id].code for row in below}
    if not ladder and not any(_may_link(kind, types) for kind in words.kinds.values()):
        return ()
    inside, steps = [row.pk for row in below], [row.pk for row in ladder]
    rows = NodeLink.objects.filter(Q(source__in=inside, target__in=inside) | Q(source__in=steps))
    keys = rows.order_by("pk").values_list("source_id", "kind_id", "target_id", "target__code")
    return keys[:MOST_BETWEEN]


def _may_link(kind: LinkKind, types: set[str]) -> bool:
    """Whether links of the kind may lead from one of the types to another; empty ends are open."""
    ends = (kind.from_types, kind.to_types)
    return bool(types) and all(not end or types.intersection(end) for end in ends)


def _links(node: Node) -> tuple[list[NodeLink], bool]:
    """Links in both directions; whether there are more."""
    rows = list(
        NodeLink.objects.filter(Q(source=node) | Q(target=node))
        .select_related("source__type", "target__type")
        .order_by("kind_id", "pk")[: MOST_LINKS + 1]
    )
    return rows[:MOST_LINKS], len(rows) > MOST_LINKS


def _link_groups(
    node: Node, links: Iterable[NodeLink], words: Vocabulary, lender: NodeRef | None
) -> tuple[LinkGroup, ...]:
    """Grouped by what they say, read from the node; what it says itself comes first.

    The link to the `lender` of the card is left out: the card says it.
    """
    grouped: dict[str, list[NodeRef]] = defaultdict(list)
    for row in sorted(links, key=lambda link: link.source_id != node.pk):
        kind = words.kinds[row.kind_id]
        is_out = row.source_id == node.pk
        label = kind.name if is_out else kind.inverse
        other = node_ref(row.target if is_out else row.source)
        if other != lender:
            grouped[label].append(other)
    return tuple(LinkGroup(label, tuple(nodes)) for label, nodes in grouped.items())


def _card(node: Node, words: Vocabulary, targets: list[Node]) -> Card | None:
    """The node's own card or, where it is rated by dimension and has none, that of a node it links
    to.
    """
    lenders = targets[:MOST_CARDS] if words.types[node.type_id].by_dimension else []
    rows = list(LevelDescriptor.objects.filter(node__in=[node, *lenders]))
    own = card_of(node, rows, words, is_own=True)
    if own:
        return own
    lent = (card_of(each, rows, words, is_own=False) for each in lenders)
    return next((card for card in lent if card and card.sides != (None,)), None)


def _questions(
    node: Node, below: Sequence[Node], words: Vocabulary
) -> tuple[tuple[QuestionView, ...], Asked | None]:
    """The node's questions, and those of the nodes below where these are not too many."""
    refs = {row.pk: node_ref(row) for row in below} if len(below) <= MOST_NESTED else {}
    rows = (
        Question.objects.filter(node__in=[node.pk, *refs])
        .select_related("response_set")
        .order_by("position")
    )
    views = [(row.node_id, question_view(row, words)) for row in rows]
    own = tuple(view for pk, view in views if pk == node.pk)
    return own, asked([(refs[pk], view) for pk, view in views if pk in refs])


def _facts(node: Node, words: Vocabulary) -> tuple[Fact, ...]:
    return tuple(
        Fact(each.name, tuple(value) if isinstance(value, list) else value)
        for each in words.types[node.type_id].attributes
        if (value := node.attributes.get(each.code)) not in (None, "", [])
    )


def _rated_by(node: Node, words: Vocabulary) -> tuple[str, ...]:
    if not words.types[node.type_id].by_dimension:
        return ()
    return tuple(each.name for each in words.dimensions.values())
