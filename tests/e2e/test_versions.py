"""A variant of a published model in a real browser: compared, published, upgraded."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cip.accounts.actors import operator_actor
from cip.kernel import clock
from models_catalog.models import ModelVersion
from models_catalog.rules.document import ModelDocument
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tests.models_catalog.documents import small_document

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def upstream(document: ModelDocument) -> ModelVersion:
    """Published for everybody."""
    stored = import_document(actor=operator_actor(), document=document, organization_id=None)
    return publish_version(
        actor=operator_actor(), version=stored.version, now=clock.now(), notes="Newer."
    )


@pytest.fixture
def lead(context_at, sign_in, alice) -> Callable[..., Page]:
    """lead(390, "dark") -> a page of a program lead."""

    def enter(width: int = 1440, scheme: str = "light") -> Page:
        context = context_at(width, scheme)
        sign_in(context, alice.user)
        return context.new_page()

    return enter


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_variant_from_making_to_upgrade(lead, live_server, axe, width, scheme) -> None:
    first = upstream(small_document())
    page = lead(width, scheme)
    home = f"{live_server.url}/o/acme/catalog"

    page.goto(f"{home}/{first.pk}/")
    page.get_by_role("link", name="Make our variant").click()
    page.get_by_label("Code").fill("OURS")
    assert axe(page) == []
    page.get_by_role("button", name="Make our variant").click()
    expect(page.get_by_text("Your own", exact=True)).to_be_visible()
    ours = ModelVersion.objects.get(model__code="OURS")

    page.goto(f"{home}/{ours.pk}/edit/?node=A1")
    page.get_by_label("Title").fill("Our area 1")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".editor-steps [role=status]")).to_contain_text("changed Area 1")

    page.goto(f"{home}/{ours.pk}/difference/")
    row = page.locator(".difference-entries > li", has_text="Our area 1")
    expect(row.locator("ins").first).to_contain_text("Our")
    assert axe(page) == []

    page.goto(f"{home}/{ours.pk}/publish/")
    page.get_by_label("What changed").fill("Our names.")
    assert axe(page) == []
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()

    upstream(small_document(word=" anew", number="2.0"))
    page.goto(f"{home}/{ours.pk}/upgrade/")
    choice = page.get_by_role("group", name="Area 1").first
    expect(choice.get_by_role("radio", name="Yours")).to_be_checked()
    assert axe(page) == []
    page.get_by_role("button", name="Make draft").click()
    expect(page.get_by_text("Draft", exact=True).first).to_be_visible()
    draft = ModelVersion.objects.get(model__code="OURS", state="draft")
    assert draft.based_on.number == "2.0"
    assert draft.nodes.get(code="A1").title == "Our area 1"
