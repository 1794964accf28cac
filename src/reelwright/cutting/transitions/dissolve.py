"""Dissolve: one picture turns into the other; time passes."""

import numpy as np

from reelwright.cutting.frames import Picture, Plane
from reelwright.film.noun import Noun

STEPS = 256
"""Weights are integers of this unit, so that every machine computes the same picture."""


class Parameters(Noun):
    """`ease` from 0 (even speed) to 1 (slow at both ends)."""

    ease: float = 0.35


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """The mean of both pictures, weighted by the time."""
    if before is None or after is None:
        raise ValueError("a dissolve needs two pictures")
    eased = at * at * (3 - 2 * at)
    weight = round(STEPS * (at + (eased - at) * parameters.ease))
    return Picture(*(_mean(a, b, weight) for a, b in zip(before, after, strict=True)))


def _mean(before: Plane, after: Plane, weight: int) -> Plane:
    mixed = before * np.uint16(STEPS - weight)
    mixed += after * np.uint16(weight)
    mixed += np.uint16(STEPS // 2)
    return (mixed >> np.uint16(8)).astype(np.uint8)
