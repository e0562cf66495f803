"""Reads of the audit trail."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet

from cip.access.actor import Actor
from cip.audit.models import AuditEvent
from cip.db.paging import PageNumber, page_of

ORDERS = {"at": ("at", "pk"), "-at": ("-at", "-pk")}


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; empty means all. Days are whole days in UTC, both included."""

    action: str = ""
    actor_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    search: str = ""


@dataclass(frozen=True)
class AuditChange:
    """One field of an act: what it was and what it became, as texts."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditRow:
    """One act."""

    at: datetime
    actor: str
    actor_kind: str
    action: str
    action_words: str
    subject_type: str
    subject: str
    changes: tuple[AuditChange, ...]


@dataclass(frozen=True)
class Act:
    """When somebody did something, and the name they had."""

    at: datetime
    by: str


def last_acts(
    actor: Actor, subject_type: str, subjects: Iterable[UUID], actions: Iterable[str]
) -> dict[tuple[UUID, str], Act]:
    """The last of each action on each subject, as far as the actor's organization did it.

    One query.
    """
    rows = AuditEvent.objects.visible_to(actor).filter(
        subject_type=subject_type,
        subject_id__in=[str(pk) for pk in subjects],
        action__in=list(actions),
    )
    return {
        (UUID(row.subject_id), row.action): Act(row.at, row.actor_label)
        for row in rows.order_by("at", "pk")
    }


def audit_events(actor: Actor, wanted: AuditFilter, sort: str = "") -> QuerySet[AuditEvent]:
    """The organization's acts that fit, newest first unless sorted by one of ORDERS."""
    rows = AuditEvent.objects.visible_to(actor)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.actor_id:
        rows = rows.filter(actor_id=str(wanted.actor_id))
    if wanted.since:
        rows = rows.filter(at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__date__lte=wanted.until)
    if wanted.search:
        rows = rows.filter(subject_label__icontains=wanted.search)
    return rows.order_by(*ORDERS.get(sort, ORDERS["-at"]))


def audit_page(actor: Actor, wanted: AuditFilter, number: PageNumber, sort: str = "") -> Page:
    """One page of `AuditRow`. Two queries."""
    return page_of(audit_events(actor, wanted, sort), number, audit_row)


def audit_actions(actor: Actor) -> list[str]:
    """The actions that occur in this organization's trail, for the filter. One query."""
    rows = AuditEvent.objects.visible_to(actor)
    return list(rows.order_by("action").values_list("action", flat=True).distinct())


def audit_actors(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the people in the trail, for the filter. One query."""
    rows = AuditEvent.objects.visible_to(actor).exclude(actor_id="").filter(actor_kind="person")
    pairs = (
        rows.order_by("actor_id", "-at").distinct("actor_id").values_list("actor_id", "actor_label")
    )
    return sorted(pairs, key=lambda pair: pair[1].lower())


def action_words(action: str) -> str:
    """What happened, for people: "action_item.completed" is "Action item completed"."""
    return action.replace("_", " ").replace(".", " ").capitalize()


def audit_row(event: AuditEvent) -> AuditRow:
    """The event as shown."""
    return AuditRow(
        at=event.at,
        actor=event.actor_label,
        actor_kind=event.actor_kind,
        action=event.action,
        action_words=action_words(event.action),
        subject_type=event.subject_type,
        subject=event.subject_label,
        changes=tuple(_changes(event.changes)),
    )


def _changes(changes: Mapping[str, Any]) -> Iterator[AuditChange]:
    for name, value in changes.items():
        before, after = value if isinstance(value, list) and len(value) == 2 else ("", value)
        yield AuditChange(name.replace("_", " "), _text(before), _text(after))


def _text(value: Any) -> str:
    if value is None or value == []:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def audit_lines(actor: Actor, wanted: AuditFilter, sort: str = "") -> Iterator[tuple[str, ...]]:
    """The same acts as lines of a file, read in pieces so that a long trail fits."""
    for event in audit_events(actor, wanted, sort).iterator(chunk_size=2000):
        row = audit_row(event)
        changes = "; ".join(f"{c.name}: {c.before} -> {c.after}" for c in row.changes)
        yield (
            row.at.isoformat(timespec="seconds"),
            row.actor,
            row.actor_kind,
            row.action,
            row.subject_type,
            row.subject,
            changes,
        )
