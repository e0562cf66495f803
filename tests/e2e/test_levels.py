"""Agreeing on levels in a real browser, from the list to the results."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import AgreedLevel
from tests.assessments.leveled_world import analyzed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_team_agrees_on_one_part_after_the_other(live_server, alice, page_as_lead, axe):
    world = analyzed(alice, CFP_A1=(1, 2, 2, 2, 3))
    slug, pk = alice.organization.slug, world.assessment.pk
    page = page_as_lead()
    page.goto(live_server.url + reverse("assessments:levels", args=[slug, pk]))
    assert axe(page) == []
    page.get_by_role("link", name="CFP-A1 About CFP-A1").click()
    assert axe(page) == []
    page.get_by_label("Level", exact=True).select_option("2")
    page.get_by_label("Reason").fill("Seen in two units.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About CFP-A2")
    page.get_by_label("Level", exact=True).select_option("3")
    page.get_by_label("Reason").fill("Written down and followed.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("agreed: level 3")).to_be_visible()
    rows = AgreedLevel.objects.order_by("node__position")
    assert list(rows.values_list("node__code", "lower")) == [("CFP-A1", 2), ("CFP-A2", 3)]
    page.goto(live_server.url + reverse("assessments:results", args=[slug, pk]))
    assert axe(page) == []
    expect(page.get_by_text("What blocks level 3")).to_be_visible()
