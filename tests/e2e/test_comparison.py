"""Choosing another result and reading the comparison, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import ResultSnapshot
from assessments.services.ratings import agree_ratings, rate_goal, take_up_again
from cip.kernel import clock
from tests.assessments.results_world import make_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def twice_agreed(live_server, alice):
    """The newest result of an assessment whose ratings were taken up again."""
    world = make_world(alice.organization, alice.user)
    now, actor, assessment = clock.now(), alice.actor, world.assessment
    for version, value in enumerate(("unsatisfied", "satisfied")):
        rate_goal(
            actor=actor,
            assessment=assessment,
            goal_id=world.node("SCM-G1").pk,
            value=value,
            reason="Seen",
            agreed_by="",
            expected_version=version,
        )
        at = now + timedelta(days=30 * version)
        agree_ratings(actor=actor, assessment=assessment, agreed_by="All", now=at)
        if not version:
            take_up_again(actor=actor, assessment=assessment, reason="More seen", now=at)
    return ResultSnapshot.objects.get(number=2)


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_results_to_a_comparison(page_as_lead, live_server, twice_agreed, axe, width):
    page = page_as_lead(width)
    arguments = ["acme", twice_agreed.assessment_id]
    page.goto(live_server.url + reverse("assessments:results", args=arguments))
    page.get_by_role("link", name="As agreed, and compared with other results").click()
    expect(page.get_by_text("Superseded", exact=True)).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="No. 2, as agreed on").click()
    expect(page.get_by_text("(matches)")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("main table").get_by_role("link", name="Level 2").click()
    expect(page.get_by_text("Two results over time")).to_be_visible()
    goals = page.get_by_role("region", name="Goals")
    expect(goals.get_by_role("row", name="SCM-G1")).to_contain_text("▲ higher")
    assert axe(page) == []
    page.get_by_role("link", name="Turn round").click()
    expect(goals.get_by_role("row", name="SCM-G1")).to_contain_text("▼ lower")
