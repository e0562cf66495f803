"""CI teams and who is in them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.access.roles import TeamRole
from cip.accounts.queries import people_of
from cip.db.ordering import natural
from cip.db.paging import PageNumber, page_of
from cip.programs.models import Artefact, CITeam, Program, TeamMembership

ORDERS = {
    "name": (natural("name"),),
    "-name": (natural("name").desc(),),
    "lead": ("lead_name", "name"),
    "-lead": ("-lead_name", "name"),
    "members": ("member_count", "name"),
    "-members": ("-member_count", "name"),
    "artefacts": ("artefact_count", "name"),
    "-artefacts": ("-artefact_count", "name"),
}
_ORDER = [TeamRole.LEAD.value, TeamRole.MEMBER.value, TeamRole.ADVISOR.value]


@dataclass(frozen=True)
class TeamRow:
    """One team in the list. `my_role` is empty for those who are not in it."""

    id: UUID
    name: str
    theme: str
    lead: str
    members: int
    advisors: int
    artefacts: int
    my_role: str


@dataclass(frozen=True)
class TeamMemberView:
    """One person in a team. `has_left`: no longer a current member of the organization."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    role: str
    role_label: str
    has_left: bool


def team_page(
    program: Program,
    actor: Actor,
    *,
    search: str = "",
    mine: bool = False,
    sort: str = "",
    number: PageNumber = "",
) -> Page:
    """One page of `TeamRow`, by name unless sorted. Two queries."""
    rows = CITeam.objects.filter(program=program)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(theme__icontains=search))
    if mine:
        rows = rows.filter(pk__in=list(actor.team_roles))
    counted = _counted(rows, actor).order_by(*ORDERS.get(sort, ORDERS["name"]), "pk")
    return page_of(counted, number, lambda row: _team_row(row, actor))


def led_teams(program_id: UUID) -> QuerySet[CITeam]:
    """All teams of the program by name, with `lead_name`."""
    rows = CITeam.objects.filter(program_id=program_id).annotate(lead_name=_LEAD)
    return rows.order_by(natural("name"), "pk")


_LEAD = Subquery(
    TeamMembership.objects.filter(team=OuterRef("pk"), role=TeamRole.LEAD.value).values(
        "user__name"
    )[:1]
)


def _counted(rows: QuerySet[CITeam], actor: Actor) -> QuerySet[CITeam]:
    artefacts = Artefact.objects.visible_to(actor).current().filter(team=OuterRef("pk"))
    counted = artefacts.order_by().values("team").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        lead_name=_LEAD,
        member_count=Count(
            "memberships", filter=~Q(memberships__role=TeamRole.ADVISOR.value), distinct=True
        ),
        advisor_count=Count(
            "memberships", filter=Q(memberships__role=TeamRole.ADVISOR.value), distinct=True
        ),
        artefact_count=Coalesce(Subquery(counted), 0),
    )


def _team_row(row: Any, actor: Actor) -> TeamRow:
    return TeamRow(
        id=row.pk,
        name=row.name,
        theme=row.theme,
        lead=row.lead_name or "",
        members=row.member_count,
        advisors=row.advisor_count,
        artefacts=row.artefact_count,
        my_role=str(actor.team_roles.get(row.pk, "")),
    )


def members_of(team: CITeam, actor: Actor) -> list[TeamMemberView]:
    """Lead first, then members, then advisors, each by name. Two queries."""
    current = set(people_of(actor.organization_id).values_list("pk", flat=True))
    rows = team.memberships.select_related("user").order_by("user__name", "pk")
    views = [
        TeamMemberView(
            id=row.pk,
            user_id=row.user_id,
            name=str(row.user),
            email=row.user.email,
            role=row.role,
            role_label=row.get_role_display(),
            has_left=row.user_id not in current,
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: _ORDER.index(view.role))


def teams_to_upload(program: Program, actor: Actor) -> QuerySet[CITeam]:
    """Teams for which the actor may store artefacts."""
    rows = CITeam.objects.visible_to(actor).filter(program=program)
    rows = rows.order_by(natural("name"), "pk")
    if granted(actor, Permission.UPLOAD_ARTEFACT):
        return rows
    mine = [pk for pk in actor.team_roles if granted(actor, Permission.UPLOAD_ARTEFACT, pk)]
    return rows.filter(pk__in=mine)
