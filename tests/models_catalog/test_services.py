"""Importing, publishing, retiring and discarding versions."""

from collections import Counter
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cip.accounts.actors import operator_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import NotAllowed, WrongState
from models_catalog.models import (
    LevelDescriptor,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    Question,
    Scale,
)
from models_catalog.queries.document import QUERIES, document_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.writing import content_checksum, write_document
from models_catalog.services.files import import_file
from models_catalog.services.importing import Imported, Outcome, import_document
from models_catalog.services.versions import discard_draft, publish_version, retire_version
from tests.conftest import Person
from tests.factories.assessments import AssessmentFactory, ScopeFactory
from tests.models_catalog.documents import small_document


def store(person: Person, document: ModelDocument | None = None) -> Imported:
    return import_document(
        actor=person.actor,
        document=document or small_document(),
        organization_id=person.organization.pk,
    )


def test_the_five_models_and_six_crosswalks_load_once_and_come_back_the_same(
    db: None, django_assert_num_queries: Callable[..., object]
) -> None:
    first, again = StringIO(), StringIO()
    call_command("load_catalog", stdout=first)
    assert first.getvalue().count("created") == 5 + 6
    ids = set(ModelVersion.objects.values_list("pk", flat=True))
    call_command("load_catalog", stdout=again)
    assert again.getvalue().count("unchanged") == 5 + 6
    assert set(ModelVersion.objects.values_list("pk", flat=True)) == ids
    assert Counter(ModelVersion.objects.values_list("state", flat=True)) == {"published": 5}
    assert {
        row.model.code: (row.nodes.count(), row.questions.count())
        for row in ModelVersion.objects.select_related("model")
    } == {
        "CMMI-SVC": (4 + 24 + 53 + 181 + 3 + 13, 181 + 13),
        "DDI": (3 + 33 + 120 + 62 + 61 + 11, 3 + 2 * 33),
        "IT-CMF": (4 + 36 + 46 + 96, 118),
        "ITSCMM": (3 + 22 + 64 + 346, 346),
        "NIMM": (1 + 13 + 75, 84),
    }
    for version in ModelVersion.objects.select_related("model"):
        with django_assert_num_queries(QUERIES):
            document = document_of(version)
        assert content_checksum(document) == version.checksum


def test_a_bad_file_stores_nothing_of_any_file(db: None, tmp_path: object) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"  # type: ignore[operator]
    good.write_text(write_document(small_document()))
    bad.write_text("format: cip-maturity-model/1\nnodes: 3\n")
    with pytest.raises(CommandError, match=r"bad\.yaml: line 2"):
        call_command("load_catalog", str(good), str(bad))
    assert MaturityModel.objects.count() == 0


def test_import_keeps_every_part(alice: Person) -> None:
    document = small_document(areas=3, practices=3)
    stored = store(alice, document)
    assert (stored.outcome, stored.nodes) == (Outcome.CREATED, 2 + 3 + 9)
    assert document_of(stored.version) == document
    assert stored.version.state == "draft"
    area = Node.objects.get(version=stored.version, code="A2")
    assert (area.position, area.last_position, area.depth) == (5, 8, 1)
    assert AuditEvent.objects.get(action="model_version.imported").subject_id == str(
        stored.version.pk
    )


def test_the_same_content_changes_nothing(alice: Person) -> None:
    first = store(alice)
    again = store(alice)
    assert (again.outcome, again.version.pk) == (Outcome.UNCHANGED, first.version.pk)
    assert AuditEvent.objects.filter(action="model_version.imported").count() == 1


def test_a_draft_is_replaced_and_keeps_its_id(alice: Person) -> None:
    first = store(alice)
    changed = small_document(word=" reworded", name="Renamed", areas=1)
    again = store(alice, changed)
    assert (again.outcome, again.version.pk) == (Outcome.REPLACED, first.version.pk)
    assert document_of(again.version) == changed
    assert MaturityModel.objects.get().name == "Renamed"


def test_a_draft_in_use_is_not_replaced(alice: Person) -> None:
    first = store(alice)
    assessment = AssessmentFactory(model_version=first.version)
    ScopeFactory(assessment=assessment, node=first.version.nodes.get(code="A1"))
    with pytest.raises(WrongState, match="already used"):
        store(alice, small_document(word=" new"))
    assert document_of(first.version) == small_document()


def test_changed_content_under_a_published_number_is_refused(alice: Person) -> None:
    first = store(alice)
    publish_version(actor=alice.actor, version=first.version, now=clock.now())
    with pytest.raises(WrongState, match="Give the changed content a new version number"):
        store(alice, small_document(word=" new"))
    assert document_of(first.version) == small_document()
    assert store(alice).outcome is Outcome.UNCHANGED


def test_a_new_draft_renames_nothing_until_it_is_published(alice: Person) -> None:
    first = store(alice)
    publish_version(actor=alice.actor, version=first.version, now=clock.now())
    second = store(alice, small_document(number="2.0", name="Renamed"))
    assert MaturityModel.objects.get().name == "Small model"
    publish_version(actor=alice.actor, version=second.version, now=clock.now())
    assert MaturityModel.objects.get().name == "Renamed"
    first.version.refresh_from_db()
    assert content_checksum(document_of(first.version)) == first.version.checksum


def test_lifecycle(alice: Person) -> None:
    version = store(alice).version
    now = clock.now()
    with pytest.raises(WrongState, match="Only a published version can be retired"):
        retire_version(actor=alice.actor, version=version, reason="Old.")
    published = publish_version(actor=alice.actor, version=version, now=now)
    assert (published.state, published.published_at) == ("published", now)
    with pytest.raises(WrongState, match="Only a draft can be published"):
        publish_version(actor=alice.actor, version=version, now=now)
    with pytest.raises(WrongState, match="Only a draft can be discarded"):
        discard_draft(actor=alice.actor, version=version)
    retired = retire_version(actor=alice.actor, version=version, reason="Old.")
    assert (retired.state, retired.retired_because) == ("retired", "Old.")
    with pytest.raises(WrongState, match="Only a draft can be published"):
        publish_version(actor=alice.actor, version=version, now=now)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "model_version.imported",
        "model_version.published",
        "model_version.retired",
    ]


def test_an_incomplete_draft_is_not_published(alice: Person) -> None:
    version = store(alice, small_document(owner="")).version
    with pytest.raises(WrongState, match="the model has no owner"):
        publish_version(actor=alice.actor, version=version, now=clock.now())
    version.refresh_from_db()
    assert version.state == "draft"


def test_discarding_the_only_version_takes_the_model_along(alice: Person) -> None:
    version = store(alice).version
    discard_draft(actor=alice.actor, version=version)
    for rows in (MaturityModel, ModelVersion, Node, Scale, Question, NodeLink, LevelDescriptor):
        assert rows.objects.count() == 0


def test_discarding_a_second_draft_keeps_the_first(alice: Person) -> None:
    first = store(alice)
    second = store(alice, small_document(number="2.0"))
    discard_draft(actor=alice.actor, version=second.version)
    assert document_of(first.version) == small_document()


def test_who_may(alice: Person, bob: Person, charlie: Person) -> None:
    with pytest.raises(NotAllowed, match="program lead or a facilitator"):
        store(bob)
    with pytest.raises(NotAllowed, match="Only the operator"):
        import_document(actor=alice.actor, document=small_document(), organization_id=None)
    with pytest.raises(NotAllowed, match="program lead or a facilitator"):
        import_document(
            actor=charlie.actor, document=small_document(), organization_id=alice.organization.pk
        )
    shared = import_document(
        actor=operator_actor(), document=small_document(), organization_id=None
    ).version
    for service in (
        lambda: publish_version(actor=alice.actor, version=shared, now=clock.now()),
        lambda: discard_draft(actor=alice.actor, version=shared),
    ):
        with pytest.raises(NotAllowed, match="Only the operator"):
            service()


def test_two_organizations_and_the_shared_catalog_may_use_one_code(
    alice: Person, charlie: Person
) -> None:
    import_document(actor=operator_actor(), document=small_document(), organization_id=None)
    store(alice)
    store(charlie)
    assert MaturityModel.objects.filter(code="SMALL").count() == 3


def check(person: Person, document: ModelDocument | bytes, *, is_dry_run: bool = True) -> object:
    data = document if isinstance(document, bytes) else write_document(document).encode()
    return import_file(
        actor=person.actor,
        data=data,
        organization_id=person.organization.pk,
        is_dry_run=is_dry_run,
    )


def test_a_dry_run_says_what_would_change_and_stores_nothing(alice: Person) -> None:
    store(alice)
    result = check(alice, small_document(number="2.0", areas=3, word=" new"))
    summary = result.summary  # type: ignore[attr-defined]
    assert (summary.outcome, summary.compared_with) == (Outcome.CREATED, "1.0")
    assert summary.counts == (("Categories", 2), ("Areas", 3), ("Practices", 6))
    assert summary.difference.nodes.added == ("A3", "A3.P1", "A3.P2")
    assert [each.code for each in summary.difference.nodes.reworded] == ["A1", "A2"]
    assert result.version is None  # type: ignore[attr-defined]
    assert ModelVersion.objects.count() == 1


def test_a_file_with_problems_stores_nothing(alice: Person) -> None:
    text = write_document(small_document()).replace("type: area", "type: aria")
    result = check(alice, text.encode(), is_dry_run=False)
    assert len(result.problems) >= 2  # type: ignore[attr-defined]
    assert all(problem.line > 1 for problem in result.problems)  # type: ignore[attr-defined]
    assert (result.summary, result.version) == (None, None)  # type: ignore[attr-defined]
    assert MaturityModel.objects.count() == 0


def test_a_file_is_stored_as_a_draft_of_the_organization(alice: Person) -> None:
    result = check(alice, small_document(), is_dry_run=False)
    version = result.version  # type: ignore[attr-defined]
    assert (version.state, version.model.organization_id) == ("draft", alice.organization.pk)
    assert document_of(version) == small_document()


def test_lengths_of_the_format_fit_the_rows(alice: Person) -> None:
    long = small_document(code="M" * 64, name="N" * 300, number="1" * 32, owner="O" * 300)
    assert document_of(store(alice, long).version) == long
