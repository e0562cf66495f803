"""Report pages as lead, member, outsider and stranger."""

from uuid import uuid4

import pytest
from django.test import Client

from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.reports.models import ReportRun
from cip.reports.services import request_report
from tests.factories.jobs import JobFactory
from tests.factories.programs import ProgramFactory
from tests.factories.reports import ReportRunFactory
from tests.jobs import run_jobs


@pytest.fixture
def run(alice, program) -> ReportRun:
    """A queued run of Alice; what it prints is short."""
    short = {"chapters": 1, "rows": 1}
    return request_report(actor=alice.actor, kind="sample", subject_id=program.pk, parameters=short)


@pytest.fixture
def done(run) -> ReportRun:
    """A finished run of Alice."""
    assert run_jobs() == 1
    run.refresh_from_db()
    assert run.job.state == "done", run.job.error
    return run


def status_of(person, url: str) -> int:
    """The answer's status; a file in it is read to its end, which closes it."""
    answer = person.client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def make_runs(program, count: int, state: str = "done") -> None:
    for _n in range(count):
        ReportRunFactory(
            organization=program.organization,
            kind="sample",
            program_id=program.pk,
            subject_id=program.pk,
            size=2048,
            pages=3,
            job=JobFactory(kind="report", state=state),
        )


class TestList:
    def test_empty_list_teaches(self, alice, program):
        page = alice.client.get(f"/o/acme/programs/{program.pk}/reports/").content.decode()
        assert "No reports yet" in page
        assert f'<option value="sample:{program.pk}">Sample report: Better service</option>' in page

    def test_member_reads_why_there_is_no_button(self, bob, program):
        page = bob.client.get(f"/o/acme/programs/{program.pk}/reports/").content.decode()
        assert "Your roles do not include requesting reports" in page
        assert "Make the report" not in page

    def test_open_rows_are_live_and_others_are_not(self, alice, program, run):
        url = f"/o/acme/programs/{program.pk}/reports/"
        page = alice.client.get(url).content.decode()
        assert page.count(f'data-live="/o/acme/live/job:{run.job_id}@0/"') == 1
        assert page.count('hx-trigger="live, every 10s"') == 1
        run_jobs()
        page = alice.client.get(url).content.decode()
        assert "hx-trigger" not in page
        assert "data-live" not in page
        assert f"/o/acme/reports/{run.pk}/download/" in page

    def test_filters_and_paging(self, alice, program):
        make_runs(program, 27)
        make_runs(program, 2, state="failed")
        url = f"/o/acme/programs/{program.pk}/reports/"
        assert alice.client.get(url, {"state": "failed"}).content.count(b'id="run-') == 2
        assert alice.client.get(url, {"state": "done"}).content.count(b'id="run-') == 25
        assert alice.client.get(url, {"state": "done", "page": "2"}).content.count(b'id="run-') == 2
        assert alice.client.get(url, {"state": "nonsense"}).content.count(b'id="run-') == 25
        assert b"No report matches" in alice.client.get(url, {"state": "canceled"}).content

    @pytest.mark.parametrize("count", [1, 30])
    def test_queries(self, alice, program, count, django_assert_num_queries):
        make_runs(program, count)
        with django_assert_num_queries(13):
            alice.client.get(f"/o/acme/programs/{program.pk}/reports/")


class TestRequest:
    def test_request_leads_to_the_run(self, alice, program):
        answer = alice.client.post(
            "/o/acme/reports/request/", {"kind": "sample", "subject_id": str(program.pk)}
        )
        found = ReportRun.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/o/acme/reports/{found.pk}/")
        assert (found.subject_label, found.requested_by_id) == ("Better service", alice.user.pk)

    def test_choice_and_parameters(self, alice, program):
        alice.client.post(
            "/o/acme/reports/request/",
            {"choice": f"sample:{program.pk}", "parameter-chapters": "4"},
        )
        assert ReportRun.objects.get().parameters == {"chapters": 4}

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"choice": "sample"},
            {"choice": "sample:x"},
            {"choice": "\x00"},
            {"kind": "sample"},
            {"kind": "nothing", "subject_id": str(uuid4())},
            {"kind": "sample\x00", "subject_id": str(uuid4())},
            {"kind": "x" * 50, "subject_id": str(uuid4())},
        ],
    )
    def test_bad_input_is_400(self, alice, data):
        assert alice.client.post("/o/acme/reports/request/", data).status_code == 400
        assert ReportRun.objects.count() == 0

    def test_unknown_parameter_is_400(self, alice, program):
        data = {"choice": f"sample:{program.pk}", "parameter-color": "red"}
        assert alice.client.post("/o/acme/reports/request/", data).status_code == 400

    def test_get_is_405(self, alice):
        assert alice.client.get("/o/acme/reports/request/").status_code == 405

    def test_foreign_subject_is_404(self, alice, charlie):
        foreign = ProgramFactory(organization=charlie.organization, lead=charlie.user)
        data = {"kind": "sample", "subject_id": str(foreign.pk)}
        assert alice.client.post("/o/acme/reports/request/", data).status_code == 404

    def test_member_is_403(self, bob, program):
        data = {"kind": "sample", "subject_id": str(program.pk)}
        assert bob.client.post("/o/acme/reports/request/", data).status_code == 403


class TestRun:
    def test_page_is_live_until_it_is_over(self, alice, run):
        page = alice.client.get(f"/o/acme/reports/{run.pk}/").content.decode()
        assert f'data-live="/o/acme/live/job:{run.job_id}@0/" hx-trigger="live, every 10s"' in page
        assert "Your report is being made" in page
        run_jobs()
        panel = alice.client.get(f"/o/acme/reports/{run.pk}/", headers={"HX-Request": "true"})
        assert panel.content.lstrip().startswith(b'<div id="run-panel"')
        assert b"hx-trigger" not in panel.content
        assert b"data-live" not in panel.content
        assert b"Your report is ready" in panel.content

    def test_row_fragment(self, alice, run):
        row = alice.client.get(
            f"/o/acme/reports/{run.pk}/?part=row", headers={"HX-Request": "true"}
        )
        assert row.content.startswith(f'<tr id="run-{run.pk}"'.encode())

    def test_failure_is_told_in_words(self, alice, organization):
        empty = ProgramFactory(organization=organization, name="Empty", lead=alice.user)
        failed = request_report(actor=alice.actor, kind="sample", subject_id=empty.pk)
        run_jobs()
        page = alice.client.get(f"/o/acme/reports/{failed.pk}/").content.decode()
        assert "There is nothing to report yet." in page
        assert "Try again" in page

    def test_cancel_and_retry(self, alice, run):
        answer = alice.client.post(f"/o/acme/reports/{run.pk}/cancel/", follow=True)
        assert b"This report was canceled" in answer.content
        assert alice.client.post(f"/o/acme/reports/{run.pk}/cancel/").status_code == 409
        answer = alice.client.post(
            f"/o/acme/reports/{run.pk}/retry/", headers={"HX-Request": "true"}
        )
        assert b"Your report is being made" in answer.content
        assert alice.client.post(f"/o/acme/reports/{run.pk}/retry/").status_code == 409

    def test_member_may_neither_cancel_nor_retry(self, bob, run):
        assert bob.client.post(f"/o/acme/reports/{run.pk}/cancel/").status_code == 403
        Job.objects.update(state="failed")
        assert bob.client.post(f"/o/acme/reports/{run.pk}/retry/").status_code == 403

    def test_queries(self, alice, done, django_assert_num_queries):
        with django_assert_num_queries(4):
            alice.client.get(f"/o/acme/reports/{done.pk}/")


class TestDownload:
    def test_file_with_a_good_name(self, alice, done):
        answer = alice.client.get(f"/o/acme/reports/{done.pk}/download/")
        assert answer["Content-Type"] == "application/pdf"
        day = f"{done.requested_at:%Y-%m-%d}"
        name = f"sample-report-better-service-{day}.pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
        assert AuditEvent.objects.filter(action="report.downloaded").count() == 1

    def test_unfinished_is_409(self, alice, run):
        assert alice.client.get(f"/o/acme/reports/{run.pk}/download/").status_code == 409

    def test_lost_file_says_what_to_do(self, alice, done):
        done.file.storage.delete(done.file.name)
        answer = alice.client.get(f"/o/acme/reports/{done.pk}/download/")
        assert answer.status_code == 409
        assert "request the report again" in answer.content.decode()

    def test_current_sight_decides_not_that_of_the_requester(self, bob, alice, program, done):
        url = f"/o/acme/reports/{done.pk}/download/"
        assert status_of(bob, url) == 200
        program.name = "Secret"
        program.save()
        answer = bob.client.get(f"/o/acme/reports/{done.pk}/download/")
        assert answer.status_code == 403
        assert "keeps its reports to itself" in answer.content.decode()
        assert status_of(alice, url) == 200


class TestPreview:
    def test_preview_is_the_sheet_in_our_frame(self, alice, program):
        answer = alice.client.get(f"/o/acme/reports/preview/sample/{program.pk}/")
        page = answer.content.decode()
        assert page.count("<h1>") == 1
        assert "<h1>Sample report</h1>" in page
        assert "Practice 1 &lt;with a sign&gt;" in page
        assert 'style="' not in page
        assert "<svg" in page

    def test_refusal_and_unknown_kind(self, bob, alice, organization):
        secret = ProgramFactory(organization=organization, name="Secret", lead=alice.user)
        assert bob.client.get(f"/o/acme/reports/preview/sample/{secret.pk}/").status_code == 403
        assert bob.client.get(f"/o/acme/reports/preview/nothing/{secret.pk}/").status_code == 400
        assert bob.client.get(f"/o/acme/reports/preview/sample/{uuid4()}/").status_code == 404

    def test_queries(self, alice, program, django_assert_num_queries):
        with django_assert_num_queries(5):
            alice.client.get(f"/o/acme/reports/preview/sample/{program.pk}/")


def test_outsider_gets_404_everywhere_and_a_stranger_the_door(alice, charlie, program, done):
    get = [
        f"programs/{program.pk}/reports/",
        f"reports/{done.pk}/",
        f"reports/{done.pk}/download/",
        f"reports/preview/sample/{program.pk}/",
    ]
    post = ["reports/request/", f"reports/{done.pk}/cancel/", f"reports/{done.pk}/retry/"]
    for slug in ("acme", "elsewhere"):
        for path in get:
            assert charlie.client.get(f"/o/{slug}/{path}").status_code == 404, path
        for path in post[slug == "elsewhere" :]:
            assert charlie.client.post(f"/o/{slug}/{path}").status_code == 404, path
    for path in get:
        assert Client().get(f"/o/acme/{path}").status_code == 302
