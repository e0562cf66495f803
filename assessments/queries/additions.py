"""Additions: what those who have submitted are asked since a version brought new questions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import (
    Answer,
    Assessment,
    Participant,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.rules.answer_kinds import MARKS, NOT_ASKED_MARK
from assessments.rules.audience import Roles, is_put_to

News = Collection[tuple[Roles, int]]


def open_additions(participant: Any) -> QuerySet[Response]:
    """Additions of a person (a key or an outer reference) that wait for answers."""
    return Response.objects.filter(
        participant=participant, asked_after__gt=0, state=Response.State.STARTED
    )


@dataclass(frozen=True)
class OpenAdditions:
    """How many additions wait for answers, and in how many of them something is answered."""

    total: int
    begun: int


def additions_to_leave_out(assessment: Assessment) -> OpenAdditions:
    """The additions that would be left out if collecting ended now. One query."""
    rows = Response.objects.filter(
        questionnaire__assessment=assessment, asked_after__gt=0, state=Response.State.STARTED
    )
    return OpenAdditions(
        **rows.aggregate(total=Count("pk"), begun=Count("pk", filter=Q(answered_count__gt=0)))
    )


def news_of(questionnaire: Questionnaire) -> News:
    """The roles that questions are put to, and the versions they are since; each pair once."""
    rows = QuestionnaireItem.objects.filter(questionnaire=questionnaire, since__gt=1)
    return {(tuple(roles), since) for roles, since in rows.values_list("roles", "since")}


def asks(news: News, role: str, after: int) -> bool:
    """Whether somebody with that role is asked something that came after a version."""
    return any(since > after and is_put_to(roles, role) for roles, since in news)


def who_submitted(
    questionnaire: Questionnaire, person: Participant | None = None
) -> dict[Participant, int]:
    """People without an open addition, and the newest version each has submitted (one query).

    With a `person`, that one only.
    """
    has = {state: Q(responses__state=state) for state in Response.State.values}
    people = Participant.objects.filter(
        assessment_id=questionnaire.assessment_id, revoked_at__isnull=True
    )
    if person is not None:
        people = people.filter(pk=person.pk)
    rows = people.annotate(
        last=Max("responses__questionnaire__number", filter=has[Response.State.SUBMITTED]),
        begun=Max("responses__questionnaire__number", filter=has[Response.State.STARTED]),
    ).filter(last__isnull=False, begun__isnull=True)
    return {row: row.last for row in rows}


def submitted_before(response: Response) -> list[Response]:
    """What the person has submitted beside an addition, first to last; no query for others."""
    if not response.is_addition:
        return []
    return list(
        Response.objects.filter(
            participant=response.participant,
            state=Response.State.SUBMITTED,
            asked_after__lt=response.asked_after,
        )
        .select_related("questionnaire", "participant")
        .order_by("asked_after")
    )


def answered_before(response: Response) -> dict[UUID, str]:
    """By root, what the person has answered elsewhere; no query unless it is an addition."""
    if not response.is_addition:
        return {}
    rows = Answer.objects.filter(
        response__participant=response.participant,
        response__state=Response.State.SUBMITTED,
        response__asked_after__lt=response.asked_after,
        item__questionnaire=F("response__questionnaire"),
    ).exclude(choice__in=[*MARKS, NOT_ASKED_MARK])
    return dict(rows.values_list(Coalesce("item__origin_id", "item_id"), "choice"))
