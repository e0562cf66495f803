"""From document to paper: what is stored, what is refused, what the pages hold."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from cip.jobs.models import Job
from cip.reports.document import ReportDocument
from cip.reports.plain import document_from_json, document_to_json, from_json, to_json
from cip.reports.rendering import MissingStaticFile, OwnFilesOnly, Step, render_pdf
from cip.reports.sheets import STATIC_BASE, numbered, render_sheet
from tests.reports.sample import build

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.datetimes()
    | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=9), inner),
)  # fmt: skip


@given(PLAIN)
def test_plain_values_survive_storing(value):
    assert from_json(to_json(value)) == value


@dataclass(frozen=True)
class Point:
    level: int
    on: date


def test_what_is_made_plain():
    stored = to_json(
        {
            "point": Point(3, date(2026, 3, 2)),
            "words": gettext_lazy("Contents"),
            "id": UUID(int=5),
            "state": Job.State.DONE,
            "safe": mark_safe("<b>"),
            "amount": Decimal("1.10"),
            "pair": (1, 2),
        }
    )
    assert stored["point"] == {"level": 3, "on": {"$type": "date", "value": "2026-03-02"}}
    assert (stored["words"], stored["id"]) == ("Contents", "00000000-0000-0000-0000-000000000005")
    assert (stored["state"], type(stored["state"]), type(stored["safe"])) == ("done", str, str)
    assert (from_json(stored)["amount"], stored["pair"]) == (Decimal("1.10"), [1, 2])


@pytest.mark.parametrize("value", [object(), Job(), {1, 2}, b"x", Point])
def test_anything_else_is_refused_by_type(value):
    with pytest.raises(TypeError, match="plain values only"):
        to_json({"x": [value]})


def test_sections_are_numbered_and_checked():
    sections = [
        {"id": i, "title": i, "level": level} for i, level in zip("abcd", (2, 3, 3, 2), strict=True)
    ]
    assert [section["number"] for section in numbered(sections)] == ["1", "1.1", "1.2", "2"]
    for wrong in ([sections[1]], [{**sections[0], "level": 4}], [sections[0], sections[0]]):
        with pytest.raises(ValueError, match=r"place|same id"):
            numbered(wrong)


@pytest.mark.parametrize(
    "text",
    [
        '{% report_heading "x" %}',
        "{% report_level 6 %}",
        "{% report_chart chart %}",
        "{% report_table 'c' head rows %}",
    ],
)
def test_mistakes_of_authors_fail(text):
    context = {
        "sections": [],
        "chart": {"svg": '<svg onload="x()"></svg>', "caption": "c"},
        "head": [{"title": "a", "width": 33}],
        "rows": [["b"]],
    }
    with pytest.raises(TemplateSyntaxError):
        Template("{% load reports %}" + text).render(Context(context))


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "https://static.invalid.example.org/a.css",
    ],
)
def test_fetcher_refuses_foreign_addresses(url):
    with pytest.raises(ValueError, match="own static files"):
        OwnFilesOnly().fetch(url)


@pytest.mark.parametrize(
    "name", ["../../../../etc/passwd", "%2e%2e/%2e%2e/cip/settings.py", "cip/none.css"]
)
def test_fetcher_stays_in_the_static_folder(name):
    with pytest.raises((MissingStaticFile, Exception), match=r"missing|outside|located"):
        OwnFilesOnly().fetch(STATIC_BASE + name)


def test_fetcher_serves_the_print_style():
    found = OwnFilesOnly().fetch(f"{STATIC_BASE}cip/print/report.css")
    assert b"@page" in found.read()


@pytest.fixture(scope="module")
def printed_once() -> list[bytes]:
    """The sample's file, for all who only look at it."""
    return []


class TestPaper:
    """The printed sample: two chapters."""

    @pytest.fixture
    def document(self, program) -> ReportDocument:
        built = build(program.pk, "Alice", {"chapters": 2})
        return document_from_json(document_to_json(built))

    @pytest.fixture
    def reader(self, document, printed_once) -> PdfReader:
        if not printed_once:
            with translation.override("nl"):
                printed_once.append(render_pdf(document).content)
        return PdfReader(BytesIO(printed_once[0]))

    def test_metadata_language_and_bookmarks(self, reader):
        assert reader.metadata is not None
        assert reader.metadata.title == "Sample report – Better service"
        assert reader.metadata.author == "Alice"
        assert reader.metadata.creation_date == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        root: Any = reader.trailer["/Root"]
        assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
        titles = [item.title for item in reader.outline[1] if not isinstance(item, list)]
        assert titles == ["Document control", "Contents", "1 Area 1", "2 Area 2"]

    def test_tag_tree(self, reader):
        tags, alternatives = tag_tree(reader.trailer["/Root"]["/StructTreeRoot"])
        assert (tags["/H1"], tags["/H2"], tags["/H3"]) == (1, 4, 2)
        assert (tags["/Table"], tags["/Caption"] >= 5, tags["/Figure"]) == (6, True, 2)
        assert alternatives == ["Answers per practice"] * 2

    def test_contents_name_the_right_pages(self, reader):
        pages = [page.extract_text() for page in reader.pages]
        contents = next(
            text for text in pages if "Contents\n" in text or text.startswith("Contents")
        )
        for number, title in (("1", "Area 1"), ("2", "Area 2")):
            line = next(line for line in contents.splitlines() if title in line)
            named = int(line.rsplit(".", 1)[1])
            body = pages[named - 1]
            assert f"What was found in area {number}." in body

    def test_running_heads_repeated_table_heads_and_letters(self, reader):
        pages = [page.extract_text() for page in reader.pages]
        total = len(pages)
        assert f"1 / {total}" not in pages[0]
        for number, text in enumerate(pages[1:], start=2):
            assert f"{number} / {total}" in text
            assert "Acme · Internal" in text
        # The table of the first chapter goes over the page: its head stands on both.
        assert all("Practice" in text and "Level" in text for text in pages[2:4])
        assert "Ł – named" in pages[2]
        assert "Practice 1 <with a sign>" in pages[2]

    def test_extended_letters_come_from_a_font_of_their_own(self, reader):
        """Two files under one family name would print wrong letters (see report.css)."""
        fonts = reader.pages[2]["/Resources"]["/Font"].values()
        names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
        assert any("Variable" in name for name in names), names
        assert any("Variable" not in name for name in names), names

    def test_signs_and_other_alphabets_never_fall_to_a_font_of_the_machine(self, document):
        """What people type or paste, and a word processor makes of it: no empty boxes."""
        typed = "→ ⇒ ✓ ✗ ★ ≥ ≠ Ωμέγα Жар Nguyễn Łódź"
        reader = PdfReader(BytesIO(render_pdf(replace(document, subtitle=typed)).content))
        fonts = reader.pages[0]["/Resources"]["/Font"].values()
        names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
        assert {name.partition("-")[0] for name in names} == {"Inter"}
        assert typed in reader.pages[0].extract_text()

    def test_same_document_same_bytes(self, document):
        assert render_pdf(document).content == render_pdf(document).content

    def test_steps_only_go_forward_and_can_stop_the_printing(self, document):
        steps: list[Step] = []
        pages = render_pdf(document, on_step=steps.append).pages
        percents = [step.percent for step in steps]
        assert percents == sorted(percents)
        assert (max(step.page for step in steps), percents[-1]) == (pages, 95)

        def stop(step: Step) -> None:
            raise KeyError(step.page)

        with pytest.raises(KeyError, match="1"):
            render_pdf(document, on_step=stop)

    def test_foreign_image_is_left_out(self, document, caplog, monkeypatch):
        monkeypatch.setattr(
            "cip.reports.rendering.render_paper",
            lambda _d: (
                '<html lang="en"><title>x</title><img src="http://example.org/a.png" alt="a">'
            ),
        )
        assert render_pdf(document).pages == 1
        assert "refused to fetch http://example.org/a.png" in caplog.text

    def test_missing_layout_file_is_one_failed_attempt(self, document, monkeypatch):
        monkeypatch.setattr(
            "cip.reports.rendering.render_paper",
            lambda _d: f'<html><link rel="stylesheet" href="{STATIC_BASE}cip/gone.css">',
        )
        with pytest.raises(RuntimeError, match=r"cip/gone\.css of the report layout is missing"):
            render_pdf(document)

    def test_text_of_people_is_escaped(self, document):
        sheet = render_sheet(replace(document, title="<script>alert(1)</script>"))
        assert "<script" not in sheet
        assert "&lt;script&gt;" in sheet


def tag_tree(root: Any) -> tuple[Counter[str], list[str]]:
    """How often each tag stands in the structure tree, and the figures' alternative texts."""
    tags: Counter[str] = Counter()
    alternatives: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            tags[node.get("/S", "")] += 1
            if node.get("/S") == "/Figure":
                alternatives.append(node.get("/Alt"))
            waiting.append(node.get("/K", []))
    return tags, alternatives
