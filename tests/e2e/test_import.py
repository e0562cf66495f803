"""A large model file in the browser: upload, progress, difference, stored."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.services.importing import import_document
from tests.faults.conftest import Crew
from tests.live.conftest import broker, crew, web  # noqa: F401 - fixtures
from tests.live.serving import Web
from tests.models_catalog.documents import small_document
from tests.models_catalog.large import large_file

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PATIENCE = 90_000  # milliseconds; the worker starts after the page


@pytest.fixture
def page(alice, web: Web, context_at) -> Page:  # noqa: F811
    """Alice's page where models are brought in; it hears of news by the stream only."""
    web.stop(10)
    web.environment["LIVE_POLL_SECONDS"] = "3600"
    web.start()
    context = context_at(1440)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": alice.client.cookies[name].value, "url": web.url}])
    found: Page = context.new_page()
    found.goto(f"{web.url}/o/acme/catalog/import/")
    return found


def upload(page: Page, path: Path, data: bytes) -> None:
    """Choose the file and ask for a check."""
    path.write_bytes(data)
    page.get_by_label("Model file").set_input_files(path)
    page.get_by_role("button", name="Only check").click()


def test_upload_progress_difference_stored(page: Page, alice, crew: Crew, tmp_path, axe) -> None:  # noqa: F811
    import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    )
    newer = small_document(areas=3, word=" new")
    upload(page, tmp_path / "big.yaml", large_file(newer))
    expect(page.get_by_role("heading", name="The file is being checked")).to_be_visible()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    assert axe(page) == []
    page.evaluate("window.isTheSame = true")
    crew.start()
    expect(page.get_by_text("No problems")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Nodes: added")).to_be_visible()
    expect(page.get_by_text("Nodes: reworded")).to_be_visible()
    assert document_of(ModelVersion.objects.get()) == small_document()
    assert axe(page) == []
    page.get_by_role("button", name="Store as draft").click()
    expect(page.get_by_text("Stored as a draft")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("window.isTheSame")
    assert document_of(ModelVersion.objects.get()) == newer
    page.get_by_role("link", name="Open the version").click()
    expect(page.get_by_role("heading", name="Small model", level=1)).to_be_visible()


def test_every_problem_is_shown_and_cancel_stores_nothing(page: Page, crew: Crew, tmp_path) -> None:  # noqa: F811
    data = large_file().replace(b"code: SMALL\n", b"code: S M\n  x: 1\n")
    upload(page, tmp_path / "big.yaml", data)
    expect(page.get_by_role("heading", name="The file is being checked")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="This import was canceled")).to_be_visible()
    page.get_by_role("link", name="Upload another file").click()
    expect(page.get_by_role("link", name="big.yaml")).to_be_visible()
    upload(page, tmp_path / "big.yaml", data)
    crew.start()
    expect(page.get_by_text("'S M' is not a code")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("unknown key 'x'")).to_be_visible()
    expect(page.get_by_text("Nothing was stored.")).to_be_visible()
    assert ModelVersion.objects.count() == 0
