"""Add everybody of a CI team, or of a unit known from other assessments, at once."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Participant
from assessments.queries.overview import current_members
from assessments.queries.people import people_of_unit, taken_addresses, teams_to_ask
from assessments.services.participants import NewPerson, add_participants
from cip.access.actor import Actor
from cip.kernel.errors import InvalidInput


def add_team(
    *, actor: Actor, assessment: Assessment, team_id: UUID, now: datetime
) -> list[Participant]:
    """Members of a CI team of the program, advisors left out; the team is their unit.

    Who takes part already stays as is. InvalidInput under `team`.
    """
    policies.check_can_manage_participants(actor, assessment)
    members = {user.pk: user.email.lower() for user in current_members(actor, now.date())}
    teams = {team.id: team for team in teams_to_ask(assessment, set(members))}
    team = teams.get(team_id)
    if team is None:
        raise InvalidInput(fields={"team": [_("Choose a CI team of this program.")]})
    there = taken_addresses(assessment)
    people = [
        NewPerson(unit=team.name, user_id=pk) for pk in team.user_ids if members[pk] not in there
    ]
    if not people:
        raise InvalidInput(fields={"team": [_("Everybody of this team takes part already.")]})
    return add_participants(actor=actor, assessment=assessment, people=people, now=now)


def add_unit(
    *, actor: Actor, assessment: Assessment, unit: str, now: datetime
) -> list[Participant]:
    """Everybody with an address who was asked in that unit in another assessment.

    Who takes part already stays as is. InvalidInput under `unit`.
    """
    policies.check_can_manage_participants(actor, assessment)
    known = people_of_unit(assessment, unit)
    if not known:
        raise InvalidInput(fields={"unit": [_("Nobody was asked in this unit before.")]})
    there = taken_addresses(assessment)
    people = [
        NewPerson(one.name, one.email, one.unit, one.role)
        for one in known
        if one.email.lower() not in there
    ]
    if not people:
        raise InvalidInput(fields={"unit": [_("Everybody of this unit takes part already.")]})
    return add_participants(actor=actor, assessment=assessment, people=people, now=now)
