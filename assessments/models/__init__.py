"""Rows of assessments."""

from assessments.models.assessment import Assessment, Participant, Scope
from assessments.models.finding import ActionItem, Evidence, Finding
from assessments.models.questionnaire import (
    Answer,
    ItemTally,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireItem,
    Response,
)
from assessments.models.rating import AgreedRating
from assessments.models.target import Target, TargetProfile
from assessments.models.unit_statistics import AreaConcordance, Release, UnitTally

__all__ = [
    "ActionItem",
    "AgreedRating",
    "Answer",
    "AreaConcordance",
    "Assessment",
    "Evidence",
    "Finding",
    "ItemTally",
    "Participant",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireItem",
    "Release",
    "Response",
    "Scope",
    "Target",
    "TargetProfile",
    "UnitTally",
]
