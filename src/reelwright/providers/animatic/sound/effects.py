"""Sounds at transitions: air, whooshes, a hit and a riser, made of noise and a few sines.

Each one peaks at a known time, so that whoever lays it can put the peak where the picture changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.film.noun import digest
from reelwright.film.order import Made, Order, Stop
from reelwright.media.sound import pcm
from reelwright.providers.animatic.sound import ambience

MODEL = "effect-1"

BLOCK = 1024
"""Samples of one step of a filter that moves; half of it lies over the next."""

MOMENT = round(0.2 * pcm.RATE)
"""Samples around the peak that the level is measured on."""

EVEN = round(0.05 * pcm.RATE)
"""Samples over which noise is made even."""

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class Rush:
    """Noise that comes and goes: seconds up to its peak and after it, `low` and `high` hertz of the
    band at its ends and at its peak, `width` in octaves, how steeply it swells (`rise`) and where
    it is heard at its begin and end (-1 is left)."""

    before: float
    after: float
    low: float
    high: float
    width: float
    rise: float
    pan: tuple[float, float] = (0.0, 0.0)
    level: float = -26.0


RUSHES: Mapping[str, Rush] = {
    "air-1": Rush(0.7, 0.8, 240, 720, 1.3, 3.0, (-0.3, 0.3), -33),
    "air-2": Rush(0.6, 0.9, 210, 620, 1.4, 3.2, (0.3, -0.3), -33),
    "air-3": Rush(0.8, 0.7, 270, 820, 1.2, 2.9, (-0.15, 0.15), -33),
    "whoosh-left": Rush(0.45, 0.55, 320, 1900, 1.1, 2.8, (0.8, -0.8)),
    "whoosh-right": Rush(0.45, 0.55, 320, 1900, 1.1, 2.8, (-0.8, 0.8)),
    "whoosh-up": Rush(0.5, 0.5, 380, 2300, 1.0, 2.8, (-0.1, 0.1)),
    "whoosh-down": Rush(0.5, 0.6, 260, 1500, 1.1, 2.8, (0.1, -0.1)),
    "riser": Rush(1.5, 0.5, 350, 3800, 1.0, 2.4, (-0.2, 0.2), -30),
    "hit": Rush(0.3, 1.3, 90, 260, 1.6, 3.0, (0.0, 0.0), -26),
}
"""The effects by name."""

NAMES = tuple(RUSHES)


def effect_order(name: str) -> Order:
    """Order an effect by its name, one of `NAMES`."""
    return Order(kind="sound", provider="animatic", model=MODEL, params={"effect": name})


def peak(name: str) -> float:
    """Seconds from an effect's begin to its peak."""
    return RUSHES[name].before


def make_sound(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Make an effect (stereo WAV, 48 kHz, 16 bit), or the ambience of a place. Facts: `seconds`."""
    if order.model != MODEL:
        return ambience.make_ambience(order, inputs, scratch, stop)
    sound = effect(str(order.params["effect"]))
    path = scratch / "effect.wav"
    pcm.write_wav(path, sound, pcm.RATE)
    return Made(
        path=path, media_type="audio/wav", facts={"seconds": round(len(sound) / pcm.RATE, 4)}
    )


def effect(name: str) -> NDArray[np.float32]:
    """The samples of an effect, (n, 2)."""
    rush = RUSHES[name]
    seed = int(digest(["effect", name])[:8], 16) % 2**31
    sound = _rushing(rush, np.random.RandomState(seed))
    if name in _MORE:
        sound += _MORE[name](rush)[:, None]
    at = round(rush.before * pcm.RATE)
    moment = sound[max(0, at - MOMENT // 2) : at + MOMENT // 2]
    loud, _ = pcm.loudness(np.tile(moment, (4, 1)).astype(np.float32))
    levelled: NDArray[np.float32] = (sound * 10 ** ((rush.level - loud) / 20)).astype(np.float32)
    return levelled


def _seconds(rush: Rush) -> Curve:
    """Each sample's time from the peak."""
    count = round((rush.before + rush.after) * pcm.RATE)
    return (np.arange(count) - round(rush.before * pcm.RATE)) / pcm.RATE


def _swell(rush: Rush, time: Curve) -> Curve:
    """0 at both ends, 1 at the peak; it falls faster at first than it has risen."""
    rising = np.clip(1 + time / rush.before, 0, 1) ** rush.rise
    falling = np.clip(1 - time / rush.after, 0, 1) ** (rush.rise + 0.8)
    return np.where(time < 0, rising, falling)


def _rushing(rush: Rush, dice: np.random.RandomState) -> Curve:
    """Noise through a band that opens towards the peak, and goes from one side to the other."""
    time = _seconds(rush)
    swell = _swell(rush, time)
    common, left, right = dice.standard_normal((3, len(time) + BLOCK))
    band = rush.low * (rush.high / rush.low) ** swell
    sides = [_even(_banded(0.8 * common + 0.6 * own, band, rush.width)) for own in (left, right)]
    place = (time + rush.before) / (rush.before + rush.after)
    angle = (1 + rush.pan[0] + (rush.pan[1] - rush.pan[0]) * place) * np.pi / 4
    gains = np.stack([np.cos(angle), np.sin(angle)], 1)
    rushing: Curve = np.stack(sides, 1) * gains * swell[:, None]
    return rushing


def _banded(noise: Curve, band: Curve, width: float) -> Curve:
    """Noise of which, at each sample, only the band around so many hertz is left."""
    half = BLOCK // 2
    window = np.sin(np.pi * (np.arange(BLOCK) + 0.5) / BLOCK) ** 2
    hertz = np.maximum(np.fft.rfftfreq(BLOCK, 1 / pcm.RATE), 1.0)
    out = np.zeros(len(noise))
    for at in range(0, len(noise) - BLOCK + 1, half):
        centre = band[min(at + half, len(band) - 1)]
        kept = np.exp(-((np.log2(hertz / centre) / width) ** 2))
        out[at : at + BLOCK] += np.fft.irfft(np.fft.rfft(noise[at : at + BLOCK] * window) * kept)
    return out[: len(band)]


def _even(noise: Curve) -> Curve:
    """Noise without its chance peaks: only the swell decides where it is loudest."""
    power = np.convolve(noise**2, np.hanning(EVEN) / (EVEN / 2), "same")
    evened: Curve = noise / np.sqrt(power + 1e-9)
    return evened


def _thump(rush: Rush) -> Curve:
    """A deep drum at the peak: a tone that falls, and its octave."""
    time = np.maximum(_seconds(rush), 0)
    turn = 2 * np.pi * (46 * time + 55 * 0.09 * (1 - np.exp(-time / 0.09)))
    struck = np.clip(time / 0.004, 0, 1) * np.exp(-time / 0.32)
    struck *= np.clip((rush.after - time) / 0.4, 0, 1)
    return 2.4 * struck * (np.sin(turn) + 0.35 * np.sin(2 * turn) * np.exp(-time / 0.12))


def _glide(rush: Rush) -> Curve:
    """A chord that climbs two octaves up to the peak."""
    time = _seconds(rush)
    share = np.clip(1 + time / rush.before, 0, 1)
    pitch = 110 * 4 ** (share**1.5)
    turn = 2 * np.pi * np.cumsum(pitch) / pcm.RATE
    chord = sum(np.sin(ratio * turn + ratio) for ratio in (1.0, 1.5, 2.003))
    return 0.05 * _swell(rush, time) * chord


_MORE: Mapping[str, Callable[[Rush], Curve]] = {"hit": _thump, "riser": _glide}
"""What some effects have beside the noise."""
