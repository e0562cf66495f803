"""People through the API."""

import pytest

from cip.accounts.models import Invitation, Membership
from cip.audit import services as audit
from tests.factories.accounts import ApiTokenFactory, InvitationFactory, MembershipFactory

API = "/api/v1/"


def test_me_and_organization(alice) -> None:
    me = alice.api.get(API + "me/").json()
    assert me["email"] == "alice@acme.example"
    assert me["roles"] == ["admin", "program_lead"]
    organization = alice.api.get(API + "organization/").json()
    assert (organization["slug"], organization["name"]) == ("acme", "Acme")


def test_members_are_listed_filtered_changed_and_removed(alice, bob) -> None:
    found = alice.api.get(API + "members/?role=member").json()
    assert [row["name"] for row in found["results"]] == ["Bob"]
    one = API + f"members/{found['results'][0]['id']}/"
    answer = alice.api.patch(one, {"roles": ["sponsor"]})
    assert (answer.status_code, answer.json()["roles"]) == (200, ["sponsor"])
    assert alice.api.patch(one, {"roles": ["advisor"]}).status_code == 400
    assert alice.api.patch(one, {"color": "red"}).json()["error"]["fields"] == {
        "color": ["Unknown field."]
    }
    assert bob.api.patch(one, {"roles": ["admin"]}).status_code == 403
    assert alice.api.delete(one).status_code == 204
    assert bob.api.get(API + "me/").status_code == 401


def test_invitation_goes_out_and_is_withdrawn(alice, bob) -> None:
    answer = alice.api.post(API + "invitations/", {"email": "d@x.org", "roles": ["member"]})
    assert answer.status_code == 201
    assert "secret" not in answer.content.decode()
    one = API + f"invitations/{answer.json()['id']}/"
    again = alice.api.post(one + "send-again/")
    assert again.status_code == 201
    assert alice.api.post(one + "revoke/").status_code == 409
    fresh = API + f"invitations/{again.json()['id']}/revoke/"
    assert alice.api.post(fresh).json()["revoked_at"] is not None
    assert bob.api.get(API + "invitations/").status_code == 403
    assert alice.api.get(API + "invitations/?is_open=true").json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "no", "roles": ["member"]},
        {"email": "a\x00@x.org", "roles": ["member"]},
        {"email": "a@x.org", "roles": "member"},
        {"email": "a@x.org", "roles": []},
        {"email": "a@x.org", "roles": ["member"], "ends_on": "0001-01-01"},
        {"email": "a@x.org", "roles": ["member"], "name": "x" * 201},
        [],
    ],
)
def test_invitation_that_cannot_be_read(alice, body) -> None:
    assert alice.api.post(API + "invitations/", body).status_code == 400
    assert Invitation.objects.count() == 0


def test_lone_surrogate_is_a_field_error(alice) -> None:
    body = '{"email": "a@x.org", "roles": ["member"], "name": "\\ud800"}'
    answer = alice.api.post(API + "invitations/", body, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()["error"]["fields"]) == {"name"}


def test_tokens_are_listed_and_revoked_but_never_made(alice, bob) -> None:
    mine = bob.api.get(API + "tokens/").json()["results"]
    assert [row["name"] for row in mine] == ["test"]
    assert alice.api.get(API + "tokens/").json()["count"] == 2
    assert alice.api.post(API + "tokens/", {"name": "x"}).status_code == 405
    assert alice.api.post(API + f"tokens/{mine[0]['id']}/revoke/").status_code == 200
    assert bob.api.get(API + "tokens/").status_code == 401


def test_audit_events_are_for_admins(alice, bob) -> None:
    audit.record(alice.actor, "one.made", alice.organization)
    found = alice.api.get(API + "audit-events/?action=one.made").json()
    assert [row["actor_label"] for row in found["results"]] == ["Alice"]
    assert alice.api.get(API + "audit-events/?since=yesterday").status_code == 400
    assert bob.api.get(API + "audit-events/").status_code == 403


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("0423-02-07T06:40:40.9+23:41", 200),
        ("2026-11-21T12:00:00-23:59", 200),
        ("2026-11-21T12:00:00", 200),
        ("0001-01-01T00:00:00+14:00", 400),
        ("9999-12-31T23:59:59-14:00", 400),
        ("0001-01-01T00:00:00", 200),
    ],
)
def test_audit_events_since_any_moment(alice, since, status) -> None:
    answer = alice.api.get(API + "audit-events/", {"since": since})
    assert answer.status_code == status
    assert (status == 200) or set(answer.json()["error"]["fields"]) == {"since"}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", ["members", "invitations", "tokens", "audit-events"])
def test_list_queries(alice, name, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        MembershipFactory(organization=alice.organization)
        InvitationFactory(organization=alice.organization)
        ApiTokenFactory(organization=alice.organization)
        audit.record(alice.actor, "one.made", alice.organization)
    alice.api.get(API + "me/")  # notes the day of use
    with django_assert_num_queries(3):
        alice.api.get(API + name + "/")
    assert Membership.objects.count() == rows + 1
