"""Dip to white: the old picture is flooded with light, the new one comes out of it; a memory."""

from reelwright.cutting.frames import WHITE, Picture
from reelwright.cutting.transitions.weights import towards
from reelwright.film.noun import Noun


class Parameters(Noun):
    """`hold` is the share of the whole time that is entirely white, `ease` runs from 0 (even speed)
    to 1: light comes slowly first and goes slowly last, because white outshines at once."""

    hold: float = 0.06
    ease: float = 0.5


def blend(
    parameters: Parameters, at: float, before: Picture | None, after: Picture | None
) -> Picture:
    """One picture, lightened by how near the middle of the transition is."""
    shown = before if at < 0.5 else after
    if shown is None:
        raise ValueError("a dip to white needs the picture of its half")
    away = abs(at - 0.5) * 2
    left = max(0.0, (away - parameters.hold) / (1 - parameters.hold))
    eased = left * (2 - left)
    return towards(shown, WHITE, left + (eased - left) * parameters.ease)
