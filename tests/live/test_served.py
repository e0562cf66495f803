"""Streams and pages through a real server, a real Redis and a real database."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from redis import Redis

from cip.jobs.changes import topic_of
from cip.jobs.handle import JobHandle
from cip.live import services
from tests.factories.jobs import JobFactory
from tests.factories.programs import ArtefactFactory
from tests.factories.reports import ReportRunFactory
from tests.faults.conftest import ROOT
from tests.live.serving import APPLICATION_NAME, Web
from tools.valkey import Valkey

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def handle(alice) -> JobHandle:
    """The claim on the running job of a report of Alice's organization."""
    job = JobFactory(kind="report", running=True)
    ReportRunFactory(organization=alice.organization, job=job)
    return JobHandle(job.pk, job.token)


@pytest.fixture
def topic(handle: JobHandle) -> str:
    return topic_of(handle.job_id)


class TestStreams:
    def test_two_browsers_hear_what_is_committed(self, web: Web, alice, bob, handle, topic):
        one, two = web.ear(alice, f"{topic}@0"), web.ear(bob, f"{topic}@0")
        with suppress(KeyError), transaction.atomic():
            handle.report_progress(10)
            raise KeyError
        handle.report_progress(20)
        assert (one.event(), two.event()) == (f"{topic}@1", f"{topic}@1")
        handle.report_progress(30)
        assert (one.event(), two.event()) == (f"{topic}@2", f"{topic}@2")

    def test_change_between_page_and_stream_is_told_at_once(self, web: Web, alice, handle, topic):
        handle.report_progress(10)
        handle.report_progress(20)
        assert web.ear(alice, f"{topic}@1").event() == f"{topic}@2"

    def test_outsiders_and_strangers_get_no_stream(self, web: Web, alice, charlie, topic):
        address = f"{topic}@0/"
        assert web.get(f"/o/acme/live/{address}", charlie).status == 404
        assert web.get(f"/o/elsewhere/live/{address}", charlie).status == 404
        assert web.get(f"/o/acme/live/{address}").status == 302
        assert web.get("/o/acme/live/nothing/", alice).status == 400

    def test_server_stops_with_streams_open(self, web: Web, alice, topic):
        one, two = web.ear(alice, f"{topic}@0"), web.ear(alice, f"{topic}@0")
        web.stop(5)
        assert (one.event(), two.event()) == (None, None)
        words = web.log.read_text()
        assert "Traceback" not in words
        assert "graceful shutdown exceeded" not in words

    def test_one_redis_connection_for_all(self, web: Web, alice, redis: Redis, topic):
        ears = [web.get(f"/o/acme/live/{topic}@0/", alice) for _ in range(20)]
        assert [ear.status for ear in ears] == [200] * 20
        assert len(redis.client_list(_type="pubsub")) == 1


class TestRedisAway:
    @pytest.fixture
    def web(self, web: Web, settings, tmp_path) -> Iterator[Web]:
        """The server with a Redis of its own, `self.redis`."""
        web.stop(10)
        self.redis = Valkey(tmp_path / "redis")
        settings.REDIS_URL = web.environment["REDIS_URL"] = self.redis.start()
        services._client.cache_clear()
        web.start()
        yield web
        self.redis.stop()

    def test_streams_catch_up_when_redis_is_back(self, web, alice, handle, topic):
        ear = web.ear(alice, f"{topic}@0")
        handle.report_progress(10)
        assert ear.event() == f"{topic}@1"
        process = self.redis.process
        assert process is not None
        process.kill()
        process.wait()
        handle.report_progress(20)
        self.redis.process = subprocess.Popen(process.args)
        assert ear.event() == f"{topic}@2"


class TestPages:
    def test_threads_keep_their_database_connection(self, web: Web, alice):
        def sessions() -> set[int]:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pid FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = %s",
                    [APPLICATION_NAME],
                )
                return {pid for (pid,) in cursor.fetchall()}

        def visit(times: int) -> None:
            for _ in range(times):
                assert web.get("/o/acme/", alice).status == 200

        visitors = [threading.Thread(target=visit, args=[5]) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        before = sessions()
        assert 1 <= len(before) <= 2
        visit(5)
        assert sessions() == before

    def test_large_upload_and_download(self, web: Web, alice):
        artefact = ArtefactFactory(program__organization=alice.organization)
        content = b"%PDF-1.7 " + bytes(range(256)) * 80_000  # 20 MB
        alice.client.cookies["csrftoken"] = "a" * 32
        file = SimpleUploadedFile("plan.pdf", content)
        form = {"csrfmiddlewaretoken": "a" * 32, "file": file}
        headers = {"Content-Type": MULTIPART_CONTENT}
        body = encode_multipart(BOUNDARY, form)
        address = f"/o/acme/artefacts/{artefact.pk}/versions/"
        assert web.get(address, alice, "POST", headers=headers, body=body).status == 302
        version = artefact.versions.get()
        address = f"/o/acme/artefact-versions/{version.pk}/download/"
        answer = web.get(address, alice)
        assert (answer.status, answer.getheader("Content-Length")) == (200, str(len(content)))
        assert answer.read() == content

    def test_head_has_no_body(self, web: Web):
        answer = web.get("/healthz", method="HEAD")
        assert (answer.status, answer.getheader("Content-Length"), answer.read()) == (200, "2", b"")

    def test_static_files(self, web: Web):
        answer = web.get("/static/cip/js/live.js")
        assert answer.status == 200
        assert answer.read() == (ROOT / "cip/web/static/cip/js/live.js").read_bytes()
