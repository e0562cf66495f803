"""Set up, scope, open, close."""

from datetime import date
from uuid import uuid4

import pytest
from django.core import mail

from assessments.forms.setup import AssessmentForm
from assessments.models import (
    Assessment,
    Participant,
    PersonalLink,
    QuestionnaireItem,
    Response,
    Scope,
)
from assessments.services import assessments as services
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.assessments import ScopeChoice
from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.setting import collecting, planned
from tests.factories.accounts import UserFactory
from tests.factories.catalog import MaturityModelFactory, QuestionFactory
from tests.factories.programs import ProgramFactory
from tests.jobs import run_jobs
from tests.small_model import small_model

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def create(person, program, version, **changes):
    values = {
        "title": "First look",
        "model_version_id": version.pk,
        "lead_id": person.user.pk,
        "today": TODAY,
    }
    return services.create_assessment(actor=person.actor, program=program, **values | changes)


def test_create_assessment(alice):
    program = ProgramFactory(organization=alice.organization)
    version = small_model().version
    made = create(alice, program, version, purpose="Why", closes_on=date(2026, 4, 1))
    made.refresh_from_db()
    assert (made.title, made.state, made.mode, made.anonymity_threshold, made.version) == (
        "First look",
        "planned",
        "confidential",
        5,
        1,
    )
    event = AuditEvent.objects.get(subject_id=str(made.pk))
    assert (event.action, event.program_id) == ("assessment.created", program.pk)


def test_create_assessment_tells_every_problem_at_once(alice, charlie):
    program = ProgramFactory(organization=alice.organization)
    foreign = small_model(model=MaturityModelFactory(organization=charlie.organization)).version
    with pytest.raises(InvalidInput) as caught:
        create(
            alice,
            program,
            foreign,
            title=" ",
            lead_id=charlie.user.pk,
            anonymity_threshold=2,
            mode="open",
        )
    assert set(caught.value.fields) == {
        "title",
        "model_version",
        "lead",
        "anonymity_threshold",
        "mode",
    }
    assert Assessment.objects.count() == 0


def test_create_assessment_refuses_draft_and_unknown_version(alice):
    program = ProgramFactory(organization=alice.organization)
    draft = QuestionFactory().version
    for pk in (draft.pk, uuid4()):
        with pytest.raises(InvalidInput) as caught:
            create(alice, program, draft, model_version_id=pk)
        assert list(caught.value.fields) == ["model_version"]


def test_create_assessment_needs_a_lead_role(bob):
    with pytest.raises(NotAllowed):
        create(bob, ProgramFactory(organization=bob.organization), small_model().version)


def test_edit_keeps_what_is_fixed_once_open(alice):
    setting = collecting(alice)
    edit = {"actor": alice.actor, "assessment": setting.assessment, "today": TODAY}
    version = setting.assessment.version
    saved = services.edit_assessment(
        **edit, expected_version=version, values={"title": "Second", "anonymity_threshold": 7}
    )
    assert (saved.title, saved.anonymity_threshold, saved.version) == ("Second", 7, version + 1)
    for values in ({"anonymity_threshold": 6}, {"mode": "named"}):
        with pytest.raises(WrongState):
            services.edit_assessment(**edit, expected_version=version + 1, values=values)


def test_edit_with_a_stale_version_shows_both_texts(alice):
    setting = planned(alice)
    with pytest.raises(StaleWrite) as caught:
        services.edit_assessment(
            actor=alice.actor,
            assessment=setting.assessment,
            expected_version=1,
            values={"title": "Mine"},
            today=TODAY,
        )
    conflict = caught.value.conflicts[0]
    assert (conflict.stored, conflict.submitted) == ("First look", "Mine")


def test_another_model_version_empties_the_scope(alice):
    setting = planned(alice)
    other = small_model(model=MaturityModelFactory(code="OTHER")).version
    services.edit_assessment(
        actor=alice.actor,
        assessment=setting.assessment,
        expected_version=2,
        values={"model_version_id": other.pk},
        today=TODAY,
    )
    assert setting.assessment.scope.count() == 0


def test_set_scope_replaces_and_keeps_reasons(alice):
    setting = planned(alice)
    scm, spm, _srm = setting.model.areas
    services.set_scope(
        actor=alice.actor,
        assessment=setting.assessment,
        expected_version=2,
        choices=[ScopeChoice(scm.pk), ScopeChoice(spm.pk, False, "Nothing is planned here")],
    )
    rows = Scope.objects.filter(assessment=setting.assessment).order_by("node__code")
    assert list(rows.values_list("node__code", "is_applicable", "reason")) == [
        ("SCM", True, ""),
        ("SPM", False, "Nothing is planned here"),
    ]


def test_set_scope_tells_every_problem(alice):
    setting = planned(alice)
    scm, spm, _srm = setting.model.areas
    goal = setting.model.nodes["SCM-G1"]
    with pytest.raises(InvalidInput) as caught:
        services.set_scope(
            actor=alice.actor,
            assessment=setting.assessment,
            expected_version=2,
            choices=[
                ScopeChoice(scm.pk),
                ScopeChoice(scm.pk),
                ScopeChoice(goal.pk),
                ScopeChoice(spm.pk, False, " "),
            ],
        )
    assert len(caught.value.fields["scope"]) == 3
    assert setting.assessment.scope.count() == 3


def test_set_scope_is_refused_when_stale(alice):
    setting = planned(alice)
    with pytest.raises(StaleWrite) as caught:
        services.set_scope(
            actor=alice.actor,
            assessment=setting.assessment,
            expected_version=1,
            choices=[ScopeChoice(setting.model.areas[0].pk)],
        )
    assert caught.value.conflicts[0].stored == "SCM, SPM, SRM"
    assert caught.value.conflicts[0].submitted == "SCM"


def test_open_makes_items_in_catalog_order_and_mails_links(alice):
    setting = planned(alice, people=2)
    Participant.objects.create(assessment=setting.assessment, name="No address")
    questionnaire = services.open_questionnaire(
        actor=alice.actor, assessment=setting.assessment, now=clock.now()
    )
    rows = QuestionnaireItem.objects.filter(questionnaire=questionnaire).order_by("position")
    assert list(rows.values_list("position", "question__code", "group__code")) == [
        (1, "SCM-P1", "SCM"),
        (2, "SCM-P2", "SCM"),
        (3, "SPM-P1", "SPM"),
        (4, "SPM-P2", "SPM"),
        (5, "SRM-P1", "SRM"),
        (6, "SRM-P2", "SRM"),
    ]
    setting.assessment.refresh_from_db()
    assert setting.assessment.state == "collecting"
    assert run_jobs() == 1
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email for person in setting.people
    )
    assert "/q/" in mail.outbox[0].body
    assert "at least 5 people" in mail.outbox[0].body
    # Nobody to mail to: the link is made when it is handed over.
    assert PersonalLink.objects.count() == 2
    secret = mail.outbox[0].body.split("/q/")[1].split("/")[0]
    assert secret not in str(list(AuditEvent.objects.values_list("changes", flat=True)))


def test_open_mails_members_the_page_and_no_secret(alice, bob):
    setting = planned(alice)
    Participant.objects.create(
        assessment=setting.assessment, name="Bob", email=bob.user.email, user=bob.user
    )
    services.open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    run_jobs()
    assert f"/o/acme/assessments/{setting.assessment.pk}/fill/" in mail.outbox[0].body
    assert PersonalLink.objects.count() == 0


def test_open_says_what_is_missing(alice):
    setting = planned(alice)
    setting.assessment.scope.all().delete()
    with pytest.raises(InvalidInput) as caught:
        services.open_questionnaire(
            actor=alice.actor, assessment=setting.assessment, now=clock.now()
        )
    assert len(caught.value.fields[""]) == 2
    assert Job.objects.count() == 0


def test_open_twice_is_refused(alice):
    setting = collecting(alice)
    with pytest.raises(WrongState):
        services.open_questionnaire(
            actor=alice.actor, assessment=setting.assessment, now=clock.now()
        )


def test_close_collection_counts_drafts(alice):
    setting = collecting(alice, people=3)
    setting.submit(setting.people[0], "yes")
    draft = setting.begin(setting.people[1])
    save_answers(response=draft, changes=[AnswerChange(setting.items[0].pk, "no")], now=clock.now())
    setting.begin(setting.people[2])
    assert (
        services.close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
        == 1
    )
    setting.assessment.refresh_from_db()
    assert setting.assessment.state == "analyzing"
    assert setting.assessment.collection_closed_at is not None
    with pytest.raises(WrongState):
        services.close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())


def test_close_erases_drafts_and_keeps_submitted(alice):
    setting = collecting(alice, people=2)
    setting.submit(setting.people[0], "yes")
    setting.begin(setting.people[1])
    Assessment.objects.update(state="agreed")
    assert (
        services.close_assessment(actor=alice.actor, assessment=setting.assessment, now=clock.now())
        == 1
    )
    assert [r.participant_id for r in Response.objects.all()] == [setting.people[0].pk]


def test_delete_only_while_planned(alice):
    setting = planned(alice)
    services.delete_assessment(actor=alice.actor, assessment=setting.assessment)
    assert Assessment.objects.count() == 0


def test_delete_after_opening_is_refused(alice):
    setting = collecting(alice)
    with pytest.raises(WrongState):
        services.delete_assessment(actor=alice.actor, assessment=setting.assessment)
    assert Assessment.objects.count() == 1


def test_lead_must_be_a_current_member_who_may_rate(alice, bob):
    setting = planned(alice)
    for stranger in (UserFactory(), bob.user):
        with pytest.raises(InvalidInput) as refused:
            services.edit_assessment(
                actor=alice.actor,
                assessment=setting.assessment,
                expected_version=2,
                values={"lead_id": stranger.pk},
                today=TODAY,
            )
        assert list(refused.value.fields) == ["lead"]
    offered = AssessmentForm(actor=alice.actor, today=TODAY).fields["lead"].queryset
    assert list(offered) == [alice.user]


def test_a_lead_who_lost_the_right_to_rate_may_stay(alice, bob):
    setting = planned(alice)
    Assessment.objects.update(lead=bob.user)
    setting.assessment.refresh_from_db()
    form = AssessmentForm(actor=alice.actor, today=TODAY, assessment=setting.assessment)
    assert set(form.fields["lead"].queryset) == {alice.user, bob.user}
    saved = services.edit_assessment(
        actor=alice.actor,
        assessment=setting.assessment,
        expected_version=setting.assessment.version,
        values={"lead_id": bob.user.pk, "title": "Second look"},
        today=TODAY,
    )
    assert saved.title == "Second look"
