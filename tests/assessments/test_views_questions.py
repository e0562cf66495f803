"""The page of questions: what each role may do, every step, and what is refused."""

import pytest
from django.urls import reverse

from assessments.models import QuestionnaireDraft
from tests.assessments.setting import collecting, planned
from tests.factories.assessments import QuestionnaireDraftFactory

pytestmark = pytest.mark.django_db

EDITING = ("question_own_new", "question_rule_new")


def url(setting, name, *args):
    return reverse(f"assessments:{name}", args=["acme", setting.assessment.pk, *args])


def change(person, setting, do, version=0):
    where = url(setting, "questions_change")
    return person.client.post(where, {"do": do, "expected_version": version})


def content():
    return QuestionnaireDraft.objects.get().content


@pytest.mark.parametrize("name", ["questions", "questions_preview", *EDITING])
def test_who_sees_which_page(alice, bob, charlie, name):
    setting = collecting(alice)
    where = url(setting, name)
    assert alice.client.get(where).status_code == 200
    assert bob.client.get(where).status_code == (403 if name in EDITING else 200)
    assert charlie.client.get(where).status_code == 404


def test_a_member_reads_and_changes_nothing(alice, bob):
    setting = planned(alice)
    page = bob.client.get(url(setting, "questions"))
    assert "Is practice 1 of Service Planning done?" in page.text
    assert "Leave out" not in page.text
    assert change(bob, setting, "leave_out SCM-P1").status_code == 403
    assert bob.client.post(url(setting, "questions_issue")).status_code == 403
    assert not QuestionnaireDraft.objects.exists()


def test_every_step(alice):
    setting = planned(alice)
    for version, (do, name, found) in enumerate(
        (
            ("down SCM-P1", "order", ["SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2", "SCM-P2", "SCM-P1"]),
            ("area_down SCM", "areas", ["SPM", "SCM", "SRM"]),
            ("leave_out SCM-P1", "left_out", ["SCM-P1"]),
            ("take_in SCM-P1", "left_out", []),
        )
    ):
        answer = change(alice, setting, do, version)
        assert answer["Location"].endswith(f"#q-{do.partition(' ')[2]}")
        assert content()[name] == found
    assert change(alice, setting, "discard", 4).status_code == 302
    assert content()["order"] == []


@pytest.mark.parametrize("do", ["up NONE", "fly SCM-P1", "", "remove_rule x"])
def test_unknown_steps_are_refused(alice, do):
    setting = planned(alice)
    answer = change(alice, setting, do)
    assert (answer.status_code, "not there any more" in answer.text) == (400, True)


def test_a_stale_page_is_a_conflict(alice):
    setting = planned(alice)
    change(alice, setting, "leave_out SCM-P1")
    answer = change(alice, setting, "leave_out SCM-P2")
    assert answer.status_code == 409
    assert content()["left_out"] == ["SCM-P1"]


def test_own_question_is_written_edited_and_removed(alice):
    setting = planned(alice)
    sent = {
        "expected_version": 0,
        "text": "Who keeps it?",
        "help": "",
        "area": "SPM",
        "response_set": "shipped:presence",
    }
    new = url(setting, "question_own_new")
    empty = alice.client.post(new, sent | {"text": ""})
    assert empty.status_code == 400
    alice.client.post(new, sent)
    edit = url(setting, "question_own", "OWN-1")
    assert "Who keeps it?" in alice.client.get(edit).text
    alice.client.post(edit, sent | {"expected_version": 1, "text": "Who keeps the list?"})
    assert [own["text"] for own in content()["own"]] == ["Who keeps the list?"]
    assert alice.client.get(url(setting, "question_own", "OWN-2")).status_code == 404
    assert (
        "Who keeps the list?"
        in alice.client.get(f"{url(setting, 'questions_preview')}?part=2").text
    )
    change(alice, setting, "remove_own OWN-1", 2)
    assert content()["own"] == []


def test_a_rule_skips_later_questions_only(alice):
    setting = planned(alice)
    where = f"{url(setting, 'question_rule_new')}?question=SPM-P1"
    sent = {"expected_version": 0, "codes": ["no"], "targets": ["SCM-P1"]}
    assert alice.client.post(where, sent).status_code == 400
    assert alice.client.post(where, sent | {"targets": ["SRM-P1"]}).status_code == 302
    assert "If SPM-P1 is answered “No”" in alice.client.get(url(setting, "questions")).text
    change(alice, setting, "area_up SRM", 1)
    page = alice.client.get(url(setting, "questions")).text
    assert "asks about SPM-P1, which does not come before it" in page
    missing = f"{url(setting, 'question_rule_new')}?question=NONE"
    assert alice.client.get(missing).status_code == 404


def test_what_is_asked(alice):
    setting = planned(alice)
    where = url(setting, "questions")
    assert alice.client.post(where, {"expected_version": 0}).status_code == 400
    alice.client.post(where, {"expected_version": 0, "aspects": ["as_is", "to_be"], "levels": [2]})
    assert (content()["aspects"], content()["levels"]) == (["as_is", "to_be"], [2])
    page = alice.client.get(where).text
    assert "SPM-P1" not in page
    assert "8 answers to give" in page


def test_the_next_version_from_the_page(alice):
    setting = collecting(alice)
    setting.begin(setting.people[0])
    change(alice, setting, "leave_out SCM-P1")
    assert "No longer asked:" in alice.client.get(url(setting, "questions")).text
    answer = alice.client.post(
        url(setting, "questions_issue"), {"expected_version": 1}, follow=True
    )
    assert "Version 2 is given out." in answer.text
    assert "Changed, and not given out yet" not in answer.text
    again = alice.client.post(url(setting, "questions_issue"), {"expected_version": 1})
    assert again.status_code == 400


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_takes_constant_queries(alice, count, django_assert_num_queries):
    setting = planned(alice, practices=count)
    QuestionnaireDraftFactory(assessment=setting.assessment, content={"left_out": ["SCM-P1"]})
    with django_assert_num_queries(9):
        alice.client.get(url(setting, "questions"))
