"""The thread of an initiative: back to findings, evidence, ratings, answers and practices."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import ActionItem, Finding, Target
from assessments.policies import (
    check_can_see_action_item,
    check_can_see_findings,
    check_can_see_results,
)
from assessments.queries.findings import (
    names_in_organization,
    sees_all_findings,
    visible_findings,
)
from assessments.queries.gaps import GapRow, gap_of
from assessments.queries.results import EvidenceLink, FindingThread, thread_of_finding
from assessments.rules.naming import without_names
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
class GapStation:
    """A gap with its area in the model, its assessment, and the weaknesses found there."""

    gap: GapRow
    area: PracticePlace
    assessment_id: UUID
    assessment_title: str
    model_version: str
    weaknesses: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class SourceThread:
    """One source of an initiative; `hidden` says why nothing of it is shown."""

    action: ActionStation | None = None
    finding: FindingStation | None = None
    gap: GapStation | None = None
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
            "gap__node",
            "gap__profile__assessment__model_version__model",
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
    if row.gap is not None:
        return _gap_thread(actor, row.gap)
    if row.action_item is not None:
        return _action_thread(actor, row.action_item)
    return _finding_thread(actor, row.finding)  # type: ignore[arg-type]


def _gap_thread(actor: Actor, target: Target) -> SourceThread:
    assessment = target.profile.assessment
    may_see = allowed(check_can_see_results, actor, assessment)
    found = gap_of(target) if may_see else None
    if found is None:
        return SourceThread(hidden=may_see.reason)
    area = target.node
    weaknesses = (
        visible_findings(actor)
        .filter(
            assessment=assessment,
            kind=Finding.Kind.WEAKNESS,
            node__position__range=(area.position, area.last_position),
        )
        .exclude(state=Finding.State.DROPPED)
        .order_by("node__position", "pk")
    )
    names = () if sees_all_findings(actor) else names_in_organization(actor.organization_id)
    return SourceThread(
        gap=GapStation(
            gap=found,
            area=PracticePlace(area.version_id, area.code, area.title),
            assessment_id=assessment.pk,
            assessment_title=assessment.title,
            model_version=str(assessment.model_version),
            weaknesses=tuple((row.pk, without_names(row.title, names)) for row in weaknesses),
        )
    )


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
