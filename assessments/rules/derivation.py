"""What can be computed from published sums: whether they give a small group of people away.

Published are sums over groups of cells. By adding and subtracting them exactly those sums can be
had whose group lies in the span of the published groups (the audit of linked tables in statistical
disclosure control; compare "differencing" in questionnaire practice, section 3). All is reckoned in
whole numbers modulo a large prime, so no rounding hides or invents a derivation.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

Row = npt.NDArray[np.int64]

PRIME = 2**31 - 1
MOST_STEPS = 20_000  # of one search; beyond it a group counts as given away


class Published:
    """Sums that are published, and what more follows from them.

    `sizes` says how many people each cell holds. Empty cells are taken as known, which only helps
    whoever tries to derive something.
    """

    def __init__(self, sizes: Mapping[Hashable, int]) -> None:
        self._place = {cell: n for n, cell in enumerate(c for c, size in sizes.items() if size)}
        self._sizes = np.array([sizes[cell] for cell in self._place], np.int64)
        self._basis = np.zeros((0, len(self._place)), np.int64)  # reduced row echelon form
        self._pivots: list[int] = []

    def includes(self, group: Collection[Hashable]) -> bool:
        """Whether the sum of the group can be computed."""
        return not self._rest(group).any()

    def add(self, group: Collection[Hashable]) -> None:
        """Publish the sum of the group."""
        rest = self._rest(group)
        if not rest.any():
            return
        pivot = int(rest.nonzero()[0][0])
        row = rest * pow(int(rest[pivot]), -1, PRIME) % PRIME
        reduced = (self._basis - self._basis[:, [pivot]] * row[None, :]) % PRIME
        self._basis = np.vstack([reduced, row])
        self._pivots.append(pivot)

    def with_group(self, group: Collection[Hashable]) -> Published:
        """A copy with the sum of one more group."""
        more = Published({})
        more._place, more._sizes = self._place, self._sizes
        more._basis, more._pivots = self._basis, list(self._pivots)
        more.add(group)
        return more

    def gives_away(self, threshold: int) -> bool:
        """Whether the sum of some group of 1 to `threshold` - 1 people can be computed.

        Every union of cells is tried, not only those that somebody would name. True also when the
        search is too long to be sure.
        """
        atoms, sizes = self._atoms()
        small = [n for n in np.argsort(-sizes, kind="stable").tolist() if sizes[n] < threshold]
        search = _Search(
            [_sparse(atoms[n]) for n in small], [int(sizes[n]) for n in small], threshold
        )
        return search.succeeds()

    def _vector(self, group: Iterable[Hashable]) -> Row:
        vector = np.zeros(len(self._place), np.int64)
        vector[[self._place[cell] for cell in group if cell in self._place]] = 1
        return vector

    def _rest(self, group: Collection[Hashable]) -> Row:
        """The part of the group that the published sums do not explain."""
        vector = self._vector(group)
        known = np.zeros_like(vector)
        for pivot, row in zip(self._pivots, self._basis, strict=True):
            if vector[pivot]:
                known += row
        return (vector - known) % PRIME

    def _atoms(self) -> tuple[Row, Row]:
        """Cells that no published sum tells apart, as rows of the null space, and their people.

        A union of atoms can be computed exactly when its rows add up to zero. Cells in no published
        group are left out: nothing can be computed about them.
        """
        covered = np.flatnonzero(self._basis.any(axis=0))
        columns, atom = np.unique(self._basis[:, covered], axis=1, return_inverse=True)
        atom = atom.ravel()
        sizes = np.zeros(columns.shape[1], np.int64)
        np.add.at(sizes, atom, self._sizes[covered])
        pivots = atom[np.searchsorted(covered, self._pivots)]
        free = np.setdiff1d(np.arange(len(sizes)), pivots)
        rows = np.zeros((len(sizes), len(free)), np.int64)
        rows[pivots] = -columns[:, free] % PRIME
        rows[free] = np.eye(len(free), dtype=np.int64)
        return rows, sizes


class _Search:
    """Looks for atoms of fewer than `threshold` people in all whose rows add up to zero."""

    def __init__(self, rows: list[dict[int, int]], sizes: list[int], threshold: int) -> None:
        self.rows = rows
        self.sizes = sizes
        self.threshold = threshold
        self.steps = 0
        self.touching: dict[int, list[int]] = {}
        for atom, row in enumerate(rows):
            for column in row:
                self.touching.setdefault(column, []).append(atom)

    def succeeds(self) -> bool:
        """Whether there are such atoms, or the search had to be given up."""
        done: set[int] = set()
        for start, row in enumerate(self.rows):
            done.add(start)
            if self._completes(row, self.threshold - self.sizes[start], done):
                return True
        return False

    def _completes(self, rest: dict[int, int], room: int, barred: set[int]) -> bool:
        """Whether fewer than `room` more people, none of them barred, bring the rest to zero."""
        if not rest:
            return True
        self.steps += 1
        if self.steps > MOST_STEPS:
            return True
        options = min((self._fitting(column, room, barred) for column in rest), key=len)
        tried = set(barred)
        for atom in options:
            tried.add(atom)
            if self._completes(_sum(rest, self.rows[atom]), room - self.sizes[atom], tried):
                return True
        return False

    def _fitting(self, column: int, room: int, barred: set[int]) -> list[int]:
        """Atoms that change this column: one of them must be in any completion."""
        return [
            atom for atom in self.touching[column] if atom not in barred and self.sizes[atom] < room
        ]


def _sparse(row: Row) -> dict[int, int]:
    return {int(n): int(row[n]) for n in row.nonzero()[0]}


def _sum(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    found = dict(one)
    for column, value in other.items():
        total = (found.get(column, 0) + value) % PRIME
        if total:
            found[column] = total
        else:
            found.pop(column, None)
    return found
