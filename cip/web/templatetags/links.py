"""`{% org_url 'assessments:detail' pk %}`: an address inside the current organization;
`{{ text|linked }}`: what people wrote, its web addresses as links.
"""

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cip.kernel.web_addresses import pieces
from cip.web.links import org_url as build_org_url

register = template.Library()


@register.simple_tag(takes_context=True)
def org_url(context: dict[str, Any], name: str, *args: object) -> str:
    """The path of a page of the current actor's organization."""
    return build_org_url(context["request"].actor, name, *args)


@register.filter
def linked(text: str) -> SafeString:
    """The text, escaped; http and https addresses lead there and tell nobody from where."""
    return mark_safe(  # noqa: S308 - every piece is escaped
        "".join(_link(piece) if is_address else escape(piece) for piece, is_address in pieces(text))
    )


def _link(address: str) -> SafeString:
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', address)
