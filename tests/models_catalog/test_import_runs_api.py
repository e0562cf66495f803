"""Large model files through the API."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from models_catalog.models import ImportRun, MaturityModel, ModelVersion
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.large import large_file
from tests.running import run_jobs

IMPORT = "/api/v1/model-versions/import/"


def send(person: Person, data: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("big.yaml", data)
    return person.api.post(IMPORT, {"file": file, **more}, format="multipart")


def test_a_large_file_is_accepted_read_and_stored(alice: Person) -> None:
    import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    )
    response = send(alice, large_file(small_document(word=" new")), dry_run="true")
    run = ImportRun.objects.get()
    address = f"/api/v1/model-imports/{run.pk}/"
    assert (response.status_code, response["Location"]) == (202, address)
    body = response.json()
    assert (body["standing"], body["dry_run"], body["file_name"]) == ("queued", True, "big.yaml")
    assert alice.api.get(f"{address}result/").status_code == 409
    run_jobs()
    body = alice.api.get(address).json()
    assert (body["standing"], body["outcome"], body["version"]) == ("checked", "replaced", None)
    assert body["actions"]["store"] == {"allowed": True, "reason": ""}
    found = alice.api.get(f"{address}result/").json()
    assert (found["problems"], found["report"]) == ([], None)
    assert (found["summary"]["form"], found["summary"]["is_stored"]) == ("own", False)
    assert found["summary"]["difference"]["compared_with"] == "1.0"
    nodes = found["summary"]["difference"]["nodes"]
    assert (nodes["reworded"][0], nodes["added"], nodes["renamed"]) == ("A1", [], [])
    stored = alice.api.post(f"{address}store/")
    assert (stored.status_code, stored.json()["standing"]) == (202, "queued")
    run_jobs()
    body = alice.api.get(address).json()
    version = ModelVersion.objects.get()
    assert (body["standing"], body["version"]) == ("stored", str(version.pk))
    found = alice.api.get(f"{address}result/").json()
    assert (found["summary"]["is_stored"], found["summary"]["version"]) == (True, str(version.pk))


def test_a_large_text_is_stored_at_once_unless_it_is_a_dry_run(alice: Person) -> None:
    response = alice.api.post(IMPORT, {"document": large_file().decode()}, format="json")
    assert (response.status_code, response.json()["dry_run"]) == (202, False)
    run_jobs()
    assert alice.api.get(response["Location"]).json()["standing"] == "stored"


def test_every_problem_is_in_the_result(alice: Person) -> None:
    response = send(alice, large_file().replace(b"code: SMALL\n", b"code: S M\n  x: 1\n"))
    run_jobs()
    address = response["Location"]
    assert alice.api.get(address).json()["standing"] == "refused"
    found = alice.api.get(f"{address}result/").json()
    assert found["summary"] is None
    places = [(each["line"], each["path"]) for each in found["problems"]]
    assert places == [(3, "model.code"), (4, "model.x")]
    assert MaturityModel.objects.count() == 0
    refused = alice.api.post(f"{address}store/")
    assert refused.status_code == 409


def test_cancel_retry_and_forget(alice: Person) -> None:
    address = send(alice, large_file())["Location"]
    assert alice.api.delete(address).status_code == 409
    assert alice.api.post(f"{address}cancel/").json()["standing"] == "canceled"
    assert alice.api.post(f"{address}retry/").status_code == 409
    assert run_jobs() == 0
    listed = alice.api.get("/api/v1/model-imports/?state=canceled").json()["results"]
    assert [each["standing"] for each in listed] == ["canceled"]
    assert alice.api.delete(address).status_code == 204
    assert alice.api.get(address).status_code == 404


def test_members_are_refused_with_a_reason(alice: Person, bob: Person) -> None:
    assert send(bob, large_file()).status_code == 403
    address = send(alice, large_file())["Location"]
    body = bob.api.get(address).json()
    assert body["actions"]["cancel"]["allowed"] is False
    assert bob.api.post(f"{address}cancel/").status_code == 403
    assert bob.api.get(f"{address}result/").status_code == 403
