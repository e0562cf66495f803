"""Several workers at once on the real database; a broker that is not there."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from typing import TypeVar
from uuid import UUID

import pytest
from celery import Celery
from django.db import connection, transaction

from cip.jobs import services
from cip.jobs.heartbeat import Heartbeat
from cip.jobs.models import Job
from cip.jobs.running import run_job
from cip.kernel import clock
from tests.factories.jobs import JobFactory

T = TypeVar("T")

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[], T]) -> list[T]:
    """Do `work` in several threads that start together, each with its own connection."""
    start = Barrier(count)

    def one() -> T:
        try:
            connection.ensure_connection()
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(30) for future in [pool.submit(one) for _ in range(count)]]


def test_one_of_many_claims_wins() -> None:
    for _round in range(5):
        job = JobFactory()
        handles = at_once(6, lambda job_id=job.pk: services.claim(job_id, clock.now()))
        won = [handle for handle in handles if handle is not None]
        assert len(won) == 1
        job.refresh_from_db()
        assert (job.token, job.attempts) == (won[0].token, 1)


def test_many_workers_run_each_job_once(settings) -> None:
    settings.JOB_HANDLERS = {"good": "tests.jobs.handlers.succeed"}
    jobs = [job.pk for job in JobFactory.create_batch(20, kind="good")]
    counts = at_once(4, lambda: sum(run_job(job_id) for job_id in jobs))
    assert sum(counts) == 20
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_many_dedupe_at_once_make_one_job() -> None:
    keys = at_once(6, lambda: services.enqueue("mail", {}, dedupe_key="once").pk)
    assert len(set(keys)) == 1
    assert Job.objects.count() == 1


def test_cancel_during_finishing_waits_and_finds_it_over() -> None:
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())

    def cancel() -> str:
        try:
            services.cancel(Job.objects.get(pk=job.pk), clock.now())
        except services.WrongState as refusal:
            return refusal.message
        finally:
            connection.close()
        return "canceled"

    with ThreadPoolExecutor(1) as pool:
        with handle.finishing():
            answer = pool.submit(cancel)
            sleep(0.3)
            assert not answer.done()
        assert answer.result(10) == "This has already ended."
    job.refresh_from_db()
    assert job.state == "done"


def test_heartbeat_keeps_a_silent_job_alive(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.6
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    with Heartbeat(handle) as heart:
        sleep(1.5)
        heart.check()
        assert services.claim(job.pk, clock.now()) is None
    with handle.finishing():
        pass
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_without_heartbeat_the_job_is_taken_over(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    sleep(0.5)
    assert services.claim(job.pk, clock.now()) is not None
    with pytest.raises(services.LeaseLost), handle.finishing():
        pytest.fail("stored")


@pytest.mark.parametrize("ending", ["cancel", "takeover"])
def test_heartbeat_tells_the_work_to_stop(settings, ending: str) -> None:
    settings.JOB_LEASE_SECONDS = 0.6
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    expected = services.JobCanceled if ending == "cancel" else services.LeaseLost
    with pytest.raises(expected), Heartbeat(handle) as heart:  # noqa: PT012
        if ending == "cancel":
            services.cancel(job, clock.now())
        else:
            services.claim(job.pk, clock.now() + timedelta(hours=1))
        for _step in range(30):
            sleep(0.1)
            heart.check()
        pytest.fail("the heartbeat did not notice")


def test_leaving_the_heartbeat_checks_once_more(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    with pytest.raises(services.JobCanceled), Heartbeat(handle):  # noqa: PT012
        services.cancel(job, clock.now())
        sleep(0.5)


def test_heartbeat_around_finishing_does_not_deadlock(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    job = JobFactory()
    handle = services.claim(job.pk, clock.now())
    with handle.finishing(), Heartbeat(handle):
        sleep(0.5)
    job.refresh_from_db()
    assert job.state == "done"


def test_heartbeat_leaves_no_connection_behind(settings) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    handle = services.claim(JobFactory().pk, clock.now())
    before = sessions()
    with Heartbeat(handle):
        sleep(0.4)
        assert sessions() == before + 1
    sleep(0.2)
    assert sessions() == before


def sessions() -> int:
    """Connections to the test database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def dead_broker(settings, monkeypatch) -> None:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr("cip.celery.app", app)
    monkeypatch.setattr("cip.jobs.bell._quiet_until", 0.0)
    settings.JOBS_PUBLISH = True


@pytest.mark.usefixtures("dead_broker")
def test_dead_broker_costs_nothing_but_time(caplog, monkeypatch) -> None:
    with transaction.atomic():
        first = services.enqueue("mail", {})
    second = services.enqueue("mail", {})
    assert "the sweep will ring again" in caplog.text
    # The second did not even try: one warning for two jobs.
    assert caplog.text.count("not published") == 1
    assert set(Job.objects.values_list("state", "published_at")) == {("queued", None)}

    rung: list[UUID] = []
    monkeypatch.setattr(services, "publish", lambda job_id: rung.append(job_id) or True)
    assert services.sweep(clock.now()) == 2
    assert rung == [first.pk, second.pk]


def test_web_process_rings_at_the_configured_broker(settings) -> None:
    """A process that never imported cip.celery must not ring at Celery's default address."""
    from cip.jobs.bell import import_string  # noqa: PLC0415 - what publish itself uses

    assert import_string(settings.JOBS_CELERY_APP).conf.broker_url == settings.REDIS_URL
