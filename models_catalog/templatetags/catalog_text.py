"""`{% load catalog_text %}`: the texts of models, which are Markdown."""

from collections.abc import Iterable

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cip.web.markdown import to_flat_html, to_html

register = Library()


@register.filter
def markdown(text: str) -> SafeString:
    """The text as sanitized HTML."""
    return to_html(text)


@register.filter
def flat_markdown(text: str) -> SafeString:
    """The text as sanitized HTML whose headings are bold lines: for inside a document."""
    return to_flat_html(text)


@register.filter
def is_list(value: object) -> bool:
    """Whether an attribute holds several texts."""
    return isinstance(value, tuple | list)


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of text (text, whether it was found) with marks around what was found."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", t) if found else t,) for t, found in pieces)
    )
