"""What is written over a clip: the slate line, and the mark that says preview."""

import math
from functools import lru_cache

from PIL import Image, ImageDraw

from reelwright.film.timeline import House
from reelwright.media.letters import text

MARK = "PREVIEW"
_PAPER = "#faf8f2"
_INK = (18, 20, 24)


Placed = tuple[Image.Image, int, int]
"""An RGBA image and where its left upper corner lies in the frame; all numbers are even."""


@lru_cache(maxsize=64)
def plates(line: str, house: House) -> tuple[Placed, ...]:
    """The mark at the top right and, unless `line` is "", the slate line at the bottom left."""
    unit = min(house.width, house.height) / 720
    edge = round(26 * unit)
    # Upright films are shown under buttons: right 12 % and lowest 20 % stay free of text.
    tall = house.height > house.width
    right = house.width - (math.ceil(0.12 * house.width) if tall else edge)
    bottom = house.height - (math.ceil(0.2 * house.height) if tall else edge)
    mark = _plate(MARK, max(9, round(13 * unit)), unit, ground=0.34, ink=0.62)
    placed = [_at(mark, right - mark.width, edge)]
    if line:
        slate = _plate(_fitted(line, house, edge), max(10, round(17 * unit)), unit, 0.56, 0.95)
        placed.append(_at(slate, edge, bottom - slate.height))
    return tuple(placed)


def _fitted(line: str, house: House, edge: int) -> str:
    """One line, cut short where it would leave the frame."""
    room = house.width - 4 * edge
    size = max(10, round(17 * min(house.width, house.height) / 720))
    flat = " ".join(line.split())
    while len(flat) > 1 and text.measure(flat, size) > room:
        flat = flat[:-2].rstrip() + "…"
    return flat


def _at(plate: Image.Image, left: int, top: int) -> Placed:
    return plate, max(0, left // 2 * 2), max(0, top // 2 * 2)


def _plate(words: str, size: int, unit: float, ground: float, ink: float) -> Image.Image:
    """Light words on a dark, half-clear plate with round corners."""
    drawn = text.render(words, size, colour=_PAPER)
    side, rise = round(10 * unit), round(3 * unit)
    wide = (drawn.width + 2 * side + 1) // 2 * 2
    high = (drawn.height + 2 * rise + 1) // 2 * 2
    fine = 4
    plate = Image.new("RGBA", (wide * fine, high * fine), (*_INK, 0))
    ImageDraw.Draw(plate).rounded_rectangle(
        (0, 0, wide * fine - 1, high * fine - 1),
        radius=round(5 * unit) * fine,
        fill=(*_INK, round(255 * ground)),
    )
    plate = plate.resize((wide, high), Image.Resampling.BOX)
    drawn.putalpha(drawn.getchannel("A").point([round(a * ink) for a in range(256)]))
    plate.alpha_composite(drawn, ((wide - drawn.width) // 2, rise))
    return plate
