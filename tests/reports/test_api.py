"""The same through the API."""

from uuid import uuid4

import pytest

from cip.jobs.models import Job
from cip.reports.models import ReportRun
from tests.factories.jobs import JobFactory
from tests.factories.programs import ProgramFactory
from tests.factories.reports import ReportRunFactory
from tests.jobs import run_jobs

RUNS = "/api/v1/report-runs/"
KINDS = "/api/v1/report-kinds/"


def body(program, **extra):
    return {"kind": "sample", "subject_id": str(program.pk), **extra}


def test_request_follow_download(alice, program):
    made = alice.api.post(RUNS, body(program, parameters={"chapters": "1"}))
    assert made.status_code == 201
    assert (made.data["state"], made.data["parameters"]) == ("queued", {"chapters": 1})
    assert made.data["actions"]["download"] == {
        "allowed": False,
        "reason": "This report is not finished yet.",
    }
    url = f"{RUNS}{made.data['id']}/"
    assert alice.api.get(f"{url}download/").status_code == 409
    assert alice.api.get(f"{url}document/").status_code == 409
    run_jobs()
    seen = alice.api.get(url).data
    assert (seen["state"], seen["progress"], seen["attempts"]) == ("done", 100, 1)
    assert seen["actions"]["cancel"]["allowed"] is False
    for accept in ("application/pdf", "*/*"):
        file = alice.api.get(f"{url}download/", headers={"Accept": accept})
        assert file["Content-Type"] == "application/pdf"
        assert len(b"".join(file.streaming_content)) == seen["size"]
    document = alice.api.get(f"{url}document/").data
    assert document["control"]["version"] == "1.0"
    assert document["context"]["chapters"][0]["number"] == 1


def test_asking_twice_gives_the_same_run(alice, program):
    first = alice.api.post(RUNS, body(program)).data["id"]
    assert alice.api.post(RUNS, body(program)).data["id"] == first
    assert alice.api.post(RUNS, body(program, parameters={"rows": "3"})).data["id"] != first
    run_jobs()
    assert alice.api.post(RUNS, body(program)).data["id"] != first


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "sample"},
        {"kind": "nothing", "subject_id": str(uuid4())},
        {"kind": "\x00", "subject_id": str(uuid4())},
        {"kind": 7, "subject_id": str(uuid4())},
        {"kind": "sample", "subject_id": 10**40},
        {"kind": "sample", "subject_id": str(uuid4()), "parameters": []},
        {"kind": "sample", "subject_id": str(uuid4()), "parameters": {"a": {}}},
        {"kind": "sample", "subject_id": str(uuid4()), "color": "red"},
    ],
)
def test_bad_bodies_are_400(alice, wrong):
    answer = alice.api.post(RUNS, wrong)
    assert answer.status_code == 400, answer.data
    assert answer.data["error"]["fields"]
    assert Job.objects.count() == 0


def test_refusals(alice, bob, charlie, program):
    assert bob.api.post(RUNS, body(program)).status_code == 403
    assert charlie.api.post(RUNS, body(program)).status_code == 404
    url = f"{RUNS}{alice.api.post(RUNS, body(program)).data['id']}/"
    assert charlie.api.get(url).status_code == 404
    assert charlie.api.post(f"{url}cancel/").status_code == 404
    assert bob.api.post(f"{url}cancel/").status_code == 403
    assert alice.api.post(f"{url}retry/").status_code == 409
    assert alice.api.post(f"{url}cancel/").data["state"] == "canceled"
    assert bob.api.post(f"{url}retry/").status_code == 403
    assert alice.api.post(f"{url}retry/").data["state"] == "queued"


def test_list_filters_and_orders(alice, program):
    for state in ("done", "failed", "failed"):
        ReportRunFactory(
            organization=program.organization,
            kind="sample",
            program_id=program.pk,
            job=JobFactory(kind="report", state=state),
        )
    assert alice.api.get(RUNS, {"state": "failed"}).data["count"] == 2
    assert alice.api.get(RUNS, {"program_id": str(uuid4())}).data["count"] == 0
    assert alice.api.get(RUNS, {"kind": "sample", "ordering": "requested_at"}).data["count"] == 3
    for wrong in ({"state": "x"}, {"program_id": "x"}, {"color": "red"}, {"ordering": "kind"}):
        assert alice.api.get(RUNS, wrong).status_code == 400


@pytest.mark.parametrize("count", [1, 30])
def test_list_queries(alice, program, count, django_assert_num_queries):
    for _n in range(count):
        ReportRunFactory(organization=program.organization, job=JobFactory(kind="report"))
    with django_assert_num_queries(4):
        assert alice.api.get(RUNS).data["count"] == count


def test_kinds_choices_and_preview(alice, bob, charlie, program):
    assert {"code": "sample", "title": "Sample report", "format": "pdf"} in alice.api.get(
        KINDS
    ).data
    choices = alice.api.get(f"{KINDS}choices/", {"program_id": str(program.pk)}).data
    assert [choice for choice in choices if choice["kind"] == "sample"] == [
        {
            "kind": "sample",
            "subject_id": str(program.pk),
            "label": "Sample report: Better service",
        }
    ]
    url = f"{KINDS}sample/preview/"
    shown = bob.api.get(url, {"subject_id": str(program.pk)})
    assert shown.data["title"] == "Sample report"
    assert charlie.api.get(url, {"subject_id": str(program.pk)}).status_code == 404
    assert alice.api.get(url).status_code == 400
    assert alice.api.get(url, {"subject_id": "\x00"}).status_code == 400
    assert alice.api.get(url, {"subject_id": str(program.pk), "x": "1"}).status_code == 400
    assert (
        alice.api.get(f"{KINDS}nothing/preview/", {"subject_id": str(uuid4())}).status_code == 404
    )
    assert alice.api.get(f"{KINDS}choices/", {"program_id": str(uuid4())}).data == []


def test_advisor_sees_own_runs_only(make_person, alice, program):
    from cip.access.roles import Role  # noqa: PLC0415 - only here

    alice.api.post(RUNS, body(program))
    advisor = make_person("Ada", Role.ADVISOR)
    assert advisor.api.get(RUNS).data["count"] == 0
    ReportRun.objects.update(requested_by=advisor.user)
    assert advisor.api.get(RUNS).data["count"] == 1


def test_other_organizations_runs_do_not_show(alice, charlie):
    foreign = ProgramFactory(organization=charlie.organization, lead=charlie.user)
    charlie.api.post(RUNS, body(foreign))
    assert alice.api.get(RUNS).data["count"] == 0
