"""From the synthesiser's raw sound to a voice in a room: softer, even, never clipped.

Everything linear is done in one pass in the frequency domain: the change to 48 kHz, an equaliser
that takes the edge off, and a small room.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48000
"""Samples a second of every voice take."""

SPEECH_RMS = 10 ** (-22.5 / 20)
"""RMS of the spoken stretches (full scale 1): about -24 LUFS for speech."""

_CEILING, _KNEE = 0.82, 0.55
_LEAD, _TAIL = 0.06, 0.22
_QUIET = 10 ** (-46 / 20)
_REFLECTIONS = (
    (0.0071, 0.20), (0.0113, -0.15), (0.0167, 0.12), (0.0229, -0.10), (0.0313, 0.075),
    (0.0417, -0.055), (0.0547, 0.04), (0.0701, -0.028), (0.0887, 0.02), (0.112, -0.013),
)  # fmt: skip

Signal = NDArray[np.float32]


@dataclass(frozen=True)
class Treated:
    """Samples at `RATE`; `offset` and `scale` take a raw sample's number to seconds of them."""

    samples: Signal
    offset: float
    scale: float
    speech_end: float

    def seconds(self, sample: int) -> float:
        """The time of a raw sample."""
        return max(0.0, sample * self.scale + self.offset)


def silence(seconds: float) -> Signal:
    return np.zeros(round(seconds * RATE), np.float32)


def heard_rate(rate: int, tract: float) -> int:
    """The rate at which samples of `rate` are played so that the speaker's head is that much
    smaller; a multiple of 150, for which the change to 48 kHz is fast."""
    return round(rate * tract / 150) * 150


def treat(raw: NDArray[np.int16], rate: int) -> Treated:
    """Trim, resample from `rate` to `RATE`, soften, put in a room and level `raw`."""
    signal = raw.astype(np.float32) / 32768.0
    first, last = _spoken(signal, rate)
    lead, tail = round(_LEAD * rate), round(_TAIL * rate)
    body = np.concatenate(
        (np.zeros(lead, np.float32), signal[first:last], np.zeros(tail, np.float32))
    )
    wet = _filtered(body, rate)
    level = _level(wet)
    if level > 0:
        wet *= SPEECH_RMS / level
    wet = _limited(wet)
    _fade(wet)
    return Treated(
        samples=wet,
        offset=(lead - first) / rate,
        scale=1 / rate,
        speech_end=min((lead + last - first) / rate, len(wet) / RATE),
    )


def _spoken(signal: Signal, rate: int) -> tuple[int, int]:
    """From the first to behind the last sample that is heard, a breath wider on both sides."""
    loud = np.flatnonzero(np.abs(signal) > _QUIET)
    if not len(loud):
        return 0, len(signal)
    return max(0, int(loud[0]) - rate // 100), min(len(signal), int(loud[-1]) + rate // 25)


def _filtered(body: Signal, rate: int) -> Signal:
    """Resampled and shaped: one forward and one backward transform."""
    count = len(body)
    length = -(-count * RATE // rate)
    step = int(rate // np.gcd(rate, RATE))
    blocks = _smooth(-(-(count + rate // 5) // step))
    source = blocks * step
    target = source * RATE // rate
    spectrum = np.fft.rfft(body, source)
    frequency = np.arange(len(spectrum), dtype=np.float32) * (rate / source)
    spectrum *= _curve(frequency) * _room(source, rate)
    full = np.zeros(target // 2 + 1, np.complex64)
    kept = min(len(full), len(spectrum))
    full[:kept] = spectrum[:kept]
    signal = np.fft.irfft(full, target)[:length] * (target / source)
    return np.ascontiguousarray(signal, np.float32)


def _smooth(least: int) -> int:
    """The smallest number from `least` on without prime factors above 5: fast to transform."""
    best = 1 << (least - 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            two = three
            while two < least:
                two *= 2
            best = min(best, two)
            three *= 3
        five *= 5
    return best


def _curve(frequency: Signal) -> Signal:
    """The equaliser: no rumble, a little body, less bite at 3 kHz, a soft top."""
    low = 1 / (1 + (75.0 / np.maximum(frequency, 1.0)) ** 4)
    octaves = np.log2(np.maximum(frequency, 1.0))
    decibels = 3.0 * np.exp(-(((octaves - np.log2(180.0)) / 0.9) ** 2)) - 4.0 * np.exp(
        -(((octaves - np.log2(3300.0)) / 0.55) ** 2)
    )
    top = 1 / np.sqrt(1 + (frequency / 6200.0) ** 4)
    return np.asarray(low * top * 10 ** (decibels / 20), np.float32)


def _room(count: int, rate: int) -> NDArray[np.complex64]:
    """A small furnished room: a few reflections, darker the later they come."""
    echoes = np.zeros(rate // 8, np.float32)
    echoes[0] = 1.0
    for delay, gain in _REFLECTIONS:
        width = round((2 + 40 * delay) * rate / 22050)
        at = round(delay * rate) - width // 2
        blur = np.hanning(width + 2)[1:-1]
        echoes[at : at + width] += np.asarray(0.5 * gain * blur / blur.sum(), np.float32)
    return np.asarray(np.fft.rfft(echoes, count), np.complex64)


def _level(signal: Signal) -> float:
    """RMS of the stretches in which somebody speaks (50 ms blocks within 20 dB of the loudest)."""
    size = RATE // 20
    blocks = signal[: len(signal) // size * size].reshape(-1, size)
    power = np.mean(blocks.astype(np.float64) ** 2, axis=1) if len(blocks) else np.zeros(1)
    loud = power[power > power.max() * 0.01]
    return float(np.sqrt(loud.mean())) if len(loud) else 0.0


def _limited(signal: Signal) -> Signal:
    """Peaks bent under the ceiling; below the knee nothing changes."""
    size = np.abs(signal)
    over = size > _KNEE
    room = _CEILING - _KNEE
    bent = _KNEE + room * np.tanh((size[over] - _KNEE) / room)
    signal[over] = np.sign(signal[over]) * bent
    return signal


def _fade(signal: Signal) -> None:
    rise, fall = min(len(signal), RATE // 200), min(len(signal), RATE // 10)
    signal[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    signal[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
