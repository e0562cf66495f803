"""Pages of programs as lead, member and advisor (outsiders: see tests/architecture)."""

import pytest
from django.urls import reverse

from cip.access.roles import Role
from cip.programs.models import Activity, Artefact, CITeam, Program
from cip.programs.services import artefacts, teams
from tests.factories.accounts import MembershipFactory
from tests.factories.programs import (
    ArtefactCommentFactory,
    ArtefactFactory,
    ArtefactVersionFactory,
    CITeamFactory,
    ProgramFactory,
    TeamMembershipFactory,
)
from tests.programs.helpers import PDF, make_program, settle, upload


def url(name: str, *args) -> str:
    return reverse(f"programs:{name}", args=["acme", *args])


@pytest.fixture
def program(alice) -> Program:
    return make_program(alice)


@pytest.fixture
def team(alice, program) -> CITeam:
    return teams.create_team(actor=alice.actor, program=program, name="Desk")


@pytest.fixture
def artefact(alice, program, team) -> Artefact:
    return artefacts.create_artefact(
        actor=alice.actor, program=program, title="Statement", team=team.pk, file=upload()
    )


def visible(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


# Programs -------------------------------------------------------------------------------------


def test_lead_creates_edits_archives_and_restores(alice) -> None:
    assert "Set up the first program" in visible(alice.client.get(url("list")))
    form = {
        "name": "Reliable IT",
        "lead": alice.user.pk,
        "starts_on": "2026-01-05",
        "currency": "eur",
    }
    bad = alice.client.post(url("create"), form | {"ends_on": "2025-01-01", "name": "a\x00b"})
    assert bad.status_code == 400
    assert "U+0000" in bad.content.decode()
    answer = alice.client.post(url("create"), form)
    program = Program.objects.get()
    assert answer.headers["Location"] == reverse("home:program", args=["acme", program.pk])
    assert program.currency == "EUR"
    edit = form | {"name": "Reliable IT 2", "expected_version": 1}
    assert alice.client.post(url("edit", program.pk), edit).status_code == 302
    stale = alice.client.post(url("edit", program.pk), edit | {"name": "Mine"})
    assert stale.status_code == 409
    assert "Reliable IT 2" in stale.content.decode()
    assert "Mine" in stale.content.decode()
    alice.client.post(url("archive", program.pk))
    alice.client.get(url("list"))  # shows the message once
    assert "Reliable IT 2" not in visible(alice.client.get(url("list")))
    assert "Reliable IT 2" in visible(alice.client.get(url("list") + "?state=archived"))
    assert "Restore the program" in visible(alice.client.get(url("edit", program.pk)))
    alice.client.post(url("restore", program.pk))
    assert Program.objects.get().archived_at is None


def test_member_reads_and_changes_nothing(bob, program) -> None:
    assert "Reliable IT" in visible(bob.client.get(url("list")))
    assert "Create Awareness" in visible(bob.client.get(url("plan", program.pk)))
    assert bob.client.get(url("create")).status_code == 403
    assert bob.client.get(url("edit", program.pk)).status_code == 403
    for name in ("archive", "restore"):
        assert bob.client.post(url(name, program.pk)).status_code == 403
    phase = program.phases.get(position=1)
    form = {"expected_version": 1, "note": "x", "reason": "x"}
    for name in ("phase", "pass_gate", "reopen_gate"):
        assert bob.client.post(url(name, phase.pk), form).status_code == 403
    activity = Activity.objects.filter(phase=phase).first()
    assert "Only its owner" in visible(bob.client.get(url("activity", activity.pk)))
    form = {"state": "done", "expected_version": 1}
    assert bob.client.post(url("activity", activity.pk), form).status_code == 403
    deliverable = activity.deliverables.get()
    form = {"state": "draft", "expected_version": 1}
    assert bob.client.post(url("deliverable", deliverable.pk), form).status_code == 403


# Plan -----------------------------------------------------------------------------------------


def test_lead_runs_the_plan(alice, bob, program) -> None:
    phase = program.phases.get(position=1)
    activity = phase.activities.get(number=1)
    form = {
        "state": "started",
        "owner": bob.user.pk,
        "due_on": "2026-03-01",
        "note": "First",
        "expected_version": 1,
    }
    alice.client.post(url("activity", activity.pk), form)
    activity.refresh_from_db()
    assert (activity.owner, activity.note, str(activity.due_on)) == (
        bob.user,
        "First",
        "2026-03-01",
    )
    deliverable = activity.deliverables.get()
    form = {"state": "delivered", "expected_version": 1}
    alice.client.post(url("deliverable", deliverable.pk), form)
    alice.client.post(url("deliverable", deliverable.pk), {"state": "nonsense"})
    deliverable.refresh_from_db()
    assert deliverable.state == "delivered"
    alice.client.post(
        url("phase", phase.pk),
        {"starts_on": "2026-01-05", "ends_on": "2026-04-01", "expected_version": 1},
    )
    refused = alice.client.post(url("pass_gate", phase.pk), {"expected_version": 2, "note": ""})
    assert refused.status_code == 400
    assert "Complete Initial Assessment" in refused.content.decode()
    settle(phase)
    alice.client.post(url("pass_gate", phase.pk), {"expected_version": 2, "note": "Go"})
    assert "Reopen the gate" in visible(alice.client.get(url("phase", phase.pk)))
    bad = alice.client.post(url("reopen_gate", phase.pk), {"expected_version": 3, "reason": ""})
    assert bad.status_code == 400
    alice.client.post(url("reopen_gate", phase.pk), {"expected_version": 3, "reason": "Facts"})
    phase.refresh_from_db()
    assert (phase.gate, str(phase.ends_on), phase.version) == ("open", "2026-04-01", 4)


def test_foreign_person_cannot_be_chosen(alice, charlie, program) -> None:
    activity = Activity.objects.get(phase__program=program, number=1)
    form = {"state": "open", "owner": charlie.user.pk, "expected_version": 1}
    answer = alice.client.post(url("activity", activity.pk), form)
    assert answer.status_code == 400
    assert "Elsewhere" not in answer.content.decode()
    activity.refresh_from_db()
    assert activity.owner is None


# Teams ----------------------------------------------------------------------------------------


def test_lead_sets_up_a_team(alice, bob, program) -> None:
    assert "Set up the first team" in visible(alice.client.get(url("teams", program.pk)))
    answer = alice.client.post(url("team_create", program.pk), {"name": "Desk"})
    team = CITeam.objects.get()
    assert answer.headers["Location"] == url("team", team.pk)
    assert "This team has no lead yet" in visible(alice.client.get(url("team", team.pk)))
    add = {"user": bob.user.pk, "role": "lead"}
    alice.client.post(url("team_member_add", team.pk), add)
    again = alice.client.post(url("team_member_add", team.pk), add)
    assert again.status_code == 400
    assert "This person is in the team already" in again.content.decode()
    row = team.memberships.get()
    alice.client.post(url("team_member_role", row.pk), {"role": "member"})
    row.refresh_from_db()
    assert row.role == "member"
    form = {"name": "Service desk", "theme": "Requests", "expected_version": 1}
    alice.client.post(url("team_edit", team.pk), form)
    assert "Service desk" in visible(bob.client.get(url("team", team.pk)))
    alice.client.post(url("team_member_remove", row.pk))
    assert team.memberships.count() == 0


def test_member_manages_no_team(bob, program, team) -> None:
    assert "Add a person" not in visible(bob.client.get(url("team", team.pk)))
    assert bob.client.get(url("team_create", program.pk)).status_code == 403
    assert bob.client.get(url("team_edit", team.pk)).status_code == 403
    add = {"user": bob.user.pk, "role": "lead"}
    assert bob.client.post(url("team_member_add", team.pk), add).status_code in (400, 403)
    row = TeamMembershipFactory(team=team)
    assert bob.client.post(url("team_member_role", row.pk), {"role": "lead"}).status_code == 403
    assert bob.client.post(url("team_member_remove", row.pk)).status_code == 403
    assert team.memberships.count() == 1


# Artefacts ------------------------------------------------------------------------------------


def test_lead_stores_versions_and_downloads(alice, program) -> None:
    form = {"title": "Statement", "file": upload("Übersicht.pdf")}
    bad = {"title": "Statement", "file": upload("page.pdf", b"<html>")}
    answer = alice.client.post(url("artefact_create", program.pk), bad)
    assert answer.status_code == 400
    assert "The content is not that of a pdf file." in answer.content.decode()
    alice.client.post(url("artefact_create", program.pk), form)
    artefact = Artefact.objects.get()
    again = alice.client.post(url("artefact_version_add", artefact.pk), {"file": upload()})
    assert again.status_code == 400
    second = {"file": upload(content=b"%PDF-1.7 two"), "note": "Reviewed"}
    alice.client.post(url("artefact_version_add", artefact.pk), second)
    alice.client.post(url("artefact_comment", artefact.pk), {"text": "Good"})
    text = visible(alice.client.get(url("artefact", artefact.pk)))
    assert "Reviewed" in text
    assert "1 comment" in text
    version = artefact.versions.get(number=1)
    answer = alice.client.get(url("artefact_download", version.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_lost_file_is_a_404(alice) -> None:
    version = ArtefactVersionFactory(artefact__program__organization=alice.organization)
    version.file.storage.delete(version.file.name)
    assert alice.client.get(url("artefact_download", version.pk)).status_code == 404


def test_advisor_sees_and_comments_on_the_teams_artefacts_only(
    alice, make_person, program, team, artefact
) -> None:
    other = artefacts.create_artefact(
        actor=alice.actor, program=program, title="Secret plan", file=upload()
    )
    dora = make_person("Dora", Role.ADVISOR)
    assert dora.client.get(url("artefact", artefact.pk)).status_code == 404
    teams.add_member(actor=alice.actor, team=team, user=dora.user.pk, role="advisor")
    text = visible(dora.client.get(url("artefacts", program.pk)))
    assert "Statement" in text
    assert "Secret plan" not in text
    hidden = other.versions.get()
    for address in (
        url("artefact", other.pk),
        url("artefact_download", hidden.pk),
    ):
        assert dora.client.get(address).status_code == 404
    answer = dora.client.post(url("artefact_comment", artefact.pk), {"text": "Name the measure"})
    assert answer.status_code == 302
    assert "Advisor of the team" in visible(dora.client.get(url("artefact", artefact.pk)))
    assert dora.client.get(url("artefact_create", program.pk)).status_code == 403
    form = {"file": upload(content=b"%PDF-1.7 two")}
    assert dora.client.post(url("artefact_version_add", artefact.pk), form).status_code == 403
    assert dora.client.get(url("artefact_edit", artefact.pk)).status_code == 403


def test_team_member_stores_for_the_team(alice, bob, program, team) -> None:
    TeamMembershipFactory(team=team, user=bob.user)
    other = CITeamFactory(program=program)
    page = url("artefact_create", program.pk)
    assert "The program as a whole" not in visible(bob.client.get(page))
    answer = bob.client.post(page, {"title": "X", "file": upload(), "team": other.pk})
    assert answer.status_code == 400
    answer = bob.client.post(page, {"title": "X", "file": upload(), "team": team.pk})
    assert answer.status_code == 302
    artefact = Artefact.objects.get()
    form = {"title": "Y", "team": team.pk, "expected_version": 1}
    assert bob.client.post(url("artefact_edit", artefact.pk), form).status_code == 302
    artefact.refresh_from_db()
    assert (artefact.title, artefact.team) == ("Y", team)


# Queries --------------------------------------------------------------------------------------

ROWS = pytest.mark.parametrize("rows", [1, 30])


@ROWS
def test_list_queries(alice, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        CITeamFactory(program=ProgramFactory(organization=alice.organization))
    with django_assert_num_queries(4):
        alice.client.get(url("list"))


@ROWS
def test_plan_queries(alice, program, rows, django_assert_num_queries) -> None:
    phase = program.phases.get(position=1)
    for number in range(rows):
        Activity.objects.create(phase=phase, number=100 + number, title="More", owner=alice.user)
    with django_assert_num_queries(4):
        alice.client.get(url("plan", program.pk))


@ROWS
def test_teams_queries(alice, program, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        TeamMembershipFactory(team=CITeamFactory(program=program), role="lead")
    with django_assert_num_queries(5):
        alice.client.get(url("teams", program.pk))


@ROWS
def test_team_queries(alice, program, team, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        person = MembershipFactory(organization=alice.organization).user
        TeamMembershipFactory(team=team, user=person)
        ArtefactVersionFactory(artefact=ArtefactFactory(program=program, team=team))
    with django_assert_num_queries(8):
        alice.client.get(url("team", team.pk))


@ROWS
def test_artefacts_queries(alice, program, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        version = ArtefactVersionFactory(artefact=ArtefactFactory(program=program))
        ArtefactCommentFactory(artefact=version.artefact)
    with django_assert_num_queries(6):
        alice.client.get(url("artefacts", program.pk))


@ROWS
def test_artefact_queries(alice, artefact, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        ArtefactVersionFactory(artefact=artefact)
        ArtefactCommentFactory(artefact=artefact)
    with django_assert_num_queries(5):
        alice.client.get(url("artefact", artefact.pk))
