"""How loud everything is before the whole is brought to its loudness, and how it moves.

Decibels relative to full scale as BS.1770 weighs them (LUFS). Figures: facts of the trade for
speech over music (12 to 18 dB), pauses and fades.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from reelwright.cutting.sound import weighting
from reelwright.media.sound.pcm import RATE, Samples

TARGET = -14.0
"""LUFS of the whole film, as made for the web; its true peak stays below -1 dBTP."""

VOICE = -18.0
"""Where voices stand before the whole is brought to `TARGET`, which they then decide: 4 LU lower
leaves room for everything else. The others are told against it."""

VOLUME = 0.3
"""The factor of music that is as loud as the voices (requirement A7)."""

MUSIC_ALONE = round(VOICE + 20 * math.log10(VOLUME), 2)
MUSIC_UNDER_VOICE = VOICE - 18.0
AMBIENCE = VOICE - 26.0
EFFECT = VOICE - 10.0
"""The most that a sound at a transition gets; those that are made quieter stay so."""

PAUSE = 1.5
"""Seconds without voice from which on the music comes up."""

DOWN, UP = 0.4, 0.8
"""Seconds in which the music makes room, and comes back."""

WINDOW = RATE // 50
"""Samples of one window in which sound is found active or not: 20 ms."""

LOUDEST_GAIN = 30.0


def settings() -> dict[str, JsonValue]:
    """All of the above: a part of the track's Order."""
    return {
        "target": TARGET,
        "voice": VOICE,
        "under": MUSIC_UNDER_VOICE,
        "alone": MUSIC_ALONE,
        "ambience": AMBIENCE,
        "effect": EFFECT,
        "pause": PAUSE,
        "down": DOWN,
        "up": UP,
    }


class Interval(NamedTuple):
    """Samples [begin, end)."""

    begin: int
    end: int


@dataclass(frozen=True)
class Measured:
    """A sound's level while it is active (LUFS, as heard in stereo) and where that is."""

    level: float
    active: tuple[Interval, ...]


def measured(pieces: Iterable[Samples]) -> Measured:
    """Level and active stretches of a sound; a window counts within 30 dB of the loudest.

    The sound comes in pieces of whole windows (but for the last), so that memory stays flat.
    """
    # A mono sound is heard from both sides: twice its power.
    found = [
        weighting.powers(piece, WINDOW) * (2.0 if piece.shape[1] == 1 else 1.0) for piece in pieces
    ]
    power = np.concatenate(found) if found else np.zeros(0)
    if not len(power) or power.max() < 1e-10:
        return Measured(weighting.SILENT, ())
    level = weighting.loudness(power[power > power.max() * 1e-2])
    return Measured(level, tuple(_runs(power > power.max() * 1e-3)))


def loudness(pieces: Iterable[Samples]) -> float:
    """LUFS of music, that comes in pieces of whole steps: gated, as it is heard in stereo."""
    found = [
        weighting.powers(piece, weighting.STEP) * (2.0 if piece.shape[1] == 1 else 1.0)
        for piece in pieces
    ]
    return weighting.integrated(np.concatenate(found)) if found else weighting.SILENT


def gain(level: float, target: float) -> float:
    """The factor that brings a sound to its target, at most `LOUDEST_GAIN` dB up."""
    if level <= weighting.SILENT:
        return 0.0
    # Whole tenths: the last bits of a measure depend on the processor, what is made of it must not.
    return float(10 ** (round(min(LOUDEST_GAIN, target - level), 1) / 20))


def ducking(voices: Iterable[Interval]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The music's level against `MUSIC_ALONE` as a line: samples, and dB at them.

    Down before the first word, up after the last; pauses up to `PAUSE` stay down.
    """
    depth = MUSIC_UNDER_VOICE - MUSIC_ALONE
    places, levels = [0.0], [0.0]
    for begin, end in _merged(voices, round(PAUSE * RATE)):
        places += [begin - DOWN * RATE, begin, end + 0.1 * RATE, end + (0.1 + UP) * RATE]
        levels += [0.0, depth, depth, 0.0]
    return np.asarray(places), np.asarray(levels)


def eased(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1 without corners."""
    return share * share * (3 - 2 * share)


def _merged(voices: Iterable[Interval], gap: int) -> list[Interval]:
    merged: list[Interval] = []
    for voice in sorted(voices):
        if merged and voice.begin - merged[-1].end <= gap:
            merged[-1] = Interval(merged[-1].begin, max(merged[-1].end, voice.end))
        else:
            merged.append(voice)
    return merged


def _runs(heard: NDArray[np.bool_]) -> list[Interval]:
    """Stretches of activity; holes of up to half a second belong to them."""
    at = np.flatnonzero(heard) * WINDOW
    return _merged((Interval(int(a), int(a) + WINDOW) for a in at), RATE // 2)
