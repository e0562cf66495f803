"""The next step of a program in words, with the way there, for the role that looks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted, granted_in_any_team
from cip.access.check import Allowed, allowed
from cip.access.permissions import Permission
from cip.home.rules.next_step import Standing, Step, next_step
from cip.programs import policies
from cip.programs.models import Program
from cip.programs.queries.plan import PlanView
from cip.web.links import org_url


@dataclass(frozen=True)
class NextStep:
    """What to do next; `allowed` carries the reason for those who may not."""

    title: str
    text: str
    label: str
    url: str
    allowed: Allowed


def next_step_of(
    actor: Actor, program: Program, plan: PlanView, standing: Standing
) -> NextStep | None:
    """What the program needs next, or None when all runs."""
    step = next_step(standing)
    if step is None:
        return None
    if step is Step.GATE:
        return _pass_gate(actor, program, plan)
    makers = {Step.ASSESS: _assess, Step.MOBILIZE: _mobilize, Step.PLAN: _plan}
    return makers[step](actor, program)


def _pass_gate(actor: Actor, program: Program, plan: PlanView) -> NextStep | None:
    if plan.current is None:
        return None
    return NextStep(
        _("The gate of %(phase)s can be passed") % {"phase": plan.current.label},
        _("All its activities and deliverables are settled."),
        _("Go to the gate"),
        org_url(actor, "programs:phase", plan.current.id),
        allowed(policies.check_can_edit_program, actor, program),
    )


def _assess(actor: Actor, program: Program) -> NextStep:
    return NextStep(
        _("Find out where you stand"),
        _("A self-assessment asks those who do the work; it says what to improve first."),
        _("Set up an assessment"),
        org_url(actor, "assessments:list", program.pk),
        _only_if(
            granted(actor, Permission.PLAN_ASSESSMENT),
            _("A program lead or facilitator sets up the first assessment."),
        ),
    )


def _mobilize(actor: Actor, program: Program) -> NextStep:
    return NextStep(
        _("Mobilize CI teams"),
        _("Each team takes one capability or theme, with a lead and a workplan of its own."),
        _("Set up CI teams"),
        org_url(actor, "programs:teams", program.pk),
        allowed(policies.check_can_manage_teams, actor, program),
    )


def _plan(actor: Actor, program: Program) -> NextStep:
    return NextStep(
        _("Turn findings into initiatives"),
        _("Weaknesses and agreed actions become initiatives in the teams' workplans."),
        _("Open the roadmap"),
        org_url(actor, "roadmap:roadmap", program.pk),
        _only_if(
            granted_in_any_team(actor, Permission.EDIT_WORKPLAN),
            _("The CI team leads and the program lead plan initiatives."),
        ),
    )


def _only_if(is_allowed: bool, reason: str) -> Allowed:
    return Allowed(is_allowed, "" if is_allowed else reason)
