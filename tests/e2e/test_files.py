"""A file that is too large is told at its field, and nothing typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cip.programs.models import Artefact
from tests.programs.helpers import PDF, make_program

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_large_file_stays_with_the_form(
    context_at, sign_in, alice, live_server, tmp_path
) -> None:
    large = tmp_path / "a.txt"
    large.write_bytes(b"a" * 27 * 2**20)
    small = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF}
    program = make_program(alice)
    context = context_at(1440)
    sign_in(context, alice.user)
    page = context.new_page()
    page.goto(live_server.url + reverse("programs:artefact_create", args=["acme", program.pk]))
    page.get_by_label("Title").fill("Plan")
    page.get_by_label("File").set_input_files(large)
    told = page.get_by_text("The file is too large; at most 25.0 MB can be sent.")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Store", exact=True).click()
    expect(page.get_by_label("File")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Plan")
    page.get_by_label("File").set_input_files(small)
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Store", exact=True).click()
    expect(page.get_by_role("heading", name="Plan", level=1)).to_be_visible()
    assert Artefact.objects.get().title == "Plan"
