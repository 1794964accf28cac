"""Mixing in integers, so that every machine computes the same picture."""

import numpy as np
from numpy.typing import NDArray

from reelwright.cutting.frames import GREY, Picture, Plane

STEPS = 256
"""The unit of weights."""

Weights = NDArray[np.uint16]


def mixed(before: Plane, after: Plane, weight: int | Weights) -> Plane:
    """`weight` of `after` (of `STEPS`), the rest of `before`; weights are one, or one a sample."""
    share = np.asarray(weight, np.uint16)
    sums = before * (np.uint16(STEPS) - share)
    sums += after * share
    sums += np.uint16(STEPS // 2)
    return (sums >> np.uint16(8)).astype(np.uint8)


def towards(picture: Picture, luma: int, left: float) -> Picture:
    """A share `left` of a picture (0 to 1), the rest plain: `luma` without colour."""
    weight = round(STEPS * left)
    return Picture(
        _towards(picture.y, luma, weight),
        _towards(picture.u, GREY, weight),
        _towards(picture.v, GREY, weight),
    )


def _towards(plane: Plane, rest: int, weight: int) -> Plane:
    sums = plane * np.uint16(weight)
    sums += np.uint16(rest * (STEPS - weight) + STEPS // 2)
    return (sums >> np.uint16(8)).astype(np.uint8)
