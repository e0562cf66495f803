"""One's own answers as the API speaks them."""

from typing import Any

from rest_framework import serializers

from assessments.models import Response
from assessments.rules.questionnaire import MOST_EVIDENCE
from assessments.serializers.setup import ItemOut
from cip.api.serializers import StrictSerializer, Text
from cip.kernel import texts

MOST_VERSION = 2_000_000_000


class ResponseOut(serializers.Serializer[Response]):
    """One's own response; above 0, `asked_after` is the version whose answers it adds to."""

    id = serializers.UUIDField(read_only=True)
    questionnaire = serializers.UUIDField(source="questionnaire_id")
    assessment = serializers.UUIDField(source="questionnaire.assessment_id")
    state = serializers.ChoiceField(choices=Response.State.choices)
    asked_after = serializers.IntegerField()
    answered_count = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    last_saved_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)


class StartIn(StrictSerializer):
    """Begin to answer the questionnaire of an assessment in which the caller takes part."""

    assessment = serializers.UUIDField()


class AnswerIn(StrictSerializer):
    """One answer; `version` is what was read (0: nothing stored), an empty choice takes it back.

    `evidence` names what shows it. Left out, what is stored stays; an empty text takes it away.
    """

    item = serializers.UUIDField()
    choice = Text(limit=40, allow_blank=True)
    comment = Text(limit=texts.LONG, allow_blank=True, default="")
    evidence = Text(limit=MOST_EVIDENCE, allow_blank=True, required=False)
    version = serializers.IntegerField(min_value=0, max_value=MOST_VERSION, default=0)


class AnswersIn(StrictSerializer):
    """Answers to store: all or none."""

    answers = serializers.ListField(child=AnswerIn(), min_length=1, max_length=2000)


class AnswerOut(ItemOut):
    """A question with one's own answer."""

    choice = serializers.CharField()
    comment = serializers.CharField()
    evidence = serializers.CharField()
    version = serializers.IntegerField()
    skipped = serializers.BooleanField()


class SheetOut(serializers.Serializer[Any]):
    """All questions with one's own answers."""

    state = serializers.ChoiceField(choices=Response.State.choices)
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    answers = AnswerOut(many=True)


class SavedAnswerOut(serializers.Serializer[Any]):
    """An answer as stored now."""

    item = serializers.UUIDField()
    choice = serializers.CharField()
    comment = serializers.CharField()
    evidence = serializers.CharField()
    version = serializers.IntegerField()


class SavedOut(serializers.Serializer[Any]):
    """What a save gave."""

    saved_at = serializers.DateTimeField()
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    skipped = serializers.ListField(child=serializers.UUIDField())
    answers = SavedAnswerOut(many=True)
