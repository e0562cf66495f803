"""Hold the workshop: outcomes by agenda item, attendance, summary, close."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.db.paging import page_of
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.programs.views.frame import status_of
from cip.web.csv_export import csv_response
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from cip.web.markdown import to_html
from workshops import policies
from workshops.forms import EditOutcomeForm, HeldForm, OutcomeForm, SummaryForm, WalkInForm
from workshops.models import AgendaItem, Outcome, Workshop
from workshops.queries.agenda import agenda_items, agenda_of
from workshops.queries.agreements import agreements_of, standing
from workshops.queries.outcomes import OutcomeRow, by_agenda_item, of_kind, outcome_rows
from workshops.queries.people import Choices, member_choices, teams_of
from workshops.queries.workshops import attendance_rows, people_of
from workshops.services import outcomes as services
from workshops.services import workshops as workshop_services
from workshops.views.frame import inside_workshop, load_workshop, try_service


def hold(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The page for the day; `?item=` is the current agenda item. Recording posts here."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    policies.check_can_hold_workshop(actor, workshop)
    items = agenda_items(workshop)
    if request.method != "POST":
        return _hold_page(request, workshop, items)
    form = OutcomeForm(
        request.POST,
        members=member_choices(actor.organization_id),
        teams=teams_of(workshop.program),
        items=_item_choices(items),
    )
    if form.is_valid():
        made = try_service(
            form,
            lambda: services.record_outcome(actor=actor, workshop=workshop, **form.values()),
        )
        if made is not None:
            messages.success(request, _("%(kind)s recorded.") % {"kind": made.get_kind_display()})
            return redirect(_hold_url(request, workshop, made.agenda_item_id))
    return _hold_page(request, workshop, items, form=form)


def outcome(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change one outcome."""
    actor = request.actor
    row = _outcome(request, pk)
    workshop = row.workshop
    policies.check_can_hold_workshop(actor, workshop)
    names = ("text", "owner_id", "due_on", "team_id", "agenda_item_id")
    form = EditOutcomeForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in names} | {"expected_version": row.version},
        members=member_choices(actor.organization_id, also=[row.owner_id]),
        teams=teams_of(workshop.program),
        items=_item_choices(agenda_items(workshop)),
    )
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form,
            lambda: services.edit_outcome(
                actor=actor,
                outcome=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(_back_url(request, saved))
    title = _("Edit %(kind)s") % {"kind": row.get_kind_display().lower()}
    page = org_url(actor, "workshops:outcomes", workshop.pk)
    context = inside_workshop(request, workshop, title, (_("Outcomes"), page)) | {
        "form": form,
        "outcome": row,
        "back_url": _back_url(request, row),
    }
    return render(request, "workshops/outcome_edit.html", context, status=status_of(form))


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take back an outcome."""
    row = _outcome(request, pk)
    back = _back_url(request, row)
    services.remove_outcome(actor=request.actor, outcome=row)
    messages.success(request, _("Removed. The audit trail keeps its text."))
    return redirect(back)


def outcomes(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What the workshop brought: decisions, actions, notes, summary."""
    return _outcomes_page(request, load_workshop(request, pk))


def export(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """All outcomes as CSV."""
    workshop = load_workshop(request, pk)
    rows = outcome_rows(workshop, clock.today())
    head = [_("Kind"), _("Text"), _("Owner"), _("Due on"), _("CI team"), _("Agenda item")]
    return csv_response(  # type: ignore[return-value]
        "outcomes.csv",
        head,
        ((r.kind_label, r.text, r.owner, r.due_on, r.team, r.agenda_item) for r in rows),
    )


@require_POST
def summarize(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Write the summary."""
    workshop = load_workshop(request, pk)
    policies.check_can_hold_workshop(request.actor, workshop)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _outcomes_page(request, workshop, form=form)
    workshop_services.summarize_workshop(
        actor=request.actor,
        workshop=workshop,
        expected_version=form.cleaned_data["expected_version"],
        summary=form.cleaned_data["summary"],
    )
    messages.success(request, _("The summary is saved."))
    return redirect(org_url(request.actor, "workshops:outcomes", workshop.pk))


@require_POST
def mark_held(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The workshop took place."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    policies.check_can_mark_held(actor, workshop)
    form = HeldForm(request.POST)
    if form.is_valid():
        try:
            workshop_services.hold_workshop(
                actor=actor,
                workshop=workshop,
                held_on=form.cleaned_data["held_on"],
                today=clock.today(),
            )
        except InvalidInput as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Marked as held. Review the outcomes and sum them up."))
            return redirect(org_url(actor, "workshops:outcomes", workshop.pk))
    for sentences in form.errors.values():
        messages.error(request, " ".join(str(text) for text in sentences))
    return redirect(org_url(actor, "workshops:hold", workshop.pk) + "#finish")


def _outcome(request: ActorRequest, pk: UUID) -> Outcome:
    rows = Outcome.objects.select_related("workshop__program", "workshop__facilitator")
    return get_visible(rows.prefetch_related("workshop__teams"), request.actor, pk)


def _item_choices(items: Sequence[AgendaItem]) -> Choices:
    return [(str(item.pk), f"{item.section_number}. {item.title}") for item in items]


def _hold_url(request: ActorRequest, workshop: Workshop, item_id: UUID | None) -> str:
    page = org_url(request.actor, "workshops:hold", workshop.pk)
    return f"{page}?item={item_id}" if item_id else f"{page}?item=none"


def _back_url(request: ActorRequest, row: Outcome) -> str:
    """To where the person came from: the page for the day while planned, else the outcomes."""
    if row.workshop.state == Workshop.State.PLANNED:
        return _hold_url(request, row.workshop, row.agenda_item_id)
    return org_url(request.actor, "workshops:outcomes", row.workshop_id)


def _current(items: Sequence[AgendaItem], asked: str) -> int | None:
    """Index of the asked item; the first one when nothing is asked, None for "none"."""
    if asked == "none" or not items:
        return None
    return next((i for i, item in enumerate(items) if str(item.pk) == asked), 0)


def _hold_page(
    request: ActorRequest, workshop: Workshop, items: list[AgendaItem], *, form: Any = None
) -> HttpResponse:
    actor = request.actor
    asked = request.GET.get("item", "") if form is None else form.data.get("agenda_item_id", "")
    index = _current(items, asked or ("none" if form is not None else ""))
    current = None if index is None else items[index]
    members = member_choices(actor.organization_id)
    teams = teams_of(workshop.program)
    own = list(workshop.teams.all())
    if form is None:
        form = OutcomeForm(
            initial={
                "kind": "note",
                "agenda_item_id": "" if current is None else str(current.pk),
                "team_id": str(own[0].pk) if len(own) == 1 else "",
            },
            members=members,
            teams=teams,
            items=_item_choices(items),
        )
    rows = outcome_rows(workshop, clock.today())
    people = people_of(workshop)
    invited = {str(row.user_id) for row in people}
    counts = Counter(row.agenda_item_id for row in rows)
    shown = agenda_of(workshop, items)
    held_on = workshop.held_on or clock.today()
    context = inside_workshop(request, workshop, _("Hold the workshop"), tab="hold") | {
        "form": form,
        "sections": [(s, [(row, counts[row.id]) for row in s.rows]) for s in shown.sections],
        "current": current,
        "current_rows": [r for r in rows if r.agenda_item_id == (current.pk if current else None)],
        "previous": items[index - 1] if index else None,
        "following": items[index + 1] if index is not None and index + 1 < len(items) else None,
        "groups": by_agenda_item(rows, items, _("Outside the agenda")),
        "people": attendance_rows(people),
        "present": sum(row.is_present is True for row in people),
        "walk_in": WalkInForm(members=[c for c in members if c[0] not in invited]),
        "held_form": HeldForm(initial={"held_on": min(held_on, clock.today())}),
        "can_mark": allowed(policies.check_can_mark_held, actor, workshop),
        "standing": standing(workshop, agreements_of(workshop), items, people),
        "can_hold": True,
    }
    return render(
        request, "workshops/hold.html", context, status=status_of(form) if form.is_bound else 200
    )


def _page_of_kind(request: ActorRequest, rows: Sequence[OutcomeRow], kind: str) -> Page[OutcomeRow]:
    return page_of(of_kind(rows, kind), request.GET.get(f"{kind}_page", ""), lambda row: row)


def _outcomes_page(request: ActorRequest, workshop: Workshop, *, form: Any = None) -> HttpResponse:
    actor = request.actor
    rows = outcome_rows(workshop, clock.today())
    can_hold = allowed(policies.check_can_hold_workshop, actor, workshop)
    initial = {"summary": workshop.summary, "expected_version": workshop.version}
    context = inside_workshop(request, workshop, _("Outcomes"), tab="outcomes") | {
        "decisions": _page_of_kind(request, rows, "decision"),
        "actions_agreed": _page_of_kind(request, rows, "action"),
        "notes": _page_of_kind(request, rows, "note"),
        "count": len(rows),
        "can_hold": can_hold,
        "can_close": allowed(policies.check_can_close_workshop, actor, workshop),
        "form": form or SummaryForm(initial=initial),
        "summary_html": to_html(workshop.summary),
    }
    status = status_of(form) if form is not None else 200
    return render(request, "workshops/outcomes.html", context, status=status)
