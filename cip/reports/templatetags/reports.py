"""`{% load reports %}`: the vocabulary of printed documents, for screen and paper alike.

{% report_heading "results" %}                     a heading listed in `sections`, with its number
{% report_table caption head rows note="..." %}    a table; see `report_table` for head and cells
{% report_chart chart %}                           {"svg", "caption", "head", "rows", "note"}
{% report_figures figures %}                       [{"value", "label", "note"}]
{% report_level 3 name="Defined" %}  {% report_state "late" "Late" %}
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cip.web.components.data import TONE_OF_STATE

register = template.Library()

# cip.charts escapes < and " everywhere else, so these can only be real elements and attributes.
_UNSAFE_SVG = re.compile(r'<script|<foreignobject|\s(?:style|on\w+)="|="javascript:', re.IGNORECASE)
_DASH = "\u2013"
WIDTHS = (5, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70)
SHORT, LITTLE = 12, 1000  # rows and letters of a table that is not cut between pages
NARROW, MANY = 2, 5  # columns that fit a phone; and those that fit a narrow window


@register.simple_tag(takes_context=True)
def report_heading(context: Mapping[str, Any], section_id: str, page: Any = False) -> SafeString:
    """The numbered heading of a section from `sections`; `page` begins a new page on paper.

    An id that is not in `sections` fails, so that contents and headings always agree.
    """
    for section in context["sections"]:
        if section["id"] == section_id:
            return format_html(
                '<h{} id="{}" class="{}"><span class="number">{}</span> {}</h{}>',
                section["level"],
                section_id,
                "new-page" if page else "",
                section["number"],
                section["title"],
                section["level"],
            )
    raise TemplateSyntaxError(f"report_heading: {section_id!r} is not in the report's sections")


@register.simple_tag
def report_table(
    caption: str,
    head: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    *,
    note: str = "",
    empty: str = "",
    compact: bool = False,
) -> SafeString:
    """A table whose head repeats on each page; the first cell of a row is its header.

    Head: texts or {"title", "width" (percent, one of WIDTHS), "numeric", "whole" (days and other
    values that are not broken)}. Cell: a value, None (a dash), or {"text", and one of "level",
    "state", "href"}. `empty` stands where there are no rows.
    """
    columns = [_column(column) for column in head]
    body = [
        [(_cell(value), column["style"]) for value, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    context = {
        "caption": caption,
        "columns": columns,
        "rows": body,
        "note": note,
        "empty": empty,
        "compact": compact,
        "is_long": len(rows) > SHORT or _letters(rows) > LITTLE,
        "is_wide": len(columns) > NARROW,
        "is_many": len(columns) > MANY,
    }
    return mark_safe(render_to_string("reports/parts/table.html", context))  # noqa: S308


def _letters(rows: Sequence[Sequence[Any]]) -> int:
    return sum(len(str(value)) for row in rows for value in row)


def _column(column: Any) -> dict[str, Any]:
    made = dict(column) if isinstance(column, Mapping) else {"title": column}
    width = made.get("width")
    if width is not None and width not in WIDTHS:
        raise TemplateSyntaxError(f"report_table: width {width} is not one of {WIDTHS}")
    style = next((name for name in ("numeric", "whole") if made.get(name)), "")
    return {"width": None, "style": style} | made


def _cell(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return _DASH if value is None or value == "" else value
    text = value.get("text")
    if "level" in value:
        return report_level(value["level"], name=text or "")
    if "state" in value:
        return report_state(value["state"], str(text or ""))
    if value.get("href"):
        return format_html('<a href="{}">{}</a>', value["href"], text)
    return _cell(text)


@register.simple_tag
def report_chart(chart: Mapping[str, Any]) -> SafeString:
    """A chart of `cip.charts` with caption and, below, the same as a table.

    `chart`: "svg" and "caption", the table twin as "head" and "rows", "note" where it comes from.
    """
    text = str(chart["svg"]).strip()
    if not text.startswith("<svg") or _UNSAFE_SVG.search(text):
        raise TemplateSyntaxError("report_chart: expected an SVG made by cip.charts")
    context = {"chart": chart, "svg": mark_safe(text)}  # noqa: S308 - checked above
    return mark_safe(render_to_string("reports/parts/chart.html", context))  # noqa: S308


@register.simple_tag
def report_figures(figures: Sequence[Mapping[str, Any]]) -> SafeString:
    """Key figures side by side: value, label and what it rests on. None shows a dash."""
    shown = [
        {**figure, "value": _DASH if figure.get("value") is None else figure["value"]}
        for figure in figures
    ]
    return mark_safe(render_to_string("reports/parts/figures.html", {"figures": shown}))  # noqa: S308


@register.simple_tag
def report_level(level: int | None, *, name: str = "") -> SafeString:
    """A maturity level 0-5; the number stands in the chip, so that grey print reads the same."""
    if level is None:
        return format_html('<span class="level level-none">{}</span>', name or _DASH)
    if level not in range(6):
        raise TemplateSyntaxError(f"report_level: {level!r} is not a level from 0 to 5")
    chip = format_html('<span class="level level-{}">{}</span>', level, level)
    return format_html("{} {}", chip, name) if name else chip


@register.simple_tag
def report_state(state: str, label: str) -> SafeString:
    """The state of an object in a pill; the word carries the meaning."""
    return format_html(
        '<span class="state tone-{}">{}</span>', TONE_OF_STATE.get(str(state), "neutral"), label
    )
