"""Pages to set up and lead an assessment: Alice leads, Bob is a member, Charlie is an outsider."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.forms.setup import AssessmentForm
from assessments.models import Assessment, Participant, Scope
from assessments.services.answers import AnswerChange, save_answers
from cip.kernel import clock
from tests.assessments.setting import collecting, planned
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.small_model import small_model

pytestmark = pytest.mark.django_db

LEAD_ONLY = ("edit", "participants", "participants_add", "close_collection")


def url(name, *args):
    return reverse(f"assessments:{name}", args=["acme", *args])


@pytest.mark.parametrize("name", ["detail", "scope", *LEAD_ONLY])
def test_who_sees_which_page(alice, bob, charlie, name):
    where = url(name, collecting(alice).assessment.pk)
    assert alice.client.get(where).status_code == 200
    assert bob.client.get(where).status_code == (403 if name in LEAD_ONLY else 200)
    assert charlie.client.get(where).status_code == 404
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("name", ["open", "close_collection", "close", "delete"])
def test_acts_are_refused_in_words(bob, alice, charlie, name):
    where = url(name, planned(alice, people=1).assessment.pk)
    answer = bob.client.post(where)
    assert (answer.status_code, "Only a program lead" in answer.text) == (403, True)
    assert charlie.client.post(where).status_code == 404
    assert Assessment.objects.get().state == "planned"


def test_list_and_create(alice, bob):
    program = ProgramFactory(organization=alice.organization, lead=alice.user)
    version = small_model().version
    empty = alice.client.get(url("list", program.pk))
    assert "No assessment yet" in empty.text
    assert "Only a program lead" in bob.client.get(url("list", program.pk)).text
    answer = alice.client.post(
        url("create", program.pk),
        {
            "title": "First look",
            "purpose": "",
            "model_version": version.pk,
            "mode": "confidential",
            "anonymity_threshold": 5,
            "lead": alice.user.pk,
            "closes_on": "2026-05-01",
        },
    )
    made = Assessment.objects.get()
    assert answer["Location"] == url("scope", made.pk)
    assert "First look" in alice.client.get(url("list", program.pk)).text


@pytest.mark.parametrize("mode", ["confidential", "named", "anonymous"])
def test_every_mode_can_be_chosen(alice, mode):
    assessment = planned(alice).assessment
    values = {
        "title": "First look",
        "model_version": assessment.model_version_id,
        "mode": mode,
        "anonymity_threshold": 5,
        "lead": alice.user.pk,
        "expected_version": assessment.version,
    }
    assert alice.client.post(url("edit", assessment.pk), values).status_code == 302
    assert Assessment.objects.get().mode == mode


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "This field is required."),
        ("title", "a\x00b", "control character U+0000"),
        ("title", "x" * 201, "at most 200 fit"),
        ("closes_on", "0000-01-01", "Enter a valid date."),
        ("closes_on", "0001-01-01", "Choose a date between 1990 and 2199."),
        ("anonymity_threshold", "2", "greater than or equal to 3"),
        ("anonymity_threshold", "9" * 400, "less than or equal to 20"),
        ("model_version", "nonsense", "not a valid"),
        ("lead", "00000000-0000-0000-0000-000000000000", "Select a valid choice"),
        ("purpose", "x" * 1_000_000, "at most 20,000 fit"),
    ],
)
def test_create_with_bad_input_is_told_at_its_field(alice, field, value, words):
    program = ProgramFactory(organization=alice.organization, lead=alice.user)
    values = {
        "title": "First look",
        "model_version": small_model().version.pk,
        "mode": "confidential",
        "anonymity_threshold": 5,
        "lead": alice.user.pk,
    }
    page = alice.client.post(url("create", program.pk), values | {field: value})
    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors[field])
    assert Assessment.objects.count() == 0


def test_scope_of_a_level_in_one_press(alice):
    setting = planned(alice)
    Scope.objects.all().delete()
    where = url("scope", setting.assessment.pk)
    alice.client.post(where, {"expected_version": 2, "level": "2"})
    codes = Scope.objects.order_by("node__code").values_list("node__code", flat=True)
    assert list(codes) == ["SCM", "SRM"]


def test_fixed_scope_shows_what_is_looked_at(alice):
    setting = planned(alice)
    Scope.objects.exclude(node__code="SCM").delete()
    Assessment.objects.update(state="analyzing")
    page = alice.client.get(url("scope", setting.assessment.pk)).text
    assert page.count("In scope</span>") == 1
    assert "not in scope" in page


def test_scope_asks_for_the_reason_and_keeps_the_choice(alice):
    setting = planned(alice)
    where = url("scope", setting.assessment.pk)
    page = alice.client.post(where, {"expected_version": 2, "place-SCM": "not_applicable"})
    assert page.status_code == 400
    assert "Say why it does not apply." in page.text
    assert '<option value="not_applicable" selected>' in page.text
    alice.client.post(
        where,
        {"expected_version": 2, "place-SCM": "not_applicable", "reason-SCM": "Nothing is sold"},
    )
    assert list(Scope.objects.values_list("node__code", "reason")) == [("SCM", "Nothing is sold")]


def test_stale_scope_shows_both(alice):
    setting = planned(alice)
    page = alice.client.post(
        url("scope", setting.assessment.pk), {"expected_version": 1, "place-SCM": "in"}
    )
    assert page.status_code == 409
    assert "SCM, SPM, SRM" in page.text


def test_home_says_what_blocks_and_then_opens(alice, bob):
    setting = planned(alice)
    where = url("detail", setting.assessment.pk)
    assert "Add at least one participant." in alice.client.get(where).text
    Participant.objects.create(
        assessment=setting.assessment, name="Bob", email=bob.user.email, user=bob.user
    )
    assert "Ready: 6 questions for 1 participants." in alice.client.get(where).text
    alice.client.post(url("open", setting.assessment.pk))
    assert Assessment.objects.get().state == "collecting"
    assert "Answer the questionnaire" in bob.client.get(where).text
    assert "Answer the questionnaire" not in alice.client.get(where).text


def test_opening_without_scope_is_refused_in_words(alice):
    setting = planned(alice)
    Scope.objects.all().delete()
    page = alice.client.post(url("open", setting.assessment.pk))
    assert page.status_code == 400
    assert "Choose at least one area" in page.text


def test_close_collection_asks_first(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    save_answers(
        response=response, changes=[AnswerChange(setting.items[0].pk, "no")], now=clock.now()
    )
    where = url("close_collection", setting.assessment.pk)
    assert "1 begun questionnaire is not submitted" in alice.client.get(where).text
    page = alice.client.post(where, follow=True)
    assert "1 draft stays out of the analysis." in page.text


def test_participants_table_shows_no_answer(alice):
    setting = collecting(alice, people=2)
    setting.submit(setting.people[0], "dont_know")
    page = alice.client.get(url("participants", setting.assessment.pk))
    assert "1 of 6" in page.text
    assert "Don" not in page.text
    assert "dont_know" not in page.text


def test_add_a_list_tells_every_wrong_line(alice):
    setting = planned(alice, people=1)
    where = url("participants_add", setting.assessment.pk)
    page = alice.client.post(
        where,
        {
            "kind": "list",
            "list-people": "Ada, ada@example.org\n, nobody@example.org\nBen, not-an-address",
        },
    )
    assert page.status_code == 400
    assert "Line 2: The name is missing." in page.text
    assert "Line 3: “not-an-address” is not an e-mail address." in page.text
    page = alice.client.post(
        where,
        {"kind": "list", "list-people": f"Ada, ada@example.org\nTwin, {setting.people[0].email}"},
    )
    assert f"Line 2: {setting.people[0].email} takes part already." in page.text
    assert Participant.objects.count() == 1


def test_add_person_list_and_members(alice, bob):
    setting = planned(alice)
    where = url("participants_add", setting.assessment.pk)
    alice.client.post(where, {"kind": "person", "person-name": "Ada", "person-unit": "Desk"})
    alice.client.post(where, {"kind": "list", "list-people": "Name;Mail\nBen;ben@example.org"})
    alice.client.post(where, {"kind": "members", "members-members": [bob.user.pk]})
    assert list(Participant.objects.order_by("name").values_list("name", "email", "user")) == [
        ("Ada", "", None),
        ("Ben", "ben@example.org", None),
        ("Bob", bob.user.email, bob.user.pk),
    ]


def test_a_link_by_hand_is_shown_once(alice):
    setting = collecting(alice)
    row = ParticipantFactory(assessment=setting.assessment, email="")
    where = url("renew_link", setting.assessment.pk, row.pk)
    page = alice.client.post(where)
    assert page.status_code == 200
    link = page.context["link"]
    assert link in page.text
    assert "no-store" in page["Cache-Control"]
    participants = alice.client.get(url("participants", setting.assessment.pk))
    assert link not in participants.text
    assert Client().get(link.partition("8000")[2]).status_code == 200


def test_participant_of_another_assessment_is_404(alice):
    setting = collecting(alice)
    other = ParticipantFactory()
    for name in ("renew_link", "revoke_participant"):
        assert alice.client.post(url(name, setting.assessment.pk, other.pk)).status_code == 404


def test_delete(alice):
    setting = planned(alice)
    answer = alice.client.post(url("delete", setting.assessment.pk))
    assert answer["Location"] == url("list", setting.assessment.program_id)
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_take_constant_queries(alice, rows, django_assert_num_queries):
    setting = collecting(alice, people=rows)
    program = setting.assessment.program
    AssessmentFactory.create_batch(
        rows, program=program, model_version=setting.model.version, lead=alice.user
    )
    pk = setting.assessment.pk
    for name, key, queries in (
        ("list", program.pk, 6),
        ("detail", pk, 11),
        ("scope", pk, 6),
        ("participants", pk, 5),
        ("participants_add", pk, 10),
        ("edit", pk, 4),
        ("close_collection", pk, 10),
    ):
        with django_assert_num_queries(queries):
            alice.client.get(url(name, key))


def test_the_default_comes_first():
    mode = AssessmentForm.base_fields["mode"]
    assert [value for value, _label in mode.choices] == ["confidential", "named", "anonymous"]
    assert mode.initial == "confidential"
