"""Mail to participants: rounds, reminders, words with preview; one person's page; opting out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from assessments import policies
from assessments.forms.mails import MailTextForm, RemindersForm
from assessments.forms.participants import EditParticipantForm
from assessments.models import Assessment, MailText, OptOut, Participant
from assessments.queries.letters import Words, dispatch_behind, preview, words_of
from assessments.queries.mails import mails_to, rounds
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules.reminders import default_days
from assessments.services import reminders as services
from assessments.services.participants import edit_participant
from assessments.views.setup import load, page
from cip.access.check import allowed
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible


def mails(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The rounds with what became of them, and the days of the reminders still to come."""
    assessment = load(request, pk)
    policies.check_can_see_progress(request.actor)
    found = rounds(assessment)
    begun = sum(one.started_at is not None for one in found[1:])
    days = [one.planned_on for one in found[1:] if one.started_at is None]
    if not days and not begun and assessment.state == Assessment.State.PLANNED:
        days = list(default_days(clock.today(), assessment.closes_on))
    form = RemindersForm(request.POST or None, days=days, begun=begun)
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: services.plan_reminders(
                actor=request.actor, assessment=assessment, days=form.days, now=clock.now()
            ),
        )
        if saved is not None:
            messages.success(request, _("The reminders are planned."))
            return redirect(org_url(request.actor, "assessments:mails", pk))
    context = {
        "rounds": found,
        "form": form,
        "has_days": bool(form.fields),
        "kinds": MailText.Kind.choices,
        "may_edit": allowed(policies.check_can_manage_participants, request.actor, assessment),
        "current": "participants",
    }
    status = 400 if form.is_bound and form.errors else 200
    return page(request, assessment, "mails", _("Mail to participants"), context, status=status)


def mail_text(request: ActorRequest, organization: str, pk: UUID, kind: str) -> HttpResponse:
    """The words of the invitation or the reminder, and how the mail looks."""
    assessment = load(request, pk)
    policies.check_can_manage_participants(request.actor, assessment)
    if kind not in MailText.Kind.values:
        raise Http404
    stored = words_of(assessment, kind)
    initial = {
        "subject": stored.subject,
        "body": stored.body,
        "expected_version": stored.version,
    }
    form = MailTextForm(request.POST or None, initial=initial)
    shown = stored
    if request.method == "POST":
        if "restore" in request.POST:
            services.restore_mail_text(actor=request.actor, assessment=assessment, kind=kind)
            return redirect(org_url(request.actor, "assessments:mail_text", pk, kind))
        if form.is_valid():
            shown = Words(form.cleaned_data["subject"], form.cleaned_data["body"])
            if "preview" not in request.POST and _saved(request, assessment, kind, form):
                messages.success(request, _("The text is saved."))
                return redirect(org_url(request.actor, "assessments:mails", pk))
    context = {
        "form": form,
        "kind_label": MailText.Kind(kind).label,
        "is_changed": stored.version > 0,
        "preview": preview(assessment, shown),
        "current": "participants",
    }
    status = 400 if form.is_bound and form.errors else 200
    title = MailText.Kind(kind).label
    return page(request, assessment, "mail_text", str(title), context, status=status)


def _saved(
    request: ActorRequest, assessment: Assessment, kind: str, form: MailTextForm
) -> MailText | None:
    data = form.cleaned_data
    return run_service(
        form,
        lambda: services.edit_mail_text(
            actor=request.actor,
            assessment=assessment,
            kind=kind,
            subject=data["subject"],
            body=data["body"],
            expected_version=data["expected_version"],
        ),
    )


def participant(
    request: ActorRequest, organization: str, pk: UUID, participant_id: UUID
) -> HttpResponse:
    """One person: unit, role, what is known, and the mails; never an answer."""
    assessment = load(request, pk)
    policies.check_can_see_progress(request.actor)
    rows = Participant.objects.filter(assessment=assessment)
    person: Participant = get_visible(rows, request.actor, participant_id)
    initial = {"unit": person.unit, "role": person.role, "event": person.event}
    form = EditParticipantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: (
                edit_participant(actor=request.actor, participant=person, values=form.cleaned_data)
                or True
            ),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect(org_url(request.actor, "assessments:participants", pk))
    stopped = OptOut.objects.visible_to(request.actor).filter(email__iexact=person.email)
    context = {
        "person": person,
        "form": form,
        "mails": mails_to(person),
        "has_opted_out": bool(person.email) and stopped.exists(),
        "may_edit": allowed(policies.check_can_manage_participants, request.actor, assessment),
        "has_submitted": rows.filter(HAS_SUBMITTED, pk=person.pk).exists(),
        "current": "participants",
    }
    status = 400 if form.is_bound and form.errors else 200
    return page(request, assessment, "participant", person.name, context, status=status)


@csrf_exempt  # a mail program posts here with one click (RFC 8058); the address is the permission
@login_not_required
@never_cache
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail, or take that back. Looking at the page changes nothing: scanners follow links."""
    dispatch = dispatch_behind(token)
    if dispatch is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("again") == "yes":
            services.opt_in(dispatch=dispatch)
        else:
            services.opt_out(dispatch=dispatch)
    person = dispatch.participant
    organization = person.assessment.program.organization
    stopped = OptOut.objects.filter(organization=organization, email__iexact=person.email)
    context = {
        "page_title": _("Mail about questionnaires"),
        "email": person.email,
        "organization_name": organization.name,
        "has_opted_out": stopped.exists(),
    }
    return render(request, "assessments/opt_out.html", context)
