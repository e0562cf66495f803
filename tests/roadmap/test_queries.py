"""The computed roadmap, parts of it, its revision, sources and threads: who sees what."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from rest_framework.renderers import JSONRenderer

from cip.access.roles import Role
from roadmap.models import BudgetLine, Initiative, Workplan
from roadmap.queries.initiative import initiative_page
from roadmap.queries.revision import roadmap_revision
from roadmap.queries.roadmap import roadmap_view
from roadmap.queries.selection import Selection, selected
from roadmap.queries.sources import sources_to_take, teams_to_plan_for, where_taken
from roadmap.queries.thread import source_threads
from roadmap.queries.workplan import workplan_page
from roadmap.serializers.computed import RoadmapSerializer, roadmap_as_json
from roadmap.services import dependencies, milestones, workplans
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    AssessmentFactory,
    EvidenceFactory,
    FindingFactory,
)
from tests.factories.programs import TeamMembershipFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeFactory,
    InitiativeSourceFactory,
    MilestoneFactory,
    WorkItemFactory,
)
from tests.factories.workshops import OutcomeFactory, WorkshopFactory
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(plan):
    """A (10 days) -> B (5) -> D (5), A -> C (2) -> D; C has 3 days of slack."""
    bars = {
        "A": plan.bar("A", 0, 10, effort_days=Decimal(4), owner=plan.dora.user),
        "B": plan.bar("B", 10, 5, effort_days=Decimal("2.5")),
        "C": plan.bar("C", 10, 2),
        "D": plan.bar("D", 15, 5),
        "X": plan.bar("X", 0, 40, state="dropped", effort_days=Decimal(100)),
    }
    for before, after in ("AB", "AC", "BD", "CD"):
        DependencyFactory(predecessor=bars[before], successor=bars[after])
    BudgetLineFactory(initiative=bars["A"], kind="capex", amount=Decimal("100.50"))
    BudgetLineFactory(initiative=bars["A"], kind="capex", amount=Decimal(50))
    BudgetLineFactory(initiative=bars["B"], kind="opex", amount=Decimal(7))
    BudgetLineFactory(initiative=bars["X"], kind="opex", amount=Decimal(9000))
    return bars


def test_roadmap_has_slack_critical_path_and_totals(plan, bob, chain):
    found = roadmap_view(bob.actor, plan.program.pk)
    assert {bar.title: bar.slack_days for bar in found.bars} == {
        "A": 0, "B": 0, "C": 3, "D": 0, "X": None,
    }  # fmt: skip
    assert found.critical_ids == tuple(chain[key].pk for key in "ABD")
    totals = found.totals
    assert (totals.initiatives, totals.critical, totals.without_effort) == (4, 3, 2)
    assert (totals.effort_days, totals.capex, totals.opex) == (
        Decimal("6.5"),
        Decimal("150.50"),
        Decimal(7),
    )
    assert (found.starts_on, found.ends_on) == (DAY, DAY + timedelta(days=39))
    assert found.violations == []


def test_violation_says_by_how_many_days(plan, bob):
    a, b = plan.bar("A", 0, 10), plan.bar("B", 8, 5)
    DependencyFactory(predecessor=a, successor=b, lag_days=2)
    (broken,) = roadmap_view(bob.actor, plan.program.pk).violations
    assert (broken.predecessor_id, broken.successor_id, broken.days_too_early) == (a.pk, b.pk, 4)


def test_late_is_past_its_day_and_neither_done_nor_dropped(plan, bob):
    plan.bar("A", 0, 1)
    plan.bar("B", 0, 1, state="done")
    plan.bar("C", 0, 1, state="dropped")
    bars = roadmap_view(bob.actor, plan.program.pk).bars
    assert [bar.is_late(DAY + timedelta(days=1)) for bar in bars] == [True, False, False]
    assert [bar.is_late(DAY) for bar in bars] == [False, False, False]


def test_drafts_are_for_the_team_and_those_who_steer(plan, alice, bob, sponsor, make_person):
    guide = make_person("Gert", Role.ADVISOR)
    guest = make_person("Gesa", Role.ADVISOR)
    facilitator = make_person("Fay", Role.FACILITATOR)
    TeamMembershipFactory(team=plan.change.team, user=guide.user, role="advisor")
    seen = plan.bar("Seen", 0, 5)
    secret = plan.bar("Secret", 5, 5, workplan=plan.change)
    DependencyFactory(predecessor=seen, successor=secret)
    MilestoneFactory(workplan=plan.change, title="Hidden day")
    BudgetLineFactory(initiative=secret)

    def sight(person):
        found = roadmap_view(person.actor, plan.program.pk)
        return [bar.title for bar in found.bars], len(found.links), len(found.milestones)

    for person in (alice, plan.emil, guide, facilitator):
        assert sight(person) == (["Secret", "Seen"], 1, 1), person.user
    for person in (bob, sponsor, plan.dora, guest):
        assert sight(person) == (["Seen"], 0, 0), person.user
        assert not BudgetLine.objects.visible_to(person.actor).exists()
        assert list(Initiative.objects.visible_to(person.actor)) == [seen]
        assert workplan_page(person.actor, plan.desk).roadmap.totals.opex == 0


@pytest.mark.parametrize("make", [InitiativeFactory, WorkItemFactory])
def test_owners_of_other_teams_see_the_draft_around_their_work(plan, bob, make):
    owned = make(workplan=plan.change, title="Of Bob", owner=bob.user)
    plan.bar("Neighbor", 0, 5, workplan=plan.change)
    assert list(type(owned).objects.visible_to(bob.actor).filter(owner=bob.user)) == [owned]
    assert plan.change in Workplan.objects.visible_to(bob.actor)
    titles = [bar.title for bar in roadmap_view(bob.actor, plan.program.pk).bars]
    assert "Neighbor" in titles
    before = roadmap_revision(bob.actor, plan.program.pk)
    owned.owner = None
    owned.save()
    assert plan.change not in Workplan.objects.visible_to(bob.actor)
    assert not type(owned).objects.visible_to(bob.actor).exists()
    assert roadmap_revision(bob.actor, plan.program.pk) != before


@pytest.mark.parametrize("rows", [1, 30])
def test_roadmap_takes_five_queries(plan, bob, django_assert_num_queries, rows):
    last = None
    for n in range(rows):
        bar = plan.bar(f"A{n}", n, 5)
        BudgetLineFactory(initiative=bar)
        MilestoneFactory(workplan=plan.desk, title=f"M{n}")
        if last is not None:
            DependencyFactory(predecessor=last, successor=bar)
        last = bar
    actor = bob.actor
    with django_assert_num_queries(5):
        assert len(roadmap_view(actor, plan.program.pk).bars) == rows


def test_selection(plan, alice, chain):
    MilestoneFactory(workplan=plan.desk, title="Whole", due_on=DAY)
    MilestoneFactory(workplan=plan.desk, title="Of C", due_on=DAY, initiative=chain["C"])
    whole = roadmap_view(alice.actor, plan.program.pk)

    def titles(**chosen):
        part = selected(whole, Selection(**chosen))
        return "".join(bar.title for bar in part.bars), len(part.links), len(part.milestones)

    assert titles() == ("ACBD", 4, 2)
    assert titles(state="dropped") == ("X", 0, 0)
    assert titles(critical_only=True) == ("ABD", 2, 0)
    assert titles(team_id=plan.change.team_id) == ("", 0, 0)
    assert titles(team_id=plan.desk_team.pk) == ("ACBD", 4, 2)
    assert titles(first=DAY + timedelta(days=12)) == ("BD", 1, 0)
    assert titles(last=DAY + timedelta(days=9)) == ("A", 0, 1)
    narrow = selected(whole, Selection(first=DAY + timedelta(days=12)))
    assert [bar.slack_days for bar in narrow.bars] == [0, 0]
    assert (Selection().is_narrow, Selection(state="done").is_narrow) == (False, True)


def test_revision_changes_with_everything_that_is_shown(plan, alice, django_assert_num_queries):
    actor = alice.actor
    bar = plan.bar("A", 0, 5, owner=plan.dora.user)
    other = plan.bar("B", 5, 5)
    seen = set()

    def moved():
        now = roadmap_revision(actor, plan.program.pk)
        assert now not in seen
        assert now == roadmap_revision(actor, plan.program.pk)
        seen.add(now)

    moved()
    workplans.agree_workplan(actor=actor, workplan=_with_bar(plan))
    moved()
    link = dependencies.add_dependency(actor=actor, predecessor=bar, successor=other)
    moved()
    dependencies.remove_dependency(actor=actor, dependency=link)
    dependencies.add_dependency(actor=actor, predecessor=other, successor=bar)
    moved()
    milestones.create_milestone(actor=actor, workplan=plan.desk, title="M", due_on=DAY)
    moved()
    BudgetLineFactory(initiative=bar)
    moved()
    Initiative.objects.filter(pk=bar.pk).update(version=9)  # an edit that committed out of order
    moved()
    plan.dora.user.name = "Dora Newname"
    plan.dora.user.save()
    moved()
    with django_assert_num_queries(1):
        roadmap_revision(actor, plan.program.pk)


def _with_bar(plan):
    plan.bar("Z", 0, 5, workplan=plan.change)
    return plan.change


def test_revision_is_another_one_for_other_eyes_and_none_outside(plan, alice, bob, charlie):
    mine = roadmap_revision(alice.actor, plan.program.pk)
    assert mine != roadmap_revision(bob.actor, plan.program.pk)
    assert roadmap_revision(charlie.actor, plan.program.pk) is None


@pytest.fixture
def sources(plan):
    """One finding, action item and outcome to take, and one of each that is not."""
    assessment = AssessmentFactory(program=plan.program, state="agreed", title="Level 2")
    owner = plan.dora.user
    FindingFactory(assessment=assessment, kind="strength")
    FindingFactory(assessment=assessment, state="dropped", state_reason="x")
    taken = FindingFactory(assessment=assessment, title="Taken")
    InitiativeSourceFactory(initiative=plan.bar("A", 0, 5), finding=taken)
    gone = ActionItemFactory(assessment=assessment, owner=owner, text="Gone")
    WorkItemFactory(workplan=plan.change, action_item=gone)
    ActionItemFactory(assessment=assessment, owner=owner, state="done")
    workshop = WorkshopFactory(program=plan.program, title="Stage 1")
    OutcomeFactory(workshop=workshop, kind="note")
    return {
        "finding": FindingFactory(assessment=assessment, title="Emil Quillwright does it all"),
        "action_item": ActionItemFactory(assessment=assessment, owner=owner, text="Act"),
        "outcome": OutcomeFactory(
            workshop=workshop, kind="action", text="Do", owner=owner, due_on=DAY
        ),
        "taken": taken,
        "gone": gone,
        "assessment": assessment,
    }


def titles_of(pages):
    return [
        [row.title for row in page] for page in (pages.findings, pages.action_items, pages.outcomes)
    ]


def test_sources_to_take_leaves_out_what_is_taken_or_settled(plan, alice, bob, sources):
    found = sources_to_take(alice.actor, plan.program.pk)
    assert titles_of(found) == [["Emil Quillwright does it all"], ["Act"], ["Do"]]
    assert found.count == 3
    first = found.findings[0]
    assert (first.origin, first.about) == ("Level 2", sources["finding"].node.title)
    others = sources_to_take(bob.actor, plan.program.pk)
    assert titles_of(others)[0] != titles_of(found)[0]  # names of people are taken out
    assert "Emil Quillwright" not in titles_of(others)[0][0]


def test_sources_of_an_unreleased_assessment_are_for_its_team(plan, alice, bob, sources):
    sources["assessment"].state = "analyzing"
    sources["assessment"].save()
    assert sources_to_take(alice.actor, plan.program.pk).count == 3
    assert titles_of(sources_to_take(bob.actor, plan.program.pk)) == [[], [], ["Do"]]
    own = sources_to_take(plan.dora.actor, plan.program.pk)
    assert titles_of(own) == [[], ["Act"], ["Do"]]  # her own action


@pytest.mark.parametrize("rows", [1, 30])
def test_sources_take_seven_queries(plan, bob, django_assert_num_queries, rows):
    assessment = AssessmentFactory(program=plan.program, state="agreed")
    workshop = WorkshopFactory(program=plan.program)
    for _n in range(rows):
        FindingFactory(assessment=assessment)
        ActionItemFactory(assessment=assessment, owner=plan.dora.user)
        OutcomeFactory(workshop=workshop, kind="action", owner=plan.dora.user, due_on=DAY)
    actor = bob.actor
    with django_assert_num_queries(7):
        assert sources_to_take(actor, plan.program.pk).count == rows * 3


def test_where_taken_hides_other_teams_drafts(plan, alice, sources):
    gone = sources["gone"]
    assert where_taken(alice.actor, action_item=gone).work_items[0][1:] == (
        gone.work_item.title,
        "Change",
    )
    hidden = where_taken(plan.dora.actor, action_item=gone)
    assert (hidden.work_items, hidden.is_hidden, hidden.anywhere) == ((), True, True)
    assert where_taken(alice.actor, finding=sources["taken"]).initiatives[0][1] == "A"
    assert not where_taken(alice.actor, outcome=sources["outcome"]).anywhere


def test_teams_to_plan_for(plan, alice, bob):
    def names(person):
        return [team.name for team in teams_to_plan_for(person.actor, plan.program.pk)]

    assert (names(alice), names(plan.dora), names(bob)) == (["Change", "Desk"], ["Desk"], [])


@pytest.fixture
def world(alice, plan):
    made = make_world(alice.organization, alice.user, state="agreed")
    made.assessment.program = plan.program
    made.assessment.save()
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"])
    made.answer("SCM-P2", ["yes", "no"])
    return made


def test_thread_leads_from_the_bar_to_the_answers(plan, bob, world):
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"), value="unsatisfied")
    finding = FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), title="Five doors"
    )
    for code in ("SCM-P1", "SCM-P2"):
        question = {"source": "questionnaire", "item": world.items[code], "origin": ""}
        EvidenceFactory(finding=finding, note="Secret", **question)
    item = ActionItemFactory(assessment=world.assessment, finding=finding, text="Close four")
    bar = plan.bar("A", 0, 5)
    InitiativeSourceFactory(initiative=bar, finding=None, action_item=item)
    (thread,) = source_threads(bob.actor, bar)
    assert thread.action.text == "Close four"
    station = thread.finding
    assert (station.thread.title, station.thread.assessment_title) == ("Five doors", "Level 2")
    assert (station.about.code, station.about.version_id) == ("SCM-P1", world.model.version.pk)
    shown, hidden = station.evidence
    assert (shown.link.item.tally.yes, shown.link.item.tally.no) == (4, 1)
    assert shown.practice.code == "SCM-P1"
    assert hidden.link.item.tally is None  # two answers are fewer than five
    assert [(r.code, r.value) for r in station.thread.ratings] == [("SCM-G1", "unsatisfied")]
    assert "Secret" not in repr(thread)


def test_thread_of_an_unreleased_assessment_says_why_it_is_hidden(plan, alice, bob, world):
    world.assessment.state = "analyzing"
    world.assessment.save()
    bar = plan.bar("A", 0, 5)
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    InitiativeSourceFactory(initiative=bar, finding=finding)
    (seen,) = source_threads(alice.actor, bar)
    assert seen.finding.thread.title == finding.title
    (hidden,) = source_threads(bob.actor, bar)
    assert (hidden.finding, hidden.hidden) == (
        None,
        "The results are shown once the team has agreed the ratings.",
    )


def test_initiative_page_has_neighbours_with_slack(plan, bob, chain):
    page = initiative_page(bob.actor, chain["D"])
    assert {(n.bar.title, n.bar.slack_days, n.team) for n in page.waits_for} == {
        ("B", 0, "Desk"),
        ("C", 3, "Desk"),
    }
    assert (page.allows, page.threads) == ((), ())
    assert date(2026, 3, 17) == page.bar.starts_on


def test_written_out_json_is_what_the_serializer_gives(plan, bob, chain):
    MilestoneFactory(workplan=plan.desk, initiative=chain["A"], reached_on=DAY)
    found = roadmap_view(bob.actor, plan.program.pk)
    rendered = json.loads(JSONRenderer().render(RoadmapSerializer(found).data))
    assert json.loads(json.dumps(roadmap_as_json(found))) == rendered
