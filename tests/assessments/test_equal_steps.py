"""A mean is shown only where the model says that all steps are equally long."""

import pytest
from django.urls import reverse

from assessments.analysis_sheets import questions_sheet
from assessments.queries.analysis import analysis
from assessments.queries.model_words import model_words
from tests.assessments.leveled_world import NAMES, analyzed, leveled_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_marked", "mean"), [(False, None), (True, 2.4)])
def test_mean_needs_the_mark(alice, is_marked, mean):
    person = (alice.organization, alice.user, alice.actor)
    world = leveled_world(*person, people=5, equal_steps=is_marked)
    world.open()
    world.answer(CFP_A1=(1, 2, 2, 2, 5))
    world.close()
    found = analysis(world.assessment, for_team=True)
    item = next(each for each in found.items if each.code == "CFP-A1")
    assert item.statistics.mean == mean
    sheet = questions_sheet(found, model_words(world.assessment.model_version))
    told = [row[list(sheet.head).index("Mean")] for row in sheet.rows]
    assert [value for value in told if value is not None] == ([] if mean is None else [mean])


def test_importance_and_target_stand_beside_today(alice):
    world = analyzed(alice, CFP_NEED__importance=(4, 4, 4, 5, 5), CFP=(1, 1, 2, 2, 2))
    area = analysis(world.assessment, for_team=True).areas[0]
    assert [item.aspect for item in area.wishes] == ["importance"]
    assert area.wishes[0].statistics.median_low == 4
    assert {item.aspect for item in area.items} == {"as_is"}


def test_numbers_are_those_that_respondents_read(alice):
    """How things are and how much they matter stand on one card, though the model asks twice."""
    world = analyzed(alice, CFP_NEED__importance=(4, 4, 4, 5, 5), CFP=(1, 1, 2, 2, 2))
    area = analysis(world.assessment, for_team=True).areas[0]
    assert [(item.code, item.number) for item in area.items[:2]] == [("CFP", 1), ("CFP-A1", 2)]
    assert [(item.code, item.number) for item in area.wishes] == [("CFP-NEED", 1)]


def test_scales_are_not_told_in_yes_and_no(alice):
    world = analyzed(alice, CFP=(1, 1, 2, 2, 2), CFP_A1=(1, 1, 3, 3, 3))
    area = world.nodes["CFP"]
    args = ["acme", world.assessment.pk, area.pk]
    page = alice.client.get(reverse("assessments:analysis_area", args=args)).content.decode()
    assert "10 answers with a value" in page
    page = alice.client.get(reverse("assessments:evidence_area", args=args)).content.decode()
    assert f"5 answers, middle: {NAMES[1]}" in page
    assert "yes 5" not in page
