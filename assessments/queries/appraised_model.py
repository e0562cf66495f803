"""What of a model an appraisal rates: areas with specific and generic goals and their practices.

A version is appraised when its node types carry the codes below; variants keep those codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.models import Assessment, Scope
from assessments.rules.cmmi.area_rating import AreaScope, scope_is_permitted
from assessments.rules.cmmi.structure import Area, Goal
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Level, ModelVersion, Node, NodeType, Scale
from models_catalog.queries.kept import kept

AREA = "process_area"
SPECIFIC = ("specific_goal", "specific_practice")
GENERIC = ("generic_goal", "generic_practice")
MAY_NOT_APPLY = "may_not_apply"
Below = defaultdict[UUID | None, list[Node]]  # children by parent, in model order
PERFORMED = 1  # the level of the generic goal that asks nothing but the specific goals


@dataclass(frozen=True)
class AppraisedPractice:
    """A practice as the model tells it."""

    id: UUID
    code: str
    title: str
    text: str


@dataclass(frozen=True)
class AppraisedGoal:
    """A goal with its practices; a generic one is the same node in every area."""

    id: UUID
    code: str
    title: str
    text: str
    is_generic: bool
    rule: Goal
    practices: tuple[AppraisedPractice, ...]


@dataclass(frozen=True)
class AppraisedArea:
    """A process area: its place in the model, its scope with the reason, and its goals."""

    id: UUID
    code: str
    title: str
    text: str
    level: int
    category: str
    scope: AreaScope
    reason: str
    is_misplaced: bool
    rule: Area
    goals: tuple[AppraisedGoal, ...]

    def goal(self, goal_id: UUID) -> AppraisedGoal | None:
        """The goal with that id."""
        return next((goal for goal in self.goals if goal.id == goal_id), None)

    @property
    def practices(self) -> tuple[AppraisedPractice, ...]:
        """All practices, specific ones first."""
        return tuple(practice for goal in self.goals for practice in goal.practices)


@dataclass(frozen=True)
class AppraisedModel:
    """All areas in model order; maturity levels as (number, name)."""

    areas: tuple[AppraisedArea, ...]
    levels: tuple[tuple[int, str], ...]

    @property
    def in_scope(self) -> tuple[AppraisedArea, ...]:
        """Areas that are looked at."""
        return tuple(area for area in self.areas if area.scope == AreaScope.IN_SCOPE)

    def area(self, area_id: UUID) -> AppraisedArea | None:
        """The area with that id."""
        return next((area for area in self.areas if area.id == area_id), None)


def is_appraised(version_id: UUID) -> bool:
    """Whether assessments of this version are rated as CMMI appraisals; one query."""
    return NodeType.objects.filter(version_id=version_id, code=GENERIC[0]).exists()


def marked(rows: TenantQuerySet[Assessment]) -> TenantQuerySet[Assessment]:
    """Assessments that say by themselves whether they are appraised, without another query."""
    generic = NodeType.objects.filter(version_id=OuterRef("model_version_id"), code=GENERIC[0])
    return rows.annotate(is_appraised=Exists(generic))  # type: ignore[return-value]


def says_appraised(assessment: Assessment) -> bool:
    """Whether the assessment is appraised; without a query when it was loaded as `marked`."""
    said: bool | None = getattr(assessment, "is_appraised", None)
    return is_appraised(assessment.model_version_id) if said is None else said


def may_not_apply(version_id: UUID) -> frozenset[UUID] | None:
    """Areas that may be declared not applicable; None where the model leaves it open."""
    if not is_appraised(version_id):
        return None
    rows = Node.objects.filter(version_id=version_id, type__code=AREA)
    found = rows.filter(**{f"attributes__{MAY_NOT_APPLY}": True}).values_list("pk", flat=True)
    return frozenset(found)


def appraised_model(assessment: Assessment) -> AppraisedModel | None:
    """The appraised part of the pinned version; None for other models.

    One query once the version was read, for what is published never changes; else two more.
    """
    return appraised_models([assessment]).get(assessment.pk)


Scopes = Mapping[UUID, Mapping[UUID, Scope]]
"""Assessment -> node -> its row in the scope."""


def scopes_of(assessments: Sequence[Assessment]) -> Scopes:
    """What the assessments look at; one query."""
    found: dict[UUID, dict[UUID, Scope]] = {row.pk: {} for row in assessments}
    for row in Scope.objects.filter(assessment__in=assessments):
        found[row.assessment_id][row.node_id] = row
    return found


def appraised_models(
    assessments: Sequence[Assessment], scopes: Scopes | None = None
) -> dict[UUID, AppraisedModel]:
    """The same for many assessments, each version read once; one query where `scopes` are missing.

    Assessments of other models are left out.
    """
    read = {row.model_version_id: _read(row.model_version) for row in assessments}
    known = {row.pk: read[row.model_version_id] for row in assessments}
    if scopes is None:
        scopes = scopes_of([row for row in assessments if known[row.pk]])
    return {pk: _scoped(model, scopes[pk]) for pk, model in known.items() if model}


def _scoped(model: AppraisedModel, scope: Mapping[UUID, Scope]) -> AppraisedModel:
    return replace(model, areas=tuple(_in_scope(area, scope.get(area.id)) for area in model.areas))


def _in_scope(area: AppraisedArea, scope: Scope | None) -> AppraisedArea:
    wanted = _wanted_scope(scope)
    is_permitted = scope_is_permitted(area.rule, wanted)
    return replace(
        area,
        scope=wanted if is_permitted else AreaScope.OUT_OF_SCOPE,
        reason=scope.reason if scope else "",
        is_misplaced=not is_permitted,
    )


def _read(version: ModelVersion) -> AppraisedModel | None:
    """All areas of the version, out of scope; None when it is not appraised."""
    (found,) = kept(version, "appraised", lambda: (_structure(version),))
    return found


def _structure(version: ModelVersion) -> AppraisedModel | None:
    nodes = list(
        Node.objects.filter(version=version, type__code__in=(AREA, *SPECIFIC, *GENERIC))
        .select_related("type", "parent")
        .order_by("position")
    )
    if not any(node.type.code == GENERIC[0] for node in nodes):
        return None
    below: Below = defaultdict(list)
    for node in nodes:
        below[node.parent_id].append(node)
    generic = [
        _goal(node, below)
        for node in nodes
        if node.type.code == GENERIC[0] and (node.level or 0) > PERFORMED
    ]
    areas = [node for node in nodes if node.type.code == AREA and node.level is not None]
    return AppraisedModel(
        areas=tuple(_area(node, below, generic) for node in areas), levels=_levels(version)
    )


def _area(node: Node, below: Below, generic: Iterable[AppraisedGoal]) -> AppraisedArea:
    own = [_goal(each, below) for each in below[node.pk]]
    goals = (*own, *generic)
    rule = Area(
        node.code,
        node.level or PERFORMED,
        tuple(goal.rule for goal in goals),
        may_be_not_applicable=node.attributes.get(MAY_NOT_APPLY) is True,
        is_addition=node.is_optional,
    )
    return AppraisedArea(
        id=node.pk,
        code=node.code,
        title=node.title,
        text=node.text,
        level=rule.maturity_level,
        category=node.parent.title if node.parent else "",
        scope=AreaScope.OUT_OF_SCOPE,
        reason="",
        is_misplaced=False,
        rule=rule,
        goals=goals,
    )


def _wanted_scope(scope: Scope | None) -> AreaScope:
    if scope is None:
        return AreaScope.OUT_OF_SCOPE
    return AreaScope.IN_SCOPE if scope.is_applicable else AreaScope.NOT_APPLICABLE


def _goal(node: Node, below: Below) -> AppraisedGoal:
    practices = tuple(
        AppraisedPractice(each.pk, each.code, each.title, each.text) for each in below[node.pk]
    )
    is_generic = node.type.code == GENERIC[0]
    level = (node.level or PERFORMED) if is_generic else PERFORMED
    return AppraisedGoal(
        id=node.pk,
        code=node.code,
        title=node.title,
        text=node.text,
        is_generic=is_generic,
        rule=Goal(node.code, tuple(each.code for each in practices), level),
        practices=practices,
    )


def _levels(version: ModelVersion) -> tuple[tuple[int, str], ...]:
    """The levels of the scale that the areas' maturity levels lie on: the first of the version."""
    rows = list(
        Level.objects.filter(
            scale__version=version,
            scale__use=Scale.Use.LEVEL,
            value__isnull=False,
        )
        .order_by("scale__position", "value")
        .values_list("scale_id", "value", "name")
    )
    return tuple(
        (value, name) for scale, value, name in rows if scale == rows[0][0] and value is not None
    )
