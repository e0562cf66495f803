"""All questions on one page, and questions that are kept once they were given out."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.models import Answer, Participant
from assessments.queries.given_out import given_out
from assessments.rules.audience import AskedOf
from assessments.rules.drafting import Draft, OwnQuestion
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.assessments import open_questionnaire
from assessments.views import fill_form
from cip.kernel import clock
from tests.assessments.building import drafted, next_version
from tests.assessments.setting import collecting, planned
from tests.assessments.test_delegation import link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(alice):
    return collecting(alice, people=2)


def url(secret, name="fill_whole"):
    return reverse(f"links:{name}", args=[secret])


def begun(setting, person):
    """The person's link, begun."""
    setting.begin(person)
    return setting.link(person)


def form_of(setting, **choices):
    """What a browser without scripts sends for these answers, by number of the question."""
    sent = {}
    for number, item in enumerate(setting.items, start=1):
        sent |= {f"version-{item.pk}": "0", f"shown-{item.pk}": "x"}
        sent |= {f"choice-{item.pk}": choices.get(f"q{number}", ""), f"comment-{item.pk}": ""}
        sent |= {f"evidence-{item.pk}": choices.get(f"e{number}", "")}
    return sent


def test_every_part_with_the_own_answers(setting):
    one, two = setting.people
    secret, other = begun(setting, one), begun(setting, two)
    change = AnswerChange(setting.items[0].pk, "yes", "only mine")
    save_answers(response=one.responses.get(), changes=[change], now=clock.now())
    page = Client().get(url(secret)).text
    assert page.count("data-question=") == 6
    assert [f'id="part-{code}"' in page for code in ("SCM", "SPM", "SRM")] == [True] * 3
    assert "only mine" in page
    assert "1 of 6" in page
    theirs = Client().get(url(other)).text
    assert "only mine" not in theirs
    assert "0 of 6" in theirs
    assert "All questions on one page" in Client().get(url(secret, "fill"), follow=True).text


def test_saves_all_at_once_without_scripts(setting):
    secret = begun(setting, setting.people[0])
    answer = Client().post(url(secret), form_of(setting, q1="yes", q6="no", e6="The log"))
    assert (answer.status_code, answer["Location"]) == (302, url(secret, "fill_review"))
    found = Answer.objects.exclude(choice="").order_by("item__position")
    stored = found.values_list("item__position", "choice", "evidence")
    assert list(stored) == [(1, "yes", ""), (6, "no", "The log")]


def test_what_cannot_be_saved_is_shown_again(setting):
    secret = begun(setting, setting.people[0])
    bad = Client().post(url(secret), form_of(setting, q1="yes", q6="perhaps"))
    assert bad.status_code == 400
    assert "Choose one of the offered answers" in bad.text
    assert not Answer.objects.exists()
    item = setting.items[0]
    change = AnswerChange(item.pk, "no", "meanwhile")
    save_answers(response=setting.people[0].responses.get(), changes=[change], now=clock.now())
    late = Client().post(url(secret), form_of(setting, q1="yes"))
    assert late.status_code == 409
    assert "meanwhile" in late.text
    assert Answer.objects.get(item=item).choice == "no"


def test_a_colleague_sees_the_parts_handed_over(setting):
    setting.begin(setting.people[0])
    secret = link_of(setting, "SCM")
    page = Client().get(url(secret)).text
    assert page.count("data-question=") == 2
    assert 'id="part-SPM"' not in page


def test_not_before_beginning_nor_after_submitting(setting):
    person = setting.people[0]
    secret = setting.link(person)
    assert Client().get(url(secret)).status_code == 409
    setting.submit(person, "yes")
    answer = Client().get(url(secret))
    assert (answer.status_code, answer["Location"]) == (302, url(secret, "fill_done"))


def test_a_form_too_long_to_send_is_not_offered(setting, monkeypatch):
    monkeypatch.setattr(fill_form, "MOST_AT_ONCE", 5)
    secret = begun(setting, setting.people[0])
    assert Client().get(url(secret))["Location"] == url(secret, "fill")
    assert "All questions on one page" not in Client().get(url(secret, "fill"), follow=True).text


@pytest.mark.parametrize("practices", [1, 30])
def test_takes_constant_queries(alice, practices, django_assert_num_queries):
    setting = collecting(alice, practices=practices)
    secret = begun(setting, setting.people[0])
    Client().get(url(secret))  # reads the questions, which are kept
    with django_assert_num_queries(2):  # link with response, own answers
        Client().get(url(secret))


def test_each_role_sees_its_own_questions_of_what_is_kept(alice):
    setting = planned(alice, people=2)
    for person, role in zip(setting.people, ("agent", "manager"), strict=True):
        Participant.objects.filter(pk=person.pk).update(role=role)
    drafted(setting, Draft(asked_of=(AskedOf("SPM", ("agent",)),)))
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    for person in setting.people:
        person.refresh_from_db()
    agent, manager = (begun(setting, person) for person in setting.people)
    assert 'id="part-SPM"' in Client().get(url(agent)).text
    assert 'id="part-SPM"' not in Client().get(url(manager)).text


def test_a_new_version_is_another_questionnaire(setting):
    person = setting.people[0]
    secret = begun(setting, person)
    change = AnswerChange(setting.items[0].pk, "yes", "before")
    save_answers(response=person.responses.get(), changes=[change], now=clock.now())
    assert Client().get(url(secret)).text.count("data-question=") == 6
    own = OwnQuestion("OWN-1", "SCM", "What else is <missing>?", "shipped:presence")
    next_version(setting, Draft(own=(own,), left_out=("SRM-P2",)), expected=0)
    page = Client().get(url(secret)).text
    assert page.count("data-question=") == 6
    assert "What else is &lt;missing&gt;?" in page
    assert "before" in page


def test_who_was_withdrawn_sees_nothing_of_what_is_kept(setting, alice, bob):
    person = setting.people[0]
    Participant.objects.filter(pk=person.pk).update(user=bob.user)
    person.refresh_from_db()
    setting.begin(person)
    address = reverse("assessments:fill_whole", args=["acme", setting.assessment.pk])
    assert bob.client.get(address).status_code == 200
    assert alice.client.get(address).status_code == 403
    Participant.objects.filter(pk=person.pk).update(revoked_at=clock.now())
    assert bob.client.get(address).status_code == 403


def test_each_language_keeps_its_own_words(setting, django_assert_num_queries):
    key = setting.questionnaire.pk
    given_out(key)
    with django_assert_num_queries(0):
        given_out(key)
    with translation.override("de"), django_assert_num_queries(2):
        given_out(key)
