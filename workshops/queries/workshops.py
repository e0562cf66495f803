"""The program's workshops, and one workshop's home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cip.db.paging import PageNumber, page_of
from cip.kernel.texts import natural_key
from cip.programs.models import Program
from workshops.models import AgendaItem, Agreement, Attendance, Outcome, Workshop
from workshops.queries.agenda import Agenda, agenda_items, agenda_of
from workshops.queries.agreements import Standing, agreements_of, standing
from workshops.rules import preparation
from workshops.rules.templates import TEMPLATES

SORTS: dict[str, tuple[Any, ...]] = {
    "title": ("title", "pk"),
    "-title": ("-title", "pk"),
    "date": (F("held_on").asc(nulls_last=True), "pk"),
    "-date": (F("held_on").desc(nulls_first=True), "pk"),
}


@dataclass(frozen=True)
class WorkshopRow:
    """One line of the list."""

    id: UUID
    title: str
    stage: int
    stage_label: str
    held_on: date | None
    teams: tuple[str, ...]
    state: str
    state_label: str
    agreement_state: str
    actions: int
    overdue: int


def with_teams() -> QuerySet[Workshop]:
    """Workshops with what policies and pages always need: program, facilitator, teams."""
    rows = Workshop.objects.select_related("program", "facilitator")
    return rows.prefetch_related("teams")


def workshop_page(
    program: Program,
    today: date,
    *,
    search: str = "",
    stage: str = "",
    state: str = "",
    sort: str = "",
    page: PageNumber = None,
) -> Page:
    """One page of the program's workshops."""
    latest = Agreement.objects.filter(workshop=OuterRef("pk")).order_by("-number")
    is_action = Q(outcomes__kind=Outcome.Kind.ACTION)
    rows = (
        Workshop.objects.filter(program=program)
        .prefetch_related("teams")
        .annotate(
            agreement_state=Subquery(latest.values("state")[:1]),
            actions=Count("outcomes", filter=is_action),
            overdue=Count("outcomes", filter=is_action & Q(outcomes__due_on__lt=today)),
        )
    )
    if search:
        rows = rows.filter(title__icontains=search)
    if stage:
        rows = rows.filter(stage=int(stage))
    if state:
        rows = rows.filter(state=state)
    return page_of(rows.order_by(*SORTS.get(sort, SORTS["-date"])), page, _row)


def _row(row: Workshop) -> WorkshopRow:
    return WorkshopRow(
        id=row.pk,
        title=row.title,
        stage=row.stage,
        stage_label=row.get_stage_display(),
        held_on=row.held_on,
        teams=tuple(sorted((team.name for team in row.teams.all()), key=natural_key)),
        state=row.state,
        state_label=row.get_state_display(),
        agreement_state=row.agreement_state or "",  # type: ignore[attr-defined]
        actions=row.actions,  # type: ignore[attr-defined]
        overdue=row.overdue,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class AttendanceRow:
    """One person of a workshop. `is_stale`: the invitation sent no longer says what is planned."""

    id: UUID
    user_id: UUID | None
    name: str
    part: str
    part_label: str
    preparation: str
    is_present: bool | None
    told_at: datetime | None
    version: int


def people_of(workshop: Workshop) -> list[Attendance]:
    """The people of a workshop, those with a part first, then by name."""
    order = {part: index for index, part in enumerate(Attendance.Part.values)}
    rows = workshop.attendances.select_related("user")
    return sorted(rows, key=lambda row: (order[row.part], row.name.casefold(), str(row.pk)))


def attendance_rows(people: Sequence[Attendance]) -> list[AttendanceRow]:
    """The people as values."""
    return [
        AttendanceRow(
            id=row.pk,
            user_id=row.user_id,
            name=str(row.user) if row.user else row.name,
            part=row.part,
            part_label=row.get_part_display(),
            preparation=row.preparation,
            is_present=row.is_present,
            told_at=row.told_at,
            version=row.version,
        )
        for row in people
    ]


GROUP_LABELS = {
    "goals": gettext_lazy("Workshop goals"),
    "participants": gettext_lazy("Participant involvement"),
    "design": gettext_lazy("Workshop design"),
}
CHECK_LABELS = {
    preparation.GOALS: gettext_lazy("Goals are written down"),
    preparation.AGENDA: gettext_lazy("There is an agenda"),
    preparation.AGREED: gettext_lazy("Agreed in writing with the sponsor"),
    preparation.PEOPLE: gettext_lazy("It is decided who takes part"),
    preparation.PREPARED: gettext_lazy("Participants know what to prepare"),
    preparation.FACILITATION: gettext_lazy("A facilitator is named"),
    preparation.FITS: gettext_lazy("The agenda fits into the available time"),
    preparation.TAILORED: gettext_lazy("The agenda is tailored to your context"),
    preparation.SHARED: gettext_lazy("The sponsor has the outline"),
}
CHECK_PAGES = {
    preparation.GOALS: "workshops:edit",
    preparation.FACILITATION: "workshops:edit",
    preparation.AGENDA: "workshops:agenda",
    preparation.FITS: "workshops:agenda",
    preparation.TAILORED: "workshops:agenda",
    preparation.PEOPLE: "workshops:attendance",
    preparation.PREPARED: "workshops:attendance",
}


@dataclass(frozen=True)
class PreparationCheck:
    """One thing to prepare; `page` names where that is done, or is empty."""

    label: str
    is_done: bool
    page: str


@dataclass(frozen=True)
class Stage:
    """One step of the way: preparation, agreement, held, closed."""

    label: str
    state: str
    state_label: str
    note: str


@dataclass(frozen=True)
class WorkshopHome:
    """Everything the workshop's own page shows."""

    agenda: Agenda
    standing: Standing
    people: tuple[AttendanceRow, ...]
    checks: tuple[tuple[str, tuple[PreparationCheck, ...]], ...]
    interactions: tuple[str, ...]
    stages: tuple[Stage, ...]
    items: tuple[AgendaItem, ...]

    @property
    def prepared(self) -> int:
        """How much is prepared."""
        return sum(check.is_done for _title, group in self.checks for check in group)

    @property
    def to_prepare(self) -> int:
        """How much there is to prepare."""
        return sum(len(group) for _title, group in self.checks)

    @property
    def present(self) -> int:
        """How many were there."""
        return sum(person.is_present is True for person in self.people)


def workshop_home(workshop: Workshop) -> WorkshopHome:
    """The workshop's home; three queries beside the workshop itself."""
    items = agenda_items(workshop)
    people = people_of(workshop)
    stands = standing(workshop, agreements_of(workshop), items, people)
    agenda = agenda_of(workshop, items)
    done = preparation.prepared(_facts(workshop, items, people, agenda, stands))
    return WorkshopHome(
        agenda=agenda,
        standing=stands,
        people=tuple(attendance_rows(people)),
        checks=tuple(
            (
                str(GROUP_LABELS[group]),
                tuple(
                    PreparationCheck(str(CHECK_LABELS[k]), done[k], CHECK_PAGES.get(k, ""))
                    for k in keys
                ),
            )
            for group, keys in preparation.GROUPS
        ),
        interactions=preparation.INTERACTIONS[workshop.stage],
        stages=_stages(workshop, done, stands),
        items=tuple(items),
    )


def _facts(
    workshop: Workshop,
    items: Sequence[AgendaItem],
    people: Sequence[Attendance],
    agenda: Agenda,
    stands: Standing,
) -> preparation.PlanFacts:
    template = [(s.title, i.title, i.minutes) for s in TEMPLATES[workshop.stage] for i in s.items]
    is_past = workshop.state != Workshop.State.PLANNED
    return preparation.PlanFacts(
        has_goals=bool(workshop.goals),
        agenda_items=len(items),
        overrun_minutes=agenda.clock.overrun_minutes,
        is_tailored=[(i.section, i.title, i.minutes) for i in items] != template,
        people=len(people),
        people_with_preparation=sum(bool(person.preparation) for person in people),
        has_facilitator=workshop.facilitator_id is not None,
        is_shared=stands.latest is not None,
        is_agreed=stands.holds or (is_past and stands.is_signed),
    )


def _stages(workshop: Workshop, done: dict[str, bool], stands: Standing) -> tuple[Stage, ...]:
    is_held = workshop.state != Workshop.State.PLANNED
    is_closed = workshop.state == Workshop.State.CLOSED
    is_agreed = done[preparation.AGREED]
    count = sum(done.values())
    note = _("%(done)s of %(all)s prepared") % {"done": count, "all": len(done)}
    is_first_done = is_agreed or is_held
    agreed_note = ""
    if stands.is_waiting:
        agreed_note = _("waits for the sponsor")
    elif stands.is_signed and not is_agreed:
        agreed_note = _("changed since it was signed")
    elif stands.latest and stands.latest.signed_at:
        agreed_note = _("by %(name)s") % {"name": stands.latest.signature}
    flags = [
        (_("Preparation"), is_first_done, "" if is_first_done else note),
        (_("Agreed in writing"), is_agreed or is_held, agreed_note),
        (_("Held"), is_held, ""),
        (_("Closed"), is_closed, ""),
    ]
    if stands.is_waiting and not is_held:  # nothing is left to do but sign
        flags[0] = (_("Preparation"), True, "")
    current = next((i for i, (_label, is_done, _note) in enumerate(flags) if not is_done), -1)
    return tuple(
        Stage(
            label,
            "done" if is_done else "current" if index == current else "todo",
            _("Done") if is_done else _("Now") if index == current else _("To come"),
            text,
        )
        for index, (label, is_done, text) in enumerate(flags)
    )
