"""Who sees which workplan: a draft is for its team, its owners and those who steer the roadmap."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.db.querysets import TenantQuerySet


def readable(actor: Actor, prefix: str) -> Q:
    """Workplans past the draft, drafts of the actor's own teams, and drafts with work of the actor.

    Who owns an initiative or a work item reads the workplan around it, from whatever team he or she
    is. `prefix` is the way to the workplan, with its underscores.
    """
    if granted(actor, Permission.EDIT_ROADMAP) or granted(actor, Permission.PLAN_ASSESSMENT):
        return Q()
    known = ~Q(**{f"{prefix}state": "draft"})
    known |= Q(**{f"{prefix}team_id__in": list(actor.team_roles)})
    if actor.user_id is not None:
        for model in ("Initiative", "WorkItem"):
            owned = apps.get_model("roadmap", model).objects.filter(owner_id=actor.user_id)
            known |= Q(**{f"{prefix}pk__in": owned.values("workplan_id")})
    return known


class WorkplanQuerySet(TenantQuerySet[Any]):
    """Workplans."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organization that are no longer drafts, or concern the actor."""
        return super().visible_to(actor).filter(readable(actor, ""))


class OfWorkplanQuerySet(TenantQuerySet[Any]):
    """Rows that belong to a workplan and share its visibility."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose workplan is visible."""
        path: str = self.model.workplan_path
        return super().visible_to(actor).filter(readable(actor, f"{path}__"))


class DependencyQuerySet(TenantQuerySet[Any]):
    """Dependencies between initiatives."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of which both ends are visible: a link must not tell of another team's draft."""
        return (
            super()
            .visible_to(actor)
            .filter(
                readable(actor, "predecessor__workplan__"),
                readable(actor, "successor__workplan__"),
            )
        )
