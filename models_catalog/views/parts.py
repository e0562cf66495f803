"""What pages of one version are made of, worked out when a page asks for it and kept if it may."""

from functools import cached_property
from uuid import UUID

from django.http import Http404

from cip.web.loading import ActorRequest
from models_catalog.models import ModelVersion
from models_catalog.queries.catalog import VersionOverview, version_overview
from models_catalog.queries.kept import kept
from models_catalog.queries.map import ModelMap, model_map
from models_catalog.queries.node_page import NodePage, node_page
from models_catalog.queries.standing import Standing, standing_of
from models_catalog.queries.tree import TreeTop, tree_top
from models_catalog.queries.vocabulary import Vocabulary, type_uses, vocabulary_of, with_vocabulary
from models_catalog.rules.shape import MapShape, TypeUse
from models_catalog.views.map import is_on_map, shape_of


class Parts:
    """The parts of a version's page, or of the page of its node with that code."""

    def __init__(self, request: ActorRequest, pk: UUID, code: str = "") -> None:
        stand = standing_of(request.actor, pk)
        if stand is None:
            raise Http404
        self.stand: Standing = stand
        self.code = code

    @cached_property
    def words(self) -> Vocabulary:
        """Types, scales and points of view."""
        return kept(self.stand, "words", lambda: _words(self.stand.pk))

    @cached_property
    def uses(self) -> dict[str, TypeUse]:
        """How often each type is used."""
        return kept(self.stand, "uses", lambda: type_uses(self.stand.version))

    @cached_property
    def shape(self) -> MapShape | None:
        """The columns of its map, if it has one."""
        return shape_of(self.words, self.uses)

    @cached_property
    def overview(self) -> VersionOverview:
        """What stands around the tree."""
        return kept(
            self.stand,
            f"overview:{self.stand.line}",
            lambda: version_overview(self.stand.version, self.words, self.uses),
        )

    @cached_property
    def title(self) -> str:
        """The name of the model."""
        return kept(self.stand, f"title:{self.stand.line}", lambda: self.overview.name)

    @cached_property
    def has_map(self) -> bool:
        """Whether it has a map."""
        return kept(self.stand, "has_map", lambda: self.shape is not None)

    @cached_property
    def map(self) -> ModelMap | None:
        """The map, if it has one."""
        if self.shape is None:
            return None
        return model_map(self.stand.version, self.words, self.shape)

    @cached_property
    def tree(self) -> TreeTop:
        """The table and the branches."""
        columns = [each.code for each in self.shape.columns] if self.shape else ()
        return tree_top(self.stand.version, self.words, self.uses, columns)

    @cached_property
    def found(self) -> NodePage:
        """The node; Http404 if there is none with that code."""
        found = kept(
            self.stand,
            f"node:{self.code}",
            lambda: node_page(self.stand.version, self.words, self.code),
        )
        if found is None:
            raise Http404
        return found

    @cached_property
    def node_title(self) -> str:
        """The title of the node; Http404 if there is none with that code."""
        return kept(self.stand, f"title-of:{self.code}", lambda: self.found.node.title)

    @cached_property
    def on_map(self) -> bool:
        """Whether the node stands on the map."""
        return is_on_map(self.stand.version, self.words, self.found.node.type_name)


def _words(pk: UUID) -> Vocabulary:
    return vocabulary_of(with_vocabulary(ModelVersion.objects.filter(pk=pk)).get())
