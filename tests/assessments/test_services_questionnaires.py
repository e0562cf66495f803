"""Draft, open, skip, give out the next version: answers follow their questions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Answer, ItemTally, Questionnaire, QuestionnaireDraft, Response
from assessments.queries.analysis import analysis
from assessments.queries.drafting import draft_sheet
from assessments.queries.overview import question_count
from assessments.queries.progress import wrong_tallies
from assessments.queries.questionnaire import OwnSheet
from assessments.queries.versions import versions
from assessments.rules.drafting import Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    save_answers,
    start_response,
)
from assessments.services.assessments import close_collection, edit_assessment, open_questionnaire
from assessments.services.questionnaires import issue_next_version, set_draft
from assessments.views.doors import link_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.building import (
    OWN,
    SKIP,
    codes,
    drafted,
    item_of,
    newest,
    next_version,
    opened,
    save,
    submit,
)
from tests.assessments.setting import planned
from tests.factories.catalog import MaturityModelFactory
from tests.small_model import small_model

pytestmark = pytest.mark.django_db


def test_open_asks_what_was_drafted(alice):
    draft = Draft(areas=("SRM", "SCM"), order=("SCM-P2", "OWN-1"), left_out=("SPM-P1",), own=(OWN,))
    setting = opened(alice, draft)
    assert codes(newest(setting)) == [
        "SRM-P1",
        "SRM-P2",
        "SCM-P1",
        "SCM-P2",
        "OWN-1",
        "SPM-P2",
    ]
    own = item_of(setting, "OWN-1")
    assert (own.own_text, own.shipped_set, own.response_set_id) == (OWN.text, "presence", None)
    assert (own.number, own.since, own.origin_id) == (5, 1, None)


def test_an_own_question_may_use_a_set_of_the_model(alice):
    own = OwnQuestion("OWN-1", "SCM", "Is it so?", "model:yes_no")
    setting = planned(alice)
    key = next(k for k in draft_sheet(setting.assessment).sets if k.startswith("model:"))
    drafted(setting, Draft(own=(OwnQuestion("OWN-1", "SCM", own.text, key),)))
    sheet = draft_sheet(setting.assessment)
    assert [choice.code for choice in sheet.choices(key)] == [
        "yes",
        "no",
        "does_not_apply",
        "dont_know",
    ]


def test_aspects_share_number_and_question(alice):
    setting = opened(alice, Draft(aspects=("as_is", "to_be")))
    rows = newest(setting).items.order_by("position").values_list("number", "aspect", "question")
    first, second = list(rows)[:2]
    assert first[::2] == second[::2]
    assert (first[1], second[1]) == ("as_is", "to_be")
    assert (len(rows), question_count(setting.assessment)) == (12, 6)


def test_drafting_says_every_problem(alice):
    setting = planned(alice)
    own = (
        OwnQuestion("SCM-P1", "NONE", " ", "model:agreement"),
        OwnQuestion("OWN-2", "SCM", "a\x00", "shipped:presence"),
    )
    rules = (Rule(SKIP.when, ("GONE",)), Rule((), ("SCM-P2",)))
    with pytest.raises(InvalidInput) as caught:
        drafted(setting, Draft(own=own, rules=rules, aspects=("wish",), kinds=("x",), levels=(9,)))
    assert set(caught.value.fields) == {
        "own[0].code",
        "own[0].area",
        "own[0].text",
        "own[0].response_set",
        "own[1].text",
        "rules[0]",
        "rules[1]",
        "aspects",
        "kinds",
        "levels",
    }
    assert not QuestionnaireDraft.objects.exists()


def test_a_stale_draft_is_refused(alice):
    setting = planned(alice)
    drafted(setting, Draft(left_out=("SCM-P1",)))
    drafted(setting, Draft(left_out=("SCM-P2",)), expected=1)
    with pytest.raises(StaleWrite) as caught:
        drafted(setting, Draft(), expected=1)
    assert caught.value.current_version == 2


def test_who_may_draft_and_when(alice, bob):
    setting = opened(alice)
    with pytest.raises(NotAllowed):
        set_draft(actor=bob.actor, assessment=setting.assessment, expected_version=0, draft=Draft())
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    with pytest.raises(WrongState):
        drafted(setting, Draft())


def test_opening_refuses_rules_that_cannot_work(alice):
    setting = planned(alice, people=1)
    later = Rule((Condition("SCM-P2", frozenset({"maybe"})),), ("SCM-P1", "SRM-P1"))
    drafted(setting, Draft(rules=(later,)))
    with pytest.raises(InvalidInput) as caught:
        open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    assert caught.value.fields[""] == [
        "The rule that skips question SCM-P1 asks about SCM-P2, which does not come before it.",
        "The rule that skips question SRM-P1 waits for an answer that SCM-P2 does not offer.",
    ]


def test_another_model_drops_the_draft(alice):
    setting, other = planned(alice), small_model(model=MaturityModelFactory())
    drafted(setting, Draft(left_out=("SCM-P1",)))
    setting.assessment.refresh_from_db()
    edit_assessment(
        actor=alice.actor,
        assessment=setting.assessment,
        expected_version=setting.assessment.version,
        values={"model_version_id": other.version.pk},
        today=clock.today(),
    )
    assert not QuestionnaireDraft.objects.exists()


def test_saving_tells_what_is_skipped_and_keeps_its_answer(alice):
    setting = opened(alice, Draft(rules=(SKIP,)))
    response = setting.begin(setting.people[0])
    saved = save(response, setting, SCM_P2="yes")
    assert (saved.answered, saved.total, saved.skipped) == (1, 6, frozenset())
    saved = save(response, setting, SCM_P1="no")
    past = {item_of(setting, "SCM-P2").pk, item_of(setting, "SPM-P1").pk}
    assert (saved.answered, saved.total, saved.skipped) == (1, 4, past)
    response.refresh_from_db()
    assert response.answered_count == 1
    assert OwnSheet(response).skipped == past
    change = AnswerChange(item_of(setting, "SCM-P1").pk, "yes", "", 1)
    saved = save_answers(response=response, changes=[change], now=clock.now())
    assert (saved.answered, saved.total, saved.skipped) == (2, 6, frozenset())


def test_saving_with_rules_takes_six_queries(alice, django_assert_num_queries):
    setting = opened(alice, Draft(rules=(SKIP,)), practices=10)
    response = setting.begin(setting.people[0])
    item = item_of(setting, "SCM-P1")
    assert OwnSheet(response).skipped == frozenset()  # reads the questions, which are kept
    with django_assert_num_queries(6):
        save_answers(response=response, changes=[AnswerChange(item.pk, "no")], now=clock.now())


def test_submitting_keeps_the_gaps_apart(alice):
    setting = opened(alice, Draft(rules=(SKIP,)))
    person = setting.people[0]
    response = setting.begin(person)
    save(response, setting, SCM_P1="no", SCM_P2="yes", SPM_P2="dont_know")
    submit(response, person)
    choices = {
        code: item_of(setting, code).tallies.get().choice
        for code in ("SCM-P1", "SCM-P2", "SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2")
    }
    assert choices == {
        "SCM-P1": "no",
        "SCM-P2": "~skipped",
        "SPM-P1": "~skipped",
        "SPM-P2": "dont_know",
        "SRM-P1": "~not_reached",
        "SRM-P2": "~not_reached",
    }
    assert wrong_tallies(newest(setting).pk) == []


CHOICES = st.dictionaries(
    st.sampled_from(["SCM-P1", "SCM-P2", "SPM-P1", "SRM-P1"]),
    st.sampled_from(["yes", "no", "dont_know", ""]),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(CHOICES, min_size=1, max_size=3))
def test_every_submitted_question_counts_once(alice_open, rounds):
    setting = alice_open
    person = setting.people[0]
    Response.objects.all().delete()
    ItemTally.objects.all().delete()
    response = setting.begin(person)
    last = {}
    for choices in rounds:
        for code, choice in choices.items():
            item = item_of(setting, code)
            stored = Answer.objects.filter(response=response, item=item).first()
            version = stored.version if stored else 0
            change = AnswerChange(item.pk, choice, "", version)
            save_answers(response=response, changes=[change], now=clock.now())
            last[code] = choice
    submit(response, person)
    counted = ItemTally.objects.values_list("item_id", "choice", "count")
    assert len({item for item, _choice, _n in counted}) == 6
    assert {n for _item, _choice, n in counted} == {1}
    is_skipped = last.get("SCM-P1") == "no"
    choice = item_of(setting, "SCM-P2").tallies.get().choice
    assert (choice == "~skipped") == is_skipped
    if not is_skipped and last.get("SCM-P2"):
        assert choice == last["SCM-P2"]


@pytest.fixture
def alice_open(alice):
    return opened(alice, Draft(rules=(SKIP,)))


def test_next_version_moves_begun_responses_with_their_answers(alice):
    setting = opened(alice, Draft(own=(OWN,)), people=2)
    begun, done = setting.people
    response = setting.begin(begun)
    save(response, setting, SCM_P1="yes", SCM_P2="no", OWN_1="partly")
    other = setting.begin(done)
    save(other, setting, SCM_P1="no", OWN_1="yes")
    submit(other, done)
    changed = OwnQuestion("OWN-1", "SCM", "Who keeps the service list?", "shipped:presence")
    fresh = OwnQuestion("OWN-2", "SRM", "How often?", "shipped:frequency")
    made = next_version(setting, Draft(own=(changed, fresh), left_out=("SCM-P2",)), expected=1)
    response.refresh_from_db()
    other.refresh_from_db()
    assert (made.number, response.questionnaire_id) == (2, made.pk)
    assert other.questionnaire.number == 1
    assert response.answered_count == 1
    mine = {a.item.number: a.choice for a in response.answers.filter(item__questionnaire=made)}
    assert mine == {1: "yes"}
    assert item_of(setting, "SCM-P1").since == 1
    assert (item_of(setting, "OWN-1").since, item_of(setting, "OWN-2").since) == (2, 2)
    assert response.begun_number == 1
    back = next_version(setting, Draft(own=(OWN,)), expected=2)
    response.refresh_from_db()
    kept = {(a.item.own_code, a.choice) for a in response.answers.filter(item__questionnaire=back)}
    assert kept == {("", "yes"), ("", "no"), ("OWN-1", "partly")}
    assert response.answered_count == 3
    assert AuditEvent.objects.filter(action="questionnaire.version_issued").count() == 2


def test_a_device_that_was_offline_sends_old_items(alice):
    setting = opened(alice, Draft(own=(OWN,)))
    response = setting.begin(setting.people[0])
    save(response, setting, SCM_P1="yes")
    old, gone = item_of(setting, "SCM-P1").pk, item_of(setting, "OWN-1").pk
    next_version(setting, Draft(), expected=1)
    saved = save_answers(
        response=response, changes=[AnswerChange(old, "no", "", 1)], now=clock.now()
    )
    assert (saved.answers[0].item_id, saved.answers[0].version) == (old, 2)
    with pytest.raises(AnswerConflict) as caught:
        save_answers(response=response, changes=[AnswerChange(old, "yes", "", 1)], now=clock.now())
    assert caught.value.stored[old].choice == "no"
    with pytest.raises(InvalidInput):
        save_answers(response=response, changes=[AnswerChange(gone, "yes")], now=clock.now())
    new = item_of(setting, "SCM-P1").pk
    both = [AnswerChange(old, "yes", "", 2), AnswerChange(new, "no", "", 2)]
    with pytest.raises(InvalidInput):
        save_answers(response=response, changes=both, now=clock.now())


def test_who_has_submitted_does_not_begin_again(alice):
    setting = opened(alice)
    person = setting.people[0]
    done = setting.submit(person, "yes")
    next_version(setting, Draft(left_out=("SRM-P1",)), expected=0)
    again = start_response(actor=link_actor(person), participant=person, now=clock.now())
    assert again.response == done
    assert Response.objects.count() == 1


def test_analysis_joins_versions_by_question(alice):
    setting = opened(alice, Draft(own=(OWN,)), people=6)
    for person in setting.people[:3]:
        response = setting.begin(person)
        save(response, setting, SCM_P1="yes", OWN_1="partly")
        submit(response, person)
    next_version(setting, Draft(left_out=("SCM-P2",)), expected=1)
    for person in setting.people[3:]:
        response = setting.begin(person)
        save(response, setting, SCM_P1="no")
        submit(response, person)
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    found = {item.code: item for item in analysis(setting.assessment, for_team=True).items}
    assert (found["SCM-P1"].tally.yes, found["SCM-P1"].tally.no) == (3, 3)
    assert set(found) == {"SCM-P1", "SCM-P2", "OWN-1", "SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2"}


def test_versions_tell_what_changed(alice):
    setting = opened(alice, Draft(own=(OWN,)))
    reworded = OwnQuestion("OWN-1", "SCM", "Reworded?", "shipped:presence")
    draft = Draft(own=(reworded,), left_out=("SCM-P2",), order=("SRM-P2", "SRM-P1"), rules=())
    next_version(setting, draft, expected=1)
    second, first = versions(setting.assessment)
    assert (first.number, first.items, first.changes.is_empty) == (1, 7, True)
    assert (second.number, second.items) == (2, 6)
    assert [row.code for row in second.changes.removed] == ["SCM-P2"]
    assert [row.code for row in second.changes.reworded] == ["OWN-1"]
    assert second.changes.added == ()
    assert second.changes.is_reordered


def test_a_version_without_a_change_is_refused(alice):
    setting = opened(alice)
    with pytest.raises(InvalidInput, match="Nothing was changed"):
        issue_next_version(actor=alice.actor, assessment=setting.assessment, expected_version=0)
    assert Questionnaire.objects.count() == 1


def test_a_version_only_while_open(alice):
    setting = planned(alice)
    with pytest.raises(WrongState):
        issue_next_version(actor=alice.actor, assessment=setting.assessment, expected_version=0)
