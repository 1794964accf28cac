"""Changing the sample rate, with the same bits on every processor.

A polyphase windowed-sinc filter, summed tap by tap in a fixed order: library resamplers choose
their arithmetic by what the processor can do.
"""

from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

_ZEROS = 32
"""Zero crossings of the sinc on each side; with the window below, images are 90 dB down."""

_BETA = 9.0
_PASS = 0.94
"""Share of the lower Nyquist frequency that passes untouched."""

_BLOCK = 1 << 16
_GRID = 2.0**26


def resample(samples: NDArray[np.floating], source: int, target: int) -> NDArray[np.float32]:
    """`samples`, (n,) or (n, channels) at `source` Hz, at `target` Hz in the same shape.

    The result has `ceil(n * target / source)` samples.
    """
    if source == target or not len(samples):
        return np.asarray(samples, np.float32)
    common = gcd(source, target)
    up, down = target // common, source // common
    bank = _bank(up, down)
    reach = bank.shape[1] // 2
    columns = np.asarray(samples, np.float32).reshape(len(samples), -1)
    padded = np.pad(columns, ((reach, reach + 1), (0, 0)))
    total = -(-len(samples) * up // down)
    blocks = [
        _block(padded, bank, np.arange(at, min(at + _BLOCK, total)), up, down)
        for at in range(0, total, _BLOCK)
    ]
    return np.concatenate(blocks).reshape(total, *samples.shape[1:])


def _block(
    padded: NDArray[np.float32],
    bank: NDArray[np.float32],
    numbers: NDArray[np.int64],
    up: int,
    down: int,
) -> NDArray[np.float32]:
    places, phases = np.divmod(numbers * down, up)
    out = np.zeros((len(numbers), padded.shape[1]), np.float32)
    for tap in range(bank.shape[1]):
        out += padded[places + (tap + 1)] * bank[phases, tap, None]
    return out


@lru_cache(maxsize=16)
def _bank(up: int, down: int) -> NDArray[np.float32]:
    """Coefficients by (phase, tap). Tap `reach - 1` is the sample at or before the wanted time."""
    cutoff = _PASS * min(1.0, up / down)
    reach = int(np.ceil(_ZEROS / min(1.0, up / down)))
    taps = np.arange(2 * reach) - (reach - 1)
    distance = taps[None, :] - np.arange(up)[:, None] / up
    window = np.i0(_BETA * np.sqrt(np.clip(1 - (distance / reach) ** 2, 0, 1))) / np.i0(_BETA)
    bank = np.sinc(distance * cutoff) * window
    bank /= bank.sum(axis=1, keepdims=True)
    # A grid far coarser than what sine functions of different libraries disagree about.
    return (np.rint(bank * _GRID) / _GRID).astype(np.float32)
