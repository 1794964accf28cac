"""Words that belong to the picture: an advertisement's overlay, large, on a shade of its own."""

import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from reelwright.film.errors import BadInput
from reelwright.film.shot import Overlay
from reelwright.film.timeline import House
from reelwright.media import text

FADE = 0.3
"""Seconds in which the words come up."""

_PAPER = "#fffdf8"
_SHADE = (14, 16, 20)
_COVER = 0.8
"""Share of the shade in what lies behind the words. Over pure white it leaves a grey of luminance
0.076, so paper-white words have a contrast of 8:1; 4.5:1 is asked for."""
_ROWS = 4

Placed = tuple[Image.Image, int, int]


@lru_cache(maxsize=16)
def plate(overlay: Overlay, house: House) -> Placed | None:
    """An RGBA image of the words on their shade, and its left upper corner in the frame.

    All numbers are even. In upright films the lowest 20 % and the right 12 % of the frame stay
    free, and the left 12 % with them, so that the words are in the middle. None when there is
    nothing that can be written.
    """
    words = _written(overlay.text)
    if not words:
        return None
    tall = house.height > house.width
    unit = min(house.width, house.height) / 720
    pad = round(26 * unit)
    room = math.floor(house.width * (0.76 if tall else 0.84)) - 2 * pad
    largest, smallest = (max(8, round(em * unit)) for em in (62 if tall else 58, 22))
    size = text.fit(words, largest, smallest, "sans", room, _ROWS)
    rows = text.wrap(words, size, "sans", room, balance=True)[:_ROWS]
    image = _drawn("\n".join(rows), size, pad)
    low = house.height * (0.78 if tall else 0.88)
    top = {
        "top": house.height * (0.12 if tall else 0.09),
        "centre": (house.height - image.height) / 2,
        "lower-third": house.height * (0.7 if tall else 0.74) - image.height / 2,
        "bottom": low - image.height,
    }[overlay.position]
    top = max(0.0, min(top, low - image.height))
    return image, (house.width - image.width) // 4 * 2, int(top) // 2 * 2


def _written(words: str) -> str:
    """The words without the characters that no font here can draw."""
    return " ".join("".join(filter(_known, " ".join(words.split()))).split())


def _known(character: str) -> bool:
    try:
        text.check(character)
    except BadInput:
        return False
    return True


def _drawn(rows: str, size: int, pad: int) -> Image.Image:
    words = text.render(rows, size, colour=_PAPER, align="centre", line_height=1.2)
    rise = round(pad * 0.6)
    wide, high = ((n + 1) // 2 * 2 for n in (words.width + 2 * pad, words.height + 2 * rise))
    soft = max(2, pad // 5)
    cover = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(cover).rounded_rectangle(
        (soft, soft, wide - soft - 1, high - soft - 1), radius=pad // 2, fill=round(255 * _COVER)
    )
    image = Image.new("RGBA", (wide, high), (*_SHADE, 0))
    image.putalpha(cover.filter(ImageFilter.GaussianBlur(soft / 2)))
    image.alpha_composite(words, ((wide - words.width) // 2, rise))
    return image
