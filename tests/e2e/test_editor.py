"""Writing a model in a real browser: by mouse, by keyboard only, undone and published."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from models_catalog.models import ModelVersion
from models_catalog.services.importing import import_document
from tests.models_catalog.documents import small_document

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own(live_server, alice) -> ModelVersion:
    return import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version


@pytest.fixture
def editor(context_at, sign_in, live_server, alice, own) -> Callable[..., Page]:
    """editor(390, "dark", "?node=A1") -> the page of a program lead."""

    def enter(width: int = 1440, scheme: str = "light", rest: str = "") -> Page:
        context = context_at(width, scheme)
        sign_in(context, alice.user)
        page = context.new_page()
        page.goto(f"{live_server.url}/o/acme/catalog/{own.pk}/edit/{rest}")
        return page

    return enter


def item(page: Page, code: str):
    return page.locator(f'[role=treeitem][data-node="{code}"]')


def order(version: ModelVersion) -> list[str]:
    return list(version.nodes.order_by("position").values_list("code", flat=True))


def said(page: Page, text: str) -> None:
    expect(page.locator(".editor-steps [role=status]")).to_contain_text(text)


def test_by_keyboard_only(editor, own) -> None:
    page = editor(rest="?node=A1")
    item(page, "C1").focus()
    page.keyboard.press("ArrowDown")
    expect(item(page, "A1")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(item(page, "A1.P1")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    said(page, "moved Practice 1 under Area 1")
    expect(item(page, "A1.P1")).to_be_focused()
    assert order(own)[2:4] == ["A1.P2", "A1.P1"]
    page.keyboard.press("Control+z")
    expect(page.locator("[data-key=undo]")).to_be_disabled()
    assert order(own)[2:4] == ["A1.P1", "A1.P2"]
    page.keyboard.press("Control+Shift+Z")
    said(page, "moved Practice 1")
    assert order(own)[2:4] == ["A1.P2", "A1.P1"]
    item(page, "A2").focus()
    page.keyboard.press("ArrowRight")
    expect(item(page, "A2.P1")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(item(page, "A2.P1")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Renamed")
    page.keyboard.press("Enter")
    said(page, "changed Area 2")
    expect(item(page, "A2")).to_contain_text("Renamed")
    item(page, "A2").focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Third")
    page.keyboard.press("Enter")
    said(page, "added Third under Managing")
    assert own.nodes.get(title="Third").parent.code == "C1"


def test_by_mouse(editor, own) -> None:
    page = editor(rest="?node=A1")
    item(page, "A1.P1").drag_to(item(page, "A2"), target_position={"x": 60, "y": 18})
    said(page, "moved Practice 1 under Area 2")
    assert order(own)[-2:] == ["A1.P1", "C2"]
    expect(item(page, "A1.P1")).to_be_visible()
    item(page, "A2").locator(".tree-twist").click()
    expect(item(page, "A1.P1")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-key=undo]")).to_be_disabled()
    assert order(own)[2] == "A1.P1"
    item(page, "A1.P2").click()
    expect(page.get_by_label("Title")).to_have_value("Practice 2")
    page.get_by_role("button", name="Move up").click()
    said(page, "moved Practice 2")
    page.get_by_role("button", name="Remove").click()
    said(page, "removed Practice 2")
    assert "A1.P2" not in order(own)


def of_two_quick_clicks_the_last_one_counts(page) -> None:
    """Click A2 and, while its answer is on the way, A1; return when A1's answer is there."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("node=A2"), hold)
    with page.expect_request(re.compile("node=A2")):
        item(page, "A2").click()
    item(page, "A1").click()
    with page.expect_response(re.compile("node=A1")):
        held.pop().continue_()


def test_errors_and_text_that_was_not_saved_stay(editor, own, watched) -> None:
    page = editor(rest="?node=A1")
    page.get_by_label("Title").fill("Waiting")
    page.get_by_label("Code").first.fill("A2")
    item(page, "A2").click()
    expect(page.get_by_label("Title")).to_have_value("Area 2")
    item(page, "A1").click()
    expect(page.get_by_label("Title")).to_have_value("Waiting")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#panel .field-error")).to_contain_text("the code 'A2' is already used")
    page.get_by_label("Code").first.fill("A1")
    page.get_by_role("button", name="Save").click()
    said(page, "changed Area 1")
    of_two_quick_clicks_the_last_one_counts(page)
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Waiting")
    expect(page.locator("form.is-unsaved")).to_have_count(0)
    ModelVersion.objects.filter(pk=own.pk).update(
        state="published", published_at="2026-01-01T00:00Z"
    )
    watched.allow("409")
    page.get_by_label("Title").fill("Too late")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("only a draft can be edited")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Too late")


def test_from_nothing_to_published(context_at, sign_in, live_server, alice) -> None:
    context = context_at()
    sign_in(context, alice.user)
    page = context.new_page()
    page.goto(f"{live_server.url}/o/acme/catalog/")
    page.get_by_role("link", name="Write a model").click()
    page.get_by_label("Name").fill("Ours")
    page.get_by_label("Code").fill("OURS")
    page.get_by_role("button", name="Create the draft").click()
    page.get_by_role("link", name="Add a node at the top").click()
    expect(page.get_by_role("heading", name="A new node at the top")).to_be_visible()
    page.get_by_label("Title").fill("First area")
    page.get_by_role("button", name="Add", exact=True).click()
    said(page, "added First area")
    page.get_by_role("link", name="Below").click()
    expect(page.get_by_role("heading", name="A new node under First area")).to_be_visible()
    page.get_by_label("Title").fill("First practice")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("A further question").fill("Is it done?")
    page.get_by_role("button", name="Save").click()
    said(page, "changed First practice")
    page.get_by_role("link", name="About the model").click()
    page.get_by_label("Owner").fill("Us")
    page.get_by_label("What the model is for").fill("For us.")
    page.get_by_label("Whose model").fill("Ours.")
    page.get_by_role("button", name="Save").click()
    said(page, "changed what is said about Ours")
    page.get_by_role("link", name="Ready to publish?").click()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Its content can no longer change.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_everybody_can_use_it(editor, own, axe, width: int, scheme: str) -> None:
    page = editor(width, scheme, "?node=A1")
    home = page.url.partition("?")[0]
    rests = ["?node=A1", "?node=A1.P1", "add/?after=A1", "history/", "check/", "about/"]
    rests += ["words/scales/", "words/scales/of/maturity/", "words/node-types/of/area/"]
    for rest in rests:
        page.goto(f"{home}{rest}")
        assert axe(page) == [], rest
        assert page.evaluate("document.documentElement.scrollWidth") <= width, rest
