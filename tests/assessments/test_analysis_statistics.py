"""Statistics of areas, goals, levels, units and probes, on yes and no and on a longer scale."""

import io

import pytest
from openpyxl import load_workbook

from assessments.models import AreaConcordance, UnitTally
from assessments.queries.analysis import analysis
from assessments.queries.analysis_lists import area_lines, goal_sets, level_sets
from assessments.queries.interview_probes import goals_of_practices, interview_probes
from assessments.queries.rated_model import rated_model
from assessments.queries.unit_results import unit_board
from assessments.result_labels import middle, reason_text
from assessments.rules.probes import Ground, Reason
from assessments.services.assessments import close_collection
from assessments.services.releasing import release_answers
from cip.kernel import clock
from cip.web.xlsx_export import workbook
from tests.assessments.results_world import make_world
from tests.assessments.setting import collecting
from tests.small_model import FREQUENCIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    """Two units of five; SCM on five values, SRM on yes and no."""
    made = make_world(alice.organization, alice.user, people=10, frequencies="SCM")
    made.answer("SCM-P1", list("1111155555"))
    made.answer("SCM-P2", list("33443") + list("3334") + ["unknown"])
    made.answer("SRM-P1", ["yes"] * 10)
    made.answer("SRM-P2", ["yes"] * 5 + ["no"] * 5)
    made.seat(["Desk"] * 5 + ["Plant"] * 5)
    release_answers(made.assessment, clock.now())
    return made


def found_of(world):
    return analysis(world.assessment, for_team=True)


def test_questions_on_a_longer_scale(world):
    camps, near, *_rest = found_of(world).items
    assert camps.statistics.distribution == (5, 0, 0, 0, 5)
    assert (camps.is_split, middle(camps.statistics, camps.scale)) == (True, "split")
    assert (near.statistics.valid, near.statistics.dont_know) == (9, 1)
    assert middle(near.statistics, near.scale) == "3"
    assert near.statistics.mean is None  # ordinal values have none
    assert near.statistics.sd == pytest.approx(0.5)
    assert near.statistics.r_wg.raw == pytest.approx(1 - 0.25 / 2)
    assert near.scale.labels == FREQUENCIES


def test_areas_goals_and_levels(world):
    found = found_of(world)
    long, short = area_lines(world.assessment, found)
    assert (long.main.scale.name, long.main.statistics.answers.valid) == ("How often", 19)
    assert long.main.statistics.split == 1
    assert long.main.statistics.median_r_wg == pytest.approx(0.4375)
    assert (short.main.scale.is_yes_no, short.main.statistics.answers.distribution) == (
        True,
        (5, 15),
    )
    w = short.main.statistics.concordance
    assert (w.judges, w.objects, w.left_out) == (10, 2, 0)
    assert w.w == pytest.approx(0.5)
    ((level, sets),) = level_sets(found)
    assert (level, sorted(one.statistics.questions for one in sets)) == (2, [2, 2])
    goals = goal_sets(found.areas[0], goals_of_practices(rated_model(world.assessment)), 10)
    first = world.node("SCM-G1").pk
    assert [one.statistics.answers.valid for one in goals[first]] == [10]


def test_concordance_that_would_tell_of_one_person_is_not_kept(world):
    """In SCM one of ten gave no value to the second question: nine people, one left out."""
    assert [row.area.code for row in AreaConcordance.objects.all()] == ["SRM"]


def test_units_compared(world):
    board = unit_board(world.assessment, found_of(world))
    assert (board.answers.shown, board.answers.hidden) == (("Desk", "Plant"), ())
    first, second, *_rest = board.differing
    assert {first.item.code, second.item.code} == {"SCM-P1", "SRM-P2"}
    assert first.difference.size == pytest.approx(1.0)
    assert first.reason.about in (("Plant", "Desk"), ("Desk", "Plant"))
    cells = {area.area.code: area.cells for area in board.areas}
    assert [cell.valid for cell in cells["SRM"]] == [10, 10]
    # Plant has four values in the second question, so Desk is hidden with it there.
    assert [cell.valid for cell in cells["SCM"]] == [5, 5]


def test_probes_name_units_and_values(world):
    probes = interview_probes(world.assessment, found_of(world), per_area=5)
    assert probes[0].ground is Ground.SPLIT
    texts = [reason_text(reason, probes[0].items[0].scale) for reason in probes[0].reasons]
    assert texts == [
        "10 answers in two camps, r_wg 0.00.",
        "Medians: Plant “Always”, Desk “Never”.",
    ]
    assert reason_text(Reason(Ground.TOO_FEW)).startswith("Fewer people")


def test_closing_counts_by_unit(alice):
    setting = collecting(alice, people=3)
    setting.submit(setting.people[0], "yes", "no")
    setting.submit(setting.people[1], "yes")
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    first = UnitTally.objects.filter(item=setting.items[0])
    assert sorted(first.values_list("unit", "choice", "count", "is_shown")) == [
        ("Unit 0", "yes", 1, False),
        ("Unit 1", "yes", 1, False),
    ]
    second = UnitTally.objects.filter(item=setting.items[1])
    assert sorted(second.values_list("unit", "choice", "count")) == [
        ("Unit 0", "no", 1),
        ("Unit 1", "", 1),
    ]


@pytest.mark.parametrize("query", ["", "?unit=Desk", "?only=split", "?sort=-agreement", "?only=x"])
def test_pages_of_an_area_on_a_longer_scale(query, alice, world):
    area = world.node("SCM").pk
    page = alice.client.get(f"/o/acme/assessments/{world.assessment.pk}/analysis/{area}/{query}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Always" in text
    assert "NaN" not in text


def test_api_of_sets_units_and_probes(alice, bob, world):
    base = f"/api/v1/assessments/{world.assessment.pk}/analysis/"
    sets = alice.api.get(f"{base}sets/").json()
    assert sets["areas"][1]["sets"][0]["concordance"]["w"] == pytest.approx(0.5)
    assert sets["levels"][0]["level"] == 2
    units = alice.api.get(f"{base}units/").json()
    assert (units["units"], units["hidden_units"]) == (["Desk", "Plant"], [])
    assert {one["unit"] for one in units["questions"][0]["units"]} == {"Desk", "Plant"}
    probes = alice.api.get(f"{base}probes/").json()
    assert probes[0]["reasons"][0]["ground"] == "split"
    for tail in ("sets", "units", "probes"):
        assert bob.api.get(f"{base}{tail}/").status_code == 403
        assert alice.api.get(f"{base}{tail}/", {"bad": 1}).status_code == 400


@pytest.mark.parametrize("practices", [1, 30])
def test_api_query_count(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    for code in world.items:
        world.answer(code, ["yes"] * 6)
    release_answers(world.assessment, clock.now())
    base = f"/api/v1/assessments/{world.assessment.pk}/analysis/"
    for tail, queries in (("sets", 9), ("units", 6), ("probes", 12)):
        with django_assert_num_queries(queries):
            assert alice.api.get(f"{base}{tail}/").status_code == 200


def test_workbook_runs_nothing():
    file = workbook([("A" * 40, ["Head", "-x"], [["=1+1", 2.5], [None, "+x"]])])
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert (sheet.title, sheet["A2"].data_type, sheet["A2"].value) == ("A" * 31, "s", "=1+1")
    assert [cell.value for cell in sheet[3]] == [None, "+x"]
