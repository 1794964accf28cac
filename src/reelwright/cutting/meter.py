"""Loudness while mixing, after ITU-R BS.1770-4: K-weighting, 400 ms blocks, two gates.

Only what steers the mix is measured here; the finished track is measured again by `media.pcm`.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reelwright.media.pcm import RATE, Samples

TAPS = 4000
"""Length of the K-weighting as a finite filter: its tail is below -120 dB after it."""

_LENGTH = 25 * TAPS
"""Samples of one transform: 2**5 * 5**5, a size it is quick at."""

_STRIDE = _LENGTH - TAPS

STEP = RATE // 10
"""Samples of one step of the measure; a block is four of them."""

# The two biquads of BS.1770-4, annex 1, for 48 kHz: (b0, b1, b2), (a1, a2).
_SHELF = (
    (1.53512485958697, -2.69169619940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


class Meter:
    """Fed stereo chunks of any length; knows the integrated loudness of all of them.

    Keeps one number per 100 ms.
    """

    def __init__(self) -> None:
        self._tail: Samples = np.zeros((TAPS, 2), np.float32)
        self._rest = np.zeros(0, np.float64)
        self._steps: list[float] = []

    def feed(self, chunk: Samples) -> None:
        """Add samples, shape (n, 2)."""
        if not len(chunk):
            return
        joined = np.concatenate([self._tail, chunk])
        self._tail = joined[-TAPS:]
        weighted = k_weighted(joined)[TAPS:]
        power = np.concatenate([self._rest, np.einsum("ij,ij->i", weighted, weighted)])
        whole = len(power) // STEP * STEP
        self._steps += power[:whole].reshape(-1, STEP).mean(axis=1).tolist()
        self._rest = power[whole:]

    @property
    def loudness(self) -> float:
        """Integrated LUFS; -inf for silence or less than 400 ms."""
        steps = np.asarray(self._steps)
        if len(steps) < 4:
            return float(_lufs(steps.mean())) if len(steps) else -math.inf
        blocks = (steps[:-3] + steps[1:-2] + steps[2:-1] + steps[3:]) / 4
        kept = blocks[_lufs(blocks) > -70]
        if len(kept):
            kept = kept[_lufs(kept) > _lufs(kept.mean()) - 10]
        return float(_lufs(kept.mean())) if len(kept) else -math.inf


def k_weighted(samples: Samples) -> Samples:
    """The samples (n, channels) as loudness hears them; the first `TAPS` rows lack a past.

    Worked through in blocks of one length, so that the filter is transformed once.
    """
    weighted = np.empty_like(samples)
    padded = np.concatenate([np.zeros((TAPS, samples.shape[1]), np.float32), samples])
    response = _response()[:, None]
    for begin in range(0, len(samples), _STRIDE):
        count = min(_STRIDE, len(samples) - begin)
        spectrum = np.fft.rfft(padded[begin : begin + TAPS + count], _LENGTH, axis=0)
        spectrum *= response
        block = np.fft.irfft(spectrum, _LENGTH, axis=0)
        weighted[begin : begin + count] = block[TAPS : TAPS + count]
    return weighted


@cache
def _response() -> NDArray[np.complex64]:
    impulse = np.zeros(TAPS)
    impulse[0] = 1.0
    for feed, back in (_SHELF, _HIGH):
        impulse = _biquad(impulse, feed, back)
    return np.fft.rfft(impulse, _LENGTH).astype(np.complex64)


def _biquad(
    samples: NDArray[np.float64], b: tuple[float, float, float], a: tuple[float, float]
) -> NDArray[np.float64]:
    out = np.zeros_like(samples)
    x1 = x2 = y1 = y2 = 0.0
    for index, x in enumerate(samples.tolist()):
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out[index] = y
    return out


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
