"""The model booklet: everything of a version on accessible paper, for those who see the version."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.http import Http404

from cip.accounts.actors import operator_actor
from cip.reports.document import ReportDocument
from cip.reports.models import ReportRun
from models_catalog.models import ModelVersion
from models_catalog.reports import build, check
from models_catalog.rules.document import ModelDocument, Node
from models_catalog.services.importing import import_document
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.reports.paper import faults, printed, texts

BY = "Ada Lovelace"


def stored(person: Person, document: ModelDocument | None = None) -> ModelVersion:
    return import_document(
        actor=person.actor,
        document=document or small_document(),
        organization_id=person.organization.pk,
    ).version


def booklet(version: ModelVersion) -> ReportDocument:
    return build(version.pk, BY, {})


def test_the_paper_is_accessible_and_complete(alice: Person) -> None:
    document = small_document()
    reader = printed(booklet(stored(alice)))
    assert faults(reader) == []
    text = " ".join(" ".join(texts(reader)).split())
    for node in document.walk():
        assert node.title in text
    for _node, question in document.questions:
        assert question.text in text
    for scale in document.scales:
        assert scale.name in text
    assert [each["title"] for each in booklet(stored(alice)).context["sections"]] == [
        *("About this model", "How to read it", "Scales and answers", "Levels at a glance"),
        *("C1 Managing", "A1 Area 1", "A2 Area 2", "C2 Delivering"),
    ]


def test_levels_at_a_glance(alice: Person) -> None:
    table = booklet(stored(alice)).context["table"]
    assert [each["title"] for each in table["head"]] == ["Group", "1 Step 1", "2 Step 2"]
    assert table["rows"] == [("Managing", "Area 2", "Area 1")]


def test_what_stands_behind_an_area(alice: Person) -> None:
    area = booklet(stored(alice)).context["chapters"][0]["areas"][0]
    assert area["about"] == "Area · Level 2, Step 2"
    assert area["attributes"] == [("Tools", "hammer; saw"), ("Weight", "1.5"), ("Core", "no")]
    assert area["descriptors"]["rows"] == [
        ("Level 1, Step 1", None, "Now and then."),
        ("Level 2, Step 2", "Doing", "Always."),
    ]
    first, second = area["items"]
    assert (first["code"], first["depth"], len(first["questions"])) == ("A1.P1", 0, 1)
    assert ("supports", "A1 Area 1; A1.P1 Practice 1") in second["links"]


HOSTILE = "# Head\n\n##### Deep\n\n<script>x</script> [link](https://example.org) ![i](file:///etc/passwd)"


def test_markdown_of_people_stays_within_the_outline(alice: Person) -> None:
    node = replace(small_document().nodes[0], text=HOSTILE)
    document = replace(small_document(), nodes=(node, *small_document().nodes[1:]))
    reader = printed(booklet(stored(alice, document)))
    assert faults(reader) == []
    assert "<script>x</script>" in " ".join(texts(reader))


@pytest.mark.parametrize("nodes", [(), (Node("ONE", "category", "One"),)])
def test_a_model_of_almost_nothing(alice: Person, nodes: tuple[Node, ...]) -> None:
    document = replace(small_document(), nodes=nodes, link_kinds=())
    made = booklet(stored(alice, document))
    assert made.context["table"] is None
    assert faults(printed(made)) == []


def test_who_may_have_it(alice: Person, charlie: Person) -> None:
    own = stored(alice)
    shared = import_document(
        actor=operator_actor(), document=small_document(code="SHARED"), organization_id=None
    ).version
    assert check(alice.actor, own.pk).label == "Small model 1.0"
    assert check(charlie.actor, shared.pk).program_id is None
    for actor, pk in ((charlie.actor, own.pk), (alice.actor, uuid4())):
        with pytest.raises(Http404):
            check(actor, pk)


def test_it_is_asked_for_on_the_version_page(alice: Person) -> None:
    version = stored(alice)
    page = alice.client.get(f"/o/acme/catalog/{version.pk}/").content.decode()
    assert f"/o/acme/reports/preview/model/{version.pk}/" in page
    fields = {"kind": "model", "subject_id": str(version.pk)}
    response = alice.client.post("/o/acme/reports/request/", fields)
    run = ReportRun.objects.get()
    assert response["Location"] == f"/o/acme/reports/{run.pk}/"
    assert (run.kind, run.subject_label, run.program_id) == ("model", "Small model 1.0", None)
    assert alice.client.get(response["Location"]).status_code == 200
    preview = alice.client.get(f"/o/acme/reports/preview/model/{version.pk}/")
    assert "Model booklet, version 1.0" in preview.content.decode()
