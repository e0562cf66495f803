"""What shows values: pills, levels, tables, progress, figures, charts."""

import re
from datetime import date
from typing import Any

from django.template import Library, TemplateSyntaxError
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cip.charts.draw import Chart, as_table, draw
from cip.charts.svg import Look
from cip.web.components.icons import icon as icon_tag
from cip.web.components.lists import sort_choice
from cip.web.components.markup import NOTHING, TONES, classes, element, one_of, render, stable_id

register = Library()

LEVELS = (0, 1, 2, 3, 4, 5)

STATE_TONES = {
    "neutral": (
        "draft planned not_started todo retired archived closed cancelled expired withdrawn skipped"
    ),
    "info": "queued scheduled invited proposed pending collecting in_review checked",
    "accent": "active open running in_progress analyzing consolidating rating held current started",
    "success": (
        "done published agreed completed succeeded signed accepted answered submitted on_track"
        " approved met stored"
    ),
    "warning": "at_risk due waiting stale paused late partial changes_requested",
    "danger": "overdue failed blocked rejected refused off_track critical lost",
}
TONE_OF_STATE = {state: tone for tone, states in STATE_TONES.items() for state in states.split()}
TONE_ICONS = {"success": "check", "warning": "triangle-alert", "danger": "circle-alert"}


@register.simple_tag
def pill(text: str, *, tone: str = "neutral", icon: str = "") -> SafeString:
    """A short word with a tone. The word carries the meaning, the color only helps."""
    one_of("pill", "tone", tone, TONES)
    return element(
        "span",
        {"class": f"pill pill-{tone}"},
        icon_tag(icon, size="small") if icon else NOTHING,
        text,
    )


@register.simple_tag
def state_pill(state: str, label: str) -> SafeString:
    """The state of an object: `{% state_pill run.state run.get_state_display %}`.

    A state without a tone of its own stays neutral.
    """
    tone = TONE_OF_STATE.get(str(state), "neutral")
    return pill(label, tone=tone, icon=TONE_ICONS.get(tone, ""))


@register.simple_tag
def level_pill(level: int | None, upper: int | None = None, *, name: str = "") -> SafeString:
    """A maturity level, or lower and upper bound of one; None is "not rated", never zero."""
    if level is None and upper is None:
        return element("span", {"class": "level level-none"}, _("Not rated"))
    low, high = (level, upper) if level is not None else (upper, None)
    one_of("level_pill", "level", low, LEVELS)
    text = str(low)
    if high is not None and high != low:
        one_of("level_pill", "upper", high, LEVELS)
        text = f"{low}\u2013{high}"
    chip = element("span", {"class": f"level-chip level-{low}"}, element("b", {}, text))
    prefix = element("span", {"class": "visually-hidden"}, _("Level"), " ")
    return element(
        "span", {"class": "level"}, prefix, chip, element("span", {}, name) if name else NOTHING
    )


@register.simple_block_tag(takes_context=True)
def table(
    context: Context,
    content: str,
    caption: str,
    *,
    show_caption: bool = False,
    mode: str = "scroll",
    dense: bool = False,
    sticky: bool = False,
    id: str = "",
) -> SafeString:
    """A table in its own box; content is thead and tbody.

    The caption is read aloud even when not shown. `mode` on a phone: "scroll" keeps the columns
    (comparing), "cards" makes each row a card (lists), with a choice of the order in place of the
    heads. `sticky`: the first column stays in sight while scrolling.
    """
    one_of("table", "mode", mode, ("scroll", "cards"))
    css = classes("table", f"table-{mode}", dense and "table-dense", sticky and "table-sticky")
    box = id or stable_id("table", caption)
    choice = sort_choice(context, box)
    return render(
        "table",
        sort_choice=choice if mode == "cards" else None,
        content=content,
        caption=caption,
        show_caption=show_caption,
        css=css,
        id=box,
        mode=mode,
    )


@register.simple_tag
def progress(
    value: int, maximum: int, *, label: str, text: str = "", tone: str = "", compact: bool = False
) -> SafeString:
    """How far along: a bar and the same in words ("12 of 24" unless `text` says otherwise)."""
    one_of("progress", "tone", tone, ("", "success", "warning", "danger"))
    words = text or _("%(value)s of %(maximum)s") % {"value": value, "maximum": maximum}
    return render(
        "progress",
        value=value,
        maximum=maximum,
        label=label,
        text=words,
        tone=tone,
        compact=compact,
    )


@register.simple_tag
def stat(
    value: Any,
    label: str,
    *,
    note: str = "",
    href: str = "",
    tone: str = "",
    unit: str = "",
    icon: str = "",
) -> SafeString:
    """A figure, its name and what it rests on (n, unanswered, date). None shows a dash."""
    one_of("stat", "tone", tone, ("", *TONES))
    shown = "\u2013" if value is None else value
    picture = icon_tag(icon) if icon else NOTHING
    return render(
        "stat", value=shown, label=label, note=note, href=href, tone=tone, unit=unit, icon=picture
    )


# cip.charts escapes < and " everywhere else, so these can only be real elements and attributes.
_UNSAFE_SVG = re.compile(r'<script|<foreignobject|\s(?:style|on\w+)="|="javascript:', re.IGNORECASE)


@register.simple_block_tag
def chart(
    content: str, svg: str, caption: str, *, note: str = "", wide: bool = False, open: bool = False
) -> SafeString:
    """A chart of `cip.charts` with caption; the block is its twin behind "View as table".

    The SVG comes from our own functions, which escape what they draw; anything that a page may not
    run is refused.
    """
    text = str(svg).strip()
    if not text.startswith("<svg") or _UNSAFE_SVG.search(text):
        raise TemplateSyntaxError(
            "chart: expected an SVG made by cip.charts, without scripts, handlers or styles"
        )
    return render(
        "chart",
        content=content if content.strip() else "",
        svg=mark_safe(text),  # noqa: S308 - checked above
        caption=caption,
        note=note,
        wide=wide,
        open=open,
    )


@register.simple_tag
def draw_chart(
    drawing: Chart,
    caption: str = "",
    *,
    width: int = 720,
    note: str = "",
    wide: bool = False,
    open: bool = False,
) -> SafeString:
    """A chart value of `cip.charts`, drawn and as table; the caption is its title unless given."""
    title = caption or drawing.title
    look = Look(
        prefix=stable_id("chart", type(drawing).__name__, drawing.title, title), width=width
    )
    headers, rows = as_table(drawing)
    twin = render(
        "chart_table",
        id=f"{look.prefix}-table",
        caption=title,
        headers=headers,
        rows=mark_safe("".join(map(_table_row, rows))),  # noqa: S308 - cells are escaped
    )
    return chart(twin, draw(drawing, look), title, note=note, wide=wide, open=open)


def _shown(value: Any) -> Any:
    if value in (None, ""):
        return "\u2013"
    return date_format(value, "j M Y") if type(value) is date else value


def _table_row(cells: tuple[str, ...]) -> str:
    """Written by hand: a roadmap has thousands of rows, and a template loop takes five times."""
    first, *rest = map(escape, cells)
    return f'<tr><th scope="row">{first}</th><td>{"</td><td>".join(rest)}</td></tr>'


@register.simple_tag
def facts(*pairs: Any) -> SafeString:
    """Name and value in turn: `{% facts "Owner" owner "Due" due %}`; empty values show a dash.

    Days are shown as everywhere: 5 Mar 2026.
    """
    if len(pairs) % 2:
        raise TemplateSyntaxError("facts: names and values must come in pairs")
    rows = [
        format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, _shown(value))
        for name, value in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return element("dl", {"class": "facts"}, *rows)
