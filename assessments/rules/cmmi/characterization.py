"""How well a practice is implemented: at one instance, then in the organizational unit.

Source: SCAMPI A v1.3, characterization of practices (rules INST-1 to INST-7 and AGG-1 to AGG-6 of
the rating rules, sections 1 and 2). No value is ever an average.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Characterization(StrEnum):
    """The five values; the first four from best to worst, NOT_YET stands outside their order."""

    FULLY = "FI"
    LARGELY = "LI"
    PARTIALLY = "PI"
    NOT = "NI"
    NOT_YET = "NY"


_WORST_FIRST = (
    Characterization.NOT,
    Characterization.PARTIALLY,
    Characterization.LARGELY,
    Characterization.FULLY,
)

WITH_WEAKNESS = frozenset(_WORST_FIRST[:3])
IMPLEMENTED = frozenset({Characterization.FULLY, Characterization.LARGELY})
WEAK = frozenset({Characterization.PARTIALLY, Characterization.NOT})


@dataclass(frozen=True)
class InstanceRecord:
    """What the team saw of one practice at one instance.

    `is_adequate`: evidence is enough and adequate to show that the practice is done.
    `shows_aspects`: where it is not, some of the practice is shown all the same. `is_conflicting`:
    artefacts and affirmations say opposite things. An alternative practice that does the same for
    the goal is recorded as if it were the model's own.
    """

    stage_reached: bool = True
    is_adequate: bool = False
    shows_aspects: bool = False
    is_conflicting: bool = False
    weaknesses: int = 0


class RecordProblem(StrEnum):
    """Why a value and the weaknesses on file do not fit together."""

    WEAKNESS_MISSING = "weakness_missing"
    WEAKNESS_UNEXPECTED = "weakness_unexpected"


def characterization(record: InstanceRecord) -> Characterization:
    """The value that the record leads to (INST-1 to INST-6).

    Between largely and partially decides whether the evidence is adequate, never the number of
    weaknesses.
    """
    if not record.stage_reached:
        return Characterization.NOT_YET
    if record.is_conflicting:
        return Characterization.PARTIALLY
    if record.is_adequate:
        return Characterization.LARGELY if record.weaknesses else Characterization.FULLY
    return Characterization.PARTIALLY if record.shows_aspects else Characterization.NOT


def record_problem(value: Characterization, weaknesses: int) -> RecordProblem | None:
    """Whether the number of weaknesses on file fits the value (INST-7).

    LI, PI and NI need at least one; FI and NY have none.
    """
    if value in WITH_WEAKNESS:
        return None if weaknesses else RecordProblem.WEAKNESS_MISSING
    return RecordProblem.WEAKNESS_UNEXPECTED if weaknesses else None


class AggregationRule(StrEnum):
    """Which row of the method's table led from the instances to the unit."""

    ALL_EQUAL = "AGG-1"
    FULLY_AND_LARGELY = "AGG-2"
    TEAM_DECIDES = "AGG-3"
    PARTIALLY_AND_NOT = "AGG-4"
    ALL_NOT_YET = "AGG-5"
    NOT_EXAMINED = "AGG-6"


@dataclass(frozen=True)
class UnitCharacterization:
    """What the instances allow for the unit as a whole.

    `allowed`: one value when the rules decide, several (best first) when the team must, none when
    no instance was examined. `provisional`: what may be shown until the team has chosen, the worst
    value present; showing it is this platform's habit and not the method's rule.
    """

    rule: AggregationRule
    allowed: tuple[Characterization, ...]
    provisional: Characterization | None

    @property
    def needs_choice(self) -> bool:
        """Whether the team must choose and give its reason."""
        return len(self.allowed) > 1


def unit_characterization(instances: Iterable[Characterization]) -> UnitCharacterization:
    """The value of the unit from those of the examined instances, in any order (AGG-1 to AGG-6).

    Instances that are not there yet are set aside unless all are.
    """
    present = frozenset(instances)
    due = present - {Characterization.NOT_YET}
    if not present:
        return UnitCharacterization(AggregationRule.NOT_EXAMINED, (), None)
    if not due:
        return _decided(AggregationRule.ALL_NOT_YET, Characterization.NOT_YET)
    if len(due) == 1:
        return _decided(AggregationRule.ALL_EQUAL, *due)
    if due == IMPLEMENTED:
        return _decided(AggregationRule.FULLY_AND_LARGELY, Characterization.LARGELY)
    if due == WEAK:
        return _decided(AggregationRule.PARTIALLY_AND_NOT, Characterization.PARTIALLY)
    return UnitCharacterization(
        AggregationRule.TEAM_DECIDES,
        (Characterization.LARGELY, Characterization.PARTIALLY, Characterization.NOT),
        min(due, key=_WORST_FIRST.index),
    )


def _decided(rule: AggregationRule, value: Characterization) -> UnitCharacterization:
    return UnitCharacterization(rule, (value,), value)


@dataclass(frozen=True)
class TeamChoice:
    """The value the team chose where the rules leave several, and why."""

    value: Characterization
    reason: str


class ChoiceProblem(StrEnum):
    """Why a choice does not count."""

    NOT_NEEDED = "not_needed"
    CLOSED = "closed"
    REASON_MISSING = "reason_missing"


def choice_problem(unit: UnitCharacterization, choice: TeamChoice) -> ChoiceProblem | None:
    """Whether the choice is open and has its reason (AGG-3)."""
    if not unit.needs_choice:
        return ChoiceProblem.NOT_NEEDED
    if choice.value not in unit.allowed:
        return ChoiceProblem.CLOSED
    return None if choice.reason.strip() else ChoiceProblem.REASON_MISSING


@dataclass(frozen=True)
class PracticeRecord:
    """A practice with the values of its examined instances and the team's choice, if any."""

    instances: tuple[Characterization, ...] = ()
    choice: TeamChoice | None = None

    @cached_property
    def unit(self) -> UnitCharacterization:
        """What the instances allow."""
        return unit_characterization(self.instances)

    @cached_property
    def value(self) -> Characterization | None:
        """The unit's value: as the rules decide, else as chosen; None while it is open.

        A choice that no longer fits, because an instance has changed, does not count.
        """
        unit = self.unit
        if not unit.needs_choice:
            return next(iter(unit.allowed), None)
        if self.choice is None or choice_problem(unit, self.choice):
            return None
        return self.choice.value
