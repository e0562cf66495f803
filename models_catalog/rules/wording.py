"""What changed in a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 1_500
"""Longer stretches of changed words are shown as replaced: comparing them takes too long."""

_SURROUNDING = 12


class Mark(StrEnum):
    """What became of a piece of text. `LEFT_OUT` stands for words that stayed and are not shown."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together and share their fate, with the white space after each."""

    mark: Mark
    text: str


def compared_words(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts: same and removed ones make up the first, same and added ones the
    second.
    """
    old, new = _words(before), _words(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [
        Piece(Mark.SAME, "".join(old[:head])),
        *_middle(middle_old, middle_new),
        Piece(Mark.SAME, "".join(old[len(old) - tail :])),
    ]
    return tuple(piece for piece in pieces if piece.text)


def shortened_pieces(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with a few words around each change; what is left out between them is marked."""
    last = len(pieces) - 1
    return tuple(
        short
        for place, piece in enumerate(pieces)
        for short in _shortened(piece, is_first=place == 0, is_last=place == last)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+\s*", text)


def _common(first: list[str], second: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(first, second, strict=False)
    return next(
        (place for place, (one, other) in enumerate(pairs) if one != other),
        min(len(first), len(second)),
    )


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST_WORDS:
        return [Piece(Mark.REMOVED, "".join(old)), Piece(Mark.ADDED, "".join(new))]
    pieces = []
    for tag, start, end, from_, to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(old[start:end])))
        else:
            pieces.append(Piece(Mark.REMOVED, "".join(old[start:end])))
            pieces.append(Piece(Mark.ADDED, "".join(new[from_:to])))
    return pieces


def _shortened(piece: Piece, *, is_first: bool, is_last: bool) -> tuple[Piece, ...]:
    words = _words(piece.text)
    before = 0 if is_first else _SURROUNDING
    after = 0 if is_last else _SURROUNDING
    if piece.mark is not Mark.SAME or len(words) <= before + after + _SURROUNDING:
        return (piece,)
    parts = (
        Piece(Mark.SAME, "".join(words[:before])),
        Piece(Mark.LEFT_OUT, "… "),
        Piece(Mark.SAME, "".join(words[len(words) - after :])),
    )
    return tuple(part for part in parts if part.text)
