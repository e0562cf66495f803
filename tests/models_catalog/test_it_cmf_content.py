"""IT-CMF: names agree with release 16, every critical capability is asked how it is done and how
much it matters, and six are worked out with practices, outcomes and metrics.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning
from models_catalog.rules.structure import Structure, completeness, structure_of

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "catalog" / "it-cmf.yaml"

CRITICAL_CAPABILITIES = {
    "MIB": {
        "AA": "Accounting and Allocation",
        "BP": "Business Planning",
        "BPM": "Business Process Management",
        "CFP": "Capacity Forecasting and Planning",
        "DSM": "Demand and Supply Management",
        "EIM": "Enterprise Information Management",
        "GIT": "Green Information Technology",
        "IM": "Innovation Management",
        "ITG": "IT Leadership and Governance",
        "ODP": "Organization Design and Planning",
        "RM": "Risk Management",
        "SAI": "Service Analytics and Intelligence",
        "SRC": "Sourcing",
        "SP": "Strategic Planning",
    },
    "MBU": {
        "BGM": "Budget Management",
        "BOP": "Budget Oversight and Performance Analysis",
        "FF": "Funding and Financing",
        "PPP": "Portfolio Planning and Prioritization",
    },
    "MIC": {
        "CAM": "Capability Assessment Management",
        "EAM": "Enterprise Architecture Management",
        "ISM": "Information Security Management",
        "KAM": "Knowledge Asset Management",
        "PAM": "People Asset Management",
        "PDP": "Personal Data Protection",
        "PPM": "Programme and Project Management",
        "REM": "Relationship Management",
        "RDE": "Research, Development and Engineering",
        "SD": "Solutions Delivery",
        "SRP": "Service Provisioning",
        "SUM": "Supplier Management",
        "TIM": "Technical Infrastructure Management",
        "UED": "User Experience Design",
        "UTM": "User Training Management",
    },
    "MBV": {
        "BAR": "Benefits Assessment and Realization",
        "PM": "Portfolio Management",
        "TCO": "Total Cost of Ownership",
    },
}
BUILDING_BLOCKS = {
    ("ODP", "16"): {
        "A1": "Internal Structure",
        "A2": "Business Interfaces",
        "A3": "Supplier Interfaces",
        "B1": "Planning Process",
        "B2": "Documentation and Communication",
        "B3": "Monitoring",
    },
    ("PPP", "16"): {
        "A1": "Prioritization Framework",
        "A2": "Authority",
        "B1": "Assessment and Prioritization",
        "B2": "Planning",
    },
    ("UED", "16"): {
        "A1": "Researching User Experiences",
        "A2": "Communicating User Experiences",
        "B1": "Designing User Experiences",
        "B2": "Evaluating User Experiences",
        "B3": "Informing User Experience Design",
    },
    ("CFP", "19.01"): {
        "A1": "Model Design",
        "A2": "Model Maintenance",
        "B1": "Input Management",
        "B2": "Production of Capacity Plans",
        "B3": "Communication and Adaptation",
    },
    ("DSM", "19.01"): {
        "A1": "Demand Analysis and Management",
        "A2": "Technology Impact Assessment",
        "B1": "Supply Analysis and Management",
        "B2": "Technology Application",
        "C1": "Gap Management",
        "C2": "Service Portfolio Management",
    },
    ("SD", "18.10"): {
        "A1": "Understanding Needs",
        "A2": "Solutions Design",
        "A3": "Develop/Integrate Solutions",
        "B1": "QA/Test",
        "B2": "Feedback and Analytics",
        "C1": "Deployment and Release Management",
        "C2": "Environment Management",
        "C3": "Configuration Management",
        "D1": "Product Management",
        "D2": "Team Formation",
        "D3": "Toolchain Management",
    },
}
MACRO_CAPABILITIES = {
    "MIB": "Managing IT like a Business",
    "MBU": "Managing the IT Budget",
    "MIC": "Managing the IT Capability",
    "MBV": "Managing IT for Business Value",
}
LABELS = {
    "MIB": ["Unmanaged", "Cost centre", "Service centre", "Investment centre", "Value centre"],
    "MBU": [
        "Unmanaged",
        "Predictable performance",
        "Systemic cost reduction",
        "Expanded funding options",
        "Budget amplification",
    ],
    "MIC": [
        "Unmanaged",
        "Technology supplier",
        "Technology expert",
        "Strategic business partner",
        "Corporate core competency",
    ],
    "MBV": [
        "Unmanaged",
        "Total cost of ownership",
        "ROI and business case",
        "Options and portfolio management",
        "Optimized value",
    ],
}
LEVELS = {1: "Initial", 2: "Basic", 3: "Intermediate", 4: "Advanced", 5: "Optimizing"}
WORKED_OUT = {"ITG": 3, "ODP": 6, "PPP": 4, "CAM": 3, "SRP": 3, "UED": 5}
SUGGESTED = {"ITG": 3, "CAM": 3, "SRP": 3}


@pytest.fixture(scope="module")
def it_cmf() -> ModelDocument:
    reading = read_document(FILE.read_bytes())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document is not None
    return reading.document


@pytest.fixture(scope="module")
def tree(it_cmf: ModelDocument) -> Structure:
    return structure_of(it_cmf)


def poms(tree: Structure) -> tuple[Node, ...]:
    return tree.of_type("pom")


def entries(node: Node) -> dict[str, list[str]]:
    return {code: list(value) for code, value in node.attributes if isinstance(value, tuple | list)}


def test_it_lacks_nothing(it_cmf: ModelDocument) -> None:
    found = completeness(it_cmf)
    assert (found.missing, found.advised) == ((), ())
    assert Counter(node.type for node in it_cmf.walk()) == {
        "macro_capability": 4,
        "critical_capability": 36,
        "building_block": 37 + 9,
        "pom": 24 * 4,
    }


def test_levels_are_those_of_the_framework(it_cmf: ModelDocument) -> None:
    scale = it_cmf.scale("maturity")
    assert scale is not None
    assert {level.value: level.name for level in scale.levels} == LEVELS


def test_capabilities_are_those_of_release_16(tree: Structure) -> None:
    macros = tree.of_type("macro_capability")
    assert {node.code: node.title for node in macros} == MACRO_CAPABILITIES
    assert {
        node.code: {child.code: child.title for child in node.children} for node in macros
    } == CRITICAL_CAPABILITIES


def test_macro_capabilities_carry_the_labels_of_their_levels(tree: Structure) -> None:
    found = {
        node.code: [re.findall(r"^\*\*(.+)\.\*\*", each.text)[0] for each in node.descriptors]
        for node in tree.of_type("macro_capability")
    }
    assert found == LABELS


def test_building_blocks_are_those_that_public_sources_name(tree: Structure) -> None:
    found: dict[tuple[str, object], dict[str, str]] = {}
    for node in tree.of_type("building_block"):
        if node.attribute("suggested"):
            continue
        above, _, code = node.code.partition("-")
        assert node.attribute("group") == code[0]
        found.setdefault((above, node.attribute("release")), {})[code] = node.title
    assert found == BUILDING_BLOCKS


def test_building_blocks_of_ours_are_marked_and_optional(tree: Structure) -> None:
    blocks = tree.of_type("building_block")
    suggested = [node for node in blocks if node.attribute("suggested")]
    assert Counter(node.code.partition("-")[0] for node in suggested) == SUGGESTED
    assert all(re.fullmatch(r"[A-Z]{3}-S\d", node.code) for node in suggested)
    assert [node for node in blocks if node.optional] == suggested


def test_each_block_of_the_six_has_a_pom_for_each_level_from_two(tree: Structure) -> None:
    found: Counter[str] = Counter()
    for node in tree.of_type("building_block"):
        if node.children:
            found[node.code.partition("-")[0]] += 1
            assert [(pom.code, pom.level) for pom in node.children] == [
                (f"{node.code}-L{level}", level) for level in (2, 3, 4, 5)
            ]
    assert found == WORKED_OUT


def test_the_six_are_described_at_each_level(tree: Structure) -> None:
    described = {
        node.code: sorted(each.level for each in node.descriptors)
        for node in tree.of_type("critical_capability")
        if node.descriptors
    }
    assert described == {code: [1, 2, 3, 4, 5] for code in WORKED_OUT}


def test_a_pom_has_practices_outcomes_and_metrics(tree: Structure) -> None:
    for node in poms(tree):
        assert list(entries(node)) == ["practices", "outcomes", "metrics"], node.code
        for texts in entries(node).values():
            assert 1 <= len(texts) <= 3, node.code


def test_no_two_poms_say_the_same(tree: Structure) -> None:
    said = Counter(
        text for node in poms(tree) for texts in entries(node).values() for text in texts
    )
    said.update(node.title for node in poms(tree))
    assert [text for text, count in said.items() if count > 1] == []


def test_practices_are_sentences_and_metrics_are_names(tree: Structure) -> None:
    for node in poms(tree):
        found = entries(node)
        assert all(text.endswith(".") for text in found["practices"] + found["outcomes"]), node.code
        assert not any(text.endswith(".") for text in found["metrics"]), node.code


def test_a_critical_capability_is_asked_how_and_how_much(tree: Structure) -> None:
    for node in tree.of_type("critical_capability"):
        assert [(question.code, question.response_set) for question in node.questions] == [
            (f"{node.code}.NOW", "current"),
            (f"{node.code}.NEED", "importance"),
        ]


def test_a_building_block_is_asked_how_it_is_done(tree: Structure) -> None:
    for node in tree.of_type("building_block"):
        assert [(question.code, question.response_set) for question in node.questions] == [
            (f"{node.code}.Q", "current")
        ]


def test_questions_fit_their_answers(it_cmf: ModelDocument) -> None:
    asked = [question for _, question in it_cmf.questions]
    assert len({question.text for question in asked}) == len(asked) == 2 * 36 + 37 + 9
    opening = {"current": r"How (?!much|important|badly)", "importance": r"How (much|import|badly)"}
    for question in asked:
        assert question.text.endswith("?")
        assert "agree" not in question.text
        assert re.match(opening[question.response_set], question.text), question.code


def test_answers_are_anchored(it_cmf: ModelDocument) -> None:
    for code in ("current", "importance"):
        scale = it_cmf.scale(code)
        assert scale is not None
        assert [level.value for level in scale.levels if level.value is not None] == [1, 2, 3, 4, 5]
        assert all(level.text for level in scale.levels)
        assert scale.levels[-1].meaning is Meaning.DONT_KNOW


def test_a_purpose_takes_two_or_three_sentences(tree: Structure) -> None:
    ends = {
        node.code: len(re.findall(r"[.!?](?=\s|$)", node.text))
        for node in tree.of_type("critical_capability")
    }
    assert {code: n for code, n in ends.items() if not 2 <= n <= 3} == {}


def test_every_capability_and_block_is_explained(tree: Structure) -> None:
    explained = [node.text for node in tree.of_type("critical_capability", "building_block")]
    assert all(explained)
    assert len(set(explained)) == len(explained)
