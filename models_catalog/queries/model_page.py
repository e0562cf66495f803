"""A model as a whole: all its versions with who took them on, its variants, its booklets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count

from cip.access.actor import Actor
from cip.audit.queries import Act, last_acts
from cip.db.paging import PageNumber, page_of
from cip.reports.queries import subject_runs
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.values import VersionRef, is_own, version_ref

PUBLISHED, RETIRED = "model_version.published", "model_version.retired"
BOOKLET = "model"


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of all. `before`: the version that people compare it with."""

    version: VersionRef
    created_at: datetime
    notes: str
    published_by: str
    retired_at: datetime | None
    retired_by: str
    retired_because: str
    based_on: UUID | None
    based_on_label: str
    before: UUID | None


@dataclass(frozen=True)
class VariantRow:
    """A model that was made from this one, and whose it is."""

    id: UUID
    code: str
    name: str
    organization: str
    versions: int


@dataclass(frozen=True)
class ModelPage:
    """Everything that is said of a model beside its content."""

    id: UUID
    code: str
    name: str
    owner: str
    kind_label: str
    is_own: bool
    versions: Page
    choices: tuple[VersionRef, ...]
    variants: tuple[VariantRow, ...]
    booklets: Page

    @property
    def current(self) -> VersionRef | None:
        """The version that a booklet is asked for: the newest published one, else the newest."""
        published = (each for each in self.choices if each.state == ModelVersion.State.PUBLISHED)
        return next(iter((*published, *self.choices)), None)


def model_page(
    actor: Actor, model: MaturityModel, *, page: PageNumber = None, booklets: PageNumber = None
) -> ModelPage:
    """The model with a page of `VersionRow` and a page of report runs. Five queries."""
    rows = _versions(model)
    keys = [row.pk for row in rows]
    return ModelPage(
        id=model.pk,
        code=model.code,
        name=model.name,
        owner=model.owner,
        kind_label=model.get_kind_display(),
        is_own=is_own(model),
        versions=page_of(version_rows(actor, rows), page, lambda row: row),
        choices=tuple(version_ref(row) for row in rows),
        variants=tuple(variants_of(actor, model)),
        booklets=subject_runs(actor, BOOKLET, keys, booklets),
    )


def all_versions(actor: Actor, model: MaturityModel) -> list[VersionRow]:
    """All versions, newest first. Two queries."""
    return version_rows(actor, _versions(model))


def _versions(model: MaturityModel) -> list[ModelVersion]:
    rows = model.versions.select_related("based_on__model")
    return list(rows.order_by("-created_at", "pk"))


def version_rows(actor: Actor, rows: list[ModelVersion]) -> list[VersionRow]:
    """The versions (newest first) with who published and retired them. One query."""
    acts = last_acts(actor, "modelversion", [row.pk for row in rows], (PUBLISHED, RETIRED))
    return [_row(row, acts, rows[place + 1 :]) for place, row in enumerate(rows)]


def _row(
    row: ModelVersion, acts: Mapping[tuple[UUID, str], Act], older: Iterable[ModelVersion]
) -> VersionRow:
    published, retired = acts.get((row.pk, PUBLISHED)), acts.get((row.pk, RETIRED))
    before = next((each.pk for each in older), row.based_on_id)
    return VersionRow(
        version=version_ref(row),
        created_at=row.created_at,
        notes=row.notes,
        published_by=published.by if published else "",
        retired_at=retired.at if retired else None,
        retired_by=retired.by if retired else "",
        retired_because=row.retired_because,
        based_on=row.based_on_id,
        based_on_label=f"{row.based_on.model.name} {row.based_on.number}" if row.based_on else "",
        before=before,
    )


def variants_of(actor: Actor, model: MaturityModel) -> list[VariantRow]:
    """The models made from any version of this one that the actor may see. One query."""
    rows = MaturityModel.objects.visible_to(actor).select_related("organization")
    made = rows.filter(versions__based_on__model=model).exclude(pk=model.pk)
    return [
        VariantRow(
            row.pk,
            row.code,
            row.name,
            row.organization.name if row.organization else "",
            row.based,
        )
        for row in made.annotate(based=Count("versions")).order_by("name", "pk")
    ]
