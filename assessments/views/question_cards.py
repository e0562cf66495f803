"""The questions of a page as markup: written once for all who are asked, answers laid over it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.queries.questionnaire import AskedQuestion
from assessments.queries.response_sets import Choice
from assessments.rules.answer_kinds import Kind
from cip.kernel.keeping import Kept

Row = dict[str, Any]

# A card is written for each choice that somebody made, with and without comment and evidence.
_KEPT = Kept(most=4000)
# Stands in a kept card where one person's own words and numbers belong; nobody can write it.
_GAP = token_hex(16)
_GAPS = re.compile(rf"{_GAP}-(\d+)-")
_WORDS = ("comment", "evidence")
_OWN = (*_WORDS, "version", "shown")
PLAIN_ANSWERS = 2  # yes and no need no explanation at each choice


def written_cards(
    questions: Sequence[AskedQuestion],
    begun_with: int,
    errors: Mapping[UUID, list[str]],
    conflicts: Mapping[UUID, AskedQuestion],
) -> list[SafeString]:
    """The questions as cards, those of one number together.

    `begun_with`: the version the person began with; what came later is marked as new. `errors` and
    `conflicts` stand under the items; a conflicting one continues from what is stored.
    """
    cards = _cards(_rows(questions, begun_with, errors, conflicts))
    if errors or conflicts:
        return [_written(card) for card in cards]
    language = get_language()
    return [_laid_over(card, language) for card in cards]


def _written(card: Row) -> SafeString:
    rows = [
        row
        | _names(row)
        | {"choices": [(choice.code, choice.name) for choice in row["question"].choices]}
        for row in card["rows"]
    ]
    rows[0]["meanings"] = _steps_told(card["question"].choices)
    return render_to_string("assessments/fill/card.html", {"card": card | {"rows": rows}})


def _names(row: Row) -> dict[str, str]:
    """The fields' names; words beside another aspect of the question have one field there."""
    key = row["key"]
    comment = "" if row["are_words_kept"] else f"comment-{key}"
    return {
        "choice_name": f"choice-{key}",
        "comment_name": comment,
        "evidence_name": f"evidence-{key}",
    }


def _laid_over(card: Row, language: str | None) -> SafeString:
    """The kept card with this person's words and versions in its gaps."""
    rows = card["rows"]
    key = (language, *map(_key, rows), card["is_skipped"], card["is_new"])
    filled = _KEPT.get(key, lambda: _with_places(card)).copy()
    own = [value for row in rows for value in _own(row)]
    for place in range(1, len(filled), 2):
        filled[place] = own[filled[place]]
    return SafeString("".join(filled))  # written by our template, the rest escaped


def _with_places(card: Row) -> list[Any]:
    """The card in parts: markup, and in between the places of the own values."""
    parts = _GAPS.split(_written(card | {"rows": _with_gaps(card["rows"])}))
    return [int(part) if n % 2 else part for n, part in enumerate(parts)]


def _own(row: Row) -> tuple[str, str, str, str]:
    """What stands in the gaps, in the order of `_OWN`, as markup."""
    comment, evidence = row["comment"], row["evidence"]
    return (
        escape(comment) if comment else "",
        escape(evidence) if evidence else "",
        str(row["version"]),
        row["shown"],
    )


def _key(row: Row) -> tuple[object, ...]:
    """All that the row's markup depends on; what was given out is told by its name."""
    question = row["question"]
    return (
        row["key"],
        None if question.name else (question.text, question.help, question.choices),
        question.choice,
        bool(row["comment"]),
        bool(row["evidence"]),
        row["heading"],
        row["help"],
        row["number"],
        row["are_words_kept"],
        row["is_new"],
    )


def _with_gaps(rows: Sequence[Row]) -> list[Row]:
    """Rows with a gap for each of their own values; no words stay none."""
    numbers: Iterator[int] = iter(range(len(rows) * len(_OWN)))
    found = []
    for row in rows:
        gaps = {name: f"{_GAP}-{next(numbers)}-" for name in _OWN}
        found.append(row | gaps | {name: "" for name in _WORDS if not row[name]})
    return found


def _cards(rows: list[Row]) -> list[Row]:
    """Rows of one question together; a card of several rows has one heading and one comment."""
    cards = []
    for _number, group in groupby(rows, key=lambda row: row["number"]):
        members = list(group)
        for row in members if len(members) > 1 else ():
            label, text = row["question"].aspect_label, row["question"].text
            is_same = text == members[0]["question"].text
            row["heading"] = label if is_same else f"{label}: {text}"
            row["help"] = "" if is_same else row["question"].help
        for row in members[1:]:
            row["are_words_kept"] = True
        cards.append(
            {
                "rows": members,
                "question": members[0]["question"],
                "number": members[0]["number"],
                "is_wide": len(members) > 1,
                "is_skipped": all(row["question"].is_skipped for row in members),
                "is_new": all(row["is_new"] for row in members),
            }
        )
    return cards


def _steps_told(choices: tuple[Choice, ...]) -> dict[str, str]:
    """What each step of a scale looks like, by code; nothing for a plain yes or no."""
    steps = [choice for choice in choices if choice.kind is Kind.VALUE]
    return {step.code: step.text for step in steps} if len(steps) > PLAIN_ANSWERS else {}


def _rows(
    questions: Sequence[AskedQuestion],
    begun_with: int,
    errors: Mapping[UUID, list[str]],
    conflicts: Mapping[UUID, AskedQuestion],
) -> list[Row]:
    """What the template needs of each question."""
    is_shown = not (errors or conflicts)
    return [
        {
            "question": question,
            "heading": question.text,
            "help": question.help,
            "key": key,
            "number": str(question.number),
            "comment": question.comment,
            "evidence": question.evidence,
            "error": " ".join(errors.get(question.item_id, [])) if errors else "",
            "theirs": conflicts.get(question.item_id) if conflicts else None,
            "version": question.version,
            "shown": question.fingerprint if is_shown else "",
            "is_new": question.since > begun_with,
            "are_words_kept": False,
        }
        for question in questions
        for key in (question.name or str(question.item_id),)
    ]
