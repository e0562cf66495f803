"""Where things are, and how the launcher speaks."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class StopLaunch(Exception):
    """Nothing more can be done; the message is one sentence that tells the person what to do."""


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def warn(text: str) -> None:
    """One line that must not be overlooked."""
    print(f"run: {text}", file=sys.stderr, flush=True)


def last_lines(path: Path, count: int = 15) -> str:
    """The end of a log, for a message about what went wrong."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-count:])
