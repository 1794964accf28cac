"""The house format: H.264 in MP4 whose pieces can be joined without encoding again.

What makes that possible: no B-frames, closed groups of a fixed length that begin with a key frame,
one time scale in which a frame is exactly 1000 ticks, one encoder thread (x264's bytes depend on
the thread count), and parameter sets that are the same for every piece of one film.
"""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import numpy as np
from av.codec.context import Flags
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from reelwright.film.errors import MachineTrouble
from reelwright.film.timeline import House
from reelwright.media import libav

TICKS = 1000
"""Ticks of the time scale per frame."""

CRF = 20
"""Constant quality of x264: SSIM 0.983 and more on drawn panels with paper grain."""

PRESET = "veryfast"
_QUICK = "subme=1:partitions=i4x4,i8x8"
"""What of the preset is left out. A frame of 720p takes 7.7 ms and a film 0.18 MB a second; with
all of it 10.7 and 0.17, with `superfast` 9.9 and 0.34, with `ultrafast` 4.8 and 0.41."""

Plane = bytes | bytearray | memoryview | NDArray[np.uint8]


def time_base(house: House) -> Fraction:
    """The time base of every video track: a frame is `TICKS` of it."""
    return Fraction(1, house.rate * TICKS)


def x264_params(house: House) -> str:
    """x264's own settings, the same for both ways to encode."""
    return (
        f"keyint={house.gop}:min-keyint={house.gop}:scenecut=0:open-gop=0:bframes=0:threads=1"
        f":force-cfr=1:colorprim=bt709:transfer=bt709:colormatrix=bt709:{_QUICK}"
    )


def arguments(house: House) -> list[str]:
    """Output options with which the ffmpeg program writes the same format as `Encoder`."""
    return [
        "-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-pix_fmt", "yuv420p",
        "-x264-params", x264_params(house), "-threads:v", "1", "-r", str(house.rate),
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
        "-color_range", "tv", "-flags:v", "+bitexact+cgop", "-fflags", "+bitexact",
        "-map_metadata", "-1", "-map_chapters", "-1", "-an", "-sn", "-dn",
        "-video_track_timescale", str(house.rate * TICKS), "-f", "mp4",
    ]  # fmt: skip


class Encoder:
    """Writes one video file in the house format, frame by frame.

    Planes hold one byte a sample, BT.709 in limited range: Y is (height, width), U and
    V are (height/2, width/2). Nothing is left behind when the `with` block ends by an exception.
    """

    def __init__(self, path: Path, house: House) -> None:
        if house.width % 2 or house.height % 2:
            raise MachineTrouble("media", f"{house.width}x{house.height} has an odd side")
        self.frames = 0
        self._house = house
        self._scope = libav.writing(path, {"video_track_timescale": str(house.rate * TICKS)})
        self._frame = _tagged_frame(house)
        self._planes = [_view(plane) for plane in self._frame.planes]

    def __enter__(self) -> "Encoder":
        self._container = self._scope.__enter__()
        options = {"preset": PRESET, "crf": str(CRF), "x264-params": x264_params(self._house)}
        self._stream = self._container.add_stream("libx264", rate=self._house.rate, options=options)
        codec = self._stream.codec_context
        codec.width, codec.height = self._house.width, self._house.height
        codec.pix_fmt = "yuv420p"
        codec.time_base = Fraction(1, self._house.rate)
        codec.thread_count = 1
        codec.flags |= Flags.bitexact | Flags.closed_gop
        _tag(codec)
        return self

    def write(self, y: Plane, u: Plane, v: Plane) -> None:
        """Add one frame."""
        for target, plane in zip(self._planes, (y, u, v), strict=True):
            samples = (
                np.asarray(plane, np.uint8)
                if isinstance(plane, np.ndarray)
                else (np.frombuffer(plane, np.uint8).reshape(target.shape))
            )
            if samples.shape != target.shape:
                raise ValueError(f"a plane of shape {samples.shape}, not {target.shape}")
            target[:] = samples
        self._frame.pts = self.frames
        self.frames += 1
        self._container.mux(self._stream.encode(self._frame))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                self._container.mux(self._stream.encode(None))
            except BaseException as late:
                self._scope.__exit__(type(late), late, late.__traceback__)
                raise
        self._scope.__exit__(kind, error, trace)


def _tagged_frame(house: House) -> av.VideoFrame:
    frame = av.VideoFrame(house.width, house.height, "yuv420p")
    frame.time_base = Fraction(1, house.rate)
    _tag(frame)
    return frame


def _tag(target: Any) -> None:
    target.color_primaries = ColorPrimaries.BT709
    target.color_trc = ColorTrc.BT709
    target.colorspace = Colorspace.ITU709
    target.color_range = ColorRange.MPEG


def _view(plane: Any) -> NDArray[np.uint8]:
    """The visible samples of a plane, without the padding at the end of each line."""
    lines = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return lines[:, : plane.width]
