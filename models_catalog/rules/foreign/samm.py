"""OWASP SAMM: the tree of YAML files under `model/`, in a zip file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models_catalog.rules.archive import Archive, BadArchive
from models_catalog.rules.foreign.naming import (
    Codes,
    one_line,
    text_of,
    title_of,
    under_headings,
    words,
)
from models_catalog.rules.foreign.report import ForeignReading, Notes, Told, finished, refused
from models_catalog.rules.foreign.samm_files import SammFiles
from models_catalog.rules.foreign.shapes import kept, plain_model
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, whole
from models_catalog.rules.problems import Problem

LONGEST_QUESTION = 2_000
_NUMBER = re.compile(r"(?:^|[-/v])(\d+(?:\.\d+){1,3})(?=[-/.]|$)")
_TEXTS = (
    ("shortDescription", ""),
    ("benefit", "Benefit"),
    ("longDescription", ""),
    ("results", "Results"),
    ("metrics", "Metrics"),
    ("costs", "Costs"),
    ("personnel", "Personnel"),
    ("notes", "Notes"),
)
_TYPES: tuple[Plain, ...] = (
    {"code": "function", "name": "Business function", "plural": "Business functions"},
    {
        **{"code": "practice", "name": "Security practice", "plural": "Security practices"},
        **{"parents": ["function"], "rateable": True},
    },
    {
        "code": "stream",
        "name": "Stream",
        "plural": "Streams",
        "parents": ["practice"],
        "rateable": True,
    },
    {
        **{"code": "activity", "name": "Activity", "plural": "Activities"},
        **{"parents": ["stream"], "askable": True},
    },
)


def read_samm(data: bytes, told: Told) -> ForeignReading:
    """The model of a zip file. Never raises for bad input; nothing is unpacked to a disk."""
    try:
        archive = Archive(data)
    except BadArchive as error:
        return refused(Problem(1, 1, "", str(error)))
    notes = Notes()
    files = SammFiles(notes)
    problems = list(files.take(archive))
    if problems:
        return refused(*problems)
    if not files.found["Function"] or not files.found["MaturityLevel"]:
        return refused(
            Problem(
                1,
                1,
                "",
                phrase("the zip file holds no files of types 'Function' and 'MaturityLevel'"),
            )
        )
    return finished(
        _Tree(files, notes, _Asking(files, notes)).plain(_number_in(archive.names)), notes, told
    )


def _number_in(names: tuple[str, ...]) -> str:
    """The version as the paths name it, such as `core-2.1.0/model/...`."""
    found = _NUMBER.search(names[0].partition("model/")[0] if names else "")
    return found.group(1) if found else "2"


@dataclass(slots=True)
class _Asking:
    """Maturity levels, answers and questions."""

    files: SammFiles
    notes: Notes
    levels: dict[str, int] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    codes: Codes = field(default_factory=Codes)

    def level_scale(self) -> Plain:
        """The scale of maturity levels."""
        levels = []
        for key, raw in self.files.found["MaturityLevel"].items():
            value = whole(raw, "number")
            if value is None:
                self.notes.left(phrase("maturity level without a number"), self.files.paths[key])
                continue
            self.levels[key] = value
            text = text_of(words(raw.get("description")), self.files.paths[key], self.notes)
            levels.append(
                kept({"code": str(value), "name": f"Level {value}", "text": text})
                | {"value": value}
            )
        levels.sort(key=lambda level: level["value"])
        self.notes.took(phrase("maturity levels"), len(levels))
        return {"code": "maturity", "name": "Maturity levels", "use": "level", "levels": levels}

    def answer_sets(self) -> Iterator[Plain]:
        """The response sets that questions use."""
        used = {one_line(raw.get("answerSet")) for raw in self.files.found["Question"].values()}
        for key, raw in self.files.ordered("AnswerSet"):
            answers = [
                each for _index, each in entries(raw, "values") if title_of(each.get("text"))
            ]
            if key not in used or not answers:
                self.notes.left(phrase("answer set that no question uses"), self.files.paths[key])
                continue
            answers.sort(key=lambda each: whole(each, "order") or 0)
            self.sets[key] = f"answers-{_stem(self.files.paths[key])}"[:64]
            self.notes.took(phrase("answer sets"))
            if any("value" in each or "weight" in each for each in answers):
                self.notes.left(
                    phrase("values and weights of answers, which here have an order only"),
                    self.files.paths[key],
                )
            yield {
                "code": self.sets[key],
                "name": title_of(" / ".join(title_of(each.get("text")) for each in answers)),
                "use": "answer",
                "levels": [
                    {"code": f"a{place}", "name": title_of(each.get("text")), "value": place}
                    for place, each in enumerate(answers)
                ],
            }

    def questions(self, activity: str, code: str) -> Iterator[Plain]:
        """The questions about an activity."""
        for key, raw in self.files.ordered("Question", "activity", activity):
            text = words(raw.get("text"))[:LONGEST_QUESTION].strip()
            response_set = self.sets.get(one_line(raw.get("answerSet")))
            if not text or response_set is None:
                self.notes.left(phrase("question without text or answers"), self.files.paths[key])
                continue
            self.notes.took(phrase("questions"))
            yield kept(
                {
                    "code": self.codes.make(f"{code}.Q", f"{code}.Q2", f"{code}.Q3"),
                    "text": text,
                    "help": text_of(
                        _several(raw.get("quality")), self.files.paths[key], self.notes
                    ),
                    "response_set": response_set,
                }
            )


@dataclass(slots=True)
class _Tree:
    """The files on their way to a plain model."""

    files: SammFiles
    notes: Notes
    asking: _Asking
    codes: Codes = field(default_factory=Codes)

    def plain(self, number: str) -> Plain:
        """The plain model."""
        scales = [self.asking.level_scale(), *self.asking.answer_sets()]
        nodes = [self._function(key, raw) for key, raw in self.files.ordered("Function")]
        self.files.note_orphans()
        return plain_model(
            {
                "code": "SAMM",
                "name": "OWASP SAMM",
                "owner": "OWASP Foundation",
                "kind": "maturity",
                "language": "en",
                "home_page": "https://owaspsamm.org",
                "description": "The Software Assurance Maturity Model of OWASP.",
                "attribution": "Model and wording are those of the OWASP SAMM project "
                "(https://owaspsamm.org), under its licence; imported from its files.",
            },
            number,
            scales=scales,
            node_types=[dict(each) for each in _TYPES],
            nodes=nodes,
        )

    def _function(self, key: str, raw: Plain) -> Plain:
        practices = self.files.ordered("Practice", "function", key)
        initial = next(
            (_stem(self.files.paths[each]).partition("-")[0] for each, _raw in practices), ""
        )
        code = self.codes.make(initial, raw.get("name"))
        self.notes.took(phrase("business functions"))
        return self._node(
            key,
            {"code": code, "type": "function", "title": title_of(raw.get("name"), code)},
            [("", words(raw.get("description")))],
            [self._practice(each, one, code) for each, one in practices],
        )

    def _practice(self, key: str, raw: Plain, above: str) -> Plain:
        short = one_line(raw.get("shortName")) or one_line(raw.get("name"))
        code = self.codes.make(f"{above}-{short}")
        self.notes.took(phrase("security practices"))
        node = self._node(
            key,
            {"code": code, "type": "practice", "title": title_of(raw.get("name"), code)},
            [("", words(raw.get("longDescription") or raw.get("shortDescription")))],
            [
                self._stream(each, one, code)
                for each, one in self.files.ordered("Stream", "practice", key)
            ],
        )
        descriptors: list[Plain] = []
        for each, one in self.files.ordered("PracticeLevel", "practice", key):
            level = self.asking.levels.get(one_line(one.get("maturityLevel")))
            text = words(one.get("objective"))
            if level is None or not text or level in [known["level"] for known in descriptors]:
                self.notes.left(
                    phrase("objective without a level of its own"), self.files.paths[each]
                )
            else:
                descriptors.append(
                    {"level": level, "text": text_of(text, self.files.paths[each], self.notes)}
                )
        descriptors.sort(key=lambda each: each["level"])
        self.notes.took(phrase("objectives of levels"), len(descriptors))
        return node | kept({"descriptors": descriptors})

    def _stream(self, key: str, raw: Plain, above: str) -> Plain:
        letter = one_line(raw.get("letter")) or one_line(raw.get("name"))
        self.notes.took(phrase("streams"))
        code = self.codes.make(f"{above}-{letter}")
        acts = [
            self._activity(each, one, above, letter)
            for each, one in self.files.ordered("Activity", "stream", key)
        ]
        return self._node(
            key,
            {"code": code, "type": "stream", "title": title_of(raw.get("name"), code)},
            [("", words(raw.get("description")))],
            sorted(acts, key=lambda act: act.get("level", 0)),
        )

    def _activity(self, key: str, raw: Plain, practice: str, letter: str) -> Plain:
        reached = self.files.found["PracticeLevel"].get(one_line(raw.get("level")), {})
        level = self.asking.levels.get(one_line(reached.get("maturityLevel")))
        code = self.codes.make(f"{practice}-{level}-{letter}", _stem(self.files.paths[key]))
        self.notes.took(phrase("activities"))
        node = self._node(
            key,
            {
                "code": code,
                "type": "activity",
                "title": title_of(raw.get("title"), code),
                "level": level,
            },
            [(heading, _several(raw.get(name))) for name, heading in _TEXTS],
            [],
        )
        return node | kept({"questions": list(self.asking.questions(key, code))})

    def _node(
        self, key: str, head: Plain, parts: list[tuple[str, str]], children: list[Plain]
    ) -> Plain:
        kind = _KIND_OF[head["type"]]
        self.notes.rest(self.files.found[kind][key], _KEYS[kind], kind, self.files.paths[key])
        text = text_of(under_headings(parts), self.files.paths[key], self.notes)
        return kept({**head, "text": text, "children": children})


_KIND_OF = {
    "function": "Function",
    "practice": "Practice",
    "stream": "Stream",
    "activity": "Activity",
}
_KEYS = {
    "Function": frozenset(("id", "type", "model", "name", "description", "order")),
    "Practice": frozenset(
        (
            *("id", "type", "function", "name", "shortName", "order"),
            *("shortDescription", "longDescription"),
        )
    ),
    "Stream": frozenset(("id", "type", "practice", "name", "letter", "description", "order")),
    "Activity": frozenset(
        ("id", "type", "stream", "level", "title", *(name for name, _heading in _TEXTS))
    ),
}


def _several(value: Any) -> str:
    """A text, or a list of texts as a list in Markdown."""
    if isinstance(value, list):
        return "\n".join(f"- {words(each)}" for each in value if words(each))
    return words(value)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
