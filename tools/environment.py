"""The virtual environment: made once, filled from the locks, left alone until they change."""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import system
from tools.console import DATA, PYTHON, ROOT, VENV, StopLaunch, say, warn

LOCKS = ROOT / "requirements"
RUN_GROUPS = ("base", "embedded")
DEV_GROUPS = ("base", "embedded", "dev")
OLDEST = (3, 11)


def ensure(groups: Sequence[str]) -> None:
    """Make `.venv` hold exactly what the locks of `groups` say."""
    with _one_at_a_time():
        if not usable(VENV):
            _create()
        wanted = stamps(groups, LOCKS, venv_version(VENV))
        record = VENV / "installed.json"
        if not missing(wanted, read_record(record)):
            return
        started = time.monotonic()
        say(f"Installing {', '.join(groups)} into .venv (half a minute to two the first time) ...")
        _install(groups)
        record.write_text(json.dumps(read_record(record) | wanted, indent=2))
        say(f"Installed in {time.monotonic() - started:.0f} s.")


def stamps(groups: Sequence[str], locks: Path, python: str) -> dict[str, str]:
    """Per group a fingerprint of its lock and the Python version it is installed for."""
    return {
        group: hashlib.sha256((locks / f"{group}.lock").read_bytes() + python.encode()).hexdigest()
        for group in groups
    }


def missing(wanted: dict[str, str], installed: dict[str, str]) -> list[str]:
    """The groups whose stamp differs from what is installed."""
    return [group for group, stamp in wanted.items() if installed.get(group) != stamp]


def read_record(path: Path) -> dict[str, str]:
    """What was installed last; nothing when the record is absent or damaged."""
    with contextlib.suppress(OSError, ValueError):
        record = json.loads(path.read_text())
        if isinstance(record, dict):
            return {str(group): str(stamp) for group, stamp in record.items()}
    return {}


def venv_version(venv: Path) -> str:
    """The Python version a virtual environment was made with, such as "3.11.7"; empty if none."""
    with contextlib.suppress(OSError):
        for line in (venv / "pyvenv.cfg").read_text().splitlines():
            key, _, value = line.partition("=")
            if key.strip() in {"version", "version_info"}:
                return value.strip()
    return ""


def new_enough(version: str) -> bool:
    """Whether "3.12.1" is a Python this project runs on."""
    parts = version.split(".")
    return (
        len(parts) >= 2
        and all(p.isdigit() for p in parts[:2])
        and ((int(parts[0]), int(parts[1])) >= OLDEST)
    )


def usable(venv: Path) -> bool:
    """Whether the environment is there, new enough and not a leftover of a removed Python."""
    python = venv / "bin" / "python"
    return python.exists() and new_enough(venv_version(venv))


def site_packages() -> Path:
    """Where the environment keeps its libraries."""
    found = sorted(VENV.glob("lib/python*/site-packages"))
    if not found:
        raise StopLaunch("The .venv folder is damaged; delete it and start again.")
    return found[-1]


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    DATA.mkdir(exist_ok=True)
    with (DATA / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _create() -> None:
    if VENV.exists():
        say("The virtual environment in .venv no longer works; making it anew ...")
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    if uv and _succeeds([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not system.install_packages([package], why="to make a virtual environment"):
            raise StopLaunch(
                f"Python cannot make virtual environments; install {package} (or uv) first."
            )
    if not _succeeds([sys.executable, "-m", "venv", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        raise StopLaunch(
            "Python could not make a virtual environment in .venv; its output is above."
        )


def _install(groups: Sequence[str]) -> None:
    files = [part for group in groups for part in ("-r", str(LOCKS / f"{group}.lock"))]
    exact = ["--only-binary", ":all:", "--require-hashes", *files]
    uv = shutil.which("uv")
    if uv:
        if _succeeds([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *exact]):
            return
        warn("uv could not install the locks; trying pip.")
    if not (PYTHON.parent / "pip").exists():
        subprocess.run([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL, check=False)
    # -qq: a machine's own pip settings make pip print one warning per package.
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore"]
    if not _succeeds([str(PYTHON), "-m", "pip", "install", *options, *exact]):
        raise StopLaunch("Installing the locked packages failed; pip's own words are above.")


def _succeeds(argv: Sequence[str]) -> bool:
    environment = {**os.environ, "PIP_NO_INPUT": "1"}
    done = subprocess.run(argv, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0
