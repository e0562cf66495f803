"""A ModelDocument as plain values and as YAML text, keys in a stable order.

Made for people and for `git diff`: a changed text changes its own lines only. `read_document`
gives the same document back. What equals its default is left out. Comments of a file that was
read are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from models_catalog.rules.building import (
    default_level_scale,
    default_question_code,
    default_response_set,
)
from models_catalog.rules.document import (
    FORMAT,
    Form,
    LinkKind,
    Model,
    ModelDocument,
    Node,
    NodeType,
    Question,
)
from models_catalog.rules.emitting import yaml_text
from models_catalog.rules.plain import Plain
from models_catalog.rules.scale import Level, Meaning, Scale


def write_document(document: ModelDocument) -> str:
    """The file of a document, ending in a line feed."""
    return yaml_text(plain_document(document))


def content_checksum(document: ModelDocument) -> str:
    """SHA-256 of the document in its canonical text: equal content, equal checksum."""
    return hashlib.sha256(write_document(document).encode()).hexdigest()


def plain_document(document: ModelDocument) -> Plain:
    """The document as dicts and lists in the order of the file, ready for YAML or JSON; defaults
    left out.
    """
    types = {node_type.code: node_type for node_type in document.node_types}
    return {
        "format": FORMAT,
        "model": _model(document.model),
        "version": _kept({"number": document.version.number, "notes": document.version.notes}),
        **_kept(
            {
                "scales": [_scale(scale) for scale in document.scales],
                "dimensions": [
                    _kept({"code": item.code, "name": item.name, "text": item.text})
                    for item in document.dimensions
                ],
            }
        ),
        "node_types": [_node_type(item, document) for item in document.node_types],
        **_kept({"link_kinds": [_link_kind(item) for item in document.link_kinds]}),
        "nodes": [_node(node, types) for node in document.nodes],
    }


def plain_node(node: Node, types: Iterable[NodeType]) -> Plain:
    """A node with everything under it, as a file has it."""
    return _node(node, {node_type.code: node_type for node_type in types})


def _kept(entries: Plain) -> Plain:
    """The entries without those that say nothing; 0 says something."""
    return {
        key: value
        for key, value in entries.items()
        if value not in (None, "", [], {}) and value is not False
    }


def _model(model: Model) -> Plain:
    return _kept({"code": model.code, **model.header})


def _scale(scale: Scale) -> Plain:
    head = _kept(
        {
            "code": scale.code,
            "name": scale.name,
            "use": scale.use.value,
            "equal_steps": scale.equal_steps,
            "text": scale.text,
        }
    )
    return {**head, "levels": [_level(level) for level in scale.levels]}


def _level(level: Level) -> Plain:
    return _kept(
        {
            "code": level.code,
            "name": level.name,
            "value": level.value,
            "meaning": None if level.meaning is Meaning.VALUE else level.meaning.value,
            "text": level.text,
        }
    )


def _node_type(item: NodeType, document: ModelDocument) -> Plain:
    level_scale = default_level_scale(document.scales)
    response_set = default_response_set(document.scales)
    return _kept(
        {
            "code": item.code,
            "name": item.name,
            "plural": item.plural,
            "text": item.text,
            "parents": list(item.parents),
            "rateable": item.rateable,
            "askable": item.askable,
            "by_dimension": item.by_dimension,
            "level_scale": None if item.level_scale == level_scale else item.level_scale,
            "rating_scale": None if item.rating_scale == item.level_scale else item.rating_scale,
            "response_set": None if item.response_set == response_set else item.response_set,
            "attributes": [
                _kept(
                    {
                        "code": each.code,
                        "name": each.name,
                        "form": None if each.form is Form.TEXT else each.form.value,
                    }
                )
                for each in item.attributes
            ],
        }
    )


def _link_kind(item: LinkKind) -> Plain:
    return _kept(
        {
            "code": item.code,
            "name": item.name,
            "inverse": item.inverse,
            "acyclic": item.acyclic,
            "from": list(item.from_types),
            "to": list(item.to_types),
        }
    )


def _node(node: Node, types: dict[str, NodeType]) -> Plain:
    response_set = types[node.type].response_set
    questions = [_question(question, response_set) for question in node.questions]
    only = len(questions) == 1
    if only and questions[0]["code"] == default_question_code(node.code):
        del questions[0]["code"]
    return _kept(
        {
            "code": node.code,
            "type": node.type,
            "title": node.title,
            "level": node.level,
            "dimension": node.dimension,
            "optional": node.optional,
            "may_not_apply": node.may_not_apply,
            "replaces": list(node.replaces),
            "text": node.text,
            "attributes": {
                code: list(value) if isinstance(value, tuple) else value
                for code, value in node.attributes
            },
            "question": questions[0] if only else None,
            "questions": None if only else questions,
            "descriptors": [
                _kept({"level": item.level, "dimension": item.dimension, "text": item.text})
                for item in node.descriptors
            ],
            "links": [{"kind": link.kind, "to": link.to} for link in node.links],
            "children": [_node(child, types) for child in node.children],
        }
    )


def _question(question: Question, response_set: str | None) -> Plain:
    return _kept(
        {
            "code": question.code,
            "text": question.text,
            "help": question.help,
            "dimension": question.dimension,
            "response_set": None
            if question.response_set == response_set
            else question.response_set,
        }
    )
