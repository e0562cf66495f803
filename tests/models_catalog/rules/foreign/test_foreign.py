"""Other people's models become documents of ours; what does not fit is reported with its place."""

# ruff: noqa: E501 - files and messages stand here as they are

from __future__ import annotations

import copy
import json
import stat
from collections import Counter
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models_catalog.rules.crosswalk import Confidence, CrosswalkDocument, Edition, Mapping, Relation
from models_catalog.rules.document import Kind, Link, ModelDocument, Node
from models_catalog.rules.foreign.ciso_mapping import Known, read_ciso_mapping
from models_catalog.rules.foreign.ciso_writing import write_ciso
from models_catalog.rules.foreign.detecting import FileForm, form_of
from models_catalog.rules.foreign.report import Told
from models_catalog.rules.model_file import FileReading, read_model_file
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Meaning
from models_catalog.rules.spreadsheet.reading import read_workbook
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.rules.structure import structure_of
from models_catalog.rules.writing import write_document
from tests.models_catalog.documents import small_document
from tests.models_catalog.rules.foreign.samples import CISO, DSOMM, MAPPING, OSCAL, oscal, samm
from tests.models_catalog.rules.test_writing import WRITTEN

FILES = {
    FileForm.OWN: WRITTEN.encode(),
    FileForm.XLSX: write_workbook(small_document()),
    FileForm.CISO: CISO.encode(),
    FileForm.SAMM: samm(),
    FileForm.DSOMM: DSOMM.encode(),
    FileForm.OSCAL: oscal(),
}
FOREIGN = [FileForm.CISO, FileForm.SAMM, FileForm.DSOMM, FileForm.OSCAL]


def document(reading: FileReading) -> ModelDocument:
    """The document, of a file without problems."""
    assert reading.problems == ()
    assert reading.document is not None
    return reading.document


def left_out(reading: FileReading) -> dict[str, tuple[str, ...]]:
    """What was left out, with its places."""
    assert reading.report is not None
    assert all(each.count == len(each.places) for each in reading.report.left_out)
    return {each.what: each.places for each in reading.report.left_out}


@pytest.mark.parametrize("form", FileForm)
def test_formats_are_told_apart_by_content(form: FileForm) -> None:
    assert form_of(FILES[form]) is form
    assert read_model_file(FILES[form]).form is form
    assert read_model_file(FILES[form], form=form).problems == ()


@pytest.mark.parametrize("form", FOREIGN)
def test_what_was_read_is_a_whole_model_of_ours(form: FileForm) -> None:
    found = document(read_model_file(FILES[form]))
    assert read_document(write_document(found).encode()).document == found
    assert read_workbook(write_workbook(found)).document == found


@pytest.mark.parametrize("form", FOREIGN)
def test_owner_and_attribution_can_be_told(form: FileForm) -> None:
    found = document(read_model_file(FILES[form], told=Told("Me", "By permission."))).model
    assert (found.owner, found.attribution) == ("Me", "By permission.")
    assert document(read_model_file(FILES[form])).model.attribution != ""


def test_ciso_assistant() -> None:
    reading = read_model_file(FILES[FileForm.CISO])
    found = document(reading)
    assert (found.model.code, found.model.owner, found.model.kind, found.version.number) == (
        *("TEA-RULES", "The Tea Society", Kind.MATURITY),
        "3",
    )
    assert found.model.attribution == (
        "The Tea Society, free to share\n\n"
        "Imported from the CISO Assistant library urn:tea:risk:library:tea-1"
    )
    assert (
        found.model.description
        == "Rules for tea rooms.\n\n**Implementation groups**\n\n- S: Small rooms"
    )
    assert [(level.code, level.name, level.value) for level in found.scales[0].levels] == [
        ("1", "Sometimes", 1),
        ("2", "Always", 2),
    ]
    brew, lost = found.nodes
    first, second = brew.children
    assert [(n.code, n.type, n.title) for n in (brew, first, second, lost)] == [
        ("BREW", "top_section", "Brewing"),
        ("BREW.1", "requirement", "Water is measured. It is hot enough."),
        ("BREW-2-b", "requirement", "Steeping is timed"),
        ("lost", "top_requirement", "Lost"),
    ]
    assert first.text == "Water is measured. It is hot enough.\n\nA kettle helps."
    assert dict(first.attributes) == {
        "urn": "urn:tea:risk:req_node:tea-1:brew.1",
        "implementation_groups": ("S",),
        "typical_evidence": "A thermometer.",
    }
    assert [(q.code, q.text, q.response_set) for q in first.questions] == [
        ("BREW.1.Q", "Is the water measured?", "answers1")
    ]
    answers = found.scale("answers1")
    assert answers is not None
    assert [(each.name, each.value, each.meaning) for each in answers.levels] == [
        ("Yes", 2, Meaning.VALUE),
        ("No", 0, Meaning.VALUE),
        ("N/A", None, Meaning.NOT_APPLICABLE),
    ]
    assert left_out(reading) == {
        "object of the sort 'threats'": ("threats: COLD",),
        "field 'translations' of the library": ("TEA-RULES",),
        "field 'threats' of a requirement node": ("BREW.1",),
        "question without one answer out of several": ("BREW.1",),
        "parent that stands nowhere above; the node went to the top": (
            "urn:tea:risk:req_node:tea-1:lost",
        ),
    }
    assert reading.report is not None
    assert dict(reading.report.understood) == {
        "sections": 1, "requirements": 3, "response sets": 1, "questions": 1, "scores": 2,
        "implementation groups": 1,
    }  # fmt: skip


def test_more_answers_and_lists_of_answers_than_a_model_holds() -> None:
    node = "      - {urn: 'u:%s', assessable: true, ref_id: X%s, name: X, questions: {q: {type: unique_choice, text: Q, choices: [%s]}}}\n"
    many = ", ".join(f"{{value: V{number}}}" for number in range(101))
    few = [f"{{value: A}}, {{value: B{number}}}" for number in range(41)]
    nodes = "".join(node % (number, number, each) for number, each in enumerate([many, *few]))
    reading = read_model_file((CISO + nodes).encode())
    assert len(document(reading).scales) == 42
    left = left_out(reading)
    assert left["question with more than 100 answers"] == ("X0",)
    assert left["question with one more list of answers than 40"] == ("X40", "X41")


def test_a_library_without_a_framework_says_what_it_holds() -> None:
    problems = read_model_file(MAPPING.encode()).problems
    assert [problem.message for problem in problems] == [
        "the library holds only mappings; bring it in under Crosswalks"
    ]


TEA = Known(Edition("TEA", "1"), {"t:1": "T1", "t:2": "T2"})
COFFEE = Known(Edition("COFFEE", "2"), {"c:1": "C1", "c:2": "C2"})


def test_mappings_between_models_of_the_catalog() -> None:
    reading = read_ciso_mapping(MAPPING.encode(), lambda urns: TEA if "t:1" in urns else COFFEE)
    assert reading.document == CrosswalkDocument(
        "MAP",
        "Tea to coffee",
        TEA.edition,
        COFFEE.edition,
        "",
        (
            Mapping("T1", "C1", Relation.INTERSECTS, "semantic: Both are hot.", Confidence.HIGH),
            Mapping("T1", "C2", Relation.EQUAL, "No reason given."),
        ),
    )
    assert [(each.what, each.places) for each in reading.report.left_out] == [
        ("relationship 'not_related'", ("t:2 -> c:1",)),
        ("mapping of a node that is not in the catalog", ("t:9 -> c:1",)),
    ]


def test_mappings_to_a_model_that_is_not_there() -> None:
    reading = read_ciso_mapping(MAPPING.encode(), lambda urns: TEA if "t:1" in urns else None)
    assert [problem.message for problem in reading.problems] == [
        "no model in the catalog has the nodes of urn:tea:risk:framework:coffee-1"
    ]


def test_samm() -> None:
    reading = read_model_file(FILES[FileForm.SAMM])
    found = document(reading)
    assert (found.model.code, found.version.number) == ("SAMM", "2.1.0")
    assert [(n.code, n.type, n.title, n.level) for n in found.walk()] == [
        ("K", "function", "Kitchen", None),
        ("K-BR", "practice", "Brewing", None),
        ("K-BR-A", "stream", "Water", None),
        ("K-BR-1-A", "activity", "Boil water", 1),
    ]
    practice = found.nodes[0].children[0]
    assert [(each.level, each.text) for each in practice.descriptors] == [
        (1, "Hot tea."),
        (2, "Good tea."),
    ]
    activity = practice.children[0].children[0]
    assert (
        activity.text
        == "Boil it.\n\n**Benefit**\n\nIt is hot\n\nBoil it *well*.\n\n**Metrics**\n\n- Degrees"
    )
    (question,) = activity.questions
    assert (question.code, question.help) == ("K-BR-1-A.Q", "- It bubbles\n- It steams")
    answers = found.scale(question.response_set)
    assert answers is not None
    assert [(each.name, each.value) for each in answers.levels] == [
        ("No", 0),
        ("Yes, sometimes", 1),
        ("Yes, always", 2),
    ]
    assert left_out(reading) == {
        "file that is no part of a model": ("core-2.1.0/.github/workflows/build.yml",),
        "file that is no YAML": ("core-2.1.0/README.md",),
        "values and weights of answers, which here have an order only": (
            "core-2.1.0/model/answer_sets/A.yml",
        ),
        "field 'relatedActivities' of Activity": ("core-2.1.0/model/activities/K-BR-1-A.yml",),
        "field 'logo' of Function": ("core-2.1.0/model/business_functions/Kitchen.yml",),
        "Activity that belongs to no Stream": ("core-2.1.0/model/activities/lost.yml",),
    }


def test_dsomm() -> None:
    reading = read_model_file(FILES[FileForm.DSOMM])
    found = document(reading)
    assert (found.version.number, found.model.home_page) == ("9.1.0", "https://example.org/dsomm")
    assert [(n.code, n.type, n.level) for n in found.walk()] == [
        ("Kitchen-and-Service", "dimension", None),
        ("Kettle", "subdimension", None),
        ("Clean-kettle", "activity", 1),
        ("Descale-kettle", "activity", 3),
    ]
    clean, descale = found.nodes[0].children[0].children
    assert clean.text == "Clean it *daily*.\n\n**Risk**\n\nStale taste.\n\n**Measure**\n\nClean it."
    assert dict(clean.attributes) == {
        "uuid": "11111111-1111-4111-8111-111111111111",
        **{"usefulness": 4, "knowledge": 1, "time": 2, "resources": 1},
        "references": ("samm2: K-1", "samm2: K-2", "iso: 1.1"),
        "implementation": ("Brush (https://example.org/brush)",),
    }
    assert descale.links == (Link("depends_on", "Clean-kettle"),)
    assert left_out(reading) == {
        "field 'teamsImplemented' of an activity": (
            "Kitchen and Service / Kettle / Descale kettle",
        ),
        "entry that is no activity with a level": ("Kitchen and Service / Kettle / Notes",),
        "dependency on 'Buy kettle', which is nowhere": (
            "Kitchen and Service / Kettle / Descale kettle",
        ),
    }


def test_oscal() -> None:
    reading = read_model_file(FILES[FileForm.OSCAL])
    found = document(reading)
    assert (found.model.code, found.model.owner, found.version.number) == (
        *("Tea-Controls", "The Tea Society"),
        "1.2",
    )
    assert [(n.code, n.type, n.attribute("label")) for n in found.walk()] == [
        ("br", "top_group", None),
        ("br-1", "control", "BR-1"),
        ("br-1.1", "enhancement", None),
        ("br-2", "control", None),
    ]
    water = found.nodes[0].children[0]
    assert water.text == (
        "Brew [at [a temperature]; hot] and [nowhere]:\n\n- a. in a pot;\n\n"
        "**Guidance**\n\nUse a kettle, checked weekly."
    )
    assert water.links == (Link("related", "br-2"),)
    assert left_out(reading) == {
        "parameter 'nowhere' that is nowhere": ("br-1",),
        "control that is withdrawn": ("br-3",),
        "link 'reference' to something else than a control": ("br-1",),
        "field 'back-matter' of the catalog": ("catalog",),
    }


def refused(data: bytes, form: FileForm | None = None) -> list[str]:
    """What is wrong; never half a document."""
    reading = read_model_file(data, form=form)
    assert reading.document is None
    assert reading.problems
    return [str(problem) for problem in reading.problems]


def link() -> bytes:
    """A zip file with a symbolic link."""
    file = BytesIO(samm())
    entry = ZipInfo("model/evil.yml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(file, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def many() -> bytes:
    """A zip file with very many files."""
    return samm(**{f"model/{number}.yml": "type: X\n" for number in range(2_100)})


@pytest.mark.parametrize(
    ("data", "form", "message"),
    [
        (samm(prefix="../../"), FileForm.SAMM, "line 1: the path '../../model/maturity_levels/1.yml' leads out of the zip file"),
        (samm(prefix="/"), FileForm.SAMM, "line 1: the path '/model/maturity_levels/1.yml' leads out of the zip file"),
        (link(), FileForm.SAMM, "line 1: 'model/evil.yml' is a symbolic link"),
        (many(), FileForm.SAMM, "line 1: the zip file holds 2113 files; at most 2000 are read"),
        (samm(**{"model/x.yml": "x" * 61_000_000}), FileForm.SAMM, "line 1: unpacked it has 61.0 MB; at most 40 MB are read"),
        (samm(**{"model/x.yml": "a: &x [*x]\n"}), None, "line 1, core-2.1.0/model/x.yml: a: the anchor &x is not allowed; write the content out"),
        (samm(**{"model/x.yml": "id: a1\ntype: Stream\n"}), None, "line 1, core-2.1.0/model/x.yml: the id 'a1' is already used in core-2.1.0/model/activities/K-BR-1-A.yml"),
        (b'{"catalog": {"a": 1, "a": 2}}', None, "line 1: the key 'a' is twice in the same mapping"),
        (b'{"catalog": ' + b"[" * 5_000, None, "line 1: nested too deep; at most 60 lists and mappings in each other"),
        (b'{"catalog": {"a": NaN}}', None, "line 1: NaN is no number"),
        (b'{"catalog": {"a": 1,}}', None, "line 1: not JSON: expecting property name enclosed in double quotes"),
        (b'{"profile": {}}', FileForm.OSCAL, "line 1: the file holds no 'catalog' but: profile"),
        (b'{"catalog": {"a": "\xff"}}', None, "line 1: byte 0xFF at offset 19 is not UTF-8; save the file as UTF-8"),
        (b"x" * 11_000_000, FileForm.CISO, "line 1: the file has 11.0 MB; at most 10 MB are read"),
        (b"urn: a\nobjects: {}\n", None, "line 1, objects: the library holds no framework"),
        (b"- a\n", FileForm.DSOMM, "line 1: a model is a mapping of dimensions"),
        (b"a: {b: {c: {d: 1}}}\n", FileForm.DSOMM, "line 1: the file holds no activity with a level"),
        (b"---\na: 1\n---\nb: 'x\n", FileForm.DSOMM, "line 5: a quotation mark is opened and never closed"),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else "",
)  # fmt: skip
def test_refused(data: bytes, form: FileForm | None, message: str) -> None:
    assert refused(data, form)[0] == message


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**20), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "br-1", "#br-1", "{{ insert: param, br-1_prm_2 }}", "\u0000", "x" * 400]),
    st.just([]), st.just({}), st.just([[1], {"id": ["a"]}, None]), st.just({"id": {"a": 1}, "controls": 3}),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a plain value."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(deeper for key, each in inner for deeper in places(each, (*path, key)))]


@given(st.sampled_from(places(OSCAL)[1:]), JUNK)
@settings(max_examples=150, deadline=None)
def test_junk_in_a_catalog_is_left_out_or_refused(path: tuple[Any, ...], junk: Any) -> None:
    broken = copy.deepcopy(OSCAL)
    value: Any = broken
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = junk
    reading = read_model_file(json.dumps(broken).encode(), form=FileForm.OSCAL)
    assert (reading.document is None) == bool(reading.problems)


@given(
    st.sampled_from([CISO, DSOMM]),
    st.integers(0, 2_000),
    st.integers(0, 60),
    st.text("\t\n :-[]{}|'\"#,01ax", max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_any_piece_cut_out_and_replaced(text: str, start: int, length: int, instead: str) -> None:
    form = FileForm.CISO if text is CISO else FileForm.DSOMM
    data = (text[:start] + instead + text[start + length :]).encode()
    reading = read_model_file(data, form=form)
    assert (reading.document is None) == bool(reading.problems)


@pytest.mark.parametrize("form", FileForm)
@given(data=st.binary(max_size=100))
@settings(max_examples=30, deadline=None)
def test_any_bytes(form: FileForm, data: bytes) -> None:
    assert read_model_file(data, form=form).problems


def test_our_ciso_library_reads_back_to_the_same_nodes() -> None:
    before = small_document()
    after = document(read_model_file(write_ciso(before).encode()))
    assert _shape(after) == _shape(before)
    assert (after.model.code, after.model.name, after.model.owner) == (
        *(before.model.code, before.model.name),
        before.model.owner,
    )
    levels = [(level.name, level.value, level.text) for level in before.scales[0].levels]
    assert [(level.name, level.value, level.text) for level in after.scales[0].levels] == levels
    groups = {n.code: n.attribute("implementation_groups") for n in after.walk()}
    assert groups == {n.code: None if n.level is None else (f"L{n.level}",) for n in before.walk()}
    asked = [(node.code, q.text) for node, q in after.questions]
    assert asked == [(node.code, q.text) for node, q in before.questions]
    answers = [(each.name, each.value) for each in after.scales[-1].levels]
    assert answers == [("Yes", 1), ("No", 0), ("Does not apply", None)]
    assert Counter(n.type for n in after.walk()) == {"top_section": 2, "requirement": 6}


def _shape(found: ModelDocument) -> list[tuple[str, str, str, tuple[str, ...]]]:
    placed = structure_of(found).placed.values()
    return [(p.node.code, p.node.title, p.node.text.strip(), _codes(p.ancestors)) for p in placed]


def _codes(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(node.code for node in nodes)
