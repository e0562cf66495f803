"""Workplans, initiatives, work items, milestones, money, dependencies and taking sources in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from roadmap.models import BudgetLine, Dependency, Initiative, InitiativeSource, WorkItem, Workplan
from roadmap.services import (
    budget,
    dependencies,
    initiatives,
    milestones,
    taking,
    work_items,
    workplans,
)
from roadmap.services.sources import Source, shortened
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, FindingFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import InitiativeFactory, WorkItemFactory
from tests.factories.workshops import OutcomeFactory, WorkshopFactory
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(plan):
    return AssessmentFactory(program=plan.program, state="agreed", title="Level 2")


@pytest.fixture
def item(assessment, plan):
    return ActionItemFactory(assessment=assessment, owner=plan.dora.user, text="Close four doors")


@pytest.fixture
def outcome(plan):
    return OutcomeFactory(
        workshop=WorkshopFactory(program=plan.program),
        kind="action",
        text="Write the list\nof services",
        owner=plan.dora.user,
        due_on=date(2026, 6, 30),
        team=plan.desk_team,
    )


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_start_workplan_twice_gives_the_same_and_one_audit_row(plan, alice):
    team = CITeamFactory(program=plan.program)
    first = workplans.start_workplan(actor=alice.actor, team=team)
    second = workplans.start_workplan(actor=alice.actor, team=team)
    assert first == second
    assert (first.state, first.program) == ("draft", plan.program)
    assert actions() == ["workplan.started"]


def test_edit_workplan_raises_stale_with_both_texts(plan):
    actor = plan.dora.actor
    workplans.edit_workplan(
        actor=actor, workplan=plan.desk, expected_version=1, values={"goals": "One"}
    )
    with pytest.raises(StaleWrite) as caught:
        workplans.edit_workplan(
            actor=actor, workplan=plan.desk, expected_version=1, values={"goals": "Two"}
        )
    (conflict,) = caught.value.conflicts
    assert (conflict.stored, conflict.submitted) == ("One", "Two")


def test_agree_and_reopen_raise_the_version_and_are_audited(plan, alice):
    with pytest.raises(WrongState, match="no initiative yet"):
        workplans.agree_workplan(actor=alice.actor, workplan=plan.change)
    plan.bar("A", 0, 5, workplan=plan.change)
    before = plan.change.updated_at
    agreed = workplans.agree_workplan(actor=alice.actor, workplan=plan.change)
    assert (agreed.state, agreed.version) == ("agreed", 2)
    assert agreed.updated_at > before
    again = workplans.reopen_workplan(actor=alice.actor, workplan=agreed)
    assert (again.state, again.version) == ("draft", 3)
    assert actions() == ["workplan.agreed", "workplan.reopened"]


def test_agree_by_stale_object_is_refused(plan, alice):
    plan.bar("A", 0, 5, workplan=plan.change)
    stale = Workplan.objects.get(pk=plan.change.pk)
    workplans.agree_workplan(actor=alice.actor, workplan=plan.change)
    with pytest.raises(WrongState, match="reload"):
        workplans.agree_workplan(actor=alice.actor, workplan=stale)


def test_create_initiative_checks_dates_effort_and_owner(plan):
    known = {
        "actor": plan.dora.actor,
        "workplan": plan.desk,
        "title": "A",
        "starts_on": DAY,
        "due_on": DAY,
    }
    for wrong, field in (
        ({"due_on": DAY - timedelta(days=1)}, "due_on"),
        ({"effort_days": Decimal(-1)}, "effort_days"),
        ({"owner_id": UserFactory().pk}, "owner"),
    ):
        with pytest.raises(InvalidInput) as caught:
            initiatives.create_initiative(**(known | wrong))
        assert list(caught.value.fields) == [field]
    assert not Initiative.objects.exists()
    made = initiatives.create_initiative(**known, owner_id=plan.dora.user.pk)
    assert (made.owner, made.state, made.progress) == (plan.dora.user, "planned", 0)


def test_initiative_done_means_all_of_it(plan):
    bar = plan.bar("A", 0, 5)
    saved = initiatives.edit_initiative(
        actor=plan.dora.actor, initiative=bar, expected_version=1, values={"state": "done"}
    )
    assert (saved.state, saved.progress, saved.version) == ("done", 100, 2)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"progress": 101}, "progress"),
        ({"state": "lost"}, "state"),
        ({"starts_on": date(2027, 1, 1)}, "due_on"),
        ({"effort_days": Decimal("-0.5")}, "effort_days"),
    ],
)
def test_edit_initiative_refuses(plan, values, field):
    bar = plan.bar("A", 0, 5)
    with pytest.raises(InvalidInput) as caught:
        initiatives.edit_initiative(
            actor=plan.dora.actor, initiative=bar, expected_version=1, values=values
        )
    assert list(caught.value.fields) == [field]
    bar.refresh_from_db()
    assert bar.version == 1


def test_owner_reports_progress_and_nothing_else(plan, bob):
    bar = plan.bar("A", 0, 5, owner=bob.user)
    initiatives.edit_initiative(
        actor=bob.actor, initiative=bar, expected_version=1, values={"progress": 40}
    )
    with pytest.raises(NotAllowed):
        initiatives.edit_initiative(
            actor=bob.actor, initiative=bar, expected_version=2, values={"title": "Mine"}
        )
    bar.refresh_from_db()
    assert (bar.progress, bar.title) == (40, "A")


def test_owner_who_has_left_may_stay_but_not_be_chosen(plan):
    gone = UserFactory()
    bar = plan.bar("A", 0, 5, owner=gone)
    actor = plan.dora.actor
    saved = initiatives.edit_initiative(
        actor=actor,
        initiative=bar,
        expected_version=1,
        values={"owner_id": gone.pk, "title": "B"},
    )
    assert saved.title == "B"
    with pytest.raises(InvalidInput):
        initiatives.edit_initiative(
            actor=actor, initiative=bar, expected_version=2, values={"owner_id": UserFactory().pk}
        )


def test_remove_initiative_keeps_its_work_items_and_says_what_went(plan):
    bar, other = plan.bar("A", 0, 5), plan.bar("B", 5, 5)
    work = WorkItemFactory(workplan=plan.desk, initiative=bar)
    dependencies.add_dependency(actor=plan.dora.actor, predecessor=bar, successor=other)
    initiatives.remove_initiative(actor=plan.dora.actor, initiative=bar)
    work.refresh_from_db()
    assert work.initiative is None
    assert not Dependency.objects.exists()
    event = AuditEvent.objects.get(action="initiative.removed")
    assert event.changes["dependencies"] == [["B"], []]


def test_finished_initiative_stays(plan):
    with pytest.raises(WrongState, match="stays"):
        initiatives.remove_initiative(
            actor=plan.dora.actor, initiative=plan.bar("A", 0, 5, state="done")
        )


def take(plan, source, **more):
    values = {"title": "A", "starts_on": DAY, "due_on": DAY} | more
    return taking.take_as_initiative(
        actor=plan.dora.actor, team=plan.desk_team, source=source, **values
    )


def test_finding_may_lead_to_several_initiatives(plan, assessment):
    finding = FindingFactory(assessment=assessment)
    made = [take(plan, Source(finding=finding)), take(plan, Source(finding=finding))]
    assert set(InitiativeSource.objects.values_list("initiative_id", "finding_id")) == {
        (bar.pk, finding.pk) for bar in made
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "dropped", "state_reason": "x"}, "This finding was dropped."),
        ({"kind": "strength"}, "A strength needs no initiative; take a weakness."),
    ],
)
def test_not_every_finding_can_be_taken(plan, assessment, fields, sentence):
    with pytest.raises(WrongState) as caught:
        take(plan, Source(finding=FindingFactory(assessment=assessment, **fields)))
    assert caught.value.message == sentence
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("kind", ["note", "decision"])
def test_only_agreed_actions_of_workshops_are_taken(plan, kind):
    source = Source(
        outcome=OutcomeFactory(workshop=WorkshopFactory(program=plan.program), kind=kind)
    )
    with pytest.raises(WrongState, match="Only an agreed action"):
        take(plan, source)
    with pytest.raises(WrongState, match="Only an agreed action"):
        work_items.take_action(actor=plan.dora.actor, workplan=plan.desk, source=source)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_settled_action_items_are_not_taken(plan, item, state):
    item.state = state
    item.save()
    with pytest.raises(WrongState):
        take(plan, Source(action_item=item))


def test_source_of_another_program_is_refused(plan):
    with pytest.raises(InvalidInput) as caught:
        take(plan, Source(finding=FindingFactory()))
    assert caught.value.fields == {"source": ["It belongs to another program."]}


@pytest.mark.parametrize("kind", ["action_item", "outcome"])
def test_action_is_taken_once_as_initiative(plan, item, outcome, kind):
    source = Source(**{kind: item if kind == "action_item" else outcome})
    take(plan, source)
    with pytest.raises(WrongState, match="already taken"):
        take(plan, source)
    with pytest.raises(WrongState, match="already taken"):
        work_items.take_action(actor=plan.dora.actor, workplan=plan.desk, source=source)
    assert Initiative.objects.count() == 1


def test_action_taken_again_as_work_item_is_the_same_one(plan, outcome):
    first = work_items.take_outcome(actor=plan.dora.actor, outcome=outcome, workplan=plan.desk)
    second = work_items.take_outcome(actor=plan.dora.actor, outcome=outcome, workplan=plan.desk)
    assert first == second
    assert (first.title, first.description) == (
        "Write the list of services",
        "Write the list\nof services",
    )
    assert (first.owner, first.due_on) == (plan.dora.user, date(2026, 6, 30))
    with pytest.raises(WrongState, match="already taken"):
        take(plan, Source(outcome=outcome))


def test_action_in_a_hidden_draft_is_not_shown_to_others(plan, item):
    work_items.take_action_item(actor=plan.emil.actor, action_item=item, workplan=plan.change)
    WorkItem.objects.update(owner=plan.emil.user)
    with pytest.raises(WrongState, match="already taken"):
        work_items.take_action_item(actor=plan.dora.actor, action_item=item, workplan=plan.desk)


def test_take_as_work_item_starts_the_workplan_and_takes_the_form_values(plan, item, alice):
    team = CITeamFactory(program=plan.program)
    made = taking.take_as_work_item(
        actor=alice.actor,
        team=team,
        source=Source(action_item=item),
        values={"title": "Shorter", "due_on": DAY, "owner_id": None},
    )
    assert (made.workplan.team, made.title, made.due_on, made.owner) == (team, "Shorter", DAY, None)


def test_nothing_remains_when_taking_fails(plan, item, alice):
    team = CITeamFactory(program=plan.program)
    with pytest.raises(InvalidInput):
        taking.take_as_initiative(
            actor=alice.actor,
            team=team,
            source=Source(action_item=item),
            title="A",
            starts_on=DAY,
            due_on=DAY - timedelta(days=1),
        )
    assert not Workplan.objects.filter(team=team).exists()
    assert not AuditEvent.objects.exists()


def test_work_item_from_an_action_is_dropped_not_removed(plan, item):
    work = work_items.take_action_item(actor=plan.dora.actor, action_item=item, workplan=plan.desk)
    with pytest.raises(WrongState, match="dropped instead"):
        work_items.remove_work_item(actor=plan.dora.actor, item=work)
    hand = WorkItemFactory(workplan=plan.desk)
    work_items.remove_work_item(actor=plan.dora.actor, item=hand)
    assert list(WorkItem.objects.all()) == [work]


def test_work_item_owner_sets_the_state_only(plan, bob):
    work = WorkItemFactory(workplan=plan.desk, owner=bob.user)
    saved = work_items.edit_work_item(
        actor=bob.actor, item=work, expected_version=1, values={"state": "done"}
    )
    assert saved.state == "done"
    with pytest.raises(NotAllowed):
        work_items.edit_work_item(
            actor=bob.actor, item=work, expected_version=2, values={"title": "x"}
        )


def test_names_of_another_workplan_are_refused(plan):
    foreign = InitiativeFactory()
    actor = plan.dora.actor
    for call in (
        lambda: work_items.create_work_item(
            actor=actor, workplan=plan.desk, title="x", initiative_id=foreign.pk
        ),
        lambda: milestones.create_milestone(
            actor=actor, workplan=plan.desk, title="x", due_on=DAY, initiative_id=foreign.pk
        ),
    ):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.fields == {"initiative": ["Choose an initiative of this workplan."]}


def test_milestone_is_reached(plan):
    actor = plan.dora.actor
    stone = milestones.create_milestone(actor=actor, workplan=plan.desk, title="Pilot", due_on=DAY)
    saved = milestones.edit_milestone(
        actor=actor, milestone=stone, expected_version=1, values={"reached_on": DAY}
    )
    assert (saved.reached_on, saved.version) == (DAY, 2)
    milestones.remove_milestone(actor=actor, milestone=saved)
    assert actions() == ["milestone.created", "milestone.edited", "milestone.removed"]


def test_budget_line_is_added_changed_removed(plan):
    actor, bar = plan.dora.actor, plan.bar("A", 0, 5)
    line = budget.add_budget_line(
        actor=actor, initiative=bar, kind="capex", label="Tool", amount=Decimal("10.50")
    )
    saved = budget.edit_budget_line(
        actor=actor, line=line, expected_version=1, values={"amount": Decimal(12)}
    )
    assert (saved.amount, saved.version) == (Decimal(12), 2)
    for wrong, field in (({"kind": "gold"}, "kind"), ({"amount": Decimal(-1)}, "amount")):
        with pytest.raises(InvalidInput) as caught:
            budget.edit_budget_line(actor=actor, line=line, expected_version=2, values=wrong)
        assert list(caught.value.fields) == [field]
    with pytest.raises(StaleWrite):
        budget.edit_budget_line(
            actor=actor, line=line, expected_version=1, values={"amount": Decimal(13)}
        )
    budget.remove_budget_line(actor=actor, line=line)
    assert not BudgetLine.objects.exists()
    assert actions() == ["budget_line.added", "budget_line.edited", "budget_line.removed"]


def link(actor, before, after, **more):
    return dependencies.add_dependency(actor=actor, predecessor=before, successor=after, **more)


def test_circle_is_refused_with_its_path(plan, alice):
    a, b, c = (plan.bar(t, n * 5, 5) for n, t in enumerate("ABC"))
    link(alice.actor, a, b)
    link(alice.actor, b, c)
    with pytest.raises(InvalidInput) as caught:
        link(alice.actor, c, a)
    assert caught.value.fields == {"predecessor": ["This would go in a circle: C → A → B → C"]}
    with pytest.raises(InvalidInput, match="A → A"):
        link(alice.actor, a, a)
    with pytest.raises(WrongState, match="already there"):
        link(alice.actor, a, b)
    assert Dependency.objects.count() == 2


def test_circle_through_a_draft_does_not_name_it(plan, alice):
    a, secret = plan.bar("A", 0, 5), plan.bar("Secret", 5, 5, workplan=plan.change)
    b = plan.bar("B", 10, 5)
    link(alice.actor, a, secret)
    link(alice.actor, secret, b)
    with pytest.raises(InvalidInput) as caught:
        link(plan.dora.actor, b, a)
    (sentence,) = caught.value.fields["predecessor"]
    assert sentence == "This would go in a circle: B → A → (a draft of another team) → B"


def test_circle_through_a_dropped_initiative_is_refused_too(plan, alice):
    a, b = plan.bar("A", 0, 5, state="dropped"), plan.bar("B", 5, 5)
    link(alice.actor, a, b)
    with pytest.raises(InvalidInput):
        link(alice.actor, b, a)


def test_dependency_is_declared_by_who_waits(plan):
    theirs = plan.bar("Theirs", 0, 5, workplan=plan.change)
    mine = plan.bar("Mine", 5, 5)
    with pytest.raises(NotAllowed):
        link(plan.emil.actor, theirs, mine)
    made = link(plan.dora.actor, theirs, mine, lag_days=3)
    with pytest.raises(NotAllowed):
        dependencies.remove_dependency(actor=plan.emil.actor, dependency=made)
    dependencies.remove_dependency(actor=plan.dora.actor, dependency=made)
    assert actions() == ["dependency.added", "dependency.removed"]


@pytest.mark.parametrize("days", [-1, 3651])
def test_lag_has_bounds(plan, days):
    with pytest.raises(InvalidInput) as caught:
        link(plan.dora.actor, plan.bar("A", 0, 5), plan.bar("B", 5, 5), lag_days=days)
    assert list(caught.value.fields) == ["lag_days"]


def test_dependency_between_programs_is_refused(plan, alice):
    with pytest.raises(InvalidInput) as caught:
        link(alice.actor, InitiativeFactory(), plan.bar("A", 0, 5))
    assert list(caught.value.fields) == ["predecessor"]


def test_unknown_fields_are_a_mistake_of_the_caller(plan):
    with pytest.raises(ValueError, match="not editable"):
        initiatives.edit_initiative(
            actor=plan.dora.actor,
            initiative=plan.bar("A", 0, 5),
            expected_version=1,
            values={"workplan_id": plan.change.pk},
        )


def test_source_names_one_thing():
    with pytest.raises(ValueError, match="one thing"):
        Source()


def test_shortened_cuts_with_an_ellipsis():
    assert shortened("a b\n c", 10) == "a b c"
    assert shortened("abcdef", 4) == "abc…"
