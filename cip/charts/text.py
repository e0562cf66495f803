"""How wide a text is in Inter, how to break it into lines and how to shorten it."""

import unicodedata
from functools import lru_cache

FONT_FAMILY = "Inter, 'Inter Variable', 'Inter More', 'Helvetica Neue', Arial, sans-serif"
SAFETY = 1.03  # kerning and hinting differ between renderers; a label must fit in all of them
BOLD = 1.05  # Inter 600 against Inter 400, averaged over letters
ELLIPSIS = "…"

# Advance widths of Inter Regular in thousandths of the font size, U+0020 to U+007E.
_ASCII = (
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360,
    631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511,
    966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765,
    639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456,
    323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600,
    612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
)  # fmt: skip
_OTHER = {
    "\u00a0": 281, "\u2009": 182, "–": 500, "—": 1000, "‘": 261, "’": 261, "“": 440, "”": 440,
    "…": 864, "•": 562, "€": 667, "−": 662, "·": 288, "«": 583, "»": 583, "ß": 640, "æ": 940,
    "Æ": 1000, "ø": 620, "Ø": 770, "œ": 980, "Œ": 1080, "ð": 620, "ı": 270, "ł": 300, "→": 900,
}  # fmt: skip


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    """Advance of one character in thousandths of the font size; a careful guess outside Latin."""
    code = ord(char)
    if 0x20 <= code <= 0x7E:
        return _ASCII[code - 0x20]
    if char in _OTHER:
        return _OTHER[char]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1020
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and 0x20 <= ord(base) <= 0x7E:
        return _ASCII[ord(base) - 0x20]
    return 880 if unicodedata.category(char) == "Lu" else 760


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of `text` at font size `size`, in user units; rather too wide than narrow."""
    units = sum(map(_char_width, text))
    return units * size * SAFETY * (BOLD if bold else 1.0) / 1000


def shorten(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """`text` cut to `width` with an ellipsis; itself when it fits; "" when nothing fits."""
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS if low else ""


def wrap(
    text: str, size: float, width: float, *, max_lines: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """Lines of `text`, each at most `width`; long words are split, the rest is shortened."""
    lines: list[str] = []
    current = ""
    for word in _pieces(text, size, width, bold=bold):
        candidate = f"{current} {word}" if current else word
        if text_width(candidate, size, bold=bold) <= width:
            current = candidate
            continue
        lines.append(current)
        current = word
    lines.append(current)
    if len(lines) > max_lines:
        rest = " ".join(lines[max_lines - 1 :])
        lines = [*lines[: max_lines - 1], shorten(rest, size, width, bold=bold)]
    return tuple(line for line in lines if line)


def _pieces(text: str, size: float, width: float, *, bold: bool) -> list[str]:
    """Words of `text`; a word wider than `width` is cut into parts that fit."""
    pieces: list[str] = []
    for word in text.split():
        part = ""
        for char in word:
            if part and text_width(part + char, size, bold=bold) > width:
                pieces.append(part)
                part = ""
            part += char
        pieces.append(part)
    return pieces


def centred(text: str, size: float, centre: float, limit: float, *, bold: bool = False) -> float:
    """The x of a middle-anchored text, moved so that it stays inside 0..limit."""
    half = text_width(text, size, bold=bold) / 2
    return min(max(centre, half), max(limit - half, half))
