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
    """A row that differs from what is stored."""

    change: Change
    choice: str
    comment: str
    evidence: str
    stored: SheetQuestion

    @property
    def key(self) -> str:
        """Of the question."""
        return self.stored.key

    @property
    def version(self) -> int:
        """Of the stored answer."""
        return self.stored.version


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
        _choice, _comment, named = stored.as_written
        evidence = named if row.evidence is None else row.evidence
        if (row.choice, row.comment, evidence) == stored.as_written:
            same += 1
        elif not row.is_touched:
            newer += 1
        else:
            lines.append(_line(row, stored))
    return Difference(tuple(lines), same, newer)


def _line(row: Filled, stored: SheetQuestion) -> Line:
    return Line(
        _change(row, stored),
        row.choice,
        _kept_whole(row.comment, stored.comment),
        _kept_whole(row.evidence, stored.evidence),
        stored,
    )


def _kept_whole(written: str | None, stored: str) -> str:
    """Words too long for a cell stand there cut; left alone, they stay whole."""
    return stored if written is None or written == fitted(stored) else written


def _change(row: Filled, stored: SheetQuestion) -> Change:
    if row.version != stored.version:
        return Change.CONFLICT
    if not any(stored.as_written):
        return Change.NEW
    if stored.choice and not row.choice:
        return Change.TAKEN_BACK
    return Change.CHANGED
