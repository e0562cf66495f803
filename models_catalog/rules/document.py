"""A maturity model as read from a file: frozen values, defaults filled in, references by code.

Codes are identity: two versions of a model are compared by code. An empty text means 'none'; None
means 'not given'. Everything here is complete in itself and knows neither files nor the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models_catalog.rules.scale import Scale

FORMAT = "cip-maturity-model/1"

AttributeValue = str | int | float | bool | tuple[str, ...]


class Kind(StrEnum):
    """A maturity model has levels to climb; a reference model says what there is."""

    MATURITY = "maturity"
    REFERENCE = "reference"


class Form(StrEnum):
    """What the value of an attribute looks like."""

    TEXT = "text"
    LIST = "list"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Model:
    """What stays the same over all versions."""

    code: str
    name: str
    kind: Kind
    owner: str = ""
    language: str = "en"
    home_page: str = ""
    description: str = ""
    attribution: str = ""

    @property
    def header(self) -> dict[str, str]:
        """The model as plain values, without its code, which is identity."""
        return {
            "name": self.name,
            "owner": self.owner,
            "kind": self.kind.value,
            "language": self.language,
            "home_page": self.home_page,
            "description": self.description,
            "attribution": self.attribution,
        }


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of the model the document holds."""

    number: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A point of view that cuts across the tree."""

    code: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further fact that nodes of a type may carry."""

    code: str
    name: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class NodeType:
    """A kind of node. `parents` empty: it stands at the top.

    `by_dimension`: rated and described in each dimension, not as a whole.

    The three scale codes are resolved: what the file leaves out is filled in here, None when
    there is none.
    """

    code: str
    name: str
    plural: str
    text: str = ""
    parents: tuple[str, ...] = ()
    rateable: bool = False
    askable: bool = False
    by_dimension: bool = False
    level_scale: str | None = None
    rating_scale: str | None = None
    response_set: str | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A meaning of a link; empty `from_types` or `to_types`: any type."""

    code: str
    name: str
    inverse: str
    acyclic: bool = False
    from_types: tuple[str, ...] = ()
    to_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a questionnaire may ask; code and response set are filled in.

    `dimension`: it asks about the node in this dimension only; None asks about the whole node.
    """

    code: str
    text: str
    response_set: str
    help: str = ""
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What can be seen at a level, of the whole node (`dimension` None) or in one dimension."""

    level: int
    text: str
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another node, by code."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the model with the pieces under it. `attributes` are in the order the type
    declares.

    `replaces`: codes of earlier versions whose place the node takes. Nodes that name the same code
    split it; a node that names several merges them. `optional`: an organization chooses whether the
    node is in scope. `may_not_apply`: it may declare that the node does not apply to it.
    """

    code: str
    type: str
    title: str
    text: str = ""
    level: int | None = None
    dimension: str | None = None
    optional: bool = False
    may_not_apply: bool = False
    attributes: tuple[tuple[str, AttributeValue], ...] = ()
    questions: tuple[Question, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    links: tuple[Link, ...] = ()
    children: tuple[Node, ...] = ()
    replaces: tuple[str, ...] = ()

    def attribute(self, code: str) -> AttributeValue | None:
        """The value of an attribute, or None."""
        return dict(self.attributes).get(code)


@dataclass(frozen=True, slots=True)
class ModelDocument:
    """One version of one model, complete."""

    model: Model
    version: Version
    scales: tuple[Scale, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    node_types: tuple[NodeType, ...] = ()
    link_kinds: tuple[LinkKind, ...] = ()
    nodes: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every node, a parent before its children, in the order of the file."""
        waiting = list(reversed(self.nodes))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def questions(self) -> Iterator[tuple[Node, Question]]:
        """Every question with its node."""
        return ((node, question) for node in self.walk() for question in node.questions)

    @property
    def descriptors(self) -> Iterator[tuple[Node, Descriptor]]:
        """Every descriptor with its node."""
        return ((node, descriptor) for node in self.walk() for descriptor in node.descriptors)

    @property
    def links(self) -> Iterator[tuple[Node, Link]]:
        """Every link with the node it starts from."""
        return ((node, link) for node in self.walk() for link in node.links)

    def scale(self, code: str) -> Scale | None:
        """The scale with this code, or None."""
        return next((scale for scale in self.scales if scale.code == code), None)

    def node_type(self, code: str) -> NodeType | None:
        """The node type with this code, or None."""
        return next((node_type for node_type in self.node_types if node_type.code == code), None)
