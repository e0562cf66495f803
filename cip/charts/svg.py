"""A small safe SVG builder: all escaped, attributes on an allow-list, deterministic."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cip.charts.text import FONT_FAMILY, shorten

Attribute = str | float | int | None
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Headers and rows of plain strings: the twin of a chart under "view as table"."""

_ALLOWED = frozenset(
    [
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "d",
        "points",
        "fill",
        "stroke",
        "stroke_width",
        "stroke_dasharray",
        "stroke_linecap",
        "stroke_linejoin",
        "stroke_opacity",
        "fill_opacity",
        "text_anchor",
        "font_size",
        "font_weight",
        "font_family",
        "font_style",
        "transform",
        "id",
        "class_",
        "role",
        "href",
        "viewBox",
        "xmlns",
        "aria_labelledby",
        "aria_hidden",
        "tabindex",
    ]
)
_DATA = re.compile(r"data_[a-z_]+\Z")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}\Z")
_INK = re.compile(r"(currentColor|#[0-9a-fA-F]{6})\Z")
_LINK = re.compile(r"(https?://|/(?!/)|#|\?|[A-Za-z0-9_.-]+(/|\?|#|\Z))", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(_UNPRINTABLE.pattern[:-1] + '&<>"]')


class Svg(str):
    """Text that is already safe SVG; plain `str` is always escaped."""

    __slots__ = ()


EMPTY = Svg("")


@dataclass(frozen=True)
class Look:
    """How one chart is drawn: `prefix` makes ids unique in the page, `width` is in CSS pixels.

    `ink` is the colour of text and lines: "currentColor" follows the page (light and dark), a
    six-digit hex colour suits print. Raises ValueError for a prefix, width or ink that is unusable.
    """

    prefix: str
    width: float = 720
    ink: str = "currentColor"

    def __post_init__(self) -> None:
        if not _PREFIX.match(self.prefix):
            raise ValueError(
                f"The id prefix {self.prefix!r} must be a letter, then letters, digits, - or _."
            )
        if not (math.isfinite(self.width) and 16 <= self.width <= 10_000):
            raise ValueError(f"A chart is 16 to 10000 wide, not {self.width}.")
        if not _INK.match(self.ink):
            raise ValueError(f"Ink is currentColor or a colour like #1a2b3c, not {self.ink!r}.")


def escape(text: str) -> str:
    """`text` safe for element content and quoted attributes; control characters drop out."""
    if not _SPECIAL.search(text):
        return text
    plain = _UNPRINTABLE.sub("", text)
    return (
        plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


@lru_cache(maxsize=65536)
def num(value: float) -> str:
    """A coordinate with at most two decimals, never in exponent form and never "-0"."""
    if not math.isfinite(value):
        raise ValueError(f"A coordinate must be a finite number, not {value}.")
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def safe_href(href: str) -> str:
    """`href` when it is a relative or http(s) address; ValueError for any other scheme."""
    if not _LINK.match(href) or _UNPRINTABLE.search(href) or "\\" in href:
        raise ValueError(f"A link must be relative or start with http, not {href!r}.")
    return href


@lru_cache(maxsize=256)
def _attribute_name(key: str) -> str:
    if key not in _ALLOWED and not _DATA.match(key):
        raise ValueError(f"The attribute {key!r} is not allowed in a chart.")
    return key.rstrip("_").replace("_", "-")


def tag(name: str, *children: str, **attributes: Attribute) -> Svg:
    """One element; children that are not `Svg` are escaped, attributes that are None are left out.

    Underscores in attribute names become hyphens; a name off the allow-list (style, on...) raises
    ValueError.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        attribute = _attribute_name(key)
        if value is not None:
            shown = escape(value) if isinstance(value, str) else num(value)
            parts.append(f' {attribute}="{shown}"')
    if not children:
        return Svg("".join(parts) + "/>")
    inside = "".join(child if isinstance(child, Svg) else escape(child) for child in children)
    return Svg(f"{''.join(parts)}>{inside}</{name}>")


def join(parts: Iterable[str]) -> Svg:
    """Several pieces after one another; plain strings are escaped."""
    return Svg("".join(part if isinstance(part, Svg) else escape(part) for part in parts))


def rect(x: float, y: float, width: float, height: float, **attributes: Attribute) -> Svg:
    """A rectangle; a width or height below zero counts as zero."""
    return tag("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> Svg:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def path_data(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of straight pieces through `points`."""
    return "M" + "L".join([f"{num(x)} {num(y)}" for x, y in points])


def path(
    points: Iterable[tuple[float, float]], *, closed: bool = False, **attributes: Attribute
) -> Svg:
    """A path of straight pieces through `points`."""
    return tag("path", d=path_data(points) + ("Z" if closed else ""), **attributes)


def label(x: float, y: float, text: str, *, size: float, **attributes: Attribute) -> Svg:
    """Text with its baseline at `y`; the font family comes from the document."""
    return tag("text", text, x=x, y=y, font_size=size, **attributes)


def label_lines(
    x: float,
    y: float,
    lines: Iterable[str],
    *,
    size: float,
    leading: float,
    **attributes: Attribute,
) -> Svg:
    """Lines of text below one another, the first baseline at `y`."""
    return join(
        label(x, y + index * leading, text, size=size, **attributes)
        for index, text in enumerate(lines)
    )


def link(href: str, *children: str, title: str = "", **attributes: Attribute) -> Svg:
    """Children in `<a>` when `href` is given, otherwise in a group; `title` is the tooltip."""
    tooltip = (tag("title", title),) if title else ()
    if not href:
        return tag("g", *tooltip, *children, **attributes)
    return tag("a", *tooltip, *children, href=safe_href(href), **attributes)


def document(
    look: Look,
    *,
    height: float,
    title: str,
    summary: str,
    body: Iterable[str],
    kind: str,
    linked: bool = False,
) -> str:
    """The whole picture with `<title>` and `<desc>` first.

    The role is "img"; a picture that holds links is a "group", because an img hides its children
    from assistive technology. `kind` ends up in the class, as in `class="chart chart-radar"`.
    """
    name, text = f"{look.prefix}-title", f"{look.prefix}-desc"
    return tag(
        "svg",
        tag("title", title, id=name),
        tag("desc", summary, id=text),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(look.width)} {num(height)}",
        width=look.width,
        height=height,
        role="group" if linked else "img",
        aria_labelledby=f"{name} {text}",
        class_=f"chart chart-{kind}",
        font_family=FONT_FAMILY,
        font_size=12,
        fill=look.ink,
    )


def empty_document(look: Look, *, title: str, summary: str, text: str, kind: str) -> str:
    """A picture that says in words that there is nothing to draw."""
    body = (label(0, 20, shorten(text, 12, look.width), size=12),)
    return document(look, height=32, title=title, summary=summary, body=body, kind=kind)
