"""Finds the gain that brings a mix to its loudness although a limiter works against it.

One pass over the mix notes its weighted power (10 a second) and its peaks (200 a second); what the
limiter would leave at any gain is then computed from these notes: under 1 KB per second of film.
"""

import math

import numpy as np
from numpy.typing import NDArray

from reelwright.cutting.sound import weighting
from reelwright.cutting.sound.limiter import RECOVERY
from reelwright.media.sound.pcm import RATE, Samples

_NOTE = RATE // 200
_PER_STEP = weighting.STEP // _NOTE
_ROUNDS = 14
LOWEST, HIGHEST = -30.0, 36.0
"""dB: the gains that are tried."""

NEAR = 0.01
"""dB: a smaller step is not worth another look at the notes."""

FLATTEST = 0.1
"""LU per dB: a mix limited so hard gets no louder in earnest."""


class Survey:
    """Fed stereo chunks of any length; knows which gain makes them as loud as wanted."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros((0, 2), np.float32)
        self._powers: list[NDArray[np.float64]] = [np.zeros(0)]
        self._peaks: list[NDArray[np.float32]] = [np.zeros(0, np.float32)]

    def feed(self, chunk: Samples) -> None:
        """Add samples, shape (n, 2)."""
        joined = np.concatenate([self._rest, chunk])
        steps = len(joined) // weighting.STEP
        whole = joined[: steps * weighting.STEP]
        self._rest = joined[len(whole) :]
        if not steps:  # the last chunk of a film may be shorter than a note
            return
        self._powers.append(weighting.powers(whole, weighting.STEP))
        self._peaks.append(np.abs(whole).reshape(steps * _PER_STEP, -1).max(axis=1, initial=0.0))

    @property
    def silent(self) -> bool:
        """Whether there is nothing that loudness could be measured on."""
        return weighting.integrated(np.concatenate(self._powers)) <= weighting.SILENT

    def gain(self, target: float, ceiling: float) -> float:
        """Gain in dB after which the limiter leaves `target` LUFS; `ceiling` in dB."""
        powers, peaks = np.concatenate(self._powers), np.concatenate(self._peaks)
        # What is turned up by 1 dB gets louder by at most 1 LU, and by less the more it is limited:
        # steps by the last slope come near from below and never pass the target.
        gain = _within(target - weighting.integrated(powers))
        found = _limited(powers, peaks, gain, ceiling)
        slope = 1.0
        for _ in range(_ROUNDS):
            further = _within(gain + (target - found) / slope)
            if abs(further - gain) < NEAR:
                break
            louder = _limited(powers, peaks, further, ceiling)
            slope = min(1.0, max(FLATTEST, (louder - found) / (further - gain)))
            gain, found = further, louder
        return gain


def _within(gain: float) -> float:
    return min(HIGHEST, max(LOWEST, gain))


def _limited(
    powers: NDArray[np.float64], peaks: NDArray[np.float32], gain: float, ceiling: float
) -> float:
    """LUFS of the mix at a gain after the limiter (gains in dB)."""
    needs = np.minimum(1.0, 10 ** ((ceiling - gain) / 20) / np.maximum(peaks, 1e-9))
    needs[:-1] = np.minimum(needs[:-1], needs[1:])
    share = 1 - math.exp(-_NOTE / RATE / RECOVERY)
    held, at = [], 1.0
    for need in needs.tolist():
        at = min(need, at + (1 - at) * share)
        held.append(at)
    # What is turned down is the loudest of each step: it counts by its peaks.
    weights = np.square(peaks, dtype=np.float64) + 1e-12
    kept = (np.square(np.asarray(held)) * weights).reshape(-1, _PER_STEP).sum(axis=1)
    left = kept / weights.reshape(-1, _PER_STEP).sum(axis=1)
    return weighting.integrated(powers * left * 10 ** (gain / 10))
