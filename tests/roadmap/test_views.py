"""Pages of the roadmap: as program lead, team lead, member, outsider; forms, errors, 304."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.models import BudgetLine, Dependency, Initiative, Milestone, WorkItem, Workplan
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, FindingFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeSourceFactory,
    MilestoneFactory,
    WorkItemFactory,
)
from tests.factories.workshops import OutcomeFactory, WorkshopFactory
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["acme", *args])


def text_of(person, name, *args, **query):
    answer = person.client.get(url(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def bar(plan):
    return plan.bar("One intake", 0, 10, owner=plan.dora.user)


@pytest.fixture
def finding(plan):
    assessment = AssessmentFactory(program=plan.program, state="agreed", title="Level 2")
    return FindingFactory(assessment=assessment, title="Five doors")


@pytest.fixture
def item(finding, plan):
    return ActionItemFactory(
        assessment=finding.assessment, finding=finding, owner=plan.dora.user, text="Close four"
    )


@pytest.fixture
def outcome(plan):
    return OutcomeFactory(
        workshop=WorkshopFactory(program=plan.program, title="Stage 1"),
        kind="action",
        text="Write the list",
        owner=plan.emil.user,
        due_on=date(2026, 6, 30),
        team=plan.change.team,
    )


EDITING = ["workplan_edit", "initiative_new", "work_item_new", "milestone_new"]


@pytest.mark.parametrize("name", EDITING)
def test_workplan_forms_are_for_its_lead(name, plan, alice, bob, charlie):
    address = url(name, plan.desk.pk)
    assert alice.client.get(address).status_code == 200
    assert plan.dora.client.get(address).status_code == 200
    for person in (bob, plan.emil):
        refused = person.client.get(address)
        assert refused.status_code == 403
        assert "Only the lead of this CI team" in refused.content.decode()
    assert charlie.client.get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["initiative_edit", "budget_line_new", "dependency_new"])
def test_initiative_forms_are_for_its_lead(name, bar, plan, bob, charlie):
    address = url(name, bar.pk)
    assert plan.dora.client.get(address).status_code == 200
    assert bob.client.get(address).status_code == 403
    assert charlie.client.get(address).status_code == 404


def test_roadmap_shows_bars_links_and_what_is_broken(plan, alice, bob, bar):
    late = plan.bar("Roll-out", 8, 5)
    DependencyFactory(predecessor=bar, successor=late)
    MilestoneFactory(workplan=plan.desk, title="Pilot accepted")
    page = text_of(bob, "roadmap", plan.program.pk)
    assert f'href="{url("initiative", bar.pk)}"' in page
    assert "1 dependency is broken" in page
    assert "starts 2 days before" in page
    assert "Pilot accepted" in page
    assert "Start a workplan" not in page
    CITeamFactory(program=plan.program, name="Third team")
    page = text_of(alice, "roadmap", plan.program.pk)
    assert "Start a workplan" in page
    assert "Third team" in page


def test_roadmap_names_the_worst_of_many_broken_dependencies(plan, bob, bar):
    for n in range(25):
        late = plan.bar(f"Roll-out {n}", n, 5)
        DependencyFactory(predecessor=bar, successor=late, lag_days=30)
    page = text_of(bob, "roadmap", plan.program.pk)
    assert "25 dependencies are broken" in page
    assert page.count(" allows.") == 20
    assert "These are the 20 worst." in page


def test_roadmap_is_empty_at_first_and_teaches(plan, bob, alice):
    Workplan.objects.all().delete()
    for person in (alice, bob):
        page = text_of(person, "roadmap", plan.program.pk)
        assert "No initiative yet" in page
        assert "take a weakness of an assessment" in page


def test_roadmap_filters_and_zoom(plan, alice, bar):
    plan.bar("Other work", 30, 5, workplan=plan.change)

    def titles(**query):
        answer = alice.client.get(url("roadmap", plan.program.pk), query)
        return [b.title for b in answer.context["roadmap"].bars], answer

    assert titles()[0] == ["Other work", "One intake"]
    assert titles(team=plan.desk_team.pk)[0] == ["One intake"]
    assert titles(state="done")[0] == []
    assert "Nothing in the plan matches" in titles(state="done")[1].content.decode()
    assert titles(critical="on")[0] == ["Other work"]
    assert titles(last="2026-03-20")[0] == ["One intake"]
    fitting, wide = titles()[1].context, titles(zoom="weeks")[1].context
    assert (fitting["chart_width"], wide["zoom"]) == (1090, "weeks")
    strange = titles(state="lost", team="x", first="0000-01-01", zoom="light-years")
    assert strange[0] == ["Other work", "One intake"]


def test_roadmap_is_304_until_something_changes(plan, alice, bar):
    address = url("roadmap", plan.program.pk)
    first = alice.client.get(address)
    etag = first.headers["ETag"]
    again = alice.client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    bar.title = "Renamed"
    bar.version += 1
    bar.save()
    changed = alice.client.get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "Renamed" in changed.content.decode()
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_roadmap_with_a_message_is_never_304(plan, alice, bar):
    address = url("roadmap", plan.program.pk)
    etag = alice.client.get(address).headers["ETag"]
    team = CITeamFactory(program=plan.program)
    etag = alice.client.get(address).headers["ETag"]
    Workplan.objects.create(team=team, program=plan.program)
    etag = alice.client.get(address).headers["ETag"]
    alice.client.post(url("start_workplan", team.pk))  # leaves a message, changes nothing
    answer = alice.client.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Workplan started" in answer.content.decode()


def test_unchanged_roadmap_takes_one_query_behind_the_door(
    plan, alice, bar, django_assert_num_queries
):
    address = url("roadmap", plan.program.pk)
    etag = alice.client.get(address).headers["ETag"]
    with django_assert_num_queries(3):  # session, person, membership, team roles; revision
        assert alice.client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_sources_page_and_fragment(plan, alice, bob, item, outcome):
    finding = item.finding
    page = text_of(alice, "sources", plan.program.pk)
    for text in ("Five doors", "Close four", "Write the list", url("from_finding", finding.pk)):
        assert text in page
    part = alice.client.get(url("sources", plan.program.pk), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Write the list" in part.content.decode()
    seen = text_of(bob, "sources", plan.program.pk)
    assert "Make an initiative" not in seen
    assert "The lead of a CI team or the program lead takes it" in seen


def test_start_workplan(plan, alice, bob):
    team = CITeamFactory(program=plan.program)
    address = url("start_workplan", team.pk)
    assert bob.client.post(address).status_code == 403
    assert alice.client.get(address).status_code == 405
    made = alice.client.post(address)
    assert made.headers["Location"] == url("workplan", team.workplan.pk)


def test_workplan_page(plan, bob, alice, bar):
    WorkItemFactory(workplan=plan.desk, title="Collect forms", owner=bob.user)
    MilestoneFactory(workplan=plan.desk, title="Pilot", due_on=DAY)
    BudgetLineFactory(initiative=bar, amount=Decimal("1234.50"))
    page = text_of(bob, "workplan", plan.desk.pk)
    for text in ("One intake", "Collect forms", "Pilot", "Overdue", "1,234.50", "Dora"):
        assert text in page
    assert url("work_item_state", WorkItem.objects.get().pk) in page  # his own
    assert "Add initiative" not in page
    assert "Add initiative" in text_of(plan.dora, "workplan", plan.desk.pk)
    assert "Reopen" in text_of(alice, "workplan", plan.desk.pk)


def test_draft_of_another_team_is_unknown(plan, bob, alice):
    secret = plan.bar("Secret", 0, 5, workplan=plan.change)
    for name, key in (("workplan", plan.change.pk), ("initiative", secret.pk)):
        for person in (bob, plan.dora):
            assert person.client.get(url(name, key)).status_code == 404
        for person in (alice, plan.emil):
            assert person.client.get(url(name, key)).status_code == 200
    assert "Secret" not in text_of(bob, "roadmap", plan.program.pk)


def test_goals_are_saved_and_stale_ones_show_both_texts(plan):
    address = url("workplan_edit", plan.desk.pk)
    values = {"goals": "First text", "expected_version": 1}
    assert plan.dora.client.post(address, values).status_code == 302
    stale = plan.dora.client.post(address, values | {"goals": "Second text"})
    assert stale.status_code == 409
    assert "First text" in stale.content.decode()
    assert "Second text" in stale.content.decode()
    assert plan.dora.client.post(address, {"goals": "x" * 20_001}).status_code == 400


def test_agree_and_reopen(plan, alice, bar):
    plan.bar("A", 0, 5, workplan=plan.change)
    assert plan.emil.client.post(url("workplan_agree", plan.change.pk)).status_code == 403
    assert alice.client.post(url("workplan_agree", plan.change.pk)).status_code == 302
    assert alice.client.post(url("workplan_agree", plan.change.pk)).status_code == 409
    assert alice.client.post(url("workplan_reopen", plan.change.pk)).status_code == 302
    plan.change.refresh_from_db()
    assert plan.change.state == "draft"


VALUES = {
    "title": "One intake",
    "description": "",
    "owner": "",
    "starts_on": "2026-03-02",
    "due_on": "2026-03-31",
    "effort_days": "2.5",
}


def test_initiative_new_edit_remove(plan):
    client = plan.dora.client
    made = client.post(url("initiative_new", plan.desk.pk), VALUES)
    row = Initiative.objects.get()
    assert made.headers["Location"] == url("initiative", row.pk)
    assert (row.title, row.due_on, row.effort_days) == (
        "One intake",
        date(2026, 3, 31),
        Decimal("2.5"),
    )
    edit = VALUES | {"state": "started", "progress": "30", "expected_version": "1"}
    assert client.post(url("initiative_edit", row.pk), edit).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.progress, row.version) == ("started", 30, 2)
    stale = client.post(url("initiative_edit", row.pk), edit | {"title": "Mine"})
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode()
    assert client.post(url("initiative_remove", row.pk)).headers["Location"] == url(
        "workplan", plan.desk.pk
    )
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "a\x00b"}, "control character"),
        ({"title": "x" * 201}, "at most 200 fit"),
        ({"starts_on": "0000-01-01"}, "Enter a valid date"),
        ({"starts_on": "1800-01-01"}, "Choose a date between 1990 and 2199"),
        ({"due_on": "2026-03-01"}, "The end lies before the start."),
        ({"effort_days": "NaN"}, "Enter a number"),
        ({"effort_days": "-1"}, "greater than or equal to 0"),
        ({"owner": "7f5c0000-0000-0000-0000-000000000000"}, "Select a valid choice"),
    ],
)
def test_initiative_form_says_what_is_wrong(plan, wrong, sentence):
    answer = plan.dora.client.post(url("initiative_new", plan.desk.pk), VALUES | wrong)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Initiative.objects.exists()


def test_progress_by_owner_and_by_others(plan, bob, bar):
    bar.owner = bob.user
    bar.save()
    address = url("initiative_progress", bar.pk)
    values = {"state": "started", "progress": "20", "expected_version": "1"}
    assert plan.emil.client.post(address, values).status_code == 403
    assert bob.client.post(address, values).status_code == 302
    assert bob.client.post(address, values | {"progress": "101"}).status_code == 400
    bar.refresh_from_db()
    assert (bar.progress, bar.version) == (20, 2)


def test_initiative_page_shows_the_thread(plan, bob, bar, item):
    InitiativeSourceFactory(initiative=bar, finding=None, action_item=item)
    page = text_of(bob, "initiative", bar.pk)
    for text in ("Close four", "Five doors", "Level 2", "No evidence is recorded."):
        assert text in page
    assert reverse("assessments:finding", args=["acme", item.finding_id]) in page


def test_initiative_page_keeps_unreleased_findings(plan, bob, bar, finding):
    finding.assessment.state = "analyzing"
    finding.assessment.save()
    InitiativeSourceFactory(initiative=bar, finding=finding)
    page = text_of(bob, "initiative", bar.pk)
    assert "Five doors" not in page
    assert "shown once the team has agreed the ratings" in page


def test_budget_lines(plan, bar):
    client = plan.dora.client
    values = {"kind": "capex", "label": "Tool", "amount": "100.50"}
    assert client.post(url("budget_line_new", bar.pk), values).status_code == 302
    line = BudgetLine.objects.get()
    assert (line.kind, line.amount) == ("capex", Decimal("100.50"))
    assert (
        client.post(url("budget_line_new", bar.pk), values | {"amount": "1e99"}).status_code == 400
    )
    edit = values | {"amount": "7", "expected_version": "1"}
    assert client.get(url("budget_line_edit", line.pk)).status_code == 200
    assert client.post(url("budget_line_edit", line.pk), edit).status_code == 302
    assert client.post(url("budget_line_edit", line.pk), edit | {"label": "x"}).status_code == 409
    assert client.post(url("budget_line_remove", line.pk)).status_code == 302
    assert not BudgetLine.objects.exists()


def test_dependencies_and_their_circle(plan, bar):
    client = plan.dora.client
    second = plan.bar("Roll-out", 20, 5)
    secret = plan.bar("Secret", 0, 5, workplan=plan.change)
    address = url("dependency_new", second.pk)
    assert "Secret" not in client.get(address).content.decode()
    hidden = client.post(address, {"predecessor": secret.pk, "lag_days": "0"})
    assert hidden.status_code == 400
    good = {"predecessor": bar.pk, "lag_days": "2"}
    assert client.post(address, good).status_code == 302
    assert client.post(address, good).status_code == 409
    back = client.post(url("dependency_new", bar.pk), {"predecessor": second.pk, "lag_days": "0"})
    assert back.status_code == 400
    assert "circle: Roll-out → One intake → Roll-out" in back.content.decode()
    assert "Roll-out" in text_of(plan.dora, "initiative", bar.pk)
    assert client.post(url("dependency_remove", Dependency.objects.get().pk)).status_code == 302
    assert not Dependency.objects.exists()


def test_work_items(plan, bob, bar):
    client = plan.dora.client
    values = {
        "title": "Collect",
        "description": "",
        "initiative": bar.pk,
        "owner": bob.user.pk,
        "due_on": "",
        "effort_days": "",
    }
    assert client.post(url("work_item_new", plan.desk.pk), values).status_code == 302
    work = WorkItem.objects.get()
    assert (work.initiative, work.owner, work.state) == (bar, bob.user, "open")
    state = url("work_item_state", work.pk)
    assert plan.emil.client.post(state, {"state": "done", "expected_version": 1}).status_code == 403
    assert bob.client.post(state, {"state": "done", "expected_version": 1}).status_code == 302
    assert bob.client.post(state, {"state": "open", "expected_version": 1}).status_code == 409
    assert bob.client.post(state, {"state": "lost", "expected_version": 2}).status_code == 400
    assert client.get(url("work_item_edit", work.pk)).status_code == 200
    edit = values | {"title": "Collect all", "state": "done", "expected_version": 2}
    assert client.post(url("work_item_edit", work.pk), edit).status_code == 302
    assert client.post(url("work_item_remove", work.pk)).status_code == 302
    assert not WorkItem.objects.exists()


def test_milestones(plan):
    client = plan.dora.client
    values = {"title": "Pilot", "initiative": "", "due_on": "2026-06-01"}
    assert client.post(url("milestone_new", plan.desk.pk), values).status_code == 302
    row = Milestone.objects.get()
    assert client.get(url("milestone_edit", row.pk)).status_code == 200
    edit = values | {"reached_on": "2026-05-30", "expected_version": 1}
    assert client.post(url("milestone_edit", row.pk), edit).status_code == 302
    row.refresh_from_db()
    assert row.reached_on == date(2026, 5, 30)
    assert "Reached 30 May 2026" in text_of(plan.dora, "workplan", plan.desk.pk)
    assert client.post(url("milestone_remove", row.pk)).status_code == 302


def test_finding_becomes_an_initiative_of_the_only_team(plan, finding):
    page = plan.dora.client.get(url("from_finding", finding.pk))
    assert page.context["form"]["team"].value() == plan.desk_team.pk
    assert page.context["form"]["title"].value() == "Five doors"
    assert "target" not in page.context["form"].fields
    values = VALUES | {"team": plan.desk_team.pk}
    made = plan.dora.client.post(url("from_finding", finding.pk), values)
    row = Initiative.objects.get()
    assert made.headers["Location"] == url("initiative", row.pk)
    assert row.sources.get().finding == finding
    again = plan.dora.client.get(url("from_finding", finding.pk)).content.decode()
    assert "It has led to initiatives already" in again


def test_finding_cannot_go_into_another_teams_workplan(plan, finding):
    values = VALUES | {"team": plan.change.team_id}
    answer = plan.dora.client.post(url("from_finding", finding.pk), values)
    assert answer.status_code == 400
    assert not Initiative.objects.exists()


def test_unreleased_finding_is_unknown_to_team_leads(plan, alice, finding):
    finding.assessment.state = "analyzing"
    finding.assessment.save()
    assert plan.dora.client.get(url("from_finding", finding.pk)).status_code == 404
    assert alice.client.get(url("from_finding", finding.pk)).status_code == 200


def test_member_takes_nothing(bob, finding, item, outcome):
    for name, row in (
        ("from_finding", finding),
        ("from_action_item", item),
        ("take_outcome", outcome),
    ):
        assert bob.client.get(url(name, row.pk)).status_code == 403


def test_action_item_is_taken_once(plan, alice, item):
    address = url("from_action_item", item.pk)
    form = alice.client.get(address).context["form"]
    assert (form["owner"].value(), form["due_on"].value()) == (plan.dora.user.pk, item.due_on)
    values = VALUES | {"team": plan.desk_team.pk, "target": "initiative"}
    first = alice.client.post(address, values)
    row = Initiative.objects.get()
    assert first.headers["Location"] == url("initiative", row.pk)
    for again in (alice.client.get(address), alice.client.post(address, values)):
        assert again.headers["Location"] == url("initiative", row.pk)
    assert Initiative.objects.count() == 1


def test_outcome_becomes_a_work_item_of_its_team(plan, alice, outcome):
    address = url("take_outcome", outcome.pk)
    form = alice.client.get(address).context["form"]
    assert form["team"].value() == plan.change.team_id
    values = VALUES | {"team": plan.change.team_id, "target": "work_item", "starts_on": ""}
    values["owner"] = plan.emil.user.pk
    page = f"{url('workplan', plan.change.pk)}#work-items"
    assert alice.client.post(address, values).headers["Location"] == page
    assert alice.client.get(address).headers["Location"] == page
    work = WorkItem.objects.get()
    assert (work.outcome, work.title, work.owner) == (outcome, "One intake", plan.emil.user)
    hidden = plan.dora.client.get(address)
    assert hidden.headers["Location"] == url("roadmap", plan.program.pk)


def test_initiative_needs_a_start_and_a_note_is_no_action(plan, alice, outcome):
    values = VALUES | {"team": plan.desk_team.pk, "target": "initiative", "starts_on": ""}
    answer = alice.client.post(url("take_outcome", outcome.pk), values)
    assert answer.status_code == 400
    assert "An initiative needs the day on which it starts." in answer.content.decode()
    note = OutcomeFactory(workshop=outcome.workshop, kind="note")
    assert alice.client.get(url("take_outcome", note.pk)).status_code == 404


def test_take_without_any_team_says_so(alice, plan, finding):
    Workplan.objects.all().delete()
    plan.program.teams.all().delete()
    page = alice.client.get(url("from_finding", finding.pk)).content.decode()
    assert "No CI team yet" in page


PAGES = [
    ("roadmap", lambda plan: plan.program.pk, 11),
    ("sources", lambda plan: plan.program.pk, 9),
    ("workplan", lambda plan: plan.desk.pk, 9),
    ("initiative", lambda plan: Initiative.objects.order_by("title").first().pk, 11),
    ("initiative_new", lambda plan: plan.desk.pk, 4),
    ("initiative_edit", lambda plan: Initiative.objects.order_by("title").first().pk, 4),
    ("work_item_new", lambda plan: plan.desk.pk, 5),
    ("milestone_new", lambda plan: plan.desk.pk, 4),
    ("dependency_new", lambda plan: Initiative.objects.order_by("title").first().pk, 4),
]


@pytest.mark.parametrize("page", PAGES, ids=[p[0] for p in PAGES])
@pytest.mark.parametrize("rows", [1, 30])
def test_pages_take_a_constant_number_of_queries(
    plan, alice, django_assert_num_queries, page, rows
):
    name, key, queries = page
    fill(plan, AssessmentFactory(program=plan.program, state="agreed"), rows)
    address = url(name, key(plan))
    alice.client.get(address)
    with django_assert_num_queries(queries):
        assert alice.client.get(address).status_code == 200


def fill(plan, assessment, rows):
    """So many of everything, all of it beside the first initiative."""
    first = plan.bar("A first", 0, 5)
    workshop = WorkshopFactory(program=plan.program)
    for n in range(rows):
        other = plan.bar(f"Bar {n}", 10 + n, 5)
        DependencyFactory(predecessor=first, successor=other)
        BudgetLineFactory(initiative=first)
        WorkItemFactory(workplan=plan.desk, initiative=first)
        MilestoneFactory(workplan=plan.desk)
        FindingFactory(assessment=assessment)
        ActionItemFactory(assessment=assessment, owner=plan.dora.user)
        OutcomeFactory(workshop=workshop, kind="action", owner=plan.dora.user, due_on=DAY)
        CITeamFactory(program=plan.program)
