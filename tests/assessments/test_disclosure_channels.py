"""Nothing that is hidden comes out: by no channel, and by no sum or difference of channels."""

import io

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments.analysis_sheets import sheets
from assessments.models import Answer, ItemTally, Release, UnitTally
from assessments.queries.analysis import analysis
from assessments.queries.unit_results import unit_board
from assessments.reports import build
from assessments.services.answers import recompute_tallies
from assessments.services.releasing import release_answers
from cip.kernel import clock
from cip.reports.plain import document_to_json
from tests.assessments.results_world import make_world
from tests.assessments.rules.test_disclosure import Attacker

pytestmark = pytest.mark.django_db

UNITS = ["Large"] * 9 + ["Small"] * 2 + ["Middle"] * 6
CHOICES = ["yes", "no", "dont_know", "does_not_apply", ""]
PAGES = ["analysis/", "analysis/?export=csv", "analysis/units/", "analysis/probes/"]
API = ["analysis/", "analysis/sets/", "analysis/units/", "analysis/probes/", "result/"]


def released(world, units):
    """Decide anew with these people in these units."""
    Release.objects.all().delete()
    UnitTally.objects.all().delete()
    world.seat(units)
    release_answers(world.assessment, clock.now())


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user, people=17, practices=3, areas=("SCM",))
    made.answer("SCM-P1", ["yes"] * 4 + ["no"] * 5 + ["yes"] * 2 + ["no"] * 6)
    made.answer("SCM-P2", ["no"] * 9 + ["no"] * 2 + ["yes"] * 6)
    made.answer("SCM-P3", ["yes"] * 9 + ["dont_know"] * 2 + ["yes"] * 6, ["", "Well said"])
    return made


def said_by(person, world):
    """What every channel says, by its address."""
    base = f"/o/acme/assessments/{world.assessment.pk}/"
    areas = [f"analysis/{world.node('SCM').pk}/{query}" for query in ("", "?unit=Large")]
    found = {}
    for address in [*PAGES, *areas]:
        answer = person.client.get(base + address)
        assert answer.status_code == 200
        content = b"".join(answer) if answer.streaming else answer.content
        found[address] = BeautifulSoup(content, "html.parser").get_text(" ", strip=True)
    for tail in API:
        answer = person.api.get(f"/api/v1/assessments/{world.assessment.pk}/{tail}")
        assert answer.status_code == 200
        found[f"api {tail}"] = answer.content.decode()
    file = person.client.get(f"{base}analysis/statistics.xlsx").content
    found["xlsx"] = [
        [sheet.title, *sheet.iter_rows(values_only=True)]
        for sheet in load_workbook(io.BytesIO(file))
    ]
    document = document_to_json(build(world.assessment.pk, "Pat", {}))
    document["control"].pop("prepared_at")
    found["report"] = document
    return found


def test_hidden_units_leave_no_trace_in_any_channel(alice, world):
    """Small (2 people) and Middle (6, hidden with it) swap people: all that is shown stays."""
    released(world, UNITS)
    before = said_by(alice, world)
    released(world, ["Large"] * 9 + ["Middle"] * 4 + ["Small"] * 2 + ["Middle"] * 2)
    after = said_by(alice, world)
    assert {name for name in before if before[name] != after[name]} == set()
    assert UnitTally.objects.filter(is_shown=True).values_list("unit").distinct().get() == (
        "Large",
    )


def test_the_comparison_would_notice(alice, world):
    """Where a shown unit swaps people with a hidden one, every channel about units changes."""
    released(world, UNITS)
    before = said_by(alice, world)
    released(world, ["Small"] * 2 + ["Large"] * 9 + ["Middle"] * 6)
    after = said_by(alice, world)
    told = {name for name in before if before[name] != after[name]}
    assert {"analysis/units/", "api analysis/units/", "xlsx"} <= told


def test_raising_the_threshold_hides_more(alice, world):
    released(world, UNITS)
    edit = {"anonymity_threshold": "10", "title": world.assessment.title}
    alice.api.patch(
        f"/api/v1/assessments/{world.assessment.pk}/", edit, headers={"If-Match": '"v1"'}
    )
    assert not UnitTally.objects.filter(is_shown=True).exists()
    assert Release.objects.get().threshold == 10


PEOPLE = 13
TABLES = st.tuples(
    st.lists(st.sampled_from("ABCD"), min_size=PEOPLE, max_size=PEOPLE),
    st.lists(
        st.lists(st.sampled_from(CHOICES), min_size=PEOPLE, max_size=PEOPLE),
        min_size=2,
        max_size=2,
    ),
)


@pytest.fixture
def blank_world(alice):
    fields = {"anonymity_threshold": 3}
    return make_world(
        alice.organization, alice.user, people=PEOPLE, practices=2, areas=("SCM",), **fields
    )


def answered(world, choices):
    """Everybody hands these answers in, a list for each question."""
    Answer.objects.all().delete()
    ItemTally.objects.all().delete()
    Answer.objects.bulk_create(
        Answer(response=response, item=item, choice=choice, answered_at=clock.now())
        for item, given_ in zip(world.items.values(), choices, strict=True)
        for response, choice in zip(world.responses, given_, strict=True)
    )
    recompute_tallies(questionnaire=world.questionnaire)


def people_behind(units, choices):
    """People by cell (unit, number of the question); who gave no value counts as one secret."""
    sizes = {}
    for number, given_ in enumerate(choices, start=1):
        for unit in set(units):
            own = [choice for choice, at in zip(given_, units, strict=True) if at == unit]
            sizes[unit, number] = sum(choice in ("yes", "no") for choice in own) or 1
    return sizes


def published(world, sizes):
    """The cells behind every number on the boards, sheets and pages, and their values."""
    found = analysis(world.assessment, for_team=False)
    board = unit_board(world.assessment, found)
    shown = [item for item in found.items if item.statistics is not None]
    groups = [{cell for cell in sizes if cell[1] == item.number} for item in shown]
    groups.append(set().union(*groups))
    told = {unit: set() for unit in board.answers.shown}
    for item in shown:
        for unit, one in board.answers.by_item.get(item.id, {}).items():
            assert one.valid == sizes[unit, item.number]
            groups.append({(unit, item.number)})
            told[unit].add((unit, item.number))
    for area in board.areas:
        for unit, cell in zip(board.answers.shown, area.cells, strict=True):
            assert cell.valid == sum(sizes[one] for one in told[unit])
            groups.append(told[unit])
    rows = sheets(world.assessment)[-1].rows
    assert sorted((row[4], row[1]) for row in rows) == sorted(set().union(*told.values()))
    return groups


@given(TABLES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_hidden_cell_follows_from_all_outputs_together(blank_world, table):
    """Every published number is a sum over cells unit x question; the attacker solves them all."""
    units, choices = table
    answered(blank_world, choices)
    released(blank_world, units)
    sizes = people_behind(units, choices)
    attacker = Attacker(sizes, published(blank_world, sizes))
    assert attacker.smallest_victims(sizes, 3) == []
