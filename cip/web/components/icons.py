"""The icon tag and the names that the sprite holds (a test compares the two)."""

from functools import lru_cache

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cip.web.components.markup import one_of

register = Library()

SPRITE = "cip/icons/sprite.svg"

_NAMES = """
archive arrow-down arrow-left arrow-right arrow-up arrow-up-down ban book-open building-2 calendar
chart-gantt check chevron-down chevron-left chevron-right circle circle-alert circle-check
circle-dashed circle-question-mark clipboard-check clipboard-list clock compass copy download
ellipsis external-link eye eye-off file-text files filter flag folder gantt git-branch history
house inbox info key key-round layers layout-dashboard library lightbulb link list-checks lock
log-out mail menu message-square milestone minus monitor moon pen-line pencil play plus
presentation printer refresh-cw save scroll-text search send settings shield-check sun table-2
target trash-2 trending-up triangle-alert undo-2 upload user user-plus users users-round wallet x
"""
ICONS = frozenset(_NAMES.split())


@register.simple_tag
@lru_cache(maxsize=1024)  # a page shows dozens, and finding the sprite's address takes longest
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """A Lucide icon; decorative unless `label` says what it means. `size`: "", "small", "large"."""
    one_of("icon", "name", name, ICONS)
    one_of("icon", "size", size, ("", "small", "large"))
    css = f"icon icon-{size}" if size else "icon"
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css,
            label,
            href,
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, href)
