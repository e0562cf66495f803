"""What can be said about the maturity level, and why no more, in one sentence."""

import pytest

from assessments.queries.levels import LevelOutcome
from assessments.result_charts import ladder_figure, level_note, level_sentence

LEVELS = ((1, "Initial"), (2, "Managed"), (3, "Defined"), (4, "Steered"), (5, "Optimizing"))


def outcome(lower, upper, unratable_from=None):
    return LevelOutcome(lower, upper, LEVELS, next=None, blocking=(), unratable_from=unratable_from)


@pytest.mark.parametrize(
    ("level", "sentence", "note"),
    [
        (outcome(1, 1), "Level 1 (Initial) is reached.", "Initial"),
        (outcome(1, 1, 3), "Level 1 (Initial) is reached.", "Initial"),
        (
            outcome(1, 3),
            "Level 1 (Initial) is reached; up to level 3 is possible, as not everything is rated.",
            "up to 3 possible, not fully rated",
        ),
        (
            outcome(1, 5, 2),
            "Level 1 (Initial) is reached; nothing can be said about level 2 and above, which need "
            "areas that are out of scope.",
            "2 and above not in scope",
        ),
        (
            outcome(1, 5, 5),
            "Level 1 (Initial) is reached; up to level 4 is possible, as not everything is rated; "
            "nothing can be said about level 5, which needs areas that are out of scope.",
            "up to 4 possible, not fully rated",
        ),
    ],
)
def test_one_sentence(level, sentence, note):
    assert (level_sentence(level), level_note(level)) == (sentence, note)


def test_the_chart_promises_no_level_that_was_not_looked_at():
    figure = ladder_figure(outcome(1, 5, 2), is_rated=True)
    assert figure.rows == (("Maturity level", "1", "1"),)
    assert figure.headers[-1] == "at most, in scope"
    assert "at most 5" not in figure.svg
