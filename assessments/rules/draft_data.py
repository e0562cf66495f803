"""A draft as plain data, as it is stored and as the API speaks it."""

from collections.abc import Mapping
from typing import Any

from assessments.rules.audience import AskedOf
from assessments.rules.drafting import USUAL_ASPECTS, Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition, SkipRule

_LISTS = ("areas", "order", "left_out", "aspects", "kinds", "levels")


def data_of(draft: Draft) -> dict[str, Any]:
    """The draft as JSON can hold it."""
    return {
        **{name: list(getattr(draft, name)) for name in _LISTS},
        "own": [own_data(question) for question in draft.own],
        "rules": [
            {"when": [_condition_data(c) for c in rule.when], "targets": list(rule.targets)}
            for rule in draft.rules
        ],
        "asked_of": [{"target": one.target, "roles": list(one.roles)} for one in draft.asked_of],
    }


def draft_of(data: Mapping[str, Any], aspects: tuple[str, ...] = USUAL_ASPECTS) -> Draft:
    """The draft of such data; what is missing is as in a draft that changes nothing.

    `aspects` are asked when the data does not say which.
    """
    lists: dict[str, Any] = {"aspects": aspects} | {
        name: tuple(data[name]) for name in _LISTS if name in data
    }
    return Draft(
        **lists,
        own=tuple(OwnQuestion(**question) for question in data.get("own", ())),
        rules=tuple(
            Rule(_conditions(rule["when"]), tuple(rule["targets"]))
            for rule in data.get("rules", ())
        ),
        asked_of=tuple(
            AskedOf(one["target"], tuple(one["roles"])) for one in data.get("asked_of", ())
        ),
    )


def own_data(question: OwnQuestion) -> dict[str, str]:
    """An own question as plain data."""
    return {
        "code": question.code,
        "area": question.area,
        "text": question.text,
        "help": question.help,
        "response_set": question.response_set,
    }


def skip_data(rules: tuple[SkipRule, ...]) -> list[dict[str, Any]]:
    """Skip rules as a questionnaire keeps them."""
    return [{"target": r.target, "when": [_condition_data(c) for c in r.when]} for r in rules]


def skip_rules_of(data: list[dict[str, Any]]) -> tuple[SkipRule, ...]:
    """The skip rules that a questionnaire keeps."""
    return tuple(SkipRule(rule["target"], _conditions(rule["when"])) for rule in data)


def _condition_data(condition: Condition) -> dict[str, Any]:
    return {"question": condition.question, "codes": sorted(condition.codes)}


def _conditions(data: list[dict[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(c["question"], frozenset(c["codes"])) for c in data)
