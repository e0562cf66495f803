"""What the answers on offer mean, and for which questions, on the page and on paper."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import ngettext

from assessments.queries.questionnaire import AskedQuestion
from assessments.queries.response_sets import Choice

Choices = tuple[Choice, ...]


class Offer(NamedTuple):
    """What one question offers: about today, target or importance, and its number."""

    about: str
    number: int
    choices: Choices


def offers(questions: Iterable[AskedQuestion]) -> list[Offer]:
    """What the questions offer; one stands for all where they offer the same."""
    asked = list(questions)
    if len({(each.aspect, id(each.choices)) for each in asked}) == 1:
        asked = asked[:1]
    return [Offer(each.aspect_label, each.number, each.choices) for each in asked]


def meanings(offered: Iterable[Offer]) -> list[tuple[str, Choices]]:
    """Each response set once, with what it is for; empty where there is only one.

    That is today, target or importance; where several sets are for the same, the questions.
    """
    found: dict[Choices, list[Offer]] = {}
    for offer in offered:
        found.setdefault(offer.choices, []).append(offer)
    if len(found) == 1:
        return [("", choices) for choices in found]
    about = [tuple(dict.fromkeys(offer.about for offer in row)) for row in found.values()]
    has_aspects = len({label for labels in about for label in labels}) > 1
    needs_numbers = len(set(about)) < len(about)
    lines = []
    for labels, (choices, row) in zip(about, found.items(), strict=True):
        told = list(labels) if has_aspects else []
        if needs_numbers:
            told.append(_numbered(row))
        lines.append((" · ".join(told), choices))
    return lines


def _numbered(offered: Iterable[Offer]) -> str:
    """The questions by their numbers: "Questions 1–4, 7"."""
    numbers = sorted({offer.number for offer in offered})
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ends = [(row[0][1], row[-1][1]) for row in (list(members) for _step, members in runs)]
    told = ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in ends)
    return ngettext("Question %s", "Questions %s", len(numbers)) % told
