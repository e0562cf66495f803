"""Questionnaires and what people answer."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.asking import Delegation
from assessments.models.assessment import Assessment, Participant
from cip.access.actor import Actor
from cip.db.models import Identified, Versioned
from cip.db.querysets import TenantQuerySet
from cip.kernel import clock
from models_catalog.models import Node, Question, Scale


class Questionnaire(Identified):
    """The questions of an assessment as opened; a change after opening makes the next number."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="questionnaires")
    number = models.PositiveIntegerField(_("number"), default=1)
    rules = models.JSONField(default=list, blank=True)  # of {"target": key, "when": [...]}
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
    """One aspect of one question in its place; `group` is the area under whose heading it stands.

    A question of the team's own has its words here and no `question`. Without `response_set` and
    `shipped_set` an item offers what the question does. `number` is what the respondent reads; the
    aspects of a question share it. `origin` is the same item, unchanged, in the first version that
    asked it (none: this is the first), `since` that version's number.
    It is put to people with one of the `roles` (`rules/audience.py`); none: everybody.
    """

    tenant_path = "questionnaire__assessment__program__organization_id"

    class Aspect(models.TextChoices):
        AS_IS = "as_is", _("Today")
        TO_BE = "to_be", _("Target")
        IMPORTANCE = "importance", _("Importance")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", null=True, blank=True)
    aspect = models.CharField(
        _("aspect"), max_length=10, choices=Aspect.choices, default=Aspect.AS_IS
    )
    own_code = models.CharField(_("code"), max_length=80, blank=True)
    own_text = models.TextField(_("question"), blank=True)
    own_help = models.TextField(_("explanation"), blank=True)
    response_set = models.ForeignKey(Scale, models.PROTECT, related_name="+", null=True, blank=True)
    shipped_set = models.CharField(max_length=20, blank=True)
    group = models.ForeignKey(Node, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    origin = models.ForeignKey("self", models.CASCADE, related_name="+", null=True, blank=True)
    since = models.PositiveIntegerField(default=1)
    roles = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "question", "aspect"], name="assessments_item_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "own_code"],
                condition=~Q(own_code=""),
                name="assessments_own_item_once",
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=False, own_code="", own_text="")
                | (Q(question__isnull=True) & ~Q(own_code="") & ~Q(own_text="")),
                name="assessments_item_of_model_or_own",
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="assessments_item_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question_id or self.own_code}"

    @property
    def text(self) -> str:
        """What is asked; the question of the model must be loaded."""
        return self.own_text if self.question is None else self.question.text

    @property
    def code(self) -> str:
        """The code of the model's question, or our own."""
        return self.own_code if self.question is None else self.question.code


class QuestionnaireDraft(Identified, Versioned):
    """What the team changes about the questions that the scope gives (`rules/drafting.py`)."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, related_name="questionnaire_draft"
    )
    content = models.JSONField(default=dict)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assessment} · {self.version}"


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
    without one (ADR 0014). `unit` is written when submitting, empty where it would tell too much.
    An addition asks somebody who has submitted the questions that came later: those of versions
    after `asked_after`. It is a row beside the one it adds to, which stays as it was.
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
    begun_number = models.PositiveIntegerField(default=1)  # of the version it was begun with
    asked_after = models.PositiveIntegerField(default=0)  # number of a version; 0: asks everything
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
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(asked_after=0),
                name="assessments_addition_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} · {self.participant_id}"

    @property
    def is_addition(self) -> bool:
        """Asks only what came after an earlier response of the same person was submitted."""
        return self.asked_after > 0


class Answer(models.Model):
    """What one person answered to one question. `choice` is empty while only words are there.

    `evidence` is what the person says shows it: a document, a place, a ticket, a link.
    In submitted responses it may be a mark: skipped or not reached (`rules/answer_kinds.py`).
    `delegation` says which colleague answered in the participant's stead; None: the participant.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    item = models.ForeignKey(QuestionnaireItem, models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    evidence = models.TextField(blank=True, default="", db_default="")
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

    `choice` is empty for questions left blank in a submitted response, or a mark as in answers.
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
