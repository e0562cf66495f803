"""People who answer and hand in at the same moment, on a real PostgreSQL with real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assessments.models import Answer, Evidence, ItemTally, Questionnaire, Response
from assessments.queries.progress import wrong_tallies
from assessments.rules.drafting import Draft
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    save_answers,
    start_response,
    submit_response,
)
from assessments.services.assessments import close_collection
from assessments.services.practice_evidence import take_in
from assessments.services.questionnaires import issue_next_version, set_draft
from assessments.views.doors import link_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import WrongState
from tests.assessments.results_world import make_world
from tests.assessments.setting import collecting
from tests.factories.assessments import FindingFactory, PracticeEvidenceFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def at_once(*calls):
    """Run all calls in threads that start together; their results, or the exceptions."""
    gate = Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except (WrongState, AnswerConflict) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def tallies():
    return {(t.item_id, t.choice): t.count for t in ItemTally.objects.all()}


def submitting(person, response):
    return lambda: submit_response(actor=link_actor(person), response=response, now=clock.now())


def test_everybody_submits_at_once(alice):
    setting = collecting(alice, people=PEOPLE)
    items = setting.items
    choices = ("yes", "no", "does_not_apply", "dont_know", "")
    calls = []
    for n, person in enumerate(setting.people):
        response = setting.begin(person)
        changes = [
            AnswerChange(item.pk, choices[(n + place) % 5]) for place, item in enumerate(items)
        ]
        save_answers(response=response, changes=changes, now=clock.now())
        calls.append(submitting(person, response))
    results = at_once(*calls)
    assert [result.state for result in results] == ["submitted"] * PEOPLE
    assert wrong_tallies(Questionnaire.objects.get().pk) == []
    assert sum(tallies().values()) == PEOPLE * len(items)


def test_everybody_begins_answers_and_submits_at_once(alice):
    setting = collecting(alice, people=PEOPLE)
    items = setting.items
    choices = ("yes", "no", "does_not_apply", "dont_know")

    def visit(number, person):
        def call():
            response = setting.begin(person)
            for place, item in enumerate(items):
                change = AnswerChange(item.pk, choices[(number + place) % 4], f"{number} {place}")
                save_answers(response=response, changes=[change], now=clock.now())
            return submit_response(actor=link_actor(person), response=response, now=clock.now())

        return call

    results = at_once(*[visit(number, person) for number, person in enumerate(setting.people)])
    assert [result.state for result in results] == ["submitted"] * PEOPLE
    assert wrong_tallies(Questionnaire.objects.get().pk) == []
    assert tallies() == {(item.pk, choice): PEOPLE // 4 for item in items for choice in choices}
    for number, result in enumerate(results):
        stored = result.answers.order_by("item__position").values_list("choice", "comment")
        assert list(stored) == [
            (choices[(number + place) % 4], f"{number} {place}") for place in range(len(items))
        ]


def test_one_person_submits_many_times_at_once(alice):
    setting = collecting(alice, people=1)
    response = setting.begin(setting.people[0])
    at_once(*[submitting(setting.people[0], response)] * 5)
    assert sum(tallies().values()) == len(setting.items)
    assert AuditEvent.objects.filter(action="response.submitted").count() == 1


def test_submitting_while_collecting_is_closed(alice):
    setting = collecting(alice, people=PEOPLE)
    calls = [submitting(person, setting.begin(person)) for person in setting.people]
    calls.insert(
        3,
        lambda: close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now()),
    )
    results = at_once(*calls)
    handed_in = [r for r in results if isinstance(r, Response)]
    assert Response.objects.filter(state="submitted").count() == len(handed_in)
    assert wrong_tallies(Questionnaire.objects.get().pk) == []


def test_beginning_many_times_at_once_is_one_response(alice):
    setting = collecting(alice, people=1)
    person = setting.people[0]
    actor = link_actor(person)
    at_once(*[lambda: start_response(actor=actor, participant=person, now=clock.now())] * 5)
    assert Response.objects.count() == 1


def test_two_windows_save_the_same_question_at_once(alice):
    setting = collecting(alice, people=1)
    response = setting.begin(setting.people[0])
    item = setting.items[0]

    def saving(choice):
        return lambda: save_answers(
            response=response, changes=[AnswerChange(item.pk, choice)], now=clock.now()
        )

    results = at_once(saving("yes"), saving("no"))
    conflicts = [r for r in results if isinstance(r, AnswerConflict)]
    assert len(conflicts) == 1
    assert conflicts[0].stored[item.pk].choice == Answer.objects.get().choice
    response.refresh_from_db()
    assert response.answered_count == 1


def test_many_windows_save_different_questions_at_once(alice):
    setting = collecting(alice, people=1)
    response = setting.begin(setting.people[0])

    def saving(item):
        return lambda: save_answers(
            response=response, changes=[AnswerChange(item.pk, "yes")], now=clock.now()
        )

    at_once(*[saving(item) for item in setting.items])
    response.refresh_from_db()
    assert response.answered_count == Answer.objects.exclude(choice="").count() == 6


def test_a_version_given_out_while_people_begin_save_and_submit(alice):
    setting = collecting(alice, people=PEOPLE + 1)
    *people, late = setting.people
    items = setting.items
    responses = [setting.begin(person) for person in people]
    for response in responses:
        change = AnswerChange(items[0].pk, "yes")
        save_answers(response=response, changes=[change], now=clock.now())
    set_draft(
        actor=alice.actor,
        assessment=setting.assessment,
        expected_version=0,
        draft=Draft(left_out=("SRM-P1",)),
    )

    def save(response):
        changes = [AnswerChange(items[1].pk, "no"), AnswerChange(items[0].pk, "no", "", 1)]
        return lambda: save_answers(response=response, changes=changes, now=clock.now())

    results = at_once(
        lambda: issue_next_version(
            actor=alice.actor, assessment=setting.assessment, expected_version=1
        ),
        lambda: start_response(actor=link_actor(late), participant=late, now=clock.now()),
        *[save(response) for response in responses[:-2]],
        *[
            submitting(person, response)
            for person, response in zip(people[-2:], responses[-2:], strict=True)
        ],
    )
    made = results[0]
    assert made.number == 2
    for response in responses[:-2]:
        response.refresh_from_db()
        assert response.questionnaire_id == made.pk
        assert response.answered_count == 2
        rows = response.answers.order_by("item__position").values_list("item__position", "choice")
        assert list(rows) == [(1, "no"), (2, "no")]
        assert set(response.answers.values_list("item__questionnaire", flat=True)) == {made.pk}
    begun = Response.objects.get(participant=late)
    assert begun.questionnaire_id == made.pk
    for sheet in Questionnaire.objects.all():
        assert wrong_tallies(sheet.pk) == []


def test_a_finding_takes_a_piece_of_evidence_in_once(alice):
    world = make_world(alice.organization, alice.user)
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    piece = PracticeEvidenceFactory(assessment=world.assessment, node=finding.node)
    found = at_once(
        *[lambda: take_in(actor=alice.actor, finding=finding, evidence=piece) for _n in range(4)]
    )
    assert sum(isinstance(each, WrongState) for each in found) == 3
    assert Evidence.objects.get() in found
