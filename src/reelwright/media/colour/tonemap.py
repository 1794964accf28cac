"""Wide colours and bright lights, brought into BT.709 by a colour table.

A table of ours instead of ffmpeg's own filters: those compute in floating point by whatever the
processor has, and not every build has them. Sources: SMPTE ST 2084 (PQ), ITU-R BT.2100 (HLG and its
display), BT.2408 (203 nits is white), BT.1886 (how a BT.709 picture is shown).
"""

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reelwright.media.colour import cube
from reelwright.media.probe import VideoFacts

Light = Literal["pq", "hlg", "wide"]
"""`wide` are clips of ordinary brightness in the colours of BT.2020."""

STEPS = 65

WHITE = 203.0
"""Nits of a white sheet of paper (BT.2408); what is brighter shines."""

PEAK = 1000.0 / WHITE
"""Where everything brighter is one."""

KNEE = 0.5
"""Up to here, relative to white, nothing is changed: faces keep their brightness."""

_TRANSFERS: dict[int, Light] = {16: "pq", 18: "hlg"}
_BT2020 = 9

Values = NDArray[np.float64]

_TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
"""Linear BT.2020 -> linear BT.709 (ITU-R BT.2087)."""


def light(facts: VideoFacts) -> Light | None:
    """How a clip's light is coded, by its tags; None for what is BT.709 or tells nothing."""
    primaries, transfer, _, _ = facts.colours
    return _TRANSFERS.get(transfer) or ("wide" if primaries == _BT2020 else None)


@cache
def table(kind: Light) -> cube.Lut:
    """R'G'B' as it is coded in the clip -> R'G'B' of BT.709."""
    coded = cube.identity(STEPS)
    shown = {"pq": _pq, "hlg": _hlg, "wide": _wide}[kind](coded)
    inside = np.clip(shown @ _TO_709.T, 0, None)
    if kind != "wide":  # else nothing shines
        inside *= _held(inside)
    return cube.Lut(np.clip(inside, 0, 1) ** (1 / 2.4))


def _pq(coded: Values) -> Values:
    """Light of the display, 1 for white."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    root = coded ** (1 / m2)
    return (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1) * 10_000 / WHITE


def _hlg(coded: Values) -> Values:
    """Light of a display of 1000 nits, 1 for white."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - c) / a) + b) / 12)
    luminance = scene @ np.array([0.2627, 0.6780, 0.0593])
    shown: Values = scene * luminance[..., None] ** 0.2 * 1000 / WHITE
    return shown


def _wide(coded: Values) -> Values:
    """Light of the display, 1 for white, which is the brightest."""
    return coded**2.4


def _held(light: Values) -> Values:
    """By how much each colour is dimmed so that its largest part is at most 1.

    All three parts alike, so that hues stay. The curve (Mobius) has the slope 1 at the knee.
    """
    most = np.maximum(light.max(axis=-1, keepdims=True), 1e-9)
    a = -(KNEE**2) * (PEAK - 1) / (KNEE**2 - 2 * KNEE + PEAK)
    b = (KNEE**2 - 2 * KNEE * PEAK + PEAK) / (PEAK - 1)
    bent = (b * b + 2 * b * KNEE + KNEE**2) / (b - a) * (most + a) / (most + b)
    return np.where(most <= KNEE, 1.0, np.minimum(bent, 1.0) / most)
