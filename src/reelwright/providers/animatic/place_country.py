"""The open country: fields, woods, mountains, roads, graves, and anywhere out of doors."""

# fmt: off: lists of points stay packed; one point a line would hide the drawing.

import math

from reelwright.providers.animatic.ink import Pen, between
from reelwright.providers.animatic.palette import mix
from reelwright.providers.animatic.place_nature import (
    EARTH,
    LEAF,
    birds,
    bush,
    grass,
    path_to,
    ridge,
    sky,
    tree,
    water,
)
from reelwright.providers.animatic.place_room import STONE

STRAW = "#c8a24a"


def _snowy(pen: Pen) -> float:
    """How much lighter the ground lies under snow."""
    return 0.34 if pen.palette.weather == "snow" else 0.0


def _far_hills(pen: Pen, horizon: float) -> None:
    ridge(pen, horizon, pen.height * 0.13, 0.55, depth=0.78, peaks=5, line=1.5)
    ridge(pen, horizon + 8, pen.height * 0.07, 0.5, depth=0.6, peaks=7, line=1.8)


def exterior(pen: Pen) -> None:
    """Anywhere outdoors: a great sky, receding planes of ground, one tree, a path of light."""
    w, h = pen.width, pen.height
    horizon = h * 0.54
    sky(pen, horizon + 10)
    _far_hills(pen, horizon)
    snow = _snowy(pen)
    ridge(pen, horizon + h * 0.07, h * 0.04, 0.5 + snow, depth=0.35)
    for _ in range(5):
        bush(pen, w * pen.pick(0, 1), horizon + h * 0.08, pen.pick(20, 46), depth=0.35)
    ridge(pen, horizon + h * 0.16, h * 0.03, 0.58 + snow, EARTH, depth=0.12)
    side = -1 if pen.palette.light.side == "right" else 1
    tree(
        pen,
        w * (0.5 + side * 0.3),
        h * 0.76,
        h * 0.5,
        pen.random.choice(("round", "bare", "round")),
    )
    path_to(
        pen,
        (w * 0.3, w * 0.62),
        (w * (0.5 - side * 0.08), 16),
        horizon + h * 0.12,
        value=0.74 + snow,
    )
    grass(pen, h * 0.74, h, 26, size=34)


def field(pen: Pen) -> None:
    """Furrows or ripe corn to the horizon, stooks, a hedge, a lone tree."""
    w, h = pen.width, pen.height
    horizon = h * 0.48
    sky(pen, horizon + 8)
    _far_hills(pen, horizon)
    snow = _snowy(pen)
    ridge(pen, horizon + h * 0.04, h * 0.02, 0.46, depth=0.42, peaks=9)
    pen.wash(
        [(-60, horizon + h * 0.05), (w + 60, horizon + h * 0.04), (w + 60, h + 60), (-60, h + 60)],
        0.68 + snow,
        STRAW,
        tint=0.5,
    )
    vx = w * pen.pick(0.4, 0.6)
    for index in range(-9, 10):
        x0, x1 = vx + index * w * 0.17, vx + (index + 0.42) * w * 0.17
        pen.wash([(vx + index * w * 0.012, horizon + h * 0.05),
            (vx + (index + 0.4) * w * 0.012, horizon + h * 0.05),
                  (vx + (x1 - vx) * 1.6, h * 1.05), (vx + (x0 - vx) * 1.6, h * 1.05)], 0.54 + snow,
                  STRAW, tint=0.5)  # fmt: skip
    tree(pen, w * pen.pick(0.72, 0.82), horizon + h * 0.1, h * 0.36, "round", depth=0.12)
    for k, y, size in (
        (0.2, 0.6, 0.09),
        (0.34, 0.57, 0.06),
        (0.62, 0.56, 0.05),
        (0.1, 0.74, 0.16),
        (0.88, 0.72, 0.15),
    ):
        _stook(pen, w * k, h * y, h * size)
    fence = [(w * -0.02, h * 0.93), (w * 0.3, h * 0.9)]
    posts = [
        [(x, y), (x + 3, y - h * 0.15)]
        for x, y in (between(fence[0], fence[1], k) for k in (0.1, 0.4, 0.7, 1.0))
    ]
    pen.inks(posts, 11)
    pen.inks(
        [
            [(fence[0][0], fence[0][1] - v), (fence[1][0], fence[1][1] - v)]
            for v in (h * 0.05, h * 0.11)
        ],
        6,
    )
    birds(pen, w * 0.4, h * 0.22)
    grass(pen, h * 0.86, h * 1.02, 40, size=46, local=STRAW)


def _stook(pen: Pen, x: float, y: float, size: float) -> None:
    pen.shadow(
        [(x - size * 0.5, y), (x + size * 0.9, y), (x + size * 0.6, y - size * 0.1)],
        0.3,
        smooth=True,
    )
    body = [
        (x - size * 0.45, y),
        (x - size * 0.12, y - size * 0.75),
        (x - size * 0.3, y - size * 1.1),
        (x + size * 0.28, y - size * 1.12),
        (x + size * 0.12, y - size * 0.75),
        (x + size * 0.48, y),
    ]
    pen.block(body, 0.72, STRAW, tint=0.55, line=2)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.shadow([(x, y - size * 0.7), (x - lit * size * 0.45, y), (x, y)], 0.3)
    pen.inks(
        [
            [(x + k * size * 0.5, y - 2), (x + k * size * 0.14, y - size * 0.72)]
            for k in (-0.6, -0.1, 0.4, 0.7)
        ],
        1.8,
    )
    pen.ink([(x - size * 0.16, y - size * 0.74), (x + size * 0.16, y - size * 0.74)], 4)


def forest(pen: Pen) -> None:
    """Trunks in three planes, a path of light between them, ferns."""
    w, h = pen.width, pen.height
    p = pen.palette
    horizon = h * 0.56
    pen.fade(-h * 0.1, horizon, mix(p.sky_top, p.ramp[2], 0.45), mix(p.sky_low, p.ramp[4], 0.3))
    gap = w * pen.pick(0.44, 0.58)
    pen.glow(gap, h * 0.4, h * 0.6, 0.7, mix(p.light.key, "#ffffff", 0.2))
    snow = _snowy(pen)
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
    snow = _snowy(pen)
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


def road(pen: Pen) -> None:
    """A road winding to the horizon between poplars and posts, a milestone beside it."""
    w, h = pen.width, pen.height
    horizon = h * 0.53
    sky(pen, horizon + 8)
    _far_hills(pen, horizon)
    snow = _snowy(pen)
    pen.wash(
        [(-60, horizon + 6), (w + 60, horizon), (w + 60, h + 60), (-60, h + 60)],
        0.58 + snow,
        LEAF,
        tint=0.42,
        depth=0.1,
    )
    ridge(pen, horizon + h * 0.09, h * 0.03, 0.48 + snow, LEAF, depth=0.28)
    end = w * pen.pick(0.44, 0.56)
    for k, y, size in (
        (0.02, 0.04, 0.1),
        (0.05, 0.06, 0.15),
        (0.1, 0.1, 0.24),
        (0.19, 0.17, 0.4),
        (0.36, 0.3, 0.68),
    ):
        for way in (-1, 1):
            tree(
                pen,
                end + way * w * (k + 0.02) * 1.15,
                horizon + h * y,
                h * size,
                "poplar",
                depth=max(0.0, 0.55 - k * 2),
            )
    path_to(pen, (w * 0.16, w * 0.76), (end, 14), horizon + h * 0.03, value=0.8 + snow)
    x, y = w * 0.2, h * 0.9
    pen.block(
        [
            (x - 34, y),
            (x - 32, y - 90),
            (x - 16, y - 112),
            (x + 16, y - 112),
            (x + 32, y - 88),
            (x + 34, y),
        ],
        0.62,
        STONE,
    )
    pen.inks([[(x - 14, y - 74), (x + 14, y - 76)], [(x - 10, y - 52), (x + 12, y - 52)]], 4)
    birds(pen, w * 0.62, h * 0.2)
    grass(pen, h * 0.78, h * 1.02, 34, size=36)


def graveyard(pen: Pen) -> None:
    """Leaning stones, a bare tree, a chapel on the rise, railings."""
    w, h = pen.width, pen.height
    horizon = h * 0.56
    sky(pen, horizon + 10)
    ridge(pen, horizon, h * 0.08, 0.5, depth=0.7, peaks=6)
    snow = _snowy(pen)
    side = 1 if pen.chance(0.5) else -1
    _chapel(pen, w * (0.5 + side * 0.2), horizon + h * 0.03, h * 0.3)
    pen.wash(
        [
            (-60, horizon + h * 0.06),
            (w * 0.3, horizon),
            (w * 0.7, horizon + h * 0.04),
            (w + 60, horizon),
            (w + 60, h + 60),
            (-60, h + 60),
        ],
        0.48 + snow,
        LEAF,
        tint=0.4,
        depth=0.1,
    )
    rails = [[(w * k / 26, horizon + h * 0.1), (w * k / 26, horizon - h * 0.02)] for k in range(27)]
    pen.inks([*rails, [(-20, horizon + h * 0.01), (w + 20, horizon + h * 0.01)]], 3.6, depth=0.25)
    tree(pen, w * (0.5 - side * 0.3), h * 0.76, h * 0.66, "bare")
    path_to(
        pen,
        (w * 0.38, w * 0.66),
        (w * (0.5 + side * 0.18), 12),
        horizon + h * 0.04,
        value=0.72 + snow,
    )
    rows = ((0.66, 0.08, 9), (0.75, 0.13, 7), (0.92, 0.24, 5))
    for y, size, count in rows:
        for index in range(count):
            x = w * (index + pen.pick(0.2, 0.8)) / count
            if abs(x - w * 0.52) > w * (0.05 + size * 0.4):
                _stone(
                    pen,
                    x,
                    h * (y + pen.sway(0.01)),
                    h * size * pen.pick(0.8, 1.1),
                    max(0.0, (0.8 - y) * 1.6),
                )
    grass(pen, h * 0.7, h * 1.02, 46, size=30)


def _stone(pen: Pen, x: float, y: float, size: float, depth: float) -> None:
    lean = pen.sway(0.08) * size
    pen.shadow(
        [(x - size * 0.3, y), (x + size * 0.7, y + 3), (x + size * 0.6, y - size * 0.1)],
        0.35,
        smooth=True,
    )
    if pen.chance(0.3):
        t, c = size * 0.1, lean
        cross = [(x - t, y), (x - t + c, y - size * 0.62), (x - size * 0.32 + c, y - size * 0.62),
            (x - size * 0.32 + c, y - size * 0.82), (x - t + c, y - size * 0.82),
            (x - t + c, y - size * 1.1),
                 (x + t + c, y - size * 1.1), (x + t + c, y - size * 0.82),
                 (x + size * 0.32 + c, y - size * 0.82), (x + size * 0.32 + c, y - size * 0.62),
                 (x + t + c, y - size * 0.62), (x + t, y)]  # fmt: skip
        pen.block(cross, 0.5, STONE, depth=depth)
        return
    slab = [
        (x - size * 0.34, y),
        (x - size * 0.33 + lean, y - size * 0.72),
        (x - size * 0.2 + lean, y - size * 0.95),
        (x + lean, y - size),
        (x + size * 0.2 + lean, y - size * 0.95),
        (x + size * 0.33 + lean, y - size * 0.72),
        (x + size * 0.34, y),
    ]
    pen.block(slab, 0.56, STONE, depth=depth)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.shadow(
        [
            (x - lit * size * 0.34, y),
            (x - lit * size * 0.33 + lean, y - size * 0.72),
            (x - lit * size * 0.12 + lean, y - size * 0.95),
            (x - lit * size * 0.1, y),
        ],
        0.3,
    )
    pen.inks(
        [
            [(x - size * 0.16 + lean, y - size * v), (x + size * 0.14 + lean, y - size * v)]
            for v in (0.7, 0.58, 0.46)
        ],
        2,
        depth=depth,
        opacity=0.6,
    )


def _chapel(pen: Pen, x: float, y: float, size: float) -> None:
    d = 0.4
    pen.block(
        [
            (x - size * 0.7, y),
            (x - size * 0.7, y - size * 0.45),
            (x + size * 0.5, y - size * 0.45),
            (x + size * 0.5, y),
        ],
        0.54,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x - size * 0.76, y - size * 0.43),
            (x - size * 0.55, y - size * 0.82),
            (x + size * 0.4, y - size * 0.82),
            (x + size * 0.54, y - size * 0.43),
        ],
        0.3,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x + size * 0.34, y),
            (x + size * 0.34, y - size * 0.95),
            (x + size * 0.68, y - size * 0.95),
            (x + size * 0.68, y),
        ],
        0.62,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x + size * 0.3, y - size * 0.94),
            (x + size * 0.51, y - size * 1.6),
            (x + size * 0.72, y - size * 0.94),
        ],
        0.28,
        STONE,
        depth=d,
    )
    glass = pen.palette.glow if pen.palette.lamps else pen.tone(0.16, depth=d)
    for k in (-0.5, -0.2, 0.08):
        pen.fill(
            [
                (x + size * k, y - size * 0.1),
                (x + size * k, y - size * 0.28),
                (x + size * (k + 0.05), y - size * 0.35),
                (x + size * (k + 0.1), y - size * 0.28),
                (x + size * (k + 0.1), y - size * 0.1),
            ],
            glass,
            1,
        )
    pen.inks(
        [
            [(x + size * 0.51, y - size * 1.58), (x + size * 0.51, y - size * 1.75)],
            [(x + size * 0.46, y - size * 1.69), (x + size * 0.56, y - size * 1.69)],
        ],
        3,
        depth=d,
    )


def garden(pen: Pen) -> None:
    """Beds of flowers along a path, a bench under a tree, a gate in the wall."""
    w, h = pen.width, pen.height
    horizon = h * 0.52
    sky(pen, horizon)
    for index in range(7):
        tree(
            pen,
            w * (index + pen.pick(0.2, 0.8)) / 7,
            horizon + 6,
            h * pen.pick(0.22, 0.34),
            "round",
            depth=0.55,
        )
    snow = _snowy(pen)
    wall_top, wall_low = horizon - h * 0.06, horizon + h * 0.1
    pen.block(
        [(-60, wall_top), (w + 60, wall_top), (w + 60, wall_low), (-60, wall_low)],
        0.62,
        "#a5714f",
        depth=0.2,
    )
    bricks = []
    for row in range(1, 6):
        y = wall_top + (wall_low - wall_top) * row / 6
        for _ in range(9):
            x = w * pen.pick(0, 1)
            bricks.append([(x, y), (x + pen.pick(30, 110), y)])
    pen.inks(bricks, 1.8, depth=0.3, opacity=0.7)
    gate = w * pen.pick(0.46, 0.56)
    pen.fill(
        [
            (gate - 44, wall_low),
            (gate - 44, wall_top + 4),
            (gate - 26, wall_top - 28),
            (gate + 26, wall_top - 28),
            (gate + 44, wall_top + 4),
            (gate + 44, wall_low),
        ],
        pen.tone(0.9, LEAF, depth=0.4),
        1.5,
    )
    pen.inks(
        [[(gate + k * 11, wall_low), (gate + k * 11, wall_top - 10)] for k in range(-3, 4)], 3.6
    )
    pen.wash(
        [(-60, wall_low), (w + 60, wall_low), (w + 60, h + 60), (-60, h + 60)],
        0.56 + snow,
        LEAF,
        tint=0.5,
    )
    path_to(pen, (w * 0.34, w * 0.66), (gate, 70), wall_low, value=0.82, local="#b09a70")
    lit = -1 if pen.palette.light.side == "left" else 1
    tx = w * (0.5 - lit * 0.34)
    tree(pen, tx, h * 0.74, h * 0.66, "round")
    pen.shadow(pen.oval(tx - lit * 60, h * 0.76, h * 0.3, h * 0.035, 10, 0.1), 0.35, smooth=True)
    _bench(pen, w * (0.5 + lit * 0.26), h * 0.7, h * 0.12)
    for side in (-1, 1):
        for row in range(3):
            y = h * (0.68 + 0.11 * row)
            for index in range(5):
                x = w * (0.5 + side * (0.14 + 0.05 * row + index * (0.055 + 0.02 * row)))
                _flowers(pen, x, y + pen.sway(6), 20 + 13 * row)
    grass(pen, h * 0.68, h, 24, size=26)


def _flowers(pen: Pen, x: float, y: float, size: float) -> None:
    bush(pen, x, y, size * 1.2, value=0.34)
    if pen.palette.weather == "snow":
        return
    local = pen.random.choice(("#c8443a", "#e0b040", "#e8e0d0", "#9a5a9a"))
    for _ in range(5):
        fx, fy = x + pen.sway(size * 0.6), y - size * pen.pick(0.3, 1.1)
        pen.wash(
            pen.oval(fx, fy, size * 0.16, size * 0.15, 6, 0.1), 0.72, local, smooth=True, tint=0.75
        )


def _bench(pen: Pen, x: float, y: float, size: float) -> None:
    half = size * 1.1
    for v in (0.95, 0.72):
        pen.block(
            [
                (x - half, y - size * v),
                (x + half, y - size * v),
                (x + half, y - size * (v - 0.14)),
                (x - half, y - size * (v - 0.14)),
            ],
            0.5,
            "#7a4a2a",
            line=2,
        )
    pen.block(
        [
            (x - half * 1.04, y - size * 0.45),
            (x + half * 1.04, y - size * 0.45),
            (x + half * 1.1, y - size * 0.32),
            (x - half * 1.1, y - size * 0.32),
        ],
        0.64,
        "#7a4a2a",
        line=2,
    )
    pen.inks([[(x + k * half, y), (x + k * half, y - size)] for k in (-0.9, 0.9)], 7)


def river(pen: Pen) -> None:
    """A river between banks, willows and reeds, a moored boat, a far mill."""
    w, h = pen.width, pen.height
    horizon = h * 0.5
    sky(pen, horizon + 6)
    _far_hills(pen, horizon)
    for _ in range(9):
        tree(
            pen,
            w * pen.pick(0, 1),
            horizon + 14,
            h * pen.pick(0.1, 0.2),
            pen.random.choice(("round", "poplar")),
            depth=0.55,
        )
    snow = _snowy(pen)
    water(pen, horizon + 10, h * 1.06, waves=44)
    bend = 1 if pen.chance(0.5) else -1

    def x_at(k: float) -> float:
        return w * (0.5 + bend * (k - 0.5))

    pen.block(
        [
            (x_at(-0.1), horizon + 6),
            (x_at(0.42), horizon + 8),
            (x_at(0.5), horizon + 20),
            (x_at(0.3), h * 0.66),
            (x_at(0.24), h * 0.78),
            (x_at(-0.1), h * 0.92),
        ],
        0.54 + snow,
        LEAF,
        tint=0.45,
    )
    pen.block(
        [
            (x_at(1.1), horizon + 6),
            (x_at(0.66), horizon + 8),
            (x_at(0.62), horizon + 22),
            (x_at(0.74), h * 0.7),
            (x_at(0.98), h * 0.84),
            (x_at(1.1), h * 0.88),
        ],
        0.48 + snow,
        LEAF,
        tint=0.45,
    )
    tree(pen, x_at(0.1), h * 0.74, h * 0.6, "round")
    tree(pen, x_at(0.9), h * 0.66, h * 0.34, "round", depth=0.2)
    pen.shadow(
        [
            (x_at(0.3), h * 0.67),
            (x_at(0.36), h * 0.7),
            (x_at(0.3), h * 0.86),
            (x_at(0.1), h * 0.9),
            (x_at(0.24), h * 0.78),
        ],
        0.4,
    )
    _boat(pen, x_at(0.4), h * 0.69, h * 0.12, bend)
    pen.block(
        [
            (-60, h * 0.82),
            (w * 0.2, h * 0.76),
            (w * 0.42, h * 0.742),
            (w * 0.66, h * 0.76),
            (w * 0.84, h * 0.8),
            (w + 60, h * 0.84),
            (w + 60, h + 60),
            (-60, h + 60),
        ],
        0.5 + snow,
        LEAF,
        tint=0.5,
        line=3,
    )
    pen.wash(
        [
            (w * 0.1, h * 0.84),
            (w * 0.42, h * 0.77),
            (w * 0.7, h * 0.79),
            (w * 0.9, h * 0.86),
            (w * 0.5, h * 0.84),
        ],
        0.66 + snow,
        LEAF,
        tint=0.45,
        smooth=True,
    )
    grass(pen, h * 0.78, h, 40, size=34)
    for k in (0.02, 0.07, 0.16, 0.9, 0.96):
        _reeds(pen, x_at(k), h * pen.pick(0.92, 1.0), h * pen.pick(0.14, 0.26))


def _boat(pen: Pen, x: float, y: float, size: float, way: int) -> None:
    """A rowing boat with its reflection."""
    pen.shadow(
        [
            (x - size * 1.2, y),
            (x + size * 1.2, y),
            (x + size * 0.9, y + size * 0.3),
            (x - size * 0.9, y + size * 0.32),
        ],
        0.45,
        smooth=True,
    )
    hull = [
        (x - way * size * 1.3, y - size * 0.5),
        (x - way * size * 0.9, y),
        (x + way * size * 0.8, y + size * 0.02),
        (x + way * size * 1.2, y - size * 0.36),
        (x, y - size * 0.24),
    ]
    pen.block(hull, 0.4, "#7a4a2a")
    pen.block(
        [
            (x - way * size * 1.3, y - size * 0.5),
            (x, y - size * 0.24),
            (x + way * size * 1.2, y - size * 0.36),
            (x + way * size * 0.2, y - size * 0.44),
        ],
        0.16,
        "#7a4a2a",
        line=2,
    )
    pen.ink([(x - way * size * 0.2, y - size * 0.4), (x + way * size * 0.9, y + size * 0.1)], 7)


def _reeds(pen: Pen, x: float, y: float, size: float) -> None:
    lines = []
    for _ in range(10):
        bx, lean = x + pen.sway(size * 0.25), pen.sway(size * 0.16)
        tip = (bx + lean, y - size * pen.pick(0.7, 1.1))
        lines.append([(bx, y), (bx + lean * 0.3, y - size * 0.5), tip])
        if pen.chance(0.4):
            pen.wash(pen.oval(tip[0], tip[1], 5, size * 0.09, 7), 0.2, "#6a4420", smooth=True)
    pen.inks(lines, 5, colour=pen.tone(0.16, LEAF))
