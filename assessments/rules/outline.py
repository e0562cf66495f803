"""The questions of a questionnaire in order, and how they may be adjusted before it opens.

Source: questionnaire practice, sections 1 (one idea per question, nothing forced) and 10 (changing
a question after opening makes a new version: every adjustment here gives a new outline).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.rules.answer_kinds import Kind


@dataclass(frozen=True)
class OutlinedQuestion:
    """A question, the codes it offers and what each of them says; `is_own` when not catalogued."""

    key: str
    choices: Mapping[str, Kind]
    area: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Condition:
    """Holds when the question was answered with one of the codes; never without an answer."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True)
class SkipRule:
    """Leads past `target` when all its conditions hold; several rules for one target add up."""

    target: str
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class Outline:
    """Questions in the order in which they are asked, and the rules that lead past some."""

    questions: tuple[OutlinedQuestion, ...] = ()
    rules: tuple[SkipRule, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The questions' keys in order."""
        return tuple(question.key for question in self.questions)

    def rules_by_target(self) -> dict[str, list[SkipRule]]:
        """For every question the rules that may lead past it."""
        found: dict[str, list[SkipRule]] = {key: [] for key in self.keys}
        for rule in self.rules:
            found.setdefault(rule.target, []).append(rule)
        return found


def ordered(outline: Outline, keys: Sequence[str]) -> Outline:
    """The questions in another order; raises ValueError unless `keys` are the same questions."""
    if sorted(keys) != sorted(outline.keys):
        raise ValueError("A new order names every question once.")
    by_key = {question.key: question for question in outline.questions}
    return replace(outline, questions=tuple(by_key[key] for key in keys))


def without(outline: Outline, keys: Collection[str]) -> Outline:
    """Some questions left out, and with them the rules that lead past them.

    Rules that ask about a question left out stay, so that the check names them: whether the
    question behind them is still worth asking is for people to say. Unknown keys raise ValueError.
    """
    unknown = set(keys) - set(outline.keys)
    if unknown:
        raise ValueError(f"No such question: {', '.join(sorted(unknown))}.")
    return Outline(
        tuple(question for question in outline.questions if question.key not in keys),
        tuple(rule for rule in outline.rules if rule.target not in keys),
    )


def with_own(outline: Outline, question: OutlinedQuestion, *, after: str | None = None) -> Outline:
    """An own question added behind another one, or at the end; ValueError when its key is taken."""
    if question.key in outline.keys:
        raise ValueError(f"There is a question {question.key} already.")
    if after is not None and after not in outline.keys:
        raise ValueError(f"No such question: {after}.")
    place = len(outline.questions) if after is None else outline.keys.index(after) + 1
    own = replace(question, is_own=True)
    questions = (*outline.questions[:place], own, *outline.questions[place:])
    return replace(outline, questions=questions)
