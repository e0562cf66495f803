"""Plan, edit, hold, summarize and close a workshop."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState
from cip.programs.models import CITeam, Program
from workshops import policies
from workshops.models import AgendaItem, Workshop
from workshops.queries.agreements import standing_now
from workshops.queries.people import is_member
from workshops.rules.agenda import LONGEST, SHORTEST
from workshops.rules.templates import TEMPLATES
from workshops.services.locking import lock

EDITABLE = frozenset(
    {
        "title",
        "goals",
        "held_on",
        "starts_at",
        "available_minutes",
        "location",
        "facilitator_id",
    }
)


def checked_teams(program: Program, team_ids: Iterable[UUID], stage: int) -> list[CITeam]:
    """The program's teams with these ids. InvalidInput for others, or for none in Stage 1."""
    wanted = set(team_ids)
    teams = list(CITeam.objects.filter(program=program, pk__in=wanted).order_by("name"))
    if len(teams) != len(wanted):
        raise InvalidInput(fields={"teams": [_("Choose CI teams of this program.")]})
    if stage == Workshop.Stage.TEAM and not teams:
        raise InvalidInput(fields={"teams": [_("A Stage 1 workshop is for at least one CI team.")]})
    return teams


def _check_values(program: Program, values: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    if not values.get("title", True):
        errors["title"] = [_("Give the workshop a title.")]
    if not SHORTEST <= values.get("available_minutes", SHORTEST) <= LONGEST:
        errors["available_minutes"] = [
            _("Between %(shortest)s and %(longest)s minutes.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        ]
    facilitator_id = values.get("facilitator_id")
    if facilitator_id is not None and not is_member(program.organization_id, facilitator_id):
        errors["facilitator"] = [_("Choose a member of this organization.")]
    if errors:
        raise InvalidInput(fields=errors)


@transaction.atomic
def plan_workshop(
    *,
    actor: Actor,
    program: Program,
    stage: int,
    title: str,
    team_ids: Iterable[UUID] = (),
    goals: str = "",
    held_on: date | None = None,
    starts_at: time | None = None,
    available_minutes: int = 480,
    location: str = "",
    facilitator_id: UUID | None = None,
) -> Workshop:
    """A new workshop whose agenda holds every section of the guide for its stage.

    Raises InvalidInput for teams of other programs, a facilitator from outside, an unknown stage.
    """
    named = list(team_ids)
    policies.check_can_plan_workshop(actor, program, stage, named)
    if stage not in TEMPLATES:
        raise InvalidInput(fields={"stage": [_("Choose Stage 1 or Stage 2.")]})
    teams = checked_teams(program, named, stage)
    values = {
        "title": title,
        "goals": goals,
        "held_on": held_on,
        "starts_at": starts_at,
        "available_minutes": available_minutes,
        "location": location,
        "facilitator_id": facilitator_id,
    }
    _check_values(program, values)
    workshop = Workshop.objects.create(program=program, stage=stage, **values)
    workshop.teams.set(teams)
    AgendaItem.objects.bulk_create(_agenda_from_template(workshop))
    audit.record(
        actor,
        "workshop.planned",
        workshop,
        program_id=program.pk,
        changes={"stage": [None, stage], "held_on": [None, held_on]},
    )
    return workshop


def _agenda_from_template(workshop: Workshop) -> list[AgendaItem]:
    items: list[AgendaItem] = []
    for section in TEMPLATES[workshop.stage]:
        for item in section.items:
            items.append(
                AgendaItem(
                    workshop=workshop,
                    position=len(items) + 1,
                    section_number=section.number,
                    section=section.title,
                    title=item.title,
                    minutes=item.minutes,
                )
            )
    return items


@transaction.atomic
def edit_workshop(
    *,
    actor: Actor,
    workshop: Workshop,
    expected_version: int,
    values: Mapping[str, Any],
    team_ids: Iterable[UUID] | None = None,
) -> Workshop:
    """Change the fields named in EDITABLE, and the teams when given, until the workshop is held."""
    policies.check_can_edit_workshop(actor, workshop)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    teams = None
    if team_ids is not None:
        named = list(team_ids)
        policies.check_can_plan_workshop(actor, workshop.program, workshop.stage, named)
        teams = checked_teams(workshop.program, named, workshop.stage)
    _check_values(workshop.program, _changed(workshop, values))
    lock(workshop)
    changes = save_version(workshop, expected_version=expected_version, values=values)
    if teams is not None:
        changes |= _set_teams(workshop, teams, is_version_new=bool(changes))
    if changes:
        audit.record(
            actor, "workshop.edited", workshop, program_id=workshop.program_id, changes=changes
        )
    return workshop


@transaction.atomic
def discard_workshop(*, actor: Actor, workshop: Workshop) -> None:
    """Remove a planned workshop with its agenda, list of people and records; the audit row stays.

    Raises WrongState once a sponsor has signed, or a workplan has taken an action over.
    """
    lock(workshop)  # first: no signature may come between the check and the removal
    policies.check_can_discard_workshop(actor, workshop)
    audit.record(
        actor,
        "workshop.discarded",
        workshop,
        program_id=workshop.program_id,
        changes={"stage": [workshop.stage, None], "held_on": [workshop.held_on, None]},
    )
    try:
        workshop.delete()
    except ProtectedError as error:
        raise WrongState(
            _("An action of this workshop became part of a workplan; the workshop stays.")
        ) from error


def _changed(workshop: Workshop, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs: a facilitator who has left meanwhile does not block other changes."""
    return {name: value for name, value in values.items() if getattr(workshop, name) != value}


def _set_teams(
    workshop: Workshop, teams: list[CITeam], *, is_version_new: bool
) -> dict[str, list[Any]]:
    before = {team.pk: team.name for team in workshop.teams.all()}
    after = {team.pk: team.name for team in teams}
    if before.keys() == after.keys():
        return {}
    workshop.teams.set(teams)
    if not is_version_new:
        workshop.version += 1
        workshop.save(update_fields=["version", "updated_at"])
    return {"teams": [sorted(before.values()), sorted(after.values())]}


@transaction.atomic
def hold_workshop(
    *, actor: Actor, workshop: Workshop, held_on: date, today: date | None = None
) -> Workshop:
    """Mark as held on that day; goals, agenda and people are now part of the record.

    Raises WrongState without the sponsor's signature under goals and agenda as they stand (guide
    2.1, 3.1); InvalidInput for a day after `today`, when that is given.
    """
    policies.check_can_mark_held(actor, workshop)
    if today is not None and held_on > today:
        raise InvalidInput(fields={"held_on": [_("This day is still to come.")]})
    lock(workshop)
    stands = standing_now(workshop)
    if not stands.is_signed:
        raise WrongState(_("The sponsor has not yet signed the agreement to goals and agenda."))
    if stands.needs_new_signature:
        raise WrongState(
            _("Goals or agenda changed since the sponsor signed; ask for a new signature first.")
        )
    before = workshop.held_on
    _move(workshop, Workshop.State.HELD, held_on=held_on)
    changes = {} if before == held_on else {"held_on": [before, held_on]}
    audit.record(actor, "workshop.held", workshop, program_id=workshop.program_id, changes=changes)
    return workshop


@transaction.atomic
def summarize_workshop(
    *, actor: Actor, workshop: Workshop, expected_version: int, summary: str
) -> Workshop:
    """Write the summary of outputs and agreed actions (guide 2.1 step 7, 3.1 step 6)."""
    policies.check_can_hold_workshop(actor, workshop)
    lock(workshop)
    changes = save_version(workshop, expected_version=expected_version, values={"summary": summary})
    if changes:
        audit.record(
            actor, "workshop.summarized", workshop, program_id=workshop.program_id, changes=changes
        )
    return workshop


@transaction.atomic
def close_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Close the record; attendance, outcomes and summary can no longer be changed."""
    policies.check_can_close_workshop(actor, workshop)
    lock(workshop)
    _move(workshop, Workshop.State.CLOSED)
    audit.record(actor, "workshop.closed", workshop, program_id=workshop.program_id)
    return workshop


def _move(workshop: Workshop, state: str, **values: Any) -> None:
    """The row is locked: its version on record is the next one's predecessor."""
    rows = Workshop.objects.filter(pk=workshop.pk)
    rows.update(state=state, version=F("version") + 1, **values)
    workshop.refresh_from_db(fields=["state", "version", *values])
