"""What agreed levels of parts say about the whole, and what keeps it from its next level.

Source: IT-CMF, chapter 4 of the Stage 1 guide (validated levels of building blocks); NIMM session,
N7 and invariant 6 (what is not agreed stays out). Levels are ordinal: the whole has reached a level
for certain when every part has. Nothing is averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rules.ordinal import LevelRange


@dataclass(frozen=True)
class Reach:
    """The level that every part has reached, and what keeps the whole from the next one.

    `bounds` spans what parts without an agreed level leave open; None while no part has one.
    `next` is None at the top. `short`: parts agreed below it, surely; `unsure`: parts of which a
    range leaves it open; `unrated`: parts without a level. Keys in the given order.
    """

    bounds: LevelRange | None
    next: int | None
    short: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    unrated: tuple[str, ...] = ()


def reach(parts: Mapping[str, LevelRange | None], scale: LevelRange) -> Reach:
    """The level of the whole by its parts. ValueError for a level outside the scale."""
    known = {key: level for key, level in parts.items() if level is not None}
    if any(each.lower < scale.lower or each.upper > scale.upper for each in known.values()):
        raise ValueError("An agreed level lies outside the scale.")
    if not known:
        return Reach(None, None, unrated=tuple(parts))
    is_whole = len(known) == len(parts)
    lower = min(each.lower for each in known.values()) if is_whole else scale.lower
    upper = min(each.upper for each in known.values())
    following = lower + 1 if lower < scale.upper else None
    if following is None:
        return Reach(LevelRange(lower, upper), None)
    return Reach(
        LevelRange(lower, upper),
        following,
        short=tuple(key for key, level in known.items() if level.upper < following),
        unsure=tuple(k for k, level in known.items() if level.lower < following <= level.upper),
        unrated=tuple(key for key, level in parts.items() if level is None),
    )
