"""What is wrong with a filled-in sheet, and what it would change, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.rules.answer_difference import Change
from assessments.rules.answer_sheet import BadSheet, Fault, Refusal, Trouble
from models_catalog.rules.spreadsheet.opening import cell_name

_REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.TOO_LARGE: gettext_lazy("The file is too large for a questionnaire."),
    Refusal.UNREADABLE: gettext_lazy("This file cannot be read: %(detail)s."),
    Refusal.NOT_OURS: gettext_lazy(
        "This is not a sheet of this questionnaire. Download it here, fill it in, and keep its "
        "first row."
    ),
    Refusal.OTHER: gettext_lazy("This sheet belongs to another questionnaire."),
}
_FOUND: Mapping[Trouble, Promise] = {
    Trouble.CELL: gettext_lazy("%(found)s"),
    Trouble.NOT_OFFERED: gettext_lazy("“%(found)s” is not among the answers."),
    Trouble.COMMENT: gettext_lazy("The comment cannot be stored. %(found)s"),
    Trouble.EVIDENCE: gettext_lazy("What shows it cannot be stored. %(found)s"),
    Trouble.UNKNOWN_ROW: gettext_lazy("This row belongs to no question of the questionnaire."),
    Trouble.NO_KEY: gettext_lazy("Something stands in a row without a question."),
    Trouble.TWICE: gettext_lazy("This question stands in the sheet twice."),
    Trouble.OTHER_PART: gettext_lazy("This question is not among the parts handed to you."),
}
_EXPECTED: Mapping[Trouble, Promise] = {
    Trouble.CELL: gettext_lazy("A text, or nothing"),
    Trouble.NOT_OFFERED: gettext_lazy("One of: %(offered)s"),
    Trouble.COMMENT: gettext_lazy("A shorter text without control characters"),
    Trouble.EVIDENCE: gettext_lazy("A shorter text without control characters"),
    Trouble.UNKNOWN_ROW: gettext_lazy("Rows as they were downloaded"),
    Trouble.NO_KEY: gettext_lazy("Answers in the rows of the questions only"),
    Trouble.TWICE: gettext_lazy("Each question in one row"),
    Trouble.OTHER_PART: gettext_lazy("Answers in your parts only"),
}
CHANGES: Mapping[Change, Promise] = {
    Change.NEW: gettext_lazy("New"),
    Change.CHANGED: gettext_lazy("Changed"),
    Change.TAKEN_BACK: gettext_lazy("Taken back"),
    Change.CONFLICT: gettext_lazy("Answered elsewhere since"),
}
MOST_FOUND = 80  # characters of what was found


@dataclass(frozen=True)
class ToldFault:
    """A mistake with its cell, what was found there, and what is expected."""

    place: str
    row: int
    found: str
    expected: str


def refusal_text(refused: BadSheet) -> str:
    """Why the whole file is refused."""
    return str(_REFUSALS[refused.refusal]) % {"detail": refused.detail}


def told(fault: Fault) -> ToldFault:
    """A mistake in words."""
    found = _capital(fault.found)[:MOST_FOUND]
    return ToldFault(
        cell_name(fault.sheet, fault.row, fault.column),
        fault.row,
        str(_FOUND[fault.trouble]) % {"found": found},
        str(_EXPECTED[fault.trouble]) % {"offered": ", ".join(fault.expected)},
    )


def answer_words(name: str, comment: str, evidence: str) -> str:
    """An answer with its comment and what shows it, in one text."""
    shown = evidence and _("What shows this? %(evidence)s") % {"evidence": evidence}
    return "\n".join(filter(None, (name or _("no answer"), comment, shown)))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
