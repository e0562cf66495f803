"""What a filled-in sheet would change about the stored answers; nothing is stored by looking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.answer_sheet import Filled, SheetQuestion, fitted


class Change(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    CONFLICT = "conflict"  # changed in the sheet, and elsewhere since the sheet was written


@dataclass(frozen=True)
class Line:
    """A row that differs from what is stored; `version` is that of the stored answer."""

    key: str
    change: Change
    choice: str
    comment: str
    stored_choice: str
    stored_comment: str
    version: int


@dataclass(frozen=True)
class Difference:
    """All rows that would change something, how many say what is stored, and how many were left as
    they were in the sheet while a newer answer is stored, which stays.
    """

    lines: tuple[Line, ...]
    same: int
    newer: int

    @property
    def conflicts(self) -> tuple[Line, ...]:
        """Rows where somebody has to choose."""
        return tuple(line for line in self.lines if line.change is Change.CONFLICT)


def difference(rows: Iterable[Filled], questions: Mapping[str, SheetQuestion]) -> Difference:
    """Sheet against store, row by row; `questions` by the key that the rows have."""
    lines, same, newer = [], 0, 0
    for row in rows:
        stored = questions[row.key]
        if (row.choice, row.comment) == (stored.choice, fitted(stored.comment)):
            same += 1
        elif not row.is_touched:
            newer += 1
        else:
            lines.append(_line(row, stored))
    return Difference(tuple(lines), same, newer)


def _line(row: Filled, stored: SheetQuestion) -> Line:
    # A comment too long for a cell stands there cut; left alone, it stays whole.
    is_kept = row.comment == fitted(stored.comment)
    return Line(
        stored.key,
        _change(row, stored),
        row.choice,
        stored.comment if is_kept else row.comment,
        stored.choice,
        stored.comment,
        stored.version,
    )


def _change(row: Filled, stored: SheetQuestion) -> Change:
    if row.version != stored.version:
        return Change.CONFLICT
    if not stored.choice and not stored.comment:
        return Change.NEW
    if stored.choice and not row.choice:
        return Change.TAKEN_BACK
    return Change.CHANGED
