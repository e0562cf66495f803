"""What of a model version an assessment rates: areas with their goals, practices and levels."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from assessments.models import Assessment, Scope
from assessments.queries.appraised_model import GENERIC
from models_catalog.models import Level, ModelVersion, Node, NodeLink, Scale
from models_catalog.queries.kept import kept_for

SUPPORTS = "supports"  # code of the link kind practice -> goal


@dataclass(frozen=True)
class GoalNode:
    """A goal and the practices that lead to it (by "supports" links, or below it in the tree)."""

    id: UUID
    code: str
    title: str
    text: str
    practice_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class AreaNode:
    """A key process area: in scope or not, applicable or not, with its goals.

    `first` and `last` are the places of its subtree in the model's order.
    """

    id: UUID
    code: str
    title: str
    level: int | None
    category: str
    in_scope: bool
    is_applicable: bool
    reason: str
    goals: tuple[GoalNode, ...]
    first: int
    last: int


@dataclass(frozen=True)
class RatedModel:
    """All areas of the version's staged levels, in model order; levels as (number, name).

    `is_appraised`: generic goals count too, by the rules of CMMI appraisals.
    """

    areas: tuple[AreaNode, ...]
    levels: tuple[tuple[int, str], ...]
    is_appraised: bool = False

    @property
    def highest(self) -> int:
        """The top of the scale; 1 for a model without levels."""
        return max((value for value, _name in self.levels), default=1)

    @property
    def in_scope(self) -> tuple[AreaNode, ...]:
        """Areas that this assessment looks at (also those found not applicable)."""
        return tuple(area for area in self.areas if area.in_scope)

    def goal(self, goal_id: UUID) -> tuple[AreaNode, GoalNode] | None:
        """The goal in scope with that id and its area; None when it is not in scope."""
        for area in self.in_scope:
            for goal in area.goals:
                if goal.id == goal_id:
                    return area, goal
        return None


def rated_model(assessment: Assessment) -> RatedModel:
    """The rated part of the assessment's pinned model version.

    One query once the version was read for these areas, for what is published never changes; else
    six.
    """
    scope = {row.node_id: row for row in Scope.objects.filter(assessment=assessment)}
    version, chosen = assessment.model_version, frozenset(scope)
    model = kept_for(version, "rated", chosen, lambda: _structure(version, chosen))
    return replace(model, areas=tuple(_in_scope(area, scope.get(area.id)) for area in model.areas))


def _in_scope(area: AreaNode, scope: Scope | None) -> AreaNode:
    if scope is None:
        return area
    return replace(area, in_scope=True, is_applicable=scope.is_applicable, reason=scope.reason)


def _structure(version: ModelVersion, chosen: frozenset[UUID]) -> RatedModel:
    """The areas like those chosen, all as if out of scope."""
    types = dict(Node.objects.filter(pk__in=chosen).values_list("type_id", "type__level_scale_id"))
    areas = list(
        Node.objects.filter(Q(pk__in=chosen) | Q(type_id__in=types, level__isnull=False))
        .filter(version=version)
        .select_related("parent")
        .order_by("position")
    )
    inner = list(
        Node.objects.filter(version=version)
        .filter(Q(type__is_rateable=True) | Q(type__is_askable=True))
        .select_related("type")
        .order_by("position")
    )
    links = NodeLink.objects.filter(kind__version=version, kind__code=SUPPORTS)
    supporting: dict[UUID, set[UUID]] = {}
    for target_id, source_id in links.values_list("target_id", "source_id"):
        supporting.setdefault(target_id, set()).add(source_id)
    return RatedModel(
        areas=tuple(_area(node, inner, supporting) for node in areas),
        levels=_levels(version, set(types.values())),
        is_appraised=any(node.type.code == GENERIC[0] for node in inner),
    )


def _area(node: Node, inner: list[Node], supporting: dict[UUID, set[UUID]]) -> AreaNode:
    own = [n for n in inner if node.position <= n.position <= node.last_position]
    goals = [n for n in own if n.parent_id == node.pk and n.type.is_rateable]
    if not goals:
        goals = [n for n in own if n.pk == node.pk and n.type.is_rateable]
    return AreaNode(
        id=node.pk,
        code=node.code,
        title=node.title,
        level=node.level,
        category=node.parent.title if node.parent else "",
        in_scope=False,
        is_applicable=True,
        reason="",
        goals=tuple(_goal(goal, own, supporting) for goal in goals),
        first=node.position,
        last=node.last_position,
    )


def _goal(goal: Node, own: list[Node], supporting: dict[UUID, set[UUID]]) -> GoalNode:
    linked = supporting.get(goal.pk, set())
    practices = tuple(
        n.pk
        for n in own
        if n.type.is_askable
        and (n.pk in linked or goal.position <= n.position <= goal.last_position)
    )
    return GoalNode(goal.pk, goal.code, goal.title, goal.text, practices)


def _levels(version: ModelVersion, scales: set[UUID | None]) -> tuple[tuple[int, str], ...]:
    rows = list(
        Level.objects.filter(
            scale__version=version,
            scale__use=Scale.Use.LEVEL,
            value__isnull=False,
        )
        .order_by("scale__position", "value")
        .values_list("scale_id", "value", "name")
    )
    chosen = next(
        (scale for scale, _v, _n in rows if scale in scales), rows[0][0] if rows else None
    )
    return tuple(
        (value, name) for scale, value, name in rows if scale == chosen and value is not None
    )
