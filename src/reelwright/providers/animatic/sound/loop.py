"""Loops: sounds whose end is their beginning, so that they may be repeated without a seam.

Everything is done on a circle: what rings past the end is heard at the start, and the room is one
circular convolution in the frequency domain, together with the change to 48 kHz.
"""

import numpy as np
from numpy.typing import NDArray

from reelwright.media.sound import pcm

_BLOCK = 8192

Stereo = NDArray[np.float32]
"""Shape (2, samples)."""


def add(sound: Stereo, tone: Stereo, at: int) -> None:
    """Add a tone to a loop, in place; what passes the end goes on at the start."""
    length = sound.shape[1]
    at %= length
    while tone.shape[1]:
        part = min(length - at, tone.shape[1])
        sound[:, at : at + part] += tone[:, :part]
        tone, at = tone[:, part:], 0


def finished(sound: Stereo, rate: int, room: float, tail: float) -> Stereo:
    """The loop at 48 kHz, in a room of `tail` seconds (to -60 dB), `room` loud against the dry."""
    length = sound.shape[1]
    target = length * pcm.RATE // rate
    spectrum = np.fft.rfft(sound, axis=1)
    frequency = np.arange(spectrum.shape[1], dtype=np.float32) * np.float32(rate / length)
    if room > 0:
        spectrum *= 1 + room * np.fft.rfft(_echoes(rate, tail), length, axis=1)
    spectrum *= _tone_curve(frequency)
    out = np.fft.irfft(spectrum, target, axis=1)
    return np.asarray(out * (target / length), np.float32)


def _echoes(rate: int, tail: float) -> NDArray[np.float32]:
    """A hall: noise that fades, its highs faster than its lows, left and right apart; energy 1."""
    count = round(tail * rate)
    noise = np.random.RandomState(11).standard_normal((2, count)).astype(np.float32)
    time = np.arange(count, dtype=np.float32) / rate
    smooth = np.cumsum(noise, axis=1)
    width = 9
    dark = np.zeros_like(noise)
    dark[:, width:] = (smooth[:, width:] - smooth[:, :-width]) / width
    fade = np.exp(time * np.float32(-6.9 / tail))
    fast = np.exp(time * np.float32(-6.9 / (0.35 * tail)))
    onset = np.clip(time / 0.02, 0, 1)
    echoes = (dark * fade * 2.2 + noise * fast * 0.5) * onset
    before = round(0.014 * rate)
    echoes = np.concatenate((np.zeros((2, before), np.float32), echoes), axis=1)
    return np.asarray(echoes / np.sqrt(np.sum(echoes**2, axis=1, keepdims=True)), np.float32)


def _tone_curve(frequency: NDArray[np.float32]) -> NDArray[np.float32]:
    """No rumble below 35 Hz, a shallow dip where voices are, a soft end at the top."""
    safe = np.maximum(frequency, 1.0)
    low = 1 / (1 + (34.0 / safe) ** 4)
    dip = 10 ** (-2.0 * np.exp(-((np.log2(safe / 1800.0) / 1.1) ** 2)) / 20)
    top = 1 / (1 + (frequency / 9500.0) ** 8)
    return np.asarray(low * dip * top, np.float32)


def levelled(sound: Stereo, loudness: float, ceiling: float) -> Stereo:
    """At `loudness` LUFS (ungated: a loop has no pauses), peaks bent below `ceiling`."""
    measured = loudness_of(sound)
    level = sound * np.float32(10 ** ((loudness - measured) / 20))
    size = np.abs(level)
    knee = ceiling * 0.7
    over = size > knee
    if over.any():
        bent = knee + (ceiling - knee) * np.tanh((size[over] - knee) / (ceiling - knee))
        level[over] = np.sign(level[over]) * bent
    return level


def loudness_of(sound: Stereo) -> float:
    """Loudness of a 48 kHz loop in LUFS (ITU-R BS.1770 weighting, without gates).

    Measured in short blocks: the weighting is smooth, so what blocks blur does not matter.
    """
    count = max(1, sound.shape[1] // _BLOCK)
    blocks = sound[:, : count * _BLOCK].reshape(sound.shape[0], count, -1)
    power = np.abs(np.fft.rfft(blocks, axis=2)) ** 2
    total = power.sum(axis=(0, 1), dtype=np.float64)
    total[1:] *= 2
    length = blocks.shape[2]
    frequency = np.arange(len(total), dtype=np.float64) * (pcm.RATE / length)
    mean = float(np.sum(total * _k_weight(frequency)) / (count * length**2))
    return -0.691 + 10 * float(np.log10(max(mean, 1e-15)))


def _k_weight(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    """|H|² of the two filters of BS.1770 at 48 kHz."""
    z = np.exp(-2j * np.pi * frequency / pcm.RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high) ** 2, np.float64)
