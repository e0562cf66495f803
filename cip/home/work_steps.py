"""Steps of assessments at which a person has the turn."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.policies import parts_in
from assessments.queries.board import method_boards, with_method
from assessments.rules import lifecycle
from assessments.rules.board import StepView
from assessments.rules.method_roles import is_mine
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.home.work_sources import WorkEntry
from cip.web.links import org_url


def method_steps(actor: Actor, today: date, *, program_id: UUID | None = None) -> list[WorkEntry]:
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
    if program_id is not None:
        rows = rows.filter(program_id=program_id)
    if not granted(actor, Permission.RATE):
        rows = rows.filter(mine | Q(lead_id=actor.user_id))
    found = []
    for standing in method_boards(list(rows), today).values():
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


def _title(view: StepView, assessment: str) -> str:
    values = {"code": view.step.code, "name": view.step.name, "title": assessment}
    return _("%(code)s %(name)s in “%(title)s”") % values
