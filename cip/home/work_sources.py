"""Where work comes from: one function per source, one query each."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assessments.models import ActionItem, Participant, Response
from assessments.rules import lifecycle
from cip.access.actor import Actor, acting_person, granted
from cip.access.permissions import Permission
from cip.accounts.models import Invitation
from cip.kernel import clock
from cip.programs.models import Activity, Deliverable, Phase
from cip.programs.rules.gates import ACTIVITY_SETTLED, DELIVERABLE_SETTLED
from cip.web.links import org_url
from roadmap.models import Initiative, InitiativeSource, WorkItem
from workshops.models import Agreement, Outcome

OPEN_WORK = ("open", "planned", "started")


@dataclass(frozen=True)
class WorkEntry:
    """One thing that waits. `kind` is a word for what it is; `program` is empty for none."""

    title: str
    kind: str
    program: str
    program_id: UUID | None
    due_on: date | None
    url: str


def activities(actor: Actor, today: date) -> list[WorkEntry]:
    """Activities of running programs that the actor owns and that are not settled."""
    rows = (
        Activity.objects.visible_to(actor)
        .filter(owner_id=actor.user_id, phase__program__archived_at__isnull=True)
        .exclude(state__in=ACTIVITY_SETTLED)
        .select_related("phase__program")
    )
    return [
        WorkEntry(
            title=str(row),
            kind=_("Activity"),
            program=row.phase.program.name,
            program_id=row.phase.program_id,
            due_on=row.due_on,
            url=org_url(actor, "programs:activity", row.pk),
        )
        for row in rows
    ]


def ready_gates(actor: Actor, today: date) -> list[WorkEntry]:
    """Gates of the programs the actor leads, once everything before them is settled."""
    if not granted(actor, Permission.EDIT_PROGRAM):
        return []
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
    rows = (
        Phase.objects.visible_to(actor)
        .filter(
            ~Exists(open_activities),
            ~Exists(missing),
            ~Exists(earlier),
            gate=Phase.Gate.OPEN,
            program__lead_id=actor.user_id,
            program__archived_at__isnull=True,
        )
        .select_related("program")
    )
    return [
        WorkEntry(
            title=_("Everything of %(phase)s is settled: pass its gate") % {"phase": row},
            kind=_("Gate"),
            program=row.program.name,
            program_id=row.program_id,
            due_on=row.ends_on,
            url=org_url(actor, "programs:phase", row.pk),
        )
        for row in rows
    ]


def expired_invitations(actor: Actor, today: date) -> list[WorkEntry]:
    """Invitations that nobody accepted in time: send again or withdraw (organization admins)."""
    if not granted(actor, Permission.MANAGE_PEOPLE):
        return []
    rows = Invitation.objects.visible_to(actor).filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__lt=clock.now()
    )
    return [
        WorkEntry(
            title=_("The invitation to %(email)s has expired") % {"email": row.email},
            kind=_("Invitation"),
            program="",
            program_id=None,
            due_on=None,
            url=org_url(actor, "accounts:people"),
        )
        for row in rows
    ]


def questionnaires(actor: Actor, today: date) -> list[WorkEntry]:
    """Open questionnaires that the actor has not submitted."""
    submitted = Response.objects.filter(participant=OuterRef("pk"), state=Response.State.SUBMITTED)
    rows = (
        Participant.objects.visible_to(actor)
        .filter(
            ~Exists(submitted),
            responded_on=None,
            user_id=acting_person(actor),
            revoked_at__isnull=True,
            assessment__state=lifecycle.COLLECTING,
            assessment__program__archived_at__isnull=True,
        )
        .select_related("assessment__program")
    )
    return [
        WorkEntry(
            title=_("Answer “%(title)s”") % {"title": row.assessment.title},
            kind=_("Questionnaire"),
            program=row.assessment.program.name,
            program_id=row.assessment.program_id,
            due_on=row.assessment.closes_on,
            url=org_url(actor, "assessments:fill", row.assessment_id),
        )
        for row in rows
    ]


def action_items(actor: Actor, today: date) -> list[WorkEntry]:
    """Open actions out of assessments that nobody has taken into a workplan."""
    taken = InitiativeSource.objects.filter(action_item=OuterRef("pk"))
    rows = (
        ActionItem.objects.visible_to(actor)
        .filter(
            ~Exists(taken),
            owner_id=actor.user_id,
            state=ActionItem.State.OPEN,
            work_item__isnull=True,
            assessment__program__archived_at__isnull=True,
        )
        .select_related("assessment__program")
    )
    return [
        WorkEntry(
            title=row.text,
            kind=_("Action"),
            program=row.assessment.program.name,
            program_id=row.assessment.program_id,
            due_on=row.due_on,
            url=org_url(actor, "assessments:action_item", row.pk),
        )
        for row in rows
    ]


def work_items(actor: Actor, today: date) -> list[WorkEntry]:
    """Open work items of workplans."""
    rows = (
        WorkItem.objects.visible_to(actor)
        .filter(
            owner_id=actor.user_id,
            state__in=OPEN_WORK,
            workplan__program__archived_at__isnull=True,
        )
        .select_related("workplan__program")
    )
    return [
        WorkEntry(
            title=row.title,
            kind=_("Work item"),
            program=row.workplan.program.name,
            program_id=row.workplan.program_id,
            due_on=row.due_on,
            url=org_url(actor, "roadmap:workplan", row.workplan_id),
        )
        for row in rows
    ]


def initiatives(actor: Actor, today: date) -> list[WorkEntry]:
    """Initiatives that the actor owns and that are neither done nor dropped."""
    rows = (
        Initiative.objects.visible_to(actor)
        .filter(
            owner_id=actor.user_id,
            state__in=OPEN_WORK,
            workplan__program__archived_at__isnull=True,
        )
        .select_related("workplan__program")
    )
    return [
        WorkEntry(
            title=row.title,
            kind=_("Initiative"),
            program=row.workplan.program.name,
            program_id=row.workplan.program_id,
            due_on=row.due_on,
            url=org_url(actor, "roadmap:initiative", row.pk),
        )
        for row in rows
    ]


def workshop_actions(actor: Actor, today: date) -> list[WorkEntry]:
    """Actions agreed in workshops that nobody has taken into a workplan."""
    taken = InitiativeSource.objects.filter(outcome=OuterRef("pk"))
    rows = (
        Outcome.objects.visible_to(actor)
        .filter(
            ~Exists(taken),
            owner_id=actor.user_id,
            kind=Outcome.Kind.ACTION,
            work_item__isnull=True,
            workshop__program__archived_at__isnull=True,
        )
        .select_related("workshop__program")
    )
    return [
        WorkEntry(
            title=str(row),
            kind=_("Agreed action"),
            program=row.workshop.program.name,
            program_id=row.workshop.program_id,
            due_on=row.due_on,
            url=org_url(actor, "workshops:outcomes", row.workshop_id),
        )
        for row in rows
    ]


def agreements(actor: Actor, today: date) -> list[WorkEntry]:
    """Agreements to be signed by the program's sponsor; by any sponsor while none is named."""
    if not granted(actor, Permission.SIGN_AGREEMENT):
        return []
    rows = (
        Agreement.objects.visible_to(actor)
        .filter(
            Q(workshop__program__sponsor_id=actor.user_id)
            | Q(workshop__program__sponsor__isnull=True),
            state=Agreement.State.REQUESTED,
            workshop__program__archived_at__isnull=True,
        )
        .select_related("workshop__program")
    )
    return [
        WorkEntry(
            title=_("Sign the agreement on “%(title)s”") % {"title": row.workshop.title},
            kind=_("Agreement"),
            program=row.workshop.program.name,
            program_id=row.workshop.program_id,
            due_on=row.workshop.held_on,
            url=org_url(actor, "workshops:agreement", row.pk),
        )
        for row in rows
    ]
