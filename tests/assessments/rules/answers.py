"""Strategies and arrays of answers."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from assessments.rules.answer_kinds import GAPS
from assessments.rules.counting import AnswerScale, Codes, Counts, counted

FIVE = AnswerScale.of_points(5)


def answers(points: int = 5, *, questions: int = 6, people: int = 9) -> st.SearchStrategy[Codes]:
    """Arrays questions x people with values and gaps of every kind."""
    shape = st.tuples(st.integers(1, questions), st.integers(1, people))
    return arrays.arrays(np.int64, shape, elements=st.integers(-len(GAPS), points - 1))


def of(scale: AnswerScale, *values: int) -> Counts:
    """One question to which people gave these values."""
    return counted(np.array([[scale.values.index(value) for value in values]], int), scale)
