"""Checks of a plain method beyond its shape: codes, references, the order of steps, products."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assessments.rules.condition_check import condition_complaints, conditions_complaints
from models_catalog.rules.plain import Plain, entries, flag, mapping, text, text_or_none, texts
from models_catalog.rules.problems import Complaint, Path, path_text, shortened
from models_catalog.rules.vocabulary_check import repeated_codes


def method_complaints(raw: Plain) -> Iterator[Complaint]:
    """Everything wrong with a plain method (dicts, lists, texts, numbers) beyond its shape."""
    for section in ("roles", "products", "phases"):
        yield from repeated_codes(raw, section, ())
    models = raw.get("models")
    if isinstance(models, dict) and not {"made_for", "kinds"} & models.keys():
        yield Complaint(("models",), "'made_for' or 'kinds' is missing")
    roles = _codes(raw, "roles")
    waiver = text_or_none(raw, "waived_by")
    if waiver is not None and waiver not in roles:
        yield Complaint(("waived_by",), _none_of("role", waiver, roles))
    yield from _repeated_steps(raw)
    for path, entry in placed_steps(raw):
        yield from _step_complaints(entry, path, roles)
    yield from _order_complaints(raw)
    yield from _product_complaints(raw)


def placed_steps(raw: Plain) -> Iterator[tuple[Path, Plain]]:
    """Every step of a plain method with its path, in order."""
    for at, phase in entries(raw, "phases"):
        for index, entry in entries(phase, "steps"):
            yield ("phases", at, "steps", index), entry


def needs_of(raw: Plain) -> dict[str, tuple[str, ...]]:
    """The steps that each step needs, by code; without `needs` it is the step before."""
    found: dict[str, tuple[str, ...]] = {}
    before: tuple[str, ...] = ()
    for _path, entry in placed_steps(raw):
        code = text(entry, "code")
        found[code] = tuple(value for _, value in texts(entry, "needs"))
        if "needs" not in entry:
            found[code] = before
        before = (code,)
    return found


def _step_complaints(raw: Plain, path: Path, roles: Collection[str]) -> Iterator[Complaint]:
    yield from _unknown(raw, "by", path, "role", roles)
    for section in ("gates", "warnings"):
        yield from repeated_codes(raw, section, path)
        for index, entry in entries(raw, section):
            place: Path = (*path, section, index)
            yield from conditions_complaints(entry, place)
            yield from _unknown(entry, "by", place, "role", roles)
    for index, entry in entries(mapping(raw, "reopen"), "unless"):
        yield from condition_complaints(entry, (*path, "reopen", "unless", index))


def _repeated_steps(raw: Plain) -> Iterator[Complaint]:
    first: dict[str, Path] = {}
    for path, entry in placed_steps(raw):
        code = text(entry, "code")
        if code and code in first:
            message = f"the code '{shortened(code)}' is already used at {path_text(first[code])}"
            yield Complaint((*path, "code"), message, earlier=first[code])
        first.setdefault(code, path)


def _order_complaints(raw: Plain) -> Iterator[Complaint]:
    """Needs point back, so that there is no circle."""
    codes = [text(entry, "code") for _, entry in placed_steps(raw)]
    for number, (path, entry) in enumerate(placed_steps(raw)):
        for index, code in texts(entry, "needs"):
            if code not in codes[:number]:
                yield Complaint((*path, "needs", index), _not_before(code, codes))
        for index, code in texts(mapping(entry, "reopen"), "during"):
            if code not in codes or code == codes[number]:
                message = f"there is no other step '{shortened(code)}'"
                yield Complaint((*path, "reopen", "during", index), message)


def _product_complaints(raw: Plain) -> Iterator[Complaint]:
    products = _codes(raw, "products")
    given = {text(entry, "code") for _, entry in entries(raw, "products") if flag(entry, "given")}
    needs = needs_of(raw)
    at_hand: dict[str, set[str]] = {}
    for path, entry in placed_steps(raw):
        code = text(entry, "code")
        ready = given.union(*(at_hand.get(before, set()) for before in needs[code]))
        yield from _unknown(entry, "inputs", path, "product", products)
        yield from _unknown(entry, "outputs", path, "product", products)
        for index, name in texts(entry, "inputs"):
            if name in products and name not in ready:
                message = f"no step that '{code}' needs makes '{name}', and it is not given"
                yield Complaint((*path, "inputs", index), message)
        for index, name in texts(entry, "outputs"):
            if name in given:
                yield Complaint((*path, "outputs", index), f"'{name}' is given from outside")
        at_hand[code] = ready | {name for _, name in texts(entry, "outputs")}


def _codes(raw: Plain, section: str) -> list[str]:
    return [text(entry, "code") for _, entry in entries(raw, section)]


def _unknown(
    raw: Plain, key: str, path: Path, what: str, known: Collection[str]
) -> Iterator[Complaint]:
    for index, code in texts(raw, key):
        if code not in known:
            yield Complaint((*path, key, index), _none_of(what, code, known))


def _none_of(what: str, code: str, known: Collection[str]) -> str:
    listed = shortened(", ".join(known), 200) if known else "none are declared"
    return f"there is no {what} '{shortened(code)}'; declared: {listed}"


def _not_before(code: str, codes: Collection[str]) -> str:
    if code in codes:
        return f"the step '{code}' does not come before this one"
    return f"there is no step '{shortened(code)}'"
