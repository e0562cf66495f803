"""Artefacts: uploaded files with versions, and what advisors say about them."""

from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models.program import Program
from cip.programs.models.team import CITeam


class ArtefactQuerySet(TenantQuerySet["Artefact"]):
    """Artefacts; teams' artefacts are for those who may see artefacts and for the team itself."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organization that a role or a team role lets the actor see."""
        rows = super().visible_to(actor)
        if granted(actor, Permission.VIEW_ARTEFACTS):
            return rows
        return rows.filter(team_id__in=list(actor.team_roles))

    def current(self) -> Self:
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class ArtefactPartQuerySet(TenantQuerySet[Any]):
    """Versions and comments follow their artefact's visibility."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose artefact is visible."""
        return self.filter(artefact__in=Artefact.objects.visible_to(actor))


class ArtefactVersionQuerySet(ArtefactPartQuerySet):
    """Stored files."""

    def citable(self, program_id: UUID) -> Self:
        """What can be evidence: of this program, not withdrawn, not held back by a virus scan."""
        return self.filter(
            artefact__program_id=program_id,
            artefact__withdrawn_at__isnull=True,
            scan__in=("", ArtefactVersion.Scan.CLEAN),
        )


class Artefact(Identified, Timed, Versioned):
    """A document of the program or of one CI team (statement, plan, register, deck ...).

    A withdrawn one leaves the lists, keeps its files and can be restored.
    """

    tenant_path = "program__organization_id"

    program = models.ForeignKey(Program, models.CASCADE, related_name="artefacts")
    team = models.ForeignKey(
        CITeam, models.CASCADE, related_name="artefacts", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ArtefactQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


def artefact_path(version: "ArtefactVersion", filename: str) -> str:
    """Where a file is stored: never under a name that a user chose."""
    return f"artefacts/{version.artefact_id}/{version.pk}"


class ArtefactVersion(Identified):
    """One uploaded file; never changed, only followed by the next."""

    tenant_path = "artefact__program__organization_id"

    class Scan(models.TextChoices):
        WAITING = "waiting", _("Being checked for viruses")
        CLEAN = "clean", _("No virus found")
        INFECTED = "infected", _("Holds a virus")

    artefact = models.ForeignKey(Artefact, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=artefact_path, max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    checksum = models.CharField(_("SHA-256"), max_length=64)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    scan = models.CharField(_("virus scan"), max_length=10, choices=Scan.choices, blank=True)

    objects = ArtefactVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artefact", "number"], name="programs_artefact_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} v{self.number}"


class ArtefactComment(Identified, Timed):
    """What a reader says about an artefact, at the version then current."""

    tenant_path = "artefact__program__organization_id"

    artefact = models.ForeignKey(Artefact, models.CASCADE, related_name="comments")
    artefact_version = models.ForeignKey(
        ArtefactVersion, models.CASCADE, related_name="comments", null=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("comment"))

    objects = ArtefactPartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text[:60]
