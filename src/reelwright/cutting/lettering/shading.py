"""Measures what is behind an overlay, and decides how its words are set apart from it.

The Take holds the decision alone: a picture that has changed and asks for the same leaves all
segments but its own as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reelwright.cutting import frames
from reelwright.cutting.frames import Picture
from reelwright.cutting.lettering.contrast import Ground, Shade, decided
from reelwright.cutting.lettering.titles import setting
from reelwright.cutting.makers import pause
from reelwright.film.order import Made, Order, Stop
from reelwright.film.overlay import Overlay
from reelwright.film.timeline import House

EACH = 6
"""Of so many frames one is looked at: a quarter of a second."""

BLOCK = 4
"""Side of the squares, in samples, whose mean is taken: thinner than a letter's stroke."""

OUTSIDE = 1.0
"""Per cent of the ground at either end that may be darker or lighter."""


def make_shade(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Look at the clips that are under an overlay; the result is a `Shade` as JSON."""
    params: Mapping[str, Any] = order.params
    house = House.model_validate(params["house"])
    overlay = Overlay.model_validate(params["overlay"])
    place = setting(overlay, house, int(params["free"]))
    box = (place.left, place.top, place.left + place.width, place.top + place.height)
    grounds = []
    for picture in _pictures(params["parts"], order.inputs, inputs, house):
        pause(stop)
        grounds.append(ground(picture, box))
    found = Ground(min(one.dark for one in grounds), max(one.light for one in grounds))
    shade = decided(found, overlay.ink, overlay.shade)
    path = scratch / "shade.json"
    path.write_text(shade.model_dump_json(), encoding="utf-8")
    return Made(path=path, media_type="application/json", facts={"cover": shade.cover})


def read_shade(path: Path) -> Shade:
    """The decision that was made."""
    return Shade.model_validate_json(path.read_bytes())


def ground(picture: Picture, box: tuple[int, int, int, int]) -> Ground:
    """Between which luminances nearly all of a picture inside `box` lies."""
    lights = luminances(picture, box)
    dark, light = np.percentile(lights, (OUTSIDE, 100 - OUTSIDE))
    return Ground(float(dark), float(light))


def luminances(
    picture: Picture, box: tuple[int, int, int, int], block: int = BLOCK
) -> NDArray[np.float64]:
    """Relative luminance (0 to 1) of the squares of `block` samples inside `box` (left, top,
    right, bottom), shape (rows, columns)."""
    left, top, right, bottom = (edge // block for edge in box)
    y = _means(picture.y, block)[top:bottom, left:right]
    u, v = (_means(plane, block // 2)[top:bottom, left:right] for plane in picture[1:])
    y, u, v = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    linear = [_linear(np.clip(one, 0, 1)) for one in (red, green, blue)]
    lights: NDArray[np.float64] = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return lights


def _linear(coded: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def _means(plane: NDArray[np.uint8], side: int) -> NDArray[np.float64]:
    rows, columns = (length // side * side for length in plane.shape)
    cut = plane[:rows, :columns].reshape(rows // side, side, columns // side, side)
    means: NDArray[np.float64] = cut.mean(axis=(1, 3))
    return means


def _pictures(
    parts: Sequence[Any], names: Sequence[str], inputs: Mapping[str, Path], house: House
) -> Iterator[Picture]:
    for index, start, count in parts:
        shown = frames.read(inputs[names[index]], start, count, house)
        yield from (
            picture for at, picture in enumerate(shown) if at % EACH == 0 or at == count - 1
        )
