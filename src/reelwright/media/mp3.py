"""Sound as MP3, for people to listen to; nothing is ever made from it."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media import libav
from reelwright.media.wav import RATE, columns

MP3_BITS = 160_000
"""Bits a second, constant: speech over a quiet bed of music shows no loss at it."""

MP3_FRAME = 1152
"""Samples of an MP3 frame: the decoded sound may be longer by what fills the last one."""


def encode_mp3(
    chunks: Iterable[NDArray[np.floating]], path: Path, rate: int = RATE, bits: int = MP3_BITS
) -> int:
    """Encode mono or stereo chunks of any length as MP3; returns the number of samples.

    No time and no version is written. Memory does not grow with the length, and the same samples
    give the same bytes on one kind of processor. Raises `BadInput` when there is nothing to encode.
    """
    total = 0
    with libav.writing(path, format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=rate)
        stream.bit_rate = bits
        stream.codec_context.flags |= Flags.bitexact
        for chunk in chunks:
            if not len(chunk):
                continue
            planes = np.ascontiguousarray(columns(chunk).T, np.float32)
            layout = "stereo" if len(planes) == 2 else "mono"
            if not total:
                stream.codec_context.layout = layout
                stream.codec_context.format = "fltp"
            frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
            frame.sample_rate = rate
            frame.time_base = Fraction(1, rate)
            frame.pts = total
            total += planes.shape[1]
            container.mux(stream.encode(frame))
        if not total:
            raise BadInput("sound", "there is no sound to encode", "")
        container.mux(stream.encode(None))
    return total
