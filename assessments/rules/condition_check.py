"""Conditions of a method file: what is wrong with them, and the frozen values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from assessments.rules.facts import FACTS, Fact, FactKind
from assessments.rules.method import Condition
from models_catalog.rules.plain import Plain, entries, text, text_or_none, whole
from models_catalog.rules.problems import Complaint, Path, shortened

LOWER, UPPER = ("at_least", "at_least_fact"), ("at_most", "at_most_fact")
BOUNDS = (*LOWER, *UPPER)

_ALLOWED: dict[FactKind, tuple[str, ...]] = {
    FactKind.FLAG: (),
    FactKind.NAMES: (),
    FactKind.PER_NAME: ("at_least",),
    FactKind.COUNT: BOUNDS,
    FactKind.PERCENT: BOUNDS,
}


def build_conditions(raw: Plain) -> tuple[Condition, ...]:
    """The alternatives of a gate or warning; its own condition is the only one without `any_of`."""
    if "any_of" in raw:
        return tuple(build_condition(entry) for _, entry in entries(raw, "any_of"))
    return (build_condition(raw),)


def build_condition(raw: Plain) -> Condition:
    """One condition."""
    return Condition(
        fact=text(raw, "fact"),
        at_least=whole(raw, "at_least"),
        at_most=whole(raw, "at_most"),
        at_least_fact=text_or_none(raw, "at_least_fact"),
        at_most_fact=text_or_none(raw, "at_most_fact"),
    )


def conditions_complaints(raw: Plain, path: Path) -> Iterator[Complaint]:
    """What is wrong with the conditions of a gate or warning."""
    if "any_of" not in raw:
        if "fact" not in raw:
            yield Complaint(path, "'fact' or 'any_of' is missing")
        else:
            yield from condition_complaints(raw, path)
        return
    for key in ("fact", *BOUNDS):
        if key in raw:
            message = f"'{key}' belongs into the entries of 'any_of'"
            yield Complaint((*path, key), message, at_key=True)
    for index, entry in entries(raw, "any_of"):
        yield from condition_complaints(entry, (*path, "any_of", index))


def condition_complaints(raw: Plain, path: Path) -> Iterator[Complaint]:
    """What is wrong with one condition beyond its shape."""
    name = text_or_none(raw, "fact")
    if name is None:
        return
    fact = FACTS.get(name)
    if fact is None:
        yield Complaint((*path, "fact"), _no_fact(name))
        return
    allowed = _allowed(fact)
    given = [key for key in BOUNDS if key in raw]
    for key in given:
        if key not in allowed:
            message = f"the fact '{name}' ({fact.kind}) takes no '{key}'"
            yield Complaint((*path, key), message, at_key=True)
    if allowed and not given:
        words = " or ".join(f"'{key}'" for key in allowed)
        yield Complaint((*path, "fact"), f"the fact '{name}' needs a bound: {words}")
    yield from _pairs(raw, path)
    yield from _bounds(raw, path, fact)


def _pairs(raw: Plain, path: Path) -> Iterator[Complaint]:
    for pair in (LOWER, UPPER):
        if all(key in raw for key in pair):
            yield Complaint((*path, pair[1]), f"give '{pair[0]}' or '{pair[1]}', not both", True)
    low, high = whole(raw, "at_least"), whole(raw, "at_most")
    if low is not None and high is not None and low > high:
        yield Complaint((*path, "at_most"), f"nothing is at least {low} and at most {high}")


def _bounds(raw: Plain, path: Path, fact: Fact) -> Iterator[Complaint]:
    for key in ("at_least", "at_most"):
        number = whole(raw, key)
        if fact.kind is FactKind.PERCENT and number is not None and number > 100:
            yield Complaint((*path, key), f"{number} is more than 100 percent")
    for key in ("at_least_fact", "at_most_fact"):
        other = text_or_none(raw, key)
        if other is None or key not in _allowed(fact):
            continue
        if other not in FACTS:
            yield Complaint((*path, key), _no_fact(other))
        elif FACTS[other].kind is not fact.kind:
            message = f"'{other}' is of kind {FACTS[other].kind}, '{fact.name}' of {fact.kind}"
            yield Complaint((*path, key), message)


def _allowed(fact: Fact) -> tuple[str, ...]:
    """The bounds that a fact takes; an upper one only when there are words for it."""
    return tuple(key for key in _ALLOWED[fact.kind] if fact.over or key not in UPPER)


def _no_fact(name: str) -> str:
    near = difflib.get_close_matches(name, FACTS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else "all are in docs/method-format.md"
    return f"there is no fact '{shortened(name)}'; {hint}"
