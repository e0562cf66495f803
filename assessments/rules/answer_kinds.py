"""What is known of one question of one respondent: an answer with a value, or one of five gaps.

The five are kept apart everywhere and none of them is a value (questionnaire practice, section 2):
they are never zero, never the midpoint and enter no statistic of agreement.

In stored answers and tallies, blank is the empty choice. The other two gaps without an answer have
a mark that no code of a response set can be (codes begin with a letter or a digit); they are stored
when a response is submitted, never before.
"""

from enum import StrEnum


class Kind(StrEnum):
    """A value, or why there is none."""

    VALUE = "value"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"  # was shown and left empty
    SKIPPED = "skipped"  # a skip rule led past it
    NOT_REACHED = "not_reached"  # comes after the last page the respondent saw


GAPS = tuple(kind for kind in Kind if kind is not Kind.VALUE)

SKIPPED_MARK = "~skipped"
NOT_REACHED_MARK = "~not_reached"
NOT_ASKED_MARK = "~not_asked"
"""Stored where a question was not put to the person. It is no gap: it counts nowhere at all."""
MARKS = {"": Kind.BLANK, SKIPPED_MARK: Kind.SKIPPED, NOT_REACHED_MARK: Kind.NOT_REACHED}


def code_of(gap: Kind) -> int:
    """The number of a gap in arrays of answers: -1 and below; values count from 0.

    Raises ValueError for a value.
    """
    return -1 - GAPS.index(gap)
