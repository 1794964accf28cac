"""Which part of a picture words may stand in, and how large they are, by the picture's shape.

Wide pictures keep 5 % of each side free (EBU R 95), square ones 6 %. Over upright ones the apps lay
their own buttons: the lowest 20 %, the highest 12 % and the right 12 % stay free, and the left
12 % with them, so that words are in the middle.
"""

from typing import NamedTuple

from reelwright.film.timeline import House


class Safe(NamedTuple):
    """Edges of the part that words may stand in, in pixels from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


UPRIGHT = 1.4
"""Height by width from which a picture is one for telephones; 4:5 is still nearly square."""


def upright(house: House) -> bool:
    """Whether the picture is shown on a telephone held upright, under an app's buttons."""
    return house.height >= UPRIGHT * house.width


def safe(house: House) -> Safe:
    """The part of the picture for words."""
    wide, high = house.width, house.height
    if upright(house):
        return Safe(_up(wide * 0.12), _up(high * 0.12), int(wide * 0.88), int(high * 0.8))
    edge = 0.05 if wide >= UPRIGHT * high else 0.06
    return Safe(_up(wide * edge), _up(high * edge), int(wide * (1 - edge)), int(high * (1 - edge)))


def unit(house: House) -> float:
    """The short side by 720 pixels: sizes are given for that."""
    return min(house.width, house.height) / 720


def subtitle_size(house: House, *, words: bool = False) -> int:
    """Size of the letters of a burned subtitle in pixels: 4.5 % of the height (EBU-TT-D and the BBC
    ask for 4 to 5 %), or 5.5 % of the width where it is less than the height; larger where `words`
    light up one by one."""
    size = house.width * 0.055 if upright(house) else house.height * 0.045
    return max(8, round(size * (1.35 if words else 1)))


def columns(house: House, *, words: bool = False) -> int:
    """Characters that a line of a burned subtitle has room for, at most 42."""
    em = subtitle_size(house, words=words) * (0.56 if words else 0.53)
    return min(42, int(safe(house).width / em))


def subtitle_rows(house: House, *, words: bool = False) -> int:
    """The height in pixels that two rows of subtitles take, with what parts them from what is
    above."""
    return round(2.9 * subtitle_size(house, words=words))


LOGO_HIGH, LOGO_WIDE = 72, 200
"""The most of a logo, in pixels where the short side has 720."""


def logo_rows(house: House) -> int:
    """The height in pixels that a logo takes, with what parts it from what is below."""
    return round(1.2 * LOGO_HIGH * unit(house))


def _up(value: float) -> int:
    return int(-(-value // 1))
