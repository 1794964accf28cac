"""A small workshop: a store of bytes, clips and sounds made for the test, and a driver."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright import cutting
from reelwright.film.order import Order, Recipe, Take
from reelwright.film.timeline import House
from reelwright.media.house import Encoder
from reelwright.media.sound import pcm

HOUSE = House(width=160, height=90, rate=24)


class Workshop:
    """Answers Orders by `cutting.make`, each fingerprint once; `made` lists what was made."""

    house = HOUSE

    def __init__(self, root: Path) -> None:
        self.root = root
        self.takes: dict[str, Take] = {}
        self.made: list[Order] = []

    def put(self, path: Path) -> str:
        name = hashlib.sha256(path.read_bytes()).hexdigest()
        path.replace(self.root / name)
        return name

    def path(self, take: Take) -> Path:
        return self.root / take.sha256

    def make(self, order: Order) -> Take:
        if order.fingerprint in self.takes:
            return self.takes[order.fingerprint]
        scratch = self.root / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        paths = {name: self.root / name for name in order.inputs}
        made = cutting.make(order, paths, scratch, lambda: False)
        take = Take(
            fingerprint=order.fingerprint,
            size=made.path.stat().st_size,
            sha256=self.put(made.path),
            media_type=made.media_type,
            facts=made.facts,
        )
        self.takes[order.fingerprint] = take
        self.made.append(order)
        return take

    def run(self, recipe: Recipe[Any]) -> Any:
        try:
            wanted = next(recipe)
            while True:
                wanted = recipe.send(
                    [self.make(w) if isinstance(w, Order) else self.run(w) for w in wanted]
                )
        except StopIteration as end:
            return end.value

    def clip(self, frames: int, luma: int, house: House = HOUSE) -> str:
        """A flat picture whose luma rises by 1 each 10 frames, so that frames can be told apart."""
        path = self.root / "clip.mp4"
        half = (house.height // 2, house.width // 2)
        with Encoder(path, house) as encoder:
            for index in range(frames):
                encoder.write(
                    np.full((house.height, house.width), luma + index // 10, np.uint8),
                    np.full(half, 128, np.uint8),
                    np.full(half, 128, np.uint8),
                )
        return self.put(path)

    def sound(self, samples: NDArray[np.floating]) -> str:
        path = self.root / "sound.wav"
        pcm.write_wav(path, samples)
        return self.put(path)

    def voice(self, seconds: float, amplitude: float = 0.2, hertz: float = 160) -> str:
        return self.sound(babble(seconds, amplitude, hertz))

    def music(self, seconds: float = 10.0, amplitude: float = 0.3) -> str:
        t = np.arange(round(seconds * pcm.RATE)) / pcm.RATE
        left = sum(np.sin(2 * np.pi * f * t) for f in (1000.0, 1500.0))
        return self.sound(np.stack([left, left], 1) / 2 * amplitude)

    @staticmethod
    def lumas(path: Path) -> list[float]:
        """Mean luma of every frame."""
        with av.open(str(path)) as container:
            return [_luma(frame) for frame in container.decode(container.streams.video[0])]

    @staticmethod
    def heard(path: Path) -> NDArray[np.float32]:
        """The decoded sound, (samples, 2)."""
        return np.concatenate(list(pcm.decoded(path)))

    @staticmethod
    def decibels(samples: NDArray[np.floating]) -> float:
        return 10 * float(np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))


def _luma(frame: av.VideoFrame) -> float:
    return float(frame.to_ndarray()[: frame.height].mean())


def babble(seconds: float, amplitude: float, hertz: float) -> NDArray[np.float64]:
    """Something with the crests and gaps of speech."""
    t = np.arange(round(seconds * pcm.RATE)) / pcm.RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * t + k) / k**0.8 for k in range(1, 15))
    syllables = 0.25 + 0.75 * np.abs(np.sin(2 * np.pi * 2.3 * t))
    spoken: NDArray[np.float64] = amplitude * tone / np.abs(tone).max() * syllables
    return spoken


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)
