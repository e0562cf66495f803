"""Level ladder: the levels as steps, with the range between a lower and an upper bound marked."""

from dataclasses import dataclass

from cip.charts.palette import ALERT, LEVELS, level_swatch
from cip.charts.svg import (
    Attribute,
    Look,
    Svg,
    Table,
    document,
    join,
    label,
    label_lines,
    line,
    path,
    rect,
    tag,
)
from cip.charts.text import centred, shorten, text_width, wrap
from cip.charts.words import Words

SIZE = 11.0


@dataclass(frozen=True)
class LevelLadder:
    """What is known about a level: at least `lower`, at most `upper`, both None when not rated.

    `levels` are (level 0..5, translated name) in rising order; `target` marks the goal. Raises
    ValueError when the bounds cross, only one is given, or a level is not on the ladder.
    """

    title: str
    summary: str
    levels: tuple[tuple[int, str], ...]
    lower: int | None
    upper: int | None
    words: Words
    target: int | None = None

    def __post_init__(self) -> None:
        numbers = [level for level, _ in self.levels]
        if (
            not numbers
            or numbers != sorted(set(numbers))
            or not 0 <= numbers[0] <= numbers[-1] < len(LEVELS)
        ):
            raise ValueError(
                "The levels of a ladder rise from 0 or 1 to at most 5, each named once."
            )
        if (self.lower is None) != (self.upper is None):
            raise ValueError("A ladder needs both bounds, or neither when nothing is rated.")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"The lower bound {self.lower} is above the upper bound {self.upper}.")
        for level in (self.lower, self.upper, self.target):
            if level is not None and level not in numbers:
                raise ValueError(f"Level {level} is not on the ladder.")

    @property
    def text(self) -> str:
        """The bounds in words, as in "at least 1, at most 3"."""
        if self.lower is None or self.upper is None:
            return self.words.not_rated
        if self.lower == self.upper:
            return self.words.exactly.format(level=self.lower)
        low = self.words.at_least.format(level=self.lower)
        return f"{low}, {self.words.at_most.format(level=self.upper)}"


def render(chart: LevelLadder, look: Look) -> str:
    """Steps side by side: full colour up to the lower bound, hatched outline up to the upper."""
    names = look.width / len(chart.levels) >= 54
    wide = look.width / len(chart.levels)
    full = [_name(level, name) for level, name in chart.levels]
    fits = all(text_width(text, SIZE, bold=True) <= wide - 8 for text in full) or not names
    top, high = 20.0, 24.0 if fits else 36.0
    body: list[Svg] = [
        label(0, 12, shorten(chart.text, SIZE, look.width, bold=True), size=SIZE, font_weight=600)
    ]
    for index, (level, name) in enumerate(chart.levels):
        body.append(
            _step(chart, level, name if names else "", (index * wide, top, wide, high), look)
        )
    body.append(_range(chart, wide, top + high, look))
    height = top + high + 12
    if chart.target is not None:
        body.append(_target(chart, wide, height, look))
        height += 22
    return document(
        look, height=height, title=chart.title, summary=chart.summary, body=body, kind="ladder"
    )


def as_table(chart: LevelLadder) -> Table:
    """One row: title, lower bound, upper bound, and the target if there is one."""
    words = chart.words
    headers = [words.item, words.lower, words.upper]
    shown = [chart.title, *(_level(value, words.not_rated) for value in (chart.lower, chart.upper))]
    if chart.target is not None:
        headers.append(words.target)
        shown.append(str(chart.target))
    return tuple(headers), (tuple(shown),)


def _name(level: int, name: str) -> str:
    return f"{level} {name}".strip()


def _level(level: int | None, missing: str) -> str:
    return missing if level is None else str(level)


def _step(
    chart: LevelLadder, level: int, name: str, frame: tuple[float, float, float, float], look: Look
) -> Svg:
    x, y, wide, high = frame
    reached = chart.lower is not None and level <= chart.lower
    possible = chart.upper is not None and not reached and level <= chart.upper
    swatch = level_swatch(level)
    fill = swatch.fill if reached or possible else "none"
    dash = None if reached else ("4 3" if possible else "1.5 3")
    box = rect(
        x + 1.5, y + 0.5, wide - 3, high - 1, rx=2, fill=fill,
        fill_opacity=None if reached else 0.38,
        stroke=look.ink, stroke_opacity=0.5, stroke_dasharray=dash,
    )  # fmt: skip
    ink: dict[str, Attribute] = {"fill_opacity": 1 if possible else 0.65}
    if reached:
        ink = {"fill": swatch.text, "font_weight": 600}
    lines = wrap(_name(level, name), SIZE, wide - 4, max_lines=2 if high > 30 else 1, bold=True)
    first = y + high / 2 + 4 - (len(lines) - 1) * 6.5
    value = label_lines(
        x + wide / 2, first, lines, size=SIZE, leading=13, text_anchor="middle", **ink
    )
    return tag("g", tag("title", _name(level, name)), box, value)


def _centre(chart: LevelLadder, level: int, wide: float) -> float:
    index = [number for number, _ in chart.levels].index(level)
    return (index + 0.5) * wide


def _range(chart: LevelLadder, wide: float, y: float, look: Look) -> Svg:
    """A bracket under the steps from the lower to the upper bound."""
    if chart.lower is None or chart.upper is None:
        return join(())
    x1, x2 = _centre(chart, chart.lower, wide), _centre(chart, chart.upper, wide)
    if x1 == x2:
        return tag("circle", cx=x1, cy=y + 7, r=3.5, fill=look.ink)
    return join(
        (
            line(x1, y + 7, x2, y + 7, stroke=look.ink, stroke_width=2),
            line(x1, y + 3, x1, y + 11, stroke=look.ink, stroke_width=2),
            line(x2, y + 3, x2, y + 11, stroke=look.ink, stroke_width=2),
        )
    )


def _target(chart: LevelLadder, wide: float, y: float, look: Look) -> Svg:
    if chart.target is None:
        return join(())
    x = _centre(chart, chart.target, wide)
    flag = path(((x, y), (x + 5, y + 8), (x - 5, y + 8)), closed=True, fill=ALERT)
    text = shorten(f"{chart.words.target} {chart.target}", 10, look.width)
    return join(
        (flag, label(centred(text, 10, x, look.width), y + 19, text, size=10, text_anchor="middle"))
    )
