"""What people said about the steps and gates of an assessment, as boards show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from assessments.models import StepRecord


@dataclass(frozen=True)
class Said:
    """Something that a person said, with the person's name."""

    id: UUID
    note: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True)
class StatedFact(Said):
    """A statement that stands. `document`: title and number of what it rests on, or empty."""

    fact: str
    number: int | None
    happened_on: date | None
    artefact_version_id: UUID | None
    document: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """From a row of the part "statements"."""
        day, document = row["happened_on"], row["artefact_version_id"]
        typed = {
            "happened_on": date.fromisoformat(day) if day else None,
            "artefact_version_id": UUID(document) if document else None,
        }
        return cls(**{**row, **_head(row), **typed})


@dataclass(frozen=True)
class Act(Said):
    """One act at a step; with a subject it tells of one round of a step that repeats."""

    step: str
    subject: str
    act: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """From a row of the part "acts"."""
        return cls(**{**row, **_head(row)})

    @property
    def label(self) -> str:
        """The act in words."""
        return str(StepRecord.Act(self.act).label)


@dataclass(frozen=True)
class WaivedGate(Said):
    """A waiver that stands; `note` is the reason."""

    step: str
    gate: str
    role: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """From a row of the part "waivers"."""
        return cls(**{**row, **_head(row)})


def _head(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": UUID(row["id"]), "said_at": datetime.fromisoformat(row["said_at"])}
