"""Sounds as files: read a stretch at a time, however long they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reelwright.cutting.makers import pause
from reelwright.film.errors import BadInput
from reelwright.film.order import Stop
from reelwright.media.sound import pcm
from reelwright.media.sound.pcm import RATE, Samples


@dataclass(frozen=True)
class Clip:
    """A WAV file of 48 kHz; `length` in samples."""

    path: Path
    length: int

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


def opened(paths: Sequence[Path], scratch: Path, stop: Stop) -> list[Clip]:
    """The sounds of the inputs; what is no 48 kHz WAV file is decoded into `scratch` first."""
    clips = []
    for number, path in enumerate(paths):
        pause(stop)
        clips.append(_wav(path) or _decoded(path, scratch / f"sound-{number}.wav"))
    return clips


def _wav(path: Path) -> Clip | None:
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":
            return None
    length, rate, channels = pcm.length(path)
    if rate != RATE or channels not in (1, 2):
        return None
    return _filled(Clip(path, length))


def _decoded(path: Path, wav: Path) -> Clip:
    return _filled(Clip(wav, pcm.write_wav(wav, pcm.decoded(path), RATE)))


def _filled(clip: Clip) -> Clip:
    if not clip.length:
        raise BadInput("track", "a sound has no samples", "Make it again.")
    return clip
