"""What holds content: cards, notices, dialogs, tabs, breadcrumb, empty states, steps, thread."""

from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from cip.web.components.icons import icon as icon_tag
from cip.web.components.markup import NOTHING, TONES, classes, element, one_of, render, stable_id

register = Library()

STEP_STATES = ("done", "current", "todo", "blocked")


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    *,
    icon: str = "",
    level: int = 2,
    href: str = "",
    link_text: str = "",
    note: str = "",
    tone: str = "",
    flush: bool = False,
    id: str = "",
) -> SafeString:
    """A panel. `href` with `link_text` puts a link into its head, alone it makes the title a link.

    `level`: heading level. `flush`: no padding (a table goes to the edge). `tone`: a colored edge.
    """
    one_of("card", "tone", tone, ("", *TONES))
    one_of("card", "level", level, (2, 3, 4))
    heading = element("a", {"href": href}, title) if href and not link_text else title
    return render(
        "card",
        content=content,
        heading=element(f"h{level}", {"class": "card-title"}, heading) if title else "",
        icon=icon_tag(icon) if icon else NOTHING,
        href=href if link_text else "",
        link_text=link_text,
        note=note,
        css=classes("card", tone and f"card-{tone}", flush and "card-flush"),
        id=id,
    )


NOTICE_ICONS = {
    "neutral": "info",
    "accent": "info",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}


@register.simple_block_tag
def notice(
    content: str, title: str = "", *, tone: str = "info", icon: str = "", role: str = ""
) -> SafeString:
    """A message inside the page. `role`: "", "status" or "alert" (for what appears later)."""
    one_of("notice", "tone", tone, TONES)
    one_of("notice", "role", role, ("", "status", "alert"))
    picture = icon_tag(icon or NOTICE_ICONS[tone])
    return render("notice", content=content, title=title, tone=tone, picture=picture, role=role)


@register.simple_tag
def empty_state(
    title: str,
    text: str = "",
    *,
    icon: str = "inbox",
    action_label: str = "",
    action_href: str = "",
    action_opens: str = "",
    allowed: Any = True,
    level: int = 2,
) -> SafeString:
    """What a list shows while it has nothing: what will be here, and how to begin.

    The action is a link (`action_href`) or opens a modal (`action_opens`); when not `allowed`, the
    reason stands there.
    """
    one_of("empty_state", "level", level, (2, 3, 4))
    return render(
        "empty_state",
        title=element(f"h{level}", {}, title),
        text=text,
        icon=icon_tag(icon, size="large"),
        action_label=action_label,
        action_href=action_href,
        action_opens=action_opens,
        allowed=allowed,
        reason="" if allowed else getattr(allowed, "reason", ""),
    )


@register.simple_block_tag
def modal(content: str, id: str, title: str, *, size: str = "", open: bool = False) -> SafeString:
    """A dialog, opened by `{% button ... opens=id %}`; `open=True` opens it on loading.

    The latter is for a form that came back with errors.
    """
    one_of("modal", "size", size, ("", "small", "large"))
    return render("modal", content=content, id=id, title=title, size=size, open=open)


@register.simple_block_tag
def tabs(content: str, label: str, *, second: bool = False) -> SafeString:
    """Navigation between the pages of one object; content is `{% tab %}` tags.

    `second`: the pages inside the tab that is open above.
    """
    css = classes("tabs", second and "tabs-second")
    return render("tabs", content=content, label=label, css=css)


@register.simple_tag
def tab(
    label: str,
    href: str,
    *,
    current: bool = False,
    count: int | None = None,
    icon: str = "",
    part: bool = False,
) -> SafeString:
    """One tab: a link to a page of its own. `part`: it stands for several pages, shown below."""
    picture = icon_tag(icon) if icon else NOTHING
    number = element("span", {"class": "count"}, count) if count is not None else NOTHING
    here = ("true" if part else "page") if current else ""
    link = element("a", {"href": href, "aria-current": here}, picture, label, number)
    return element("li", {}, link)


@register.simple_tag
def breadcrumb(steps: Any) -> SafeString:
    """Where we are: (label, url or None) pairs, the page itself last."""
    steps = list(steps or ())
    return render("breadcrumb", steps=steps) if len(steps) > 1 else NOTHING


@register.simple_block_tag
def steps(content: str, label: str) -> SafeString:
    """Steps of a way, in order; content is `{% step %}` tags."""
    return element("ol", {"class": "steps", "aria-label": label}, content)


@register.simple_tag
def step(
    label: str, *, state: str = "todo", state_label: str = "", href: str = "", note: str = ""
) -> SafeString:
    """One step. `state`: done, current, todo, blocked; `state_label` says it in words."""
    one_of("step", "state", state, STEP_STATES)
    pictures = {"done": "check", "current": "circle", "todo": "circle-dashed", "blocked": "ban"}
    return render(
        "step",
        label=label,
        state=state,
        state_label=state_label,
        href=href,
        note=note,
        icon=icon_tag(pictures[state]),
    )


@register.simple_block_tag
def thread(content: str, *, label: str = "") -> SafeString:
    """The way back from this number to its sources: `{% thread_link %}` tags, nearest first."""
    return render("thread", content=content, label=label)


@register.simple_tag
def thread_link(kind: str, label: str, href: str = "", *, current: bool = False) -> SafeString:
    """One station of the thread: what kind of thing, which one."""
    name = element("a", {"href": href}, label) if href else element("span", {}, label)
    return element(
        "li",
        {"aria-current": "true" if current else ""},
        element("span", {"class": "thread-kind"}, kind),
        name,
    )


@register.simple_block_tag
def disclosure(
    content: str, title: str, *, open: bool = False, count: int | None = None, id: str = ""
) -> SafeString:
    """A part that unfolds."""
    return render(
        "disclosure",
        content=content,
        title=title,
        open=open,
        count=count,
        id=id or stable_id("part", title),
    )
