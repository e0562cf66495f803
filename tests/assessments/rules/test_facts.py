"""The vocabulary of facts: every template can be filled, every fact is told apart."""

from string import Formatter

import pytest

from assessments.rules.facts import (
    FACTS,
    Fact,
    FactKind,
    appraising,
    asking,
    concluding,
    it_cmf,
    preparing,
    scoring,
    studying,
)
from tests.assessments.rules.methods import NAMES, conditions, shipped

FIELDS = {
    FactKind.FLAG: set(),
    FactKind.NAMES: {"value", "names"},
    FactKind.PER_NAME: {"value", "names", "bound"},
    FactKind.COUNT: {"value", "bound"},
    FactKind.PERCENT: {"value", "bound"},
}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_no_fact_is_declared_twice() -> None:
    groups = (
        preparing.PREPARING, asking.ASKING, concluding.CONCLUDING, appraising.APPRAISING,
        it_cmf.IT_CMF, scoring.SCORING, studying.STUDYING,
    )  # fmt: skip
    assert len(FACTS) == sum(len(group) for group in groups)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_templates_can_be_filled_and_are_sentences(fact: Fact) -> None:
    templates = [text for text in (fact.met, fact.unmet, fact.over) if text]
    assert set().union(*map(fields, templates)) <= FIELDS[fact.kind]
    assert [text[-1] for text in templates] == ["."] * len(templates)
    asks = "names" if fact.kind in (FactKind.NAMES, FactKind.PER_NAME) else "value"
    if fact.kind is not FactKind.FLAG:
        assert all(asks in fields(text) for text in (fact.unmet, fact.over) if text)
    assert not fact.meaning.endswith(".")
    assert fields(fact.meaning) == set()


def test_every_fact_is_asked_about_by_a_shipped_method() -> None:
    found = set()
    for name in NAMES:
        for condition in conditions(shipped(name)):
            found |= {condition.fact, condition.at_least_fact, condition.at_most_fact}
    assert found - {None} == set(FACTS)
