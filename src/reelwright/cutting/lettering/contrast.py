"""Contrast as WCAG 2 defines it, and what letters and the box behind them need for it."""

from typing import NamedTuple

from reelwright.film.noun import Noun

ENOUGH = 4.5
"""Contrast below which nobody is asked to read."""

SPARE = 1.2
"""What is planned is so many times as much: encoders soften edges, and grounds move."""

WHITE, BLACK = "#fffdf8", "#101216"
STEP, LEAST = 5, 35
"""Per cent: strengths of a box come in steps, and a weaker one looks like a mistake."""

MORE = 10
"""Per cent by which a box is stronger where the ground is busy: letters get lost in patterns."""

BUSY = 0.35
"""Range of coded lightness behind words from which on they get a box, whatever their contrast."""

Colour = tuple[float, float, float]


class Ground(NamedTuple):
    """What is behind words: relative luminance (0 to 1) that nearly all of it lies between."""

    dark: float
    light: float


class Shade(Noun):
    """How words are set apart from their ground: colours, and the strength of the box in per
    cent (0: none)."""

    ink: str
    box: str
    cover: int


def decided(ground: Ground, ink: str = "", box: str = "") -> Shade:
    """The least that makes words readable. The user's own box is always whole, their own ink is
    kept unless it could not be read on that box."""
    if box:
        return Shade(ink=_on(box, ink), box=box, cover=100)
    calm = lightness(ground.light) - lightness(ground.dark) < BUSY
    inks = [ink] if ink else [WHITE, BLACK]
    if calm:
        for one in inks:
            if min(contrast(luminance(one), side) for side in ground) >= ENOUGH * SPARE:
                return Shade(ink=one, box=_behind(one), cover=0)
    first, more = inks[0], 0 if calm else MORE
    return Shade(ink=first, box=_behind(first), cover=min(100, _cover(ground, first) + more))


def contrast(one: float, other: float) -> float:
    """Contrast of two luminances: 1 to 21."""
    high, low = max(one, other), min(one, other)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`."""
    r, g, b = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def lightness(value: float) -> float:
    """The coded grey (0 to 1) of a luminance."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * float(value ** (1 / 2.4)) - 0.055


def _linear(coded: float) -> float:
    return coded / 12.92 if coded <= 0.04045 else float(((coded + 0.055) / 1.055) ** 2.4)


def _on(box: str, ink: str) -> str:
    """The ink if it can be read on the box, else white or black."""
    if ink and contrast(luminance(ink), luminance(box)) >= ENOUGH:
        return ink
    return max((WHITE, BLACK), key=lambda one: contrast(luminance(one), luminance(box)))


def _behind(ink: str) -> str:
    """The box that is furthest from an ink; pure where toned would not do."""
    mine = luminance(ink)
    best = max((BLACK, WHITE), key=lambda one: contrast(mine, luminance(one)))
    if contrast(mine, luminance(best)) >= ENOUGH * SPARE:
        return best
    return max(("#000000", "#ffffff"), key=lambda one: contrast(mine, luminance(one)))


def _cover(ground: Ground, ink: str) -> int:
    """Per cent of the box at which the worst of the ground is far enough from the ink."""
    mine, box = luminance(ink), lightness(luminance(_behind(ink)))
    most = contrast(mine, luminance(_behind(ink)))
    enough = min(ENOUGH * SPARE, most)
    for cover in range(LEAST, 100, STEP):
        mixed = [
            _linear(lightness(side) * (1 - cover / 100) + box * cover / 100) for side in ground
        ]
        if min(contrast(mine, side) for side in mixed) >= enough:
            return cover
    return 100
