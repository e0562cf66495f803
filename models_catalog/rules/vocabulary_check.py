"""Checks of the words a model defines for itself: scales, dimensions, node types, link kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models_catalog.rules.building import (
    build_dimensions,
    build_link_kinds,
    build_node_types,
    build_scales,
)
from models_catalog.rules.document import LinkKind, NodeType
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, flag, text, text_or_none, texts, whole
from models_catalog.rules.problems import Complaint, Path, path_text, shortened
from models_catalog.rules.scale import Meaning, Scale, Use


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a model by code, for the checks of its nodes."""

    scales: dict[str, Scale]
    dimensions: frozenset[str]
    types: dict[str, NodeType]
    link_kinds: dict[str, LinkKind]


def vocabulary_of(raw: Plain) -> Vocabulary:
    """The vocabulary of a plain model, malformed or not."""
    scales = build_scales(raw)
    return Vocabulary(
        scales={scale.code: scale for scale in scales},
        dimensions=frozenset(dimension.code for dimension in build_dimensions(raw)),
        types={node_type.code: node_type for node_type in build_node_types(raw, scales)},
        link_kinds={kind.code: kind for kind in build_link_kinds(raw)},
    )


def vocabulary_complaints(raw: Plain, words: Vocabulary) -> Iterator[Complaint]:
    """What is wrong with the vocabulary of a plain model beyond its shape."""
    for section in ("scales", "dimensions", "node_types", "link_kinds"):
        yield from repeated_codes(raw, section, ())
    for index, entry in entries(raw, "scales"):
        yield from _scale_complaints(entry, ("scales", index))
    for index, entry in entries(raw, "node_types"):
        path: Path = ("node_types", index)
        yield from repeated_codes(entry, "attributes", path)
        yield from _unknown_types(entry, "parents", path, words)
        yield from _scale_references(entry, path, words)
        if flag(entry, "by_dimension") and not words.dimensions:
            yield Complaint((*path, "by_dimension"), phrase("the model has no dimensions"))
    for index, entry in entries(raw, "link_kinds"):
        yield from _unknown_types(entry, "from", ("link_kinds", index), words)
        yield from _unknown_types(entry, "to", ("link_kinds", index), words)


def repeated_codes(raw: Plain, key: str, path: Path) -> Iterator[Complaint]:
    """A complaint for each code in a list that an earlier entry of the list has."""
    first: dict[str, Path] = {}
    for index, entry in entries(raw, key):
        code = text_or_none(entry, "code")
        if code is None:
            continue
        here: Path = (*path, key, index, "code")
        if code in first:
            yield Complaint(
                here,
                phrase(
                    "the code '%(code)s' is already used at %(value)s",
                    code=shortened(code),
                    value=path_text(first[code][:-1]),
                ),
                earlier=first[code][:-1],
            )
        else:
            first[code] = here


def declared(codes: Iterable[str]) -> str:
    """What is declared, for the end of a message."""
    known = ", ".join(codes)
    return (
        phrase("declared: %(known)s", known=shortened(known, 200))
        if known
        else phrase("none is declared")
    )


def _scale_complaints(raw: Plain, path: Path) -> Iterator[Complaint]:
    yield from repeated_codes(raw, "levels", path)
    is_levels = text(raw, "use") == Use.LEVEL
    seen: dict[int, int] = {}
    highest: int | None = None
    for index, entry in entries(raw, "levels"):
        here: Path = (*path, "levels", index)
        yield from _meaning_complaints(entry, here, is_levels=is_levels)
        value = whole(entry, "value")
        if value is None:
            continue
        if value in seen:
            earlier: Path = (*path, "levels", seen[value])
            message = phrase(
                "the value %(value)s is already used at %(earlier)s",
                value=value,
                earlier=path_text(earlier[-2:]),
            )
            yield Complaint((*here, "value"), message, earlier=earlier)
        elif is_levels and highest is not None and value < highest:
            yield Complaint(
                (*here, "value"),
                phrase(
                    "%(value)s stands after %(highest)s; levels are listed lowest first",
                    value=value,
                    highest=highest,
                ),
            )
        seen.setdefault(value, index)
        highest = value if highest is None else max(value, highest)


def _meaning_complaints(raw: Plain, path: Path, *, is_levels: bool) -> Iterator[Complaint]:
    meaning = text(raw, "meaning", Meaning.VALUE)
    if meaning == Meaning.VALUE:
        if "value" not in raw:
            yield Complaint(path, phrase("'value' is missing"))
        return
    if "value" in raw:
        yield Complaint(
            (*path, "value"),
            phrase(
                "a level with meaning '%(meaning)s' has no value; remove it",
                meaning=shortened(meaning),
            ),
        )
    if is_levels:
        yield Complaint(
            (*path, "meaning"),
            phrase("a scale with use 'level' has only levels with meaning 'value'"),
        )


def _unknown_types(raw: Plain, key: str, path: Path, words: Vocabulary) -> Iterator[Complaint]:
    for index, code in texts(raw, key):
        if code not in words.types:
            message = phrase(
                "no node type '%(code)s'; %(types)s",
                code=shortened(code),
                types=declared(words.types),
            )
            yield Complaint((*path, key, index), message)


def _scale_references(raw: Plain, path: Path, words: Vocabulary) -> Iterator[Complaint]:
    uses = {
        "level_scale": (Use.LEVEL,),
        "rating_scale": (Use.LEVEL, Use.RATING),
        "response_set": (Use.ANSWER,),
    }
    for key, allowed in uses.items():
        code = text_or_none(raw, key)
        if code is not None:
            yield from scale_complaints(code, allowed, (*path, key), words)


def scale_complaints(
    code: str, allowed: tuple[Use, ...], path: Path, words: Vocabulary
) -> Iterator[Complaint]:
    """A complaint when no scale has this code or when it is there for something else."""
    scale = words.scales.get(code)
    wanted = " or ".join(f"'{use}'" for use in allowed)
    if scale is None:
        fitting = [known.code for known in words.scales.values() if known.use in allowed]
        yield Complaint(
            path,
            phrase(
                "no scale '%(code)s'; %(fitting)s", code=shortened(code), fitting=declared(fitting)
            ),
        )
    elif scale.use not in allowed:
        yield Complaint(
            path,
            phrase(
                "scale '%(code)s' has use '%(use)s'; here it must be %(wanted)s",
                code=code,
                use=scale.use,
                wanted=wanted,
            ),
        )
