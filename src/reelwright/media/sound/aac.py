"""Sound in other forms than WAV: decoding of any file, and the AAC track of a film."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media import libav
from reelwright.media.sound.wav import RATE, Samples, columns

AAC_BITS = 160_000
"""Bits a second of the sound track."""

AAC_FRAME = 1024
"""Samples of an AAC packet: sound may be longer or shorter than its picture by one."""

_CODER = "fast"
"""How the encoder searches: half the time of its default at the same signal to noise ratio."""


def decoded(path: Path, rate: int = RATE, channels: int = 2) -> Iterator[Samples]:
    """The first sound track of any media file, in blocks of (samples, channels) at `rate`.

    Memory does not grow with the length.
    """
    layout = "stereo" if channels == 2 else "mono"
    with libav.reading(path, "sound") as container:
        if not container.streams.audio:
            raise BadInput("sound", f"{path.name!r} has no sound", "Give a file with sound.")
        stream = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        codec = stream.codec_context
        if (codec.name, codec.sample_rate, codec.layout.name) == ("aac", rate, layout):
            # Our own tracks: nothing to convert, and converting costs as much as decoding.
            for frame in container.decode(stream):
                yield _interleaved(frame, channels)
            return
        resampler = av.AudioResampler(format="flt", layout=layout, rate=rate)
        for frame in container.decode(stream):
            for part in resampler.resample(frame):
                yield _block(part, channels)
        for part in resampler.resample(None):
            yield _block(part, channels)


def encode_aac(
    chunks: Iterable[NDArray[np.floating]], path: Path, rate: int = RATE, bits: int = AAC_BITS
) -> int:
    """Encode mono or stereo chunks of any length as AAC in MP4; returns the number of samples.

    The track is exactly as long as the chunks: what the encoder adds at both ends is marked as not
    to be played. Memory does not grow with the length. The same samples give the same bytes on one
    kind of processor.
    """
    with libav.writing(path, {"movie_timescale": str(rate)}) as container:
        stream = container.add_stream("aac", rate=rate, options={"aac_coder": _CODER})
        stream.bit_rate = bits
        return encoded(chunks, container, stream, rate)


def encoded(
    chunks: Iterable[NDArray[np.floating]],
    container: OutputContainer,
    stream: AudioStream,
    rate: int,
) -> int:
    """Encode chunks of any length into a stream of planar floats; returns the number of samples.

    Raises `BadInput` when there is nothing to encode.
    """
    total = 0
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


def _interleaved(frame: av.AudioFrame, channels: int) -> Samples:
    """Planes of floats, read where they lie: there are fifty frames in a second."""
    block = np.empty((frame.samples, channels), np.float32)
    for channel, plane in enumerate(frame.planes):
        block[:, channel] = np.frombuffer(memoryview(plane), np.float32, frame.samples)
    return block


def _block(frame: av.AudioFrame, channels: int) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, channels)
