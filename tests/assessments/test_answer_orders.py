"""Whatever the order of saves, the counts agree with what is stored."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Answer, ItemTally
from assessments.queries.progress import wrong_tallies
from assessments.queries.questionnaire import OwnSheet
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    save_answers,
    submit_response,
)
from assessments.views.doors import link_actor
from cip.kernel import clock
from tests.assessments.setting import collecting

pytestmark = pytest.mark.django_db

steps = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["", "yes", "no", "does_not_apply", "dont_know"]),
        st.sampled_from(["", "a comment"]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_counts_follow_the_answers(alice, saves):
    setting = collecting_once(alice)
    person = setting.people[0]
    setting.questionnaire.responses.all().delete()
    ItemTally.objects.all().delete()
    response = setting.begin(person)
    items = setting.items
    versions = [0] * len(items)
    refused: list[bool] = []
    for place, choice, comment, is_stale in saves:
        expected = versions[place] - 1 if is_stale and versions[place] else versions[place]
        change = AnswerChange(items[place].pk, choice, comment, expected)
        try:
            saved = save_answers(response=response, changes=[change], now=clock.now())
        except AnswerConflict:
            refused.append(expected != versions[place])
            continue
        versions[place] = saved.answers[0].version
        assert saved.answered == Answer.objects.exclude(choice="").count()
    assert all(refused)
    assert OwnSheet(response).areas().progress.answered == Answer.objects.exclude(choice="").count()
    submit_response(actor=link_actor(person), response=response, now=clock.now())
    assert wrong_tallies(setting.questionnaire.pk) == []


_made = {}


def collecting_once(alice):
    """One setting for all examples of the property."""
    if _made.get("organization") != alice.organization.pk:
        _made.update(organization=alice.organization.pk, setting=collecting(alice))
    return _made["setting"]
