"""The draft of an assessment's questionnaire: read, replace, give out, look at the versions."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Reply

from assessments.models import Assessment
from assessments.queries.drafting import aspects_of, draft_sheet
from assessments.queries.versions import versions
from assessments.rules.draft_data import draft_of
from assessments.serializers import questions as shapes
from assessments.services.questionnaires import issue_next_version, set_draft
from cip.api.views import ScopedViewSet, expected_version


class QuestionsActions(ScopedViewSet):
    """Actions on one assessment about its questions."""

    @extend_schema(responses=shapes.DraftOut)
    @action(detail=True, methods=["get"])
    def questions(self, request: Request, pk: UUID) -> Reply:
        """The questions as drafted, with the changes and what is wrong with them."""
        return self._draft(self.get_object())

    @extend_schema(request=shapes.DraftIn, responses=shapes.DraftOut)
    @questions.mapping.put
    def set_questions(self, request: Request, pk: UUID) -> Reply:
        """Replace the changes; demands If-Match with the draft's version ("v0" at first)."""
        row = self.get_object()
        data = self.validated(request, shapes.DraftIn)
        set_draft(
            actor=self.actor,
            assessment=row,
            expected_version=expected_version(request),
            draft=draft_of(data, aspects_of(row.method_version.method)),
        )
        return self._draft(row)

    @extend_schema(request=None, responses={201: shapes.QuestionnaireVersionOut})
    @action(detail=True, methods=["post"], url_path="questions/issue")
    def issue_questions(self, request: Request, pk: UUID) -> Reply:
        """Give out the changes as the next version; demands If-Match with the draft's version."""
        row = self.get_object()
        issue_next_version(
            actor=self.actor, assessment=row, expected_version=expected_version(request)
        )
        return Reply(shapes.version_data(versions(row)[0]), status=201)

    @extend_schema(responses=shapes.QuestionnaireVersionOut(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="questions/versions", pagination_class=None)
    def question_versions(self, request: Request, pk: UUID) -> Reply:
        """The versions given out, newest first, each with what it changed."""
        return Reply([shapes.version_data(row) for row in versions(self.get_object())])

    def _draft(self, row: Assessment) -> Reply:
        sheet = draft_sheet(row)
        body: dict[str, Any] = shapes.draft_data(sheet)
        return Reply(body, headers={"ETag": f'"v{sheet.version}"'})
