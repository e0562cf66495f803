"""Files through the API: spreadsheets and foreign formats in, all formats out."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.reading import read_document
from models_catalog.rules.spreadsheet.reading import read_workbook
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.rules.writing import plain_document
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.factories.catalog import CrosswalkFactory, MappingFactory
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.foreign.samples import CISO, MAPPING, oscal
from tests.models_catalog.rules.workbooks import changed

IMPORT = "/api/v1/model-versions/import/"


def send(person: Person, data: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("model", data)
    return person.api.post(IMPORT, {"file": file, **more}, format="multipart")


def test_a_workbook_is_brought_in_as_a_file(alice: Person) -> None:
    body = send(alice, write_workbook(small_document())).json()
    assert (body["form"], body["outcome"], body["is_stored"]) == ("xlsx", "created", True)
    stored = ModelVersion.objects.get(pk=body["version"])
    assert document_of(stored) == small_document()


def test_problems_of_a_workbook_are_named_by_cell(alice: Person) -> None:
    response = send(alice, changed(small_document(), Nodes_A3="SMALL 1"))
    assert response.status_code == 400
    problems = response.json()["error"]["fields"]["document"]
    assert problems[0].startswith("Nodes!A3: 'SMALL 1' is not a code")
    assert MaturityModel.objects.count() == 0


def test_a_foreign_file_comes_with_a_report(alice: Person) -> None:
    body = send(alice, oscal(), dry_run="true").json()
    assert (body["form"], body["code"], body["is_stored"]) == ("oscal", "Tea-Controls", False)
    assert {"what": "controls", "count": 2} in body["report"]["understood"]
    left = {each["what"]: each["places"] for each in body["report"]["left_out"]}
    assert left["control that is withdrawn"] == ["br-3"]
    assert MaturityModel.objects.count() == 0
    stored = send(alice, oscal(), form="oscal", owner="Tea Club", attribution="CC BY").json()
    assert stored["outcome"] == "created"
    model = MaturityModel.objects.get()
    assert (model.owner, model.attribution) == ("Tea Club", "CC BY")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, {"document": ["Send either document or file."]}),
        ({"form": "word"}, {"form": ['"word" is not a valid choice.']}),
    ],
)
def test_what_is_sent_is_checked(
    alice: Person, fields: dict[str, str], said: dict[str, list[str]]
) -> None:
    response = alice.api.post(IMPORT, fields, format="multipart")
    assert (response.status_code, response.json()["error"]["fields"]) == (400, said)


def test_too_large_a_file_is_400(alice: Person) -> None:
    response = send(alice, b"a" * 10_000_001)
    assert response.json()["error"]["fields"] == {
        "file": ["Has 10,000,001 bytes; at most 10,000,000 are read."]
    }


def test_a_version_as_a_file(alice: Person, charlie: Person) -> None:
    version = import_document(
        actor=alice.actor, document=small_document(), organization_id=alice.organization.pk
    ).version
    url = f"/api/v1/model-versions/{version.pk}/file/"
    assert read_document(alice.api.get(url).content).document == small_document()
    sheet = alice.api.get(f"{url}?as=xlsx")
    assert sheet["Content-Disposition"] == 'attachment; filename="SMALL-1.0.xlsx"'
    assert read_workbook(sheet.content).document == small_document()
    assert alice.api.get(f"{url}?as=json").json() == plain_document(small_document())
    assert alice.api.get(f"{url}?as=ciso").content.startswith(b"urn: ")
    assert alice.api.get(f"{url}?as=word").json()["error"]["fields"] == {
        "as": ["Choose one of: yaml, xlsx, json, ciso."]
    }
    assert charlie.api.get(url).status_code == 404


def test_a_library_of_mappings_comes_with_a_report(alice: Person) -> None:
    for library in (CISO, CISO.replace("tea-1", "coffee-1").replace("TEA-RULES", "COFFEE")):
        assert send(alice, library.encode()).status_code == 200
    mappings = MAPPING.replace("t:1", "urn:tea:risk:req_node:tea-1:brew.1")
    mappings = mappings.replace("c:1", "urn:tea:risk:req_node:coffee-1:brew.2")
    body = {"document": mappings, "dry_run": True}
    found = alice.api.post("/api/v1/crosswalks/import/", body, format="json").json()
    assert (found["outcome"], found["mappings"], found["is_stored"]) == ("created", 1, False)
    assert {"what": "mappings", "count": 1} in found["report"]["understood"]
    assert found["report"]["left_out"][0] == {
        "what": "mapping of a node that is not in the catalog",
        "count": 2,
        "places": [
            "urn:tea:risk:req_node:tea-1:brew.1 -> c:2",
            "t:9 -> urn:tea:risk:req_node:coffee-1:brew.2",
        ],
    }


def test_our_own_crosswalks_need_no_report(alice: Person) -> None:
    walk = CrosswalkFactory(organization=alice.organization)
    MappingFactory(crosswalk=walk)
    text = alice.api.get(f"/api/v1/crosswalks/{walk.pk}/document/").json()["document"]
    found = alice.api.post("/api/v1/crosswalks/import/", {"document": text}, format="json").json()
    assert found["report"] is None
