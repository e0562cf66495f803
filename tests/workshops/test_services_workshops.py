"""Plan, edit, hold, summarize, close."""

from datetime import date, timedelta

import pytest

from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import WorkItemFactory
from tests.factories.workshops import OutcomeFactory
from tests.workshops.setting import DAY
from workshops.models import AgendaItem, Workshop
from workshops.rules.templates import TEMPLATES
from workshops.services import workshops as services

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [1, 2])
def test_plan_makes_the_agenda_of_the_guide(setting, stage) -> None:
    workshop = setting.plan(stage=stage)
    rows = list(workshop.agenda.order_by("position").values_list("section", "title", "minutes"))
    assert rows == [(s.title, i.title, i.minutes) for s in TEMPLATES[stage] for i in s.items]
    assert list(workshop.teams.all()) == [setting.team]
    event = AuditEvent.objects.get(action="workshop.planned")
    assert event.program_id == setting.program.pk
    assert event.changes == {"stage": [None, stage], "held_on": [None, "2026-03-02"]}


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"stage": 3}, {"stage"}),
        ({"team_ids": []}, {"teams"}),
        ({"title": ""}, {"title"}),
        ({"available_minutes": 0}, {"available_minutes"}),
        ({"available_minutes": 99_999}, {"available_minutes"}),
    ],
)
def test_plan_refuses(setting, values, fields) -> None:
    with pytest.raises(InvalidInput) as caught:
        setting.plan(**values)
    assert set(caught.value.fields) == fields
    assert Workshop.objects.count() == 0


def test_plan_refuses_a_team_of_another_program_and_a_facilitator_from_outside(setting) -> None:
    with pytest.raises(InvalidInput) as caught:
        setting.plan(team_ids=[CITeamFactory().pk])
    assert set(caught.value.fields) == {"teams"}
    with pytest.raises(InvalidInput) as caught:
        setting.plan(facilitator_id=UserFactory().pk)
    assert set(caught.value.fields) == {"facilitator"}


def test_policy_comes_before_everything_else(setting) -> None:
    with pytest.raises(NotAllowed):
        services.plan_workshop(
            actor=setting.bob.actor, program=setting.program, stage=7, title="", team_ids=[]
        )


def test_edit_raises_the_version_and_keeps_both_texts_of_a_stale_write(setting) -> None:
    workshop = setting.plan()
    actor = setting.alice.actor
    services.edit_workshop(
        actor=actor, workshop=workshop, expected_version=1, values={"goals": "New goals."}
    )
    assert (workshop.version, workshop.goals) == (2, "New goals.")
    with pytest.raises(StaleWrite) as caught:
        services.edit_workshop(
            actor=actor, workshop=workshop, expected_version=1, values={"goals": "Mine."}
        )
    conflict = caught.value.conflicts[0]
    assert (conflict.stored, conflict.submitted) == ("New goals.", "Mine.")


def test_changing_only_the_teams_raises_the_version_too(setting) -> None:
    workshop = setting.plan()
    ids = [setting.team.pk, setting.other_team.pk]
    services.edit_workshop(
        actor=setting.alice.actor, workshop=workshop, expected_version=1, values={}, team_ids=ids
    )
    workshop.refresh_from_db()
    assert workshop.version == 2
    changes = AuditEvent.objects.get(action="workshop.edited").changes
    assert changes == {"teams": [["Agreements"], ["Agreements", "Planning"]]}
    with pytest.raises(StaleWrite):
        services.edit_workshop(
            actor=setting.alice.actor,
            workshop=workshop,
            expected_version=1,
            values={},
            team_ids=[setting.team.pk],
        )


def test_a_team_lead_cannot_take_in_a_team_of_others(setting) -> None:
    workshop = setting.plan()
    with pytest.raises(NotAllowed):
        services.edit_workshop(
            actor=setting.tom.actor,
            workshop=workshop,
            expected_version=1,
            values={},
            team_ids=[setting.team.pk, setting.other_team.pk],
        )
    assert list(workshop.teams.all()) == [setting.team]


def test_a_facilitator_who_left_does_not_block_other_changes(setting) -> None:
    user = UserFactory()
    membership = MembershipFactory(user=user, organization=setting.program.organization)
    workshop = setting.plan(facilitator_id=user.pk)
    membership.delete()
    services.edit_workshop(
        actor=setting.alice.actor,
        workshop=workshop,
        expected_version=1,
        values={"facilitator_id": user.pk, "goals": "Other."},
    )
    assert workshop.goals == "Other."


def test_state_cannot_be_edited(setting) -> None:
    with pytest.raises(ValueError, match="not editable"):
        services.edit_workshop(
            actor=setting.alice.actor,
            workshop=setting.plan(),
            expected_version=1,
            values={"state": "held"},
        )


def hold(setting, workshop, **values):
    given = {"actor": setting.alice.actor, "workshop": workshop, "held_on": DAY}
    return services.hold_workshop(**(given | values))


def test_hold_needs_the_signature(setting) -> None:
    workshop = setting.plan()
    with pytest.raises(WrongState, match="has not yet signed"):
        hold(setting, workshop)
    setting.request(workshop)
    with pytest.raises(WrongState, match="has not yet signed"):
        hold(setting, workshop)


def test_hold_needs_the_signature_under_what_stands_now(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    services.edit_workshop(
        actor=setting.alice.actor, workshop=workshop, expected_version=1, values={"goals": "Else."}
    )
    with pytest.raises(WrongState, match="changed since the sponsor signed"):
        hold(setting, workshop)
    setting.sign(workshop)
    assert hold(setting, workshop).state == "held"


def test_another_day_or_room_needs_no_new_signature(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    services.edit_workshop(
        actor=setting.alice.actor,
        workshop=workshop,
        expected_version=1,
        values={"location": "Hall", "held_on": date(2026, 3, 3)},
    )
    held = hold(setting, workshop, held_on=date(2026, 3, 4))
    assert (held.state, held.held_on, held.version) == ("held", date(2026, 3, 4), 3)
    event = AuditEvent.objects.get(action="workshop.held")
    assert event.changes == {"held_on": ["2026-03-03", "2026-03-04"]}


def test_hold_refuses_a_day_to_come_and_a_second_time(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    today = clock.today()
    with pytest.raises(InvalidInput) as caught:
        hold(setting, workshop, held_on=today + timedelta(days=1), today=today)
    assert set(caught.value.fields) == {"held_on"}
    hold(setting, workshop)
    with pytest.raises(WrongState, match="already marked as held"):
        hold(setting, workshop)


def test_two_at_once_hold_it_once(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    stale = Workshop.objects.get(pk=workshop.pk)
    hold(setting, workshop)
    with pytest.raises(WrongState, match="changed in the meantime"):
        hold(setting, stale)


def test_after_holding_the_plan_is_part_of_the_record(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    hold(setting, workshop)
    with pytest.raises(WrongState, match="part of the record"):
        services.edit_workshop(
            actor=setting.alice.actor, workshop=workshop, expected_version=2, values={"goals": "X"}
        )


def test_advisor_summarizes_lead_closes(setting) -> None:
    workshop = setting.plan()
    setting.sign(workshop)
    hold(setting, workshop, actor=setting.ada.actor)
    services.summarize_workshop(
        actor=setting.ada.actor, workshop=workshop, expected_version=2, summary="We agreed."
    )
    with pytest.raises(NotAllowed):
        services.close_workshop(actor=setting.ada.actor, workshop=workshop)
    closed = services.close_workshop(actor=setting.alice.actor, workshop=workshop)
    assert (closed.state, closed.summary, closed.version) == ("closed", "We agreed.", 4)
    with pytest.raises(WrongState, match="closed workshop"):
        services.summarize_workshop(
            actor=setting.alice.actor, workshop=workshop, expected_version=4, summary="More."
        )
    with pytest.raises(WrongState, match="already closed"):
        services.close_workshop(actor=setting.alice.actor, workshop=workshop)


def test_close_needs_holding_first(setting) -> None:
    with pytest.raises(WrongState, match="Mark the workshop as held"):
        services.close_workshop(actor=setting.alice.actor, workshop=setting.plan())


def test_discard_leaves_nothing_but_the_audit_row(setting) -> None:
    workshop = setting.plan()
    setting.request(workshop)
    OutcomeFactory(workshop=workshop)
    with pytest.raises(NotAllowed):
        services.discard_workshop(actor=setting.ada.actor, workshop=workshop)
    services.discard_workshop(actor=setting.tom.actor, workshop=workshop)
    assert not Workshop.objects.exists()
    assert not AgendaItem.objects.exists()
    event = AuditEvent.objects.get(action="workshop.discarded")
    assert event.subject_label == "Kick-off"
    assert event.changes == {"stage": [1, None], "held_on": ["2026-03-02", None]}


def test_what_was_signed_or_taken_over_is_not_discarded(setting) -> None:
    signed, taken = setting.plan(), setting.plan()
    setting.sign(signed)
    WorkItemFactory(outcome=OutcomeFactory(workshop=taken))
    with pytest.raises(WrongState, match="what was signed stays"):
        services.discard_workshop(actor=setting.alice.actor, workshop=signed)
    with pytest.raises(WrongState, match="became part of a workplan"):
        services.discard_workshop(actor=setting.alice.actor, workshop=taken)
    hold(setting, signed)
    with pytest.raises(WrongState, match="part of the record"):
        services.discard_workshop(actor=setting.alice.actor, workshop=signed)
    assert Workshop.objects.count() == 2
    assert not AuditEvent.objects.filter(action="workshop.discarded").exists()
