"""What the sheets of a workbook hold, and the cell of every value."""

from __future__ import annotations

from dataclasses import dataclass, field

from models_catalog.rules.plain import Plain
from models_catalog.rules.problems import Problem
from models_catalog.rules.spreadsheet.opening import cell_name


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an entry stands: its sheet, its row, and the column of each of its keys."""

    title: str
    row: int
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    def cell(self, key: str) -> tuple[str, int, int]:
        """Sheet, row and column of the value behind a key; of the entry when it has none."""
        if key in self.rows:
            return self.title, *self.rows[key]
        return self.title, self.row, self.columns.get(key, 1)


@dataclass(slots=True)
class Assembly:
    """What the sheets hold. `places` by id of the mapping; `spoiled` are the ids of those with a
    cell that was refused: what else is said about them is noise. `is_whole` when sheets and
    headings are as they should be, so that what they hold can be looked at.
    """

    value: Plain
    places: dict[int, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[int] = field(default_factory=set)
    is_whole: bool = True

    def complain(self, title: str, row: int, column: int, message: str) -> None:
        """Note a problem at a cell."""
        place = cell_name(title, row, column)
        self.problems.append(Problem(row, column, "", message, cell=place))
