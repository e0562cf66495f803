"""Questions of CISO Assistant frameworks: each different list of choices becomes a response set."""

from __future__ import annotations

from typing import Any

from models_catalog.rules.foreign.naming import Codes, one_line, slug, title_of, words
from models_catalog.rules.foreign.report import Notes
from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, whole

LONGEST_QUESTION = 2_000
MOST_SETS = 40
MOST_CHOICES = 100
_KEYS = frozenset(["type", "text", "choices"])
_ONE = frozenset(["unique_choice", "single_choice"])
_NOT_APPLICABLE = frozenset(["n/a", "na", "not applicable", "does not apply"])
_DONT_KNOW = frozenset(["don't know", "dont know", "unknown", "i don't know"])


class Answers:
    """The response sets that questions need, each once."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.scales: list[Plain] = []
        self._by_choices: dict[tuple[tuple[str, int | None], ...], str] = {}
        self._codes = Codes()

    def questions(self, node: Plain, code: str, place: str) -> list[Plain]:
        """The questions of a node that have one answer out of several."""
        found: list[Plain] = []
        for raw in _asked(node):
            text = words(raw.get("text"))[:LONGEST_QUESTION].strip()
            choices = self._choices(raw)
            if one_line(raw.get("type")) not in _ONE or not text or len(choices) < 2:
                self.notes.left(phrase("question without one answer out of several"), place)
                continue
            if len(choices) > MOST_CHOICES:
                self.notes.left(
                    phrase(
                        "question with more than %(most_choices)s answers",
                        most_choices=MOST_CHOICES,
                    ),
                    place,
                )
                continue
            response_set = self._response_set(choices)
            if response_set is None:
                self.notes.left(
                    phrase(
                        "question with one more list of answers than %(most_sets)s",
                        most_sets=MOST_SETS,
                    ),
                    place,
                )
                continue
            name = self._codes.make(f"{code}.Q" if not found else f"{code}.Q{len(found) + 1}")
            found.append({"code": name, "text": text, "response_set": response_set})
            self.notes.took(phrase("questions"))
            self.notes.rest(raw, _KEYS, phrase("a question"), place)
        return found

    def _choices(self, raw: Plain) -> list[tuple[str, int | None]]:
        given = raw.get("choices")
        return [
            (title_of(each.get("value")), whole(each, "add_score"))
            for each in (given if isinstance(given, list) else [])
            if isinstance(each, dict) and title_of(each.get("value"))
        ]

    def _response_set(self, choices: list[tuple[str, int | None]]) -> str | None:
        key = tuple(choices)
        if key not in self._by_choices:
            if len(self.scales) >= MOST_SETS:
                return None
            code = f"answers{len(self.scales) + 1}"
            self.scales.append(
                {
                    "code": code,
                    "name": title_of(" / ".join(name for name, _score in choices)),
                    "use": "answer",
                    "levels": _levels(choices),
                }
            )
            self.notes.took(phrase("response sets"))
            self._by_choices[key] = code
        return self._by_choices[key]


def _asked(node: Plain) -> list[Plain]:
    """The questions, which stand under their URNs."""
    given = node.get("questions")
    found: list[Any] = list(given.values()) if isinstance(given, dict) else []
    return [each for each in found if isinstance(each, dict)]


def _levels(choices: list[tuple[str, int | None]]) -> list[Plain]:
    """Answers with their scores when these tell them apart, else as they are listed."""
    aside = _NOT_APPLICABLE | _DONT_KNOW
    scores = [score for name, score in choices if name.lower() not in aside]
    told_apart = None not in scores and len(set(scores)) == len(scores)
    told_apart = told_apart and all(abs(score or 0) <= 1000 for score in scores)
    codes = Codes()
    levels = []
    for position, (name, score) in enumerate(choices):
        level: Plain = {"code": codes.make(slug(name) or f"a{position}"), "name": name}
        if name.lower() in _NOT_APPLICABLE:
            level["meaning"] = "not_applicable"
        elif name.lower() in _DONT_KNOW:
            level["meaning"] = "dont_know"
        else:
            level["value"] = score if told_apart else position
        levels.append(level)
    return levels
