"""The rows that facts are read from, loaded for many assessments at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.module_loading import import_string

from assessments.models import (
    ActionItem,
    AgreedRating,
    Assessment,
    Discussion,
    DiscussionOutcome,
    Finding,
    Interview,
    Participant,
    Response,
    Scope,
    Statement,
)
from assessments.queries.appraisal_facts import appraisal_facts
from assessments.queries.findings import FindingRow, finding_rows
from assessments.queries.leveled_facts import asks_about_levels, leveled_facts
from assessments.rules.condition import FactValue
from cip.access.permissions import Permission
from cip.access.roles import GRANTS, Role
from cip.accounts.models import Membership

T = TypeVar("T")

APPRAISAL = "CMMI-APPRAISAL"
"""The code of the method whose facts come from characterizations."""


@dataclass(frozen=True)
class Area:
    """A node in scope, or one that does not apply."""

    code: str
    is_applicable: bool
    reason: str


@dataclass(frozen=True)
class Responses:
    """How many were begun, handed in, changed after that, and given outside the time for it."""

    begun: int = 0
    submitted: int = 0
    changed: int = 0
    outside: int = 0


@dataclass(frozen=True)
class Rated:
    """The agreed rating of one node; `is_judged` is False for "not rated"."""

    code: str
    is_judged: bool
    agreed_by: str


@dataclass
class Context:
    """All that facts about one assessment are read from. Empty lists where there is nothing."""

    assessment: Assessment
    today: date
    team: frozenset[UUID] = frozenset()
    names: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    invited: int = 0
    responses: Responses = field(default_factory=Responses)
    interviews: list[Interview] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    discussed: set[str] = field(default_factory=set)
    accepted: set[UUID] = field(default_factory=set)
    """Findings of which a discussion agreed that nothing is to be done."""
    actions: list[ActionItem] = field(default_factory=list)
    taken: frozenset[UUID] = frozenset()
    ratings: list[Rated] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)
    leveled: Mapping[str, FactValue] = field(default_factory=dict)
    """What agreed levels tell; empty where the method does not ask about them."""
    appraisal: Mapping[str, FactValue] = field(default_factory=dict)
    """What characterizations, judgements and signatures tell; empty where none are asked for."""

    @property
    def live_findings(self) -> list[FindingRow]:
        """Those that were not dropped."""
        return [row for row in self.findings if row.state != Finding.State.DROPPED]


def contexts(assessments: Sequence[Assessment], today: date) -> dict[UUID, Context]:
    """A context for each assessment, in a number of statements that does not grow with them.

    The assessments bring their program and model version; all are of one organization.
    """
    found = {row.pk: Context(row, today) for row in assessments}
    if not found:
        return found
    organization_id = assessments[0].program.organization_id
    members = _members(organization_id, today)
    for context in found.values():
        context.team = members.team | {context.assessment.lead_id}
        context.names = list(members.names)
    for load in _LOADERS:
        load(found)
    return found


@dataclass(frozen=True)
class _Members:
    team: frozenset[UUID]
    names: list[str]


def _members(organization_id: UUID, today: date) -> _Members:
    """The assessment team is whoever may rate."""
    raters = {role.value for role in Role if Permission.RATE in GRANTS[role]}
    rows = Membership.objects.current(today).filter(organization_id=organization_id)
    people = list(rows.values_list("user_id", "user__name", "roles"))
    return _Members(
        frozenset(pk for pk, _name, roles in people if raters.intersection(roles)),
        sorted({name for _pk, name, _roles in people if name}),
    )


def _areas(found: dict[UUID, Context]) -> None:
    rows = Scope.objects.filter(assessment_id__in=found).order_by("node__position")
    for pk, code, applies, reason in rows.values_list(
        "assessment_id", "node__code", "is_applicable", "reason"
    ):
        found[pk].areas.append(Area(code, applies, reason))


def _people(found: dict[UUID, Context]) -> None:
    rows = Participant.objects.filter(assessment_id__in=found).values("assessment_id")
    counted = rows.annotate(n=Count("pk", filter=Q(revoked_at__isnull=True))).order_by()
    for row in counted:
        found[row["assessment_id"]].invited = row["n"]


def _responses(found: dict[UUID, Context]) -> None:
    assessment = "questionnaire__assessment"
    kick_offs = Statement.objects.filter(
        assessment=OuterRef(assessment), fact="kickoff_held", withdrawn_at__isnull=True
    )
    late = Q(submitted_at__gt=F(f"{assessment}__collection_closed_at"))
    # Nobody knows when an anonymous response was begun.
    early = Q(started_at__date__lt=F("kick_off"), participant__isnull=False)
    rows = (
        Response.objects.filter(questionnaire__assessment_id__in=found)
        .annotate(kick_off=Subquery(kick_offs.values("happened_on")[:1]))
        .values(assessment)
        .annotate(
            begun=Count("pk"),
            submitted=Count(
                "pk", filter=Q(submitted_at__isnull=False, participant__revoked_at__isnull=True)
            ),
            changed=Count("pk", filter=Q(last_saved_at__gt=F("submitted_at"))),
            outside=Count("pk", filter=late | early),
        )
        .order_by()
    )
    for row in rows:
        context = found[row.pop(assessment)]
        context.responses = Responses(**row)


def _findings(found: dict[UUID, Context]) -> None:
    rows = Finding.objects.filter(assessment_id__in=found).select_related("node")
    places = dict(rows.values_list("pk", "assessment_id"))
    for row in finding_rows(rows.order_by("created_at")):
        found[places[row.id]].findings.append(row)
    asked = Participant.objects.filter(assessment_id__in=set(places.values()))
    for pk, name in asked.values_list("assessment_id", "name").order_by():
        found[pk].names.append(name)


def _interviews(found: dict[UUID, Context]) -> None:
    rows = Interview.objects.filter(assessment_id__in=found).order_by("planned_on", "created_at")
    for row in rows:
        found[row.assessment_id].interviews.append(row)


def _discussions(found: dict[UUID, Context]) -> None:
    rows = Discussion.objects.filter(assessment_id__in=found).exclude(
        state=Discussion.State.PLANNED
    )
    for pk, code in rows.values_list("assessment_id", "node__code"):
        found[pk].discussed.add(code)
    agreed = DiscussionOutcome.objects.filter(
        discussion__assessment_id__in=found, kind=DiscussionOutcome.Kind.NO_ACTION
    )
    for pk, finding_id in agreed.values_list("discussion__assessment_id", "finding_id"):
        found[pk].accepted.add(finding_id)


def _actions(found: dict[UUID, Context]) -> None:
    rows = list(ActionItem.objects.filter(assessment_id__in=found).order_by("due_on", "pk"))
    handed_over: Callable[[Iterable[UUID]], set[UUID]] = import_string(settings.ACTIONS_TAKEN)
    taken = frozenset(handed_over([row.pk for row in rows]))
    for pk, own in _grouped(rows, lambda row: row.assessment_id).items():
        found[pk].actions = own
        found[pk].taken = taken


def _ratings(found: dict[UUID, Context]) -> None:
    rows = AgreedRating.objects.filter(assessment_id__in=found).order_by("node__position")
    for pk, code, value, by in rows.values_list(
        "assessment_id", "node__code", "value", "agreed_by"
    ):
        judged = value != AgreedRating.Value.NOT_RATED
        found[pk].ratings.append(Rated(code, judged, by))


def _statements(found: dict[UUID, Context]) -> None:
    rows = Statement.objects.filter(assessment_id__in=found, withdrawn_at__isnull=True)
    for row in rows.select_related("said_by", "artefact_version__artefact"):
        found[row.assessment_id].statements[row.fact] = row


def _appraisals(found: dict[UUID, Context]) -> None:
    for context in found.values():
        if context.assessment.method_version.code == APPRAISAL:
            context.appraisal = appraisal_facts(context.assessment)


def _leveled(found: dict[UUID, Context]) -> None:
    asking = {pk: c for pk, c in found.items() if asks_about_levels(c.assessment)}
    for pk, facts in leveled_facts([c.assessment for c in asking.values()]).items():
        found[pk].leveled = facts


def _grouped(rows: Iterable[T], key: Callable[[T], UUID]) -> dict[UUID, list[T]]:
    groups: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


_LOADERS = (
    _areas,
    _people,
    _responses,
    _interviews,
    _findings,
    _discussions,
    _actions,
    _ratings,
    _statements,
    _appraisals,
    _leveled,
)
