"""Mails, reminders, delegated parts and lists of people as the API speaks them."""

from typing import Any

from rest_framework import serializers

from assessments.models import MOST_REMINDERS, Delegation, MailText, OptOut, Participant, Reminder
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts


class ParticipantChange(StrictSerializer):
    """Unit, role and what became known about somebody."""

    unit = Text(allow_blank=True, required=False)
    role = Text(allow_blank=True, required=False)
    event = serializers.ChoiceField(
        choices=Participant.Event.choices, allow_blank=True, required=False
    )


class ImportIn(StrictSerializer):
    """A list of people as text or as CSV or XLSX `file`; a dry run stores nothing."""

    assessment = serializers.UUIDField()
    text = Text(limit=1_000_000, required=False, allow_blank=True)
    file = serializers.FileField(required=False)
    dry_run = serializers.BooleanField(default=False)


class ReadPersonOut(serializers.Serializer[Any]):
    """One person as read, with the line or row."""

    line = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    unit = serializers.CharField()
    role = serializers.CharField()


class ImportOut(serializers.Serializer[Any]):
    """Who was read, and how many were added: none in a dry run."""

    added = serializers.IntegerField()
    people = ReadPersonOut(many=True)


class TeamIn(StrictSerializer):
    """All members of a CI team of the program."""

    assessment = serializers.UUIDField()
    team = serializers.UUIDField()


class UnitIn(StrictSerializer):
    """Everybody asked in that unit in another assessment."""

    assessment = serializers.UUIDField()
    unit = Text()


class ReminderOut(serializers.Serializer[Reminder]):
    """A planned round; `started_at` once it has begun."""

    id = serializers.UUIDField(read_only=True)
    assessment = serializers.UUIDField(source="assessment_id")
    number = serializers.IntegerField()
    planned_on = serializers.DateField()
    started_at = serializers.DateTimeField(allow_null=True)


class RemindersIn(StrictSerializer):
    """The days of the reminders still to come; they replace what was planned."""

    assessment = serializers.UUIDField()
    days = serializers.ListField(child=Day(), max_length=MOST_REMINDERS, allow_empty=True)


class MailTextOut(serializers.Serializer[MailText]):
    """Changed words of a mail."""

    id = serializers.UUIDField(read_only=True)
    assessment = serializers.UUIDField(source="assessment_id")
    kind = serializers.ChoiceField(choices=MailText.Kind.choices)
    subject = serializers.CharField()
    body = serializers.CharField()
    version = serializers.IntegerField()


class MailTextIn(StrictSerializer):
    """New words; `version` is what was read, 0 when the words were ours."""

    assessment = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=MailText.Kind.choices)
    subject = Text()
    body = Text(limit=texts.LONG)
    version = serializers.IntegerField(min_value=0, default=0)


class OptOutOut(serializers.Serializer[OptOut]):
    """An address that wants no more mail about questionnaires."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.CharField()
    created_at = serializers.DateTimeField()


class DelegationOut(serializers.Serializer[Delegation]):
    """Parts of one's own questionnaire that a colleague has."""

    id = serializers.UUIDField(read_only=True)
    assessment = serializers.UUIDField(source="participant.assessment_id")
    name = serializers.CharField()
    email = serializers.CharField()
    areas = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    taken_back_at = serializers.DateTimeField(allow_null=True)

    def get_areas(self, row: Delegation) -> list[str]:
        """Codes of the areas."""
        return [node.code for node in sorted(row.areas.all(), key=lambda node: node.position)]


class DelegationIn(StrictSerializer):
    """Hand areas, named by their nodes, to a colleague."""

    assessment = serializers.UUIDField()
    name = Text()
    email = Text(limit=254)
    areas = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


class NamedRateOut(serializers.Serializer[Any]):
    """One of AAPOR's rates in percent; null when nobody is eligible or it needs an estimate."""

    name = serializers.CharField()
    text = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)


class UnitRateOut(serializers.Serializer[Any]):
    """One unit: counts of people."""

    unit = serializers.CharField()
    asked = serializers.IntegerField(source="rates.asked")
    submitted = serializers.IntegerField(source="rates.complete")
    percent = serializers.IntegerField(allow_null=True)


class RatesOut(serializers.Serializer[Any]):
    """Response rates of an assessment."""

    headline = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    rates = NamedRateOut(source="named", many=True)
    units = UnitRateOut(many=True)
