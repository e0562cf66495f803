"""The states of an assessment and which state follows which (A2I, phases E2 to A3)."""

from collections.abc import Mapping

PLANNED = "planned"
COLLECTING = "collecting"
ANALYZING = "analyzing"
AGREED = "agreed"
CLOSED = "closed"

# From -> states that may follow. Answers are never reopened once analysis began; ratings may be
# taken up again until the assessment is closed.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    PLANNED: frozenset({COLLECTING}),
    COLLECTING: frozenset({ANALYZING}),
    ANALYZING: frozenset({AGREED}),
    AGREED: frozenset({ANALYZING, CLOSED}),
    CLOSED: frozenset(),
}


def may_follow(state: str, next_state: str) -> bool:
    """Whether an assessment in `state` may move to `next_state`."""
    return next_state in TRANSITIONS[state]
