"""Organizations, invitations, memberships, tokens."""

from datetime import timedelta

import pytest
from django.core import mail

from cip.access.roles import Role
from cip.accounts.models import ApiToken, Invitation, Membership, Organization
from cip.accounts.services import invitations, memberships, tokens
from cip.accounts.services.organizations import create_organization
from cip.audit.models import AuditEvent
from cip.doors import actor_in, actor_through, bearer
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from tests.factories.accounts import ApiTokenFactory, MembershipFactory, UserFactory
from tests.jobs import run_jobs

NOW = clock.now()


def invite(actor, **more):
    values = {"email": "dora@example.org", "roles": ["member"], "now": clock.now()} | more
    return invitations.invite_person(actor=actor, **values)


def link_of(number: int = -1) -> str:
    """The secret in the last mail that was queued."""
    body = Job.objects.filter(kind="mail").order_by("created_at").last().payload["body"]
    return body.split("/invitations/")[1].split("/")[0]


def test_organization_gets_a_free_slug_and_an_admin(db) -> None:
    user = UserFactory()
    first = create_organization(name="Acme", admin=user)
    second = create_organization(name="Acme", admin=user)
    assert (first.slug, second.slug) == ("acme", "acme-2")
    assert Membership.objects.get(organization=first).roles == ["admin", "program_lead"]
    assert AuditEvent.objects.filter(action="organization.created").count() == 2


@pytest.mark.parametrize("slug", ["acme", "No Slug", "a--b"])
def test_given_slug_must_be_free_and_well_formed(slug: str, organization) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_organization(name="X", slug=slug, admin=UserFactory())
    assert set(refused.value.fields) == {"slug"}
    assert Organization.objects.count() == 1


def test_invitation_is_mailed_once_and_accepted_once(alice) -> None:
    invite(alice.actor, name="Dora", roles=["facilitator", "sponsor"])
    secret = link_of()
    assert run_jobs() == 1
    assert secret not in str(Job.objects.get(kind="mail").payload), "a sent link is not kept"
    assert mail.outbox[0].to == ["dora@example.org"]
    assert mail.outbox[0].subject == "Alice invites you to Acme"
    assert "Executive sponsor, Facilitator / assessor" in mail.outbox[0].body
    dora = UserFactory(email="Dora@Example.org")
    membership = invitations.accept_invitation(user=dora, secret=secret, now=NOW)
    assert membership.roles == ["sponsor", "facilitator"]
    with pytest.raises(invitations.ClosedInvitation):
        invitations.accept_invitation(user=dora, secret=secret, now=NOW)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["invitation.sent", "invitation.accepted"]
    assert secret not in str(list(AuditEvent.objects.values()))


def test_new_invitation_replaces_the_open_one(alice) -> None:
    first = invite(alice.actor)
    second = invite(alice.actor, email=" DORA@example.org ")
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert Invitation.objects.get(revoked_at__isnull=True) == second
    third = invitations.send_again(actor=alice.actor, invitation=second, now=NOW)
    assert third.roles == second.roles
    with pytest.raises(WrongState):
        invitations.send_again(actor=alice.actor, invitation=first, now=NOW)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"roles": ["advisor"]}, "ends_on"),
        ({"roles": ["advisor", "member"], "ends_on": NOW.date() + timedelta(9)}, "roles"),
        ({"ends_on": NOW.date() - timedelta(1)}, "ends_on"),
        ({"email": "alice@acme.example"}, "email"),
        ({"email": "ALICE@acme.example"}, "email"),
    ],
)
def test_invitation_that_does_not_fit(alice, more, field) -> None:
    with pytest.raises(InvalidInput) as refused:
        invite(alice.actor, **more)
    assert set(refused.value.fields) == {field}
    assert Invitation.objects.count() == 0
    assert Job.objects.count() == 0


def test_only_admins_invite(bob) -> None:
    with pytest.raises(NotAllowed):
        invite(bob.actor)


def test_invitation_is_for_one_address(alice) -> None:
    invite(alice.actor)
    with pytest.raises(NotAllowed) as refused:
        invitations.accept_invitation(
            user=UserFactory(email="eve@x.org"), secret=link_of(), now=NOW
        )
    assert refused.value.message == (
        "This invitation is for dora@example.org; you are signed in as eve@x.org."
    )


def test_invitation_expires(alice) -> None:
    invite(alice.actor)
    with pytest.raises(invitations.ClosedInvitation):
        invitations.open_invitation(link_of(), NOW + invitations.LIFETIME + timedelta(days=1))
    with pytest.raises(invitations.UnknownInvitation):
        invitations.open_invitation("wrong\udc80", NOW)


def test_last_admin_stays(alice) -> None:
    row = Membership.objects.get(user=alice.user)
    for attempt in (
        lambda: memberships.change_roles(
            actor=alice.actor, membership=row, roles=["member"], ends_on=None, today=NOW.date()
        ),
        lambda: memberships.change_roles(
            actor=alice.actor,
            membership=row,
            roles=["admin"],
            ends_on=NOW.date() + timedelta(5),
            today=NOW.date(),
        ),
        lambda: memberships.remove_member(actor=alice.actor, membership=row, now=NOW),
    ):
        with pytest.raises(WrongState):
            attempt()
    row.refresh_from_db()
    assert (row.roles, row.ends_on) == (["admin", "program_lead"], None)


def test_removed_member_loses_access_and_tokens(alice, bob) -> None:
    row = Membership.objects.get(user=bob.user)
    memberships.remove_member(actor=alice.actor, membership=row, now=NOW)
    assert actor_in("acme", bob.user) is None
    assert ApiToken.objects.get(user=bob.user).revoked_at == NOW
    with pytest.raises(WrongState):
        memberships.remove_member(actor=alice.actor, membership=row, now=NOW)


def test_advisor_is_gone_after_the_last_day(organization) -> None:
    user = UserFactory()
    row = MembershipFactory(
        user=user, organization=organization, roles=["advisor"], ends_on=clock.today()
    )
    token = ApiTokenFactory(user=user, organization=organization)
    assert actor_in("acme", user).roles == frozenset({Role.ADVISOR})
    assert actor_through(token, user) is not None
    row.ends_on = clock.today() - timedelta(days=1)
    row.save()
    assert actor_in("acme", user) is None
    assert actor_through(token, user) is None


def test_token_is_shown_once_and_stored_as_hash(alice) -> None:
    token, secret = tokens.create_token(
        actor=alice.actor, name="Export", scopes=["programs:read", "people:write"]
    )
    assert secret.startswith("cip_")
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    person, found = bearer(secret, NOW)
    assert (person, found) == (alice.user, token)
    tokens.revoke_token(actor=alice.actor, token=token, now=NOW)
    assert bearer(secret, NOW) is None
    with pytest.raises(WrongState):
        tokens.revoke_token(actor=alice.actor, token=token, now=NOW)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all"]}, "scopes"),
        ({"name": "  "}, "name"),
        ({"expires_at": NOW - timedelta(days=1)}, "expires_on"),
    ],
)
def test_token_that_does_not_fit(alice, more, field) -> None:
    values = {"name": "x", "scopes": ["programs:read"]} | more
    with pytest.raises(InvalidInput) as refused:
        tokens.create_token(actor=alice.actor, **values)
    assert set(refused.value.fields) == {field}
