"""The thread of an initiative: back to findings, evidence, ratings, answers and practices."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import ActionItem, Finding
from assessments.policies import check_can_see_action_item, check_can_see_findings
from assessments.queries.results import EvidenceLink, FindingThread, thread_of_finding
from cip.access.actor import Actor
from cip.access.check import allowed
from models_catalog.models import Node
from roadmap.models import Initiative, InitiativeSource


@dataclass(frozen=True)
class PracticePlace:
    """A node of the published model, for its page in the catalog."""

    version_id: UUID
    code: str
    title: str


@dataclass(frozen=True)
class EvidenceStation:
    """Evidence with the practice that its question asks about."""

    link: EvidenceLink
    practice: PracticePlace | None


@dataclass(frozen=True)
class FindingStation:
    """A finding as a station, with everything behind it."""

    thread: FindingThread
    about: PracticePlace | None
    evidence: tuple[EvidenceStation, ...]


@dataclass(frozen=True)
class ActionStation:
    """An agreed action. `kind` is "action_item" or "outcome"; `origin`: assessment or workshop."""

    kind: str
    id: UUID
    text: str
    origin_id: UUID
    origin: str
    day: date | None


@dataclass(frozen=True)
class SourceThread:
    """One source of an initiative; `hidden` says why nothing of it is shown."""

    action: ActionStation | None = None
    finding: FindingStation | None = None
    hidden: str = ""


def source_threads(actor: Actor, initiative: Initiative) -> tuple[SourceThread, ...]:
    """The threads of the initiative's sources, oldest first, as far as the actor may follow them.

    Answers are under the threshold and without names (see `thread_of_finding`). One query for the
    sources; about sixteen more for each finding behind them. An initiative has one source.
    """
    rows = (
        InitiativeSource.objects.filter(initiative=initiative)
        .select_related(
            "finding__assessment",
            "action_item__assessment",
            "action_item__finding__assessment",
            "outcome__workshop",
        )
        .order_by("pk")
    )
    return tuple(_thread(actor, row) for row in rows)


def _thread(actor: Actor, row: InitiativeSource) -> SourceThread:
    if row.outcome is not None:
        workshop = row.outcome.workshop
        station = ActionStation(
            "outcome",
            row.outcome.pk,
            row.outcome.text,
            workshop.pk,
            workshop.title,
            workshop.held_on,
        )
        return SourceThread(action=station)
    if row.action_item is not None:
        return _action_thread(actor, row.action_item)
    return _finding_thread(actor, row.finding)  # type: ignore[arg-type]


def _action_thread(actor: Actor, item: ActionItem) -> SourceThread:
    may_see = allowed(check_can_see_action_item, actor, item)
    if not may_see:
        return SourceThread(hidden=may_see.reason)
    station = ActionStation(
        "action_item", item.pk, item.text, item.assessment_id, item.assessment.title, item.due_on
    )
    if item.finding is None:
        return SourceThread(action=station)
    behind = _finding_thread(actor, item.finding)
    return SourceThread(action=station, finding=behind.finding, hidden=behind.hidden)


def _finding_thread(actor: Actor, finding: Finding) -> SourceThread:
    may_see = allowed(check_can_see_findings, actor, finding)
    if not may_see:
        return SourceThread(hidden=may_see.reason)
    thread = thread_of_finding(finding.pk)
    if thread is None:
        return SourceThread()
    wanted = {thread.node_id} | {e.item.node_id for e in thread.evidence if e.item is not None}
    places = {
        pk: PracticePlace(version_id, code, title)
        for pk, version_id, code, title in Node.objects.filter(pk__in=wanted).values_list(
            "pk", "version_id", "code", "title"
        )
    }
    return SourceThread(
        finding=FindingStation(
            thread=thread,
            about=places.get(thread.node_id),
            evidence=tuple(
                EvidenceStation(link, places.get(link.item.node_id) if link.item else None)
                for link in thread.evidence
            ),
        )
    )
