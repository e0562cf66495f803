"""Random edits of a document, most of them good."""

from __future__ import annotations

from hypothesis import strategies as st

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.content import explicit_words
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
from tests.models_catalog.rules.strategies import codes, filled, labels, texts

PLACES = st.none() | st.integers(0, 4)


@st.composite
def edits(draw: st.DrawFn, document: ModelDocument) -> Edit:
    """An edit of the document: of a node, of the vocabulary, or of the header."""
    kinds = [_add_node, _add_entry, _model]
    if document.nodes:
        kinds += [_change_node, _change_node, _move_node, _move_node, _remove_node]
    if document.scales or document.dimensions:
        kinds += [_change_entry, _move_entry, _remove_entry]
    return draw(draw(st.sampled_from(kinds))(document))


def _codes_of(document: ModelDocument) -> list[str]:
    return [node.code for node in document.walk()]


@st.composite
def _add_node(draw: st.DrawFn, document: ModelDocument) -> Edit:
    node_type = draw(st.sampled_from(document.node_types))
    fitting = [node.code for node in document.walk() if node.type in node_type.parents]
    parent = draw(st.sampled_from(fitting)) if fitting else None
    node = {"code": draw(codes), "type": node_type.code, "title": draw(labels)}
    return AddNode(parent, draw(PLACES), node)


@st.composite
def _change_node(draw: st.DrawFn, document: ModelDocument) -> Edit:
    code = draw(st.sampled_from(_codes_of(document)))
    values = {"title": draw(labels), "text": draw(texts), "optional": draw(st.booleans())}
    if draw(st.booleans()):
        values["code"] = draw(codes)
    if draw(st.booleans()):
        values["questions"] = [{"text": draw(filled), "help": draw(texts)}]
    if document.link_kinds and draw(st.booleans()):
        to = draw(st.sampled_from(_codes_of(document)))
        values["links"] = [{"kind": document.link_kinds[0].code, "to": to}]
    keys = draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
    return ChangeNode(code, {key: values[key] for key in keys})


@st.composite
def _move_node(draw: st.DrawFn, document: ModelDocument) -> Edit:
    node = draw(st.sampled_from(list(document.walk())))
    node_type = document.node_type(node.type)
    fitting = [
        each.code for each in document.walk() if node_type and each.type in node_type.parents
    ]
    parent = draw(st.sampled_from(fitting)) if fitting else None
    return MoveNode(node.code, parent, draw(PLACES))


@st.composite
def _remove_node(draw: st.DrawFn, document: ModelDocument) -> Edit:
    return RemoveNode(draw(st.sampled_from(_codes_of(document))))


@st.composite
def _add_entry(draw: st.DrawFn, document: ModelDocument) -> Edit:
    entry = {"code": draw(codes), "name": draw(labels)}
    section = draw(st.sampled_from(Section))
    if section is Section.SCALES:
        use = draw(st.sampled_from(["level", "answer"]))
        entry |= {"use": use, "levels": [{"code": "1", "name": "One", "value": 1}]}
    elif section is Section.NODE_TYPES:
        entry["plural"] = draw(labels)
    elif section is Section.LINK_KINDS:
        entry["inverse"] = draw(labels)
    return AddEntry(section, draw(PLACES), entry)


@st.composite
def _entry(draw: st.DrawFn, document: ModelDocument) -> tuple[Section, str]:
    words = explicit_words(document)
    named = [(section, each["code"]) for section in Section for each in words[section]]
    return draw(st.sampled_from(named))


@st.composite
def _change_entry(draw: st.DrawFn, document: ModelDocument) -> Edit:
    section, code = draw(_entry(document))
    return ChangeEntry(section, code, {"name": draw(labels)})


@st.composite
def _move_entry(draw: st.DrawFn, document: ModelDocument) -> Edit:
    section, code = draw(_entry(document))
    return MoveEntry(section, code, draw(PLACES))


@st.composite
def _remove_entry(draw: st.DrawFn, document: ModelDocument) -> Edit:
    section, code = draw(_entry(document))
    return RemoveEntry(section, code)


@st.composite
def _model(draw: st.DrawFn, document: ModelDocument) -> Edit:
    return ChangeModel({"name": draw(labels), "notes": draw(texts)})
