"""The demonstration's workplans: initiatives from findings, dependencies, milestones, budget."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from assessments.models import ActionItem, Finding
from cip.access.actor import Actor
from cip.home.demo.content import FINDINGS, TEAMS, DemoFinding
from cip.programs.models import CITeam, Program
from roadmap.models import Initiative, Workplan
from roadmap.services.budget import add_budget_line
from roadmap.services.dependencies import add_dependency
from roadmap.services.initiatives import Source, create_initiative, edit_initiative
from roadmap.services.milestones import create_milestone
from roadmap.services.work_items import (
    create_work_item,
    edit_work_item,
    take_action_item,
    take_outcome,
)
from roadmap.services.workplans import agree_workplan, edit_workplan, start_workplan
from workshops.models import Outcome


def run(
    *,
    now: datetime,
    program: Program,
    teams: dict[str, CITeam],
    findings: dict[str, Finding],
    actions: Iterable[ActionItem],
    outcomes: Iterable[Outcome],
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> None:
    """Every team's workplan; three agreed, one still a draft."""
    plans = {key: _workplan(actor_of("lead"), team) for key, team in teams.items()}
    bars: dict[str, Initiative] = {}
    for item in FINDINGS:
        if item.initiative:
            bars[item.initiative] = _initiative(
                actor_of(_lead_of(item.team)),
                plans[item.team],
                item,
                finding=findings[item.title],
                now=now,
                user_id_of=user_id_of,
            )
    for item in FINDINGS:
        for title in item.after:
            add_dependency(
                actor=actor_of("lead"), predecessor=bars[title], successor=bars[item.initiative]
            )
    _small_work(now, plans, bars, actor_of, user_id_of)
    for action in actions:
        if action.owner_id != user_id_of("lead"):
            key = next(f.team for f in FINDINGS if f.title == action.finding.title)  # type: ignore[union-attr]
            take_action_item(actor=actor_of("lead"), action_item=action, workplan=plans[key])
    for outcome in outcomes:
        key = next(key for key, team in teams.items() if team.pk == outcome.team_id)
        take_outcome(actor=actor_of("lead"), outcome=outcome, workplan=plans[key])
    for key, plan in plans.items():
        if key != "suppliers":
            agree_workplan(actor=actor_of("lead"), workplan=plan)


def _lead_of(team: str) -> str:
    return next(each.lead for each in TEAMS if each.key == team)


def _workplan(lead: Actor, team: CITeam) -> Workplan:
    plan = start_workplan(actor=lead, team=team)
    return edit_workplan(
        actor=lead, workplan=plan, expected_version=plan.version, values={"goals": team.purpose}
    )


def _initiative(
    actor: Actor,
    plan: Workplan,
    item: DemoFinding,
    *,
    finding: Finding,
    now: datetime,
    user_id_of: Callable[[str], UUID],
) -> Initiative:
    starts_on = (now + timedelta(weeks=item.start_week)).date()
    bar = create_initiative(
        actor=actor,
        workplan=plan,
        title=item.initiative,
        description=item.direction,
        starts_on=starts_on,
        due_on=starts_on + timedelta(weeks=item.weeks, days=-1),
        owner_id=user_id_of(_lead_of(item.team)),
        effort_days=Decimal(item.effort),
        source=Source(finding=finding),
    )
    for kind, label, amount in (
        ("capex", "Tools and equipment", item.capex),
        ("opex", "Running costs and training", item.opex),
    ):
        if amount:
            add_budget_line(
                actor=actor, initiative=bar, kind=kind, label=label, amount=Decimal(amount)
            )
    if item.progress:
        edit_initiative(
            actor=actor,
            initiative=bar,
            expected_version=bar.version,
            values={"state": Initiative.State.STARTED, "progress": item.progress},
        )
    return bar


_MILESTONES = (
    ("agreements", "First five wards have signed", 2, "Two-page service agreement for every ward"),
    ("agreements", "All wards have signed", 8, "Two-page service agreement for every ward"),
    ("planning", "Every unit plans six weeks ahead", 6, "Six-week delivery plan for each unit"),
    ("incidents", "Records of all servers correct", 10, "One trusted configuration record"),
    ("suppliers", "First round of peer checks reported", 12, "Peer checks across units"),
)
_WORK = (
    ("agreements", "Draft the two-page agreement with three pilot wards", "agreements", -2, "done"),
    ("agreements", "Choose the five measures with clinical leads", "analyst", 1, "started"),
    ("planning", "Agree the plan's form with unit heads", "planning", -1, "done"),
    ("planning", "Train planners of all units", "engineer", 3, "open"),
    ("incidents", "Compare discovery results with the records", "engineer", 2, "started"),
    ("incidents", "Name an owner for every clinical system", "member", 4, "open"),
    ("suppliers", "List promises and contracts side by side", "suppliers", 3, "open"),
)


def _small_work(
    now: datetime,
    plans: dict[str, Workplan],
    bars: dict[str, Initiative],
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> None:
    lead = actor_of("lead")
    for key, title, weeks, bar in _MILESTONES:
        create_milestone(
            actor=lead,
            workplan=plans[key],
            title=title,
            due_on=(now + timedelta(weeks=weeks)).date(),
            initiative_id=bars[bar].pk,
        )
    for key, title, owner, weeks, state in _WORK:
        item = create_work_item(
            actor=lead,
            workplan=plans[key],
            title=title,
            owner_id=user_id_of(owner),
            due_on=(now + timedelta(weeks=weeks)).date(),
        )
        if state != "open":
            edit_work_item(
                actor=lead, item=item, expected_version=item.version, values={"state": state}
            )
