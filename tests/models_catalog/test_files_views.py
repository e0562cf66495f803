"""Files on the pages: spreadsheets and foreign formats in, all formats out, nothing executed."""

from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from models_catalog.models import Crosswalk, MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.spreadsheet.reading import read_workbook
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.foreign.samples import CISO, MAPPING, oscal, samm
from tests.models_catalog.rules.workbooks import changed

HOME = "/o/acme/catalog/"


def upload(client: Client, data: bytes, action: str = "check", page: str = "import/", **more: str):
    """Send a file; what is stored was seen before unless a test says otherwise."""
    file = SimpleUploadedFile("model", data)
    more.setdefault("seen", sha256(data).hexdigest())
    return client.post(f"{HOME}{page}", {"document": file, "action": action, **more})


def stored(person: Person, document: ModelDocument) -> ModelVersion:
    return import_document(
        actor=person.actor, document=document, organization_id=person.organization.pk
    ).version


def test_check_then_store_a_workbook(alice: Person) -> None:
    data = write_workbook(small_document())
    text = upload(alice.client, data).content.decode()
    assert "No problems" in text
    assert MaturityModel.objects.count() == 0
    upload(alice.client, data, "store")
    assert document_of(ModelVersion.objects.get()) == small_document()


def test_a_dry_run_shows_what_changes(alice: Person) -> None:
    stored(alice, small_document())
    text = upload(alice.client, write_workbook(small_document(word=" new"))).content.decode()
    assert "Storing it replaces the draft of the same number." in text
    assert "Nodes: reworded" in text


def test_problems_are_shown_at_their_cells(alice: Person) -> None:
    data = changed(small_document(), Nodes_D3="=1+1", Nodes_E4=7)
    text = upload(alice.client, data, "store").content.decode()
    assert "<code>Nodes!D3</code>" in text
    assert "formulas are not read; put the value itself" in text
    assert "<code>Nodes!E4</code>" in text
    assert MaturityModel.objects.count() == 0


def test_a_foreign_file_is_reported_before_it_is_stored(alice: Person) -> None:
    data = samm()
    text = upload(alice.client, data, "store", seen="").content.decode()
    assert "What was understood" in text
    assert f'name="seen" value="{sha256(data).hexdigest()}" form="model-import"' in text
    assert "OWASP SAMM (zip of YAML files)" in text
    assert "core-2.1.0/model/activities/lost.yml" in text
    assert MaturityModel.objects.count() == 0
    upload(alice.client, data, "store", owner="  OWASP  ", attribution="CC BY-SA 4.0")
    model = MaturityModel.objects.get()
    assert (model.code, model.owner, model.attribution) == ("SAMM", "OWASP", "CC BY-SA 4.0")
    assert (model.organization_id, model.versions.get().state) == (alice.organization.pk, "draft")


def test_the_format_can_be_told(alice: Person) -> None:
    text = upload(alice.client, oscal(), form="ciso").content.decode()
    assert "the library holds no framework" in text
    assert "Select a valid choice" in upload(alice.client, oscal(), form="word").content.decode()


@pytest.mark.parametrize("name", ["yaml", "xlsx", "json", "ciso"])
def test_downloads(alice: Person, charlie: Person, name: str) -> None:
    version = stored(alice, small_document())
    url = f"{HOME}{version.pk}/download/?as={name}"
    response = alice.client.get(url)
    suffix = "ciso.yaml" if name == "ciso" else name
    assert response["Content-Disposition"] == f'attachment; filename="SMALL-1.0.{suffix}"'
    text = upload(alice.client, response.content).content.decode()
    assert ("Nothing to store" in text) == (name != "ciso")
    assert url in alice.client.get(f"{HOME}{version.pk}/").content.decode() or name == "yaml"
    assert charlie.client.get(url).status_code == 404


def test_an_unknown_format_is_404(alice: Person) -> None:
    version = stored(alice, small_document())
    assert alice.client.get(f"{HOME}{version.pk}/download/?as=word").status_code == 404


def test_a_text_that_fits_no_cell_is_said(alice: Person) -> None:
    model = replace(small_document().model, description="😀" * 20_000)
    version = stored(alice, replace(small_document(), model=model))
    response = alice.client.get(f"{HOME}{version.pk}/download/?as=xlsx")
    assert response.status_code == 409
    assert "A text is too long for a cell (Model, row 9)." in response.content.decode()


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"


def test_scripts_in_texts_are_never_run(alice: Person) -> None:
    node = replace(small_document().nodes[0], title=HOSTILE[:200], text=HOSTILE)
    model = replace(small_document().model, name=HOSTILE, description=HOSTILE)
    document = replace(small_document(), model=model, nodes=(node, *small_document().nodes[1:]))
    assert read_workbook(write_workbook(document)).document == document
    checked = upload(alice.client, write_workbook(document)).content.decode()
    upload(alice.client, write_workbook(document), "store")
    version = ModelVersion.objects.get()
    for page in ("", "nodes/", f"nodes/{node.code}/"):
        checked += alice.client.get(f"{HOME}{version.pk}/{page}").content.decode()
    assert "alert(1)" in checked
    assert "<script>alert" not in checked
    assert "<img src=x" not in checked
    assert 'href="javascript:' not in checked


def test_mappings_of_a_ciso_library(alice: Person) -> None:
    library = MAPPING.replace("t:1", "urn:tea:risk:req_node:tea-1:brew.1")
    library = library.replace("c:1", "urn:tea:risk:req_node:coffee-1:brew.2")
    text = upload(alice.client, library.encode(), page="crosswalks/import/").content.decode()
    assert "no model in the catalog has the nodes of urn:tea:risk:framework:tea-1" in text
    upload(alice.client, CISO.encode(), "store")
    coffee = CISO.replace("tea-1", "coffee-1").replace("TEA-RULES", "COFFEE")
    upload(alice.client, coffee.encode(), "store")
    text = upload(alice.client, library.encode(), page="crosswalks/import/").content.decode()
    assert "mapping of a node that is not in the catalog" in text
    upload(alice.client, library.encode(), "store", page="crosswalks/import/")
    found = Crosswalk.objects.get()
    pairs = found.mappings.values_list("source__code", "target__code", "relation")
    assert (found.source.model.code, found.target.model.code) == ("TEA-RULES", "COFFEE")
    assert list(pairs) == [("BREW.1", "BREW-2-b", "intersects")]


def test_mappings_within_one_version_are_refused(alice: Person) -> None:
    upload(alice.client, CISO.encode(), "store")
    library = MAPPING.replace("t:1", "urn:tea:risk:req_node:tea-1:brew.1")
    library = library.replace("c:1", "urn:tea:risk:req_node:tea-1:brew.2")
    text = upload(alice.client, library.encode(), "store", "crosswalks/import/").content.decode()
    assert "a crosswalk goes from one version to another, not to the same" in text
    assert Crosswalk.objects.count() == 0
