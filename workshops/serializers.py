"""What the API of workshops takes and gives."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts
from workshops.models import Agreement, Attendance, Outcome, Workshop
from workshops.rules.agenda import LONGEST, SHORTEST


class Minutes(serializers.IntegerField):
    """A duration in minutes, within one day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=SHORTEST, max_value=LONGEST, **kwargs)


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
        "description": "Time of day where the workshop takes place, without a time zone.",
    }
)
class LocalTime(serializers.TimeField):
    """HH:MM or HH:MM:SS on the clock of the place."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S"])
        kwargs.setdefault("format", "%H:%M:%S")
        super().__init__(**kwargs)


class WorkshopSerializer(serializers.Serializer[Workshop]):
    """A workshop."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="program_id")
    stage = serializers.ChoiceField(choices=Workshop.Stage.choices)
    title = serializers.CharField()
    goals = serializers.CharField(allow_blank=True)
    teams = serializers.SerializerMethodField()
    held_on = serializers.DateField(allow_null=True)
    starts_at = LocalTime(allow_null=True)
    available_minutes = serializers.IntegerField()
    location = serializers.CharField(allow_blank=True)
    facilitator = serializers.UUIDField(source="facilitator_id", allow_null=True)
    state = serializers.ChoiceField(choices=Workshop.State.choices)
    summary = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_teams(self, row: Workshop) -> list[str]:
        """Ids of the CI teams, by name."""
        return [str(team.pk) for team in sorted(row.teams.all(), key=lambda team: team.name)]


class WorkshopEdit(StrictSerializer):
    """What of a workshop can be changed until it is held."""

    title = Text()
    goals = Text(limit=texts.LONG, allow_blank=True, required=False)
    teams = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=200, help_text="Ids of CI teams."
    )
    held_on = Day(allow_null=True, required=False)
    starts_at = LocalTime(allow_null=True, required=False)
    available_minutes = Minutes(required=False)
    location = Text(limit=300, allow_blank=True, required=False)
    facilitator = serializers.UUIDField(allow_null=True, required=False)


class WorkshopInput(WorkshopEdit):
    """A new workshop; its agenda comes from the guide."""

    program = serializers.UUIDField()
    stage = serializers.ChoiceField(choices=Workshop.Stage.choices)


class HoldInput(StrictSerializer):
    """The day on which the workshop took place."""

    held_on = Day()


class SummaryInput(StrictSerializer):
    """The summary in Markdown."""

    summary = Text(limit=texts.LONG, allow_blank=True)


class AgendaItemSerializer(serializers.Serializer[Any]):
    """An agenda item; `position` counts from 1 through the whole agenda."""

    id = serializers.UUIDField()
    workshop = serializers.UUIDField(source="workshop_id")
    position = serializers.IntegerField()
    section_number = serializers.IntegerField()
    section = serializers.CharField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    presenter = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()


class AgendaItemEdit(StrictSerializer):
    """What of an agenda item can be changed; another section moves it there."""

    section = Text()
    title = Text(limit=300)
    minutes = Minutes()
    presenter = Text(allow_blank=True, required=False)


class AgendaItemInput(AgendaItemEdit):
    """A new agenda item at the end of its section."""

    workshop = serializers.UUIDField()


class SectionInput(StrictSerializer):
    """A section of the agenda by its title now, and its title to be."""

    section = Text()
    title = Text()


class MoveInput(StrictSerializer):
    """Where an agenda item goes: one place up or down, or to a position counted from 1."""

    direction = serializers.ChoiceField(choices=[("up", "Up"), ("down", "Down")], required=False)
    position = serializers.IntegerField(min_value=1, max_value=100_000, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Send either direction or position.")
        return attrs


class AttendanceSerializer(serializers.Serializer[Any]):
    """A person of a workshop; `user` is null for somebody from outside."""

    id = serializers.UUIDField()
    workshop = serializers.UUIDField(source="workshop_id")
    user = serializers.UUIDField(source="user_id", allow_null=True)
    name = serializers.CharField()
    part = serializers.ChoiceField(choices=Attendance.Part.choices)
    preparation = serializers.CharField(allow_blank=True)
    is_present = serializers.BooleanField(allow_null=True)
    told_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class AttendanceEdit(StrictSerializer):
    """What of an attendance can be changed; the name only of somebody from outside."""

    name = Text(required=False)
    part = serializers.ChoiceField(choices=Attendance.Part.choices, required=False)
    preparation = Text(limit=texts.LONG, allow_blank=True, required=False)


class AttendanceInput(AttendanceEdit):
    """A person to put on the list: a member (`user`), or somebody from outside (`name`)."""

    workshop = serializers.UUIDField()
    user = serializers.UUIDField(allow_null=True, required=False)


class WalkInInput(StrictSerializer):
    """Somebody who came without being invited."""

    workshop = serializers.UUIDField()
    user = serializers.UUIDField(allow_null=True, required=False)
    name = Text(required=False)


class MarkInput(StrictSerializer):
    """Whether the person was there."""

    is_present = serializers.BooleanField()


class InvitationsSent(serializers.Serializer[Any]):
    """How many mails were queued."""

    queued = serializers.IntegerField()


class AgreedPerson(serializers.Serializer[Any]):
    """A participant as frozen."""

    name = serializers.CharField()
    part = serializers.CharField()


class AgreedItem(serializers.Serializer[Any]):
    """An agenda item as frozen."""

    section_number = serializers.IntegerField()
    section = serializers.CharField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    presenter = serializers.CharField(allow_blank=True)


class AgreementContent(serializers.Serializer[Any]):
    """What the sponsor agrees to; days and times as text, empty when not set."""

    title = serializers.CharField(required=False)
    stage = serializers.IntegerField(required=False)
    goals = serializers.CharField(required=False)
    held_on = serializers.CharField(required=False, allow_blank=True)
    starts_at = serializers.CharField(required=False, allow_blank=True)
    location = serializers.CharField(required=False, allow_blank=True)
    facilitator = serializers.CharField(required=False, allow_blank=True)
    available_minutes = serializers.IntegerField(required=False)
    teams = serializers.ListField(child=serializers.CharField(), required=False)
    people = AgreedPerson(many=True, required=False)
    agenda = AgreedItem(many=True, required=False)


class AgreementSerializer(serializers.Serializer[Agreement]):
    """One version of the written agreement, frozen."""

    id = serializers.UUIDField()
    workshop = serializers.UUIDField(source="workshop_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Agreement.State.choices)
    content = serializers.SerializerMethodField()
    content_hash = serializers.CharField()
    requested_by = serializers.UUIDField(source="requested_by_id")
    requested_at = serializers.DateTimeField()
    signer = serializers.UUIDField(source="signer_id", allow_null=True)
    signature = serializers.CharField(allow_blank=True)
    signed_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(AgreementContent)
    def get_content(self, row: Agreement) -> dict[str, Any]:
        """Exactly what was frozen; its hash is over this."""
        return dict(row.content)


class AgreementInput(StrictSerializer):
    """The workshop whose goals and agenda are to be frozen and signed."""

    workshop = serializers.UUIDField()


class SignInput(StrictSerializer):
    """The name as typed."""

    signature = Text()


class OutcomeSerializer(serializers.Serializer[Outcome]):
    """A note, a decision or an agreed action."""

    id = serializers.UUIDField()
    workshop = serializers.UUIDField(source="workshop_id")
    agenda_item = serializers.UUIDField(source="agenda_item_id", allow_null=True)
    kind = serializers.ChoiceField(choices=Outcome.Kind.choices)
    text = serializers.CharField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    team = serializers.UUIDField(source="team_id", allow_null=True)
    recorded_by = serializers.UUIDField(source="recorded_by_id")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OutcomeEdit(StrictSerializer):
    """What of an outcome can be changed."""

    text = Text(limit=texts.LONG)
    agenda_item = serializers.UUIDField(allow_null=True, required=False)
    owner = serializers.UUIDField(allow_null=True, required=False)
    due_on = Day(allow_null=True, required=False)
    team = serializers.UUIDField(allow_null=True, required=False)


class OutcomeInput(OutcomeEdit):
    """A new outcome; an action needs owner and date."""

    workshop = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Outcome.Kind.choices)
