"""How a test moves through the pages: what people press, follow and download."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from assessments.templatetags.assessment_tabs import GROUPS
from cip.kernel import clock

PATIENCE = 30_000  # milliseconds; a busy machine renders slowly


def day(days: int) -> str:
    """A day counted from today, as a date field takes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def patient(context: BrowserContext) -> BrowserContext:
    """A profile that waits longer than usual."""
    context.set_default_timeout(PATIENCE)
    return context


def press(page: Page, name: str) -> None:
    """Press a button of the page's content."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """Follow a link of the page's content."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def room(page: Page, name: str) -> None:
    """Go to a room of the program by the navigation."""
    page.locator("#site-nav").get_by_role("link", name=name).first.click()


def tab(page: Page, name: str) -> None:
    """Open a room of the assessment: first what one is doing, then the room in it."""
    group = next(str(group) for group, rooms in GROUPS if name in [str(r.label) for r in rooms])
    page.get_by_role("navigation", name="Assessment").get_by_role("link", name=group).click()
    rooms = page.get_by_role("navigation", name=group, exact=True)
    rooms.get_by_role("link", name=name, exact=True).click()
    expect(rooms.locator("[aria-current=page]")).to_have_text(name)


def agree_in_dialog(page: Page) -> None:
    """Say yes in the dialog that asks first."""
    page.locator("#confirm-go").click()


def answer_all(page: Page, words: str, areas: tuple[str, ...] = ("SCM", "SRM")) -> None:
    """Begin, answer every question of all areas with these words and submit."""
    press(page, "Begin")
    for area, after in zip(areas, (*areas[1:], None), strict=True):
        page.wait_for_url(f"**/areas/{area}/")
        for question in page.locator("[data-question]").all():
            question.get_by_text(words, exact=True).click()
        press(page, "Next" if after else "Review and submit")
    page.wait_for_url("**/review/")
    press(page, "Submit my answers")
    page.wait_for_url("**/done/")


def printed(page: Page) -> str:
    """Press the button; the page says when the PDF is there, without a reload; its text."""
    press(page, "Make PDF")
    page.wait_for_url("**/reports/*/")
    page.evaluate("window.notReloaded = true")
    ready = page.locator("main").get_by_role("link", name="Download")
    expect(ready).to_be_visible()
    assert page.evaluate("window.notReloaded === true")
    with page.expect_download() as download:
        ready.click()
    reader = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    return " ".join(" ".join(part.extract_text() for part in reader.pages).split())
