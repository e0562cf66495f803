"""Rows of assessments."""

from assessments.models.appraisal import Characterization, Instance, RatingSignature
from assessments.models.assessment import Assessment, Participant, Scope
from assessments.models.finding import ActionItem, Evidence, Finding
from assessments.models.questionnaire import (
    Answer,
    ItemTally,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.models.rating import AgreedRating
from assessments.models.target import Target, TargetProfile

__all__ = [
    "ActionItem",
    "AgreedRating",
    "Answer",
    "Assessment",
    "Characterization",
    "Evidence",
    "Finding",
    "Instance",
    "ItemTally",
    "Participant",
    "Questionnaire",
    "QuestionnaireItem",
    "RatingSignature",
    "Response",
    "Scope",
    "Target",
    "TargetProfile",
]
