"""Slide: the new picture moves in over the old one, or pushes it out.

What moves fast is blurred along its way, as by a camera's shutter; hard edges would flicker.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reelwright.cutting.frames import Picture, Plane
from reelwright.cutting.transitions.weights import STEPS, mixed
from reelwright.film.noun import Noun


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
    return Picture(*(_slid(parameters, at, a, b) for a, b in zip(before, after, strict=True)))


def _slid(parameters: Parameters, at: float, before: Plane, after: Plane) -> Plane:
    """All four ways are one: turned so that the new picture moves left, and turned back."""
    before, after = (_turned(plane, parameters.to) for plane in (before, after))
    size = before.shape[1]
    moved = round(size * at * at * (3 - 2 * at))
    blur = 1 + round(size * 6 * at * (1 - at) * parameters.shutter)
    if parameters.push:
        strip = np.concatenate([before, after], axis=1)
        return _turned(_window(strip, moved, blur), parameters.to)
    raise NotImplementedError


def _turned(plane: Plane, to: str) -> Plane:
    """The plane turned so that `to` is left; the same again turns it back."""
    upright = plane.T if to in ("up", "down") else plane
    return upright[:, ::-1] if to in ("right", "down") else upright
