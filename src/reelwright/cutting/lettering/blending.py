"""Pictures with clear parts, laid over frames.

Integer arithmetic on the few rows that are covered, so that every machine computes the same
picture, and so quickly that decoding and encoding are all that it costs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from reelwright.cutting.frames import Picture, Plane

Weights = NDArray[np.uint16]

ONE = 256
"""Weights are integers of this unit."""


class Layer(NamedTuple):
    """One plane of what is laid over: what it adds, and what it leaves of the picture below (of
    `ONE`)."""

    top: int
    left: int
    added: Weights
    left_over: Weights


Layers = tuple[Layer, Layer, Layer]


def layers(image: Image.Image, left: int, top: int) -> Layers:
    """An RGBA image, whose upper left corner is put on even pixels, as planes to blend."""
    pixels = np.asarray(image, np.float64)
    left, top = left // 2 * 2, top // 2 * 2
    pixels = np.pad(pixels, ((0, pixels.shape[0] % 2), (0, pixels.shape[1] % 2), (0, 0)))
    r, g, b = np.moveaxis(pixels[..., :3] / 255, -1, 0)
    alpha = pixels[..., 3] / 255
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return (
        _layer(top, left, 16 + 219 * luma, alpha),
        _layer(top // 2, left // 2, 128 + 224 * (b - luma) / 1.8556, alpha, halved=True),
        _layer(top // 2, left // 2, 128 + 224 * (r - luma) / 1.5748, alpha, halved=True),
    )


def share(drawn: Layers, weight: int) -> Layers:
    """`weight` of `ONE` of it."""
    if weight >= ONE:
        return drawn
    y, u, v = (
        layer._replace(
            # Half a unit for rounding is in the sum already, and stays whole.
            added=((layer.added - ONE // 2) * np.uint32(weight) // ONE + ONE // 2).astype(
                np.uint16
            ),
            left_over=(ONE - (ONE - layer.left_over) * np.uint32(weight) // ONE).astype(np.uint16),
        )
        for layer in drawn
    )
    return y, u, v


def moved(drawn: Layers, rows: int) -> Layers:
    """The same `rows` (an even number) further down."""
    y, u, v = drawn
    return (
        y._replace(top=y.top + rows),
        u._replace(top=u.top + rows // 2),
        v._replace(top=v.top + rows // 2),
    )


def blend(picture: Picture, drawn: Layers) -> None:
    """Lay it over a picture, whose planes are changed; what lies outside is left out."""
    for plane, layer in zip(picture, drawn, strict=True):
        _blend(plane, layer)


def _layer(
    top: int,
    left: int,
    plane: NDArray[np.float64],
    alpha: NDArray[np.float64],
    halved: bool = False,
) -> Layer:
    added, covered = plane * alpha, alpha
    if halved:
        added, covered = _halved(added), _halved(covered)
    # Half a unit is added once, here, so that blending rounds to the nearest.
    added = np.rint(added * ONE) + ONE // 2
    return Layer(
        top, left, added.astype(np.uint16), (ONE - np.rint(covered * ONE)).astype(np.uint16)
    )


def _halved(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    high, wide = plane.shape
    mean: NDArray[np.float64] = plane.reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))
    return mean


def _blend(plane: Plane, layer: Layer) -> None:
    rows, columns = plane.shape
    top, left = max(0, layer.top), max(0, layer.left)
    bottom = min(rows, layer.top + layer.added.shape[0])
    right = min(columns, layer.left + layer.added.shape[1])
    if top >= bottom or left >= right:
        return
    part = np.s_[top - layer.top : bottom - layer.top, left - layer.left : right - layer.left]
    below = plane[top:bottom, left:right]
    mixed = below * layer.left_over[part]
    mixed += layer.added[part]
    below[:] = mixed >> np.uint16(8)
