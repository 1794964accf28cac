"""Captions drawn into pictures: each is drawn once, then blended into the frames it lies over.

Blending is integer arithmetic on the few rows a caption covers, so that every machine computes the
same picture, and so quickly that decoding and encoding are all that a drawn caption costs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from reelwright.cutting.frames import Picture, Plane
from reelwright.film.timeline import House
from reelwright.media import text

Weights = NDArray[np.uint16]

SIZE = 0.045
"""Size of the letters by the height of the picture (EBU-TT-D and the BBC ask for 4 to 5 %)."""

SIZE_UPRIGHT = 0.055
"""The same by its width where it is higher than wide: about 30 characters a line."""

SAFE = 0.05
"""Part of each side that is kept free (graphics-safe area of EBU R 95)."""

FREE_UPRIGHT = 0.2
"""Part of the height at the bottom of an upright picture that apps lay their buttons over."""

ONE = 256
"""Weights are integers of this unit."""


class Drawn(NamedTuple):
    """One plane of a caption: what it adds, and what it leaves of the picture below (of `ONE`)."""

    top: int
    left: int
    added: Weights
    left_over: Weights


class Lettering:
    """The captions of one segment; `captions` are [start, end, lines], frames from its first."""

    def __init__(self, captions: Sequence[Any], house: House) -> None:
        self._shown = [
            (int(start), int(end), planes(drawn(lines, house), house))
            for start, end, lines in captions
        ]

    def over(self, index: int, picture: Picture) -> Picture:
        """Frame `index` with what is to be read over it; the picture given is not changed."""
        shown = [drawing for start, end, drawing in self._shown if start <= index < end]
        if not shown:
            return picture
        # A decoder still predicts from the planes it gave.
        copied = Picture(*(plane.copy() for plane in picture))
        for drawing in shown:
            for plane, part in zip(copied, drawing, strict=True):
                _blend(plane, part)
        return copied


def lettering(params: Mapping[str, Any], house: House) -> Lettering:
    """The captions an Order carries, drawn; none if it carries none."""
    return Lettering(params.get("captions", ()), house)


def drawn(lines: Sequence[str], house: House) -> Image.Image:
    """Words in white with a dark outline and a soft shadow, as small as they allow."""
    upright = house.height > house.width
    size = max(8, round(house.width * SIZE_UPRIGHT if upright else house.height * SIZE))
    shadow = text.Shadow(dx=0, dy=max(1, size // 16), blur=max(1.0, size / 10), opacity=0.55)
    stroke = max(1, round(size / 14))
    # The outline and its shadow may pass the edge of the words by a little, the words may not.
    wide = int(house.width * (1 - 2 * SAFE))
    said = "\n".join(lines)
    if any(text.measure(line, size, "sans") > wide for line in lines):
        said = "\n".join(text.wrap(" ".join(lines), size, "sans", wide, balance=True))
    return text.render(
        said,
        size,
        "sans",
        "#ffffff",
        align="centre",
        stroke=stroke,
        stroke_colour="#101010",
        shadow=shadow,
        line_height=1.22,
    )


def planes(image: Image.Image, house: House) -> tuple[Drawn, Drawn, Drawn]:
    """An RGBA image as planes to blend, centred above the free space at the bottom."""
    pixels = np.asarray(image, np.float64)
    upright = house.height > house.width
    bottom = round(house.height * (1 - (FREE_UPRIGHT if upright else SAFE)))
    top = max(0, bottom - pixels.shape[0]) // 2 * 2
    left = max(0, (house.width - pixels.shape[1]) // 2) // 2 * 2
    pixels = pixels[: house.height - top, : house.width - left]
    pixels = np.pad(pixels, ((0, pixels.shape[0] % 2), (0, pixels.shape[1] % 2), (0, 0)))
    r, g, b = np.moveaxis(pixels[..., :3] / 255, -1, 0)
    alpha = pixels[..., 3] / 255
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return (
        _plane(top, left, 16 + 219 * luma, alpha),
        _plane(top // 2, left // 2, 128 + 224 * (b - luma) / 1.8556, alpha, halved=True),
        _plane(top // 2, left // 2, 128 + 224 * (r - luma) / 1.5748, alpha, halved=True),
    )


def _plane(
    top: int,
    left: int,
    plane: NDArray[np.float64],
    alpha: NDArray[np.float64],
    halved: bool = False,
) -> Drawn:
    added, covered = plane * alpha, alpha
    if halved:
        added, covered = _halved(added), _halved(covered)
    # Half a unit is added once, here, so that blending rounds to the nearest.
    added = np.rint(added * ONE) + ONE // 2
    return Drawn(
        top, left, added.astype(np.uint16), (ONE - np.rint(covered * ONE)).astype(np.uint16)
    )


def _halved(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    high, wide = plane.shape
    mean: NDArray[np.float64] = plane.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))
    return mean


def _blend(plane: Plane, part: Drawn) -> None:
    high, wide = part.added.shape
    below = plane[part.top : part.top + high, part.left : part.left + wide]
    mixed = below * part.left_over
    mixed += part.added
    below[:] = mixed >> np.uint16(8)
