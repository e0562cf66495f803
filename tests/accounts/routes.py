"""Routes of people for the outsider sweep."""

from tests.architecture.registry import Victim, nothing
from tests.factories.accounts import ApiTokenFactory, InvitationFactory, MembershipFactory
from tests.factories.jobs import AuditEventFactory


def membership(victim: Victim):
    return MembershipFactory(organization=victim)


def invitation(victim: Victim):
    return InvitationFactory(organization=victim)


def token(victim: Victim):
    return ApiTokenFactory(organization=victim)


PAGES = {
    "accounts:people": nothing,
    "accounts:invite": nothing,
    "accounts:member": lambda v: {"pk": membership(v).pk},
    "accounts:member_remove": lambda v: {"pk": membership(v).pk},
    "accounts:invitation_withdraw": lambda v: {"pk": invitation(v).pk},
    "accounts:invitation_send_again": lambda v: {"pk": invitation(v).pk},
    "accounts:tokens": nothing,
    "accounts:token_revoke": lambda v: {"pk": token(v).pk},
    "accounts:audit": nothing,
}

# What a list must not show to outsiders, and what a detail address names.
API = {
    "me": None,
    "organization": lambda v: v,
    "member": membership,
    "invitation": invitation,
    "token": token,
    "audit-event": lambda v: AuditEventFactory(organization_id=v.pk, subject_id=str(v.pk)),
}
