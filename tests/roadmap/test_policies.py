"""Who may do what: a truth table."""

import pytest

from cip.access.check import allowed
from cip.access.roles import Role
from roadmap import policies
from roadmap.models import Initiative, Workplan
from tests.factories.programs import TeamMembershipFactory

pytestmark = pytest.mark.django_db

PEOPLE = ["lead", "admin", "sponsor", "facilitator", "member", "team_lead", "other_lead", "guide"]
ROLES = {
    "lead": Role.PROGRAM_LEAD,
    "admin": Role.ADMIN,
    "sponsor": Role.SPONSOR,
    "facilitator": Role.FACILITATOR,
    "member": Role.MEMBER,
    "guide": Role.ADVISOR,
}
TABLE = {
    "view": set(PEOPLE),
    "edit": {"lead", "team_lead"},
    "agree": {"lead"},
    "reopen": {"lead"},
    "take": {"lead", "team_lead", "other_lead"},
    "report": {"lead", "team_lead"},
}


@pytest.fixture
def actor_named(plan, make_person):
    def make(name):
        if name in ("team_lead", "other_lead"):
            return (plan.dora if name == "team_lead" else plan.emil).actor
        person = make_person(name.title(), ROLES[name])
        if name == "guide":
            TeamMembershipFactory(team=plan.desk_team, user=person.user, role="advisor")
        return person.actor

    return make


@pytest.mark.parametrize("who", PEOPLE)
def test_truth_table(who, plan, actor_named):
    actor = actor_named(who)
    desk, draft = plan.desk, plan.change
    draft.state = "draft"
    found = {
        "view": allowed(policies.check_can_view_roadmap, actor),
        "edit": allowed(policies.check_can_edit_workplan, actor, desk),
        "agree": allowed(policies.check_can_agree_workplan, actor, draft),
        "reopen": allowed(policies.check_can_reopen_workplan, actor, desk),
        "take": allowed(policies.check_can_take, actor),
        "report": allowed(policies.check_can_report_progress, actor, desk, None),
    }
    assert {name: bool(x) for name, x in found.items()} == {
        name: who in people for name, people in TABLE.items()
    }
    assert all(x.reason for x in found.values() if not x)


def test_state_decides_about_agree_and_reopen(plan, alice):
    agreed = allowed(policies.check_can_agree_workplan, alice.actor, plan.desk)
    assert (bool(agreed), agreed.reason) == (False, "This workplan is agreed already.")
    draft = allowed(policies.check_can_reopen_workplan, alice.actor, plan.change)
    assert (bool(draft), draft.reason) == (False, "This workplan is a draft already.")


def test_owner_reports_progress(plan, bob):
    assert allowed(policies.check_can_report_progress, bob.actor, plan.desk, bob.user.pk)
    assert not allowed(policies.check_can_report_progress, bob.actor, plan.desk, plan.dora.user.pk)


def test_owner_of_another_team_reads_the_draft_and_changes_only_the_progress(plan, bob):
    mine = plan.bar("Of Bob", 0, 5, workplan=plan.change, owner=bob.user)
    other = plan.bar("Of nobody", 0, 5, workplan=plan.change)
    assert set(Initiative.objects.visible_to(bob.actor)) == {mine, other}
    assert plan.change in Workplan.objects.visible_to(bob.actor)
    report = policies.check_can_report_progress
    assert allowed(report, bob.actor, plan.change, mine.owner_id)
    assert not allowed(report, bob.actor, plan.change, other.owner_id)
    assert not allowed(policies.check_can_edit_workplan, bob.actor, plan.change)
    assert not allowed(policies.check_can_agree_workplan, bob.actor, plan.change)
