"""The layers of an ambience: shaped noise on a circle, what moves in it and what happens in it.

Each layer is a seamless stereo loop of RMS about 1 (before its weight), and a weight that says how
present it is against the others.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RATE = 24000

Mono = NDArray[np.float32]
Stereo = NDArray[np.float32]
_Dice = np.random.RandomState


def layer(name: str, length: int, seed: int) -> tuple[Stereo, float]:
    """The layer called `name`, (2, length), and its weight (0…1)."""
    make, weight = _LAYERS[name]
    sound = make(length, _Dice(seed))
    rms = float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))
    return np.asarray(sound / max(rms, 1e-9), np.float32), weight


def _noise(length: int, dice: _Dice, *bands: tuple[float, float, float]) -> Stereo:
    """Noise that repeats: `bands` are (middle in hertz, octaves wide, gain)."""
    frequency = np.arange(length // 2 + 1) * (RATE / length)
    octaves = np.log2(np.maximum(frequency, 1.0))
    curve = np.zeros(len(frequency))
    for middle, wide, gain in bands:
        curve += gain * np.exp(-(((octaves - np.log2(middle)) / wide) ** 2))
    curve /= np.sqrt(np.maximum(frequency, 15.0))
    phases = np.exp(2j * np.pi * dice.random_sample((2, len(frequency))))
    sound = np.fft.irfft(curve * phases, length, axis=1)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)), np.float32)


def _waves(length: int, dice: _Dice, cycles: tuple[int, ...], depth: float) -> Mono:
    """A slow rise and fall around 1 that fits the loop a whole number of times."""
    turn = np.arange(length, dtype=np.float32) * np.float32(2 * np.pi / length)
    swell = np.zeros(length, np.float32)
    for count in cycles:
        swell += np.sin(turn * np.float32(count) + np.float32(dice.random_sample() * 6.283))
    return np.asarray(np.maximum(0.05, 1 + depth * swell / len(cycles)), np.float32)


def _strew(
    length: int, dice: _Dice, count: int, grain: Callable[[], Mono], low: float = 0.15
) -> Stereo:
    """`count` short sounds at random moments, places and strengths."""
    sound = np.zeros((2, length), np.float32)
    for at, place, force in zip(
        dice.randint(0, length, count),
        dice.random_sample(count),
        dice.random_sample(count),
        strict=True,
    ):
        piece = grain() * np.float32(low + (1 - low) * force**3)
        where = (at + np.arange(len(piece))) % length
        sound[0, where] += piece * np.float32(np.cos(place * np.pi / 2))
        sound[1, where] += piece * np.float32(np.sin(place * np.pi / 2))
    return sound


def _ping(frequency: float, decay: float, rise: float = 0.001) -> Mono:
    time = np.arange(round(decay * 6 * RATE), dtype=np.float32) / RATE
    wave = np.sin(time * np.float32(2 * np.pi * frequency)) * np.exp(time * np.float32(-1 / decay))
    return np.asarray(wave * np.minimum(1, time / np.float32(rise)), np.float32)


def _room(length: int, dice: _Dice) -> Stereo:
    return _noise(length, dice, (90, 1.4, 1.0), (500, 1.6, 0.16))


def _nave(length: int, dice: _Dice) -> Stereo:
    return _noise(length, dice, (60, 1.0, 1.0), (220, 1.2, 0.4)) * _waves(length, dice, (2, 3), 0.2)


def _vault(length: int, dice: _Dice) -> Stereo:
    def drop() -> Mono:
        return _ping(900 + 700 * dice.random_sample(), 0.03, 0.002)

    return _noise(length, dice, (70, 1.2, 1.0), (300, 1.0, 0.2)) + 3 * _strew(length, dice, 3, drop)


def _wheels(length: int, dice: _Dice) -> Stereo:
    rumble = _noise(length, dice, (70, 0.9, 1.0), (240, 0.9, 0.5), (1200, 1.0, 0.08))
    return rumble * _waves(length, dice, (32, 37, 48), 0.5)


def _air(length: int, dice: _Dice) -> Stereo:
    return _noise(length, dice, (120, 1.6, 1.0), (900, 1.6, 0.2)) * _waves(
        length, dice, (1, 2), 0.15
    )


def _wind(length: int, dice: _Dice) -> Stereo:
    low = _noise(length, dice, (180, 1.1, 1.0)) * _waves(length, dice, (1, 2, 3, 5), 0.9)
    high = _noise(length, dice, (520, 0.5, 1.0)) * _waves(length, dice, (2, 3, 5), 1.4)
    return np.asarray(low + 0.45 * high, np.float32)


def _draught(length: int, dice: _Dice) -> Stereo:
    return _noise(length, dice, (340, 0.35, 1.0), (90, 1.0, 0.8)) * _waves(
        length, dice, (1, 2, 5), 1.0
    )


def _rain(length: int, dice: _Dice) -> Stereo:
    def drop() -> Mono:
        return _ping(1500 + 3500 * dice.random_sample(), 0.004)

    body = _noise(length, dice, (3200, 1.3, 1.0), (600, 1.2, 0.35)) * _waves(
        length, dice, (1, 3), 0.12
    )
    return np.asarray(body + 2.0 * _strew(length, dice, 500, drop), np.float32)


def _rain_behind_glass(length: int, dice: _Dice) -> Stereo:
    def drop() -> Mono:
        return _ping(700 + 900 * dice.random_sample(), 0.008)

    body = _noise(length, dice, (420, 1.1, 1.0), (1500, 0.9, 0.2)) * _waves(
        length, dice, (1, 3), 0.15
    )
    return np.asarray(body + 1.5 * _strew(length, dice, 160, drop), np.float32)


def _sea(length: int, dice: _Dice) -> Stereo:
    surge = _waves(length, dice, (2,), 0.8) ** 2
    later = np.roll(surge, length // 24)
    low = _noise(length, dice, (150, 1.2, 1.0)) * (0.5 + 0.4 * surge)
    hiss = _noise(length, dice, (1800, 1.3, 1.0)) * (0.12 + 0.35 * later)
    return np.asarray(low + hiss, np.float32)


def _water(length: int, dice: _Dice) -> Stereo:
    def bubble() -> Mono:
        return _ping(350 + 700 * dice.random_sample(), 0.02, 0.004)

    body = _noise(length, dice, (900, 1.2, 1.0), (200, 1.0, 0.4)) * _waves(
        length, dice, (3, 7, 11), 0.2
    )
    return np.asarray(body + 1.6 * _strew(length, dice, 220, bubble), np.float32)


def _leaves(length: int, dice: _Dice) -> Stereo:
    return _noise(length, dice, (3000, 1.0, 1.0), (900, 0.9, 0.3)) * _waves(
        length, dice, (2, 3, 5, 7), 1.0
    )


def _murmur(length: int, dice: _Dice) -> Stereo:
    """Many people far away: noise in the bands of voices, each band with its own syllables."""
    sound = np.zeros((2, length), np.float32)
    for middle in (240.0, 420.0, 700.0, 1150.0):
        band = _noise(length, dice, (middle, 0.35, 1.0))
        syllables = _waves(length, dice, (41, 53, 67, 88), 1.1) * _waves(
            length, dice, (2, 5, 9), 0.5
        )
        sound += band * syllables * np.float32(260 / middle)
    return sound


def _fire(length: int, dice: _Dice) -> Stereo:
    def crack() -> Mono:
        return _ping(
            1200 + 2600 * dice.random_sample(), 0.0025 + 0.003 * dice.random_sample(), 0.0003
        )

    body = _noise(length, dice, (110, 1.0, 1.0), (700, 1.2, 0.2)) * _waves(
        length, dice, (9, 13, 22), 0.3
    )
    return np.asarray(body + 5 * _strew(length, dice, 90, crack), np.float32)


def _clock(length: int, dice: _Dice) -> Stereo:
    """One tick a second, every second one lower."""
    del dice
    sound = np.zeros((2, length), np.float32)
    for second in range(length // RATE):
        tick = (
            _ping(1500 if second % 2 else 1250, 0.006)
            + 0.6 * _ping(420, 0.012)[: round(0.036 * RATE)]
        )
        at = second * RATE
        sound[0, at : at + len(tick)] += tick * np.float32(0.8)
        sound[1, at : at + len(tick)] += tick * np.float32(0.5)
    return sound


def _birds(length: int, dice: _Dice) -> Stereo:
    def call() -> Mono:
        notes = []
        base = 2600 + 1600 * dice.random_sample()
        for _ in range(dice.randint(2, 6)):
            count = round((0.05 + 0.08 * dice.random_sample()) * RATE)
            time = np.linspace(0, 1, count, dtype=np.float32)
            glide = base * (1 + 0.18 * (dice.random_sample() - 0.5) * np.sin(np.pi * time))
            note = np.sin(2 * np.pi * np.cumsum(glide) / RATE) * np.sin(np.pi * time) ** 2
            notes += [note, np.zeros(round((0.03 + 0.06 * dice.random_sample()) * RATE))]
        return np.concatenate(notes).astype(np.float32)

    return _strew(length, dice, 11, call)


def _crickets(length: int, dice: _Dice) -> Stereo:
    """A few crickets, each with its own pitch and pace."""
    time = np.arange(length, dtype=np.float32) / RATE
    sound = np.zeros((2, length), np.float32)
    seconds = length / RATE
    for place in (0.15, 0.5, 0.85):
        tone = round((4100 + 600 * dice.random_sample()) * seconds) / seconds
        trill = round(28 * seconds) / seconds
        chirps = round((1.3 + 0.9 * dice.random_sample()) * seconds) / seconds
        phase = np.float32(dice.random_sample() * 6.283)
        gate = np.clip(np.sin(2 * np.pi * chirps * time + phase) * 3, 0, 1)
        wave = np.sin(2 * np.pi * tone * time) * (0.5 + 0.5 * np.sin(2 * np.pi * trill * time)) ** 2
        sound[0] += (wave * gate * np.cos(place * np.pi / 2)).astype(np.float32)
        sound[1] += (wave * gate * np.sin(place * np.pi / 2)).astype(np.float32)
    return sound


_LAYERS: dict[str, tuple[Callable[[int, _Dice], Stereo], float]] = {
    "room": (_room, 0.20), "nave": (_nave, 0.25), "vault": (_vault, 0.25), "wheels": (_wheels, 0.9),
    "air": (_air, 0.20), "wind": (_wind, 0.70), "draught": (_draught, 0.35), "rain": (_rain, 0.90),
    "rain-behind-glass": (_rain_behind_glass, 0.50), "sea": (_sea, 1.0), "water": (_water, 0.75),
    "leaves": (_leaves, 0.30), "murmur": (_murmur, 0.55), "fire": (_fire, 0.40),
    "clock": (_clock, 0.10), "birds": (_birds, 0.16), "crickets": (_crickets, 0.10),
}  # fmt: skip
