"""Rows of workshops."""

from workshops.models.outcome import Outcome
from workshops.models.workshop import AgendaItem, Agreement, Attendance, Workshop

__all__ = ["AgendaItem", "Agreement", "Attendance", "Outcome", "Workshop"]
