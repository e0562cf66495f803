"""The program roadmap as a document."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from cip.access.actor import Actor, ActorKind
from cip.kernel.errors import NotAllowed
from cip.reports.plain import document_to_json
from cip.reports.registry import report_kind
from cip.reports.sheets import render_sheet
from roadmap.reports import (
    PRINT_HEIGHT,
    PRINT_WIDTH,
    ROADMAP_REPORT,
    build,
    check,
    choices,
)
from tests.charts.samples import parse
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, FindingFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeSourceFactory,
    MilestoneFactory,
    WorkplanFactory,
)
from tests.factories.workshops import OutcomeFactory, WorkshopFactory
from tests.reports.paper import faults, printed, texts
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(plan):
    a = plan.bar("One intake", 0, 10, effort_days=Decimal("2.5"), owner=plan.dora.user)
    b = plan.bar("Roll-out", 8, 5)
    DependencyFactory(predecessor=a, successor=b, lag_days=2)
    BudgetLineFactory(initiative=a, kind="capex", amount=Decimal(1500))
    MilestoneFactory(workplan=plan.desk, title="Pilot", due_on=DAY + timedelta(days=9))
    plan.bar("Given up", 0, 5, state="dropped")
    plan.bar("Draft of another team", 0, 99, workplan=plan.change)
    agreed = AssessmentFactory(program=plan.program, title="Level 2", state="agreed")
    rated = AssessmentFactory(program=plan.program, title="Level 3", state="analyzing")
    InitiativeSourceFactory(
        initiative=a,
        finding=FindingFactory(assessment=agreed, title="Five doors, says Dora Quillwright"),
    )
    item = ActionItemFactory(assessment=rated, text="Unreleased action")
    InitiativeSourceFactory(initiative=b, finding=None, action_item=item)
    outcome = OutcomeFactory(
        workshop=WorkshopFactory(program=plan.program, title="Stage 1"),
        kind="action",
        text="Do it",
        owner=plan.dora.user,
        due_on=DAY,
    )
    InitiativeSourceFactory(initiative=b, finding=None, outcome=outcome)
    return build(plan.program.pk, "Alice", {})


def test_document_holds_the_agreed_plan(document, plan):
    context = document.context
    assert [(f["label"], f["value"]) for f in context["figures"]] == [
        ("Initiatives", 2),
        ("Person-days", "2.5"),
        ("Capex", "1,500"),
        ("Opex", "0"),
    ]
    assert [s["title"] for s in context["sections"] if s["level"] == 3] == ["Desk"]
    (lane,) = context["lanes"]
    assert [row[0] for row in lane["rows"]] == ["One intake", "Roll-out"]
    assert lane["rows"][0][2:4] == ["2 Mar 2026", "11 Mar 2026"]
    assert lane["rows"][0][6:] == [0, "2.5", "1,500", "0"]
    assert context["critical_sentence"].startswith("2 initiatives decide when the program ends")
    assert context["milestone_rows"] == [["Pilot", "Desk", "11 Mar 2026", None]]
    assert context["dependency_rows"] == [
        [
            "One intake (Desk)",
            "Roll-out (Desk)",
            2,
            {"state": "off_track", "text": "4 days too early"},
        ]
    ]
    assert (document.title, document.subtitle) == ("Program roadmap", "One desk")
    assert document.control.prepared_by == "Alice"


def test_sources_name_nobody_and_keep_what_is_not_released(document):
    rows = {row[1]: row[2:] for row in document.context["source_rows"]}
    assert rows["Not yet released"] == [None, "Level 3"]
    assert rows["Action: Do it"] == [None, "Stage 1"]
    (weakness,) = [text for text in rows if text.startswith("Weakness")]
    assert weakness.startswith("Weakness: Five doors")
    assert "Quillwright" not in weakness


def test_no_draft_reaches_the_paper(document):
    stored = json.dumps(document_to_json(document))
    assert "Draft of another team" not in stored
    assert "Given up" not in stored
    assert "Unreleased action" not in stored


def test_sheet_renders_every_section(document):
    html = render_sheet(document)
    for text in ("One intake", "Critical path, by start", "4 days too early", "Stage 1", "<svg"):
        assert text in html


def test_empty_program_says_what_is_missing(plan):
    plan.desk.state = "draft"
    plan.desk.save()
    document = build(plan.program.pk, "Alice", {})
    html = render_sheet(document)
    assert document.context["charts"] == []
    assert html.count("No initiative is planned yet.") == 2
    assert "No workplan is agreed yet." in html
    assert "There is no critical path yet." in html


def test_long_plan_is_cut_into_pages(plan):
    for n in range(60):
        plan.bar(f"Bar {n:02}", n, 5)
    charts = build(plan.program.pk, "Alice", {}).context["charts"]
    captions = [f"Roadmap of One desk, part {n} of 4" for n in (1, 2, 3, 4)]
    assert [chart["caption"] for chart in charts] == captions
    for chart in charts:
        drawing = parse(chart["svg"])
        assert (drawing[0].text, float(drawing.attrib["width"])) == (chart["caption"], PRINT_WIDTH)
        assert 0.6 * PRINT_HEIGHT < float(drawing.attrib["height"]) <= PRINT_HEIGHT


def test_big_plan_reads_well_on_paper(plan):
    """Long names, large amounts and many teams: nothing broken, the plan on pages lying down."""
    for n in range(6):
        team = CITeamFactory(program=plan.program, name=f"Configuration and release office {n}")
        workplan = WorkplanFactory(team=team, state="agreed")
        for day in range(3):
            bar = plan.bar(
                f"{n}.{day} " + "Replace the spreadsheets " * 6, day, 400, workplan=workplan
            )
            BudgetLineFactory(initiative=bar, kind="capex", amount=Decimal(108_641_896))
    reader = printed(build(plan.program.pk, "Alice", {}))
    assert faults(reader) == []
    pages = texts(reader)
    assert sum(text.count("108,641,896") for text in pages) == 18
    lying = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert [lying[n] for n, text in enumerate(pages) if "part 1 of" in text] == [True]
    assert [lying[n] for n, text in enumerate(pages) if "108,641,896" in text] == [True] * 6
    assert [lying[n] for n, text in enumerate(pages) if "No initiative waits" in text] == [False]


@pytest.mark.parametrize("rows", [1, 30])
def test_build_takes_a_constant_number_of_queries(plan, django_assert_num_queries, rows):
    assessment = AssessmentFactory(program=plan.program, state="agreed")
    for n in range(rows):
        bar = plan.bar(f"Bar {n:02}", n, 5)
        InitiativeSourceFactory(initiative=bar, finding=FindingFactory(assessment=assessment))
        BudgetLineFactory(initiative=bar)
    with django_assert_num_queries(9):
        build(plan.program.pk, "Alice", {})


def test_check_and_choices(plan, bob, charlie):
    subject = check(bob.actor, plan.program.pk)
    assert (subject.label, subject.program_id) == ("One desk", plan.program.pk)
    with pytest.raises(Http404):
        check(charlie.actor, plan.program.pk)
    nobody = Actor(ActorKind.LINK, "A link", plan.program.organization_id)
    with pytest.raises(NotAllowed):
        check(nobody, plan.program.pk)
    assert [c.label for c in choices(bob.actor, plan.program.pk)] == ["One desk"]
    assert list(choices(charlie.actor, plan.program.pk)) == []
    assert report_kind("roadmap") is ROADMAP_REPORT
