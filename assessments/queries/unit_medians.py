"""Units of one frozen result beside one another: only what its release shows (ADR 0013)."""

from dataclasses import dataclass

from assessments.models import ResultSnapshot
from assessments.queries.comparing import ComparedPart, answers_part
from assessments.queries.snapshots import FrozenMedian, medians_of
from assessments.queries.unit_results import units_of
from cip.kernel.texts import natural_key


@dataclass(frozen=True)
class UnitMedianRow:
    """An area: everybody, then each unit in the order of the table; None where nothing is shown."""

    code: str
    title: str
    whole: FrozenMedian | None
    units: tuple[FrozenMedian | None, ...]


@dataclass(frozen=True)
class UnitMedians:
    """Areas by units, and two of the units compared, if there are two."""

    units: tuple[str, ...]
    hidden: int  # units that handed in and of which nothing may be shown
    rows: tuple[UnitMedianRow, ...]
    first: str | None
    second: str | None
    part: ComparedPart | None


def unit_medians(
    snapshot: ResultSnapshot, first: str | None = None, second: str | None = None
) -> UnitMedians:
    """The table and the comparison of two units; two queries. Unknown units become the first."""
    found = medians_of([snapshot.pk])[snapshot.pk]
    units = tuple(sorted({each.unit for each in found if each.unit is not None}, key=natural_key))
    pair = _pair(units, first, second)
    one, other = ([each for each in found if each.unit == unit] for unit in pair or (None, None))
    parts = answers_part(one, other) if pair else ()
    return UnitMedians(
        units=units,
        hidden=len(units_of(snapshot.assessment_id) - set(units)),
        rows=_rows(found, units),
        first=pair[0] if pair else None,
        second=pair[1] if pair else None,
        part=parts[0] if parts else None,
    )


def _pair(units: tuple[str, ...], first: str | None, second: str | None) -> tuple[str, ...]:
    if len(units) < 2:
        return ()
    one = first if first in units else next(unit for unit in units if unit != second)
    other = second if second in units else next(unit for unit in units if unit != one)
    return (str(one), str(other))


def _rows(found: tuple[FrozenMedian, ...], units: tuple[str, ...]) -> tuple[UnitMedianRow, ...]:
    cells = {(each.code, each.unit): each for each in found}
    titles = {each.code: each.title for each in found}
    return tuple(
        UnitMedianRow(
            code, title, cells.get((code, None)), tuple(cells.get((code, unit)) for unit in units)
        )
        for code, title in titles.items()
    )
