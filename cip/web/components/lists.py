"""What moves about in a list: order, pages, the file."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.template import Library
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cip.web.components.actions import link_button
from cip.web.components.icons import icon as icon_tag
from cip.web.components.markup import NOTHING, element, render

register = Library()

SORT = "sort"
_HEADS = "sort_heads"


@dataclass(frozen=True)
class SortChoice:
    """The order of a table as a form; `kept` are the other parameters of the address."""

    id: str
    name: str
    options: list[tuple[str, str, bool]]
    kept: list[tuple[str, str]]


def sort_choice(context: Context, table_id: str) -> SortChoice | None:
    """A choice among the sortable heads that the table has just drawn; None without any."""
    heads = _heads(context).copy()
    _heads(context).clear()
    if not heads:
        return None
    query: QueryDict = context["request"].GET
    name = heads[0][2] + SORT
    now = query.get(name, "")
    orders = [("", _("Usual order"))]
    for label, key, _prefix in heads:
        orders += [
            (key, _("%(column)s, ascending") % {"column": label}),
            (f"-{key}", _("%(column)s, descending") % {"column": label}),
        ]
    left_out = {name, heads[0][2] + "page", "export"}
    return SortChoice(
        id=f"{table_id}-sort",
        name=name,
        options=[(key, label, key == now) for key, label in orders],
        kept=[(k, v) for k, values in query.lists() for v in values if k not in left_out],
    )


def _heads(context: Context) -> list[tuple[str, str, str]]:
    """Label, key and prefix of the sortable heads drawn since the last table."""
    state: Any = context.render_context
    heads: list[tuple[str, str, str]] = state.setdefault(_HEADS, [])
    return heads


@register.simple_tag(takes_context=True)
def keep_sort(context: Context) -> SafeString:
    """The orders of the page's lists as hidden fields, for a form that filters them."""
    orders = (
        (name, value)
        for name, value in context["request"].GET.items()
        if value and (name == SORT or name.endswith(f"_{SORT}"))
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', orders)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page, *, name: str = "page") -> SafeString:
    """Links between the pages of a list; the other parameters of the address stay."""
    if page.paginator.num_pages <= 1:
        return NOTHING
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, address(n) if isinstance(n, int) else "") for n in numbers]
    return render(
        "pagination",
        page=page,
        links=links,
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, label: str, key: str, *, numeric: bool = False, name: str = ""
) -> SafeString:
    """A column head that sorts by `?sort=key` or `?sort=-key`; the page number starts over.

    `name`: of a further list on the page, as in `cip.web.lists.wanted`.
    """
    prefix = f"{name}_" if name else ""
    _heads(context).append((label, key, prefix))
    query = context["request"].GET.copy()
    now = query.get(f"{prefix}sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    query[f"{prefix}sort"] = f"-{key}" if now == key else key
    query.pop(f"{prefix}page", None)
    picture = icon_tag(
        {"ascending": "arrow-up", "descending": "arrow-down"}.get(order, "arrow-up-down"),
        size="small",
    )
    link = element("a", {"href": f"?{query.urlencode()}", "class": "sort"}, label, picture)
    return element(
        "th", {"scope": "col", "aria-sort": order, "class": "number" if numeric else ""}, link
    )


@register.simple_tag(takes_context=True)
def sort_links(context: Context, *pairs: Any) -> SafeString:
    """Order of a list that is no table: `{% sort_links "title" _("Title") ... %}`, key and name."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    query.pop("page", None)
    links = []
    for key, label in zip(pairs[::2], pairs[1::2], strict=True):
        query["sort"] = f"-{key}" if now == key else key
        order = {key: "arrow-up", f"-{key}": "arrow-down"}.get(now, "")
        picture = icon_tag(order, size="small") if order else NOTHING
        current = "true" if order else ""
        attrs = {"href": f"?{query.urlencode()}", "class": "sort", "aria-current": current}
        links.append(element("a", attrs, label, picture))
    prefix = element("span", {"class": "muted"}, _("Sort by"))
    return element("span", {"class": "cluster small"}, prefix, *links)


@register.simple_tag(takes_context=True)
def export_link(context: Context, name: str = "csv", *, size: str = "") -> SafeString:
    """A link to the list as a file, with the filters and the order of the page.

    `name`: of a further list on the page, as in `cip.web.lists.wanted`.
    """
    query = context["request"].GET.copy()
    query.pop("page" if name == "csv" else f"{name}_page", None)
    query["export"] = name
    return link_button(
        _("Export as CSV"), f"?{query.urlencode()}", icon="download", size=size, download=True
    )
