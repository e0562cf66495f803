"""Programs as JSON."""

from rest_framework import serializers

from cip.access.roles import TeamRole
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts
from cip.programs.models import Activity, Deliverable

TEAM_ROLES = [role.value for role in TeamRole]


class ProgramSerializer(serializers.Serializer):
    """A program. `lead` and `sponsor` are ids of people (`user` of a member)."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    statement = serializers.CharField()
    lead = serializers.UUIDField(source="lead_id")
    sponsor = serializers.UUIDField(source="sponsor_id", allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    currency = serializers.CharField()
    archived_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProgramInput(StrictSerializer):
    """What a program is made of."""

    name = Text()
    statement = Text(limit=texts.LONG, required=False, allow_blank=True)
    lead = serializers.UUIDField()
    sponsor = serializers.UUIDField(required=False, allow_null=True)
    starts_on = Day()
    ends_on = Day(required=False, allow_null=True)
    currency = Text(limit=3, required=False)


class PhaseSerializer(serializers.Serializer):
    """A phase with its dates and gate."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="program_id")
    kind = serializers.CharField()
    position = serializers.IntegerField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    gate = serializers.CharField()
    gate_note = serializers.CharField()
    gate_passed_at = serializers.DateTimeField(allow_null=True)
    gate_passed_by = serializers.UUIDField(source="gate_passed_by_id", allow_null=True)
    version = serializers.IntegerField()


class PhaseInput(StrictSerializer):
    """When a phase runs."""

    starts_on = Day(required=False, allow_null=True)
    ends_on = Day(required=False, allow_null=True)


class PassGateInput(StrictSerializer):
    """What was decided at the gate; required while something of the phase is open."""

    note = Text(limit=texts.LONG, required=False, allow_blank=True, default="")


class ReopenGateInput(StrictSerializer):
    """Why the gate is reopened."""

    reason = Text(limit=texts.LONG)


class ActivitySerializer(serializers.Serializer):
    """An activity of the CIP plan."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="phase.program_id")
    phase = serializers.UUIDField(source="phase_id")
    number = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.CharField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()


class ActivityInput(StrictSerializer):
    """How an activity stands."""

    state = serializers.ChoiceField(choices=Activity.State.choices, required=False)
    owner = serializers.UUIDField(required=False, allow_null=True)
    starts_on = Day(required=False, allow_null=True)
    due_on = Day(required=False, allow_null=True)
    note = Text(limit=texts.LONG, required=False, allow_blank=True)


class DeliverableSerializer(serializers.Serializer):
    """What an activity delivers."""

    id = serializers.UUIDField()
    activity = serializers.UUIDField(source="activity_id")
    title = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()


class DeliverableInput(StrictSerializer):
    """How far a deliverable is."""

    state = serializers.ChoiceField(choices=Deliverable.State.choices)


class TeamSerializer(serializers.Serializer):
    """A CI team."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="program_id")
    name = serializers.CharField()
    theme = serializers.CharField()
    purpose = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class TeamEdit(StrictSerializer):
    """What can be changed of a CI team."""

    name = Text()
    theme = Text(required=False, allow_blank=True)
    purpose = Text(limit=texts.LONG, required=False, allow_blank=True)


class TeamInput(TeamEdit):
    """A new CI team of a program."""

    program = serializers.UUIDField()
    lead = serializers.UUIDField(required=False, allow_null=True)


class TeamMembershipSerializer(serializers.Serializer):
    """A person's role in a CI team."""

    id = serializers.UUIDField()
    team = serializers.UUIDField(source="team_id")
    user = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    role = serializers.CharField()


class TeamMembershipEdit(StrictSerializer):
    """What a person is in the team."""

    role = serializers.ChoiceField(choices=TEAM_ROLES)


class TeamMembershipInput(TeamMembershipEdit):
    """Whom to put into which team."""

    team = serializers.UUIDField()
    user = serializers.UUIDField()


class ArtefactSerializer(serializers.Serializer):
    """An artefact; its files are artefact versions."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="program_id")
    team = serializers.UUIDField(source="team_id", allow_null=True)
    title = serializers.CharField()
    description = serializers.CharField()
    version = serializers.IntegerField(help_text="Of this row, for If-Match; not of the file.")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="Set while the artefact is withdrawn from the lists."
    )
    created_at = serializers.DateTimeField()


class ArtefactEdit(StrictSerializer):
    """What can be changed of an artefact."""

    title = Text()
    description = Text(limit=texts.LONG, required=False, allow_blank=True)
    team = serializers.UUIDField(required=False, allow_null=True)


class ArtefactInput(StrictSerializer):
    """A new artefact with its first file."""

    program = serializers.UUIDField()
    team = serializers.UUIDField(required=False, allow_null=True)
    title = Text()
    description = Text(limit=texts.LONG, required=False, allow_blank=True)
    file = serializers.FileField(allow_empty_file=True)
    note = Text(limit=500, required=False, allow_blank=True)


class ArtefactVersionSerializer(serializers.Serializer):
    """One stored file of an artefact."""

    id = serializers.UUIDField()
    artefact = serializers.UUIDField(source="artefact_id")
    number = serializers.IntegerField()
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    checksum = serializers.CharField(help_text="SHA-256 of the file.")
    note = serializers.CharField()
    uploaded_by = serializers.UUIDField(source="uploaded_by_id")
    uploaded_at = serializers.DateTimeField()
    scan = serializers.CharField(help_text="waiting, clean, infected, or empty: not scanned.")


class ArtefactVersionInput(StrictSerializer):
    """The next file of an artefact."""

    artefact = serializers.UUIDField()
    file = serializers.FileField(allow_empty_file=True)
    note = Text(limit=500, required=False, allow_blank=True)


class ArtefactCommentSerializer(serializers.Serializer):
    """What somebody said about an artefact."""

    id = serializers.UUIDField()
    artefact = serializers.UUIDField(source="artefact_id")
    artefact_version = serializers.UUIDField(source="artefact_version_id", allow_null=True)
    author = serializers.UUIDField(source="author_id")
    author_role = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class ArtefactCommentInput(StrictSerializer):
    """A comment on an artefact."""

    artefact = serializers.UUIDField()
    text = Text(limit=texts.LONG)
