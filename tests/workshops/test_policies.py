"""Who may do what, as truth tables."""

from dataclasses import replace

import pytest

from cip.access.actor import ActorKind
from cip.access.check import allowed
from cip.access.roles import Role
from cip.access.scopes import Scope
from cip.kernel import clock
from tests.factories.workshops import AgreementFactory, WorkshopFactory
from workshops import policies

pytestmark = pytest.mark.django_db

STATES = ("planned", "held", "closed")


def people(setting, make_person):
    return {
        "lead": setting.alice,
        "facilitator": make_person("Fay", Role.FACILITATOR),
        "team lead": setting.tom,
        "advisor": setting.ada,
        "sponsor": setting.sophie,
        "member": setting.bob,
    }


def who_may(check, persons, *args):
    return {name for name, p in persons.items() if allowed(check, p.actor, *args)}


def test_stage_1_is_planned_by_leads_and_facilitators_stage_2_not_by_team_leads(
    setting, make_person
) -> None:
    persons = people(setting, make_person)
    check, program = policies.check_can_plan_workshop, setting.program
    own, both = [setting.team.pk], [setting.team.pk, setting.other_team.pk]
    assert who_may(check, persons, program, 1, own) == {"lead", "facilitator", "team lead"}
    assert who_may(check, persons, program, 1, both) == {"lead", "facilitator"}
    assert who_may(check, persons, program, 1, []) == {"lead", "facilitator"}
    assert who_may(check, persons, program, 2, own) == {"lead", "facilitator"}
    somewhere = policies.check_can_plan_somewhere
    assert who_may(somewhere, persons, program, both) == {"lead", "facilitator", "team lead"}


@pytest.mark.parametrize(
    ("check", "by_state"),
    [
        (
            policies.check_can_edit_agenda,
            {"planned": {"lead", "facilitator", "team lead"}, "held": set(), "closed": set()},
        ),
        (
            policies.check_can_invite,
            {"planned": {"lead", "facilitator", "team lead"}, "held": set(), "closed": set()},
        ),
        (
            policies.check_can_request_agreement,
            {"planned": {"lead", "facilitator", "team lead"}, "held": set(), "closed": set()},
        ),
        (
            policies.check_can_hold_workshop,
            {
                "planned": {"lead", "facilitator", "team lead", "advisor"},
                "held": {"lead", "facilitator", "team lead", "advisor"},
                "closed": set(),
            },
        ),
        (
            policies.check_can_mark_held,
            {
                "planned": {"lead", "facilitator", "team lead", "advisor"},
                "held": set(),
                "closed": set(),
            },
        ),
        (
            policies.check_can_close_workshop,
            {"planned": set(), "held": {"lead", "facilitator", "team lead"}, "closed": set()},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_by_role_and_state(check, by_state, setting, make_person) -> None:
    persons = people(setting, make_person)
    workshop = WorkshopFactory(program=setting.program)
    workshop.teams.set([setting.team])
    found = {}
    for state in STATES:
        workshop.state = state
        found[state] = who_may(check, persons, workshop)
    assert found == by_state


def test_another_teams_lead_and_advisor_only_read(setting) -> None:
    workshop = WorkshopFactory(program=setting.program)
    workshop.teams.set([setting.other_team])
    for person in (setting.tom, setting.ada):
        assert not allowed(policies.check_can_hold_workshop, person.actor, workshop)
        assert not allowed(policies.check_can_edit_workshop, person.actor, workshop)


def test_only_a_sponsor_signs_and_only_what_waits(setting, make_person) -> None:
    persons = people(setting, make_person)
    agreement = AgreementFactory(workshop=WorkshopFactory(program=setting.program))
    check = policies.check_can_sign_agreement
    assert who_may(check, persons, agreement) == {"sponsor"}
    for state, reason in (
        ("signed", "This agreement is already signed."),
        ("superseded", "A newer version of the agreement has replaced this one."),
    ):
        agreement.state = state
        assert allowed(check, setting.sophie.actor, agreement).reason == reason


def test_a_token_never_signs(setting) -> None:
    agreement = AgreementFactory(workshop=WorkshopFactory(program=setting.program))
    token = replace(
        setting.sophie.actor, kind=ActorKind.TOKEN, scopes=frozenset({Scope.WORKSHOPS_WRITE})
    )
    refusal = allowed(policies.check_can_sign_agreement, token, agreement)
    assert refusal.reason == "Sign in yourself to sign; a token cannot sign for you."


def test_an_archived_program_is_left_as_it_is(setting) -> None:
    workshop = WorkshopFactory(program=setting.program)
    setting.program.archived_at = clock.now()
    agreement = AgreementFactory(workshop=workshop)
    lead = setting.alice.actor
    reason = "This program is archived; restore it to change anything."
    for check in (
        policies.check_can_edit_workshop,
        policies.check_can_hold_workshop,
        policies.check_can_close_workshop,
    ):
        assert allowed(check, lead, workshop).reason == reason
    assert allowed(policies.check_can_plan_workshop, lead, setting.program, 2, []).reason == reason
    assert allowed(policies.check_can_plan_somewhere, lead, setting.program, []).reason == reason
    sign = policies.check_can_sign_agreement
    assert allowed(sign, setting.sophie.actor, agreement).reason == reason
