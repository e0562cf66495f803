"""Where participants can be taken from: CI teams of the program, units known from before."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.models import Assessment, Participant
from assessments.rules.audience import role_key
from cip.programs.models import CITeam, TeamMembership


@dataclass(frozen=True)
class Team:
    """A CI team with the people in it who can be asked."""

    id: UUID
    name: str
    user_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Known:
    """Somebody asked in an earlier assessment of the organization."""

    name: str
    email: str
    unit: str
    role: str
    user_id: UUID | None


def teams_to_ask(assessment: Assessment, member_ids: set[UUID]) -> list[Team]:
    """The program's CI teams by name; advisors and people who have left are not asked."""
    rows = (
        TeamMembership.objects.filter(team__program_id=assessment.program_id)
        .exclude(role="advisor")
        .values_list("team_id", "user_id")
    )
    people: dict[UUID, list[UUID]] = {}
    for team, user in rows:
        if user in member_ids:
            people.setdefault(team, []).append(user)
    teams = CITeam.objects.filter(program_id=assessment.program_id).order_by("name", "pk")
    return [
        Team(pk, name, tuple(people.get(pk, ()))) for pk, name in teams.values_list("pk", "name")
    ]


def roles_known(assessment: Assessment) -> dict[str, str]:
    """Roles of the assessment's participants as they are compared, with how they are written."""
    rows = Participant.objects.filter(assessment=assessment).exclude(role="")
    names = rows.order_by("role").values_list("role", flat=True).distinct()
    return {role_key(name): name for name in names}


def units_known(assessment: Assessment) -> dict[str, int]:
    """Units of people asked in other assessments of the organization, with how many they are."""
    rows = _others(assessment).values("unit").annotate(n=Count("email", distinct=True))
    return dict(rows.order_by("unit").values_list("unit", "n"))


def people_of_unit(assessment: Assessment, unit: str) -> list[Known]:
    """Everybody asked in that unit before, each address once, as told last."""
    found: dict[str, Known] = {}
    rows = _others(assessment).filter(unit=unit).order_by("created_at")
    for row in rows.values_list("name", "email", "unit", "role", "user_id"):
        found[row[1].lower()] = Known(*row)
    return sorted(found.values(), key=lambda person: person.name.casefold())


def taken_addresses(assessment: Assessment) -> set[str]:
    """Lower-case addresses of who takes part already."""
    rows = Participant.objects.filter(assessment=assessment).exclude(email="")
    return {email.lower() for email in rows.values_list("email", flat=True)}


def _others(assessment: Assessment) -> QuerySet[Participant]:
    organization = assessment.program.organization_id
    return Participant.objects.filter(
        ~Q(assessment=assessment) & ~Q(email="") & ~Q(unit=""),
        assessment__program__organization_id=organization,
    )
