"""Whether edits fit: the same checks as those of a file, for what the edits touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.applying import (
    NotThere,
    apply,
    found,
    inverse,
    model_content,
    words_after,
)
from models_catalog.rules.editing.content import (
    changed,
    explicit_words,
    own_content,
    with_question_codes,
)
from models_catalog.rules.editing.edits import (
    AddEntry,
    AddNode,
    ChangeEntry,
    ChangeModel,
    ChangeNode,
    Edit,
    MoveEntry,
    MoveNode,
    RemoveEntry,
    RemoveNode,
    Section,
)
from models_catalog.rules.editing.tree import subtree_codes
from models_catalog.rules.link_check import link_complaints
from models_catalog.rules.node_check import node_complaints, placed_nodes
from models_catalog.rules.phrases import Phrase, phrase
from models_catalog.rules.plain import Plain
from models_catalog.rules.problems import Complaint, Path
from models_catalog.rules.schema_check import schema_complaints
from models_catalog.rules.vocabulary_check import vocabulary_complaints, vocabulary_of
from models_catalog.rules.writing import plain_document

_ANY_TYPE = {"code": "any", "name": "any", "plural": "any"}


@dataclass(frozen=True, slots=True, order=True)
class EditProblem:
    """What is wrong with an edit: its number in the batch and the path of the value in it."""

    edit: int
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, with the document before and after it."""

    edit: Edit
    before: ModelDocument
    after: ModelDocument


@dataclass(slots=True)
class Applied:
    """What a batch of edits makes of a document; of no use when there are problems.

    `undo` takes the whole batch back. `touched` names what it is about, to find out whether two
    people have changed the same thing.
    """

    document: ModelDocument
    steps: list[Step] = field(default_factory=list)
    undo: list[Edit] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    problems: list[EditProblem] = field(default_factory=list)
    by_code: dict[str, int] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)


def applied(document: ModelDocument, edits: Iterable[Edit]) -> Applied:
    """The document after all edits, or everything that is wrong with them."""
    result = Applied(document)
    words_changed = False
    for number, edit in enumerate(edits):
        _step(result, number, edit)
        words_changed = words_changed or needs_whole(edit)
    if not result.problems:
        result.problems = sorted(set(_crossing(result, everything=words_changed)))
    return result


def needs_whole(edit: Edit) -> bool:
    """Whether an edit can put any node in the wrong, so that the whole document is checked."""
    if isinstance(edit, ChangeNode):
        return "type" in edit.set
    return isinstance(edit, AddEntry | ChangeEntry | MoveEntry | RemoveEntry)


def touched_by(document: ModelDocument, edit: Edit) -> set[str]:
    """Names of what an edit is about. Raises NotThere."""
    match edit:
        case AddNode():
            names = [f"node:{edit.node.get('code')}"]
        case ChangeNode():
            names = [f"node:{edit.code}", f"node:{edit.set.get('code') or edit.code}"]
        case MoveNode():
            names = [f"place:{edit.code}"]
        case RemoveNode():
            codes = subtree_codes(found(document, edit.code).node)
            names = [f"{what}:{code}" for code in codes for what in ("node", "place")]
        case AddEntry():
            names = [f"{edit.section}:{edit.entry.get('code')}"]
        case ChangeModel():
            names = [f"model:{key}" for key in edit.set]
        case _:
            names = [f"{edit.section}:{edit.code}"]
    return set(names)


def _step(result: Applied, number: int, edit: Edit) -> None:
    """Apply one edit when nothing is wrong with it in itself."""
    document = result.document
    try:
        complaints = sorted(
            {EditProblem(number, *each) for each in _own_complaints(document, edit)}
        )
        if complaints:
            result.problems += complaints
            return
        result.touched |= touched_by(document, edit)
        result.undo[:0] = inverse(document, edit)
        result.document = apply(document, edit)
        result.steps.append(Step(edit, document, result.document))
    except NotThere as error:
        message = (
            phrase("there is no '%(code)s' any more", code=error.code)
            if error.code
            else phrase("is missing")
        )
        result.problems.append(EditProblem(number, (error.field,), message))
        return
    for code in _codes(edit):
        result.by_code[code] = number
        if not isinstance(edit, ChangeNode) or "links" in edit.set:
            result.linked.add(code)


def _codes(edit: Edit) -> Iterator[str]:
    """The codes of nodes that the final check looks at, because of this edit."""
    if isinstance(edit, AddNode):
        for placed in placed_nodes({"nodes": [edit.node]}):
            yield str(placed.raw.get("code"))
    elif isinstance(edit, ChangeNode):
        yield str(edit.set.get("code") or edit.code)


def _own_complaints(document: ModelDocument, edit: Edit) -> Iterator[tuple[Path, str]]:
    """What is wrong with an edit by itself: shape, vocabulary, place."""
    match edit:
        case AddNode():
            yield from _node(document, edit.parent, with_question_codes(edit.node), ("node",))
        case ChangeNode():
            if "children" in edit.set:
                yield (
                    ("set", "children"),
                    phrase("children are added, moved and removed one by one"),
                )
            placed = found(document, edit.code)
            raw = changed(own_content(document, placed.node), edit.set)
            parent = placed.parent.code if placed.parent else None
            yield from _node(document, parent, with_question_codes(raw), ("set",))
        case MoveNode():
            yield from _move(document, edit)
        case RemoveNode():
            found(document, edit.code)
        case ChangeModel():
            yield from _model(document, edit.set)
        case _:
            yield from _entry(document, edit)


def _node(
    document: ModelDocument, parent: str | None, raw: Plain, at: Path
) -> Iterator[tuple[Path, str]]:
    """A node against the schema and against the vocabulary, under its parent."""
    shell = _shell(document, nodes=[raw])
    shapes = list(schema_complaints(shell))
    yield from _below(shapes, ("nodes", 0), at)
    if shapes:
        return
    place: Path = ("nodes", 0)
    if parent is not None:
        above = found(document, parent, "parent").node
        shell["nodes"] = [{"code": "", "type": above.type, "children": [raw]}]
        place = ("nodes", 0, "children", 0)
    words = explicit_words(document)
    vocabulary = {section.value: entries for section, entries in words.items()}
    yield from _below(node_complaints(shell, vocabulary_of(vocabulary)), place, at)


def _move(document: ModelDocument, edit: MoveNode) -> Iterator[tuple[Path, str]]:
    node = found(document, edit.code).node
    if edit.parent in subtree_codes(node):
        yield ("parent",), phrase("a node cannot stand under itself")
        return
    node_type = document.node_type(node.type)
    allowed = node_type.parents if node_type else ()
    if edit.parent is None:
        if allowed:
            yield (
                ("parent",),
                phrase(
                    "'%(type)s' cannot stand at the top; only under %(allowed)s",
                    type=node.type,
                    allowed=_or(allowed),
                ),
            )
        return
    above = found(document, edit.parent, "parent").node
    if above.type not in allowed:
        where = (
            phrase("only under %(allowed)s", allowed=_or(allowed))
            if allowed
            else phrase("only at the top")
        )
        yield (
            ("parent",),
            phrase(
                "'%(type)s' cannot stand under '%(above)s'; %(where)s",
                type=node.type,
                above=above.type,
                where=where,
            ),
        )


def _or(codes: Iterable[str]) -> str:
    return ", ".join(codes)


def _model(document: ModelDocument, values: Plain) -> Iterator[tuple[Path, str]]:
    about = model_content(document)
    for key in values:
        if key not in about:
            yield ("set", key), phrase("unknown here; known: %(about)s", about=", ".join(about))
    about |= {key: value for key, value in values.items() if key in about}
    notes = about.pop("notes")
    shell = _shell(document)
    shell["model"] = changed({"code": document.model.code}, about)
    shell["version"] = changed({"number": document.version.number}, {"notes": notes})
    complaints = list(schema_complaints(shell))
    yield from _below(complaints, ("model",), ("set",))
    yield from _below(complaints, ("version",), ("set",))


def _entry(document: ModelDocument, edit: Edit) -> Iterator[tuple[Path, str]]:
    words = words_after(document, edit)
    match edit:
        case RemoveEntry(Section.NODE_TYPES, code):
            if any(node.type == code for node in document.walk()):
                yield ("code",), phrase("nodes of this type are still there")
        case AddEntry(section, place, entry):
            at = len(words[section]) - 1 if place is None else min(place, len(words[section]) - 1)
            shell = _shell(document, **{section.value: [entry]})
            yield from _below(schema_complaints(shell), (section.value, 0), ("entry",))
            yield from _words(words, (section.value, at), ("entry",))
        case ChangeEntry(section, code, values):
            if values.get("code", code) != code:
                yield ("set", "code"), phrase("the code is identity and stays")
                return
            at = next(n for n, each in enumerate(words[section]) if each["code"] == code)
            shell = _shell(document, **{section.value: [words[section][at]]})
            yield from _below(schema_complaints(shell), (section.value, 0), ("set",))
            yield from _words(words, (section.value, at), ("set",))


def _words(words: dict[Section, list[Plain]], place: Path, at: Path) -> Iterator[tuple[Path, str]]:
    raw = {section.value: entries for section, entries in words.items()}
    yield from _below(vocabulary_complaints(raw, vocabulary_of(raw)), place, at)


def _shell(document: ModelDocument, **parts: list[Plain]) -> Plain:
    """A small model of the right shape around the part that is checked."""
    return {
        "format": "cip-maturity-model/1",
        "model": {"code": "any", "name": "any", "kind": document.model.kind.value},
        "version": {"number": "1"},
        "node_types": [_ANY_TYPE],
        "nodes": [],
        **parts,
    }


def _below(complaints: Iterable[Complaint], start: Path, at: Path) -> Iterator[tuple[Path, str]]:
    for complaint in complaints:
        if complaint.path[: len(start)] == start:
            yield (*at, *complaint.path[len(start) :]), complaint.message


def _crossing(result: Applied, *, everything: bool) -> Iterator[EditProblem]:
    """What is wrong between things: codes used twice, links, nodes that no longer fit a word."""
    raw = plain_document(result.document)
    words = vocabulary_of(raw)
    starts = {each.path: str(each.raw.get("code")) for each in placed_nodes(raw)}
    if everything:
        shapes = schema_complaints({**raw, "nodes": []})
        yield from (_about_words(each) for each in shapes)
        yield from (_about_words(each) for each in vocabulary_complaints(raw, words))
    for complaint in (*node_complaints(raw, words), *link_complaints(raw, words)):
        start = next(
            complaint.path[:n]
            for n in range(len(complaint.path), 0, -1)
            if complaint.path[:n] in starts
        )
        code, rest = starts[start], complaint.path[len(start) :]
        if rest[:1] == ("question",):
            rest = ("questions", 0, *rest[1:])
        if not everything and rest[:1] == ("links",) and code not in result.linked:
            continue  # links as they were; where they lead may be outside of what is loaded
        if code in result.by_code:
            number = result.by_code[code]
            key = "set" if isinstance(result.steps[number].edit, ChangeNode) else "node"
            yield EditProblem(number, (key, *rest), _plain_words(complaint.message))
        elif everything:
            yield EditProblem(
                0, (), phrase("%(code)s: %(message)s", code=code, message=complaint.message)
            )


def _about_words(complaint: Complaint) -> EditProblem:
    return EditProblem(
        0, (), phrase("%(part)s: %(message)s", part=complaint.path[0], message=complaint.message)
    )


def _plain_words(message: str) -> str:
    """Without the place in a file, which an edit does not have."""
    text = message.partition(" at nodes[")[0]
    if not isinstance(message, Phrase) or text == message:
        return message
    return Phrase(text, message.template.rpartition(" at %(")[0], message.values)
