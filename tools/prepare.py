"""What must be there before the first page: tables, catalog, demo, static files."""

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from tools import environment, processes
from tools.console import DATA, PYTHON, ROOT, say

SKIPPED = {"__pycache__", "tests", "docs", "tools"}
STATIC = {".css", ".js", ".svg", ".woff2", ".png", ".ico", ".webmanifest"}
CONTENT = {".py", ".yaml", ".yml", ".json", ".lock", ".po"}


def prepare(env: dict[str, str], *, fresh: bool) -> None:
    """Bring database and static files up to date; skipped when no file has changed since last time.

    `fresh` asks for the database steps whatever the files say: the database is not ours.
    """
    database = DATA / "prepared-database"
    # Each embedded cluster has its own password: a new cluster is prepared anew.
    cluster = hashlib.sha256((urlsplit(env["DATABASE_URL"]).password or "").encode()).hexdigest()
    now = fingerprint(ROOT, CONTENT) + cluster
    if fresh or not _same(database, now):
        for command in (
            ["migrate"],
            ["load_catalog"],
            ["load_methods"],
            ["freeze_results"],
            ["build_demo", "--if-missing"],
        ):
            _manage(env, command)
        database.write_text("" if fresh else now)
    static = DATA / "prepared-static"
    storage = hashlib.sha256((ROOT / "cip" / "settings.py").read_bytes()).hexdigest()
    now = fingerprint(ROOT, STATIC | {".lock"}) + storage + env["STATIC_ROOT"]
    if not _same(static, now) or not Path(env["STATIC_ROOT"]).exists():
        _manage(env, ["collectstatic", "--clear"])
        static.write_text(now)


def fingerprint(root: Path, endings: set[str]) -> str:
    """Changes when a file with one of these endings is added, removed or written."""
    digest = hashlib.sha256()
    for path in sorted(_files(root)):
        if path.suffix in endings:
            seen = path.stat()
            digest.update(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    digest.update(environment.venv_version(root / ".venv").encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.name in SKIPPED or entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.is_file():
            yield entry


def _same(path: Path, now: str) -> bool:
    return path.exists() and path.read_text() == now


def _manage(env: dict[str, str], command: list[str]) -> None:
    started = time.monotonic()
    say(f"  {command[0]} ...")
    options = ["--noinput", "-v", "0"] if command[0] in {"migrate", "collectstatic"} else []
    argv: list[str | Path] = [PYTHON, "manage.py", *command, *options]
    printed = processes.quiet(argv, env=env, what=f"manage.py {command[0]}").strip()
    result = f": {printed}" if printed else ""
    say(f"  {command[0]} done in {time.monotonic() - started:.1f} s{result}")
