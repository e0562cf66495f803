"""Whether a condition holds, said in a plain sentence with the values of its facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.rules.facts import FACTS, Fact, FactKind
from assessments.rules.method import Condition

FactValue = bool | int | float | tuple[str, ...] | Mapping[str, int]
"""FLAG: bool. COUNT: int. PERCENT: int or float. NAMES: tuple of names. PER_NAME: name -> int."""

Facts = Mapping[str, FactValue]
"""Fact name -> value; a fact that is not here is not known yet."""

NAMES_SAID = 5

UNKNOWN = "Not known yet: {meaning}."
EMPTY = "Nothing to count yet: {meaning}."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with its values, so that the template can be translated before it is filled."""

    template: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a condition holds, whether that is known at all, and why."""

    holds: bool
    sentence: Sentence
    is_known: bool = True


class WrongFacts(ValueError):
    """Facts that the vocabulary does not have, or values that do not fit their kind."""


def check_facts(facts: Facts) -> None:
    """Raise `WrongFacts` with everything that is wrong with the facts."""
    wrong = sorted(
        f"{name}: {value!r} is no {FACTS[name].kind}" if name in FACTS else f"{name}: no such fact"
        for name, value in facts.items()
        if name not in FACTS or not _fits(FACTS[name].kind, value)
    )
    if wrong:
        raise WrongFacts("; ".join(wrong))


def judged(condition: Condition, facts: Facts) -> Judgement:
    """Whether the condition holds. A fact that is not known yet does not hold."""
    fact = FACTS[condition.fact]
    value = facts.get(fact.name)
    if value is None:
        return _unknown(fact)
    if isinstance(value, Mapping):
        return _of_each(fact, value, condition.at_least or 0)
    if isinstance(value, tuple):
        values = (("value", str(len(value))), ("names", listed(value)))
        return Judgement(not value, Sentence(fact.unmet if value else fact.met, values))
    if isinstance(value, bool):
        return Judgement(value, Sentence(fact.met if value else fact.unmet))
    return _of_number(fact, value, condition, facts)


def first_holding(conditions: Iterable[Condition], facts: Facts) -> Judgement | None:
    """The judgement of the first condition that holds, or None."""
    found = (judged(condition, facts) for condition in conditions)
    return next((judgement for judgement in found if judgement.holds), None)


def listed(names: Iterable[str]) -> str:
    """The names in alphabetical order with commas; beyond a few only how many more."""
    ordered = sorted(names)
    rest = len(ordered) - NAMES_SAID
    return ", ".join([*ordered[:NAMES_SAID], *([f"+{rest}"] if rest > 0 else [])])


def _unknown(fact: Fact) -> Judgement:
    return Judgement(False, Sentence(UNKNOWN, (("meaning", fact.meaning),)), is_known=False)


def _of_each(fact: Fact, counts: Mapping[str, int], low: int) -> Judgement:
    if not counts:
        return Judgement(False, Sentence(EMPTY, (("meaning", fact.meaning),)))
    short = [name for name, number in counts.items() if number < low]
    values = (("value", str(len(short))), ("names", listed(short)), ("bound", str(low)))
    return Judgement(not short, Sentence(fact.unmet if short else fact.met, values))


def _of_number(fact: Fact, value: float, condition: Condition, facts: Facts) -> Judgement:
    for name in (condition.at_least_fact, condition.at_most_fact):
        if name is not None and name not in facts:
            return _unknown(FACTS[name])
    low = _bound(condition.at_least, condition.at_least_fact, facts)
    high = _bound(condition.at_most, condition.at_most_fact, facts)
    if low is not None and value < low:
        return Judgement(False, _said(fact, fact.unmet, value, low))
    if high is not None and value > high:
        return Judgement(False, _said(fact, fact.over, value, high))
    return Judgement(True, _said(fact, fact.met, value, low if low is not None else high))


def _bound(fixed: int | None, name: str | None, facts: Facts) -> float | None:
    if name is None:
        return fixed
    value = facts[name]
    return value if isinstance(value, int | float) else None


def _said(fact: Fact, template: str, value: float, bound: float | None) -> Sentence:
    return Sentence(
        template, (("value", _number(fact, value)), ("bound", _number(fact, bound or 0)))
    )


def _number(fact: Fact, value: float) -> str:
    """Percentages with one decimal, rounded down: 59.97 is not said to be 60."""
    if fact.kind is FactKind.PERCENT:
        return f"{math.floor(value * 10) / 10:g}%"
    return str(value)


def _fits(kind: FactKind, value: FactValue) -> bool:
    if kind is FactKind.FLAG:
        return isinstance(value, bool)
    if kind is FactKind.NAMES:
        return isinstance(value, tuple) and all(isinstance(name, str) for name in value)
    if kind is FactKind.PER_NAME:
        return isinstance(value, Mapping) and all(map(_is_count, value.values()))
    if kind is FactKind.COUNT:
        return _is_count(value)
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
