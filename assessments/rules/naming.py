"""Names of people in texts that must name nobody."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

SHORTEST_PART = 3
REPLACEMENT = "[…]"
_WORD = re.compile(r"\w+")


# Words that are names, too; at the beginning of a sentence nobody can tell.
ORDINARY = frozenset(
    _WORD.findall(
        """art baker bank best bill black bond brown bush carpenter case chance chase cook cross day
        dean down drew faith field fisher ford forest fox frank gardener gene grant green hall hand
        hill hope house hunter joy judge just king knight lane law light little long lord love major
        man mark marsh marshal mason may mercy mill miller moon moor more new noble pace page park
        pat peace pitt pool pope potter power price prior ray read reason reed rich rise rob rock
        rose rush sage sales sharp shepherd short skill small smith snow speed star stone storm
        street strong sue summer swift tailor temple town trust turner wade walker wall ward waters
        way weaver wells white will winter wise wood worth young"""
    )
)
_SENTENCE = re.compile(r"(?:^|[.!?:;\n•*\-–—(\"“])\s*$")


def names_in(text: str, names: Iterable[str], own_words: Collection[str] = ()) -> list[str]:
    """Names of which the whole, or a capitalized part of at least 3 letters, stands in the text.

    Meant for a warning that should not cry wolf. A part counts only outside the whole names found,
    so that namesakes of these are not listed too; not where it is one of the model's `own_words`
    (casefolded); and an ordinary word only where its capital is not that of a sentence.
    """
    known = _worth_a_look(text, {" ".join(name.split()) for name in names if name.strip()})
    whole = {name for name in known if _whole(name, ignoring_case=True).search(text)}
    rest = text
    for name in whole:
        rest = _whole(name, ignoring_case=True).sub(" ", rest)
    return [name for name in known if name in whole or _has_part(rest, name, own_words)]


@lru_cache(maxsize=2000)
def names_somebody(text: str, names: tuple[str, ...]) -> bool:
    """Whether a whole name (two words or more) stands in the text. Boards ask it of the same texts
    again and again, so the last answers are kept."""
    plain = " ".join(text.split()).casefold()
    known = {" ".join(name.split()) for name in names if " " in name.strip()}
    return bool(names_in(text, [name for name in known if name.casefold() in plain]))


def parts_of(name: str) -> list[str]:
    """The parts of a name that are looked for by themselves."""
    return [part for part in name.split() if len(part) >= SHORTEST_PART and part[0].isupper()]


def _worth_a_look(text: str, names: Iterable[str]) -> list[str]:
    """Names of which some word stands in the text: hundreds of names are looked for in no time."""
    words = set(_WORD.findall(text.casefold()))
    return sorted(name for name in names if words.intersection(_WORD.findall(name.casefold())))


def _has_part(text: str, name: str, own_words: Collection[str]) -> bool:
    return any(
        _stands_out(text, part) for part in parts_of(name) if part.casefold() not in own_words
    )


def _stands_out(text: str, part: str) -> bool:
    found = _whole(part).finditer(text)
    if part.casefold() not in ORDINARY:
        return any(True for _match in found)
    return any(not _SENTENCE.search(text[: match.start()]) for match in found)


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with every whole name (two words or more) replaced, whatever its case."""
    for name in sorted({" ".join(n.split()) for n in names}, key=len, reverse=True):
        if " " in name:
            text = _whole(name, ignoring_case=True).sub(REPLACEMENT, text)
    return text


def _whole(words: str, *, ignoring_case: bool = False) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE if ignoring_case else 0)
