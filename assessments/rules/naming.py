"""Names of people in texts that must name nobody."""

import re
from collections.abc import Iterable

SHORTEST_PART = 3
REPLACEMENT = "[…]"
_WORD = re.compile(r"\w+")


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Names of which the whole, or a capitalized part of at least 3 letters, stands in the text.

    Meant for a warning: a part may also be an ordinary word, which a person can tell apart. A part
    counts only outside the whole names found, so that namesakes of these are not listed too.
    """
    known = _worth_a_look(text, {" ".join(name.split()) for name in names if name.strip()})
    whole = {name for name in known if _whole(name, ignoring_case=True).search(text)}
    rest = text
    for name in whole:
        rest = _whole(name, ignoring_case=True).sub(" ", rest)
    return [name for name in known if name in whole or _has_part(rest, name)]


def _worth_a_look(text: str, names: Iterable[str]) -> list[str]:
    """Names of which some word stands in the text: hundreds of names are looked for in no time."""
    words = set(_WORD.findall(text.casefold()))
    return sorted(name for name in names if words.intersection(_WORD.findall(name.casefold())))


def _has_part(text: str, name: str) -> bool:
    parts = [part for part in name.split() if len(part) >= SHORTEST_PART and part[0].isupper()]
    return any(_whole(part).search(text) for part in parts)


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with every whole name (two words or more) replaced, whatever its case."""
    for name in sorted({" ".join(n.split()) for n in names}, key=len, reverse=True):
        if " " in name:
            text = _whole(name, ignoring_case=True).sub(REPLACEMENT, text)
    return text


def _whole(words: str, *, ignoring_case: bool = False) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE if ignoring_case else 0)
