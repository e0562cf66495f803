"""Rows of assessments."""

from assessments.models.agreed_level import AgreedLevel
from assessments.models.appraisal import Characterization, Instance, RatingSignature
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
from assessments.models.discussion import Discussion, DiscussionOutcome
from assessments.models.finding import ActionItem, Evidence, Finding
from assessments.models.interview import Interview, InterviewNote, Says
from assessments.models.method import MethodVersion
from assessments.models.practice_evidence import PracticeEvidence
from assessments.models.questionnaire import (
    Answer,
    ItemTally,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireItem,
    Response,
)
from assessments.models.rating import AgreedRating
from assessments.models.snapshot import (
    ResultComparison,
    ResultSnapshot,
    SnapshotMedian,
    SnapshotRating,
)
from assessments.models.step import GateWaiver, Statement, StepRecord
from assessments.models.target import Target, TargetProfile
from assessments.models.unit_statistics import AreaConcordance, Release, UnitTally

__all__ = [
    "MOST_REMINDERS",
    "ActionItem",
    "AgreedLevel",
    "AgreedRating",
    "Answer",
    "AreaConcordance",
    "Assessment",
    "Characterization",
    "Delegation",
    "Discussion",
    "DiscussionOutcome",
    "Dispatch",
    "Evidence",
    "Finding",
    "GateWaiver",
    "Instance",
    "Interview",
    "InterviewNote",
    "ItemTally",
    "MailText",
    "MethodVersion",
    "OptOut",
    "Participant",
    "PersonalLink",
    "PracticeEvidence",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireItem",
    "RatingSignature",
    "Release",
    "Reminder",
    "Response",
    "ResultComparison",
    "ResultSnapshot",
    "Says",
    "Scope",
    "SnapshotMedian",
    "SnapshotRating",
    "Statement",
    "StepRecord",
    "Target",
    "TargetProfile",
    "UnitTally",
]
