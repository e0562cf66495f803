"""What bad input gets, whatever the format: everything wrong is named, nothing is half read."""

from __future__ import annotations

import pytest

from models_catalog.rules.model_file import read_model_file
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.rules.writing import write_document
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.workbooks import changed

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
YAML = write_document(small_document())
PARENT_OF_ITSELF = {"Nodes_B2": "A1"}


def said(data: bytes) -> list[str]:
    reading = read_model_file(data)
    assert reading.document is None
    return [str(problem) for problem in reading.problems]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            LAUGHS.encode(),
            "line 1, a: the anchor &a is not allowed; write the content out",
        ),
        (
            b"format: &x\n  inner: *x\n",
            "line 2, format.inner: the alias *x is not allowed; write the content out",
        ),
        (YAML.encode("utf-16"), "line 1: the file is UTF-16; save it as UTF-8"),
        (
            YAML.replace("Acme", "Acm\u00e9").encode("latin-1"),
            "byte 0xE9 at offset",
        ),
        (
            YAML.replace("Acme", "\u00c4cm").encode() + "# \u00e9\n".encode("latin-1"),
            "is not UTF-8; save the file as UTF-8",
        ),
        (
            YAML.replace("code: A2\n", "code: A1\n").encode(),
            "the code 'A1' is already used at nodes[0].children[0]",
        ),
        (
            YAML.replace("type: area", "type: area\n        colour: red", 1).encode(),
            "unknown key 'colour'",
        ),
        (YAML.replace("level: 2", "level: 9", 1).encode(), "9 is not a level of scale 'maturity'"),
        (b"format: !!python/object/apply:os.system [ls]\n", "is not allowed; plain values only"),
        (
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            "",
        ),
        (
            changed(small_document(), **PARENT_OF_ITSELF),
            "Nodes!B2: the node stands under itself: the parents go round in a circle",
        ),
        (changed(small_document(), Nodes_E3=9), "Nodes!E3: 9 is not a level of scale 'maturity'"),
        (
            changed(small_document(), Nodes_A4="A1"),
            "Nodes!A4: the code 'A1' is already used at Nodes!A3",
        ),
        (
            changed(small_document(), Nodes_D4="=cmd|' /C calc'!A0"),
            "Nodes!D4: formulas are not read; put the value itself",
        ),
        (write_workbook(small_document())[:300], "the zip file is damaged"),
        (b"", "line 1: the file is empty"),
        (b"\x00" * 100, "the file holds a control character, U+0000; remove it"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 100, "is not UTF-8; save the file as UTF-8"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_refused_with_its_place(data: bytes, problem: str) -> None:
    assert any(problem in each for each in said(data))
