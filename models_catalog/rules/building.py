"""Plain values (as a YAML or JSON file gives them) into a ModelDocument, with every default
filled in.

Works on malformed values too and then gives something incomplete; `reading.complaints` says what
is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, TypeVar

from models_catalog.rules.document import (
    Attribute,
    AttributeValue,
    Descriptor,
    Dimension,
    Form,
    Kind,
    Link,
    LinkKind,
    Model,
    ModelDocument,
    Node,
    NodeType,
    Question,
    Version,
)
from models_catalog.rules.plain import (
    Plain,
    entries,
    flag,
    mapping,
    text,
    text_or_none,
    texts,
    whole,
)
from models_catalog.rules.scale import Level, Meaning, Scale, Use

_E = TypeVar("_E", bound=Enum)


def build_document(raw: Plain) -> ModelDocument:
    """The document of a plain value that was checked and found without complaint."""
    scales = build_scales(raw)
    types = build_node_types(raw, scales)
    by_code = {node_type.code: node_type for node_type in types}
    return ModelDocument(
        model=_model(mapping(raw, "model")),
        version=Version(
            text(mapping(raw, "version"), "number"), text(mapping(raw, "version"), "notes")
        ),
        scales=scales,
        dimensions=build_dimensions(raw),
        node_types=types,
        link_kinds=build_link_kinds(raw),
        nodes=tuple(_node(entry, by_code) for _, entry in entries(raw, "nodes")),
    )


def build_scales(raw: Plain) -> tuple[Scale, ...]:
    """The scales of a plain model."""
    return tuple(_scale(entry) for _, entry in entries(raw, "scales"))


def build_dimensions(raw: Plain) -> tuple[Dimension, ...]:
    """The dimensions of a plain model."""
    return tuple(
        Dimension(text(entry, "code"), text(entry, "name"), text(entry, "text"))
        for _, entry in entries(raw, "dimensions")
    )


def build_node_types(raw: Plain, scales: tuple[Scale, ...]) -> tuple[NodeType, ...]:
    """The node types of a plain model, their scales resolved."""
    return tuple(_node_type(entry, scales) for _, entry in entries(raw, "node_types"))


def build_link_kinds(raw: Plain) -> tuple[LinkKind, ...]:
    """The link kinds of a plain model."""
    return tuple(
        LinkKind(
            code=text(entry, "code"),
            name=text(entry, "name"),
            inverse=text(entry, "inverse"),
            acyclic=flag(entry, "acyclic"),
            from_types=_texts(entry, "from"),
            to_types=_texts(entry, "to"),
        )
        for _, entry in entries(raw, "link_kinds")
    )


def build_node(raw: Plain, types: Iterable[NodeType]) -> Node:
    """A node with everything under it; its type must be among the types."""
    return _node(raw, {node_type.code: node_type for node_type in types})


def build_question(raw: Plain, node_code: str, response_set: str | None) -> Question:
    """A question; without a code it gets the node's code and `.Q`."""
    return Question(
        code=text(raw, "code", default_question_code(node_code)),
        text=text(raw, "text"),
        response_set=text(raw, "response_set", response_set or ""),
        help=text(raw, "help"),
        dimension=text_or_none(raw, "dimension"),
    )


def default_question_code(node_code: str) -> str:
    """The code of the only question about a node when the file gives none."""
    return f"{node_code}.Q"


def default_level_scale(scales: tuple[Scale, ...]) -> str | None:
    """The first scale with use 'level', or None."""
    return next((scale.code for scale in scales if scale.use is Use.LEVEL), None)


def default_response_set(scales: tuple[Scale, ...]) -> str | None:
    """The only scale with use 'answer'; None when there is none or more than one."""
    answers = [scale.code for scale in scales if scale.use is Use.ANSWER]
    return answers[0] if len(answers) == 1 else None


def _texts(raw: Plain, key: str) -> tuple[str, ...]:
    return tuple(value for _, value in texts(raw, key))


def _choice(kind: type[_E], raw: Plain, key: str, default: _E) -> _E:
    value = raw.get(key)
    return next((member for member in kind if member.value == value), default)


def _model(raw: Plain) -> Model:
    return Model(
        code=text(raw, "code"),
        name=text(raw, "name"),
        kind=_choice(Kind, raw, "kind", Kind.MATURITY),
        owner=text(raw, "owner"),
        language=text(raw, "language", "en"),
        home_page=text(raw, "home_page"),
        description=text(raw, "description"),
        attribution=text(raw, "attribution"),
    )


def _scale(raw: Plain) -> Scale:
    return Scale(
        code=text(raw, "code"),
        name=text(raw, "name"),
        use=_choice(Use, raw, "use", Use.LEVEL),
        levels=tuple(_level(entry) for _, entry in entries(raw, "levels")),
        text=text(raw, "text"),
        equal_steps=flag(raw, "equal_steps"),
    )


def _level(raw: Plain) -> Level:
    return Level(
        code=text(raw, "code"),
        name=text(raw, "name"),
        value=whole(raw, "value"),
        meaning=_choice(Meaning, raw, "meaning", Meaning.VALUE),
        text=text(raw, "text"),
    )


def _node_type(raw: Plain, scales: tuple[Scale, ...]) -> NodeType:
    level_scale = text_or_none(raw, "level_scale") or default_level_scale(scales)
    return NodeType(
        code=text(raw, "code"),
        name=text(raw, "name"),
        plural=text(raw, "plural"),
        text=text(raw, "text"),
        parents=_texts(raw, "parents"),
        rateable=flag(raw, "rateable"),
        askable=flag(raw, "askable"),
        by_dimension=flag(raw, "by_dimension"),
        level_scale=level_scale,
        rating_scale=text_or_none(raw, "rating_scale") or level_scale,
        response_set=text_or_none(raw, "response_set") or default_response_set(scales),
        attributes=tuple(_attribute(entry) for _, entry in entries(raw, "attributes")),
    )


def _attribute(raw: Plain) -> Attribute:
    return Attribute(text(raw, "code"), text(raw, "name"), _choice(Form, raw, "form", Form.TEXT))


def _node(raw: Plain, types: dict[str, NodeType]) -> Node:
    code = text(raw, "code")
    node_type = types[text(raw, "type")]
    asked = (
        [mapping(raw, "question")]
        if "question" in raw
        else [entry for _, entry in entries(raw, "questions")]
    )
    given = mapping(raw, "attributes")
    return Node(
        code=code,
        type=node_type.code,
        title=text(raw, "title"),
        text=text(raw, "text"),
        level=whole(raw, "level"),
        dimension=text_or_none(raw, "dimension"),
        optional=flag(raw, "optional"),
        may_not_apply=flag(raw, "may_not_apply"),
        attributes=tuple(
            (item.code, _frozen(given[item.code]))
            for item in node_type.attributes
            if item.code in given
        ),
        questions=tuple(build_question(entry, code, node_type.response_set) for entry in asked),
        descriptors=tuple(
            Descriptor(
                whole(entry, "level") or 0, text(entry, "text"), text_or_none(entry, "dimension")
            )
            for _, entry in entries(raw, "descriptors")
        ),
        links=tuple(
            Link(text(entry, "kind"), text(entry, "to")) for _, entry in entries(raw, "links")
        ),
        children=tuple(_node(entry, types) for _, entry in entries(raw, "children")),
        replaces=_texts(raw, "replaces"),
    )


def _frozen(value: Any) -> AttributeValue:
    frozen: AttributeValue = tuple(value) if isinstance(value, list) else value
    return frozen
