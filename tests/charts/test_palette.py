"""Colours under simulated colour-blindness, in grey, and with text on them."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest

from cip.charts.palette import (
    ALERT,
    ANSWERS,
    DONE,
    FINDINGS,
    LEVELS,
    SERIES,
    STATES,
    Answer,
    level_swatch,
    share_swatch,
)  # fmt: skip

Colour = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
FAMILIES = {
    "levels": [swatch.fill for swatch in LEVELS],
    "answers": [swatch.fill for swatch in ANSWERS.values()],
    "findings": [swatch.fill for swatch in FINDINGS.values()],
    "states": [swatch.fill for swatch in STATES.values()],
    "series": [stroke.colour for stroke in SERIES],
}


def linear(colour: str) -> Colour:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def times(matrix: Sequence[Sequence[float]], colour: Colour) -> Colour:
    x, y, z = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in matrix
    )
    return x, y, z


def lab(colour: Colour) -> Colour:
    xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (value / w for value, w in zip(times(xyz, colour), white, strict=True))
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("family", FAMILIES)
def test_colours_of_a_family_stay_apart(family: str, vision: str) -> None:
    for one, two in combinations(FAMILIES[family], 2):
        seen = [lab(times(VISION[vision], linear(colour))) for colour in (one, two)]
        apart = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
        assert apart >= 10, (one, two, apart)


def test_level_luminance_falls_in_clear_steps() -> None:
    lightness = [lab(linear(swatch.fill))[0] for swatch in LEVELS]
    assert all(low - high >= 10 for low, high in pairwise(lightness))


@pytest.mark.parametrize(
    "swatch", [*LEVELS, *ANSWERS.values(), *FINDINGS.values(), *STATES.values()]
)
def test_text_on_fill_reads(swatch) -> None:
    assert contrast(swatch.fill, swatch.text) >= 4.5


@pytest.mark.parametrize("colour", [*(stroke.colour for stroke in SERIES), ALERT, DONE])
def test_lines_show_on_light_and_on_dark(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(colour, "#12161d") >= 3


def test_white_reads_on_the_today_flag() -> None:
    assert contrast(ALERT, "#ffffff") >= 4.5


def test_colour_is_never_the_only_sign() -> None:
    assert len({stroke.dash for stroke in SERIES}) == len(SERIES)
    assert len({stroke.marker for stroke in SERIES}) == len(SERIES)
    hatches = [ANSWERS[kind].hatch for kind in Answer]
    assert len(set(hatches)) == 4  # yes and blank are both plain, at the two ends of luminance
    assert contrast(ANSWERS[Answer.YES].fill, ANSWERS[Answer.BLANK].fill) > 4.5


@pytest.mark.parametrize(("share", "level"), [(0, 0), (0.16, 0), (0.17, 1), (0.99, 5), (1, 5)])
def test_share_swatch_steps(share: float, level: int) -> None:
    assert share_swatch(share) == LEVELS[level]


def test_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="A level is 0 to 5, not 6"):
        level_swatch(6)
    with pytest.raises(ValueError, match=r"A share is 0 to 1, not 1\.1"):
        share_swatch(1.1)
