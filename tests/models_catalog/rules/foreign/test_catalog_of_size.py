"""An OSCAL catalog of the size of NIST SP 800-53 is read as a whole."""

import json
import sys
from types import FrameType
from typing import Any

import pytest

from models_catalog.rules.foreign.oscal import read_oscal
from models_catalog.rules.foreign.report import ForeignReading, Told
from models_catalog.rules.reading import read_document
from models_catalog.rules.writing import write_document
from tests.models_catalog.rules.foreign.catalog_of_size import WORDS, catalog


@pytest.fixture(scope="module")
def data() -> bytes:
    """20 families, 320 controls, 960 enhancements."""
    return json.dumps(catalog(), indent=2).encode()


@pytest.fixture(scope="module")
def reading(data: bytes) -> ForeignReading:
    """What is read of it."""
    return read_oscal(data, Told())


def test_everything_is_there_and_counted(data: bytes, reading: ForeignReading) -> None:
    assert len(data) > 3_000_000
    assert reading.problems == ()
    assert reading.document is not None
    types = [node.type for node in reading.document.walk()]
    counts = {kind: types.count(kind) for kind in sorted(set(types))}
    # One control of each family is withdrawn, and its three enhancements with it.
    assert counts == {"top_group": 20, "control": 300, "enhancement": 900}
    assert dict(reading.report.understood) == {
        "groups": 20,
        "controls": 300,
        "control enhancements": 900,
        "parts": 2400,
        "parameters put into texts": 9600,
        "links": 4796,
    }


def test_what_is_left_out_is_counted_with_places(reading: ForeignReading) -> None:
    left = {each.what: each for each in reading.report.left_out}
    assert {what: each.count for what, each in left.items()} == {
        "control that is withdrawn": 20,
        "property 'sort-id'": 1200,
        "link 'reference' to something else than a control": 1200,
        "link 'related' to something else than a control": 4,
        "field 'back-matter' of the catalog": 1,
    }
    assert left["control that is withdrawn"].places[:2] == ("f0-16", "f1-16")
    assert len(left["property 'sort-id'"].places) == 200


def test_one_control_reads_as_it_should(reading: ForeignReading) -> None:
    assert reading.document is not None
    node = next(each for each in reading.document.walk() if each.code == "f7-3")
    assert (node.title, node.type, dict(node.attributes)) == (
        "Control 3",
        "control",
        {"label": "F7-3"},
    )
    assert [child.code for child in node.children] == ["f7-3.1", "f7-3.2", "f7-3.3"]
    assert [(link.kind, link.to) for link in node.links] == [
        ("related", f"f{n}-1") for n in range(4)
    ]
    items = "\n\n".join(
        f"- {letter}. Do it [every [a frequency]; when asked];" for letter in "abcd"
    )
    assert node.text == f"{items}\n\n**Guidance**\n\n{(WORDS * 12).strip()}."


def test_our_own_format_holds_it_without_loss(reading: ForeignReading) -> None:
    assert reading.document is not None
    written = write_document(reading.document)
    assert read_document(written.encode()).document == reading.document


def calls_to_read(families: int) -> int:
    """Calls of Python functions while a catalog is read: work, measured without a clock."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    content = json.dumps(catalog(families)).encode()
    read_oscal(content, Told())
    sys.setprofile(counting)
    try:
        read_oscal(content, Told())
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_with_the_size_and_not_faster() -> None:
    once, three_times = calls_to_read(4), calls_to_read(12)
    assert 2.9 < three_times / once < 3.1
