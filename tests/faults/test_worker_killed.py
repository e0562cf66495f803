"""Killing any process at any moment loses no report and makes none twice (design, rule 7)."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role
from cip.jobs.models import Job
from cip.programs.models import Program
from cip.reports.models import ReportRun
from cip.reports.services import request_report
from tests.factories.accounts import OrganizationFactory, UserFactory
from tests.factories.programs import ProgramFactory
from tests.faults.conftest import Crew, wait_until
from tests.sessions import cut_other_sessions

pytestmark = pytest.mark.faults


def request_reports(count: int) -> None:
    """As many reports, each about a program of its own."""
    organization, lead = OrganizationFactory(), UserFactory()
    actor = Actor(
        kind=ActorKind.PERSON,
        label="Alice",
        organization_id=organization.pk,
        user_id=lead.pk,
        roles=frozenset({Role.PROGRAM_LEAD}),
    )
    programs: list[Program] = ProgramFactory.create_batch(
        count, organization=organization, lead=lead
    )
    for program in programs:
        request_report(
            actor=actor, kind="sample", subject_id=program.pk, parameters={"chapters": 1, "rows": 2}
        )


def done() -> int:
    """How many are done."""
    return Job.objects.filter(state=Job.State.DONE).count()


def assert_each_exists_once(count: int) -> None:
    """As many done jobs, runs and files, nothing besides, each file as its checksum says."""
    assert list(Job.objects.values_list("state", flat=True)) == ["done"] * count
    stored = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    runs = list(ReportRun.objects.all())
    assert len(runs) == count
    assert sorted(Path(run.file.path) for run in runs) == stored
    for run in runs:
        content = Path(run.file.path).read_bytes()
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == run.checksum
        assert (len(content), run.pages) == (run.size, 3)


def test_ten_reports_survive_a_killed_worker_and_an_emptied_broker(crew: Crew, redis) -> None:
    request_reports(10)
    crew.start()
    wait_until(lambda: done() >= 3, seconds=120, what="the first three reports", log=crew.log)
    crew.kill()
    before = done()
    assert before < 10
    assert Job.objects.filter(state=Job.State.RUNNING).exists()
    redis.flushall()

    crew.start()
    wait_until(lambda: done() == 10, seconds=120, what="all ten reports", log=crew.log)
    assert_each_exists_once(10)
    assert max(Job.objects.values_list("attempts", flat=True)) == 2


def test_reports_survive_lost_bells_a_killed_child_and_cut_connections(crew: Crew, redis) -> None:
    request_reports(5)
    crew.start()
    wait_until(lambda: done() >= 1, seconds=120, what="the first report", log=crew.log)
    redis.flushall()
    crew.kill_one_child()
    wait_until(lambda: done() >= 3, seconds=120, what="the third report", log=crew.log)
    cut_other_sessions()
    wait_until(lambda: done() == 5, seconds=120, what="all five reports", log=crew.log)
    assert_each_exists_once(5)
