"""A variant brought to a newer version of its parent: what upstream changed is taken over, what we
changed stays ours, and an account says what happened to every node.

Three documents: `base`, from which the variant was made; `theirs`, the newer version; `ours`, the
variant. Nodes meet by code; what either side renamed is followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from models_catalog.rules.document import ModelDocument, Node, Version
from models_catalog.rules.link_check import link_complaints
from models_catalog.rules.node_check import node_complaints
from models_catalog.rules.succession import Succession, renamed_document, succession
from models_catalog.rules.threeway import Decision, Merge, Side, Verdict
from models_catalog.rules.upgrade_tree import Flat, flat, grown, placed
from models_catalog.rules.vocabulary_check import vocabulary_complaints, vocabulary_of
from models_catalog.rules.writing import plain_document

VOCABULARY = ("scales", "dimensions", "node_types", "link_kinds")


class Fate(StrEnum):
    """What became of a node."""

    BOTH = "both"
    REMOVED = "removed"
    REPLACED = "replaced"
    TAKEN = "taken"
    NEW = "new"
    KEPT = "kept"
    OWN = "own"
    LEFT_OUT = "left_out"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A node and its fate. `decisions`: what was decided about its values; `heirs`: codes that
    took its place upstream.
    """

    code: str
    title: str
    fate: Fate
    decisions: tuple[Decision, ...] = ()
    heirs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The upgraded variant with its account: every code of the three documents once.

    `vocabulary`: decisions about the model itself. `problems`: why the result is no model; empty
    when it can be stored.
    """

    document: ModelDocument
    outcomes: tuple[Outcome, ...]
    vocabulary: tuple[Decision, ...]
    problems: tuple[str, ...]

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        """Everything that both sides changed."""
        of_nodes = (each for outcome in self.outcomes for each in outcome.decisions)
        return tuple(each for each in (*self.vocabulary, *of_nodes) if each.verdict is Verdict.BOTH)


def upgrade(
    base: ModelDocument,
    theirs: ModelDocument,
    ours: ModelDocument,
    *,
    number: str,
    notes: str = "",
    choices: Mapping[str, Side] | None = None,
) -> Upgrade:
    """The variant upgraded, under a new number. `choices`: for what both changed, by key; ours
    where none is given.
    """
    names = succession(base, ours)
    unnamed = renamed_document(ours, _turned(names))
    followed = _followed(base, theirs, unnamed)
    old, own = renamed_document(base, followed), renamed_document(unnamed, followed)
    merge = Merge(choices or {})
    flats = flat(old), flat(theirs), flat(own)
    nodes = grown(placed(merge, *flats, heirs=succession(old, theirs).heirs))
    document = replace(
        own,
        model=merge.record(("model",), old.model, theirs.model, own.model),
        version=Version(number, notes),
        nodes=nodes,
        **{part: _words(merge, part, old, theirs, own) for part in VOCABULARY},
    )
    merged = _named(_complete(document, theirs, own), names, followed)
    outcomes = tuple(_outcomes(merge.decisions, flats, flat(document), old, theirs))
    return Upgrade(
        document=merged,
        outcomes=outcomes,
        vocabulary=tuple(each for each in merge.decisions if each.place[0] != "node"),
        problems=tuple(_problems(merged)),
    )


def _problems(document: ModelDocument) -> Iterator[str]:
    """Rules that parts of two models break together; each part has its right shape already."""
    plain = plain_document(document)
    words = vocabulary_of(plain)
    for check in (vocabulary_complaints, node_complaints, link_complaints):
        yield from (complaint.message for complaint in check(plain, words))


def _words(merge: Merge, part: str, *sides: ModelDocument) -> Any:
    old, new, own = (getattr(each, part) for each in sides)
    return merge.parts((part,), old, new, own, lambda entry: entry.code)


def _followed(base: ModelDocument, theirs: ModelDocument, ours: ModelDocument) -> Succession:
    """What upstream renamed, as far as the new codes are free in the variant."""
    found = succession(base, theirs)
    taken = {node.code for node in ours.walk()}
    asked = {question.code for _node, question in ours.questions}
    return replace(
        found,
        renamed={old: new for old, new in found.renamed.items() if new not in taken},
        renamed_questions={
            old: new for old, new in found.renamed_questions.items() if new not in asked
        },
    )


def _turned(found: Succession) -> Succession:
    """The way back to the old codes."""
    return replace(
        found,
        renamed={new: old for old, new in found.renamed.items()},
        renamed_questions={new: old for old, new in found.renamed_questions.items()},
    )


def _named(document: ModelDocument, names: Succession, followed: Succession) -> ModelDocument:
    """The document with our own names for what we renamed, and no code replaced that is there."""
    there = {node.code for node in document.walk()}
    asked = {question.code for _node, question in document.questions}
    forward = {followed.same(old): new for old, new in names.renamed.items()}
    same_question = followed.renamed_questions
    own = replace(
        names,
        renamed={old: new for old, new in forward.items() if old in there and new not in there},
        renamed_questions={
            same_question.get(old, old): new
            for old, new in names.renamed_questions.items()
            if new not in asked
        },
    )
    back = {new: old for old, new in own.renamed.items()}
    renamed = renamed_document(document, own)
    codes = {node.code for node in renamed.walk()}

    def said(node: Node) -> Node:
        former = (*node.replaces, *([back[node.code]] if node.code in back else []))
        return replace(
            node,
            replaces=tuple(code for code in dict.fromkeys(former) if code not in codes),
            links=tuple(link for link in node.links if link.to in codes),
            children=tuple(said(child) for child in node.children),
        )

    return replace(renamed, nodes=tuple(said(node) for node in renamed.nodes))


def _complete(document: ModelDocument, theirs: ModelDocument, ours: ModelDocument) -> ModelDocument:
    """With the words that its nodes still use, though one side removed them, and without facts
    that their types no longer declare.
    """
    used = _used(document)
    kept: dict[str, Any] = {part: getattr(document, part) for part in VOCABULARY}
    for part, entries in kept.items():
        lost = _lost(entries, part, theirs, ours)
        kept[part] = (*entries, *(each for each in lost if each.code in used))
    facts = {kind.code: [each.code for each in kind.attributes] for kind in kept["node_types"]}
    nodes = tuple(_declared(node, facts) for node in document.nodes)
    return replace(document, nodes=nodes, **kept)


def _declared(node: Node, facts: Mapping[str, list[str]]) -> Node:
    given = dict(node.attributes)
    return replace(
        node,
        attributes=tuple((code, given[code]) for code in facts[node.type] if code in given),
        children=tuple(_declared(child, facts) for child in node.children),
    )


def _lost(kept: tuple[Any, ...], part: str, *sides: ModelDocument) -> Iterator[Any]:
    known = {each.code for each in kept}
    for side in sides:
        for each in getattr(side, part):
            if each.code not in known:
                known.add(each.code)
                yield each


def _used(document: ModelDocument) -> set[str]:
    used: set[str | None] = set()
    for node in document.walk():
        used |= {node.type, node.dimension, *(link.kind for link in node.links)}
        used |= {each.dimension for each in node.descriptors}
        for question in node.questions:
            used |= {question.dimension, question.response_set}
    for kind in document.node_types:
        used |= {kind.level_scale, kind.rating_scale, kind.response_set, *kind.parents}
    return {code for code in used if code is not None}


def _outcomes(
    decisions: list[Decision],
    flats: tuple[Flat, Flat, Flat],
    result: Flat,
    base: ModelDocument,
    theirs: ModelDocument,
) -> Iterator[Outcome]:
    old, new, own = flats
    heirs = succession(base, theirs).heirs
    told: dict[str, list[Decision]] = {}
    for each in decisions:
        if each.place[0] == "node":
            told.setdefault(each.place[1], []).append(each)
    for code in {**new, **own, **old}:
        node = (own.get(code) or new.get(code) or old[code]).node
        about = tuple(told.get(code, ()))
        fate = _fate(code, about, flats, result, is_replaced=code in heirs)
        yield Outcome(code, node.title, fate, about, heirs.get(code, ()))


def _fate(
    code: str,
    about: tuple[Decision, ...],
    flats: tuple[Flat, Flat, Flat],
    result: Flat,
    *,
    is_replaced: bool,
) -> Fate:
    in_base, in_theirs, in_ours = (code in side for side in flats)
    verdicts = {each.verdict for each in about}
    if code not in result:
        taken = Fate.REPLACED if is_replaced else Fate.REMOVED
        left = Fate.LEFT_OUT if in_theirs else Fate.GONE
        fate = taken if in_base and in_ours else left
    elif not in_ours:
        fate = Fate.NEW
    elif not in_theirs:
        fate = Fate.KEPT if in_base else Fate.OWN
    elif Verdict.TAKEN in verdicts:
        fate = Fate.TAKEN
    else:
        fate = Fate.KEPT if about else Fate.SAME
    return Fate.BOTH if Verdict.BOTH in verdicts else fate
