"""Planes: a sheet's layers as numbers, and their resampling below a pixel.

Resampling is two passes of linear interpolation along rows, with a transposition between them:
whole rows are what numpy is fast at. A pass whose positions did not change since the last frame is
not repeated. Weights are 1/128, so positions are exact to 1/128 pixel; all arithmetic is in
integers, so the result is the same on every machine.

Layers stay premultiplied (a sample times its cover), because only then may cover and sample be
interpolated apart.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.uint16]
_STRIP = 64

ONE = 128
"""Full weight and full cover."""

# BT.709, 8 bit limited range, in 1/65536: exact in float32 because no sum passes 2**24.
_LUMA = np.array([11966, 40254, 4064], np.float32)
_BLUE = np.array([-6596, -22189, 28785], np.float32)
_RED = np.array([28784, -26145, -2639], np.float32)


@dataclass(frozen=True)
class Grid:
    """Where output samples lie between source samples: `low[i]` and `low[i] + 1`, weight of 128."""

    low: NDArray[np.intp]
    weight: Plane

    def same(self, other: "Grid | None") -> bool:
        return other is not None and (
            np.array_equal(self.low, other.low) and np.array_equal(self.weight, other.weight)
        )


def grid(start: float, step: float, count: int, size: int) -> Grid:
    """`count` samples, the first's centre at `start` and `step` apart, in a row of `size`.

    Positions are in samples, 0 being the centre of the first; outside, the edge goes on.
    """
    fixed = np.rint((start + step * np.arange(count)) * ONE).astype(np.int64)
    np.clip(fixed, 0, (size - 1) * ONE, out=fixed)
    low = np.minimum(fixed // ONE, size - 2)
    return Grid(low.astype(np.intp), (fixed - low * ONE).astype(np.uint16)[:, None])


@dataclass
class Stack:
    """Planes of one size, resampled together.

    `turned` holds them transposed, one beside the other: (width, count * height).
    """

    turned: Plane
    count: int
    _across: Grid | None = None
    _down: Grid | None = None
    _level: bool = False
    _half: Plane = field(default_factory=lambda: np.empty((0, 0), np.uint16))
    _done: Plane = field(default_factory=lambda: np.empty((0, 0), np.uint16))

    @staticmethod
    def of(*planes: Plane) -> "Stack":
        turned = np.concatenate([np.ascontiguousarray(p.T) for p in planes], axis=1)
        return Stack(turned, len(planes))

    def planes(self) -> list[Plane]:
        """The planes as they are."""
        return [np.ascontiguousarray(p.T) for p in np.split(self.turned, self.count, axis=1)]

    def sample(self, across: Grid, down: Grid, level: bool = False) -> list[Plane]:
        """The planes at columns `across` and rows `down`: read only, valid until the next call.

        `level` says that the rows stay the same from call to call: then they are taken first and
        kept. Within one clip it should not change: the order of the passes shows in the last bit.
        """
        if level != self._level:
            self._across, self._down, self._level = None, None, level
        moved, risen = not across.same(self._across), not down.same(self._down)
        if level:
            self._sample_level(across, down, moved, risen)
        else:
            if moved:
                self._half = _turned(_lerp(self.turned, across.low, across.weight))
            if moved or risen:
                self._done = self._rows(self._half, down)
        self._across, self._down = across, down
        return np.split(self._done, self.count)

    def _sample_level(self, across: Grid, down: Grid, moved: bool, risen: bool) -> None:
        if risen:
            self._half = _turned(self._rows(_turned(self.turned), down))
        if moved or risen:
            self._done = _turned(_lerp(self._half, across.low, across.weight))

    def _rows(self, upright: Plane, down: Grid) -> Plane:
        """Rows `down` of every plane, one plane under the other."""
        height = self.turned.shape[1] // self.count
        low = np.concatenate([down.low + height * i for i in range(self.count)])
        return _lerp(upright, low, np.tile(down.weight, (self.count, 1)))


def _turned(rows: Plane) -> Plane:
    """Transposed, in strips that stay in the cache: half the time of one great copy."""
    turned = np.empty((rows.shape[1], rows.shape[0]), np.uint16)
    for at in range(0, rows.shape[0], _STRIP):
        turned[:, at : at + _STRIP] = rows[at : at + _STRIP].T
    return turned


def _lerp(rows: Plane, low: NDArray[np.intp], weight: Plane) -> Plane:
    """Rows between rows: `low` and the one behind it, `weight`/128 of the latter."""
    one = rows.take(low, axis=0)
    other = rows.take(low + 1, axis=0)
    one *= ONE - weight
    other *= weight
    one += other
    one += ONE // 2
    one >>= 7
    return one


def over(ground: Plane, layer: Plane, clear: Plane) -> None:
    """Put a premultiplied layer on the ground, in place. `clear` is what of the ground stays."""
    ground *= clear
    ground += ONE // 2
    ground >>= 7
    ground += layer


@dataclass(frozen=True)
class Layer:
    """One layer of a sheet: `fine` at full size, `coarse` at half (chroma).

    A ground has Y; U and V. A cover has Y, clear; U, V, clear, all premultiplied; `box` is where it
    is not empty, in samples of the sheet (left, top, right, bottom; even numbers).
    """

    fine: Stack
    coarse: Stack
    box: tuple[int, int, int, int]


def ground(image: Image.Image) -> Layer:
    """The opaque layer."""
    pixels = np.asarray(image.convert("RGB"))
    y = _luma(pixels)
    u, v = _chroma(_halved(pixels))
    return Layer(Stack.of(y), Stack.of(u, v), (0, 0, *image.size))


def cover(image: Image.Image, whole: bool = False) -> Layer | None:
    """The layer with holes, cut to what is not empty unless `whole`; None when all is empty."""
    found = image.getchannel("A").point([0] * 4 + [255] * 252).getbbox()
    if found is None:
        return None
    box = (0, 0, *image.size) if whole else _even(found, 2, image.size)
    pixels = np.asarray(image.crop(box))
    alpha = (pixels[:, :, 3].astype(np.uint16) * ONE + 127) // 255
    colours = pixels[:, :, :3]
    y = (_luma(colours) * alpha + ONE // 2) >> 7
    shares = alpha.reshape(alpha.shape[0] // 2, 2, -1, 2)
    half_alpha = (shares.sum(axis=(1, 3), dtype=np.uint16) + 2) >> 2
    weighed = _halved_weighed(colours, alpha)
    u, v = _chroma(weighed)
    u, v = ((c * half_alpha + ONE // 2) >> 7 for c in (u, v))
    fine = Stack.of(y.astype(np.uint16), ONE - alpha)
    coarse = Stack.of(u.astype(np.uint16), v.astype(np.uint16), ONE - half_alpha)
    return Layer(fine, coarse, box)


def _even(
    box: tuple[int, int, int, int], margin: int, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return (
        max(0, (left - margin) // 2 * 2),
        max(0, (top - margin) // 2 * 2),
        min(size[0], -(-(right + margin) // 2) * 2),
        min(size[1], -(-(bottom + margin) // 2) * 2),
    )


def _luma(pixels: NDArray[np.uint8]) -> Plane:
    """Y of RGB pixels: 16…235."""
    coded = pixels.astype(np.float32) @ _LUMA
    coded *= 1 / 65536
    coded += 16.5
    return coded.astype(np.uint16)


def _chroma(pixels: NDArray[np.float32]) -> tuple[Plane, Plane]:
    """U and V of RGB pixels (floats that are whole numbers): 16…240."""
    planes = []
    for weights in (_BLUE, _RED):
        coded = pixels @ weights
        coded *= 1 / 65536
        coded += 128.5
        planes.append(coded.astype(np.uint16))
    return planes[0], planes[1]


def _halved(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Means of 2 x 2 pixels, rounded to whole numbers."""
    total = pixels[::2].astype(np.uint16) + pixels[1::2]
    mean = (total[:, ::2] + total[:, 1::2] + 2) >> 2
    return np.asarray(mean, np.float32)


def _halved_weighed(pixels: NDArray[np.uint8], alpha: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Means of 2 x 2 pixels weighed by their cover, so that no colour leaks in from holes."""
    weights = alpha[:, :, None].astype(np.uint32)
    total = pixels * weights
    total = total[::2] + total[1::2]
    total = total[:, ::2] + total[:, 1::2]
    share = weights[::2] + weights[1::2]
    share = np.maximum(share[:, ::2] + share[:, 1::2], 1)
    return np.asarray((total + share // 2) // share, np.float32)
