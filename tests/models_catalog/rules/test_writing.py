"""Writing a document: what is read back is the same, in our reader and in any other YAML reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from models_catalog.rules import document as d
from models_catalog.rules.emitting import yaml_text
from models_catalog.rules.reading import complaints, read_document
from models_catalog.rules.scale import Level, Meaning, Scale, Use
from models_catalog.rules.writing import plain_document, write_document
from tests.models_catalog.rules.strategies import AWKWARD, documents, texts

SMALL = d.ModelDocument(
    model=d.Model("T", "Test model", d.Kind.MATURITY, attribution="Ours."),
    version=d.Version("1.0"),
    scales=(
        Scale("maturity", "Levels", Use.LEVEL, (Level("1", "Low", 1), Level("2", "High", 2))),
        Scale(
            "answers",
            "Answers",
            Use.ANSWER,
            (Level("yes", "Yes", 1), Level("dont_know", "Don't know", meaning=Meaning.DONT_KNOW)),
        ),
    ),
    node_types=(
        d.NodeType(
            "area",
            "Area",
            "Areas",
            askable=True,
            level_scale="maturity",
            rating_scale="maturity",
            response_set="answers",
        ),
    ),
    link_kinds=(d.LinkKind("needs", "needs", "is needed by", acyclic=True),),
    nodes=(
        d.Node(
            "A",
            "area",
            "No",
            text="First line\nsecond line\n",
            level=2,
            questions=(
                d.Question(
                    "A.Q",
                    "Is it so? " + "Really so, always and everywhere. " * 3 + "End.",
                    "answers",
                ),
            ),
            links=(d.Link("needs", "B"),),
        ),
        d.Node("B", "area", "2024-01-01"),
    ),
)

WRITTEN = """\
format: cip-maturity-model/1
model:
  code: T
  name: Test model
  kind: maturity
  language: en
  attribution: Ours.
version:
  number: "1.0"
scales:
  - code: maturity
    name: Levels
    use: level
    levels:
      - {code: "1", name: Low, value: 1}
      - {code: "2", name: High, value: 2}
  - code: answers
    name: Answers
    use: answer
    levels:
      - {code: "yes", name: "Yes", value: 1}
      - {code: dont_know, name: Don't know, meaning: dont_know}
node_types:
  - {code: area, name: Area, plural: Areas, askable: true}
link_kinds:
  - {code: needs, name: needs, inverse: is needed by, acyclic: true}
nodes:
  - code: A
    type: area
    title: "No"
    level: 2
    text: |
      First line
      second line
    question:
      text: >-
        Is it so? Really so, always and everywhere. Really so, always and everywhere. Really so, always and
        everywhere. End.
    links:
      - {kind: needs, to: B}
  - {code: B, type: area, title: "2024-01-01"}
"""  # noqa: E501 - lines as they are written


def test_the_file_as_it_is_written() -> None:
    assert write_document(SMALL) == WRITTEN
    assert read_document(WRITTEN.encode()).document == SMALL


def test_links_and_their_order_come_back() -> None:
    third = d.Node("C", "area", "C", links=(d.Link("needs", "B"), d.Link("needs", "A")))
    document = replace(SMALL, nodes=(*SMALL.nodes, third))
    assert read_document(write_document(document).encode()).document == document


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_reading_what_was_written_gives_the_same_document(document: d.ModelDocument) -> None:
    reading = read_document(write_document(document).encode())
    assert reading.problems == ()
    assert reading.document == document


@given(documents())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_plain_values_are_free_of_complaints(document: d.ModelDocument) -> None:
    assert list(complaints(plain_document(document))) == []


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_survive_every_reader(text: str) -> None:
    raw = {"a": text, "b": {"c": {"d": [text, "x"], "e": text}}, "f": [{"g": text, "h": [[text]]}]}
    assert yaml.safe_load(yaml_text(raw)) == raw


@given(texts)
@settings(max_examples=150, deadline=None)
def test_any_text_survives_every_reader(text: str) -> None:
    raw = {"a": text, "b": [text, {"c": text, "d": {"e": [text]}}]}
    written = yaml_text(raw)
    assert yaml.safe_load(written) == raw
    assert written.endswith("\n")
