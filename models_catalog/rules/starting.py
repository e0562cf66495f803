"""What a new model can begin with: a small vocabulary of levels, areas and practices."""

from __future__ import annotations

from dataclasses import replace

from models_catalog.rules.document import Kind, Model, ModelDocument, NodeType, Version
from models_catalog.rules.scale import Level, Meaning, Scale, Use

_LEVELS = (
    ("Initial", "Depends on individuals; results are hard to foretell."),
    ("Repeatable", "The basics are in place, so what went well once goes well again."),
    ("Defined", "One agreed way of working, known to everybody it concerns."),
    ("Measured", "Facts about performance are collected and used to steer."),
    ("Improving", "Improvement is part of the daily work."),
)
_ANSWERS = (
    ("yes", "Yes", 2, Meaning.VALUE),
    ("partly", "Partly", 1, Meaning.VALUE),
    ("no", "No", 0, Meaning.VALUE),
    ("na", "Does not apply", None, Meaning.NOT_APPLICABLE),
    ("dk", "Don't know", None, Meaning.DONT_KNOW),
)
_SCALES = (
    Scale(
        "maturity",
        "Maturity",
        Use.LEVEL,
        tuple(Level(str(n), name, n, text=text) for n, (name, text) in enumerate(_LEVELS, 1)),
    ),
    Scale("in_use", "In use", Use.ANSWER, tuple(Level(*answer) for answer in _ANSWERS)),
)
_PLAIN = NodeType(
    "area",
    "Area",
    "Areas",
    "What is rated.",
    level_scale="maturity",
    rating_scale="maturity",
    response_set="in_use",
)
_TYPES = (
    replace(_PLAIN, rateable=True),
    replace(
        _PLAIN,
        code="practice",
        name="Practice",
        plural="Practices",
        text="What is done.",
        parents=("area",),
        askable=True,
    ),
)


def new_document(
    code: str, name: str, number: str, *, like: ModelDocument | None = None
) -> ModelDocument:
    """A model without nodes: the vocabulary of another, or levels 1-5 with areas and practices."""
    if like is None:
        model = Model(code, name, Kind.MATURITY)
        return ModelDocument(model, Version(number), _SCALES, (), _TYPES)
    model = Model(code, name, like.model.kind, language=like.model.language)
    return replace(like, model=model, version=Version(number), nodes=())
