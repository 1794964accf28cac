"""Small drawn-like pictures and segments that the tests of this room share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.film.timeline import House
from reelwright.media.house import Encoder

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]

SMALL = House(width=320, height=180, rate=24)


def drawing(number: int, house: House = SMALL, seed: int = 1) -> Planes:
    """One frame of a flat drawing with ink lines and a little grain, panned by `number` pixels."""
    rng = np.random.default_rng(seed)
    high, wide = house.height, house.width
    luma = np.full((high, wide), 150, np.int64)
    for _ in range(30):
        x, y = rng.integers(0, wide - 20), rng.integers(0, high - 20)
        luma[y : y + 40, x : x + 60] = rng.integers(40, 220)
        luma[y : y + 40, x : x + 2] = 24
    luma += rng.integers(-2, 3, luma.shape)
    shifted = np.roll(np.clip(luma, 16, 235).astype(np.uint8), number, axis=1)
    chroma = (high // 2, wide // 2)
    return shifted, np.full(chroma, 118, np.uint8), np.full(chroma, 136, np.uint8)


def write_segment(path: Path, frames: int, house: House = SMALL, seed: int = 1) -> Path:
    with Encoder(path, house) as encoder:
        for number in range(frames):
            encoder.write(*drawing(number, house, seed))
    return path


@pytest.fixture(scope="session")
def segments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Four segments of 48, 30, 12 and 1 frames with different pictures."""
    folder = tmp_path_factory.mktemp("segments")
    yield [
        write_segment(folder / f"{number}.mp4", frames, seed=number)
        for number, frames in enumerate((48, 30, 12, 1), 1)
    ]


@pytest.fixture(scope="session", name="drawing")
def drawing_fixture() -> Callable[..., Planes]:
    return drawing


@pytest.fixture(scope="session", name="write_segment")
def write_segment_fixture() -> Callable[..., Path]:
    return write_segment
