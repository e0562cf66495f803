"""Findings with what they rest on, and action items."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    ActionItem,
    Assessment,
    Evidence,
    Finding,
    InterviewNote,
    Participant,
)
from assessments.queries.rated_model import AreaNode
from assessments.rules import lifecycle
from assessments.rules.evidence import Corroboration, Piece, Standing, standing
from assessments.rules.naming import without_names
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.accounts.models import Membership, User
from cip.db.paging import sorted_rows
from cip.kernel import clock
from cip.programs.models import ArtefactVersion
from models_catalog.models import Node

# What `piece_of` needs of a row of Evidence.
EVIDENCE_ROWS = ("artefact_version", "taken_from__interview_note__interview")

CORROBORATION_LABELS = {
    Corroboration.CORROBORATED: _("Corroborated"),
    Corroboration.CONTRADICTED: _("Contradicted"),
    Corroboration.SINGLE_SOURCE: _("One source only"),
    Corroboration.NO_EVIDENCE: _("No evidence yet"),
}


@dataclass(frozen=True)
class FindingRow:
    """A finding in a list: what it says, about what, and how well it stands."""

    id: UUID
    kind: str
    kind_label: str
    state: str
    state_label: str
    title: str
    text: str
    solution_direction: str
    node_id: UUID
    node_code: str
    node_title: str
    node_place: int
    standing: Standing
    action_count: int
    is_uncorroborated: bool = False

    @property
    def corroboration(self) -> str:
        """The state of corroboration in words; the label under which it was confirmed first."""
        if self.is_uncorroborated and not self.standing.may_be_confirmed:
            return str(_("Uncorroborated"))
        return str(CORROBORATION_LABELS[self.standing.state])

    @property
    def is_confirmed(self) -> bool:
        """Whether the team stands by it, as first written or as changed."""
        return self.state in (Finding.State.CONFIRMED, Finding.State.CHANGED)

    def is_about(self, area: AreaNode) -> bool:
        """Whether it speaks of the area or of anything in it."""
        return area.first <= self.node_place <= area.last


@dataclass(frozen=True)
class ActionRow:
    """An action item in a list."""

    id: UUID
    text: str
    owner_id: UUID
    owner: str
    due_on: date
    state: str
    state_label: str
    finding_id: UUID | None


def piece_of(evidence: Evidence) -> Piece:
    """The evidence as the rule sees it; load it with EVIDENCE_ROWS."""
    note = evidence.taken_from.interview_note if evidence.taken_from else None
    origin = origin_of(evidence.origin, evidence.artefact_version, note)
    return Piece(evidence.source, origin, evidence.polarity == Evidence.Polarity.SUPPORTS)


def origin_of(origin: str, document: ArtefactVersion | None, note: InterviewNote | None) -> str:
    """Where evidence comes from: a document is the same one in all its versions, and a follow-up
    the same occasion as the interview it goes back to."""
    if document is not None:
        return str(document.artefact_id)
    if note is not None:
        return note.interview.occasion
    return origin


def standing_of(finding_id: UUID) -> Standing:
    """How well one finding stands now."""
    rows = Evidence.objects.filter(finding_id=finding_id).select_related(*EVIDENCE_ROWS)
    return standing(piece_of(row) for row in rows)


def sees_all_findings(actor: Actor) -> bool:
    """The assessment team sees findings in every state, with their evidence."""
    return granted(actor, Permission.WRITE_FINDINGS)


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """Findings that may be listed: the team's all, others' only undropped ones once agreed."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(actor)
    if sees_all_findings(actor):
        return rows
    return rows.filter(
        assessment__state__in=[lifecycle.AGREED, lifecycle.CLOSED],
    ).exclude(state=Finding.State.DROPPED)


def visible_action_items(actor: Actor) -> QuerySet[ActionItem]:
    """Action items that may be listed: the team's all, one's own, others' once agreed."""
    rows: QuerySet[ActionItem] = ActionItem.objects.visible_to(actor)
    if sees_all_findings(actor):
        return rows
    released = rows.filter(assessment__state__in=[lifecycle.AGREED, lifecycle.CLOSED])
    return released | rows.filter(owner_id=actor.user_id)


def findings(
    assessment: Assessment,
    *,
    for_team: bool,
    kind: str = "",
    state: str = "",
    names: Sequence[str] | None = None,
) -> list[FindingRow]:
    """Findings in model order, strengths first, in two queries.

    Others than the team never see dropped findings, and names of people are taken out of the texts;
    without `names` one more query asks for them.
    """
    rows = Finding.objects.filter(assessment=assessment).select_related("node")
    if not for_team:
        rows = rows.exclude(state=Finding.State.DROPPED)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if names is None:
        names = () if for_team else people_names(assessment)
    return finding_rows(rows.order_by("node__position", "kind", "created_at"), names)


FINDING_ORDERS: dict[str, Callable[[FindingRow], Any]] = {
    "title": lambda row: row.title.casefold(),
    "kind": lambda row: Finding.Kind.values.index(row.kind),
    "state": lambda row: Finding.State.values.index(row.state),
    "about": lambda row: row.node_place,
}
ACTION_ORDERS: dict[str, Callable[[ActionRow], Any]] = {
    "text": lambda row: row.text.casefold(),
    "owner": lambda row: row.owner.casefold(),
    "due_on": lambda row: row.due_on,
    "state": lambda row: ActionItem.State.values.index(row.state),
}


def chosen_findings(
    rows: Iterable[FindingRow], *, search: str = "", sort: str = ""
) -> list[FindingRow]:
    """The rows that hold the words, sorted: as shown, so that no removed name can be searched."""
    words = search.casefold()
    found = [row for row in rows if words in f"{row.title}\n{row.text}".casefold()]
    return sorted_rows(found, sort, FINDING_ORDERS)


def chosen_actions(
    rows: Iterable[ActionRow], *, search: str = "", state: str = "", owner: str = "", sort: str = ""
) -> list[ActionRow]:
    """The rows that fit, soonest due first unless sorted."""
    words = search.casefold()
    found = [
        row
        for row in rows
        if words in row.text.casefold()
        and state in ("", row.state)
        and owner in ("", str(row.owner_id))
    ]
    return sorted_rows(found, sort, ACTION_ORDERS)


_ACTIONS = Coalesce(
    Subquery(
        ActionItem.objects.filter(finding=OuterRef("pk"))
        .order_by()
        .values("finding")
        .annotate(n=Count("pk"))
        .values("n")
    ),
    0,
)


def finding_rows(rows: QuerySet[Finding], names: Iterable[str] = ()) -> list[FindingRow]:
    """The rows with their standing and number of actions; texts without `names`."""
    found = list(rows.annotate(action_count=_ACTIONS))
    ids = [row.pk for row in found]
    pieces: dict[UUID, list[Piece]] = {}
    evidence = Evidence.objects.filter(finding_id__in=ids).select_related(*EVIDENCE_ROWS)
    for piece in evidence:
        pieces.setdefault(piece.finding_id, []).append(piece_of(piece))
    names = list(names)
    return [
        FindingRow(
            id=row.pk,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            state=row.state,
            state_label=row.get_state_display(),
            title=without_names(row.title, names),
            text=without_names(row.text, names),
            solution_direction=without_names(row.solution_direction, names),
            node_id=row.node_id,
            node_code=row.node.code,
            node_title=row.node.title,
            node_place=row.node.position,
            standing=standing(pieces.get(row.pk, ())),
            action_count=row.action_count,
            is_uncorroborated=row.is_uncorroborated,
        )
        for row in found
    ]


def action_items(assessment: Assessment) -> list[ActionRow]:
    """All action items of the assessment, soonest due first; one query."""
    rows = ActionItem.objects.filter(assessment=assessment).order_by("due_on", "created_at")
    return [action_row(row) for row in rows.select_related("owner")]


def actions_of_finding(finding: Finding) -> list[ActionRow]:
    """Action items about one finding, soonest due first; one query."""
    rows = ActionItem.objects.filter(finding=finding).order_by("due_on", "created_at")
    return [action_row(row) for row in rows.select_related("owner")]


def people_names(assessment: Assessment) -> list[str]:
    """Names that no released text may hold: participants and members; one query."""
    participants = Participant.objects.filter(assessment=assessment)
    return _names(participants, assessment.program.organization_id)


def names_in_organization(organization_id: UUID) -> list[str]:
    """The same for texts of several assessments."""
    participants = Participant.objects.in_organization(organization_id)
    return _names(participants, organization_id)


def _names(participants: QuerySet[Participant], organization_id: UUID) -> list[str]:
    asked = participants.order_by().values_list("name", flat=True)
    members = Membership.objects.filter(organization_id=organization_id).order_by()
    known = asked.union(members.values_list("user__name", flat=True))
    return sorted(name for name in known if name)


def current_members(organization_id: UUID) -> QuerySet[User]:
    """People who may own an action: current members, by name."""
    memberships = Membership.objects.current(clock.today()).filter(organization_id=organization_id)
    return User.objects.filter(pk__in=memberships.values("user_id"), is_active=True).order_by(
        "name"
    )


def nodes_to_speak_of(assessment: Assessment) -> QuerySet[Node]:
    """What a finding may be about: the areas in scope with their goals and practices, in order."""
    spans = assessment.scope.values_list("node__position", "node__last_position")
    places = [n for first, last in spans for n in range(first, last + 1)]
    return (
        Node.objects.filter(version_id=assessment.model_version_id, position__in=places)
        .select_related("type")
        .order_by("position")
    )


def needs_finding(assessment: Assessment) -> bool:
    """Whether its method lets nobody agree an action about nothing in particular."""
    return assessment.method_version.method.actions_need_findings


def findings_to_act_on(assessment: Assessment) -> QuerySet[Finding]:
    """Findings that an action may be about, in the order of the model."""
    out = [Finding.State.DROPPED]
    if needs_finding(assessment):
        out.append(Finding.State.PRELIMINARY)
    rows = Finding.objects.filter(assessment=assessment).exclude(state__in=out)
    return rows.order_by("node__position", "created_at")


def action_row(row: ActionItem) -> ActionRow:
    """The row with its owner, which must be loaded."""
    return ActionRow(
        id=row.pk,
        text=row.text,
        owner_id=row.owner_id,
        owner=str(row.owner),
        due_on=row.due_on,
        state=row.state,
        state_label=row.get_state_display(),
        finding_id=row.finding_id,
    )
