"""How a questionnaire is drafted: what the scope gives, and what the team changed about it.

A card is what a respondent sees as one question; its items ask for its aspects: as it is, as it is
to be, how much it matters. A draft holds the changes only, so that it follows when the scope does.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assessments.rules.answer_kinds import Kind
from assessments.rules.audience import AskedOf
from assessments.rules.outline import Condition, Outline, OutlinedQuestion, SkipRule

# Response sets of the shipped models that ask how much something matters.
IMPORTANCE_SETS = frozenset({"need", "importance"})
OWN = "OWN-"
MODEL_SET, SHIPPED_SET = "model:", "shipped:"


class Aspect(StrEnum):
    """What is asked about a question's subject."""

    AS_IS = "as_is"
    TO_BE = "to_be"
    IMPORTANCE = "importance"


USUAL_ASPECTS = (Aspect.AS_IS, Aspect.IMPORTANCE)


@dataclass(frozen=True)
class CatalogQuestion:
    """A question of the model in scope, in catalog order; `response_set` is the set's code."""

    id: Hashable
    code: str
    node: Hashable
    area: str
    kind: str
    level: int | None
    response_set: str
    text: str = ""
    help: str = ""


@dataclass(frozen=True)
class OwnQuestion:
    """A question of the team's own. `response_set` is `model:<code>` or `shipped:<code>`."""

    code: str
    area: str
    text: str
    response_set: str
    help: str = ""


@dataclass(frozen=True)
class Rule:
    """When all conditions hold, the cards in `targets` are not asked."""

    when: tuple[Condition, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What was changed about the questions that the scope gives; empty tuples change nothing.

    `aspects`, `kinds` (of nodes) and `levels` narrow what is asked; `to_be` comes only when named.
    """

    areas: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    own: tuple[OwnQuestion, ...] = ()
    rules: tuple[Rule, ...] = ()
    aspects: tuple[str, ...] = USUAL_ASPECTS
    kinds: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    asked_of: tuple[AskedOf, ...] = ()


@dataclass(frozen=True)
class Item:
    """One aspect of a card. `question` is None for an own question."""

    key: str
    aspect: Aspect
    question: Hashable | None
    response_set: str
    text: str = ""
    help: str = ""


@dataclass(frozen=True)
class Card:
    """What a respondent sees as one question."""

    code: str
    area: str
    items: tuple[Item, ...]
    is_own: bool = False
    is_left_out: bool = False

    @property
    def text(self) -> str:
        """The heading: what the first item asks."""
        return self.items[0].text

    @property
    def help(self) -> str:
        """The explanation below it."""
        return self.items[0].help


def cards(questions: Sequence[CatalogQuestion], areas: Sequence[str], draft: Draft) -> list[Card]:
    """All cards in order, those left out among them; `areas` are the areas in scope, in order.

    Own questions of an area that is no longer in scope are left away.
    """
    asked = [q for q in questions if _is_wanted(q, draft)]
    found = [*_catalog_cards(asked, draft), *_own_cards(draft.own, areas)]
    area_place = {area: n for n, area in enumerate(arranged(areas, draft.areas))}
    by_area: dict[str, list[Card]] = {}
    for card in found:
        by_area.setdefault(card.area, []).append(card)
    left_out = set(draft.left_out)
    result = []
    for area in sorted(by_area, key=lambda name: area_place[name]):
        by_code = {card.code: card for card in by_area[area]}
        for code in arranged(list(by_code), draft.order):
            result.append(replace(by_code[code], is_left_out=code in left_out))
    return result


def arranged(natural: Sequence[str], order: Iterable[str]) -> list[str]:
    """`natural` as far as `order` says; what it does not name keeps behind what came before it."""
    place = {code: n for n, code in enumerate(order)}
    rows, last = [], -1
    for n, code in enumerate(natural):
        is_known = code in place
        last = place.get(code, last)
        rows.append((last, -1 if is_known else n, code))
    return [code for _place, _n, code in sorted(rows)]


def moved(codes: Sequence[str], code: str, step: int) -> list[str]:
    """The code `step` places further (at most to an end); ValueError when it is not there."""
    rest = [other for other in codes if other != code]
    place = list(codes).index(code) + step
    place = min(max(place, 0), len(rest))
    return [*rest[:place], code, *rest[place:]]


def next_own_code(taken: Collection[str]) -> str:
    """A code for one more own question that nobody has used."""
    number = 1
    while f"{OWN}{number}" in taken:
        number += 1
    return f"{OWN}{number}"


def outline_of(
    chosen: Iterable[Card], rules: Iterable[Rule], sets: Mapping[str, Mapping[str, Kind]]
) -> Outline:
    """The outline of what will be asked, item by item, for the check of the skip rules.

    `sets` gives what each response set offers. A rule for a card is one for each of its items.
    """
    kept = [card for card in chosen if not card.is_left_out]
    questions = tuple(
        OutlinedQuestion(item.key, sets.get(item.response_set, {}), card.area, card.is_own)
        for card in kept
        for item in card.items
    )
    return Outline(questions, skip_rules(kept, rules))


def skip_rules(kept: Iterable[Card], rules: Iterable[Rule]) -> tuple[SkipRule, ...]:
    """The rules item by item. A target that is not asked needs none, so that it is left away."""
    items = {card.code: [item.key for item in card.items] for card in kept}
    return tuple(
        SkipRule(key, rule.when)
        for rule in rules
        for target in rule.targets
        for key in items.get(target, ())
    )


def item_key(code: str, aspect: str) -> str:
    """The name of an item in skip rules: the question's code, with its aspect unless as it is."""
    return code if aspect == Aspect.AS_IS else f"{code}:{aspect}"


def minutes(words: int, answers: int) -> int:
    """Estimated whole minutes: 200 words read a minute and six seconds for every answer."""
    return max(1, round(words / 200 + answers / 10))


def _is_wanted(question: CatalogQuestion, draft: Draft) -> bool:
    if draft.kinds and question.kind not in draft.kinds:
        return False
    return not draft.levels or question.level is None or question.level in draft.levels


def _catalog_cards(questions: Iterable[CatalogQuestion], draft: Draft) -> list[Card]:
    groups: list[list[CatalogQuestion]] = []
    for question in questions:
        before = groups[-1] if groups else []
        joins = (
            question.response_set in IMPORTANCE_SETS
            and len(before) == 1
            and before[0].node == question.node
            and before[0].response_set not in IMPORTANCE_SETS
        )
        if joins:
            before.append(question)
        else:
            groups.append([question])
    made = [(group[0], _items(group, draft.aspects)) for group in groups]
    return [Card(first.code, first.area, items) for first, items in made if items]


def _items(group: Sequence[CatalogQuestion], aspects: Collection[str]) -> tuple[Item, ...]:
    """The wanted aspects of one card, in the order today, target, importance."""
    found = {}
    for question in group:
        is_importance = question.response_set in IMPORTANCE_SETS
        aspect = Aspect.IMPORTANCE if is_importance else Aspect.AS_IS
        found[aspect] = _item(question, aspect, f"{MODEL_SET}{question.response_set}")
    first = group[0]
    if Aspect.AS_IS in found:
        found[Aspect.TO_BE] = _item(first, Aspect.TO_BE, f"{MODEL_SET}{first.response_set}")
    return tuple(found[aspect] for aspect in Aspect if aspect in found and aspect in aspects)


def _item(question: CatalogQuestion, aspect: Aspect, response_set: str) -> Item:
    key = item_key(question.code, aspect)
    return Item(key, aspect, question.id, response_set, question.text, question.help)


def _own_cards(own: Iterable[OwnQuestion], areas: Collection[str]) -> list[Card]:
    return [
        Card(
            question.code,
            question.area,
            (
                Item(
                    question.code,
                    Aspect.AS_IS,
                    None,
                    question.response_set,
                    question.text,
                    question.help,
                ),
            ),
            is_own=True,
        )
        for question in own
        if question.area in areas
    ]
