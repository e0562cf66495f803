"""Versions taken on: publish with notes, retire with a reason, next version, variant, upgrade."""

from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given, settings

from cip.accounts.actors import operator_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.upgrades import upgrade_page
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.numbering import free_code, next_number
from models_catalog.rules.threeway import Side
from models_catalog.rules.upgrading import upgrade
from models_catalog.rules.wording import Mark, Piece
from models_catalog.services.importing import import_document
from models_catalog.services.tailoring import (
    next_version,
    preview_upgrade,
    tailor_version,
    upgrade_version,
)
from models_catalog.services.versions import publish_version, retire_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules import edits
from tests.models_catalog.rules.edits import BASE

V1 = "/api/v1/model-versions"


def published(document: ModelDocument, person: Person | None = None) -> ModelVersion:
    """A published version, shared unless a person's organization owns it."""
    actor = person.actor if person else operator_actor()
    owner = person.organization.pk if person else None
    row = import_document(actor=actor, document=document, organization_id=owner).version
    return publish_version(actor=actor, version=row, now=clock.now())


def numbered(document: ModelDocument, number: str) -> ModelDocument:
    return replace(document, version=replace(document.version, number=number))


def edited_draft(person: Person, version: ModelVersion, document: ModelDocument) -> ModelVersion:
    """The variant's draft with other content, as a file import brings it."""
    kept = replace(document, model=document_of(version).model)
    return import_document(
        actor=person.actor,
        document=numbered(kept, version.number),
        organization_id=person.organization.pk,
    ).version


@pytest.fixture
def upstream(db: None) -> ModelVersion:
    return published(BASE)


@pytest.fixture
def variant(alice: Person, upstream: ModelVersion) -> ModelVersion:
    """A variant that left out A2, reworded A1 and added O1."""
    made = tailor_version(actor=alice.actor, version=upstream, name="Ours", code="OURS")
    document = edits.add(edits.reword(edits.remove(BASE, "A2", ""), "A1", "ours"), "A3", "O1")
    return edited_draft(alice, made, document)


@pytest.fixture
def newer(variant: ModelVersion) -> ModelVersion:
    """Upstream rewords A1 and A3, adds T1 and removes A3.P2."""
    document = edits.reword(edits.reword(BASE, "A1", "theirs"), "A3", "theirs")
    document = edits.remove(edits.add(document, "A3", "T1"), "A3.P2", "")
    return published(numbered(document, "2.0"))


def page(version: ModelVersion, rest: str = "") -> str:
    return f"/o/acme/catalog/{version.pk}/{rest}"


def text_of(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("number", "taken", "following"),
    [
        ("1.0", (), "1.1"),
        ("2011", (), "2012"),
        ("1.9", ("1.10",), "1.11"),
        ("1.0-beta", (), "1.1-beta"),
        ("draft", (), "draft.2"),
    ],
)
def test_numbers_count_up(number: str, taken: tuple[str, ...], following: str) -> None:
    assert next_number(number, {number, *taken}) == following


def test_codes_of_variants() -> None:
    assert free_code("NIMM", set()) == "NIMM-OWN"
    assert free_code("NIMM", {"NIMM-OWN"}) == "NIMM-OWN2"
    assert len(free_code("N" * 64, set())) <= 64


def test_a_second_version_needs_notes(alice: Person) -> None:
    first = published(small_document(), alice)
    second = next_version(actor=alice.actor, version=first, number="1.1")
    with pytest.raises(InvalidInput) as refused:
        publish_version(actor=alice.actor, version=second, now=clock.now())
    assert refused.value.fields == {"notes": ["Say what changed since the version before."]}
    row = publish_version(actor=alice.actor, version=second, now=clock.now(), notes="Nothing yet.")
    assert (row.state, row.notes, document_of(row).version.notes) == (
        *("published", "Nothing yet.", "Nothing yet."),
    )


def test_the_page_says_what_is_missing_with_links(alice: Person) -> None:
    row = import_document(
        actor=alice.actor,
        document=small_document(owner=""),
        organization_id=alice.organization.pk,
    ).version
    text = text_of(alice.client, page(row, "publish/"))
    assert f'<a href="{page(row, "edit/about/")}">the model has no owner</a>' in text
    assert "<textarea" not in text
    assert alice.client.post(page(row, "publish/")).status_code == 200
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_retired_version_is_read_with_the_reason(alice: Person, bob: Person) -> None:
    row = published(small_document(), alice)
    empty = alice.client.post(page(row, "retire/"), {"reason": ""})
    assert "This field is required." in empty.content.decode()
    alice.client.post(page(row, "retire/"), {"reason": "2.0 is out."})
    text = text_of(bob.client, page(row))
    assert "2.0 is out." in text
    assert "Retired: new assessments cannot choose it" in text
    with pytest.raises(InvalidInput):
        retire_version(
            actor=alice.actor, version=published(small_document(code="B"), alice), reason=" "
        )


def test_the_next_version_begins_with_the_same_content(alice: Person) -> None:
    first = published(small_document(), alice)
    text = text_of(alice.client, page(first, "next/"))
    assert 'value="1.1"' in text
    response = alice.client.post(page(first, "next/"), {"number": "1.1"})
    made = ModelVersion.objects.get(number="1.1")
    assert response.url == page(made)
    assert document_of(made).nodes == document_of(first).nodes
    assert (made.state, made.based_on, made.notes) == ("draft", None, "")
    again = alice.client.post(page(first, "next/"), {"number": "1.0"}).content.decode()
    assert "The model already has a version 1.0." in again
    with pytest.raises(WrongState, match="a draft itself"):
        next_version(actor=alice.actor, version=made, number="1.2")


def test_shared_models_are_tailored_and_not_changed(
    alice: Person, bob: Person, upstream: ModelVersion
) -> None:
    with pytest.raises(NotAllowed, match="Only the operator"):
        next_version(actor=alice.actor, version=upstream, number="1.1")
    with pytest.raises(NotAllowed):
        tailor_version(actor=bob.actor, version=upstream, name="B", code="B")
    text = text_of(alice.client, page(upstream, "tailor/"))
    assert 'value="SMALL-OWN"' in text
    alice.client.post(page(upstream, "tailor/"), {"name": "Ours", "code": "OURS"})
    made = ModelVersion.objects.get(model__code="OURS")
    assert (made.based_on, made.state) == (upstream, "draft")
    assert made.model.organization_id == alice.organization.pk
    assert document_of(made).nodes == BASE.nodes
    again = alice.client.post(page(upstream, "tailor/"), {"name": "Ours", "code": "OURS"})
    assert "You already have a model with this code." in again.content.decode()
    draft = import_document(
        actor=alice.actor, document=small_document(code="D"), organization_id=alice.organization.pk
    ).version
    with pytest.raises(WrongState, match="published version"):
        tailor_version(actor=alice.actor, version=draft, name="B", code="B")


def test_a_variant_shows_its_line_and_how_it_differs(
    bob: Person, variant: ModelVersion, upstream: ModelVersion
) -> None:
    text = text_of(bob.client, page(variant))
    assert f'A variant of <a href="{page(upstream)}">Small model 1.0</a>.' in text
    difference = text_of(bob.client, page(variant, f"difference/?from={upstream.pk}"))
    for entry in ("Title ours", "New O1", "Area 2"):
        assert entry in difference


def test_a_new_version_of_a_variant_by_file_keeps_the_line(
    alice: Person, variant: ModelVersion, upstream: ModelVersion
) -> None:
    document = numbered(document_of(variant), "7")
    row = import_document(
        actor=alice.actor, document=document, organization_id=alice.organization.pk
    ).version
    assert row.based_on == upstream


def test_an_upgrade_is_previewed_and_stores_nothing(
    alice: Person, variant: ModelVersion, newer: ModelVersion
) -> None:
    assert "Version 2.0 of it has been published since." in text_of(alice.client, page(variant))
    versions = ModelVersion.objects.count()
    text = text_of(alice.client, page(variant, "upgrade/"))
    for label in ("Taken over", "New upstream", "Left out by you", "Added by you"):
        assert f"</b> {label}</a>" in text
    assert 'name="choice:node|A1|title" value="ours" checked' in text
    assert "Title <del>ours</del><ins>theirs</ins>" in text
    assert "Make draft 1.1" in text
    assert ModelVersion.objects.count() == versions


def test_an_upgrade_makes_a_draft_as_chosen(
    alice: Person, variant: ModelVersion, newer: ModelVersion
) -> None:
    before = document_of(variant)
    response = alice.client.post(
        page(variant, "upgrade/"), {"to": newer.pk, "choice:node|A1|text": "theirs"}
    )
    made = ModelVersion.objects.get(model=variant.model, number="1.1")
    assert response.url == page(made)
    assert (made.state, made.based_on) == ("draft", newer)
    nodes = {node.code: node for node in document_of(made).walk()}
    assert (nodes["A1"].title, nodes["A1"].text) == ("Title ours", "Text theirs")
    assert nodes["A3"].title == "Title theirs"
    assert {"T1", "O1"} <= set(nodes)
    assert not {"A2", "A2.P1", "A3.P2"} & set(nodes)
    assert made.notes == (
        "1.0 upgraded to SMALL 2.0: 1 changed and 1 new upstream, 1 gone there, "
        "1 of ours kept, 3 left out, 1 changed by both."
    )
    variant.refresh_from_db()
    assert document_of(variant) == before
    assert AuditEvent.objects.get(action="model_version.upgraded").changes == {
        "based_on": ["SMALL 1.0", "SMALL 2.0"]
    }


@given(edits.edited("t"), edits.edited("o"))
@settings(max_examples=60)
def test_every_upgrade_can_be_told(theirs: ModelDocument, ours: ModelDocument) -> None:
    found = upgrade(BASE, theirs, ours, number="2")
    told = upgrade_page(found)
    assert sum(group.count for group in told.groups) + told.same == len(found.outcomes)
    assert [each.key for each in told.conflicts] == [each.key for each in found.conflicts]


def test_what_we_changed_and_upstream_removed_is_ours_to_choose() -> None:
    theirs, ours = edits.remove(BASE, "A1.P1", ""), edits.reword(BASE, "A1.P1", "ours")
    (choice,) = upgrade_page(upgrade(BASE, theirs, ours, number="2")).conflicts
    assert (choice.where, choice.label, choice.is_ours) == ("Title ours (A1.P1)", "", True)
    assert choice.ours == "Title ours\nText ours"
    assert choice.theirs == (Piece(Mark.SAME, "It goes."),)


def test_nothing_to_upgrade_to(
    alice: Person, variant: ModelVersion, upstream: ModelVersion
) -> None:
    assert "Nothing newer" in text_of(alice.client, page(variant, "upgrade/"))
    with pytest.raises(WrongState, match="newer published version"):
        preview_upgrade(actor=alice.actor, version=variant, target=upstream)
    own = published(small_document(code="OWN"), alice)
    with pytest.raises(WrongState, match="Only a variant"):
        preview_upgrade(actor=alice.actor, version=own, target=upstream)


def test_members_and_outsiders_take_no_version_on(
    bob: Person, charlie: Person, variant: ModelVersion, newer: ModelVersion
) -> None:
    for verb in ("publish", "upgrade"):
        assert bob.client.post(page(variant, f"{verb}/")).status_code == 403
        elsewhere = page(variant, f"{verb}/").replace("/acme/", "/elsewhere/")
        assert charlie.client.post(elsewhere).status_code == 404
    with pytest.raises(NotAllowed):
        upgrade_version(actor=charlie.actor, version=variant, target=newer, choices={})
    assert bob.client.get(page(newer, "tailor/")).status_code == 403


def test_the_way_over_the_api(alice: Person, upstream: ModelVersion) -> None:
    made = alice.api.post(f"{V1}/{upstream.pk}/tailor/").json()
    assert (made["model_code"], made["based_on"]) == ("SMALL-OWN", str(upstream.pk))
    row = ModelVersion.objects.get(pk=made["id"])
    edited_draft(alice, row, edits.reword(BASE, "A1", "ours"))
    theirs = edits.reword(BASE, "A1", "theirs")
    newer = published(numbered(theirs, "2.0"))
    preview = alice.api.post(f"{V1}/{row.pk}/upgrade-preview/").json()
    assert preview["conflicts"] == [
        {"key": "node|A1|title", "chosen": "ours"},
        {"key": "node|A1|text", "chosen": "ours"},
    ]
    assert [(each["code"], each["fate"]) for each in preview["outcomes"]] == [("A1", "both")]
    choices = {"choices": {"node|A1|title": Side.THEIRS.value}}
    made = alice.api.post(f"{V1}/{row.pk}/upgrade/", choices, format="json").json()
    assert (made["based_on"], made["number"]) == (str(newer.pk), "1.1")
    published_now = alice.api.post(f"{V1}/{made['id']}/publish/").json()
    assert published_now["state"] == "published"
    following = alice.api.post(f"{V1}/{made['id']}/next/").json()
    assert following["number"] == "1.2"
    refused = alice.api.post(f"{V1}/{following['id']}/publish/").json()
    assert "notes" in refused["error"]["fields"]
    assert alice.api.post(f"{V1}/{upstream.pk}/upgrade/").status_code == 403
    assert MaturityModel.objects.filter(code="SMALL-OWN").count() == 1
