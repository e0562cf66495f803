"""Checks of the links between nodes: both ends exist and fit, no link twice, no circle where none
may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models_catalog.rules.document import LinkKind
from models_catalog.rules.node_check import placed_nodes
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, text, text_or_none
from models_catalog.rules.problems import Complaint, Path, path_text, shortened
from models_catalog.rules.vocabulary_check import Vocabulary, declared

Edges = dict[str, dict[str, Path]]
"""From a node's code to the codes it links to, each with the path of the link."""


@dataclass(slots=True)
class _Found:
    """What the walk over the links collects."""

    types: dict[str, str]
    edges: dict[str, Edges] = field(default_factory=dict)


def link_complaints(raw: Plain, words: Vocabulary) -> Iterator[Complaint]:
    """What is wrong with the links of a plain model beyond their shape."""
    found = _Found(
        {text(placed.raw, "code"): text(placed.raw, "type") for placed in placed_nodes(raw)}
    )
    for placed in placed_nodes(raw):
        for index, entry in entries(placed.raw, "links"):
            kind, to = text_or_none(entry, "kind"), text_or_none(entry, "to")
            if kind is not None and to is not None:
                link = (text(placed.raw, "code"), kind, to)
                yield from _one(link, (*placed.path, "links", index), found, words)
    for kind, edges in found.edges.items():
        if kind in words.link_kinds and words.link_kinds[kind].acyclic:
            yield from _circles(kind, edges)


def _one(
    link: tuple[str, str, str], path: Path, found: _Found, words: Vocabulary
) -> Iterator[Complaint]:
    start, kind_code, to = link
    kind = words.link_kinds.get(kind_code)
    if kind is None:
        message = phrase(
            "no link kind '%(kind_code)s'; %(link_kinds)s",
            kind_code=shortened(kind_code),
            link_kinds=declared(words.link_kinds),
        )
        yield Complaint((*path, "kind"), message)
    if to not in found.types:
        yield Complaint((*path, "to"), phrase("no node has the code '%(to)s'", to=shortened(to)))
        return
    if to == start:
        yield Complaint((*path, "to"), phrase("the node links to itself"))
        return
    before = found.edges.setdefault(kind_code, {}).setdefault(start, {})
    if to in before:
        message = phrase("the same link as %(value)s", value=path_text(before[to][-2:]))
        yield Complaint(path, message, earlier=before[to])
    before.setdefault(to, path)
    if kind is not None:
        yield from _ends(kind, found.types[start], found.types[to], path)


def _ends(kind: LinkKind, from_type: str, to_type: str, path: Path) -> Iterator[Complaint]:
    if kind.from_types and from_type not in kind.from_types:
        message = phrase(
            "a link '%(code)s' starts from %(from_types)s, not from %(from_type)s",
            code=kind.code,
            from_types=" or ".join(kind.from_types),
            from_type=from_type,
        )
        yield Complaint((*path, "kind"), message)
    if kind.to_types and to_type not in kind.to_types:
        message = phrase(
            "a link '%(code)s' leads to %(to_types)s, not to %(to_type)s",
            code=kind.code,
            to_types=" or ".join(kind.to_types),
            to_type=to_type,
        )
        yield Complaint((*path, "to"), message)


def _circles(kind: str, edges: Edges) -> Iterator[Complaint]:
    """A complaint at each link that closes a circle, the circle named; depth first, without
    recursion.
    """
    done: set[str] = set()
    for start in edges:
        trail = [start]
        on_trail = {start}
        open_links = [iter(edges[start].items())]
        while open_links and start not in done:
            step = next(open_links[-1], None)
            if step is None:
                open_links.pop()
                left = trail.pop()
                on_trail.discard(left)
                done.add(left)
                continue
            to, path = step
            if to in on_trail:
                circle = [*trail[trail.index(to) :], to]
                message = phrase(
                    "the link closes a circle of '%(kind)s': %(circle)s",
                    kind=kind,
                    circle=shortened(" -> ".join(circle), 200),
                )
                yield Complaint((*path, "to"), message)
            elif to not in done:
                trail.append(to)
                on_trail.add(to)
                open_links.append(iter(edges.get(to, {}).items()))
