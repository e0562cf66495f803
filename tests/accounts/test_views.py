"""Signing in and up, invitations, people, tokens, audit."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cip.access.roles import Role
from cip.accounts.models import ApiToken, Invitation, Membership, Organization, User
from cip.accounts.services import invitations
from cip.accounts.services.people import create_person
from cip.audit import services as audit
from cip.kernel import clock
from tests.accounts.test_services import invite, link_of
from tests.factories.accounts import (
    ApiTokenFactory,
    InvitationFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.jobs import AuditEventFactory


def url(name: str, *args) -> str:
    return reverse(name, args=["acme", *args])


# Signing in and up ----------------------------------------------------------------------------


def test_sign_in_and_out(organization) -> None:
    user = create_person(email="dora@example.org", name="Dora", password="correct horse battery")
    MembershipFactory(user=user, organization=organization)
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": "Dora@example.org", "password": "correct horse battery"}
    )
    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/o/acme/"
    client.post("/accounts/logout/")
    assert client.get("/o/acme/").headers["Location"].startswith("/accounts/login/")


def test_sign_up_is_closed_without_invitation(db) -> None:
    answer = Client().post(
        "/accounts/signup/",
        {
            "name": "Eve",
            "email": "eve@x.org",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
        },
    )
    assert answer.status_code == 200
    assert not User.objects.filter(email="eve@x.org").exists()


def test_invited_person_signs_up_with_the_invited_address_and_joins(alice) -> None:
    invite(alice.actor)
    client = Client()
    page = reverse("invitation", args=[link_of()])
    text = client.get(page).content.decode()
    assert "Alice invites you to the capability-improvement programs of Acme." in text
    assert f"/accounts/signup/?next={page}" in text
    answer = client.post(
        "/accounts/signup/",
        {
            "name": "Dora",
            "email": "somebody@else.org",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
            "next": page,
        },
    )
    assert answer.headers["Location"] == page
    assert User.objects.get(name="Dora").email == "dora@example.org"
    assert client.get(page).status_code == 200
    answer = client.post(page)
    assert answer.headers["Location"] == "/o/acme/"
    assert Membership.objects.get(user__name="Dora").roles == ["member"]
    assert client.get("/o/acme/").status_code == 200
    assert client.get(page).status_code == 410


def test_invitation_for_somebody_else(alice, bob) -> None:
    invite(alice.actor)
    page = reverse("invitation", args=[link_of()])
    answer = bob.client.get(page)
    assert "You are signed in as bob@acme.example." in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert bob.client.post(page).status_code == 403


def test_invitation_that_cannot_be_used(alice) -> None:
    row = invite(alice.actor)
    page = reverse("invitation", args=[link_of()])
    Invitation.objects.filter(pk=row.pk).update(expires_at=clock.now() - timedelta(days=1))
    assert Client().get(page).status_code == 410
    invitations.revoke_invitation(actor=alice.actor, invitation=row, now=clock.now())
    answer = Client().get(page)
    assert answer.status_code == 410
    assert "This invitation was withdrawn. Ask for a new one." in answer.content.decode()
    assert Client().get(reverse("invitation", args=["nonsense"])).status_code == 404


def test_advisor_gets_404_after_the_end(make_person) -> None:
    dora = make_person("Dora", Role.ADVISOR)
    assert dora.client.get("/o/acme/").status_code == 200
    Membership.objects.filter(user=dora.user).update(ends_on=clock.today() - timedelta(days=1))
    assert dora.client.get("/o/acme/").status_code == 404
    assert dora.client.get(url("programs:list")).status_code == 404
    assert dora.api.get("/api/v1/programs/").status_code == 401


# Operators ------------------------------------------------------------------------------------


def test_command_creates_organization_and_admin(db, capsys) -> None:
    call_command("create_organization", "Acme", "acme", "Ada@acme.example", "--admin-name", "Ada")
    link = capsys.readouterr().out.split("password here: ")[1].strip()
    assert Membership.objects.get(organization__slug="acme").user.email == "ada@acme.example"
    client = Client()
    form = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    assert "Choose a new password" in form.content.decode()
    secret = {"password1": "another horse battery", "password2": "another horse battery"}
    client.post(form.redirect_chain[-1][0], secret)
    answer = client.post(
        "/accounts/login/", {"login": "ada@acme.example", "password": "another horse battery"}
    )
    assert answer.status_code == 302
    assert client.get("/o/acme/").status_code == 200


@pytest.mark.parametrize(
    "args", [("X", "acme", "a@b.org"), ("X", "x", "nobody"), ("", "x", "a@b.org")]
)
def test_command_refuses_what_does_not_fit(organization, args) -> None:
    with pytest.raises(CommandError):
        call_command("create_organization", *args)
    assert (Organization.objects.count(), User.objects.count()) == (1, 0)


# People ---------------------------------------------------------------------------------------


def test_people_page_for_admin_member_and_guest(alice, bob, make_person) -> None:
    InvitationFactory(organization=alice.organization, email="open@x.org")
    text = alice.client.get(url("accounts:people")).content.decode()
    assert "open@x.org" in text
    assert "Invite a person" in text
    text = bob.client.get(url("accounts:people")).content.decode()
    assert "open@x.org" not in text
    assert "alice@acme.example" in text
    guest = make_person("Dora", Role.ADVISOR)
    assert guest.client.get(url("accounts:people")).status_code == 403
    assert bob.client.get(url("accounts:invite")).status_code == 403
    assert bob.client.get(url("accounts:audit")).status_code == 403
    assert bob.client.get(url("accounts:tokens")).status_code == 403


def test_admin_invites_changes_and_removes(alice, bob) -> None:
    answer = alice.client.post(
        url("accounts:invite"), {"email": "dora@x.org", "name": "Dora", "roles": ["sponsor"]}
    )
    assert answer.headers["Location"] == url("accounts:people")
    row = Invitation.objects.get()
    assert (row.email, row.roles) == ("dora@x.org", ["sponsor"])
    assert alice.client.post(url("accounts:invitation_send_again", row.pk)).status_code == 302
    row = Invitation.objects.get(revoked_at__isnull=True)
    assert alice.client.post(url("accounts:invitation_withdraw", row.pk)).status_code == 302
    assert not Invitation.objects.filter(revoked_at__isnull=True).exists()
    member = Membership.objects.get(user=bob.user)
    answer = alice.client.post(url("accounts:member", member.pk), {"roles": ["advisor"]})
    assert answer.status_code == 400
    assert "An advisor&#x27;s membership needs an end date." in answer.content.decode()
    alice.client.post(
        url("accounts:member", member.pk), {"roles": ["advisor"], "ends_on": "2099-01-31"}
    )
    member.refresh_from_db()
    assert (member.roles, str(member.ends_on)) == (["advisor"], "2099-01-31")
    alice.client.post(url("accounts:member_remove", member.pk))
    assert bob.client.get("/o/acme/").status_code == 404


def test_member_cannot_change_members(alice, bob) -> None:
    member = Membership.objects.get(user=alice.user)
    assert bob.client.get(url("accounts:member", member.pk)).status_code == 403
    assert bob.client.post(url("accounts:member_remove", member.pk)).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_people_page_queries(alice, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        MembershipFactory(organization=alice.organization)
        InvitationFactory(organization=alice.organization, invited_by=UserFactory())
    with django_assert_num_queries(6):
        alice.client.get(url("accounts:people"))


def test_people_page_survives_odd_parameters(alice) -> None:
    for query in ("?page=zzz", "?page=999999999999", "?sort=x", "?role=king", "?q=%00"):
        assert alice.client.get(url("accounts:people") + query).status_code == 200


# Tokens ---------------------------------------------------------------------------------------


def test_token_secret_is_shown_once(alice) -> None:
    form = {"name": "Export", "scope_programs": "read", "scope_people": "write"}
    answer = alice.client.post(url("accounts:tokens"), form)
    token = ApiToken.objects.get(name="Export")
    assert token.scopes == ["programs:read", "people:write"]
    text = answer.content.decode()
    secret = text.split('class="secret">')[1].split("<")[0]
    assert secret.startswith(token.prefix)
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in alice.client.get(url("accounts:tokens")).content.decode()
    alice.client.post(url("accounts:token_revoke", token.pk))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_token_needs_a_scope(alice) -> None:
    answer = alice.client.post(url("accounts:tokens"), {"name": "Export"})
    assert answer.status_code == 400
    assert "Choose at least one of the listed scopes." in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_tokens_page_queries(alice, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        ApiTokenFactory(organization=alice.organization)
    with django_assert_num_queries(4):
        alice.client.get(url("accounts:tokens"))


# Audit ----------------------------------------------------------------------------------------


def test_audit_page_filters(alice) -> None:
    organization = alice.organization
    audit.record(alice.actor, "one.made", organization, changes={"name": ["", "x"]})
    audit.record(alice.actor, "two.made", organization)
    AuditEventFactory(action="foreign.made")
    text = alice.client.get(url("accounts:audit")).content.decode()
    assert text.count("<td>One made</td>") == 1
    assert "Foreign made" not in text
    text = alice.client.get(url("accounts:audit") + "?action=two.made").content.decode()
    assert "<td>One made</td>" not in text
    tomorrow = clock.today() + timedelta(days=1)
    text = alice.client.get(url("accounts:audit") + f"?since={tomorrow}").content.decode()
    assert "Nothing fits this filter." in text
    for query in ("?since=0000-01-01", "?actor=x", "?action=%00", "?page=-1"):
        assert alice.client.get(url("accounts:audit") + query).status_code == 200


def test_audit_csv_runs_no_formula(alice) -> None:
    AuditEventFactory(
        organization_id=alice.organization.pk, subject_label="=HYPERLINK(1)", action="thing.made"
    )
    answer = alice.client.get(url("accounts:audit") + "?export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "At (UTC),Who,As,Action,Kind,What,Changes"
    assert lines[1].endswith("System,system,thing.made,thing,'=HYPERLINK(1),")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-acme-')


@pytest.mark.parametrize("rows", [1, 30])
def test_audit_page_queries(alice, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        audit.record(alice.actor, "one.made", alice.organization)
    with django_assert_num_queries(6):
        alice.client.get(url("accounts:audit"))
