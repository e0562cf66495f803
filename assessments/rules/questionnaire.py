"""Which questions a questionnaire asks, in which order, and what counts as an answer."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cip.kernel import texts

NO_ANSWER = ""
MOST_EVIDENCE = 2_000
"""Characters: it names what can be looked at, it does not retell it."""


@dataclass(frozen=True)
class Area:
    """A node in scope with its place in the catalog: its subtree is `first` .. `last`."""

    key: Hashable
    first: int
    last: int


@dataclass(frozen=True)
class Askable:
    """A question of the catalog: its node's place in the tree and its own place at the node."""

    key: Hashable
    node_position: int
    position: int


@dataclass(frozen=True)
class Placed:
    """A question under the heading of an area."""

    question: Hashable
    area: Hashable


def in_catalog_order(questions: Iterable[Askable], areas: Iterable[Area]) -> list[Placed]:
    """Each question once, under the innermost area that holds it, in the order of the catalog.

    Questions outside every area are left out. Areas keep together even when one lies in another.
    """
    innermost_first = sorted(areas, key=lambda a: (a.last - a.first, a.first))
    found: list[tuple[int, int, int, Placed]] = []
    for question in questions:
        area = next(
            (a for a in innermost_first if a.first <= question.node_position <= a.last), None
        )
        if area is not None:
            placed = Placed(question.key, area.key)
            found.append((area.first, question.node_position, question.position, placed))
    return [row[3] for row in sorted(found, key=lambda row: row[:3])]


def problems_with(
    choice: str, comment: str, evidence: str, codes: Collection[str]
) -> dict[str, str]:
    """What is wrong with one answer, by field; empty when all is well.

    An empty choice is fine: only words so far, or an answer taken back.
    """
    found: dict[str, str] = {}
    if choice != NO_ANSWER and choice not in codes:
        known = ", ".join(codes)
        found["choice"] = f"Choose one of the offered answers: {known}."
    written = ("comment", comment, texts.LONG), ("evidence", evidence, MOST_EVIDENCE)
    for name, text, limit in written:
        problem = texts.problem_in(text, limit=limit)
        if problem:
            found[name] = problem
    return found


def fingerprint(choice: str, comment: str, evidence: str = "") -> str:
    """A short mark of an answer as shown: tells later whether it was changed on that page.

    Without evidence it is the mark of sheets and pages that had no place for it.
    """
    if not comment and not evidence:
        return _wordless(choice)
    named = texts.clean(evidence)
    text = "\x1f".join((choice, texts.clean(comment), *([named] if named else [])))
    return _mark(text)


@lru_cache(maxsize=500)
def _wordless(choice: str) -> str:
    return _mark(f"{choice}\x1f")


def _mark(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
