"""Tables keep to the floors: a row names rows of its own floor and of lower ones only."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.floors import FLOORS, PACKAGES

OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]
TABLES = [table for config in OURS for table in config.get_models(include_auto_created=True)]


def relations(table: type[models.Model]) -> list[models.Field]:
    """Foreign keys, one-to-one and many-to-many fields, however their target is written."""
    return [
        field
        for field in table._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model is not None
    ]


def test_every_app_with_tables_has_a_floor() -> None:
    assert {config.name for config in OURS if list(config.get_models())} == set(FLOORS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.label)
def test_foreign_keys_never_point_up(table: type[models.Model]) -> None:
    floor = FLOORS.index(table._meta.app_config.name)
    upward = [
        f"{field.name} -> {field.related_model._meta.label}"
        for field in relations(table)
        if field.related_model._meta.app_config in OURS
        and FLOORS.index(field.related_model._meta.app_config.name) > floor
    ]
    assert upward == []


def test_the_walk_sees_string_references() -> None:
    """`roadmap.WorkItem.initiative` is written as a string."""
    table = apps.get_model("roadmap", "WorkItem")
    assert {field.name for field in relations(table)} >= {"initiative", "workplan", "owner"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.label)
def test_tables_have_no_order_of_their_own(table: type[models.Model]) -> None:
    assert table._meta.ordering == []
