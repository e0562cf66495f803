"""The page behind an invitation link, for people with and without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cip.accounts.adapter import INVITED_EMAIL
from cip.accounts.models import Invitation, User
from cip.accounts.queries import role_labels
from cip.accounts.services import invitations
from cip.kernel import clock


@login_not_required
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites into what. Signed out: sign in or sign up and come back; then accept."""
    try:
        found = invitations.open_invitation(secret, clock.now())
    except invitations.UnknownInvitation as error:
        return _refused(request, error.message, status=404)
    except invitations.ClosedInvitation as error:
        return _refused(request, error.message, status=410)
    if not request.user.is_authenticated:
        request.session[INVITED_EMAIL] = found.email
        return _page(request, found)
    if request.method == "POST":
        membership = invitations.accept_invitation(
            user=request.user, secret=secret, now=clock.now()
        )
        request.session.pop(INVITED_EMAIL, None)
        messages.success(
            request, _("Welcome to %(name)s.") % {"name": membership.organization.name}
        )
        return redirect("home:my_work", membership.organization.slug)
    return _page(request, found)


def _page(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user
    context = {
        "invitation": found,
        "roles": role_labels(found.roles),
        "has_account": User.objects.filter(email__iexact=found.email).exists(),
        "is_right_person": user.is_authenticated and user.email.lower() == found.email.lower(),
        "login_url": f"{reverse('account_login')}?next={request.path}",
        "signup_url": f"{reverse('account_signup')}?next={request.path}",
        "logout_url": reverse("account_logout"),
    }
    return _private(render(request, "accounts/invitation.html", context))


def _refused(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    context = {"reason": reason}
    return _private(render(request, "accounts/invitation_refused.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: it goes neither into caches nor, as referrer, to other sites.

    Not "no-referrer": the form's post would then come from the origin "null" and be refused.
    """
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
