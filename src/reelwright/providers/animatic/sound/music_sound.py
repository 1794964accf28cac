"""Instruments: tones as samples, each made once per pitch and then reused.

Bowed and sung tones are long tables whose spectrum is laid out with some width around every partial
and random phases, as many players make it; they repeat without a seam. Struck and plucked tones are
sums of partials that die away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 24000
"""Samples a second of the synthesiser: beds have nothing above 11 kHz."""

_TABLE = 1 << 17

Stereo = NDArray[np.float32]
"""Shape (2, samples)."""


@dataclass(frozen=True)
class Bowed:
    """`slope`: how fast partials fall, `width`: of a partial, in cents, times in seconds.

    `formants`: (hertz, octaves wide, gain) of resonances; none for strings.
    """

    slope: float
    width: float
    attack: float
    release: float
    top: float
    formants: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True)
class Struck:
    """`partials`: (ratio, gain, share of the decay); `decay`: seconds of the fundamental at C4."""

    partials: tuple[tuple[float, float, float], ...]
    decay: float
    attack: float
    damp: float
    spread: float


def _string_partials(
    count: int, slope: float, pluck: float, stiff: float
) -> tuple[tuple[float, float, float], ...]:
    """Partials of a string struck or plucked at `pluck` of its length."""
    return tuple(
        (
            n * float(np.sqrt(1 + stiff * n * n)),
            abs(float(np.sin(np.pi * n * pluck))) / n**slope,
            1 / (1 + 0.38 * (n - 1)),
        )
        for n in range(1, count + 1)
    )


_CHOIR = ((620.0, 0.45, 1.0), (1080.0, 0.35, 0.55), (2650.0, 0.3, 0.16))
BOWED: Mapping[str, Bowed] = {
    "strings": Bowed(1.25, 26, 0.9, 1.4, 3600),
    "violins": Bowed(1.15, 22, 1.6, 1.8, 5200),
    "cello": Bowed(1.2, 9, 0.16, 0.5, 2600, ((270.0, 0.8, 1.0), (950.0, 0.9, 0.5))),
    "choir": Bowed(0.7, 30, 1.2, 1.6, 4200, _CHOIR),
    "horn": Bowed(1.35, 7, 0.14, 0.45, 1700, ((420.0, 1.0, 1.0),)),
    "flute": Bowed(2.1, 6, 0.07, 0.18, 4200),
}
STRUCK: Mapping[str, Struck] = {
    "piano": Struck(_string_partials(11, 1.35, 0.12, 0.0004), 2.6, 0.004, 0.25, 0.0012),
    "harp": Struck(_string_partials(9, 1.7, 0.28, 0.0001), 1.7, 0.003, 0.4, 0.0006),
    "pizzicato": Struck(_string_partials(8, 1.6, 0.2, 0.0002), 0.32, 0.004, 0.1, 0.002),
    "spiccato": Struck(_string_partials(10, 1.25, 0.3, 0.0), 0.30, 0.012, 0.08, 0.004),
    "celesta": Struck(((1, 1, 1), (3.99, 0.16, 0.5), (7.8, 0.035, 0.25)), 1.5, 0.003, 0.6, 0.0008),
    "bells": Struck(((1, 1, 1), (2.76, 0.2, 0.6), (5.4, 0.06, 0.3)), 1.4, 0.002, 0.7, 0.0008),
    "bass": Struck(
        ((1, 1, 1), (2, 0.32, 0.8), (3, 0.10, 0.6), (4, 0.03, 0.5)), 3.2, 0.03, 0.3, 0.0006
    ),
}
_PLACES: Mapping[str, float] = {
    "piano": -0.15, "harp": 0.35, "pizzicato": 0.15, "spiccato": -0.3, "celesta": 0.3,
    "bells": -0.35, "bass": 0.0, "cello": 0.2, "horn": -0.25, "flute": 0.15, "drum": 0.0,
}  # fmt: skip
_TRIM: Mapping[str, float] = {"strings": 0.55, "violins": 0.6, "choir": 0.55}


def hertz(pitch: int) -> float:
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def tone(instrument: str, pitch: int, seconds: float, force: float, brightness: float) -> Stereo:
    """One tone, its release included; `force` and `brightness` 0…1. Peak about 1 at full force."""
    if instrument == "drum":
        sound = _drum() * (0.4 + 0.6 * force)
        return _placed(sound, 0.0)
    if instrument in BOWED:
        return _bowed(instrument, pitch, seconds, force, brightness)
    return _placed(
        _struck(instrument, pitch, seconds, force, brightness), _PLACES.get(instrument, 0.0)
    )


def _placed(mono: NDArray[np.float32], place: float) -> Stereo:
    """A tone between left (-1) and right (1) at equal power."""
    angle = (place + 1) * np.pi / 4
    gains = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
    return np.asarray(mono[None, :] * gains, np.float32)


def _bowed(name: str, pitch: int, seconds: float, force: float, brightness: float) -> Stereo:
    kind = BOWED[name]
    table = _table(name, pitch, round(brightness, 2))
    count = round((seconds + kind.release) * RATE)
    start = (pitch * 7919) % _TABLE
    sound = np.take(table, np.arange(start, start + count) % _TABLE, axis=1)
    level = force * _TRIM.get(name, 1.0)
    return np.asarray(sound * (_bow(count, seconds, kind) * np.float32(level)), np.float32)


def _bow(count: int, seconds: float, kind: Bowed) -> NDArray[np.float32]:
    """Rise, hold, fall; the joins are round, so that nothing clicks."""
    time = np.arange(count, dtype=np.float32) / RATE
    attack = min(kind.attack, seconds * 0.6)
    rise = np.clip(time / attack, 0, 1)
    fall = np.clip((seconds + kind.release - time) / kind.release, 0, 1)
    envelope: NDArray[np.float32] = (np.sin(rise * (np.pi / 2)) * np.sin(fall * (np.pi / 2))) ** 2
    return envelope


@lru_cache(maxsize=256)
def _table(name: str, pitch: int, brightness: float) -> Stereo:
    """A seamless stereo table of a bowed tone, RMS 0.25."""
    kind = BOWED[name]
    base = hertz(pitch)
    phases = np.random.RandomState(pitch * 131 + len(name) * 7)
    frequency = np.arange(_TABLE // 2 + 1) * (RATE / _TABLE)
    power = np.zeros(len(frequency))
    for n in range(1, int(9000 / base) + 1):
        middle = n * base
        gain = (
            n**-kind.slope
            * _resonance(middle, kind)
            / (1 + (middle / (kind.top * brightness)) ** 3)
        )
        if gain < 1e-4:
            continue
        sigma = max(0.25, middle * (2 ** (kind.width / 1200) - 1) / 2)
        low, high = np.searchsorted(frequency, (middle - 4 * sigma, middle + 4 * sigma))
        band = np.exp(-(((frequency[low:high] - middle) / sigma) ** 2) / 2)
        power[low:high] += gain * band / np.sqrt(max(band.sum(), 1e-9))
    spread = np.exp(2j * np.pi * phases.random_sample((2, len(frequency))))
    table = np.fft.irfft(power * spread, _TABLE, axis=1)
    table *= 0.25 / np.sqrt(np.mean(table**2))
    if name in _PLACES:
        angle = (_PLACES[name] + 1) * np.pi / 4
        blend = 0.75 * table[:1] + 0.25 * table
        table = blend * np.array([[np.cos(angle)], [np.sin(angle)]]) * 1.4
    return table.astype(np.float32)


def _resonance(frequency: float, kind: Bowed) -> float:
    if not kind.formants:
        return 1.0
    octave = np.log2(frequency)
    parts = (g * np.exp(-(((octave - np.log2(f)) / w) ** 2)) for f, w, g in kind.formants)
    return 0.12 + float(sum(parts))


@lru_cache(maxsize=512)
def _struck_full(name: str, pitch: int, hard: int, brightness: float) -> NDArray[np.float32]:
    """The whole dying tone of one pitch; `hard` (0…3) has more high partials."""
    kind = STRUCK[name]
    base = hertz(pitch)
    decay = kind.decay * (261.6 / base) ** 0.45
    count = min(round(decay * 3.2 * RATE), 6 * RATE)
    time = np.arange(count, dtype=np.float32) / RATE
    sound = np.zeros(count, np.float32)
    softness = 1.35 - 0.2 * hard + 0.5 * (1 - brightness)
    for index, (ratio, gain, share) in enumerate(kind.partials):
        frequency = base * ratio
        if frequency > 10000 or gain < 1e-3:
            continue
        level = gain * (1 / (1 + index)) ** (softness - 0.75)
        live = min(count, round(decay * share * 5 * RATE))
        turn = time[:live] * np.float32(2 * np.pi * frequency)
        wave = np.sin(turn)
        if kind.spread and index < 4:
            # Two strings that are not quite in tune: the tone breathes.
            wave = 0.6 * wave + 0.4 * np.sin(turn * np.float32(1 + kind.spread) + np.float32(0.7))
        sound[:live] += (
            wave * np.exp(time[:live] * np.float32(-1 / (decay * share))) * np.float32(level)
        )
    rise = max(1, round(kind.attack * RATE))
    sound[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    tail = min(count, RATE // 20)
    sound[-tail:] *= np.linspace(1, 0, tail, dtype=np.float32)
    return np.asarray(sound / max(1e-6, float(np.abs(sound).max())), np.float32)


def _struck(
    name: str, pitch: int, seconds: float, force: float, brightness: float
) -> NDArray[np.float32]:
    kind = STRUCK[name]
    full = _struck_full(name, pitch, max(0, min(3, int(force * 4))), round(brightness, 2))
    held = round(seconds * RATE)
    damp = round(kind.damp * RATE)
    sound = full[: held + damp] * np.float32(0.25 + 0.75 * force)
    if len(sound) > held:
        fall = len(sound) - held
        sound[held:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return sound


@lru_cache(maxsize=1)
def _drum() -> NDArray[np.float32]:
    """A big soft drum: a tone that sinks from 78 to 46 Hz, and the felt on the skin."""
    count = round(1.1 * RATE)
    time = np.arange(count) / RATE
    pitch = 46 + 32 * np.exp(-time / 0.05)
    skin = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / 0.26)
    noise = np.random.RandomState(5).standard_normal(count)
    felt = np.convolve(noise, np.hanning(48) / 24, mode="same") * np.exp(-time / 0.035)
    sound = (skin + 0.22 * felt) * np.minimum(1, time / 0.006)
    return np.asarray(sound / np.abs(sound).max(), np.float32)


def forget() -> None:
    """Give back the memory of all tones that are kept for repeated notes."""
    _table.cache_clear()
    _struck_full.cache_clear()
