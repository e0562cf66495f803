"""How people are reached: personal links, mails with their rounds and texts, delegated parts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment, Participant
from assessments.rules.reminders import NEW_QUESTIONS
from cip.accounts.models import Organization
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Node

MOST_REMINDERS = 3


class Delegation(Identified):
    """Parts of a questionnaire that a participant handed to a colleague, who has a link."""

    tenant_path = "participant__assessment__program__organization_id"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="delegations")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=254)
    areas = models.ManyToManyField(Node, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PersonalLink(Identified):
    """A link that opens a questionnaire; only its hash is stored.

    It leads to a participant and never to a response. Each mail carries a link of its own, so that
    a reminder does not close the page that somebody has open.
    """

    tenant_path = "participant__assessment__program__organization_id"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="links", null=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class Reminder(Identified, Timed):
    """One of at most three planned rounds of mail to those who have not submitted."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField(_("number"))
    planned_on = models.DateField(_("planned on"))
    started_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="assessments_reminder_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_REMINDERS),
                name="assessments_three_reminders",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} · {self.number}"


class Dispatch(Identified):
    """One mail to one participant in one round: 0 is the invitation, 1 to 3 are the reminders, and
    above NEW_QUESTIONS stand those about the new questions of a version (`rules/reminders.py`).

    The row is the outbox: a worker claims a waiting row and commits before it sends. Who is killed
    in between leaves the row at "sending", and nobody sends that round to that person again.
    """

    tenant_path = "participant__assessment__program__organization_id"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        SENDING = "sending", _("Handed to the mail server")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Address refused")
        FAILED = "failed", _("Not sent")
        SKIPPED = "skipped", _("Not needed any more")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="dispatches")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "number"], name="assessments_dispatch_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0, number__lte=MOST_REMINDERS)
                | Q(number__gt=NEW_QUESTIONS),
                name="assessments_dispatch_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["participant"],
                condition=Q(state="waiting"),
                name="assessments_dispatch_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.number}"


class MailText(Identified, Timed, Versioned):
    """The words of a mail as the lead changed them; without a row the words are ours."""

    tenant_path = "assessment__program__organization_id"

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        REMINDER = "reminder", _("Reminder")
        ADDITION = "addition", _("New questions")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind"], name="assessments_mail_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} · {self.kind}"


class OptOut(Identified):
    """An address that wants no more mail about questionnaires of the organization."""

    tenant_path = "organization_id"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail address"), max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", Lower("email"), name="assessments_opt_out_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email
