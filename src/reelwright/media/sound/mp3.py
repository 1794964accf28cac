"""Sound as MP3, for people to listen to; nothing is ever made from it."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.media import libav
from reelwright.media.sound.aac import encoded
from reelwright.media.sound.wav import RATE

MP3_BITS = 160_000
"""Bits a second, constant: speech over a quiet bed of music shows no loss at it."""

_EFFORT = "7"
"""LAME's quality search: 29 ms of CPU per second of sound instead of 53 at its default, 5."""

MP3_FRAME = 1152
"""Samples of an MP3 frame: the decoded sound may be longer by what fills the last one."""


def encode_mp3(
    chunks: Iterable[NDArray[np.floating]], path: Path, rate: int = RATE, bits: int = MP3_BITS
) -> int:
    """Encode mono or stereo chunks of any length as MP3; returns the number of samples.

    No time and no version is written. Memory does not grow with the length, and the same samples
    give the same bytes on one kind of processor. Raises `BadInput` when there is nothing to encode.
    """
    with libav.writing(path, format="mp3") as container:
        stream = container.add_stream(
            "libmp3lame", rate=rate, options={"compression_level": _EFFORT}
        )
        stream.bit_rate = bits
        return encoded(chunks, container, stream, rate)
