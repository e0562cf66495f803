"""Sentences of the rules, in English, that upper floors can say in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self


class Phrase(str):
    """A text that knows the template and the values it was made of."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Any]

    def __new__(
        cls, text: str, template: str = "", values: Mapping[str, Any] | None = None
    ) -> Self:
        """The text with its parts; without a template it is only a text."""
        made = super().__new__(cls, text)
        made.template, made.values = template, values or {}
        return made


def phrase(template: str, **values: Any) -> Phrase:
    """The template, which `makemessages` finds, filled with values; these may be phrases too."""
    return Phrase(template % values if values else template, template, values)
