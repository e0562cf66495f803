"""Who may see and settle findings and actions, as truth tables."""

import pytest

from assessments import policies
from cip.access.check import allowed
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, FindingFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db

STATES = ["planned", "collecting", "analyzing", "agreed", "closed"]


@pytest.fixture
def assessment(organization):
    return AssessmentFactory(program=ProgramFactory(organization=organization))


@pytest.fixture
def people(alice, bob, sponsor):
    """Program lead, member, sponsor."""
    return alice, bob, sponsor


def table(check, person, rows):
    return [state for state in STATES if allowed(check, person.actor, rows(state))]


@pytest.mark.parametrize(
    ("check", "lead", "member"),
    [
        ("check_can_see_analysis", ["analyzing", "agreed", "closed"], []),
        ("check_can_rate", ["analyzing"], []),
        ("check_can_agree", ["analyzing"], []),
        ("check_can_take_up_again", ["agreed"], []),
        ("check_can_write_findings", ["analyzing", "agreed"], []),
        ("check_can_see_results", STATES, ["agreed", "closed"]),
    ],
)
def test_by_state(check, lead, member, people, assessment):
    def rows(state):
        assessment.state = state
        return assessment

    rule = getattr(policies, check)
    found = [table(rule, person, rows) for person in people]
    assert found == [lead, member, member]


@pytest.mark.parametrize(
    ("state", "finding_state", "expected"),
    [
        ("analyzing", "preliminary", [True, False, False]),
        ("agreed", "preliminary", [True, True, True]),
        ("agreed", "dropped", [True, False, False]),
    ],
)
def test_see_findings(state, finding_state, expected, people, assessment):
    assessment.state = state
    finding = FindingFactory.build(assessment=assessment, state=finding_state)
    found = [bool(allowed(policies.check_can_see_findings, p.actor, finding)) for p in people]
    assert found == expected


def test_evidence_is_for_the_team(alice, bob, sponsor):
    assert allowed(policies.check_can_see_evidence, alice.actor)
    assert not allowed(policies.check_can_see_evidence, bob.actor)
    assert not allowed(policies.check_can_see_evidence, sponsor.actor)


def test_action_items(alice, bob, sponsor, assessment):
    mine = ActionItemFactory(assessment=assessment, owner=bob.user)
    for check, expected in (
        (policies.check_can_see_action_item, [True, True, False]),
        (policies.check_can_settle_action_item, [True, True, False]),
        (policies.check_can_edit_action_item, [True, False, False]),
    ):
        found = [bool(allowed(check, person.actor, mine)) for person in (alice, bob, sponsor)]
        assert found == expected
    mine.state = "done"
    assert not allowed(policies.check_can_edit_action_item, alice.actor, mine)
    assert allowed(policies.check_can_settle_action_item, bob.actor, mine)
