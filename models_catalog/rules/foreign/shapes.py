"""Pieces of plain models that several readers need."""

from __future__ import annotations

from models_catalog.rules.document import FORMAT
from models_catalog.rules.plain import Plain

IN_PLACE: Plain = {
    "code": "in_place",
    "name": "In place",
    "use": "rating",
    "levels": [
        {"code": "no", "name": "Not in place", "value": 0},
        {"code": "partly", "name": "Partly in place", "value": 1},
        {"code": "yes", "name": "In place", "value": 2},
        {"code": "not_applicable", "name": "Not applicable", "meaning": "not_applicable"},
    ],
}
"""How a team rates what a foreign file gives no scale for."""


def plain_model(model: Plain, number: str, **sections: list[Plain]) -> Plain:
    """A plain model; empty sections are left out."""
    return {
        "format": FORMAT,
        "model": model,
        "version": {"number": number[:32]},
        **{key: value for key, value in sections.items() if value or key == "nodes"},
    }


def attribute(code: str, name: str, form: str = "text") -> Plain:
    """A further fact of a node type."""
    return {"code": code, "name": name, "form": form}


def kept(entries: Plain) -> Plain:
    """The entries that say something."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}
