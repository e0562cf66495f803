"""Start, save, submit: nothing lost, nothing counted twice."""

from uuid import uuid4

import pytest

from assessments.models import Answer, ItemTally, Response
from assessments.queries.given_out import given_out
from assessments.queries.progress import wrong_tallies
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    recompute_tallies,
    save_answers,
    start_response,
    submit_response,
)
from assessments.services.assessments import close_collection
from assessments.views.doors import link_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from tests.assessments.setting import collecting, planned
from tests.factories.assessments import QuestionnaireItemFactory

pytestmark = pytest.mark.django_db


def save(response, *changes):
    return save_answers(response=response, changes=list(changes), now=clock.now())


def tallies():
    return {(t.item_id, t.choice): t.count for t in ItemTally.objects.all()}


def test_start_twice_is_one_response(alice):
    setting = collecting(alice)
    first = setting.begin(setting.people[0])
    assert setting.begin(setting.people[0]).pk == first.pk
    assert AuditEvent.objects.filter(action="response.started").count() == 1


def test_start_before_opening_and_after_withdrawal(alice):
    setting = planned(alice, people=1)
    with pytest.raises(WrongState, match="not open yet"):
        setting.begin(setting.people[0])
    setting.people[0].revoked_at = clock.now()
    setting.people[0].save()
    with pytest.raises(WrongState, match="withdrawn"):
        setting.begin(setting.people[0])


def test_handed_over_link_is_exchanged_at_the_start(alice):
    setting = collecting(alice)
    person = setting.people[0]
    person.email = ""
    old = setting.link(person)
    started = start_response(actor=link_actor(person), participant=person, now=clock.now())
    assert started.secret is not None
    assert started.secret != old
    again = start_response(actor=link_actor(person), participant=person, now=clock.now())
    assert again.secret is None


def test_save_counts_chosen_answers_only(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    one, two, three = setting.items[:3]
    saved = save(
        response,
        AnswerChange(one.pk, "yes"),
        AnswerChange(two.pk, "", "only a comment"),
        AnswerChange(three.pk, "dont_know"),
    )
    assert (saved.answered, saved.total) == (2, 6)
    assert [answer.version for answer in saved.answers] == [1, 1, 1]
    saved = save(response, AnswerChange(one.pk, "", "", 1), AnswerChange(two.pk, "no", "x", 1))
    assert saved.answered == 2
    response.refresh_from_db()
    assert response.answered_count == 2
    assert response.last_saved_at == saved.saved_at


def test_save_takes_constant_queries(alice, django_assert_num_queries):
    setting = collecting(alice, practices=10, people=1)
    response = setting.begin(setting.people[0])
    items = setting.items
    given_out(response.questionnaire_id)  # kept from now on
    with django_assert_num_queries(5):  # savepoint, lock, what is stored, one write, release
        save(response, AnswerChange(items[0].pk, "yes", "why"))
    with django_assert_num_queries(5):
        save(response, *(AnswerChange(item.pk, "no") for item in items[1:]))


def test_stale_save_is_a_conflict_with_both_texts(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    item = setting.items[0]
    save(response, AnswerChange(item.pk, "yes", "first tab"))
    with pytest.raises(AnswerConflict) as caught:
        save(response, AnswerChange(item.pk, "no", "second tab", 0))
    stored = caught.value.stored[item.pk]
    assert (stored.choice, stored.comment, stored.version) == ("yes", "first tab", 1)
    assert [(c.stored, c.submitted) for c in caught.value.conflicts] == [
        ("yes", "no"),
        ("first tab", "second tab"),
    ]
    assert Answer.objects.get().comment == "first tab"


def test_evidence_is_an_answer_of_its_own_in_a_conflict(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    item = setting.items[0]
    save(response, AnswerChange(item.pk, "yes", "why", evidence=" the log\r\nof May "))
    with pytest.raises(AnswerConflict) as caught:
        save(response, AnswerChange(item.pk, "yes", "why", 0, "a page"))
    assert caught.value.stored[item.pk].evidence == "the log\nof May"
    assert [(c.label, c.stored, c.submitted) for c in caught.value.conflicts] == [
        ("SCM-P1: evidence", "the log\nof May", "a page")
    ]
    save(response, AnswerChange(item.pk, "yes", "why", 1, "a page"))
    assert Answer.objects.get().evidence == "a page"
    save(response, AnswerChange(item.pk, "yes", "why", 2, ""))
    assert Answer.objects.get().evidence == ""


def test_a_client_without_evidence_erases_none(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    item = setting.items[0]
    save(response, AnswerChange(item.pk, "yes", evidence="the log"))
    saved = save(response, AnswerChange(item.pk, "no", "why", 1))
    assert (saved.answers[0].evidence, saved.answers[0].version) == ("the log", 2)
    stored = Answer.objects.get()
    assert (stored.choice, stored.comment, stored.evidence) == ("no", "why", "the log")
    with pytest.raises(AnswerConflict):
        save(response, AnswerChange(item.pk, "yes", "", 1))
    assert save(response, AnswerChange(item.pk, "no", "why", 1)).answers[0].version == 2


def test_repeating_a_save_is_no_conflict(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    change = AnswerChange(setting.items[0].pk, "yes", "a")
    save(response, change)
    assert save(response, change).answers[0].version == 1
    assert save(response, change).answered == 1


def test_one_conflict_stores_nothing_of_the_batch(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    one, two = setting.items[:2]
    save(response, AnswerChange(one.pk, "yes"))
    with pytest.raises(AnswerConflict):
        save(response, AnswerChange(two.pk, "yes"), AnswerChange(one.pk, "no"))
    assert Answer.objects.count() == 1


def test_save_tells_every_problem_at_its_place(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    one, two = setting.items[:2]
    with pytest.raises(InvalidInput) as caught:
        save(
            response,
            AnswerChange(one.pk, "perhaps"),
            AnswerChange(uuid4(), "yes"),
            AnswerChange(two.pk, "yes", "x" * 1_000_000),
            AnswerChange(two.pk, "no", "a\x00b", 0, "x" * 2_001),
        )
    assert set(caught.value.fields) == {
        "answers[0].choice",
        "answers[1].item",
        "answers[2].comment",
        "answers[3].item",
        "answers[3].comment",
        "answers[3].evidence",
    }
    assert Answer.objects.count() == 0


def test_items_of_another_questionnaire_are_unknown(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    other = QuestionnaireItemFactory()
    with pytest.raises(InvalidInput):
        save(response, AnswerChange(other.pk, "yes"))


def test_submit_counts_once_and_locks(alice):
    setting = collecting(alice, people=2)
    items = setting.items
    response = setting.submit(setting.people[0], "yes", "no")
    submit_response(actor=link_actor(setting.people[0]), response=response, now=clock.now())
    setting.submit(setting.people[1], "yes", "dont_know", "yes")
    found = tallies()
    assert found[items[0].pk, "yes"] == 2
    assert (found[items[1].pk, "no"], found[items[1].pk, "dont_know"]) == (1, 1)
    assert (found[items[2].pk, "yes"], found[items[2].pk, "~not_reached"]) == (1, 1)
    assert found[items[3].pk, ""] == 1
    assert found[items[5].pk, "~not_reached"] == 2
    assert sum(found.values()) == 2 * 6
    assert wrong_tallies(setting.questionnaire.pk) == []
    assert AuditEvent.objects.filter(action="response.submitted").count() == 2
    with pytest.raises(WrongState, match="submitted"):
        save(response, AnswerChange(items[0].pk, "no", "", 1))


def test_submit_takes_constant_queries(alice, django_assert_num_queries):
    setting = collecting(alice, practices=10, people=1)
    response = setting.begin(setting.people[0])
    given_out(response.questionnaire_id)  # kept from now on
    # savepoint, two locks, state, two for gaps, the person's day, count, audit, release
    with django_assert_num_queries(10):
        submit_response(actor=link_actor(setting.people[0]), response=response, now=clock.now())


def test_submit_after_closing_is_refused(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    with pytest.raises(WrongState, match="closed"):
        submit_response(actor=link_actor(setting.people[0]), response=response, now=clock.now())
    with pytest.raises(WrongState, match="closed"):
        save(response, AnswerChange(setting.items[0].pk, "yes"))
    assert ItemTally.objects.count() == 0


def test_recompute_repairs(alice):
    setting = collecting(alice, people=2)
    setting.submit(setting.people[0], "yes")
    setting.submit(setting.people[1], "no")
    assert recompute_tallies(questionnaire=setting.questionnaire) == 0
    ItemTally.objects.filter(choice="yes").update(count=9)
    ItemTally.objects.filter(choice="no").delete()
    assert recompute_tallies(questionnaire=setting.questionnaire) == 2
    assert wrong_tallies(setting.questionnaire.pk) == []


def test_audit_never_holds_an_answer(alice):
    setting = collecting(alice)
    response = setting.begin(setting.people[0])
    save(response, AnswerChange(setting.items[0].pk, "yes", "a secret comment"))
    submit_response(actor=link_actor(setting.people[0]), response=response, now=clock.now())
    text = str(list(AuditEvent.objects.values()))
    assert "secret comment" not in text
    assert "yes" not in text


def test_nobody_else_sees_a_response(alice, bob):
    setting = collecting(alice)
    setting.people[0].user = bob.user
    setting.people[0].save()
    response = setting.begin(setting.people[0])
    assert list(Response.objects.visible_to(bob.actor)) == [response]
    assert list(Response.objects.visible_to(alice.actor)) == []
    assert list(Response.objects.visible_to(link_actor(setting.people[0]))) == []
