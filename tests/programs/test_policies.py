"""Who may do what with programs: truth tables."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from cip.access.actor import Actor, ActorKind
from cip.access.check import allowed
from cip.access.roles import Role, TeamRole
from cip.programs import policies

ADMIN, LEAD, SPONSOR = Role.ADMIN, Role.PROGRAM_LEAD, Role.SPONSOR
FACILITATOR, MEMBER, ADVISOR = Role.FACILITATOR, Role.MEMBER, Role.ADVISOR
TEAM = UUID(int=7)
RUNNING = SimpleNamespace(archived_at=None)
ARCHIVED = SimpleNamespace(archived_at=datetime(2026, 1, 1, tzinfo=UTC))


def actor(role: Role, team_role: TeamRole | None = None) -> Actor:
    teams = {} if team_role is None else {TEAM: team_role}
    return Actor(
        ActorKind.PERSON,
        "x",
        UUID(int=1),
        user_id=UUID(int=2),
        roles=frozenset({role}),
        team_roles=teams,
    )


def artefact(program, team=None, withdrawn_at=None):
    return SimpleNamespace(program=program, team_id=team, withdrawn_at=withdrawn_at)


def activity(owner):
    return SimpleNamespace(owner_id=owner)


@pytest.mark.parametrize(
    ("check", "args", "who"),
    [
        (policies.check_can_create_program, (), {ADMIN, LEAD}),
        (policies.check_can_edit_program, (RUNNING,), {LEAD}),
        (policies.check_can_archive_program, (RUNNING,), {LEAD}),
        (policies.check_can_restore_program, (ARCHIVED,), {LEAD}),
        (policies.check_can_restore_program, (RUNNING,), set()),
        (policies.check_can_manage_teams, (RUNNING,), {LEAD}),
        (policies.check_can_edit_activity, (RUNNING, activity(None)), {LEAD}),
        (policies.check_can_edit_activity, (RUNNING, activity(UUID(int=2))), set(Role)),
        (policies.check_can_upload, (RUNNING, None), {LEAD, FACILITATOR}),
        (policies.check_can_comment, (artefact(RUNNING),), {LEAD, SPONSOR, FACILITATOR}),
    ],
)
def test_truth_table(check, args, who) -> None:
    assert {role for role in Role if allowed(check, actor(role), *args)} == who


@pytest.mark.parametrize(
    "check",
    [
        policies.check_can_edit_program,
        policies.check_can_archive_program,
        policies.check_can_manage_teams,
    ],
)
def test_archived_program_is_closed_to_all(check) -> None:
    found = allowed(check, actor(LEAD), ARCHIVED)
    assert found.reason == "This program is archived; restore it to change anything."


@pytest.mark.parametrize(
    ("check", "args", "who"),
    [
        (policies.check_can_upload, (RUNNING, TEAM), {TeamRole.LEAD, TeamRole.MEMBER}),
        (policies.check_can_upload, (RUNNING, UUID(int=8)), set()),
        (policies.check_can_upload, (RUNNING, None), set()),
        (policies.check_can_upload_somewhere, (RUNNING,), {TeamRole.LEAD, TeamRole.MEMBER}),
        (policies.check_can_comment, (artefact(RUNNING, TEAM),), set(TeamRole)),
        (policies.check_can_comment, (artefact(ARCHIVED, TEAM),), set()),
        (policies.check_can_comment, (artefact(RUNNING),), set()),
    ],
)
def test_truth_table_of_teams(check, args, who) -> None:
    assert {role for role in TeamRole if allowed(check, actor(MEMBER, role), *args)} == who
