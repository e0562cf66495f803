"""CISO Assistant libraries (YAML): the frameworks in them. `ciso_mapping` reads their mappings."""

from __future__ import annotations

from dataclasses import dataclass, field

from models_catalog.rules.foreign.ciso_questions import Answers
from models_catalog.rules.foreign.loading import Unreadable, yaml_value
from models_catalog.rules.foreign.naming import (
    Codes,
    language_of,
    one_line,
    slug,
    text_of,
    title_of,
    under_headings,
    words,
)
from models_catalog.rules.foreign.report import ForeignReading, Notes, Told, finished, refused
from models_catalog.rules.foreign.shapes import IN_PLACE, attribute, kept, plain_model
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, flag, mapping, texts, whole
from models_catalog.rules.problems import Problem

MOST_SCORES = 100
_OBJECTS = ("framework", "frameworks", "requirement_mapping_set", "requirement_mapping_sets")
_NODE_KEYS = frozenset(
    (
        *("urn", "ref_id", "name", "description", "assessable", "depth", "parent_urn"),
        *("annotation", "typical_evidence", "implementation_groups", "questions"),
    )
)
_FRAMEWORK_KEYS = frozenset(
    (
        *("urn", "ref_id", "name", "description", "min_score", "max_score"),
        *("scores_definition", "implementation_groups_definition", "requirement_nodes"),
    )
)
_LIBRARY_KEYS = frozenset(
    (
        *("urn", "locale", "ref_id", "name", "description", "copyright", "version"),
        *("provider", "packager", "objects"),
    )
)
_ATTRIBUTES = (
    attribute("urn", "URN"),
    attribute("implementation_groups", "Implementation groups", "list"),
    attribute("typical_evidence", "Typical evidence"),
)


def read_ciso(data: bytes, told: Told) -> ForeignReading:
    """The framework of a library. Never raises for bad input."""
    try:
        library = yaml_value(data)
    except Unreadable as error:
        return refused(*error.problems)
    if not isinstance(library, dict):
        return refused(Problem(1, 1, "", phrase("a library is a mapping with 'urn' and 'objects'")))
    notes = Notes()
    frameworks = listed(mapping(library, "objects"), "framework")
    _note_the_rest(library, notes)
    if not frameworks:
        held = (
            phrase("only mappings; bring it in under Crosswalks")
            if mapping_sets(library)
            else phrase("no framework")
        )
        return refused(Problem(1, 1, "objects", phrase("the library holds %(held)s", held=held)))
    for number, other in enumerate(frameworks[1:], start=1):
        notes.left(
            phrase("a further framework of the library"), one_line(other.get("name")) or str(number)
        )
    return finished(_Framework(library, frameworks[0], notes).plain(), notes, told)


def listed(objects: Plain, name: str) -> list[Plain]:
    """The objects of one sort: a single mapping, or a list under the name in the plural."""
    many = [entry for _index, entry in entries(objects, f"{name}s")]
    one = objects.get(name)
    if isinstance(one, dict):
        return [one, *many]
    return [*(entry for _index, entry in entries(objects, name)), *many]


def mapping_sets(library: Plain) -> list[Plain]:
    """The sets of mappings of a library."""
    return listed(mapping(library, "objects"), "requirement_mapping_set")


def _note_the_rest(library: Plain, notes: Notes) -> None:
    for name, value in mapping(library, "objects").items():
        if name not in _OBJECTS:
            for number, entry in enumerate(value if isinstance(value, list) else [value]):
                place = one_line(entry.get("ref_id")) if isinstance(entry, dict) else ""
                notes.left(
                    phrase("object of the sort '%(name)s'", name=name), f"{name}: {place or number}"
                )
    for found in mapping_sets(library):
        notes.left(
            phrase(
                "set of mappings; import the same file under Crosswalks when both models are here"
            ),
            one_line(found.get("name") or found.get("ref_id")),
        )
    notes.rest(library, _LIBRARY_KEYS, phrase("the library"), one_line(library.get("ref_id")))


_KINDS = {"requirement": phrase("requirements"), "section": phrase("sections")}


@dataclass(slots=True)
class _Framework:
    """One framework on its way to a plain model."""

    library: Plain
    raw: Plain
    notes: Notes
    codes: Codes = field(default_factory=Codes)
    types: dict[str, set[str]] = field(default_factory=dict)
    answers: Answers = field(init=False)

    def plain(self) -> Plain:
        self.answers = Answers(self.notes)
        place = one_line(self.raw.get("ref_id")) or "framework"
        self.notes.rest(self.raw, _FRAMEWORK_KEYS, phrase("the framework"), place)
        nodes = self._tree()
        scales = [*self._score_scale(), IN_PLACE, *self.answers.scales]
        return plain_model(
            self._model(has_levels=len(scales) > 1 and scales[0]["use"] == "level"),
            slug(self.library.get("version")) or "1",
            scales=scales,
            node_types=self._node_types(rating="score" if scales[0]["use"] == "level" else None),
            nodes=nodes,
        )

    def _model(self, *, has_levels: bool) -> Plain:
        library, raw = self.library, self.raw
        urn = one_line(library.get("urn"))
        origin = f"Imported from the CISO Assistant library {urn}" if urn else ""
        return kept(
            {
                "code": slug(raw.get("ref_id") or raw.get("urn") or library.get("ref_id"))
                or "FRAMEWORK",
                "name": title_of(
                    raw.get("name"), library.get("name"), raw.get("ref_id"), "Framework"
                ),
                "owner": title_of(library.get("provider")),
                "kind": "maturity" if has_levels else "reference",
                "language": language_of(library.get("locale")),
                "description": text_of(self._description(), "description", self.notes),
                "attribution": text_of(
                    under_headings([("", words(library.get("copyright"))), ("", origin)]),
                    "copyright",
                    self.notes,
                ),
            }
        )

    def _description(self) -> str:
        groups = [
            f"- {one_line(each.get('ref_id'))}: {title_of(each.get('name'), '?')}"
            for _index, each in entries(self.raw, "implementation_groups_definition")
        ]
        self.notes.took(phrase("implementation groups"), len(groups))
        described = words(self.raw.get("description") or self.library.get("description"))
        return under_headings([("", described), ("Implementation groups", "\n".join(groups))])

    def _score_scale(self) -> list[Plain]:
        levels: list[Plain] = []
        for index, each in entries(self.raw, "scores_definition"):
            value = whole(each, "score")
            if value is None or len(levels) >= MOST_SCORES:
                self.notes.left(
                    phrase("score that is no whole number"), f"scores_definition[{index}]"
                )
                continue
            name = title_of(each.get("name"), f"Score {value}")
            text = text_of(words(each.get("description")), f"score {value}", self.notes)
            levels.append(kept({"code": str(value).replace("-", "m"), "name": name, "text": text}))
            levels[-1]["value"] = value
        self.notes.took(phrase("scores"), len(levels))
        levels.sort(key=lambda level: level["value"])
        return (
            [{"code": "score", "name": "Score", "use": "level", "levels": levels}] if levels else []
        )

    def _tree(self) -> list[Plain]:
        """Nodes under their parents; each gets its type by where it stands."""
        top: list[Plain] = []
        by_urn: dict[str, tuple[Plain, int]] = {}
        for index, raw in entries(self.raw, "requirement_nodes"):
            place = one_line(raw.get("ref_id") or raw.get("urn")) or f"requirement_nodes[{index}]"
            above = one_line(raw.get("parent_urn"))
            if above and above not in by_urn:
                self.notes.left(
                    phrase("parent that stands nowhere above; the node went to the top"), place
                )
            parent, depth = by_urn.get(above, (None, 0))
            if depth >= DEEPEST:
                self.notes.left(phrase("node below %(deepest)s others", deepest=DEEPEST), place)
                continue
            node = self._node(raw, parent, place)
            (top if parent is None else parent.setdefault("children", [])).append(node)
            by_urn.setdefault(one_line(raw.get("urn")), (node, depth + 1))
        return top

    def _node(self, raw: Plain, parent: Plain | None, place: str) -> Plain:
        kind = "requirement" if flag(raw, "assessable") else "section"
        type_code = kind if parent is not None else f"top_{kind}"
        self.types.setdefault(type_code, set()).update([parent["type"]] if parent else [])
        self.notes.took(_KINDS[kind])
        self.notes.rest(raw, _NODE_KEYS, phrase("a requirement node"), place)
        code = self.codes.make(raw.get("ref_id"), one_line(raw.get("urn")).rpartition(":")[2])
        said = [("", words(raw.get("description"))), ("", words(raw.get("annotation")))]
        asked = self.answers.questions(raw, code, place)
        return kept(
            {
                "code": code,
                "type": type_code,
                "title": title_of(raw.get("name"), raw.get("description"), raw.get("ref_id"), code),
                "text": text_of(under_headings(said), place, self.notes),
                "attributes": kept(
                    {
                        "urn": one_line(raw.get("urn")),
                        "implementation_groups": [
                            group for _index, group in texts(raw, "implementation_groups")
                        ],
                        "typical_evidence": text_of(
                            words(raw.get("typical_evidence")), place, self.notes
                        ),
                    }
                ),
                "questions": asked,
            }
        )

    def _node_types(self, rating: str | None) -> list[Plain]:
        has_questions = bool(self.answers.scales)
        found = []
        for code, name, plural in _TYPES:
            if code not in self.types and (self.types or code != "top_section"):
                continue
            is_requirement = code.endswith("requirement")
            made: Plain = {"code": code, "name": name, "plural": plural}
            made["parents"] = sorted(self.types.get(code, ()))
            made["rateable"] = is_requirement
            made["askable"] = is_requirement and has_questions
            made["rating_scale"] = rating or IN_PLACE["code"]
            made["attributes"] = [dict(each) for each in _ATTRIBUTES]
            found.append(kept(made))
        return found


DEEPEST = 17
"""Nodes above a node; more do not fit into the model format."""

_TYPES: tuple[tuple[str, str, str], ...] = (
    ("top_section", "Section", "Sections"),
    ("section", "Subsection", "Subsections"),
    ("top_requirement", "Requirement", "Requirements at the top"),
    ("requirement", "Requirement", "Requirements"),
)
