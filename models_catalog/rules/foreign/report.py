"""What a reader of a foreign format understood, and what it left out, with the places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from models_catalog.rules.building import build_document
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain
from models_catalog.rules.problems import Problem, in_order, path_text, shortened
from models_catalog.rules.reading import complaints

MOST_PLACES = 200
"""Places that are kept of one sort of thing that is left out; all are counted."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One sort of thing that was not taken over: how often, and where."""

    what: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a file of a foreign format held."""

    understood: tuple[tuple[str, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


NOTHING = Report()


@dataclass(frozen=True, slots=True)
class ForeignReading:
    """Either a document and no problem, or no document and every problem."""

    document: ModelDocument | None
    problems: tuple[Problem, ...] = ()
    report: Report = NOTHING


@dataclass(frozen=True, slots=True)
class Told:
    """What the person says about the model; empty: as the file has it."""

    owner: str = ""
    attribution: str = ""


class Notes:
    """Collects what a reader does on its way through a file."""

    def __init__(self) -> None:
        self._understood: Counter[str] = Counter()
        self._left: dict[str, list[str]] = {}
        self._count: Counter[str] = Counter()

    def took(self, what: str, count: int = 1) -> None:
        """Something was taken over."""
        self._understood[what] += count

    def left(self, what: str, place: str) -> None:
        """Something was left out at a place."""
        self._count[what] += 1
        places = self._left.setdefault(what, [])
        if len(places) < MOST_PLACES:
            places.append(shortened(place, 120))

    def rest(self, raw: Plain, used: Collection[str], what: str, place: str) -> None:
        """The fields of a mapping that are not used and say something were left out."""
        for key, value in raw.items():
            if key not in used and value not in (None, "", [], {}, False):
                self.left(phrase("field '%(key)s' of %(what)s", key=key, what=what), place)

    def report(self) -> Report:
        """All of it."""
        return Report(
            tuple((what, count) for what, count in self._understood.items() if count),
            tuple(
                LeftOut(what, self._count[what], tuple(places))
                for what, places in self._left.items()
            ),
        )


def refused(*problems: Problem) -> ForeignReading:
    """No document."""
    return ForeignReading(None, tuple(problems))


def finished(raw: Plain, notes: Notes, told: Told) -> ForeignReading:
    """The document of the plain model that a reader has made. What the format of models does not
    allow is a problem, named by its path in the model.
    """
    model = raw["model"]
    model["owner"] = told.owner or model.get("owner", "")
    model["attribution"] = told.attribution or model.get("attribution", "")
    for key in [key for key, value in model.items() if value == ""]:
        del model[key]
    problems = [
        Problem(1, 1, path_text(complaint.path), complaint.message) for complaint in complaints(raw)
    ]
    if problems:
        return ForeignReading(None, tuple(in_order(problems)), notes.report())
    return ForeignReading(build_document(raw), (), notes.report())
