"""What people type into the search field, and what of it is shown again."""

from __future__ import annotations

import re

MOST_WORDS = 8
LONGEST = 200

START, STOP = "\ue000", "\ue001"
"""Marks around what was found, of the private use area: no model text holds them, and they are
no markup, so nothing of a text is ever taken for markup.
"""

_MARKUP = re.compile(r"[*_`#>]+|\[|\]\([^)\s]*\)")


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for, each once, at most `MOST_WORDS`; letters and digits only."""
    found = re.findall(r"[^\W_]+", text[:LONGEST].casefold())
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def pieces(marked: str) -> tuple[tuple[str, bool], ...]:
    """A text with marks as pieces: (text, whether it was found). Markdown's signs are left out."""
    found = []
    for number, part in enumerate(re.split(f"[{START}{STOP}]", marked)):
        plain = _MARKUP.sub("", part)
        if plain:
            found.append((plain, number % 2 == 1))
    return tuple(found)
