"""Rows of workplans."""

from roadmap.models.initiative import BudgetLine, Dependency, Initiative, InitiativeSource
from roadmap.models.workplan import Milestone, WorkItem, Workplan

__all__ = [
    "BudgetLine",
    "Dependency",
    "Initiative",
    "InitiativeSource",
    "Milestone",
    "WorkItem",
    "Workplan",
]
