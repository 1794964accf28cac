"""Dissolve: one picture turns into the other; time passes."""

from reelwright.cutting.frames import Picture
from reelwright.cutting.transitions.weights import STEPS, mixed
from reelwright.film.noun import Noun


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
    return Picture(*(mixed(a, b, weight) for a, b in zip(before, after, strict=True)))
