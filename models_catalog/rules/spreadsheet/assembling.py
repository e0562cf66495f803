"""Sheets of cells into the plain values of a model, remembering the cell of every value."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from typing import Any

from models_catalog.rules.phrases import phrase
from models_catalog.rules.plain import Plain, entries, text, text_or_none
from models_catalog.rules.problems import shortened
from models_catalog.rules.spreadsheet.assembly import Assembly, Entry
from models_catalog.rules.spreadsheet.layout import (
    BY_TITLE,
    MODEL,
    MODEL_FIELDS,
    READ_ME,
    SHEETS,
    Column,
    Holds,
    Sheet,
    heading,
    key_of,
)
from models_catalog.rules.spreadsheet.opening import MOST_COLUMNS, MOST_ROWS, Cell, Grid
from models_catalog.rules.yaml_tree import CONTROL, resolved

DEEPEST = 18
"""Nodes inside each other; the YAML file allows as many."""

_TRUE = frozenset(["true", "yes", "x", "1"])
_FALSE = frozenset(["false", "no", "0"])


def assemble(grids: list[Grid]) -> Assembly:
    """The plain model of a workbook and what is wrong with its sheets."""
    made = Assembly({})
    by_title = _known_sheets(grids, made)
    made.places[id(made.value)] = Entry(MODEL, 1)
    _take_model(by_title.get(MODEL), made)
    for sheet in SHEETS:
        if not sheet.owner:
            made.value[sheet.key] = []
    rows = {
        sheet.title: list(_entries(sheet, by_title[sheet.title], made))
        for sheet in SHEETS
        if sheet.title in by_title
    }
    if not made.is_whole:
        return made
    for sheet in SHEETS:
        found = rows.get(sheet.title, [])
        if sheet.key == "nodes":
            _plant(found, made)
        elif not sheet.owner:
            made.value[sheet.key] = found
        elif sheet.key == "attributes" and sheet.owner == "Nodes":
            _give_attributes(found, rows.get("Nodes", []), made)
        else:
            _give(sheet, found, rows.get(sheet.owner, []), made)
    for key in ("scales", "dimensions", "link_kinds"):
        if not made.value[key]:
            del made.value[key]
    return made


def _known_sheets(grids: list[Grid], made: Assembly) -> dict[str, Grid]:
    names = {title.lower(): title for title in (MODEL, READ_ME, *BY_TITLE)}
    found: dict[str, Grid] = {}
    for grid in grids:
        title = names.get(grid.title.strip().lower())
        if title is None:
            near = difflib.get_close_matches(grid.title.lower(), names, n=1)
            hint = (
                phrase("did you mean '%(names)s'?", names=names[near[0]])
                if near
                else phrase("known: %(by_title)s", by_title=", ".join(BY_TITLE))
            )
            made.complain(
                grid.title,
                1,
                1,
                phrase(
                    "unknown sheet '%(title)s'; %(hint)s", title=shortened(grid.title), hint=hint
                ),
            )
            made.is_whole = False
        elif title in found:
            made.complain(
                grid.title, 1, 1, phrase("the sheet '%(title)s' is here twice", title=title)
            )
        else:
            found[title] = Grid(title, grid.rows, grid.is_cut)
        if grid.is_cut:
            made.complain(
                grid.title,
                MOST_ROWS,
                1,
                phrase("more than %(most_rows)s rows; split the model", most_rows=MOST_ROWS),
            )
            made.is_whole = False
    for title in (MODEL, *(sheet.title for sheet in SHEETS if sheet.needed)):
        if title not in found:
            made.complain(title, 1, 1, phrase("the sheet '%(title)s' is missing", title=title))
            made.is_whole = False
    return found


def _take_model(grid: Grid | None, made: Assembly) -> None:
    """The sheet with a field in each row; `version` and `notes` make up the version."""
    values: Plain = {}
    rows: dict[str, tuple[int, int]] = {}
    for row in (grid.rows if grid else ())[1:]:
        named = next((cell for cell in row if cell.column == 1), None)
        given = next((cell for cell in row if cell.column == 2), None)
        key = key_of(str(named.value)) if named else ""
        if key not in MODEL_FIELDS:
            near = difflib.get_close_matches(key, MODEL_FIELDS, n=1)
            known = ", ".join(heading(each) for each in MODEL_FIELDS)
            hint = (
                phrase("did you mean '%(near)s'?", near=heading(near[0]))
                if near
                else phrase("known: %(known)s", known=known)
            )
            name = shortened(named.value) if named else ""
            made.complain(
                MODEL,
                row[0].row,
                1,
                phrase("unknown field '%(name)s'; %(hint)s", name=name, hint=hint),
            )
        elif key in rows:
            made.complain(
                MODEL, row[0].row, 1, phrase("the field '%(key)s' is here twice", key=heading(key))
            )
        else:
            rows[key] = (row[0].row, 2)
            if given is not None:
                _put(values, Column(key), given, MODEL, made)
    version = {"number": values.pop("version")} if "version" in values else {}
    if "notes" in values:
        version["notes"] = values.pop("notes")
    if "format" in values:
        made.value["format"] = values.pop("format")
    made.value["model"], made.value["version"] = values, version
    made.places[id(made.value)] = Entry(MODEL, 1, rows=rows)
    made.places[id(values)] = Entry(MODEL, 1, rows=rows)
    made.places[id(version)] = Entry(
        MODEL, 1, rows={"number": rows.get("version", (1, 1)), "notes": rows.get("notes", (1, 1))}
    )


def _entries(sheet: Sheet, grid: Grid, made: Assembly) -> Iterator[Plain]:
    """A mapping for each row under the headings, its place remembered."""
    columns = _headings(sheet, grid, made)
    known = {column.key: column for column in sheet.columns}
    keys = {number: key for key, number in columns.items()}
    headed = {cell.column for cell in grid.rows[0]} if grid.rows else set()
    for row in grid.rows[1:] if columns else ():
        entry: Plain = {}
        for cell in row:
            key = keys.get(cell.column)
            if key is None and cell.column in headed:
                continue
            if key is None:
                made.complain(
                    sheet.title,
                    cell.row,
                    cell.column,
                    phrase("a value outside of the named columns"),
                )
            else:
                _put(entry, known[key], cell, sheet.title, made)
        made.places[id(entry)] = Entry(sheet.title, row[0].row, columns)
        yield entry


def _headings(sheet: Sheet, grid: Grid, made: Assembly) -> dict[str, int]:
    """The column of each key. Unknown and missing headings are complaints."""
    known = {column.key: column for column in sheet.columns}
    found: dict[str, int] = {}
    for cell in grid.rows[0] if grid.rows and grid.rows[0][0].row == 1 else ():
        key = key_of(str(cell.value))
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            names = ", ".join(heading(each) for each in known)
            hint = (
                phrase("did you mean '%(near)s'?", near=heading(near[0]))
                if near
                else phrase("known here: %(names)s", names=names)
            )
            message = phrase(
                "unknown column '%(value)s'; %(hint)s", value=shortened(cell.value), hint=hint
            )
            made.complain(sheet.title, 1, cell.column, message)
            made.is_whole = False
        elif key in found:
            made.complain(
                sheet.title,
                1,
                cell.column,
                phrase("the column '%(key)s' is here twice", key=heading(key)),
            )
        else:
            found[key] = cell.column
    for column in sheet.columns:
        if column.needed and column.key not in found:
            message = phrase("the column '%(heading)s' is missing", heading=column.heading)
            made.complain(sheet.title, 1, min(len(found) + 1, MOST_COLUMNS), message)
            made.is_whole = False
    return found


def _put(entry: Plain, column: Column, cell: Cell, title: str, made: Assembly) -> None:
    """The value of a cell under its key; what cannot be used is a complaint."""
    key, holds = column.key, column.holds
    fault = cell.fault or _text_fault(cell.value)
    if fault:
        made.complain(title, cell.row, cell.column, fault)
        made.spoiled.add(id(entry))
    elif holds is Holds.TEXT:
        entry[key] = _as_text(cell, title, made)
    elif holds is Holds.FLAG:
        entry[key] = _as_flag(cell.value)
    elif holds is Holds.CODES:
        entry[key] = str(cell.value).replace(",", " ").split()
    elif holds is Holds.WHOLE and isinstance(cell.value, str):
        entry[key] = resolved(cell.value.strip())
    elif holds is Holds.WHOLE and isinstance(cell.value, float) and cell.value.is_integer():
        entry[key] = int(cell.value)
    else:
        entry[key] = cell.value


def _text_fault(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return phrase("the number is not finite")
    found = CONTROL.search(value) if isinstance(value, str) else None
    return (
        phrase(
            "the text holds a control character, U+%(number)s; remove it",
            number=f"{ord(found.group()):04X}",
        )
        if found
        else ""
    )


def _as_text(cell: Cell, title: str, made: Assembly) -> Any:
    """A whole number is what the person sees; others may look different from what they are."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        if isinstance(cell.value, bool):
            made.complain(
                title, cell.row, cell.column, phrase("must be a text; the cell holds TRUE or FALSE")
            )
        return str(cell.value)
    if float(cell.value).is_integer():
        return str(int(cell.value))
    made.complain(
        title,
        cell.row,
        cell.column,
        phrase(
            "must be a text; the cell holds the number %(value)s: format the cell as text",
            value=cell.value,
        ),
    )
    return str(cell.value)


def _as_flag(value: Any) -> Any:
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    return value


def _plant(found: list[Plain], made: Assembly) -> None:
    """Rows of nodes into a tree, by the code of the node above."""
    by_code: dict[str, Plain] = {}
    for node in found:
        by_code.setdefault(text(node, "code"), node)
    above = {id(node): text_or_none(node, "parent") for node in found}
    depth = _depths(found, by_code)
    for node in found:
        node.pop("parent", None)
        parent = above[id(node)]
        if parent is None:
            made.value["nodes"].append(node)
            continue
        message = _misplaced(parent, by_code, depth[id(node)])
        if message:
            made.complain(*made.places[id(node)].cell("parent"), message)
        else:
            by_code[parent].setdefault("children", []).append(node)


def _misplaced(parent: str, by_code: dict[str, Plain], depth: int) -> str:
    if parent not in by_code:
        return phrase("no node has the code '%(parent)s'", parent=shortened(parent))
    if depth < 0:
        return phrase("the node stands under itself: the parents go round in a circle")
    if depth > DEEPEST:
        return phrase(
            "nested too deep; at most %(deepest)s nodes inside each other", deepest=DEEPEST
        )
    return ""


def _depths(found: list[Plain], by_code: dict[str, Plain]) -> dict[int, int]:
    """How many nodes stand above each node, by id; -1 in and under a circle."""
    depths: dict[int, int] = {}
    for start in found:
        trail: list[int] = []
        node: Plain | None = start
        while node is not None and id(node) not in depths:
            trail.append(id(node))
            depths[id(node)] = -1
            node = by_code.get(text(node, "parent")) if "parent" in node else None
        top = depths.get(id(node), -1) if node is not None else -1
        in_circle = node is not None and top < 0
        for number, each in enumerate(reversed(trail), start=top + 1):
            depths[each] = -1 if in_circle else number
    return depths


def _give(sheet: Sheet, found: list[Plain], owners: list[Plain], made: Assembly) -> None:
    """Rows to the entries that they belong to. The only question of a node may lack a code."""
    owner_key = sheet.columns[0].key
    for entry, owner in _with_owner(found, owner_key, owners, made):
        owner.setdefault(sheet.key, []).append(entry)
    if sheet.key == "questions":
        for node in owners:
            asked = node.get("questions", [])
            if len(asked) == 1 and "code" not in asked[0]:
                node["question"] = node.pop("questions")[0]


def _with_owner(
    found: list[Plain], owner_key: str, owners: list[Plain], made: Assembly
) -> Iterator[tuple[Plain, Plain]]:
    by_code: dict[str, Plain] = {}
    for owner in owners:
        by_code.setdefault(text(owner, "code"), owner)
    what = heading(owner_key).lower()
    for entry in found:
        code = text(entry, owner_key)
        entry.pop(owner_key, None)
        if code in by_code:
            yield entry, by_code[code]
        else:
            message = phrase("no %(what)s has the code '%(code)s'", what=what, code=shortened(code))
            made.complain(*made.places[id(entry)].cell(owner_key), message)


def _give_attributes(found: list[Plain], nodes: list[Plain], made: Assembly) -> None:
    """Values to their nodes in the form that the node type declares; rows of one list together."""
    forms = {
        (text(node_type, "code"), text(each, "code")): text(each, "form", "text")
        for _index, node_type in entries(made.value, "node_types")
        for _position, each in entries(node_type, "attributes")
    }
    for entry, node in _with_owner(found, "node", nodes, made):
        place = made.places[id(entry)]
        code = text(entry, "attribute")
        values = node.setdefault("attributes", {})
        if id(values) not in made.places:
            made.places[id(values)] = Entry(place.title, place.row)
        form = forms.get((text(node, "type"), code), "text")
        cell = place.cell("value")
        if form == "list":
            _extend(values.setdefault(code, []), entry)
        elif code in values:
            made.complain(*place.cell("attribute"), f"'{code}' has a value already")
        else:
            values[code] = _attribute(entry.get("value", ""), form)
        made.places[id(values)].rows.setdefault(code, cell[1:])


def _extend(items: list[Any], entry: Plain) -> None:
    """An item of a list; a row with neither number nor value means that the list is empty."""
    if "item" in entry or "value" in entry:
        items.append(_attribute(entry.get("value", ""), "text"))


def _attribute(value: Any, form: str) -> Any:
    if form == "number" and isinstance(value, str):
        return resolved(value.strip())
    if form == "flag":
        return _as_flag(value)
    if form == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value
