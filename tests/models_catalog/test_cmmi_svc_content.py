"""CMMI-SVC as shipped: the facts are the model's, the answers are what people can see."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning, Scale
from models_catalog.rules.structure import Structure, completeness, structure_of
from models_catalog.rules.writing import content_checksum
from tests.models_catalog.cmmi_svc_facts import AREAS, ENABLED_BY, TITLES

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "catalog" / "cmmi-svc.yaml"
PRACTICES = ("specific_practice", "generic_practice")
LONGEST_STATEMENT = 240


@cache
def model() -> ModelDocument:
    document = read_document(FILE.read_bytes()).document
    assert document is not None
    return document


def structure() -> Structure:
    return structure_of(model())


def scale(code: str) -> Scale:
    found = model().scale(code)
    assert found is not None
    return found


def linked(node: Node, kind: str) -> str:
    return " ".join(sorted(link.to for link in node.links if link.kind == kind))


def test_process_areas_stand_where_the_model_has_them() -> None:
    found = {
        node.code: (
            structure().ancestors(node.code)[0].code,
            node.level,
            node.title,
            linked(node, "related"),
        )
        for node in structure().of_type("process_area")
    }
    assert found == AREAS


def test_goals_and_practices_have_the_titles_of_the_model() -> None:
    there = structure().of_type("specific_goal", "generic_goal", *PRACTICES)
    titles = dict(line.split(" ", 1) for line in TITLES.splitlines())
    assert {node.code: node.title for node in there} == titles
    assert len(titles) == 53 + 181 + 3 + 13


def test_a_practice_stands_below_the_goal_of_its_number() -> None:
    for node in structure().of_type(*PRACTICES):
        goal = structure().ancestors(node.code)[-1].code
        area, _, number = node.code.rpartition("P")
        assert goal == f"{area}G{number.split('.')[0]}"


def test_generic_practices_name_the_areas_that_help() -> None:
    there = structure().of_type("generic_practice")
    assert {node.code: linked(node, "enabled_by") for node in there} == ENABLED_BY


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("maturity", "1 Initial, 2 Managed, 3 Defined, 4 Quantitatively Managed, 5 Optimizing"),
        ("capability", "0 Incomplete, 1 Performed, 2 Managed, 3 Defined"),
    ],
)
def test_levels_have_the_names_of_the_model(code: str, names: str) -> None:
    assert ", ".join(f"{level.value} {level.name}" for level in scale(code).levels) == names


def test_only_the_addition_is_optional_and_only_suppliers_may_not_apply() -> None:
    areas = structure().of_type("process_area")
    assert [node.code for node in areas if node.optional] == ["SSD"]
    assert [node.code for node in model().walk() if node.may_not_apply] == ["SAM"]


def test_stored_editions_were_moved_to_what_is_shipped() -> None:
    """Migration 0011 gives the published 1.3 the mark; its checksum is that of the file."""
    moved = import_module("models_catalog.migrations.0011_nodes_that_may_not_apply")
    assert content_checksum(model()) == moved.AFTER


def test_each_practice_is_asked_once_with_help() -> None:
    asked = {node.code: [q.response_set for q in node.questions] for node, _ in model().questions}
    assert asked == {node.code: ["practice"] for node in structure().of_type(*PRACTICES)}
    assert [question.code for _, question in model().questions if not question.help] == []


def test_a_question_has_one_idea() -> None:
    doubled = [
        question.text
        for _, question in model().questions
        if {"and", "or"} & set(question.text.casefold().split())
    ]
    assert doubled == []


def test_answers_are_what_people_see_and_not_the_judgments_of_the_team() -> None:
    answers = scale("practice")
    assert [(level.code, level.value) for level in answers.levels] == [
        ("yes", 4),
        ("mostly", 3),
        ("in_places", 2),
        ("hardly", 1),
        ("no", 0),
        ("not_yet", None),
        ("does_not_apply", None),
        ("dont_know", None),
    ]
    assert Counter(level.meaning for level in answers.levels) == {
        Meaning.VALUE: 5,
        Meaning.NOT_APPLICABLE: 2,
        Meaning.DONT_KNOW: 1,
    }
    judgments = {level.name for level in scale("implementation").levels}
    assert judgments.isdisjoint(level.name for level in answers.levels)


def test_goals_and_practices_can_be_rated_on_their_own_scales() -> None:
    rated = {each.code: each.rating_scale for each in model().node_types if each.rateable}
    assert rated == {
        "process_area": "capability",
        "specific_goal": "goal",
        "specific_practice": "implementation",
        "generic_goal": "goal",
        "generic_practice": "implementation",
    }


def test_purposes_are_two_or_three_sentences_and_statements_short() -> None:
    for node in structure().of_type("process_area"):
        assert 2 <= sum(node.text.count(end) for end in ".?!") <= 4, node.code
    long = [n.code for n in structure().of_type(*PRACTICES) if len(n.text) > LONGEST_STATEMENT]
    assert long == []


def test_generic_questions_say_which_work_they_mean() -> None:
    for goal in structure().of_type("generic_goal"):
        assert '"This work"' in goal.text
        assert [n.code for n in goal.children if "this work" not in _asked(n)] == []


def test_nothing_advised_is_missing() -> None:
    assert completeness(model()).advised == ()


def _asked(node: Node) -> str:
    return " ".join(question.text.casefold() for question in node.questions)
