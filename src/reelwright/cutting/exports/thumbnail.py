"""Makes the thumbnail: the film's best frame by sharpness, exposure and contrast."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import JsonValue

from reelwright.cutting.exports.picking import picked
from reelwright.cutting.exports.still import coloured
from reelwright.film.errors import BadInput
from reelwright.film.order import Made, Order, Stop

QUALITY = 92
"""Of the JPEG; with colours in full size."""

_SIDE = 360
"""Pixels of the shorter side at which frames are judged: what matters small must be sharp small,
and grain is no sharpness."""

_SHARP = 12.0
"""Mean step between neighbours, of 255, at which a picture counts as fully sharp."""

_CONTRAST = 60.0
"""Standard deviation, of 255, at which it counts as fully rich in contrast."""


def make_thumbnail(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Look at the frames that the Order names ([frame, hundredths that its marks count by]), keep
    the best one as a JPEG in the film's size."""
    params: Mapping[str, Any] = order.params
    best: tuple[float, int, NDArray[np.uint8]] | None = None
    weights = {number: weight / 100 for number, weight in params["among"]}
    for number, frame in picked(inputs[order.inputs[0]], sorted(weights), params["rate"], stop):
        marks = score(luma(frame)) * weights[number]
        if best is None or marks > best[0]:  # of equals the first
            best = marks, number, coloured(frame)
    if best is None:
        raise BadInput("export", "the film shows no shot", "Export the film: --as mp4")
    out = scratch / "thumbnail.jpg"
    picture = Image.fromarray(best[2])
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
    facts: dict[str, JsonValue] = {
        "frame": best[1], "score": round(best[0], 4), "width": picture.width,
        "height": picture.height,
    }  # fmt: skip
    return Made(path=out, media_type="image/jpeg", facts=facts)


def luma(frame: av.VideoFrame) -> NDArray[np.float64]:
    """The brightness of a frame in full range, 0 to 255, at the size at which it is judged."""
    plane: Any = frame.planes[0]
    lines = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    image = Image.fromarray(np.ascontiguousarray(lines[:, : plane.width]))
    part = min(1.0, _SIDE / min(image.size))
    size = (max(1, round(image.width * part)), max(1, round(image.height * part)))
    small = image.resize(size, Image.Resampling.BOX)
    return np.clip((np.asarray(small, np.float64) - 16) * 255 / 219, 0, 255)


def score(picture: NDArray[np.float64]) -> float:
    """How good a still a picture of brightnesses (0 to 255) would be, 0 to 1.

    The geometric mean of three marks, so that nothing makes up for a picture that is black, blurred
    or flat.
    """
    marks = (_sharpness(picture), _exposure(picture), _contrast(picture))
    return float(np.prod(marks) ** (1 / len(marks)))


def _sharpness(picture: NDArray[np.float64]) -> float:
    """Fine structure: how far each point is from the mean of its four neighbours."""
    if min(picture.shape) < 3:
        return 0.0
    inner = picture[1:-1, 1:-1]
    around = picture[:-2, 1:-1] + picture[2:, 1:-1] + picture[1:-1, :-2] + picture[1:-1, 2:]
    # The strongest edges tell, wherever they are: a face before a soft ground is sharp.
    steps = np.sort(np.abs(inner - around / 4), axis=None)[-max(1, inner.size // 10) :]
    return min(1.0, float(steps.mean()) / _SHARP)


def _exposure(picture: NDArray[np.float64]) -> float:
    """Neither dark nor glaring: by the mean, and by what is lost in black and white."""
    mean = float(picture.mean())
    middle = 1 - min(1.0, abs(mean - 118) / 118) ** 2
    lost = float(np.mean((picture < 6) | (picture > 250)))
    return max(0.0, middle * (1 - lost))


def _contrast(picture: NDArray[np.float64]) -> float:
    return min(1.0, float(picture.std()) / _CONTRAST)
