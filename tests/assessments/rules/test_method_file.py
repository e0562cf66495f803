"""Method files: a good one becomes a method; of a bad one every problem is told at its line."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.condition_check import BOUNDS
from assessments.rules.facts import FACTS
from assessments.rules.method import (
    Condition,
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
from assessments.rules.method_check import method_complaints
from assessments.rules.method_file import SCHEMA, SCHEMAS, MethodReading, build_method, read_method
from models_catalog.rules.document import Kind
from models_catalog.rules.problems import Complaint
from models_catalog.rules.schema_check import PATTERNS, schema
from models_catalog.rules.yaml_tree import parse

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "method-format.md").read_text()
FILE = DOCS.partition("```yaml\n")[2].partition("```")[0]
"""The example of the documentation; line 1 is the format."""

METHOD = Method(
    code="TEA-ROUND",
    number="1.0",
    name="Tea round",
    description="A walk through the tea room with open eyes.",
    fit=Fit(("TEA",), frozenset({Kind.MATURITY}), frozenset({Shape.LEVELS, Shape.QUESTIONS})),
    waived_by="sponsor",
    roles=(
        Role("sponsor", "Sponsor", "Pays for the tea.", "Taste first."),
        Role("lead", "Lead", "Walks in front."),
    ),
    products=(
        Product("menu", "Menu", given=True),
        Product("plan", "Plan of the round"),
        Product("notes", "Notes"),
    ),
    phases=(
        Phase(
            "P",
            "Prepare",
            (
                Step(
                    code="P1",
                    name="Plan the round",
                    by=("lead",),
                    what_to_do="Choose the tables and ask the sponsor.",
                    what_good_looks_like="Every corner of the room is on the plan.",
                    inputs=("menu",),
                    outputs=("plan",),
                    records=("Date", "Tables"),
                    gates=(
                        Gate(
                            "accepted",
                            "The sponsor has accepted the role.",
                            (Condition("sponsor_accepted"),),
                            by=("sponsor",),
                            waivable=False,
                        ),
                        Gate("signed", "The plan is signed.", (Condition("plan_signed"),)),
                    ),
                    reopen=Reopen(
                        unless=(Condition("responses", at_least=1),),
                        instead="Plan a new round.",
                    ),
                ),
            ),
        ),
        Phase(
            "E",
            "Execute",
            (
                Step(
                    code="E1",
                    name="Walk and ask",
                    by=("lead",),
                    what_to_do="Sit down at each table and ask.",
                    what_good_looks_like="Guests talk more than you do.",
                    needs=("P1",),
                    inputs=("plan",),
                    outputs=("notes",),
                    gates=(
                        Gate(
                            "enough",
                            "Enough guests answered.",
                            (Condition("response_rate", at_least_fact="response_rate_minimum"),),
                        ),
                        Gate(
                            "all",
                            "Everybody has voted, or the vote was closed with a count.",
                            (Condition("all_scorers_voted"), Condition("closed_with_count")),
                        ),
                    ),
                    warnings=(
                        StepWarning(
                            "long",
                            "A round takes at most ten days.",
                            (Condition("execution_days", at_most=10),),
                        ),
                    ),
                ),
                Step(
                    code="E2",
                    name="Walk again",
                    by=("lead",),
                    what_to_do="Go back where you were unsure.",
                    what_good_looks_like="Nothing new turns up.",
                    needs=("E1",),
                    repeats="Each table",
                    optional=True,
                ),
            ),
        ),
    ),
)


def read(text: str) -> MethodReading:
    return read_method(text.encode())


def line_of(piece: str) -> int:
    """The line on which the only such piece of the file begins."""
    assert FILE.count(piece) == 1, piece
    return FILE[: FILE.index(piece)].count("\n") + 1


def test_a_file_becomes_a_method() -> None:
    found = read(FILE)
    assert found == MethodReading(METHOD, plain=found.plain)
    assert build_method(found.plain or {}) == METHOD


def test_steps_are_found_by_their_code() -> None:
    assert [step.code for step in METHOD.steps] == ["P1", "E1", "E2"]
    assert METHOD.step("E1").gate("enough").text == "Enough guests answered."
    assert (METHOD.step("Z"), METHOD.step("E1").gate("z")) == (None, None)


P1, E1, E2 = "phases[0].steps[0]", "phases[1].steps[0]", "phases[1].steps[1]"

WRONG = [
    # what stands there, what stands there instead, path, message
    ("cip-method/1", "cip-method/2", "format", "must be 'cip-method/1', not 'cip-method/2'"),
    ("code: TEA-ROUND", "code: TEA ROUND", "method.code", "'TEA ROUND' is not a code"),
    ('number: "1.0"', "number: 1.0", "version.number", "must be a text; 1.0 is read as a number"),
    ("kinds: [maturity]", "kinds: [coffee]", "models.kinds[0]", "'coffee' is none of: maturity"),
    ("shape: [levels", "shape: [tables", "models.shape[0]", "'tables' is none of: levels, rat"),
    ("waived_by: sponsor", "waived_by: king", "waived_by", "there is no role 'king'; declared: sp"),
    ("code: lead, name: Lead", "code: sponsor, name: Lead", "roles[1].code", "is already used at"),
    ("code: plan, name", "code: menu, name", "products[1].code", "the code 'menu' is already used"),
    ("  - code: E\n", "  - code: P\n", "phases[1].code", "the code 'P' is already used at phases"),
    ("- code: E2", "- code: P1", f"{E2}.code", "the code 'P1' is already used at phases[0].steps"),
    ("- code: E2", "- kode: E2", E2, "'code' is missing"),
    ("- code: all\n", "- code: enough\n", f"{E1}.gates[1].code", "'enough' is already used at"),
    ("by: [sponsor]", "by: [king]", f"{P1}.gates[0].by[0]", "there is no role 'king'"),
    ("needs: [P1]", "needs: [P2]", f"{E1}.needs[0]", "there is no step 'P2'"),
    ("needs: [P1]", "needs: [E1]", f"{E1}.needs[0]", "the step 'E1' does not come before this"),
    ("needs: [P1]", "needs: [E2]", f"{E1}.needs[0]", "the step 'E2' does not come before this"),
    ("inputs: [plan]", "inputs: [notes]", f"{E1}.inputs[0]", "no step that 'E1' needs makes 'no"),
    ("needs: [P1]", "needs:", f"{E1}.needs", "is empty; must be a list"),
    ("inputs: [menu]", "inputs: [cake]", f"{P1}.inputs[0]", "there is no product 'cake'; decl"),
    ("inputs: [menu]", "inputs: [plan]", f"{P1}.inputs[0]", "no step that 'P1' needs makes 'pl"),
    ("outputs: [notes]", "outputs: [menu]", f"{E1}.outputs[0]", "'menu' is given from outside"),
    ("outputs: [notes]", "outputs: [cake]", f"{E1}.outputs[0]", "there is no product 'cake'"),
    ("text: Enough guests answered.", 'text: ""', f"{E1}.gates[0].text", "must be one line"),
    ("Nothing new turns up.", '""', f"{E2}.what_good_looks_like", "must not be empty"),
    ("optional: true", "optional: yes", f"{E2}.optional", "must be true or false, not the text"),
    ("waivable: false", "waiveable: false", f"{P1}.gates[0].waiveable", "did you mean 'waivable'"),
    (
        "fact: plan_signed",
        "fact: plan_singed",
        f"{P1}.gates[1].fact",
        "did you mean 'plan_signed'?",
    ),
    ("fact: plan_signed", "fact: zzz", f"{P1}.gates[1].fact", "all are in docs/method-format.md"),
    ("fact: plan_signed", "any_of: []", f"{P1}.gates[1].any_of", "needs at least 2"),
    (", fact: plan_signed", "", f"{P1}.gates[1]", "'fact' or 'any_of' is missing"),
    (
        "fact: plan_signed",
        "fact: plan_signed, at_least: 1",
        f"{P1}.gates[1].at_least",
        "the fact 'plan_signed' (flag) takes no 'at_least'",
    ),
    (
        "unless: [{fact: responses, at_least: 1}]",
        "unless: [{fact: responses}]",
        f"{P1}.reopen.unless[0].fact",
        "the fact 'responses' needs a bound: 'at_least' or 'at_least_fact'",
    ),
    (
        "unless: [{fact: responses, at_least: 1}]",
        "unless: [{fact: responses, at_most: 1}]",
        f"{P1}.reopen.unless[0].at_most",
        "the fact 'responses' (count) takes no 'at_most'",
    ),
    (
        "unless: [{fact: responses, at_least: 1}]",
        "during: [P1]",
        f"{P1}.reopen.during[0]",
        "there is no other step 'P1'",
    ),
    (
        "at_least_fact: response_rate_minimum",
        "at_least_fact: responses",
        f"{E1}.gates[0].at_least_fact",
        "'responses' is of kind count, 'response_rate' of percent",
    ),
    (
        "at_least_fact: response_rate_minimum",
        "at_least_fact: minimum",
        f"{E1}.gates[0].at_least_fact",
        "there is no fact 'minimum'",
    ),
    (
        "at_least_fact: response_rate_minimum",
        "at_least: 160",
        f"{E1}.gates[0].at_least",
        "160 is more than 100 percent",
    ),
    (
        "at_least_fact: response_rate_minimum",
        "at_least_fact: response_rate_minimum, at_least: 60",
        f"{E1}.gates[0].at_least_fact",
        "give 'at_least' or 'at_least_fact', not both",
    ),
    (
        "execution_days, at_most: 10",
        "execution_days, at_most: 10, at_least: 11",
        f"{E1}.warnings[0].at_most",
        "nothing is at least 11 and at most 10",
    ),
    (
        "execution_days, at_most: 10",
        "execution_days, at_most: ten",
        f"{E1}.warnings[0].at_most",
        "must be a whole number, not the text 'ten'",
    ),
    (
        "- {fact: all_scorers_voted}",
        "- {fact: al}",
        f"{E1}.gates[1].any_of[0].fact",
        "no fact 'al'",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "message"), WRONG)
def test_problems_stand_at_their_line(old: str, new: str, path: str, message: str) -> None:
    reading = read(FILE.replace(old, new))
    assert reading.method is None
    found = [(p.line, p.path) for p in reading.problems if message in p.message]
    assert found == [(line_of(old), path)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("made_for: [TEA]\n  kinds: [maturity]\n  ", "", "'made_for' or 'kinds' is missing"),
        (
            "            any_of:\n",
            "            fact: plan_signed\n            any_of:\n",
            "'fact' belongs into the entries of 'any_of'",
        ),
    ],
)
def test_conditions_and_models_are_said_once(old: str, new: str, said: str) -> None:
    assert FILE.count(old) == 1
    assert [p.message for p in read(FILE.replace(old, new)).problems] == [said]


def test_all_problems_are_told_at_once_in_the_order_of_lines() -> None:
    wrong = FILE
    for old, new in (("by: [sponsor]", "by: [king]"), ("needs: [P1]", "needs: [P9]")):
        wrong = wrong.replace(old, new)
    wrong = wrong.replace("fact: execution_days", "fact: execution_dais")
    assert [(p.line, p.path) for p in read(wrong).problems] == [
        (line_of("by: [sponsor]"), f"{P1}.gates[0].by[0]"),
        (line_of("needs: [P1]"), f"{E1}.needs[0]"),
        (line_of("inputs: [plan]"), f"{E1}.inputs[0]"),
        (line_of("- {code: long"), f"{E1}.warnings[0].fact"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "42", "null", "phases: 1", "phases: [1]", "phases: [{steps: [1]}]",
        "phases: [{steps: [{needs: 1, gates: [1], reopen: [], by: {}}]}]",
        "phases: [{steps: [{needs: [[]], gates: [{any_of: {}}], reopen: {unless: [7]}}]}]",
        "phases: [{steps: [{code: [], inputs: [{}], warnings: [{fact: {}}]}]}]",
        "roles: {}\nwaived_by: []\nmodels: 3\nproducts: [[]]",
        "a: &a [*a]", "a: [", "\x07",
    ],
)  # fmt: skip
def test_whatever_stands_in_a_file_it_is_told_and_not_raised(text: str) -> None:
    reading = read(text)
    assert reading.method is None
    assert reading.problems != ()


ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "P1", "E1", "lead", "plan", "plan_signed", "responses", [], {},
     [[]], [{}], [None], ["E1"], {"code": "P1"}, [{"fact": "responses"}], {"fact": []}]
)  # fmt: skip


def paths(value: Any, before: tuple = ()) -> Iterator[tuple]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        yield (*before, step)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*before, step))


def holds(place: Any, step: str | int) -> bool:
    if isinstance(place, list):
        return isinstance(step, int) and step < len(place)
    return isinstance(place, dict) and step in place


PATHS = sorted(paths(parse(FILE).value), key=str)


@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=4))
def test_no_value_of_whatever_shape_is_raised_about(changes: list[tuple[tuple, Any]]) -> None:
    raw = parse(FILE).value
    for path, odd in changes:
        place: Any = raw
        for step in path[:-1]:
            place = place[step] if holds(place, step) else None
        if holds(place, path[-1]):
            place[path[-1]] = deepcopy(odd)
    assert all(isinstance(each, Complaint) for each in method_complaints(raw))


def test_the_shape_uses_only_patterns_that_can_be_said() -> None:
    found = set()
    waiting = [schema(SCHEMA, SCHEMAS)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {value["pattern"]} if isinstance(value.get("pattern"), str) else set()
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    assert found <= set(PATTERNS)


def test_the_documentation_lists_every_fact() -> None:
    table = DOCS.partition("## The vocabulary of facts")[2]
    assert [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")] == list(
        FACTS
    )
    assert [line for line in table.splitlines() if line.startswith("| `")] == [
        f"| `{fact.name}` | {fact.kind} | {fact.meaning} |" for fact in FACTS.values()
    ]


def test_the_documentation_names_every_key() -> None:
    definitions = schema(SCHEMA, SCHEMAS)
    keys = set(definitions["properties"])
    for name in ("step", "gate", "warning", "reopen", "role", "product", "phase", "condition"):
        keys |= set(definitions["$defs"][name]["properties"])
    assert {key for key in keys if f"`{key}`" not in DOCS} == set()
    assert set(BOUNDS) <= keys
