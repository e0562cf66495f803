"""Models whose parts are judged on levels: which nodes get a level, on which scale, by which sides.

A version is leveled when a rateable type of its nodes has a scale with more than two steps, and
nobody appraises it. Judged are the parts at the bottom (building blocks, capabilities); the nodes
above them are the areas. An area without parts is judged itself.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Scope
from assessments.queries.appraised_model import GENERIC
from assessments.rules.counting import AnswerScale
from assessments.rules.ordinal import LevelRange
from cip.db.querysets import TenantQuerySet
from models_catalog.models import (
    Dimension,
    Level,
    LevelDescriptor,
    MaturityModel,
    ModelVersion,
    Node,
    NodeType,
    Question,
)
from models_catalog.queries.kept import kept, kept_for


@dataclass(frozen=True)
class Step:
    """A step of the scale that parts are judged on."""

    value: int
    name: str
    text: str


@dataclass(frozen=True)
class Side:
    """A side from which a part is looked at; the nameless one where it is judged as a whole."""

    id: UUID | None = None
    code: str = ""
    title: str = ""


@dataclass(frozen=True)
class Part:
    """A node that gets a level, from one side or from each of several."""

    id: UUID
    code: str
    title: str
    text: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class LeveledArea:
    """An area in scope with the parts that get a level."""

    id: UUID
    code: str
    title: str
    category: str
    is_applicable: bool
    reason: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LeveledModel:
    """What of a model an assessment judges, in model order; `steps` from the lowest to the top."""

    areas: tuple[LeveledArea, ...]
    steps: tuple[Step, ...]
    texts: dict[tuple[UUID, UUID | None, int], str]
    """What a step looks like at a node, from a side."""
    is_ladder: bool = True
    """Whether steps are levels of maturity; a reference model only says what is there."""

    @property
    def names(self) -> dict[int, str]:
        """The words to show in place of numbers; none where steps are levels."""
        return {} if self.is_ladder else {step.value: step.name for step in self.steps}

    @property
    def scale(self) -> LevelRange:
        """From the lowest to the highest step."""
        return LevelRange(self.steps[0].value, self.steps[-1].value)

    @property
    def answers(self) -> AnswerScale:
        """The steps as a scale to count answers on."""
        return AnswerScale(tuple(step.value for step in self.steps))

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every side that a part has, once; empty where parts are judged as a whole."""
        sides = (side for area in self.areas for part in area.parts for side in part.sides)
        return tuple(dict.fromkeys(side for side in sides if side.id is not None))

    def name(self, value: int) -> str:
        """The model's name of a step."""
        return next((step.name for step in self.steps if step.value == value), "")

    def steps_of(self, part: Part, side: Side) -> tuple[Step, ...]:
        """The steps with what they look like at this part."""
        return tuple(
            Step(s.value, s.name, self.texts.get((part.id, side.id, s.value), s.text))
            for s in self.steps
        )

    def place(self, node_id: UUID, side_id: UUID | None) -> tuple[LeveledArea, Part, Side] | None:
        """A part that applies and one of its sides; None for anything else."""
        for area in self.areas:
            for part in area.parts if area.is_applicable else ():
                for side in part.sides:
                    if (part.id, side.id) == (node_id, side_id):
                        return area, part, side
        return None


def leveled_types(version: Any) -> QuerySet[NodeType]:
    """The types of a version that are judged on levels; `version` may be an outer reference.

    To be used in a query about model versions or with an id.
    """
    steps = Level.objects.filter(scale=OuterRef("rating_scale"), value__isnull=False)
    appraised = NodeType.objects.filter(version=OuterRef("version"), code=GENERIC[0])
    return NodeType.objects.filter(
        Exists(steps.exclude(value__in=[0, 1])),
        ~Exists(appraised),
        version=version,
        is_rateable=True,
    )


def marked_leveled(rows: TenantQuerySet[Assessment]) -> TenantQuerySet[Assessment]:
    """Assessments that say by themselves whether their model is leveled."""
    return rows.annotate(is_leveled=Exists(leveled_types(OuterRef("model_version_id"))))  # type: ignore[return-value]


def says_leveled(assessment: Assessment) -> bool:
    """Whether parts are judged on levels; no query when it was loaded as `marked_leveled`."""
    said: bool | None = getattr(assessment, "is_leveled", None)
    return _types_of(assessment.model_version) is not None if said is None else said


def speaks_of_levels(assessment: Assessment) -> bool:
    """Whether what is agreed of a part is a level; a reference model says what is there."""
    types = _types_of(assessment.model_version)
    return types is None or types.is_ladder


def area_nodes(version_id: UUID) -> QuerySet[Node] | None:
    """Nodes that can be chosen for a scope, with the number `asked` of questions in each.

    None for a model that is not leveled.
    """
    types = _types(version_id)
    if types is None:
        return None
    questions = Question.objects.filter(
        version_id=version_id,
        node__position__gte=OuterRef("position"),
        node__position__lte=OuterRef("last_position"),
    )
    counted = questions.order_by().values("version").annotate(n=Count("pk")).values("n")
    return (
        Node.objects.filter(
            Q(type_id__in=types.areas) | Q(parent__isnull=True, type__is_askable=True),
            version_id=version_id,
        )
        .annotate(asked=Coalesce(Subquery(counted), 0))
        .filter(asked__gt=0)
    )


def leveled_model(assessment: Assessment) -> LeveledModel | None:
    """What the assessment judges on levels; None for other models.

    One query once the version was read for these areas, for what is published never changes, else
    six; none for a model that is known not to be leveled.
    """
    version = assessment.model_version
    types = _types_of(version)
    if types is None:
        return None
    scope = {row.node_id: row for row in Scope.objects.filter(assessment=assessment)}
    model = kept_for(version, "levels", scope, lambda: _structure(version, types, list(scope)))
    return replace(model, areas=tuple(_in_scope(area, scope[area.id]) for area in model.areas))


def _in_scope(area: LeveledArea, scope: Scope) -> LeveledArea:
    return replace(area, is_applicable=scope.is_applicable, reason=scope.reason)


@dataclass(frozen=True)
class _Types:
    """Types by id: those of areas, and all that are judged; the scale of those at the bottom."""

    areas: frozenset[int]
    judged: frozenset[int]
    scale_id: UUID | None
    is_ladder: bool


def _types_of(version: ModelVersion) -> _Types | None:
    (found,) = kept(version, "leveled", lambda: (_types(version.pk),))
    return found


def _types(version_id: UUID) -> _Types | None:
    """One query, for a leveled model two."""
    judged = list(leveled_types(version_id).select_related("version__model").order_by("position"))
    if not judged:
        return None
    above_judged = {code for each in judged for code in each.parents}
    bottom = [each for each in judged if each.code not in above_judged]
    above = {code for each in bottom for code in each.parents}
    areas = NodeType.objects.filter(version_id=version_id, code__in=above)
    return _Types(
        areas=frozenset(areas.values_list("pk", flat=True))
        | {each.pk for each in bottom if not each.parents},
        judged=frozenset(each.pk for each in judged),
        scale_id=bottom[0].rating_scale_id,
        is_ladder=judged[0].version.model.kind != MaturityModel.Kind.REFERENCE,
    )


def _structure(version: ModelVersion, types: _Types, chosen: list[UUID]) -> LeveledModel:
    """The chosen areas, all as if they applied."""
    own = Node.objects.filter(version=version).order_by("position")
    nodes = list(own.filter(type_id__in=types.judged).select_related("type"))
    sides = tuple(
        Side(*row)
        for row in Dimension.objects.filter(version=version)
        .order_by("position")
        .values_list("pk", "code", "name")
    )
    areas = tuple(
        _area(node, nodes, sides) for node in own.filter(pk__in=chosen).select_related("parent")
    )
    texts = _texts(part.id for area in areas for part in area.parts)
    return LeveledModel(areas, _steps(types), texts, types.is_ladder)


def _area(node: Node, nodes: list[Node], sides: tuple[Side, ...]) -> LeveledArea:
    inner = [n for n in nodes if node.position <= n.position <= node.last_position]
    parents = {n.parent_id for n in inner}
    bottom = [n for n in inner if n.pk not in parents]
    return LeveledArea(
        id=node.pk,
        code=node.code,
        title=node.title,
        category=node.parent.title if node.parent else "",
        is_applicable=True,
        reason="",
        parts=tuple(
            Part(
                n.pk,
                n.code,
                n.title,
                n.text,
                sides if n.type.is_rated_by_dimension and sides else (Side(),),
            )
            for n in bottom
        ),
    )


def _steps(types: _Types) -> tuple[Step, ...]:
    rows = Level.objects.filter(scale=types.scale_id, value__isnull=False).order_by("value")
    return tuple(
        Step(value, name, text)
        for value, name, text in rows.values_list("value", "name", "text")
        if value is not None
    )


def _texts(nodes: Any) -> dict[tuple[UUID, UUID | None, int], str]:
    rows = LevelDescriptor.objects.filter(node_id__in=list(nodes))
    return {
        (node_id, side_id, level): text
        for node_id, side_id, level, text in rows.values_list(
            "node_id", "dimension_id", "level", "text"
        )
    }
