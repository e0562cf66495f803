"""Which nodes took the place of which: codes renamed, split and merged, as the newer document
says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models_catalog.rules.building import default_question_code
from models_catalog.rules.document import ModelDocument, Node


@dataclass(frozen=True, slots=True)
class Renamed:
    """The same node under another code."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Split:
    """A node that is gone, and the nodes that share its place."""

    code: str
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A node that takes the place of several; one of the sources may be the node itself."""

    code: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of the codes that are gone but replaced. `heirs`: from each to the codes that
    took its place; `sources`: the other way round.
    """

    heirs: dict[str, tuple[str, ...]]
    sources: dict[str, tuple[str, ...]]
    renamed: dict[str, str]
    renamed_questions: dict[str, str]
    split: tuple[Split, ...]
    merged: tuple[Merged, ...]

    def same(self, code: str) -> str:
        """The code under which a node of the older document goes on, by itself."""
        return self.renamed.get(code, code)


def succession(before: ModelDocument, after: ModelDocument) -> Succession:
    """What the newer document says about the codes that it no longer has."""
    old = {node.code for node in before.walk()}
    new = {node.code for node in after.walk()}
    heirs: dict[str, tuple[str, ...]] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for node in after.walk():
        for code in node.replaces:
            if code in old and code not in new:
                heirs[code] = (*heirs.get(code, ()), node.code)
                sources[node.code] = (*sources.get(node.code, ()), code)
    renamed = {
        code: into[0]
        for code, into in heirs.items()
        if len(into) == 1 and sources[into[0]] == (code,) and into[0] not in old
    }
    return Succession(
        heirs=heirs,
        sources=sources,
        renamed=renamed,
        renamed_questions=_renamed_questions(renamed, before, after),
        split=tuple(Split(code, into) for code, into in heirs.items() if len(into) > 1),
        merged=tuple(
            Merged(code, (code, *codes) if code in old else codes)
            for code, codes in sources.items()
            if len(codes) > 1 or code in old
        ),
    )


def _renamed_questions(
    renamed: dict[str, str], before: ModelDocument, after: ModelDocument
) -> dict[str, str]:
    """Questions that are named after their node and got a new code with it."""
    old = {question.code for _node, question in before.questions}
    new = {question.code for _node, question in after.questions}
    pairs = {default_question_code(code): default_question_code(renamed[code]) for code in renamed}
    return {code: into for code, into in pairs.items() if code in old - new and into in new - old}


def renamed_document(document: ModelDocument, found: Succession) -> ModelDocument:
    """The older document with the codes of the newer one for what was only renamed: nodes, links
    to them, and questions that are named after their node.
    """
    if not found.renamed:
        return document
    return replace(document, nodes=tuple(_renamed(node, found) for node in document.nodes))


def _renamed(node: Node, found: Succession) -> Node:
    return replace(
        node,
        code=found.same(node.code),
        questions=tuple(
            replace(each, code=found.renamed_questions.get(each.code, each.code))
            for each in node.questions
        ),
        links=tuple(replace(link, to=found.same(link.to)) for link in node.links),
        children=tuple(_renamed(child, found) for child in node.children),
    )
