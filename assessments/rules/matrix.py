"""What all evidence together says about one practice, and how old it is.

Source: questionnaire practice, section 9: corroborated, contradicted, single source, no evidence;
a contradiction always opens a probe, a claim of the questionnaire alone is only claimed, and kinds
of sources are never averaged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assessments.rules.evidence import Corroboration, Piece, event_of, standing

QUESTIONNAIRE = "questionnaire"


@dataclass(frozen=True)
class Verdict:
    """How well something is known about a practice, and what: done, not done, or None."""

    state: Corroboration
    is_done: bool | None
    is_only_claimed: bool = False


def verdict(pieces: Iterable[Piece]) -> Verdict:
    """What pieces say together; `supports` means that the practice is done.

    Two independent sources corroborate either direction. Sources of both directions contradict;
    answers that are split are still one source.
    """
    pieces = list(pieces)
    done = [piece for piece in pieces if piece.supports]
    lacking = [replace(piece, supports=True) for piece in pieces if not piece.supports]
    if done and lacking:
        is_one_event = len({event_of(piece) for piece in pieces}) == 1
        state = Corroboration.SINGLE_SOURCE if is_one_event else Corroboration.CONTRADICTED
        return Verdict(state, None)
    if not pieces:
        return Verdict(Corroboration.NO_EVIDENCE, None)
    is_claimed = bool(done) and {piece.source for piece in done} == {QUESTIONNAIRE}
    return Verdict(standing(done or lacking).state, bool(done), is_claimed)


def age_in_months(day: date, today: date) -> int:
    """Whole months since that day; 0 for days to come."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return max(0, months - (today.day < day.day))


def is_stale(day: date, today: date, *, months: int) -> bool:
    """Whether evidence of that day is older than so many months."""
    return age_in_months(day, today) >= months
