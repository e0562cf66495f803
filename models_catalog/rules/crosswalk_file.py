"""A crosswalk file: bytes in, a document or everything that is wrong with it out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from models_catalog.rules.crosswalk import (
    FORMAT,
    Confidence,
    CrosswalkDocument,
    Edition,
    Mapping,
    Relation,
)
from models_catalog.rules.emitting import yaml_text
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, flag, mapping, text, text_or_none
from models_catalog.rules.problems import Complaint, Path, Problem, path_text, shortened
from models_catalog.rules.reading import read_plain
from models_catalog.rules.schema_check import schema_complaints

SCHEMA = "crosswalk"

Codes = Callable[[Edition], Collection[str] | None]
"""The codes of all nodes of a version; None when there is no such version."""


@dataclass(frozen=True, slots=True)
class CrosswalkReading:
    """Either a document and no problem, or no document and every problem, by line."""

    document: CrosswalkDocument | None
    problems: tuple[Problem, ...] = ()


def read_crosswalk(data: bytes, codes: Codes) -> CrosswalkReading:
    """Read a crosswalk file (YAML, UTF-8) in the format of docs/crosswalk-format.md.

    Both versions must be known to `codes` and hold the codes that are mapped. Never raises for bad
    input.
    """
    value, problems = read_plain(data, lambda raw: _complaints(raw, codes))
    if problems:
        return CrosswalkReading(None, problems)
    return CrosswalkReading(_document(value))


def write_crosswalk(document: CrosswalkDocument) -> str:
    """The document as a file; reading it gives the same document."""
    raw: Plain = {
        "format": FORMAT,
        "crosswalk": {
            "code": document.code,
            "name": document.name,
            "from": {"model": document.source.model, "version": document.source.number},
            "to": {"model": document.target.model, "version": document.target.number},
            **({"notes": document.notes} if document.notes else {}),
        },
        "mappings": [_plain(each) for each in document.mappings],
    }
    return yaml_text(raw)


def _plain(each: Mapping) -> Plain:
    raw: Plain = {"from": each.source, "to": each.target, "relation": each.relation.value}
    raw["rationale"] = each.rationale
    if each.confidence is not Confidence.MEDIUM:
        raw["confidence"] = each.confidence.value
    if each.official:
        raw["official"] = True
    if each.authority:
        raw["authority"] = each.authority
    return raw


def _complaints(raw: Any, codes: Codes) -> Iterator[Complaint]:
    yield from schema_complaints(raw, SCHEMA)
    if not isinstance(raw, dict):
        return
    head = mapping(raw, "crosswalk")
    ends = {}
    for side in ("from", "to"):
        edition = _edition(mapping(head, side))
        ends[side] = codes(edition) if edition.model and edition.number else None
        if ends[side] is None and edition.model and edition.number:
            yield Complaint(
                ("crosswalk", side),
                phrase(
                    "there is no version %(number)s of %(model)s in the catalog",
                    number=shortened(edition.number),
                    model=shortened(edition.model),
                ),
            )
    if ends["from"] is not None and _edition(mapping(head, "from")) == _edition(
        mapping(head, "to")
    ):
        message = phrase("a crosswalk goes from one version to another, not to the same")
        yield Complaint(("crosswalk", "to"), message)
    yield from _repeated(raw)
    for index, entry in entries(raw, "mappings"):
        for side in ("from", "to"):
            yield from _unknown(entry, side, ("mappings", index), ends[side])
        if flag(entry, "official") and not text(entry, "authority"):
            yield Complaint(
                ("mappings", index),
                phrase("an official mapping names its 'authority': who published it"),
            )


def _unknown(
    entry: Plain, side: str, path: Path, known: Collection[str] | None
) -> Iterator[Complaint]:
    code = text_or_none(entry, side)
    if code is not None and known is not None and code not in known:
        yield Complaint(
            (*path, side), phrase("the version has no node '%(code)s'", code=shortened(code))
        )


def _repeated(raw: Plain) -> Iterator[Complaint]:
    first: dict[tuple[str, str], Path] = {}
    for index, entry in entries(raw, "mappings"):
        pair = text(entry, "from"), text(entry, "to")
        path: Path = ("mappings", index)
        if all(pair) and pair in first:
            yield Complaint(
                path, phrase("the same pair is already at %(first)s", first=path_text(first[pair]))
            )
        first.setdefault(pair, path)


def _edition(raw: Plain) -> Edition:
    return Edition(text(raw, "model"), text(raw, "version"))


def _document(raw: Plain) -> CrosswalkDocument:
    head = mapping(raw, "crosswalk")
    return CrosswalkDocument(
        code=text(head, "code"),
        name=text(head, "name"),
        source=_edition(mapping(head, "from")),
        target=_edition(mapping(head, "to")),
        notes=text(head, "notes"),
        mappings=tuple(_mapping(entry) for _index, entry in entries(raw, "mappings")),
    )


def _mapping(raw: Plain) -> Mapping:
    return Mapping(
        source=text(raw, "from"),
        target=text(raw, "to"),
        relation=Relation(text(raw, "relation")),
        rationale=text(raw, "rationale"),
        confidence=Confidence(text(raw, "confidence", Confidence.MEDIUM)),
        official=flag(raw, "official"),
        authority=text(raw, "authority"),
    )
