"""What a fact is: something that can be known about an assessment, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What the value of a fact is, and by that what a condition may ask of it.

    FLAG: true or false; asked to be true. COUNT: a whole number from 0; asked to lie within bounds.
    PERCENT: a number from 0 to 100; the same. PER_NAME: a count for each name; asked of every one
    of them, and of at least one name. NAMES: those that still lack something; asked to be empty.
    """

    FLAG = "flag"
    COUNT = "count"
    PERCENT = "percent"
    PER_NAME = "per_name"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known about an assessment.

    Templates may hold `{value}` (for NAMES: how many), `{bound}` and `{names}`. `over` is said when
    the value is above an upper bound; without it the fact has no upper bound.
    """

    name: str
    kind: FactKind
    meaning: str
    met: str
    unmet: str
    over: str = ""


def flag(name: str, met: str, unmet: str) -> Fact:
    """Something that is so or not."""
    return Fact(name, FactKind.FLAG, met.rstrip("."), met, unmet)


def names(name: str, meaning: str, met: str, unmet: str) -> Fact:
    """Things that still lack something; `unmet` is followed by their names."""
    return Fact(name, FactKind.NAMES, meaning, met, f"{unmet}: {{names}}.")


def count(name: str, meaning: str, unmet: str = "", over: str = "") -> Fact:
    """A number of things."""
    said = f"{meaning}: {{value}}"
    lower = unmet or f"{said}; at least {{bound}} needed."
    return Fact(name, FactKind.COUNT, meaning, f"{said}.", lower, over)
