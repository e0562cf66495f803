"""The questionnaire as a spreadsheet, through both doors."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client

from assessments.models import Answer, Assessment, Delegation, Response
from assessments.rules.drafting import Draft
from assessments.services.answers import AnswerChange, save_answers, submit_response
from assessments.services.assessments import open_questionnaire
from assessments.services.invitations import another_link
from assessments.views.doors import link_actor
from cip.kernel import clock
from tests.assessments.building import OWN, next_version, opened, save
from tests.assessments.setting import collecting, planned
from tests.assessments.sheets import address, filled_in, handed_in, stored, taken_away
from tests.factories.assessments import AssessmentFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(alice):
    return collecting(alice, people=1)


@pytest.fixture
def guest():
    """A browser that is not signed in."""
    return Client()


@pytest.fixture
def secret(setting):
    found = setting.link(setting.people[0])
    setting.begin(setting.people[0])
    return found


def mine():
    return sorted(Answer.objects.values_list("item__position", "choice", "comment", "version"))


def test_sheet_goes_away_comes_back_and_is_looked_at_first(setting, secret, guest):
    one, two, three = setting.items[:3]
    data = filled_in(taken_away(guest, secret), {one: ("Yes", "as agreed"), two: ("No", None)})
    page = handed_in(guest, secret, data)
    assert page.status_code == 200
    assert "The file changes 2 answers. Nothing is stored yet." in page.text
    assert mine() == []
    answer = stored(guest, secret, page)
    assert answer["Location"] == address(secret, "fill_review")
    assert mine() == [(1, "yes", "as agreed", 1), (2, "no", "", 1)]
    assert Response.objects.get().answered_count == 2
    again = handed_in(guest, secret, taken_away(guest, secret))
    assert "The file changes 0 answers" in again.text
    assert three.position == 3


def test_evidence_in_a_sheet_is_looked_at_and_stored(setting, secret, guest):
    (one,) = setting.items[:1]
    data = filled_in(taken_away(guest, secret), {one: ("Yes", None, "Page 12")})
    page = handed_in(guest, secret, data)
    assert "What shows this? Page 12" in page.text
    stored(guest, secret, page)
    assert Answer.objects.get().evidence == "Page 12"
    change = AnswerChange(one.pk, "yes", expected_version=1, evidence="Page 13")
    save_answers(response=Response.objects.get(), changes=[change], now=clock.now())
    page = handed_in(guest, secret, filled_in(data, {one: ("No", None, "Page 14")}))
    assert page.context["conflicts"] == 1
    assert "What shows this? Page 13" in page.text
    stored(guest, secret, page, **{f"take-{one.pk}": "file"})
    assert list(Answer.objects.values_list("choice", "evidence")) == [("no", "Page 14")]


def test_rows_of_a_page_without_evidence_keep_it(setting, secret, guest):
    (one,) = setting.items[:1]
    change = AnswerChange(one.pk, "yes", evidence="Page 12")
    save_answers(response=Response.objects.get(), changes=[change], now=clock.now())
    sent = {"rows": json.dumps([[str(one.pk), "no", "", 1]])}
    assert guest.post(address(secret, "fill_sheet_take"), sent).status_code == 302
    assert list(Answer.objects.values_list("choice", "evidence")) == [("no", "Page 12")]


def test_file_holds_nothing_secret(setting, secret, guest):
    data = taken_away(guest, secret)
    with ZipFile(BytesIO(data)) as file:
        content = b"".join(file.read(name) for name in file.namelist())
    person = setting.people[0]
    for hidden in (secret, person.name, person.email, str(person.pk)):
        assert hidden.encode() not in content
    assert str(Response.objects.get().pk).encode() not in content


def test_every_mistake_is_told_with_its_cell_and_nothing_is_stored(setting, secret, guest):
    one, two, three = setting.items[:3]
    data = filled_in(
        taken_away(guest, secret),
        {one: ("Yes", "kept"), two: ("Perhaps", "=1+1"), three: ("<b>x</b>", None)},
    )
    page = handed_in(guest, secret, data)
    assert page.status_code == 400
    assert [(fault.place, fault.expected) for fault in page.context["faults"]] == [
        ("Questions!E5", "A text, or nothing"),
        ("Questions!D5", "One of: Yes, No, Does not apply, Don't know"),
        ("Questions!D7", "One of: Yes, No, Does not apply, Don't know"),
    ]
    assert "<b>x</b>" not in page.text
    assert mine() == []


def test_newer_answers_stay_and_conflicts_are_chosen(setting, secret, guest):
    one, two, three, four = setting.items[:4]
    response = Response.objects.get()
    save(response, setting, SCM_P1="yes", SCM_P2="yes")
    data = taken_away(guest, secret)
    Answer.objects.filter(item__in=[one, two]).update(choice="no", version=2)
    save(response, setting, SPM_P2="yes")
    data = filled_in(
        data, {one: ("Does not apply", None), three: ("Yes", None), four: ("No", "mine")}
    )
    page = handed_in(guest, secret, data)
    assert [(row["is_conflict"], row["typed"]) for row in page.context["rows"]] == [
        (True, "Does not apply"),
        (False, "Yes"),
        (True, "No\nmine"),
    ]
    assert (page.context["newer"], page.context["conflicts"]) == (1, 2)
    stored(guest, secret, page, **{f"take-{one.pk}": "stored", f"take-{four.pk}": "file"})
    assert mine() == [
        (1, "no", "", 2),
        (2, "no", "", 2),
        (3, "yes", "", 1),
        (4, "no", "mine", 2),
    ]


def test_answer_given_while_looking_is_looked_at_again(setting, secret, guest):
    one, two = setting.items[:2]
    data = filled_in(taken_away(guest, secret), {one: ("Yes", None), two: ("Yes", None)})
    page = handed_in(guest, secret, data)
    save(Response.objects.get(), setting, SCM_P1="no")
    again = stored(guest, secret, page)
    assert again.status_code == 409
    assert [row["is_conflict"] for row in again.context["rows"]] == [True, False]
    assert mine() == [(1, "no", "", 1)]
    stored(guest, secret, again, **{f"take-{one.pk}": "file"})
    assert mine() == [(1, "yes", "", 2), (2, "yes", "", 1)]


@pytest.mark.parametrize("rows", ["", "x", "{}", "[1]", '[["a", "b", "c", 0]]', '[["", 1, "", 0]]'])
def test_page_that_was_tampered_with_stores_nothing(secret, guest, rows):
    answer = guest.post(address(secret, "fill_sheet_take"), {"rows": rows})
    assert answer.status_code == 400
    assert mine() == []


def test_sheet_of_an_earlier_version_finds_its_questions(alice, guest):
    setting = opened(alice, people=1)
    secret = setting.link(setting.people[0])
    setting.begin(setting.people[0])
    one, two = setting.items[:2]
    data = filled_in(taken_away(guest, secret), {one: ("Yes", None), two: ("No", None)})
    next_version(setting, Draft(own=(OWN,), left_out=("SCM-P2",)), expected=0)
    page = handed_in(guest, secret, data)
    assert (page.status_code, page.context["count"], page.context["dropped"]) == (200, 1, 1)
    stored(guest, secret, page)
    answer = Answer.objects.select_related("item__questionnaire").get()
    assert (answer.item.questionnaire.number, answer.item.origin, answer.choice) == (2, one, "yes")


def test_sheet_of_another_assessment_is_refused(setting, secret, guest):
    data = taken_away(guest, secret)
    Response.objects.all().delete()
    other = AssessmentFactory(
        program=setting.assessment.program, model_version=setting.assessment.model_version
    )
    setting.assessment.questionnaires.update(assessment=other)
    Assessment.objects.update(state="collecting")
    person = ParticipantFactory(assessment=other)
    setting.begin(person)
    page = handed_in(guest, setting.link(person), data)
    assert (page.status_code, "belongs to another questionnaire" in page.text) == (400, True)


def test_colleague_sees_and_fills_the_own_parts_only(setting, secret, guest):
    person = setting.people[0]
    one, other = setting.items[0], setting.items[-1]
    whole = filled_in(taken_away(guest, secret), {one: ("Yes", None), other: ("Yes", None)})
    delegation = Delegation.objects.create(participant=person, name="Kim", email="kim@example.org")
    delegation.areas.add(one.group)
    theirs = another_link(person, clock.now(), delegation=delegation)
    part = taken_away(guest, theirs)
    assert str(other.pk).encode() not in ZipFile(BytesIO(part)).read("xl/worksheets/sheet2.xml")
    page = handed_in(guest, theirs, whole)
    assert [fault.found for fault in page.context["faults"]] == [
        "This question is not among the parts handed to you."
    ]
    page = handed_in(guest, theirs, filled_in(part, {one: ("No", "Kim's")}))
    stored(guest, theirs, page)
    assert list(Answer.objects.values_list("choice", "delegation__name")) == [("no", "Kim")]


def test_closed_and_submitted_questionnaires_refuse_and_say_where_the_file_is(alice):
    setting = planned(alice, people=0)
    me = ParticipantFactory(assessment=setting.assessment, user=alice.user)
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    response = setting.begin(me)
    base = f"/o/acme/assessments/{setting.assessment.pk}/fill/sheet/"
    file = alice.client.get(f"{base}file/").content
    Assessment.objects.update(state="analyzing")
    page = alice.client.post(base, {"file": BytesIO(file)})
    assert page.status_code == 409
    assert "closed" in page.text
    assert "Your file stays with you" in page.text
    Assessment.objects.update(state="collecting")
    submit_response(actor=link_actor(me), response=response, now=clock.now())
    page = alice.client.post(f"{base}take/", {"rows": "[]"})
    assert (page.status_code, "You have submitted" in page.text) == (409, True)


def test_before_beginning_the_way_leads_to_the_welcome(setting, guest):
    found = setting.link(setting.people[0])
    assert guest.get(address(found))["Location"] == address(found, "fill")
    assert guest.get(address(found, "fill_sheet_file")).status_code == 409


def bomb():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


def with_part(name):
    file = BytesIO()
    with ZipFile(file, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "cannot be read"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "password"),
        (bomb(), "times its size"),
        (with_part("xl/vbaProject.bin"), "macros"),
        (with_part("../evil"), "leads out"),
        (b"PK\x03\x04" + b"\x00" * 90, "cannot be read"),
        (b"x" * 5_000_001, "too large"),
        (b"", "empty"),
    ],
)
def test_hostile_files_are_refused_with_the_reason(secret, guest, data, words):
    page = handed_in(guest, secret, data)
    assert page.status_code == 400
    assert words in page.text
    assert mine() == []
