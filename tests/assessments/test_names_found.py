"""Wherever text is released, a name is pointed out; the model's own words are no names."""

import pytest

from assessments.queries.names_found import names_found
from assessments.queries.unsafe_passages import unsafe_passages
from tests.assessments.a2i import led_by_a2i
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    GateWaiverFactory,
    ParticipantFactory,
    TargetFactory,
)


@pytest.fixture
def world(alice) -> World:
    made = make_world(alice.organization, alice.user, people=0)
    ParticipantFactory(assessment=made.assessment, name="Ines Okafor")
    return made


def url(alice, world, name) -> str:
    return f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}/{name}"


def test_words_of_the_model_are_no_names(world) -> None:
    word = world.node("SCM").title.split()[0]
    ParticipantFactory(assessment=world.assessment, name=f"Robin {word}")
    assert names_found(world.assessment, [f"The {word} is written down"]) == []
    assert names_found(world.assessment, [f"Robin {word} does it"]) == [f"Robin {word}"]
    assert names_found(world.assessment, ["Ask Okafor"]) == ["Ines Okafor"]


def test_everything_released_is_looked_at(world, alice) -> None:
    assert unsafe_passages(world.assessment) == 0
    AgreedRatingFactory(
        assessment=world.assessment, node=world.node("SCM-G1"), reason="Okafor said so"
    )
    ActionItemFactory(assessment=world.assessment, text="Ines writes it", owner=alice.user)
    GateWaiverFactory(assessment=world.assessment, note="Ines is ill")
    TargetFactory(
        profile__assessment=world.assessment, node=world.node("SCM"), reason="Ines Okafor asks"
    )
    world.assessment.scope.update(reason="Nothing to see")
    assert unsafe_passages(world.assessment) == 4


def test_pages_warn_when_a_rating_target_or_action_names_somebody(world, alice) -> None:
    goal, area = world.node("SCM-G1").pk, world.node("SCM").pk
    rating = {"value": "satisfied", "reason": "Okafor does it", "expected_version": 0}
    target = {"level": 1, "due_on": "2027-06-30", "reason": "For Ines", "expected_version": 0}
    for page, sent in ((f"ratings/{goal}/", rating), (f"gaps/{area}/", target)):
        answer = alice.client.post(url(alice, world, page), sent, follow=True)
        assert "The text may name somebody (Ines Okafor)." in answer.content.decode()
    answer = alice.client.post(
        url(alice, world, f"ratings/{goal}/"),
        rating | {"expected_version": 1, "reason": "Okafor does it all"},
        headers={"HX-Request": "true"},
    )
    assert "Found: Ines Okafor." in answer.content.decode()


def test_the_sponsor_is_warned_at_a_waiver(world, alice, sponsor) -> None:
    led_by_a2i(world.assessment, alice, sponsor)
    answer = sponsor.client.post(
        url(alice, world, "steps/P3/gates/two_members/waive/"),
        {"two_members-reason": "Ines is ill", "reason": "Ines is ill"},
        follow=True,
    )
    assert "The text may name somebody (Ines Okafor)." in answer.content.decode()
