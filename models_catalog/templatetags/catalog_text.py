"""`{% load catalog_text %}`: the texts of models, which are Markdown."""

from django.template import Library
from django.utils.safestring import SafeString

from cip.web.markdown import to_html

register = Library()


@register.filter
def markdown(text: str) -> SafeString:
    """The text as sanitized HTML."""
    return to_html(text)


@register.filter
def is_list(value: object) -> bool:
    """Whether an attribute holds several texts."""
    return isinstance(value, tuple | list)
