"""The list of models and the page of one version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, F

from cip.access.actor import Actor
from cip.db.paging import page_of
from models_catalog.models import MaturityModel, ModelVersion, Node
from models_catalog.queries.document import header_of_row
from models_catalog.queries.values import (
    DimensionView,
    ScaleView,
    TypeCount,
    VersionRef,
    is_own,
    version_ref,
)
from models_catalog.queries.vocabulary import Vocabulary
from models_catalog.rules.shape import TypeUse

_RANK = {"published": 0, "draft": 1, "retired": 2}


@dataclass(frozen=True)
class ModelCard:
    """One model of the list, with the version to open and what that version holds."""

    id: UUID
    code: str
    name: str
    owner: str
    kind_label: str
    summary: str
    is_own: bool
    version: VersionRef | None
    others: tuple[VersionRef, ...]
    counts: tuple[TypeCount, ...]


@dataclass(frozen=True)
class VersionOverview:
    """A version: whose model, what it holds, its levels and points of view."""

    version: VersionRef
    model_id: UUID
    code: str
    name: str
    owner: str
    kind_label: str
    home_page: str
    language: str
    description: str
    attribution: str
    notes: str
    retired_because: str
    is_own: bool
    others: tuple[VersionRef, ...]
    counts: tuple[TypeCount, ...]
    questions: int
    scales: tuple[ScaleView, ...]
    dimensions: tuple[DimensionView, ...]


def models_list(actor: Actor, page: str | int | None = None) -> Page:
    """A page of `ModelCard`: shared models first, then the organization's own, by name.

    Costs four queries.
    """
    rows = MaturityModel.objects.visible_to(actor).order_by(
        F("organization_id").asc(nulls_first=True), "name", "pk"
    )
    found = page_of(rows, page, lambda row: row)
    versions = _versions([row.pk for row in found.object_list])
    current = [of_model[0].pk for of_model in versions.values()]
    counts = node_counts(current)
    found.object_list = [_card(row, versions[row.pk], counts) for row in found.object_list]
    return found


def _versions(models: list[UUID]) -> dict[UUID, list[ModelVersion]]:
    """Versions by model, the one to open first: newest published, else newest draft."""
    found: dict[UUID, list[ModelVersion]] = defaultdict(list)
    for row in ModelVersion.objects.filter(model_id__in=models).order_by("-created_at", "pk"):
        found[row.model_id].append(row)
    for of_model in found.values():
        of_model.sort(key=_newest_first)
    return found


def _newest_first(row: ModelVersion) -> tuple[int, float]:
    return _RANK[row.state], -(row.published_at or row.created_at).timestamp()


def _card(
    row: MaturityModel,
    versions: list[ModelVersion],
    counts: dict[UUID, tuple[TypeCount, ...]],
) -> ModelCard:
    return ModelCard(
        id=row.pk,
        code=row.code,
        name=row.name,
        owner=row.owner,
        kind_label=row.get_kind_display(),
        summary=row.description.strip().split("\n\n")[0],
        is_own=is_own(row),
        version=version_ref(versions[0]) if versions else None,
        others=tuple(version_ref(each) for each in versions[1:]),
        counts=counts.get(versions[0].pk, ()) if versions else (),
    )


def node_counts(versions: Iterable[UUID]) -> dict[UUID, tuple[TypeCount, ...]]:
    """How many nodes of each type the versions have, in the order of their types. One query."""
    rows = (
        Node.objects.filter(version_id__in=list(versions))
        .values("version_id", "type__code", "type__name", "type__plural")
        .annotate(count=Count("pk"))
        .order_by("version_id", "type__position")
    )
    found: dict[UUID, list[TypeCount]] = defaultdict(list)
    for row in rows:
        name = row["type__name"] if row["count"] == 1 else row["type__plural"]
        found[row["version_id"]].append(TypeCount(row["type__code"], name, row["count"]))
    return {pk: tuple(counts) for pk, counts in found.items()}


def version_overview(
    version: ModelVersion, words: Vocabulary, uses: Mapping[str, TypeUse]
) -> VersionOverview:
    """The version (its model loaded) with its vocabulary; the tree comes from `queries.tree`.

    Costs one query.
    """
    model = version.model
    about = version.header or header_of_row(model)
    siblings = [row for row in _versions([model.pk])[model.pk] if row.pk != version.pk]
    return VersionOverview(
        version=version_ref(version),
        model_id=model.pk,
        code=model.code,
        name=about["name"],
        owner=about["owner"],
        kind_label=str(MaturityModel.Kind(about["kind"]).label),
        home_page=about["home_page"],
        language=about["language"],
        description=about["description"],
        attribution=about["attribution"],
        notes=version.notes,
        retired_because=version.retired_because,
        is_own=is_own(model),
        others=tuple(version_ref(row) for row in siblings),
        counts=_counts(words, uses),
        questions=words.questions,
        scales=tuple(words.scales.values()),
        dimensions=tuple(words.dimensions.values()),
    )


def _counts(words: Vocabulary, uses: Mapping[str, TypeUse]) -> tuple[TypeCount, ...]:
    found = ((each, uses[each.code].count) for each in words.types.values() if each.code in uses)
    return tuple(
        TypeCount(each.code, each.name if count == 1 else each.plural, count)
        for each, count in found
    )
