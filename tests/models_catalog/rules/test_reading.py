"""Malformed files: every problem, at its line and path, in these words; nothing executed, nothing
half read.
"""

from __future__ import annotations

import pytest

from models_catalog.rules.problems import MOST_PROBLEMS
from models_catalog.rules.reading import LARGEST, Reading, complaints, read_document
from models_catalog.rules.schema_check import PATTERNS, schema
from tests.models_catalog.rules.malformed import HEAD, NODES, WHOLE, Said

GOOD = HEAD + "nodes:\n  - {code: A, type: area, title: A}\n"


def read(text: str) -> Reading:
    return read_document(text.encode())


def said(reading: Reading) -> Said:
    return [(problem.line, problem.path, problem.message) for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "problems"), [case[1:] for case in NODES], ids=[c[0] for c in NODES]
)
def test_every_problem_of_the_nodes(text: str, problems: Said) -> None:
    reading = read(HEAD + text)
    assert said(reading) == problems
    assert reading.document is None


@pytest.mark.parametrize(
    ("text", "problems"), [case[1:] for case in WHOLE], ids=[c[0] for c in WHOLE]
)
def test_every_problem_of_the_file(text: str, problems: Said) -> None:
    reading = read(text)
    assert said(reading) == problems
    assert reading.document is None


def test_a_problem_reads_as_a_sentence_and_knows_its_column() -> None:
    problem = read(HEAD + "nodes:\n  - {code: A, type: area, title: A, level: 7}\n").problems[0]
    assert str(problem) == "line 21, nodes[0].level: 7 is not a level of scale 'maturity' (1, 5)"
    assert problem.column == 44
    assert str(read("").problems[0]) == "line 1: the file is empty"


def test_a_file_without_a_problem() -> None:
    reading = read(GOOD)
    assert reading.problems == ()
    assert reading.document is not None
    assert [node.code for node in reading.document.walk()] == ["A"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    windows = GOOD.replace("\n", "\r\n").encode()
    assert read_document(b"\xef\xbb\xbf" + windows) == read(GOOD)


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (
            b"format: a\nname: caf\xe9\n",
            2,
            10,
            "byte 0xE9 at offset 19 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"\xef\xbb\xbfname: caf\xc3\xa9 caf\xe9\n",
            1,
            15,
            "byte 0xE9 at offset 18 is not UTF-8; save the file as UTF-8",
        ),
        ("format: a".encode("utf-16"), 1, 1, "the file is UTF-16; save it as UTF-8"),
        (
            b"name: a\x00b\n",
            1,
            8,
            "the file holds a control character, U+0000; remove it",
        ),
    ],
)
def test_wrong_bytes(data: bytes, line: int, column: int, message: str) -> None:
    reading = read_document(data)
    assert [(p.line, p.column, p.message) for p in reading.problems] == [(line, column, message)]


def test_all_control_characters_of_a_file_are_listed() -> None:
    reading = read("a: \x07\nb: \x1b[31m\nc: \x85\n")
    assert [(p.line, p.message[-13:]) for p in reading.problems] == [
        (1, "07; remove it"),
        (2, "1B; remove it"),
        (3, "85; remove it"),
    ]


def test_a_file_that_is_too_large_is_not_even_decoded() -> None:
    reading = read_document(b"\xff" * (LARGEST + 1_500_000))
    assert said(reading) == [(1, "", "the file has 11.5 MB; at most 10 MB are read")]


def test_a_bomb_of_aliases_is_refused_at_every_anchor_and_alias() -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 9)]
    messages = [problem.message for problem in read("\n".join(lines)).problems]
    assert sum("the anchor &a" in message for message in messages) == 9
    assert sum("the alias *a" in message for message in messages) == 24


def test_an_alias_to_itself_is_refused() -> None:
    assert (1, "nodes", "the anchor &a is not allowed; write the content out") in said(
        read("nodes: &a [*a]")
    )


def test_what_was_refused_is_not_complained_about_again() -> None:
    text = HEAD.replace("name: Test model", "name: *other") + "nodes: []\n"
    assert said(read(text)) == [
        (2, "model.name", "the alias *other is not allowed; write the content out")
    ]


def test_deep_nesting_is_refused_without_deep_recursion() -> None:
    reading = read("a: " + "[" * 900 + "]" * 900)
    assert [problem.message for problem in reading.problems] == [
        "nested too deep; at most 40 lists and mappings inside each other"
    ]


def test_too_many_problems_are_cut_and_the_cut_is_said() -> None:
    reading = read("\n".join(f"key{number}: 1" for number in range(MOST_PROBLEMS + 50)))
    assert len(reading.problems) == MOST_PROBLEMS + 1
    assert reading.problems[-1].message.endswith(" further problems are not listed")


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "Y", "2024-02-30", "12:30:00", "1_000", ".inf"]
)
def test_words_that_old_yaml_misreads_stay_texts(word: str) -> None:
    document = read(HEAD + f"nodes:\n  - {{code: A, type: area, title: {word}}}\n").document
    assert document is not None
    assert document.nodes[0].title == word


def test_markup_and_scripts_are_stored_as_text() -> None:
    text = "<script>alert(1)</script> [x](javascript:alert(1)) {{ settings.SECRET_KEY }}"
    document = read(
        HEAD + f"nodes:\n  - {{code: A, type: area, title: A, text: '{text}'}}\n"
    ).document
    assert document is not None
    assert document.nodes[0].text == text


def test_defaults_are_filled_in() -> None:
    document = read(
        HEAD + "nodes:\n  - code: A\n    type: area\n    title: A\n    children:\n"
        "      - {code: P, type: practice, title: P, question: {text: Really?}}\n"
    ).document
    assert document is not None
    asked = document.nodes[0].children[0].questions[0]
    assert (asked.code, asked.response_set) == ("P.Q", "answers")
    assert document.model.language == "en"
    area = document.node_types[0]
    assert (area.level_scale, area.rating_scale) == ("maturity", "maturity")


def test_plain_values_are_checked_without_a_file() -> None:
    found = list(complaints({"format": "cip-maturity-model/1", "nodes": [{"code": 7}]}))
    assert (("nodes", 0, "code"), "must be a text; 7 is read as a number: put it in quotes") in [
        (complaint.path, complaint.message) for complaint in found
    ]


def test_every_pattern_of_the_schema_has_its_sentence() -> None:
    found: set[str] = set()
    waiting: list[object] = [schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found.update(
                value for key, value in part.items() if key == "pattern" and isinstance(value, str)
            )
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    assert found == set(PATTERNS)


def test_every_property_of_the_schema_is_described_and_no_other_allowed() -> None:
    waiting: list[object] = [schema()]
    seen = 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            for name, each in part.get("properties", {}).items():
                assert each.get("description"), name
                seen += 1
            if "properties" in part:
                assert part["additionalProperties"] is False
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    assert seen == 78
