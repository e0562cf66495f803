"""Document to XLSX: a sheet that explains all others, then the sheets of the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from cip.reports.document import ReportDocument
from cip.web.xlsx_export import workbook


@dataclass(frozen=True)
class Workbook:
    """A finished file; it has no pages."""

    content: bytes
    pages: None = None


def render_workbook(document: ReportDocument) -> Workbook:
    """The sheets of `context["sheets"]`: {"title", "about", "columns", "rows"}.

    A column is {"title", "text"}; the text says what stands in it. Texts stay texts, whatever they
    begin with.
    """
    sheets: list[Mapping[str, Any]] = document.context["sheets"]
    tables: list[tuple[str, Iterable[Any], Iterable[Iterable[Any]]]] = [
        (_("About"), [_("Sheet"), _("Column"), _("What it says")], _about(document, sheets))
    ]
    for sheet in sheets:
        heads = [column["title"] for column in sheet["columns"]]
        tables.append((sheet["title"], heads, sheet["rows"]))
    return Workbook(workbook(tables))


def _about(document: ReportDocument, sheets: list[Mapping[str, Any]]) -> list[list[str]]:
    control = document.control
    prepared = control.prepared_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    facts = (
        (_("Title"), document.title),
        (_("What this is"), document.subtitle),
        (_("Organization"), control.organization),
        (_("Program"), control.program),
        (_("Prepared by"), control.prepared_by),
        (_("Date"), prepared),
        (_("Version"), control.version),
        (_("Classification"), control.classification),
        *((_("Source"), source) for source in control.sources),
    )
    rows = [["", name, value] for name, value in facts]
    for sheet in sheets:
        rows.append([sheet["title"], "", sheet["about"]])
        rows += [[sheet["title"], each["title"], each["text"]] for each in sheet["columns"]]
    return rows
