"""Discussions of areas, and what became of the findings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from assessments.models import ActionItem, Assessment, Discussion, DiscussionOutcome, Finding
from assessments.queries.findings import ActionRow, FindingRow, action_row, finding_rows


@dataclass(frozen=True)
class DiscussionRow:
    """One session in a list."""

    id: UUID
    state: str
    state_label: str
    state_reason: str
    planned_on: date | None
    held_on: date | None
    attendee_count: int | None
    outcome_count: int


@dataclass(frozen=True)
class AreaDiscussions:
    """An area in scope with its sessions and how many of its findings are still open."""

    node_id: UUID
    code: str
    title: str
    sessions: tuple[DiscussionRow, ...]
    finding_count: int
    preliminary_count: int

    @property
    def is_settled(self) -> bool:
        """Whether it was discussed or left out for a reason."""
        return any(row.state != Discussion.State.PLANNED for row in self.sessions)


@dataclass(frozen=True)
class DiscussedFinding:
    """A finding about the area, and what this session made of it so far."""

    finding: FindingRow
    version: int
    outcome: str
    outcome_label: str
    reason: str
    text_before: str


def area_discussions(assessment: Assessment) -> list[AreaDiscussions]:
    """The areas in scope in model order; three queries."""
    scope = assessment.scope.filter(is_applicable=True).select_related("node")
    sessions: dict[UUID, list[DiscussionRow]] = {}
    rows = Discussion.objects.filter(assessment=assessment).prefetch_related("outcomes")
    for row in rows.order_by("created_at"):
        sessions.setdefault(row.node_id, []).append(_row(row))
    findings = list(
        Finding.objects.filter(assessment=assessment)
        .exclude(state=Finding.State.DROPPED)
        .values_list("node__position", "state")
    )
    return [
        AreaDiscussions(
            node_id=area.pk,
            code=area.code,
            title=area.title,
            sessions=tuple(sessions.get(area.pk, ())),
            finding_count=len(states := _states(findings, area.position, area.last_position)),
            preliminary_count=states.count(Finding.State.PRELIMINARY),
        )
        for area in sorted((each.node for each in scope), key=lambda node: node.position)
    ]


def findings_about(discussion: Discussion) -> QuerySet[Finding]:
    """Findings about the area that were not dropped: what an action agreed there is about."""
    rows = _about(discussion).exclude(state=Finding.State.DROPPED)
    return rows.order_by("node__position", "created_at")


def discussed_findings(discussion: Discussion) -> list[DiscussedFinding]:
    """Findings about the area with their outcomes here; five queries."""
    rows = _about(discussion).select_related("node")
    outcomes = {
        row.finding_id: row for row in DiscussionOutcome.objects.filter(discussion=discussion)
    }
    versions = dict(rows.values_list("pk", "version"))
    found = finding_rows(rows.order_by("node__position", "kind", "created_at"))
    return [_discussed(row, versions[row.id], outcomes.get(row.id)) for row in found]


def actions_of_discussion(discussion: Discussion) -> list[ActionRow]:
    """Actions agreed there, soonest due first; one query."""
    rows = ActionItem.objects.filter(discussion=discussion).order_by("due_on", "created_at")
    return [action_row(row) for row in rows.select_related("owner")]


def _about(discussion: Discussion) -> QuerySet[Finding]:
    area = discussion.node
    return Finding.objects.filter(
        assessment_id=discussion.assessment_id,
        node__position__range=(area.position, area.last_position),
    )


def _discussed(
    row: FindingRow, version: int, outcome: DiscussionOutcome | None
) -> DiscussedFinding:
    return DiscussedFinding(
        finding=row,
        version=version,
        outcome=outcome.kind if outcome else "",
        outcome_label=outcome.get_kind_display() if outcome else "",
        reason=outcome.reason if outcome else "",
        text_before=outcome.text_before if outcome else "",
    )


def _states(findings: list[tuple[int, str]], first: int, last: int) -> list[str]:
    return [state for place, state in findings if first <= place <= last]


def _row(row: Discussion) -> DiscussionRow:
    return DiscussionRow(
        id=row.pk,
        state=row.state,
        state_label=row.get_state_display(),
        state_reason=row.state_reason,
        planned_on=row.planned_on,
        held_on=row.held_on,
        attendee_count=row.attendee_count,
        outcome_count=len(row.outcomes.all()),
    )
