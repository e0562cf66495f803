"""Pages, files, reports and API of frozen results: who sees what, and what it says."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.comparison_report import COMPARISON_REPORT
from assessments.models import ResultComparison, ResultSnapshot
from assessments.services.ratings import agree_ratings, rate_goal, take_up_again
from cip.kernel.errors import NotAllowed
from cip.programs.models import Program
from cip.reports.models import ReportRun
from models_catalog.models import MaturityModel
from tests.assessments.results_world import make_world

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


@pytest.fixture
def pair(alice, world):
    """A superseded result and the one that stands."""
    rate(alice, world, "SCM-G1", "unsatisfied", 0)
    rate(alice, world, "SCM-G2", "satisfied", 0)
    agree(alice, world, NOW)
    reason = "Pat Example1 showed more"
    take_up_again(actor=alice.actor, assessment=world.assessment, reason=reason, now=NOW)
    rate(alice, world, "SCM-G1", "satisfied", 1)
    agree(alice, world, LATER)
    return list(ResultSnapshot.objects.order_by("number"))


def rate(person, world, code, value, version):
    rate_goal(
        actor=person.actor,
        assessment=world.assessment,
        goal_id=world.node(code).pk,
        value=value,
        reason="Seen",
        agreed_by="",
        expected_version=version,
    )


def agree(person, world, now):
    agree_ratings(actor=person.actor, assessment=world.assessment, agreed_by="Both", now=now)


def pages(pair):
    former, newest = pair
    return [
        f"/o/acme/assessments/{newest.assessment_id}/snapshots/",
        f"/o/acme/snapshots/{former.pk}/",
        f"/o/acme/snapshots/{newest.pk}/",
        f"/o/acme/snapshots/{newest.pk}/units/",
        f"/o/acme/snapshots/{newest.pk}/compare/",
        f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/",
        f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/comparison.xlsx",
    ]


def text_of(person, address):
    return person.client.get(address).content.decode()


def test_everybody_reads_released_results_and_outsiders_nothing(bob, sponsor, charlie, pair):
    for address in pages(pair):
        assert [p.client.get(address).status_code for p in (bob, sponsor)] == [200, 200]
        assert charlie.client.get(address).status_code == 404


def test_sealed_results_stay_sealed(alice, bob, world, pair):
    take_up_again(actor=alice.actor, assessment=world.assessment, reason="Again", now=LATER)
    for address in pages(pair):
        assert alice.client.get(address).status_code == 200
        assert bob.client.get(address).status_code == 403


def test_a_released_result_tells_nothing_of_a_sealed_one(alice, bob, pair):
    MaturityModel.objects.filter(code="SMALL").update(code="FIRST")
    Program.objects.update(name="Other IT")
    other = make_world(alice.organization, alice.user, title="Sealed")
    rate(alice, other, "SCM-G1", "satisfied", 0)
    agree(alice, other, LATER)
    sealed = ResultSnapshot.objects.get(assessment=other.assessment)
    take_up_again(actor=alice.actor, assessment=other.assessment, reason="Again", now=LATER)
    newest = pair[1]
    for first, second in ((newest, sealed), (sealed, newest)):
        address = f"/o/acme/snapshots/{first.pk}/compare/{second.pk}/"
        assert bob.client.get(address).status_code == 403
        asked = bob.api.get(
            f"/api/v1/result-snapshots/{first.pk}/comparison/", {"other": second.pk}
        )
        assert asked.status_code == 403
    assert "Sealed" not in text_of(bob, f"/o/acme/snapshots/{newest.pk}/compare/")
    assert "Sealed" not in text_of(bob, f"/o/acme/assessments/{newest.assessment_id}/snapshots/")
    comparison = ResultComparison.objects.create(before=sealed, after=newest)
    with pytest.raises(NotAllowed):
        COMPARISON_REPORT.check(bob.actor, comparison.pk)
    assert COMPARISON_REPORT.choices(bob.actor, newest.assessment.program_id) == []


def test_a_superseded_result_says_why_and_names_nobody(bob, pair):
    page = text_of(bob, f"/o/acme/snapshots/{pair[0].pk}/")
    assert "This result was superseded" in page
    assert "showed more" in page
    assert "Example1" not in page


def test_the_level_is_what_areas_in_scope_can_show(bob, pair):
    former = pair[0]
    kept = [each.ratings.get(kind="maturity") for each in pair]
    assert [(row.lower, row.upper) for row in kept] == [(1, 1), (1, 5)]
    assert "<dd>1</dd>" in text_of(bob, f"/o/acme/snapshots/{former.pk}/")
    said = "1–2 (not all areas of level 3 and above were in scope)"
    listed, _old, new, _units, _choose, compared, _file = pages(pair)
    for address in (listed, new, compared, f"/o/acme/snapshots/{former.pk}/compare/"):
        assert said in text_of(bob, address), address


def test_the_comparison_says_what_changed_in_words_and_signs(bob, pair):
    former, newest = pair
    page = text_of(bob, f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/")
    assert "2 Mar 2026 to 1 Sep 2026" in page
    assert "▲ higher" in page
    assert "SCM-G1" in page
    turned = text_of(bob, f"/o/acme/snapshots/{former.pk}/compare/{newest.pk}/")
    assert "▼ lower" in turned


def test_choosing_puts_the_earlier_result_first(bob, pair):
    former, newest = pair
    address = f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/"
    for row in pair:
        assert address in text_of(bob, f"/o/acme/snapshots/{row.pk}/compare/")


def test_results_lead_to_what_was_agreed(bob, pair):
    pk = pair[1].assessment_id
    assert f"/o/acme/assessments/{pk}/snapshots/" in text_of(
        bob, f"/o/acme/assessments/{pk}/results/"
    )


def test_the_file_holds_every_row(bob, pair):
    former, newest = pair
    address = f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/comparison.xlsx"
    book = load_workbook(BytesIO(bob.client.get(address).content))
    assert book.sheetnames == ["About", "Maturity level", "Process areas", "Goals"]
    rows = {row[0]: row[1:4] for row in book["Goals"].iter_rows(min_row=2, values_only=True)}
    title = newest.ratings.get(code="SCM-G1").title
    assert rows[f"SCM-G1 {title}"] == ("Unsatisfied", "Satisfied", "▲ higher")


def test_a_report_is_asked_for_once(alice, pair):
    former, newest = pair
    address = f"/o/acme/snapshots/{newest.pk}/compare/{former.pk}/report/"
    for _ in range(2):
        assert alice.client.post(address).status_code == 302
    comparison = ResultComparison.objects.get()
    assert (comparison.before, comparison.after) == (former, newest)
    run = ReportRun.objects.get()
    assert run.subject_id == comparison.pk
    answer = alice.api.post(
        f"/api/v1/result-snapshots/{newest.pk}/comparison-report/", {"other": former.pk}
    )
    assert (answer.status_code, answer.json()["id"]) == (201, str(run.pk))
    preview = alice.client.get(f"/o/acme/reports/preview/comparison/{comparison.pk}/")
    assert preview.status_code in (200, 404)
    document = COMPARISON_REPORT.build(comparison.pk, "Alice", {})
    assert [part["title"] for part in document.context["parts"]] == [
        "Maturity level",
        "Process areas",
        "Goals",
    ]
    assert document.context["parts"][1]["chart"]["svg"].startswith("<svg")


def test_api_lists_released_results_with_all_they_keep(bob, pair):
    former, newest = pair
    found = bob.api.get("/api/v1/result-snapshots/", {"state": "stands"}).json()["results"]
    assert [row["id"] for row in found] == [str(newest.pk)]
    content = bob.api.get(f"/api/v1/result-snapshots/{former.pk}/content/").json()
    goal = next(row for row in content["ratings"] if row["code"] == "SCM-G1")
    assert (goal["rating"], goal["absence"]) == ({"lower": 0, "upper": 0}, None)
    asked = {"other": former.pk}
    address = f"/api/v1/result-snapshots/{newest.pk}/comparison/"
    compared = bob.api.get(address, asked).json()
    goals = next(part for part in compared["parts"] if part["name"] == "goal")
    assert (compared["way"], goals["trends"]["higher"], goals["fates"]["kept"]) == ("time", 1, 4)
    assert bob.api.get(address).status_code == 400
    assert bob.api.get(address, {"other": newest.assessment_id}).status_code == 404
