"""Merging values that two sides changed independently: upstream (theirs) and an own variant (ours),
both made from the same base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from models_catalog.rules.differences import reordered

Place = tuple[str, ...]
"""Where a value stands, from the whole down: `("node", "A1", "title")`."""


class Side(StrEnum):
    """Whose value is taken."""

    OURS = "ours"
    THEIRS = "theirs"


class Verdict(StrEnum):
    """What was decided about a value that is not everywhere the same."""

    TAKEN = "taken"
    KEPT = "kept"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Decision:
    """A value that changed on one side or on both. `chosen` counts when both did."""

    place: Place
    verdict: Verdict
    base: Any
    theirs: Any
    ours: Any
    chosen: Side = Side.OURS

    @property
    def key(self) -> str:
        """The place as one text, by which a choice names it."""
        return "|".join(self.place)


@dataclass(slots=True)
class Merge:
    """Merges values and remembers what it decided. `choices`: side by key; ours when none is
    given.
    """

    choices: Mapping[str, Side]
    decisions: list[Decision] = field(default_factory=list)

    def value(
        self, place: Place, base: Any, theirs: Any, ours: Any, default: Side = Side.OURS
    ) -> Any:
        """The side that changed; when both did, the chosen one."""
        if theirs == ours:
            return ours
        if theirs == base:
            self.decisions.append(Decision(place, Verdict.KEPT, base, theirs, ours))
            return ours
        if ours == base:
            self.decisions.append(Decision(place, Verdict.TAKEN, base, theirs, ours))
            return theirs
        decision = Decision(place, Verdict.BOTH, base, theirs, ours)
        chosen = self.choices.get(decision.key, default)
        self.decisions.append(replace(decision, chosen=chosen))
        return theirs if chosen is Side.THEIRS else ours

    def record(
        self, place: Place, base: Any, theirs: Any, ours: Any, skip: Iterable[str] = ()
    ) -> Any:
        """A dataclass merged field by field; `base` None: both sides added it."""
        apart = {*skip, "code"}
        return replace(
            ours,
            **{
                each.name: self._field((*place, each.name), *_read(each.name, base, theirs, ours))
                for each in fields(ours)
                if each.name not in apart
            },
        )

    def _field(self, place: Place, base: Any, theirs: Any, ours: Any) -> Any:
        sides = (base, theirs, ours)
        parts = [part for side in sides if isinstance(side, tuple) for part in side]
        if parts and all(hasattr(part, "code") for part in parts):
            return self.parts(place, base or (), theirs, ours, lambda part: part.code)
        return self.value(place, base, theirs, ours)

    def parts(
        self,
        place: Place,
        base: Sequence[Any],
        theirs: Sequence[Any],
        ours: Sequence[Any],
        key: Callable[[Any], str],
    ) -> tuple[Any, ...]:
        """Lists of things with a key: what either side added is there, what either removed is
        not; what one removed and the other changed is a choice.
        """
        old, new, own = ({key(part): part for part in side} for side in (base, theirs, ours))
        merged: dict[str, Any] = {}
        for code in {**new, **own}:
            sides = (old.get(code), new.get(code), own.get(code))
            part = self._part((*place, code), *sides)
            if part is not None:
                merged[code] = part
        order = merged_order(list(old), list(new), list(own))
        return tuple(merged[code] for code in order if code in merged)

    def _part(self, place: Place, base: Any, theirs: Any, ours: Any) -> Any:
        if theirs is None or ours is None or not is_dataclass(ours):
            return self.value(place, base, theirs, ours)
        return self.record(place, base, theirs, ours)


def _read(name: str, *sides: Any) -> tuple[Any, ...]:
    return tuple(None if side is None else getattr(side, name) for side in sides)


def merged_order(base: list[str], theirs: list[str], ours: list[str]) -> list[str]:
    """All codes of both sides: in our order if we changed it, else in theirs; what only the other
    side has stands after the one that it follows there.
    """
    first, second = (ours, theirs) if reordered(base, ours) else (theirs, ours)
    order = list(first)
    known = set(first)
    previous = ""
    for code in second:
        if code not in known:
            order.insert(order.index(previous) + 1 if previous else 0, code)
            known.add(code)
        previous = code
    return order
