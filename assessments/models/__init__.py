"""Rows of assessments."""

from assessments.models.assessment import Assessment, Participant, Scope
from assessments.models.finding import ActionItem, Evidence, Finding
from assessments.models.method import MethodVersion
from assessments.models.questionnaire import (
    Answer,
    ItemTally,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.models.rating import AgreedRating
from assessments.models.step import GateWaiver, Statement, StepRecord
from assessments.models.target import Target, TargetProfile

__all__ = [
    "ActionItem",
    "AgreedRating",
    "Answer",
    "Assessment",
    "Evidence",
    "Finding",
    "GateWaiver",
    "ItemTally",
    "MethodVersion",
    "Participant",
    "Questionnaire",
    "QuestionnaireItem",
    "Response",
    "Scope",
    "Statement",
    "StepRecord",
    "Target",
    "TargetProfile",
]
