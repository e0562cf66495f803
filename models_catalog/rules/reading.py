"""A model file: bytes in, a document or everything that is wrong with it out. Nothing in a file
is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from models_catalog.rules.building import build_document
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.link_check import link_complaints
from models_catalog.rules.node_check import node_complaints
from models_catalog.rules.phrases import phrase
from models_catalog.rules.problems import Complaint, Problem, in_order
from models_catalog.rules.schema_check import schema_complaints
from models_catalog.rules.vocabulary_check import vocabulary_complaints, vocabulary_of
from models_catalog.rules.yaml_tree import controls, parse

LARGEST = 10_000_000
"""Bytes of a file; a model with 5,000 nodes and all texts needs about a third."""

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a document and no problem, or no document and every problem, by line."""

    document: ModelDocument | None
    problems: tuple[Problem, ...] = ()


def read_document(data: bytes) -> Reading:
    """Read a model file (YAML, UTF-8) in the format of docs/model-format.md. Never raises for bad
    input.
    """
    value, problems = read_plain(data, complaints)
    return Reading(None, problems) if problems else Reading(build_document(value))


def read_plain(
    data: bytes, complain: Callable[[Any], Iterable[Complaint]]
) -> tuple[Any, tuple[Problem, ...]]:
    """The plain value of a YAML file, and what is wrong with the file or, by `complain`, with the
    value; a value with problems must not be used.
    """
    if len(data) > LARGEST:
        megabytes = f"{len(data) / 1_000_000:.1f}"
        most = LARGEST // 1_000_000
        return None, (
            Problem(
                1,
                1,
                "",
                phrase(
                    "the file has %(megabytes)s MB; at most %(most)s MB are read",
                    megabytes=megabytes,
                    most=most,
                ),
            ),
        )
    text = decoded(data)
    if isinstance(text, Problem):
        return None, (text,)
    raw_controls = list(controls(text))
    if raw_controls:
        return None, tuple(in_order(raw_controls))
    tree = parse(text)
    problems = list(tree.problems)
    if tree.whole:
        located = (tree.located(complaint) for complaint in complain(tree.value))
        problems.extend(problem for problem in located if problem is not None)
    return tree.value, tuple(in_order(problems))


def complaints(value: Any) -> Iterator[Complaint]:
    """Everything wrong with a model as plain values (dicts, lists, texts, numbers), wherever it
    came from.
    """
    yield from schema_complaints(value)
    if isinstance(value, dict):
        words = vocabulary_of(value)
        yield from vocabulary_complaints(value, words)
        yield from node_complaints(value, words)
        yield from link_complaints(value, words)


def decoded(data: bytes) -> str | Problem:
    """The text of UTF-8 bytes, or which byte is none."""
    try:
        return data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        return _encoding_problem(data, error)


def _encoding_problem(data: bytes, error: UnicodeDecodeError) -> Problem:
    """Which byte is not UTF-8, by offset in the file, line and column."""
    encoding = _MARKS.get(data[:2])
    if encoding:
        return Problem(
            1, 1, "", phrase("the file is %(encoding)s; save it as UTF-8", encoding=encoding)
        )
    offset = error.start + (len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0)
    before = data[:offset]
    line = len(re.findall(b"\n", before)) + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
    return Problem(
        line,
        column,
        "",
        phrase(
            "byte 0x%(byte)s at offset %(offset)s is not UTF-8; save the file as UTF-8",
            byte=f"{data[offset]:02X}",
            offset=offset,
        ),
    )
