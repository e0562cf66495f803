"""Artefacts with their versions and comments."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cip.access.actor import Actor
from cip.db.paging import PageNumber, page_of
from cip.programs.models import Artefact, ArtefactComment, ArtefactVersion, Program

_LATEST = ("number", "file_name", "size", "uploaded_at", "uploaded_by__name", "pk")
ORDERS = {
    "title": ("title",),
    "-title": ("-title",),
    "changed": ("latest_uploaded_at", "title"),
    "-changed": ("-latest_uploaded_at", "title"),
    "team": ("team__name", "title"),
    "-team": ("-team__name", "title"),
}


@dataclass(frozen=True)
class ArtefactRow:
    """One artefact with its latest version."""

    id: UUID
    title: str
    team: str
    number: int
    file_name: str
    size: int
    uploaded_at: datetime | None
    uploaded_by: str
    version_id: UUID | None
    comments: int
    is_withdrawn: bool


@dataclass(frozen=True)
class VersionView:
    """One stored file."""

    id: UUID
    number: int
    file_name: str
    size: int
    checksum: str
    note: str
    uploaded_by: str
    uploaded_at: datetime
    is_latest: bool
    scan: str
    scan_label: str

    @property
    def is_quarantined(self) -> bool:
        """Whether it cannot be downloaded (yet)."""
        return self.scan in (ArtefactVersion.Scan.WAITING, ArtefactVersion.Scan.INFECTED)


@dataclass(frozen=True)
class CommentView:
    """What somebody said, in which capacity, about which version."""

    author: str
    author_role: str
    text: str
    number: int | None
    created_at: datetime


def artefact_page(
    program: Program,
    actor: Actor,
    *,
    search: str = "",
    team: UUID | None = None,
    withdrawn: bool = False,
    sort: str = "",
    number: PageNumber = "",
) -> Page:
    """One page of `ArtefactRow` that the actor may see, current or withdrawn ones. Two queries."""
    rows = Artefact.objects.visible_to(actor).filter(
        program=program, withdrawn_at__isnull=not withdrawn
    )
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(description__icontains=search))
    if team:
        rows = rows.filter(team_id=team)
    latest = ArtefactVersion.objects.filter(artefact=OuterRef("pk")).order_by("-number")
    comments = (
        ArtefactComment.objects.filter(artefact=OuterRef("pk"))
        .order_by()
        .values("artefact")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = rows.select_related("team").annotate(
        **{f"latest_{name}": Subquery(latest.values(name)[:1]) for name in _LATEST},
        comment_count=Coalesce(Subquery(comments), 0),
    )
    return page_of(rows.order_by(*ORDERS.get(sort, ("title",)), "pk"), number, _row)


def _row(row: Artefact) -> ArtefactRow:
    latest = {name: getattr(row, f"latest_{name}") for name in _LATEST}
    return ArtefactRow(
        id=row.pk,
        title=row.title,
        team=str(row.team or ""),
        number=latest["number"] or 0,
        file_name=latest["file_name"] or "",
        size=latest["size"] or 0,
        uploaded_at=latest["uploaded_at"],
        uploaded_by=latest["uploaded_by__name"] or "",
        version_id=latest["pk"],
        comments=row.comment_count,  # type: ignore[attr-defined]
        is_withdrawn=row.withdrawn_at is not None,
    )


def versions_of(artefact: Artefact) -> list[VersionView]:
    """The versions, newest first. One query."""
    rows = list(artefact.versions.select_related("uploaded_by").order_by("-number"))
    return [
        VersionView(
            id=row.pk,
            number=row.number,
            file_name=row.file_name,
            size=row.size,
            checksum=row.checksum,
            note=row.note,
            uploaded_by=str(row.uploaded_by),
            uploaded_at=row.uploaded_at,
            is_latest=place == 0,
            scan=row.scan,
            scan_label=row.get_scan_display() if row.scan else "",
        )
        for place, row in enumerate(rows)
    ]


def comments_on(artefact: Artefact) -> list[CommentView]:
    """The comments, oldest first. One query."""
    rows = artefact.comments.select_related("author", "artefact_version").order_by(
        "created_at", "pk"
    )
    return [
        CommentView(
            author=str(row.author),
            author_role=row.author_role,
            text=row.text,
            number=None if row.artefact_version is None else row.artefact_version.number,
            created_at=row.created_at,
        )
        for row in rows
    ]
