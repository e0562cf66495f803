"""Sizes and habits that no other tool holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.floors import functions, modules, name_of, tree_of

LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 60
BROAD_EXCEPT_IN = {"cip/jobs/running.py"}  # the one place where a failure becomes a job's state


def everywhere() -> Iterator[tuple[Path, ast.Module]]:
    for path in modules():
        yield path, tree_of(path)


def test_no_module_is_long() -> None:
    long = {
        name_of(path): lines
        for path in modules()
        if (lines := len(path.read_text().splitlines())) > LINES_OF_A_MODULE
    }
    assert long == {}


def test_no_function_is_long() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, tree in everywhere()
        for node in functions(tree)
        if node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_errors_are_never_swallowed_whole() -> None:
    broad = {
        name_of(path)
        for path, tree in everywhere()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    }
    assert broad == BROAD_EXCEPT_IN


def _is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_is_broad(part) for part in kind.elts)
    return kind is None or (
        isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")
    )


def test_nothing_listens_to_signals() -> None:
    listening = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in everywhere()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "receiver")
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("connect", "connect_via")
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"))
    ]
    assert listening == []


def test_imports_stand_at_the_top() -> None:
    inline = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in everywhere()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []


def test_rows_are_saved_without_surprises() -> None:
    """No `save()` or `delete()` of a table does more than it says."""
    overridden = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in everywhere()
        if "models" in path.parts or path.name == "models.py"
        for node in functions(tree)
        if node.name in ("save", "delete")
    ]
    assert overridden == []
