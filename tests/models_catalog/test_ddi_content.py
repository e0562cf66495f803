"""The DDI model: facts agree with the reference, texts are complete, the map can be walked from
either end, and nobody whom the brief names is named here.
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning
from models_catalog.rules.structure import Structure, structure_of

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "fixtures" / "catalog" / "ddi.yaml"
SHIPPED = (
    *("assessments", "cip", "models_catalog", "roadmap", "workshops"),
    *("docs", "fixtures", "templates", "tests", "tools"),
)

# Code, title and number of parts; roles; skills and sources.
CAPABILITIES = """
* DIG-01 | Digital strategy & leadership | 4 |
  Chief digital and data officer, Digital portfolio manager, Business relationship manager |
  ITSP GOVN POMG RLMT | GDD SFIA9 CGMA
* DIG-02 | Product management | 4 |
  Product manager, Service owner |
  PROD BENM MEAS | GDD SFIA9
* DIG-03 | Delivery management | 4 |
  Delivery manager, Programme delivery manager |
  DEMG PGMG PROF | GDD SFIA9
* DIG-04 | User research | 4 |
  User researcher |
  URCH USEV | GDD SFIA9 GSM
* DIG-05 | Service & interaction design | 4 |
  Service designer, Interaction designer, Graphic designer, Accessibility specialist |
  HCEV UNAN ACIN | GDD SFIA9
* DIG-06 | Content design | 4 |
  Content designer, Content strategist, Technical writer |
  INCA ICPM | GDD SFIA9
* DIG-07 | Software development & testing | 4 |
  Software developer, Frontend developer, Development operations (DevOps) engineer, Test
  engineer, Quality assurance testing (QAT) analyst |
  PROG SWDN TEST RELM | GDD SFIA9
* DIG-08 | Architecture & integration | 4 |
  Enterprise architect, Solution architect, Technical architect, Business architect |
  STPL ARCH SINT | GDD SFIA9
* DIG-09 | Platforms & IT operations | 4 |
  Infrastructure engineer, Infrastructure operations engineer, End user computing engineer, IT
  service manager, Service desk manager |
  ITOP USUP CFMG SLMO | GDD SFIA9
* DIG-10 | Cyber & information security | 4 |
  Security architect, Cyber security roles |
  SCTY PENT | GDD SFIA9
* DIG-11 | Business analysis & change | 4 |
  Business analyst, Change manager |
  BUSA REQM CIPM BPRE | GDD SFIA9 CIPD
* DIG-12 | Digital inclusion & skills | 4 |
  Learning lead, Digital inclusion officer |
  ETMG TMCR ACIN | LOTI SFIA9
* DAT-01 | Data strategy & leadership | 4 |
  Chief data officer, Data governance manager |
  ITSP IRMG RLMT | GDD SFIA9 DMBOK
* DAT-02 | Data governance & information governance | 4 |
  Data governance manager, Information governance officer |
  DATM IRMG PEDP | GDD SFIA9 DMBOK LOTI
* DAT-03 | Data ethics | 3 |
  Data ethicist |
  AIDE RLMT | GDD SFIA9 DMBOK LOTI
* DAT-04 | Data architecture & modeling | 3 |
  Data architect |
  DTAN DBDS STPL | GDD SFIA9 DMBOK
* DAT-05 | Data engineering & integration | 4 |
  Data engineer, Analytics engineer |
  DENG DBAD SINT | GDD SFIA9 DMBOK
* DAT-06 | Data quality, metadata & master data | 3 |
  Data steward, Data governance manager |
  DATM DAAN | DMBOK SFIA9
* DAT-07 | Analytics & business intelligence | 4 |
  Data analyst, Performance analyst |
  DAAN BINT VISL MEAS | GDD SFIA9 DMBOK LACF
* DAT-08 | Data science & machine learning | 4 |
  Data scientist, Machine learning engineer |
  DATS MLNG | GDD SFIA9 LACF
* DAT-09 | Data sharing & open data | 3 |
  Data product manager, Data analyst |
  DATM RLMT PEDP | LOTI SFIA9
* DAT-10 | Data protection & security | 4 |
  Data protection officer, Security architect |
  PEDP SCTY IAMT | DMBOK SFIA9
* DAT-11 | Data literacy & community | 3 |
  Data leader, Learning lead |
  ETMG KNOW LEDA | LOTI LACF SFIA9
* INN-01 | Innovation strategy & portfolio | 3 |
  Head of innovation, Digital portfolio manager |
  INOV POMG INVA | ISO56002 SFIA9
* INN-02 | Leadership & culture for innovation | 4 |
  Executive sponsor, Innovation lead |
  OCDV CIPM | ISO56002 NESTA
* INN-03 | Insight, foresight & horizon scanning | 4 |
  Foresight analyst, Technology scout |
  EMRG RSCH MRCH | ISO56002 SFIA9 NESTA
* INN-04 | Problem & opportunity framing | 3 |
  Innovation lead, Service designer, User researcher |
  BUSA URCH | ISO56002 NESTA OECD
* INN-05 | Idea generation & co-creation | 3 |
  Facilitator, Community manager |
  CNSL RLMT | NESTA ISO56002
* INN-06 | Prototyping & experimentation | 4 |
  Prototyper, Interaction designer, Data scientist |
  HCEV RSCH MEAS | ISO56002 OECD NESTA
* INN-07 | Scaling & adoption | 3 |
  Product manager, Change manager |
  BENM CIPM PROD | ISO56002 NESTA
* INN-08 | Partnerships & ecosystem | 3 |
  Partnership manager, Commercial lead |
  SORC SUPP RLMT | NESTA SFIA9 LOTI
* INN-09 | Measurement & learning from innovation | 3 |
  Evaluator, Performance analyst |
  MEAS KNOW BENM | ISO56002 NESTA
* INN-10 | Skills & network of innovators | 3 |
  Innovation coach, Learning lead |
  ETMG KNOW OCDV | OECD NESTA
"""
# Code, levels at which the skill exists, and name in SFIA 9.
SKILLS = """
ACIN 2-6 Accessibility and inclusion
AIDE 3-6 Artificial intelligence (AI) and data ethics
ARCH 4-6 Solution architecture
BENM 3-6 Benefits management
BINT 2-5 Business intelligence
BPRE 2-7 Business process improvement
BUSA 2-6 Business situation analysis
CFMG 2-6 Configuration management
CIPM 2-6 Organisational change management
CNSL 4-7 Consultancy
DAAN 2-7 Data analytics
DATM 2-6 Data management
DATS 2-6 Data science
DBAD 2-5 Database administration
DBDS 2-5 Database design
DEMG 3-6 Delivery management
DENG 2-6 Data engineering
DTAN 2-5 Data modelling and design
EMRG 4-6 Emerging technology monitoring
ETMG 2-7 Learning and development management
GOVN 6-7 Governance
HCEV 2-6 User experience design
IAMT 1-6 Identity and access management
ICPM 1-6 Content publishing
INCA 1-6 Content design and authoring
INOV 5-7 Innovation management
INVA 4-6 Investment appraisal
IRMG 3-7 Information management
ITOP 1-5 Infrastructure operations
ITSP 4-7 Strategic planning
KNOW 2-7 Knowledge management
LEDA 2-6 Competency assessment
MEAS 2-6 Measurement
MLNG 2-6 Machine learning
MRCH 3-6 Market research
OCDV 5-7 Organisational capability development
PEDP 4-6 Information and data compliance
PENT 2-6 Penetration testing
PGMG 6-7 Programme management
POMG 5-7 Portfolio management
PROD 2-6 Product management
PROF 2-6 Portfolio, programme and project support
PROG 2-6 Programming/software development
RELM 2-6 Release management
REQM 2-6 Requirements definition and management
RLMT 4-7 Stakeholder relationship management
RSCH 2-6 Formal research
SCTY 2-7 Information security
SINT 2-6 Systems integration and build
SLMO 2-7 Service level management
SORC 2-7 Sourcing
STPL 5-7 Enterprise and business architecture
SUPP 2-7 Supplier management
SWDN 2-6 Software design
TEST 1-6 Functional testing
TMCR 2-5 Learning design and development
UNAN 2-5 User experience analysis
URCH 2-6 User research
USEV 2-6 User experience evaluation
USUP 1-6 Incident management
VISL 2-5 Data visualisation
"""
ROLES_OF_GOVERNMENT = 39

# Names of people in the brief: the first 16 hexadecimal digits of SHA-256 of each full name and
# each name that is rare enough to stand alone, in lower case.
NAMES = """
0b247d1592ba9bff 0b7eb4b4cee7fbe7 0d759947a852cb45 0fb127e89f704b10 11d168a9c1364792
1281e13d9f1875cc 13127d1913e8082b 13c7382cf10b1ce2 256e7a6e0c5d3f05 2e66b82cceb2240d
3da18099a69de3c2 4201c870cef4108e 4352a995e07c6b53 463c45ac43e4244d 4a1ac8730c05d74a
4aa0885f7794954c 5da28e18b0343aec 5ec2d8a783eef1de 698f51a3323323bb 75e56c98334cd487
8117574bc345723f 87158f996ee87012 8ab7688330eb88ac 9188440340b5b05c 9436772ac147060a
9e5c3851f904a427 a13e96fbeacf9c2f a4b1cbd64cb2add6 c9d9b01c7bcfd60f cdeb01fb0fd475d0
d1276aeada0dc1c2 dc6ea5e84aee5dd6 e0870d9b25b09722 e61e4a395cf60eeb e74305d79d31ed58
effb00e0db7df126 f1a5a80f5d7436be f29f0221d14a4c92 f5572fbc767b32ce
"""


def _document() -> ModelDocument:
    reading = read_document(FILE.read_bytes())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document is not None
    return reading.document


DDI: ModelDocument = _document()
MAP: Structure = structure_of(DDI)
QUESTIONS = list(DDI.questions)


def capabilities() -> tuple[Node, ...]:
    return MAP.of_type("capability")


def codes(code: str, kind: str) -> list[str]:
    return [node.code for node in MAP.linked_from(code, kind)]


def skills_of_roles(capability: Node) -> set[str]:
    roles = MAP.linked_from(capability.code, "needs_role")
    return {skill for role in roles for skill in codes(role.code, "has_skill")}


@pytest.mark.parametrize("fact", CAPABILITIES.strip().removeprefix("* ").split("\n* "))
def test_a_capability_agrees_with_the_reference(fact: str) -> None:
    code, title, parts, roles, skills, sources = " ".join(fact.split()).split(" | ")
    node = MAP.find(code)
    assert node is not None
    assert (node.type, node.title, len(node.children)) == ("capability", title, int(parts))
    titles = [role.title for role in MAP.linked_from(code, "needs_role")]
    assert titles == roles.split(", ")
    assert codes(code, "needs_skill") == skills.split()
    assert codes(code, "draws_on") == sources.split()


def test_there_are_no_other_capabilities() -> None:
    facts = re.findall(r"^\* (\S+)", CAPABILITIES, re.MULTILINE)
    assert [node.code for node in capabilities()] == facts
    assert [node.code for node in MAP.of_type("domain")] == ["digital", "data", "innovation"]


def test_skills_have_the_codes_names_and_levels_of_sfia() -> None:
    there = []
    for node in MAP.of_type("skill"):
        low, _, high = str(node.attribute("levels")).partition(" to ")
        there.append(f"{node.code} {low}-{high} {node.title}")
        assert codes(node.code, "described_in") == ["SFIA9"]
    assert sorted(there) == SKILLS.strip().splitlines()


@pytest.mark.parametrize("type_code", ["role", "skill"])
def test_roles_and_skills_stand_in_the_order_of_the_alphabet(type_code: str) -> None:
    titles = [node.title.casefold() for node in MAP.of_type(type_code)]
    assert titles == sorted(titles)


def test_roles_say_whose_name_they_bear() -> None:
    named = [node for node in MAP.of_type("role") if codes(node.code, "described_in") == ["GDD"]]
    assert len(named) == ROLES_OF_GOVERNMENT


def test_nothing_has_a_level() -> None:
    assert not any(node.level or node.descriptors for node in DDI.walk())
    assert {scale.code: scale.use.value for scale in DDI.scales} == {
        "in_place": "answer",
        "need": "answer",
        "presence": "rating",
    }


@pytest.mark.parametrize("node", capabilities(), ids=lambda node: node.code)
def test_the_roles_of_a_capability_bring_the_skills_it_needs(node: Node) -> None:
    needed = set(codes(node.code, "needs_skill"))
    assert needed - skills_of_roles(node) == set()
    for role in MAP.linked_from(node.code, "needs_role"):
        assert needed & set(codes(role.code, "has_skill")), f"what is {role.code} for?"


def test_the_map_can_be_walked_from_a_skill_up_to_the_domains() -> None:
    roles = MAP.linking_to("URCH", "has_skill")
    needing = {
        node.code: MAP.ancestors(node.code)[0].code
        for role in roles
        for node in MAP.linking_to(role.code, "needs_role")
    }
    assert [role.code for role in roles] == ["role-user-researcher"]
    assert needing == {"DIG-04": "digital", "INN-04": "innovation"}


def test_no_role_and_no_skill_hangs_in_the_air() -> None:
    for role in MAP.of_type("role"):
        assert MAP.linking_to(role.code, "needs_role"), role.code
    for skill in MAP.of_type("skill"):
        assert MAP.linking_to(skill.code, "has_skill"), skill.code
        assert MAP.linking_to(skill.code, "needs_skill"), skill.code


def test_every_node_says_what_it_is_and_no_two_say_the_same() -> None:
    texts = [node.text.strip() for node in DDI.walk()]
    assert len(texts) == 3 + 33 + 120 + 62 + 61 + 11
    assert all(len(text) > 20 and text.endswith(".") for text in texts)
    assert len(set(texts)) == len(texts)


def test_a_capability_is_asked_about_twice_and_a_domain_once() -> None:
    asked = [
        (node.type, question.code.removeprefix(f"{node.code}."), question.response_set)
        for node, question in QUESTIONS
    ]
    twice = [("capability", "HAVE", "in_place"), ("capability", "NEED", "need")]
    once = [("domain", "NEED", "need")]
    assert asked == once + 12 * twice + once + 11 * twice + once + 10 * twice


def test_questions_are_questions_and_none_is_asked_twice() -> None:
    texts = [question.text for _, question in QUESTIONS]
    assert len({text.casefold() for text in texts}) == len(texts) == 69
    assert [text for text in texts if not text.endswith("?") or text.count("?") > 1] == []
    assert [text for text in texts if re.search(r"\b(dis)?agree\b", text)] == []
    assert [text for text in texts if re.search(r"\b(and|or)\b", text)] == []
    helps = [question.help.strip() for _, question in QUESTIONS]
    assert all(helps)
    assert len(set(helps)) == len(helps)


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("in_place", ["Have", "Partly", "Missing", "Unsure"]),
        ("need", ["Essential", "Important", "Useful", "Not needed", "Unsure"]),
    ],
)
def test_every_answer_has_an_anchor(code: str, answers: list[str]) -> None:
    scale = DDI.scale(code)
    assert scale is not None
    assert [level.name for level in scale.levels] == answers
    assert all(level.text for level in scale.levels)
    assert scale.levels[-1].meaning is Meaning.DONT_KNOW
    values = [level.value for level in scale.levels[:-1]]
    assert values == list(range(len(values) - 1, -1, -1))


def test_nobody_named_in_the_brief_is_named_here() -> None:
    shipped = [*ROOT.glob("*.md")]
    for folder in SHIPPED:
        shipped += [
            path
            for path in (ROOT / folder).rglob("*")
            if path.suffix in {".html", ".json", ".md", ".po", ".py", ".txt", ".yaml"}
        ]
    names: set[str] = set()
    for path in shipped:
        words = re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8").lower())
        names.update(words, map(" ".join, pairwise(words)))
    forbidden = set(NAMES.split())
    assert len(names) > 10_000
    assert [name for name in names if sha256(name.encode()).hexdigest()[:16] in forbidden] == []
