"""The kick-off pack: from planning on, for everybody, naming nobody who is asked."""

from datetime import UTC, date, datetime

import pytest
from django.http import Http404

from assessments.kickoff_report import build, check, choices
from assessments.models import Assessment, Reminder
from cip.reports.sheets import render_sheet
from tests.assessments.setting import planned
from tests.factories.assessments import InterviewFactory
from tests.reports.paper import faults, printed, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(alice):
    return planned(alice, people=3)


def context_of(setting):
    return build(setting.assessment.pk, "Alice", {}).context


def test_everybody_inside_may_have_it_from_planning_on(alice, bob, charlie, setting):
    pk, program = setting.assessment.pk, setting.assessment.program_id
    for person in (alice, bob):
        assert check(person.actor, pk).label == "First look"
        assert [each.subject_id for each in choices(person.actor, program)] == [pk]
    with pytest.raises(Http404):
        check(charlie.actor, pk)
    assert choices(charlie.actor, program) == []


def test_it_says_what_when_and_who(alice, setting):
    Assessment.objects.update(
        closes_on=date(2026, 4, 1),
        purpose="Know where we stand",
        opened_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )
    Reminder.objects.create(assessment=setting.assessment, number=1, planned_on=date(2026, 3, 10))
    InterviewFactory(assessment=setting.assessment, role_asked="Head of desk")
    InterviewFactory(assessment=setting.assessment, state="canceled", state_reason="Ill")
    context = context_of(setting)
    assert context["purpose"] == "Know where we stand"
    assert [row[:2] for row in context["scope"]["rows"]] == [
        ("Service Commitment Management", 2),
        ("Service Planning", 3),
        ("Service Request Management", 2),
    ]
    assert context["calendar"]["rows"] == [
        ("1 March 2026", "The questionnaire opens"),
        ("10 March 2026", "Reminder to those who have not answered yet"),
        ("1 April 2026", "Last day for answers"),
    ]
    assert context["asked"] == {
        "questions": "The questionnaire has 6 questions; it takes about 5 minutes.",
        "people": "3 people are asked.",
        "interviews": "1 interview is planned or held so far.",
    }
    assert context["contacts"]["rows"][0] == ("Lead assessor", "Alice", alice.user.email)


def test_nobody_is_reminded_once_collecting_has_ended(setting):
    Assessment.objects.update(
        opened_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
        collection_closed_at=datetime(2026, 3, 8, 9, tzinfo=UTC),
    )
    for number, day in enumerate((5, 10), start=1):
        Reminder.objects.create(
            assessment=setting.assessment, number=number, planned_on=date(2026, 3, day)
        )
    assert context_of(setting)["calendar"]["rows"] == [
        ("1 March 2026", "The questionnaire opens"),
        ("5 March 2026", "Reminder to those who have not answered yet"),
        ("8 March 2026", "Collecting answers has ended"),
    ]


def test_a_reference_model_is_called_one(setting):
    model = setting.assessment.model_version.model
    model.kind = "reference"
    model.save()
    shown = render_sheet(build(setting.assessment.pk, "Alice", {}))
    assert "We hold what we have against a reference model" in shown
    assert "with a maturity model" not in shown


def test_the_method_is_told_step_by_step(setting):
    phases = context_of(setting)["phases"]
    assert all(len(row) == 3 and row[0] and row[2] for phase in phases for row in phase["rows"])


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("named", "the names beside comments"),
        ("confidential", "not who answered what"),
        ("anonymous", "Keep a copy before you submit"),
    ],
)
def test_the_mode_and_the_threshold_stand_in_plain_words(mode, words, setting):
    Assessment.objects.update(mode=mode, anonymity_threshold=7)
    sheet = render_sheet(build(setting.assessment.pk, "Alice", {}))
    assert words in sheet
    assert "unless at least 7 people gave it a value" in sheet


def test_nobody_who_is_asked_is_named(setting):
    InterviewFactory(
        assessment=setting.assessment, role_asked="Head of desk", people_present="Kim Secretive"
    )
    sheet = render_sheet(build(setting.assessment.pk, "Alice", {}))
    assert not any(words in sheet for words in ("Guest 0", "Head of desk", "Secretive", "Unit 1"))


def test_paper_is_accessible_and_has_its_parts(setting):
    reader = printed(build(setting.assessment.pk, "Alice", {}))
    assert faults(reader) == []
    paper = "\n".join(texts(reader))
    for words in ("What becomes of your answers", "No days are fixed yet", "Whom to ask"):
        assert words in paper


@pytest.mark.parametrize("practices", [1, 30])
def test_build_query_count(practices, alice, django_assert_num_queries):
    setting = planned(alice, practices=practices)
    with django_assert_num_queries(18):
        build(setting.assessment.pk, "Alice", {})
