"""From arrays of answers to counts: how many people gave which value to which question.

Every statistic of agreement but Kendall's W rests on these counts alone, so none can depend on who
answered or in which order, and a stored tally gives the same numbers as the answers themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessments.rules.answer_kinds import GAPS, Kind

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.integer]


@dataclass(frozen=True)
class AnswerScale:
    """The values a question offers, lowest first; at least one.

    `is_interval` says that equal steps mean the same, so that a mean may be shown. Maturity levels
    are ordinal: their mean is never shown.
    """

    values: tuple[int, ...]
    is_interval: bool = False

    def __post_init__(self) -> None:
        if not self.values or list(self.values) != sorted(set(self.values)):
            raise ValueError("The values of a scale are distinct and stand in rising order.")

    @classmethod
    def of_points(cls, points: int, *, is_interval: bool = False) -> AnswerScale:
        """The scale 1..points."""
        return cls(tuple(range(1, points + 1)), is_interval)

    @property
    def points(self) -> int:
        """How many values there are."""
        return len(self.values)

    @property
    def step(self) -> float:
        """Mean distance of neighboring values; 0 on a scale of one point."""
        return (self.values[-1] - self.values[0]) / max(1, self.points - 1)


@dataclass(frozen=True, eq=False)
class Counts:
    """People by value and by gap; the last axis runs over values or gaps, the others are shared.

    `values` has the shape (..., points), `gaps` the shape (..., 5) in the order of `GAPS`. The
    other axes are what the caller counts by: questions, or units x questions.
    """

    scale: AnswerScale
    values: Ints
    gaps: Ints

    @property
    def valid(self) -> Ints:
        """People who gave a value."""
        found: Ints = self.values.sum(axis=-1)
        return found

    def gap(self, kind: Kind) -> Ints:
        """People with this gap; raises ValueError for `Kind.VALUE`."""
        return self.gaps[..., GAPS.index(kind)]

    @property
    def asked(self) -> Ints:
        """People the questions were given to, whatever they did with them."""
        found: Ints = self.valid + self.gaps.sum(axis=-1)
        return found

    @property
    def dont_know_share(self) -> Floats:
        """Share of don't know among values and don't knows; NaN where there is neither."""
        unknown = self.gap(Kind.DONT_KNOW)
        return divided(unknown, self.valid + unknown)

    def part(self, index: int | slice | Bools | Ints) -> Counts:
        """The counts at an index, slice or mask of the first axis."""
        return Counts(self.scale, self.values[index], self.gaps[index])

    def pooled(self, groups: Codes, number: int) -> Counts:
        """Answers added up by group; `groups` names each question's group, 0..number-1.

        These are answers, not people: a person counts once for each question of the group.
        """
        rows = np.arange(number)[:, None] == np.asarray(groups)[None, :]
        return Counts(self.scale, _sums(rows, self.values), _sums(rows, self.gaps))


def counted(answers: Codes, scale: AnswerScale) -> Counts:
    """Counts by question of an array questions x people.

    A value is given by its place on the scale from 0, a gap by its negative code. Raises ValueError
    for any other number.
    """
    return counted_by(answers, np.zeros(answers.shape[1], np.int64), 1, scale).part(0)


def counted_by(answers: Codes, units: Codes, number: int, scale: AnswerScale) -> Counts:
    """Counts by unit and question; `units` names each person's unit, 0..number-1.

    Raises ValueError for numbers that are neither a place on the scale nor the code of a gap.
    """
    questions = len(answers)
    if answers.size and not -len(GAPS) <= answers.min() <= answers.max() < scale.points:
        raise ValueError("An answer is neither on the scale nor a known gap.")
    width = len(GAPS) + scale.points
    rows = np.asarray(units, np.int64)[None, :] * questions + np.arange(questions)[:, None]
    places = (rows * width + answers + len(GAPS)).ravel()
    found = np.bincount(places, minlength=number * questions * width)
    table = found.reshape(number, questions, width)
    return Counts(scale, table[..., len(GAPS) :], table[..., len(GAPS) - 1 :: -1])


def divided(upper: npt.ArrayLike, lower: npt.ArrayLike) -> Floats:
    """`upper` / `lower`; NaN wherever `lower` is zero."""
    above, below = np.broadcast_arrays(np.asarray(upper, float), np.asarray(lower, float))
    found: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
    return found


def _sums(rows: Bools, table: Ints) -> Ints:
    found: Ints = np.einsum("gq,...qa->...ga", rows.astype(np.int64), table)
    return found
