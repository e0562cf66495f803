"""The whole thread with tokens only: program, assessment, finding, workshop, roadmap, PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader
from rest_framework.test import APIClient

from cip.access.roles import Role
from cip.kernel import clock
from tests.conftest import Person
from tests.factories.accounts import ApiTokenFactory
from tests.running import run_jobs
from tests.small_model import small_model

pytestmark = pytest.mark.django_db
READ_ONLY = ("programs:read", "assessments:read", "workshops:read", "roadmap:read", "reports:read")
CHOICES = ("yes", "no", "dont_know")


@dataclass
class Api:
    """Calls as one person; each demands its status."""

    client: APIClient

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        return self._checked(self.client.get(f"/api/v1/{path}", **headers), status)

    def post(self, path: str, status: int = 201, **body: Any) -> Any:
        return self._checked(self.client.post(f"/api/v1/{path}", body), status)

    def put(self, path: str, version: int, status: int = 200, **body: Any) -> Any:
        answer = self.client.put(f"/api/v1/{path}", body, headers={"If-Match": f'"v{version}"'})
        return self._checked(answer, status)

    def patch(self, path: str, version: int | None, status: int = 200, **body: Any) -> Any:
        headers = {} if version is None else {"If-Match": f'"v{version}"'}
        return self._checked(self.client.patch(f"/api/v1/{path}", body, headers=headers), status)

    @staticmethod
    def _checked(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content
        if status >= 400:
            assert set(answer.json()) == {"error"}
            assert set(answer.json()["error"]) >= {"code", "message", "fields"}
        return answer.json() if answer.content else None


@pytest.fixture
def people(alice: Person, bob: Person, make_person: Callable[..., Person]) -> list[Person]:
    """Three people who answer."""
    return [alice, bob, make_person("Dora", Role.MEMBER)]


def program_with_team(api: Api, people: list[Person], sponsor: Person) -> tuple[Any, Any]:
    program = api.post(
        "programs/",
        name="Dependable IT",
        lead=str(people[0].user.pk),
        sponsor=str(sponsor.user.pk),
        starts_on="2026-01-05",
    )
    assert api.get(f"phases/?program={program['id']}")["count"] == 4
    assert api.get(f"activities/?program={program['id']}")["count"] == 11
    team = api.post(
        "ci-teams/", program=program["id"], name="Agreements", lead=str(people[0].user.pk)
    )
    for person in people[1:]:
        api.post("team-memberships/", team=team["id"], user=str(person.user.pk), role="member")
    return program, team


def collected_assessment(api: Api, program: Any, people: list[Person]) -> Any:
    model = small_model()
    made = api.post(
        "assessments/",
        program=program["id"],
        title="First look",
        model_version=str(model.version.pk),
        lead=str(people[0].user.pk),
        mode="named",
    )
    path = f"assessments/{made['id']}/"
    scope = [{"node": str(area.pk)} for area in model.areas]
    assert api.put(f"{path}scope/", made["version"], areas=scope)["version"] == 2
    api.post(
        "participants/bulk/",
        assessment=made["id"],
        people=[{"user": str(person.user.pk), "unit": "IT"} for person in people],
    )
    assert api.post(f"{path}open/", 200)["state"] == "collecting"
    for person, choice in zip(people, CHOICES, strict=True):
        answer_everything(Api(person.api), made["id"], choice)
    assert api.post(f"{path}close-collection/", 200)["state"] == "analyzing"
    return made


def answer_everything(api: Api, assessment: str, choice: str) -> None:
    mine = f"my-responses/{api.post('my-responses/', assessment=assessment)['id']}/"
    asked = api.get(f"{mine}answers/")["answers"]
    assert len(asked) == 9
    saved = api.put(
        f"{mine}answers/",
        0,
        answers=[{"item": question["id"], "choice": choice} for question in asked],
    )
    assert (saved["answered"], saved["total"]) == (9, 9)
    assert api.post(f"{mine}submit/", 200)["state"] == "submitted"
    # Handed in twice is handed in once; afterwards nothing changes any more.
    assert api.post(f"{mine}submit/", 200)["state"] == "submitted"
    api.put(f"{mine}answers/", 0, 409, answers=[{"item": asked[0]["id"], "choice": "yes"}])


def rated(api: Api, assessment: Any) -> None:
    path = f"assessments/{assessment['id']}/"
    tally = api.get(f"{path}analysis/")["summed"]["tally"]
    assert (tally["yes"], tally["no"], tally["dont_know"]) == (9, 9, 9)
    goals = api.get(f"{path}goal-ratings/")
    rows = goals["results"] if isinstance(goals, dict) else goals
    assert [row["code"] for row in rows[:2]] == ["SCM-G1", "SCM-G2"]
    for row in rows:
        value = "unsatisfied" if row["code"] == "SCM-G1" else "satisfied"
        api.put(
            f"{path}goal-ratings/{row['goal']}/",
            0,
            value=value,
            reason="We looked at ten records.",
            agreed_by="Alice, Bob",
        )


def confirmed_finding(api: Api, assessment: Any) -> Any:
    area = api.get(f"assessments/{assessment['id']}/result/")["areas"][0]
    assert (area["code"], area["value"]) == ("SCM", "unsatisfied")
    finding = api.post(
        "findings/",
        assessment=assessment["id"],
        node=area["id"],
        kind="weakness",
        title="Wards have no written agreement",
        solution_direction="Two pages for every ward.",
    )
    path = f"findings/{finding['id']}/"
    api.post(f"{path}confirm/", 400)
    questionnaire = api.get(f"questionnaires/?assessment={assessment['id']}")["results"][0]
    item = api.get(f"questionnaires/{questionnaire['id']}/items/")["results"][0]
    api.post(f"{path}evidence/", source="questionnaire", item=item["id"])
    api.post(f"{path}evidence/", source="interview", origin="Interview, ward managers")
    said = "The ward managers agreed in the interview."
    assert api.post(f"{path}confirm/", 200, reason=said)["state"] == "confirmed"
    assert api.get(path)["corroboration"] == "corroborated"
    return finding


def agreed(api: Api, assessment: Any) -> None:
    path = f"assessments/{assessment['id']}/"
    result = api.post(f"{path}agree/", 200, agreed_by="Alice, Bob, Dora")
    assert result["state"] == "agreed"
    assert (result["level"]["lower"], result["level"]["upper"]) == (1, 1)
    assert [area["code"] for area in result["level"]["blocking"]] == ["SCM"]


def action_of_workshop(
    api: Api, program: Any, team: Any, people: list[Person], sponsor: Person
) -> Any:
    workshop = api.post(
        "workshops/",
        program=program["id"],
        stage=1,
        title="Stage 1",
        goals="A first workplan.",
        teams=[team["id"]],
        held_on=clock.today().isoformat(),
        facilitator=str(people[0].user.pk),
    )
    path = f"workshops/{workshop['id']}/"
    agenda = api.get(f"agenda-items/?workshop={workshop['id']}&page_size=200")
    assert len({item["section"] for item in agenda["results"]}) == 7
    agreement = api.post("agreements/", workshop=workshop["id"])
    api.post(f"{path}hold/", 409, held_on=clock.today().isoformat())
    # A token signs for nobody, not even with the sponsor's own token: signing is done in person.
    Api(sponsor.api).post(f"agreements/{agreement['id']}/sign/", 403, signature="Sophie")
    page = reverse("workshops:sign", args=["acme", agreement["id"]])
    answer = sponsor.client.post(page, {"has_read": "on", "signature": "Sophie"})
    assert answer.status_code == 302
    assert api.get(f"agreements/{agreement['id']}/")["state"] == "signed"
    held = api.post(f"{path}hold/", 200, held_on=clock.today().isoformat())
    assert held["state"] == "held"
    return api.post(
        "outcomes/",
        workshop=workshop["id"],
        kind="action",
        text="Ask three wards to be pilots",
        owner=str(people[1].user.pk),
        due_on=(clock.today() + timedelta(days=14)).isoformat(),
        team=team["id"],
    )


def planned(api: Api, team: Any, finding: Any, action: Any) -> Any:
    workplan = api.post("workplans/", team=team["id"])
    first = api.post(
        "initiatives/",
        workplan=workplan["id"],
        title="Agreement for every ward",
        starts_on="2026-12-01",
        due_on="2027-02-26",
        effort_days="12.5",
        source={"finding": finding["id"]},
    )
    second = api.post(
        "initiatives/",
        workplan=workplan["id"],
        title="Quarterly review",
        starts_on="2027-03-01",
        due_on="2027-04-30",
    )
    item = api.post("work-items/from-outcome/", workplan=workplan["id"], outcome=action["id"])
    assert (item["title"], item["outcome"]) == ("Ask three wards to be pilots", action["id"])
    # Taken over once: the second call finds the work item of the first.
    rows = api.get(f"work-items/?workplan={workplan['id']}")
    assert rows["count"] == 1
    api.post("dependencies/", predecessor=first["id"], successor=second["id"])
    refused = api.post("dependencies/", 400, predecessor=second["id"], successor=first["id"])
    assert refused["error"]["fields"] == {
        "predecessor": [
            "This would go in a circle: Quarterly review → Agreement for every ward"
            " → Quarterly review"
        ]
    }
    assert api.post(f"workplans/{workplan['id']}/agree/", 200)["state"] == "agreed"
    thread = api.get(f"initiatives/{first['id']}/thread/")["sources"][0]["finding"]
    assert thread["title"] == "Wards have no written agreement"
    assert [rating["value"] for rating in thread["ratings"]] == ["unsatisfied", "satisfied"]
    assert [piece["source"] for piece in thread["evidence"]] == ["questionnaire", "interview"]
    return first


def read_roadmap(api: Api, program: Any) -> None:
    address = f"/api/v1/roadmaps/{program['id']}/"
    answer = api.client.get(address)
    assert answer.status_code == 200
    roadmap = answer.json()
    titles = [bar["title"] for bar in roadmap["workplans"][0]["initiatives"]]
    assert titles == ["Agreement for every ward", "Quarterly review"]
    assert len(roadmap["dependencies"]) == 1
    again = api.client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def printed(api: Api, kind: str, subject: str) -> str:
    run = api.post("report-runs/", kind=kind, subject_id=subject)
    path = f"report-runs/{run['id']}/"
    assert api.get(path)["state"] == "queued"
    api.get(f"{path}download/", 409)
    run_jobs()
    done = api.get(path)
    assert (done["state"], done["error"]) == ("done", "")
    answer = api.client.get(f"/api/v1/{path}download/")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    assert len(reader.pages) == done["pages"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_thread_with_tokens_only(people: list[Person], sponsor: Person, charlie: Person) -> None:
    api = Api(people[0].api)
    program, team = program_with_team(api, people, sponsor)
    assessment = collected_assessment(api, program, people)
    rated(api, assessment)
    finding = confirmed_finding(api, assessment)
    agreed(api, assessment)
    action = action_of_workshop(api, program, team, people, sponsor)
    initiative = planned(api, team, finding, action)
    read_roadmap(api, program)

    report = printed(api, "assessment", assessment["id"])
    for text in ("First look", "Service Commitment Management", "Wards have no written agreement"):
        assert text in report
    report = printed(api, "roadmap", program["id"])
    for text in ("Dependable IT", "Agreement for every ward", "Quarterly review", "Agreements"):
        assert text in report

    outsider = Api(charlie.api)
    for noun, row in (
        ("programs", program),
        ("ci-teams", team),
        ("assessments", assessment),
        ("findings", finding),
        ("outcomes", action),
        ("initiatives", initiative),
    ):
        outsider.get(f"{noun}/{row['id']}/", 404)
        assert outsider.get(f"{noun}/")["count"] == 0
    outsider.get(f"roadmaps/{program['id']}/", 404)


@pytest.fixture
def program(alice: Person) -> Any:
    """A program made with Alice's token."""
    return Api(alice.api).post(
        "programs/", name="Dependable IT", lead=str(alice.user.pk), starts_on="2026-01-05"
    )


def test_read_only_token_reads_and_never_writes(alice: Person, program: Any) -> None:
    ApiTokenFactory(
        user=alice.user,
        organization=alice.organization,
        secret="cip_reader",
        scopes=list(READ_ONLY),
    )
    reader = Api(APIClient(headers={"Authorization": "Bearer cip_reader"}))
    assert reader.get(f"programs/{program['id']}/")["name"] == "Dependable IT"
    reader.post("programs/", 403, name="Another", lead=str(alice.user.pk), starts_on="2026-01-05")
    reader.patch(f"programs/{program['id']}/", 1, 403, name="Another")
    refused = reader.post("ci-teams/", 403, program=program["id"], name="Team")
    assert refused["error"]["code"] == "not_allowed"
    reader.get("members/", 403)


def test_unknown_field_is_refused(alice: Person, program: Any) -> None:
    refused = Api(alice.api).post("ci-teams/", 400, program=program["id"], name="T", colour="red")
    assert refused["error"]["fields"] == {"colour": ["Unknown field."]}
    assert Api(alice.api).get("ci-teams/")["count"] == 0


def test_stale_write_tells_both_texts(alice: Person, program: Any) -> None:
    api = Api(alice.api)
    path = f"programs/{program['id']}/"
    api.patch(path, 1, statement="What Alice wrote.")
    refused = api.patch(path, 1, 409, statement="What Bob wrote.")["error"]
    assert (refused["code"], refused["current_version"]) == ("stale_version", 2)
    assert [(c["stored"], c["submitted"]) for c in refused["conflicts"]] == [
        ("What Alice wrote.", "What Bob wrote.")
    ]
    assert api.get(path)["statement"] == "What Alice wrote."


def test_missing_if_match_is_demanded(alice: Person, program: Any) -> None:
    refused = Api(alice.api).patch(f"programs/{program['id']}/", None, 428, name="Another")
    assert refused["error"]["code"] == "version_required"


@pytest.mark.parametrize("path", ["nothing/", "programs/1/", ""])
def test_unknown_address_has_the_one_error_body(alice: Person, path: str) -> None:
    assert Api(alice.api).get(path, 404)["error"]["code"] == "not_found"
