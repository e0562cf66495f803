"""How a report falls onto pages, and whether everybody can read it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from cip.reports.document import ReportDocument
from tests.reports.paper import elements, faults, printed, texts
from tests.reports.sample import build, chapter

pytestmark = pytest.mark.django_db


def sample(program: Any, *, count: int = 1, **more: Any) -> ReportDocument:
    """One chapter whose table has `count` rows; `more` replaces parts of the chapter."""
    document = build(program.pk, "Alice", {"chapters": 1, "rows": count})
    (chapter,) = document.context["chapters"]
    return replace(document, context=document.context | {"chapters": [chapter | more]})


def test_report_is_accessible(program):
    assert faults(printed(build(program.pk, "Alice", {"chapters": 2}))) == []


def test_control_and_contents_share_a_page(program):
    pages = texts(printed(sample(program, count=3)))
    assert "Document control" in pages[1]
    assert "1  Area 1" in pages[1]
    assert "What was found" in pages[2]


def test_running_heads_are_no_text_of_the_document(program):
    reader = printed(sample(program, count=3))
    (document,) = (e for e in elements(reader) if e["/S"] == "/Document")
    assert {child.get_object()["/S"] for child in document["/K"]} == {"/Art"}
    assert "Sample report – Better service" in texts(reader)[2]


def chapters(program: Any, parts: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The texts of the pages of chapters, printed at once; each begins on a page of its own."""
    made = [chapter(number, 1) | part for number, part in enumerate(parts, start=1)]
    document = build(program.pk, "Alice", {"chapters": len(made)})
    # Without the figures that stand above the first of them.
    context = document.context | {"chapters": made, "figures": []}
    reader = printed(replace(document, context=context))
    titles = [item for item in reader.outline[1] if not isinstance(item, list)]
    starts = [reader.get_destination_page_number(item) for item in titles if "Area" in item.title]
    pages = texts(reader)
    return [pages[first:after] for first, after in pairwise([*starts, len(pages)])]


def test_short_table_is_not_cut(program):
    """Wherever on the page it begins, it stays whole, and its heading's page is never bare."""
    rows = chapter(1, 8)["rows"]
    heights = range(20, 44, 4)
    parts = [
        {"rows": rows, "text": "A line of text, as wide as a page. " * 3 * lines}
        for lines in heights
    ]
    for pages in chapters(program, parts):
        first = next(text for text in pages if "Practice 0 <" in text)
        assert "Practice 7 <" in first
        assert "Practices\n" in first


def test_long_table_leaves_two_rows_on_either_side(program):
    lengths = range(20, 31)
    found = chapters(program, ({"rows": chapter(1, count)["rows"]} for count in lengths))
    for count, pages in zip(lengths, found, strict=True):
        counts = [text.count("<with a sign>") for text in pages]
        assert sum(counts) == count
        assert 1 not in counts


def test_numbers_and_days_are_never_broken(program):
    head = [
        {"title": "Days", "width": 5, "numeric": True},
        {"title": "Amount", "width": 5, "numeric": True},
        {"title": "Due on", "width": 5, "whole": True},
    ]
    rows = [["1,234,567", "108,641,896", "30 Sep 2026"]]
    document = sample(program, head=head, rows=rows)
    text = texts(printed(document))[2]
    for whole in ("Amount", "1,234,567", "108,641,896", "30 Sep 2026"):
        assert whole in text
