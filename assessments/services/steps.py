"""Steps of the method: begin, declare done, skip, take up again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.method_words import said
from assessments.models import Assessment, StepRecord
from assessments.queries.board import MethodBoard, method_board, with_method
from assessments.rules.board import Mark, StepView
from assessments.rules.condition import Sentence
from cip.access.actor import Actor, acting_person
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState

Act = StepRecord.Act


@transaction.atomic
def begin_step(
    *, actor: Actor, assessment: Assessment, code: str, note: str = "", now: datetime
) -> StepRecord:
    """Begin a step; WrongState when it was begun before or waits for another."""
    standing, view = _at(actor, assessment, code, now)
    if view.mark is not None:
        raise WrongState(_("This step was begun already."))
    _check_may_begin(view)
    return record_act(standing.assessment, actor, code, Act.STARTED, note=note, now=now)


@transaction.atomic
def finish_step(
    *,
    actor: Actor,
    assessment: Assessment,
    code: str,
    note: str = "",
    subject: str = "",
    now: datetime,
) -> StepRecord:
    """Declare a step done; with a subject only one round of a step that repeats.

    Raises WrongState with every gate that does not hold: a gate blocks until it holds or is waived.
    """
    standing, view = _at(actor, assessment, code, now)
    _check_may_begin(view)
    if subject and not view.step.repeats:
        raise InvalidInput(fields={"subject": [_("This step is done once, for everything.")]})
    if not subject:
        if view.mark is Mark.DONE:
            raise WrongState(_("This step was declared done already."))
        if view.missing:
            gates = [each for gate in view.missing for each in gate.said]
            raise WrongState(_words(_("This step cannot be passed yet."), gates))
    return record_act(
        standing.assessment, actor, code, Act.DONE, note=note, subject=subject, now=now
    )


@transaction.atomic
def skip_step(
    *, actor: Actor, assessment: Assessment, code: str, note: str, now: datetime
) -> StepRecord:
    """Leave out an optional step, saying why."""
    standing, view = _at(actor, assessment, code, now)
    if not view.step.optional:
        raise WrongState(_("Only an optional step can be skipped."))
    if view.mark is Mark.SKIPPED:
        raise WrongState(_("This step is skipped already."))
    if view.mark is Mark.DONE:
        raise WrongState(_("This step was declared done already."))
    _check_may_begin(view)
    _check_reason(note, _("Say why this step is skipped."))
    return record_act(standing.assessment, actor, code, Act.SKIPPED, note=note, now=now)


@transaction.atomic
def reopen_step(
    *, actor: Actor, assessment: Assessment, code: str, note: str, now: datetime
) -> StepRecord:
    """Take up a step again that was done, if the method lets it; steps that rest on it wait."""
    standing, _view = _at(actor, assessment, code, now)
    found = standing.reopening(code)
    if not found.allowed:
        raise WrongState(_words("", found.said))
    _check_reason(note, _("Say why this step is taken up again."))
    return record_act(standing.assessment, actor, code, Act.REOPENED, note=note, now=now)


def locked_board(assessment: Assessment, now: datetime) -> MethodBoard:
    """The board of the stored assessment, locked so that steps move one at a time."""
    stored = with_method().select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    return method_board(stored, now.date())


def record_act(
    assessment: Assessment,
    actor: Actor,
    code: str,
    act: StepRecord.Act,
    *,
    now: datetime,
    note: str = "",
    subject: str = "",
) -> StepRecord:
    """Write one act at a step with its audit row; the caller has checked that it may be."""
    row = StepRecord.objects.create(
        assessment=assessment,
        step=code,
        act=act,
        subject=subject,
        note=note,
        said_by_id=acting_person(actor),
        said_at=now,
    )
    audit.record(
        actor,
        f"step.{act.value}",
        assessment,
        program_id=assessment.program_id,
        changes={"step": code, **({"subject": subject} if subject else {})},
    )
    return row


def _at(
    actor: Actor, assessment: Assessment, code: str, now: datetime
) -> tuple[MethodBoard, StepView]:
    standing = locked_board(assessment, now)
    policies.check_can_move_steps(actor, standing.assessment)
    view = standing.step(code)
    if view is None:
        raise InvalidInput(fields={"step": [_("There is no such step in this method.")]})
    return standing, view


def _check_may_begin(view: StepView) -> None:
    if view.waits_for:
        raise WrongState(
            _words(_("This step cannot begin yet."), view.blocks[: len(view.waits_for)])
        )


def _check_reason(note: str, problem: str) -> None:
    if not note.strip():
        raise InvalidInput(fields={"note": [problem]})


def _words(head: str, sentences: Sequence[Sentence]) -> str:
    return " ".join([*([head] if head else []), *(said(each, for_team=True) for each in sentences)])
