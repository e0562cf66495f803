"""Finish-to-start dependencies between initiatives, also across teams; circles are refused."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState
from roadmap import policies
from roadmap.models import Dependency, Initiative
from roadmap.rules.schedule import Link, cycle_made_by

LONGEST_LAG = 3650  # days


@transaction.atomic
def add_dependency(
    *, actor: Actor, predecessor: Initiative, successor: Initiative, lag_days: int = 0
) -> Dependency:
    """`successor` waits for `predecessor`. Raises InvalidInput naming the path of a circle."""
    policies.check_can_link(actor, predecessor.workplan, successor.workplan)
    program_id = successor.workplan.program_id
    if not 0 <= lag_days <= LONGEST_LAG:
        problem = _("Choose a number of days from 0 to %(most)s.") % {"most": LONGEST_LAG}
        raise InvalidInput(fields={"lag_days": [problem]})
    if predecessor.workplan.program_id != program_id:
        raise InvalidInput(fields={"predecessor": [_("Choose an initiative of this program.")]})
    # Two people adding two halves of a circle at once: one program's dependencies change in turn.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(program_id)])
    rows = Dependency.objects.filter(successor__workplan__program_id=program_id)
    links = [Link(a, b) for a, b in rows.values_list("predecessor_id", "successor_id")]
    circle = cycle_made_by(links, Link(predecessor.pk, successor.pk))
    if circle is not None:
        path = " → ".join(_titles(actor, circle))
        raise InvalidInput(
            fields={"predecessor": [_("This would go in a circle: %(path)s") % {"path": path}]}
        )
    if any(link.predecessor == predecessor.pk and link.successor == successor.pk for link in links):
        raise WrongState(_("This dependency is already there."))
    dependency = Dependency.objects.create(
        predecessor=predecessor, successor=successor, lag_days=lag_days
    )
    audit.record(
        actor,
        "dependency.added",
        dependency,
        program_id=program_id,
        changes={"predecessor": [None, predecessor.title], "successor": [None, successor.title]},
    )
    return dependency


@transaction.atomic
def remove_dependency(*, actor: Actor, dependency: Dependency) -> None:
    """The successor no longer waits."""
    successor = dependency.successor
    policies.check_can_link(actor, dependency.predecessor.workplan, successor.workplan)
    audit.record(
        actor,
        "dependency.removed",
        dependency,
        program_id=successor.workplan.program_id,
        changes={"predecessor": [dependency.predecessor.title, None]},
    )
    dependency.delete()


def _titles(actor: Actor, path: Sequence[UUID]) -> list[str]:
    """Titles along a path; what another team still drafts is not named."""
    rows = Initiative.objects.visible_to(actor).filter(pk__in=path)
    titles = dict(rows.values_list("pk", "title"))
    return [titles.get(key, _("(a draft of another team)")) for key in path]
