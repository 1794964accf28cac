"""Camera: where each layer of a panel is looked at, frame by frame.

All positions are in pixels of the sheet (1.25 times the house size) and never rounded: moves are
smooth below a pixel. The figures' layer makes the whole move, the background part of it.
"""

import hashlib
import math
from dataclasses import dataclass

from reelwright.film.shot import Move

SHEET = 1.25
"""Width of a sheet in widths of the house format."""

MAX_ZOOM = 0.17
"""Largest change of scale within one shot; the craft allows 20 % in 5 s for a calm move."""

_ZOOM_PER_SECOND = 0.030
_LEAST_ZOOM = 0.055
_WIDE, _NEAR, _PAN = 1.235, 1.14, 1.10
_PAN_PER_SECOND, _LEAST_PAN = 0.026, 0.045
_DRIFT_PER_SECOND, _MOST_DRIFT = 0.0011, 0.007
_DEPTH = 0.80
_EASE = 0.32


@dataclass(frozen=True)
class View:
    """A rectangle of the sheet in shares of the house width and height.

    `scale` is its width in house widths (1 to 1.25); `x` and `y` are how far its middle lies from
    the sheet's, in house widths and house heights.
    """

    scale: float
    x: float = 0.0
    y: float = 0.0


def eased(t: float) -> float:
    """0…1 to 0…1: starts and ends at rest, steady in between, without a jerk."""
    ramp = _EASE
    top = 1 / (1 - ramp)
    if t < ramp:
        return top * _ramp(t, ramp)
    if t > 1 - ramp:
        return 1 - top * _ramp(1 - t, ramp)
    return top * (t - ramp / 2)


def _ramp(t: float, length: float) -> float:
    """The integral of a speed that rises from 0 to 1 like half a cosine."""
    return t / 2 - math.sin(math.pi * t / length) * length / (2 * math.pi)


def views(move: Move, frames: int, rate: int, seed: int) -> list[View]:
    """The figures' view in every frame of a shot of `frames` at `rate` per second."""
    seconds = frames / rate
    steps = [eased(t / max(1, frames - 1)) for t in range(frames)]
    side = 1.0 if _share(seed, 0) < 0.5 else -1.0
    if move in {"push-in", "pull-out"}:
        return _zoom(move, steps, seconds)
    if move in {"pan-left", "pan-right", "tilt-up", "tilt-down"}:
        return _pan(move, steps, seconds)
    if move == "handheld":
        return [_shaken(frame / rate, seed) for frame in range(frames)]
    drift = side * min(_MOST_DRIFT, _DRIFT_PER_SECOND * seconds)
    return [View(_NEAR, drift * (2 * step - 1)) for step in steps]


def behind(view: View, start: View) -> View:
    """The background's view: it follows the figures' only part of the way, so space opens."""
    return View(
        start.scale + (view.scale - start.scale) * _DEPTH,
        view.x * _DEPTH,
        view.y * _DEPTH,
    )


def _zoom(move: Move, steps: list[float], seconds: float) -> list[View]:
    change = min(MAX_ZOOM, max(_LEAST_ZOOM, _ZOOM_PER_SECOND * seconds))
    # Equal ratios from frame to frame look steady; equal differences seem to speed up.
    low = _WIDE * (1 - change)
    order = steps if move == "push-in" else [1 - step for step in steps]
    return [View(_WIDE * (low / _WIDE) ** step) for step in order]


def _pan(move: Move, steps: list[float], seconds: float) -> list[View]:
    room = (SHEET - _PAN) / 2
    half = min(room, max(_LEAST_PAN, _PAN_PER_SECOND * seconds) / 2)
    sign = 1.0 if move in {"pan-right", "tilt-down"} else -1.0
    across = [sign * half * (2 * step - 1) for step in steps]
    if move.startswith("pan"):
        return [View(_PAN, x, 0.0) for x in across]
    return [View(_PAN, 0.0, y) for y in across]


def _shaken(seconds: float, seed: int) -> View:
    """A hand: slow sway and a little tremor, never the same twice, never a jump."""
    return View(
        _PAN + 0.006 * _sway(seconds, seed, 20, 0.23),
        0.0085 * _sway(seconds, seed, 1, 0.31) + 0.0016 * _sway(seconds, seed, 5, 1.13),
        0.0100 * _sway(seconds, seed, 9, 0.37) + 0.0019 * _sway(seconds, seed, 14, 1.27),
    )


def _sway(seconds: float, seed: int, salt: int, hertz: float) -> float:
    """A smooth wander between about -1 and 1."""
    return sum(
        weight * math.sin(2 * math.pi * (hertz * factor * seconds + _share(seed, salt + part)))
        for part, (factor, weight) in enumerate(((1.0, 0.6), (1.618, 0.4)))
    )


def _share(seed: int, salt: int) -> float:
    """A number in 0…1 drawn from the seed."""
    drawn = hashlib.sha256(f"{seed}:{salt}".encode()).digest()[:4]
    return int.from_bytes(drawn, "big") / 2**32
