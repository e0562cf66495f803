"""The method's gates before the big moves of an assessment, and the steps that move with them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.method_words import said
from assessments.models import Assessment, StepRecord
from assessments.queries.board import MethodBoard
from assessments.queries.gates import (
    agreeing_step,
    collected_step,
    opening_step,
    planned_by,
    unsettled,
    waiting_before,
)
from assessments.rules.board import GateState, Mark, StepView
from assessments.services.steps import locked_board, record_act
from cip.access.actor import Actor
from cip.kernel.errors import WrongState


class GatesBlock(WrongState):
    """Steps of the method must be passed first; the step board is where to go."""


def check_plan_is_open(assessment: Assessment) -> None:
    """Raise WrongState once the step that fixes model version and scope was declared done."""
    step = planned_by(assessment)
    if step is not None:
        raise WrongState(
            _("Step %(step)s fixed model and scope. Take that step up again to change them.")
            % {"step": f"{step.code}, {step.name}"}
        )


def check_may_open(assessment: Assessment, now: datetime) -> None:
    """Raise GatesBlock while steps before the questionnaire are not passed."""
    standing = locked_board(assessment, now)
    _check(
        _("The questionnaire cannot be opened yet."),
        waiting_before(standing, opening_step(standing)),
    )


def opened(actor: Actor, assessment: Assessment, now: datetime) -> None:
    """The step in which people are asked begins with the questionnaire."""
    standing = locked_board(assessment, now)
    _begin(actor, standing, opening_step(standing), now)


def collected(actor: Actor, assessment: Assessment, now: datetime) -> None:
    """Closing the questionnaire ends that step, if its gates hold, and begins the analysis."""
    standing = locked_board(assessment, now)
    asking, closing = opening_step(standing), collected_step(standing)
    if asking is not None and closing is not None and asking.step.code != closing.step.code:
        _finish(actor, standing, asking, now)
        standing = locked_board(assessment, now)
    _begin(actor, standing, collected_step(standing), now)


def check_may_agree(assessment: Assessment, now: datetime) -> None:
    """Raise GatesBlock while steps before the rating are not passed."""
    standing = locked_board(assessment, now)
    _check(
        _("The ratings cannot be agreed yet."), waiting_before(standing, agreeing_step(standing))
    )


def agreed(actor: Actor, assessment: Assessment, now: datetime) -> None:
    """Agreeing ends the step of rating, if its gates hold."""
    standing = locked_board(assessment, now)
    _finish(actor, standing, agreeing_step(standing), now)


def taken_up_again(actor: Actor, assessment: Assessment, reason: str, now: datetime) -> None:
    """The step of rating is taken up again, if the method lets it; WrongState otherwise."""
    standing = locked_board(assessment, now)
    view = agreeing_step(standing)
    if view is None or view.mark is not Mark.DONE:
        return
    found = standing.reopening(view.step.code)
    if not found.allowed:
        raise WrongState(" ".join(said(each, for_team=True) for each in found.said))
    record_act(
        standing.assessment, actor, view.step.code, StepRecord.Act.REOPENED, note=reason, now=now
    )


def check_may_close(assessment: Assessment, now: datetime) -> None:
    """Raise GatesBlock until every step is settled; an optional one may stay out."""
    _check(_("The assessment cannot be closed yet."), unsettled(locked_board(assessment, now)))


def _check(head: str, waiting: Sequence[StepView]) -> None:
    if not waiting:
        return
    now = [view for view in waiting if view.state.is_open]
    parts = [head, *(_step_words(view) for view in now)]
    later = len(waiting) - len(now)
    if later:
        parts.append(
            ngettext("After that: %(n)s more step.", "After that: %(n)s more steps.", later)
            % {"n": later}
        )
    raise GatesBlock(" ".join(parts))


def _step_words(view: StepView) -> str:
    blocks = [said(each, for_team=True) for each in view.blocks] or [_("Not declared done yet.")]
    return f"{view.step.code}, {view.step.name}: {' '.join(blocks)}"


def _begin(actor: Actor, standing: MethodBoard, view: StepView | None, now: datetime) -> None:
    if view is not None and view.mark is None and not view.waits_for:
        record_act(standing.assessment, actor, view.step.code, StepRecord.Act.STARTED, now=now)


def _finish(actor: Actor, standing: MethodBoard, view: StepView | None, now: datetime) -> None:
    if view is None or view.mark is Mark.DONE or view.waits_for:
        return
    if all(gate.state is not GateState.UNMET for gate in view.gates):
        record_act(standing.assessment, actor, view.step.code, StepRecord.Act.DONE, now=now)
