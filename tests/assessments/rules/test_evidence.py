"""Two independent sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.evidence import Corroboration, Piece, Standing, standing

ASKED = Piece("questionnaire", "SCM-P1", True)
TALK = Piece("interview", "Interview 1", True)
AGAINST = Piece("observation", "Visit", False)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], Standing(Corroboration.NO_EVIDENCE, 0, 0)),
        ([ASKED], Standing(Corroboration.SINGLE_SOURCE, 1, 0)),
        (
            [ASKED, Piece("questionnaire", "SCM-P2", True)],
            Standing(Corroboration.SINGLE_SOURCE, 1, 0),
        ),
        (
            [TALK, Piece("interview", " interview  1 ", True)],
            Standing(Corroboration.SINGLE_SOURCE, 1, 0),
        ),
        (
            [TALK, Piece("interview", "Interview 2", True)],
            Standing(Corroboration.CORROBORATED, 2, 0),
        ),
        ([ASKED, TALK], Standing(Corroboration.CORROBORATED, 2, 0)),
        ([ASKED, TALK, AGAINST], Standing(Corroboration.CONTRADICTED, 2, 1)),
        ([AGAINST], Standing(Corroboration.CONTRADICTED, 0, 1)),
    ],
)
def test_standing(pieces, expected):
    assert standing(pieces) == expected


def test_may_be_confirmed_needs_two():
    assert not standing([ASKED]).may_be_confirmed
    assert standing([ASKED, TALK]).may_be_confirmed


PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(["questionnaire", "interview", "document", "observation"]),
        st.sampled_from(["a", "b", "c"]),
        st.booleans(),
    ),
    max_size=8,
)


@given(PIECES, st.randoms(use_true_random=False))
def test_standing_ignores_order_and_repetition(pieces, random):
    mixed = [*pieces, *pieces]
    random.shuffle(mixed)
    assert standing(mixed) == standing(pieces)
