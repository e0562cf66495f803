"""Interviews, notes, evidence about practices, and discussions as JSON; for the team only."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from assessments.models import (
    Discussion,
    DiscussionOutcome,
    Evidence,
    Interview,
    InterviewNote,
    Says,
)
from assessments.queries.evidence_matrix import MatrixRow
from assessments.rules.evidence import Corroboration
from assessments.serializers.analysis import GROUNDS, TallySerializer
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts

SOURCES = Evidence.Source.choices
COLLECTED = [choice for choice in SOURCES if choice[0] != Evidence.Source.INTERVIEW]


class InterviewSerializer(serializers.Serializer):
    """An interview."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    role_asked = serializers.CharField()
    kind = serializers.ChoiceField(choices=Interview.Kind.choices)
    follows = serializers.UUIDField(source="follows_id", allow_null=True)
    planned_on = serializers.DateField()
    held_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=Interview.State.choices)
    state_reason = serializers.CharField()
    interviewers = serializers.CharField()
    people_present = serializers.CharField()
    consent_how = serializers.CharField()
    consent_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class InterviewEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    role_asked = Text()
    kind = serializers.ChoiceField(choices=Interview.Kind.choices)
    follows = serializers.UUIDField(required=False, allow_null=True)
    planned_on = Day()
    interviewers = Text(limit=500, allow_blank=True, required=False)
    people_present = Text(limit=2000, allow_blank=True, required=False)


class InterviewInput(InterviewEdit):
    """A planned interview."""

    assessment = serializers.UUIDField()


class HoldInterviewInput(StrictSerializer):
    """When it took place."""

    held_on = Day()
    people_present = Text(limit=2000, allow_blank=True, required=False)


class ConsentInput(StrictSerializer):
    """How and when those who spoke agreed."""

    how = serializers.ChoiceField(choices=Interview.Consent.choices)
    given_on = Day()


class InterviewNoteSerializer(serializers.Serializer):
    """A note; `nodes` are what it is about."""

    id = serializers.UUIDField()
    interview = serializers.UUIDField(source="interview_id")
    kind = serializers.ChoiceField(choices=InterviewNote.Kind.choices)
    says = serializers.CharField(help_text="done, not_done or empty")
    text = serializers.CharField()
    nodes = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()

    def get_nodes(self, row: InterviewNote) -> list[UUID]:
        """In model order."""
        return [node.pk for node in sorted(row.nodes.all(), key=lambda node: node.position)]


class InterviewNoteInput(StrictSerializer):
    """A note about one or more nodes."""

    text = Text(limit=texts.LONG)
    nodes = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    kind = serializers.ChoiceField(choices=InterviewNote.Kind.choices, default="fact")
    says = serializers.ChoiceField(choices=Says.choices, allow_blank=True, default="")


class PracticeEvidenceSerializer(serializers.Serializer):
    """A piece of evidence about a node."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    node = serializers.UUIDField(source="node_id")
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    says = serializers.ChoiceField(choices=Says.choices)
    dated_on = serializers.DateField()
    item = serializers.UUIDField(source="item_id", allow_null=True)
    interview_note = serializers.UUIDField(source="interview_note_id", allow_null=True)
    artefact_version = serializers.UUIDField(source="artefact_version_id", allow_null=True)
    origin = serializers.CharField()
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class PracticeEvidenceInput(StrictSerializer):
    """New evidence; each source names itself: `item`, `artefact_version` or `origin`."""

    assessment = serializers.UUIDField()
    node = serializers.UUIDField()
    source = serializers.ChoiceField(choices=COLLECTED)  # type: ignore[assignment]
    says = serializers.ChoiceField(choices=Says.choices)
    dated_on = Day()
    item = serializers.UUIDField(required=False, allow_null=True)
    artefact_version = serializers.UUIDField(required=False, allow_null=True)
    origin = Text(allow_blank=True, default="")
    note = Text(limit=texts.LONG, allow_blank=True, default="")


class TakeInInput(StrictSerializer):
    """Which finding rests on it from now on."""

    finding = serializers.UUIDField()


class MatrixCellSerializer(serializers.Serializer):
    """Independent sources of one kind; `stale`: how many of them are old."""

    done = serializers.IntegerField()
    not_done = serializers.IntegerField()
    stale = serializers.IntegerField()


class AskedSerializer(serializers.Serializer):
    """A question about the practice; `tally` is null when too few answers may be shown."""

    item = serializers.UUIDField(source="id")
    tally = TallySerializer(allow_null=True)
    grounds = serializers.ListField(child=serializers.ChoiceField(GROUNDS))


class MatrixInput(StrictSerializer):
    """Which assessment."""

    assessment = serializers.UUIDField()


class MatrixRowSerializer(serializers.Serializer):
    """A practice with what each kind of source says; `is_done` is null when they disagree.

    `evidence_named`: answers that say what shows them, of the questions that may be shown.
    """

    area = serializers.UUIDField()
    node = serializers.UUIDField(source="row.node_id")
    code = serializers.CharField(source="row.code")
    title = serializers.CharField(source="row.title")
    questionnaire = AskedSerializer(source="row.items", many=True)
    evidence_named = serializers.IntegerField(source="row.named")
    interviews = MatrixCellSerializer(source="row.interviews")
    documents = MatrixCellSerializer(source="row.documents")
    observations = MatrixCellSerializer(source="row.observations")
    verdict = serializers.SerializerMethodField()
    is_done = serializers.BooleanField(source="row.verdict.is_done", allow_null=True)
    is_only_claimed = serializers.BooleanField(source="row.verdict.is_only_claimed")

    def get_verdict(self, found: dict[str, Any]) -> Corroboration:
        """How well it is known."""
        row: MatrixRow = found["row"]
        return row.verdict.state


class DiscussionSerializer(serializers.Serializer):
    """A discussion of an area."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    node = serializers.UUIDField(source="node_id")
    state = serializers.ChoiceField(choices=Discussion.State.choices)
    state_reason = serializers.CharField()
    planned_on = serializers.DateField(allow_null=True)
    held_on = serializers.DateField(allow_null=True)
    attendee_count = serializers.IntegerField(allow_null=True)
    attendee_roles = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class DiscussionInput(StrictSerializer):
    """A planned discussion of an area in scope."""

    assessment = serializers.UUIDField()
    node = serializers.UUIDField()
    planned_on = Day()


class SkipAreaInput(StrictSerializer):
    """An area that is not discussed, and why."""

    assessment = serializers.UUIDField()
    node = serializers.UUIDField()
    reason = Text(limit=texts.LONG)


class PlanAgainInput(StrictSerializer):
    """Another day."""

    planned_on = Day()


class HoldDiscussionInput(StrictSerializer):
    """When it took place, how many came, in which roles (no names)."""

    held_on = Day()
    attendee_count = serializers.IntegerField(min_value=1, max_value=1000)
    attendee_roles = Text(limit=500, allow_blank=True, default="")


class DiscussionOutcomeSerializer(serializers.Serializer):
    """What a discussion made of a finding."""

    id = serializers.UUIDField()
    discussion = serializers.UUIDField(source="discussion_id")
    finding = serializers.UUIDField(source="finding_id")
    kind = serializers.ChoiceField(choices=DiscussionOutcome.Kind.choices)
    reason = serializers.CharField()
    text_before = serializers.CharField()
    text_after = serializers.CharField()
    created_at = serializers.DateTimeField()


class DiscussionOutcomeInput(StrictSerializer):
    """`title` and `text` replace the finding's when it was changed; a reason unless agreed."""

    kind = serializers.ChoiceField(choices=DiscussionOutcome.Kind.choices)
    reason = Text(limit=texts.LONG, allow_blank=True, default="")
    title = Text(allow_blank=True, default="")
    text = Text(limit=texts.LONG, allow_blank=True, default="")
    solution_direction = Text(limit=texts.LONG, allow_blank=True, required=False)


class DiscussionActionInput(StrictSerializer):
    """An action agreed in the discussion."""

    finding = serializers.UUIDField(required=False, allow_null=True)
    text = Text(limit=500)
    owner = serializers.UUIDField()
    due_on = Day()
