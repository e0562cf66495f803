"""Colours and, beside each, a sign that is not colour: a hatch, a dash or a marker.

Ordinal colours fall in luminance from level 0 to 5, so that grey print keeps the order. Distances
between colours of one family are tested under simulated protanopia, deuteranopia and tritanopia.
"""

from dataclasses import dataclass
from enum import StrEnum

DARK = "#141a24"
LIGHT = "#ffffff"
ALERT = "#c8324a"  # today line and critical path; 3:1 on white and on the dark page
DONE = "#2d6a9c"  # progress inside bars
MUTED = "#8a919d"  # lines and outlines that must show on light and dark


class Hatch(StrEnum):
    """The pattern laid over a fill."""

    NONE = "none"
    RISING = "rising"
    FALLING = "falling"
    CROSS = "cross"
    DOTS = "dots"


class Marker(StrEnum):
    """The shape at a data point."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    RING = "ring"


@dataclass(frozen=True)
class Swatch:
    """A fill, the text colour that reads on it (4.5:1 or better) and the hatch that marks it."""

    fill: str
    text: str = DARK
    hatch: Hatch = Hatch.NONE


@dataclass(frozen=True)
class Stroke:
    """A line colour with its dash and marker."""

    colour: str
    dash: str | None
    marker: Marker


LEVELS = (
    Swatch("#f1efe9"),
    Swatch("#eccb8b"),
    Swatch("#8dbb93"),
    Swatch("#4a949a"),
    Swatch("#2d6a9c", LIGHT),
    Swatch("#2b3570", LIGHT),
)
"""Index = level: 0 (capability level 0) to 5. In charts the number itself is the second sign."""


class Answer(StrEnum):
    """How a question was answered."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    BLANK = "blank"


ANSWERS = {
    Answer.YES: Swatch("#2d6a9c", LIGHT),
    Answer.NO: Swatch("#e08a3c", DARK, Hatch.RISING),
    Answer.NOT_APPLICABLE: Swatch("#c3c8d0", DARK, Hatch.DOTS),
    Answer.DONT_KNOW: Swatch("#a98fd0", DARK, Hatch.CROSS),
    Answer.BLANK: Swatch("#f6f5f1", DARK),
}


AnswerKind = Answer | int
"""A kind of answer, or a place 0..5 on a longer scale, colored like the level."""


def answer_swatch(kind: AnswerKind) -> Swatch:
    """The swatch of a part of a bar; ValueError for a place outside 0..5."""
    return ANSWERS[kind] if isinstance(kind, Answer) else level_swatch(kind)


class FindingKind(StrEnum):
    """What a finding says about practice."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    ALTERNATIVE = "alternative"


FINDINGS = {
    FindingKind.STRENGTH: Swatch("#2d6a9c", LIGHT),
    FindingKind.WEAKNESS: Swatch("#e08a3c", DARK, Hatch.RISING),
    FindingKind.ALTERNATIVE: Swatch("#a98fd0", DARK, Hatch.DOTS),
}


class State(StrEnum):
    """Where a piece of work stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    LATE = "late"
    PAUSED = "paused"
    CANCELLED = "cancelled"


STATES = {
    State.PLANNED: Swatch("#eef1f5"),  # dashed outline; hollow in a Gantt chart
    State.ACTIVE: Swatch("#b3cdec"),  # plain
    State.DONE: Swatch("#6fae94"),  # tick
    State.LATE: Swatch("#f0a35e"),  # exclamation mark
    State.PAUSED: Swatch("#e6dca0", DARK, Hatch.DOTS),
    State.CANCELLED: Swatch("#a3a8b1", DARK, Hatch.RISING),
}

SERIES = (
    Stroke("#2d6a9c", None, Marker.CIRCLE),
    Stroke("#b9521b", "6 4", Marker.DIAMOND),
    Stroke("#4f9f8a", "2 3", Marker.SQUARE),
    Stroke("#9a7fd1", "10 3 2 3", Marker.TRIANGLE),
    Stroke("#6b7280", "1 4", Marker.RING),
)


def level_swatch(level: int) -> Swatch:
    """The swatch of a level 0..5; ValueError outside."""
    if not 0 <= level < len(LEVELS):
        raise ValueError(f"A level is 0 to {len(LEVELS) - 1}, not {level}.")
    return LEVELS[level]


def share_swatch(share: float) -> Swatch:
    """The swatch for a share of 0..1 on the ordinal ramp in six equal steps; ValueError outside."""
    if not 0 <= share <= 1:
        raise ValueError(f"A share is 0 to 1, not {share}.")
    return LEVELS[min(int(share * len(LEVELS)), len(LEVELS) - 1)]
