"""The IT Service CMM: levels, categories, goals, practices and links agree with the reference."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.reading import read_document
from models_catalog.rules.structure import Structure, completeness, structure_of

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "catalog" / "it-service-cmm.yaml"

# Code, level, category, number of goals | practices by common feature | goals that each of the
# activities performed supports | name.
AREAS = """
SCM 2 management 2 | 2 2 5 1 3 | 2 2 1 12 2 | Service Commitment Management
SDP 2 management 2 | 2 3 9 1 3 | 1 1 1 1 1 1 1 2 1 | Service Delivery Planning
STO 2 management 3 | 2 4 9 1 3 | 1 3 1 1 1 2 12 3 1 | Service Tracking and Oversight
SUB 2 management 4 | 2 3 9 1 3 | 2 1 2 4 2 3 4 4 34 | Subcontract Management
ISM 3 management 2 | 1 3 8 1 3 | 1 1 2 2 2 2 2 2 | Integrated Service Management
QPM 4 management 3 | 1 5 7 1 3 | 1 1 2 2 2 2 3 | Quantitative Process Management
FSM 4 management 3 | 1 3 5 1 3 | 1 2 2 3 23 | Financial Service Management
CM 2 enabling 4 | 1 4 8 1 4 | 1 2 2 3 3 4 4 24 | Configuration Management
SRI 2 enabling 3 | 1 4 6 1 4 | 1 2 2 2 3 2 | Service Request and Incident Management
SQA 2 enabling 4 | 1 4 8 1 3 | 1 1 2 2 2 3 4 3 | Service Quality Assurance
OPF 3 enabling 3 | 3 4 7 1 1 | 2 3 1 1 1 1 1 | Organization Process Focus
OSD 3 enabling 2 | 2 2 5 1 2 | 1 1 1 1 2 | Organization Service Definition
OPD 3 enabling 2 | 1 2 5 1 1 | 1 1 1 2 2 | Organization Process Definition
TP 3 enabling 3 | 1 4 6 2 3 | 1 1 2 2 3 3 | Training Program
IC 3 enabling 3 | 1 4 7 1 3 | 1 3 2 2 2 3 13 | Intergroup Coordination
RM 3 enabling 3 | 1 3 5 1 3 | 1 2 2 2 3 | Resource Management
PM 3 enabling 4 | 1 3 6 1 3 | 1 2 2 3 3 4 | Problem Management
TCM 5 enabling 3 | 3 5 7 1 2 | 1 2 2 2 2 2 3 | Technology Change Management
PCM 5 enabling 3 | 2 3 10 1 2 | 2 1 1 1 3 2 3 3 3 2 | Process Change Management
SD 3 delivery 2 | 1 4 7 2 3 | 1 1 1 1 1 1 2 | Service Delivery
SQM 4 delivery 3 | 1 3 5 1 3 | 1 1 2 3 2 | Service Quality Management
PP 5 delivery 3 | 2 4 8 1 3 | 1 1 2 3 23 3 3 2 | Problem Prevention
"""
FEATURES = {
    "CO": "commitment_to_perform",
    "AB": "ability_to_perform",
    "AC": "activities_performed",
    "ME": "measurement_and_analysis",
    "VE": "verifying_implementation",
}
# Practices of the other features support all goals of their area, except for these.
SOME_GOALS_ONLY = {
    "SDP-AB2": "1",
    "STO-AB1": "1",
    "CM-AB1": "23",
    "CM-VE4": "24",
    "SRI-AB4": "23",
    "SRI-VE4": "2",
    "ISM-AB2": "1",
    "ISM-AB3": "2",
    "SD-ME1": "2",
    "SD-ME2": "1",
    "IC-AB2": "23",
    "TP-AB3": "2",
    "TP-ME2": "23",
    "QPM-AB3": "23",
    "TCM-AB3": "2",
    "TCM-AB4": "2",
}


@dataclass(frozen=True)
class Area:
    """One key process area as the reference has it."""

    code: str
    level: int
    category: str
    goals: int
    practices: tuple[int, ...]
    activities: tuple[str, ...]
    name: str

    @property
    def practice_codes(self) -> list[str]:
        counted = zip(FEATURES, self.practices, strict=True)
        return [f"{self.code}-{short}{n + 1}" for short, total in counted for n in range(total)]

    def supported_by(self, practice: str) -> list[str]:
        activity = re.fullmatch(r".*-AC(\d+)", practice)
        every = "".join(str(n + 1) for n in range(self.goals))
        goals = SOME_GOALS_ONLY.get(practice, every)
        if activity:
            goals = self.activities[int(activity[1]) - 1]
        return [f"{self.code}-G{digit}" for digit in goals]


def _area(row: str) -> Area:
    head, practices, activities, name = row.split(" | ")
    code, level, category, goals = head.split()
    counts = tuple(int(count) for count in practices.split())
    return Area(code, int(level), category, int(goals), counts, tuple(activities.split()), name)


def _document() -> ModelDocument:
    document = read_document(FILE.read_bytes()).document
    assert document is not None
    return document


REFERENCE = [_area(row) for row in AREAS.strip().splitlines()]
MODEL: ModelDocument = _document()
TREE: Structure = structure_of(MODEL)
QUESTIONS = [question for _, question in MODEL.questions]


def of_type(area: Node, type_code: str) -> list[Node]:
    return [node for node in area.children if node.type == type_code]


def test_the_reference_counts() -> None:
    assert len(REFERENCE) == 22
    assert Counter(area.level for area in REFERENCE) == {2: 7, 3: 9, 4: 3, 5: 3}
    assert Counter(area.category for area in REFERENCE) == {
        "management": 7,
        "enabling": 12,
        "delivery": 3,
    }
    assert sum(area.goals for area in REFERENCE) == 64
    by_feature = [sum(counts) for counts in zip(*(a.practices for a in REFERENCE), strict=True)]
    assert by_feature == [33, 76, 152, 24, 61]
    assert sum(by_feature) == 346


def test_levels_categories_and_areas_are_those_of_the_model() -> None:
    assert [(level.value, level.name) for level in MODEL.scales[0].levels] == [
        (1, "Initial"),
        (2, "Repeatable"),
        (3, "Defined"),
        (4, "Managed"),
        (5, "Optimizing"),
    ]
    categories = [(node.code, node.title) for node in MODEL.nodes]
    assert categories == [
        ("management", "Management"),
        ("enabling", "Enabling"),
        ("delivery", "Delivery"),
    ]
    there = [node.code for node in TREE.of_type("key_process_area")]
    assert there == [area.code for area in REFERENCE]


@pytest.mark.parametrize("area", REFERENCE, ids=lambda area: area.code)
def test_an_area_agrees_with_the_reference(area: Area) -> None:
    node = TREE.find(area.code)
    assert node is not None
    assert (node.title, node.level) == (area.name, area.level)
    assert TREE.ancestors(area.code)[0].code == area.category
    goals = [goal.code for goal in of_type(node, "goal")]
    assert goals == [f"{area.code}-G{n + 1}" for n in range(area.goals)]
    practices = of_type(node, "practice")
    assert [practice.code for practice in practices] == area.practice_codes
    for practice in practices:
        short = practice.code.rpartition("-")[2][:2]
        assert practice.dimension == FEATURES[short]
        assert [link.to for link in practice.links] == area.supported_by(practice.code)


def test_every_goal_is_supported_by_an_activity() -> None:
    supported = {link.to for node, link in MODEL.links if node.dimension == FEATURES["AC"]}
    assert supported == {goal.code for goal in TREE.of_type("goal")}


def test_texts_add_to_their_titles_and_none_is_written_twice() -> None:
    assert completeness(MODEL).advised == ()
    texts = [node.text.strip() for node in MODEL.walk()]
    assert all(texts)
    assert len({text.casefold() for text in texts}) == len(texts) == 3 + 22 + 64 + 346
    bare = {node.code for node in MODEL.walk() if node.text.strip().rstrip(".") == node.title}
    assert bare == set()


def test_there_is_one_good_question_for_each_practice() -> None:
    assert [question.code for question in QUESTIONS] == [
        practice for area in REFERENCE for practice in area.practice_codes
    ]
    texts = [question.text for question in QUESTIONS]
    assert len({text.casefold() for text in texts}) == len(texts) == 346
    assert [text for text in texts if not text.endswith("?") or text.count("?") > 1] == []
    assert [text for text in texts if re.search(r"\b(dis)?agree\b", text)] == []
    assert {question.response_set for question in QUESTIONS} == {"practice"}


def test_questions_do_not_all_begin_alike() -> None:
    beginnings = Counter(" ".join(question.text.split()[:4]) for question in QUESTIONS)
    assert max(beginnings.values()) < 20


def test_every_step_of_every_scale_has_a_text() -> None:
    assert [level.code for scale in MODEL.scales for level in scale.levels if not level.text] == []
    answers = MODEL.scale("practice")
    assert answers is not None
    assert [level.code for level in answers.levels] == ["yes", "no", "does_not_apply", "dont_know"]
