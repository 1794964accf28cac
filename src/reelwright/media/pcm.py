"""Sound as numbers: float32 arrays of shape (samples, channels), nominal range -1 to 1."""

import wave
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media import libav
from reelwright.media.resample import resample as resample

Samples = NDArray[np.float32]

RATE = 48000
"""Samples a second of everything we make."""

AAC_BITS = 160_000
"""Bits a second of the sound track."""

_FULL = 32768.0
"""One unit in 16-bit steps; the same both ways, so that reading and writing changes nothing."""


def length(path: Path) -> tuple[int, int, int]:
    """(samples, rate, channels) of a WAV file, from its header."""
    with _opened(path) as file:
        return file.getnframes(), file.getframerate(), file.getnchannels()


def read_wav(path: Path, start: int = 0, count: int | None = None) -> tuple[Samples, int]:
    """Samples (samples, channels) of a 16-bit WAV file, and its rate.

    Reads `count` samples from `start` on, or as many as there are.
    """
    with _opened(path) as file:
        if file.getsampwidth() != 2:
            raise BadInput("sound", f"{path.name!r} is not 16-bit PCM", "Convert it to 16-bit WAV.")
        file.setpos(min(max(start, 0), file.getnframes()))
        data = file.readframes(file.getnframes() if count is None else count)
        channels, rate = file.getnchannels(), file.getframerate()
    whole = len(data) // (2 * channels) * channels
    samples = np.frombuffer(data, "<i2", count=whole).reshape(-1, channels)
    return samples.astype(np.float32) / np.float32(_FULL), rate


def _opened(path: Path) -> wave.Wave_read:
    try:
        return wave.open(str(path), "rb")
    except FileNotFoundError as error:
        raise BadInput("sound", f"there is no file {path.name!r}", "Check the path.") from error
    except (wave.Error, EOFError) as error:
        cause = f"{path.name!r} is no PCM WAV file ({error or 'it is cut off'})"
        raise BadInput("sound", cause, "Convert it to 16-bit WAV.") from error


def write_wav(
    path: Path, samples: NDArray[np.floating] | Iterable[NDArray[np.floating]], rate: int = RATE
) -> int:
    """Write 16-bit PCM, clipped at full scale; returns the number of samples.

    `samples` is one array, (n,) or (n, channels), or several of the same shape but for n; then
    memory does not grow with the length. A write that fails leaves no file.
    """
    blocks = [samples] if isinstance(samples, np.ndarray) else samples
    total = 0
    try:
        with path.open("wb") as target, wave.open(target, "wb") as file:
            file.setsampwidth(2)
            file.setframerate(rate)
            for block in blocks:
                if not total:
                    file.setnchannels(_columns(block).shape[1])
                file.writeframes(to_int16(_columns(block)).tobytes())
                total += len(block)
            if not total:
                file.setnchannels(1)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise libav.write_trouble(error, path) from error
        raise
    return total


def _columns(block: NDArray[np.floating]) -> NDArray[np.floating]:
    return block.reshape(len(block), -1) if len(block) else block.reshape(0, 1)


def to_int16(samples: NDArray[np.floating]) -> NDArray[np.int16]:
    """Nearest 16-bit values, clipped."""
    steps: NDArray[np.int16] = np.clip(np.rint(samples * _FULL), -32768, 32767).astype("<i2")
    return steps


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
        resampler = av.AudioResampler(format="flt", layout=layout, rate=rate)
        for frame in container.decode(stream):
            for part in resampler.resample(frame):
                yield part.to_ndarray().reshape(-1, channels)
        for part in resampler.resample(None):
            yield part.to_ndarray().reshape(-1, channels)


def encode_aac(
    chunks: Iterable[NDArray[np.floating]], path: Path, rate: int = RATE, bits: int = AAC_BITS
) -> int:
    """Encode mono or stereo chunks of any length as AAC in MP4; returns the number of samples.

    The track is exactly as long as the chunks: what the encoder adds at both ends is marked as not
    to be played. Memory does not grow with the length. The same samples give the same bytes on one
    kind of processor.
    """
    total = 0
    with libav.writing(path) as container:
        stream = container.add_stream("aac", rate=rate)
        stream.bit_rate = bits
        stream.codec_context.flags |= Flags.bitexact
        for chunk in chunks:
            if not len(chunk):
                continue
            planes = np.ascontiguousarray(_columns(chunk).T, np.float32)
            layout = "stereo" if len(planes) == 2 else "mono"
            if not total:
                stream.codec_context.layout = layout
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
