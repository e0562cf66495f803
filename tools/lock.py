"""`./run lock`: pin requirements/*.in with hashes; the result names no host, index or path."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from tools.console import PYTHON, ROOT, StopLaunch, say
from tools.environment import DEV_GROUPS

OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--quiet"),
)


def main(arguments: Sequence[str]) -> int:
    """Compile base, embedded and dev in this order; arguments such as --upgrade go to uv."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if uv is None:
        raise StopLaunch("Locking needs uv: .venv/bin/python -m pip install uv")
    folder = ROOT / "requirements"
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "./run lock"}
    for group in DEV_GROUPS:
        argv = [uv, "pip", "compile", *OPTIONS, *arguments, f"{group}.in", "-o", f"{group}.lock"]
        if subprocess.run(argv, cwd=folder, env=environment, check=False).returncode:
            raise StopLaunch(f"uv could not lock {group}.in; its own words are above.")
        text = (folder / f"{group}.lock").read_text()
        if "://" in text:
            raise StopLaunch(f"requirements/{group}.lock holds an address; do not commit it.")
        say(f"requirements/{group}.lock: {len(pins(text))} packages")
    return 0


def pins(text: str) -> dict[str, str]:
    """Name and version of each package in a lock."""
    return dict(
        re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    )
