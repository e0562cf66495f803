"""People as JSON."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from cip.access.roles import Role
from cip.api.serializers import Day, StrictSerializer, Text

ROLE_VALUES = [role.value for role in Role]


class RolesField(serializers.ListField):
    """Roles of a membership."""

    child = serializers.ChoiceField(choices=ROLE_VALUES)


@extend_schema_serializer(many=False)
class MeSerializer(serializers.Serializer):
    """Who the token acts as."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    organization = serializers.UUIDField()
    organization_slug = serializers.CharField()
    roles = RolesField()
    scopes = serializers.ListField(child=serializers.CharField())
    teams = serializers.DictField(
        child=serializers.CharField(), help_text="Id of a CI team -> the person's role in it."
    )


@extend_schema_serializer(many=False)
class OrganizationSerializer(serializers.Serializer):
    """The token's organization."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()


class MemberSerializer(serializers.Serializer):
    """A membership. `user` is the id by which other calls name the person."""

    id = serializers.UUIDField()
    user = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    roles = RolesField()
    ends_on = serializers.DateField(allow_null=True)


class MemberInput(StrictSerializer):
    """What a member is, and until when."""

    roles = RolesField(allow_empty=False)
    ends_on = Day(allow_null=True, required=False)


class InvitationSerializer(serializers.Serializer):
    """An invitation; its link is in the mail only."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    roles = RolesField()
    membership_ends_on = serializers.DateField(allow_null=True)
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class InvitationInput(StrictSerializer):
    """Whom to invite as what."""

    email = serializers.EmailField(max_length=254)
    name = Text(required=False, allow_blank=True)
    roles = RolesField(allow_empty=False)
    ends_on = Day(allow_null=True, required=False)


class TokenSerializer(serializers.Serializer):
    """An API token; never its secret."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    user = serializers.UUIDField(source="user_id")
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_on = serializers.DateField(allow_null=True)


class AuditEventSerializer(serializers.Serializer):
    """One act of the audit trail."""

    at = serializers.DateTimeField()
    actor_kind = serializers.CharField()
    actor_id = serializers.CharField()
    actor_label = serializers.CharField()
    action = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.CharField()
    subject_label = serializers.CharField()
    program = serializers.UUIDField(source="program_id", allow_null=True)
    changes = serializers.DictField()
