"""Steps of assessments at which a person has the turn."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.policies import parts_in
from assessments.queries.board import method_boards, with_method
from assessments.rules import lifecycle
from assessments.rules.board import StepView
from assessments.rules.method_roles import is_mine
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.home.work_sources import WorkEntry
from cip.web.links import org_url


def method_steps(actor: Actor, today: date) -> list[WorkEntry]:
    """Steps where the sponsor, the organization, the lead or the team is to act and is the actor.

    Those who are asked find their questionnaire, and owners their actions, by themselves. The
    number of queries is constant.
    """
    mine = Q(program__sponsor_id=actor.user_id) | Q(program__lead_id=actor.user_id)
    rows = (
        with_method()
        .visible_to(actor)
        .filter(program__archived_at__isnull=True)
        .exclude(state=lifecycle.CLOSED)
    )
    if not granted(actor, Permission.RATE):
        rows = rows.filter(mine | Q(lead_id=actor.user_id))
    return steps_in(list(rows), actor, today)


def steps_in(assessments: Sequence[Assessment], actor: Actor, today: date) -> list[WorkEntry]:
    """The same in assessments that were loaded before by `with_method`."""
    running = [row for row in assessments if _may_wait(row, actor)]
    found = []
    for standing in method_boards(running, today).values():
        row = standing.assessment
        parts = parts_in(actor, row)
        found += [
            WorkEntry(
                title=_title(view, row.title),
                kind=_("Step"),
                program=row.program.name,
                program_id=row.program_id,
                due_on=None,
                url=org_url(actor, "assessments:step", row.pk, view.step.code),
            )
            for view in standing.board.steps
            if not view.step.optional and is_mine(view.turn, parts)
        ]
    return found


def _may_wait(row: Assessment, actor: Actor) -> bool:
    """Whether a step could wait for the actor at all."""
    program = row.program
    concerned = (row.lead_id, program.sponsor_id, program.lead_id)
    return (
        row.state != lifecycle.CLOSED
        and program.archived_at is None
        and (granted(actor, Permission.RATE) or actor.user_id in concerned)
    )


def _title(view: StepView, assessment: str) -> str:
    values = {"code": view.step.code, "name": view.step.name, "title": assessment}
    return _("%(code)s %(name)s in “%(title)s”") % values
