"""A look-ahead limiter: no sample passes the ceiling, and the gain never jumps.

Works on blocks of 1 ms. The gain of a block is known 5 ms before it is needed, comes down over
these 5 ms and recovers with a time constant of 80 ms.
"""

import math

import numpy as np
from numpy.typing import NDArray

from reelwright.media.sound.pcm import RATE, Samples

BLOCK = RATE // 1000
AHEAD = 5
RECOVERY = 0.08
"""Seconds: the time constant with which the gain comes back."""

_RECOVER = 1 - math.exp(-0.001 / RECOVERY)


class Limiter:
    """Fed stereo chunks of whole blocks; gives them back `AHEAD` blocks later."""

    def __init__(self, ceiling: float) -> None:
        self._ceiling = ceiling
        self._samples: Samples = np.zeros((0, 2), np.float32)
        self._needs: list[float] = []
        self._recent: list[float] = []
        self._gain = self._edge = 1.0
        self._ramp = (np.arange(BLOCK, dtype=np.float32) + 0.5) / BLOCK

    def feed(self, chunk: Samples) -> Samples:
        """Add samples (blocks * BLOCK, 2); returns those that are ready."""
        peaks = np.abs(chunk).reshape(-1, BLOCK * 2).max(axis=1)
        needs = np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-9))
        return self._pass(chunk, needs.tolist(), keep=AHEAD)

    def flush(self) -> Samples:
        """The blocks still held back."""
        return self._pass(np.zeros((0, 2), np.float32), [], keep=0)

    def _pass(self, chunk: Samples, needs: list[float], keep: int) -> Samples:
        self._needs += needs
        held = np.concatenate([self._samples, chunk])
        ready = max(0, len(self._needs) - keep)
        line = self._edges(ready)
        self._needs = self._needs[ready:]
        self._samples = held[ready * BLOCK :]
        passed = held[: ready * BLOCK]
        if line.min() > 0.99999:
            return passed
        gains = line[:-1, None] + (line[1:] - line[:-1])[:, None] * self._ramp
        return (passed * gains.reshape(-1, 1)).astype(np.float32, copy=False)

    def _edges(self, ready: int) -> NDArray[np.float32]:
        """The gain at both edges of each of so many blocks: the mean of the last `AHEAD` gains."""
        if not ready:
            return np.full(1, self._edge, np.float32)
        known = np.asarray(self._needs)
        padded = np.concatenate([known, np.ones(AHEAD)])
        needs = np.lib.stride_tricks.sliding_window_view(padded, AHEAD + 1)[:ready].min(axis=1)
        if not self._recent:
            # Sound may begin at its loudest: the gain then starts where it would have come to.
            self._gain = self._edge = float(needs[0])
            self._recent = [self._gain] * AHEAD
        gains, gain = list(self._recent), self._gain
        for need in needs.tolist():
            gain += (1 - gain) * _RECOVER
            if need < gain:  # noqa: PLR1730 — a call of min() for each millisecond of film
                gain = need
            gains.append(gain)
        sums = np.lib.stride_tricks.sliding_window_view(np.asarray(gains), AHEAD).sum(axis=1)
        line: NDArray[np.float32] = (sums / AHEAD).astype(np.float32)
        line[0] = self._edge
        self._gain, self._recent, self._edge = gain, gains[-AHEAD:], float(line[-1])
        return line
