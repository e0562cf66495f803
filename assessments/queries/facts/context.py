"""The rows that facts are read from, loaded for many assessments at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from assessments.models import Assessment
from assessments.queries.appraisal_facts import appraisals_facts
from assessments.queries.facts.rows import Rows, rows_of
from assessments.queries.facts.said import Act, StatedFact, WaivedGate
from assessments.queries.leveled_facts import asks_about_levels, leveled_facts
from assessments.rules.audience import Roles, role_keys
from assessments.rules.condition import FactValue
from assessments.rules.evidence import Piece, Standing, standing
from cip.access.permissions import Permission
from cip.access.roles import GRANTS, Role

APPRAISAL = "CMMI-APPRAISAL"
"""The code of the method whose facts come from characterizations."""


@dataclass(frozen=True)
class Area:
    """A node in scope, or one that does not apply."""

    code: str
    is_applicable: bool
    reason: str
    roles: Roles = ()
    """Put to people with one of these roles; none: everybody."""


@dataclass(frozen=True)
class Responses:
    """How many were begun, handed in, changed after that, and given outside the time for it."""

    begun: int = 0
    submitted: int = 0
    changed: int = 0
    outside: int = 0


@dataclass(frozen=True)
class Talk:
    """An interview: whom it asks, how far it is, and whether consent is on record."""

    role_asked: str
    state: str
    has_consent: bool


@dataclass(frozen=True)
class Found:
    """A finding that was not dropped, and how well it stands."""

    id: UUID
    kind: str
    title: str
    text: str
    solution_direction: str
    is_uncorroborated: bool
    action_count: int
    standing: Standing


@dataclass(frozen=True)
class OpenAction:
    """An action that is neither done nor dropped."""

    id: UUID
    text: str


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
    names: tuple[str, ...] = ()
    areas: list[Area] = field(default_factory=list)
    invited: int = 0
    invited_roles: dict[str, int] = field(default_factory=dict)
    responses: Responses = field(default_factory=Responses)
    interviews: list[Talk] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)
    discussed: frozenset[str] = frozenset()
    accepted: frozenset[UUID] = frozenset()
    """Findings of which a discussion agreed that nothing is to be done."""
    actions: list[OpenAction] = field(default_factory=list)
    taken: frozenset[UUID] = frozenset()
    ratings: list[Rated] = field(default_factory=list)
    statements: dict[str, StatedFact] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    """What was said at steps, oldest first."""
    waivers: tuple[WaivedGate, ...] = ()
    leveled: Mapping[str, FactValue] = field(default_factory=dict)
    """What agreed levels tell; empty where the method does not ask about them."""
    appraisal: Mapping[str, FactValue] = field(default_factory=dict)
    """What characterizations, judgements and signatures tell; empty where none are asked for."""


Loader = Callable[[dict[UUID, Context]], None]


def contexts(assessments: Sequence[Assessment], today: date) -> dict[UUID, Context]:
    """A context for each assessment, in a number of statements that does not grow with them.

    The assessments bring their program, model version and method version; all are of one
    organization.
    """
    if not assessments:
        return {}
    rows = rows_of((row.pk for row in assessments), assessments[0].program.organization_id, today)
    members = rows[None]["members"]
    raters, known = _raters(members), sorted({name for _pk, name, _roles in members if name})
    found = {
        row.pk: _context(row, today, rows.get(row.pk, {}), raters, known) for row in assessments
    }
    for load in _LOADERS:
        load(found)
    return found


def _context(
    row: Assessment, today: date, rows: Rows, raters: frozenset[UUID], known: list[str]
) -> Context:
    people: dict[str, int] = dict(rows.get("invited", ()))
    put_to = {one["target"]: one["roles"] for one in rows.get("asked_of", ())}
    statements = (StatedFact.of(each) for each in rows.get("statements", ()))
    return Context(
        assessment=row,
        today=today,
        team=raters | {row.lead_id},
        names=(*known, *rows.get("names", ())),
        areas=[
            Area(code, applies, reason, role_keys(put_to.get(code, ())))
            for code, applies, reason in rows.get("areas", ())
        ],
        invited=sum(people.values()),
        invited_roles=people,
        responses=Responses(**rows.get("responses", {})),
        interviews=[Talk(*each) for each in rows.get("interviews", ())],
        findings=[_found(each) for each in rows.get("findings", ())],
        discussed=frozenset(rows.get("discussed", ())),
        accepted=frozenset(map(UUID, rows.get("accepted", ()))),
        actions=[OpenAction(UUID(pk), text) for pk, text in rows.get("actions", ())],
        ratings=[Rated(*each) for each in rows.get("ratings", ())],
        statements={each.fact: each for each in statements},
        acts=tuple(map(Act.of, rows.get("acts", ()))),
        waivers=tuple(map(WaivedGate.of, rows.get("waivers", ()))),
    )


def _raters(members: list[list[Any]]) -> frozenset[UUID]:
    """The assessment team is whoever may rate."""
    raters = {role.value for role in Role if Permission.RATE in GRANTS[role]}
    return frozenset(UUID(pk) for pk, _name, roles in members if raters.intersection(roles))


def _found(row: dict[str, Any]) -> Found:
    pieces = row.pop("pieces") or ()
    row |= {"id": UUID(row["id"]), "standing": standing(Piece(*each) for each in pieces)}
    return Found(**row)


def _taken(found: dict[UUID, Context]) -> None:
    """Which actions a workplan took up: the apps above know."""
    actions = [action.id for context in found.values() for action in context.actions]
    handed_over: Callable[[Iterable[UUID]], set[UUID]] = import_string(settings.ACTIONS_TAKEN)
    taken = frozenset(handed_over(actions)) if actions else frozenset()
    for context in found.values():
        context.taken = taken


def _appraisals(found: dict[UUID, Context]) -> None:
    rows = [context.assessment for context in found.values()]
    appraised = [row for row in rows if row.method_version.code == APPRAISAL]
    for pk, facts in appraisals_facts(appraised).items():
        found[pk].appraisal = facts


def _leveled(found: dict[UUID, Context]) -> None:
    asking = [c.assessment for c in found.values() if asks_about_levels(c.assessment)]
    for pk, facts in leveled_facts(asking).items():
        found[pk].leveled = facts


_LOADERS: tuple[Loader, ...] = (_taken, _appraisals, _leveled)
"""What the one statement cannot tell; each asks once for all assessments."""
