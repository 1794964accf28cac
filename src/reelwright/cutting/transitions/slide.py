"""Slide: the new picture moves in over the old one, or pushes it out.

What moves fast is blurred along its way, as by a camera's shutter; hard edges would flicker.
"""

from typing import Literal

import numpy as np

from reelwright.cutting.frames import BLACK, GREY, Picture, Plane
from reelwright.cutting.transitions.weights import STEPS, Weights, mixed
from reelwright.film.noun import Noun

FULL = 255
"""The unit of cover, so that it fits a plane."""


class Parameters(Noun):
    """`to` is where the new picture moves to; with `push` the old one moves along with it.

    `shutter` is how long, as a share of the whole time, one frame is exposed: 0.04 of half a second
    is half of a frame at 24 frames a second. `shade` darkens the old picture beside the new one's
    edge, by so much of its light, over `reach` of the side.
    """

    to: Literal["left", "right", "up", "down"] = "left"
    push: bool = False
    shutter: float = 0.04
    shade: float = 0.35
    reach: float = 0.05


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """Both pictures on a strip; the frame is a window that moves along it."""
    if before is None or after is None:
        raise ValueError("a slide needs two pictures")
    rests = (BLACK, GREY, GREY)
    planes = zip(before, after, rests, strict=True)
    return Picture(*(_slid(parameters, at, old, new, rest) for old, new, rest in planes))


def _slid(parameters: Parameters, at: float, before: Plane, after: Plane, rest: int) -> Plane:
    """All four ways are one: turned so that the new picture moves left, and turned back."""
    before, after = (_turned(plane, parameters.to) for plane in (before, after))
    size = before.shape[1]
    moved = round(size * at * at * (3 - 2 * at))
    blur = 1 + round(size * 6 * at * (1 - at) * parameters.shutter)
    if parameters.push:
        shown = _window(np.concatenate([before, after], axis=1), moved, blur)
    else:
        shade = mixed(np.full_like(before, rest), before, _lit(parameters, size, moved))
        # What the open shutter sees of the new picture, and for how much of its time.
        seen = _window(np.concatenate([np.zeros_like(after), after], axis=1), moved, blur)
        cover = np.repeat(np.array([[0, FULL]], np.uint8), size, axis=1)
        shown = _over(shade, seen, _window(cover, moved, blur))
    return _back(shown, parameters.to)


def _turned(plane: Plane, to: str) -> Plane:
    """The plane turned so that `to` is left."""
    upright = plane.T if to in ("up", "down") else plane
    return upright[:, ::-1] if to in ("right", "down") else upright


def _back(plane: Plane, to: str) -> Plane:
    """A turned plane as it was."""
    upright = plane[:, ::-1] if to in ("right", "down") else plane
    return upright.T if to in ("up", "down") else upright


def _window(strip: Plane, moved: int, blur: int) -> Plane:
    """Half of a strip from column `moved`, each sample the mean of `blur` of them."""
    size = strip.shape[1] // 2
    if blur == 1:
        return strip[:, moved : moved + size]
    sums = np.zeros((strip.shape[0], 2 * size + 1), np.uint32)
    np.cumsum(strip, axis=1, dtype=np.uint32, out=sums[:, 1:])
    low = np.clip(np.arange(size) + moved - blur // 2, 0, 2 * size - blur)
    total = sums[:, low + blur] - sums[:, low]
    mean = (total + np.uint32(blur // 2)) // np.uint32(blur)
    return np.asarray(mean, np.uint8)


def _over(below: Plane, seen: Plane, cover: Plane) -> Plane:
    """A picture that covers what is below it by `cover` (of `FULL`) and is weighed by that."""
    left = below.astype(np.uint16) * (np.uint16(FULL) - cover) + np.uint16(FULL // 2)
    return np.asarray(np.minimum(left // np.uint16(FULL) + seen, 255), np.uint8)


def _lit(parameters: Parameters, size: int, moved: int) -> Weights:
    """How much light the old picture keeps beside the edge of the new one, by column."""
    away = (size - moved - np.arange(size)) / max(1.0, parameters.reach * size)
    near = np.clip(1 - away, 0, 1)
    grown = min(1.0, moved / max(1.0, parameters.reach * size))
    return np.rint(STEPS * (1 - parameters.shade * grown * near * near)).astype(np.uint16)
