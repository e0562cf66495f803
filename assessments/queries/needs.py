"""Of a model without levels: what is needed and not there, and what is there without need.

Source: DDI reference model, "about this model": what is needed and missing comes first; what is in
place and not needed is worth a look as well.
"""

from collections.abc import Iterable

from assessments.queries.leveled import AreaState, Cell, Leveled


def needed(state: AreaState, found: Leveled) -> list[Cell]:
    """Parts below the highest step that somebody needs, what is needed most first."""
    short = [c for c in state.cells if _is_short(c, found) and not _is_unneeded(c)]
    return sorted(short, key=lambda cell: -(cell.importance.upper if cell.importance else 0))


def beyond_need(state: AreaState, found: Leveled) -> list[Cell]:
    """Parts that are there in full although people see no use for them."""
    full = [c for c in state.cells if c.agreed.level is not None and not _is_short(c, found)]
    return [cell for cell in full if _is_unneeded(cell)]


def left_open(cells: Iterable[Cell]) -> list[Cell]:
    """Parts about which the team has said nothing."""
    return [cell for cell in cells if not cell.agreed.is_recorded]


def _is_short(cell: Cell, found: Leveled) -> bool:
    level = cell.agreed.level
    return level is not None and level.lower < found.model.scale.upper


def _is_unneeded(cell: Cell) -> bool:
    """The lowest answer to how much it is needed, and nothing higher."""
    scale = cell.weighed.item.scale if cell.weighed else None
    if cell.importance is None or scale is None:
        return False
    return cell.importance.upper == scale.answers.values[0]
