"""The method's gates before what cannot be taken back, and the steps that move with it.

What a team merely prepares is held back nowhere: notes, evidence, preliminary findings, goals left
unrated with a reason, values of practices (ADR 0018).
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.method_words import said
from assessments.models import Assessment, StepRecord
from assessments.queries.board import MethodBoard, method_board, with_method
from assessments.queries.gates import (
    CONFIRMING,
    DISCUSSING,
    RATING,
    agreeing_step,
    asks_about,
    beginning_step,
    collected_step,
    confirming_step,
    discussing_step,
    opening_step,
    planned_by,
    rated_by,
    rating_step,
    reported_by,
    unsettled,
    waiting_before,
)
from assessments.rules.board import GateState, GateView, Mark, StepView
from assessments.rules.method import Method
from assessments.services.steps import locked_board, record_act
from cip.access.actor import Actor
from cip.kernel import clock
from cip.kernel.errors import WrongState


class GatesBlock(WrongState):
    """A step of the method stands in the way; the step board is where to go."""


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
    head = _("The questionnaire cannot be opened yet.")
    _check(head, standing, waiting_before(standing, opening_step(standing)))


def check_may_begin(assessment: Assessment, now: datetime) -> None:
    """Raise GatesBlock while steps before looking at the work are not passed."""
    standing = locked_board(assessment, now)
    head = _("The appraisal cannot begin yet.")
    _check(head, standing, waiting_before(standing, beginning_step(standing)))


def check_may_rate(assessment: Assessment) -> None:
    """Raise GatesBlock while steps before the rating are not passed, and once it has ended."""
    check_ratings_are_open(assessment)
    if not asks_about(assessment, RATING):
        return
    standing = locked_board(assessment, clock.now())
    head = _("Nothing can be rated yet.")
    _check(head, standing, waiting_before(standing, rating_step(standing)))


def check_ratings_are_open(assessment: Assessment) -> None:
    """Raise GatesBlock once the step of rating was declared done."""
    step = rated_by(assessment)
    if step is not None:
        raise GatesBlock(
            _("Step %(step)s ended the rating. Take that step up again to change ratings.")
            % {"step": f"{step.code}, {step.name}"}
        )


def check_may_confirm(assessment: Assessment) -> None:
    """Raise GatesBlock while not all has been heard that findings are to rest on."""
    check_findings_are_open(assessment)
    if not asks_about(assessment, CONFIRMING):
        return
    standing = locked_board(assessment, clock.now())
    head = _("Findings cannot be confirmed yet.")
    _check(head, standing, waiting_before(standing, confirming_step(standing)))


def check_may_discuss(assessment: Assessment) -> None:
    """Raise GatesBlock while findings may not be put to those concerned."""
    check_findings_are_open(assessment)
    if not asks_about(assessment, DISCUSSING):
        return
    standing = locked_board(assessment, clock.now())
    head = _("What became of findings cannot be recorded yet.")
    _check(head, standing, waiting_before(standing, discussing_step(standing)))


def check_findings_are_open(assessment: Assessment) -> None:
    """Raise GatesBlock once the report with the findings was delivered."""
    step = reported_by(assessment)
    if step is not None:
        raise GatesBlock(
            _(
                "The report was delivered (step %(step)s), so findings stay as they were reported. "
                "Actions can still be agreed and followed."
            )
            % {"step": f"{step.code}, {step.name}"}
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
    head = _("The ratings cannot be agreed yet.")
    _check(head, standing, waiting_before(standing, agreeing_step(standing)))


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
    standing = locked_board(assessment, now)
    _check(_("The assessment cannot be closed yet."), standing, unsettled(standing))


def rating_waits_for(assessment: Assessment, now: datetime) -> str:
    """What stands between now and rating, in words for the page; empty when nothing does."""
    if not asks_about(assessment, RATING):
        return ""
    standing = method_board(with_method().get(pk=assessment.pk), now.date())
    return _waiting_words(standing, waiting_before(standing, rating_step(standing)))


def agreeing_waits_for(assessment: Assessment, now: datetime) -> str:
    """What stands between now and agreeing, in words for the page; empty when nothing does."""
    standing = method_board(with_method().get(pk=assessment.pk), now.date())
    return _waiting_words(standing, waiting_before(standing, agreeing_step(standing)))


def begin_waits_for(assessment: Assessment, now: datetime) -> str:
    """What stands between now and beginning the appraisal, in words; empty when nothing does."""
    standing = method_board(with_method().get(pk=assessment.pk), now.date())
    return _waiting_words(standing, waiting_before(standing, beginning_step(standing)))


def _check(head: str, standing: MethodBoard, waiting: Sequence[StepView]) -> None:
    if waiting:
        raise GatesBlock(f"{head} {_waiting_words(standing, waiting)}")


def _waiting_words(standing: MethodBoard, waiting: Sequence[StepView]) -> str:
    now = [view for view in waiting if view.state.is_open]
    parts = [_step_words(standing.method, view) for view in now]
    later = len(waiting) - len(now)
    if later:
        parts.append(
            ngettext("After that: %(n)s more step.", "After that: %(n)s more steps.", later)
            % {"n": later}
        )
    return " ".join(parts)


def _step_words(method: Method, view: StepView) -> str:
    """What is missing at a step, who can bring it about and who may let it pass."""
    if view.missing:
        blocks = [_gate_words(method, view, gate) for gate in view.missing]
    else:
        who = _role_names(method, view.step.by)
        blocks = [_("Not declared done yet (up to: %(who)s).") % {"who": who}]
    return f"{view.step.code}, {view.step.name}: {' '.join(blocks)}"


def _gate_words(method: Method, view: StepView, found: GateView) -> str:
    gate = found.gate
    values = {
        "gate": gate.text,
        "missing": " ".join(said(each, for_team=True) for each in found.said),
        "who": _role_names(method, gate.by or view.step.by),
    }
    if not gate.waivable or method.waived_by is None:
        return _("“%(gate)s” %(missing)s (up to: %(who)s; cannot be waived)") % values
    values["waiver"] = _role_names(method, [method.waived_by])
    return _("“%(gate)s” %(missing)s (up to: %(who)s; %(waiver)s may waive it)") % values


def _role_names(method: Method, codes: Sequence[str]) -> str:
    names = {role.code: role.name for role in method.roles}
    return ", ".join(names[code] for code in codes)


def _begin(actor: Actor, standing: MethodBoard, view: StepView | None, now: datetime) -> None:
    if view is not None and view.mark is None and not view.waits_for:
        record_act(standing.assessment, actor, view.step.code, StepRecord.Act.STARTED, now=now)


def _finish(actor: Actor, standing: MethodBoard, view: StepView | None, now: datetime) -> None:
    if view is None or view.mark is Mark.DONE or view.waits_for:
        return
    if all(gate.state is not GateState.UNMET for gate in view.gates):
        record_act(standing.assessment, actor, view.step.code, StepRecord.Act.DONE, now=now)
