"""The People page: members, roles, end dates, invitations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.accounts import policies, queries
from cip.accounts.forms import InvitationForm, MemberFilterForm, RolesForm
from cip.accounts.models import Invitation, Membership
from cip.accounts.services import invitations, memberships
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible

INVITED = "invitations"


def people(request: ActorRequest, organization: str) -> HttpResponseBase:
    """Who belongs to the organization and who is invited."""
    actor = request.actor
    policies.check_can_see_people(actor)
    form = MemberFilterForm(request.GET)
    asked = wanted(request, queries.MEMBER_ORDERS, form, others=[INVITED])
    can_manage = allowed(policies.check_can_manage_people, actor)
    page = queries.member_page(
        actor,
        search=asked.values.get("q", ""),
        role=asked.values.get("role", ""),
        sort=asked.sort,
        number=asked.number,
    )
    if asked.is_export:
        return _members_file(page)
    asked_open = wanted(request, queries.INVITATION_ORDERS, name=INVITED)
    if asked_open.is_export:
        policies.check_can_manage_people(actor)
    invited = (
        queries.invitation_page(
            actor, now=clock.now(), sort=asked_open.sort, number=asked_open.number
        )
        if can_manage
        else None
    )
    if asked_open.is_export and invited is not None:
        return _invitations_file(invited)
    context = {
        "page_title": _("People"),
        "form": form,
        "is_filtered": asked.is_filtered,
        "page": page,
        "can_manage": can_manage,
        "invitations": invited,
    }
    return render(request, "accounts/people.html", context)


def _members_file(rows: Iterable[queries.MemberRow]) -> StreamingHttpResponse:
    head = [_("Name"), _("E-mail"), _("Roles"), _("Until"), _("Ended")]
    lines = (
        (r.name, r.email, ", ".join(r.role_labels), r.ends_on, _("Yes") if r.is_ended else "")
        for r in rows
    )
    return list_file("people", head, lines)


def _invitations_file(rows: Iterable[queries.InvitationRow]) -> StreamingHttpResponse:
    head = [_("Address"), _("Name"), _("Roles"), _("Invited by"), _("Link works until"), _("Until")]
    lines = (
        (
            r.email,
            r.name,
            ", ".join(r.role_labels),
            r.invited_by,
            r.expires_at.date(),
            r.membership_ends_on,
        )
        for r in rows
    )
    return list_file("invitations", head, lines)


def invite(request: ActorRequest, organization: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    actor = request.actor
    policies.check_can_manage_people(actor)
    form = InvitationForm(request.POST or None, initial={"roles": ["member"]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        invitation = run_service(
            form,
            lambda: invitations.invite_person(
                actor=actor,
                email=data["email"],
                name=data["name"],
                roles=data["roles"],
                ends_on=data["ends_on"],
                now=clock.now(),
            ),
        )
        if invitation is not None:
            messages.success(
                request, _("The invitation to %(email)s is on its way.") % {"email": data["email"]}
            )
            return redirect(org_url(actor, "accounts:people"))
    return _form_page(request, form, _("Invite a person"), template="accounts/invite.html")


def member(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a member's roles and end date."""
    actor = request.actor
    row = get_visible(Membership.objects.select_related("user"), actor, pk)
    policies.check_can_manage_people(actor)
    initial = {"roles": row.roles, "ends_on": row.ends_on}
    form = RolesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: memberships.change_roles(
                actor=actor,
                membership=row,
                roles=form.cleaned_data["roles"],
                ends_on=form.cleaned_data["ends_on"],
                today=clock.today(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved. The change counts from the next click on."))
            return redirect(org_url(actor, "accounts:people"))
    return _form_page(request, form, str(row.user), template="accounts/member.html", membership=row)


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """End a membership."""
    row = get_visible(Membership.objects.select_related("user"), request.actor, pk)
    memberships.remove_member(actor=request.actor, membership=row, now=clock.now())
    messages.success(
        request, _("%(name)s no longer belongs to the organization.") % {"name": row.user}
    )
    return redirect(org_url(request.actor, "accounts:people"))


@require_POST
def withdraw(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Withdraw an open invitation."""
    row = get_visible(Invitation.objects.all(), request.actor, pk)
    invitations.revoke_invitation(actor=request.actor, invitation=row, now=clock.now())
    messages.success(
        request, _("The invitation to %(email)s was withdrawn.") % {"email": row.email}
    )
    return redirect(org_url(request.actor, "accounts:people"))


@require_POST
def send_again(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Send an open invitation once more, with a fresh link."""
    row = get_visible(Invitation.objects.all(), request.actor, pk)
    invitations.send_again(actor=request.actor, invitation=row, now=clock.now())
    messages.success(
        request,
        _("A fresh link is on its way to %(email)s; the former one no longer works.")
        % {"email": row.email},
    )
    return redirect(org_url(request.actor, "accounts:people"))


def _form_page(
    request: ActorRequest, form: Any, title: str, *, template: str, **more: Any
) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": [(_("People"), org_url(request.actor, "accounts:people")), (title, None)],
        "form": form,
        **more,
    }
    return render(request, template, context, status=400 if form.errors else 200)
