"""Checks of the nodes of a model against its vocabulary and against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models_catalog.rules.building import default_question_code
from models_catalog.rules.document import Form, NodeType
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import (
    Plain,
    entries,
    mapping,
    text,
    text_or_none,
    texts,
    whole,
)
from models_catalog.rules.problems import Complaint, Path, path_text, shortened
from models_catalog.rules.scale import Use
from models_catalog.rules.vocabulary_check import Vocabulary, declared, scale_complaints


@dataclass(frozen=True, slots=True)
class Placed:
    """A plain node where it stands; `parent` is the type of the node above, None at the top."""

    raw: Plain
    path: Path
    parent: str | None


def node_complaints(raw: Plain, words: Vocabulary) -> Iterator[Complaint]:
    """What is wrong with the tree, its questions and descriptors beyond their shape."""
    codes: dict[str, Path] = {}
    questions: dict[str, Path] = {}
    for placed in placed_nodes(raw):
        code = text_or_none(placed.raw, "code")
        if code is not None:
            yield from _taken(code, (*placed.path, "code"), codes, "code")
        yield from _repeated(placed)
        for question_code, path in _question_codes(placed):
            yield from _taken(question_code, path, questions, "question code")
        yield from _questions(placed, words)
        node_type = words.types.get(text(placed.raw, "type"))
        if node_type is None:
            yield from _unknown_type(placed, words)
            continue
        yield from _parent(placed, node_type, words)
        yield from _level(placed.raw, placed.path, node_type.level_scale, words)
        yield from _dimension(placed.raw, placed.path, words)
        yield from _attributes(placed, node_type)
        yield from _asking(placed, node_type)
        yield from _descriptors(placed, node_type, words)
    yield from _still_there(raw, codes)


def placed_nodes(raw: Plain) -> Iterator[Placed]:
    """Every plain node, a parent before its children, in the order of the file."""
    waiting = [Placed(entry, ("nodes", index), None) for index, entry in entries(raw, "nodes")]
    waiting.reverse()
    while waiting:
        placed = waiting.pop()
        yield placed
        above = text(placed.raw, "type")
        below = [
            Placed(entry, (*placed.path, "children", index), above)
            for index, entry in entries(placed.raw, "children")
        ]
        waiting.extend(reversed(below))


def _taken(code: str, path: Path, first: dict[str, Path], what: str) -> Iterator[Complaint]:
    if code in first:
        earlier = first[code][:-1]
        message = phrase(
            "the %(what)s '%(code)s' is already used at %(earlier)s",
            what=what,
            code=shortened(code),
            earlier=path_text(earlier),
        )
        yield Complaint(path, message, earlier=earlier)
    else:
        first[code] = path


def _repeated(placed: Placed) -> Iterator[Complaint]:
    first: dict[str, int] = {}
    for index, code in texts(placed.raw, "replaces"):
        if code in first:
            message = phrase(
                "the code '%(code)s' already stands at replaces[%(first)s]",
                code=shortened(code),
                first=first[code],
            )
            earlier: Path = (*placed.path, "replaces", first[code])
            yield Complaint((*placed.path, "replaces", index), message, earlier=earlier)
        first.setdefault(code, index)


def _still_there(raw: Plain, codes: dict[str, Path]) -> Iterator[Complaint]:
    for placed in placed_nodes(raw):
        for index, code in texts(placed.raw, "replaces"):
            if code in codes:
                earlier = codes[code][:-1]
                where = path_text(earlier)
                message = phrase(
                    "the code '%(code)s' is not replaced: it is used at %(where)s",
                    code=shortened(code),
                    where=where,
                )
                yield Complaint((*placed.path, "replaces", index), message, earlier=earlier)


def _unknown_type(placed: Placed, words: Vocabulary) -> Iterator[Complaint]:
    code = text_or_none(placed.raw, "type")
    if code is not None:
        message = phrase(
            "no node type '%(code)s'; %(types)s", code=shortened(code), types=declared(words.types)
        )
        yield Complaint((*placed.path, "type"), message)


def _parent(placed: Placed, node_type: NodeType, words: Vocabulary) -> Iterator[Complaint]:
    allowed = node_type.parents
    path: Path = (*placed.path, "type")
    if placed.parent is None:
        if allowed:
            yield Complaint(
                path,
                phrase(
                    "'%(code)s' cannot stand at the top; only under %(allowed)s",
                    code=node_type.code,
                    allowed=", ".join(allowed),
                ),
            )
    elif placed.parent in words.types and placed.parent not in allowed:
        where = (
            phrase("only under %(allowed)s", allowed=", ".join(allowed))
            if allowed
            else phrase("only at the top")
        )
        yield Complaint(
            path,
            phrase(
                "'%(code)s' cannot stand under '%(parent)s'; %(where)s",
                code=node_type.code,
                parent=placed.parent,
                where=where,
            ),
        )


def _level(
    raw: Plain, path: Path, scale_code: str | None, words: Vocabulary
) -> Iterator[Complaint]:
    value = whole(raw, "level")
    if value is None:
        return
    if scale_code is None:
        yield Complaint((*path, "level"), phrase("the model has no scale with use 'level'"))
        return
    scale = words.scales.get(scale_code)
    if scale is not None and value not in scale:
        yield Complaint(
            (*path, "level"),
            phrase(
                "%(value)s is not a level of %(described)s", value=value, described=scale.described
            ),
        )


def _dimension(raw: Plain, path: Path, words: Vocabulary) -> Iterator[Complaint]:
    code = text_or_none(raw, "dimension")
    if code is not None and code not in words.dimensions:
        message = phrase(
            "no dimension '%(code)s'; %(dimensions)s",
            code=shortened(code),
            dimensions=declared(sorted(words.dimensions)),
        )
        yield Complaint((*path, "dimension"), message)


def _attributes(placed: Placed, node_type: NodeType) -> Iterator[Complaint]:
    forms = {attribute.code: attribute.form for attribute in node_type.attributes}
    for code, value in mapping(placed.raw, "attributes").items():
        path: Path = (*placed.path, "attributes", code)
        if code not in forms:
            what = phrase(
                "node type '%(code)s' declares no attribute '%(attribute)s'",
                code=node_type.code,
                attribute=shortened(code),
            )
            yield Complaint(
                path, phrase("%(what)s; %(forms)s", what=what, forms=declared(forms)), at_key=True
            )
        elif value is not None and not _fits(value, forms[code]):
            yield Complaint(
                path,
                phrase(
                    "must be %(forms)s, as node type '%(code)s' declares",
                    forms=_FORMS[forms[code]],
                    code=node_type.code,
                ),
            )


_FORMS = {
    Form.TEXT: phrase("a text"),
    Form.LIST: phrase("a list of texts"),
    Form.NUMBER: phrase("a number"),
    Form.FLAG: phrase("true or false"),
}


def _fits(value: Any, form: Form) -> bool:
    if isinstance(value, bool):
        return form is Form.FLAG
    if isinstance(value, int | float):
        return form is Form.NUMBER
    return form is (Form.TEXT if isinstance(value, str) else Form.LIST)


def _asked(placed: Placed) -> Iterator[tuple[Plain, Path]]:
    question = placed.raw.get("question")
    if isinstance(question, dict):
        yield question, (*placed.path, "question")
    for index, entry in entries(placed.raw, "questions"):
        yield entry, (*placed.path, "questions", index)


def _question_codes(placed: Placed) -> Iterator[tuple[str, Path]]:
    for question, path in _asked(placed):
        code = text_or_none(question, "code")
        if code is not None:
            yield code, (*path, "code")
        elif "question" in path[-1:] and "code" not in question:
            yield default_question_code(text(placed.raw, "code")), (*path, "text")


def _questions(placed: Placed, words: Vocabulary) -> Iterator[Complaint]:
    node_type = words.types.get(text(placed.raw, "type"))
    for question, path in _asked(placed):
        if path[-1] != "question" and "code" not in question:
            yield Complaint(
                path, phrase("'code' is missing; only the entry under `question` may do without")
            )
        yield from _dimension(question, path, words)
        code = text_or_none(question, "response_set")
        if code is not None:
            yield from scale_complaints(code, (Use.ANSWER,), (*path, "response_set"), words)
        elif (
            node_type is not None
            and node_type.response_set is None
            and "response_set" not in question
        ):
            fitting = [scale.code for scale in words.scales.values() if scale.use is Use.ANSWER]
            yield Complaint(
                path,
                phrase(
                    "'response_set' is missing and the node type names none; %(fitting)s",
                    fitting=declared(fitting),
                ),
            )


def _asking(placed: Placed, node_type: NodeType) -> Iterator[Complaint]:
    both = [key for key in ("question", "questions") if key in placed.raw]
    if len(both) == 2:
        path: Path = (*placed.path, "questions")
        yield Complaint(path, phrase("use either `question` or `questions`, not both"), at_key=True)
    elif both and not node_type.askable:
        message = phrase(
            "node type '%(code)s' is not askable, so its nodes have no questions",
            code=node_type.code,
        )
        yield Complaint((*placed.path, both[0]), message, at_key=True)


def _descriptors(placed: Placed, node_type: NodeType, words: Vocabulary) -> Iterator[Complaint]:
    first: dict[tuple[int, str | None], int] = {}
    for index, entry in entries(placed.raw, "descriptors"):
        path: Path = (*placed.path, "descriptors", index)
        yield from _level(entry, path, node_type.rating_scale, words)
        yield from _dimension(entry, path, words)
        level = whole(entry, "level")
        if level is None:
            continue
        cell = (level, text_or_none(entry, "dimension"))
        if cell in first:
            earlier: Path = (*placed.path, "descriptors", first[cell])
            message = phrase(
                "this level and dimension are already described at %(earlier)s",
                earlier=path_text(earlier[-2:]),
            )
            yield Complaint(path, message, earlier=earlier)
        first.setdefault(cell, index)
