"""Facts of agreed levels, read only where a method asks about them."""

from collections.abc import Callable, Mapping

from assessments.queries.facts.context import Context
from assessments.rules.condition import FactValue

NAMES = (
    "asks_current_target_importance",
    "blocks_without_result",
    "cells_without_agreed_score",
    "cells_open",
    "cells_without_target",
    "targets_below_without_reason",
)


def _read(name: str) -> Callable[[Context], FactValue | None]:
    return lambda context: context.leveled.get(name)


LEVELING: Mapping[str, Callable[[Context], FactValue | None]] = {
    **{name: _read(name) for name in NAMES},
    "domains_needed": lambda context: sum(area.is_applicable for area in context.areas),
}
