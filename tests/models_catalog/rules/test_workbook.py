# ruff: noqa: E501 - messages stand here as they are
"""Spreadsheets: what is read back is the same, and what is wrong is said at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from models_catalog.rules import document as d
from models_catalog.rules.spreadsheet.layout import SHEETS
from models_catalog.rules.spreadsheet.reading import read_workbook
from models_catalog.rules.spreadsheet.writing import TooLong, write_workbook
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.strategies import documents
from tests.models_catalog.rules.test_writing import SMALL
from tests.models_catalog.rules.workbooks import changed, saved, with_part, zipped

TEXTS = [
    "=1+1", "+49 30 1", "-", "@cmd", "'quoted", "007", "1.0", "1e3", "TRUE", "2024-01-01", "#REF!",
    "  spaces  ", " ", "\n", "line\nline\n", "tab\there", "_x0041_", "_x005F_x0041_", "_x", "x" * 20_000,
    "<b>&amp;</b>", "]]>", "é😀\u2028", "\ufeff", "null",
]  # fmt: skip


def said(data: bytes) -> list[tuple[str, str]]:
    """What is wrong, by cell; never half a document."""
    reading = read_workbook(data)
    assert reading.document is None
    return [(problem.cell, problem.message) for problem in reading.problems]


@given(documents())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_reading_what_was_written_gives_the_same_document(document: d.ModelDocument) -> None:
    reading = read_workbook(write_workbook(document))
    assert reading.problems == ()
    assert reading.document == document


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:20]))
def test_any_text_comes_back(text: str) -> None:
    node = replace(SMALL.nodes[0], text=text)
    document = replace(SMALL, nodes=(node, *SMALL.nodes[1:]))
    assert read_workbook(write_workbook(document)).document == document


def test_texts_are_cells_of_text_and_never_formulas() -> None:
    document = replace(SMALL, model=replace(SMALL.model, name="=1+1"))
    sheet = load_workbook(BytesIO(write_workbook(document)))["Model"]
    cell = sheet["B4"]
    assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == (
        *("=1+1", "s", "@"),
        True,
    )


def test_the_workbook_as_people_see_it() -> None:
    book = load_workbook(BytesIO(write_workbook(small_document())))
    assert book.sheetnames == ["Read me", "Model", *(sheet.title for sheet in SHEETS)]
    nodes = book["Nodes"]
    assert [cell.value for cell in nodes[1]][:5] == ["Code", "Parent", "Type", "Title", "Level"]
    assert (nodes.freeze_panes, nodes["A1"].font.bold) == ("A2", True)
    assert nodes.column_dimensions["D"].width == 70
    assert nodes["D2"].alignment.wrap_text


def test_a_text_that_fits_no_cell_is_named() -> None:
    node = replace(SMALL.nodes[0], text="😀" * 20_000)
    with pytest.raises(TooLong, match="Nodes, row 2"):
        write_workbook(replace(SMALL, nodes=(node, *SMALL.nodes[1:])))


CELLS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("a formula", {"Nodes_D2": "=1+1"}, [("Nodes!D2", "formulas are not read; put the value itself")]),
    ("an error", {"Nodes_D2": "#REF!"}, [("Nodes!D2", "the cell holds the error #REF!")]),
    (
        "a date",
        {"Nodes_D2": date(2024, 1, 1)},
        [("Nodes!D2", "the cell holds a date or time; format the cell as text")],
    ),
    (
        "a number that may look different",
        {"Model_B10": 1.1},
        [("Model!B10", "must be a text; the cell holds the number 1.1: format the cell as text")],
    ),
    ("a code twice", {"Nodes_A3": "A"}, [
        ("Nodes!A3", "the code 'A' is already used at Nodes!A2"),
        ("Links!C2", "no node has the code 'B'"),
    ]),
    ("a level that is not there", {"Nodes_E2": 7}, [
        ("Nodes!E2", "7 is not a level of scale 'maturity' (1-2)"),
    ]),
    ("a level in words", {"Nodes_E2": "high"}, [
        ("Nodes!E2", "must be a whole number, not the text 'high'"),
    ]),
    ("an unknown type", {"Nodes_C3": "areal"}, [("Nodes!C3", "no node type 'areal'; declared: area")]),
    ("a parent that is not there", {"Nodes_B3": "Z"}, [
        ("Nodes!B3", "no node has the code 'Z'"),
        ("Links!C2", "no node has the code 'B'"),
    ]),
    ("a circle of parents", {"Nodes_B2": "B", "Nodes_B3": "A"}, [
        ("Nodes!B2", "the node stands under itself: the parents go round in a circle"),
        ("Nodes!B3", "the node stands under itself: the parents go round in a circle"),
    ]),
    ("an unknown column", {"Nodes_D1": "Titel"}, [
        ("Nodes!D1", "unknown column 'Titel'; did you mean 'Title'?"),
        ("Nodes!J1", "the column 'Title' is missing"),
    ]),
    ("a value beside the columns", {"Nodes_K2": "x"}, [
        ("Nodes!K2", "a value outside of the named columns"),
    ]),
    ("an unknown field", {"Model_A6": "Kinds"}, [
        ("Model!A1", "'kind' is missing"),
        ("Model!A6", "unknown field 'Kinds'; did you mean 'Kind'?"),
    ]),
    ("an unknown owner", {"Levels_A2": "m"}, [("Levels!A2", "no scale has the code 'm'")]),
    ("a control character", {"Nodes_D2": "a_x0007_b"}, [
        ("Nodes!D2", "the text holds a control character, U+0007; remove it"),
    ]),
    ("a flag in other words", {"Nodetypes_E2": "perhaps"}, [
        ("Node types!E2", "must be true or false, not the text 'perhaps'"),
    ]),
    ("a link to itself", {"Links_C2": "A"}, [("Links!C2", "the node links to itself")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "problems"), [case[1:] for case in CELLS], ids=[c[0] for c in CELLS]
)
def test_what_is_wrong_is_said_at_its_cell(
    cells: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    assert said(changed(SMALL, **cells)) == problems


def test_what_people_do_to_a_workbook_is_understood() -> None:
    book = load_workbook(BytesIO(write_workbook(SMALL)))
    book["Nodes"]["E2"].value = 2.0
    book["Nodes"]["E3"].value = " 1 "
    book["Nodes"]["D3"].value = 2024
    book["Node types"]["F2"].value = "Yes"
    book["Model"]["B5"].hyperlink = "https://example.org/"
    book["Nodes"].insert_rows(3)
    book["Nodes"].insert_cols(1)
    book["Nodes"].move_range("E1:E4", cols=-4)
    found = read_workbook(saved(book))
    assert found.problems == ()
    assert found.document is not None
    assert [(node.title, node.level) for node in found.document.nodes] == [("No", 2), ("2024", 1)]


def test_sheets_are_known_by_name() -> None:
    book = load_workbook(BytesIO(write_workbook(SMALL)))
    book["Nodes"].title = "Noeds"
    book.create_sheet("Budget")
    assert said(saved(book)) == [
        ("Nodes!A1", "the sheet 'Nodes' is missing"),
        ("Noeds!A1", "unknown sheet 'Noeds'; did you mean 'Nodes'?"),
        (
            "Budget!A1",
            "unknown sheet 'Budget'; known: Scales, Levels, Dimensions, Node types, Attributes, "
            "Link kinds, Nodes, Attribute values, Questions, Descriptors, Links",
        ),
    ]


def test_a_tree_that_is_too_deep() -> None:
    book = load_workbook(BytesIO(write_workbook(replace(SMALL, nodes=SMALL.nodes[1:]))))
    for number in range(30):
        book["Nodes"].append([f"C{number}", f"C{number - 1}" if number else "B", "area", "C"])
    problems = said(saved(book))
    assert ("Nodes!B21", "nested too deep; at most 18 nodes inside each other") in problems


GOOD = write_workbook(SMALL)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (with_part(GOOD, "xl/vbaProject.bin"), "the workbook holds macros; save it as .xlsx without them"),
        (
            with_part(GOOD, "xl/externalLinks/externalLink1.xml"),
            "the workbook links to other workbooks; break the links",
        ),
        (with_part(GOOD, "xl/embeddings/a.bin"), "the workbook holds embedded objects; remove them"),
        (with_part(GOOD, "../evil.txt"), "the path '../evil.txt' leads out of the zip file"),
        (with_part(GOOD, "xl/big.xml", b"0" * 70_000_000), "unpacked it has 70.0 MB; at most 40 MB are read"),
        (with_part(GOOD, "xl/big.xml", b"0" * 30_000_000), "it unpacks to more than 200 times its size"),
        (zipped(a=b"x"), "the file is no workbook"),
        (GOOD[:-200], "the zip file is damaged"),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 100,
            "the workbook has a password or is in an old format; save it as .xlsx without one",
        ),
        (b"PK\x03\x04" + b"0" * 11_000_000, "the file has 11.0 MB; at most 10 MB are read"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "file",
)  # fmt: skip
def test_refused_as_a_whole(data: bytes, message: str) -> None:
    assert said(data) == [("", message)]


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&c;</workbook>'
)


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "[Content_Types].xml", "xl/worksheets/sheet3.xml"]
)
@pytest.mark.parametrize("content", [ENTITIES, b"", b"<a/>", b"\xff\xfe", b"not xml"])
def test_damaged_parts_give_a_problem_and_no_exception(part: str, content: bytes) -> None:
    with ZipFile(BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    problems = said(zipped(**{**parts, part: content}))
    assert problems


def test_a_row_far_down_and_a_cell_far_right_are_not_waited_for() -> None:
    book = Workbook()
    book["Sheet"].title = "Nodes"
    book["Nodes"]["XFD1048576"].value = "x"
    assert ("Model!A1", "the sheet 'Model' is missing") in said(saved(book))


def test_all_problems_of_a_workbook_are_listed_together() -> None:
    cells = {"Nodes_D2": "=HYPERLINK(1)", "Nodes_E3": 9, "Levels_D2": "one"}
    assert said(changed(SMALL, **cells)) == [
        ("Levels!D2", "must be a whole number, not the text 'one'"),
        ("Nodes!D2", "formulas are not read; put the value itself"),
        ("Nodes!E3", "9 is not a level of scale 'maturity' (2)"),
    ]


PARTS = {name: ZipFile(BytesIO(GOOD)).read(name) for name in ZipFile(BytesIO(GOOD)).namelist()}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@given(
    st.sampled_from(sorted(PARTS)),
    st.integers(0, 4_000),
    st.integers(0, 30),
    st.sampled_from([b"", b"<", b">", b'"', b"&", b"\xff", b"999999999", b't="s"', b'r="ZZZZ1"']),
)
@settings(max_examples=60, deadline=None)
def test_any_piece_of_a_part_cut_out_and_replaced(
    name: str, start: int, length: int, instead: bytes
) -> None:
    part = PARTS[name]
    start %= len(part)
    broken = part[:start] + instead + part[start + length :]
    reading = read_workbook(zipped(**{**PARTS, name: broken}))
    assert (reading.document is None) == bool(reading.problems)


VALUES = [
    None,
    "",
    "A",
    "B",
    "area",
    -1,
    2.5,
    True,
    "x" * 70,
    "a,b",
    "a\nb",
    "=1",
    date(2024, 1, 1),
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([sheet.title.replace(" ", "") for sheet in SHEETS] + ["Model"]),
            st.sampled_from("ABCDEFGH"),
            st.integers(1, 4),
            st.sampled_from(VALUES),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_cells_changed(cells: list[tuple[str, str, int, Any]]) -> None:
    data = changed(SMALL, **{f"{sheet}_{column}{row}": v for sheet, column, row, v in cells})
    reading = read_workbook(data)
    assert (reading.document is None) == bool(reading.problems)
    assert all(problem.cell and problem.message for problem in reading.problems)
