"""Dip to white: the old picture is flooded with light, the new one comes out of it; a memory."""

import numpy as np

from reelwright.cutting.frames import BLACK, WHITE, Picture, Plane
from reelwright.cutting.transitions.weights import towards
from reelwright.film.noun import Noun

UNIT = 64
"""Gains are integers of 1/64, so that every machine computes the same picture."""


class Parameters(Noun):
    """`hold` is the share of the whole time that is entirely white. The light grows up to `gain`
    times, as if a lens were opened: lamps and skies burn out first; then all turns to white."""

    hold: float = 0.06
    gain: float = 2.2


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """One picture, flooded by how near the middle of the transition is."""
    shown = before if at < 0.5 else after
    if shown is None:
        raise ValueError("a dip to white needs the picture of its half")
    away = abs(at - 0.5) * 2
    flood = 1 - max(0.0, (away - parameters.hold) / (1 - parameters.hold))
    gain = round(UNIT * (1 + (parameters.gain - 1) * flood))
    return towards(shown._replace(y=_opened(shown.y, gain)), WHITE, 1 - flood * flood)


def _opened(luma: Plane, gain: int) -> Plane:
    """More light, burnt out at white. At most 255 times 255, so 16 bits hold it."""
    light = np.maximum(luma, BLACK) - np.uint8(BLACK)
    burnt = np.minimum((light * np.uint16(gain)) >> np.uint16(6), WHITE - BLACK)
    return np.asarray(burnt + np.uint16(BLACK), np.uint8)
