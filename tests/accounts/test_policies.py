"""Who may manage people and tokens: truth tables."""

from uuid import UUID

import pytest

from cip.access.actor import Actor, ActorKind
from cip.access.check import allowed
from cip.access.roles import Role
from cip.accounts import policies

ADMIN, LEAD, SPONSOR = Role.ADMIN, Role.PROGRAM_LEAD, Role.SPONSOR
FACILITATOR, MEMBER, ADVISOR = Role.FACILITATOR, Role.MEMBER, Role.ADVISOR


def actor(role: Role, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(ActorKind.PERSON, "x", UUID(int=1), roles=frozenset({role}), scopes=scopes)


@pytest.mark.parametrize(
    ("check", "who"),
    [
        (policies.check_can_manage_people, {ADMIN}),
        (policies.check_can_view_audit, {ADMIN}),
        (policies.check_can_see_people, {ADMIN, LEAD, SPONSOR, FACILITATOR, MEMBER}),
        (policies.check_can_create_token, {ADMIN, LEAD, FACILITATOR}),
        (policies.check_can_see_tokens, {ADMIN, LEAD, FACILITATOR}),
    ],
)
def test_truth_table(check, who) -> None:
    assert {role for role in Role if allowed(check, actor(role))} == who


def test_who_has_no_tokens_reads_how_to_answer() -> None:
    found = allowed(policies.check_can_see_tokens, actor(MEMBER))
    assert "A questionnaire is answered on its pages or in the spreadsheet" in found.reason


def test_token_makes_no_token() -> None:
    found = allowed(policies.check_can_create_token, actor(ADMIN, frozenset({"people:write"})))
    assert found.reason == "A token cannot make another token; sign in to do that."
