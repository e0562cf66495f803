"""What is kept of the answers is never out of date: another release mark is another key."""

import pytest
from django.utils import translation

from assessments.models import ItemTally, Release
from assessments.queries.analysis import analysis
from assessments.services.answers import recompute_tallies
from assessments.services.releasing import release_answers, tighten_release
from cip.kernel import clock
from tests.assessments.results_world import make_world


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    for code in made.items:
        made.answer(code, ["yes"] * 4 + ["no"] * 2)
    release_answers(made.assessment, clock.now())
    return made


def yes(world) -> int | None:
    tally = analysis(world.assessment, for_team=False).items[0].tally
    return None if tally is None else tally.yes


def test_reading_again_asks_for_mark_and_people_only(world, django_assert_num_queries):
    first = analysis(world.assessment, for_team=False)
    with django_assert_num_queries(2):
        again = analysis(world.assessment, for_team=False)
    assert again == first
    assert again.areas is first.areas


def test_each_language_is_kept_by_itself(world):
    english = analysis(world.assessment, for_team=False)
    with translation.override("de"):
        assert analysis(world.assessment, for_team=False).areas is not english.areas


def test_nothing_is_kept_before_the_release(world):
    assert yes(world) == 4
    Release.objects.all().delete()
    ItemTally.objects.filter(choice="yes").update(count=5)
    assert yes(world) == 5


def test_a_repaired_count_is_read_anew(world):
    ItemTally.objects.filter(choice="yes").update(count=5)
    before = Release.objects.get().mark
    assert yes(world) == 5
    assert recompute_tallies(questionnaire=world.questionnaire) > 0
    assert Release.objects.get().mark != before
    assert yes(world) == 4


def test_nothing_wrong_leaves_what_is_kept(world):
    recompute_tallies(questionnaire=world.questionnaire)
    before = Release.objects.get().mark
    assert recompute_tallies(questionnaire=world.questionnaire) == 0
    assert Release.objects.get().mark == before


def test_a_raised_threshold_hides_what_was_shown(world):
    assert yes(world) == 4
    world.assessment.anonymity_threshold = 10
    world.assessment.save()
    tighten_release(world.assessment)
    assert yes(world) is None


def test_the_page_is_written_anew_for_another_release(alice, world):
    address = f"/o/acme/assessments/{world.assessment.pk}/analysis/"
    first = alice.client.get(address)
    assert alice.client.get(address).context["body"] is first.context["body"]
    tighten = Release.objects.get()
    tighten.mark = world.questionnaire.pk
    tighten.save()
    assert alice.client.get(address).context["body"] is not first.context["body"]


def test_a_filtered_page_is_not_kept(alice, world):
    address = f"/o/acme/assessments/{world.assessment.pk}/analysis/"
    whole = alice.client.get(address).context["body"]
    assert alice.client.get(address, {"sort": "-valid"}).context["body"] != whole
    assert alice.client.get(address).context["body"] is whole


def test_who_may_not_see_it_gets_nothing_kept(alice, bob, world):
    address = f"/o/acme/assessments/{world.assessment.pk}/analysis/"
    assert alice.client.get(address).status_code == 200
    assert bob.client.get(address).status_code == 403


def test_the_api_tells_people_anew(alice, world):
    address = f"/api/v1/assessments/{world.assessment.pk}/analysis/"
    first = alice.api.get(address).json()
    participant = world.assessment.participants.first()
    participant.unit = "Moved"
    participant.save()
    again = alice.api.get(address).json()
    assert again["areas"] == first["areas"]
    assert again["participation"]["units"] != first["participation"]["units"] or (
        first["participation"]["units"] == []
    )
