"""The words of a version, loaded with it: scales, points of view, types, kinds of links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from cip.db.querysets import TenantQuerySet
from models_catalog.models import (
    Dimension,
    Level,
    LinkKind,
    ModelVersion,
    Node,
    NodeType,
    Question,
    Scale,
)
from models_catalog.queries.values import DimensionView, LevelRef, ScaleView
from models_catalog.rules import document as doc
from models_catalog.rules.scale import Use
from models_catalog.rules.shape import TypeUse


@dataclass(frozen=True)
class Vocabulary:
    """Types and kinds by their key, all in the order of the model; how many questions it has."""

    scales: Mapping[str, ScaleView]
    dimensions: Mapping[UUID, DimensionView]
    types: Mapping[int, doc.NodeType]
    kinds: Mapping[int, doc.LinkKind]
    questions: int

    @property
    def level_scales(self) -> tuple[str, ...]:
        """Codes of the scales that hold levels."""
        return tuple(each.code for each in self.scales.values() if each.use == Use.LEVEL.value)

    def steps(self, scale: str | None) -> tuple[LevelRef, ...]:
        """The levels of a scale that have a value, highest first; empty without a scale."""
        levels = self.scales[scale].levels if scale else ()
        valued = [level for level in levels if level.value is not None]
        return tuple(sorted(valued, key=lambda level: level.value or 0, reverse=True))

    def level(self, scale: str | None, value: int | None) -> LevelRef | None:
        """The level of a scale with this value; without a name when the scale lacks it."""
        if value is None:
            return None
        found = (step for step in self.steps(scale) if step.value == value)
        return next(found, LevelRef(value, ""))

    def type_keys(self, types: tuple[doc.NodeType, ...]) -> list[int]:
        """The database keys of some of its types."""
        return [pk for pk, each in self.types.items() if each in types]


_LEVELS = (
    Level.objects.filter(scale=OuterRef("pk"))
    .order_by("position")
    .values(json=JSONObject(value="value", name="name", text="text"))
)
_SCALES = (
    Scale.objects.filter(version=OuterRef("pk"))
    .order_by("position")
    .values(
        json=JSONObject(
            **{name: name for name in ("pk", "code", "name", "use", "text")},
            levels=ArraySubquery(_LEVELS),
        )
    )
)
_DIMENSIONS = (
    Dimension.objects.filter(version=OuterRef("pk"))
    .order_by("position")
    .values(json=JSONObject(**{name: name for name in ("pk", "code", "name", "text")}))
)
_TYPES = (
    NodeType.objects.filter(version=OuterRef("pk"))
    .order_by("position")
    .values(
        json=JSONObject(
            **{name: name for name in ("pk", "code", "name", "plural", "text", "parents")},
            rateable="is_rateable",
            askable="is_askable",
            by_dimension="is_rated_by_dimension",
            level_scale="level_scale__code",
            rating_scale="rating_scale__code",
            response_set="response_set__code",
            attributes="attributes",
        )
    )
)
_KINDS = (
    LinkKind.objects.filter(version=OuterRef("pk"))
    .order_by("position")
    .values(
        json=JSONObject(
            **{name: name for name in ("pk", "code", "name", "inverse", "from_types", "to_types")},
            acyclic="is_acyclic",
        )
    )
)


def with_vocabulary(rows: TenantQuerySet[ModelVersion]) -> TenantQuerySet[ModelVersion]:
    """The versions with what `vocabulary_of` reads, and the number of their questions."""
    questions = Question.objects.filter(version=OuterRef("pk")).order_by().values("version")
    found: TenantQuerySet[Any] = rows.annotate(
        found_scales=ArraySubquery(_SCALES),
        found_dimensions=ArraySubquery(_DIMENSIONS),
        found_types=ArraySubquery(_TYPES),
        found_kinds=ArraySubquery(_KINDS),
        found_questions=Coalesce(Subquery(questions.values(count=Count("pk"))), 0),
    )
    return found


def vocabulary_of(version: Any) -> Vocabulary:
    """The vocabulary of a version that was loaded `with_vocabulary`."""
    return Vocabulary(
        scales={each["code"]: _scale(each) for each in version.found_scales},
        dimensions={
            UUID(each["pk"]): DimensionView(each["code"], each["name"], each["text"])
            for each in version.found_dimensions
        },
        types={each["pk"]: _type(each) for each in version.found_types},
        kinds={each["pk"]: _kind(each) for each in version.found_kinds},
        questions=version.found_questions,
    )


def _scale(values: dict[str, Any]) -> ScaleView:
    return ScaleView(
        code=values["code"],
        name=values["name"],
        use=values["use"],
        use_label=str(Scale.Use(values["use"]).label),
        text=values["text"],
        levels=tuple(LevelRef(**each) for each in values["levels"]),
    )


def _type(values: dict[str, Any]) -> doc.NodeType:
    attributes = tuple(
        doc.Attribute(each["code"], each["name"], doc.Form(each["form"]))
        for each in values["attributes"]
    )
    given = {name: value for name, value in values.items() if name != "pk"}
    return doc.NodeType(**{**given, "attributes": attributes, "parents": tuple(values["parents"])})


def _kind(values: dict[str, Any]) -> doc.LinkKind:
    ends = {name: tuple(values[name]) for name in ("from_types", "to_types")}
    given = {name: value for name, value in values.items() if name != "pk"}
    return doc.LinkKind(**{**given, **ends})


def type_uses(version: ModelVersion) -> dict[str, TypeUse]:
    """How often the version uses each of its types, in their order. One query."""
    rows = (
        Node.objects.filter(version=version)
        .values("type__code")
        .annotate(count=Count("pk"), leveled=Count("pk", filter=Q(level__isnull=False)))
        .order_by(F("type__position"))
    )
    return {row["type__code"]: TypeUse(row["count"], row["leveled"]) for row in rows}
