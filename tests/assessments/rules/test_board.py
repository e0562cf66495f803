"""Where an assessment stands: examples, mostly of A2I."""

import pytest

from assessments.rules.board import Board, GateState, Mark, StepState, Waiver, board, waiver_fault
from assessments.rules.condition import WrongFacts
from tests.assessments.rules.methods import (
    NAMES,
    asked,
    bad_value,
    best_world,
    shipped,
    without,
)

A2I, NIMM = shipped("a2i"), shipped("nimm")
BEST = best_world(A2I)
ORDER = [step.code for step in A2I.steps]


def done(*codes: str) -> dict[str, Mark]:
    return dict.fromkeys(codes, Mark.DONE)


def done_before(code: str) -> dict[str, Mark]:
    return done(*ORDER[: ORDER.index(code)])


def state(standing: Board, code: str) -> StepState:
    view = standing.view(code)
    assert view is not None
    return view.state


def blocks(standing: Board, code: str) -> list[str]:
    view = standing.view(code)
    assert view is not None
    return [str(sentence) for sentence in view.blocks]


def test_at_the_beginning_one_step_is_ready() -> None:
    standing = board(A2I, {}, [], {})
    assert [view.state for view in standing.steps] == [StepState.READY] + [StepState.TO_COME] * 15
    assert standing.next_step == standing.view("P1")
    assert standing.view("P1").turn == ("organization", "sponsor")
    assert blocks(standing, "P1") == [
        "Not known yet: Active sponsors.",
        "Not known yet: The sponsor has accepted the role.",
    ]
    assert blocks(standing, "P3")[0] == "Waits for P2: Set the budget."


@pytest.mark.parametrize("code", ORDER)
def test_with_everything_before_it_passed_a_step_is_ready(code: str) -> None:
    standing = board(A2I, BEST, [], done_before(code))
    assert state(standing, code) is StepState.READY
    assert standing.next_step.step.code == code
    assert [view.state for view in standing.steps if view.state.is_settled] == [
        StepState.PASSED
    ] * ORDER.index(code)


def test_a_step_is_not_passed_before_somebody_declares_it_done() -> None:
    marks = {**done_before("P3"), "P3": Mark.STARTED}
    assert state(board(A2I, BEST, [], marks), "P3") is StepState.IN_PROGRESS


BLOCKED = [
    ("P1", {"active_sponsors": 2}, "Active sponsors: 2; at most 1 possible."),
    ("P2", {"budget_approved": False}, "The sponsor has not approved the budget yet."),
    ("P3", {"team_members": 1}, "Members of the assessment team: 1; at least 2 needed."),
    ("P3", {"team_leads": 0}, "Lead assessors: 0; at least 1 needed."),
    ("P3", {"sponsor_outside_team": False}, "The sponsor is a member of the assessment team."),
    ("P4", {"participants_per_area": {"SDP": 0}}, "Areas that fewer than 1 can speak about: SDP."),
    ("P5", {"plan_signed": False}, "The plan is not signed yet."),
    ("P5", {"model_version_frozen": False}, "The model version is not fixed yet."),
    ("E1", {"kickoff_held": False}, "The kick-off has not been held yet."),
    (
        "E2",
        {"responses_outside_window": 3},
        "Responses given before the kick-off or after closing time: 3.",
    ),
    (
        "E2",
        {"submitted_responses_changed": 1},
        "Responses changed after they were submitted: 1.",
    ),
    ("E3", {"questionnaire_closed": False}, "The questionnaire is still open."),
    (
        "E3",
        {"response_rate": 41.25},
        "Only 41.2% of the people asked have responded; 60% are needed.",
    ),
    ("E4", {"interviews_open": ("Ms Li",)}, "Neither done nor cancelled with a reason: Ms Li."),
    (
        "E5",
        {"findings_weakly_supported": ("F7",)},
        "Fewer than two independent pieces of evidence and not labelled uncorroborated: F7.",
    ),
    ("E6", {"areas_not_discussed": ("CM",)}, "Neither discussed nor explicitly skipped: CM."),
    (
        "E6",
        {"weaknesses_without_outcome": ("F2", "F1")},
        "No direction, action or accepted 'no action' with a reason: F1, F2.",
    ),
    ("E7", {"goals_rated": 0}, "Goals rated: 0; at least 1 needed."),
    ("E7", {"ratings_without_consensus": ("CM-G1",)}, "Not all members of the team agree: CM-G1."),
    (
        "E7",
        {"ratings_not_resting_on_goals": ("CM",)},
        "Does not follow from the goals: CM.",
    ),
    ("E8", {"feedback_held": False}, "The feedback meeting has not been held yet."),
    ("A1", {"report_delivered": False}, "The report has not been delivered yet."),
    (
        "A1",
        {"unsafe_passages": 2},
        "Names, attributed quotes or cells below the threshold in it: 2.",
    ),
    ("A2", {"debrief_held": False}, "The team has not been debriefed yet."),
    (
        "A3",
        {"actions_open": ("A4",)},
        "Neither done, nor dropped with a reason, nor handed to a roadmap: A4.",
    ),
]


@pytest.mark.parametrize(("code", "change", "sentence"), BLOCKED)
def test_each_gate_of_a2i_blocks_its_step_in_plain_words(
    code: str, change: dict, sentence: str
) -> None:
    standing = board(A2I, {**BEST, **change}, [], done(*ORDER))
    assert state(standing, code) is StepState.BLOCKED
    assert blocks(standing, code) == [sentence]
    assert standing.next_step.step.code == code
    behind = ORDER[ORDER.index(code) + 1 :]
    assert {state(standing, each) for each in behind} <= {StepState.BLOCKED}


@pytest.mark.parametrize(
    ("code", "change", "roles"),
    [
        ("P4", {}, ("team", "sponsor")),
        ("P5", {"plan_signed": False}, ("sponsor", "lead")),
        ("P5", {"model_version_frozen": False}, ("lead",)),
        ("E2", {}, ("participant",)),
        ("E2", {"questionnaire_opened": False}, ("lead",)),
        ("E3", {"response_rate": 10}, ("participant",)),
        ("E3", {"response_rate": 10, "questionnaire_closed": False}, ("lead", "participant")),
        ("A3", {"actions_open": ("A4",)}, ("action_owner", "sponsor")),
    ],
)
def test_whose_turn_it_is(code: str, change: dict, roles: tuple[str, ...]) -> None:
    standing = board(A2I, {**BEST, **change}, [], done_before(code))
    assert standing.view(code).turn == roles
    assert [view.step.code for view in standing.steps if view.turn] == [code]


def test_a_waiver_of_the_sponsor_lets_the_next_step_begin_and_stays_visible() -> None:
    waiver = Waiver("E3", "enough", "sponsor", "Half of the unit is on leave.")
    facts = {**BEST, "response_rate": 41.25}
    standing = board(A2I, facts, [waiver], done_before("E4"))
    assert state(standing, "E3") is StepState.WAIVED
    assert state(standing, "E4") is StepState.READY
    gate = standing.view("E3").gates[1]
    assert (gate.state, gate.waiver) == (GateState.WAIVED, waiver)
    assert str(gate.said[0]).startswith("Only 41.2% ")
    assert [(gate.code, each.reason) for gate, each in standing.waivers] == [
        ("enough", "Half of the unit is on leave.")
    ]


def test_a_waiver_stays_visible_when_the_gate_holds_by_now() -> None:
    waiver = Waiver("E3", "enough", "sponsor", "Half of the unit is on leave.")
    standing = board(A2I, BEST, [waiver], done_before("E4"))
    assert state(standing, "E3") is StepState.PASSED
    assert [each for _, each in standing.waivers] == [waiver]


@pytest.mark.parametrize(
    ("waiver", "fault"),
    [
        (Waiver("E3", "enough", "sponsor", "On leave."), None),
        (
            Waiver("E3", "enough", "lead", "On leave."),
            "Only this role may waive a gate: Sponsor.",
        ),
        (Waiver("E3", "enough", "sponsor", "  "), "A waiver needs a reason."),
        (Waiver("E3", "rate", "sponsor", "On leave."), "There is no gate rate at a step E3."),
        (Waiver("E9", "enough", "sponsor", "On leave."), "There is no gate enough at a step E9."),
        (Waiver("P1", "accepted", "sponsor", "Later."), "This gate cannot be waived."),
        (Waiver("A1", "released_only", "sponsor", "Hurry."), "This gate cannot be waived."),
    ],
)
def test_who_may_waive_what(waiver: Waiver, fault: str | None) -> None:
    found = waiver_fault(A2I, waiver)
    assert (str(found) if found else None) == fault
    if fault:
        facts = {**BEST, "response_rate": 41.25}
        standing = board(A2I, facts, [waiver], done_before("E4"))
        assert (state(standing, "E3"), standing.waivers) == (StepState.BLOCKED, ())


def test_warnings_are_told_and_do_not_block() -> None:
    facts = {
        **BEST,
        "execution_days": 14,
        "members_without_training": ("Noor", "Jan"),
        "participants_per_area": {"SDP": 2, "CM": 1},
    }
    standing = board(A2I, facts, [], done(*ORDER))
    assert standing.is_finished
    assert [(step.code, str(sentence)) for step, sentence in standing.warnings] == [
        ("P3", "No evidence of training in model and method: Jan, Noor."),
        ("P4", "Areas that fewer than 2 can speak about: CM."),
        ("P5", "The execution takes 14 working days; it should take at most 10."),
    ]


def test_what_is_not_known_is_no_warning() -> None:
    assert board(A2I, {}, [], {}).warnings == ()


def test_a_step_taken_up_again_holds_up_those_behind_it() -> None:
    marks = {**done_before("E6"), "E5": Mark.STARTED, "E6": Mark.STARTED}
    standing = board(A2I, BEST, [], marks)
    assert [state(standing, code) for code in ("E4", "E5", "E6", "E7")] == [
        StepState.PASSED,
        StepState.IN_PROGRESS,
        StepState.BLOCKED,
        StepState.TO_COME,
    ]
    assert blocks(standing, "E6") == ["Waits for E5: Draw up preliminary strong and weak points."]
    assert standing.view("E6").turn == ()


def test_only_an_optional_step_can_be_skipped() -> None:
    marks = {**done("N0", "N1", "N2", "N3", "N4"), "N6": Mark.SKIPPED}
    standing = board(NIMM, best_world(NIMM), [], marks)
    assert state(standing, "N6") is StepState.SKIPPED
    assert state(standing, "N7") is StepState.READY
    marks = {**done("N0", "N1", "N2", "N3"), "N4": Mark.SKIPPED, "N6": Mark.SKIPPED}
    standing = board(NIMM, best_world(NIMM), [], marks)
    assert state(standing, "N4") is StepState.READY
    assert state(standing, "N6") is StepState.TO_COME


def test_an_optional_step_is_next_only_when_nothing_else_is() -> None:
    marks = done("N0", "N1", "N2", "N3", "N4")
    assert board(NIMM, {}, [], done()).next_step.step.code == "N0"
    world = best_world(NIMM)
    opened = [board(NIMM, world, [], done("N0")), board(NIMM, world, [], marks)]
    assert [standing.view("N5").state for standing in opened] == [StepState.READY] * 2
    assert [standing.next_step.step.code for standing in opened] == ["N1", "N5"]
    skipped = {**marks, "N6": Mark.SKIPPED}
    assert board(NIMM, world, [], skipped).next_step.step.code == "N7"
    again = {**marks, "N6": Mark.STARTED, "N7": Mark.DONE, "N5": Mark.SKIPPED}
    assert board(NIMM, world, [], again).next_step.step.code == "N6"


def test_one_alternative_is_enough_and_all_are_told_when_none_holds() -> None:
    marks = done("N0", "N1", "N2", "N3")
    world = without(best_world(NIMM), "closed_with_count")
    assert state(board(NIMM, world, [], marks), "N3") is StepState.PASSED
    neither = {**world, "all_scorers_voted": False, "closed_with_count": False}
    assert blocks(board(NIMM, neither, [], marks), "N3") == [
        "Not everybody has voted yet.",
        "The facilitator has not closed the vote with a count.",
    ]
    closed = {**neither, "closed_with_count": True}
    assert state(board(NIMM, closed, [], marks), "N3") is StepState.PASSED


def test_facts_outside_the_vocabulary_are_refused() -> None:
    with pytest.raises(WrongFacts, match="sponsor_acepted: no such fact"):
        board(A2I, {"sponsor_acepted": True}, [], {})


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_world_in_which_the_whole_method_passes(name: str) -> None:
    method = shipped(name)
    marks = done(*(step.code for step in method.steps))
    standing = board(method, best_world(method), [], marks)
    assert {view.state for view in standing.steps} == {StepState.PASSED}
    assert (standing.is_finished, standing.next_step) == (True, None)


@pytest.mark.parametrize("name", NAMES)
def test_every_gate_can_block(name: str) -> None:
    """A gate that holds whatever happens would be none."""
    method = shipped(name)
    facts = {fact: bad_value(fact) for fact in asked(method)} | {
        "response_rate_minimum": 60,
        "rounds_maximum": 5,
    }
    standing = board(method, facts, [], {})
    gates = [gate.state for view in standing.steps for gate in view.gates]
    assert set(gates) == {GateState.UNMET}
