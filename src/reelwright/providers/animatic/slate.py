"""What is written over a clip: the slate line, and the mark that says preview."""

from functools import lru_cache

from PIL import Image, ImageDraw

from reelwright.film.timeline import House
from reelwright.media import text

MARK = "PREVIEW"
_PAPER = (250, 248, 242)
_INK = (18, 20, 24)


@lru_cache(maxsize=64)
def overlay(slate: str, house: House) -> Image.Image:
    """An RGBA image of the house's size: `slate` bottom left ("" draws none), the mark top right."""
    image = Image.new("RGBA", (house.width, house.height), (*_INK, 0))
    unit = min(house.width, house.height) / 720
    edge = round(26 * unit)
    mark = text.render(MARK, max(9, round(13 * unit)), colour="#faf8f2")
    _plate(image, mark, (house.width - edge, edge), (1.0, 0.0), unit, 0.34, 0.62)
    if slate:
        line = text.render(slate, max(10, round(17 * unit)), colour="#faf8f2")
        _plate(image, line, (edge, house.height - edge), (0.0, 1.0), unit, 0.56, 0.95)
    return image


def _plate(
    image: Image.Image,
    words: Image.Image,
    at: tuple[int, int],
    anchor: tuple[float, float],
    unit: float,
    ground: float,
    ink: float,
) -> None:
    """Words on a dark, half-clear plate whose corner `anchor` lies at `at`."""
    side, rise = round(10 * unit), round(3 * unit)
    wide, high = words.width + 2 * side, words.height + 2 * rise
    left, top = round(at[0] - anchor[0] * wide), round(at[1] - anchor[1] * high)
    plate = Image.new("RGBA", (wide * 4, high * 4), (*_INK, 0))
    ImageDraw.Draw(plate).rounded_rectangle(
        (0, 0, wide * 4 - 1, high * 4 - 1),
        radius=round(5 * unit) * 4,
        fill=(*_INK, round(255 * ground)),
    )
    plate = plate.resize((wide, high), Image.Resampling.BOX)
    words.putalpha(words.getchannel("A").point(lambda a: round(a * ink)))
    plate.alpha_composite(words, (side, rise))
    image.alpha_composite(plate, (left, top))
