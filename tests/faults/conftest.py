"""A real broker of our own, and real workers that can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import pytest
from celery import Celery
from redis import Redis

from tools.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]


def wait_until(met: Callable[[], bool], *, seconds: float, what: str, log: Path) -> None:
    """Come back when `met`; fail with the end of the log after that time."""
    end = monotonic() + seconds
    while not met():
        if monotonic() > end:
            pytest.fail(f"waited {seconds} s for: {what}\n{log.read_text()[-4000:]}")
        sleep(0.1)


@dataclass
class Crew:
    """Celery worker (two processes) and beat on the test's own database and broker."""

    environment: dict[str, str]
    home: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """What worker and beat say."""
        return self.home / "crew.log"

    def start(self) -> None:
        """Start both, each in a process group of its own."""
        beat = ["beat", "--schedule", str(self.home / "beat"), "--pidfile="]
        worker = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        for name, arguments in (("worker", worker), ("beat", beat)):
            with self.log.open("ab") as log:
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", "celery", "-A", "cip", *arguments, "--loglevel", "INFO"],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def kill(self) -> None:
        """kill -9 of both trees."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        self.running.clear()

    def kill_one_child(self) -> int:
        """kill -9 of one process of the worker's pool; its id."""
        parent = self.running["worker"].pid
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        child = int(listed[-1])
        os.kill(child, signal.SIGKILL)
        return child


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a Redis-protocol server that belongs to this test run."""
    server = Valkey(tmp_path_factory.mktemp("broker"))
    yield server.start()
    server.stop()


@pytest.fixture
def redis(broker: str) -> Iterator[Redis]:
    """A client of the broker, emptied."""
    client = Redis.from_url(broker)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def crew(transactional_db, settings, tmp_path, monkeypatch, broker) -> Iterator[Crew]:
    """Worker and beat, not started yet; this process rings at the same broker."""
    database = settings.DATABASES["default"]
    address = f"{database['HOST']}:{database['PORT'] or 5432}"
    login = f"{database['USER']}:{database['PASSWORD']}"
    media = tmp_path / "media"
    settings.MEDIA_ROOT = str(media)
    settings.JOBS_PUBLISH = True
    monkeypatch.setattr("cip.jobs.bell._quiet_until", 0.0)
    app = Celery(broker=broker, set_as_current=False)
    monkeypatch.setattr("cip.celery.app", app)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": f"postgres://{login}@{address}/{database['NAME']}",
        "REDIS_URL": broker,
        "MEDIA_ROOT": str(media),
        "JOB_LEASE_SECONDS": "3",
        "JOB_REPUBLISH_SECONDS": "2",
        "JOB_RETRY_SECONDS": "1",
        "JOB_SWEEP_SECONDS": "1",
    }
    made = Crew(environment, tmp_path)
    yield made
    made.kill()
    app.close()
