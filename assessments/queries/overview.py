"""Assessments of a program, what can be chosen when setting one up, and where one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Participant, Response, Scope
from assessments.queries.additions import open_additions
from assessments.queries.appraised_model import AREA, GENERIC
from assessments.queries.drafting import draft_sheet
from assessments.queries.leveled_model import area_nodes, leveled_types
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules import lifecycle
from cip.access.actor import Actor
from cip.access.permissions import Permission
from cip.access.roles import GRANTS, Role
from cip.accounts.models import Membership, User
from models_catalog.models import Level, ModelVersion, Node, NodeType, Question


@dataclass(frozen=True)
class AreaChoice:
    """A key process area that can be chosen: it holds questions.

    `may_not_apply`: the model lets an organization declare it not applicable; where the model
    marks no area, every one unless it is appraised.
    """

    node_id: UUID
    code: str
    title: str
    text: str
    level: int | None
    category: str
    questions: int
    may_not_apply: bool = True


@dataclass(frozen=True)
class ScopeRow:
    """A key process area with its place in the scope; `is_chosen` is False outside it."""

    area: AreaChoice
    is_chosen: bool
    is_applicable: bool
    reason: str


@dataclass(frozen=True)
class Standing:
    """Where an assessment stands, in counts of rows and people (never answers)."""

    areas: int
    not_applicable: int
    questions: int
    participants: int
    without_address: int
    started: int
    submitted: int
    my_participant_id: UUID | None
    my_state: str
    has_new_questions: bool = False

    @property
    def drafts(self) -> int:
        """Begun and not submitted."""
        return self.started - self.submitted

    @property
    def blockers(self) -> tuple[str, ...]:
        """What is missing before the questionnaire can open: "scope", "participants"."""
        found = () if self.questions else ("scope",)
        return found if self.participants else (*found, "participants")


def choosable_versions(actor: Actor) -> QuerySet[ModelVersion]:
    """Published versions visible to the actor: appraised, asking for yes or no, or on levels.

    Where goals are judged, answers count what is in place and what is not: a scale with steps in
    between would be read wrong. An appraisal does not rest on answers.
    """
    questions = Question.objects.filter(version=OuterRef("pk"))
    steps = Level.objects.exclude(value__in=[0, 1]).filter(value__isnull=False)
    return (
        ModelVersion.objects.visible_to(actor)
        .filter(
            Q(Exists(NodeType.objects.filter(version=OuterRef("pk"), code=GENERIC[0])))
            | Q(Exists(questions), Exists(leveled_types(OuterRef("pk"))))
            | Q(Exists(questions), ~Exists(questions.filter(response_set__levels__in=steps))),
            state=ModelVersion.State.PUBLISHED,
        )
        .select_related("model")
        .order_by("model__name", "number", "pk")
    )


def current_members(actor: Actor, today: date) -> QuerySet[User]:
    """People who belong to the actor's organization today, by name."""
    current = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    return (
        User.objects.filter(
            current, memberships__organization_id=actor.organization_id, is_active=True
        )
        .distinct()
        .order_by("name", "email")
    )


def possible_leads(actor: Actor, today: date) -> QuerySet[User]:
    """Current members who may rate: nobody else could do what a lead assessor has to do."""
    raters = [role.value for role in Role if Permission.RATE in GRANTS[role]]
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = Membership.objects.filter(
        current, organization_id=actor.organization_id, roles__overlap=raters
    )
    return current_members(actor, today).filter(pk__in=rows.values("user_id"))


def choosable_areas(version_id: UUID) -> list[AreaChoice]:
    """Nodes directly above nodes with questions, in catalog order; of appraised models the areas.

    A node with questions and nothing above it stands for itself. Where nodes are judged on levels,
    the nodes above those that have no further parts.
    """
    leveled = area_nodes(version_id)
    if leveled is not None:
        return _choices(version_id, leveled)
    own = Count("questions", filter=Q(parent__isnull=True), distinct=True)
    below = Count("children__questions", distinct=True)
    appraised = Exists(NodeType.objects.filter(version_id=version_id, code=GENERIC[0]))
    of_goals = Count("children__children__questions", distinct=True)
    rows = (
        Node.objects.filter(version_id=version_id)
        .annotate(
            is_appraised=appraised,
            asked=Case(When(is_appraised=True, then=of_goals), default=own + below),
        )
        .filter(Q(is_appraised=False, asked__gt=0) | Q(is_appraised=True, type__code=AREA))
    )
    return _choices(version_id, rows)


def _choices(version_id: UUID, rows: QuerySet[Any]) -> list[AreaChoice]:
    """The areas as choices; where the model marks what may not apply, nothing else may not."""
    appraised = Exists(NodeType.objects.filter(version_id=version_id, code=GENERIC[0]))
    marked = Exists(Node.objects.filter(version_id=version_id, may_not_apply=True))
    values = (
        rows.annotate(is_free=~appraised & ~marked)
        .order_by("position")
        .values_list(
            *("pk", "code", "title", "text", "level", "parent__title", "asked"),
            *("may_not_apply", "is_free"),
        )
    )
    return [
        AreaChoice(
            node_id=pk,
            code=code,
            title=title,
            text=text,
            level=level,
            category=category or "",
            questions=asked,
            may_not_apply=is_marked or is_free,
        )
        for pk, code, title, text, level, category, asked, is_marked, is_free in values
    ]


def scope_sheet(assessment: Assessment) -> list[ScopeRow]:
    """Every choosable key process area with what the scope says about it."""
    chosen = {
        node_id: (applies, reason)
        for node_id, applies, reason in Scope.objects.filter(assessment=assessment).values_list(
            "node_id", "is_applicable", "reason"
        )
    }
    return [
        ScopeRow(area, area.node_id in chosen, *chosen.get(area.node_id, (True, "")))
        for area in choosable_areas(assessment.model_version_id)
    ]


def by_level(rows: Sequence[ScopeRow]) -> list[tuple[int | None, list[ScopeRow]]]:
    """Rows grouped by maturity level, lowest first, "no level" last."""
    levels = sorted({row.area.level for row in rows}, key=lambda n: (n is None, n or 0))
    return [(level, [row for row in rows if row.area.level == level]) for level in levels]


def standing(assessment: Assessment, actor: Actor) -> Standing:
    """Counts for the assessment's home page."""
    scope = Scope.objects.filter(assessment=assessment).aggregate(
        areas=Count("pk", filter=Q(is_applicable=True)),
        out=Count("pk", filter=Q(is_applicable=False)),
    )
    people = Participant.objects.filter(assessment=assessment, revoked_at__isnull=True).aggregate(
        all=Count("pk", distinct=True),
        silent=Count("pk", filter=Q(email=""), distinct=True),
        begun=Count("pk", filter=HAS_SUBMITTED | Q(responses__isnull=False), distinct=True),
        done=Count("pk", filter=HAS_SUBMITTED, distinct=True),
    )
    mine = (
        Participant.objects.filter(
            assessment=assessment, user_id=actor.user_id, revoked_at__isnull=True
        )
        .annotate(is_asked_more=Exists(open_additions(OuterRef("pk"))))
        .values_list("pk", "responses__state", "responded_on", "is_asked_more")
        .first()
        if actor.user_id
        else None
    )
    return Standing(
        areas=scope["areas"],
        not_applicable=scope["out"],
        questions=question_count(assessment),
        participants=people["all"],
        without_address=people["silent"],
        started=people["begun"],
        submitted=people["done"],
        my_participant_id=mine[0] if mine else None,
        my_state=_my_state(*mine[1:3]) if mine else "",
        has_new_questions=mine is not None and mine[3],
    )


def _my_state(state: str | None, responded_on: date | None) -> str:
    return Response.State.SUBMITTED if responded_on else state or ""


def question_count(assessment: Assessment) -> int:
    """Questions that are asked now, or would be if it were opened as drafted.

    As respondents read them: today, target and importance of one subject share a number.
    """
    if assessment.state == lifecycle.PLANNED:
        return len(draft_sheet(assessment).asked)
    numbers = Count(Coalesce("items__number", "items__position"), distinct=True)
    newest = assessment.questionnaires.order_by("-number").annotate(n=numbers).first()
    return 0 if newest is None else newest.n
