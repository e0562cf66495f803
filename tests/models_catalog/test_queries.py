"""What pages read: values, and the same number of queries whatever the size."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings

from cip.accounts.actors import operator_actor
from cip.kernel import clock
from models_catalog.models import Level, ModelVersion
from models_catalog.queries.catalog import VersionOverview, models_list, version_overview
from models_catalog.queries.nodes import node_list
from models_catalog.queries.tree import TreeTop, tree_top
from models_catalog.queries.vocabulary import type_uses
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.reading import read_document
from models_catalog.services.importing import import_document
from models_catalog.services.versions import publish_version
from tests.conftest import Person
from tests.models_catalog.documents import small_document
from tests.models_catalog.words import words_of

Counting = Callable[[int], AbstractContextManager[object]]


def store(document: ModelDocument) -> ModelVersion:
    return import_document(actor=operator_actor(), document=document, organization_id=None).version


def top_of(version: ModelVersion) -> TreeTop:
    return tree_top(version, words_of(version), type_uses(version))


def overview_of(version: ModelVersion) -> VersionOverview:
    return version_overview(version, words_of(version), type_uses(version))


def shipped(name: str) -> ModelVersion:
    file = Path(settings.BASE_DIR) / "fixtures" / "catalog" / f"{name}.yaml"
    document = read_document(file.read_bytes()).document
    assert document is not None
    return store(document)


def test_the_list_names_each_model_once_with_its_current_version(
    alice: Person, charlie: Person
) -> None:
    shared = store(small_document(code="SHARED", name="Shared"))
    publish_version(actor=operator_actor(), version=shared, now=clock.now())
    store(small_document(code="SHARED", number="2.0"))
    for person, code in ((alice, "OURS"), (charlie, "THEIRS")):
        import_document(
            actor=person.actor,
            document=small_document(code=code, name=code, areas=1),
            organization_id=person.organization.pk,
        )
    first, second = models_list(alice.actor).object_list
    assert (first.code, first.version.number, first.version.state, first.is_own) == (
        "SHARED",
        "1.0",
        "published",
        False,
    )
    assert [each.number for each in first.others] == ["2.0"]
    assert (second.code, second.version.state, second.is_own) == ("OURS", "draft", True)
    assert [(each.name, each.count) for each in second.counts] == [
        ("Categories", 2),
        ("Area", 1),
        ("Practices", 2),
    ]


@pytest.mark.parametrize("models", [1, 30])
def test_the_list_costs_four_queries(
    alice: Person, models: int, django_assert_num_queries: Counting
) -> None:
    for n in range(models):
        store(small_document(code=f"M{n}", areas=1, practices=1))
    actor = alice.actor
    with django_assert_num_queries(4):
        assert len(models_list(actor).object_list) == models


def test_the_table_of_the_it_service_cmm_is_that_of_its_summary(db: None) -> None:
    top = top_of(shipped("it-service-cmm"))
    assert top.table is not None
    assert top.groups == ()
    assert [column.title for column in top.table.columns] == ["Management", "Enabling", "Delivery"]
    rows = {
        row.level.name: [[area.title for area in cell] for cell in row.cells]
        for row in top.table.rows
        if row.level
    }
    assert list(rows) == ["Optimizing", "Managed", "Defined", "Repeatable", "Initial"]
    assert rows == {
        "Optimizing": [
            [],
            ["Technology Change Management", "Process Change Management"],
            ["Problem Prevention"],
        ],
        "Managed": [
            ["Quantitative Process Management", "Financial Service Management"],
            [],
            ["Service Quality Management"],
        ],
        "Defined": [
            ["Integrated Service Management"],
            [
                "Organization Process Focus",
                "Organization Service Definition",
                "Organization Process Definition",
                "Training Program",
                "Intergroup Coordination",
                "Resource Management",
                "Problem Management",
            ],
            ["Service Delivery"],
        ],
        "Repeatable": [
            [
                "Service Commitment Management",
                "Service Delivery Planning",
                "Service Tracking and Oversight",
                "Subcontract Management",
            ],
            [
                "Configuration Management",
                "Service Request and Incident Management",
                "Service Quality Assurance",
            ],
            [],
        ],
        "Initial": [[], [], []],
    }
    assert [row.is_empty for row in top.table.rows] == [False, False, False, False, True]


def test_models_without_levels_of_areas_are_shown_as_branches(db: None) -> None:
    top = top_of(shipped("ddi"))
    assert top.table is None
    assert [(g.type_name, g.total, g.is_flat, g.more) for g in top.groups] == [
        ("Domains", 3, False, 0),
        ("Roles", 62, True, 0),
        ("Skills", 61, True, 0),
        ("Sources", 11, True, 0),
    ]
    assert [len(branch.children) for branch in top.groups[0].branches] == [12, 11, 10]


def test_cmmi_has_two_readings(db: None) -> None:
    top = top_of(shipped("cmmi-svc"))
    assert top.table is not None
    assert sum(len(cell) for row in top.table.rows for cell in row.cells) == 24
    assert [(g.type_name, g.total) for g in top.groups] == [("Generic goals", 3)]
    assert top.ladder is not None
    assert top.ladder.scale_name == "Capability levels"
    steps = [(step.value, [b.node.code for b in asked]) for step, asked in top.ladder.steps]
    assert steps == [(3, ["GG3"]), (2, ["GG2"]), (1, ["GG1"]), (0, [])]
    assert top.table is not None
    assert [(c.title, len(areas)) for c, areas in top.table.by_category] == [
        ("Process Management", 5),
        ("Project and Work Management", 9),
        ("Service Establishment and Delivery", 5),
        ("Support", 5),
    ]


@pytest.mark.parametrize("times", [1, 10])
def test_the_page_of_a_version_costs_the_same_at_ten_times_the_nodes(
    db: None, times: int, django_assert_num_queries: Counting
) -> None:
    version = store(small_document(areas=3 * times, practices=4 * times))
    version = ModelVersion.objects.select_related("model").get(pk=version.pk)
    with django_assert_num_queries(7):
        overview, top = overview_of(version), top_of(version)
    assert overview.questions == 12 * times * times
    assert top.table is not None


def test_a_table_of_many_areas_holds_all_of_them(db: None) -> None:
    top = top_of(store(small_document(areas=205, practices=0)))
    assert top.table is not None
    assert sum(len(cell) for row in top.table.rows for cell in row.cells) == 205


def test_it_cmf_is_four_columns_with_their_levels_side_by_side(db: None) -> None:
    top = top_of(shipped("it-cmf"))
    assert (top.table, top.ladder) == (None, None)
    (group,) = top.groups
    assert group.is_columns
    assert [len(branch.children) for branch in group.branches] == [14, 4, 15, 3]
    assert [profile.level.value for profile in group.profiles] == [5, 4, 3, 2, 1]
    assert "**Value centre.**" in group.profiles[0].texts[0]


def test_the_general_card_of_nimm_comes_after_the_categories(db: None) -> None:
    top = top_of(shipped("nimm"))
    assert [(g.type_name, g.total, g.is_flat, g.is_columns) for g in top.groups] == [
        ("Categories", 13, False, False),
        ("General cards", 1, True, False),
    ]


def test_a_table_of_too_many_areas_becomes_branches(db: None) -> None:
    top = top_of(store(small_document(areas=401, practices=0)))
    assert top.table is None
    branch = top.groups[0].branches[0]
    assert (len(branch.children), branch.more) == (24, 401 - 24)


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"type_code": "area"}, ["A1", "A2"]),
        ({"level": 1}, ["A2"]),
        ({"parent": "A1"}, ["A1.P1", "A1.P2"]),
        ({"text": "practice 2"}, ["A1.P2", "A2.P2"]),
        ({"text": "100%"}, []),
        ({"type_code": "practice", "text": "a1."}, ["A1.P1", "A1.P2"]),
    ],
)
def test_the_list_of_nodes_filters(
    db: None,
    filters: dict[str, object],
    codes: list[str],
    django_assert_max_num_queries: Counting,
) -> None:
    version = store(small_document())
    with django_assert_max_num_queries(2):
        page = node_list(version, **filters)  # type: ignore[arg-type]
    assert [row.node.code for row in page.object_list] == codes


def test_levels_outside_the_palette_have_no_color(db: None) -> None:
    version = store(small_document())
    overview = overview_of(version)
    assert [level.color for level in overview.scales[0].levels] == [1, 2]
    Level.objects.filter(scale__version=version, value=2).update(value=40)
    assert [level.color for level in overview_of(version).scales[0].levels] == [1, None]
