"""16-bit PCM WAV files: float32 arrays of shape (samples, channels), nominal range -1 to 1."""

import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.film.errors import BadInput
from reelwright.media import libav

Samples = NDArray[np.float32]

RATE = 48000
"""Samples a second of everything we make."""

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
                    file.setnchannels(columns(block).shape[1])
                file.writeframes(to_int16(columns(block)).tobytes())
                total += len(block)
            if not total:
                file.setnchannels(1)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise libav.write_trouble(error, path) from error
        raise
    return total


def columns(block: NDArray[np.floating]) -> NDArray[np.floating]:
    """One column per channel, whatever the shape was."""
    return block.reshape(len(block), -1) if len(block) else block.reshape(0, 1)


def to_int16(samples: NDArray[np.floating]) -> NDArray[np.int16]:
    """Nearest 16-bit values, clipped."""
    steps: NDArray[np.int16] = np.clip(np.rint(samples * _FULL), -32768, 32767).astype("<i2")
    return steps
