"""The one tenant loader. Nothing else filters by organization."""

from typing import Self, TypeVar
from uuid import UUID

from django.db import models

from cip.access.actor import Actor

M = TypeVar("M", bound=models.Model)


class TenantQuerySet(models.QuerySet[M]):
    """Rows of one organization; the model names the way there in `tenant_path`.

    A model with finer rules (an advisor sees the guided teams only) overrides `visible_to`.
    """

    def in_organization(self, organization_id: UUID) -> Self:
        """Rows that belong to the organization."""
        path: str = self.model.tenant_path  # type: ignore[attr-defined]
        return self.filter(**{path: organization_id})

    def visible_to(self, actor: Actor) -> Self:
        """Rows that the actor may load at all; everything else answers 404."""
        return self.in_organization(actor.organization_id)
