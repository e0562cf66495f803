"""The sheets of a model and their columns. A column is named after the key of the YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MODEL = "Model"
READ_ME = "Read me"
MODEL_FIELDS = (
    *("format", "code", "name", "owner", "kind", "language", "home_page"),
    *("description", "attribution", "version", "notes"),
)


class Holds(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "true or empty"
    CODES = "codes with commas"
    VALUE = "value of an attribute"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `wide` for texts of several lines."""

    key: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    wide: bool = False

    @property
    def heading(self) -> str:
        """As it stands in the first row."""
        return heading(self.key)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one row an entry.

    `key`: the list of the plain model that the entries make up. `owner`: the sheet whose entries
    they belong to, found by the code in the first column; `key` is then a list of that entry.
    """

    title: str
    key: str
    columns: tuple[Column, ...]
    owner: str = ""
    needed: bool = False


def heading(key: str) -> str:
    """`level_scale` as `Level scale`."""
    return key.replace("_", " ").capitalize()


def key_of(text: str) -> str:
    """`Level scale` as `level_scale`; spaces and capitals do not matter."""
    return "_".join(text.lower().replace("_", " ").split())


def _column(key: str, holds: Holds = Holds.TEXT) -> Column:
    return Column(key, holds)


def _needed(key: str, holds: Holds = Holds.TEXT, *, wide: bool = False) -> Column:
    return Column(key, holds, needed=True, wide=wide)


_CODE, _NAME, _TEXT = _needed("code"), _needed("name"), Column("text", wide=True)

SHEETS = (
    Sheet(
        "Scales",
        "scales",
        (_CODE, _NAME, _needed("use"), _column("equal_steps", Holds.FLAG), _TEXT),
    ),
    Sheet(
        "Levels",
        "levels",
        (_needed("scale"), _CODE, _NAME, _column("value", Holds.WHOLE), _column("meaning"), _TEXT),
        owner="Scales",
    ),
    Sheet("Dimensions", "dimensions", (_CODE, _NAME, _TEXT)),
    Sheet(
        "Node types",
        "node_types",
        (
            *(_CODE, _NAME, _needed("plural"), _column("parents", Holds.CODES)),
            *(_column("rateable", Holds.FLAG), _column("askable", Holds.FLAG)),
            *(_column("by_dimension", Holds.FLAG), _column("level_scale")),
            *(_column("rating_scale"), _column("response_set"), _TEXT),
        ),
        needed=True,
    ),
    Sheet(
        "Attributes",
        "attributes",
        (_needed("node_type"), _CODE, _NAME, _column("form")),
        owner="Node types",
    ),
    Sheet(
        "Link kinds",
        "link_kinds",
        (
            *(_CODE, _NAME, _needed("inverse"), _column("acyclic", Holds.FLAG)),
            *(_column("from", Holds.CODES), _column("to", Holds.CODES)),
        ),
    ),
    Sheet(
        "Nodes",
        "nodes",
        (
            *(_CODE, _needed("parent"), _needed("type"), _needed("title", wide=True)),
            *(_column("level", Holds.WHOLE), _column("dimension")),
            *(_column("optional", Holds.FLAG), _column("may_not_apply", Holds.FLAG)),
            *(_TEXT, _column("replaces", Holds.CODES)),
        ),
        needed=True,
    ),
    Sheet(
        "Attribute values",
        "attributes",
        (
            *(_needed("node"), _needed("attribute"), _column("item", Holds.WHOLE)),
            Column("value", Holds.VALUE, needed=True, wide=True),
        ),
        owner="Nodes",
    ),
    Sheet(
        "Questions",
        "questions",
        (
            *(_needed("node"), _column("code"), _needed("text", wide=True)),
            *(Column("help", wide=True), _column("response_set"), _column("dimension")),
        ),
        owner="Nodes",
    ),
    Sheet(
        "Descriptors",
        "descriptors",
        (
            *(_needed("node"), _column("dimension"), _needed("level", Holds.WHOLE)),
            _needed("text", wide=True),
        ),
        owner="Nodes",
    ),
    Sheet("Links", "links", (_needed("node"), _needed("kind"), _needed("to")), owner="Nodes"),
)

BY_TITLE = {sheet.title: sheet for sheet in SHEETS}

EXPLAINED = (
    "This workbook holds one version of one maturity model.",
    "Change it here and import it again; nothing is stored before you have seen what changes.",
    "Codes are identity: two versions are compared by code. A new code is a new thing.",
    "Order counts: rows stand in the order in which they are shown.",
    "Columns may stand in any order; their headings and the names of the sheets must stay.",
    "An empty cell means: not given. Empty rows are skipped.",
    "Lists of codes (parents, from, to, replaces) have commas between the codes.",
    "Yes-or-no cells hold TRUE, or nothing.",
    "Nodes: Parent is the code of the node above; empty at the top of the tree.",
    "Attribute values: one row a value; a list has one row for each of its items, with 1, 2, 3 "
    "under Item.",
    "Questions: the only question about a node may do without a code.",
    "Texts may use Markdown. Formulas, macros and links to other workbooks are refused.",
)
"""The sheet that explains the others."""
