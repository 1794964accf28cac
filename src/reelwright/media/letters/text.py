"""Words as pictures: RGBA images with wrapping, alignment, outline and shadow.

Every character is checked against the fonts first. One that no font has is an error, never a box
and never a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from reelwright.film.overlay import Face
from reelwright.media.letters import bidi, breaking, fonts
from reelwright.media.letters.runs import Run, clean, runs

Align = Literal["left", "centre", "right"]

_Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Shadow:
    """A soft shadow behind the words; lengths in pixels, opacity 0 to 1."""

    dx: int = 0
    dy: int = 2
    blur: float = 3.0
    opacity: float = 0.6


def render(
    text: str,
    size: int,
    face: Face = "sans",
    colour: str = "#ffffff",
    width: int | None = None,
    align: Align = "left",
    stroke: int = 0,
    stroke_colour: str = "#000000",
    shadow: Shadow | None = None,
    line_height: float = 1.25,
    balance: bool = False,
    han: fonts.Han | None = None,
) -> Image.Image:
    """Draw `text` into an RGBA image, as small as the words allow.

    `size` is the em in pixels. With `width` (pixels) lines are wrapped and the image is exactly
    that wide, else as wide as the longest line. `balance` makes lines of about equal length. `han`
    are the shapes of Chinese characters, if a larger text that this is a part of decides them.
    Height is `lines * size * line_height`, plus room for outline and shadow on all sides.
    Raises `BadInput` naming the character when no font has it.
    """
    margin = _margin(stroke, shadow)
    inner = None if width is None else width - 2 * margin
    lines = wrap(text, size, face, inner, balance)
    han, base_side = han or fonts.han(text), bidi.direction(text)
    widths = [measure(line, size, face) for line in lines]
    wide = inner if inner is not None else max(1, *map(_ceil, widths))
    step = size * line_height
    # The baseline sits where a Latin line of this face looks centred in its row.
    base = step / 2 + size * 0.33
    drawn = [runs(line, face, han, base_side) for line in lines]
    above, below = _reach(drawn[0], size)[0], _reach(drawn[-1], size)[1]
    # Marks over marks (Thai, Devanagari) may be higher than the row: nothing is cut off.
    more = max(0, _ceil(above - base), _ceil(below - (step - base)))
    canvas = (wide + 2 * margin, round(step * len(lines)) + 2 * (margin + more))
    words = Image.new("RGBA", canvas, (0, 0, 0, 0))
    draw = ImageDraw.Draw(words)
    for row, (line, long) in enumerate(zip(drawn, widths, strict=True)):
        x = margin + _indent(wide, long, align)
        y = margin + more + row * step + base
        for run in line:
            draw.text(
                (x, y),
                run.text,
                font=_font(run.font, size),
                fill=colour,
                anchor="ls",
                stroke_width=stroke,
                stroke_fill=stroke_colour,
                direction="rtl" if run.rtl else "ltr",
            )
            x += _long(run, size)
    return words if shadow is None else _with_shadow(words, shadow)


def _long(run: Run, size: int) -> float:
    """Pixels that a run takes."""
    return _font(run.font, size).getlength(run.text, direction="rtl" if run.rtl else "ltr")


def _reach(line: Sequence[Run], size: int) -> tuple[float, float]:
    """How far the ink of a line goes above and below its baseline, in pixels."""
    boxes = [_font(run.font, size).getbbox(run.text, anchor="ls") for run in line if run.text]
    return max((-box[1] for box in boxes), default=0), max((box[3] for box in boxes), default=0)


def measure(text: str, size: int, face: Face = "sans") -> float:
    """Width of one line in pixels."""
    return sum(_long(run, size) for run in runs(clean(text), face))


def wrap(
    text: str, size: int, face: Face = "sans", width: int | None = None, balance: bool = False
) -> list[str]:
    """Break text into lines of at most `width` pixels; a word longer than that is broken too.

    Line breaks in the text are kept. With `balance` the lines get about equally long, without
    becoming more.
    """
    paragraphs = clean(text).split("\n")
    if width is None:
        return paragraphs
    lines: list[str] = []
    for paragraph in paragraphs:
        greedy = _fill(paragraph, size, face, width)
        lines += _balanced(paragraph, greedy, size, face, width) if balance else greedy
    return lines


def fit(text: str, largest: int, smallest: int, face: Face, width: int, lines: int) -> int:
    """The largest size (pixels) at which text needs at most `lines` lines of `width` pixels."""
    low, high = smallest, largest
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(text, middle, face, width, lines):
            low = middle
        else:
            high = middle - 1
    return low


def check(text: str, face: Face = "sans") -> None:
    """Raise `BadInput` when a character of the text cannot be drawn."""
    for line in clean(text).split("\n"):
        runs(line, face)


def _fits(text: str, size: int, face: Face, width: int, lines: int) -> bool:
    if len(wrap(text, size, face, width)) > lines:
        return False
    parts = (part for word in clean(text).split() for part in breaking.pieces(word))
    return all(measure(part, size, face) <= width for part in parts)


def _fill(paragraph: str, size: int, face: Face, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        glue = " " if line else ""
        for part in breaking.pieces(word):
            joined = f"{line}{glue}{part}"
            glue = ""
            if measure(joined, size, face) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *broken, line = _broken(part, size, face, width)
            lines += broken
    return [*lines, line]


def _broken(word: str, size: int, face: Face, width: int) -> list[str]:
    """A word in pieces that fit: one piece for nearly every word."""
    if measure(word, size, face) <= width:
        return [word]
    pieces, piece = [], ""
    for cluster in breaking.clusters(word):
        if piece and measure(piece + cluster, size, face) > width:
            pieces.append(piece)
            piece = ""
        piece += cluster
    return [*pieces, piece]


def _balanced(
    paragraph: str, greedy: Sequence[str], size: int, face: Face, width: int
) -> list[str]:
    best, low, high = list(greedy), width // 3, width
    while high - low > max(2, size // 4):
        middle = (low + high) // 2
        tried = _fill(paragraph, size, face, middle)
        if len(tried) <= len(greedy) and max(measure(t, size, face) for t in tried) <= width:
            best, high = tried, middle
        else:
            low = middle
    return best


@lru_cache(maxsize=256)
def _font(path: Path, size: int) -> _Font:
    return ImageFont.truetype(str(path), size)


def _margin(stroke: int, shadow: Shadow | None) -> int:
    if shadow is None:
        return stroke
    return stroke + _ceil(shadow.blur * 2) + max(abs(shadow.dx), abs(shadow.dy))


def _indent(wide: int, long: float, align: Align) -> float:
    if align == "centre":
        return (wide - long) / 2
    return wide - long if align == "right" else 0.0


def _ceil(value: float) -> int:
    return int(-(-value // 1))


def _with_shadow(words: Image.Image, shadow: Shadow) -> Image.Image:
    dark = words.getchannel("A").point(lambda a: round(a * shadow.opacity))
    shape = Image.new("L", words.size, 0)
    shape.paste(dark, (shadow.dx, shadow.dy))
    below = Image.new("RGBA", words.size, (0, 0, 0, 0))
    below.putalpha(shape.filter(ImageFilter.GaussianBlur(shadow.blur)))
    return Image.alpha_composite(below, words)
