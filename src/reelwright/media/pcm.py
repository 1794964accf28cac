"""Sound as numbers: float32 arrays of shape (samples, channels), nominal range -1 to 1."""

import wave
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media import libav

Samples = NDArray[np.float32]

RATE = 48000
"""Samples a second of everything we make."""


def read_wav(path: Path, start: int = 0, count: int | None = None) -> tuple[Samples, int]:
    """The samples (samples, channels) of a 16-bit WAV file and its rate."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise BadInput("sound", f"{path.name!r} is not 16-bit PCM", "Convert it first.")
            file.setpos(min(start, file.getnframes()))
            data = file.readframes(file.getnframes() if count is None else count)
            channels, rate = file.getnchannels(), file.getframerate()
    except (wave.Error, EOFError) as error:
        raise BadInput(
            "sound", f"{path.name!r} is no WAV file ({error})", "Give another."
        ) from error
    return (np.frombuffer(data, "<i2").reshape(-1, channels).astype(np.float32) / 32768.0), rate


def write_wav(path: Path, samples: NDArray[np.floating], rate: int = RATE) -> None:
    """Write samples, shape (n,) or (n, channels), as 16-bit PCM, clipped at full scale."""
    block = samples.reshape(len(samples), -1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(block.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(to_int16(block).tobytes())


def to_int16(samples: NDArray[np.floating]) -> NDArray[np.int16]:
    """Nearest 16-bit values, clipped."""
    return np.clip(np.rint(samples * 32767.0), -32768, 32767).astype("<i2")


def encode_aac(
    chunks: Iterable[NDArray[np.floating]], path: Path, rate: int = RATE, bits: int = 160_000
) -> int:
    """Encode stereo or mono chunks of any length as AAC in MP4; returns the number of samples.

    Memory does not grow with the length.
    """
    total = 0
    with libav.writing(path) as container:
        stream = None
        for chunk in chunks:
            block = np.ascontiguousarray(chunk.reshape(len(chunk), -1), np.float32)
            if not len(block):
                continue
            if stream is None:
                layout = "stereo" if block.shape[1] == 2 else "mono"
                stream = container.add_stream("aac", rate=rate, layout=layout)
                stream.bit_rate = bits
                stream.codec_context.flags |= Flags.bitexact
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(block.T), format="fltp", layout=layout
            )
            frame.sample_rate = rate
            frame.time_base = Fraction(1, rate)
            frame.pts = total
            total += len(block)
            container.mux(stream.encode(frame))
        if stream is None:
            raise BadInput("sound", "there is no sound to encode", "")
        container.mux(stream.encode(None))
    return total
