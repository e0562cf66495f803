"""`./run check`: every check that needs no test run, two at a time, and one table at the end."""

import difflib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import hygiene, settings
from tools.console import PYTHON, ROOT, say

BIN = PYTHON.parent
SCHEMA = Path("docs/api-schema.yaml")
PASSED, FAILED, SKIPPED = "ok", "FAILED", "skipped"


@dataclass(frozen=True)
class Result:
    """How one check ended."""

    name: str
    verdict: str
    seconds: float
    output: str = ""


Check = Callable[[Mapping[str, str]], tuple[str, str]]


def main(urls: Mapping[str, str]) -> int:
    """Run all of them, show what failed, then the table; 1 if anything failed."""
    env = settings.like_production(urls) | {"STATIC_ROOT": str(ROOT / ".data" / "static")}
    with ThreadPoolExecutor(max_workers=max(2, min(4, os.cpu_count() or 2))) as pool:
        waiting = [pool.submit(_timed, name, check, env) for name, check in checks().items()]
        results = [one.result() for one in waiting]
    for result in results:
        if result.verdict == FAILED:
            say(f"\n--- {result.name} " + "-" * (76 - len(result.name)))
            say(result.output.strip())
    say("")
    for result in results:
        note = f"  {result.output}" if result.verdict == SKIPPED else ""
        say(f"{result.verdict:<8} {result.seconds:5.1f} s  {result.name}{note}")
    failed = sum(result.verdict == FAILED for result in results)
    say(f"\n{failed} of {len(results)} checks failed." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def checks() -> dict[str, Check]:
    """Name and work of each check, the slow ones first."""
    manage: list[str | Path] = [PYTHON, "manage.py"]
    return {
        "types (mypy)": _program([BIN / "mypy"]),
        "templates (djlint)": _program([BIN / "djlint", "templates", "--lint", "--quiet"]),
        "production settings (check --deploy)": _program(
            [*manage, "check", "--deploy", "--fail-level", "WARNING"]
        ),
        "migrations complete": _program([*manage, "makemigrations", "--check", "--dry-run"]),
        "API schema (docs/api-schema.yaml)": _schema,
        "layers (import-linter)": _program([BIN / "lint-imports", "--no-cache"]),
        "format (ruff)": _program([BIN / "ruff", "format", "--check", "."]),
        "lint (ruff)": _program([BIN / "ruff", "check", "--quiet", "."]),
        "no machine in the files": _hygiene,
        "docker-compose.yml": _compose,
    }


def fix(urls: Mapping[str, str]) -> int:
    """Put right what a program can: format, simple lint, the committed API schema."""
    env = settings.like_production(urls)
    for command in ("format", "check --fix"):
        subprocess.run([str(BIN / "ruff"), *command.split(), "."], cwd=ROOT, env=env, check=False)
    SCHEMA.parent.mkdir(exist_ok=True)
    verdict, text = _generated_schema(env)
    if verdict == FAILED:
        say(text)
        return 1
    (ROOT / SCHEMA).write_text(text)
    say(f"{SCHEMA} written.")
    return 0


def _timed(name: str, check: Check, env: Mapping[str, str]) -> Result:
    started = time.monotonic()
    verdict, output = check(env)
    return Result(name, verdict, time.monotonic() - started, output)


def _program(argv: list[str | Path]) -> Check:
    def check(env: Mapping[str, str]) -> tuple[str, str]:
        code, output = _run(argv, env)
        return (FAILED if code else PASSED), output

    return check


def _run(argv: list[str | Path], env: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [str(part) for part in argv],
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _generated_schema(env: Mapping[str, str]) -> tuple[str, str]:
    """The schema that the code gives now, or what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schema.yaml"
        options: list[str | Path] = ["--validate", "--fail-on-warn", "--file", file]
        code, output = _run([PYTHON, "manage.py", "spectacular", *options], env)
        return (FAILED, output) if code else (PASSED, file.read_text())


def _schema(env: Mapping[str, str]) -> tuple[str, str]:
    verdict, text = _generated_schema(env)
    if verdict == FAILED:
        return verdict, text
    file = ROOT / SCHEMA
    committed = file.read_text() if file.exists() else ""
    if committed == text:
        return PASSED, ""
    lines = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), str(SCHEMA), "from the code", lineterm="", n=2
    )
    return FAILED, "\n".join([*list(lines)[:60], "", "If the change is meant: ./run fix"])


def _hygiene(_env: Mapping[str, str]) -> tuple[str, str]:
    found = hygiene.traces(ROOT)
    return (FAILED if found else PASSED), "\n".join(found)


def _compose(env: Mapping[str, str]) -> tuple[str, str]:
    if not shutil.which("docker"):
        return SKIPPED, "(no docker)"
    if _run(["docker", "compose", "version"], env)[0]:
        return SKIPPED, "(docker without compose)"
    filled = dict(env) | {"POSTGRES_PASSWORD": "example"}
    code, output = _run(["docker", "compose", "config", "-q"], filled)
    return (FAILED if code else PASSED), output
