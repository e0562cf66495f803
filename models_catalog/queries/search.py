"""Full-text search over the versions that are in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db import connection
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.db.paging import PageNumber, page_of
from models_catalog.models import SearchEntry
from models_catalog.rules.search import START, STOP, pieces, words_of

HITS = 20
MOST = 2_000
"""Entries that are ranked. Words that more entries hold are too common to rank by; the entry whose
code was typed is always among them.
"""

Pieces = tuple[tuple[str, bool], ...]

# Written out: one statement, in which only the entries of one page are joined and marked.
_FOUND = """
SELECT * FROM models_catalog_searchentry
 WHERE version_id = ANY(%(versions)s::uuid[]) AND code = ANY(%(codes)s) AND search @@ {wanted}
 UNION
(SELECT * FROM models_catalog_searchentry
  WHERE version_id = ANY(%(versions)s::uuid[]) AND search @@ {wanted} LIMIT %(most)s)
"""
_PAGE = """
WITH best AS (
    SELECT found.*, ts_rank(search, {wanted}) AS rank, count(*) OVER () AS total,
           CASE WHEN code = ANY(%(codes)s) THEN 2
                WHEN lower(heading) = lower(%(text)s) THEN 1 ELSE 0 END AS exact
      FROM ({found}) AS found
     ORDER BY exact DESC, rank DESC, id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT node.id, node.code, node.title, type.name, best.version_id, model.code, version.number,
       best.part, parent.title,
       ts_headline('english', best.heading, {wanted}, %(whole)s),
       ts_headline('english', best.body, {wanted}, %(excerpt)s),
       best.total
  FROM best
  JOIN models_catalog_node AS node ON node.id = best.node_id
  JOIN models_catalog_nodetype AS type ON type.id = node.type_id
  JOIN models_catalog_modelversion AS version ON version.id = best.version_id
  JOIN models_catalog_maturitymodel AS model ON model.id = version.model_id
  LEFT JOIN models_catalog_node AS parent ON parent.id = node.parent_id
 ORDER BY best.exact DESC, best.rank DESC, best.id
"""
# Visible is what `visible_to` says: shared, or one's own.
_MODELS = """
SELECT model.id, model.code, model.name, newest.id
  FROM models_catalog_maturitymodel AS model, LATERAL (
       SELECT id FROM models_catalog_modelversion WHERE model_id = model.id
        ORDER BY CASE state WHEN 'published' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END,
                 coalesce(published_at, created_at) DESC, id LIMIT 1) AS newest
 WHERE model.organization_id IS NULL OR model.organization_id = %(organization)s
 ORDER BY model.name, model.id
"""
_WORD = "(to_tsquery('english', %({0})s) || to_tsquery('simple', %({0})s))"
_MARKS = f'StartSel="{START}", StopSel="{STOP}"'


@dataclass(frozen=True)
class SearchHit:
    """Something found. `title` and `excerpt` are pieces of text: (text, whether it was found)."""

    node_id: UUID
    code: str
    node_title: str
    type_name: str
    version_id: UUID
    model_code: str
    number: str
    part: str
    part_label: str
    title: Pieces
    excerpt: Pieces
    parent_title: str

    @property
    def place(self) -> str:
        """What it is, and under what it stands."""
        if not self.parent_title:
            return self.part_label
        return _("{kind} · under {title}").format(kind=self.part_label, title=self.parent_title)


@dataclass(frozen=True)
class SearchedModel:
    """A model and the version of it to look through: newest published, else newest draft."""

    id: UUID
    code: str
    name: str
    version_id: UUID


class Found(Sequence[SearchHit]):
    """What holds every word, as itself or as the beginning of a word; the best first.

    What has the text as its code comes before all, then what has it as its title. The first page
    comes with the number of all in one query, each other slice costs another; none without words.
    """

    def __init__(self, text: str, versions: Sequence[UUID]) -> None:
        words = words_of(text)
        self._is_empty = not words
        each = " && ".join(_WORD.format(f"w{n}") for n in range(len(words)))
        self._wanted = f"({each})"
        self._values: dict[str, Any] = {
            **{f"w{n}": f"{word}:*" for n, word in enumerate(words)},
            "versions": list(versions),
            "text": text.strip(),
            "codes": [text.strip(), text.strip().upper()],
            "most": MOST,
            "whole": f"HighlightAll=true, {_MARKS}",
            "excerpt": f"MaxWords=35, MinWords=15, {_MARKS}",
        }

    def __len__(self) -> int:
        return self._first[1]

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop = place.start or 0, MOST if place.stop is None else place.stop
        hits, total = self._first
        if min(stop, total) <= len(hits):
            return hits[start:stop]
        return self._hits(offset=start, limit=stop - start)[0]

    @cached_property
    def _first(self) -> tuple[list[SearchHit], int]:
        return self._hits(offset=0, limit=HITS)

    def _hits(self, **window: int) -> tuple[list[SearchHit], int]:
        rows = [] if self._is_empty else self._rows(_PAGE, **window)
        return [_hit(row[:-1]) for row in rows], rows[0][-1] if rows else 0

    def _rows(self, statement: str, **window: int) -> list[Any]:
        found = _FOUND.format(wanted=self._wanted)
        with connection.cursor() as cursor:
            cursor.execute(
                statement.format(found=found, wanted=self._wanted), {**self._values, **window}
            )
            return list(cursor.fetchall())


def searched_models(actor: Actor) -> tuple[SearchedModel, ...]:
    """All models the actor sees that have a version to look through, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MODELS, {"organization": actor.organization_id})
        return tuple(SearchedModel(*row) for row in cursor.fetchall())


def found_in(models: Sequence[SearchedModel], text: str, *, model: UUID | None = None) -> Found:
    """What the words find in these models, or in the one of them with that id."""
    return Found(text, [each.version_id for each in models if model in (None, each.id)])


def search(
    models: Sequence[SearchedModel],
    text: str,
    *,
    model: UUID | None = None,
    page: PageNumber = None,
) -> Page:
    """A page of `SearchHit`, the best first.

    One query for the first page, two for others; none for a text without words.
    """
    return page_of(found_in(models, text, model=model), page, lambda hit: hit, size=HITS)


def _hit(row: tuple[Any, ...]) -> SearchHit:
    node, code, title, type_name, version, model_code, number, part, parent, heading, body = row
    is_node = part == SearchEntry.Part.NODE
    return SearchHit(
        node_id=node,
        code=code,
        node_title=title,
        type_name=type_name,
        version_id=version,
        model_code=model_code,
        number=number,
        part=part,
        part_label=type_name if is_node else str(SearchEntry.Part(part).label),
        title=pieces(heading) if is_node else ((title, False),),
        excerpt=pieces(body),
        parent_title=parent or "",
    )
