"""What people state where no row tells, and gates that the sponsor lets pass."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.method_words import said
from assessments.models import Assessment, GateWaiver, Statement
from assessments.queries.board import gates_about, roles_about
from assessments.queries.facts import is_stated, needs_number
from assessments.rules.board import Waiver, waiver_fault
from assessments.rules.facts import FACTS, FactKind
from assessments.rules.method import Method
from assessments.services.steps import locked_board
from cip.access.actor import Actor, acting_person
from cip.audit import services as audit
from cip.db.lookups import named_row
from cip.kernel import texts
from cip.kernel.errors import InvalidInput, WrongState
from cip.programs.models import ArtefactVersion

PERCENT_MOST = 100


@dataclass(frozen=True)
class Words:
    """What comes with a statement: the day, a note, a document (an artefact version's id)."""

    note: str = ""
    happened_on: date | None = None
    artefact_version_id: UUID | None = None


@transaction.atomic
def state_fact(
    *,
    actor: Actor,
    assessment: Assessment,
    fact: str,
    number: int | None = None,
    words: Words = Words(),
    now: datetime,
) -> Statement:
    """Say that a fact of the method holds; a new statement takes the place of the last.

    Raises InvalidInput for facts that rows tell, that the method does not ask about, or with a
    number where none belongs.
    """
    standing = locked_board(assessment, now)
    row = standing.assessment
    _check_fact(standing.method, fact)
    policies.check_can_state(actor, row, roles_about(standing.method, fact))
    _check_values(fact, number, words, now)
    document = _document(actor, row, words.artefact_version_id)
    old = standing.statements.get(fact)
    if old is not None:
        _withdraw(actor, Statement.objects.get(pk=old.id), now)
    made = Statement.objects.create(
        assessment=row,
        fact=fact,
        number=number,
        note=words.note,
        happened_on=words.happened_on,
        artefact_version=document,
        said_by_id=acting_person(actor),
        said_at=now,
    )
    audit.record(
        actor,
        "statement.made",
        row,
        program_id=row.program_id,
        changes={"fact": fact, **({} if number is None else {"number": number})},
    )
    return made


@transaction.atomic
def withdraw_statement(*, actor: Actor, assessment: Assessment, fact: str, now: datetime) -> None:
    """Take a statement back; it stays on record, and the gates that rest on it close again."""
    standing = locked_board(assessment, now)
    row = standing.assessment
    _check_fact(standing.method, fact)
    policies.check_can_state(actor, row, roles_about(standing.method, fact))
    statement = standing.statements.get(fact)
    if statement is None:
        raise WrongState(_("Nobody has stated this, so there is nothing to take back."))
    _withdraw(actor, Statement.objects.get(pk=statement.id), now)
    audit.record(
        actor, "statement.withdrawn", row, program_id=row.program_id, changes={"fact": fact}
    )


@transaction.atomic
def waive_gate(
    *, actor: Actor, assessment: Assessment, step: str, gate: str, reason: str, now: datetime
) -> GateWaiver:
    """Let a gate pass that does not hold, with a reason that the report will show."""
    standing = locked_board(assessment, now)
    row, method = standing.assessment, standing.method
    policies.check_can_waive(actor, row, method.waived_by)
    fault = waiver_fault(method, Waiver(step, gate, method.waived_by or "", reason))
    if fault is not None:
        raise InvalidInput(fields={"reason": [said(fault, for_team=True)]})
    if standing.waiver_of(step, gate) is not None:
        raise WrongState(_("This gate is waived already."))
    made = GateWaiver.objects.create(
        assessment=row,
        step=step,
        gate=gate,
        role=method.waived_by or "",
        note=reason,
        said_by_id=acting_person(actor),
        said_at=now,
    )
    audit.record(
        actor,
        "gate.waived",
        row,
        program_id=row.program_id,
        changes={"step": step, "gate": gate, "reason": reason},
    )
    return made


@transaction.atomic
def withdraw_waiver(
    *, actor: Actor, assessment: Assessment, step: str, gate: str, now: datetime
) -> None:
    """Take a waiver back; it stays on record."""
    standing = locked_board(assessment, now)
    row = standing.assessment
    policies.check_can_waive(actor, row, standing.method.waived_by)
    waiver = standing.waiver_of(step, gate)
    if waiver is None:
        raise WrongState(_("This gate is not waived."))
    _withdraw(actor, GateWaiver.objects.get(pk=waiver.id), now)
    audit.record(
        actor,
        "waiver.withdrawn",
        row,
        program_id=row.program_id,
        changes={"step": step, "gate": gate},
    )


def _withdraw(actor: Actor, row: Statement | GateWaiver, now: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by_id = now, acting_person(actor)
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _check_fact(method: Method, fact: str) -> None:
    if fact not in FACTS or not gates_about(method, fact):
        raise InvalidInput(fields={"fact": [_("This method does not ask about that.")]})
    if not is_stated(fact):
        raise InvalidInput(
            fields={"fact": [_("The program knows this by itself; nobody needs to state it.")]}
        )


def _check_values(fact: str, number: int | None, words: Words, now: datetime) -> None:
    problems: dict[str, list[str]] = {}
    if needs_number(fact) and number is None:
        problems["number"] = [_("Give the number.")]
    if not needs_number(fact) and number is not None:
        problems["number"] = [_("No number belongs here.")]
    if number is not None and not 0 <= number <= _most(fact):
        problems["number"] = [_("Choose a number from 0 to %(most)s.") % {"most": _most(fact)}]
    if words.happened_on is not None and words.happened_on > now.date():
        problems["happened_on"] = [_("That day has not come yet.")]
    problem = texts.problem_in(words.note, limit=texts.LONG)
    if problem:
        problems["note"] = [problem]
    if problems:
        raise InvalidInput(fields=problems)


def _most(fact: str) -> int:
    return PERCENT_MOST if FACTS[fact].kind is FactKind.PERCENT else 1_000_000


def _document(actor: Actor, row: Assessment, pk: UUID | None) -> ArtefactVersion | None:
    if pk is None:
        return None
    rows = ArtefactVersion.objects.citable(row.program_id)
    found: ArtefactVersion = named_row(rows, actor, pk, field="artefact_version")
    return found
