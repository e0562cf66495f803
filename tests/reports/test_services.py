"""Requesting, making, stopping and retrying a report."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import Http404
from django.utils import translation

from cip.access.check import allowed
from cip.audit.models import AuditEvent
from cip.jobs import services as jobs
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from cip.reports import handlers, policies, services
from cip.reports.models import ReportRun, report_path
from cip.reports.plain import document_from_json
from cip.reports.rendering import render_pdf
from tests.factories.jobs import JobFactory
from tests.factories.programs import ProgramFactory
from tests.factories.reports import ReportRunFactory
from tests.jobs import run_jobs


def ask(person, program, **parameters) -> ReportRun:
    return services.request_report(
        actor=person.actor, kind="sample", subject_id=program.pk, parameters=parameters
    )


def test_request_writes_run_job_and_audit_row(alice, program):
    with translation.override("nl"):
        run = ask(alice, program, chapters="3")
    assert (run.kind, run.program_id, run.language) == ("sample", program.pk, "nl")
    assert (run.requested_by_label, run.parameters) == ("Alice", {"chapters": 3})
    assert (run.job.kind, run.job.payload) == ("report", {"run_id": str(run.pk)})
    event = AuditEvent.objects.get(action="report.requested")
    assert (event.subject_id, event.program_id) == (str(run.pk), program.pk)


def test_refused_requests_write_nothing(alice, bob, charlie, program):
    with pytest.raises(NotAllowed, match="requesting reports"):
        ask(bob, program)
    with pytest.raises(Http404):
        ask(charlie, program)
    with pytest.raises(InvalidInput, match="how many"):
        ask(alice, program, chapters="many")
    with pytest.raises(InvalidInput, match="no such kind"):
        services.request_report(actor=alice.actor, kind="x", subject_id=program.pk)
    assert (ReportRun.objects.count(), Job.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_missing_app_is_told_in_words(alice, program, settings):
    settings.REPORTS = {"gone": "no.such.module.REPORT", **settings.REPORTS}
    with pytest.raises(InvalidInput, match="not available"):
        services.request_report(actor=alice.actor, kind="gone", subject_id=program.pk)


def test_file_document_and_checksum_belong_together(alice, program):
    run = ask(alice, program, chapters="1", rows="2")
    run_jobs()
    run.refresh_from_db()
    content = run.file.read()
    run.file.close()
    assert run.file.name == report_path(run, "")
    assert (run.size, run.pages) == (len(content), 3)
    assert run.checksum == hashlib.sha256(content).hexdigest()
    # The stored document prints to the very same file again.
    assert render_pdf(document_from_json(run.document)).content == content


def test_file_left_by_a_dead_worker_is_replaced(alice, program):
    run = ask(alice, program, chapters="1", rows="2")
    storage = run.file.storage
    storage.save(report_path(run, ""), ContentFile(b"half a fi"))
    run_jobs()
    run.refresh_from_db()
    assert run.file.name == report_path(run, "")
    assert run.file.size == run.size


def test_nothing_is_stored_when_the_job_was_canceled_meanwhile(alice, program):
    run = ask(alice, program)
    handle = jobs.claim(run.job_id, clock.now())
    services.cancel_report(actor=alice.actor, run=run, now=clock.now())
    with pytest.raises(jobs.JobCanceled):
        handlers.render_report(handle, run.job.payload)
    run.refresh_from_db()
    assert (run.file.name, run.document) == ("", None)


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [("Empty", "failed", "nothing to report"), ("Broken", "queued", r"RuntimeError")],
)
def test_failures(alice, organization, name, state, words):
    program = ProgramFactory(organization=organization, name=name, lead=alice.user)
    run = ask(alice, program)
    run_jobs()
    job = Job.objects.get(pk=run.job_id)
    assert job.state == state
    assert words in job.error


def test_retry_checks_the_subject_again(alice, program):
    run = ask(alice, program)
    services.cancel_report(actor=alice.actor, run=run, now=clock.now())
    program.delete()
    with pytest.raises(Http404):
        services.retry_report(actor=alice.actor, run=run)
    run.job.refresh_from_db()
    assert run.job.state == "canceled"


def test_truth_table_of_cancel_and_retry(alice, bob, sponsor, organization):
    own = {"organization": organization, "requested_by": sponsor.user}
    states = {
        state: ReportRunFactory(**own, job=JobFactory(kind="report", state=state))
        for state in ("queued", "done", "failed", "canceled")
    }
    states["running"] = ReportRunFactory(**own, job=JobFactory(kind="report", running=True))
    for person, may in ((alice, True), (sponsor, True), (bob, False)):
        for state, run in states.items():
            can_cancel = allowed(policies.check_can_cancel_report, person.actor, run)
            can_retry = allowed(policies.check_can_retry_report, person.actor, run)
            assert bool(can_cancel) == (may and state in ("queued", "running")), (person, state)
            assert bool(can_retry) == (may and state in ("failed", "canceled")), (person, state)


def test_unfinished_report_is_not_opened(alice, program):
    with pytest.raises(WrongState, match="not finished"):
        services.open_report(actor=alice.actor, run=ask(alice, program))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_run(alice, program):
    actor = alice.actor

    def click() -> str:
        try:
            made = services.request_report(actor=actor, kind="sample", subject_id=program.pk)
            return str(made.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = {future.result(30) for future in [pool.submit(click) for _ in range(4)]}
    assert len(keys) == 1
    assert Job.objects.count() == 1
