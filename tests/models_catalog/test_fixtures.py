"""The models we ship: they read without a problem and have what the reference facts count."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models_catalog.rules.document import Kind, ModelDocument
from models_catalog.rules.reading import read_document
from models_catalog.rules.structure import completeness, level_table, structure_of
from models_catalog.rules.writing import write_document

CATALOG = Path(__file__).resolve().parents[2] / "fixtures" / "catalog"
FILES = sorted(CATALOG.glob("*.yaml"))


@cache
def model(name: str) -> ModelDocument:
    reading = read_document((CATALOG / f"{name}.yaml").read_bytes())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document is not None
    return reading.document


def types(name: str) -> Counter[str]:
    return Counter(node.type for node in model(name).walk())


def test_the_five_models_are_here() -> None:
    assert {"cmmi-svc", "ddi", "it-cmf", "it-service-cmm", "nimm"} <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_reads_is_publishable_and_comes_back_the_same(file: Path) -> None:
    document = model(file.stem)
    assert completeness(document).missing == ()
    assert read_document(write_document(document).encode()).document == document


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_says_that_the_wording_is_ours(file: Path) -> None:
    attribution = " ".join(model(file.stem).model.attribution.split())
    assert re.search(r"wording[^.]*\b(is|are) ours", attribution)


def test_cmmi_svc_counts() -> None:
    assert types("cmmi-svc") == {
        "category": 4,
        "process_area": 24,
        "specific_goal": 53,
        "specific_practice": 181,
        "generic_goal": 3,
        "generic_practice": 13,
    }


def test_cmmi_svc_without_the_optional_addition() -> None:
    structure = structure_of(model("cmmi-svc"))
    optional = [node.code for node in model("cmmi-svc").walk() if node.optional]
    assert optional == ["SSD"]
    counts = Counter(node.type for node in structure.descendants("SSD"))
    assert counts == {"specific_goal": 53 - 50, "specific_practice": 181 - 169}


@pytest.mark.parametrize(
    ("level", "areas", "goals", "practices"),
    [(2, 8, 18, 63), (3, 12, 27, 91), (4, 2, 3, 12), (5, 2, 5, 15)],
)
def test_cmmi_svc_by_maturity_level(level: int, areas: int, goals: int, practices: int) -> None:
    structure = structure_of(model("cmmi-svc"))
    there = [node for node in structure.of_type("process_area") if node.level == level]
    below = Counter(each.type for node in there for each in structure.descendants(node.code))
    assert (len(there), below["specific_goal"], below["specific_practice"]) == (
        areas,
        goals,
        practices,
    )


def test_cmmi_svc_categories_and_origins() -> None:
    structure = structure_of(model("cmmi-svc"))
    assert {node.code: len(node.children) for node in structure.of_type("category")} == {
        "PM": 5,
        "PWM": 9,
        "SED": 5,
        "SUP": 5,
    }
    origins = Counter(node.attribute("origin") for node in structure.of_type("process_area"))
    assert origins == {"Core": 16, "Shared": 1, "Service-specific": 7}


def test_cmmi_svc_has_two_readings_of_one_tree() -> None:
    document = model("cmmi-svc")
    bounds = {scale.code: scale.bounds for scale in document.scales}
    assert (bounds["maturity"], bounds["capability"]) == ((1, 5), (0, 3))
    area = document.node_type("process_area")
    assert area is not None
    assert (area.level_scale, area.rating_scale) == ("maturity", "capability")
    generic = {
        node.code: (node.level, len(node.children))
        for node in document.nodes
        if node.type == "generic_goal"
    }
    assert generic == {"GG1": (1, 1), "GG2": (2, 10), "GG3": (3, 2)}


def test_it_service_cmm_counts() -> None:
    document = model("it-service-cmm")
    assert types("it-service-cmm")["category"] == 3
    assert types("it-service-cmm")["key_process_area"] == 22
    table = level_table(document, "key_process_area")
    by_level = {
        level.value: sum(len(table.cell(level.value, column.code)) for column in table.columns)
        for level in table.levels
    }
    assert by_level == {5: 3, 4: 3, 3: 9, 2: 7, 1: 0}
    assert [level.name for level in table.levels] == [
        "Optimizing",
        "Managed",
        "Defined",
        "Repeatable",
        "Initial",
    ]


def test_nimm_counts() -> None:
    document = model("nimm")
    capabilities = structure_of(document).of_type("capability")
    assert types("nimm") == {"category": 13, "capability": 56 + 19}
    assert sum(node.attribute("suggested") is True for node in capabilities) == 19
    assert all(node.optional == bool(node.attribute("suggested")) for node in capabilities)
    assert [dimension.code for dimension in document.dimensions] == [
        "SABV",
        "SIG",
        "TECH",
        "PROC",
        "PEOP",
    ]
    assert [level.name for level in document.scales[0].levels] == [
        "Basic",
        "Controlled",
        "Standardised",
        "Optimised",
        "Innovative",
    ]
    groups = Counter(node.attribute("group") for node in structure_of(document).of_type("category"))
    assert groups == {"Business": 6, "Technical": 7}
    desk = structure_of(document).find("IPP07")
    assert desk is not None
    assert desk.title == "Service Desk"


def test_ddi_counts() -> None:
    document = model("ddi")
    structure = structure_of(document)
    assert document.model.kind is Kind.REFERENCE
    assert {node.code: len(node.children) for node in structure.of_type("domain")} == {
        "digital": 12,
        "data": 11,
        "innovation": 10,
    }
    assert types("ddi") == {
        "domain": 3,
        "capability": 33,
        "part": 120,
        "role": 62,
        "skill": 61,
        "source": 11,
    }
    assert Counter(link.kind for _, link in document.links) == {
        "needs_role": 77,
        "needs_skill": 95,
        "has_skill": 178,
        "draws_on": 84,
        "described_in": 100,
    }
    assert not any(node.level for node in document.walk())


def test_ddi_can_be_walked_from_a_role() -> None:
    structure = structure_of(model("ddi"))
    needing = structure.linking_to("role-user-researcher", "needs_role")
    assert [node.code for node in needing] == ["DIG-04", "INN-04"]


def test_every_ddi_capability_says_all_the_brief_asks_for() -> None:
    asked = [
        "enables",
        "ways_of_working",
        "example_technologies",
        "example_measures",
    ]
    for node in structure_of(model("ddi")).of_type("capability"):
        assert [code for code, value in node.attributes if value] == asked
        assert {link.kind for link in node.links} == {"needs_role", "needs_skill", "draws_on"}
        assert {child.type for child in node.children} == {"part"}


def test_it_cmf_counts() -> None:
    structure = structure_of(model("it-cmf"))
    assert types("it-cmf") == {
        "macro_capability": 4,
        "critical_capability": 36,
        "building_block": 37,
    }
    assert {node.code: len(node.children) for node in structure.of_type("macro_capability")} == {
        "MIB": 14,
        "MBU": 4,
        "MIC": 15,
        "MBV": 3,
    }
    assert all(len(node.descriptors) == 5 for node in structure.of_type("macro_capability"))
    blocks = {
        n.code: len(n.children) for n in structure.of_type("critical_capability") if n.children
    }
    assert blocks == {"CFP": 5, "DSM": 6, "ODP": 6, "PPP": 4, "SD": 11, "UED": 5}


def test_the_example_in_the_documentation_is_a_complete_model() -> None:
    text = (CATALOG.parents[1] / "docs" / "model-format.md").read_text(encoding="utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    reading = read_document(example.encode())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document is not None
    assert completeness(reading.document).missing == ()
    assert [question.code for _, question in reading.document.questions] == [
        "BREW-P1.Q",
        "BREW-P2.TIMER",
        "BREW-P2.SIGN",
    ]
