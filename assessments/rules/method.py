"""A method of assessing as frozen values: phases, steps, who does them, gates, waivers.

Source: the workflow specifications (A2I, NIMM, LOTI), steps in their order, each with a gate; a
step starts when the gates of the steps before it were passed or waived.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from models_catalog.rules.document import Kind, ModelDocument
from models_catalog.rules.scale import Use

FORMAT = "cip-method/1"


class Shape(StrEnum):
    """What a model must offer before a method can be used on it."""

    LEVELS = "levels"
    RATINGS = "ratings"
    QUESTIONS = "questions"
    DIMENSIONS = "dimensions"


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of one fact. Bounds belong to it; a bound may be another fact's value."""

    fact: str
    at_least: int | None = None
    at_most: int | None = None
    at_least_fact: str | None = None
    at_most_fact: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it needs to know."""
        names = (self.fact, self.at_least_fact, self.at_most_fact)
        return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before a step is passed; one of the conditions is enough.

    `by` names who can bring it about; empty means whoever does the step.
    """

    code: str
    text: str
    any_of: tuple[Condition, ...]
    by: tuple[str, ...] = ()
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class StepWarning:
    """What should hold; it never blocks."""

    code: str
    text: str
    any_of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    """When a step that is done may be taken up again.

    `during`: only while one of these steps is open; empty means at any time. `unless`: not
    once one of these conditions holds. `instead` says what to do when it is too late.
    """

    during: tuple[str, ...] = ()
    unless: tuple[Condition, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A part that people play in the method."""

    code: str
    name: str
    text: str = ""
    must_not: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """Something that steps need or make; `given` when it comes from outside."""

    code: str
    name: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does it, what for, what it needs, and what must hold before it is passed."""

    code: str
    name: str
    by: tuple[str, ...]
    what_to_do: str
    what_good_looks_like: str
    needs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    repeats: str = ""
    optional: bool = False
    gates: tuple[Gate, ...] = ()
    warnings: tuple[StepWarning, ...] = ()
    reopen: Reopen | None = None

    def gate(self, code: str) -> Gate | None:
        """The gate with this code, or None."""
        return next((gate for gate in self.gates if gate.code == code), None)


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together."""

    code: str
    name: str
    steps: tuple[Step, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Which models a method can be used on: those it was made for, and all of these kinds that
    offer the shape.
    """

    made_for: tuple[str, ...] = ()
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    shape: frozenset[Shape] = field(default_factory=frozenset)

    def suits(self, document: ModelDocument) -> bool:
        """Whether the method can be used on the model."""
        return self.fits(document.model.code, document.model.kind, shape_of(document))

    def fits(self, code: str, kind: Kind, offers: frozenset[Shape]) -> bool:
        """The same by the model's code, its kind and what it offers."""
        return (code in self.made_for or kind in self.kinds) and self.shape <= offers


@dataclass(frozen=True)
class Method:
    """One edition of a method; every code in it was checked.

    `actions_need_findings`: an action is agreed only about a finding (A2I, invariant 8).
    """

    code: str
    number: str
    name: str
    fit: Fit
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]
    products: tuple[Product, ...] = ()
    waived_by: str | None = None
    actions_need_findings: bool = False
    description: str = ""
    attribution: str = ""
    notes: str = ""

    @property
    def steps(self) -> Iterator[Step]:
        """All steps in order."""
        return (step for phase in self.phases for step in phase.steps)

    def step(self, code: str) -> Step | None:
        """The step with this code, or None."""
        return next((step for step in self.steps if step.code == code), None)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that gates, warnings and reopening ask about."""
        return frozenset(
            name
            for step in self.steps
            for conditions in (
                *(gate.any_of for gate in step.gates),
                *(warning.any_of for warning in step.warnings),
                step.reopen.unless if step.reopen else (),
            )
            for condition in conditions
            for name in condition.facts
        )


def shape_of(document: ModelDocument) -> frozenset[Shape]:
    """What a model offers to methods."""
    offers = {
        Shape.LEVELS: any(scale.use is Use.LEVEL for scale in document.scales),
        Shape.RATINGS: any(kind.rateable for kind in document.node_types),
        Shape.QUESTIONS: any(True for _ in document.questions),
        Shape.DIMENSIONS: any(kind.by_dimension for kind in document.node_types),
    }
    return frozenset(shape for shape, offered in offers.items() if offered)
