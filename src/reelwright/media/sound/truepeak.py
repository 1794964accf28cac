"""The true peak of sound (ITU-R BS.1770-4, annex 2), looked for only where it can be.

Between two samples a wave can be higher than both. Four times as many samples are computed, as the
standard says, but only around samples that are loud enough to matter: a wave that passes the
highest peak so far by `OVERSHOOT` between samples of less than that has never been sound.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

OVERSHOOT = 10 ** (4 / 20)
"""A tone at a quarter of the rate, the worst that is still heard, overshoots by 3 dB."""

_HALF = 12
_NEAR = 3
"""Samples on both sides of a loud one that are looked at, too."""


def _taps() -> NDArray[np.float32]:
    """The interpolation at a quarter, half and three quarters of a step, (2 * _HALF, 3)."""
    places = np.arange(2 * _HALF)[:, None] - (_HALF - 1) - np.array([0.25, 0.5, 0.75])[None, :]
    window = np.cos(np.pi * places / (2 * _HALF)) ** 2
    taps = np.sinc(places) * window
    whole: NDArray[np.float32] = (taps / taps.sum(axis=0)).astype(np.float32)
    return whole


class TruePeak:
    """Fed chunks of (n, channels) one after the other; `value` is the highest peak so far."""

    def __init__(self) -> None:
        self.value = 0.0
        self._taps = _taps()
        self._held: Samples | None = None

    def push(self, chunk: Samples) -> None:
        """Hear the next samples."""
        if not len(chunk):
            return
        if self._held is None:
            self._held = np.zeros((2 * _HALF, chunk.shape[1]), np.float32)
        samples = np.concatenate([self._held, chunk])
        self._held = samples[-2 * _HALF :]
        self.value = max(self.value, float(np.abs(chunk).max()))
        for channel in range(samples.shape[1]):
            self._look(np.ascontiguousarray(samples[:, channel]))

    def flush(self) -> float:
        """Hear the silence after the end; the highest peak of all."""
        if self._held is not None:
            self.push(np.zeros_like(self._held))
        return self.value

    def _look(self, wave: Samples) -> None:
        loud = np.flatnonzero(np.abs(wave) > self.value / OVERSHOOT)
        if not len(loud):
            return
        steps = (loud[:, None] + np.arange(-_NEAR - 1, _NEAR + 1)).reshape(-1)
        marked = np.zeros(len(wave), np.bool_)
        marked[np.clip(steps, 0, len(wave) - 1)] = True
        places = np.flatnonzero(marked[_HALF - 1 : len(wave) - _HALF])
        rows = np.lib.stride_tricks.sliding_window_view(wave, 2 * _HALF)[places]
        self.value = max(self.value, float(np.abs(rows @ self._taps).max(initial=0.0)))
