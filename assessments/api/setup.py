"""Assessments, their scope, participants and questionnaires."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Value, When
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Reply
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.api.asking import AddingViewSet
from assessments.api.questions import QuestionsActions
from assessments.models import Assessment, Participant, Questionnaire, Response
from assessments.queries.overview import scope_sheet
from assessments.queries.questionnaire import items_of
from assessments.serializers import setup as shapes
from assessments.services import assessments as services
from assessments.services import participants as people_services
from assessments.services.participants import NewPerson
from cip.access.actor import Actor
from cip.api.filters import WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet, etag, expected_version
from cip.db.lookups import named_row
from cip.kernel import clock
from cip.programs.models import Program


class AssessmentFilter(filters.FilterSet):
    """By program, state, or words in title and purpose."""

    q = WordsFilter("title", "purpose")
    program = filters.UUIDFilter(field_name="program_id")
    state = filters.ChoiceFilter(choices=Assessment.State.choices)


class AssessmentViewSet(QuestionsActions, ReadMixin, ScopedViewSet):
    """Assessments of the organization's programs."""

    area = "assessments"
    model = Assessment
    serializer_class = shapes.AssessmentOut
    filterset_class = AssessmentFilter
    ordering_fields = ("created_at", "title", "closes_on", "state")
    ordering = ("-created_at",)

    @extend_schema(request=shapes.AssessmentIn, responses={201: shapes.AssessmentOut})
    def create(self, request: Request) -> Reply:
        """Set up an assessment."""
        values = _with_ids(self.validated(request, shapes.AssessmentIn))
        policies.check_can_create_assessment(self.actor)
        rows = Program.objects.all()
        program = named_row(rows, self.actor, values.pop("program"), field="program")
        made = services.create_assessment(
            actor=self.actor, program=program, today=clock.today(), **values
        )
        return self.rendered(made, status=201)

    @extend_schema(request=shapes.AssessmentChange, responses=shapes.AssessmentOut)
    def partial_update(self, request: Request, pk: UUID) -> Reply:
        """Change an assessment; demands If-Match."""
        row = self.get_object()
        values = _with_ids(self.validated(request, shapes.AssessmentChange, partial=True))
        saved = services.edit_assessment(
            actor=self.actor,
            assessment=row,
            expected_version=expected_version(request),
            values=values,
            today=clock.today(),
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Reply:
        """Delete an assessment that never collected an answer."""
        services.delete_assessment(actor=self.actor, assessment=self.get_object())
        return Reply(status=204)

    @extend_schema(request=None, responses=shapes.AssessmentOut)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: UUID) -> Reply:
        """Open the questionnaire and send the invitations."""
        row = self.get_object()
        services.open_questionnaire(actor=self.actor, assessment=row, now=clock.now())
        return self.rendered(row)

    @extend_schema(request=None, responses=shapes.AssessmentOut)
    @action(detail=True, methods=["post"], url_path="close-collection")
    def close_collection(self, request: Request, pk: UUID) -> Reply:
        """End collecting; drafts stay out of the analysis."""
        row = self.get_object()
        services.close_collection(actor=self.actor, assessment=row, now=clock.now())
        return self.rendered(row)

    @extend_schema(request=None, responses=shapes.AssessmentOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> Reply:
        """Close for good."""
        row = self.get_object()
        services.close_assessment(actor=self.actor, assessment=row, now=clock.now())
        return self.rendered(row)

    @extend_schema(responses=shapes.ScopeOut)
    @action(detail=True, methods=["get"])
    def scope(self, request: Request, pk: UUID) -> Reply:
        """What can be in scope, and what is."""
        return self._scope(self.get_object())

    @extend_schema(request=shapes.ScopeIn, responses=shapes.ScopeOut)
    @scope.mapping.put
    def set_scope(self, request: Request, pk: UUID) -> Reply:
        """Replace the scope; demands If-Match with the assessment's version."""
        row = self.get_object()
        data = self.validated(request, shapes.ScopeIn)
        choices = [
            services.ScopeChoice(a["node"], a["is_applicable"], a["reason"]) for a in data["areas"]
        ]
        services.set_scope(
            actor=self.actor,
            assessment=row,
            expected_version=expected_version(request),
            choices=choices,
        )
        return self._scope(row)

    def _scope(self, row: Assessment) -> Reply:
        areas = [
            {
                "node": str(s.area.node_id),
                "code": s.area.code,
                "title": s.area.title,
                "level": s.area.level,
                "category": s.area.category,
                "questions": s.area.questions,
                "may_not_apply": s.area.may_not_apply,
                "in_scope": s.is_chosen,
                "is_applicable": s.is_applicable,
                "reason": s.reason,
            }
            for s in scope_sheet(row)
        ]
        return Reply({"version": row.version, "areas": areas}, headers={"ETag": etag(row)})


class ParticipantFilter(filters.FilterSet):
    """By assessment, unit, or words in name and address."""

    q = WordsFilter("name", "email")
    assessment = filters.UUIDFilter(field_name="assessment_id")
    unit = filters.CharFilter(field_name="unit")
    revoked = filters.BooleanFilter(field_name="revoked_at", lookup_expr="isnull", exclude=True)


class ParticipantViewSet(ReadMixin, AddingViewSet):
    """Who is asked and how far they are, for those who manage participants."""

    area = "assessments"
    model = Participant
    serializer_class = shapes.ParticipantOut
    filterset_class = ParticipantFilter
    ordering_fields = ("name", "unit", "created_at", "invited_at")
    ordering = ("name",)

    def get_queryset(self) -> Any:
        """Participants with the state of their newest response."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        policies.check_can_see_progress(self.actor)
        newest = Response.objects.filter(participant=OuterRef("pk"), asked_after=0).order_by(
            "-started_at"
        )
        return rows.annotate(
            response_state=Subquery(newest.values("state")[:1]),
            response_answered=Case(
                When(assessment__mode=Assessment.Mode.ANONYMOUS, then=Value(0)),
                default=Subquery(newest.values("answered_count")[:1]),
                output_field=IntegerField(),
            ),
        )

    @extend_schema(request=shapes.ParticipantIn, responses={201: shapes.ParticipantOut})
    def create(self, request: Request) -> Reply:
        """Add one participant."""
        data = self.validated(request, shapes.ParticipantIn)
        made = people_services.add_participant(
            actor=self.actor,
            assessment=_assessment(self.actor, data.pop("assessment")),
            person=_person(data),
            now=clock.now(),
        )
        return self.rendered(made, status=201)

    @extend_schema(
        request=shapes.ParticipantsIn,
        responses={201: shapes.ParticipantOut(many=True)},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk(self, request: Request) -> Reply:
        """Add many participants: all or nobody, with every problem told at once."""
        data = self.validated(request, shapes.ParticipantsIn)
        made = people_services.add_participants(
            actor=self.actor,
            assessment=_assessment(self.actor, data["assessment"]),
            people=[_person(person) for person in data["people"]],
            now=clock.now(),
        )
        context = {"request": request}
        return Reply(shapes.ParticipantOut(made, many=True, context=context).data, status=201)  # type: ignore[arg-type]

    @extend_schema(request=shapes.RenewIn, responses=shapes.RenewOut)
    @action(detail=True, methods=["post"], url_path="renew-link")
    def renew_link(self, request: Request, pk: UUID) -> Reply:
        """Invite again: by mail, or for somebody without an address with a link shown this once."""
        row = self.get_object()
        data = self.validated(request, shapes.RenewIn)
        url = people_services.renew_link(
            actor=self.actor,
            participant=row,
            discard_draft=data["discard_draft"],
            now=clock.now(),
        )
        return Reply({"sent_to": None if url else row.email, "url": url})

    @extend_schema(request=None, responses=shapes.ParticipantOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: UUID) -> Reply:
        """Withdraw somebody who has not submitted."""
        people_services.revoke_participant(
            actor=self.actor, participant=self.get_object(), now=clock.now()
        )
        return self.rendered(self.get_object())


class QuestionnaireFilter(filters.FilterSet):
    """By assessment."""

    assessment = filters.UUIDFilter(field_name="assessment_id")


class QuestionnaireViewSet(ReadMixin, ScopedViewSet):
    """Questionnaires as opened, to read."""

    area = "assessments"
    model = Questionnaire
    serializer_class = shapes.QuestionnaireOut
    filterset_class = QuestionnaireFilter
    ordering_fields = ("created_at", "number")
    ordering = ("-created_at",)

    @extend_schema(responses=shapes.ItemOut(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def items(self, request: Request, pk: UUID) -> Reply:
        """The questions in their order."""
        row = self.get_object()
        count = Questionnaire.objects.filter(pk=row.pk).aggregate(n=Count("items"))["n"]
        page = self.paginate_queryset(range(1, count + 1))
        numbers = list(page or [])
        found = items_of(row.pk, numbers[0], numbers[-1]) if numbers else []
        return self.get_paginated_response([item_data(item) for item in found])


def item_data(item: Any) -> dict[str, Any]:
    """A question as plain data (a serializer for each would cost more than the query)."""
    return {
        "id": str(item.item_id),
        "number": item.number,
        "code": item.code,
        "text": item.text,
        "help": item.help,
        "area": item.area_code,
        "aspect": item.aspect,
        "key": item.key,
        "since": item.since,
        "choices": [{"code": c.code, "name": c.name, "text": c.text} for c in item.choices],
    }


def _with_ids(values: dict[str, Any]) -> dict[str, Any]:
    """Foreign keys under the names that the services take."""
    names = {
        "model_version": "model_version_id",
        "method_version": "method_version_id",
        "lead": "lead_id",
    }
    return {names.get(name, name): value for name, value in values.items()}


def _person(data: dict[str, Any]) -> NewPerson:
    return NewPerson(
        name=data.get("name", ""),
        email=data.get("email", ""),
        unit=data.get("unit", ""),
        role=data.get("role", ""),
        user_id=data.get("user"),
    )


def _assessment(actor: Actor, pk: UUID) -> Assessment:
    rows = Assessment.objects.select_related("program")
    return named_row(rows, actor, pk, field="assessment")


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("assessments", AssessmentViewSet, basename="assessment")
    router.register("participants", ParticipantViewSet, basename="participant")
    router.register("questionnaires", QuestionnaireViewSet, basename="questionnaire")
