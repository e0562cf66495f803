"""`{% load catalog_versions %}`: texts compared word by word."""

from collections.abc import Iterable

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from models_catalog.rules.wording import Mark, Piece

register = Library()

_ELEMENTS = {
    Mark.REMOVED: "<del>{}</del>",
    Mark.ADDED: "<ins>{}</ins>",
    Mark.LEFT_OUT: '<span class="muted">{}</span>',
}


@register.filter
def compared(pieces: Iterable[Piece]) -> SafeString:
    """The pieces with what went and what came marked."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces))


def _marked(piece: Piece) -> str:
    if piece.mark not in _ELEMENTS:
        return piece.text
    return format_html(_ELEMENTS[piece.mark], piece.text)
