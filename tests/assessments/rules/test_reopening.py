"""Taking up again what was done (A2I, order rules; NIMM and DDI as their files say)."""

from dataclasses import replace

import pytest

from assessments.rules.board import Mark, board
from assessments.rules.reopening import reopening
from tests.assessments.rules.methods import best_world, shipped, without

A2I, DDI, IT_CMF, NIMM = (shipped(name) for name in ("a2i", "ddi", "it-cmf", "nimm"))
ORDER = [step.code for step in A2I.steps]
AGAIN = "This step can be taken up again."


def asked_in_a2i(code: str, reached: str, **facts) -> tuple[bool, list[str]]:
    """Whether `code` may be taken up again when all before `reached` is done."""
    world = {**best_world(A2I), "report_delivered": False, "responses": 0, **facts}
    marks = dict.fromkeys(ORDER[: ORDER.index(reached)], Mark.DONE)
    found = reopening(board(A2I, world, [], marks), world, code)
    return found.allowed, [str(sentence) for sentence in found.said]


@pytest.mark.parametrize("code", ["P1", "P2", "P3", "P4", "P5", "E1"])
def test_preparation_and_kickoff_only_while_there_is_no_response(code: str) -> None:
    assert asked_in_a2i(code, "E2") == (True, [AGAIN])
    assert asked_in_a2i(code, "E2", responses=1) == (
        False,
        ["Responses that people began or submitted: 1.", "Start a new assessment instead."],
    )


@pytest.mark.parametrize(
    ("reached", "allowed"), [("E6", True), ("E7", False), ("E8", False), ("A1", False)]
)
def test_preliminary_findings_only_from_the_discussions(reached: str, allowed: bool) -> None:
    said = AGAIN if allowed else (
        "This step can be taken up again only while one of these is open: E6."
    )  # fmt: skip
    assert asked_in_a2i("E5", reached, responses=9) == (allowed, [said])


@pytest.mark.parametrize("code", ["E2", "E3", "E4", "E6", "E8"])
def test_other_steps_of_the_execution_stay_done(code: str) -> None:
    assert asked_in_a2i(code, "A1") == (
        False,
        ["The method does not let this step be taken up again."],
    )


def test_ratings_until_they_are_reported() -> None:
    assert asked_in_a2i("E7", "E8") == (True, [AGAIN])
    assert asked_in_a2i("E7", "A2", report_delivered=True) == (
        False,
        [
            "The report was delivered.",
            "Ratings stay as they were reported; a new assessment can change them.",
        ],
    )


def test_what_is_not_done_cannot_be_taken_up_again() -> None:
    assert asked_in_a2i("E5", "E5") == (False, ["This step is not done yet."])


def test_not_while_it_is_unknown_whether_it_is_too_late() -> None:
    world = without(best_world(A2I), "responses")
    standing = board(A2I, world, [], {"P1": Mark.DONE})
    found = reopening(standing, world, "P1")
    assert (found.allowed, str(found.said[0])) == (
        False,
        "Not known yet: Responses that people began or submitted.",
    )


def test_the_done_steps_behind_are_named() -> None:
    world = best_world(DDI)
    marks = dict.fromkeys(["START1", "WP1.1", "WP1.2", "WP1.3", "WP1.4"], Mark.DONE)
    found = reopening(board(DDI, world, [], marks), world, "WP1.2")
    assert (found.allowed, [step.code for step in found.affects]) == (True, ["WP1.3", "WP1.4"])


def test_of_steps_that_wait_the_done_may_be_taken_up_again_and_not_the_begun() -> None:
    world = best_world(DDI)
    marks = dict.fromkeys(["START1", "WP1.1", "WP1.3"], Mark.DONE)
    standing = board(DDI, world, [], {**marks, "WP1.2": Mark.STARTED, "WP1.4": Mark.STARTED})
    assert reopening(standing, world, "WP1.3").allowed
    assert not reopening(standing, world, "WP1.4").allowed
    found = reopening(standing, world, "WP1.1")
    assert [step.code for step in found.affects] == ["WP1.2", "WP1.3", "WP1.4"]


def test_ideas_and_another_vote_may_come_until_the_team_has_agreed() -> None:
    world = best_world(NIMM)
    marks = dict.fromkeys([f"N{number}" for number in range(6)], Mark.DONE)
    marks["N6"] = Mark.SKIPPED
    standing = board(NIMM, world, [], marks)
    assert [reopening(standing, world, code).allowed for code in ("N5", "N6")] == [True, True]
    marks["N7"] = Mark.DONE
    standing = board(NIMM, world, [], marks)
    assert [reopening(standing, world, code).allowed for code in ("N5", "N6")] == [False, False]


def test_one_of_several_later_steps_may_be_open() -> None:
    world = best_world(IT_CMF)
    marks = dict.fromkeys(["PREP1", "PREP2", "GATH1", "GATH2", "ANA1", "ANA2"], Mark.DONE)
    assert reopening(board(IT_CMF, world, [], marks), world, "ANA1").allowed
    marks["CONC1"] = Mark.DONE
    found = reopening(board(IT_CMF, world, [], marks), world, "ANA1")
    assert [str(sentence) for sentence in found.said] == [
        "This step can be taken up again only while one of these is open: ANA2, CONC1."
    ]


def test_braces_in_the_words_of_a_method_are_only_text() -> None:
    first = next(A2I.steps)
    rule = replace(first.reopen, instead="See {why} {0.__class__}.")
    phase = replace(A2I.phases[0], steps=(replace(first, reopen=rule),))
    world = {**best_world(A2I), "responses": 2}
    standing = board(replace(A2I, phases=(phase,)), world, [], {"P1": Mark.DONE})
    assert str(reopening(standing, world, "P1").said[1]) == "See {why} {0.__class__}."


def test_a_step_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        reopening(board(A2I, {}, [], {}), {}, "Z1")
