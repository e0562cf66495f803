"""A method file: bytes in, a method or everything that is wrong with it out, by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from assessments.rules.condition_check import build_condition, build_conditions
from assessments.rules.method import (
    Fit,
    Gate,
    Method,
    Phase,
    Product,
    Reopen,
    Role,
    Shape,
    Step,
    StepWarning,
)
from assessments.rules.method_check import method_complaints, needs_of, placed_steps
from models_catalog.rules.document import Kind
from models_catalog.rules.plain import Plain, entries, flag, mapping, text, text_or_none, texts
from models_catalog.rules.problems import Complaint, Problem
from models_catalog.rules.reading import read_plain
from models_catalog.rules.schema_check import schema_complaints

SCHEMAS = FilePath(__file__).resolve().parent.parent / "schema"
SCHEMA = "method"


@dataclass(frozen=True, slots=True)
class MethodReading:
    """Either a method and no problem, or no method and every problem, by line.

    `plain` is what the file says, as dicts, lists, texts and numbers.
    """

    method: Method | None
    problems: tuple[Problem, ...] = ()
    plain: Plain | None = None


def read_method(data: bytes) -> MethodReading:
    """Read a method file (YAML, UTF-8) in the format of docs/method-format.md. Never raises for
    bad input.
    """
    value, problems = read_plain(data, _complaints)
    return (
        MethodReading(None, problems) if problems else MethodReading(build_method(value), (), value)
    )


def _complaints(raw: Any) -> Iterator[Complaint]:
    yield from schema_complaints(raw, SCHEMA, SCHEMAS)
    if isinstance(raw, dict):
        yield from method_complaints(raw)


def build_method(raw: Plain) -> Method:
    """The method of a plain value that was found free of problems."""
    head, version = mapping(raw, "method"), mapping(raw, "version")
    return Method(
        code=text(head, "code"),
        number=text(version, "number"),
        name=text(head, "name"),
        fit=_fit(mapping(raw, "models")),
        roles=tuple(
            Role(text(r, "code"), text(r, "name"), text(r, "text"), text(r, "must_not"))
            for _, r in entries(raw, "roles")
        ),
        phases=_phases(raw),
        products=tuple(
            Product(text(p, "code"), text(p, "name"), flag(p, "given"))
            for _, p in entries(raw, "products")
        ),
        waived_by=text_or_none(raw, "waived_by"),
        actions_need_findings=flag(raw, "actions_need_findings"),
        description=text(head, "description"),
        attribution=text(head, "attribution"),
        notes=text(version, "notes"),
    )


def _fit(raw: Plain) -> Fit:
    return Fit(
        made_for=_texts(raw, "made_for"),
        kinds=frozenset(Kind(kind) for kind in _texts(raw, "kinds")),
        shape=frozenset(Shape(shape) for shape in _texts(raw, "shape")),
    )


def _phases(raw: Plain) -> tuple[Phase, ...]:
    needs = needs_of(raw)
    steps: dict[int, list[Step]] = {}
    for path, entry in placed_steps(raw):
        steps.setdefault(int(path[1]), []).append(_step(entry, needs[text(entry, "code")]))
    return tuple(
        Phase(text(entry, "code"), text(entry, "name"), tuple(steps[index]), text(entry, "text"))
        for index, entry in entries(raw, "phases")
    )


def _step(raw: Plain, needs: tuple[str, ...]) -> Step:
    return Step(
        code=text(raw, "code"),
        name=text(raw, "name"),
        by=_texts(raw, "by"),
        what_to_do=text(raw, "what_to_do"),
        what_good_looks_like=text(raw, "what_good_looks_like"),
        needs=needs,
        inputs=_texts(raw, "inputs"),
        outputs=_texts(raw, "outputs"),
        records=_texts(raw, "records"),
        repeats=text(raw, "repeats"),
        optional=flag(raw, "optional"),
        gates=tuple(_gate(entry) for _, entry in entries(raw, "gates")),
        warnings=tuple(
            StepWarning(text(entry, "code"), text(entry, "text"), build_conditions(entry))
            for _, entry in entries(raw, "warnings")
        ),
        reopen=_reopen(mapping(raw, "reopen")) if "reopen" in raw else None,
    )


def _gate(raw: Plain) -> Gate:
    return Gate(
        code=text(raw, "code"),
        text=text(raw, "text"),
        any_of=build_conditions(raw),
        by=_texts(raw, "by"),
        waivable=raw.get("waivable") is not False,
    )


def _reopen(raw: Plain) -> Reopen:
    return Reopen(
        during=_texts(raw, "during"),
        unless=tuple(build_condition(entry) for _, entry in entries(raw, "unless")),
        instead=text(raw, "instead"),
    )


def _texts(raw: Plain, key: str) -> tuple[str, ...]:
    return tuple(value for _, value in texts(raw, key))
