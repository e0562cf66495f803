"""From a CSV file to invitation, reminder and opting out; parts handed to a colleague."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import OptOut, Participant, Reminder, Response
from assessments.services.mailing import queue_reminder
from cip.kernel import clock
from tests.assessments.setting import collecting, planned
from tests.running import run_jobs

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PEOPLE = (
    "Name;E-mail;Unit;Role\nCara;cara@elsewhere.example;Desk;agent\nDan;dan@elsewhere.example;Lab;"
)


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def link_in_mail(address, within):
    """The newest mail's first link with these words."""
    message = next(one for one in reversed(mail.outbox) if one.to == [address])
    return re.search(rf"https?://\S*{within}\S*", message.body).group()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_file_to_opting_out(*, live_server, settings, alice, context_at, sign_in, axe):
    settings.BASE_URL = live_server.url
    setting = planned(alice)
    context = context_at(1440)
    sign_in(context, alice.user)
    page = context.new_page()
    where = f"{live_server.url}/o/acme/assessments/{setting.assessment.pk}/"
    page.goto(f"{where}participants/add/")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    page.get_by_label("CSV or XLSX file").set_input_files(file)
    press(page, "Read the file")
    expect(page.locator("main")).to_contain_text("Nothing is stored yet.")
    assert axe(page) == []
    press(page, "Add these 2 people")
    expect(page.locator("main")).to_contain_text("2 people were added.")
    page.goto(where)
    press(page, "Open the questionnaire")
    page.locator("#confirm-go").click()
    expect(page.get_by_text("People are answering")).to_be_visible()
    run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "cara@elsewhere.example",
        "dan@elsewhere.example",
    ]
    phone = context_at(390).new_page()
    phone.goto(link_in_mail("cara@elsewhere.example", "/q/"))
    press(phone, "Begin")
    phone.wait_for_url("**/areas/SCM/")
    page.goto(f"{where}mails/")
    day = clock.today() + timedelta(days=4)
    page.get_by_label("Reminder 1").fill(day.isoformat())
    press(page, "Plan the reminders")
    expect(page.locator("main")).to_contain_text("The reminders are planned.")
    assert axe(page) == []
    _let_time_pass()
    mail.outbox.clear()
    run_jobs()
    assert len(mail.outbox) == 2
    phone.reload()  # the page that was open still works
    expect(phone.locator("[data-question]").first).to_be_visible()
    phone.goto(link_in_mail("cara@elsewhere.example", "/mail/"))
    assert axe(phone) == []
    assert fits(phone)
    press(phone, "Stop the mail")
    expect(phone.locator("main")).to_contain_text("gets no more mail")
    assert OptOut.objects.get().email == "cara@elsewhere.example"
    page.goto(f"{where}participants/")
    expect(page.locator("main")).to_contain_text("Wants no mail")
    assert axe(page) == []


def _let_time_pass():
    """As if the day of the reminder had come."""
    Participant.objects.update(invited_at=clock.now() - timedelta(days=4))
    reminder = Reminder.objects.get()
    reminder.planned_on = clock.today()
    reminder.save()
    queue_reminder(reminder, clock.now())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_part_goes_to_a_colleague(*, live_server, settings, alice, page_at, axe, scheme):
    settings.BASE_URL = live_server.url
    setting = collecting(alice, people=1)
    secret = setting.link(setting.people[0])
    page = page_at(390, scheme)
    page.goto(live_server.url + reverse("links:fill", args=[secret]))
    press(page, "Begin")
    page.wait_for_url("**/areas/SCM/")
    page.goto(live_server.url + reverse("links:fill_delegate", args=[secret]))
    page.locator("input[type=checkbox]").first.check()
    page.get_by_label("Name of the colleague").fill("Ben")
    page.get_by_label("E-mail address").fill("ben@elsewhere.example")
    press(page, "Send the link")
    expect(page.locator("main")).to_contain_text("Ben gets a link")
    assert axe(page) == []
    assert fits(page)
    run_jobs()
    ben = page_at(390, scheme)
    ben.goto(link_in_mail("ben@elsewhere.example", "/q/"))
    assert axe(ben) == []
    ben.get_by_role("link", name="Begin").click()
    ben.locator("[data-question]").first.get_by_text("Yes", exact=True).click()
    press(ben, "Review and submit")
    press(ben, "I am done")
    expect(ben.locator("main")).to_contain_text("Your parts are with Guest 00")
    assert axe(ben) == []
    assert Response.objects.get().answered_count == 1
    page.reload()
    expect(page.locator("main")).to_contain_text("says: done")


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_the_lead_are_accessible(*, live_server, alice, context_at, sign_in, axe, width):
    setting = collecting(alice, people=3)
    context = context_at(width, "dark")
    sign_in(context, alice.user)
    page = context.new_page()
    where = f"{live_server.url}/o/acme/assessments/{setting.assessment.pk}/"
    person = f"participants/{setting.people[0].pk}/"
    for path in ("mails/", "mails/invitation/", "response-rates/", person, "participants/add/"):
        page.goto(where + path)
        assert axe(page, contrast=width == 1440) == []
        assert fits(page)
