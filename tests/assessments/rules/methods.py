"""The shipped methods, and worlds in which their gates hold or fail."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assessments.rules.condition import Facts, FactValue
from assessments.rules.facts import FACTS, FactKind
from assessments.rules.method import Condition, Method
from assessments.rules.method_file import read_method

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "methods"
NAMES = ("a2i", "cmmi-appraisal", "ddi", "it-cmf", "nimm")


@cache
def shipped(name: str) -> Method:
    reading = read_method((FOLDER / f"{name}.yaml").read_bytes())
    assert reading.problems == ()
    assert reading.method is not None
    return reading.method


def gate_conditions(method: Method) -> Iterator[Condition]:
    for step in method.steps:
        for gate in step.gates:
            yield from gate.any_of


def conditions(method: Method) -> Iterator[Condition]:
    yield from gate_conditions(method)
    for step in method.steps:
        for warning in step.warnings:
            yield from warning.any_of
        if step.reopen:
            yield from step.reopen.unless


def asked(method: Method) -> set[str]:
    """Names of all facts that gates ask about directly."""
    return {condition.fact for condition in gate_conditions(method)}


def best_world(method: Method) -> dict[str, FactValue]:
    """Facts with which every gate holds."""
    facts: dict[str, FactValue] = {
        name: 60
        for condition in conditions(method)
        for name in (condition.at_least_fact, condition.at_most_fact)
        if name
    }
    for name in sorted(asked(method)):
        facts[name] = _best(name, method)
    return facts


def bad_value(name: str) -> FactValue:
    """A value with which gates that ask about the fact mostly fail."""
    values: dict[FactKind, FactValue] = {
        FactKind.FLAG: False,
        FactKind.NAMES: ("Configuration Management",),
        FactKind.PER_NAME: {"Configuration Management": 0, "Service Delivery": 3},
        FactKind.COUNT: 0 if _has_lower(name) else 1000,
        FactKind.PERCENT: 12.5,
    }
    return values[FACTS[name].kind]


def without(facts: Facts, *names: str) -> dict[str, FactValue]:
    return {name: value for name, value in facts.items() if name not in names}


def _best(name: str, method: Method) -> FactValue:
    lows = [c.at_least for c in gate_conditions(method) if c.fact == name and c.at_least]
    values: dict[FactKind, FactValue] = {
        FactKind.FLAG: True,
        FactKind.NAMES: (),
        FactKind.PER_NAME: {"Configuration Management": max(lows, default=0)},
        FactKind.COUNT: max(lows, default=0),
        FactKind.PERCENT: 100,
    }
    return values[FACTS[name].kind]


def _has_lower(name: str) -> bool:
    return any(
        c.fact == name and c.at_least for each in NAMES for c in gate_conditions(shipped(each))
    )
