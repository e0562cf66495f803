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

    def with_groups(self, groups: Iterable[Collection[Hashable]]) -> Published:
        """A copy with the sums of more groups."""
        more = Published({})
        more._place, more._sizes = self._place, self._sizes
        more._basis, more._pivots = self._basis, list(self._pivots)
        for group in groups:
            more.add(group)
        return more

    def gives_away(self, threshold: int) -> bool:
        """Whether the sum of some group of 1 to `threshold` - 1 people can be computed.

        Every union of cells is tried, not only those that somebody would name. True also when the
        search is too long to be sure.
        """
        atoms = self._atoms()
        sizes = [int(self._sizes[atom].sum()) for atom in atoms]
        small = [n for n, size in enumerate(sizes) if size < threshold]
        if not small:
            return False
        small.sort(key=lambda n: -sizes[n])
        rows = self._null_rows([atom[0] for atom in atoms])
        return _Search(
            [_sparse(rows[n]) for n in small], [sizes[n] for n in small], threshold
        ).succeeds()

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

    def _atoms(self) -> list[list[int]]:
        """Cells that no published sum tells apart, by their place.

        Cells in no published group are left out: nothing can be computed about them.
        """
        atoms: dict[bytes, list[int]] = {}
        columns = np.ascontiguousarray(self._basis.T)
        for place in np.flatnonzero(columns.any(axis=1)).tolist():
            atoms.setdefault(columns[place].tobytes(), []).append(place)
        return list(atoms.values())

    def _null_rows(self, places: list[int]) -> Row:
        """The atoms, each given by one of its cells, as rows of the null space.

        The sum over a union of atoms can be computed exactly when its rows add up to zero.
        """
        columns = self._basis[:, places]
        is_pivot = (columns == 1).any(axis=0) & ((columns != 0).sum(axis=0) == 1)
        rows = np.zeros((len(places), int((~is_pivot).sum())), np.int64)
        rows[~is_pivot] = np.eye(rows.shape[1], dtype=np.int64)
        pivots = np.flatnonzero(is_pivot)
        rows[pivots] = -columns[columns[:, pivots].argmax(axis=0)][:, ~is_pivot] % PRIME
        return rows


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
