"""Who may change the catalog."""

from collections.abc import Callable

import pytest

from cip.access.check import allowed
from cip.access.roles import Role
from cip.accounts.actors import operator_actor
from models_catalog import policies
from tests.conftest import Person
from tests.factories.catalog import MaturityModelFactory, ModelVersionFactory

MAY = {Role.PROGRAM_LEAD, Role.FACILITATOR}


@pytest.mark.parametrize("role", list(Role))
def test_only_leads_and_facilitators_bring_in_models(
    make_person: Callable[..., Person], role: Role
) -> None:
    person = make_person("Dora", role)
    own = person.organization.pk
    assert bool(allowed(policies.check_can_import, person.actor, own)) is (role in MAY)
    assert not allowed(policies.check_can_import, person.actor, None)
    version = ModelVersionFactory(model=MaturityModelFactory(organization=person.organization))
    assert bool(allowed(policies.check_can_publish, person.actor, version)) is (role in MAY)
    assert bool(allowed(policies.check_can_discard, person.actor, version)) is (role in MAY)
    assert not allowed(policies.check_can_retire, person.actor, version)


def test_only_the_operator_changes_shared_models(alice: Person) -> None:
    version = ModelVersionFactory()
    assert allowed(policies.check_can_publish, operator_actor(), version)
    refusal = allowed(policies.check_can_publish, alice.actor, version)
    assert refusal.reason == "Only the operator can change models that everybody uses."


@pytest.mark.parametrize(
    ("state", "may"),
    [
        ("draft", {"publish", "discard"}),
        ("published", {"retire"}),
        ("retired", set()),
    ],
)
def test_state_decides(alice: Person, state: str, may: set[str]) -> None:
    model = MaturityModelFactory(organization=alice.organization)
    version = ModelVersionFactory(model=model, published=state != "draft")
    version.state = state
    checks = {
        "publish": policies.check_can_publish,
        "retire": policies.check_can_retire,
        "discard": policies.check_can_discard,
    }
    assert {name for name, check in checks.items() if allowed(check, alice.actor, version)} == may
