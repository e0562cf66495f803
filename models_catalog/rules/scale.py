"""Ordered scales: maturity levels, judgements of a team, and response sets of questions.

Values are ordinal. They are compared and counted, never averaged and called a level.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a scale is for."""

    LEVEL = "level"
    RATING = "rating"
    ANSWER = "answer"


class Meaning(StrEnum):
    """What choosing a step says. Only `VALUE` has a place in the order."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale; `value` is None unless the meaning is `VALUE`."""

    code: str
    name: str
    value: int | None = None
    meaning: Meaning = Meaning.VALUE
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps in the order in which they are shown; for `Use.LEVEL` that is lowest first.

    `equal_steps`: every step is equally long, so that a mean of values may be shown.
    """

    code: str
    name: str
    use: Use
    levels: tuple[Level, ...]
    text: str = ""
    equal_steps: bool = False

    @property
    def ordered(self) -> tuple[Level, ...]:
        """The steps that have a value, lowest first."""
        return tuple(
            sorted((level for level in self.levels if level.value is not None), key=_value)
        )

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Lowest and highest value; None when no step has a value."""
        ordered = self.ordered
        return (_value(ordered[0]), _value(ordered[-1])) if ordered else None

    def __contains__(self, value: object) -> bool:
        return self.level(value) is not None

    def level(self, value: object) -> Level | None:
        """The step with this value, or None."""
        if value is None or isinstance(value, bool):
            return None
        return next((level for level in self.levels if level.value == value), None)

    def by_code(self, code: str) -> Level | None:
        """The step with this code, or None."""
        return next((level for level in self.levels if level.code == code), None)

    def label(self, value: int | None) -> str:
        """The name of the step with this value; empty for None, which means 'not rated'.

        Raises ValueError when the scale has no such value.
        """
        if value is None:
            return ""
        level = self.level(value)
        if level is None:
            raise ValueError(f"{value} is not a level of {self.described}")
        return level.name

    @property
    def described(self) -> str:
        """The scale as messages name it: `scale 'maturity' (1-5)`."""
        return describe(self.code, [_value(level) for level in self.ordered])


def describe(code: str, values: list[int]) -> str:
    """A scale as messages name it: a range when the values have no hole, else all of them."""
    values = sorted(values)
    if not values:
        return f"scale '{code}' (no values)"
    if len(values) > 1 and values[-1] - values[0] == len(values) - 1:
        return f"scale '{code}' ({values[0]}-{values[-1]})"
    return f"scale '{code}' ({', '.join(map(str, values))})"


def _value(level: Level) -> int:
    """The value of a step that is known to have one."""
    if level.value is None:
        raise ValueError(f"level '{level.code}' has no value")
    return level.value
