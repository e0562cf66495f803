"""The agenda: see, print, add, edit, move, remove, rename sections."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel.errors import InvalidInput
from cip.kernel.texts import natural_key
from cip.programs.views.frame import status_of
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from workshops import policies
from workshops.forms import AgendaItemForm, EditAgendaItemForm, SectionForm
from workshops.models import AgendaItem, Workshop
from workshops.queries.agenda import agenda_of
from workshops.services import agenda as services
from workshops.views.frame import inside_workshop, load_workshop, try_service

STEPS = {"up": services.UP, "down": services.DOWN}


def agenda(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The agenda against the clock; adding an item posts here."""
    workshop = load_workshop(request, pk)
    if request.method != "POST":
        return _agenda_page(request, workshop)
    policies.check_can_edit_agenda(request.actor, workshop)
    form = AgendaItemForm(request.POST, sections=agenda_of(workshop).section_titles)
    if form.is_valid():
        made = try_service(
            form,
            lambda: services.add_agenda_item(
                actor=request.actor, workshop=workshop, **form.values()
            ),
        )
        if made is not None:
            messages.success(request, _("Added to the agenda."))
            page = org_url(request.actor, "workshops:agenda", workshop.pk)
            return redirect(f"{page}#item-{made.pk}")
    return _agenda_page(request, workshop, form=form)


def print_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The agenda as a handout."""
    workshop = load_workshop(request, pk)
    shown = agenda_of(workshop)
    time_text = ""
    if workshop.starts_at and shown.clock.ends_at:
        time_text = _("%(start)s to %(end)s") % {
            "start": workshop.starts_at.strftime("%H:%M"),
            "end": shown.clock.ends_at.strftime("%H:%M"),
        }
    context = inside_workshop(request, workshop, _("Agenda to print")) | {
        "agenda": shown,
        "time_text": time_text,
        "teams": sorted((team.name for team in workshop.teams.all()), key=natural_key),
    }
    return render(request, "workshops/agenda_print.html", context)


def item(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change one item."""
    actor = request.actor
    row = _item(request, pk)
    policies.check_can_edit_agenda(actor, row.workshop)
    sections = agenda_of(row.workshop).section_titles
    initial = {name: getattr(row, name) for name in ("title", "section", "minutes", "presenter")}
    form = EditAgendaItemForm(
        request.POST or None,
        initial=initial | {"expected_version": row.version},
        sections=sections,
    )
    page = org_url(actor, "workshops:agenda", row.workshop_id)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form,
            lambda: services.edit_agenda_item(
                actor=actor,
                item=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(f"{page}#item-{row.pk}")
    context = inside_workshop(request, row.workshop, _("Edit agenda item"), (_("Agenda"), page)) | {
        "form": form,
        "item": row,
        "back_url": page,
    }
    return render(request, "workshops/agenda_item.html", context, status=status_of(form))


def section(request: ActorRequest, organization: str, pk: UUID, number: int) -> HttpResponse:
    """Rename a section as a whole."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    policies.check_can_edit_agenda(actor, workshop)
    shown = next((s.title for s in agenda_of(workshop).sections if s.number == number), None)
    if shown is None:
        raise Http404
    form = SectionForm(request.POST or None, initial={"section": shown, "title": shown})
    page = org_url(actor, "workshops:agenda", workshop.pk)
    if request.method == "POST" and form.is_valid():
        renamed = try_service(
            form,
            lambda: services.rename_section(actor=actor, workshop=workshop, **form.cleaned_data),
        )
        if renamed is not None:
            messages.success(request, _("Saved."))
            return redirect(f"{page}#section-{number}")
    context = inside_workshop(request, workshop, _("Rename the section"), (_("Agenda"), page)) | {
        "form": form,
        "back_url": page,
    }
    return render(request, "workshops/agenda_section.html", context, status=status_of(form))


@require_POST
def move(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One place up or down (`direction`), or to a place counted from 1 (`position`)."""
    row = _item(request, pk)
    step = STEPS.get(request.POST.get("direction", ""))
    if step is not None:
        services.move_agenda_item(actor=request.actor, item=row, step=step)
    else:
        position = _position(request)
        services.place_agenda_item(actor=request.actor, item=row, position=position)
    if request.htmx:  # type: ignore[attr-defined]
        return _agenda_page(request, row.workshop, template="workshops/_agenda_editor.html")
    page = org_url(request.actor, "workshops:agenda", row.workshop_id)
    return redirect(f"{page}#item-{row.pk}")


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take an item off the agenda."""
    row = _item(request, pk)
    title = row.title
    services.remove_agenda_item(actor=request.actor, item=row)
    messages.success(request, _("“%(title)s” is off the agenda.") % {"title": title})
    return redirect(org_url(request.actor, "workshops:agenda", row.workshop_id))


def _position(request: ActorRequest) -> int:
    text = request.POST.get("position", "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 6):
        raise InvalidInput(fields={"position": [_("Give the place as a number from 1.")]})
    return int(text)


def _item(request: ActorRequest, pk: UUID) -> AgendaItem:
    rows = AgendaItem.objects.select_related("workshop__program", "workshop__facilitator")
    return get_visible(rows.prefetch_related("workshop__teams"), request.actor, pk)


def _agenda_page(
    request: ActorRequest,
    workshop: Workshop,
    *,
    form: Any = None,
    template: str = "workshops/agenda.html",
) -> HttpResponse:
    shown = agenda_of(workshop)
    titles = shown.section_titles
    can_edit = allowed(policies.check_can_edit_agenda, request.actor, workshop)
    initial = {"section": titles[-1] if titles else ""}
    context = inside_workshop(request, workshop, _("Agenda"), tab="agenda") | {
        "agenda": shown,
        "can_edit": can_edit,
        "form": form or AgendaItemForm(initial=initial, sections=titles),
    }
    return render(request, template, context, status=status_of(form) if form else 200)
