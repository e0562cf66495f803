"""Questionnaires and what people answer."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.asking import Delegation
from assessments.models.assessment import Assessment, Participant
from cip.access.actor import Actor
from cip.db.models import Identified
from cip.db.querysets import TenantQuerySet
from cip.kernel import clock
from models_catalog.models import Node, Question


class Questionnaire(Identified):
    """The questions of an assessment as opened; a change after opening makes the next number."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="questionnaires")
    number = models.PositiveIntegerField(_("number"), default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="assessments_questionnaire_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.number}"


class QuestionnaireItem(Identified):
    """One question in its place; `group` is the key process area under whose heading it stands."""

    tenant_path = "questionnaire__assessment__program__organization_id"

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    group = models.ForeignKey(Node, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "question"], name="assessments_item_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="assessments_item_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question_id}"


class ResponseQuerySet(TenantQuerySet["Response"]):
    """Responses; what a person answered is visible to that person only, whatever the role."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own responses. A personal link or the system has none."""
        if actor.user_id is None:
            return self.none()
        return self.in_organization(actor.organization_id).filter(
            participant__user_id=actor.user_id, participant__revoked_at__isnull=True
        )


class Response(Identified):
    """A participant's filled questionnaire; locked once submitted.

    In an anonymous assessment the draft belongs to its participant; submitting makes a new row
    without one (ADR 0011). `unit` is written when submitting, empty where it would tell too much.
    """

    tenant_path = "questionnaire__assessment__program__organization_id"

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        SUBMITTED = "submitted", _("Submitted")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="responses")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="responses", null=True
    )
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    answered_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=clock.now)
    last_saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "participant"], name="assessments_response_once"
            ),
            models.CheckConstraint(
                condition=Q(state="started", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False),
                name="assessments_submitted_when",
            ),
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(state="submitted"),
                name="assessments_detached_is_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} · {self.participant_id}"


class Answer(models.Model):
    """What one person answered to one question. `choice` is empty while only a comment is there.

    `delegation` says which colleague answered in the participant's stead; None: the participant.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    item = models.ForeignKey(QuestionnaireItem, models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    delegation = models.ForeignKey(
        Delegation, models.SET_NULL, related_name="answers", null=True, blank=True
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="assessments_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.item_id}"


class ItemTally(models.Model):
    """How many submitted responses chose what: kept by the submit service, in its transaction.

    `choice` is empty for questions left blank in a submitted response.
    """

    item = models.ForeignKey(QuestionnaireItem, models.CASCADE, related_name="tallies")
    choice = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "choice"], name="assessments_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.choice}: {self.count}"
