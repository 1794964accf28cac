"""Grades: the colours of a film as a colour table, by name or from the user's own file.

A grade is made once, as a .cube file; whoever renders clips is given its hash.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from reelwright.cutting.makers import pause
from reelwright.film.noun import Noun
from reelwright.film.order import Made, Order, Stop
from reelwright.film.production import GradeName
from reelwright.film.story import Mood
from reelwright.media.colour import cube

Colours = NDArray[np.float64]
Rgb = tuple[float, float, float]

SIDE = 33
"""Steps along each side of a grade: what cameras and grading programs use."""

_LUMA = np.array([0.2126, 0.7152, 0.0722])


class Look(Noun):
    """What a grade does to R'G'B' of full range, in this order.

    `balance` multiplies the channels and keeps the brightness of greys; `contrast` is the power of
    a curve through black, `pivot` and white; `shadows` and `lights` are added where it is dark and
    where it is light, never to black and white themselves; `saturation` multiplies the distance
    from grey; `black` and `white` are what black and white turn into.
    """

    balance: Rgb = (1.0, 1.0, 1.0)
    contrast: float = 1.0
    pivot: float = 0.42
    shadows: Rgb = (0.0, 0.0, 0.0)
    lights: Rgb = (0.0, 0.0, 0.0)
    saturation: float = 1.0
    black: float = 0.0
    white: float = 1.0


GRADES: Mapping[GradeName, Look] = {
    "neutral": Look(),
    "warm": Look(
        balance=(1.05, 1.0, 0.92),
        contrast=1.06,
        shadows=(0.02, 0.0, -0.03),
        lights=(0.02, 0.0, -0.03),
        saturation=1.04,
    ),
    "cool": Look(
        balance=(0.94, 1.0, 1.06),
        contrast=1.08,
        shadows=(-0.04, 0.01, 0.05),
        lights=(-0.01, 0.0, 0.01),
        saturation=0.9,
    ),
    "noir": Look(
        balance=(1.0, 1.0, 1.02),
        contrast=1.5,
        pivot=0.38,
        shadows=(-0.01, 0.0, 0.02),
        saturation=0.08,
    ),
    "vivid": Look(contrast=1.16, saturation=1.3),
    "muted": Look(
        balance=(1.01, 1.0, 0.98),
        contrast=0.94,
        shadows=(0.0, 0.005, 0.02),
        saturation=0.58,
        black=0.035,
        white=0.965,
    ),
}
"""Grade -> what it does."""

OF_MOOD: Mapping[Mood, GradeName] = {
    "calm": "neutral", "warm": "warm", "tense": "cool", "sad": "muted", "joyful": "vivid",
    "mysterious": "cool", "dark": "noir", "grand": "warm",
}  # fmt: skip
"""Mood of a scene, or of a brand -> the grade that serves it."""


def grade_order(name: GradeName) -> Order | None:
    """The colour table of a grade, None for the one that changes nothing."""
    look = GRADES[name]
    if look == Look():
        return None
    params: dict[str, JsonValue] = {"look": look.model_dump(mode="json"), "side": SIDE}
    return Order(kind="grade", provider="cutting", model="look-1", params=params)


def lut_order(stored: str) -> Order:
    """The user's own stored .cube file with hash `stored`, as a table that every maker reads."""
    return Order(kind="grade", provider="cutting", model="cube-1", inputs=(stored,))


def make_grade(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Compute the table, or read the user's. Facts: `dimensions`, 1 or 3."""
    pause(stop)
    if order.inputs:
        lut = cube.read(inputs[order.inputs[0]])
    else:
        lut = cube.Lut(graded(Look.model_validate(order.params["look"]), _side(order)))
    pause(stop)
    path = scratch / "grade.cube"
    cube.write(lut, path)
    return Made(path=path, media_type="text/plain", facts={"dimensions": 1 if lut.flat else 3})


def _side(order: Order) -> int:
    return int(str(order.params["side"]))


def graded(look: Look, side: int = SIDE) -> Colours:
    """What a look turns each colour into: (side, side, side, 3) by blue, green, red."""
    balance = np.array(look.balance)
    colours = np.clip(cube.identity(side) * balance / _light(balance), 0, 1)
    colours = _contrasted(colours, look)
    light = _light(colours)
    colours += np.array(look.shadows) * 4 * light * (1 - light) ** 3
    colours += np.array(look.lights) * 4 * light**3 * (1 - light)
    light = _light(colours)
    colours = light + (colours - light) * look.saturation
    return np.asarray(look.black + (look.white - look.black) * np.clip(colours, 0, 1))


def _light(colours: Colours) -> Colours:
    """Luma, one number for each colour. Summed in one order, so that machines agree."""
    red, green, blue = (colours[..., n : n + 1] * _LUMA[n] for n in range(3))
    return np.asarray(red + green + blue)


def _contrasted(colours: Colours, look: Look) -> Colours:
    """A power curve below the pivot and its mirror above; steeper at the pivot, ends kept."""
    low = look.pivot * (np.minimum(colours, look.pivot) / look.pivot) ** look.contrast
    rest = 1 - look.pivot
    high = 1 - rest * (np.minimum(1 - colours, rest) / rest) ** look.contrast
    return np.where(colours < look.pivot, low, high)
