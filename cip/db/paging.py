"""One page of a long list, as values; or the whole list, for a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Protocol, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db import models

Row = TypeVar("Row")

PAGE_SIZE = 50


class Whole(Enum):
    """Stands where a page number stands: all rows on one page. No address can ask for it."""

    WHOLE = "whole"


WHOLE = Whole.WHOLE
PageNumber = str | int | None | Whole


class Counted(Protocol):
    """Rows that are counted and loaded in parts, as those of a queryset."""

    def count(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice) -> Sequence[Any]: ...


def page_of(
    rows: models.QuerySet[Any] | Sequence[Any] | Counted,
    number: PageNumber,
    make: Callable[[Any], Any],
    *,
    size: int = PAGE_SIZE,
) -> Page:
    """The page with that number (the nearest when out of range), each row turned by `make`.

    A queryset must be ordered by something unique; it costs two queries: the count and the rows.
    WHOLE gives every row in one page.
    """
    paginator: Paginator[Any] = Paginator(cast(Any, rows), size)
    if number is WHOLE:
        paginator.per_page = max(paginator.count, 1)
    page = paginator.get_page(1 if number is WHOLE else number or 1)
    page.object_list = [make(row) for row in page.object_list]
    return page


def both_ways(keys: Iterable[str]) -> set[str]:
    """Each key and its reverse: `name`, `-name`."""
    return {f"{sign}{key}" for key in keys for sign in ("", "-")}


def sorted_rows(
    rows: Iterable[Row], sort: str, keys: Mapping[str, Callable[[Row], Any]]
) -> list[Row]:
    """Rows by the key that `sort` names, `-key` from the end; None stays last either way.

    An empty `sort` leaves the order as it is.
    """
    found = list(rows)
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return found
    known = [row for row in found if key(row) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))
    return known + [row for row in found if key(row) is None]
