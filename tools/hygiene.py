"""Nothing in the repository may name the machine it was written on, or bind it to one registry."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Written in a way that this file does not find itself.
REGISTRIES = re.compile(
    r"py[p]i\.org|python[h]osted\.org|registry\.np[m]js|deb\.deb[i]an\.org|test\.py[p]i|registry\.yarn[p]kg",
    re.IGNORECASE,
)
HOMES = re.compile(r"(?<![\w.])/(?:hom[e]|User[s])/[a-z][\w.-]*/|(?<![\w.])/roo[t]/")
LARGEST = 5_000_000
# Made by the launcher and by tools; never part of the source.
OURS = {".git", ".venv", ".data", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def traces(root: Path) -> list[str]:
    """One line per place that names a registry's host or a folder of this machine."""
    here = re.compile(re.escape(str(root)) + r"(?![\w-])") if len(root.parts) > 2 else None
    return [
        f"{path}:{number}: {what}"
        for path in files(root)
        for number, what in problems(_text(root / path), here)
    ]


def problems(text: str, here: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    """Line number and complaint for each bad line of a text."""
    for number, line in enumerate(text.splitlines(), start=1):
        if REGISTRIES.search(line):
            yield number, "names a package registry's host"
        if HOMES.search(line) or (here and here.search(line)):
            yield number, "holds a path of one machine"


def files(root: Path) -> list[str]:
    """Everything that git holds or would take; without git, everything that is source."""
    listed = _listed_by_git(root)
    if listed is None:
        found = (path.relative_to(root) for path in root.rglob("*"))
        listed = [str(path) for path in found if not OURS.intersection(path.parts)]
    return [path for path in sorted(set(listed)) if path and (root / path).is_file()]


def _listed_by_git(root: Path) -> list[str] | None:
    git = shutil.which("git")
    if git is None:
        return None
    options = ["--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", *options],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return None if listed.returncode else listed.stdout.split("\0")


def _text(path: Path) -> str:
    data = path.read_bytes()[:LARGEST]
    return "" if b"\0" in data[:8000] else data.decode(errors="replace")
