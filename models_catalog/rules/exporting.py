"""The formats in which a model can be taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.foreign.ciso_writing import write_ciso
from models_catalog.rules.spreadsheet.writing import write_workbook
from models_catalog.rules.writing import plain_document, write_document


@dataclass(frozen=True, slots=True)
class Export:
    """A format: how its files end, what they are, and how a document becomes one."""

    suffix: str
    content_type: str
    write: Callable[[ModelDocument], bytes]


def _json(document: ModelDocument) -> bytes:
    """The plain document; `read_document` reads it, too, for JSON is YAML."""
    return (json.dumps(plain_document(document), ensure_ascii=False, indent=1) + "\n").encode()


EXPORTS = {
    "yaml": Export(
        "yaml", "application/yaml; charset=utf-8", lambda each: write_document(each).encode()
    ),
    "xlsx": Export(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_workbook,
    ),
    "json": Export("json", "application/json", _json),
    "ciso": Export(
        "ciso.yaml", "application/yaml; charset=utf-8", lambda each: write_ciso(each).encode()
    ),
}
"""By the name that pages and the API use."""
