"""`{% load catalog_text %}`: the texts of models, which are Markdown."""

from collections.abc import Iterable
from typing import Any

from django.template import Library, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cip.web.markdown import to_flat_html, to_html
from models_catalog.queries import phrases
from models_catalog.queries.kept import is_draft, kept

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
def said(text: str) -> str:
    """A sentence of the rules in the reader's language."""
    return phrases.said(text)


@register.filter
def is_list(value: object) -> bool:
    """Whether an attribute holds several texts."""
    return isinstance(value, tuple | list)


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of text (text, whether it was found) with marks around what was found."""
    return mark_safe(  # noqa: S308  # every text is escaped here
        "".join(f"<mark>{escape(t)}</mark>" if found else escape(t) for t, found in pieces)
    )


class Kept(Node):
    """A part of a page that only depends on the version, the names given, and the organization
    in whose addresses it links.
    """

    def __init__(self, version: FilterExpression, names: list[FilterExpression], nodes: NodeList):
        self.version, self.names, self.nodelist = version, names, nodes

    def render(self, context: Context) -> Any:
        """The part as it was written first, or written now."""
        names = [str(name.resolve(context)) for name in self.names]
        name = ":".join([context["request"].actor.organization_slug, *names])
        version = self.version.resolve(context)
        return kept(version, f"html:{name}", lambda: self._write(context))

    def _write(self, context: Context) -> SafeString:
        written = self.nodelist.render(context)
        if "csrfmiddlewaretoken" in written and not is_draft(self.version.resolve(context)):
            raise RuntimeError("A form belongs to one visit: it cannot stand in a kept part.")
        return written


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> Kept:
    """`{% kept version "node" code %}...{% endkept %}`: written once for a published version."""
    _tag, version, *names = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(
        parser.compile_filter(version), [parser.compile_filter(name) for name in names], nodes
    )
