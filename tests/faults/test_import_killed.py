"""A large model file survives a killed worker and an emptied broker, and is stored once."""

import pytest

from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.kernel import clock
from models_catalog.models import ImportRun, ModelVersion, Node
from models_catalog.queries.document import document_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.services.import_runs import (
    Upload,
    cancel_import,
    request_import,
    store_import,
)
from tests.conftest import Person
from tests.faults.conftest import Crew, wait_until
from tests.models_catalog.documents import small_document

pytestmark = pytest.mark.faults


def ask(person: Person, document: ModelDocument, *, is_dry_run: bool) -> ImportRun:
    return request_import(
        actor=person.actor,
        upload=Upload(write_workbook(document), name="big.xlsx"),
        is_dry_run=is_dry_run,
        now=clock.now(),
    )


def state(run: ImportRun) -> str:
    """The state of the run's job now."""
    return Job.objects.values_list("state", flat=True).get(import_run=run)


def big(code: str = "BIG") -> ModelDocument:
    """About 2,000 nodes: reading takes long enough to be caught in the middle."""
    return small_document(code=code, areas=100, practices=20)


def test_a_check_and_its_storing_survive_a_killed_worker(alice, crew: Crew, redis) -> None:
    document = big()
    run = ask(alice, document, is_dry_run=True)
    redis.flushall()
    crew.start()
    wait_until(lambda: state(run) == "running", seconds=60, what="reading", log=crew.log)
    crew.kill()
    redis.flushall()
    assert state(run) == "running"
    crew.start()
    wait_until(lambda: state(run) == "done", seconds=90, what="the check", log=crew.log)
    run.refresh_from_db()
    assert (run.standing, run.outcome, run.job.attempts) == ("checked", "created", 2)
    assert ModelVersion.objects.count() == 0

    run = store_import(actor=alice.actor, run=run, now=clock.now())
    wait_until(lambda: state(run) == "running", seconds=60, what="storing", log=crew.log)
    crew.kill_one_child()
    wait_until(lambda: state(run) == "done", seconds=90, what="the storing", log=crew.log)
    version = ModelVersion.objects.get()
    assert document_of(version) == document
    assert AuditEvent.objects.filter(action="model_version.imported").count() == 1
    run.refresh_from_db()
    assert (run.standing, run.version, run.content) == ("stored", version, None)


def test_canceled_in_the_middle_stores_nothing(alice, crew: Crew, redis) -> None:
    run = ask(alice, big(), is_dry_run=False)
    crew.start()
    wait_until(lambda: state(run) == "running", seconds=60, what="reading", log=crew.log)
    cancel_import(actor=alice.actor, run=run, now=clock.now())
    wait_until(lambda: state(run) == "canceled", seconds=60, what="the end", log=crew.log)
    assert (ModelVersion.objects.count(), Node.objects.count()) == (0, 0)
    run.refresh_from_db()
    assert (run.standing, run.content) == ("canceled", None)
