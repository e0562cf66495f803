"""Participants from files, teams and units; what is known about them; the response rates."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.models import Participant
from assessments.queries.progress import collection
from assessments.queries.rates import response_rates
from assessments.rules.participants import read_list
from assessments.rules.people_file import BadFile, as_lines, read_file
from assessments.services.assessments import close_collection
from assessments.services.participants import edit_participant
from cip.kernel import clock
from tests.assessments.setting import collecting, planned
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.factories.programs import CITeamFactory, TeamMembershipFactory

CSV = "Name;E-mail;Unit;Role\nAda Osei;ada@example.org;Desk;agent\nBen;;Lab;\n"


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def people(found):
    return [(p.line, p.name, p.email, p.unit, p.role) for p in found.people]


READ = [(2, "Ada Osei", "ada@example.org", "Desk", "agent"), (3, "Ben", "", "Lab", "")]


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        workbook(
            ["Name", "E-mail", "Unit", "Role"],
            ["Ada Osei", "ada@example.org", "Desk", "agent"],
            ["Ben", None, "Lab"],
        ),
    ],
)
def test_the_same_people_from_every_kind_of_file(data):
    found = read_file(data)
    assert found.errors == {}
    assert people(found) == READ


def test_every_wrong_row_of_a_workbook_is_told():
    found = read_file(
        workbook(
            ["Ada", "nonsense"], ["", "x@example.org"], ["Cleo", "=A1"], ["Dan", "d@example.org"]
        )
    )
    assert found.sentences == [
        "Line 1: “nonsense” is not an e-mail address.",
        "Line 2: The name is missing.",
        "Line 3: Formulas are not read; put the value itself.",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 no workbook", "workbook|archive|zip"),
        ("Ada\nJörg, j@example.org".encode("latin-1"), "Line 2 holds a character"),
        (b"x" * 2_000_001, "at most"),
        (b"%PDF-1.7\nAda, ada@example.org", "this is a PDF file"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Ada", "this is an HTML file"),
        (b"<html>Ada</html>", "this is an HTML file"),
        (rb"{\rtf1 Ada", "this is an RTF file"),
    ],
)
def test_files_that_are_refused_whole(data, words):
    with pytest.raises(BadFile, match=f"(?i){words}"):
        read_file(data)


@given(st.lists(st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True), min_size=1, max_size=9))
def test_the_second_look_reads_the_same(names):
    text = "\n".join(f"{name};{n}@example.org;Desk" for n, name in enumerate(names))
    first = read_file(text.encode())
    again = read_list(as_lines(first))
    assert [row[1:] for row in people(first)] == [row[1:] for row in people(again)]


@pytest.mark.django_db
def test_a_file_is_shown_first_and_stored_then(alice):
    setting = planned(alice)
    where = f"/o/acme/assessments/{setting.assessment.pk}/participants/add/"
    wrong = SimpleUploadedFile("people.csv", b"Ada, nonsense\n, b@example.org")
    page = alice.client.post(where, {"kind": "file", "file-file": wrong})
    assert page.status_code == 400
    assert "Line 1: “nonsense”" in page.text
    assert "Line 2: The name is missing." in page.text
    page = alice.client.post(
        where, {"kind": "file", "file-file": SimpleUploadedFile("people.csv", CSV.encode())}
    )
    assert "Nothing is stored yet." in page.text
    assert Participant.objects.count() == 0
    alice.client.post(where, {"kind": "list", "list-people": page.context["lines"]})
    assert list(Participant.objects.order_by("name").values_list("name", "unit", "role")) == [
        ("Ada Osei", "Desk", "agent"),
        ("Ben", "Lab", ""),
    ]
    again = SimpleUploadedFile("people.csv", CSV.encode())
    page = alice.client.post(where, {"kind": "file", "file-file": again})
    assert "These take part already" in page.text


@pytest.mark.django_db
def test_a_team_is_added_without_advisors(alice, bob, sponsor):
    setting = planned(alice)
    team = CITeamFactory(program=setting.assessment.program, name="Incidents")
    TeamMembershipFactory(team=team, user=bob.user)
    TeamMembershipFactory(team=team, user=sponsor.user, role="advisor")
    where = f"/o/acme/assessments/{setting.assessment.pk}/participants/add/"
    alice.client.post(where, {"kind": "team", "team-team": str(team.pk)})
    assert list(Participant.objects.values_list("user", "unit")) == [(bob.user.pk, "Incidents")]
    page = alice.client.post(where, {"kind": "team", "team-team": str(team.pk)})
    assert "Everybody of this team takes part already." in page.text
    foreign = CITeamFactory()
    reply = alice.api.post(
        "/api/v1/participants/add-team/",
        {"assessment": str(setting.assessment.pk), "team": str(foreign.pk)},
    )
    assert reply.status_code == 400


@pytest.mark.django_db
def test_a_unit_is_added_from_other_assessments_of_the_organization(alice):
    setting = planned(alice)
    other = AssessmentFactory(program=setting.assessment.program)
    ParticipantFactory(assessment=other, name="Ada", email="ada@example.org", unit="Desk")
    ParticipantFactory(name="Foreign", unit="Desk")
    data = {"assessment": str(setting.assessment.pk), "unit": "Desk"}
    reply = alice.api.post("/api/v1/participants/add-unit/", data)
    assert [row["name"] for row in reply.json()] == ["Ada"]
    assert alice.api.post("/api/v1/participants/add-unit/", data).status_code == 400


@pytest.mark.django_db
def test_api_imports_after_a_dry_run(alice, bob):
    setting = planned(alice)
    data = {"assessment": str(setting.assessment.pk), "text": CSV}
    dry = alice.api.post("/api/v1/participants/import/", data | {"dry_run": True})
    assert (dry.status_code, dry.json()["added"], len(dry.json()["people"])) == (200, 0, 2)
    assert Participant.objects.count() == 0
    assert alice.api.post("/api/v1/participants/import/", data).json()["added"] == 2
    assert bob.api.post("/api/v1/participants/import/", data).status_code == 403
    file = SimpleUploadedFile("p.csv", b"Cleo, cleo@example.org")
    upload = {"assessment": data["assessment"], "file": file}
    reply = alice.api.post("/api/v1/participants/import/", upload, format="multipart")
    assert reply.json()["added"] == 1


@pytest.mark.django_db
def test_rates_by_their_names(alice):
    setting = collecting(alice, people=6)
    done, bounced, declined, left = setting.people[:4]
    setting.submit(done, "yes")
    for person, event in ((bounced, "bounced"), (declined, "declined"), (left, "left")):
        edit_participant(actor=alice.actor, participant=person, values={"event": event})
    found = response_rates(setting.assessment, collection(setting.assessment))
    assert found.headline == (
        "1 of 5 people asked have submitted (AAPOR RR1; withdrawn people do not count). "
        "Invitations that came back: 1. Leaving those people out, it is 1 of 4 (AAPOR RR5)."
    )
    assert {one.name: one.percent for one in found.named} == {
        "RR1": 20,
        "RR2": 20,
        "RR3": None,
        "RR4": None,
        "RR5": 25,
        "RR6": 25,
    }
    assert [(one.unit, one.rates.asked, one.rates.complete) for one in found.units] == [
        ("Unit 0", 1, 1),
        ("Unit 1", 2, 0),
        ("Unit 2", 2, 0),
    ]
    assert found.areas == ()
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    found = response_rates(setting.assessment, collection(setting.assessment))
    assert [area.coverage for area in found.areas] == [None, None, None]
    page = alice.client.get(f"/o/acme/assessments/{setting.assessment.pk}/response-rates/")
    assert "hidden: too few people" in page.text
    reply = alice.api.get(f"/api/v1/response-rates/{setting.assessment.pk}/").json()
    assert (reply["percent"], reply["units"][0]["asked"]) == (20, 1)


@pytest.mark.django_db
def test_people_without_a_unit_are_named_as_such(alice):
    setting = collecting(alice, people=2)
    setting.assessment.participants.update(unit="")
    page = alice.client.get(f"/o/acme/assessments/{setting.assessment.pk}/response-rates/")
    assert '<th scope="row">No unit given</th>' in page.text


@pytest.mark.django_db
def test_who_can_speak_on_an_area_is_counted_for_large_groups(alice):
    setting = collecting(alice, people=10)
    for n, person in enumerate(setting.people):
        setting.submit(person, *(["yes"] * 2 if n < 5 else ["dont_know"] * 2), "yes", "yes")
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    found = response_rates(setting.assessment, collection(setting.assessment)).areas
    shown = {a.code: a.coverage and (a.coverage.able, a.coverage.asked) for a in found}
    assert shown == {"SCM": (5, 10), "SPM": (10, 10), "SRM": (0, 10)}


@pytest.mark.django_db
def test_what_is_known_is_changed_on_the_page(alice):
    setting = planned(alice, people=1)
    person = setting.people[0]
    where = f"/o/acme/assessments/{setting.assessment.pk}/participants/{person.pk}/"
    alice.client.post(where, {"unit": "Lab", "role": "chemist", "event": "unable"})
    person.refresh_from_db()
    assert (person.unit, person.role, person.event) == ("Lab", "chemist", "unable")
    answer = alice.api.patch(f"/api/v1/participants/{person.pk}/", {"role": "lead"})
    assert (answer.json()["role"], answer.json()["event"]) == ("lead", "unable")
    assert alice.client.post(where, {"event": "nonsense"}).status_code == 400
