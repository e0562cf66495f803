"""Parts of a document as explicit plain values, with no default left out, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models_catalog.rules.building import (
    build_dimensions,
    build_link_kinds,
    build_node,
    build_node_types,
    build_scales,
    default_question_code,
)
from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.editing.edits import Section
from models_catalog.rules.editing.tree import every_node
from models_catalog.rules.plain import Plain
from models_catalog.rules.writing import plain_document, plain_node

Words = dict[Section, list[Plain]]
"""The vocabulary, list by list."""


def explicit_node(document: ModelDocument, node: Node) -> Plain:
    """A node with everything under it; questions are a list with codes and response sets."""
    raw = plain_node(node, document.node_types)
    _spell_out(raw, node)
    return raw


def own_content(document: ModelDocument, node: Node) -> Plain:
    """A node as `explicit_node`, without what stands under it."""
    return explicit_node(document, replace(node, children=()))


def _spell_out(raw: Plain, node: Node) -> None:
    if node.questions:
        asked = [raw.pop("question")] if "question" in raw else raw["questions"]
        raw["questions"] = [
            {**entry, "code": question.code, "response_set": question.response_set}
            for entry, question in zip(asked, node.questions, strict=True)
        ]
    for below, child in zip(raw.get("children", ()), node.children, strict=True):
        _spell_out(below, child)


def changed(raw: Plain, values: Plain) -> Plain:
    """The plain value with some keys set; None or what is empty takes a key away."""
    merged = {**raw, **values}
    return {key: value for key, value in merged.items() if value not in (None, "", [], {})}


def node_of(document: ModelDocument, raw: Plain) -> Node:
    """The node of a plain value whose shape is right and whose types are known."""
    return build_node(with_question_codes(raw), document.node_types)


def with_question_codes(raw: Plain) -> Plain:
    """The only question of a node may come without a code, as in a file."""
    asked = raw.get("questions")
    if not (isinstance(asked, list) and len(asked) == 1 and isinstance(asked[0], dict)):
        return raw
    code = default_question_code(str(raw.get("code", "")))
    return {**raw, "questions": [{"code": code, **asked[0]}]}


def explicit_words(document: ModelDocument) -> Words:
    """The vocabulary; node types name their scales."""
    raw = plain_document(replace(document, nodes=()))
    words = {section: list(raw.get(section.value, ())) for section in Section}
    words[Section.NODE_TYPES] = [
        {
            **entry,
            **_given("level_scale", node_type.level_scale),
            **_given("rating_scale", node_type.rating_scale),
            **_given("response_set", node_type.response_set),
        }
        for entry, node_type in zip(words[Section.NODE_TYPES], document.node_types, strict=True)
    ]
    return words


def _given(key: str, value: Any) -> Plain:
    return {} if value is None else {key: value}


def with_words(document: ModelDocument, words: Words) -> ModelDocument:
    """The document with another vocabulary; defaults are filled in as in a file."""
    raw = {section.value: entries for section, entries in words.items()}
    scales = build_scales(raw)
    types = build_node_types(raw, scales)
    with_types = replace(
        document,
        scales=scales,
        dimensions=build_dimensions(raw),
        node_types=types,
        link_kinds=build_link_kinds(raw),
    )
    order = {each.code: [attribute.code for attribute in each.attributes] for each in types}
    if order == {
        each.code: [attribute.code for attribute in each.attributes] for each in document.node_types
    }:
        return with_types
    return every_node(with_types, lambda node: _in_order(node, order.get(node.type, [])))


def _in_order(node: Node, codes: list[str]) -> Node:
    """Attributes in the order that the type declares; those it does not declare at the end."""
    place = {code: position for position, code in enumerate(codes)}
    ordered = sorted(node.attributes, key=lambda pair: place.get(pair[0], len(place)))
    return replace(node, attributes=tuple(ordered))
