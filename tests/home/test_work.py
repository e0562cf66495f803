"""My work: what each source brings, and in which group."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cip.access.roles import Role
from cip.home import work_sources
from cip.home.work import my_work, work_in
from cip.home.work_sources import entries
from cip.kernel import clock
from cip.programs.models import Activity
from cip.programs.services import programs
from tests.factories.accounts import InvitationFactory, OrganizationFactory
from tests.factories.assessments import ActionItemFactory, ParticipantFactory, ResponseFactory
from tests.factories.roadmap import InitiativeFactory, InitiativeSourceFactory, WorkItemFactory
from tests.factories.workshops import AgreementFactory, OutcomeFactory
from tests.programs.helpers import make_program, settle

TODAY = clock.today()


@pytest.fixture
def program(alice):
    return make_program(alice)


def titles(entries) -> list[str]:
    return [entry.title for entry in entries]


def test_activities_are_grouped_by_day(alice, bob, program) -> None:
    days = {1: -1, 2: 0, 3: 6, 4: 7, 5: None}
    for number, left in days.items():
        due = None if left is None else TODAY + timedelta(days=left)
        Activity.objects.filter(phase__program=program, number=number).update(
            owner=alice.user, due_on=due
        )
    Activity.objects.filter(phase__program=program, number=6).update(owner=alice.user, state="done")
    Activity.objects.filter(phase__program=program, number=7).update(owner=bob.user)
    found = {s.key: titles(s.entries) for s in my_work(alice.actor, TODAY)}
    assert found == {
        "overdue": ["1. Create Awareness"],
        "week": ["2. Complete Initial Assessment", "3. Conduct Capability Foundation Workshop"],
        "later": ["4. Establish CI Program"],
        "undated": ["5. Train Key Participants"],
    }
    here = work_in(program, [], alice.actor, TODAY, 2)
    assert [titles(s.entries) for s in here.sections] == [
        ["1. Create Awareness"],
        ["2. Complete Initial Assessment"],
    ]
    assert here.has_more
    assert not work_in(program, [], alice.actor, TODAY, 5).has_more
    elsewhere = work_in(make_program(alice, name="B"), [], alice.actor, TODAY, 5)
    assert (elsewhere.sections, elsewhere.has_more) == ([], False)
    programs.archive_program(actor=alice.actor, program=program, now=clock.now())
    assert my_work(alice.actor, TODAY) == []


def test_gate_waits_for_its_lead_once_all_is_settled(alice, program) -> None:
    first, second, *_rest = program.phases.order_by("position")
    settle(second)
    assert entries(alice.actor, [work_sources.READY_GATES]) == []
    settle(first)
    found = entries(alice.actor, [work_sources.READY_GATES])
    assert titles(found) == ["Everything of Discover is settled: pass its gate"]


def test_expired_invitations_wait_for_admins(alice, bob) -> None:
    InvitationFactory(organization=alice.organization)
    InvitationFactory(
        organization=alice.organization,
        email="old@x.org",
        expires_at=clock.now() - timedelta(days=1),
    )
    found = entries(alice.actor, [work_sources.EXPIRED_INVITATIONS])
    assert titles(found) == ["The invitation to old@x.org has expired"]
    assert entries(bob.actor, [work_sources.EXPIRED_INVITATIONS]) == []


def test_questionnaires_wait_until_submitted(bob, program) -> None:
    waiting = ParticipantFactory(
        user=bob.user, assessment__program=program, assessment__state="collecting"
    )
    ParticipantFactory(user=bob.user, assessment__program=program, assessment__state="planned")
    answered = ParticipantFactory(
        user=bob.user, assessment__program=program, assessment__state="collecting"
    )
    ResponseFactory(
        participant=answered,
        questionnaire__assessment=answered.assessment,
        state="submitted",
        submitted_at=clock.now(),
    )
    found = entries(bob.actor, [work_sources.QUESTIONNAIRES])
    assert titles(found) == [f"Answer “{waiting.assessment.title}”"]
    assert found[0].url == f"/o/acme/assessments/{waiting.assessment_id}/fill/"


def test_actions_items_and_initiatives_wait_for_their_owner(bob, program) -> None:
    mine = {"owner": bob.user}
    action = ActionItemFactory(assessment__program=program, **mine)
    ActionItemFactory(assessment__program=program, state="done", **mine)
    item = WorkItemFactory(workplan__program=program, workplan__state="agreed", **mine)
    initiative = InitiativeFactory(workplan__program=program, workplan__state="agreed", **mine)
    InitiativeFactory(workplan__program=program, workplan__state="agreed", state="done", **mine)
    outcome = OutcomeFactory(workshop__program=program, kind="action", due_on=TODAY, **mine)
    assert titles(entries(bob.actor, [work_sources.ACTION_ITEMS])) == [action.text]
    assert titles(entries(bob.actor, [work_sources.WORK_ITEMS])) == [item.title]
    assert titles(entries(bob.actor, [work_sources.INITIATIVES])) == [initiative.title]
    assert titles(entries(bob.actor, [work_sources.WORKSHOP_ACTIONS])) == [str(outcome)]
    waiting = [entry for section in my_work(bob.actor, TODAY) for entry in section.entries]
    assert {entry.url for entry in waiting} == {
        f"/o/acme/action-items/{action.pk}/",
        f"/o/acme/workplans/{item.workplan_id}/",
        f"/o/acme/initiatives/{initiative.pk}/",
        f"/o/acme/workshops/{outcome.workshop_id}/outcomes/",
    }
    assert [bob.client.get(entry.url).status_code for entry in waiting] == [200] * 4


def test_actions_taken_into_a_workplan_wait_there_only(bob, program) -> None:
    mine = {"owner": bob.user}
    item = WorkItemFactory(
        workplan__program=program,
        action_item=ActionItemFactory(assessment__program=program, **mine),
        outcome=OutcomeFactory(workshop__program=program, kind="action", due_on=TODAY, **mine),
    )
    initiative = InitiativeFactory(workplan=item.workplan)
    action = ActionItemFactory(assessment__program=program, **mine)
    outcome = OutcomeFactory(workshop__program=program, kind="action", due_on=TODAY, **mine)
    InitiativeSourceFactory(initiative=initiative, finding=None, action_item=action)
    InitiativeSourceFactory(initiative=initiative, finding=None, outcome=outcome)
    assert entries(bob.actor, [work_sources.ACTION_ITEMS]) == []
    assert entries(bob.actor, [work_sources.WORKSHOP_ACTIONS]) == []


def test_agreements_wait_for_the_programs_sponsor(bob, sponsor, make_person, program) -> None:
    other = make_person("Otto", Role.SPONSOR)
    agreement = AgreementFactory(workshop__program=program)
    wanted = [f"Sign the agreement on “{agreement.workshop.title}”"]
    (entry,) = entries(sponsor.actor, [work_sources.AGREEMENTS])
    assert (entry.title, entry.url) == (wanted[0], f"/o/acme/agreements/{agreement.pk}/")
    assert titles(entries(other.actor, [work_sources.AGREEMENTS])) == wanted
    assert entries(bob.actor, [work_sources.AGREEMENTS]) == []
    program.sponsor = sponsor.user
    program.save()
    assert titles(entries(sponsor.actor, [work_sources.AGREEMENTS])) == wanted
    assert entries(other.actor, [work_sources.AGREEMENTS]) == []


def test_people_with_the_same_roles_find_their_own(make_person, program) -> None:
    elsewhere = OrganizationFactory()
    dora, emil = make_person("Dora", Role.MEMBER), make_person("Emil", Role.MEMBER)
    for person in (dora, emil):
        ActionItemFactory(
            assessment__program=program, owner=person.user, text=f"For {person.user.name}"
        )
    ActionItemFactory(
        assessment__program__organization=elsewhere, owner=dora.user, text="In another place"
    )
    for person in (dora, emil, dora):
        found = titles(entries(person.actor, [work_sources.ACTION_ITEMS]))
        assert found == [f"For {person.user.name}"]
    assert entries(dora.actor, [work_sources.ACTION_ITEMS], uuid4()) == []
    assert titles(entries(dora.actor, [work_sources.ACTION_ITEMS], program.pk)) == ["For Dora"]
    assert entries(emil.actor, [work_sources.INITIATIVES]) == []
