"""What the address of a list asks for: filters, order, page, or the whole list as a file.

Every list page reads its address here, so that page and file always show the same rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from cip.db.paging import WHOLE, PageNumber
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.web.csv_export import csv_response
from cip.web.loading import ActorRequest

EXPORT = "export"
MAIN = "csv"
_SHOWN = 40


@dataclass(frozen=True)
class Wanted:
    """`values`: filters that could be read. `sort`: a known order, "" for the list's own.

    `number` is WHOLE when the list is wanted as a file.
    """

    values: Mapping[str, Any]
    sort: str
    number: PageNumber

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return any(value not in (None, "", False) for value in self.values.values())

    @property
    def is_export(self) -> bool:
        """Whether the list is wanted as a file."""
        return self.number is WHOLE


def wanted(
    request: ActorRequest,
    orders: Iterable[str],
    form: forms.Form | None = None,
    *,
    name: str = "",
    others: Iterable[str] = (),
) -> Wanted:
    """What is asked of a list by `sort`, `page`, `export=csv` and the fields of `form`.

    A page leaves out what it does not know and says so: the form beside the field, a message for
    the order. A file is refused then (InvalidInput): it would hold other rows than were asked for.

    `name`: of a further list on the page, read from `<name>_sort`, `<name>_page` and
    `export=<name>`. `others`: the further lists, named to the first one.
    """
    asked_file = request.GET.get(EXPORT, "")
    is_export = asked_file == (name or MAIN)
    if asked_file and not name and asked_file not in {MAIN, *others}:
        raise InvalidInput(_("There is no such file of this list."))
    values = _values(form, is_strict=is_export)
    prefix = f"{name}_" if name else ""
    sort = _known_order(request, f"{prefix}sort", set(orders), is_strict=is_export)
    return Wanted(values, sort, WHOLE if is_export else request.GET.get(f"{prefix}page", ""))


def _values(form: forms.Form | None, *, is_strict: bool) -> Mapping[str, Any]:
    if form is None or not form.is_bound:
        return {}
    if not form.is_valid() and is_strict:
        raise InvalidInput(
            fields={
                str(form.fields[field].label or field): [str(text) for text in errors]
                for field, errors in form.errors.items()
            }
        )
    return form.cleaned_data


def _known_order(request: ActorRequest, name: str, known: set[str], *, is_strict: bool) -> str:
    sort = request.GET.get(name, "")
    if not sort or sort in known:
        return sort
    text = _("This list cannot be sorted by “%(name)s”.") % {"name": sort[:_SHOWN]}
    if is_strict:
        raise InvalidInput(text)
    messages.warning(request, text)
    return ""


def list_file(
    name: str, head: Iterable[Any], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """The list as a CSV download, named after it and the day."""
    return csv_response(f"{name}-{clock.today():%Y-%m-%d}.csv", head, rows)
