"""The table at the end, as Markdown, and one line about the machine."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

import django
from django.db import connection

from tools.bench.measure import Result

HEAD = (
    "case",
    "floor ms",
    "ours ms",
    "ratio (all rounds)",
    "CPU ratio",
    "goal",
    "SQL (at a tenth)",
    "foreign cores",
)
QUIET = 0.12  # foreign cores above which single milliseconds are not to be quoted


def markdown(results: Iterable[Result]) -> str:
    """One line a case; a missed goal is bold."""
    rows = [HEAD, ("---", *["--:"] * (len(HEAD) - 1)), *(_row(result) for result in results)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def line(result: Result) -> str:
    """One result while the others are still running."""
    verdict = "met" if result.is_met else "MISSED"
    return f"{result.case.name:<24}{result.ratio:6.2f} of {result.case.goal:g} {verdict}"


def machine() -> str:
    """Processor, memory and versions."""
    connection.ensure_connection()
    return ", ".join(
        (
            f"{os.cpu_count()} cores {_processor()}",
            f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
            f"{platform.system()} {platform.release().split('-')[0]}",
            f"Python {platform.python_version()}",
            f"Django {django.get_version()}",
            f"PostgreSQL {connection.pg_version // 10000}",  # type: ignore[attr-defined]
        )
    )


def _row(result: Result) -> tuple[str, ...]:
    case = result.case
    ratio = f"{result.ratio:.2f}"
    return (
        f"`{case.name}` {case.title}",
        _milliseconds(result.floor_ms),
        _milliseconds(result.product_ms),
        f"{ratio if result.is_met else f'**{ratio}**'} ({result.lowest:.2f}–{result.highest:.2f})",
        "" if result.cpu_ratio is None else f"{result.cpu_ratio:.2f}",
        f"≤ {case.goal:g}",
        _queries(result),
        _foreign(result.foreign),
    )


def _milliseconds(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _queries(result: Result) -> str:
    goal = result.case.query_goal
    text = str(result.queries)
    if goal is not None and result.queries > goal:
        text = f"**{text}**, goal {goal}"
    return text if result.small_queries is None else f"{text} ({result.small_queries})"


def _foreign(cores: float | None) -> str:
    if cores is None:
        return "unknown"
    return f"{cores:.2f}" + ("" if cores <= QUIET else " *")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [text.partition(":")[2].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.machine()
