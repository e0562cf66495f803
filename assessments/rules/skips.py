"""Skip rules: whether they make sense, and which way a respondent's answers lead.

A rule looks at earlier questions only, so no rule can turn in a circle. What was led past counts as
skipped even when it had been answered before: its answer is kept, and counts again when the way
leads back. The five kinds of gaps are those of `answer_kinds`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.answer_kinds import Kind
from assessments.rules.outline import Condition, Outline, OutlinedQuestion, SkipRule

MOST_COMBINATIONS = 5_000  # of earlier answers tried for one question


class Fault(StrEnum):
    """What may be wrong with an outline."""

    REPEATED_QUESTION = "repeated_question"
    NO_CHOICES = "no_choices"
    UNKNOWN_TARGET = "unknown_target"
    NO_CONDITION = "no_condition"
    UNKNOWN_QUESTION = "unknown_question"
    NOT_EARLIER = "not_earlier"
    UNKNOWN_CHOICE = "unknown_choice"
    NEVER_HOLDS = "never_holds"
    UNREACHABLE = "unreachable"
    TOO_INTRICATE = "too_intricate"


_SENTENCES: Mapping[Fault, str] = {
    Fault.REPEATED_QUESTION: "Question {question} stands in the questionnaire twice.",
    Fault.NO_CHOICES: "Question {question} offers nothing to choose.",
    Fault.UNKNOWN_TARGET: "A rule skips question {question}, which is not in the questionnaire.",
    Fault.NO_CONDITION: "The rule that skips question {question} has a condition missing.",
    Fault.UNKNOWN_QUESTION: "The rule that skips question {question} asks about {other}, "
    "which is not in the questionnaire.",
    Fault.NOT_EARLIER: "The rule that skips question {question} asks about {other}, "
    "which does not come before it.",
    Fault.UNKNOWN_CHOICE: "The rule that skips question {question} waits for an answer "
    "that {other} does not offer.",
    Fault.NEVER_HOLDS: "The rule that skips question {question} can never hold.",
    Fault.UNREACHABLE: "Question {question} is skipped whatever is answered before it.",
    Fault.TOO_INTRICATE: "The rules for question {question} are too intricate to be checked.",
}


@dataclass(frozen=True)
class Problem:
    """One fault of a question or of a rule for it; `other` is the question a rule asks about."""

    fault: Fault
    question: str
    other: str = ""

    @property
    def sentence(self) -> str:
        """The fault in words."""
        return _SENTENCES[self.fault].format(question=self.question, other=self.other)


@dataclass(frozen=True)
class Step:
    """Where one question stands for one respondent; `choice` is kept even of a skipped one."""

    question: str
    kind: Kind
    choice: str = ""


def problems(outline: Outline) -> list[Problem]:
    """Everything that keeps the outline from being opened; reachability once the rest is right."""
    found = [*_question_problems(outline)]
    place = {key: n for n, key in enumerate(outline.keys)}
    by_key = {question.key: question for question in outline.questions}
    for rule in outline.rules:
        found += _rule_problems(rule, place, by_key)
    return found or _reach_problems(outline)


def path(outline: Outline, answers: Mapping[str, str], *, reached: int | None = None) -> list[Step]:
    """Every question in order, with what is known of it; `outline` has no problems.

    `answers` maps questions to chosen codes; an empty code is no answer. `reached` is how many
    questions the respondent has been shown, None for all (as after submitting). An answer counts
    as reached wherever it stands. Raises ValueError for a code that is not offered.
    """
    rules = outline.rules_by_target()
    valid: dict[str, str] = {}
    steps = []
    for place, question in enumerate(outline.questions):
        choice = answers.get(question.key, "")
        if choice and choice not in question.choices:
            raise ValueError(f"{question.key} does not offer {choice!r}.")
        if _is_skipped(rules[question.key], valid):
            steps.append(Step(question.key, Kind.SKIPPED, choice))
        elif choice:
            valid[question.key] = choice
            steps.append(Step(question.key, question.choices[choice], choice))
        else:
            is_shown = reached is None or place < reached
            steps.append(Step(question.key, Kind.BLANK if is_shown else Kind.NOT_REACHED))
    return steps


def skipped(outline: Outline, answers: Mapping[str, str]) -> frozenset[str]:
    """The questions that answers which were checked when they were stored lead past."""
    rules = outline.rules_by_target()
    valid: dict[str, str] = {}
    found = set()
    for key in outline.keys:
        if _is_skipped(rules[key], valid):
            found.add(key)
        elif answers.get(key):
            valid[key] = answers[key]
    return frozenset(found)


def applicable(steps: Iterable[Step]) -> list[Step]:
    """The steps that count for progress and response rates: all but the skipped ones."""
    return [step for step in steps if step.kind is not Kind.SKIPPED]


def _is_skipped(rules: Iterable[SkipRule], valid: Mapping[str, str]) -> bool:
    return any(all(valid.get(c.question) in c.codes for c in rule.when) for rule in rules)


def _question_problems(outline: Outline) -> Iterable[Problem]:
    seen: set[str] = set()
    for question in outline.questions:
        if question.key in seen:
            yield Problem(Fault.REPEATED_QUESTION, question.key)
        if not question.choices:
            yield Problem(Fault.NO_CHOICES, question.key)
        seen.add(question.key)


def _rule_problems(
    rule: SkipRule, place: Mapping[str, int], by_key: Mapping[str, OutlinedQuestion]
) -> list[Problem]:
    if rule.target not in place:
        return [Problem(Fault.UNKNOWN_TARGET, rule.target)]
    if not rule.when or not all(condition.codes for condition in rule.when):
        return [Problem(Fault.NO_CONDITION, rule.target)]
    found = []
    for condition in rule.when:
        fault = _condition_fault(condition, rule.target, place, by_key)
        if fault is not None:
            found.append(Problem(fault, rule.target, condition.question))
    if not found and _contradicts_itself(rule):
        found.append(Problem(Fault.NEVER_HOLDS, rule.target))
    return found


def _condition_fault(
    condition: Condition,
    target: str,
    place: Mapping[str, int],
    by_key: Mapping[str, OutlinedQuestion],
) -> Fault | None:
    if condition.question not in place:
        return Fault.UNKNOWN_QUESTION
    if place[condition.question] >= place[target]:
        return Fault.NOT_EARLIER
    if not condition.codes <= by_key[condition.question].choices.keys():
        return Fault.UNKNOWN_CHOICE
    return None


def _contradicts_itself(rule: SkipRule) -> bool:
    left: dict[str, frozenset[str]] = {}
    for condition in rule.when:
        left[condition.question] = left.get(condition.question, condition.codes) & condition.codes
    return not all(left.values())


def _reach_problems(outline: Outline) -> list[Problem]:
    rules = outline.rules_by_target()
    choices = _distinct_choices(outline)
    found = []
    for question in outline.questions:
        reach = _Reach(rules, choices, question.key)
        if not reach.is_possible():
            fault = Fault.TOO_INTRICATE if reach.tried > MOST_COMBINATIONS else Fault.UNREACHABLE
            found.append(Problem(fault, question.key))
    return found


class _Reach:
    """Looks for answers with which somebody who leaves nothing empty comes to a question."""

    def __init__(
        self,
        rules: Mapping[str, Sequence[SkipRule]],
        choices: Mapping[str, Sequence[str]],
        target: str,
    ) -> None:
        self.rules = rules
        self.choices = choices
        self.target = target
        concerned = self._concerned()
        self.before = [key for key in choices if key in concerned]
        self.tried = 0

    def is_possible(self) -> bool:
        """Whether there are such answers; also False when too many would have to be tried."""
        open_ways: list[tuple[dict[str, str], int]] = [({}, 0)]
        while open_ways and self.tried <= MOST_COMBINATIONS:
            valid, place = open_ways.pop()
            if _is_skipped(self.rules[self.target], valid):
                continue  # later answers cannot undo it
            if place == len(self.before):
                return True
            self.tried += 1
            key = self.before[place]
            if _is_skipped(self.rules[key], valid):
                open_ways.append((valid, place + 1))
            else:
                open_ways += [({**valid, key: code}, place + 1) for code in self.choices[key]]
        return False

    def _concerned(self) -> set[str]:
        """Questions whose answers decide, directly or through the rules for them."""
        found: set[str] = set()
        open_keys = [self.target]
        while open_keys:
            for rule in self.rules[open_keys.pop()]:
                new = {condition.question for condition in rule.when} - found
                found |= new
                open_keys += new
        return found


def _distinct_choices(outline: Outline) -> dict[str, list[str]]:
    """For each question, in order, one choice of each kind that the rules tell apart."""
    about: dict[str, list[frozenset[str]]] = {key: [] for key in outline.keys}
    for rule in outline.rules:
        for condition in rule.when:
            about[condition.question].append(condition.codes)
    return {
        question.key: list(
            {
                tuple(code in codes for codes in about[question.key]): code
                for code in question.choices
            }.values()
        )
        for question in outline.questions
    }
