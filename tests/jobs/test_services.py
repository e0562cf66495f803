"""The life of a job row, one rule at a time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cip.jobs import services
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import WrongState
from tests.factories.jobs import JobFactory
from tests.jobs import run_jobs

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers(settings):
    """JOB_HANDLERS names the handlers of tests.jobs.handlers."""
    names = "succeed refuse crash crash_while_storing see_cancel crash_after_cancel lose_claim"
    settings.JOB_HANDLERS = {name: f"tests.jobs.handlers.{name}" for name in names.split()}


@pytest.fixture
def bells(settings, monkeypatch):
    """Which jobs were rung for; the broker takes everything."""
    rung = []

    class Broker:
        def send_task(self, _name, *, kwargs, retry):
            assert retry is False
            rung.append(kwargs["job_id"])

    settings.JOBS_PUBLISH = True
    monkeypatch.setattr("cip.jobs.bell._quiet_until", 0.0)
    monkeypatch.setattr("cip.celery.app", Broker())
    return rung


def test_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="'nothing'"):
        services.enqueue("nothing", {})


def test_dedupe_key_queues_once_whatever_the_state():
    first = services.enqueue("mail", {"to": "a"}, dedupe_key="welcome-1")
    Job.objects.update(state="done")
    second = services.enqueue("mail", {"to": "b"}, dedupe_key="welcome-1")
    assert second == first
    assert Job.objects.get().payload == {"to": "a"}


def test_bell_rings_after_commit_only(bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue("mail", {})
        assert bells == []
    assert bells == [str(job.pk)]
    job.refresh_from_db()
    assert job.bells == 1
    assert job.published_at is not None


def test_job_for_later_is_not_rung_for_and_not_claimed(bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue("mail", {}, run_after=NOW)
    assert bells == []
    assert services.claim(job.pk, NOW - timedelta(seconds=1)) is None
    assert services.claim(job.pk, NOW) is not None


def test_claim_hands_out_a_lease_and_a_token():
    job = JobFactory(progress=40, error="old", bells=3)
    handle = services.claim(job.pk, NOW)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.progress, job.error, job.bells) == ("running", 1, 0, "", 0)
    assert (job.token, job.lease_until) == (handle.token, NOW + timedelta(seconds=60))


@pytest.mark.parametrize("state", ["done", "failed", "canceled"])
def test_ended_job_is_not_claimed(state):
    assert services.claim(JobFactory(state=state).pk, NOW) is None


def test_claim_of_an_unknown_job_is_none():
    assert services.claim(uuid4(), NOW) is None


def test_running_job_is_claimed_again_only_after_its_lease():
    job = JobFactory()
    first = services.claim(job.pk, NOW)
    assert services.claim(job.pk, NOW + timedelta(seconds=60)) is None
    second = services.claim(job.pk, NOW + timedelta(seconds=61))
    assert second is not None
    assert second.token != first.token


def test_running_job_needs_a_claim():
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(state="running")


def test_zombie_can_do_nothing():
    job = JobFactory()
    zombie = services.claim(job.pk, NOW - timedelta(hours=1))
    owner = services.claim(job.pk, clock.now())
    with pytest.raises(services.LeaseLost), zombie.finishing():
        pytest.fail("stored")
    with pytest.raises(services.LeaseLost):
        zombie.report_progress(99)
    with pytest.raises(services.LeaseLost):
        zombie.renew()
    services.mark_failed(zombie, "late", final=True)
    services.mark_canceled(zombie)
    job.refresh_from_db()
    assert (job.state, job.token, job.error) == ("running", owner.token, "")


def test_finishing_twice_is_refused():
    handle = services.claim(JobFactory().pk, clock.now())
    with handle.finishing():
        pass
    with pytest.raises(services.LeaseLost), handle.finishing():
        pytest.fail("stored twice")


def test_finishing_a_deleted_job_is_refused():
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    job.delete()
    with pytest.raises(services.LeaseLost), handle.finishing():
        pytest.fail("stored")


def test_renewing_and_progress_push_the_lease_ahead():
    job = JobFactory()
    handle = services.claim(job.pk, NOW)
    handle.renew()
    job.refresh_from_db()
    assert job.lease_until > clock.now() + timedelta(seconds=50)
    Job.objects.update(lease_until=NOW)
    handle.report_progress(30, "x" * 300)
    job.refresh_from_db()
    assert job.lease_until > clock.now() + timedelta(seconds=50)
    assert (job.progress, job.progress_note) == (30, "x" * 200)


def test_failed_attempt_is_queued_again_with_a_growing_pause(settings):
    settings.JOB_RETRY_SECONDS = 10
    job = JobFactory(max_attempts=3)
    pauses = []
    for _attempt in range(2):
        Job.objects.update(run_after=None)
        handle = services.claim(job.pk, clock.now())
        before = clock.now()
        services.mark_failed(handle, "no luck", final=False)
        job.refresh_from_db()
        assert (job.state, job.error, job.token) == ("queued", "no luck", None)
        pauses.append(round((job.run_after - before).total_seconds()))
    assert pauses == [10, 20]


def test_last_attempt_fails_for_good():
    job = JobFactory(max_attempts=1)
    services.mark_failed(services.claim(job.pk, NOW), "no luck", final=False)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("failed", "no luck", 1)
    assert job.finished_at is not None
    assert services.claim(job.pk, clock.now()) is None


def test_queued_job_is_canceled_at_once():
    job = JobFactory()
    services.cancel(job, NOW)
    assert (job.state, job.finished_at) == ("canceled", NOW)


def test_running_job_is_asked_to_stop():
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    services.cancel(job, clock.now())
    assert job.state == "running"
    for stop in (lambda: handle.report_progress(5), handle.renew, handle.finishing().__enter__):
        with pytest.raises(services.JobCanceled):
            stop()


def test_running_job_of_a_dead_worker_is_canceled_at_once():
    job = JobFactory(running=True)
    services.cancel(job, clock.now() + timedelta(hours=1))
    assert job.state == "canceled"


@pytest.mark.parametrize("state", ["done", "failed", "canceled"])
def test_ended_job_cannot_be_canceled(state):
    with pytest.raises(WrongState, match="already ended"):
        services.cancel(JobFactory(state=state), NOW)


@pytest.mark.parametrize("state", ["failed", "canceled"])
def test_retry_starts_afresh(state, bells, django_capture_on_commit_callbacks):
    job = JobFactory(
        state=state, attempts=3, error="why", progress=70, cancel_requested_at=NOW, finished_at=NOW
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.retry(job)
    assert (job.state, job.attempts, job.error, job.progress) == ("queued", 0, "", 0)
    assert (job.cancel_requested_at, job.finished_at) == (None, None)
    assert bells == [str(job.pk)]


@pytest.mark.parametrize("extra", [{"state": "queued"}, {"state": "done"}, {"running": True}])
def test_retry_of_anything_else_is_refused(extra):
    with pytest.raises(WrongState, match="Only what failed"):
        services.retry(JobFactory(**extra))


class TestSweep:
    """Rings for what was dropped and for expired leases, and for nothing else."""

    def test_never_published_is_rung_for(self, bells):
        job = JobFactory()
        assert services.sweep(NOW) == 1
        assert bells == [str(job.pk)]

    @pytest.mark.parametrize(
        ("count", "seconds", "rings"),
        [
            (1, 29, 0),
            (1, 31, 1),
            (2, 59, 0),
            (2, 61, 1),
            (3, 119, 0),
            (3, 121, 1),
            (9, 239, 0),
            (9, 241, 1),
        ],
    )
    def test_backlog_rests_longer_each_time(self, bells, count, seconds, rings):
        JobFactory(bells=count, published_at=NOW - timedelta(seconds=seconds))
        assert services.sweep(NOW) == rings

    def test_leaves_alone_what_runs_waits_or_is_over(self, bells):
        JobFactory(running=True, lease_until=NOW + timedelta(seconds=1))
        JobFactory(run_after=NOW + timedelta(seconds=1))
        for state in ("done", "failed", "canceled"):
            JobFactory(state=state)
        assert services.sweep(NOW) == 0

    def test_expired_lease_is_rung_for(self, bells):
        job = JobFactory(running=True, lease_until=NOW - timedelta(seconds=1))
        assert services.sweep(NOW) == 1
        assert bells == [str(job.pk)]
        assert services.claim(job.pk, NOW) is not None

    def test_out_of_attempts_fails_in_words(self, bells):
        job = JobFactory(running=True, attempts=3, lease_until=NOW - timedelta(seconds=1))
        assert services.sweep(NOW) == 0
        job.refresh_from_db()
        assert (job.state, job.finished_at) == ("failed", NOW)
        assert job.error == "The worker stopped in the middle of this work, each time it was tried."

    def test_canceled_with_its_worker_dead_ends_as_canceled(self, bells):
        job = JobFactory(
            running=True,
            attempts=3,
            lease_until=NOW - timedelta(seconds=1),
            cancel_requested_at=NOW,
        )
        assert services.sweep(NOW) == 0
        job.refresh_from_db()
        assert (job.state, job.error) == ("canceled", "")

    def test_stops_at_the_first_bell_that_the_broker_does_not_take(self, settings, monkeypatch):
        tries = []
        monkeypatch.setattr(services, "publish", tries.append)
        JobFactory.create_batch(3)
        assert services.sweep(NOW) == 0
        assert len(tries) == 1


class TestRunning:
    """What a handler's end makes of the row."""

    pytestmark = pytest.mark.usefixtures("handlers")

    @pytest.mark.parametrize(
        ("kind", "state", "error"),
        [
            ("succeed", "done", ""),
            ("refuse", "failed", "There is nothing to print."),
            ("see_cancel", "canceled", ""),
            ("crash_after_cancel", "canceled", ""),
            ("lose_claim", "running", ""),
        ],
    )
    def test_end(self, kind, state, error):
        job = JobFactory(kind=kind)
        assert run_jobs() == 1
        job.refresh_from_db()
        assert (job.state, job.error) == (state, error)

    @pytest.mark.parametrize("kind", ["crash", "crash_while_storing"])
    def test_bug_is_retried_and_told_without_details(self, kind):
        job = JobFactory(kind=kind)
        assert run_jobs() == 1
        job.refresh_from_db()
        assert (job.state, job.attempts, job.progress_note) == ("queued", 1, "")
        assert "(RuntimeError)" in job.error
        assert str(job.pk) in job.error
        assert "secret detail" not in job.error

    def test_missing_handler_fails_in_the_end(self, settings):
        job = JobFactory(kind="gone", max_attempts=1)
        run_jobs()
        job.refresh_from_db()
        assert job.state == "failed"

    def test_ended_job_is_not_run(self):
        JobFactory(kind="crash", state="done")
        assert run_jobs() == 0
