"""Pictures as planes: what transitions work on, and how they are read from a clip."""

from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import house as house_format
from reelwright.media import libav

Plane = NDArray[np.uint8]

BLACK = 16
"""Luma of black in limited range (BT.709)."""

WHITE = 235
"""Luma of white in limited range."""

GREY = 128
"""Chroma without colour."""


class Picture(NamedTuple):
    """One frame: Y is (height, width), U and V are (height/2, width/2), BT.709 limited range."""

    y: Plane
    u: Plane
    v: Plane


def black(house: House) -> Picture:
    """A black frame."""
    half = (house.height // 2, house.width // 2)
    return Picture(
        np.full((house.height, house.width), BLACK, np.uint8),
        np.full(half, GREY, np.uint8),
        np.full(half, GREY, np.uint8),
    )


def read(path: Path, start: int, frames: int, house: House) -> Generator[Picture]:
    """Decode frames [start, start + frames) of a clip in the house format, one at a time.

    Raises `MachineTrouble` when the clip has other sizes, or fewer frames.
    """
    wanted = start
    with libav.reading(path, "join", own=True) as container:
        if not container.streams.video:
            raise MachineTrouble("join", f"{path.name} has no picture")
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        base = stream.time_base or house_format.time_base(house)
        if start:
            container.seek(round(start / house.rate / base), stream=stream)
        for frame in container.decode(stream):
            index = round((frame.pts or 0) * base * house.rate)
            if index < wanted:
                continue
            if index > wanted:
                raise MachineTrouble("join", f"{path.name} has no frame {wanted}")
            if (frame.width, frame.height) != (house.width, house.height):
                raise MachineTrouble("join", f"{path.name} is {frame.width}x{frame.height}")
            if frame.format.name != "yuv420p":
                raise MachineTrouble("join", f"{path.name} is {frame.format.name}, not yuv420p")
            yield Picture(*(_samples(plane) for plane in frame.planes[:3]))
            wanted += 1
            if wanted == start + frames:
                return
    raise MachineTrouble(
        "join", f"{path.name} ends at frame {wanted}, {start + frames} were wanted"
    )


def _samples(plane: Any) -> Plane:
    """The visible samples of a plane, without the padding at the end of each line."""
    lines = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return lines[:, : plane.width]
