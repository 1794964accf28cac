"""The mix: every sound at its frame and level, chunk by chunk, so that memory stays flat."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reelwright.cutting.sound import levels
from reelwright.cutting.sound.levels import Interval, Measured
from reelwright.cutting.sound.sounds import Clip
from reelwright.media.sound.pcm import RATE, Samples

CHUNK = 2 * RATE
"""Samples mixed at once: two seconds, under 1 MB a sound."""

FLOOR = 10 ** (-66 / 20)
"""Amplitude of the room tone under everything, so that no pause is digitally silent."""

GRID = 480
"""Samples between two points of the music's envelope: 10 ms."""

LOOP = 8 * RATE
"""An effect at least this long is an ambience: it is looped and kept far below everything."""

FADES: Mapping[str, tuple[float, float]] = {
    "voice": (0.004, 0.02),
    "music": (0.5, 2.0),
    "ambience": (0.4, 0.6),
    "effect": (0.004, 0.05),
}
"""Seconds of fade in and out at the edges of a cue."""

Role = Literal["voice", "music", "ambience", "effect"]


@dataclass(frozen=True)
class Cue:
    """A clip heard from sample `at` for `length` samples, multiplied by `gain`."""

    clip: Clip
    role: Role
    at: int
    length: int
    gain: float
    active: tuple[Interval, ...] = ()


def cue(clip: Clip, role: str, at: int, length: int, found: Measured) -> Cue:
    """Give a sound its level. `at` and `length` in samples."""
    if role == "music":
        return Cue(clip, "music", at, length, levels.gain(found.level, levels.MUSIC_ALONE))
    if role == "voice":
        factor = levels.gain(found.level, levels.VOICE)
        heard = tuple(Interval(at + i.begin, at + i.end) for i in found.active)
        return Cue(clip, "voice", at, min(length, clip.length), factor, heard)
    if clip.length >= LOOP:
        factor = min(1.0, levels.gain(found.level, levels.AMBIENCE))
        return Cue(clip, "ambience", at, length, factor)
    factor = min(1.0, levels.gain(found.level, levels.EFFECT))
    return Cue(clip, "effect", at, min(length, clip.length), factor)


def mixed(cues: Sequence[Cue], length: int) -> Generator[Samples]:
    """Stereo chunks, `length` samples in all. The same cues give the same samples."""
    duck = levels.ducking(i for c in cues if c.role == "voice" for i in c.active)
    noise = _room_tone()
    for begin in range(0, length, CHUNK):
        count = min(CHUNK, length - begin)
        out: Samples = np.zeros((count, 2), np.float32)
        _add_tone(out, noise, begin)
        for one in cues:
            if one.at < begin + count and one.at + one.length > begin:
                _add(out, one, begin, duck)
        yield out


def _add(
    out: Samples, one: Cue, begin: int, duck: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> None:
    first = max(begin, one.at)
    last = min(begin + len(out), one.at + one.length)
    looped = one.role in ("music", "ambience")
    samples = one.clip.read(first - one.at, last - first, looped)
    if not len(samples):
        return
    last = first + len(samples)
    level = _envelope(one, first, len(samples), duck if one.role == "music" else None)
    out[first - begin : last - begin] += samples * level


def _envelope(
    one: Cue,
    first: int,
    count: int,
    duck: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> Samples | np.float32:
    """The cue's gain over `count` samples from film sample `first`, shape (count, 1)."""
    fade_in, fade_out = (seconds * RATE for seconds in FADES[one.role])
    head, rest = first - one.at, one.at + one.length - first
    edges = head < fade_in or rest - count < fade_out
    if duck is None and not edges:
        return np.float32(one.gain)
    # Voices are exact to the sample at their edges; music moves slowly enough for the grid.
    step = GRID if one.role in ("music", "ambience") else 16
    grid = np.arange(0, count + step, step, dtype=np.float64)
    level = np.full(len(grid), one.gain)
    if edges:
        level *= levels.eased(np.clip((grid + head) / fade_in, 0, 1))
        level *= levels.eased(np.clip((rest - grid) / fade_out, 0, 1))
    if duck is not None:
        level *= 10 ** (_eased_line(grid + first, *duck) / 20)
    ramp = (np.arange(step, dtype=np.float32) / step)[None, :]
    low = level[:-1, None].astype(np.float32)
    high = level[1:, None].astype(np.float32)
    return (low + (high - low) * ramp).reshape(-1, 1)[:count].astype(np.float32, copy=False)


def _eased_line(
    at: NDArray[np.float64], places: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The line through (places, values), between its two levels without corners."""
    lowest = float(values.min())
    if lowest == 0:
        return np.zeros_like(at)
    return levels.eased(np.interp(at, places, values) / lowest) * lowest


def _room_tone() -> Samples:
    """Four seconds of dull, quiet noise that can be looped; the same on every machine."""
    count = 4 * RATE
    noise = np.random.Generator(np.random.PCG64(7)).standard_normal((count, 2))
    spectrum = np.fft.rfft(noise, axis=0)
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= ((hertz / 60) / (1 + (hertz / 60) ** 2) ** 0.5 / (1 + (hertz / 300)))[:, None]
    tone = np.fft.irfft(spectrum, count, axis=0)
    quiet: Samples = (tone * (FLOOR / np.sqrt((tone**2).mean()))).astype(np.float32)
    return quiet


def _add_tone(out: Samples, tone: Samples, begin: int) -> None:
    at = begin % len(tone)
    done = 0
    while done < len(out):
        piece = min(len(tone) - at, len(out) - done)
        out[done : done + piece] += tone[at : at + piece]
        done, at = done + piece, 0
