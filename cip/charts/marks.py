"""Small shapes that say something without colour: hatches, point markers, ticks, legends."""

from cip.charts.palette import DARK, Hatch, Marker, Stroke, Swatch
from cip.charts.svg import EMPTY, Look, Svg, join, label, line, num, path, rect, tag
from cip.charts.text import shorten, text_width

STEP = 7.0


def swatch_rect(
    x: float, y: float, width: float, height: float, swatch: Swatch, *, outline: str | None = None
) -> Svg:
    """A filled rectangle with the swatch's hatch on it."""
    return join(
        (
            rect(
                x, y, width, height, fill=swatch.fill, stroke=outline, stroke_width=outline and 0.75
            ),
            hatch(x, y, width, height, swatch.hatch),
        )
    )


def hatch(
    x: float,
    y: float,
    width: float,
    height: float,
    kind: Hatch,
    *,
    colour: str = DARK,
    opacity: float = 0.34,
) -> Svg:
    """Pattern lines clipped to the rectangle by arithmetic, so that no `<pattern>` is needed."""
    if kind is Hatch.NONE or width < 2 or height < 2:
        return EMPTY
    if kind is Hatch.DOTS:
        data = _dots(x, y, width, height)
    else:
        data = ""
        if kind in (Hatch.RISING, Hatch.CROSS):
            data += _diagonals(x, y, width, height, rising=True)
        if kind in (Hatch.FALLING, Hatch.CROSS):
            data += _diagonals(x, y, width, height, rising=False)
    cap = "round" if kind is Hatch.DOTS else None
    thick = 1.6 if kind is Hatch.DOTS else 0.9
    return tag(
        "path",
        d=data,
        fill="none",
        stroke=colour,
        stroke_width=thick,
        stroke_opacity=opacity,
        stroke_linecap=cap,
    )


def _diagonals(x: float, y: float, width: float, height: float, *, rising: bool) -> str:
    parts: list[str] = []
    offset = STEP / 2
    while offset < width + height:
        x1, y1 = min(offset, width), max(0.0, offset - width)
        x2, y2 = max(0.0, offset - height), min(offset, height)
        if not rising:
            y1, y2 = height - y1, height - y2
        parts.append(f"M{num(x + x1)} {num(y + y1)}L{num(x + x2)} {num(y + y2)}")
        offset += STEP
    return "".join(parts)


def _dots(x: float, y: float, width: float, height: float) -> str:
    parts: list[str] = []
    rows = max(1, int(height // 5))
    columns = max(1, int(width // 6))
    for row in range(rows):
        cy = y + (row + 0.5) * height / rows
        for column in range(row % 2, columns, 2):
            cx = x + (column + 0.5) * width / columns
            parts.append(f"M{num(cx)} {num(cy)}h0.01")
    return "".join(parts) or f"M{num(x + width / 2)} {num(y + height / 2)}h0.01"


def marker(x: float, y: float, kind: Marker, size: float, colour: str) -> Svg:
    """A point marker of about `size` across, centred at x, y."""
    half = size / 2
    if kind is Marker.CIRCLE:
        return tag("circle", cx=x, cy=y, r=half, fill=colour)
    if kind is Marker.RING:
        return tag("circle", cx=x, cy=y, r=half - 0.5, fill="none", stroke=colour, stroke_width=1.5)
    if kind is Marker.SQUARE:
        return rect(x - half, y - half, size, size, fill=colour)
    if kind is Marker.DIAMOND:
        wide = half * 1.3
        corners = ((x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y))
        return path(corners, closed=True, fill=colour)
    points = ((x, y - half * 1.2), (x + half * 1.2, y + half), (x - half * 1.2, y + half))
    return path(points, closed=True, fill=colour)


def tick(x: float, y: float, size: float, colour: str) -> Svg:
    """A tick whose box has its left upper corner at x, y."""
    points = ((x, y + size * 0.55), (x + size * 0.38, y + size * 0.9), (x + size, y + size * 0.12))
    return path(
        points,
        fill="none",
        stroke=colour,
        stroke_width=1.8,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def stroke_sample(x: float, y: float, stroke: Stroke) -> Svg:
    """A 26 wide piece of a line with its marker, for legends."""
    return join(
        (
            line(
                x, y, x + 26, y, stroke=stroke.colour, stroke_width=2, stroke_dasharray=stroke.dash
            ),
            marker(x + 13, y, stroke.marker, 7, stroke.colour),
        )
    )


def swatch_sample(x: float, y: float, swatch: Swatch, look: Look) -> Svg:
    """A 14 wide box of a swatch, centred on y, for legends."""
    return join(
        (
            swatch_rect(x, y - 6, 14, 12, swatch),
            rect(
                x,
                y - 6,
                14,
                12,
                fill="none",
                stroke=look.ink,
                stroke_opacity=0.45,
                stroke_width=0.75,
            ),
        )
    )


Entry = tuple[str, Svg, float]
"""Legend entry: text, a sample drawn around 0,0 (y centre) and the sample's width."""


def legend(
    entries: tuple[Entry, ...], look: Look, *, y: float, left: float = 0.0
) -> tuple[Svg, float]:
    """Entries side by side, wrapping to new lines; returns the drawing and the height it takes."""
    size, gap, row = 11.0, 18.0, 19.0
    parts: list[Svg] = []
    x, centre = left, y + row / 2
    for full, sample, wide in entries:
        text = shorten(full, size, look.width - left - wide - 6)
        need = wide + 6 + text_width(text, size)
        if x > left and x + need > look.width:
            x, centre = left, centre + row
        parts.append(tag("g", sample, transform=f"translate({num(x)} {num(centre)})"))
        parts.append(label(x + wide + 6, centre + 4, text, size=size))
        x += need + gap
    height = centre + row / 2 - y if entries else 0.0
    return join(parts), height
