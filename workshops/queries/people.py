"""People and teams that a workshop's forms offer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.accounts.models import Membership
from cip.db.ordering import natural
from cip.kernel import clock
from cip.programs.models import CITeam, Program

Choices = list[tuple[str, str]]


def is_member(organization_id: UUID, user_id: UUID) -> bool:
    """Whether the person is a current member of the organization."""
    members = Membership.objects.in_organization(organization_id).current(clock.today())
    return members.filter(user_id=user_id).exists()


def member_choices(organization_id: UUID, *, also: Iterable[UUID | None] = ()) -> Choices:
    """(id, name) of current members by name; `also` keeps people already chosen who have left."""
    members = Membership.objects.in_organization(organization_id)
    kept = [user_id for user_id in also if user_id is not None]
    current = Membership.objects.current(clock.today()).values("pk")
    rows = (
        members.filter(Q(pk__in=current) | Q(user_id__in=kept))
        .select_related("user")
        .order_by("user__name", "user__email")
    )
    return [(str(row.user_id), str(row.user)) for row in rows]


def teams_of(program: Program) -> list[CITeam]:
    """The program's CI teams by name."""
    return list(CITeam.objects.filter(program=program).order_by(natural("name"), "pk"))


def plannable_teams(actor: Actor, teams: Iterable[CITeam]) -> list[CITeam]:
    """Those of the teams for which the actor may plan a Stage 1 workshop."""
    return [team for team in teams if granted(actor, Permission.PLAN_WORKSHOP, team.pk)]
