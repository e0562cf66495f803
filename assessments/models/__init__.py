"""Rows of assessments."""

from assessments.models.asking import (
    MOST_REMINDERS,
    Delegation,
    Dispatch,
    MailText,
    OptOut,
    PersonalLink,
    Reminder,
)
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
    "MOST_REMINDERS",
    "ActionItem",
    "AgreedRating",
    "Answer",
    "AreaConcordance",
    "Assessment",
    "Delegation",
    "Dispatch",
    "Evidence",
    "Finding",
    "ItemTally",
    "MailText",
    "OptOut",
    "Participant",
    "PersonalLink",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireItem",
    "Release",
    "Reminder",
    "Response",
    "Scope",
    "Target",
    "TargetProfile",
    "UnitTally",
]
