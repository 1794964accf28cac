"""Wipe: a soft edge runs over the picture and uncovers the next one, both standing still."""

from typing import Literal

import numpy as np

from reelwright.cutting.frames import Picture, Plane
from reelwright.cutting.transitions.weights import STEPS, Weights, mixed
from reelwright.film.noun import Noun


class Parameters(Noun):
    """`to` is where the edge runs to, `soft` how wide it is by the side it runs along."""

    to: Literal["left", "right", "up", "down"] = "left"
    soft: float = 0.14


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """The new picture behind the edge, the old one before it."""
    if before is None or after is None:
        raise ValueError("a wipe needs two pictures")
    return Picture(*(_wiped(parameters, at, a, b) for a, b in zip(before, after, strict=True)))


def _wiped(parameters: Parameters, at: float, before: Plane, after: Plane) -> Plane:
    down = parameters.to in ("up", "down")
    weights = _weights(parameters, at, before.shape[0 if down else 1])
    return mixed(before, after, weights[:, None] if down else weights)


def _weights(parameters: Parameters, at: float, size: int) -> Weights:
    """The weight of the new picture in each row or column. `at` runs over the edge as well, so that
    it has left the picture at both ends."""
    place = (np.arange(size) + 0.5) / size
    if parameters.to in ("left", "up"):
        place = 1 - place
    share = np.clip((at * (1 + parameters.soft) - place) / parameters.soft, 0, 1)
    # Slow at both ends of the edge: the eye finds no line where it begins.
    return np.rint(STEPS * share * share * (3 - 2 * share)).astype(np.uint16)
