"""OSCAL catalogs (JSON): groups over controls over enhancements, parameters put into the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models_catalog.rules.foreign.loading import Unreadable, json_value
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
from models_catalog.rules.plain import Plain, entries, mapping, texts
from models_catalog.rules.problems import Problem

DEEPEST = 17
MOST_ROUNDS = 5
"""How often a parameter may stand in the text of another one."""
_INSERT = re.compile(r"\{\{\s*(?:insert:\s*param,\s*)?([A-Za-z_][\w.-]*)\s*\}\}")
_USED = frozenset(
    ("id", "class", "title", "params", "props", "links", "parts", "groups", "controls")
)
_CATALOG_KEYS = frozenset(("uuid", "metadata", "params", "groups", "controls"))
_METADATA_KEYS = frozenset(
    ("title", "version", "oscal-version", "last-modified", "parties", "remarks", "language")
)
_NAMES = {
    "top_group": ("Group", "Groups"),
    "group": ("Subgroup", "Subgroups"),
    "top_control": ("Control", "Controls at the top"),
    "control": ("Control", "Controls"),
    "enhancement": ("Control enhancement", "Control enhancements"),
}
_TAKEN = {
    "top_group": phrase("groups"),
    "group": phrase("subgroups"),
    "top_control": phrase("controls at the top"),
    "control": phrase("controls"),
    "enhancement": phrase("control enhancements"),
}


def read_oscal(data: bytes, told: Told) -> ForeignReading:
    """The catalog of the file. Never raises for bad input."""
    try:
        value = json_value(data)
    except Unreadable as error:
        return refused(*error.problems)
    catalog = mapping(value, "catalog")
    if not catalog:
        held = ", ".join(value) if isinstance(value, dict) else phrase("no mapping")
        return refused(
            Problem(1, 1, "", phrase("the file holds no 'catalog' but: %(held)s", held=held[:100]))
        )
    notes = Notes()
    made = _Catalog(notes)
    made.learn(catalog)
    nodes = [*made.groups(catalog, None, 0), *made.controls(catalog, None, 0)]
    made.link_up()
    notes.rest(catalog, _CATALOG_KEYS, phrase("the catalog"), "catalog")
    notes.rest(
        mapping(catalog, "metadata"), _METADATA_KEYS, phrase("the metadata"), "catalog.metadata"
    )
    return finished(_plain(mapping(catalog, "metadata"), nodes, made), notes, told)


def _plain(metadata: Plain, nodes: list[Plain], made: _Catalog) -> Plain:
    owner = next((title_of(each.get("name")) for _i, each in entries(metadata, "parties")), "")
    title = title_of(metadata.get("title"), "OSCAL catalog")
    described = text_of(words(metadata.get("remarks")) or title, "remarks", made.notes)
    model = {
        "code": slug(metadata.get("title")) or "CATALOG",
        "name": title,
        "owner": owner,
        "kind": "reference",
        "language": language_of(metadata.get("language")),
        "description": described,
        "attribution": f"Imported from the OSCAL catalog “{title}”"
        + (f" of {owner}." if owner else "."),
    }
    return plain_model(
        kept(model),
        slug(metadata.get("version")) or "1",
        scales=[IN_PLACE],
        node_types=list(_node_types(made.types)),
        link_kinds=list(made.kinds.values()),
        nodes=nodes,
    )


def _node_types(used: dict[str, set[str]]) -> Iterator[Plain]:
    for code, (name, plural) in _NAMES.items():
        if code in used or (code == "top_group" and not used):
            is_control = not code.endswith("group")
            yield kept(
                {
                    **{"code": code, "name": name, "plural": plural},
                    "parents": sorted(used.get(code, ())),
                    "rateable": is_control,
                    "rating_scale": IN_PLACE["code"] if is_control else None,
                    "attributes": [attribute("label", "Label")],
                }
            )


@dataclass(slots=True)
class _Catalog:
    """Groups and controls on their way to plain nodes."""

    notes: Notes
    params: dict[str, Plain] = field(default_factory=dict)
    by_id: dict[str, str] = field(default_factory=dict)
    codes: Codes = field(default_factory=Codes)
    types: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, Plain] = field(default_factory=dict)
    waiting: list[tuple[Plain, Plain, str]] = field(default_factory=list)

    def learn(self, raw: Plain) -> None:
        """All parameters, wherever they stand: texts may name those of other controls."""
        for _index, each in entries(raw, "params"):
            self.params.setdefault(one_line(each.get("id")), each)
        for key in ("groups", "controls"):
            for _index, each in entries(raw, key):
                self.learn(each)

    def groups(self, raw: Plain, above: str | None, depth: int) -> Iterator[Plain]:
        """The groups of a catalog or group."""
        for _index, each in entries(raw, "groups"):
            kind = "group" if above else "top_group"
            node = self._node(each, kind, above, depth)
            if node is not None:
                children = [
                    *self.groups(each, kind, depth + 1),
                    *self.controls(each, kind, depth + 1),
                ]
                yield node | kept({"children": children})

    def controls(self, raw: Plain, above: str | None, depth: int) -> Iterator[Plain]:
        """The controls of a catalog, group or control. Withdrawn ones are left out."""
        for _index, each in entries(raw, "controls"):
            kind = "top_control" if above is None else "control"
            if above in ("control", "top_control", "enhancement"):
                kind = "enhancement"
            if _prop(each, "status").lower() == "withdrawn":
                self.notes.left(phrase("control that is withdrawn"), one_line(each.get("id")))
                continue
            node = self._node(each, kind, above, depth)
            if node is not None:
                node |= kept({"children": list(self.controls(each, kind, depth + 1))})
                self.waiting.append((node, each, one_line(each.get("id"))))
                yield node

    def _node(self, raw: Plain, kind: str, above: str | None, depth: int) -> Plain | None:
        place = one_line(raw.get("id")) or title_of(raw.get("title"), kind)
        if depth > DEEPEST:
            self.notes.left(phrase("what stands below %(deepest)s others", deepest=DEEPEST), place)
            return None
        self.notes.rest(raw, _USED, phrase("a group or control"), place)
        self._note_details(raw, place, is_group=kind.endswith("group"))
        self.types.setdefault(kind, set()).update([above] if above else [])
        self.notes.took(_TAKEN[kind])
        label = _prop(raw, "label")
        code = self.codes.make(raw.get("id"), label, raw.get("title"))
        self.by_id.setdefault(one_line(raw.get("id")), code)
        return kept(
            {
                "code": code,
                "type": kind,
                "title": title_of(self._filled(one_line(raw.get("title")), place), label, code),
                "text": text_of(self._parts(raw, place), place, self.notes),
                "attributes": kept({"label": label}),
            }
        )

    def _note_details(self, raw: Plain, place: str, *, is_group: bool) -> None:
        for _index, each in entries(raw, "props"):
            if each.get("name") not in ("label", "status"):
                self.notes.left(
                    phrase("property '%(value)s'", value=one_line(each.get("name"))), place
                )
        for _index, each in entries(raw, "links") if is_group else ():
            self.notes.left(
                phrase("link '%(value)s' of a group", value=one_line(each.get("rel"))), place
            )

    def _parts(self, raw: Plain, place: str) -> str:
        """Statement first and without heading, then guidance and the other parts."""
        found = []
        for _index, part in entries(raw, "parts"):
            name = one_line(part.get("name"))
            heading = title_of(part.get("title"), name.replace("-", " ").replace("_", " "))
            heading = "" if name in ("statement", "overview") else heading.capitalize()
            found.append((heading, "\n\n".join(self._prose(part, place, 0))))
        self.notes.took(phrase("parts"), len(found))
        return under_headings(sorted(found, key=lambda each: each[0] != ""))

    def _prose(self, part: Plain, place: str, depth: int) -> Iterator[str]:
        label = _prop(part, "label")
        prose = self._filled(words(part.get("prose")), place)
        if prose:
            lead = "  " * (depth - 1) + "- " if depth else ""
            yield f"{lead}{label} {prose}" if label and depth else f"{lead}{prose}"
        for _index, each in entries(part, "parts"):
            yield from self._prose(each, place, depth + 1)

    def _filled(self, text: str, place: str) -> str:
        """The text with parameters put in, those in their own texts included."""
        for _round in range(MOST_ROUNDS):
            if "{{" not in text or len(text) > 100_000:
                break
            text = _INSERT.sub(lambda found: self._value(found.group(1), place), text)
        return text

    def _value(self, code: str, place: str) -> str:
        param = self.params.get(code)
        if param is None:
            self.notes.left(phrase("parameter '%(code)s' that is nowhere", code=code), place)
            return f"[{code}]"
        self.notes.took(phrase("parameters put into texts"))
        values = ", ".join(each for _index, each in texts(param, "values"))
        if values:
            return values
        choices = [each for _index, each in texts(mapping(param, "select"), "choice")]
        if choices:
            return f"[{'; '.join(choices)}]"
        return f"[{title_of(param.get('label'), code)}]"

    def link_up(self) -> None:
        """Links to controls of the catalog; others are left out."""
        for node, raw, place in self.waiting:
            found: dict[tuple[str, str], Plain] = {}
            for _index, each in entries(raw, "links"):
                target = self.by_id.get(one_line(each.get("href")).removeprefix("#"))
                relation = one_line(each.get("rel")) or "related"
                if target is None or target == node["code"]:
                    self.notes.left(
                        phrase(
                            "link '%(relation)s' to something else than a control",
                            relation=relation,
                        ),
                        place,
                    )
                    continue
                kind = self._kind(relation)
                found[kind, target] = {"kind": kind, "to": target}
            self.notes.took(phrase("links"), len(found))
            if found:
                node["links"] = list(found.values())

    def _kind(self, relation: str) -> str:
        code = slug(relation) or "related"
        name = relation.replace("-", " ")[:200]
        self.kinds.setdefault(code, {"code": code, "name": name, "inverse": f"{name} (from there)"})
        return code


def _prop(raw: Plain, name: str) -> str:
    """A property; of several with one name the one without a class."""
    found: list[Any] = [each for _i, each in entries(raw, "props") if each.get("name") == name]
    found.sort(key=lambda each: "class" in each)
    return one_line(found[0].get("value")) if found else ""
