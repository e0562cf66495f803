"""Buttons, links that look like buttons, one-button forms and menus."""

from typing import Any

from django.template import Library
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cip.web.components.icons import icon as icon_tag
from cip.web.components.markup import (
    NOTHING,
    attributes,
    classes,
    element,
    one_of,
    render,
    stable_id,
)

register = Library()

KINDS = ("primary", "secondary", "quiet", "danger")
SIZES = ("", "small", "large")


def _face(label: str, icon: str, icon_only: bool) -> SafeString:
    picture = icon_tag(icon) if icon else NOTHING
    text = element("span", {"class": "visually-hidden" if icon_only else ""}, label)
    return format_html("{}{}", picture, text)


def _button_class(kind: str, size: str, icon_only: bool, full: bool) -> str:
    one_of("button", "kind", kind, KINDS)
    one_of("button", "size", size, SIZES)
    return classes(
        "button",
        f"button-{kind}",
        size and f"button-{size}",
        icon_only and "button-icon",
        full and "button-full",
    )


def with_reason(button_html: SafeString, reason: str, reason_id: str) -> SafeString:
    """A disabled button together with the sentence that says why."""
    return format_html(
        '<span class="reasoned">{}<span class="tooltip" role="tooltip" id="{}">{}</span></span>',
        button_html,
        reason_id,
        reason,
    )


@register.simple_tag
def button(
    label: str,
    *,
    kind: str = "secondary",
    type: str = "",
    icon: str = "",
    icon_only: bool = False,
    size: str = "",
    full: bool = False,
    id: str = "",
    name: str = "",
    value: Any = "",
    form: str = "",
    formaction: str = "",
    opens: str = "",
    closes: bool = False,
    copies: str = "",
    confirm: str = "",
    disabled: bool = False,
    reason: str = "",
    hx_get: str = "",
    hx_post: str = "",
    hx_target: str = "",
    hx_swap: str = "",
) -> SafeString:
    """A button; submits its form unless it opens or closes a dialog, copies, or talks htmx.

    `opens`: id of a modal. `closes`: closes the modal around it. `copies`: id of the element whose
    text or value goes to the clipboard. `confirm`: question asked in a dialog first. `reason`: why
    it is disabled (it stays focusable).
    """
    one_of("button", "type", type, ("", "submit", "button", "reset"))
    acts = bool(opens or closes or copies or hx_get or hx_post)
    reason_id = stable_id("reason", id, label, name, value, reason) if reason else ""
    pairs = {
        "type": "button" if reason else type or ("button" if acts else "submit"),
        "class": _button_class(kind, size, icon_only, full),
        "id": id,
        "name": name,
        "value": value,
        "form": form,
        "formaction": formaction,
        "title": label if icon_only and not reason else "",
        "data-opens": opens,
        # So that the dialog opens before the scripts are there, too, where browsers know this.
        "command": "show-modal" if opens and not reason else "",
        "commandfor": "" if reason else opens,
        "data-closes": closes,
        "data-copies": copies,
        "data-confirm": confirm,
        "disabled": disabled and not reason,
        "aria-disabled": "true" if reason else "",
        "aria-describedby": reason_id,
        "hx-get": "" if reason else hx_get,
        "hx-post": "" if reason else hx_post,
        "hx-target": hx_target,
        "hx-swap": hx_swap,
    }
    made = element("button", pairs, _face(label, icon, icon_only))
    return with_reason(made, reason, reason_id) if reason else made


@register.simple_tag
def link_button(
    label: str,
    href: str,
    *,
    kind: str = "secondary",
    icon: str = "",
    icon_only: bool = False,
    size: str = "",
    full: bool = False,
    download: bool = False,
    id: str = "",
) -> SafeString:
    """A link that looks like a button: it goes somewhere, it changes nothing."""
    pairs = {
        "class": _button_class(kind, size, icon_only, full),
        "href": href,
        "id": id,
        "download": download,
        "title": label if icon_only else "",
    }
    return element("a", pairs, _face(label, icon, icon_only))


@register.simple_tag(takes_context=True)
def action_button(
    context: Context,
    label: str,
    action: str,
    *,
    allowed: Any = True,
    kind: str = "secondary",
    icon: str = "",
    icon_only: bool = False,
    size: str = "",
    confirm: str = "",
    name: str = "",
    value: Any = "",
    version: int | None = None,
    next: str = "",
    hx_target: str = "",
    hx_swap: str = "",
) -> SafeString:
    """A form of one button that posts to `action`; disabled with the reason when not allowed.

    `allowed` is what `cip.access.check.allowed` returns (any object with truth and `.reason`), or a
    plain boolean; a plain False shows nothing. `version` goes along as `expected_version`. With
    `hx_target` it posts by htmx.
    """
    reason = "" if allowed else str(getattr(allowed, "reason", ""))
    if not allowed and not reason:
        return NOTHING
    pairs: dict[str, Any] = {"class": _button_class(kind, size, icon_only, False)}
    if reason:
        reason_id = stable_id("reason", action, label, name, value)
        pairs |= {"type": "button", "aria-disabled": "true", "aria-describedby": reason_id}
        return with_reason(
            element("button", pairs, _face(label, icon, icon_only)), reason, reason_id
        )
    pairs |= {"type": "submit", "name": name, "value": value, "data-confirm": confirm}
    pairs["title"] = label if icon_only else ""
    return render(
        "action_button",
        form_attributes=attributes(
            {
                "action": action,
                "hx-post": action if hx_target else "",
                "hx-target": hx_target,
                "hx-swap": hx_swap,
            }
        ),
        csrf_token=context.get("csrf_token", ""),
        hidden=[
            (key, val)
            for key, val in (("expected_version", version), ("next", next))
            if val not in (None, "")
        ],
        button=element("button", pairs, _face(label, icon, icon_only)),
    )


@register.simple_block_tag
def menu(
    content: str, label: str, *, icon: str = "ellipsis", icon_only: bool = False, align: str = "end"
) -> SafeString:
    """A button that unfolds a list of links and buttons; each line of content is one `<li>`."""
    one_of("menu", "align", align, ("start", "end"))
    face = _face(label, icon, icon_only)
    return render("menu", face=face, align=align, icon_only=icon_only, content=content)
