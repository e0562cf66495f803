"""Where work comes from: what is found for each source, and how it is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat, Left, Now
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import ActionItem, Participant, Response
from assessments.queries.additions import open_additions
from assessments.rules import lifecycle
from cip.access.actor import Actor, acting_person, granted
from cip.access.permissions import Permission
from cip.accounts.models import Invitation
from cip.db.written import written_rows
from cip.programs.models import Activity, Deliverable, Phase
from cip.programs.rules.gates import ACTIVITY_SETTLED, DELIVERABLE_SETTLED
from cip.web.links import org_url
from roadmap.models import Initiative, InitiativeSource, WorkItem
from workshops.models import Agreement, Outcome

OPEN_WORK = ("open", "planned", "started")
Rows = QuerySet[Any] | None


@dataclass(frozen=True)
class WorkEntry:
    """One thing that waits. `kind` is a word for what it is; `program` is empty for none."""

    title: str
    kind: str
    program: str
    program_id: UUID | None
    due_on: date | None
    url: str


@dataclass(frozen=True)
class Source:
    """What `find` gives (None: nothing for this person), the page it leads to, and the words."""

    kind: Promise
    find: Callable[[Actor], Rows]
    view: str
    say: Callable[[str], str] = str

    def entry(self, actor: Actor, row: Sequence[Any]) -> WorkEntry:
        """A row as an entry."""
        title, link, program, program_id, due_on = row
        args = [] if link is None else [link]
        return WorkEntry(
            title=self.say(title),
            kind=str(self.kind),
            program=program or "",
            program_id=program_id,
            due_on=due_on,
            url=org_url(actor, self.view, *args),
        )


def entries(
    actor: Actor,
    sources: Sequence[Source],
    program_id: UUID | None = None,
    *,
    most: int | None = None,
) -> list[WorkEntry]:
    """What waits for the actor, of one program if one is named; one query for all sources.

    With `most` no more than that, what is due first. What a source finds must depend on nothing
    but the actor, since the statement is kept.
    """
    found = tuple((place, source.find) for place, source in enumerate(sources))
    asked = {} if program_id is None else {"program_id": program_id}
    rows = written_rows(_together, actor, found, most, **asked)
    return [sources[place].entry(actor, row) for place, *row in rows]


_COLUMNS = ("said", "leads_to", "program_name", "in_program", "waits_until")


def _together(
    actor: Actor,
    sources: Sequence[tuple[int, Callable[[Actor], Rows]]],
    most: int | None,
    program_id: UUID | None = None,
) -> QuerySet[Any]:
    """One statement over all sources; each row says of which it is."""
    parts = [
        rows.annotate(source=Value(place)).values_list("source", *_COLUMNS)
        for place, find in sources
        if (rows := find(actor)) is not None
    ]
    if program_id is not None:
        parts = [rows.filter(in_program=program_id) for rows in parts]
    if not parts:
        return Participant.objects.none()
    together: QuerySet[Any] = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return together if most is None else together.order_by("waits_until", "said")[:most]


def _columns(
    rows: QuerySet[Any],
    said: Any,
    *,
    program: str = "",
    due_on: str = "",
    leads_to: str = "pk",
) -> QuerySet[Any]:
    """The same columns for every source; an empty path stands for nothing."""

    def of(path: str, kind: Any) -> Cast:
        return Cast(F(path) if path else Value(None), kind)

    found: QuerySet[Any] = rows.order_by().annotate(
        said=Cast(said, TextField()),
        leads_to=of(leads_to, UUIDField()),
        program_name=of(f"{program}__name" if program else "", TextField()),
        in_program=of(f"{program}__pk" if program else "", UUIDField()),
        waits_until=of(due_on, DateField()),
    )
    return found


def _questionnaires(actor: Actor) -> Rows:
    """Open ones that the actor has not submitted, or that have new questions since."""
    submitted = Response.objects.filter(participant=OuterRef("pk"), state=Response.State.SUBMITTED)
    rows = Participant.objects.visible_to(actor).filter(
        (~Exists(submitted) & Q(responded_on=None)) | Exists(open_additions(OuterRef("pk"))),
        user_id=acting_person(actor),
        revoked_at__isnull=True,
        assessment__state=lifecycle.COLLECTING,
        assessment__program__archived_at__isnull=True,
    )
    return _columns(
        rows,
        F("assessment__title"),
        program="assessment__program",
        due_on="assessment__closes_on",
        leads_to="assessment_id",
    )


def _agreements(actor: Actor) -> Rows:
    """To be signed by the program's sponsor; by any sponsor while none is named."""
    if not granted(actor, Permission.SIGN_AGREEMENT):
        return None
    rows = Agreement.objects.visible_to(actor).filter(
        Q(workshop__program__sponsor_id=actor.user_id) | Q(workshop__program__sponsor__isnull=True),
        state=Agreement.State.REQUESTED,
        workshop__program__archived_at__isnull=True,
    )
    return _columns(
        rows, F("workshop__title"), program="workshop__program", due_on="workshop__held_on"
    )


def _action_items(actor: Actor) -> Rows:
    """Open ones out of assessments that nobody has taken into a workplan."""
    taken = InitiativeSource.objects.filter(action_item=OuterRef("pk"))
    rows = ActionItem.objects.visible_to(actor).filter(
        ~Exists(taken),
        owner_id=actor.user_id,
        state=ActionItem.State.OPEN,
        work_item__isnull=True,
        assessment__program__archived_at__isnull=True,
    )
    return _columns(rows, F("text"), program="assessment__program", due_on="due_on")


def _workshop_actions(actor: Actor) -> Rows:
    """Agreed in workshops, and nobody has taken them into a workplan."""
    taken = InitiativeSource.objects.filter(outcome=OuterRef("pk"))
    rows = Outcome.objects.visible_to(actor).filter(
        ~Exists(taken),
        owner_id=actor.user_id,
        kind=Outcome.Kind.ACTION,
        work_item__isnull=True,
        workshop__program__archived_at__isnull=True,
    )
    return _columns(
        rows,
        Left("text", 80),
        program="workshop__program",
        due_on="due_on",
        leads_to="workshop_id",
    )


def _planned(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """What of workplans the actor owns and is neither done nor dropped."""
    return rows.filter(
        owner_id=actor.user_id,
        state__in=OPEN_WORK,
        workplan__program__archived_at__isnull=True,
    )


def _work_items(actor: Actor) -> Rows:
    rows = _planned(WorkItem.objects.visible_to(actor), actor)
    return _columns(
        rows, F("title"), program="workplan__program", due_on="due_on", leads_to="workplan_id"
    )


def _initiatives(actor: Actor) -> Rows:
    rows = _planned(Initiative.objects.visible_to(actor), actor)
    return _columns(rows, F("title"), program="workplan__program", due_on="due_on")


def _activities(actor: Actor) -> Rows:
    """Of running programs, owned by the actor and not settled."""
    rows = (
        Activity.objects.visible_to(actor)
        .filter(owner_id=actor.user_id, phase__program__archived_at__isnull=True)
        .exclude(state__in=ACTIVITY_SETTLED)
    )
    title = Concat(Cast("number", TextField()), Value(". "), F("title"))
    return _columns(rows, title, program="phase__program", due_on="due_on")


def _ready_gates(actor: Actor) -> Rows:
    """Gates of the programs the actor leads, once everything before them is settled."""
    if not granted(actor, Permission.EDIT_PROGRAM):
        return None
    open_activities = Activity.objects.filter(phase=OuterRef("pk")).exclude(
        state__in=ACTIVITY_SETTLED
    )
    missing = (
        Deliverable.objects.filter(activity__phase=OuterRef("pk"))
        .exclude(state__in=DELIVERABLE_SETTLED)
        .exclude(activity__state=Activity.State.SKIPPED)
    )
    earlier = Phase.objects.filter(
        program=OuterRef("program"), position__lt=OuterRef("position"), gate=Phase.Gate.OPEN
    )
    rows = Phase.objects.visible_to(actor).filter(
        ~Exists(open_activities),
        ~Exists(missing),
        ~Exists(earlier),
        gate=Phase.Gate.OPEN,
        program__lead_id=actor.user_id,
        program__archived_at__isnull=True,
    )
    return _columns(rows, F("kind"), program="program", due_on="ends_on")


def _expired_invitations(actor: Actor) -> Rows:
    """Nobody accepted them in time: send again or withdraw (organization admins)."""
    if not granted(actor, Permission.MANAGE_PEOPLE):
        return None
    rows = Invitation.objects.visible_to(actor).filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__lt=Now()
    )
    return _columns(rows, F("email"), leads_to="")


def _answer(title: str) -> str:
    return _("Answer “%(title)s”") % {"title": title}


def _sign(title: str) -> str:
    return _("Sign the agreement on “%(title)s”") % {"title": title}


def _pass_gate(kind: str) -> str:
    phase = Phase.Kind(kind).label
    return _("Everything of %(phase)s is settled: pass its gate") % {"phase": phase}


def _has_expired(email: str) -> str:
    return _("The invitation to %(email)s has expired") % {"email": email}


QUESTIONNAIRES = Source(gettext_lazy("Questionnaire"), _questionnaires, "assessments:fill", _answer)
AGREEMENTS = Source(gettext_lazy("Agreement"), _agreements, "workshops:agreement", _sign)
ACTION_ITEMS = Source(gettext_lazy("Action"), _action_items, "assessments:action_item")
WORKSHOP_ACTIONS = Source(gettext_lazy("Agreed action"), _workshop_actions, "workshops:outcomes")
WORK_ITEMS = Source(gettext_lazy("Work item"), _work_items, "roadmap:workplan")
INITIATIVES = Source(gettext_lazy("Initiative"), _initiatives, "roadmap:initiative")
ACTIVITIES = Source(gettext_lazy("Activity"), _activities, "programs:activity")
READY_GATES = Source(gettext_lazy("Gate"), _ready_gates, "programs:phase", _pass_gate)
EXPIRED_INVITATIONS = Source(
    gettext_lazy("Invitation"), _expired_invitations, "accounts:people", _has_expired
)
