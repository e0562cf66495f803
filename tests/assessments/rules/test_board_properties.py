"""What always holds on the board: every shipped method, any world, any waivers and marks."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.board import Board, GateState, Mark, StepState, Waiver, board, waiver_fault
from assessments.rules.method import Method
from tests.assessments.rules.methods import NAMES, asked, bad_value, best_world, conditions, shipped

SETTLED = (StepState.PASSED, StepState.WAIVED, StepState.SKIPPED)

METHODS = st.sampled_from([shipped(name) for name in NAMES])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Method, dict, list[Waiver], dict[str, Mark]]:
    method = draw(METHODS)
    best = best_world(method)
    names = sorted({condition.fact for condition in conditions(method)} | set(best))
    picks = draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)))
    facts = {}
    for name, pick in zip(names, picks, strict=True):
        if pick == 1:
            facts[name] = bad_value(name)
        elif pick > 1 and name in best:
            facts[name] = best[name]
    codes = [step.code for step in method.steps]
    reached = draw(st.integers(0, len(codes)))
    marks = dict.fromkeys(codes[:reached], Mark.DONE) | draw(
        st.dictionaries(st.sampled_from(codes), st.sampled_from(Mark), max_size=3)
    )
    return method, facts, draw(st.lists(waivers_of(method), max_size=6)), marks


def waivers_of(method: Method) -> st.SearchStrategy[Waiver]:
    gates = [(step.code, gate.code) for step in method.steps for gate in step.gates]
    return st.builds(
        lambda place, by, reason: Waiver(*place, by, reason),
        st.sampled_from(gates),
        st.sampled_from(["sponsor", "sponsor", "sponsor", "lead"]),
        st.sampled_from(["On leave.", "Known already.", ""]),
    )


def settled(standing: Board) -> set[str]:
    return {view.step.code for view in standing.steps if view.state in SETTLED}


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_marks_makes_no_difference(world: tuple, random) -> None:
    method, facts, waivers, marks = world
    mixed = random.sample(sorted(facts), len(facts))
    shuffled = {name: facts[name] for name in mixed}
    turned = dict(reversed(marks.items()))
    assert board(method, shuffled, waivers, turned) == board(method, facts, waivers, marks)


@given(worlds(), st.data())
def test_a_fact_that_comes_true_never_takes_back_a_passed_step(world: tuple, data) -> None:
    method, facts, waivers, marks = world
    name = data.draw(st.sampled_from(sorted(asked(method))))
    better = {**facts, name: best_world(method)[name]}
    before, after = board(method, facts, waivers, marks), board(method, better, waivers, marks)
    assert settled(before) <= settled(after)


@given(worlds(), st.data())
def test_learning_what_was_unknown_never_takes_back_a_passed_step(world: tuple, data) -> None:
    method, facts, waivers, marks = world
    name = data.draw(st.sampled_from(sorted(asked(method))))
    more = {name: bad_value(name), **facts}
    before, after = board(method, facts, waivers, marks), board(method, more, waivers, marks)
    assert settled(before) <= settled(after)


@given(worlds(), st.data())
def test_one_more_waiver_never_takes_back_a_passed_step(world: tuple, data) -> None:
    method, facts, waivers, marks = world
    more = [*waivers, data.draw(waivers_of(method))]
    before, after = board(method, facts, waivers, marks), board(method, facts, more, marks)
    assert settled(before) <= settled(after)


@given(worlds())
def test_a_waiver_never_hides_its_gate(world: tuple) -> None:
    method, facts, waivers, marks = world
    standing = board(method, facts, waivers, marks)
    for view in standing.steps:
        assert tuple(each.gate for each in view.gates) == view.step.gates
        assert all(each.said for each in view.gates)
    accepted = {(w.step, w.gate): w for w in waivers if waiver_fault(method, w) is None}
    shown = {
        (view.step.code, each.gate.code): each.waiver
        for view in standing.steps
        for each in view.gates
        if each.waiver
    }
    assert shown == accepted
    assert [waiver for _, waiver in standing.waivers] == list(shown.values())


@given(worlds())
def test_no_step_begins_before_those_it_needs_are_settled(world: tuple) -> None:
    method, facts, waivers, marks = world
    standing = board(method, facts, waivers, marks)
    ready = settled(standing)
    for view in standing.steps:
        begins = view.state in (StepState.READY, StepState.IN_PROGRESS, *SETTLED)
        assert not begins or ready.issuperset(view.step.needs)
        assert (view.state is StepState.PASSED) <= (
            {each.state for each in view.gates} <= {GateState.MET}
        )
        assert bool(view.turn) == (view.state.is_open and not view.waits_for)


@given(worlds())
def test_somebody_always_has_the_turn_until_all_is_settled(world: tuple) -> None:
    standing = board(*world)
    next_step = standing.next_step
    assert standing.is_finished == (next_step is None)
    if next_step:
        assert next_step.turn != ()
        assert next_step.waits_for == ()
