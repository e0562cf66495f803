"""Pages of large model files: progress, problems, difference, stored."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from models_catalog.models import ImportRun, MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.factories.catalog import ImportRunFactory
from tests.factories.jobs import JobFactory
from tests.models_catalog.documents import small_document
from tests.models_catalog.large import large_file
from tests.running import run_jobs

IMPORT = "/o/acme/catalog/import/"


def upload(person: Person, data: bytes, action: str = "check", **headers: str) -> Any:
    file = SimpleUploadedFile("big.yaml", data)
    return person.client.post(IMPORT, {"document": file, "action": action}, headers=headers)


def address_of(run: ImportRun, action: str = "") -> str:
    return f"/o/acme/catalog/imports/{run.pk}/" + (f"{action}/" if action else "")


def page_of(person: Person, run: ImportRun) -> str:
    text: str = person.client.get(address_of(run)).content.decode()
    return text


def test_a_large_file_leads_to_its_page_and_is_stored_from_there(alice: Person) -> None:
    response = upload(alice, large_file())
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, address_of(run))
    text = page_of(alice, run)
    assert "The file is being checked" in text
    assert "Waiting for a worker" in text
    assert f'data-live="/o/acme/live/job:{run.job_id}@0/"' in text
    run_jobs()
    text = page_of(alice, run)
    assert "No problems" in text
    assert "Storing it adds a new draft." in text
    assert "data-live" not in text
    assert MaturityModel.objects.count() == 0
    response = alice.client.post(address_of(run, "store"), headers={"HX-Request": "true"})
    assert "The file is being stored" in response.content.decode()
    run_jobs()
    version = ModelVersion.objects.get()
    text = page_of(alice, run)
    assert "Stored as a draft" in text
    assert f'href="/o/acme/catalog/{version.pk}/"' in text
    assert document_of(version) == small_document()


def test_htmx_is_led_on(alice: Person) -> None:
    response = upload(alice, large_file(), **{"HX-Request": "true"})
    assert response["HX-Redirect"] == address_of(ImportRun.objects.get())


def test_storing_at_once(alice: Person) -> None:
    upload(alice, large_file(), "store")
    assert "The file is being stored" in page_of(alice, ImportRun.objects.get())
    run_jobs()
    assert document_of(ModelVersion.objects.get()) == small_document()


def test_the_difference_is_shown(alice: Person) -> None:
    import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    )
    upload(alice, large_file(small_document(word=" new")))
    run_jobs()
    text = page_of(alice, ImportRun.objects.get())
    assert "Storing it replaces the draft of the same number." in text
    assert "Nodes: reworded" in text


def test_every_problem_is_shown_with_its_place(alice: Person) -> None:
    upload(alice, large_file().replace(b"code: SMALL\n", b"code: S M\n  x: 1\n"), "store")
    run_jobs()
    text = page_of(alice, ImportRun.objects.get())
    assert "Nothing was stored." in text
    assert "unknown key" in text
    assert "is not a code" in text
    assert "Upload another file" in text
    assert MaturityModel.objects.count() == 0


def test_cancel(alice: Person) -> None:
    upload(alice, large_file(), "store")
    run = ImportRun.objects.get()
    assert alice.client.post(address_of(run, "cancel")).status_code == 302
    assert "This import was canceled" in page_of(alice, run)
    assert alice.client.post(address_of(run, "cancel")).status_code == 409
    assert run_jobs() == 0
    assert MaturityModel.objects.count() == 0


def test_failure_retry_and_discard(alice: Person) -> None:
    job = JobFactory(state="failed", error="The worker stopped")
    run = ImportRunFactory(organization=alice.organization, job=job)
    text = page_of(alice, run)
    assert "The import failed" in text
    assert "The worker stopped" in text
    response = alice.client.post(address_of(run, "retry"), follow=True)
    assert "The file is being checked" in response.content.decode()
    alice.client.post(address_of(run, "cancel"))
    response = alice.client.post(address_of(run, "discard"), follow=True)
    assert "The file is discarded." in response.content.decode()
    assert ImportRun.objects.count() == 0


def test_files_of_the_day_are_listed_where_one_uploads(alice: Person) -> None:
    run = ImportRunFactory(organization=alice.organization, file_name="<b>big</b>.xlsx")
    text = alice.client.get(IMPORT).content.decode()
    assert f'<a href="{address_of(run)}">&lt;b&gt;big&lt;/b&gt;.xlsx</a>' in text
    assert "Waiting" in text


def test_members_read_why_they_cannot(alice: Person, bob: Person) -> None:
    run = ImportRunFactory(organization=alice.organization)
    response = bob.client.get(address_of(run))
    assert response.status_code == 403
    assert "Only a program lead or a facilitator can bring in models." in response.content.decode()
    assert bob.client.post(address_of(run, "store")).status_code == 403
