"""The templates hold every section of the guide (2.2 and 3.2)."""

from workshops.rules.preparation import INTERACTIONS
from workshops.rules.templates import STAGE_1, STAGE_2


def shape(template):
    return [(section.number, section.title, len(section.items)) for section in template]


def test_stage_1_holds_all_seven_sections() -> None:
    assert shape(STAGE_1) == [
        (1, "Introduction", 3),
        (2, "Building Capability Improvement Teams", 3),
        (3, "CI Team Processes and Activities", 10),
        (4, "Overview of the CC Assessment Process", 7),
        (5, "Capability Building", 8),
        (6, "CI Team Workplan and Roadmap", 3),
        (7, "Preparing for Phase 3 – Execute", 2),
    ]


def test_stage_2_holds_all_six_sections() -> None:
    assert shape(STAGE_2) == [
        (1, "Introduction", 3),
        (2, "Review Findings and Recommendations of Improvement Teams", 1),
        (3, "Prioritization of Cross-Team Practice Improvements", 3),
        (4, "Establishing the CIP Scorecard", 3),
        (5, "Actions to Finalize CI Program Plan", 5),
        (6, "Preparing for Phase 3 – Execute", 4),
    ]


def test_both_fit_into_one_working_day() -> None:
    assert sum(section.minutes for section in STAGE_1) == 415
    assert sum(section.minutes for section in STAGE_2) == 415


def test_interactions_are_those_of_the_guide() -> None:
    assert {stage: len(steps) for stage, steps in INTERACTIONS.items()} == {1: 8, 2: 7}
