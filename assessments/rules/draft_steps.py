"""Single steps that change a draft: each gives a new draft and leaves the rest as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assessments.rules.audience import AskedOf, role_keys
from assessments.rules.drafting import Card, Draft, OwnQuestion, Rule, moved


def with_card_moved(draft: Draft, cards: Sequence[Card], code: str, step: int) -> Draft:
    """A question `step` places further inside its area; raises ValueError when it is not there."""
    card = next((card for card in cards if card.code == code), None)
    if card is None:
        raise ValueError(f"No such question: {code}.")
    mates = [other.code for other in cards if other.area == card.area]
    order = moved(mates, code, step)
    rest = [other.code for other in cards if other.area != card.area]
    return replace(draft, order=(*rest, *order))


def with_area_moved(draft: Draft, areas: Sequence[str], area: str, step: int) -> Draft:
    """A whole area `step` places further; raises ValueError when it is not there."""
    return replace(draft, areas=tuple(moved(areas, area, step)))


def with_left_out(draft: Draft, codes: Iterable[str]) -> Draft:
    """Questions left out; doing it twice changes nothing."""
    return replace(draft, left_out=tuple(dict.fromkeys((*draft.left_out, *codes))))


def with_taken_in(draft: Draft, codes: Iterable[str]) -> Draft:
    """Questions that were left out asked again."""
    wanted = set(codes)
    return replace(draft, left_out=tuple(code for code in draft.left_out if code not in wanted))


def with_own(draft: Draft, question: OwnQuestion) -> Draft:
    """An own question added, or changed when its code is there already."""
    if all(own.code != question.code for own in draft.own):
        return replace(draft, own=(*draft.own, question))
    return replace(
        draft, own=tuple(question if own.code == question.code else own for own in draft.own)
    )


def without_own(draft: Draft, code: str) -> Draft:
    """An own question taken out, from rules that skip it as well."""
    rules = (
        replace(rule, targets=tuple(target for target in rule.targets if target != code))
        for rule in draft.rules
    )
    return replace(
        draft,
        own=tuple(own for own in draft.own if own.code != code),
        rules=tuple(rule for rule in rules if rule.targets),
        asked_of=tuple(one for one in draft.asked_of if one.target != code),
    )


def with_asked_of(draft: Draft, target: str, roles: Iterable[str]) -> Draft:
    """A part or question put to people with these roles only; without roles to everybody."""
    others = tuple(one for one in draft.asked_of if one.target != target)
    keys = role_keys(roles)
    return replace(draft, asked_of=(*others, AskedOf(target, keys)) if keys else others)


def with_rule(draft: Draft, rule: Rule) -> Draft:
    """One more skip rule, behind the others."""
    return replace(draft, rules=(*draft.rules, rule))


def without_rule(draft: Draft, place: int) -> Draft:
    """The skip rule at that place, from 0, taken out; nothing happens when there is none."""
    return replace(draft, rules=tuple(r for n, r in enumerate(draft.rules) if n != place))
