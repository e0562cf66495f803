"""Whether a step that is done may be taken up again.

Source: A2I workflow specification, section 1.2: E5 can be reopened from E6; P and E1 cannot be
reopened once a response exists (start a new assessment instead).
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.board import Board, Mark
from assessments.rules.condition import Facts, Sentence, judged, listed
from assessments.rules.method import Reopen, Step

NOT_DONE = "This step is not done yet."
NOT_FORESEEN = "The method does not let this step be taken up again."
DURING = "This step can be taken up again only while one of these is open: {steps}."
ALLOWED = "This step can be taken up again."


@dataclass(frozen=True, slots=True)
class Reopening:
    """Whether a step may be taken up again, what to say, and the steps begun or done that will then
    wait for it.
    """

    allowed: bool
    said: tuple[Sentence, ...]
    affects: tuple[Step, ...] = ()


def reopening(standing: Board, facts: Facts, code: str) -> Reopening:
    """Whether the step with this code may be taken up again now; not while it is unknown whether it
    is too late. Raises KeyError when there is no such step.
    """
    view = standing.view(code)
    if view is None:
        raise KeyError(code)
    if view.mark not in (Mark.DONE, Mark.SKIPPED):
        return Reopening(False, (Sentence(NOT_DONE),))
    rule = view.step.reopen
    if rule is None:
        return Reopening(False, (Sentence(NOT_FORESEEN),))
    refusal = _refusal(rule, standing, facts)
    if refusal:
        instead = (Sentence("{text}", (("text", rule.instead),)),) if rule.instead else ()
        return Reopening(False, (refusal, *instead))
    return Reopening(True, (Sentence(ALLOWED),), _affected(standing, code))


def _refusal(rule: Reopen, standing: Board, facts: Facts) -> Sentence | None:
    if rule.during and not any(_is_open(standing, code) for code in rule.during):
        return Sentence(DURING, (("steps", listed(rule.during)),))
    found = (judged(condition, facts) for condition in rule.unless)
    return next((each.sentence for each in found if each.holds or not each.is_known), None)


def _is_open(standing: Board, code: str) -> bool:
    view = standing.view(code)
    return view is not None and view.state.is_open


def _affected(standing: Board, code: str) -> tuple[Step, ...]:
    """The steps begun or done that rest on this one, directly or through others."""
    behind = {code}
    for view in standing.steps:
        if behind.intersection(view.step.needs):
            behind.add(view.step.code)
    return tuple(
        view.step
        for view in standing.steps
        if view.mark is not None and view.step.code in behind - {code}
    )
