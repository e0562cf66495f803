"""Floor and product in turn, many times; what is reported is the median of the rounds' ratios."""

import gc
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from tools.bench import machine

ROUND_SECONDS = 0.4
MOST_SHOTS = 60

Shot = Callable[[], float | None]
"""One operation; it gives the seconds it cost when it has measured them itself."""


def nothing() -> None:
    """Between measurements most cases have nothing to tidy up."""


@dataclass(frozen=True)
class Case:
    """One operation of the product and the least work that would give the same.

    `goal` is the highest ratio aimed at, `query_goal` the most SQL statements. `small` is the
    product on a tenth of the data, for comparing statements; `statements` is what their number is
    taken from, if it is not `product` itself. `between` runs untimed before each side of a round.
    """

    name: str
    title: str
    floor: Shot
    product: Shot
    goal: float
    query_goal: int | None = None
    small: Shot | None = None
    statements: Shot | None = None
    between: Callable[[], None] = nothing


@dataclass(frozen=True)
class Result:
    """Medians over the rounds; times in milliseconds, `foreign` in cores."""

    case: Case
    floor_ms: float
    product_ms: float
    ratio: float
    lowest: float
    highest: float
    cpu_ratio: float | None
    queries: int
    small_queries: int | None
    foreign: float | None

    @property
    def is_met(self) -> bool:
        """Whether the ratio is within its goal."""
        return self.ratio <= self.case.goal


@dataclass(frozen=True)
class _Cost:
    wall: float
    cpu: float


def measure(case: Case, *, rounds: int) -> Result:
    """Warm up, count statements, then alternate."""
    case.between()
    shots = _warm(case.floor), _warm(case.product)
    small_queries = None
    if case.small is not None:
        case.small()  # what is kept from a first visit on
        small_queries = len(statements(case.small))
    queries = len(statements(case.statements or case.product))
    before = machine.reading()
    pairs = [(_side(case, case.floor, shots[0]), _side(case, case.product, shots[1]))]
    while len(pairs) < rounds:
        pairs.append((_side(case, case.floor, shots[0]), _side(case, case.product, shots[1])))
    foreign = machine.reading().foreign_since(before)
    ratios = [product.wall / floor.wall for floor, product in pairs]
    return Result(
        case=case,
        floor_ms=1000 * median(floor.wall for floor, _product in pairs),
        product_ms=1000 * median(product.wall for _floor, product in pairs),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        cpu_ratio=_cpu_ratio(pairs),
        queries=queries,
        small_queries=small_queries,
        foreign=foreign,
    )


def statements(shot: Shot) -> list[str]:
    """SQL statements of one shot, without BEGIN and COMMIT."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        shot()
    return found


def _warm(shot: Shot) -> int:
    """How often in one round, so that the round is long against the clock and the scheduler."""
    shot()
    started = time.perf_counter()
    told = shot()
    took = told or time.perf_counter() - started
    return max(1, min(MOST_SHOTS, math.ceil(ROUND_SECONDS / took)))


def _side(case: Case, shot: Shot, shots: int) -> _Cost:
    case.between()
    gc.collect()
    measured: list[float | None] = []
    cpu, started = machine.cpu(), time.perf_counter()
    for _ in range(shots):
        measured.append(shot())
    wall, cpu = time.perf_counter() - started, machine.cpu() - cpu
    told = [seconds for seconds in measured if seconds is not None]
    if told:
        return _Cost(sum(told) / len(told), sum(told) / len(told))
    return _Cost(wall / shots, cpu / shots)


def _cpu_ratio(pairs: Sequence[tuple[_Cost, _Cost]]) -> float | None:
    ratios = [product.cpu / floor.cpu for floor, product in pairs if floor.cpu > 0]
    return median(ratios) if ratios else None
