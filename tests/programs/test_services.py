"""Programs, plan, teams, artefacts."""

from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest

from cip.access.roles import Role
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from cip.programs.models import Activity, Artefact, ArtefactVersion, Deliverable, Program
from cip.programs.rules.plan import CIP_PLAN
from cip.programs.services import artefacts, plan, programs, teams
from tests.programs.helpers import PDF, make_program, package, settle, upload

NOW = clock.now()


def refused_fields(call) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        call()
    return set(refused.value.fields)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# Programs -------------------------------------------------------------------------------------


def test_program_comes_with_the_cip_plan(alice) -> None:
    program = make_program(alice)
    assert [p.kind for p in program.phases.order_by("position")] == [p.kind for p in CIP_PLAN]
    rows = Activity.objects.filter(phase__program=program).order_by("number")
    assert [row.title for row in rows] == [a.title for p in CIP_PLAN for a in p.activities]
    titles = [d for p in CIP_PLAN for a in p.activities for d in a.deliverables]
    found = Deliverable.objects.filter(activity__phase__program=program)
    assert sorted(row.title for row in found) == sorted(titles)
    assert actions() == ["program.created"]


def test_program_that_does_not_fit_leaves_nothing(alice, charlie) -> None:
    make_program(alice)
    day = date(2026, 1, 5)
    for more, field in (
        ({"name": "Reliable IT"}, "name"),
        ({"name": " "}, "name"),
        ({"name": "B", "lead": charlie.user.pk}, "lead"),
        ({"name": "B", "sponsor": uuid4()}, "sponsor"),
        ({"name": "B", "starts_on": day, "ends_on": date(2026, 1, 4)}, "ends_on"),
        ({"name": "B", "currency": "euro"}, "currency"),
    ):
        assert refused_fields(lambda more=more: make_program(alice, **more)) == {field}
    assert Program.objects.count() == 1
    assert actions() == ["program.created"]


def test_same_name_is_free_in_another_organization(alice, charlie) -> None:
    make_program(alice)
    assert make_program(charlie).name == "Reliable IT"


def test_edit_keeps_versions_and_both_texts(alice) -> None:
    program = make_program(alice)
    stale = Program.objects.get(pk=program.pk)
    programs.edit_program(
        actor=alice.actor, program=program, expected_version=1, values={"statement": "First"}
    )
    with pytest.raises(StaleWrite) as refused:
        programs.edit_program(
            actor=alice.actor, program=stale, expected_version=1, values={"statement": "Second"}
        )
    conflict = refused.value.conflicts[0]
    assert (refused.value.current_version, conflict.stored, conflict.submitted) == (
        2,
        "First",
        "Second",
    )
    assert AuditEvent.objects.get(action="program.edited").changes == {"statement": ["", "First"]}


def test_people_are_named_in_the_audit_trail(alice, sponsor) -> None:
    program = make_program(alice)
    programs.edit_program(
        actor=alice.actor, program=program, expected_version=1, values={"sponsor": sponsor.user.pk}
    )
    assert AuditEvent.objects.get(action="program.edited").changes == {"sponsor": [None, "Sophie"]}


def test_archived_program_is_kept_as_it_is(alice) -> None:
    program = programs.archive_program(actor=alice.actor, program=make_program(alice), now=NOW)
    activity = Activity.objects.filter(phase__program=program).first()
    team = {"actor": alice.actor, "program": program, "name": "T"}
    for call in (
        lambda: programs.edit_program(
            actor=alice.actor, program=program, expected_version=2, values={"name": "X"}
        ),
        lambda: plan.edit_activity(
            actor=alice.actor, activity=activity, expected_version=1, values={"state": "done"}
        ),
        lambda: teams.create_team(**team),
        lambda: artefacts.create_artefact(
            actor=alice.actor, program=program, title="X", file=upload()
        ),
    ):
        with pytest.raises(WrongState):
            call()
    programs.restore_program(actor=alice.actor, program=program)
    assert teams.create_team(**team).name == "T"


def test_member_changes_nothing(alice, bob) -> None:
    program = make_program(alice)
    for call in (
        lambda: make_program(bob, name="B"),
        lambda: programs.edit_program(
            actor=bob.actor, program=program, expected_version=1, values={"name": "X"}
        ),
        lambda: programs.archive_program(actor=bob.actor, program=program, now=NOW),
        lambda: teams.create_team(actor=bob.actor, program=program, name="T"),
        lambda: artefacts.create_artefact(
            actor=bob.actor, program=program, title="X", file=upload()
        ),
    ):
        with pytest.raises(NotAllowed):
            call()


# Plan -----------------------------------------------------------------------------------------


def test_owner_reports_on_an_activity(alice, bob) -> None:
    program = make_program(alice)
    activity = Activity.objects.get(phase__program=program, number=2)
    change = {"activity": activity, "expected_version": 1, "values": {"state": "started"}}
    with pytest.raises(NotAllowed):
        plan.edit_activity(actor=bob.actor, **change)
    plan.edit_activity(
        actor=alice.actor, activity=activity, expected_version=1, values={"owner": bob.user.pk}
    )
    plan.edit_activity(actor=bob.actor, **change | {"expected_version": 2})
    deliverable = activity.deliverables.get()
    plan.edit_deliverable(
        actor=bob.actor, deliverable=deliverable, expected_version=1, values={"state": "draft"}
    )
    activity.refresh_from_db()
    deliverable.refresh_from_db()
    assert (activity.state, activity.version, deliverable.state) == ("started", 3, "draft")


def test_activity_that_does_not_fit(alice, charlie) -> None:
    activity = Activity.objects.get(phase__program=make_program(alice), number=2)

    def edit(**values):
        return plan.edit_activity(
            actor=alice.actor, activity=activity, expected_version=1, values=values
        )

    assert refused_fields(lambda: edit(owner=charlie.user.pk)) == {"owner"}
    days = {"starts_on": date(2026, 2, 2), "due_on": date(2026, 2, 1)}
    assert refused_fields(lambda: edit(**days)) == {"due_on"}


def test_gates_are_passed_in_order_and_reopened_from_the_last(alice) -> None:
    first, second, *_rest = make_program(alice).phases.order_by("position")

    def pass_gate(phase, note="Go."):
        return plan.pass_gate(
            actor=alice.actor, phase=phase, expected_version=phase.version, note=note, now=NOW
        )

    def reopen(phase, reason="New facts"):
        return plan.reopen_gate(
            actor=alice.actor, phase=phase, expected_version=phase.version, reason=reason
        )

    with pytest.raises(WrongState):
        pass_gate(second)
    assert refused_fields(lambda: pass_gate(first, note=" ")) == {"note"}
    settle(first)
    pass_gate(first, note="")
    pass_gate(second)
    with pytest.raises(WrongState):
        pass_gate(second)
    with pytest.raises(WrongState):
        reopen(first)
    assert refused_fields(lambda: reopen(second, reason="")) == {"reason"}
    reopen(second)
    second.refresh_from_db()
    assert (second.gate, second.gate_passed_at, second.gate_note) == ("open", None, "New facts")
    passed = AuditEvent.objects.filter(action="gate.passed").order_by("pk")
    assert [len(row.changes["open points"][1]) for row in passed] == [0, 9]


def test_phase_dates(alice) -> None:
    phase = make_program(alice).phases.get(position=1)
    values = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}

    def edit(values):
        return plan.edit_phase(actor=alice.actor, phase=phase, expected_version=1, values=values)

    assert refused_fields(lambda: edit(values)) == {"ends_on"}
    assert edit(values | {"ends_on": date(2026, 3, 1)}).version == 2


# Teams ----------------------------------------------------------------------------------------


def test_team_has_one_lead(alice, bob, sponsor) -> None:
    program = make_program(alice)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk", lead=bob.user.pk)
    assert bob.actor.team_roles == {team.pk: "lead"}

    def add(user, role="member"):
        return teams.add_member(actor=alice.actor, team=team, user=user, role=role)

    assert refused_fields(lambda: add(sponsor.user.pk, "lead")) == {"role"}
    assert refused_fields(lambda: add(bob.user.pk)) == {"user"}
    assert refused_fields(lambda: add(uuid4())) == {"user"}
    assert refused_fields(lambda: add(sponsor.user.pk, "king")) == {"role"}
    row = add(sponsor.user.pk)
    change = {"actor": alice.actor, "membership": row}
    assert refused_fields(lambda: teams.change_role(**change, role="lead")) == {"role"}
    row.refresh_from_db()
    teams.change_role(**change, role="advisor")
    teams.remove_member(actor=alice.actor, membership=row)
    assert [m.user.name for m in team.memberships.all()] == ["Bob"]
    assert actions()[1:] == [
        "team.created",
        "team_member.added",
        "team_member.added",
        "team_member.changed",
        "team_member.removed",
    ]


def test_team_names_are_free_once(alice, charlie) -> None:
    program = make_program(alice)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk")
    teams.create_team(actor=alice.actor, program=program, name="Other")

    def create(**more):
        return teams.create_team(actor=alice.actor, program=program, **more)

    assert refused_fields(lambda: create(name="Desk")) == {"name"}
    assert refused_fields(lambda: create(name="")) == {"name"}
    assert refused_fields(lambda: create(name="X", lead=charlie.user.pk)) == {"lead"}
    rename = {"actor": alice.actor, "team": team, "expected_version": 1}
    assert refused_fields(lambda: teams.edit_team(**rename, values={"name": "Other"})) == {"name"}
    assert teams.edit_team(**rename, values={"name": "Service desk"}).version == 2
    assert program.teams.count() == 2


# Artefacts ------------------------------------------------------------------------------------


def test_artefact_versions_follow_each_other(alice) -> None:
    program = make_program(alice)
    artefact = artefacts.create_artefact(
        actor=alice.actor, program=program, title="Plan", file=upload("..\\Plan.PDF")
    )
    version = artefact.versions.get()
    assert (version.number, version.file_name, version.size) == (1, "Plan.PDF", len(PDF))
    assert version.content_type == "application/pdf"
    assert version.file.name == f"artefacts/{artefact.pk}/{version.pk}"
    assert version.checksum == sha256(PDF).hexdigest()
    add = {"actor": alice.actor, "artefact": artefact}
    assert refused_fields(lambda: artefacts.add_version(**add, file=upload())) == {"file"}
    second = artefacts.add_version(**add, file=upload(content=b"%PDF-1.7 two"), note="Reviewed")
    assert (second.number, second.note) == (2, "Reviewed")
    assert actions()[1:] == ["artefact.created", "artefact.version_added", "artefact.version_added"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"<html><script>"),
        ("a.html", b"<html>"),
        ("a.zip", package(x="y")),
        ("a.docx", package(x="y")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", package(**{"[Content_Types].xml": "", "word/a": "", "word/vbaProject.bin": ""})),
        ("a.odt", package(mimetype="application/epub+zip")),
    ],
)
def test_file_that_cannot_be_stored(alice, name, content) -> None:
    program = make_program(alice)
    call = {"actor": alice.actor, "program": program, "title": "X", "file": upload(name, content)}
    assert refused_fields(lambda: artefacts.create_artefact(**call)) == {"file"}
    assert Artefact.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", package(**{"[Content_Types].xml": "", "word/document.xml": ""})),
        ("a.xlsx", package(**{"[Content_Types].xml": "", "xl/workbook.xml": ""})),
        ("a.odp", package(mimetype="application/vnd.oasis.opendocument.presentation")),
        ("a.csv", b"a;b\n1;2\n"),
    ],
)
def test_file_that_can_be_stored(alice, name, content) -> None:
    artefact = artefacts.create_artefact(
        actor=alice.actor, program=make_program(alice), title="X", file=upload(name, content)
    )
    stored = artefact.versions.get()
    with stored.file.open("rb") as file:
        assert file.read() == content


def test_file_that_is_too_large(alice, settings) -> None:
    settings.ARTEFACT_MAX_BYTES = 5
    program = make_program(alice)
    call = {"actor": alice.actor, "program": program, "title": "X", "file": upload()}
    assert refused_fields(lambda: artefacts.create_artefact(**call)) == {"file"}


def test_teams_store_and_advisors_comment_on_their_artefacts_only(alice, bob, make_person) -> None:
    program = make_program(alice)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk", lead=bob.user.pk)
    other = teams.create_team(actor=alice.actor, program=program, name="Other")
    dora = make_person("Dora", Role.ADVISOR)
    teams.add_member(actor=alice.actor, team=team, user=dora.user.pk, role="advisor")

    def store(person, where):
        return artefacts.create_artefact(
            actor=person.actor, program=program, title="X", team=where, file=upload()
        )

    mine = store(bob, team.pk)
    for place in (other.pk, None):
        with pytest.raises(NotAllowed):
            store(bob, place)
    theirs, whole = store(alice, other.pk), store(alice, None)
    with pytest.raises(NotAllowed):
        store(dora, team.pk)
    assert set(Artefact.objects.visible_to(dora.actor)) == {mine}
    assert set(ArtefactVersion.objects.visible_to(dora.actor)) == set(mine.versions.all())
    assert set(Artefact.objects.visible_to(alice.actor)) == {mine, theirs, whole}
    said = artefacts.comment_on_artefact(actor=dora.actor, artefact=mine, text="Good")
    assert (said.author_role, said.artefact_version.number) == ("Advisor of the team", 1)
    with pytest.raises(NotAllowed):
        artefacts.comment_on_artefact(actor=dora.actor, artefact=theirs, text="Good")
    assert refused_fields(
        lambda: artefacts.comment_on_artefact(actor=dora.actor, artefact=mine, text=" ")
    ) == {"text"}
    assert "Good" not in str(AuditEvent.objects.filter(action="artefact.commented").values())


def test_moving_an_artefact_needs_both_places(alice, bob, charlie) -> None:
    program = make_program(alice)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk", lead=bob.user.pk)
    other = teams.create_team(actor=alice.actor, program=program, name="Other")
    foreign = teams.create_team(actor=charlie.actor, program=make_program(charlie), name="Far")
    artefact = artefacts.create_artefact(
        actor=bob.actor, program=program, title="X", team=team.pk, file=upload()
    )

    def move(person, where):
        return artefacts.edit_artefact(
            actor=person.actor,
            artefact=artefact,
            expected_version=artefact.version,
            values={"team": where},
        )

    with pytest.raises(NotAllowed):
        move(bob, other.pk)
    assert refused_fields(lambda: move(alice, foreign.pk)) == {"team"}
    assert move(alice, other.pk).team == other
    assert AuditEvent.objects.get(action="artefact.edited").changes == {"team": ["Desk", "Other"]}
