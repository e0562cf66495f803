"""What people wrote beside their answers, as far as the assessment team may read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import Answer, Assessment, Response
from assessments.queries.analysis import ItemResult
from assessments.rules.answer_kinds import MARKS, NOT_ASKED_MARK

Read = Callable[[Answer], str]


@dataclass(frozen=True)
class Remark:
    """A text beside an answer; `name` and `choice` only in a named assessment."""

    text: str
    name: str = ""
    choice: str = ""

    @property
    def mark(self) -> str:
        """Names the text in addresses, and says nothing that the text does not say."""
        return sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Remarks:
    """Comments, and what was named to show the answers, each in an order of its own."""

    comments: tuple[Remark, ...]
    evidence: tuple[Remark, ...]


def remarks(assessment: Assessment, items: Iterable[ItemResult]) -> dict[UUID, Remarks]:
    """Texts beside the answers to these questions, by root; one query.

    Confidential: only where the question itself is shown, without name and choice, in orders that
    have nothing to do with who wrote first, nor with each other. Named: with both.
    """
    rows = (
        _submitted(items).exclude(comment="", evidence="").select_related("response__participant")
    )
    is_named = assessment.mode == Assessment.Mode.NAMED
    beside: dict[UUID, list[Answer]] = {}
    for row in rows:
        beside.setdefault(row.root, []).append(row)
    return {
        root: Remarks(
            _texts(answers, "comment", lambda row: row.comment, is_named=is_named),
            _texts(answers, "evidence", lambda row: row.evidence, is_named=is_named),
        )
        for root, answers in beside.items()
    }


def evidence_named(items: Iterable[ItemResult]) -> dict[UUID, int]:
    """How many answers name what shows them, by root, where the question is shown; one query."""
    rows = _submitted(items).exclude(evidence="").values("root").annotate(n=Count("pk"))
    return dict(rows.values_list("root", "n"))


def _submitted(items: Iterable[ItemResult]) -> QuerySet[Any]:
    """Answers that count, to questions that are shown, by root."""
    shown = [item.root for item in items if item.statistics is not None]
    return (
        Answer.objects.annotate(root=Coalesce("item__origin_id", "item_id"))
        .filter(
            ~Q(choice=NOT_ASKED_MARK),
            root__in=shown,
            item__questionnaire=F("response__questionnaire"),
            response__state=Response.State.SUBMITTED,
        )
        .order_by()
    )


def _texts(answers: list[Answer], kind: str, read: Read, *, is_named: bool) -> tuple[Remark, ...]:
    found = []
    for row in answers:
        text = read(row)
        if text:
            place = sha256(f"{kind} {row.item_id} {row.pk}".encode()).hexdigest()
            found.append((place, _remark(row, text) if is_named else Remark(text)))
    return tuple(remark for _place, remark in sorted(found, key=lambda pair: pair[0]))


def _remark(row: Answer, text: str) -> Remark:
    return Remark(text, str(row.response.participant), "" if row.choice in MARKS else row.choice)
