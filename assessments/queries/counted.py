"""A program's assessments with how many people are asked and have submitted.

Overview and list ask for them again and again: the statements are written once, and what several
rows share (model, method, lead assessor) is made once.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from assessments.models import Assessment, MethodVersion, Participant, Response
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.db.paging import PageNumber, page_of
from cip.db.rows import Columns
from cip.db.written import written_rows
from cip.programs.models import Program
from models_catalog.models import MaturityModel, ModelVersion

_STATE_PLACE = Case(
    *(When(state=state, then=place) for place, state in enumerate(Assessment.State.values)),
    output_field=IntegerField(),
)
ORDERS = {
    "title": ("title",),
    "-title": ("-title",),
    "state": (_STATE_PLACE.asc(), "-created_at"),
    "-state": (_STATE_PLACE.desc(), "-created_at"),
    "closes_on": (F("closes_on").asc(nulls_last=True), "-created_at"),
    "-closes_on": (F("closes_on").desc(nulls_last=True), "-created_at"),
}

_ROW = Columns(Assessment)
_VERSION = Columns(ModelVersion, "", "id", "model_id", "number", "state", "revision")
_MODEL = Columns(MaturityModel, "", "id", "name", "kind")
_METHOD = Columns(MethodVersion, "", "id", "code", "number", "name", "checksum")
_LEAD = Columns(User, "", "id", "name", "email")
_COLUMNS = (
    *_ROW.paths(),
    *_VERSION.paths("model_version__"),
    *_MODEL.paths("model_version__model__"),
    *_METHOD.paths("method_version__"),
    *_LEAD.paths("lead__"),
    "invited",
    "submitted",
)


@dataclass(frozen=True)
class _Asked:
    """Which of a program's assessments, in which order (a key of `ORDERS`; else newest first)."""

    search: str = ""
    state: str = ""
    sort: str = ""


@dataclass(frozen=True)
class _Rows:
    """The rows as a paginator asks for them."""

    program: Program
    actor: Actor
    asked: _Asked

    def count(self) -> int:
        """How many there are."""
        rows = written_rows(_number, self.actor, self.asked, program_id=self.program.pk)
        return rows[0][0] if rows else 0

    def __getitem__(self, part: slice) -> list[Assessment]:
        rows = written_rows(
            _listed, self.actor, self.asked, part.start, part.stop, program_id=self.program.pk
        )
        return _made(rows, self.program)


def assessments_of(program: Program, actor: Actor) -> list[Assessment]:
    """The program's assessments, newest first, with `invited` and `submitted` counts of people,
    and all that boards ask. One query; the program brings its lead and its sponsor.
    """
    return _Rows(program, actor, _Asked())[:]


def assessment_page(
    program: Program,
    actor: Actor,
    *,
    search: str = "",
    state: str = "",
    sort: str = "",
    number: PageNumber = "",
) -> Page:
    """One page of them. Two queries."""
    rows = _Rows(program, actor, _Asked(search, state, sort))
    return page_of(rows, number, lambda row: row)


def _made(rows: list[tuple[Any, ...]], program: Program) -> list[Assessment]:
    versions: dict[UUID, ModelVersion] = {}
    models: dict[UUID, MaturityModel] = {}
    methods: dict[UUID, MethodVersion] = {}
    leads: dict[UUID, User] = {}
    made = []
    for each in rows:
        values = iter(each)
        row = _ROW.take(values)
        row.program = program
        row.model_version = _VERSION.take(values, versions)
        row.model_version.model = _MODEL.take(values, models)
        row.method_version = _METHOD.take(values, methods)
        row.lead = _LEAD.take(values, leads)
        row.invited, row.submitted = values  # type: ignore[attr-defined]
        made.append(row)
    return made


def _found(actor: Actor, asked: _Asked, program_id: UUID) -> QuerySet[Assessment]:
    rows = Assessment.objects.visible_to(actor).filter(program_id=program_id)
    if asked.search:
        rows = rows.filter(Q(title__icontains=asked.search) | Q(purpose__icontains=asked.search))
    return rows.filter(state=asked.state) if asked.state else rows


def _number(actor: Actor, asked: _Asked, program_id: UUID) -> QuerySet[Any]:
    rows = _found(actor, asked, program_id).order_by().values("program_id")
    return rows.annotate(n=Count("pk")).values_list("n")


def _listed(
    actor: Actor, asked: _Asked, start: int | None, stop: int | None, program_id: UUID
) -> QuerySet[Any]:
    people = Participant.objects.filter(assessment=OuterRef("pk"), revoked_at__isnull=True)
    submitted = Response.objects.filter(
        participant=OuterRef("pk"), state=Response.State.SUBMITTED, asked_after=0
    )
    done = people.filter(Q(responded_on__isnull=False) | Exists(submitted))
    order = (*ORDERS.get(asked.sort, ("-created_at",)), "pk")
    rows = _found(actor, asked, program_id).annotate(
        invited=_count_of(people), submitted=_count_of(done)
    )
    return rows.order_by(*order).values_list(*_COLUMNS)[start:stop]


def _count_of(people: QuerySet[Participant]) -> Coalesce:
    counted = people.order_by().values("assessment").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
