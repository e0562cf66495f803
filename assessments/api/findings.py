"""Findings with their evidence, and action items."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import policies
from assessments.models import ActionItem, Assessment, Evidence, Finding
from assessments.queries.findings import (
    names_in_organization,
    sees_all_findings,
    visible_action_items,
    visible_findings,
)
from assessments.serializers.results import (
    ActionItemEdit,
    ActionItemInput,
    ActionItemSerializer,
    ConfirmInput,
    EvidenceInput,
    EvidenceSerializer,
    FindingEdit,
    FindingInput,
    FindingSerializer,
    NothingInput,
    ReasonInput,
)
from assessments.services import actions, evidence, finding_states
from assessments.services import findings as services
from cip.api.views import ReadMixin, ScopedViewSet, etag, expected_version, step_version
from cip.db.lookups import named_row

EVIDENCE = "evidence/<uuid:evidence_id>"


class FindingFilter(django_filters.FilterSet):
    """Findings of one assessment, about one node, of one kind or state."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    program = django_filters.UUIDFilter(field_name="assessment__program_id")
    node = django_filters.UUIDFilter(field_name="node_id")
    kind = django_filters.ChoiceFilter(choices=Finding.Kind.choices)
    state = django_filters.ChoiceFilter(choices=Finding.State.choices)


class ActionItemFilter(django_filters.FilterSet):
    """Action items of one assessment or finding, of one owner or state."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    program = django_filters.UUIDFilter(field_name="assessment__program_id")
    finding = django_filters.UUIDFilter(field_name="finding_id")
    owner = django_filters.UUIDFilter(field_name="owner_id")
    state = django_filters.ChoiceFilter(choices=ActionItem.State.choices)


class FindingViewSet(ReadMixin, ScopedViewSet):
    """Strengths, weaknesses and alternative practices."""

    area = "assessments"
    model = Finding
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    ordering_fields = ("title", "kind", "state", "node__position", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Findings with their evidence; lists hold only what the reader may see."""
        if getattr(self, "swagger_fake_view", False):
            return Finding.objects.none()
        rows: models.QuerySet[Finding] = Finding.objects.visible_to(self.actor)
        if self.action == "list":
            rows = visible_findings(self.actor)
        return rows.select_related("assessment__program").prefetch_related(
            "evidence__artefact_version", "evidence__taken_from__interview_note__interview"
        )

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of findings."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        data = FindingSerializer(page, many=True, context=self._context()).data
        return self.get_paginated_response(data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One finding."""
        return self._finding(self._row())

    @extend_schema(request=FindingInput, responses={201: FindingSerializer})
    def create(self, request: Request) -> Response:
        """A new preliminary finding."""
        data = self.validated(request, FindingInput)
        rows = Assessment.objects.select_related("program")
        row = services.write_finding(
            actor=self.actor,
            assessment=named_row(rows, self.actor, data.pop("assessment"), field="assessment"),
            node_id=data.pop("node"),
            **data,
        )
        return self._finding(row, status=201)

    @extend_schema(request=FindingEdit, responses=FindingSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self._row()
        version = expected_version(request)
        data = self.validated(request, FindingEdit, partial=True)
        if "node" in data:
            data["node_id"] = data.pop("node")
        saved = services.edit_finding(
            actor=self.actor, finding=row, expected_version=version, values=data
        )
        return self._finding(saved)

    @extend_schema(request=ConfirmInput, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm; a reason is needed where evidence contradicts or nobody discussed it."""
        row = self._row()
        data = self.validated(request, ConfirmInput)
        version = step_version(request, row)
        return self._finding(
            finding_states.confirm_finding(
                actor=self.actor, finding=row, expected_version=version, **data
            )
        )

    @extend_schema(request=ReasonInput, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Drop with a reason."""
        row = self._row()
        data = self.validated(request, ReasonInput)
        version = step_version(request, row)
        return self._finding(
            finding_states.drop_finding(
                actor=self.actor, finding=row, expected_version=version, **data
            )
        )

    @extend_schema(request=NothingInput, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Back to preliminary."""
        row = self._row()
        self.validated(request, NothingInput)
        version = step_version(request, row)
        return self._finding(
            finding_states.reopen_finding(actor=self.actor, finding=row, expected_version=version)
        )

    @extend_schema(responses=EvidenceSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="evidence", filter_backends=())
    def evidence(self, request: Request, pk: str) -> Response:
        """What the finding rests on; for the assessment team."""
        row = self._row()
        policies.check_can_see_evidence(self.actor)
        page = self.paginate_queryset(
            Evidence.objects.filter(finding=row).order_by("created_at", "pk")
        )
        return self.get_paginated_response(EvidenceSerializer(page, many=True).data)

    @extend_schema(request=EvidenceInput, responses={201: EvidenceSerializer})
    @evidence.mapping.post
    def add_evidence(self, request: Request, pk: str) -> Response:
        """Add evidence."""
        row = self._row()
        data = self.validated(request, EvidenceInput)
        made = evidence.add_evidence(
            actor=self.actor,
            finding=row,
            item_id=data.pop("item", None),
            artefact_version_id=data.pop("artefact_version", None),
            **data,
        )
        return Response(EvidenceSerializer(made).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["delete"], url_path=EVIDENCE)
    def withdraw_evidence(self, request: Request, pk: str, evidence_id: UUID) -> Response:
        """Withdraw evidence; a finding that no longer stands becomes preliminary."""
        row = self._row()
        piece = Evidence.objects.filter(finding=row, pk=evidence_id).first()
        if piece is None:
            raise Http404
        piece.finding = row
        evidence.withdraw_evidence(actor=self.actor, evidence=piece)
        return Response(status=204)

    def _row(self) -> Finding:
        row: Finding = self.get_object()
        policies.check_can_see_findings(self.actor, row)
        return row

    def _context(self) -> dict[str, Any]:
        if sees_all_findings(self.actor):
            return {"names": []}
        return {"names": names_in_organization(self.actor.organization_id)}

    def _finding(self, row: Finding, *, status: int = 200) -> Response:
        data = FindingSerializer(row, context=self._context()).data
        return Response(data, status=status, headers={"ETag": etag(row)})


class ActionItemViewSet(ReadMixin, ScopedViewSet):
    """Actions agreed in assessments."""

    area = "assessments"
    model = ActionItem
    serializer_class = ActionItemSerializer
    filterset_class = ActionItemFilter
    ordering_fields = ("due_on", "owner__name", "state", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Action items; lists hold only what the reader may see."""
        if getattr(self, "swagger_fake_view", False):
            return ActionItem.objects.none()
        rows: models.QuerySet[ActionItem] = ActionItem.objects.visible_to(self.actor)
        if self.action == "list":
            rows = visible_action_items(self.actor)
        return rows.select_related("assessment__program")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One action item."""
        return self.rendered(self._row())

    @extend_schema(request=ActionItemInput, responses={201: ActionItemSerializer})
    def create(self, request: Request) -> Response:
        """Agree an action."""
        data = self.validated(request, ActionItemInput)
        rows = Assessment.objects.select_related("program")
        row = actions.agree_action(
            actor=self.actor,
            assessment=named_row(rows, self.actor, data.pop("assessment"), field="assessment"),
            finding_id=data.pop("finding", None),
            owner_id=data.pop("owner"),
            **data,
        )
        return self.rendered(row, status=201)

    @extend_schema(request=ActionItemEdit, responses=ActionItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent while the action is open; demands If-Match."""
        row = self._row()
        version = expected_version(request)
        data = self.validated(request, ActionItemEdit, partial=True)
        if "owner" in data:
            data["owner_id"] = data.pop("owner")
        saved = actions.edit_action(
            actor=self.actor, item=row, expected_version=version, values=data
        )
        return self.rendered(saved)

    @extend_schema(request=NothingInput, responses=ActionItemSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Mark as done."""
        row = self._row()
        self.validated(request, NothingInput)
        version = step_version(request, row)
        return self.rendered(
            actions.complete_action(actor=self.actor, item=row, expected_version=version)
        )

    @extend_schema(request=ReasonInput, responses=ActionItemSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Give up with a reason."""
        row = self._row()
        data = self.validated(request, ReasonInput)
        version = step_version(request, row)
        return self.rendered(
            actions.drop_action(actor=self.actor, item=row, expected_version=version, **data)
        )

    @extend_schema(request=NothingInput, responses=ActionItemSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open again."""
        row = self._row()
        self.validated(request, NothingInput)
        version = step_version(request, row)
        return self.rendered(
            actions.reopen_action(actor=self.actor, item=row, expected_version=version)
        )

    def _row(self) -> ActionItem:
        row: ActionItem = self.get_object()
        policies.check_can_see_action_item(self.actor, row)
        return row
