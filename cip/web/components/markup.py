"""Small helpers for writing HTML safely: attributes, closed vocabularies, stable ids."""

from collections.abc import Collection, Mapping
from typing import Any
from zlib import crc32

from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

TONES = ("neutral", "accent", "success", "warning", "danger", "info")

NOTHING = mark_safe("")


def one_of(tag: str, argument: str, value: Any, known: Collection[Any]) -> None:
    """Refuse a value outside a component's vocabulary: a typing error never reaches a page."""
    if value not in known:
        choices = ", ".join(str(k) for k in sorted(known, key=str))
        raise TemplateSyntaxError(f"{tag}: {argument}={value!r} is not one of: {choices}")


def attributes(pairs: Mapping[str, Any]) -> SafeString:
    """` name="value"` for each pair; None, False and "" are left out, True stands bare."""
    kept = (
        (name, value)
        for name, value in pairs.items()
        if value is not None and value is not False and value != ""
    )
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in kept))


def _attribute(name: str, value: Any) -> SafeString:
    if value is True:
        return format_html(" {}", name)
    return format_html(' {}="{}"', name, value)


def element(tag: str, pairs: Mapping[str, Any], *content: Any) -> SafeString:
    """One element with escaped attributes and escaped (unless safe) content."""
    inner = format_html_join("", "{}", ((part,) for part in content))
    return format_html("<{}{}>{}</{}>", tag, attributes(pairs), inner, tag)


def classes(*names: str | bool | None) -> str:
    """Class names joined, empty ones left out."""
    return " ".join(name for name in names if isinstance(name, str) and name)


def stable_id(prefix: str, *parts: Any) -> str:
    """An id that is the same at each rendering and differs where the parts differ."""
    return f"{prefix}-{crc32(chr(31).join(str(p) for p in parts).encode()):08x}"


def render(template: str, **values: Any) -> SafeString:
    """Render `components/<template>.html` with exactly these values."""
    return render_to_string(f"components/{template}.html", values)
