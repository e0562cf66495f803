"""Markdown to safe HTML: the only place that marks people's text as safe."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)
_TAGS = {
    *("p", "br", "em", "strong", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}

_HEADING = re.compile(r"<h[3-6]>(.*?)</h[3-6]>", re.DOTALL)


def to_html(text: str) -> SafeString:
    """Rendered and sanitized Markdown; raw HTML in the text shows as text."""
    html = _PARSER.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    html = html.replace("<h2>", "<h4>").replace("</h2>", "</h4>")
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(clean)  # noqa: S308 - sanitized by nh3 one line above


def to_flat_html(text: str) -> SafeString:
    """As `to_html`, headings as bold lines: they stay out of the outline of a document."""
    flat = _HEADING.sub(r"<p><strong>\1</strong></p>", to_html(text))
    return mark_safe(flat)  # noqa: S308 - sanitized; only the names of tags are changed
