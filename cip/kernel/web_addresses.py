"""Web addresses in what people write."""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"""https?://[^\s<>"]+""", re.IGNORECASE)
_AFTER = ".,;:!?'\u2019\u201d\u00bb"
_PAIRS = {")": "(", "]": "["}


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut into what is an http or https address (True) and what is not, in order.

    Marks that end the sentence around an address are no part of it.
    """
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _without_marks_after(match.group())
        if not _has_host(address):
            continue
        found += [(text[end : match.start()], False), (address, True)]
        end = match.start() + len(address)
    return [piece for piece in (*found, (text[end:], False)) if piece[0]]


def _without_marks_after(address: str) -> str:
    while address[-1] in _AFTER or _closes_nothing(address):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    opening = _PAIRS.get(address[-1])
    return opening is not None and address.count(address[-1]) > address.count(opening)


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False
