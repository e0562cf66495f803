"""A filled-in sheet as it is handed in, and as it comes back from the look at it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.answer_sheet_words import refusal_text
from assessments.rules.answer_difference import Line
from assessments.rules.answer_sheet import (
    MOST_BYTES,
    BadSheet,
    Filled,
    OpenedSheet,
    Refusal,
    open_sheet,
)
from cip.kernel.errors import InvalidInput
from cip.web.forms import up_to

MOST_ROWS, MOST_VERSION = 10_000, 2_000_000_000


class SheetForm(forms.Form):
    """The file; read at once, stored only after the second look."""

    file = forms.FileField(
        label=_("Filled-in spreadsheet"),
        help_text=_("You see what would be stored before anything is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"} | up_to(MOST_BYTES)),
    )

    def __init__(self, *args: Any, assessment: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._assessment = assessment

    def clean_file(self) -> OpenedSheet:
        """The sheet of this assessment; otherwise one sentence says why it is refused."""
        file = self.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise BadSheet(Refusal.TOO_LARGE)
            opened = open_sheet(file.read())
            if opened.assessment != self._assessment:
                raise BadSheet(Refusal.OTHER)
        except BadSheet as refused:
            raise forms.ValidationError(refusal_text(refused)) from refused
        return opened


@dataclass(frozen=True)
class Looked:
    """The rows that somebody looked at, and the conflicts where the stored answer stays."""

    rows: tuple[Filled, ...]
    kept: frozenset[str]

    @property
    def taken(self) -> tuple[Filled, ...]:
        """The rows to store."""
        return tuple(row for row in self.rows if row.key not in self.kept)


def rows_text(lines: tuple[Line, ...]) -> str:
    """The rows to carry through the page, each with the version it was held against."""
    return json.dumps(
        [[line.key, line.choice, line.comment, line.version, line.evidence] for line in lines]
    )


def looked_at(data: Mapping[str, Any]) -> Looked:
    """What the page sent. Raises InvalidInput when it is not what the page was given."""
    try:
        sent = json.loads(str(data.get("rows", "")))
        rows = tuple(_row(*row) for row in sent[:MOST_ROWS])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise InvalidInput(
            gettext("The page was not sent whole. Choose the file again.")
        ) from error
    kept = (row.key for row in rows if data.get(f"take-{row.key}") == "stored")
    return Looked(rows, frozenset(kept))


def _row(key: Any, choice: Any, comment: Any, version: Any, evidence: Any = None) -> Filled:
    is_text = all(isinstance(value, str) for value in (key, choice, comment, evidence or ""))
    if not is_text or type(version) is not int or not 0 <= version <= MOST_VERSION:
        raise ValueError
    return Filled(key, choice, comment, version, evidence=evidence)
