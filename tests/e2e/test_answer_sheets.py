"""A questionnaire taken away as a spreadsheet and handed in again."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Answer
from tests.assessments.setting import collecting
from tests.assessments.sheets import filled_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose(page, data):
    file = {"name": "answers.xlsx", "mimeType": XLSX, "buffer": data}
    page.get_by_label("Filled-in spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def test_sheet_by_link_on_a_phone(live_server, alice, page_at, axe, watched):
    watched.allow("400 (Bad Request)")
    setting = collecting(alice, people=1)
    secret = setting.link(setting.people[0])
    setting.begin(setting.people[0])
    one, two = setting.items[:2]
    page = page_at(390)
    page.goto(live_server.url + reverse("links:fill_area", args=[secret, "SCM"]))
    page.locator("summary", has_text="All parts").click()
    page.get_by_role("link", name="Spreadsheet or paper").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the spreadsheet").click()
    data = Path(started.value.path()).read_bytes()
    choose(page, filled_in(data, {one: ("Perhaps", None)}))
    expect(page.get_by_role("row", name="Questions!D4")).to_be_visible()
    assert axe(page) == []
    choose(page, filled_in(data, {one: ("Yes", "as agreed"), two: ("No", None)}))
    expect(page.locator("main")).to_contain_text("The file changes 2 answers.")
    assert axe(page) == []
    page.get_by_role("button", name="Store these answers").click()
    expect(page.get_by_text("2 answers were stored.")).to_be_visible()
    stored = Answer.objects.order_by("item__position")
    assert list(stored.values_list("choice", "comment")) == [("yes", "as agreed"), ("no", "")]
