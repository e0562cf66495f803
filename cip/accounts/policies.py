"""Who may manage people and tokens."""

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.accounts.models import ApiToken
from cip.kernel.errors import NotAllowed


def check_can_manage_people(actor: Actor) -> None:
    """Invite, change roles, remove: organization admins."""
    if not granted(actor, Permission.MANAGE_PEOPLE):
        raise NotAllowed(_("Only an organization admin can manage people."))


def check_can_see_people(actor: Actor) -> None:
    """The list of colleagues, with their addresses: everybody but guests."""
    if actor.is_advisor_only:
        raise NotAllowed(_("The list of people is for members of the organization."))


def check_can_create_token(actor: Actor) -> None:
    """Tokens act with their person's roles; made by hand, never by another token."""
    if actor.scopes is not None:
        raise NotAllowed(_("A token cannot make another token; sign in to do that."))
    check_can_see_tokens(actor)


def check_can_see_tokens(actor: Actor) -> None:
    """One's own tokens; an organization admin's view is everybody's."""
    if not granted(actor, Permission.MANAGE_TOKENS):
        raise NotAllowed(
            _(
                "API tokens are for organization admins, program leads and facilitators. A "
                "questionnaire is answered on its pages or in the spreadsheet to be had there."
            )
        )


def check_can_revoke_token(actor: Actor, token: ApiToken) -> None:
    """One's own tokens always; anybody's as an organization admin."""
    if token.user_id != actor.user_id and not granted(actor, Permission.MANAGE_PEOPLE):
        raise NotAllowed(_("Only its owner or an organization admin can revoke this token."))


def check_can_view_audit(actor: Actor) -> None:
    """The audit trail is for organization admins."""
    if not granted(actor, Permission.VIEW_AUDIT):
        raise NotAllowed(_("Only an organization admin can read the audit trail."))
