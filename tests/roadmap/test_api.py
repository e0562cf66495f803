"""The same by API: workplans to roadmap, with versions, filters, scopes and hostile input."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from cip.accounts.models import ApiToken
from roadmap.models import Dependency, Initiative, Workplan
from tests.factories.assessments import ActionItemFactory, AssessmentFactory, FindingFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeSourceFactory,
    MilestoneFactory,
    WorkItemFactory,
)
from tests.factories.workshops import OutcomeFactory, WorkshopFactory
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


@pytest.fixture
def bar(plan):
    return plan.bar("One intake", 0, 10, owner=plan.dora.user)


@pytest.fixture
def finding(plan):
    assessment = AssessmentFactory(program=plan.program, state="agreed")
    return FindingFactory(assessment=assessment, title="Five doors")


def post(person, path, data=None):
    return person.api.post(f"{V1}/{path}", data or {}, format="json")


def patch(person, path, data, version=1):
    headers = {"If-Match": f'"v{version}"'} if version else {}
    return person.api.patch(f"{V1}/{path}", data, format="json", headers=headers)


def fields_of(answer):
    assert answer.status_code == 400, answer.content
    return answer.json()["error"]["fields"]


def test_workplan_from_start_to_agreed(plan, alice):
    team = CITeamFactory(program=plan.program, name="Third")
    made = post(alice, "workplans/", {"team": str(team.pk)})
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    body = made.json()
    assert (body["team_name"], body["state"]) == ("Third", "draft")
    assert post(alice, "workplans/", {"team": str(team.pk)}).json()["id"] == body["id"]
    path = f"workplans/{body['id']}/"
    saved = patch(alice, path, {"goals": "Fewer doors"})
    assert (saved.json()["goals"], saved.headers["ETag"]) == ("Fewer doors", '"v2"')
    assert patch(alice, path, {"goals": "x"}, version=0).status_code == 428
    stale = patch(alice, path, {"goals": "Other"})
    assert stale.status_code == 409
    assert stale.json()["error"]["conflicts"] == [
        {"field": "goals", "stored": "Fewer doors", "submitted": "Other"}
    ]
    assert post(alice, f"{path}agree/").status_code == 409
    values = {"workplan": body["id"], "title": "A", "starts_on": "2026-03-02"}
    assert post(alice, "initiatives/", values | {"due_on": "2026-03-31"}).status_code == 201
    agreed = post(alice, f"{path}agree/").json()
    assert (agreed["state"], agreed["version"]) == ("agreed", 3)
    assert agreed["actions"]["agree"] == {
        "allowed": False,
        "reason": "This workplan is agreed already.",
    }
    assert agreed["actions"]["reopen"] == {"allowed": True, "reason": ""}
    assert post(alice, f"{path}reopen/").json()["state"] == "draft"


def test_lists_show_what_is_visible_and_filter(plan, alice, bob, bar):
    secret = plan.bar("Secret", 0, 5, workplan=plan.change, state="started")
    link = DependencyFactory(predecessor=bar, successor=secret)
    for person, count in ((alice, 2), (plan.emil, 2), (bob, 1), (plan.dora, 1)):
        assert person.api.get(f"{V1}/initiatives/").json()["count"] == count
        assert person.api.get(f"{V1}/workplans/").json()["count"] == count
        assert person.api.get(f"{V1}/dependencies/").json()["count"] == count - 1
    assert bob.api.get(f"{V1}/dependencies/{link.pk}/").status_code == 404
    assert bob.api.get(f"{V1}/initiatives/{secret.pk}/").status_code == 404

    def titles(query):
        rows = alice.api.get(f"{V1}/initiatives/?{query}").json()["results"]
        return [row["title"] for row in rows]

    assert titles("state=started") == ["Secret"]
    assert titles(f"team={plan.desk_team.pk}") == ["One intake"]
    assert titles(f"owner={plan.dora.user.pk}") == ["One intake"]
    assert titles("due_before=2026-03-08") == ["Secret"]
    assert titles("ordering=-title") == ["Secret", "One intake"]
    assert alice.api.get(f"{V1}/initiatives/?colour=red").status_code == 400
    assert alice.api.get(f"{V1}/initiatives/?ordering=owner").status_code == 400


def test_initiative_from_a_finding_and_its_thread(plan, bob, finding):
    values = {
        "workplan": str(plan.desk.pk),
        "title": "One intake",
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "owner": str(plan.dora.user.pk),
        "effort_days": "2.5",
        "source": {"finding": str(finding.pk)},
    }
    made = post(plan.dora, "initiatives/", values)
    assert made.status_code == 201
    body = made.json()
    assert body["sources"] == [
        {"finding": str(finding.pk), "action_item": None, "outcome": None, "gap": None}
    ]
    assert (body["effort_days"], body["owner"]) == ("2.5", str(plan.dora.user.pk))
    thread = bob.api.get(f"{V1}/initiatives/{body['id']}/thread/").json()
    (source,) = thread["sources"]
    assert source["finding"]["title"] == "Five doors"
    assert source["finding"]["about"]["code"] == finding.node.code
    assert source["action"] is None
    assert post(bob, "initiatives/", values).status_code == 403


@pytest.mark.parametrize("kind", ["action_item", "outcome"])
def test_actions_are_taken_once(plan, finding, kind):
    owner = plan.dora.user
    if kind == "action_item":
        row = ActionItemFactory(assessment=finding.assessment, owner=owner, text="Act")
    else:
        workshop = WorkshopFactory(program=plan.program)
        row = OutcomeFactory(workshop=workshop, kind="action", text="Act", owner=owner, due_on=DAY)
    body = {"workplan": str(plan.desk.pk), kind: str(row.pk)}
    path = f"work-items/from-{kind.replace('_', '-')}/"
    first, second = post(plan.dora, path, body), post(plan.dora, path, body)
    assert (first.status_code, first.json()["title"]) == (201, "Act")
    assert first.json() == second.json()
    assert first.json()[kind] == str(row.pk)
    values = {"workplan": str(plan.desk.pk), "title": "A", "source": {kind: str(row.pk)}}
    again = post(
        plan.dora, "initiatives/", values | {"starts_on": "2026-03-02", "due_on": "2026-03-02"}
    )
    assert (again.status_code, again.json()["error"]["code"]) == (409, "wrong_state")
    gone = plan.dora.api.delete(f"{V1}/work-items/{first.json()['id']}/")
    assert gone.status_code == 409


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({}, "source"),
        ({"finding": str(uuid4()), "outcome": str(uuid4())}, "source"),
        ({"finding": str(uuid4())}, "source.finding"),
        ({"finding": 7}, "source.finding"),
        ({"idea": str(uuid4())}, "source.idea"),
        ("x", "source"),
    ],
)
def test_source_that_is_wrong(plan, source, field):
    values = {"workplan": str(plan.desk.pk), "title": "A", "source": source}
    answer = post(
        plan.dora, "initiatives/", values | {"starts_on": "2026-03-02", "due_on": "2026-03-02"}
    )
    assert list(fields_of(answer)) == [field]
    assert not Initiative.objects.exists()


def test_unreleased_finding_is_no_source_for_a_team_lead(plan, finding):
    finding.assessment.state = "analyzing"
    finding.assessment.save()
    values = {"workplan": str(plan.desk.pk), "title": "A", "source": {"finding": str(finding.pk)}}
    answer = post(
        plan.dora, "initiatives/", values | {"starts_on": "2026-03-02", "due_on": "2026-03-02"}
    )
    assert list(fields_of(answer)) == ["source.finding"]


HOSTILE = [
    ({"title": "a\x00b"}, "title"),
    ({"title": ["x"]}, "title"),
    ({"starts_on": "0000-01-01"}, "starts_on"),
    ({"starts_on": "9999-12-31"}, "starts_on"),
    ({"due_on": "2026-03-01"}, "due_on"),
    ({"effort_days": "1e400"}, "effort_days"),
    ({"effort_days": "NaN"}, "effort_days"),
    ({"effort_days": -1}, "effort_days"),
    ({"owner": str(uuid4())}, "owner"),
    ({"owner": 1e308}, "owner"),
    ({"workplan": str(uuid4())}, "workplan"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("wrong", "field"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_initiatives_are_field_errors(plan, wrong, field):
    values = {
        "workplan": str(plan.desk.pk),
        "title": "A",
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
    }
    assert list(fields_of(post(plan.dora, "initiatives/", values | wrong))) == [field]


def test_lone_surrogate_is_a_field_error(plan):
    day = '"starts_on": "2026-03-02", "due_on": "2026-03-31"'
    body = f'{{"workplan": "{plan.desk.pk}", "title": "a\\ud800", {day}}}'
    answer = plan.dora.api.post(f"{V1}/initiatives/", body, content_type="application/json")
    assert list(fields_of(answer)) == ["title"]


def test_initiative_edit_and_delete(plan, bob, bar):
    path = f"initiatives/{bar.pk}/"
    assert patch(plan.dora, path, {"progress": 10**30}).status_code == 400
    done = patch(plan.dora, path, {"state": "done"})
    assert (done.json()["progress"], done.headers["ETag"]) == (100, '"v2"')
    assert patch(bob, path, {"title": "x"}, version=2).status_code == 403
    assert plan.dora.api.delete(f"{V1}/{path}").status_code == 409
    other = plan.bar("Other", 0, 5)
    assert bob.api.delete(f"{V1}/initiatives/{other.pk}/").status_code == 403
    assert plan.dora.api.delete(f"{V1}/initiatives/{other.pk}/").status_code == 204


def test_work_items_milestones_budget_lines(plan, bob, bar):
    work = post(plan.dora, "work-items/", {"workplan": str(plan.desk.pk), "title": "Collect"})
    assert (work.status_code, work.json()["state"]) == (201, "open")
    path = f"work-items/{work.json()['id']}/"
    moved = patch(plan.dora, path, {"initiative": str(bar.pk), "owner": str(bob.user.pk)})
    assert moved.json()["initiative"] == str(bar.pk)
    assert patch(bob, path, {"state": "done"}, version=2).json()["state"] == "done"
    assert patch(bob, path, {"title": "x"}, version=3).status_code == 403
    assert plan.dora.api.delete(f"{V1}/{path}").status_code == 204

    values = {"workplan": str(plan.desk.pk), "title": "Pilot", "due_on": "2026-06-01"}
    stone = post(plan.dora, "milestones/", values).json()
    path = f"milestones/{stone['id']}/"
    reached = patch(plan.dora, path, {"reached_on": "2026-05-30"}).json()
    assert reached["reached_on"] == "2026-05-30"
    found = bob.api.get(f"{V1}/milestones/?is_reached=true").json()["results"]
    assert [row["id"] for row in found] == [stone["id"]]
    assert bob.api.get(f"{V1}/milestones/?is_reached=false").json()["count"] == 0
    assert plan.dora.api.delete(f"{V1}/{path}").status_code == 204

    values = {"initiative": str(bar.pk), "kind": "capex", "label": "Tool", "amount": "10.50"}
    line = post(plan.dora, "budget-lines/", values).json()
    path = f"budget-lines/{line['id']}/"
    assert patch(plan.dora, path, {"amount": "12"}).json()["amount"] == "12.00"
    assert patch(plan.dora, path, {"amount": "13"}).status_code == 409
    for wrong, field in (
        ({"amount": "-1"}, "amount"),
        ({"amount": "1e30"}, "amount"),
        ({"kind": "gold"}, "kind"),
        ({"initiative": str(uuid4())}, "initiative"),
    ):
        assert list(fields_of(post(plan.dora, "budget-lines/", values | wrong))) == [field]
    assert post(bob, "budget-lines/", values).status_code == 403
    assert plan.dora.api.delete(f"{V1}/{path}").status_code == 204


def test_dependency_circle_is_400_with_the_path(plan, bar):
    second = plan.bar("Roll-out", 20, 5)
    body = {"predecessor": str(bar.pk), "successor": str(second.pk), "lag_days": 2}
    made = post(plan.dora, "dependencies/", body)
    assert (made.status_code, made.json()["lag_days"]) == (201, 2)
    assert post(plan.dora, "dependencies/", body).status_code == 409
    back = {"predecessor": str(second.pk), "successor": str(bar.pk)}
    assert fields_of(post(plan.dora, "dependencies/", back)) == {
        "predecessor": ["This would go in a circle: Roll-out → One intake → Roll-out"]
    }
    assert list(fields_of(post(plan.dora, "dependencies/", back | {"lag_days": 10**20}))) == [
        "lag_days"
    ]
    key = made.json()["id"]
    assert plan.emil.api.delete(f"{V1}/dependencies/{key}/").status_code == 403
    assert plan.dora.api.delete(f"{V1}/dependencies/{key}/").status_code == 204
    assert not Dependency.objects.exists()


def test_roadmap_as_json(plan, bob, bar):
    late = plan.bar("Roll-out", 8, 5, effort_days=Decimal("1.5"))
    link = DependencyFactory(predecessor=bar, successor=late)
    stone = MilestoneFactory(workplan=plan.desk, title="Pilot", due_on=DAY)
    BudgetLineFactory(initiative=bar, kind="capex", amount=Decimal("10.50"))
    plan.bar("Secret", 0, 5, workplan=plan.change)
    body = bob.api.get(f"{V1}/roadmaps/{plan.program.pk}/").json()
    assert body["totals"] == {
        "initiatives": 2,
        "done": 0,
        "critical": 2,
        "effort_days": "1.5",
        "without_effort": 1,
        "capex": "10.50",
        "opex": "0.00",
    }
    assert (body["starts_on"], body["ends_on"]) == (
        "2026-03-02",
        (DAY + timedelta(days=12)).isoformat(),
    )
    assert body["critical"] == [str(bar.pk), str(late.pk)]
    (lane,) = body["workplans"]
    assert (lane["team_name"], lane["theme"], lane["state"]) == ("Desk", "One intake", "agreed")
    assert lane["initiatives"][0] == {
        "id": str(bar.pk),
        "title": "One intake",
        "starts_on": "2026-03-02",
        "due_on": "2026-03-11",
        "state": "planned",
        "progress": 0,
        "owner": str(plan.dora.user.pk),
        "owner_name": "Dora Quillwright",
        "effort_days": None,
        "capex": "10.50",
        "opex": "0.00",
        "slack_days": 0,
        "is_critical": True,
        "days_too_early": 0,
    }
    assert lane["milestones"] == [
        {
            "id": str(stone.pk),
            "title": "Pilot",
            "due_on": "2026-03-02",
            "reached_on": None,
            "initiative": None,
        }
    ]
    assert body["dependencies"] == [
        {
            "id": str(link.pk),
            "predecessor": str(bar.pk),
            "successor": str(late.pk),
            "lag_days": 0,
            "days_too_early": 2,
        }
    ]


def test_roadmap_is_304_until_something_changes(plan, bob, bar, charlie):
    path = f"{V1}/roadmaps/{plan.program.pk}/"
    etag = bob.api.get(path).headers["ETag"]
    again = bob.api.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    bar.save()
    assert bob.api.get(path, headers={"If-None-Match": etag}).status_code == 200
    assert charlie.api.get(path).status_code == 404
    assert bob.api.get(f"{V1}/roadmaps/{uuid4()}/").status_code == 404
    for strange in ('"', "*", "W/", "\x7f", 'W/"x", "y'):
        assert bob.api.get(path, headers={"If-None-Match": strange}).status_code in (200, 304)


def test_reading_token_does_not_write(plan, alice, bar):
    ApiToken.objects.filter(user=alice.user).update(scopes=["roadmap:read"])
    assert alice.api.get(f"{V1}/initiatives/{bar.pk}/").status_code == 200
    assert patch(alice, f"initiatives/{bar.pk}/", {"title": "x"}).status_code == 403
    assert post(alice, f"workplans/{plan.desk.pk}/reopen/").status_code == 403


LISTS = [
    ("workplans", 3),
    ("initiatives", 4),
    ("work-items", 3),
    ("milestones", 3),
    ("budget-lines", 3),
    ("dependencies", 3),
]


@pytest.mark.parametrize(("name", "queries"), LISTS)
@pytest.mark.parametrize("rows", [1, 30])
def test_lists_take_a_constant_number_of_queries(
    plan, alice, django_assert_num_queries, *, name, queries, rows
):
    assessment = AssessmentFactory(program=plan.program, state="agreed")
    Workplan.objects.exclude(pk=plan.desk.pk).delete()
    first = plan.bar("A first", 0, 5)
    for n in range(rows):
        other = plan.bar(f"Bar {n}", 10 + n, 5)
        InitiativeSourceFactory(initiative=other, finding=FindingFactory(assessment=assessment))
        DependencyFactory(predecessor=first, successor=other)
        BudgetLineFactory(initiative=first)
        WorkItemFactory(workplan=plan.desk, initiative=first)
        MilestoneFactory(workplan=plan.desk)
        if n:
            team = CITeamFactory(program=plan.program)
            Workplan.objects.create(program=plan.program, team=team)
    alice.api.get(f"{V1}/{name}/")
    with django_assert_num_queries(queries):
        found = alice.api.get(f"{V1}/{name}/").json()
    assert found["count"] == rows + (name == "initiatives")
