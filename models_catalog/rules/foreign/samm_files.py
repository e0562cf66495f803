"""The YAML files of OWASP SAMM, told apart by their `type` and found by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models_catalog.rules.archive import Archive, BadArchive
from models_catalog.rules.foreign.loading import Unreadable, yaml_value
from models_catalog.rules.foreign.naming import one_line
from models_catalog.rules.foreign.report import Notes
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, whole
from models_catalog.rules.problems import Problem

KINDS = (
    *("Function", "Practice", "Stream", "PracticeLevel", "MaturityLevel"),
    *("Activity", "Question", "AnswerSet"),
)

_OWNERS = (
    ("Practice", "function", "Function"),
    ("Stream", "practice", "Practice"),
    ("PracticeLevel", "practice", "Practice"),
    ("Activity", "stream", "Stream"),
    ("Question", "activity", "Activity"),
)
"""Which field of a file names the one that it belongs to."""


@dataclass(slots=True)
class SammFiles:
    """The files by type and id."""

    notes: Notes
    found: dict[str, dict[str, Plain]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    paths: dict[str, str] = field(default_factory=dict)

    def take(self, archive: Archive) -> Iterator[Problem]:
        """Read every YAML file; problems name the file."""
        for name in archive.names:
            if not name.endswith((".yml", ".yaml")):
                self.notes.left(phrase("file that is no YAML"), name)
                continue
            try:
                raw = yaml_value(archive.read(name))
            except (Unreadable, BadArchive) as error:
                yield from _in_file(name, error)
                continue
            kind = one_line(raw.get("type")) if isinstance(raw, dict) else ""
            key = one_line(raw.get("id")) if isinstance(raw, dict) else ""
            if kind not in KINDS or not key:
                self.notes.left(phrase("file that is no part of a model"), name)
            elif key in self.paths:
                yield Problem(
                    1,
                    1,
                    name,
                    phrase(
                        "the id '%(key)s' is already used in %(paths)s",
                        key=key,
                        paths=self.paths[key],
                    ),
                )
            else:
                self.found[kind][key] = raw
                self.paths[key] = name

    def ordered(self, kind: str, key: str = "", owner: str = "") -> list[tuple[str, Plain]]:
        """Files of a type, those that name an owner under `key` only, in their order."""
        mine = [
            (each, raw)
            for each, raw in self.found[kind].items()
            if not key or one_line(raw.get(key)) == owner
        ]
        return sorted(mine, key=lambda pair: (whole(pair[1], "order") or 0, self.paths[pair[0]]))

    def note_orphans(self) -> None:
        """Files whose owner is nowhere."""
        for kind, key, owner in _OWNERS:
            for each, raw in self.found[kind].items():
                if one_line(raw.get(key)) not in self.found[owner]:
                    self.notes.left(
                        phrase("%(kind)s that belongs to no %(owner)s", kind=kind, owner=owner),
                        self.paths[each],
                    )


def _in_file(name: str, error: Exception) -> Iterator[Problem]:
    problems: Any = getattr(error, "problems", None)
    for problem in problems or [Problem(1, 1, "", str(error))]:
        path = f"{name}: {problem.path}" if problem.path else name
        yield Problem(problem.line, problem.column, path, problem.message)
