"""Routes of workplans and the roadmap for the outsider sweep."""

from typing import Any

from tests.architecture.registry import Victim
from tests.factories.assessments import (
    ActionItemFactory,
    AssessmentFactory,
    FindingFactory,
    TargetFactory,
)
from tests.factories.programs import CITeamFactory, ProgramFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeFactory,
    MilestoneFactory,
    WorkItemFactory,
    WorkplanFactory,
)
from tests.factories.workshops import OutcomeFactory


def program(victim: Victim):
    return ProgramFactory(organization=victim)


def in_program(victim: Victim) -> dict[str, Any]:
    return {"program_id": program(victim).pk}


def team(victim: Victim):
    return CITeamFactory(program=program(victim))


def workplan(victim: Victim):
    return WorkplanFactory(team=team(victim))


def initiative(victim: Victim):
    return InitiativeFactory(workplan=workplan(victim))


def budget_line(victim: Victim):
    return BudgetLineFactory(initiative=initiative(victim))


def dependency(victim: Victim):
    plan = workplan(victim)
    return DependencyFactory(
        predecessor=InitiativeFactory(workplan=plan), successor=InitiativeFactory(workplan=plan)
    )


def work_item(victim: Victim):
    return WorkItemFactory(workplan=workplan(victim))


def milestone(victim: Victim):
    return MilestoneFactory(workplan=workplan(victim))


def finding(victim: Victim):
    return FindingFactory(assessment__program=program(victim))


def action_item(victim: Victim):
    return ActionItemFactory(assessment__program=program(victim))


def gap(victim: Victim):
    return TargetFactory(profile__assessment__program=program(victim))


def assessment(victim: Victim):
    return AssessmentFactory(program=program(victim))


def outcome(victim: Victim):
    return OutcomeFactory(workshop__program=program(victim))


def of(make):
    """The route's `pk` names what `make` makes."""
    return lambda victim: {"pk": make(victim).pk}


PAGES = {
    "roadmap:roadmap": in_program,
    "roadmap:sources": in_program,
    "roadmap:start_workplan": lambda v: {"team_id": team(v).pk},
    "roadmap:workplan": of(workplan),
    "roadmap:workplan_edit": of(workplan),
    "roadmap:workplan_agree": of(workplan),
    "roadmap:workplan_reopen": of(workplan),
    "roadmap:initiative_new": of(workplan),
    "roadmap:work_item_new": of(workplan),
    "roadmap:milestone_new": of(workplan),
    "roadmap:initiative": of(initiative),
    "roadmap:initiative_edit": of(initiative),
    "roadmap:initiative_progress": of(initiative),
    "roadmap:initiative_remove": of(initiative),
    "roadmap:budget_line_new": of(initiative),
    "roadmap:dependency_new": of(initiative),
    "roadmap:budget_line_edit": of(budget_line),
    "roadmap:budget_line_remove": of(budget_line),
    "roadmap:dependency_remove": of(dependency),
    "roadmap:work_item_edit": of(work_item),
    "roadmap:work_item_state": of(work_item),
    "roadmap:work_item_remove": of(work_item),
    "roadmap:milestone_edit": of(milestone),
    "roadmap:milestone_remove": of(milestone),
    "roadmap:from_finding": of(finding),
    "roadmap:from_gap": of(gap),
    "roadmap:gap_initiatives": of(assessment),
    "roadmap:from_action_item": of(action_item),
    "roadmap:take_outcome": of(outcome),
}

API = {
    "workplan": workplan,
    "initiative": initiative,
    "work-item": work_item,
    "milestone": milestone,
    "budget-line": budget_line,
    "dependency": dependency,
    "roadmap": program,
}
