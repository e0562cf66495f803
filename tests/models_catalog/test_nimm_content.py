"""NIMM: names agree with the published lists, every capability can be scored with a card of five
levels by five perspectives, and no question is a near-copy of another.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning, Use
from models_catalog.rules.structure import Structure, completeness, structure_of

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "catalog" / "nimm.yaml"

CATEGORIES = {
    "IGO": ("Infrastructure Governance", "Business"),
    "BAL": ("Business Alignment", "Business"),
    "FIN": ("Financial Management", "Business"),
    "PSK": ("People & Skills", "Business"),
    "PSP": ("Principles, Standards, Procedures & Guidelines", "Business"),
    "PRO": ("Procurement", "Business"),
    "CAS": ("Common Applications & Services", "Technical"),
    "OSY": ("Operating Systems", "Technical"),
    "IHP": ("Infrastructure Hardware Platforms", "Technical"),
    "NDS": ("Network Devices & Services", "Technical"),
    "SIG": ("IT Security & Information Governance", "Technical"),
    "IPP": ("Infrastructure Patterns & Practices", "Technical"),
    "EUD": ("End User Devices", "Technical"),
}
CAPABILITIES = {
    "IGO01": "IT Infrastructure Governance",
    "IGO02": "IT Infrastructure Strategy & Planning",
    "IGO03": "Document Collaboration & KM Strategy",
    "IGO04": "IT Project/Programme Management",
    "IGO05": "Product/Service Catalogue Infrastructure",
    "BAL01": "Stakeholder Management",
    "BAL02": "IT/Infrastructure Risk Management",
    "CAS01": "Electronic Messaging",
    "CAS02": "Calendaring & Scheduling",
    "CAS03": "Unified Communications",
    "CAS04": "Collaboration",
    "CAS05": "Knowledge Management",
    "CAS06": "Remote User Access",
    "CAS07": "Electronic Software Distribution",
    "CAS08": "Enterprise Content Management",
    "CAS09": "Enterprise Search",
    "CAS10": "File & Print Services",
    "OSY01": "PC Operating System Standardisation",
    "OSY02": "Operating System Configuration Management",
    "OSY03": "PC Application Virtualisation",
    "OSY04": "Operating System Virtualisation",
    "OSY05": "Server Provisioning",
    "IHP01": "Server Consolidation",
    "IHP02": "Server Virtualisation",
    "IHP03": "Storage Virtualisation",
    "IHP04": "Data Storage Management",
    "IHP05": "Power & Cooling",
    "IHP06": "Infrastructure Hardware Configuration Management",
    "NDS01": "Wireless LAN & PAN",
    "NDS02": "Fixed LAN",
    "NDS03": "Local Network Services",
    "NDS04": "Network Cabling",
    "NDS05": "LAN Configuration Management",
    "NDS06": "Network Service Security",
    "SIG01": "LAN Security Policies",
    "SIG02": "WAN & Remote Access Security Policies",
    "SIG03": "Directory Services",
    "SIG04": "Single Sign On",
    "SIG05": "Identity Management",
    "SIG06": "Data Security",
    "SIG07": "End Point Security",
    "SIG08": "Antivirus & Malware Protection",
    "IPP01": "Availability Management",
    "IPP02": "Change Management",
    "IPP03": "Configuration Management",
    "IPP04": "Release Management",
    "IPP05": "Problem Management",
    "IPP06": "Incident Management",
    "IPP07": "Service Desk",
    "IPP08": "Capacity Management",
    "IPP09": "IT Service Continuity Management",
    "IPP10": "Service Monitoring",
    "IPP11": "End User Provisioning",
    "IPP12": "Software Asset Management",
    "IPP13": "Patch Management",
    "IPP14": "Testing",
}
SUGGESTED = {"BAL": 3, "FIN": 4, "PSK": 4, "PSP": 2, "PRO": 3, "EUD": 3}
PERSPECTIVES = {
    "SABV": "Strategy Alignment & Business Value",
    "SIG": "IT Security & Information Governance",
    "TECH": "Technology",
    "PROC": "Process",
    "PEOP": "People & Organisation",
}
LEVELS = {1: "Basic", 2: "Controlled", 3: "Standardised", 4: "Optimised", 5: "Innovative"}
RESPONSE_SETS = {
    "SABV": "steering",
    "SIG": "protection",
    "TECH": "tools",
    "PROC": "way_of_working",
    "PEOP": "people",
}
CELLS = {(level, perspective) for level in LEVELS for perspective in PERSPECTIVES}
SERVICE_DESK = "IPP07"


@pytest.fixture(scope="module")
def nimm() -> ModelDocument:
    reading = read_document(FILE.read_bytes())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document is not None
    return reading.document


@pytest.fixture(scope="module")
def tree(nimm: ModelDocument) -> Structure:
    return structure_of(nimm)


def cells(node: Node) -> dict[tuple[int, str | None], str]:
    return {(each.level, each.dimension): each.text for each in node.descriptors}


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if each]


def test_it_lacks_nothing(nimm: ModelDocument) -> None:
    found = completeness(nimm)
    assert (found.missing, found.advised) == ((), ())
    assert Counter(node.type for node in nimm.walk()) == {
        "general_card": 1,
        "category": 13,
        "capability": 56 + 19,
    }


def test_levels_and_perspectives_are_the_published_ones(nimm: ModelDocument) -> None:
    scale = nimm.scale("maturity")
    assert scale is not None
    assert {level.value: level.name for level in scale.levels} == LEVELS
    assert {each.code: each.name for each in nimm.dimensions} == PERSPECTIVES


def test_categories_are_the_published_ones(tree: Structure) -> None:
    found = {node.code: (node.title, node.attribute("group")) for node in tree.of_type("category")}
    assert found == CATEGORIES
    assert list(found) == list(CATEGORIES)


def test_capabilities_are_the_published_ones(tree: Structure) -> None:
    published = {
        node.code: node.title
        for node in tree.of_type("capability")
        if not node.attribute("suggested")
    }
    assert published == CAPABILITIES


def test_each_capability_stands_in_its_category(tree: Structure) -> None:
    for category in tree.of_type("category"):
        assert all(node.code.startswith(category.code) for node in category.children)


def test_suggestions_are_marked_and_optional(tree: Structure) -> None:
    suggested = [node for node in tree.of_type("capability") if node.attribute("suggested")]
    assert Counter(node.code[:3] for node in suggested) == SUGGESTED
    assert all(re.fullmatch(r"[A-Z]{3}-S\d", node.code) for node in suggested)
    assert [node.code for node in tree.of_type("capability") if node.optional] == [
        node.code for node in suggested
    ]


def test_every_capability_has_a_full_card_of_its_own_or_the_general_one(tree: Structure) -> None:
    own = [node.code for node in tree.of_type("capability") if node.descriptors]
    assert own == [SERVICE_DESK]
    for node in tree.of_type("capability"):
        linked = tree.linked_from(node.code, "scored_with")
        assert [each.code for each in linked] == ([] if node.descriptors else ["GENERAL"])


@pytest.mark.parametrize("code", ["GENERAL", SERVICE_DESK])
def test_a_card_describes_each_cell_in_its_own_words(tree: Structure, code: str) -> None:
    node = tree.find(code)
    assert node is not None
    card = cells(node)
    assert set(card) == CELLS
    assert len(set(card.values())) == len(CELLS)
    assert all(2 <= len(sentences(text)) <= 4 for text in card.values())


def test_a_capability_is_rated_from_each_perspective(nimm: ModelDocument) -> None:
    capability = nimm.node_type("capability")
    assert capability is not None
    assert (capability.by_dimension, capability.rating_scale) == (True, "maturity")


def test_a_purpose_takes_two_or_three_sentences(tree: Structure) -> None:
    lengths = {node.code: len(sentences(node.text)) for node in tree.of_type("capability")}
    assert {code: n for code, n in lengths.items() if not 2 <= n <= 3} == {}


def test_one_question_for_each_capability_and_five_where_perspectives_are_asked(
    tree: Structure,
) -> None:
    asked = {
        node.code: [question.code for question in node.questions]
        for node in tree.of_type("general_card", "capability")
    }
    for code in ("GENERAL", SERVICE_DESK):
        assert asked.pop(code) == [f"{code}.{perspective}" for perspective in PERSPECTIVES]
    assert asked == {code: [f"{code}.Q"] for code in asked}
    assert len(asked) == 74


def test_a_question_on_a_perspective_has_the_answers_of_that_perspective(
    nimm: ModelDocument,
) -> None:
    sets = {question.code: question.response_set for _, question in nimm.questions}
    for code in ("GENERAL", SERVICE_DESK):
        for perspective, response_set in RESPONSE_SETS.items():
            assert sets.pop(f"{code}.{perspective}") == response_set
    assert set(sets.values()) == {"today"}


def test_a_question_on_a_perspective_names_it(nimm: ModelDocument) -> None:
    named = {question.code: question.dimension for _, question in nimm.questions}
    assert {code: dimension for code, dimension in named.items() if dimension} == {
        f"{code}.{perspective}": perspective
        for code in ("GENERAL", SERVICE_DESK)
        for perspective in PERSPECTIVES
    }


def test_questions_ask_how_and_about_one_thing(nimm: ModelDocument) -> None:
    asked = [question.text for _, question in nimm.questions]
    assert len(set(asked)) == len(asked) == 74 + 5 + 5
    assert [text for text in asked if not re.search(r"\b(How|which)\b", text)] == []
    assert [text for text in asked if re.search(r"\b(and|agree)\b", text)] == []
    assert [text for text in asked if not text.endswith("?")] == []


def test_answers_rise_through_the_five_levels(nimm: ModelDocument) -> None:
    sets = [scale for scale in nimm.scales if scale.use is Use.ANSWER]
    assert [scale.code for scale in sets] == ["today", *RESPONSE_SETS.values()]
    for scale in sets:
        assert [level.value for level in scale.levels] == [1, 2, 3, 4, 5, None, None]
        assert [level.meaning for level in scale.levels[5:]] == [
            Meaning.NOT_APPLICABLE,
            Meaning.DONT_KNOW,
        ]
        assert all(level.text for level in scale.levels)
