"""DSOMM: the generated model of the DevSecOps Maturity Model (YAML), dimensions over
sub-dimensions over activities. A document with `meta` may stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models_catalog.rules.foreign.loading import Unreadable, yaml_values
from models_catalog.rules.foreign.naming import (
    Codes,
    address_of,
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
from models_catalog.rules.plain import Plain, mapping, text, whole
from models_catalog.rules.problems import Problem

MOST_ITEMS = 200
LONGEST_ITEM = 2_000
_TEXTS = (
    ("description", ""),
    ("risk", "Risk"),
    ("measure", "Measure"),
    ("assessment", "Assessment"),
    ("implementationGuide", "Implementation guide"),
    ("comment", "Comment"),
)
_EFFORT = ("knowledge", "time", "resources")
_USED = frozenset(
    (
        *(key for key, _heading in _TEXTS),
        *("uuid", "level", "usefulness", "difficultyOfImplementation", "references"),
        *("implementation", "tags", "dependsOn", "meta"),
    )
)
_META = frozenset(["implementationGuide", "dependsOn"])
_ATTRIBUTES = (
    attribute("uuid", "UUID"),
    attribute("usefulness", "Usefulness", "number"),
    *(attribute(each, f"Difficulty: {each}", "number") for each in _EFFORT),
    attribute("references", "References", "list"),
    attribute("implementation", "Ways to implement it", "list"),
    attribute("tags", "Tags", "list"),
)


def read_dsomm(data: bytes, told: Told) -> ForeignReading:
    """The model of the file. Never raises for bad input."""
    try:
        values = yaml_values(data)
    except Unreadable as error:
        return refused(*error.problems)
    meta: Plain = {}
    dimensions: Plain = {}
    for value in values:
        if not isinstance(value, dict):
            return refused(Problem(1, 1, "", phrase("a model is a mapping of dimensions")))
        meta |= mapping(value, "meta") if _is_meta(value) else {}
        dimensions |= {
            key: each for key, each in value.items() if not (key == "meta" and _is_meta(value))
        }
    notes = Notes()
    made = _Model(notes)
    nodes = [made.dimension(name, value) for name, value in dimensions.items()]
    made.link_up()
    if not made.by_name:
        return refused(Problem(1, 1, "", phrase("the file holds no activity with a level")))
    return finished(_plain(meta, nodes, made), notes, told)


def _is_meta(value: Plain) -> bool:
    """`meta` with a version or publisher, unlike a dimension of that name."""
    return bool({"version", "released", "publisher"} & set(mapping(value, "meta")))


_NODE_TYPES: tuple[Plain, ...] = (
    {"code": "dimension", "name": "Dimension", "plural": "Dimensions"},
    {
        **{"code": "subdimension", "name": "Sub-dimension", "plural": "Sub-dimensions"},
        **{"parents": ["dimension"]},
    },
    {
        **{"code": "activity", "name": "Activity", "plural": "Activities"},
        **{"parents": ["subdimension"], "rateable": True, "rating_scale": IN_PLACE["code"]},
        **{"attributes": list(_ATTRIBUTES)},
    },
)
_DEPENDS_ON: Plain = {"code": "depends_on", "name": "depends on", "inverse": "is needed by"}


def _plain(meta: Plain, nodes: list[Plain], made: _Model) -> Plain:
    levels = [
        {"code": str(value), "name": f"Level {value}", "value": value}
        for value in sorted(made.levels | {1})
    ]
    return plain_model(
        {
            "code": "DSOMM",
            "name": "DevSecOps Maturity Model",
            "owner": "OWASP Foundation",
            "kind": "maturity",
            "language": "en",
            "home_page": address_of(meta.get("publisher")) or "https://dsomm.owasp.org",
            "description": "The OWASP DevSecOps Maturity Model.",
            "attribution": "Model and wording are those of the OWASP DSOMM project, under its "
            "licence; imported from its file.",
        },
        slug(meta.get("version")) or "1",
        scales=[
            {"code": "maturity", "name": "Maturity levels", "use": "level", "levels": levels},
            IN_PLACE,
        ],
        node_types=list(_NODE_TYPES),
        link_kinds=[_DEPENDS_ON],
        nodes=nodes,
    )


@dataclass(slots=True)
class _Model:
    """The activities on their way to plain nodes."""

    notes: Notes
    codes: Codes = field(default_factory=Codes)
    by_name: dict[str, Plain] = field(default_factory=dict)
    by_uuid: dict[str, Plain] = field(default_factory=dict)
    levels: set[int] = field(default_factory=set)
    waiting: list[tuple[Plain, list[str], str]] = field(default_factory=list)

    def dimension(self, name: str, value: Any) -> Plain:
        """A dimension with what is below."""
        self.notes.took(phrase("dimensions"))
        below = value.items() if isinstance(value, dict) else ()
        children = [self._subdimension(name, each, inner) for each, inner in below]
        return kept(
            {
                "code": self.codes.make(name),
                "type": "dimension",
                "title": title_of(name, "Dimension"),
                "children": children,
            }
        )

    def _subdimension(self, above: str, name: str, value: Any) -> Plain:
        self.notes.took(phrase("sub-dimensions"))
        children = []
        for each, raw in value.items() if isinstance(value, dict) else ():
            place = f"{above} / {name} / {each}"
            if isinstance(raw, dict) and whole(raw, "level") is not None:
                children.append(self._activity(each, raw, place))
            else:
                self.notes.left(phrase("entry that is no activity with a level"), place)
        return kept(
            {
                "code": self.codes.make(f"{name}", f"{above}-{name}"),
                "type": "subdimension",
                "title": title_of(name, "Sub-dimension"),
                "children": children,
            }
        )

    def _activity(self, name: str, raw: Plain, place: str) -> Plain:
        level = whole(raw, "level") or 0
        self.levels.add(level)
        meta = mapping(raw, "meta")
        self.notes.rest(raw, _USED, phrase("an activity"), place)
        self.notes.rest(meta, _META, phrase("what is said about an activity"), place)
        said = [(heading, words(raw.get(key) or meta.get(key))) for key, heading in _TEXTS]
        node = kept(
            {
                "code": self.codes.make(name, text(raw, "uuid")),
                "type": "activity",
                "title": title_of(name, "Activity"),
                "text": text_of(under_headings(said), place, self.notes),
                "attributes": self._attributes(raw, place),
            }
        )
        node["level"] = level
        needs = _dependencies(raw, meta)
        self.by_name.setdefault(name, node)
        self.by_uuid.setdefault(text(raw, "uuid"), node)
        self.waiting.append((node, needs, place))
        self.notes.took(phrase("activities"))
        return node

    def _attributes(self, raw: Plain, place: str) -> Plain:
        effort = mapping(raw, "difficultyOfImplementation")
        references = [
            f"{name}: {one_line(each)}"
            for name, values in mapping(raw, "references").items()
            for each in (values if isinstance(values, list) else [values])
        ]
        self.notes.took(phrase("references"), len(references))
        return kept(
            {
                "uuid": one_line(raw.get("uuid")),
                "usefulness": _number(raw, "usefulness"),
                **{key: _number(effort, key) for key in _EFFORT},
                "references": self._items(references, place),
                "implementation": self._items(list(_ways(raw)), place),
                "tags": self._items([one_line(each) for each in _list(raw, "tags")], place),
            }
        )

    def _items(self, found: list[str], place: str) -> list[str]:
        items = [each for each in found if each and each != "none"]
        if len(items) > MOST_ITEMS:
            self.notes.left(
                phrase("items of a list after the first %(most_items)s", most_items=MOST_ITEMS),
                place,
            )
        return [text_of(each, place, self.notes, LONGEST_ITEM) for each in items[:MOST_ITEMS]]

    def link_up(self) -> None:
        """Turn what activities depend on into links, now that all are known."""
        for node, needs, place in self.waiting:
            codes: list[str] = []
            for need in needs:
                found = self.by_name.get(need) or self.by_uuid.get(
                    need.removeprefix("uuid:").strip()
                )
                if found is None or found is node:
                    self.notes.left(
                        phrase("dependency on '%(need)s', which is nowhere", need=need), place
                    )
                elif found["code"] not in codes:
                    codes.append(found["code"])
            if codes:
                node["links"] = [{"kind": "depends_on", "to": code} for code in codes]
            self.notes.took(phrase("dependencies"), len(codes))


def _dependencies(raw: Plain, meta: Plain) -> list[str]:
    given = raw.get("dependsOn") or meta.get("dependsOn") or []
    return [one_line(each) for each in (given if isinstance(given, list) else [given])]


def _list(raw: Plain, key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


def _number(raw: Plain, key: str) -> int | float | None:
    value = raw.get(key)
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def _ways(raw: Plain) -> Iterator[str]:
    for each in _list(raw, "implementation"):
        if isinstance(each, dict):
            url = one_line(each.get("url"))
            yield f"{one_line(each.get('name'))} ({url})" if url else one_line(each.get("name"))
        else:
            yield one_line(each)
