"""`{% kept "template" name=value %}`: a part of a page that need not be written again."""

from collections.abc import Hashable

from django import template
from django.utils.safestring import SafeString

from cip.web.kept_parts import kept_part

register = template.Library()


@register.simple_tag
def kept(name: str, **told: Hashable) -> SafeString:
    """The template with exactly these values; with the same ones it is written once."""
    return kept_part(name, **told)
