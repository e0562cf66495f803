"""Sets of mappings of CISO Assistant libraries as crosswalks between versions in the catalog."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from models_catalog.rules.crosswalk import (
    Confidence,
    CrosswalkDocument,
    Edition,
    Relation,
)
from models_catalog.rules.crosswalk import Mapping as CrosswalkMapping
from models_catalog.rules.foreign.ciso import mapping_sets
from models_catalog.rules.foreign.loading import Unreadable, yaml_value
from models_catalog.rules.foreign.naming import one_line, slug, text_of, title_of, words
from models_catalog.rules.foreign.report import NOTHING, Notes, Report
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, whole
from models_catalog.rules.problems import Problem

LONGEST_RATIONALE = 2_000
_RELATIONS = {
    "subset": Relation.SUBSET,
    "superset": Relation.SUPERSET,
    "equal": Relation.EQUAL,
    "intersect": Relation.INTERSECTS,
    "intersects": Relation.INTERSECTS,
}


@dataclass(frozen=True, slots=True)
class Known:
    """A version in the catalog that holds the nodes of a framework: their codes by URN."""

    edition: Edition
    codes: Mapping[str, str]


Find = Callable[[Collection[str]], Known | None]
"""The version that holds nodes with these URNs, or None."""


@dataclass(frozen=True, slots=True)
class MappingReading:
    """The crosswalk, or every problem; and what was left out."""

    document: CrosswalkDocument | None
    problems: tuple[Problem, ...] = ()
    report: Report = NOTHING


def read_ciso_mapping(data: bytes, find: Find) -> MappingReading:
    """The first set of mappings of a library. Both frameworks must be in the catalog."""
    try:
        library = yaml_value(data)
    except Unreadable as error:
        return MappingReading(None, error.problems)
    sets = mapping_sets(library) if isinstance(library, dict) else []
    if not sets:
        return MappingReading(
            None, (Problem(1, 1, "objects", phrase("the library holds no mappings")),)
        )
    notes = Notes()
    for other in sets[1:]:
        notes.left(phrase("a further set of mappings"), one_line(other.get("name")))
    found = sets[0]
    rows = [entry for _index, entry in entries(found, "requirement_mappings")]
    ends = {side: find({one_line(row.get(_urn(side))) for row in rows}) for side in _SIDES}
    missing = tuple(
        Problem(
            1,
            1,
            "objects",
            phrase(
                "no model in the catalog has the nodes of %(found)s", found=_framework(found, side)
            ),
        )
        for side in _SIDES
        if ends[side] is None
    )
    source, target = ends["source"], ends["target"]
    if missing or source is None or target is None:
        return MappingReading(None, missing, notes.report())
    document = CrosswalkDocument(
        code=slug(found.get("ref_id") or found.get("urn")) or "MAPPING",
        name=title_of(found.get("name"), found.get("ref_id"), "Mapping"),
        source=source.edition,
        target=target.edition,
        notes=text_of(words(found.get("description")), "description", notes),
        mappings=tuple(_mappings(rows, source, target, notes)),
    )
    return MappingReading(document, (), notes.report())


_SIDES = ("source", "target")


def _urn(side: str) -> str:
    return f"{side}_requirement_urn"


def _framework(found: Plain, side: str) -> str:
    return one_line(found.get(f"{side}_framework_urn")) or f"the {side}"


def _mappings(
    rows: list[Plain], source: Known, target: Known, notes: Notes
) -> list[CrosswalkMapping]:
    made: dict[tuple[str, str], CrosswalkMapping] = {}
    for row in rows:
        ends = one_line(row.get(_urn("source"))), one_line(row.get(_urn("target")))
        place = " -> ".join(ends)
        relation = _RELATIONS.get(one_line(row.get("relationship")))
        pair = source.codes.get(ends[0], ""), target.codes.get(ends[1], "")
        if relation is None:
            notes.left(
                phrase("relationship '%(value)s'", value=one_line(row.get("relationship"))), place
            )
        elif not all(pair):
            notes.left(phrase("mapping of a node that is not in the catalog"), place)
        elif pair in made:
            notes.left(phrase("pair that is mapped already"), place)
        else:
            notes.took(phrase("mappings"))
            made[pair] = CrosswalkMapping(
                *pair, relation, _rationale(row), _confidence(row), authority=""
            )
    return list(made.values())


def _rationale(row: Plain) -> str:
    said = [one_line(row.get("rationale")), words(row.get("annotation"))]
    text = ": ".join(part for part in said if part) or "No reason given."
    return text[:LONGEST_RATIONALE]


def _confidence(row: Plain) -> Confidence:
    """From the strength of the relationship, 0 to 10."""
    strength = whole(row, "strength_of_relationship")
    if strength is None or 3 < strength < 8:
        return Confidence.MEDIUM
    return Confidence.HIGH if strength >= 8 else Confidence.LOW
