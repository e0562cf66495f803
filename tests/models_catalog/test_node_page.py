"""What the page of a node shows, in models of every shape."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cip.accounts.actors import operator_actor
from models_catalog.models import ModelVersion
from models_catalog.queries.node_page import NodePage, node_page
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.reading import read_document
from models_catalog.services.importing import import_document
from tests.models_catalog.documents import small_document
from tests.models_catalog.words import words_of

Counting = Callable[[int], AbstractContextManager[object]]
CATALOG = Path(__file__).parents[2] / "fixtures" / "catalog"


def store(document: ModelDocument) -> ModelVersion:
    actor = operator_actor()
    return import_document(actor=actor, document=document, organization_id=None).version


def page(version: ModelVersion, code: str) -> NodePage | None:
    return node_page(version, words_of(version), code)


def shipped(name: str, *codes: str) -> list[NodePage]:
    document = read_document((CATALOG / f"{name}.yaml").read_bytes()).document
    assert document is not None
    version = store(document)
    found = [page(version, code) for code in codes]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("times", [1, 10])
def test_the_page_of_a_node_costs_the_same_at_ten_times_the_nodes(
    db: None, times: int, django_assert_num_queries: Counting
) -> None:
    version = store(small_document(areas=2, practices=3 * times))
    with django_assert_num_queries(8):
        found = page(version, "A1")
    assert found is not None
    assert [(g.title, len(g.children)) for g in found.groups] == [
        ("Doing", (3 * times + 1) // 2),
        ("Checking", 3 * times // 2),
    ]


def test_the_page_of_an_area(db: None) -> None:
    found = page(store(small_document(areas=3, practices=2)), "A2")
    assert found is not None
    assert (found.node.title, found.node.is_optional) == ("Area 2", True)
    assert (found.level and (found.level.value, found.level.name)) == (1, "Step 1")
    assert [crumb.code for crumb in found.crumbs] == ["C1"]
    assert (found.previous and found.previous.code, found.next and found.next.code) == ("A1", "A3")
    assert [(fact.name, fact.value) for fact in found.facts] == [
        ("Tools", ("hammer", "saw")),
        ("Weight", 1.5),
        ("Core", False),
    ]
    assert found.card is not None
    assert [side.name if side else "" for side in found.card.sides] == ["", "Doing"]
    assert [(row.level.value, row.texts) for row in found.card.rows] == [
        (2, ("", "Always.")),
        (1, ("Now and then.", "")),
    ]
    assert found.card.owner is None
    assert [(g.label, [n.code for n in g.nodes]) for g in found.links] == [
        ("is supported by", ["A2.P1", "A2.P2"])
    ]
    second = found.groups[1].children[0]
    assert (second.node.code, second.links) == ("A2.P2", (("supports", ("A2.P1",)),))


def test_the_page_of_a_practice(db: None) -> None:
    found = page(store(small_document()), "A1.P2")
    assert found is not None
    assert found.dimension == "Checking"
    question = found.questions[0]
    assert (question.text, question.answers.name) == ("Is it done?", "In use")
    assert [each.name for each in question.answers.levels] == ["Yes", "No", "Does not apply"]
    assert [(g.label, [n.code for n in g.nodes]) for g in found.links] == [
        ("supports", ["A1", "A1.P1"])
    ]


def test_an_unknown_code_has_no_page(db: None) -> None:
    assert page(store(small_document()), "A9") is None


def test_more_children_than_a_page_shows_are_counted(db: None) -> None:
    found = page(store(small_document(areas=205, practices=0)), "C1")
    assert found is not None
    assert (sum(len(g.children) for g in found.groups), found.more_children) == (200, 5)


def test_what_is_below_children_is_shown_only_where_it_is_little(db: None) -> None:
    few = page(store(small_document(areas=3, practices=2)), "C1")
    many = page(store(small_document(code="BIG", areas=50, practices=20)), "C1")
    assert few is not None
    assert many is not None
    assert [len(child.children) for child in few.groups[0].children] == [2, 2, 2]
    assert few.asked_below is not None
    assert len(few.asked_below.questions) == 6
    assert {len(child.children) for child in many.groups[0].children} == {0}
    assert many.asked_below is None


def test_a_process_area_of_cmmi(db: None) -> None:
    found, goal = shipped("cmmi-svc", "CM", "CM.SG1")
    assert goal.ladder == ()
    (goals,) = found.groups
    assert [(goal.node.code, len(goal.children)) for goal in goals.children] == [
        ("CM.SG1", 3),
        ("CM.SG2", 2),
        ("CM.SG3", 2),
    ]
    assert [group.label for group in found.links] == [
        "is related to",
        "is named as related by",
        "makes easier",
    ]
    assert found.ladder_name == "Generic goals"
    assert [(step.node.code, step.level and step.level.value) for step in found.ladder] == [
        ("GG1", 1),
        ("GG2", 2),
        ("GG3", 3),
    ]
    by_code = {each.node.code: each.links for step in found.ladder for each in step.children}
    assert by_code["GP2.6"] == (("is made easier by", ("CM",)),)
    assert by_code["GP2.2"] == (("is made easier by", ("WP",)),)
    assert found.asked_below is not None
    assert len(found.asked_below.questions) == 7
    assert [each.code for each in found.asked_below.answers] == ["practice"]


def test_a_key_process_area_has_a_matrix_of_practices_and_goals(db: None) -> None:
    (found,) = shipped("it-service-cmm", "SCM")
    assert [(group.title, len(group.children)) for group in found.groups] == [
        ("Goals", 2),
        ("Commitment to perform", 2),
        ("Ability to perform", 2),
        ("Activities performed", 5),
        ("Measurement and analysis", 1),
        ("Verifying implementation", 3),
    ]
    matrix = found.matrix
    assert matrix is not None
    assert (matrix.name, matrix.rows_name, matrix.columns_name) == (
        "supports",
        "Key practices",
        "Goals",
    )
    assert [column.code for column in matrix.columns] == ["SCM-G1", "SCM-G2"]
    title, rows = matrix.groups[2]
    assert title == "Activities performed"
    assert [(row.node.code, row.marks) for row in rows] == [
        ("SCM-AC1", (False, True)),
        ("SCM-AC2", (False, True)),
        ("SCM-AC3", (True, False)),
        ("SCM-AC4", (True, True)),
        ("SCM-AC5", (False, True)),
    ]
    assert {child.links for group in found.groups for child in group.children} == {()}


def test_capabilities_of_nimm_have_a_card_or_borrow_the_general_one(db: None) -> None:
    desk, network = shipped("nimm", "IPP07", "NDS02")
    assert desk.card is not None
    assert desk.card.owner is None
    assert [question.side for question in desk.questions] == [
        "Strategy Alignment & Business Value",
        "IT Security & Information Governance",
        "Technology",
        "Process",
        "People & Organisation",
    ]
    sides = [side.code for side in desk.card.sides if side]
    assert sides == ["SABV", "SIG", "TECH", "PROC", "PEOP"]
    assert [row.level.value for row in desk.card.rows] == [5, 4, 3, 2, 1]
    assert all(all(row.texts) for row in desk.card.rows)
    assert network.card is not None
    assert network.card.owner is not None
    assert network.card.owner.code == "GENERAL"
    assert (len(network.card.sides), len(network.card.rows)) == (5, 5)
    assert (network.rated_by, network.links) == ((), ())


def test_building_blocks_show_practices_outcomes_and_metrics_by_level(db: None) -> None:
    capability, block = shipped("it-cmf", "ODP", "ODP-A1")
    (blocks,) = capability.groups
    assert len(blocks.children) == 6
    grid = blocks.children[0].grid
    assert grid is not None
    assert grid.heads == ("Practices", "Outcomes", "Metrics")
    assert [row.level and row.level.value for row in grid.rows] == [2, 3, 4, 5]
    assert grid.rows[0].cells[1] == ("People find the team for the most common tasks.",)
    (group,) = block.groups
    assert (group.children, group.grid) == ((), grid)


def test_answers_come_with_their_anchors(db: None) -> None:
    (capability,) = shipped("ddi", "DIG-01")
    have, need = capability.questions
    first = have.answers.levels[0]
    assert (first.name, first.text) == ("Have", "it is there, it is used, and you can rely on it")
    assert need.answers.name == "Need"
