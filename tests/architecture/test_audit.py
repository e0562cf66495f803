"""Every service that writes for an actor leaves an audit row, in itself or in what it calls."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.architecture.floors import Function, modules, name_of, tree_of

RECORD = "cip.audit.services.record"
WRITES = {
    "abulk_create",
    "atomic",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "save_version",
    "update",
    "update_or_create",
}

# Services that write without an audit row, each with its reason.
WITHOUT_RECORD: dict[str, str] = {}


@dataclass
class Service:
    """A function of a module of services: what it calls, and whether it writes by itself."""

    takes_actor: bool
    calls: set[str] = field(default_factory=set)
    writes: bool = False


def is_service_module(path: Path) -> bool:
    return path.name == "services.py" or "services" in path.parts


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(tree: ast.Module) -> dict[str, str]:
    """Name in the module -> dotted name of what it stands for."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def reading(function: Function, module: str, names: dict[str, str]) -> Service:
    """What the function does, lambdas and nested functions included."""
    takes = {arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)}
    service = Service(takes_actor="actor" in takes)
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            service.calls.add(names.get(node.id, f"{module}.{node.id}"))
        if isinstance(node, ast.Attribute):
            service.writes |= node.attr in WRITES and not _is_of_a_dict(node)
            if isinstance(node.value, ast.Name):
                service.calls.add(f"{names.get(node.value.id, node.value.id)}.{node.attr}")
    service.writes |= bool(WRITES & {call.rpartition(".")[2] for call in service.calls})
    return service


def _is_of_a_dict(node: ast.Attribute) -> bool:
    """`changes.update(...)`, a dictionary or a set by its name."""
    return (
        node.attr == "update"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("changes", "values", "found", "digest")
    )


@cache
def services() -> dict[str, Service]:
    """Dotted name -> function, for all modules of services."""
    found = {}
    for path in modules():
        if not is_service_module(path):
            continue
        module, tree = module_of(path), tree_of(path)
        names = imported(tree)
        for node in tree.body:
            if isinstance(node, Function):
                found[f"{module}.{node.name}"] = reading(node, module, names)
    return found


def reached(name: str) -> set[str]:
    """The function and all functions that it calls, directly or through others."""
    seen, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += services()[here].calls if here in services() else ()
    return seen


def writers() -> list[str]:
    """Public services that take an actor and write, themselves or through others."""
    return [
        name
        for name, service in services().items()
        if service.takes_actor
        and not name.rpartition(".")[2].startswith("_")
        and not name.startswith("cip.audit.")
        and any(services()[part].writes for part in reached(name) if part in services())
    ]


def test_every_writing_service_is_audited() -> None:
    silent = {name for name in writers() if RECORD not in reached(name)}
    assert silent == set(WITHOUT_RECORD)


def test_services_without_record_are_parts_of_recorded_ones() -> None:
    for part in WITHOUT_RECORD:
        callers = {name for name in writers() if part in services()[name].calls}
        assert callers
        assert all(RECORD in reached(name) for name in callers)


def test_the_reading_finds_what_it_should() -> None:
    found = writers()
    assert "cip.programs.services.programs.create_program" in found
    assert "assessments.services.findings.edit_finding" in found
    assert len(found) > 80
