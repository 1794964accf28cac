"""Fade through black: the old picture darkens, the new one lights up; an act ends."""

import numpy as np

from reelwright.cutting.frames import BLACK, GREY, Picture, Plane
from reelwright.film.noun import Noun

STEPS = 256
"""Weights are integers of this unit, so that every machine computes the same picture."""


class Parameters(Noun):
    """`hold` is the share of the whole time that is entirely black."""

    hold: float = 0.08


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """One picture, darkened by how near the middle of the transition is."""
    shown = before if at < 0.5 else after
    if shown is None:
        raise ValueError("a fade needs the picture of its half")
    away = abs(at - 0.5) * 2
    weight = round(STEPS * max(0.0, (away - parameters.hold) / (1 - parameters.hold)))
    return Picture(
        _towards(shown.y, BLACK, weight),
        _towards(shown.u, GREY, weight),
        _towards(shown.v, GREY, weight),
    )


def _towards(plane: Plane, rest: int, weight: int) -> Plane:
    """`plane` where weight is 256, `rest` where it is 0."""
    mixed = plane * np.uint16(weight)
    mixed += np.uint16(rest * (STEPS - weight) + STEPS // 2)
    return (mixed >> np.uint16(8)).astype(np.uint8)
