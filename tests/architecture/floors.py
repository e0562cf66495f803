"""The floors of the house, lowest first, and the modules on them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("cip", "models_catalog", "assessments", "workshops", "roadmap")

# Labels of the apps with tables; the contract "apps" in pyproject.toml says the same of imports.
FLOORS = (
    "cip.audit",
    "cip.jobs",
    "cip.accounts",
    "cip.reports",
    "cip.programs",
    "models_catalog",
    "assessments",
    "workshops",
    "roadmap",
)


def modules() -> list[Path]:
    """All modules of the platform but migrations."""
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    """The path below the project, for messages."""
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text())


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """All functions and methods, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node
