"""Sound as loudness hears it: the K-weighting of ITU-R BS.1770-4, for the levels of single sounds.

Whole mixes are measured by `media.pcm`; a spoken line is too short for its gates.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from reelwright.media.pcm import Samples

TAPS = 4000
"""Length of the K-weighting as a finite filter: its tail is below -120 dB after it."""

_LENGTH = 25 * TAPS
"""Samples of one transform: 2**5 * 5**5, a size it is quick at."""

_STRIDE = _LENGTH - TAPS

# The two biquads of BS.1770-4, annex 1, for 48 kHz: (b0, b1, b2), (a1, a2).
_SHELF = (
    (1.53512485958697, -2.69169619940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


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
