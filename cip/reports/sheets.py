"""Document to HTML: the sheet (what previews and paper share) and the whole page for printing."""

from datetime import UTC
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cip.reports.document import ReportDocument

# Stands for our static files in print; nothing is ever fetched from a network.
STATIC_BASE = "https://static.invalid/"


def render_sheet(document: ReportDocument) -> SafeString:
    """The report's own HTML (cover, contents, body): the same text for preview and print."""
    context: dict[str, Any] = {
        **document.context,
        "report": document,
        "control": document.control,
        "sections": numbered(document.context.get("sections", ())),
    }
    return mark_safe(render_to_string(document.template, context))  # noqa: S308 - an own template


def numbered(sections: Any) -> list[dict[str, Any]]:
    """Sections with their numbers: 1, 1.1, 1.2, 2. Raises ValueError for a level but 2 and 3, a
    level 3 before any level 2, or an id used twice."""
    found: list[dict[str, Any]] = []
    first = second = 0
    for section in sections:
        if section["level"] == 2:
            first, second = first + 1, 0
            number = f"{first}"
        elif section["level"] == 3 and first:
            second += 1
            number = f"{first}.{second}"
        else:
            raise ValueError(f"Section {section['id']!r} has no place: level {section['level']}.")
        found.append({**section, "number": number})
    if len({section["id"] for section in found}) != len(found):
        raise ValueError("Two sections of a report have the same id.")
    return found


def render_paper(document: ReportDocument) -> str:
    """The whole HTML page that is printed."""
    prepared = document.control.prepared_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    context = {
        "report": document,
        "sheet": render_sheet(document),
        "language": get_language() or "en",
        "created": prepared,
        "static_base": STATIC_BASE,
    }
    return render_to_string("reports/paper.html", context)
