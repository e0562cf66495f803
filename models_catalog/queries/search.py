"""Full-text search over the versions that are in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.core.paginator import Page
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from cip.access.actor import Actor
from cip.db.paging import PageNumber, page_of
from models_catalog.models import MaturityModel, ModelVersion, Node, SearchEntry
from models_catalog.queries.values import NodeRef, node_ref
from models_catalog.rules.search import START, STOP, pieces, words_of

HITS = 20

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class SearchHit:
    """Something found. `title` and `excerpt` are pieces of text: (text, whether it was found)."""

    node: NodeRef
    version_id: UUID
    model_code: str
    number: str
    part: str
    part_label: str
    title: Pieces
    excerpt: Pieces
    parent_title: str


@dataclass(frozen=True)
class SearchedModel:
    """A model that can be searched, for the filter."""

    id: UUID
    code: str
    name: str


def searched_models(actor: Actor) -> tuple[SearchedModel, ...]:
    """All models the actor sees, by name. One query."""
    rows = MaturityModel.objects.visible_to(actor).order_by("name", "pk")
    return tuple(SearchedModel(row.pk, row.code, row.name) for row in rows)


def search(actor: Actor, text: str, *, model: UUID | None = None, page: PageNumber = None) -> Page:
    """A page of `SearchHit`, the best first. Three queries; none for a text without words."""
    found = page_of(search_rows(actor, text, model=model), page, lambda row: row, size=HITS)
    found.object_list = search_hits(found.object_list)
    return found


def search_rows(actor: Actor, text: str, *, model: UUID | None = None) -> QuerySet[SearchEntry]:
    """Entries that hold every word, as itself or as the beginning of a word; the best first.

    The code that was asked for comes before all, then the title.
    Looks through one version of each model: the newest published, else the newest draft.
    """
    words = words_of(text)
    if not words:
        return SearchEntry.objects.none()
    wanted = _query(words)
    return (
        SearchEntry.objects.filter(version__in=_in_use(actor, model), search=wanted)
        .annotate(
            exact=Case(
                When(code__iexact=text.strip(), then=2),
                When(heading__iexact=text.strip(), then=1),
                default=0,
                output_field=IntegerField(),
            ),
            rank=SearchRank(F("search"), wanted),
            marked_heading=_headline("heading", wanted, is_whole=True),
            marked_body=_headline("body", wanted),
        )
        .order_by("-exact", "-rank", "id")
        .only("id", "node_id", "part")
    )


def search_hits(rows: Iterable[SearchEntry]) -> list[SearchHit]:
    """A page of `search_rows` as values. One query."""
    found = list(rows)
    nodes = Node.objects.select_related("type", "parent", "version__model").in_bulk(
        {row.node_id for row in found}
    )
    return [_hit(row, nodes[row.node_id]) for row in found]


def _query(words: tuple[str, ...]) -> SearchQuery:
    return reduce(
        and_,
        (
            SearchQuery(f"{word}:*", config="english", search_type="raw")
            | SearchQuery(f"{word}:*", config="simple", search_type="raw")
            for word in words
        ),
    )


def _headline(field: str, wanted: SearchQuery, *, is_whole: bool = False) -> SearchHeadline:
    """The field with marks around what was found; an excerpt, or all of it."""
    return SearchHeadline(
        field,
        wanted,
        config="english",
        start_sel=START,
        stop_sel=STOP,
        max_words=35,
        min_words=15,
        highlight_all=is_whole,
    )


def _in_use(actor: Actor, model: UUID | None) -> QuerySet[Any, Any]:
    """The version to look through of each visible model, as a subquery."""
    rank = Case(
        When(state=ModelVersion.State.PUBLISHED, then=0),
        When(state=ModelVersion.State.DRAFT, then=1),
        default=2,
    )
    versions = ModelVersion.objects.filter(model=OuterRef("pk")).order_by(
        rank, Coalesce("published_at", "created_at").desc(), "pk"
    )
    rows = MaturityModel.objects.visible_to(actor)
    if model is not None:
        rows = rows.filter(pk=model)
    return rows.annotate(newest=Subquery(versions.values("pk")[:1])).values("newest")


def _hit(row: SearchEntry, node: Node) -> SearchHit:
    is_node = row.part == SearchEntry.Part.NODE
    marked_heading: str = row.marked_heading  # type: ignore[attr-defined]
    marked_body: str = row.marked_body  # type: ignore[attr-defined]
    return SearchHit(
        node=node_ref(node),
        version_id=node.version_id,
        model_code=node.version.model.code,
        number=node.version.number,
        part=row.part,
        part_label=node.type.name if is_node else row.get_part_display(),
        title=pieces(marked_heading) if is_node else ((node.title, False),),
        excerpt=pieces(marked_body),
        parent_title=node.parent.title if node.parent else "",
    )
