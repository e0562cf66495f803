"""New questions for those who have submitted: additions, from the version to the results."""

import json

import pytest
from django.urls import reverse

from assessments.models import (
    Answer,
    Assessment,
    Dispatch,
    ItemTally,
    Participant,
    Response,
)
from assessments.queries.asked_items import asked_items
from assessments.queries.counted import assessments_of
from assessments.queries.own_summary import own_summary
from assessments.queries.progress import collection
from assessments.queries.questionnaire import OwnSheet
from assessments.queries.rates import response_rates
from assessments.queries.unit_counts import values_of_people
from assessments.queries.versions import versions
from assessments.rules.audience import AskedOf
from assessments.rules.drafting import Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition
from assessments.services.answers import recompute_tallies
from assessments.services.assessments import close_collection, open_questionnaire
from assessments.services.participants import edit_participant
from cip.home.work_sources import QUESTIONNAIRES, entries
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from tests.assessments.building import (
    OTHER,
    OWN,
    addition_of,
    asked_more,
    handed_in,
    item_of,
    newest,
    next_version,
    opened,
    save,
    submit,
)
from tests.assessments.setting import planned

pytestmark = pytest.mark.django_db


def seen(response):
    return [question.code for question in OwnSheet(response).questions()]


def tally(setting, code):
    rows = ItemTally.objects.filter(item=item_of(setting, code))
    return dict(rows.values_list("choice", "count"))


def test_who_submitted_is_asked_the_new_questions_only(alice):
    setting = asked_more(alice)
    done, other = setting.people
    addition = addition_of(done)
    assert (addition.asked_after, addition.begun_number) == (1, 2)
    assert setting.begin(done) == addition
    assert seen(addition) == ["OWN-1"]
    assert [area.code for area in OwnSheet(addition).areas().areas] == ["SCM"]
    assert not other.responses.exists()
    first = done.responses.get(asked_after=0)
    assert (first.state, first.questionnaire.number) == ("submitted", 1)
    assert len(seen(first)) == 6


def test_its_answers_count_for_its_questions_alone(alice):
    setting = asked_more(alice)
    done, other = setting.people
    addition = addition_of(done)
    saved = save(addition, setting, OWN_1="partly")
    assert (saved.answered, saved.total) == (1, 1)
    day = done.responded_on
    submit(addition, done)
    submit(addition, done)
    handed_in(setting, other, SCM_P1="no", OWN_1="partly")
    assert tally(setting, "OWN-1") == {"partly": 2}
    assert tally(setting, "SCM-P1") == {"no": 1}
    one = setting.assessment.questionnaires.get(number=1)
    assert dict(
        ItemTally.objects.filter(item=item_of(setting, "SCM-P1", number=1)).values_list(
            "choice", "count"
        )
    ) == {"yes": 1}
    assert recompute_tallies(questionnaire=newest(setting)) == 0
    assert recompute_tallies(questionnaire=one) == 0
    done.refresh_from_db()
    assert done.responded_on == day or day is None
    assert seen(addition_of(done)) == ["OWN-1"]


def test_a_blank_addition_leaves_its_questions_blank(alice):
    setting = asked_more(alice)
    submit(addition_of(setting.people[0]), setting.people[0])
    assert tally(setting, "OWN-1") == {"~not_reached": 1}
    assert tally(setting, "SCM-P1") == {}
    assert recompute_tallies(questionnaire=newest(setting)) == 0


def test_what_was_submitted_stays(alice):
    setting = asked_more(alice)
    addition = addition_of(setting.people[0])
    with pytest.raises(InvalidInput) as refused:
        save(addition, setting, SCM_P1="no")
    assert "can no longer be changed" in refused.value.fields["answers[0].item"][0]
    with pytest.raises(InvalidInput):
        save(addition, setting, number=1, SCM_P1="no")
    submit(addition, setting.people[0])
    with pytest.raises(WrongState):
        save(addition, setting, OWN_1="fully")
    assert Answer.objects.filter(choice="no").count() == 1


def test_nothing_new_for_the_role_asks_nothing(alice):
    roles = (AskedOf("OWN-1", ("manager",)),)
    setting = asked_more(alice, draft=Draft(own=(OWN,), asked_of=roles))
    assert not Response.objects.filter(asked_after__gt=0).exists()
    next_version(setting, Draft(own=(OWN,), asked_of=roles, left_out=("SRM-P1",)), expected=1)
    assert not Response.objects.filter(asked_after__gt=0).exists()
    Participant.objects.update(role="Manager")
    next_version(setting, Draft(own=(OWN,), asked_of=roles), expected=2)
    assert seen(addition_of(Participant.objects.get(pk=setting.people[0].pk))) == ["OWN-1"]


def test_a_changed_role_is_asked_what_came_for_it_at_once(alice):
    roles = (AskedOf("OWN-1", ("manager",)), AskedOf("OWN-2", ("agent",)))
    setting = asked_more(alice, draft=Draft(own=(OWN, OTHER), asked_of=roles))
    done, other = setting.people
    assert not Response.objects.filter(asked_after__gt=0).exists()
    for role, asked in (("Manager", ["OWN-1"]), ("agent", ["OWN-2"]), ("clerk", None)):
        edit_participant(actor=alice.actor, participant=done, values={"role": role})
        found = Response.objects.filter(participant=done.pk, asked_after__gt=0).first()
        assert (found and seen(found)) == asked
    edit_participant(actor=alice.actor, participant=other, values={"role": "manager"})
    assert not Response.objects.filter(asked_after__gt=0).exists()
    assert list(Dispatch.objects.filter(number__gt=100).values_list("participant", "number")) == [
        (done.pk, 102)
    ]


def test_the_page_of_who_has_submitted_says_what_a_new_role_means(alice):
    setting = asked_more(alice)
    said = "What came later for the new role is asked at once"
    pages = [
        reverse("assessments:participant", args=["acme", setting.assessment.pk, person.pk])
        for person in setting.people
    ]
    assert [said in alice.client.get(page).text for page in pages] == [True, False]
    Assessment.objects.update(state="analyzing")
    assert said not in alice.client.get(pages[0]).text


def test_a_further_version_adds_further(alice):
    setting = asked_more(alice)
    done = setting.people[0]
    save(addition_of(done), setting, OWN_1="partly")
    next_version(setting, Draft(own=(OWN, OTHER)), expected=1)
    addition = addition_of(done)
    assert (seen(addition), addition.answered_count) == (["OWN-1", "OWN-2"], 1)
    submit(addition, done)
    third = OwnQuestion("OWN-3", "SRM", "Who watches?", "shipped:presence")
    next_version(setting, Draft(own=(OWN, OTHER, third)), expected=2)
    last = done.responses.get(asked_after=3)
    assert seen(last) == ["OWN-3"]
    assert recompute_tallies(questionnaire=newest(setting)) == 0


def test_a_question_taken_back_takes_its_addition_with_it(alice):
    setting = asked_more(alice)
    next_version(setting, Draft(), expected=1)
    assert not Response.objects.filter(asked_after__gt=0).exists()
    next_version(setting, Draft(own=(OWN,)), expected=2)
    assert seen(addition_of(setting.people[0])) == ["OWN-1"]


def test_skip_rules_go_by_what_was_submitted(alice):
    rule = Rule((Condition("SCM-P1", frozenset({"no"})),), ("OWN-1",))
    draft = Draft(own=(OWN, OTHER), rules=(rule,))
    setting = asked_more(alice, draft=draft, SCM_P1="no")
    saved = save(addition_of(setting.people[0]), setting, OWN_2="mostly")
    assert (saved.answered, saved.total) == (1, 1)
    assert saved.skipped == {item_of(setting, "OWN-1").pk}
    submit(addition_of(setting.people[0]), setting.people[0])
    assert tally(setting, "OWN-1") == {"~skipped": 1}
    assert recompute_tallies(questionnaire=newest(setting)) == 0


def test_one_person_is_counted_once(alice):
    setting = asked_more(alice)
    done = setting.people[0]
    row = next(row for row in collection(setting.assessment).rows if row.pk == done.pk)
    assert (row.state, row.progress.answered, row.progress.total) == ("submitted", 2, 7)
    assert row.has_new_questions
    save(addition_of(done), setting, OWN_1="partly")
    submit(addition_of(done), done)
    found = collection(setting.assessment)
    row = next(row for row in found.rows if row.pk == done.pk)
    assert (row.state, row.progress.answered, row.has_new_questions) == ("submitted", 3, False)
    assert (len(found.rows), found.rates.complete, found.rates.asked) == (2, 1, 2)
    (listed,) = assessments_of(setting.assessment.program, alice.actor)
    assert (listed.invited, listed.submitted) == (2, 1)
    second, first = versions(setting.assessment)
    assert (first.submitted, first.asked_more) == (1, 0)
    assert (second.begun, second.submitted) == (0, 0)
    assert (second.asked_more, second.answered_more) == (1, 1)


def test_areas_count_people_by_all_they_were_asked(alice):
    draft = Draft(own=(OwnQuestion("OWN-2", "SPM", "Who plans?", "shipped:frequency"),))
    setting = opened(alice, people=10)
    for person in setting.people:
        handed_in(setting, person, SPM_P1="yes")
    next_version(setting, draft, expected=0)
    for person in setting.people[:5]:
        save(addition_of(person), setting, OWN_2="mostly")
        submit(addition_of(person), person)
    for person in setting.people[5:8]:
        save(addition_of(person), setting, OWN_2="mostly")
    assert close_collection(
        actor=alice.actor, assessment=setting.assessment, now=clock.now()
    ) == 3  # fmt: skip
    setting.assessment.refresh_from_db()
    found = response_rates(setting.assessment, collection(setting.assessment)).areas
    counts = {a.code: (a.coverage.able, a.coverage.asked) for a in found}
    assert counts == {"SCM": (0, 10), "SPM": (10, 10), "SRM": (0, 10)}
    values = values_of_people(setting.assessment, asked_items(setting.assessment))
    assert values.shape[0] == 10


def test_an_anonymous_one_has_none(alice):
    setting = planned(alice, people=2)
    Assessment.objects.update(mode="anonymous")
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    handed_in(setting, setting.people[0], SCM_P1="yes")
    with pytest.raises(WrongState, match="answered anonymously"):
        next_version(setting, Draft(own=(OWN,)), expected=0)
    assert not Response.objects.filter(asked_after__gt=0).exists()


def test_the_own_summary_holds_both(alice):
    setting = asked_more(alice)
    found = own_summary(addition_of(setting.people[0]), setting.assessment)
    assert (found.answered, found.total) == (2, 7)
    area = next(area for area in found.areas if area.answers[0].question.code.startswith("SCM"))
    assert [own.question.code for own in area.answers] == ["SCM-P1", "SCM-P2", "OWN-1"]


def test_the_pages_lead_to_the_new_questions(alice, bob):
    setting = asked_more(alice)
    done = setting.people[0]
    Participant.objects.filter(pk=done.pk).update(user=bob.user)
    args = [bob.organization.slug, setting.assessment.pk]
    home = bob.client.get(reverse("assessments:detail", args=args)).text
    assert "New questions since you submitted" in home
    first = bob.client.get(reverse("assessments:fill", args=args), follow=True)
    assert first.redirect_chain[-1][0] == reverse("assessments:fill_area", args=[*args, "SCM"])
    assert "Who keeps the list of services?" in first.text
    assert "New since you submitted" in first.text
    assert "Is practice 1" not in first.text
    thanks = bob.client.get(reverse("assessments:fill_done", args=args)).text
    assert "1 new question since you submitted" in thanks
    assert 'data-clear-answers=""' in thanks
    mine = bob.client.get(reverse("assessments:fill_answers", args=args)).text
    assert "Is practice 1 of Service Commitment Management done?" in mine
    assert "Who keeps the list of services?" in mine
    review = reverse("assessments:fill_review", args=args)
    assert "1 question is unanswered" in bob.client.get(review).text
    assert bob.client.post(review).status_code == 302
    thanks = bob.client.get(reverse("assessments:fill_done", args=args)).text
    assert "since you submitted" not in thanks
    assert f'data-clear-answers="{addition_of(done).pk}"' in thanks


def test_my_work_names_it_until_it_is_submitted(alice, bob):
    setting = asked_more(alice)
    done = setting.people[0]
    Participant.objects.filter(pk=done.pk).update(user=bob.user)
    assert [entry.title for entry in entries(bob.actor, [QUESTIONNAIRES])] == [
        "Answer “First look”"
    ]
    submit(addition_of(done), done)
    assert entries(bob.actor, [QUESTIONNAIRES]) == []


def test_a_link_saves_and_hands_in(alice, client):
    setting = asked_more(alice)
    secret = setting.link(Participant.objects.get(pk=setting.people[0].pk))
    body = {"item": str(item_of(setting, "OWN-1").pk), "choice": "partly", "version": 0}
    save_url = reverse("links:fill_save", args=[secret])
    saved = client.post(save_url, json.dumps(body | {"comment": ""}), "application/json")
    assert saved.json()["progress"] == {"answered": 1, "total": 1}
    old = body | {"item": str(item_of(setting, "SCM-P1", number=1).pk), "comment": ""}
    refused = client.post(save_url, json.dumps(old), "application/json")
    assert refused.status_code == 400
    client.post(reverse("links:fill_review", args=[secret]))
    assert tally(setting, "OWN-1") == {"partly": 1}


def test_closing_leaves_it_out_and_shows_what_was_submitted(alice, client):
    setting = asked_more(alice)
    secret = setting.link(Participant.objects.get(pk=setting.people[0].pk))
    save(addition_of(setting.people[0]), setting, OWN_1="partly")
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    assert tally(setting, "OWN-1") == {}
    page = client.get(reverse("links:fill", args=[secret]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("links:fill_done", args=[secret])
    assert "since you submitted" not in page.text


def test_the_page_for_closing_counts_what_would_be_left_out(alice):
    setting = opened(alice, people=4)
    for person in setting.people:
        handed_in(setting, person, SCM_P1="yes")
    where = reverse("assessments:close_collection", args=["acme", setting.assessment.pk])
    assert "New questions" not in alice.client.get(where).text
    next_version(setting, Draft(own=(OWN,)), expected=0)
    submit(addition_of(setting.people[0]), setting.people[0])
    save(addition_of(setting.people[1]), setting, OWN_1="partly")
    page = alice.client.get(where).text
    assert "New questions are open for 3 people who have submitted" in page
    assert "1 of them has begun to answer" in page
    assert "begun questionnaire" not in page


def test_the_api_lists_both(alice, bob):
    setting = asked_more(alice)
    done = setting.people[0]
    Participant.objects.filter(pk=done.pk).update(user=bob.user)
    rows = bob.api.get("/api/v1/my-responses/").json()["results"]
    assert [(row["state"], row["asked_after"]) for row in rows] == [
        ("started", 1),
        ("submitted", 0),
    ]
    where = f"/api/v1/my-responses/{rows[0]['id']}"
    body = {"assessment": str(setting.assessment.pk)}
    again = bob.api.post("/api/v1/my-responses/", body)
    assert (again.status_code, again.json()["id"]) == (200, rows[0]["id"])
    read = bob.api.get(f"{where}/answers/").json()
    assert [row["code"] for row in read["answers"]] == ["OWN-1"]
    assert bob.api.post(f"{where}/submit/").json()["state"] == "submitted"
    made = alice.api.get(f"/api/v1/assessments/{setting.assessment.pk}/questions/versions/").json()
    assert [(row["asked_more"], row["answered_more"]) for row in made] == [(1, 1), (0, 0)]
