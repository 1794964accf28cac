"""Fade through black: the old picture darkens, the new one lights up; an act ends."""

from reelwright.cutting.frames import BLACK, Picture
from reelwright.cutting.transitions.weights import towards
from reelwright.film.noun import Noun


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
    return towards(shown, BLACK, max(0.0, (away - parameters.hold) / (1 - parameters.hold)))
