"""A model as a whole: its versions with who did what, variants, booklets; page and API."""

import pytest

from cip.accounts.actors import operator_actor
from cip.kernel import clock
from cip.reports.services import request_report
from models_catalog.models import ModelVersion
from models_catalog.queries.model_page import ModelPage
from models_catalog.reports import trail
from models_catalog.services.importing import import_document
from models_catalog.services.tailoring import next_version, tailor_version
from models_catalog.services.versions import publish_version, retire_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document

HOME = "/o/acme/catalog/"


@pytest.fixture
def shared() -> ModelVersion:
    operator = operator_actor()
    draft = import_document(
        actor=operator, document=small_document(code="SHARED"), organization_id=None
    ).version
    return publish_version(actor=operator, version=draft, now=clock.now())


def made_from(person: Person, parent: ModelVersion, code: str) -> ModelVersion:
    draft = tailor_version(actor=person.actor, version=parent, name=f"{code} model", code=code)
    return publish_version(actor=person.actor, version=draft, now=clock.now())


@pytest.fixture
def versions(alice: Person, shared: ModelVersion) -> list[ModelVersion]:
    """1.0 retired, 1.1 published, 2.0 a draft."""
    first = made_from(alice, shared, "OURS")
    second = next_version(actor=alice.actor, version=first, number="1.1")
    second = publish_version(
        actor=alice.actor, version=second, now=clock.now(), notes="Now **shorter**."
    )
    retire_version(actor=alice.actor, version=first, reason="1.1 fits better.")
    return [first, second, next_version(actor=alice.actor, version=second, number="2.0")]


def found_on(person: Person, version: ModelVersion, query: str = "") -> ModelPage:
    found: ModelPage = person.client.get(f"{HOME}models/{version.model_id}/{query}").context[
        "found"
    ]
    return found


def test_all_versions_with_who_took_them_on(alice: Person, versions: list[ModelVersion]) -> None:
    found = found_on(alice, versions[0])
    newest, second, first = found.versions.object_list
    assert [each.version.number for each in (first, second, newest)] == ["1.0", "1.1", "2.0"]
    assert [each.version.state for each in (first, second, newest)] == [
        "retired",
        "published",
        "draft",
    ]
    assert (first.published_by, first.retired_by, second.retired_by) == ("Alice", "Alice", "")
    assert first.retired_at is not None
    assert (second.retired_at, newest.published_by) == (None, "")
    assert (first.based_on_label, first.retired_because) == (
        "Small model 1.0",
        "1.1 fits better.",
    )
    assert (newest.before, second.before) == (versions[1].pk, versions[0].pk)
    assert first.before == first.based_on
    assert found.current is not None
    assert found.current.number == "1.1"


def test_the_page_leads_to_versions_and_compares_any_two(
    alice: Person, versions: list[ModelVersion]
) -> None:
    first, second, draft = versions
    text = alice.client.get(f"{HOME}models/{first.model_id}/").content.decode()
    assert f'href="{HOME}{draft.pk}/difference/?from={second.pk}"' in text
    assert "<strong>shorter</strong>" in text
    compared = alice.client.get(
        f"{HOME}{second.pk}/difference/?from={first.pk}&to={draft.pk}", follow=True
    )
    assert compared.context["found"].before.version.number == "1.0"
    assert compared.context["found"].after.version.number == "2.0"
    for version in versions:
        text = alice.client.get(f"{HOME}{version.pk}/").content.decode()
        assert f"{HOME}models/{version.model_id}/" in text


def test_variants_are_listed_to_those_who_may_see_them(
    alice: Person, charlie: Person, shared: ModelVersion
) -> None:
    made_from(alice, shared, "OURS")
    made_from(charlie, shared, "THEIRS")
    (variant,) = found_on(alice, shared).variants
    assert (variant.code, variant.organization, variant.versions) == ("OURS", "Acme", 1)
    answer = charlie.client.get(f"/o/elsewhere/catalog/models/{shared.model_id}/")
    assert [each.code for each in answer.context["found"].variants] == ["THEIRS"]
    assert "Acme" not in answer.content.decode()


def test_booklets_of_all_versions_with_their_state(
    alice: Person, bob: Person, charlie: Person, versions: list[ModelVersion]
) -> None:
    for version in versions[:2]:
        request_report(actor=alice.actor, kind="model", subject_id=version.pk)
    shown = found_on(bob, versions[0]).booklets
    assert [each.subject_label for each in shown] == ["OURS model 1.1", "OURS model 1.0"]
    assert [(each.state, each.requested_by) for each in shown] == [("queued", "Alice")] * 2
    text = bob.client.get(f"{HOME}models/{versions[0].model_id}/").content.decode()
    assert 'hx-trigger="live, every' in text


def test_booklets_of_others_stay_with_them(
    alice: Person, charlie: Person, shared: ModelVersion
) -> None:
    request_report(actor=alice.actor, kind="model", subject_id=shared.pk)
    assert found_on(alice, shared).booklets.paginator.count == 1
    answer = charlie.client.get(f"/o/elsewhere/catalog/models/{shared.model_id}/")
    assert answer.context["found"].booklets.paginator.count == 0


def test_the_api_tells_the_same(alice: Person, versions: list[ModelVersion]) -> None:
    body = alice.api.get(f"/api/v1/maturity-models/{versions[0].model_id}/history/").json()
    assert [each["number"] for each in body["versions"]] == ["2.0", "1.1", "1.0"]
    assert body["versions"][2]["retired_by"] == "Alice"
    assert body["versions"][2]["based_on"] == str(versions[0].based_on_id)
    assert body["variants"] == []
    parent = versions[0].based_on
    assert parent is not None
    body = alice.api.get(f"/api/v1/maturity-models/{parent.model_id}/history/").json()
    (variant,) = body["variants"]
    assert (variant["code"], variant["organization"], variant["versions"]) == ("OURS", "Acme", 3)


def test_from_a_booklet_back_to_the_model(
    alice: Person, charlie: Person, versions: list[ModelVersion]
) -> None:
    run = request_report(actor=alice.actor, kind="model", subject_id=versions[0].pk)
    answer = alice.client.get(f"/o/acme/reports/{run.pk}/")
    assert answer.context["breadcrumbs"] == [
        ("Catalog", HOME),
        ("OURS model", f"{HOME}models/{versions[0].model_id}/"),
        ("Model booklet", None),
    ]
    assert trail(charlie.actor, versions[0].pk) == []
