"""API of people: me, organization, members, invitations, tokens, the audit trail."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.access.actor import acting_person
from cip.access.roles import Role
from cip.accounts import policies, queries
from cip.accounts.models import ApiToken, Invitation, Membership, Organization, User
from cip.accounts.serializers import (
    AuditEventSerializer,
    InvitationInput,
    InvitationSerializer,
    MemberInput,
    MemberSerializer,
    MeSerializer,
    OrganizationSerializer,
    TokenSerializer,
)
from cip.accounts.services import invitations, memberships, tokens
from cip.api.filters import MomentFilter, WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet
from cip.audit.models import AuditEvent
from cip.kernel import clock


class MeViewSet(ScopedViewSet):
    """Who the token acts as."""

    area = "people"
    model = User
    serializer_class = MeSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def list(self, request: Request) -> Response:
        """The person, the organization, roles and scopes."""
        actor = self.actor
        user = User.objects.get(pk=acting_person(actor))
        data = {
            "id": user.pk,
            "name": user.name,
            "email": user.email,
            "organization": actor.organization_id,
            "organization_slug": actor.organization_slug,
            "roles": sorted(actor.roles),
            "scopes": sorted(actor.scopes or ()),
            "teams": {str(team): role.value for team, role in actor.team_roles.items()},
        }
        return Response(MeSerializer(data).data)


class OrganizationViewSet(ScopedViewSet):
    """The token's organization."""

    area = "people"
    model = Organization
    serializer_class = OrganizationSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(operation_id="organization_retrieve", responses=OrganizationSerializer)
    def list(self, request: Request) -> Response:
        """Name and address part."""
        return Response(OrganizationSerializer(queries.organization_of(self.actor)).data)


class MemberFilter(django_filters.FilterSet):
    """Members by role, person, or words in name or address."""

    q = WordsFilter("user__name", "user__email")
    role = django_filters.ChoiceFilter(
        choices=[(role.value, role.value) for role in Role], method="with_role"
    )
    user = django_filters.UUIDFilter(field_name="user_id")

    def with_role(
        self, rows: models.QuerySet[Membership], name: str, value: str
    ) -> models.QuerySet[Membership]:
        """Members who hold the role."""
        return rows.filter(roles__contains=[value])


class MemberViewSet(ReadMixin, ScopedViewSet):
    """Members of the organization; changing them is for organization admins."""

    area = "people"
    model = Membership
    serializer_class = MemberSerializer
    filterset_class = MemberFilter
    ordering_fields = ("user__name", "user__email", "ends_on")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Members with their names; not for guests."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_see_people(self.actor)
        return super().get_queryset().select_related("user")

    @extend_schema(request=MemberInput, responses=MemberSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change roles and end date; what is left out stays."""
        row = self.get_object()
        data = self.validated(request, MemberInput, partial=True)
        saved = memberships.change_roles(
            actor=self.actor,
            membership=row,
            roles=data.get("roles", row.roles),
            ends_on=data.get("ends_on", row.ends_on),
            today=clock.today(),
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove the member; what the person contributed stays."""
        memberships.remove_member(actor=self.actor, membership=self.get_object(), now=clock.now())
        return Response(status=204)


class InvitationFilter(django_filters.FilterSet):
    """Open invitations only, or the closed ones."""

    is_open = django_filters.BooleanFilter(method="open_or_not")

    def open_or_not(
        self, rows: models.QuerySet[Invitation], name: str, value: bool
    ) -> models.QuerySet[Invitation]:
        """Neither accepted nor withdrawn, or the others."""
        is_open = models.Q(accepted_at__isnull=True, revoked_at__isnull=True)
        return rows.filter(is_open if value else ~is_open)


class InvitationViewSet(ReadMixin, ScopedViewSet):
    """Invitations; for organization admins."""

    area = "people"
    model = Invitation
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter
    ordering_fields = ("created_at", "email")

    def get_queryset(self) -> models.QuerySet[Any]:
        """All invitations, closed ones too."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_manage_people(self.actor)
        return super().get_queryset()

    @extend_schema(request=InvitationInput, responses={201: InvitationSerializer})
    def create(self, request: Request) -> Response:
        """Invite by e-mail; a former open invitation to the address is replaced."""
        data = self.validated(request, InvitationInput)
        row = invitations.invite_person(actor=self.actor, now=clock.now(), **data)
        return self.rendered(row, status=201)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Withdraw an open invitation."""
        row = self.get_object()
        invitations.revoke_invitation(actor=self.actor, invitation=row, now=clock.now())
        row.refresh_from_db()
        return self.rendered(row)

    @extend_schema(request=None, responses={201: InvitationSerializer})
    @action(detail=True, methods=["post"], url_path="send-again", url_name="send-again")
    def send_again(self, request: Request, pk: str) -> Response:
        """Replace an open invitation by a new one with a fresh link."""
        row = self.get_object()
        fresh = invitations.send_again(actor=self.actor, invitation=row, now=clock.now())
        return self.rendered(fresh, status=201)


class TokenFilter(django_filters.FilterSet):
    """Tokens by words in their name, by owner, revoked or not."""

    q = WordsFilter("name", "user__name")
    user = django_filters.UUIDFilter(field_name="user_id")
    is_revoked = django_filters.BooleanFilter(
        field_name="revoked_at", lookup_expr="isnull", exclude=True
    )


class TokenViewSet(ReadMixin, ScopedViewSet):
    """API tokens; made by a signed-in person only, on the page."""

    area = "people"
    model = ApiToken
    serializer_class = TokenSerializer
    filterset_class = TokenFilter
    ordering_fields = ("created_at", "name", "last_used_on")

    def get_queryset(self) -> models.QuerySet[Any]:
        """One's own tokens; everybody's for an organization admin."""
        if getattr(self, "swagger_fake_view", False):
            return ApiToken.objects.none()
        return queries.tokens(self.actor)

    @extend_schema(request=None, responses=TokenSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Revoke at once."""
        row = self.get_object()
        tokens.revoke_token(actor=self.actor, token=row, now=clock.now())
        row.refresh_from_db()
        return self.rendered(row)


class AuditFilter(django_filters.FilterSet):
    """Acts by action, person, object (id or words), program and time."""

    q = WordsFilter("subject_label")
    action = django_filters.CharFilter(max_length=80)
    actor_id = django_filters.UUIDFilter(method="by_person")
    subject_id = django_filters.UUIDFilter(method="about")
    program = django_filters.UUIDFilter(field_name="program_id")
    since = MomentFilter(field_name="at", lookup_expr="gte")
    until = MomentFilter(field_name="at", lookup_expr="lte")

    def by_person(
        self, rows: models.QuerySet[AuditEvent], name: str, value: Any
    ) -> models.QuerySet[AuditEvent]:
        """Acts of one person."""
        return rows.filter(actor_id=str(value))

    def about(
        self, rows: models.QuerySet[AuditEvent], name: str, value: Any
    ) -> models.QuerySet[AuditEvent]:
        """Acts on one object."""
        return rows.filter(subject_id=str(value))


class AuditEventViewSet(ScopedViewSet):
    """The audit trail, newest first; for organization admins."""

    area = "people"
    model = AuditEvent
    serializer_class = AuditEventSerializer
    filterset_class = AuditFilter
    ordering_fields = ("at",)
    ordering = ("-at",)

    def get_queryset(self) -> models.QuerySet[Any]:
        """The organization's acts."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_view_audit(self.actor)
        return super().get_queryset()

    def list(self, request: Request) -> Response:
        """One page of acts."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(AuditEventSerializer(page, many=True).data)


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    router.register("me", MeViewSet, basename="me")
    router.register("organization", OrganizationViewSet, basename="organization")
    router.register("members", MemberViewSet, basename="member")
    router.register("invitations", InvitationViewSet, basename="invitation")
    router.register("tokens", TokenViewSet, basename="token")
    router.register("audit-events", AuditEventViewSet, basename="audit-event")
