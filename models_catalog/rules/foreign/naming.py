"""Codes, titles and texts as the model format allows them, made from what foreign files hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from models_catalog.rules.foreign.report import Notes
from models_catalog.rules.phrases import phrase
from models_catalog.rules.yaml_tree import CONTROL

LONGEST_CODE = 64
LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
_NOT_CODE = re.compile(r"[^A-Za-z0-9._-]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r'https?://[^\s<>"]{1,490}')


def words(value: Any) -> str:
    """A single value as text; lists, mappings and nothing as the empty text."""
    if isinstance(value, str):
        return CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


def one_line(value: Any) -> str:
    """A single value as one line."""
    return " ".join(words(value).split())


def title_of(*candidates: Any) -> str:
    """The first candidate that says something, at most a title's length; a long one is cut after
    its first sentence.
    """
    found = next((line for line in map(one_line, candidates) if line), "")
    if len(found) > LONGEST_TITLE // 2:
        found = _SENTENCE.split(found, maxsplit=1)[0]
    return found if len(found) <= LONGEST_TITLE else f"{found[: LONGEST_TITLE - 3]}..."


def text_of(value: str, place: str, notes: Notes, longest: int = LONGEST_TEXT) -> str:
    """The text, cut when it is too long, which is noted."""
    if len(value) <= longest:
        return value
    notes.left(
        phrase("the end of a text of more than %(longest)s characters", longest=longest), place
    )
    return f"{value[: longest - 3]}..."


def under_headings(parts: list[tuple[str, str]]) -> str:
    """Texts below each other in Markdown, each under its heading in bold, without empty ones."""
    return "\n\n".join(
        f"**{heading}**\n\n{text}" if heading else text for heading, text in parts if text
    )


def slug(value: Any) -> str:
    """A code from any text; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", one_line(value)).encode("ascii", "ignore").decode()
    return _NOT_CODE.sub("-", plain).strip("._-")[:LONGEST_CODE].rstrip("._-")


def language_of(value: Any) -> str:
    """A language code; English when the file names none."""
    found = one_line(value)
    return found if _LANGUAGE.fullmatch(found) and len(found) <= 35 else "en"


def address_of(value: Any) -> str:
    """An address of the web, or nothing."""
    found = one_line(value)
    return found if _ADDRESS.fullmatch(found) else ""


class Codes:
    """Gives each thing a code of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def make(self, *candidates: Any) -> str:
        """The first candidate that is free as a code; else the first with a number behind it."""
        slugs = [found for found in map(slug, candidates) if found] or ["item"]
        free = next((found for found in slugs if found not in self._taken), None)
        number = 2
        while free is None:
            tried = f"{slugs[0][: LONGEST_CODE - 6]}-{number}"
            free = tried if tried not in self._taken else None
            number += 1
        self._taken.add(free)
        return free
