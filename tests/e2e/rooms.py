"""Ways through an assessment that tests in the browser share."""

from playwright.sync_api import Page, expect

from assessments.templatetags.assessment_tabs import GROUPS


def tab(page: Page, name: str) -> None:
    """Open a room of the assessment: first what one is doing, then the room in it."""
    group = next(str(group) for group, rooms in GROUPS if name in [str(r.label) for r in rooms])
    page.get_by_role("navigation", name="Assessment").get_by_role("link", name=group).click()
    rooms = page.get_by_role("navigation", name=group, exact=True)
    rooms.get_by_role("link", name=name, exact=True).click()
    expect(rooms.locator("[aria-current=page]")).to_have_text(name)
