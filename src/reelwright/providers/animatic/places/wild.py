"""Forest and mountains."""

import math

from reelwright.providers.animatic.panel.ink import Pen, between
from reelwright.providers.animatic.panel.palette import mix
from reelwright.providers.animatic.places.country import snowy
from reelwright.providers.animatic.places.nature import (
    EARTH,
    LEAF,
    birds,
    path_to,
    ridge,
    sky,
)
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.trees import bush, grass, tree


def forest(pen: Pen) -> None:
    """Trunks in three planes, a path of light between them, ferns."""
    w, h = pen.width, pen.height
    p = pen.palette
    horizon = h * 0.56
    pen.fade(-h * 0.1, horizon, mix(p.sky_top, p.ramp[2], 0.45), mix(p.sky_low, p.ramp[4], 0.3))
    gap = w * pen.pick(0.44, 0.58)
    pen.glow(gap, h * 0.4, h * 0.6, 0.7, mix(p.light.key, "#ffffff", 0.2))
    snow = snowy(pen)
    pen.wash(
        [(-60, horizon), (w + 60, horizon - 6), (w + 60, h + 60), (-60, h + 60)],
        0.5 + snow,
        LEAF,
        tint=0.4,
        depth=0.25,
    )
    for depth, count, wide, foot in ((0.72, 15, 14, 0.565), (0.45, 9, 28, 0.62)):
        for index in range(count):
            x = w * (index + pen.pick(0.1, 0.9)) / count
            if abs(x - gap) > w * 0.045 / (1 - depth * 0.6):
                _pole(pen, x, h * (foot + pen.sway(0.008)), wide * pen.pick(0.6, 1.3), depth)
    for index in range(9):
        x = w * index / 8
        if abs(x - gap) > w * 0.1:
            bush(pen, x, h * 0.63, pen.pick(40, 80), depth=0.4)
    path_to(pen, (w * 0.26, w * 0.66), (gap, 26), horizon + 6, value=0.78 + snow)
    crown = [
        (-60, -60),
        *[
            (
                w * k / 10,
                h
                * pen.pick(0.06, 0.2)
                * (1.5 - 1.1 * math.exp(-(((w * k / 10 - gap) / (w * 0.2)) ** 2))),
            )
            for k in range(11)
        ],
        (w + 60, -60),
    ]
    pen.wash(crown, 0.24, LEAF, smooth=True, depth=0.2, tint=0.45)
    for k, wide in ((0.08, 90), (0.235, 50), (0.79, 56), (0.93, 100)):
        _pole(pen, w * (k + pen.sway(0.014)), h * (0.72 + wide / 900), wide, 0.0)
    lit = -1 if p.light.side == "left" else 1
    if p.weather in ("clear", "snow") and p.time != "night":
        for k in (0.0, 0.09, 0.2):
            x = gap + lit * w * (0.06 - k)
            pen.lit(
                [
                    (x, -40),
                    (x + 34, -40),
                    (x - lit * w * 0.17 + 80, h * 0.72),
                    (x - lit * w * 0.17, h * 0.72),
                ],
                0.12,
            )
    for k in (0.03, 0.16, 0.3, 0.72, 0.86, 0.98):
        _fern(pen, w * k, h * pen.pick(0.86, 0.97), h * pen.pick(0.1, 0.17))
    grass(pen, h * 0.7, h, 24, size=30)


def _pole(pen: Pen, x: float, y: float, wide: float, depth: float) -> None:
    """A trunk from the ground to above the frame, with its lit edge, bark and roots."""
    lean = pen.sway(wide * 0.3)
    body = [
        (x - wide * 0.95, y),
        (x - wide * 0.5, y - wide * 1.3),
        (x - wide * 0.4 + lean, -60),
        (x + wide * 0.4 + lean, -60),
        (x + wide * 0.5, y - wide * 1.3),
        (x + wide, y + wide * 0.1),
    ]
    pen.block(body, 0.2, "#5a4632", depth=depth, line=2.4)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.wash(
        [
            (x + lit * wide * 0.7, y),
            (x + lit * wide * 0.46, y - wide * 1.3),
            (x + lit * wide * 0.36 + lean, -60),
            (x + lit * wide * 0.2 + lean, -60),
            (x + lit * wide * 0.24, y - wide),
        ],
        0.44,
        "#7a6a4a",
        depth=depth,
    )
    if depth < 0.3:
        marks = []
        for _ in range(9):
            bx, by = x + pen.pick(-0.35, 0.35) * wide, pen.pick(0, y - wide)
            marks.append([(bx, by), (bx + pen.sway(3), by + pen.pick(20, 70))])
        pen.inks(marks, 2.6, opacity=0.6)


def _fern(pen: Pen, x: float, y: float, size: float) -> None:
    for index in range(7):
        lean = (index - 3) / 3
        tip = (x + lean * size * 0.9, y - size * (1.0 - 0.5 * abs(lean)))
        middle = between((x, y), tip, 0.5)
        pen.fill(
            [
                (x, y),
                (middle[0] - 6, middle[1] - size * 0.12),
                tip,
                (middle[0] + 7, middle[1] - size * 0.02),
            ],
            pen.tone(0.2 + 0.07 * (index % 3), LEAF, tint=0.5),
            2.0,
        )


def mountain(pen: Pen) -> None:
    """Range behind range, snow on the peaks, pines in front, a valley of haze."""
    w, h = pen.width, pen.height
    horizon = h * 0.6
    sky(pen, horizon)
    for y, rise, value, depth, peaks in ((0.52, 0.3, 0.6, 0.72, 6), (0.56, 0.42, 0.46, 0.48, 4)):
        crest = ridge(
            pen, h * y, h * rise, value, "#5f6a80", depth=depth, peaks=peaks, sharp=True, line=2.6
        )
        _faces(pen, crest, h * y, depth)
    pen.fill(
        [
            (-60, h * 0.52),
            (w * 0.3, h * 0.5),
            (w * 0.7, h * 0.53),
            (w + 60, h * 0.5),
            (w + 60, h * 0.66),
            (-60, h * 0.66),
        ],
        pen.palette.air,
        4,
        0.55,
        smooth=False,
    )
    snow = snowy(pen)
    ridge(pen, h * 0.66, h * 0.08, 0.42 + snow, depth=0.3, peaks=5)
    for _ in range(16):
        tree(
            pen,
            w * pen.pick(-0.02, 1.02),
            h * pen.pick(0.63, 0.68),
            h * pen.pick(0.06, 0.1),
            "pine",
            depth=0.42,
        )
    ridge(pen, h * 0.78, h * 0.05, 0.5 + snow, EARTH, depth=0.08, peaks=4)
    path_to(pen, (w * 0.34, w * 0.6), (w * 0.5, 10), h * 0.76, value=0.74 + snow)
    for k, size in ((0.06, 0.5), (0.17, 0.34), (0.86, 0.42), (0.95, 0.56)):
        tree(pen, w * (k + pen.sway(0.012)), h * (0.84 + size * 0.14), h * size, "pine")
    for k in (0.3, 0.72, 0.62):
        _rock(pen, w * k, h * pen.pick(0.84, 0.95), h * pen.pick(0.05, 0.09))
    birds(pen, w * 0.6, h * 0.2, 3)


def _faces(pen: Pen, crest: list[tuple[float, float]], base: float, depth: float) -> None:
    """Peaks get a shaded flank away from the light and a cap of snow."""
    lit = -1 if pen.palette.light.side == "left" else 1
    for before, peak, after in zip(crest, crest[1:], crest[2:], strict=False):
        if not (peak[1] < before[1] and peak[1] < after[1]):
            continue
        tall = base - peak[1]
        dark, light = (after, before) if lit < 0 else (before, after)
        low = between(peak, dark, 0.9)
        pen.shadow(
            [
                peak,
                between(peak, dark, 0.5),
                low,
                (peak[0] - lit * tall * 0.1, base),
                (peak[0] + lit * tall * 0.06, peak[1] + tall * 0.5),
                (peak[0] - lit * tall * 0.08, peak[1] + tall * 0.3),
            ],
            0.3,
        )
        cap = [
            peak,
            between(peak, light, 0.42),
            between(peak, light, 0.3),
            (peak[0] + lit * tall * 0.1, peak[1] + tall * 0.2),
            (peak[0] + lit * tall * 0.02, peak[1] + tall * 0.32),
            (peak[0] - lit * tall * 0.04, peak[1] + tall * 0.16),
            between(peak, dark, 0.24),
        ]
        pen.wash(cap, 0.98, depth=depth * 0.5)


def _rock(pen: Pen, x: float, y: float, size: float) -> None:
    pen.shadow([(x - size, y), (x + size * 1.6, y), (x + size, y - size * 0.2)], 0.35, smooth=True)
    pen.block(
        [
            (x - size, y),
            (x - size * 0.8, y - size * 0.6),
            (x - size * 0.1, y - size),
            (x + size * 0.6, y - size * 0.75),
            (x + size, y),
        ],
        0.42,
        STONE,
    )
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.wash(
        [
            (x, y - size * 0.2),
            (x + lit * size * 0.75, y - size * 0.1),
            (x + lit * size * 0.55, y - size * 0.66),
            (x - size * 0.05, y - size * 0.92),
        ],
        0.7,
        STONE,
    )
