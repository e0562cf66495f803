"""The methods we ship, against what their sources say."""

from pathlib import Path

import pytest

from assessments.rules.method import Condition, Method, Shape, shape_of
from models_catalog.rules.reading import read_document
from tests.assessments.rules.methods import FOLDER, NAMES, shipped

CATALOG = Path(__file__).resolve().parents[3] / "fixtures" / "catalog"

# Workflow specification of A2I, section 1.2: number, by, and what the gate asks.
A2I = [
    (
        "P1",
        ["organization"],
        [Condition("active_sponsors", 1, 1), Condition("sponsor_accepted")],
    ),
    ("P2", ["sponsor"], [Condition("budget_approved")]),
    (
        "P3",
        ["lead"],
        [
            Condition("team_members", 2),
            Condition("team_leads", 1, 1),
            Condition("sponsor_outside_team"),
        ],
    ),
    ("P4", ["team", "sponsor"], [Condition("participants_per_area", 1)]),
    ("P5", ["lead"], [Condition("plan_signed"), Condition("model_version_frozen")]),
    ("E1", ["sponsor", "lead"], [Condition("kickoff_held")]),
    (
        "E2",
        ["participant"],
        [
            Condition("questionnaire_opened"),
            Condition("responses_outside_window", at_most=0),
            Condition("submitted_responses_changed", at_most=0),
        ],
    ),
    (
        "E3",
        ["team"],
        [
            Condition("questionnaire_closed"),
            Condition("response_rate", at_least_fact="response_rate_minimum"),
        ],
    ),
    ("E4", ["team"], [Condition("interviews_open")]),
    ("E5", ["team"], [Condition("findings_weakly_supported")]),
    (
        "E6",
        ["team", "participant"],
        [Condition("areas_not_discussed"), Condition("weaknesses_without_outcome")],
    ),
    (
        "E7",
        ["team"],
        [
            Condition("goals_rated", 1),
            Condition("ratings_without_consensus"),
            Condition("ratings_not_resting_on_goals"),
        ],
    ),
    ("E8", ["lead", "sponsor"], [Condition("feedback_held")]),
    ("A1", ["lead"], [Condition("report_delivered"), Condition("unsafe_passages", at_most=0)]),
    ("A2", ["lead"], [Condition("debrief_held")]),
    ("A3", ["sponsor"], [Condition("actions_open")]),
]

# Name of the file, phases with the numbers of their steps.
PHASES = [
    ("a2i", {"P": 5, "E": 8, "A": 3}),
    ("cmmi-appraisal", {"PLAN": 4, "COLLECT": 3, "CHARACTERIZE": 3, "RATE": 2, "REPORT": 2}),
    ("it-cmf", {"PREPARE": 2, "GATHER": 2, "ANALYZE": 2, "CONCLUDE": 3}),
    ("nimm", {"OPEN": 2, "CONTROL": 6, "CONFIRM": 3}),
    ("ddi", {"START": 1, "WP1": 5, "WP2a": 3, "WP2b": 4}),
]

# NIMM session, flow of section 2.1: the gate of each step.
NIMM = {
    "N0": {"facilitator_outside_team", "scorers", "scorer_units", "model_version_frozen"},
    "N1": set(),
    "N2": {"votes_sealed"},
    "N3": {"all_scorers_voted", "closed_with_count"},
    "N4": {"wide_cells_without_both_views"},
    "N5": set(),
    "N6": {"votes_sealed", "rounds"},
    "N7": {"cells_without_agreed_score", "scorers_without_consent", "scores_outside_votes"},
    "N8": {"cells_open"},
    "N9": {"cells_without_target", "targets_below_without_reason"},
    "N10": {"result_owned", "initiatives_not_on_roadmap"},
}


def asks(method: Method, code: str) -> list[Condition]:
    step = method.step(code)
    assert step is not None
    return [condition for gate in step.gates for condition in gate.any_of]


def test_these_methods_are_shipped() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(NAMES)


@pytest.mark.parametrize(("name", "phases"), PHASES, ids=[name for name, _ in PHASES])
def test_phases_and_steps(name: str, phases: dict[str, int]) -> None:
    assert {phase.code: len(phase.steps) for phase in shipped(name).phases} == phases


@pytest.mark.parametrize(("code", "by", "conditions"), A2I, ids=[row[0] for row in A2I])
def test_a2i_step_by_step(code: str, by: list[str], conditions: list[Condition]) -> None:
    method = shipped("a2i")
    assert list(method.step(code).by) == by
    assert asks(method, code) == conditions


def test_a2i_goes_through_its_steps_in_order() -> None:
    steps = list(shipped("a2i").steps)
    assert [step.code for step in steps] == [row[0] for row in A2I]
    before = [(), *((row[0],) for row in A2I[:-1])]
    assert [step.needs for step in steps] == before


def test_a2i_warns_and_lets_only_the_sponsor_waive() -> None:
    method = shipped("a2i")
    warnings = {step.code: [w.any_of for w in step.warnings] for step in method.steps}
    assert {code: found for code, found in warnings.items() if found} == {
        "P3": [(Condition("members_without_training"),)],
        "P4": [(Condition("participants_per_area", 2),)],
        "P5": [(Condition("execution_days", at_most=10),)],
    }
    assert method.waived_by == "sponsor"
    fixed = [(s.code, g.code) for s in method.steps for g in s.gates if not g.waivable]
    assert fixed == [
        ("P1", "one_sponsor"),
        ("P1", "accepted"),
        ("P5", "frozen"),
        ("E2", "locked"),
        ("A1", "released_only"),
    ]


def test_nimm_gates() -> None:
    method = shipped("nimm")
    found = {step.code: {c.fact for c in asks(method, step.code)} for step in method.steps}
    assert found == NIMM
    assert asks(method, "N0")[1:3] == [Condition("scorers", 3), Condition("scorer_units", 2)]
    assert [step.code for step in method.steps if step.optional] == ["N5", "N6"]


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("START1", ["active_sponsors", "sponsor_accepted", "domains_needed"]),
        ("WP1.2", ["search_log_entries"]),
        ("WP1.3", ["sources_incomplete", "extracts_without_rights"]),
        ("WP1.5", ["domains_without_section"]),
        ("WP2a.1", ["gaps_without_question"]),
        ("WP2a.2", ["terms_not_in_glossary"]),
        ("WP2a.3", ["guide_approved"]),
        (
            "WP2b.3",
            [
                "statements_single_view_unmarked",
                "case_studies_without_metric",
                "domains_without_outputs",
            ],
        ),
    ],
)
def test_ddi_gates(code: str, facts: list[str]) -> None:
    assert [condition.fact for condition in asks(shipped("ddi"), code)] == facts


def test_interviews_of_ddi_begin_after_the_guide_is_approved() -> None:
    assert shipped("ddi").step("WP2b.1").needs == ("WP2a.3",)


@pytest.mark.parametrize("name", NAMES)
def test_guidance_is_there_for_every_step(name: str) -> None:
    for step in shipped(name).steps:
        assert len(step.what_to_do.split()) >= 15, step.code
        assert len(step.what_good_looks_like.split()) >= 8, step.code
        assert step.records != (), step.code


@pytest.mark.parametrize("name", NAMES)
def test_every_role_and_product_has_its_place(name: str) -> None:
    method = shipped(name)
    used = {code for step in method.steps for code in (*step.inputs, *step.outputs)}
    assert used == {product.code for product in method.products}
    made = {code for step in method.steps for code in step.outputs}
    given = {product.code for product in method.products if product.given}
    assert made | given == used


# Which method suits which model of the catalog.
SUITS = {
    "a2i": {"cmmi-svc", "it-cmf", "it-service-cmm", "nimm"},
    "cmmi-appraisal": {"cmmi-svc"},
    "it-cmf": {"it-cmf"},
    "nimm": {"nimm"},
    "ddi": {"ddi"},
}


@pytest.fixture(scope="module")
def catalog():
    found = {}
    for path in sorted(CATALOG.glob("*.yaml")):
        document = read_document(path.read_bytes()).document
        assert document is not None
        found[path.stem] = document
    return found


def test_methods_suit_their_models(catalog) -> None:
    found = {
        name: {model for model, document in catalog.items() if shipped(name).fit.suits(document)}
        for name in NAMES
    }
    assert found == SUITS


def test_what_models_offer(catalog) -> None:
    whole = {Shape.LEVELS, Shape.RATINGS, Shape.QUESTIONS}
    assert {name: shape_of(document) for name, document in catalog.items()} == {
        "cmmi-svc": whole,
        "ddi": {Shape.RATINGS, Shape.QUESTIONS},
        "it-cmf": whole,
        "it-service-cmm": whole,
        "nimm": whole | {Shape.DIMENSIONS},
    }
