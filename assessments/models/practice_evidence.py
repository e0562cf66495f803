"""Evidence about a practice (or goal, or area): from answers, interviews, documents, the work."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.interview import InterviewNote, Says
from assessments.models.questionnaire import QuestionnaireItem
from cip.db.models import Identified, Timed
from cip.db.querysets import TenantQuerySet
from cip.programs.models import ArtefactVersion
from models_catalog.models import Node


class Source(models.TextChoices):
    """Kinds of sources."""

    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    INTERVIEW = "interview", _("Interview")
    DOCUMENT = "document", _("Document")
    OBSERVATION = "observation", _("Observation")


class PracticeEvidence(Identified, Timed):
    """One piece that says whether something is done, and of which day it is."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="practice_evidence")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("about"))
    source = models.CharField(_("source"), max_length=15, choices=Source.choices)
    says = models.CharField(_("what it says"), max_length=8, choices=Says.choices)
    dated_on = models.DateField(_("of"))
    item = models.ForeignKey(
        QuestionnaireItem, models.PROTECT, related_name="+", null=True, verbose_name=_("question")
    )
    interview_note = models.ForeignKey(
        InterviewNote, models.CASCADE, related_name="evidence", null=True
    )
    artefact_version = models.ForeignKey(
        ArtefactVersion, models.PROTECT, related_name="+", null=True, verbose_name=_("document")
    )
    origin = models.CharField(_("origin"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="questionnaire", item__isnull=False)
                | Q(source="interview", interview_note__isnull=False)
                | Q(source="document", artefact_version__isnull=False)
                | (Q(source__in=["document", "observation"]) & ~Q(origin="")),
                name="assessments_practice_evidence_names_its_source",
            ),
            models.UniqueConstraint(
                fields=["interview_note", "node"], name="assessments_note_is_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.node_id}"
