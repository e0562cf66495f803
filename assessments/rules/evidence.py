"""Corroboration: what a finding rests on (CBA IPI: at least two independent sources)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SOURCES_NEEDED = 2


class Corroboration(StrEnum):
    """How well a finding stands."""

    CORROBORATED = "corroborated"
    CONTRADICTED = "contradicted"
    SINGLE_SOURCE = "single_source"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: its kind of source, where it came from, and what it says."""

    source: str
    origin: str
    supports: bool


@dataclass(frozen=True)
class Standing:
    """The state of corroboration with the numbers behind it."""

    state: Corroboration
    independent: int
    contradicting: int

    @property
    def may_be_confirmed(self) -> bool:
        """Enough independent sources support the finding."""
        return self.independent >= SOURCES_NEEDED


def standing(pieces: Iterable[Piece]) -> Standing:
    """How well the pieces carry the finding.

    Pieces are independent when their kind or their origin differs. All questions of a questionnaire
    are one origin: the same people, the same occasion. Any contradiction is shown, never averaged.
    """
    pieces = list(pieces)
    independent = len({event_of(piece) for piece in pieces if piece.supports})
    contradicting = len({event_of(piece) for piece in pieces if not piece.supports})
    if contradicting:
        state = Corroboration.CONTRADICTED
    elif independent >= SOURCES_NEEDED:
        state = Corroboration.CORROBORATED
    elif independent:
        state = Corroboration.SINGLE_SOURCE
    else:
        state = Corroboration.NO_EVIDENCE
    return Standing(state, independent, contradicting)


def event_of(piece: Piece) -> tuple[str, str]:
    """What makes a piece independent of others: its kind of source and its origin."""
    origin = "" if piece.source == "questionnaire" else " ".join(piece.origin.casefold().split())
    return (piece.source, origin)
