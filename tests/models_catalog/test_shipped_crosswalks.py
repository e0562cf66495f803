"""The crosswalks we ship: honest, complete in their reasons, and useful."""

from collections import Counter
from pathlib import Path

import pytest

from models_catalog.rules.crosswalk import Confidence, CrosswalkDocument, Reach, Relation, reach
from models_catalog.rules.crosswalk_file import read_crosswalk
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.reading import read_document

FIXTURES = Path(__file__).parents[2] / "fixtures"
MODELS = {
    document.model.code: document
    for file in sorted((FIXTURES / "catalog").glob("*.yaml"))
    if (document := read_document(file.read_bytes()).document)
}
WALKS = sorted((FIXTURES / "crosswalks").glob("*.yaml"))


def walk(file: Path) -> CrosswalkDocument:
    codes = {code: {node.code for node in model.walk()} for code, model in MODELS.items()}
    reading = read_crosswalk(file.read_bytes(), lambda edition: codes.get(edition.model))
    assert reading.problems == ()
    assert reading.document is not None
    return reading.document


def types_of(model: ModelDocument, codes: set[str]) -> set[str]:
    return {node.type for node in model.walk() if node.code in codes}


@pytest.mark.parametrize("file", WALKS, ids=[file.stem for file in WALKS])
def test_every_mapping_is_ours_and_says_why(file: Path) -> None:
    document = walk(file)
    assert file.stem == document.code.lower()
    assert document.source.number == MODELS[document.source.model].version.number
    assert document.target.number == MODELS[document.target.model].version.number
    assert not any(each.official for each in document.mappings)
    assert [each for each in document.mappings if not 30 < len(each.rationale) < 250] == []
    assert [each for each in document.mappings if not each.rationale.endswith(".")] == []
    assert "None of these mappings is official" in document.notes


@pytest.mark.parametrize(
    ("name", "types", "mappings", "relations"),
    [
        (
            "nimm--itscmm",
            ("capability", "key_process_area"),
            32,
            {Relation.EQUAL: 3, Relation.SUBSET: 7, Relation.INTERSECTS: 22},
        ),
        (
            "nimm--it-cmf",
            ("capability", "critical_capability"),
            78,
            {Relation.SUBSET: 43, Relation.INTERSECTS: 35},
        ),
        (
            "ddi--it-cmf",
            ("capability", "critical_capability"),
            42,
            {Relation.EQUAL: 1, Relation.SUBSET: 2, Relation.INTERSECTS: 39},
        ),
    ],
)
def test_nimm_and_ddi_are_compared_by_capability(
    name: str, types: tuple[str, str], mappings: int, relations: dict[Relation, int]
) -> None:
    document = walk(FIXTURES / "crosswalks" / f"{name}.yaml")
    left, right = MODELS[document.source.model], MODELS[document.target.model]
    assert types_of(left, {each.source for each in document.mappings}) == {types[0]}
    assert types_of(right, {each.target for each in document.mappings}) == {types[1]}
    assert len(document.mappings) == mappings
    assert Counter(each.relation for each in document.mappings) == relations
    unsure = [each for each in document.mappings if each.confidence is not Confidence.HIGH]
    assert len(unsure) > len(document.mappings) / 3


def test_what_nimm_tells_of_the_it_service_cmm() -> None:
    document = walk(FIXTURES / "crosswalks" / "nimm--itscmm.yaml")
    areas = [node.code for node in MODELS["ITSCMM"].walk() if node.type == "key_process_area"]
    told = reach(
        [(each.source, each.target, each.relation) for each in document.mappings],
        {each.source for each in document.mappings},
        areas,
    )
    assert [code for code in areas if told[code] is Reach.WHOLE] == ["SCM", "CM", "PM"]
    untold = ["ISM", "QPM", "SQA", "OPF", "TCM", "PCM", "SD", "SQM"]
    assert [code for code in areas if told[code] is Reach.NONE] == untold
