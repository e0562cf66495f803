"""What every shipped model owes its readers: texts that say something, questions one can answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Question
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning, Scale

CATALOG = Path(__file__).resolve().parents[2] / "fixtures" / "catalog"
FINISHED = ("cmmi-svc", "it-service-cmm")

LONGEST_QUESTION = 160
LONGEST_HELP = 300
OPENING_WORDS = 5
LARGEST_SHARE_OF_ONE_OPENING = 0.25

AGREE = re.compile(r"\b(dis)?agree\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\b(todo|tbd|fixme|xxx|lorem|ipsum)\b", re.IGNORECASE)
# Lower case only: NIMM's own names of levels, such as Standardised, are proper names.
BRITISH = re.compile(
    r"\b(\w*(?:organi|prioriti|standardi|recogni|optimi|summari|minimi|maximi|utili|categori|authori"
    r"|customi|digiti|reali|visuali|institutionali|formali)s(?:e|ed|es|ing|ation)\w*"
    r"|analys(?:e|ed|ing)|colour\w*|behaviour\w*|centre\w*|programmes?|judgements?|catalogues?"
    r"|licences?|fulfilment|modelling|labelled|cancelled)\b"
)


@cache
def model(name: str) -> ModelDocument:
    document = read_document((CATALOG / f"{name}.yaml").read_bytes()).document
    assert document is not None
    return document


every_finished_model = pytest.mark.parametrize("name", FINISHED)


def questions(name: str) -> list[Question]:
    return [question for _, question in model(name).questions]


def response_sets(name: str) -> list[Scale]:
    used = {question.response_set for question in questions(name)}
    return [scale for scale in model(name).scales if scale.code in used]


def prose(name: str) -> Iterator[tuple[str, str]]:
    """Every text that people read, with the code of what it belongs to."""
    document = model(name)
    yield "model", document.model.description
    yield "version", document.version.notes
    for scale in document.scales:
        yield scale.code, scale.text
        yield from ((f"{scale.code} {level.code}", level.text) for level in scale.levels)
    for dimension in document.dimensions:
        yield dimension.code, dimension.text
    for node_type in document.node_types:
        yield node_type.code, node_type.text
    for node in document.walk():
        yield node.code, node.text
    for node, descriptor in document.descriptors:
        yield f"{node.code} at {descriptor.level}", descriptor.text
    for node, question in document.questions:
        yield node.code, question.text
        yield node.code, question.help


@every_finished_model
def test_every_node_that_can_be_asked_has_a_question(name: str) -> None:
    askable = {each.code for each in model(name).node_types if each.askable}
    silent = [
        node.code for node in model(name).walk() if node.type in askable and not node.questions
    ]
    assert askable
    assert silent == []


@every_finished_model
def test_no_question_is_asked_twice(name: str) -> None:
    counts = Counter(question.text.casefold() for question in questions(name))
    assert [text for text, count in counts.items() if count > 1] == []


@every_finished_model
def test_a_question_is_one_short_sentence(name: str) -> None:
    wrong = [
        question.text
        for question in questions(name)
        if not re.fullmatch(r"[A-Z][^?!;\n]*\?", question.text)
        or len(question.text) > LONGEST_QUESTION
    ]
    assert wrong == []


@every_finished_model
def test_no_question_asks_for_agreement_with_a_statement(name: str) -> None:
    answers = [level.name for scale in response_sets(name) for level in scale.levels]
    asked = [question.text for question in questions(name)]
    assert [text for text in asked + answers if AGREE.search(text)] == []


@every_finished_model
def test_questions_do_not_all_begin_alike(name: str) -> None:
    asked = questions(name)
    openings = Counter(
        " ".join(question.text.split()[:OPENING_WORDS]).casefold() for question in asked
    )
    limit = max(2, LARGEST_SHARE_OF_ONE_OPENING * len(asked))
    assert {opening: count for opening, count in openings.items() if count > limit} == {}


@every_finished_model
def test_help_is_short_and_adds_to_the_question(name: str) -> None:
    wrong = [
        question.code
        for question in questions(name)
        if len(question.help) > LONGEST_HELP
        or question.help.casefold().startswith(question.text.casefold())
    ]
    assert wrong == []


@every_finished_model
def test_every_answer_is_anchored(name: str) -> None:
    for scale in response_sets(name):
        anchors = [level.text for level in scale.levels]
        assert all(anchors), scale.code
        assert len(set(anchors)) == len(anchors), scale.code


@every_finished_model
def test_one_can_say_that_one_does_not_know(name: str) -> None:
    for scale in response_sets(name):
        meanings = Counter(level.meaning for level in scale.levels)
        assert meanings[Meaning.DONT_KNOW] == 1, scale.code
        assert meanings[Meaning.VALUE] >= 2, scale.code


@every_finished_model
def test_every_level_says_what_it_means(name: str) -> None:
    silent = [
        f"{scale.code} {level.code}"
        for scale in model(name).scales
        for level in scale.levels
        if not level.text
    ]
    assert silent == []


@every_finished_model
def test_what_is_asked_or_rated_is_explained(name: str) -> None:
    needing = {each.code for each in model(name).node_types if each.askable or each.rateable}
    silent = [node.code for node in model(name).walk() if node.type in needing and not node.text]
    assert silent == []


@every_finished_model
def test_no_two_nodes_share_their_text(name: str) -> None:
    counts = Counter(node.text for node in model(name).walk() if node.text)
    assert [text for text, count in counts.items() if count > 1] == []


@every_finished_model
def test_texts_are_whole_sentences(name: str) -> None:
    broken = [node.code for node in model(name).walk() if node.text.strip()[-1:] not in ".!?"]
    assert broken == []


@every_finished_model
def test_nothing_is_left_to_fill_in(name: str) -> None:
    assert [where for where, text in prose(name) if PLACEHOLDER.search(text)] == []


@every_finished_model
def test_spelling_is_american(name: str) -> None:
    found = [
        (where, match.group()) for where, text in prose(name) for match in BRITISH.finditer(text)
    ]
    assert found == []
