"""A questionnaire as its one respondent sees it. The caller has settled whose response it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Min, Q, QuerySet

from assessments.models import Assessment, QuestionnaireItem, Response, Scope
from assessments.rules.progress import Progress, next_open, overall
from assessments.rules.questionnaire import Area, Askable, fingerprint, in_catalog_order
from models_catalog.models import Level, Question

_SHOWN = (
    "pk",
    "position",
    "question__code",
    "question__text",
    "question__help",
    "question__response_set_id",
    "group__code",
)


@dataclass(frozen=True)
class Choice:
    """One offered answer."""

    code: str
    name: str
    text: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question with what the respondent stored about it."""

    item_id: UUID
    number: int
    code: str
    text: str
    help: str
    choices: tuple[Choice, ...]
    area_code: str
    choice: str = ""
    comment: str = ""
    version: int = 0

    @property
    def fingerprint(self) -> str:
        """Mark of the stored answer, to see later whether the person changed it."""
        return fingerprint(self.choice, self.comment)

    @property
    def answer(self) -> Choice | None:
        """The stored choice with its words; None when unanswered."""
        return next((c for c in self.choices if c.code == self.choice), None)


@dataclass(frozen=True)
class AreaStep:
    """One key process area of the questionnaire and how far it is."""

    node_id: UUID
    code: str
    title: str
    text: str
    progress: Progress


@dataclass(frozen=True)
class Sheet:
    """All areas of one response."""

    areas: tuple[AreaStep, ...]

    @property
    def progress(self) -> Progress:
        """Overall."""
        return overall(area.progress for area in self.areas)

    def index(self, code: str) -> int | None:
        """Place of the area with that code; None when there is none."""
        return next((n for n, area in enumerate(self.areas) if area.code == code), None)

    def next_open(self, after: int = -1) -> AreaStep | None:
        """The next area with unanswered questions, going round."""
        found = next_open([area.progress for area in self.areas], after)
        return None if found is None else self.areas[found]


def questions_in_scope(assessment: Assessment) -> list[tuple[UUID, UUID]]:
    """(question, key process area) in catalog order for the applicable scope."""
    areas = [
        Area(node_id, first, last)
        for node_id, first, last in Scope.objects.filter(
            assessment=assessment, is_applicable=True
        ).values_list("node_id", "node__position", "node__last_position")
    ]
    questions = [
        Askable(*row)
        for row in Question.objects.filter(version_id=assessment.model_version_id).values_list(
            "pk", "node__position", "position"
        )
    ]
    return [(row.question, row.area) for row in in_catalog_order(questions, areas)]  # type: ignore[misc]


def sheet(response: Response) -> Sheet:
    """The areas with their progress (one query)."""
    rows = (
        _with_answer(response)
        .values("group_id", "group__code", "group__title", "group__text")
        .annotate(
            total=Count("pk"),
            answered=Count("pk", filter=~Q(mine__choice="") & Q(mine__isnull=False)),
            first=Min("position"),
        )
        .order_by("first")
    )
    return Sheet(
        tuple(
            AreaStep(
                row["group_id"],
                row["group__code"],
                row["group__title"],
                row["group__text"],
                Progress(row["answered"], row["total"]),
            )
            for row in rows
        )
    )


def asked_questions(response: Response, *, area_id: UUID | None = None) -> list[AskedQuestion]:
    """Questions with the stored answers, of one area or of all (two queries)."""
    rows = _with_answer(response).order_by("position")
    if area_id is not None:
        rows = rows.filter(group_id=area_id)
    values = list(
        rows.values(
            *_SHOWN,
            choice=F("mine__choice"),
            comment=F("mine__comment"),
            version=F("mine__version"),
        )
    )
    offered = choices_of({row["question__response_set_id"] for row in values})
    return [_question(row, offered) for row in values]


def items_of(questionnaire_id: UUID, first: int, last: int) -> list[AskedQuestion]:
    """Questions number `first` to `last`, without anybody's answers (two queries)."""
    rows = QuestionnaireItem.objects.filter(
        questionnaire_id=questionnaire_id, position__gte=first, position__lte=last
    ).order_by("position")
    values = [dict.fromkeys(("choice", "comment", "version")) | row for row in rows.values(*_SHOWN)]
    offered = choices_of({row["question__response_set_id"] for row in values})
    return [_question(row, offered) for row in values]


def choices_of(scale_ids: Iterable[UUID]) -> dict[UUID, tuple[Choice, ...]]:
    """What each response set offers, in order."""
    found: dict[UUID, list[Choice]] = {}
    rows = Level.objects.filter(scale_id__in=list(scale_ids)).order_by("scale", "position")
    for scale_id, code, name, text in rows.values_list("scale_id", "code", "name", "text"):
        found.setdefault(scale_id, []).append(Choice(code, name, text))
    return {scale_id: tuple(choices) for scale_id, choices in found.items()}


def _with_answer(response: Response) -> QuerySet[QuestionnaireItem]:
    mine = FilteredRelation("answers", condition=Q(answers__response_id=response.pk))
    return QuestionnaireItem.objects.filter(questionnaire_id=response.questionnaire_id).annotate(
        mine=mine
    )


def _question(row: dict[str, Any], offered: dict[UUID, tuple[Choice, ...]]) -> AskedQuestion:
    return AskedQuestion(
        item_id=row["pk"],
        number=row["position"],
        code=row["question__code"],
        text=row["question__text"],
        help=row["question__help"],
        choices=offered.get(row["question__response_set_id"], ()),
        area_code=row["group__code"],
        choice=row["choice"] or "",
        comment=row["comment"] or "",
        version=row["version"] or 0,
    )
