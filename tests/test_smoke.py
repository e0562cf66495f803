"""The skeleton stands: every factory makes a row, start pages answer."""

import pytest
from django.apps import apps

from tests.factories import (
    accounts,
    asking,
    assessments,
    catalog,
    jobs,
    programs,
    reports,
    roadmap,
    workshops,
)

MODULES = (accounts, asking, assessments, catalog, jobs, programs, reports, roadmap, workshops)
FACTORIES = {
    thing._meta.model: thing
    for module in MODULES
    for name, thing in vars(module).items()
    if name.endswith("Factory") and thing.__module__ == module.__name__
}
OURS = {"cip", "models_catalog", "assessments", "workshops", "roadmap"}
OWN = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in OURS and model._meta.managed
]


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_every_model_has_a_factory_that_makes_a_row(model: type, db: None) -> None:
    row = FACTORIES[model]()
    assert model.objects.get(pk=row.pk) == row


def test_member_reaches_my_work_and_outsider_does_not(alice, charlie) -> None:
    assert alice.client.get("/o/acme/").status_code == 200
    assert charlie.client.get("/o/acme/").status_code == 404
