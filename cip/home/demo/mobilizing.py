"""The demonstration's workshops: Stage 1 held with outcomes, Stage 2 planned."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from cip.access.actor import Actor
from cip.programs.models import CITeam, Program
from workshops.models import Outcome, Workshop
from workshops.services.agreements import request_agreement, sign_agreement
from workshops.services.outcomes import record_outcome
from workshops.services.workshops import hold_workshop, plan_workshop

SPONSOR_SIGNS_AS = "Heron Sampleworth"


@dataclass(frozen=True)
class Mobilized:
    """The actions that teams take into their workplans."""

    workshop: Workshop
    actions: list[Outcome]


def run(
    *,
    now: datetime,
    program: Program,
    teams: dict[str, CITeam],
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> Mobilized:
    """Stage 1 for all four teams (held), Stage 2 three weeks from now (agreement requested)."""
    lead = actor_of("lead")
    first = plan_workshop(
        actor=lead,
        program=program,
        stage=Workshop.Stage.TEAM,
        title="Stage 1 – Four teams get going",
        team_ids=[team.pk for team in teams.values()],
        goals="Every team leaves with its goals, its way of working and a first workplan.",
        held_on=(now - timedelta(weeks=5)).date(),
        starts_at=time(9, 0),
        location="Lecture room, education building",
        facilitator_id=user_id_of("facilitator"),
    )
    agreement = request_agreement(actor=lead, workshop=first, now=now - timedelta(weeks=6))
    sign_agreement(
        actor=actor_of("sponsor"),
        agreement=agreement,
        signature=SPONSOR_SIGNS_AS,
        now=now - timedelta(weeks=6) + timedelta(hours=20),
    )
    hold_workshop(
        actor=actor_of("facilitator"), workshop=first, held_on=(now - timedelta(weeks=5)).date()
    )
    actions = _outcomes(first, teams, now, actor_of("facilitator"), user_id_of)
    second = plan_workshop(
        actor=lead,
        program=program,
        stage=Workshop.Stage.PROGRAM,
        title="Stage 2 – One roadmap for all teams",
        team_ids=[team.pk for team in teams.values()],
        goals="One roadmap, agreed priorities across teams, and a scorecard that wards understand.",
        held_on=(now + timedelta(weeks=3)).date(),
        starts_at=time(9, 30),
        location="Board room",
        facilitator_id=user_id_of("advisor"),
    )
    request_agreement(actor=lead, workshop=second, now=now - timedelta(days=1))
    return Mobilized(first, actions)


def _outcomes(
    workshop: Workshop,
    teams: dict[str, CITeam],
    now: datetime,
    facilitator: Actor,
    user_id_of: Callable[[str], UUID],
) -> list[Outcome]:
    agenda = {item.title: item for item in workshop.agenda.all()}
    roles = agenda["How the team will work"]
    plans = agenda["Plan the change with a workplan and a roadmap"]
    record_outcome(
        actor=facilitator,
        workshop=workshop,
        kind=Outcome.Kind.NOTE,
        text="Wards fear another form to fill in; show the benefit on the first page.",
        agenda_item_id=plans.pk,
    )
    record_outcome(
        actor=facilitator,
        workshop=workshop,
        kind=Outcome.Kind.DECISION,
        text="Each team meets every Tuesday for thirty minutes; minutes fit on half a page.",
        agenda_item_id=roles.pk,
    )
    wanted = (
        ("Ask three wards to be pilots for agreements", "agreements", "agreements", -2),
        ("Find out which units already plan ahead", "planning", "planning", 2),
        ("Invite the two large suppliers to the next review", "suppliers", "suppliers", 4),
    )
    return [
        record_outcome(
            actor=facilitator,
            workshop=workshop,
            kind=Outcome.Kind.ACTION,
            text=text,
            agenda_item_id=plans.pk,
            owner_id=user_id_of(owner),
            due_on=(now + timedelta(weeks=weeks)).date(),
            team_id=teams[team].pk,
        )
        for text, team, owner, weeks in wanted
    ]
