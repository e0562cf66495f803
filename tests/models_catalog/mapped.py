"""A model with a map: a tree whose things link to a list of tools."""

from collections.abc import Iterable

from cip.accounts.models import Organization
from models_catalog.models import ModelVersion
from tests.factories.catalog import (
    LinkKindFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    NodeLinkFactory,
    NodeTypeFactory,
)


def mapped_version(organization: Organization, numbers: Iterable[int]) -> ModelVersion:
    """One group; a thing for each number, which links to a tool of its own; one more tool."""
    version = ModelVersionFactory(model=MaturityModelFactory(organization=organization))
    group, thing, tool = (
        NodeTypeFactory(version=version, code=code, parents=parents)
        for code, parents in (("group", []), ("thing", ["group"]), ("tool", []))
    )
    kind = LinkKindFactory(version=version, from_types=["thing"], to_types=["tool"])
    top = NodeFactory(version=version, type=group)
    NodeFactory(version=version, type=tool)
    for _ in numbers:
        NodeLinkFactory(
            kind=kind,
            source=NodeFactory(version=version, type=thing, parent=top, depth=1),
            target=NodeFactory(version=version, type=tool),
        )
    return version
