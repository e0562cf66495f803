"""The data pack: one workbook that explains itself and holds nothing that is not released."""

from datetime import date
from io import BytesIO

import pytest
from django.http import Http404
from openpyxl import load_workbook

from assessments.data_pack import DATA_PACK, build
from assessments.data_sheets import participation_sheet
from assessments.queries.participation import participation
from cip.kernel.errors import NotAllowed
from cip.reports.models import ReportRun
from cip.reports.plain import document_from_json, document_to_json
from cip.reports.sheets import render_sheet
from cip.reports.workbooks import render_workbook
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    EvidenceFactory,
    FindingFactory,
    TargetFactory,
    TargetProfileFactory,
)
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user, state="agreed", mode="named")
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"], ["Whispered"])
    made.answer("SCM-P2", ["yes", "no", "dont_know", "dont_know", "", "yes"], ["Secret"])
    AgreedRatingFactory(
        assessment=made.assessment,
        node=made.node("SCM-G1"),
        value="satisfied",
        reason="=1+1, says Pat Example1",
    )
    finding = FindingFactory(
        assessment=made.assessment, node=made.node("SCM-P1"), title="=HYPERLINK(1)"
    )
    EvidenceFactory(finding=finding, origin="Talk with the desk", note="Confided")
    FindingFactory(
        assessment=made.assessment,
        node=made.node("SCM-P1"),
        title="Wrong track",
        state="dropped",
        state_reason="No",
    )
    ActionItemFactory(
        assessment=made.assessment, text="@close", owner=alice.user, due_on=date(2026, 6, 30)
    )
    TargetFactory(
        profile=TargetProfileFactory(assessment=made.assessment),
        node=made.node("SCM"),
        level=2,
        set_by=alice.user,
        reason="Pat Example1 wants it",
    )
    return made


def book_of(assessment):
    document = document_from_json(document_to_json(build(assessment.pk, "Alice", {})))
    return load_workbook(BytesIO(render_workbook(document).content))


def lines(book, title):
    return [list(row) for row in book[title].iter_rows(values_only=True)]


def every_text(book):
    return "\n".join(str(v) for sheet in book for row in sheet.values for v in row if v is not None)


def test_sheets_hold_what_is_released(world):
    book = book_of(world.assessment)
    assert book.sheetnames == [
        "About",
        "Assessment",
        "Scope",
        "Participation",
        "Maturity level",
        "Ratings",
        "Findings",
        "Actions",
        "Gaps",
        "Evidence",
        "Waivers",
        "Results",
        "Answers, Areas",
        "Answers, Levels",
        "Answers, Questions",
        "Answers, Units",
    ]
    assert lines(book, "Scope")[1:] == [
        ["SCM", "Service Commitment Management", 2, "yes", None],
        ["SRM", "Service Request Management", 2, "yes", None],
    ]
    assert lines(book, "Participation")[1] == ["All", 6, 6, 1]
    assert lines(book, "Maturity level")[1][:4] == [1, 5, 2, "Service Commitment Management"]
    assert lines(book, "Ratings")[1][4:] == [
        "SCM-G1 Goal 1 of SCM",
        "Satisfied",
        "=1+1, says […]",
    ]
    assert [row[4] for row in lines(book, "Findings")[1:]] == ["=HYPERLINK(1)"]
    assert lines(book, "Actions")[1] == ["@close", None, "Alice", "2026-06-30", "Open"]
    assert lines(book, "Gaps")[1][:11] == [
        1, "open", "SCM", "Service Commitment Management", 1, 2, 2, 2, "2027-06-30", 0, 1,
    ]  # fmt: skip


def test_a_hidden_question_holds_no_number_in_a_named_assessment_too(world):
    questions = lines(book_of(world.assessment), "Answers, Questions")
    shown, hidden = questions[1], questions[2]
    assert shown[4:9] == ["No | Yes", 1, 4, 5, 1]
    assert hidden[4:-1] == [None] * (len(hidden) - 5)
    assert hidden[-1] == "too few answers to show"


def test_nothing_confidential_is_in_any_cell(world):
    text = every_text(book_of(world.assessment))
    for secret in ("Whispered", "Secret", "Example", "Talk with", "Confided", "Wrong track"):
        assert secret not in text
    assert "Whispered" not in render_sheet(build(world.assessment.pk, "Alice", {}))


def test_formulas_stay_texts_and_heads_stay_in_sight(world):
    book = book_of(world.assessment)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(one.width for one in sheet.column_dimensions.values())
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}


def test_the_first_sheet_explains_every_sheet_and_column(world):
    book = book_of(world.assessment)
    explained = {(sheet, column) for sheet, column, text in lines(book, "About")[1:] if text}
    for sheet in book.sheetnames[1:]:
        assert (sheet, None) in explained
        assert {(sheet, head) for head in lines(book, sheet)[0]} <= explained
    numbered = {f"Answer {n}" for n in range(1, 10)}
    heads = {head for sheet in book.sheetnames[1:] for head in lines(book, sheet)[0]}
    explained_once = {column for sheet, column, _text in lines(book, "About")[1:] if column}
    assert heads - numbered <= explained_once


def test_without_a_questionnaire_there_are_no_sheets_of_answers(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    book = book_of(world.assessment)
    assert "Capability" in book.sheetnames
    assert "Participation" not in book.sheetnames
    assert not any(name.startswith("Answers") for name in book.sheetnames)


def test_who_may_have_it(alice, bob, charlie, world):
    pk = world.assessment.pk
    assert DATA_PACK.check(bob.actor, pk).label == "Level 2"
    with pytest.raises(Http404):
        DATA_PACK.check(charlie.actor, pk)
    world.assessment.state = "analyzing"
    world.assessment.save()
    with pytest.raises(NotAllowed):
        DATA_PACK.check(bob.actor, pk)


def test_it_is_made_by_a_job_and_sent_as_a_workbook(alice, charlie, world):
    body = {"kind": "assessment-data", "subject_id": str(world.assessment.pk)}
    made = alice.api.post("/api/v1/report-runs/", body, format="json")
    assert made.status_code == 201
    run_jobs()
    run = ReportRun.objects.get()
    assert (run.job.state, run.pages, run.file.name[-5:]) == ("done", None, ".xlsx")
    for answer in (
        alice.api.get(f"/api/v1/report-runs/{run.pk}/download/"),
        alice.client.get(f"/o/acme/reports/{run.pk}/download/"),
    ):
        assert "spreadsheetml" in answer.headers["Content-Type"]
        assert ".xlsx" in answer.headers["Content-Disposition"]
        content = b"".join(answer.streaming_content)
        assert "About" in load_workbook(BytesIO(content)).sheetnames
    assert charlie.client.get(f"/o/acme/reports/{run.pk}/download/").status_code == 404
    page = alice.client.get(f"/o/acme/reports/{run.pk}/").text
    assert "page" not in page.split("Your report is ready")[1].split("</p>")[0]
    preview = alice.client.get(
        f"/o/acme/reports/preview/assessment-data/{world.assessment.pk}/"
    ).text
    assert "Make XLSX" in preview


@pytest.mark.parametrize("practices", [1, 30])
def test_build_query_count(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    with django_assert_num_queries(35):
        build(world.assessment.pk, "Alice", {})


def test_file_and_data_pack_have_the_same_columns_of_findings(alice, world):
    address = f"/o/acme/assessments/{world.assessment.pk}/findings/?export=csv"
    text = b"".join(alice.client.get(address).streaming_content).decode("utf-8-sig")
    sheets = {s["title"]: s for s in build(world.assessment.pk, "A", {}).context["sheets"]}
    columns = sheets["Findings"]["columns"]
    assert text.splitlines()[0].split(",") == [column["title"] for column in columns]
    assert all(column["text"] for column in columns)


def test_small_units_are_put_together_in_the_sheet_of_people(alice):
    world = make_world(alice.organization, alice.user, people=12)
    world.seat(["Desk"] * 6 + ["Net"] * 3 + ["Ward"] * 3)
    said = [row[:3] for row in participation_sheet(participation(world.assessment)).rows]
    assert said == [["All", 12, 12], ["Desk", 6, 6], ["Other units, put together", 6, 6]]
