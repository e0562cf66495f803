"""The words of a version: scales, points of view, types of nodes, kinds of links, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject

from models_catalog.models import Dimension, Level, LinkKind, ModelVersion, Node, NodeType, Scale
from models_catalog.queries.values import DimensionView, LevelRef, ScaleView
from models_catalog.rules import document as doc
from models_catalog.rules.scale import Use
from models_catalog.rules.shape import TypeUse


@dataclass(frozen=True)
class Vocabulary:
    """Types and kinds by their key, everything in the order of the model."""

    scales: Mapping[str, ScaleView]
    dimensions: Mapping[UUID, DimensionView]
    types: Mapping[int, doc.NodeType]
    kinds: Mapping[int, doc.LinkKind]

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
    .order_by("pk")
    .values(
        json=JSONObject(
            **{name: name for name in ("pk", "code", "name", "inverse", "from_types", "to_types")},
            acyclic="is_acyclic",
        )
    )
)


def vocabulary_of(version: ModelVersion) -> Vocabulary:
    """The version's vocabulary. One query."""
    row = (
        ModelVersion.objects.filter(pk=version.pk)
        .annotate(
            found_scales=ArraySubquery(_SCALES),
            found_dimensions=ArraySubquery(_DIMENSIONS),
            found_types=ArraySubquery(_TYPES),
            found_kinds=ArraySubquery(_KINDS),
        )
        .values("found_scales", "found_dimensions", "found_types", "found_kinds")
        .get()
    )
    return Vocabulary(
        scales={each["code"]: _scale(each) for each in row["found_scales"]},
        dimensions={
            UUID(each.pop("pk")): DimensionView(**each) for each in row["found_dimensions"]
        },
        types={each.pop("pk"): _type(each) for each in row["found_types"]},
        kinds={each.pop("pk"): _kind(each) for each in row["found_kinds"]},
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
    return doc.NodeType(**{**values, "attributes": attributes, "parents": tuple(values["parents"])})


def _kind(values: dict[str, Any]) -> doc.LinkKind:
    ends = {name: tuple(values[name]) for name in ("from_types", "to_types")}
    return doc.LinkKind(**{**values, **ends})


def type_uses(version: ModelVersion) -> dict[str, TypeUse]:
    """How often the version uses each of its types, in their order. One query."""
    rows = (
        Node.objects.filter(version=version)
        .values("type__code")
        .annotate(count=Count("pk"), leveled=Count("pk", filter=Q(level__isnull=False)))
        .order_by(F("type__position"))
    )
    return {row["type__code"]: TypeUse(row["count"], row["leveled"]) for row in rows}
