"""Assessments, scope, participants and questionnaires as the API speaks them."""

from typing import Any, TypedDict

from rest_framework import serializers

from assessments import policies
from assessments.models import Assessment, Participant, Questionnaire
from assessments.rules.participants import MOST_LINES
from assessments.rules.progress import Stage, stage
from cip.access.actor import Actor
from cip.access.check import Allowed, allowed
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts


class Verdict(TypedDict):
    """Whether an action is allowed now, and why not."""

    allowed: bool
    reason: str


class AssessmentActions(TypedDict):
    """What the caller may do with the assessment now."""

    edit: Verdict
    set_scope: Verdict
    invite: Verdict
    open: Verdict
    close_collection: Verdict
    close: Verdict
    delete: Verdict


def verdict(found: Allowed) -> Verdict:
    """As plain data."""
    return {"allowed": bool(found), "reason": found.reason}


class AssessmentOut(serializers.Serializer[Assessment]):
    """An assessment."""

    id = serializers.UUIDField(read_only=True)
    program = serializers.UUIDField(source="program_id")
    title = serializers.CharField()
    purpose = serializers.CharField()
    model_version = serializers.UUIDField(source="model_version_id")
    method_version = serializers.UUIDField(source="method_version_id")
    state = serializers.ChoiceField(choices=Assessment.State.choices)
    mode = serializers.ChoiceField(choices=Assessment.Mode.choices)
    anonymity_threshold = serializers.IntegerField()
    lead = serializers.UUIDField(source="lead_id")
    closes_on = serializers.DateField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    collection_closed_at = serializers.DateTimeField(allow_null=True)
    agreed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    actions = serializers.SerializerMethodField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions: dict[str, AssessmentActions] = {}

    def get_actions(self, row: Assessment) -> AssessmentActions:
        """What the caller may do now, and why not the rest."""
        # These policies look at nothing of a row but its state.
        if row.state not in self._actions:
            self._actions[row.state] = _actions(self.context["request"].actor, row)
        return self._actions[row.state]


def _actions(actor: Actor, row: Assessment) -> AssessmentActions:
    return {
        "edit": verdict(allowed(policies.check_can_edit_assessment, actor, row)),
        "set_scope": verdict(allowed(policies.check_can_edit_scope, actor, row)),
        "invite": verdict(allowed(policies.check_can_manage_participants, actor, row)),
        "open": verdict(allowed(policies.check_can_open, actor, row)),
        "close_collection": verdict(allowed(policies.check_can_close_collection, actor, row)),
        "close": verdict(allowed(policies.check_can_close, actor, row)),
        "delete": verdict(allowed(policies.check_can_delete_assessment, actor, row)),
    }


class AssessmentChange(StrictSerializer):
    """What can be changed; model version, method and mode only while planned.

    Without a method the one that fits the model best is taken.
    """

    title = Text()
    purpose = Text(limit=texts.LONG, allow_blank=True, required=False)
    model_version = serializers.UUIDField()
    method_version = serializers.UUIDField(required=False)
    mode = serializers.ChoiceField(choices=Assessment.Mode.choices, required=False)
    anonymity_threshold = serializers.IntegerField(min_value=3, max_value=20, required=False)
    lead = serializers.UUIDField()
    closes_on = Day(allow_null=True, required=False)


class AssessmentIn(AssessmentChange):
    """A new assessment of a program."""

    program = serializers.UUIDField()


class ScopeAreaOut(serializers.Serializer[Any]):
    """A key process area that can be in scope."""

    node = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    category = serializers.CharField()
    questions = serializers.IntegerField()
    may_not_apply = serializers.BooleanField(help_text="whether it may be declared not applicable")
    in_scope = serializers.BooleanField()
    is_applicable = serializers.BooleanField()
    reason = serializers.CharField()


class ScopeOut(serializers.Serializer[Any]):
    """Every key process area of the model version with its place in the scope."""

    version = serializers.IntegerField()
    areas = ScopeAreaOut(many=True)


class ScopeAreaIn(StrictSerializer):
    """A key process area to take into the scope."""

    node = serializers.UUIDField()
    is_applicable = serializers.BooleanField(default=True)
    reason = Text(limit=texts.LONG, allow_blank=True, default="")


class ScopeIn(StrictSerializer):
    """The whole scope; what is not named is out."""

    areas = serializers.ListField(child=ScopeAreaIn(), max_length=1000)


class ParticipantOut(serializers.Serializer[Participant]):
    """Somebody asked, and how far; never what was answered."""

    id = serializers.UUIDField(read_only=True)
    assessment = serializers.UUIDField(source="assessment_id")
    user = serializers.UUIDField(source="user_id", allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField()
    unit = serializers.CharField()
    role = serializers.CharField()
    event = serializers.CharField()
    responded_on = serializers.DateField(allow_null=True)
    invited_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    stage = serializers.SerializerMethodField()
    answered = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_stage(self, row: Participant) -> Stage:
        """invited, opened, answering or submitted."""
        state = getattr(row, "response_state", None)
        return stage(
            has_response=state is not None,
            is_submitted=state == "submitted" or row.responded_on is not None,
            answered=self.get_answered(row),
        )

    def get_answered(self, row: Participant) -> int:
        """Questions with a chosen answer; in an anonymous assessment not told."""
        return getattr(row, "response_answered", None) or 0


class PersonIn(StrictSerializer):
    """A member by `user`, or anybody by name, with an e-mail address or without."""

    user = serializers.UUIDField(required=False, allow_null=True)
    name = Text(required=False, allow_blank=True)
    email = Text(limit=254, required=False, allow_blank=True)
    unit = Text(required=False, allow_blank=True)
    role = Text(required=False, allow_blank=True)


class ParticipantIn(PersonIn):
    """One participant to add."""

    assessment = serializers.UUIDField()


class ParticipantsIn(StrictSerializer):
    """Many participants: all are added or nobody."""

    assessment = serializers.UUIDField()
    people = serializers.ListField(child=PersonIn(), min_length=1, max_length=MOST_LINES)


class RenewIn(StrictSerializer):
    """`discard_draft` is needed for somebody without an address who has begun to answer."""

    discard_draft = serializers.BooleanField(default=False)


class RenewOut(serializers.Serializer[Any]):
    """Where the invitation went: an address, or the link itself, which is shown this once."""

    sent_to = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)


class QuestionnaireOut(serializers.Serializer[Questionnaire]):
    """The questions of an assessment as opened."""

    id = serializers.UUIDField(read_only=True)
    assessment = serializers.UUIDField(source="assessment_id")
    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class ChoiceOut(serializers.Serializer[Any]):
    """One offered answer."""

    code = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()


class ItemOut(serializers.Serializer[Any]):
    """One aspect of a question in its place; `since` is the version that first asked it."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    code = serializers.CharField()
    text = serializers.CharField()
    help = serializers.CharField()
    area = serializers.CharField()
    aspect = serializers.CharField()
    key = serializers.CharField()
    since = serializers.IntegerField()
    choices = ChoiceOut(many=True)
