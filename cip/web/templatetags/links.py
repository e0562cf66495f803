"""`{% org_url 'assessments:detail' pk %}`: an address inside the current organization."""

from typing import Any

from django import template

from cip.web.links import org_url as build_org_url

register = template.Library()


@register.simple_tag(takes_context=True)
def org_url(context: dict[str, Any], name: str, *args: object) -> str:
    """The path of a page of the current actor's organization."""
    return build_org_url(context["request"].actor, name, *args)
