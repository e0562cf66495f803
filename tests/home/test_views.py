"""Start page, my work, program overview, navigation."""

import pytest
from django.test import Client
from django.urls import reverse

from cip.access.roles import Role
from cip.accounts.models import Membership, Organization
from cip.home.context import current_section
from cip.kernel import clock
from cip.programs.models import Activity
from cip.programs.services import plan, programs, teams
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, ParticipantFactory
from tests.factories.jobs import JobFactory
from tests.factories.programs import CITeamFactory
from tests.factories.reports import ReportRunFactory
from tests.factories.roadmap import (
    InitiativeFactory,
    MilestoneFactory,
    WorkItemFactory,
    WorkplanFactory,
)
from tests.factories.workshops import OutcomeFactory
from tests.programs.helpers import make_program, settle


def page(program) -> str:
    return reverse("home:program", args=["acme", program.pk])


def visible(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_start_leads_to_the_only_organization_or_offers_the_choice(alice) -> None:
    assert alice.client.get("/").headers["Location"] == "/o/acme/"
    assert "Set up an organization" in visible(alice.client.get("/?choose=1"))
    MembershipFactory(user=alice.user, organization__name="Second")
    text = visible(alice.client.get("/"))
    assert "Second" in text
    assert "Acme" in text


def test_anybody_signed_in_sets_up_an_organization(db) -> None:
    client = Client()
    user = UserFactory()
    client.force_login(user)
    assert "You belong to no organization yet." in visible(client.get("/"))
    assert client.post("/organizations/new/", {"name": " "}).status_code == 400
    answer = client.post("/organizations/new/", {"name": "Nord & Süd"})
    assert answer.headers["Location"] == "/o/nord-sud/"
    assert Membership.objects.get(user=user).roles == ["admin", "program_lead"]
    assert "Set up the first program" in visible(client.get("/o/nord-sud/"))
    assert Organization.objects.get().name == "Nord & Süd"


def test_switcher_lists_organizations(alice) -> None:
    MembershipFactory(user=alice.user, organization__name="Second", organization__slug="second")
    text = visible(alice.client.get("/o/acme/"))
    assert '<a href="/o/second/">Second</a>' in text
    assert '<a href="/o/acme/" aria-current="true">Acme</a>' in text


def test_my_work_says_when_nothing_waits(alice, bob) -> None:
    assert "Begin with a program" in visible(bob.client.get("/o/acme/"))
    make_program(alice)
    assert "Nothing waits for you" in visible(bob.client.get("/o/acme/"))


def test_overview_tells_the_lead_what_is_next(alice, bob) -> None:
    program = make_program(alice)
    text = visible(alice.client.get(page(program)))
    assert "Find out where you stand" in text
    assert "Set up an assessment" in text
    text = visible(bob.client.get(page(program)))
    assert "A program lead or facilitator sets up the first assessment." in text
    assert "Edit program" not in text
    assessment = AssessmentFactory(program=program, title="Level 2", state="collecting")
    ParticipantFactory(assessment=assessment)
    text = visible(alice.client.get(page(program)))
    assert "Mobilize CI teams" in text
    assert "1 participant · 0 submitted" in " ".join(text.split())
    assert "0 submitted" not in visible(bob.client.get(page(program)))
    teams.create_team(actor=alice.actor, program=program, name="Desk")
    assert "Turn findings into initiatives" in visible(alice.client.get(page(program)))
    settle(program.phases.get(position=1))
    assert "The gate of Discover can be passed" in visible(alice.client.get(page(program)))


def test_overview_counts_initiatives_and_names_milestones(alice) -> None:
    program = make_program(alice)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk")
    workplan = WorkplanFactory(program=program, team=team, state="agreed")
    for state in ("planned", "started", "done", "dropped"):
        InitiativeFactory(workplan=workplan, state=state)
    MilestoneFactory(workplan=workplan, title="One door")
    ReportRunFactory(
        organization=alice.organization, program_id=program.pk, subject_label="Assessment of May"
    )
    text = " ".join(visible(alice.client.get(page(program))).split())
    assert "1 planned, 1 running" in text
    assert "1 of 3" in text
    assert "3 initiatives, 1 done" in text
    assert "One door" in text
    assert "Assessment of May" in text


def test_reports_are_for_those_who_may_ask_for_them(alice, bob) -> None:
    program = make_program(alice)
    ReportRunFactory(
        organization=alice.organization, program_id=program.pk, subject_label="Assessment of May"
    )
    assert "Assessment of May" not in visible(bob.client.get(page(program)))


def test_drafts_of_other_teams_do_not_count(alice, bob) -> None:
    program = make_program(alice)
    InitiativeFactory(workplan__team__program=program, workplan__state="draft")
    assert "No initiatives yet." not in visible(alice.client.get(page(program)))
    assert "No initiatives yet." in visible(bob.client.get(page(program)))


def test_archived_program_says_so(alice) -> None:
    program = make_program(alice)
    programs.archive_program(actor=alice.actor, program=program, now=clock.now())
    assert "This program is archived" in visible(alice.client.get(page(program)))


def test_advisor_sees_the_overview(alice, make_person) -> None:
    dora = make_person("Dora", Role.ADVISOR)
    text = visible(dora.client.get(page(make_program(alice))))
    assert "Reliable IT" in text
    assert reverse("accounts:people", args=["acme"]) not in text


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("home:my_work", "home:my_work"),
        ("programs:team_edit", "programs:teams"),
        ("programs:artefact", "programs:artefacts"),
        ("programs:activity", "programs:plan"),
        ("programs:edit", "home:program"),
        ("accounts:token_revoke", "accounts:tokens"),
        ("accounts:invite", "accounts:people"),
        ("assessments:fill", "assessments:list"),
        ("account_login", ""),
    ],
)
def test_navigation_line_of_a_page(view: str, line: str) -> None:
    assert current_section(view) == line


ROWS = pytest.mark.parametrize("rows", [1, 30])


@ROWS
def test_start_queries(alice, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        MembershipFactory(user=alice.user)
    with django_assert_num_queries(3):
        alice.client.get("/")


@ROWS
def test_my_work_queries(alice, rows, django_assert_num_queries) -> None:
    for number in range(rows):
        program = make_program(alice, name=f"P{number}")
        Activity.objects.filter(phase__program=program, number=1).update(owner=alice.user)
        mine = {"owner": alice.user}
        ActionItemFactory(assessment__program=program, **mine)
        workplan = WorkplanFactory(team=CITeamFactory(program=program))
        InitiativeFactory(workplan=workplan, **mine)
        WorkItemFactory(workplan=workplan, **mine)
        OutcomeFactory(workshop__program=program, kind="action", due_on=program.starts_on, **mine)
    with django_assert_num_queries(8):
        alice.client.get("/o/acme/")


@ROWS
def test_overview_queries(alice, rows, django_assert_num_queries) -> None:
    program = make_program(alice)
    phase = program.phases.get(position=1)
    for number in range(rows):
        Activity.objects.create(phase=phase, number=100 + number, title="More", owner=alice.user)
        ParticipantFactory(
            assessment__program=program,
            assessment__state="agreed",
            assessment__model_version__published=True,
        )
        workplan = WorkplanFactory(program=program, team=CITeamFactory(program=program))
        InitiativeFactory(workplan=workplan)
        MilestoneFactory(workplan=workplan)
        ReportRunFactory(
            organization=alice.organization, program_id=program.pk, job=JobFactory(kind="report")
        )
    alice.client.get(page(program))
    with django_assert_num_queries(11):
        alice.client.get(page(program))
    assert plan.open_points(phase)
