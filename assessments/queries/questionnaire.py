"""A questionnaire as its one respondent sees it. The caller has settled whose response it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from assessments.models import QuestionnaireItem, Response
from assessments.queries.response_sets import Choice, choices_of, shipped_choices
from assessments.response_labels import ASPECTS
from assessments.rules.answer_kinds import MARKS, NOT_ASKED_MARK, SKIPPED_MARK
from assessments.rules.audience import role_key
from assessments.rules.drafting import item_key
from assessments.rules.progress import Progress, next_open, overall
from assessments.rules.questionnaire import fingerprint

_SHOWN = (
    "pk",
    "position",
    "number",
    "aspect",
    "since",
    "question_id",
    "question__code",
    "question__text",
    "question__help",
    "question__response_set_id",
    "own_code",
    "own_text",
    "own_help",
    "response_set_id",
    "shipped_set",
    "group__code",
)


@dataclass(frozen=True)
class AskedQuestion:
    """One aspect of a question with what the respondent stored about it.

    `number` is that of the question, which its aspects share; `position` that of the item.
    """

    item_id: UUID
    number: int
    code: str
    text: str
    help: str
    choices: tuple[Choice, ...]
    area_code: str
    choice: str = ""
    comment: str = ""
    evidence: str = ""
    version: int = 0
    position: int = 0
    aspect: str = QuestionnaireItem.Aspect.AS_IS
    since: int = 1
    is_skipped: bool = False
    is_own: bool = False

    @property
    def key(self) -> str:
        """The item's name in skip rules."""
        return item_key(self.code, self.aspect)

    @property
    def aspect_label(self) -> str:
        """Today, target or importance, in words."""
        return str(ASPECTS[self.aspect])

    @property
    def fingerprint(self) -> str:
        """Mark of the stored answer, to see later whether the person changed it."""
        return fingerprint(self.choice, self.comment, self.evidence)

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


def sheet(response: Response, *, skipped: Collection[UUID] = ()) -> Sheet:
    """The areas with their progress (one query); items that rules lead past do not count."""
    is_asked = ~Q(pk__in=skipped)
    rows = (
        _with_answer(response)
        .values("group_id", "group__code", "group__title", "group__text")
        .annotate(
            total=Count("pk", filter=is_asked),
            answered=Count(
                "pk", filter=is_asked & ~Q(mine__choice__in=[*MARKS]) & Q(mine__isnull=False)
            ),
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


def asked_questions(
    response: Response, *, area_id: UUID | None = None, skipped: Collection[UUID] = ()
) -> list[AskedQuestion]:
    """Questions with the stored answers, of one area or of all (two queries)."""
    rows = _with_answer(response).order_by("position")
    if area_id is not None:
        rows = rows.filter(group_id=area_id)
    values = list(
        rows.values(
            *_SHOWN,
            choice=F("mine__choice"),
            comment=F("mine__comment"),
            evidence=F("mine__evidence"),
            version=F("mine__version"),
        )
    )
    offered = choices_of(map(_set_of, values))
    return [_question(row, offered, skipped) for row in values]


def items_of(questionnaire_id: UUID, first: int, last: int) -> list[AskedQuestion]:
    """Questions number `first` to `last`, without anybody's answers (two queries)."""
    rows = QuestionnaireItem.objects.filter(
        questionnaire_id=questionnaire_id, position__gte=first, position__lte=last
    ).order_by("position")
    nothing = dict.fromkeys(("choice", "comment", "evidence", "version"))
    values = [nothing | row for row in rows.values(*_SHOWN)]
    offered = choices_of(map(_set_of, values))
    return [_question(row, offered) for row in values]


def _with_answer(response: Response) -> QuerySet[QuestionnaireItem]:
    """The items put to the response's person; once submitted, those that were."""
    mine = FilteredRelation("answers", condition=Q(answers__response_id=response.pk))
    rows = QuestionnaireItem.objects.filter(questionnaire_id=response.questionnaire_id).annotate(
        mine=mine
    )
    if response.state == Response.State.SUBMITTED or response.participant is None:
        said = Coalesce("mine__choice", Value(""))
        return rows.alias(said=said).exclude(said=NOT_ASKED_MARK)
    return rows.filter(
        Q(roles=[]) | Q(roles__contains=[role_key(response.participant.role)]),
        since__gt=response.asked_after,
    )


def _set_of(row: dict[str, Any]) -> UUID | None:
    """The model's response set that the item offers; None when it offers a shipped one."""
    if row["shipped_set"]:
        return None
    found: UUID | None = row["response_set_id"] or row["question__response_set_id"]
    return found


def _question(
    row: dict[str, Any],
    offered: Mapping[UUID | None, tuple[Choice, ...]],
    skipped: Collection[UUID] = (),
) -> AskedQuestion:
    is_own, shipped = row["question_id"] is None, row["shipped_set"]
    return AskedQuestion(
        item_id=row["pk"],
        number=row["number"] or row["position"],
        code=row["own_code"] or row["question__code"],
        text=row["own_text"] or row["question__text"],
        help=row["own_help"] if is_own else row["question__help"],
        choices=shipped_choices(shipped) if shipped else offered.get(_set_of(row), ()),
        area_code=row["group__code"],
        choice=row["choice"] or "",
        comment=row["comment"] or "",
        evidence=row["evidence"] or "",
        version=row["version"] or 0,
        position=row["position"],
        aspect=row["aspect"],
        since=row["since"],
        is_skipped=row["pk"] in skipped or row["choice"] == SKIPPED_MARK,
        is_own=is_own,
    )
