"""What people do to a model between two versions, as functions over documents and as a hypothesis
strategy that draws a chain of them. Every edited document reads without a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import strategies as st

from models_catalog.rules.building import default_question_code
from models_catalog.rules.document import Descriptor, Link, ModelDocument, Node, Question
from tests.models_catalog.documents import small_document

BASE = small_document(areas=3, practices=2)
"""Two categories; three areas with two practices each under the first."""

Turn = Callable[[Node], tuple[Node, ...]]


def turned(document: ModelDocument, turn: Turn) -> ModelDocument:
    """Every node, from the leaves up, replaced by what `turn` makes of it."""

    def down(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(
            new for node in nodes for new in turn(replace(node, children=down(node.children)))
        )

    return mended(replace(document, nodes=down(document.nodes)))


def mended(document: ModelDocument) -> ModelDocument:
    """Without links to nodes that are gone or to itself."""
    codes = {node.code for node in document.walk()}

    def clean(node: Node) -> Node:
        return replace(
            node,
            links=tuple(each for each in node.links if each.to in codes - {node.code}),
            children=tuple(clean(child) for child in node.children),
        )

    return replace(document, nodes=tuple(clean(node) for node in document.nodes))


def changed(document: ModelDocument, code: str, change: Turn) -> ModelDocument:
    """One node replaced."""
    return turned(document, lambda node: change(node) if node.code == code else (node,))


def relinked(document: ModelDocument, old: str, new: str) -> ModelDocument:
    """Links to a code lead to another."""

    def turn(node: Node) -> tuple[Node, ...]:
        links = tuple(
            dict.fromkeys(
                replace(link, to=new if link.to == old else link.to) for link in node.links
            )
        )
        return (replace(node, links=links),)

    return turned(document, turn)


def recoded(node: Node, code: str) -> Node:
    """The node in the place of what it was, its question under the code that goes with it."""
    named_after = default_question_code(node.code)
    return replace(
        node,
        code=code,
        replaces=(*node.replaces, node.code),
        questions=tuple(
            replace(each, code=default_question_code(code)) if each.code == named_after else each
            for each in node.questions
        ),
    )


def parents_of(document: ModelDocument) -> dict[str, str | None]:
    """Code to the code of the node above."""

    def pairs(nodes: tuple[Node, ...], above: str | None) -> Iterator[tuple[str, str | None]]:
        for node in nodes:
            yield node.code, above
            yield from pairs(node.children, node.code)

    return dict(pairs(document.nodes, None))


def reword(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """Another title and text."""
    return changed(
        document, code, lambda node: (replace(node, title=f"Title {word}", text=f"Text {word}"),)
    )


def rerate(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """Another level, optional or not, in no dimension."""
    return changed(
        document,
        code,
        lambda node: (
            replace(
                node,
                level=3 - (node.level or 1),
                optional=not node.optional,
                may_not_apply=not node.may_not_apply,
                dimension=None,
            ),
        ),
    )


def describe(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """A descriptor reworded or new, and the others gone."""
    return changed(
        document, code, lambda node: (replace(node, descriptors=(Descriptor(1, f"See {word}"),)),)
    )


def ask(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """The questions of a practice reworded, and one more."""

    def turn(node: Node) -> tuple[Node, ...]:
        if node.type != "practice":
            return (node,)
        asked = tuple(replace(each, text=f"Is it {word}?") for each in node.questions)
        more = Question(f"{node.code}.{word}", "Also?", "answers")
        return (replace(node, questions=(*asked, more)),)

    return changed(document, code, turn)


def remove(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """A node and all below it gone."""
    return changed(document, code, lambda _node: ())


def add(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """A node beside another one, linked to it."""

    def turn(node: Node) -> tuple[Node, ...]:
        links = (Link("supports", node.code),)
        return (node, Node(word, node.type, f"New {word}", links=links))

    return changed(document, code, turn)


def rename(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """The same node under another code."""
    return relinked(changed(document, code, lambda node: (recoded(node, word),)), code, word)


def split(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """Two nodes in the place of one; the first keeps what was below."""

    def turn(node: Node) -> tuple[Node, ...]:
        second = replace(recoded(node, f"{word}b"), children=(), questions=())
        return (recoded(node, f"{word}a"), second)

    return relinked(changed(document, code, turn), code, f"{word}a")


def merge(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """A node takes in the sibling after it, under a code of its own."""
    above = parents_of(document)
    siblings = [each for each in above if above[each] == above[code]]
    after = siblings[siblings.index(code) + 1 :]
    if not after:
        return document
    nodes = {node.code: node for node in document.walk()}
    one, two = nodes[code], nodes[after[0]]
    if one.type != two.type:
        return document
    both = replace(
        recoded(one, word),
        replaces=tuple(dict.fromkeys((*one.replaces, code, *two.replaces, two.code))),
        children=(*one.children, *two.children),
    )
    without = changed(document, two.code, lambda _node: ())
    merged = changed(without, code, lambda _node: (both,))
    return relinked(relinked(merged, code, word), two.code, word)


def move(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """A node goes to the end of the last node that may hold it."""
    nodes = {node.code: node for node in document.walk()}
    kinds = {each.code: each for each in document.node_types}
    hosts = [
        node.code
        for node in nodes.values()
        if node.type in kinds[nodes[code].type].parents and node.code != code
    ]
    if not hosts:
        top = [node for node in document.nodes if node.code != code]
        return replace(document, nodes=(*top, nodes[code]))
    return _under(_without(document, code), hosts[-1], nodes[code])


def _without(document: ModelDocument, code: str) -> ModelDocument:
    def down(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(
            replace(node, children=down(node.children)) for node in nodes if node.code != code
        )

    return replace(document, nodes=down(document.nodes))


def _under(document: ModelDocument, host: str, guest: Node) -> ModelDocument:
    def down(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(
            replace(
                node,
                children=(*down(node.children), guest)
                if node.code == host
                else down(node.children),
            )
            for node in nodes
        )

    return replace(document, nodes=down(document.nodes))


def voice(document: ModelDocument, code: str, word: str) -> ModelDocument:
    """The words of the model itself: notes, a scale's and a dimension's name."""
    return replace(
        document,
        model=replace(document.model, description=f"About {word}"),
        scales=(
            replace(document.scales[0], name=f"Scale {word}"),
            *document.scales[1:],
        ),
        dimensions=(*document.dimensions[:1], replace(document.dimensions[1], text=word)),
    )


EDITS = (reword, rerate, describe, ask, remove, add, rename, split, merge, move, voice)


@st.composite
def edited(
    draw: st.DrawFn, prefix: str, base: ModelDocument = BASE, most: int = 5
) -> ModelDocument:
    """The base after some edits; what they add has codes that begin with the prefix."""
    document = base
    for number in range(draw(st.integers(0, most))):
        codes = [node.code for node in document.walk()]
        if not codes:
            break
        edit = draw(st.sampled_from(EDITS))
        document = edit(document, draw(st.sampled_from(codes)), f"{prefix}{number}")
    return document
