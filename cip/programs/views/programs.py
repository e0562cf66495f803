"""Programs: list, create, edit, archive, restore."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.programs import policies
from cip.programs.forms import EditProgramForm, ProgramFilterForm, ProgramForm
from cip.programs.queries import programs as queries
from cip.programs.services import programs as services
from cip.programs.views.frame import inside, load_program, status_of
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest


def list_(request: ActorRequest, organization: str) -> HttpResponseBase:
    """The organization's programs."""
    actor = request.actor
    form = ProgramFilterForm(request.GET)
    asked = wanted(request, queries.ORDERS, form)
    page = queries.program_page(
        actor,
        search=asked.values.get("q", ""),
        archived=asked.values.get("state") == "archived",
        sort=asked.sort,
        number=asked.number,
    )
    if asked.is_export:
        return _programs_file(page)
    context = {
        "page_title": _("Programs"),
        "form": form,
        "page": page,
        "is_filtered": asked.is_filtered,
        "can_create": allowed(policies.check_can_create_program, actor),
    }
    return render(request, "programs/list.html", context)


def _programs_file(rows: Iterable[queries.ProgramRow]) -> StreamingHttpResponse:
    head = [
        _("Program"),
        _("State"),
        _("Phase"),
        _("Activities settled"),
        _("Activities"),
        _("Lead"),
        _("Sponsor"),
        _("CI teams"),
        _("Starts on"),
        _("Ends on"),
        _("Program statement"),
    ]
    lines = (
        (
            row.name,
            _("Archived") if row.is_archived else _("Running"),
            row.phase,
            row.settled,
            row.activities,
            row.lead,
            row.sponsor,
            row.teams,
            row.starts_on,
            row.ends_on,
            row.statement,
        )
        for row in rows
    )
    return list_file("programs", head, lines)


def create(request: ActorRequest, organization: str) -> HttpResponse:
    """A new program with the CIP plan."""
    actor = request.actor
    policies.check_can_create_program(actor)
    initial = {"lead": actor.user_id, "starts_on": clock.today(), "currency": "EUR"}
    form = ProgramForm(request.POST or None, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        program = run_service(form, lambda: services.create_program(actor=actor, **form.values()))
        if program is not None:
            messages.success(
                request, _("The program is set up with the four phases of the CIP plan.")
            )
            return redirect(org_url(actor, "home:program", program.pk))
    context = {
        "page_title": _("New program"),
        "breadcrumbs": [
            (_("Programs"), org_url(actor, "programs:list")),
            (_("New program"), None),
        ],
        "form": form,
    }
    return render(request, "programs/new.html", context, status=status_of(form))


def edit(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Change the program; archive or restore it."""
    actor = request.actor
    program = load_program(request, program_id)
    can_edit = allowed(policies.check_can_edit_program, actor, program)
    if not can_edit and not allowed(policies.check_can_restore_program, actor, program):
        policies.check_can_edit_program(actor, program)
    names = ("name", "statement", "lead", "sponsor", "starts_on", "ends_on", "currency")
    initial = {name: getattr(program, name) for name in names}
    form = EditProgramForm(
        request.POST or None, initial=initial | {"expected_version": program.version}, actor=actor
    )
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: services.edit_program(
                actor=actor,
                program=program,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(actor, "home:program", program.pk))
    context = inside(request, program, _("Edit program")) | {"form": form, "can_edit": can_edit}
    return render(request, "programs/edit.html", context, status=status_of(form))


@require_POST
def archive(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Put the program away."""
    program = load_program(request, program_id)
    services.archive_program(actor=request.actor, program=program, now=clock.now())
    messages.success(
        request, _("“%(name)s” is archived. It stays readable.") % {"name": program.name}
    )
    return redirect(org_url(request.actor, "programs:list"))


@require_POST
def restore(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Take an archived program up again."""
    program = load_program(request, program_id)
    services.restore_program(actor=request.actor, program=program)
    messages.success(request, _("“%(name)s” runs again.") % {"name": program.name})
    return redirect(org_url(request.actor, "home:program", program.pk))
