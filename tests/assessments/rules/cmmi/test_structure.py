"""The model that these tests rest on is the shipped one."""

from pathlib import Path

from assessments.rules.cmmi.structure import Area, Goal
from models_catalog.rules.reading import read_document
from tests.assessments.rules.cmmi.svc import MODEL

CATALOG = Path(__file__).resolve().parents[4] / "fixtures" / "catalog"


def practices(goal):
    return tuple(practice.code.split(".", 1)[-1] for practice in goal.children)


def test_areas_goals_and_practices_are_those_of_the_catalog():
    document = read_document((CATALOG / "cmmi-svc.yaml").read_bytes()).document
    generic = tuple(
        Goal(node.code, tuple(practice.code for practice in node.children), node.level)
        for node in document.walk()
        if node.type == "generic_goal" and node.level > 1
    )
    areas = [node for node in document.walk() if node.type == "process_area"]
    found = {
        node.code: Area(
            node.code,
            node.level,
            tuple(Goal(g.code.split(".")[1], practices(g)) for g in node.children) + generic,
            may_be_not_applicable=node.code == "SAM",
            is_addition=node.optional,
        )
        for node in areas
    }
    assert found == MODEL


def test_goals_needed_for_a_maturity_level():
    keys = {
        level: [goal.key for goal in MODEL["CM"].goals_needed_for(level)] for level in (2, 3, 4, 5)
    }
    assert keys[2] == ["SG1", "SG2", "SG3", "GG2"]
    assert keys[3] == keys[4] == keys[5] == ["SG1", "SG2", "SG3", "GG2", "GG3"]
    assert MODEL["CM"].capability_levels == (1, 2, 3)
