"""Own questions, skipped ones, versions and aspects in the analysis."""

import io

import pytest
from openpyxl import load_workbook

from assessments.models import AreaConcordance, UnitTally
from assessments.queries.analysis import analysis
from assessments.queries.analysis_lists import area_lines
from assessments.queries.remarks import remarks
from assessments.queries.response_scales import SHIPPED_IDS
from assessments.queries.unit_results import unit_answers
from assessments.rules.drafting import Draft, OwnQuestion
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.assessments import close_collection
from cip.kernel import clock
from tests.assessments.building import OWN, SKIP, newest, next_version, opened, save, submit

pytestmark = pytest.mark.django_db

AGAIN = OwnQuestion("OWN-2", "SCM", "Is the list kept up to date?", "shipped:presence")


def handed_in(setting, people, **choices):
    """Everybody answers with the next letter of each question's row of choices."""
    for number, person in enumerate(people):
        given = {code: row[number] for code, row in choices.items() if row[number]}
        response = setting.begin(person)
        save(response, setting, **given)
        submit(response, person)


def closed(setting, lead):
    setting.assessment.refresh_from_db()
    close_collection(actor=lead.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    return analysis(setting.assessment, for_team=True)


def in_one_unit(setting):
    for person in setting.people:
        person.unit = "Desk"
        person.save()


def by_code(found):
    return {item.code: item for item in found.items}


def test_own_questions_count_in_their_area(alice):
    setting = opened(alice, Draft(own=(OWN, AGAIN)), people=6)
    in_one_unit(setting)
    first = ["yes", "yes", "partly", "partly", "no", "dont_know"]
    handed_in(setting, setting.people, OWN_1=first, OWN_2=["no"] * 6, SCM_P1=["yes"] * 6)
    found = closed(setting, alice)
    own = by_code(found)["OWN-1"]
    assert (own.area_title, own.node_title) == (found.areas[0].title, found.areas[0].title)
    assert own.scale.labels == ("No", "Partly", "Yes")
    assert own.statistics.distribution == (1, 2, 2)
    assert (own.statistics.dont_know, own.tally.yes, own.tally.no) == (1, 2, 3)
    sets = {one.scale.id: one for one in area_lines(setting.assessment, found)[0].sets}
    shipped = sets[SHIPPED_IDS["presence"]].statistics
    assert (shipped.questions, shipped.answers.distribution) == (2, (7, 2, 2))
    units = unit_answers(setting.assessment, found)
    assert units.by_item[own.id]["Desk"].distribution == (1, 2, 2)


def test_concordance_of_own_questions(alice):
    setting = opened(alice, Draft(own=(OWN, AGAIN)), people=6)
    handed_in(setting, setting.people, OWN_1=["yes"] * 6, OWN_2=["no"] * 5 + ["partly"])
    found = closed(setting, alice)
    kept = AreaConcordance.objects.get()
    assert (kept.area.code, kept.scale_key) == ("SCM", SHIPPED_IDS["presence"])
    assert (kept.judges, kept.w) == (6, pytest.approx(1.0))
    sets = area_lines(setting.assessment, found)[0].sets
    assert [one.statistics.concordance.w for one in sets if one.statistics.concordance] == [1.0]


def test_skipped_not_reached_and_blank_are_kept_apart(alice):
    setting = opened(alice, Draft(rules=(SKIP,)), people=8)
    in_one_unit(setting)
    handed_in(
        setting,
        setting.people,
        SCM_P1=["yes"] * 6 + ["no"] * 2,
        SCM_P2=["yes"] * 5 + [""] * 3,
        SPM_P2=["yes"] * 5 + [""] * 3,
    )
    found = by_code(closed(setting, alice))
    second = found["SCM-P2"]
    one = second.statistics
    assert (one.valid, one.blank, one.skipped, one.not_reached) == (5, 1, 2, 0)
    assert (second.tally.blank, second.tally.skipped, second.tally.total) == (1, 2, 8)
    assert found["SRM-P1"].statistics is None
    reached = found["SPM-P2"].statistics
    assert (reached.valid, reached.blank, reached.not_reached) == (5, 0, 3)
    told = UnitTally.objects.filter(item=newest(setting).items.get(pk=second.root))
    assert set(told.values_list("unit", "choice", "count")) == {
        ("Desk", "yes", 5),
        ("Desk", "", 1),
        ("Desk", "~skipped", 2),
    }


def test_a_skip_tells_nothing_of_a_hidden_question(alice):
    """Two gave a value to SCM-P1: that two were led past SCM-P2 would tell that they said no."""
    setting = opened(alice, Draft(rules=(SKIP,)), people=8)
    in_one_unit(setting)
    handed_in(
        setting,
        setting.people,
        SCM_P1=["dont_know"] * 6 + ["no"] * 2,
        SCM_P2=["yes"] * 6 + [""] * 2,
        SPM_P2=["yes"] * 8,
    )
    found = by_code(closed(setting, alice))
    assert {code for code, item in found.items() if item.statistics} == {"SPM-P2"}
    assert {row.item_id for row in UnitTally.objects.filter(is_shown=True)} == {
        found["SPM-P2"].root
    }


def test_versions_are_one(alice):
    setting = opened(alice, Draft(own=(OWN,)), people=6)
    in_one_unit(setting)
    handed_in(setting, setting.people[:3], SCM_P1=["yes"] * 3, OWN_1=["yes"] * 3)
    reworded = OwnQuestion("OWN-1", "SCM", "Who keeps the service list?", "shipped:presence")
    next_version(setting, Draft(own=(reworded,), left_out=("SCM-P2",)), expected=1)
    handed_in(setting, setting.people[3:], SCM_P1=["no"] * 3, OWN_1=["no"] * 3)
    found = closed(setting, alice)
    first = by_code(found)["SCM-P1"]
    assert first.statistics.distribution == (3, 3)
    assert first.is_split
    own = [item for item in found.items if item.code == "OWN-1"]
    assert [item.text for item in own] == [reworded.text, OWN.text]
    assert [item.statistics for item in own] == [None, None]  # three people each
    assert unit_answers(setting.assessment, found).by_item[first.id]["Desk"].valid == 6
    assert len({item.number for item in found.items}) == len(found.items)
    shown = UnitTally.objects.filter(is_shown=True).values_list("item", "choice", "count")
    assert set(shown) == {(first.root, "yes", 3), (first.root, "no", 3)}


def test_comments_of_all_versions(alice):
    setting = opened(alice, people=6)
    for number, person in enumerate(setting.people):
        if number == 3:
            next_version(setting, Draft(left_out=("SRM-P1",)), expected=0)
        response = setting.begin(person)
        item = newest(setting).items.order_by("position").first()
        change = AnswerChange(item.pk, "yes", f"Said by {number}", evidence=f"Page {number}")
        save_answers(response=response, changes=[change], now=clock.now())
        submit(response, person)
    found = closed(setting, alice)
    area = found.areas[0]
    said = remarks(setting.assessment, area.items)[area.items[0].root]
    assert sorted(one.text for one in said.comments) == [f"Said by {n}" for n in range(6)]
    assert sorted(one.text for one in said.evidence) == [f"Page {n}" for n in range(6)]


@pytest.fixture
def wished(alice):
    setting = opened(alice, Draft(aspects=("as_is", "to_be")), people=6)
    first, target = newest(setting).items.order_by("position")[:2]
    for person in setting.people:
        response = setting.begin(person)
        changes = [AnswerChange(first.pk, "no"), AnswerChange(target.pk, "yes", "We need it")]
        save_answers(response=response, changes=changes, now=clock.now())
        submit(response, person)
    closed(setting, alice)
    return setting


def test_aspects_are_kept_apart(alice, wished):
    found = analysis(wished.assessment, for_team=True)
    area = found.areas[0]
    assert len(area.items) == len(area.wishes) == 2
    assert area.items[0].statistics.distribution == (6, 0)
    assert area.summed.tally.yes == 0
    wish = area.wishes[0]
    assert (wish.aspect, wish.number, wish.statistics.distribution) == ("to_be", 1, (0, 6))
    assert area.wishes[1].statistics is None
    assert found.summed.tally.valid == 6


def test_aspects_on_page_in_file_and_api(alice, wished):
    base = f"assessments/{wished.assessment.pk}/analysis/"
    area = analysis(wished.assessment, for_team=True).areas[0].id
    page = alice.client.get(f"/o/acme/{base}{area}/").content.decode()
    assert "Target and importance by question" in page
    assert page.count("We need it") == 6
    file = alice.client.get(f"/o/acme/{base}statistics.xlsx").content
    sheet = load_workbook(io.BytesIO(file))["Target and importance"]
    assert [row[4] for row in sheet.iter_rows(values_only=True)] == ["Asked about"] + ["Target"] * 6
    told = alice.api.get(f"/api/v1/{base}").json()["areas"][0]["wishes"]
    assert [one["aspect"] for one in told] == ["to_be", "to_be"]
    assert told[1]["statistics"] is None
