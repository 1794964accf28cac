"""True peaks are found between samples, wherever the chunks are cut."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.media.sound.truepeak import TruePeak


def found(samples: NDArray[np.float32], chunk: int) -> float:
    peak = TruePeak()
    for at in range(0, len(samples), chunk):
        peak.push(samples[at : at + chunk])
    return peak.flush()


@pytest.mark.parametrize("hertz", [997, 6000, 12000, 15000])
@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5])
def test_a_tone_peaks_at_its_amplitude_whatever_its_samples_are(hertz: int, phase: float) -> None:
    t = np.arange(24000) / 48000
    # Faded at its ends: what begins at once has overtones of its own.
    fade = np.sin(np.pi * np.arange(24000) / 24000) ** 2
    tone = 0.8 * fade * np.sin(2 * np.pi * (hertz * t + phase / 2))
    stereo = np.stack([tone, 0.3 * tone], 1).astype(np.float32)
    assert abs(20 * np.log10(found(stereo, 24000) / 0.8)) < 0.25


def test_chunks_of_any_length_find_the_same_peak() -> None:
    noise = np.random.default_rng(4).standard_normal((30000, 2)).astype(np.float32) * 0.2
    whole = found(noise, 30000)
    assert whole >= np.abs(noise).max()
    for chunk in (480, 7001):
        assert abs(found(noise, chunk) - whole) < 1e-6
    assert abs(found(noise[:6000], 7) - found(noise[:6000], 6000)) < 1e-6


def test_silence_and_nothing_have_no_peak() -> None:
    assert TruePeak().flush() == 0
    assert found(np.zeros((500, 1), np.float32), 100) == 0
