"""Makes a still: the first or last frame of a clip as a PNG, in the clip's own size."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import PIL
from av.container import InputContainer
from numpy.typing import NDArray
from PIL import Image

from reelwright.cutting.makers import pause
from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Made, Order, Stop
from reelwright.media import libav

Which = Literal["first", "last"]

NEAR_END = 2
"""Seconds before its end from which a clip is decoded to find its last frame."""

Plane = NDArray[np.float32]


def still_order(clip: str, which: Which) -> Order:
    """The first or the last frame of the clip with hash `clip`."""
    from reelwright.cutting import tools

    return Order(
        kind="image",
        provider="cutting",
        model="still-1",
        params={"which": which, "tool": f"{tools.libav()} PIL {PIL.__version__}"},
        inputs=(clip,),
    )


def make_still(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Decode one frame, colours as the film's tags say (BT.709); facts {"width", "height"}."""
    clip, out = inputs[order.inputs[0]], scratch / "still.png"
    with libav.reading(clip, "still") as container:
        if not container.streams.video:
            raise MachineTrouble("still", f"{clip.name} has no picture")
        libav.accept(container.streams.video[0], clip, "still")
        container.streams.video[0].codec_context.thread_count = 1
        frame = _last(container) if order.params["which"] == "last" else _first(container)
    if frame is None:
        raise MachineTrouble("still", f"{clip.name} has not one frame")
    pause(stop)
    Image.fromarray(coloured(frame)).save(out, "PNG", compress_level=3)
    facts = {"width": frame.width, "height": frame.height}
    return Made(path=out, media_type="image/png", facts={**facts})


def _first(container: InputContainer) -> av.VideoFrame | None:
    return next(container.decode(container.streams.video[0]), None)


def _last(container: InputContainer) -> av.VideoFrame | None:
    """Only the end is decoded; all of it where a seek finds nothing there."""
    stream = container.streams.video[0]
    for back in (NEAR_END, None):
        before = (container.duration or 0) - NEAR_END * av.time_base if back else 0
        container.seek(max(0, before))
        frame = None
        for shown in container.decode(stream):
            frame = shown
        if frame is not None:
            return frame
    return None


def coloured(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """RGB of a BT.709 frame in limited range, by arithmetic that is the same on every machine."""
    if frame.format.name != "yuv420p":
        frame = frame.reformat(format="yuv420p")
    luma, blue, red = (_samples(plane) for plane in frame.planes[:3])
    y = (luma - 16) * np.float32(255 / 219)
    u, v = ((_doubled(plane, luma.shape) - 128) * np.float32(255 / 224) for plane in (blue, red))
    rgb = np.stack([y + 1.5748 * v, y - 0.1873 * u - 0.4681 * v, y + 1.8556 * u], axis=2)
    coded: NDArray[np.uint8] = np.rint(np.clip(rgb, 0, 255)).astype(np.uint8)
    return coded


def _samples(plane: Any) -> Plane:
    lines = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return lines[:, : plane.width].astype(np.float32)


def _doubled(plane: Plane, shape: tuple[int, ...]) -> Plane:
    """Chroma at the size of the luma, each sample over the four it was taken from."""
    return plane.repeat(2, axis=0).repeat(2, axis=1)[: shape[0], : shape[1]]
