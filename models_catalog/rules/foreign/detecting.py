"""Which format a file has, by its content."""

from __future__ import annotations

import re
from enum import StrEnum

from models_catalog.rules.archive import ZIP_MARK, Archive, BadArchive
from models_catalog.rules.spreadsheet.opening import OLD_MARK, WORKBOOK

LOOKED_AT = 100_000
"""Bytes of the beginning that tell formats apart."""


class FileForm(StrEnum):
    """A format that a model can be brought in."""

    OWN = "own"
    XLSX = "xlsx"
    CISO = "ciso"
    SAMM = "samm"
    DSOMM = "dsomm"
    OSCAL = "oscal"


_OWN = re.compile(rb'^[ \t]*\{?\s*"?format"?\s*:', re.MULTILINE)
_URN = re.compile(rb"^urn\s*:", re.MULTILINE)
_CATALOG = re.compile(rb'\A\s*\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"catalog"\s*:')
_ACTIVITY = re.compile(rb"^ {4,12}(?:uuid|risk|measure|level)\s*:", re.MULTILINE)
_MARK = b"\xef\xbb\xbf"


def form_of(data: bytes) -> FileForm:
    """The format of a file; own when it looks like none of the others."""
    if data.startswith(OLD_MARK):
        return FileForm.XLSX
    if data.startswith(ZIP_MARK):
        return _zip_form(data)
    head = data[:LOOKED_AT].removeprefix(_MARK)
    if _CATALOG.match(head):
        return FileForm.OSCAL
    if _OWN.search(head):
        return FileForm.OWN
    if _URN.search(head):
        return FileForm.CISO
    return FileForm.DSOMM if _ACTIVITY.search(head) else FileForm.OWN


def is_ciso(data: bytes) -> bool:
    """Whether the file is a library of CISO Assistant and not one of our own."""
    head = data[:LOOKED_AT].removeprefix(_MARK)
    return bool(_URN.search(head)) and not _OWN.search(head)


def _zip_form(data: bytes) -> FileForm:
    """A workbook unless it holds YAML files; what is wrong with it its reader says."""
    try:
        names = Archive(data).names
    except BadArchive:
        return FileForm.XLSX
    if WORKBOOK in names or "[Content_Types].xml" in names:
        return FileForm.XLSX
    has_yaml = any(name.endswith((".yml", ".yaml")) for name in names)
    return FileForm.SAMM if has_yaml else FileForm.XLSX
