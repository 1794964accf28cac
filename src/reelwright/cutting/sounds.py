"""Sounds as files: read a stretch at a time, however long they are."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelwright.film.errors import BadInput
from reelwright.media import pcm
from reelwright.media.pcm import RATE, Samples


@dataclass(frozen=True)
class Clip:
    """A WAV file of 48 kHz; `length` in samples."""

    path: Path
    length: int

    @classmethod
    def of(cls, path: Path) -> "Clip":
        """Read the header; raises `BadInput` for what is no 48 kHz WAV file of 1 or 2 channels."""
        try:
            with wave.open(str(path), "rb") as file:
                rate, channels, length = file.getframerate(), file.getnchannels(), file.getnframes()
        except (wave.Error, EOFError) as error:
            raise BadInput(
                "sound", f"a sound is no WAV file ({error})", "Make it again."
            ) from error
        if rate != RATE or channels not in (1, 2) or not length:
            raise BadInput(
                "sound",
                f"a sound has {length} samples of {channels} channels at {rate} Hz",
                f"Convert it to mono or stereo at {RATE} Hz.",
            )
        return cls(path, length)

    def read(self, start: int, count: int, looped: bool = False) -> Samples:
        """Samples (n, channels) from `start` on; fewer than `count` only at an end not looped."""
        if not looped:
            return pcm.read_wav(self.path, start, min(count, max(0, self.length - start)))[0]
        pieces = []
        at = start % self.length
        while count > 0:
            piece = pcm.read_wav(self.path, at, min(count, self.length - at))[0]
            pieces.append(piece)
            count -= len(piece)
            at = 0
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]
