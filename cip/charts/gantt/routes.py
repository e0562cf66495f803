"""Elbow routes for dependency arrows that go around bars and, where they can, around labels.

Rows are sets of occupied columns kept as bit masks; a sparse table answers in one step which
columns are occupied anywhere between two rows. Runs along a row use the gutter between two rows of
bars, on one of three tracks, so that arrows of different work do not lie on one another.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from cip.charts.gantt.layout import ROW, STUB, Box, Layout

COLUMN = 4.0  # width of a routing column
TRACKS = (0.0, 3.0, -3.0)  # offsets from the middle of a gutter
TRIES = 16
NEAR = 120.0  # how far an upright may stray to spare a label
GAP = 7.5  # half the break in an upright that passes a label

Point = tuple[float, float]
Ends = tuple[str, str]
"""Marks of the work at the start and at the end of an arrow."""


class SpanUnion:
    """The union of the masks of neighbouring rows, by doubling."""

    def __init__(self, masks: list[int]) -> None:
        self._levels = [masks]
        size = 1
        while 2 * size <= len(masks):
            below = self._levels[-1]
            self._levels.append(
                [below[i] | below[i + size] for i in range(len(masks) - 2 * size + 1)]
            )
            size *= 2

    def between(self, first: int, last: int) -> int:
        """Union of rows first..last, both included; 0 when there is none."""
        if last < first:
            return 0
        level = (last - first + 1).bit_length() - 1
        masks = self._levels[level]
        return masks[first] | masks[last - (1 << level) + 1]


@dataclass
class Traffic:
    """Which columns and gutter tracks arrows already use, and from or to which work.

    Arrows of the same start or the same end may share a line; others may not.
    """

    _used: dict[tuple[int, ...], int] = field(default_factory=dict)
    _own: dict[tuple[tuple[int, ...], str], int] = field(default_factory=dict)

    def claim_column(self, column: int, rows: tuple[int, int], ends: Ends) -> bool:
        """Take a column between two rows unless an arrow of other work runs there."""
        low, high = sorted(rows)
        mask = ((1 << (high - low)) - 1) << low
        if self._foreign((column,), mask, ends):
            return False
        self._take((column,), mask, ends)
        return True

    def claim_track(self, gutter: int, mask: int, ends: Ends) -> int:
        """Take the first free track of a gutter for some columns; the first one if none is free."""
        free = (t for t in range(len(TRACKS)) if not self._foreign((gutter, t), mask, ends))
        track = next(free, 0)
        self._take((gutter, track), mask, ends)
        return track

    def _foreign(self, place: tuple[int, ...], mask: int, ends: Ends) -> int:
        own = self._own.get((place, ends[0]), 0) | self._own.get((place, ends[1]), 0)
        return mask & self._used.get(place, 0) & ~own

    def _take(self, place: tuple[int, ...], mask: int, ends: Ends) -> None:
        self._used[place] = self._used.get(place, 0) | mask
        for end in ends:
            self._own[place, end] = self._own.get((place, end), 0) | mask


def _ends(source: Box, target: Box) -> Ends:
    return f"<{source.item.id}", f">{target.item.id}"


@dataclass
class Router:
    """Finds routes one after another and remembers which columns and tracks they use."""

    layout: Layout
    columns: int = field(init=False)  # between the lane names and the right edge
    shapes: SpanUnion = field(init=False)
    labels: SpanUnion = field(init=False)
    worded: list[list[int]] = field(init=False)  # for each column the rows with words there
    traffic: Traffic = field(default_factory=Traffic)

    def __post_init__(self) -> None:
        self.columns = int((self.layout.right - self.layout.left) / COLUMN)
        count = len(self.layout.rows)
        shapes, labels = [0] * count, [0] * count
        worded: list[set[int]] = [set() for _ in range(self.columns)]
        for box in self.layout.boxes.values():
            shapes[box.row] |= self._mask(box.left - 3, box.right + 3)
            labels[box.row] |= self._mask(box.taken[0] - 3, box.taken[1] + 3)
            if box.words is not None:
                first, last = map(self._column, box.words)
                for column in worded[first : last + 1]:
                    column.add(box.row)
        self.shapes, self.labels = SpanUnion(shapes), SpanUnion(labels)
        self.worded = [sorted(rows) for rows in worded]

    def _column(self, x: float) -> int:
        return min(max(int((x - self.layout.left) / COLUMN), 0), self.columns - 1)

    def _x(self, column: int) -> float:
        return self.layout.left + (column + 0.5) * COLUMN

    def _mask(self, left: float, right: float) -> int:
        first, last = self._column(left), self._column(right)
        return ((1 << (last - first + 1)) - 1) << first

    def route(self, source: Box, target: Box) -> list[Point]:
        """Points from the end of `source` to the start of `target`, at right angles throughout."""
        y1, y2 = self.layout.rows[source.row], self.layout.rows[target.row]
        x1, x2 = source.right, target.left
        out, into = x1 + STUB - 1, x2 - STUB
        if source.row == target.row:
            return self._same_row(source, target, (x1, x2, y1))
        direct = self._direct(source, target, (out, into))
        if direct is not None:
            return tidy([(x1, y1), (direct, y1), (direct, y2), (x2, y2)])
        down = 1 if target.row > source.row else -1
        column = self._free_column(source, target, (out, into))
        near = self._gutter(source, target, source.row, down, (out, column))
        if out <= into and column <= into and target.side != "left":
            return tidy([(x1, y1), (out, y1), (out, near), (column, near), (column, y2), (x2, y2)])
        far = self._gutter(source, target, target.row, -down, (column, into))
        if abs(source.row - target.row) == 1:
            points = [(out, y1), (out, far), (into, far), (into, y2)]
        else:
            points = [
                (out, y1),
                (out, near),
                (column, near),
                (column, far),
                (into, far),
                (into, y2),
            ]
        return tidy([(x1, y1), *points, (x2, y2)])

    def _same_row(self, source: Box, target: Box, frame: tuple[float, float, float]) -> list[Point]:
        """Two shapes in one row (milestones): straight on, or around above them."""
        x1, x2, y = frame
        if x2 >= x1 and source.side != "right" and target.side != "left":
            return tidy([(x1, y), (x2, y)])
        out, into = x1 + STUB - 1, x2 - STUB
        over = self._gutter(source, target, source.row, -1, (out, into))
        return tidy([(x1, y), (out, y), (out, over), (into, over), (into, y), (x2, y)])

    def _direct(self, source: Box, target: Box, frame: tuple[float, float]) -> float | None:
        """The x of a single upright just right of the source, when nothing stands in its way."""
        out, into = frame
        if target.side == "left":
            return None
        low, high = sorted((source.row, target.row))
        blocked = self.labels.between(low + 1, high - 1)
        for x in (
            (out, out + COLUMN) if source.side == "right" else (out, out + COLUMN, out + 2 * COLUMN)
        ):
            column = self._column(x)
            if x <= into and not blocked >> column & 1 and self._claim(column, source, target):
                return x
        return None

    def _free_column(self, source: Box, target: Box, frame: tuple[float, float]) -> float:
        """The x of the upright: free of labels where one is near, of shapes if any is."""
        low, high = sorted((source.row, target.row))
        out, into = self._column(frame[0]), self._column(frame[1])
        full = (1 << self.columns) - 1
        no_label = full & ~self.labels.between(low + 1, high - 1)
        no_shape = full & ~self.shapes.between(low + 1, high - 1)
        between = self._mask(frame[0], frame[1]) if out <= into else self._mask(frame[1], frame[0])
        near = self._mask(frame[1] - NEAR, frame[1] + NEAR)
        for free in (no_label & between, no_label & near, no_shape & between, no_shape):
            column = self._nearest(free, into, source, target)
            if column is not None:
                return self._x(column)
        return self.layout.right - 2

    def _nearest(self, free: int, wanted: int, source: Box, target: Box) -> int | None:
        """The nearest free column to `wanted` that no other arrow uses; else just the nearest."""
        below, above = free & ((1 << (wanted + 1)) - 1), free >> (wanted + 1)
        nearest: int | None = None
        for _ in range(TRIES):
            left = below.bit_length() - 1  # -1 when there is none
            right = (above & -above).bit_length() + wanted if above else -1
            if left < 0 and right < 0:
                break
            if right < 0 or (left >= 0 and wanted - left <= right - wanted):
                column, below = left, below ^ (1 << left)
            else:
                column, above = right, above & (above - 1)
            if self._claim(column, source, target):
                return column
            nearest = column if nearest is None else nearest
        return nearest

    def _claim(self, column: int, source: Box, target: Box) -> bool:
        return self.traffic.claim_column(column, (source.row, target.row), _ends(source, target))

    def _gutter(
        self, source: Box, target: Box, row: int, side: int, ends: tuple[float, float]
    ) -> float:
        """The y of a run along the gutter below (side 1) or above (-1) a row."""
        gutter = row + (1 if side > 0 else 0)
        mask = self._mask(min(ends), max(ends))
        track = self.traffic.claim_track(gutter, mask, _ends(source, target))
        return self.layout.rows[row] + side * ROW / 2 + TRACKS[track]

    def pieces(self, points: list[Point]) -> list[list[Point]]:
        """The route cut where an upright would run through the words of a row it passes."""
        pieces: list[list[Point]] = [[points[0]]]
        for (x1, y1), (x2, y2) in pairwise(points):
            if x1 == x2:
                sign = 1 if y2 > y1 else -1
                for y in self._words_at(x1, min(y1, y2), max(y1, y2))[::sign]:
                    pieces[-1].append((x1, y - sign * GAP))
                    pieces.append([(x1, y + sign * GAP)])
            pieces[-1].append((x2, y2))
        return pieces

    def _words_at(self, x: float, top: float, bottom: float) -> list[float]:
        """The middles of rows between two heights whose labels cover `x`, from the top down."""
        rows = self.layout.rows
        first, last = bisect_right(rows, top + GAP), bisect_left(rows, bottom - GAP) - 1
        worded = self.worded[self._column(x)]
        between = worded[bisect_left(worded, first) : bisect_right(worded, last)]
        return [rows[row] for row in between]


def tidy(points: list[Point]) -> list[Point]:
    """The same route in hundredths, without repeated points and corners on a straight line."""
    kept: list[Point] = []
    for x, y in points:
        point = (round(x, 2), round(y, 2))
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (_flat(kept[-2:], point, 0) or _flat(kept[-2:], point, 1)):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _flat(before: list[Point], point: Point, axis: int) -> bool:
    return before[0][axis] == before[1][axis] == point[axis]
