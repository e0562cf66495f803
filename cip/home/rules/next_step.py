"""What a program needs next, from what it has."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The way of a program: know where we stand, mobilize teams, plan, go on."""

    ASSESS = "assess"
    MOBILIZE = "mobilize"
    PLAN = "plan"
    GATE = "gate"


@dataclass(frozen=True)
class Standing:
    """What a program has."""

    assessments: int
    teams: int
    initiatives: int
    is_gate_ready: bool
    is_archived: bool = False


def next_step(standing: Standing) -> Step | None:
    """The first thing that is missing, in the order of the CIP roadmap; None when all runs."""
    if standing.is_archived:
        return None
    if standing.is_gate_ready:
        return Step.GATE
    if not standing.assessments:
        return Step.ASSESS
    if not standing.teams:
        return Step.MOBILIZE
    if not standing.initiatives:
        return Step.PLAN
    return None
