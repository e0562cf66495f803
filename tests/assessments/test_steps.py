"""Steps, statements and waivers: what gates keep from happening, and who may say what."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from assessments.models import GateWaiver, MethodVersion, Statement, StepRecord
from assessments.services import assessments as services
from assessments.services.gates import GatesBlock
from assessments.services.ratings import agree_ratings, take_up_again
from assessments.services.statements import (
    Words,
    waive_gate,
    withdraw_statement,
    withdraw_waiver,
)
from assessments.services.steps import begin_step, finish_step, reopen_step, skip_step
from cip.access.roles import Role
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from tests.assessments.a2i import Walk, led_by_a2i, shipped
from tests.assessments.results_world import make_world
from tests.assessments.setting import planned
from tests.factories.assessments import AgreedRatingFactory, AssessmentFactory, MethodVersionFactory


@pytest.fixture
def setting(alice):
    return planned(alice, people=2)


@pytest.fixture
def walk(setting, alice, sponsor) -> Walk:
    return led_by_a2i(setting.assessment, alice, sponsor)


def opened(walk: Walk) -> None:
    services.open_questionnaire(actor=walk.lead.actor, assessment=walk.assessment, now=clock.now())
    walk.assessment.refresh_from_db()


def test_every_shipped_method_is_loaded_once(db) -> None:
    call_command("load_methods", verbosity=0)
    call_command("load_methods", verbosity=0)
    codes = sorted(MethodVersion.objects.values_list("code", flat=True))
    assert codes == ["A2I", "CMMI-APPRAISAL", "DDI-STUDY", "IT-CMF-CCA", "NIMM-PROFILING"]
    assert AuditEvent.objects.filter(action="method.loaded").count() == 5


def test_an_edition_never_changes(db, tmp_path) -> None:
    row = shipped("a2i")
    changed = tmp_path / "a2i.yaml"
    text = (settings.BASE_DIR / "fixtures/methods/a2i.yaml").read_text("utf-8")
    changed.write_text(text.replace("name: A2I self-assessment", "name: Another"), "utf-8")
    with pytest.raises(CommandError, match="another content"):
        call_command("load_methods", str(changed), verbosity=0)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        MethodVersion.objects.filter(pk=row.pk).update(name="Another")


def test_a_broken_file_stores_nothing(db, tmp_path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: cip-method/1\n", "utf-8")
    with pytest.raises(CommandError, match=r"Nothing was stored\.\nbroken.yaml: line 1"):
        call_command("load_methods", str(broken), "fixtures/methods/a2i.yaml", verbosity=0)
    assert MethodVersion.objects.count() == 0


def test_opening_waits_for_the_gates(walk: Walk) -> None:
    with pytest.raises(GatesBlock) as refusal:
        opened(walk)
    assert refusal.value.message == (
        "The questionnaire cannot be opened yet. P1, Appoint a sponsor: “The sponsor has accepted "
        "the role.” The sponsor has not accepted the role yet. (up to: Sponsor; cannot be waived) "
        "After that: 5 more steps."
    )
    walk.to_kick_off()
    opened(walk)
    assert walk.assessment.state == "collecting"
    assert [walk.state(code) for code in ("P3", "P5", "E1", "E2", "E3")] == [
        "waived",
        "passed",
        "passed",
        "in_progress",
        "to_come",
    ]


def test_closing_collection_moves_the_steps_on(walk: Walk) -> None:
    walk.to_kick_off()
    opened(walk)
    services.close_collection(actor=walk.lead.actor, assessment=walk.assessment, now=clock.now())
    assert (walk.state("E2"), walk.state("E3")) == ("passed", "in_progress")


def test_agreeing_waits_and_closing_waits(alice, sponsor) -> None:
    world = make_world(alice.organization, alice.user)
    walk = led_by_a2i(world.assessment, alice, sponsor)
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"), agreed_by="All")
    agree = {"actor": alice.actor, "assessment": world.assessment, "agreed_by": "All"}
    with pytest.raises(GatesBlock, match="The ratings cannot be agreed yet"):
        agree_ratings(**agree, now=clock.now())
    walk.to_kick_off()
    walk.done("E2")
    walk.to_ratings()
    agree_ratings(**agree, now=clock.now())
    assert walk.state("E7") == "passed"
    take_up_again(
        actor=alice.actor, assessment=world.assessment, reason="Forgot one", now=clock.now()
    )
    assert walk.state("E7") == "in_progress"
    agree_ratings(**agree, now=clock.now())
    with pytest.raises(GatesBlock) as refusal:
        services.close_assessment(actor=alice.actor, assessment=world.assessment, now=clock.now())
    assert refusal.value.message == (
        "The assessment cannot be closed yet. E8, Feedback meeting with all employees: “The "
        "feedback meeting was held; it ends the execution.” The feedback meeting has not been held "
        "yet. (up to: Lead assessor, Sponsor; Sponsor may waive it) After that: 3 more steps."
    )
    for fact in ("feedback_held", "report_delivered", "debrief_held"):
        walk.say(fact)
    walk.done("E8", "A1", "A2", "A3")
    with pytest.raises(WrongState, match="Ratings stay as they were reported"):
        take_up_again(
            actor=alice.actor, assessment=world.assessment, reason="Late", now=clock.now()
        )
    services.close_assessment(actor=alice.actor, assessment=world.assessment, now=clock.now())
    world.assessment.refresh_from_db()
    assert world.assessment.state == "closed"


def test_a_step_with_an_open_gate_cannot_be_declared_done(walk: Walk) -> None:
    with pytest.raises(WrongState) as refusal:
        walk.done("P1")
    assert refusal.value.message == (
        "This step cannot be passed yet. The sponsor has not accepted the role yet."
    )
    with pytest.raises(WrongState, match=r"cannot begin yet\. Waits for P1: Appoint a sponsor\."):
        walk.done("P2")
    walk.say("sponsor_accepted", walk.sponsor)
    walk.done("P1")
    with pytest.raises(WrongState, match="declared done already"):
        walk.done("P1")
    record = StepRecord.objects.get()
    assert (record.step, record.act, record.said_by) == ("P1", "done", walk.lead.user)
    assert AuditEvent.objects.get(action="step.done").changes == {"step": "P1"}


def test_a_withdrawn_statement_blocks_what_rests_on_it(walk: Walk) -> None:
    walk.say("sponsor_accepted", walk.sponsor)
    walk.done("P1")
    withdraw_statement(
        actor=walk.sponsor.actor,
        assessment=walk.assessment,
        fact="sponsor_accepted",
        now=clock.now(),
    )
    assert (walk.state("P1"), walk.state("P2")) == ("blocked", "to_come")
    assert Statement.objects.get().withdrawn_by == walk.sponsor.user
    with pytest.raises(WrongState, match="Nobody has stated this"):
        withdraw_statement(
            actor=walk.sponsor.actor,
            assessment=walk.assessment,
            fact="sponsor_accepted",
            now=clock.now(),
        )


def test_the_plan_fixes_model_and_scope(walk: Walk) -> None:
    walk.to_kick_off()
    change = {"actor": walk.lead.actor, "assessment": walk.assessment, "expected_version": 2}
    with pytest.raises(WrongState, match="Step P5, Fix scope and plan fixed model and scope"):
        services.set_scope(**change, choices=[])
    again = {"actor": walk.lead.actor, "assessment": walk.assessment, "now": clock.now()}
    with pytest.raises(InvalidInput, match="Say why this step is taken up again"):
        reopen_step(**again, code="P5", note="")
    reopen_step(**again, code="P5", note="One area more")
    assert (walk.state("P5"), walk.state("E1")) == ("in_progress", "blocked")
    walk.assessment.refresh_from_db()
    services.set_scope(**change | {"expected_version": walk.assessment.version}, choices=[])


def test_preparation_cannot_be_taken_up_once_somebody_answered(setting, walk: Walk) -> None:
    walk.to_kick_off()
    opened(walk)
    setting.begin(setting.people[0])
    with pytest.raises(WrongState, match=r"Responses .*: 1\. Start a new assessment instead\."):
        reopen_step(
            actor=walk.lead.actor,
            assessment=walk.assessment,
            code="P4",
            note="More people",
            now=clock.now(),
        )


def test_only_the_sponsor_speaks_for_the_sponsor(walk: Walk, bob) -> None:
    with pytest.raises(NotAllowed, match="Only the sponsor of the program can say this"):
        walk.say("sponsor_accepted")
    with pytest.raises(NotAllowed, match="Only the assessment team and the sponsor can say this"):
        walk.say("plan_signed", bob)
    with pytest.raises(NotAllowed, match="Only the assessment team and the sponsor"):
        begin_step(actor=bob.actor, assessment=walk.assessment, code="P1", now=clock.now())
    walk.say("plan_signed", walk.sponsor)
    assert Statement.objects.get().said_by == walk.sponsor.user


@pytest.mark.parametrize(
    ("fact", "values", "field", "words"),
    [
        ("goals_rated", {}, "fact", "knows this by itself"),
        ("results_signed", {}, "fact", "does not ask about that"),
        ("nonsense", {}, "fact", "does not ask about that"),
        ("response_rate_minimum", {}, "number", "Give the number."),
        ("response_rate_minimum", {"number": 101}, "number", "from 0 to 100"),
        ("plan_signed", {"number": 3}, "number", "No number belongs here."),
        ("plan_signed", {"words": Words(note="\x00")}, "note", "control"),
    ],
)
def test_statements_are_checked(walk: Walk, fact, values, field, words) -> None:
    with pytest.raises(InvalidInput) as refusal:
        walk.say(fact, **values)
    assert words in refusal.value.fields[field][0]


def test_nobody_states_what_is_still_to_come(walk: Walk) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(InvalidInput, match="That day has not come yet"):
        walk.say("kickoff_held", words=Words(happened_on=tomorrow))


def test_a_new_statement_takes_the_place_of_the_last(walk: Walk) -> None:
    walk.say("response_rate_minimum", number=50)
    walk.say("response_rate_minimum", number=60)
    assert walk.board.facts["response_rate_minimum"] == 60
    rows = Statement.objects.order_by("said_at").values_list("number", "withdrawn_at")
    assert [(number, at is None) for number, at in rows] == [(50, False), (60, True)]


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_only_the_sponsor_waives(walk: Walk, request, name) -> None:
    person = request.getfixturevalue(name)
    with pytest.raises(NotAllowed, match="Only the sponsor of the program can waive a gate"):
        waive_gate(
            actor=person.actor,
            assessment=walk.assessment,
            step="P3",
            gate="two_members",
            reason="Because",
            now=clock.now(),
        )


def test_another_sponsor_of_the_organization_does_not_waive(walk: Walk, make_person) -> None:
    other = make_person("Sam", Role.SPONSOR)
    with pytest.raises(NotAllowed):
        Walk(walk.assessment, walk.lead, other).waive("P3", "two_members")


def test_waivers_need_a_reason_and_a_gate_that_can_be_waived(walk: Walk) -> None:
    for step, gate, reason, words in (
        ("P3", "two_members", "  ", "A waiver needs a reason."),
        ("P1", "accepted", "No", "This gate cannot be waived."),
        ("P3", "nothing", "No", "There is no gate nothing at a step P3."),
    ):
        with pytest.raises(InvalidInput) as refusal:
            walk.waive(step, gate, reason)
        assert refusal.value.fields == {"reason": [words]}
    assert GateWaiver.objects.count() == 0


def test_a_waiver_can_be_taken_back(walk: Walk) -> None:
    walk.waive("P3", "two_members")
    with pytest.raises(WrongState, match="waived already"):
        walk.waive("P3", "two_members")
    withdraw_waiver(
        actor=walk.sponsor.actor,
        assessment=walk.assessment,
        step="P3",
        gate="two_members",
        now=clock.now(),
    )
    view = walk.board.step("P3")
    assert [gate.state.value for gate in view.gates] == ["unmet", "met", "met"]
    assert GateWaiver.objects.get().withdrawn_by == walk.sponsor.user


def test_only_optional_steps_are_skipped(walk: Walk, alice) -> None:
    skip = {"actor": alice.actor, "now": clock.now()}
    with pytest.raises(WrongState, match="Only an optional step can be skipped"):
        skip_step(**skip, assessment=walk.assessment, code="P1", note="No")
    free = AssessmentFactory(program=walk.assessment.program)
    with pytest.raises(InvalidInput, match="Say why this step is skipped"):
        skip_step(**skip, assessment=free, code="S1", note="")
    skip_step(**skip, assessment=free, code="S1", note="Not this time")
    assert StepRecord.objects.get().act == "skipped"


def test_rounds_of_a_step_do_not_end_it(alice, sponsor) -> None:
    world = make_world(alice.organization, alice.user)
    walk = led_by_a2i(world.assessment, alice, sponsor)
    walk.to_kick_off()
    walk.done("E2")
    walk.say("response_rate_minimum", number=0)
    walk.done("E3", "E4", "E5")
    values = {"actor": alice.actor, "assessment": world.assessment, "now": clock.now()}
    finish_step(**values, code="E6", subject="SCM")
    assert walk.state("E6") == "in_progress"
    with pytest.raises(InvalidInput, match="done once, for everything"):
        finish_step(**values, code="E5", subject="SCM")


def test_the_method_fits_the_model(alice) -> None:
    setting = planned(alice)
    cmmi, a2i = shipped("cmmi-appraisal"), shipped("a2i")
    values = {
        "actor": alice.actor,
        "program": setting.assessment.program,
        "title": "Next",
        "model_version_id": setting.model.version.pk,
        "lead_id": alice.user.pk,
        "today": clock.today(),
    }
    with pytest.raises(InvalidInput, match="This method does not fit the model"):
        services.create_assessment(**values, method_version_id=cmmi.pk)
    made = services.create_assessment(**values, method_version_id=a2i.pk)
    assert made.method_version == a2i
    MethodVersionFactory()
    assert services.create_assessment(**values).method_version.code == "A2I"
    walk = Walk(made, alice, alice)
    begin_step(actor=alice.actor, assessment=made, code="P1", now=clock.now())
    with pytest.raises(WrongState, match="Steps were taken already"):
        services.edit_assessment(
            actor=alice.actor,
            assessment=made,
            expected_version=1,
            values={"method_version_id": MethodVersionFactory().pk},
            today=clock.today(),
        )
    assert walk.state("P1") == "in_progress"
