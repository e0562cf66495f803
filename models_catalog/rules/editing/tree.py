"""Pure changes of a tree of frozen nodes: find, put in, take out, replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.structure import Placed, walk

T = TypeVar("T")
Nodes = tuple[Node, ...]


def placed_in(document: ModelDocument, code: str) -> Placed | None:
    """The node with this code where it stands, or None."""
    return next((each for each in walk(document) if each.node.code == code), None)


def with_siblings(
    document: ModelDocument, parent: Placed | None, change: Callable[[Nodes], Nodes]
) -> ModelDocument:
    """The document with the nodes right under a parent (None: the top) changed."""
    if parent is None:
        return replace(document, nodes=change(document.nodes))
    node = replace(parent.node, children=change(parent.node.children))
    return with_node(document, parent, node)


def with_node(document: ModelDocument, placed: Placed, node: Node) -> ModelDocument:
    """The document with another node at a place."""
    position = placed.position
    for depth in range(placed.depth - 1, -1, -1):
        above = placed.ancestors[depth]
        node = replace(above, children=swapped(above.children, position, node))
        siblings = placed.ancestors[depth - 1].children if depth else document.nodes
        position = next(n for n, each in enumerate(siblings) if each is above)
    return replace(document, nodes=swapped(document.nodes, position, node))


def every_node(document: ModelDocument, change: Callable[[Node], Node]) -> ModelDocument:
    """The document with every node changed; `change` keeps the children."""
    return replace(document, nodes=tuple(_changed(node, change) for node in document.nodes))


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    children = tuple(_changed(child, change) for child in node.children)
    return replace(change(node), children=children)


def subtree_codes(node: Node) -> list[str]:
    """The codes of a node and of everything under it, top down."""
    waiting, codes = [node], []
    while waiting:
        each = waiting.pop()
        codes.append(each.code)
        waiting.extend(reversed(each.children))
    return codes


def inserted(items: tuple[T, ...], place: int | None, item: T) -> tuple[T, ...]:
    """The items with one more at a place, at most the end."""
    at = len(items) if place is None else place
    return (*items[:at], item, *items[at:])


def without(items: tuple[T, ...], place: int) -> tuple[T, ...]:
    """The items without the one at a place."""
    return (*items[:place], *items[place + 1 :])


def swapped(items: tuple[T, ...], place: int, item: T) -> tuple[T, ...]:
    """The items with another one at a place."""
    return (*items[:place], item, *items[place + 1 :])
