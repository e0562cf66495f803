"""A questionnaire as a sheet to fill in: the words of its answers, and what is read back from it.

The first row names the columns for the program, a row for each question carries its key and a mark:
what stood there when the sheet was written. So a later answer is told from an older one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessments.rules.questionnaire import MOST_EVIDENCE, fingerprint
from cip.kernel import texts
from models_catalog.rules.spreadsheet.opening import BadWorkbook, Cell, Grid, open_workbook

MOST_BYTES = 5_000_000
LONGEST_CELL = 32_767
"""UTF-16 units; Excel cuts off what is longer."""
ANSWER, COMMENT, KEY, MARK = "cip:answer", "cip:comment", "cip:item", "cip:mark"
EVIDENCE = "cip:evidence"
"""Sheets that were written before it came have no such column."""
ABOUT = "cip:questionnaire"
HEADINGS = 2
"""Rows above the questions: the names of the columns, hidden, and their headings."""
_ABOUT = re.compile(rf"{ABOUT}:([0-9a-f-]{{36}}):([0-9]{{1,6}})")
_MARK = re.compile(r"([0-9]{1,9}):([0-9a-f]{16})")
# XML cannot carry these two, nor halves of surrogate pairs.
_UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]")


class Refusal(StrEnum):
    """Why a file is refused as a whole."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"
    OTHER = "other"


class BadSheet(ValueError):
    """A file that is refused as a whole; `detail` says more in English where there is more."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(f"{refusal}: {detail}")
        self.refusal, self.detail = refusal, detail


class Trouble(StrEnum):
    """What is wrong in one place."""

    CELL = "cell"  # `found` says what, in English
    NOT_OFFERED = "not_offered"
    COMMENT = "comment"  # `found` says what, in English
    EVIDENCE = "evidence"  # `found` says what, in English
    UNKNOWN_ROW = "unknown_row"
    NO_KEY = "no_key"
    TWICE = "twice"
    OTHER_PART = "other_part"


@dataclass(frozen=True)
class Fault:
    """One mistake in its place; `expected` holds the answers offered."""

    sheet: str
    row: int
    column: int
    trouble: Trouble
    found: str = ""
    expected: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetQuestion:
    """One aspect of a question: what it offers as (code, name), and what is stored."""

    key: str
    offered: tuple[tuple[str, str], ...]
    choice: str = ""
    comment: str = ""
    version: int = 0
    evidence: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """What each answer is called in the sheet, by code."""
        return labels(self.offered)

    @property
    def mark(self) -> str:
        """What the sheet remembers of the stored answer."""
        return f"{self.version}:{fingerprint(*self.as_written)}"

    @property
    def as_written(self) -> tuple[str, str, str]:
        """The stored answer as its cells carry it: choice, comment and evidence."""
        return self.choice, fitted(self.comment), fitted(self.evidence)


@dataclass(frozen=True)
class Filled:
    """What a row says, and what stood there when the sheet was written.

    `evidence` is None where the sheet has no place for it.
    """

    key: str
    choice: str
    comment: str
    version: int = 0
    shown: str = ""
    evidence: str | None = None

    @property
    def is_touched(self) -> bool:
        """Whether somebody changed the row since."""
        return fingerprint(self.choice, self.comment, self.evidence or "") != self.shown


@dataclass(frozen=True)
class OpenedSheet:
    """The rows of a file that was let in: of which assessment, which version, with which keys."""

    assessment: str
    number: int
    title: str
    columns: Mapping[str, int]
    rows: tuple[Mapping[int, Cell], ...]

    @property
    def written(self) -> tuple[str, ...]:
        """The columns to write into that the sheet has."""
        return tuple(name for name in (ANSWER, COMMENT, EVIDENCE) if name in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all rows, as they stand there."""
        return tuple(filter(None, (self.text(row, KEY) for row in self.rows)))

    def text(self, row: Mapping[int, Cell], name: str) -> str:
        """The text of a column in a row; empty where there is none."""
        cell = row.get(self.columns[name])
        return "" if cell is None else _text(cell.value)


@dataclass(frozen=True)
class SheetReading:
    """What a file says, or all that is wrong with it."""

    rows: tuple[Filled, ...]
    faults: tuple[Fault, ...]
    dropped: int = 0


def labels(offered: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What each answer is called, by code: its name, with the code where two are called alike."""
    names = {code: " ".join(name.split()) for code, name in offered}
    folded = [_folded(name) for name in names.values()]
    return {
        code: name if name and folded.count(_folded(name)) == 1 else f"{name} ({code})".strip()
        for code, name in names.items()
    }


def fitted(words: str) -> str:
    """Words as a cell can carry them: cut where too long, without what XML cannot hold."""
    found = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", words)
    if len(found.replace("_x", "_x005F_x").encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return found
    return texts.clean(found[: LONGEST_CELL // 8])


def open_sheet(data: bytes) -> OpenedSheet:
    """The sheet of a file from outside. Raises BadSheet."""
    if len(data) > MOST_BYTES:
        raise BadSheet(Refusal.TOO_LARGE)
    try:
        grids = open_workbook(data)
    except BadWorkbook as error:
        raise BadSheet(Refusal.UNREADABLE, str(error)) from error
    for grid in grids:
        opened = _opened(grid)
        if opened is not None:
            return opened
    raise BadSheet(Refusal.NOT_OURS)


def read_sheet(
    opened: OpenedSheet,
    questions: Mapping[str, SheetQuestion | None],
    elsewhere: Collection[str] = (),
) -> SheetReading:
    """The answers of all rows, or every mistake.

    `questions` holds what each key means now: None was asked once and is no more. `elsewhere` are
    keys of parts that are not this person's to answer; rows left as they were do no harm.
    """
    filled: dict[str, Filled] = {}
    faults: list[Fault] = []
    dropped = 0
    for cells in opened.rows:
        row = _Row(opened, cells)
        question = questions.get(row.key)
        if row.key not in questions:
            faults += row.misplaced()
        elif question is None:
            dropped += row.is_filled
        elif question.key in filled:
            faults.append(row.fault(KEY, Trouble.TWICE))
        else:
            wrong, answer = row.read(question)
            filled[question.key] = answer
            if question.key in elsewhere and (wrong or answer.is_touched):
                wrong = [row.fault(ANSWER, Trouble.OTHER_PART)]
            faults += wrong
    rows = (answer for key, answer in filled.items() if key not in elsewhere)
    return SheetReading(tuple(rows), tuple(faults), dropped)


def _opened(grid: Grid) -> OpenedSheet | None:
    if not grid.rows:
        return None
    head, *rows = grid.rows
    names = {_text(cell.value): cell.column for cell in head}
    about = next(filter(None, map(_ABOUT.fullmatch, names)), None)
    if about is None or not {ANSWER, COMMENT, KEY, MARK} <= set(names):
        return None
    by_column = tuple({cell.column: cell for cell in row} for row in rows)
    return OpenedSheet(about[1], int(about[2]), grid.title, names, by_column)


class _Row:
    """One row of a sheet being read."""

    def __init__(self, sheet: OpenedSheet, cells: Mapping[int, Cell]) -> None:
        self._sheet, self._cells = sheet, cells
        self.key = sheet.text(cells, KEY)
        self._number = next(iter(cells.values())).row

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote an answer or words, or something that cannot be read."""
        return any(self._cell(name) is not None for name in self._sheet.written)

    def misplaced(self) -> list[Fault]:
        """The mistake of a row that is no question; headings and empty rows have none."""
        if not self.is_filled or (not self.key and self._number <= HEADINGS):
            return []
        trouble = Trouble.UNKNOWN_ROW if self.key else Trouble.NO_KEY
        return [self.fault(ANSWER, trouble, self._sheet.text(self._cells, ANSWER))]

    def read(self, question: SheetQuestion) -> tuple[list[Fault], Filled]:
        """The answer, and all that is wrong with it."""
        faults = [
            self.fault(name, Trouble.CELL, cell.fault)
            for name in self._sheet.written
            if (cell := self._cell(name)) is not None and cell.fault
        ]
        typed = self._sheet.text(self._cells, ANSWER)
        filled = self._filled(question, code_of(typed, question.offered))
        if typed and not filled.choice:
            offered = tuple(question.labels.values())
            faults.append(self.fault(ANSWER, Trouble.NOT_OFFERED, typed, offered))
        return faults + self._unfit(filled), filled

    def _unfit(self, filled: Filled) -> list[Fault]:
        """What cannot be stored of the words."""
        problems = (
            (COMMENT, Trouble.COMMENT, texts.problem_in(filled.comment, limit=texts.LONG)),
            (
                EVIDENCE,
                Trouble.EVIDENCE,
                texts.problem_in(filled.evidence or "", limit=MOST_EVIDENCE),
            ),
        )
        return [self.fault(name, trouble, found) for name, trouble, found in problems if found]

    def fault(
        self, name: str, trouble: Trouble, found: str = "", expected: tuple[str, ...] = ()
    ) -> Fault:
        """A mistake in the named column of this row."""
        column = self._sheet.columns[name]
        return Fault(self._sheet.title, self._number, column, trouble, found, expected)

    def _filled(self, question: SheetQuestion, choice: str) -> Filled:
        mark = _MARK.fullmatch(self._sheet.text(self._cells, MARK))
        return Filled(
            question.key,
            choice,
            texts.clean(self._sheet.text(self._cells, COMMENT)),
            int(mark[1]) if mark else 0,
            mark[2] if mark else fingerprint("", ""),
            self._evidence(),
        )

    def _evidence(self) -> str | None:
        if EVIDENCE not in self._sheet.written:
            return None
        return texts.clean(self._sheet.text(self._cells, EVIDENCE))

    def _cell(self, name: str) -> Cell | None:
        return self._cells.get(self._sheet.columns[name])


def code_of(typed: str, offered: Sequence[tuple[str, str]]) -> str:
    """The answer that is meant, by its name or its code; empty when none is."""
    wanted = _folded(typed)
    if not wanted:
        return ""
    by_name = {_folded(label): code for code, label in labels(offered).items()}
    by_code = {_folded(code): code for code, _name in offered}
    return by_name.get(wanted) or by_code.get(wanted) or ""


def _folded(text: str) -> str:
    return " ".join(texts.clean(text).split()).casefold()


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
