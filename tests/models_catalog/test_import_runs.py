"""Large model files: asked for, read by a worker, stored once, forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cip.access.check import allowed
from cip.access.roles import Role
from cip.accounts.models import Membership
from cip.audit.models import AuditEvent
from cip.jobs import services as jobs
from cip.jobs.models import Job
from cip.jobs.running import run_job
from cip.kernel import clock
from cip.kernel.errors import NotAllowed, WrongState
from models_catalog import handlers, policies
from models_catalog.models import ImportRun, MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.import_runs import result_of
from models_catalog.rules.foreign.report import Told
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.services import import_runs as services
from models_catalog.services.import_runs import Upload
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tests.conftest import Person
from tests.factories.catalog import ImportRunFactory
from tests.factories.jobs import JobFactory
from tests.models_catalog.documents import small_document
from tests.models_catalog.large import large_file
from tests.models_catalog.rules.foreign.samples import oscal
from tests.models_catalog.rules.workbooks import changed
from tests.running import run_jobs

Standing = ImportRun.Standing


def ask(person: Person, data: bytes, *, is_dry_run: bool = True, **more: Any) -> ImportRun:
    return services.request_import(
        actor=person.actor,
        upload=Upload(data, name="model.yaml", **more),
        is_dry_run=is_dry_run,
        now=clock.now(),
    )


def read(person: Person, data: bytes, **more: Any) -> ImportRun:
    run = ask(person, data, **more)
    run_jobs()
    return again(run)


def again(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_related("job").get(pk=run.pk)


def store(person: Person, run: ImportRun) -> ImportRun:
    return services.store_import(actor=person.actor, run=run, now=clock.now())


def test_request_keeps_file_job_and_audit_row(alice: Person) -> None:
    run = ask(alice, b"some text")
    assert bytes(again(run).content or b"") == b"some text"
    assert (run.standing, run.requested_by_label, run.size) == (Standing.WAITING, "Alice", 9)
    assert (run.job.kind, run.job.payload) == ("model_import", {"run_id": str(run.pk)})
    event = AuditEvent.objects.get(action="model_import.requested")
    assert (event.subject_id, event.subject_label) == (str(run.pk), "model.yaml")


def test_members_cannot_ask(bob: Person) -> None:
    with pytest.raises(NotAllowed, match="program lead or a facilitator"):
        ask(bob, b"text")
    assert (ImportRun.objects.count(), Job.objects.count()) == (0, 0)


def test_the_same_file_twice_is_one_run(alice: Person, make_person: Callable[..., Person]) -> None:
    first = ask(alice, b"text")
    assert ask(alice, b"text").pk == first.pk
    assert ask(alice, b"text", told=Told("Tea Club")).pk != first.pk
    assert ask(make_person("Fay", Role.FACILITATOR), b"text").pk != first.pk
    run_job(first.job_id)
    assert ask(alice, b"text").pk != first.pk


def test_an_organization_keeps_twenty_files(alice: Person) -> None:
    runs = [ask(alice, f"text {n}".encode()) for n in range(20)]
    with pytest.raises(WrongState, match="20 files of your organization wait already"):
        ask(alice, b"one more")
    services.cancel_import(actor=alice.actor, run=runs[0], now=clock.now())
    assert ask(alice, b"one more").standing is Standing.WAITING


def test_a_dry_run_stores_nothing_and_keeps_the_file(alice: Person) -> None:
    run = read(alice, write_workbook(small_document()))
    assert (run.standing, run.outcome, run.version) == (Standing.CHECKED, "created", None)
    assert run.content is not None
    assert MaturityModel.objects.count() == 0
    found = run.result or {}
    assert (found["form"], found["problems"], found["report"]) == ("xlsx", [], None)
    assert found["summary"]["counts"][0] == {"name": "Categories", "count": 2}
    assert found["summary"]["difference"] is None


def test_what_was_seen_is_stored_once(alice: Person) -> None:
    run = read(alice, write_workbook(small_document()))
    seen = run.job_id
    first, second = store(alice, run), store(alice, run)
    assert (first.job_id, first.standing) == (second.job_id, Standing.WAITING)
    assert not Job.objects.filter(pk=seen).exists()
    assert run_jobs() == 1
    run = again(run)
    assert (run.standing, run.content) == (Standing.STORED, None)
    assert document_of(ModelVersion.objects.get()) == small_document()
    assert run.version == ModelVersion.objects.get()
    assert store(alice, run).job_id == run.job_id
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions.count("model_import.confirmed") == 1
    assert actions.count("model_version.imported") == 1


def test_a_worker_whose_lease_ran_out_stores_nothing(alice: Person) -> None:
    run = ask(alice, write_workbook(small_document()), is_dry_run=False)
    slow = jobs.claim(run.job_id, clock.now())
    assert slow is not None
    later = clock.now() + timedelta(hours=1)
    quick = jobs.claim(run.job_id, later)
    assert quick is not None
    handlers.import_model_file(quick, run.job.payload)
    assert ModelVersion.objects.count() == 1
    with pytest.raises((jobs.LeaseLost, WrongState)):
        handlers.import_model_file(slow, run.job.payload)
    assert ModelVersion.objects.count() == 1
    assert again(run).standing is Standing.STORED


def test_nothing_is_stored_when_it_was_canceled_meanwhile(alice: Person) -> None:
    run = ask(alice, write_workbook(small_document()), is_dry_run=False)
    handle = jobs.claim(run.job_id, clock.now())
    assert handle is not None
    loaded = ImportRun.objects.get(pk=run.pk)
    services.cancel_import(actor=alice.actor, run=run, now=clock.now())
    assert again(run).content is None
    with pytest.raises((jobs.JobCanceled, WrongState)):
        handlers.import_model_file(handle, run.job.payload)
    with pytest.raises(jobs.JobCanceled), handle.finishing():
        loaded.save()
    jobs.mark_canceled(handle)
    assert (again(run).standing, again(run).result) == (Standing.CANCELED, None)
    assert MaturityModel.objects.count() == 0


def test_every_problem_is_kept_at_its_cell_and_the_file_goes(alice: Person) -> None:
    data = changed(small_document(), Nodes_D3="=1+1", Nodes_E4=7)
    run = read(alice, data, is_dry_run=False)
    assert (run.standing, run.content) == (Standing.REFUSED, None)
    cells = {each["cell"]: each["message"] for each in (run.result or {})["problems"]}
    assert cells["Nodes!D3"] == "formulas are not read; put the value itself"
    assert "Nodes!E4" in cells
    assert MaturityModel.objects.count() == 0
    with pytest.raises(WrongState, match="nothing to store"):
        services.store_import(actor=alice.actor, run=read(alice, data), now=clock.now())


def test_texts_that_no_database_keeps_are_mended(alice: Person) -> None:
    data = b'{"catalog": {"a\\u0000b\\ud800": 1, "groups": [{"id": "g"}]}}'
    left = (read(alice, data).result or {})["report"]["left_out"]
    assert left[0]["what"] == "field 'a\ufffdb\ufffd' of the catalog"


def test_a_foreign_file_keeps_its_report(alice: Person) -> None:
    run = read(alice, oscal(), told=Told("Tea Club", "CC BY"))
    found = result_of(run) or {}
    assert {"what": "controls", "count": 2} in found["report"]["understood"]
    store(alice, run)
    run_jobs()
    model = MaturityModel.objects.get()
    assert (model.owner, model.attribution) == ("Tea Club", "CC BY")


def test_the_difference_is_kept(alice: Person) -> None:
    import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    )
    run = read(alice, large_file(small_document(word=" new")))
    assert run.outcome == "replaced"
    difference = (run.result or {})["summary"]["difference"]
    assert difference["nodes"]["reworded"]
    assert difference["nodes"]["added"] == []
    same = read(alice, large_file(small_document()))
    assert (same.outcome, same.can_be_stored, same.content) == ("unchanged", False, None)
    assert (same.result or {})["summary"]["difference"] == {}


def test_published_content_never_changes(alice: Person) -> None:
    version = import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version
    publish_version(actor=alice.actor, version=version, now=clock.now())
    run = read(alice, write_workbook(small_document(word=" new")))
    assert run.standing is Standing.FAILED
    assert "is published with other content" in run.job.error
    assert ModelVersion.objects.count() == 1


def test_who_may_no_longer_import_stores_nothing(alice: Person) -> None:
    run = ask(alice, write_workbook(small_document()), is_dry_run=False)
    Membership.objects.filter(user=alice.user).update(roles=["member"])
    run_jobs()
    assert "Only a program lead or a facilitator" in again(run).job.error
    Membership.objects.filter(user=alice.user).delete()
    services.jobs.retry(again(run).job)
    run_jobs()
    assert "no member of the organization any more" in again(run).job.error
    assert MaturityModel.objects.count() == 0


def test_a_failed_import_can_be_tried_again(alice: Person, monkeypatch: Any) -> None:
    run = ask(alice, write_workbook(small_document()), is_dry_run=False)
    Job.objects.filter(pk=run.job_id).update(state="failed", attempts=3, error="The worker stopped")
    services.retry_import(actor=alice.actor, run=again(run))
    run_jobs()
    assert again(run).standing is Standing.STORED


def test_discarding_forgets_the_file_and_keeps_what_was_stored(alice: Person) -> None:
    run = ask(alice, write_workbook(small_document()), is_dry_run=False)
    with pytest.raises(WrongState, match="cancel it first"):
        services.discard_import(actor=alice.actor, run=run)
    run_jobs()
    services.discard_import(actor=alice.actor, run=again(run))
    assert (ImportRun.objects.count(), ModelVersion.objects.count()) == (0, 1)
    assert not Job.objects.filter(kind="model_import").exists()


def test_a_file_that_nobody_stores_is_forgotten_after_a_day(alice: Person) -> None:
    run = read(alice, write_workbook(small_document()))
    forget = Job.objects.get(kind="forget_model_import")
    assert forget.run_after is not None
    assert timedelta(hours=23) < forget.run_after - clock.now() <= timedelta(hours=24)
    assert not run_job(forget.pk)
    Job.objects.filter(pk=forget.pk).update(run_after=clock.now())
    assert run_job(forget.pk)
    assert not ImportRun.objects.filter(pk=run.pk).exists()
    assert list(Job.objects.values_list("kind", flat=True)) == ["forget_model_import"]


def test_one_that_is_still_read_is_asked_about_again(alice: Person) -> None:
    run = ask(alice, b"text")
    services.forget_import(run.pk, clock.now())
    assert ImportRun.objects.filter(pk=run.pk).exists()
    assert Job.objects.filter(kind="forget_model_import").count() == 2


MAY = {
    "queued": {"cancel"},
    "running": {"cancel"},
    "checked": {"store", "discard"},
    "refused": {"discard"},
    "stored": {"discard"},
    "failed": {"retry", "discard"},
    "canceled": {"discard"},
}


@pytest.mark.parametrize("standing", MAY)
def test_truth_table(alice: Person, bob: Person, standing: str) -> None:
    states = {"checked": "done", "refused": "done", "stored": "done"}
    state = states.get(standing, standing)
    job = JobFactory(running=True) if state == "running" else JobFactory(state=state)
    run = ImportRunFactory(
        organization=alice.organization,
        job=job,
        is_dry_run=standing != "stored",
        outcome={"refused": "refused", "checked": "created"}.get(standing, ""),
    )
    assert run.standing == standing
    checks = {
        "store": policies.check_can_store_import,
        "cancel": policies.check_can_cancel_import,
        "retry": policies.check_can_retry_import,
        "discard": policies.check_can_discard_import,
    }
    found = {name for name, check in checks.items() if allowed(check, alice.actor, run)}
    assert found == MAY[standing]
    assert not any(allowed(check, bob.actor, run) for check in checks.values())
