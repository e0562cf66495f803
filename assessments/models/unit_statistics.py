"""What units answered and what may be shown of it: made once, when collecting has ended."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.questionnaire import Questionnaire, QuestionnaireItem
from models_catalog.models import Node


class Release(models.Model):
    """That it was decided what of an assessment's answers may be shown, and by which threshold.

    Every page, file and answer of the API reads this one decision, so nothing can be worked out
    by comparing them. It stands with the newest version and covers all. `mark` is another one
    whenever what is decided or counted changes: what is worked out of it is kept by that mark.
    """

    questionnaire = models.OneToOneField(
        Questionnaire, models.CASCADE, related_name="release", primary_key=True
    )
    threshold = models.PositiveSmallIntegerField(_("smallest group shown"))
    made_at = models.DateTimeField()
    mark = models.UUIDField(default=uuid4, editable=False)

    def __str__(self) -> str:
        return f"{self.questionnaire_id}: {self.threshold}"


class UnitTally(models.Model):
    """How many submitted responses of a unit chose what; `choice` as in `ItemTally`.

    `item` is the one that asked first: all versions of the questionnaire are counted together.
    `is_shown` says whether the unit's answers to this question may be shown; it is the same for
    all choices of a unit and question.
    """

    item = models.ForeignKey(QuestionnaireItem, models.CASCADE, related_name="unit_tallies")
    unit = models.CharField(max_length=200, blank=True)
    choice = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField()
    is_shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit", "choice"], name="assessments_unit_tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit} {self.choice}: {self.count}"


class AreaConcordance(models.Model):
    """Kendall's W over the shown questions of an area on one scale, where it may be shown.

    `scale_key` is the id of a response set of the model or of a shipped one.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="concordances")
    area = models.ForeignKey(Node, models.PROTECT, related_name="+")
    scale_key = models.UUIDField()
    w = models.FloatField()
    judges = models.PositiveIntegerField()
    objects_ordered = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "area", "scale_key"], name="assessments_concordance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.w:.2f}"
