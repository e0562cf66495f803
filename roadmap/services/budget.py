"""Budget lines: what an initiative costs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from roadmap import policies
from roadmap.models import BudgetLine, Initiative
from roadmap.services.checks import check_choice, check_editable

EDITABLE = frozenset({"kind", "label", "amount"})


@transaction.atomic
def add_budget_line(
    *, actor: Actor, initiative: Initiative, kind: str, label: str, amount: Decimal
) -> BudgetLine:
    """Money the initiative needs, capex or opex, in the program's currency."""
    policies.check_can_edit_workplan(actor, initiative.workplan)
    _check({"kind": kind, "amount": amount})
    line = BudgetLine.objects.create(initiative=initiative, kind=kind, label=label, amount=amount)
    audit.record(
        actor,
        "budget_line.added",
        line,
        program_id=initiative.workplan.program_id,
        changes={"amount": [None, amount], "kind": [None, kind]},
    )
    return line


@transaction.atomic
def edit_budget_line(
    *, actor: Actor, line: BudgetLine, expected_version: int, values: Mapping[str, Any]
) -> BudgetLine:
    """Change fields named in EDITABLE."""
    policies.check_can_edit_workplan(actor, line.initiative.workplan)
    check_editable(values, EDITABLE)
    _check(values)
    changes = save_version(line, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor,
            "budget_line.edited",
            line,
            program_id=line.initiative.workplan.program_id,
            changes=changes,
        )
    return line


@transaction.atomic
def remove_budget_line(*, actor: Actor, line: BudgetLine) -> None:
    """Remove a budget line; its amount stays in the audit trail."""
    policies.check_can_edit_workplan(actor, line.initiative.workplan)
    audit.record(
        actor,
        "budget_line.removed",
        line,
        program_id=line.initiative.workplan.program_id,
        changes={"amount": [line.amount, None]},
    )
    line.delete()


def _check(values: Mapping[str, Any]) -> None:
    check_choice(values, "kind", BudgetLine.Kind.values)
    if values.get("amount", 0) < 0:
        raise InvalidInput(fields={"amount": [_("An amount is not negative.")]})
