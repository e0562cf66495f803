"""Rows of programs."""

from cip.programs.models.artefact import Artefact, ArtefactComment, ArtefactVersion
from cip.programs.models.program import Activity, Deliverable, Phase, Program
from cip.programs.models.team import CITeam, TeamMembership

__all__ = [
    "Activity",
    "Artefact",
    "ArtefactComment",
    "ArtefactVersion",
    "CITeam",
    "Deliverable",
    "Phase",
    "Program",
    "TeamMembership",
]
