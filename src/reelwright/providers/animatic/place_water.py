"""By the water: harbour, open sea, beach and bridge."""

# fmt: off: lists of points stay packed; one point a line would hide the drawing.

import math

from reelwright.providers.animatic.ink import Pen, Point, between
from reelwright.providers.animatic.place_building import gable, lamp_post, puddle, roofs, tower
from reelwright.providers.animatic.place_furniture import barrel, crate
from reelwright.providers.animatic.place_nature import (
    LEAF,
    birds,
    glitter,
    grass,
    ridge,
    sky,
    sun_x,
    tree,
    water,
)
from reelwright.providers.animatic.place_room import STONE, WOOD
from reelwright.providers.animatic.place_space import Space

SAND = "#cdb27c"


def ship(
    pen: Pen,
    x: float,
    y: float,
    size: float,
    *,
    depth: float = 0.3,
    sails: bool = False,
    way: int = 1,
) -> None:
    """A three-master, `size` long, its waterline at y."""
    s = size
    hull = [
        (x - way * s * 0.52, y - s * 0.19),
        (x - way * s * 0.44, y),
        (x + way * s * 0.36, y),
        (x + way * s * 0.5, y - s * 0.15),
        (x + way * s * 0.2, y - s * 0.1),
        (x - way * s * 0.3, y - s * 0.11),
    ]
    masts = ((-0.28, 0.62), (0.0, 0.78), (0.26, 0.66))
    lines: list[list[Point]] = []
    for k, tall in masts:
        mx = x + way * s * k
        lines.append([(mx, y - s * 0.08), (mx, y - s * tall)])
        for v in (0.36, 0.58, 0.8):
            half = s * 0.15 * (1.2 - v * 0.6)
            yy = y - s * (0.1 + (tall - 0.1) * v)
            lines.append([(mx - half, yy), (mx + half, yy + s * 0.008)])
            if sails and v < 0.7:
                drop = s * (tall - 0.1) * 0.2
                pen.block(
                    [
                        (mx - half, yy),
                        (mx + half, yy),
                        (mx + half * 1.1 + way * s * 0.03, yy + drop),
                        (mx + way * s * 0.05, yy + drop * 0.86),
                        (mx - half * 0.9 + way * s * 0.02, yy + drop),
                    ],
                    0.9,
                    "#d8c8a0",
                    depth=depth,
                    line=1.8,
                )
    pen.inks(lines, max(2.4, s * 0.014), depth=depth)
    rig = []
    for k, tall in masts:
        mx = x + way * s * k
        rig += [
            [(mx, y - s * tall), (mx - s * 0.14, y - s * 0.1)],
            [(mx, y - s * tall), (mx + s * 0.14, y - s * 0.1)],
            [(mx, y - s * tall * 0.9), (mx + way * s * 0.3, y - s * tall * 0.45)],
        ]
    rig.append([(x + way * s * 0.26, y - s * 0.64), (x + way * s * 0.68, y - s * 0.24)])
    pen.inks(rig, 1.6, depth=depth, opacity=0.7)
    pen.ink(
        [(x + way * s * 0.46, y - s * 0.14), (x + way * s * 0.7, y - s * 0.25)],
        s * 0.014,
        depth=depth,
    )
    pen.block(hull, 0.2, "#4a3426", depth=depth)
    pen.wash(
        [
            (x - way * s * 0.47, y - s * 0.1),
            (x + way * s * 0.44, y - s * 0.075),
            (x + way * s * 0.43, y - s * 0.055),
            (x - way * s * 0.46, y - s * 0.07),
        ],
        0.75,
        "#c8a860",
        depth=depth,
    )
    if pen.palette.lamps:
        for k in (-0.3, -0.1, 0.1):
            pen.fill(pen.rect(x + s * k, y - s * 0.1, s * 0.025, s * 0.022), pen.palette.glow, 0.5)
        pen.glow(x - way * s * 0.46, y - s * 0.22, s * 0.2, 0.6)


def harbour(pen: Pen) -> None:
    """Masts against the sky, warehouses, a stone quay with bollards, barrels, wet light."""
    w, h = pen.width, pen.height
    horizon = h * 0.5
    sky(pen, horizon)
    side = 1 if pen.palette.light.side == "left" else -1
    ridge(pen, horizon + 4, h * 0.09, 0.5, depth=0.75, line=1.4)
    roofs(pen, horizon + 6, h * 0.09, 15, depth=0.7)
    water(pen, horizon + 4, h * 0.84, waves=36)
    glitter(pen, sun_x(pen), horizon + 6, h * 0.78)
    for k, size, depth in ((0.24, 0.3, 0.6), (0.52, 0.4, 0.45)):
        ship(
            pen,
            w * (0.5 + side * (k - 0.5)),
            horizon + h * size * 0.16,
            h * size * 1.2,
            depth=depth,
            way=side,
        )
    for index in range(3):
        wide = w * 0.16
        x = w * (0.5 + side * (0.34 + 0.1 * index)) - (wide if side > 0 else 0) * 0.5
        gable(
            pen,
            x,
            wide,
            horizon + h * (0.07 + 0.05 * index),
            h * (0.34 + 0.12 * index),
            depth=0.34 - 0.12 * index,
            value=0.42,
        )
    ship(pen, w * (0.5 - side * 0.2), h * 0.72, h * 0.86, depth=0.08, way=-side)
    edge = (
        [(-60, h * 0.8), (w * 0.5, h * 0.79), (w + 60, h * 0.76)]
        if side > 0
        else [(-60, h * 0.76), (w * 0.5, h * 0.79), (w + 60, h * 0.8)]
    )
    pen.block([*edge, (w + 60, h + 60), (-60, h + 60)], 0.6, STONE, line=4)
    pen.block([*edge, *[(x, y + h * 0.035) for x, y in reversed(edge)]], 0.76, STONE, line=2)
    pen.inks(
        [
            [(w * k, h * 0.84), (w * (0.5 + (k - 0.5) * 1.5), h * 1.02)]
            for k in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
        ]
        + [[(0, h * 0.91), (w, h * 0.9)]],
        2.4,
        opacity=0.45,
    )
    for k in (0.16, 0.46, 0.8):
        _bollard(pen, w * (k + pen.sway(0.02)), h * 0.84, h * 0.075)
    space = Space(w * 0.5, horizon, h * 0.86)
    for x, z, size in ((3.4, 5.6, 0.9), (4.2, 5.4, 0.9), (3.8, 4.9, 0.8)):
        barrel(pen, space, side * x, z, size)
    crate(pen, space, -side * 4.2, 5.0, 0.9)
    crate(pen, space, -side * 3.4, 4.7, 0.65)
    lamp_post(pen, *space.at(side * 2.5, 0, 5.2), 3.3 * space.scale(5.2))
    if pen.palette.weather in ("rain", "storm"):
        puddle(pen, w * 0.45, h * 0.92, 150)
    birds(pen, w * 0.45, h * 0.18, 6)


def _bollard(pen: Pen, x: float, y: float, size: float) -> None:
    pen.shadow(
        [(x - size * 0.4, y), (x + size, y), (x + size * 0.8, y - size * 0.15)], 0.35, smooth=True
    )
    pen.block(
        [
            (x - size * 0.28, y),
            (x - size * 0.2, y - size * 0.7),
            (x - size * 0.36, y - size * 0.8),
            (x - size * 0.3, y - size),
            (x + size * 0.3, y - size),
            (x + size * 0.36, y - size * 0.8),
            (x + size * 0.2, y - size * 0.7),
            (x + size * 0.28, y),
        ],
        0.14,
        "#2f3438",
    )
    pen.ink(
        [
            (x - size * 0.3, y - size * 0.4),
            (x, y - size * 0.3),
            (x + size * 0.3, y - size * 0.42),
            (x + size * 0.8, y - size * 0.05),
            (x + size * 1.6, y + size * 0.1),
        ],
        5,
        smooth=True,
        colour=pen.tone(0.75, "#c8a860"),
    )


def sea(pen: Pen) -> None:
    """The open sea: swell behind swell, a ship, gulls, the path of the light."""
    w, h = pen.width, pen.height
    horizon = h * 0.46
    sky(pen, horizon)
    rough = pen.palette.weather in ("storm", "rain")
    water(pen, horizon, h * 1.05, waves=40, calm=not rough)
    if pen.palette.weather == "clear":
        glitter(pen, sun_x(pen), horizon + 3, h * 0.8)
    side = 1 if pen.palette.light.side == "left" else -1
    ship(
        pen,
        w * (0.5 + side * 0.16),
        horizon + h * 0.035,
        h * 0.34,
        depth=0.42,
        sails=True,
        way=-side,
    )
    for row in range(6):
        k = (row + 1) / 6
        y = horizon + (h - horizon) * (0.1 + 0.86 * k**1.4)
        _swell(
            pen,
            y,
            h * (0.012 + 0.07 * k) * (1.7 if rough else 1.0),
            0.46 - 0.08 * k,
            max(0.0, 0.4 - 0.5 * k),
        )
    birds(pen, w * (0.5 - side * 0.18), h * 0.24, 5)
    _deck(pen, -side)


def _deck(pen: Pen, way: int) -> None:
    """The rail and planks of the ship we stand on, with shrouds running up at one side."""
    w, h = pen.width, pen.height
    rail = [
        (w * k, h * (0.665 - 0.02 * math.sin(math.pi * k))) for k in (-0.05, 0.25, 0.5, 0.75, 1.05)
    ]
    foot = [(x, y + h * 0.15) for x, y in rail]
    pen.block([*foot, (w + 60, h + 60), (-60, h + 60)], 0.6, WOOD)
    pen.wash([*foot, *[(x, y - h * 0.032) for x, y in reversed(foot)]], 0.22, WOOD)
    posts = [
        [between(rail[i], rail[i + 1], k), between(foot[i], foot[i + 1], k)]
        for i in range(4)
        for k in (0.1, 0.43, 0.76)
    ]
    pen.inks(posts, 11, colour=pen.tone(0.2, WOOD))
    pen.block([*rail, *[(x, y + h * 0.03) for x, y in reversed(rail)]], 0.4, WOOD, line=3)
    planks = [
        [(w * (0.5 + (k - 6) * 0.105), h * 0.8), (w * (0.5 + (k - 6) * 0.2), h * 1.02)]
        for k in range(13)
    ]
    pen.inks(planks, 2.6, opacity=0.6)
    x = w * (0.5 + way * 0.42)
    ropes = [[(x + k * 44, h * 0.68), (x + way * 70 + k * 6, -40)] for k in (-2, -1, 0, 1, 2)]
    pen.inks(ropes, 5, colour=pen.tone(0.06, WOOD))
    steps = []
    for row in range(9):
        v = h * (0.62 - 0.075 * row)
        t = 1 - (v + 40) / (h * 0.68 + 40)
        middle, half = x + way * 70 * t, 88 - 76 * t
        steps.append([(middle - half, v), (middle, v + 5), (middle + half, v)])
    pen.inks(steps, 4, colour=pen.tone(0.06, WOOD))


def _swell(pen: Pen, y: float, rise: float, value: float, depth: float) -> None:
    w = pen.width
    crest: list[Point] = []
    count = 7
    phase = pen.pick(0, 6.3)
    for index in range(count * 2 + 1):
        x = -60 + (w + 120) * index / (count * 2)
        crest.append(
            (x, y - rise * (0.5 + 0.5 * math.sin(phase + index * 1.9)) * pen.pick(0.7, 1.2))
        )
    pen.wash(
        [
            (-60, y + rise * 0.8),
            *crest,
            (w + 60, y + rise * 0.8),
            (w * 0.6, y + rise * 0.5),
            (w * 0.3, y + rise * 0.7),
        ],
        value,
        "#3f6f7f",
        depth=depth,
        smooth=True,
        tint=0.5,
        opacity=0.85,
    )
    foam = [
        [between(before, top, 0.5), top, between(top, after, 0.6)]
        for before, top, after in zip(crest, crest[1:], crest[2:], strict=False)
        if top[1] < before[1] and top[1] < after[1]
    ]
    pen.inks(foam, 3 + rise * 0.16, colour=pen.tone(0.97, depth=depth), opacity=0.85)
    pen.ink(crest, 2.4, smooth=True, depth=depth, opacity=0.5)


def beach(pen: Pen) -> None:
    """A curve of sand, a headland, breaking waves, dune grass, a boat drawn up."""
    w, h = pen.width, pen.height
    horizon = h * 0.46
    sky(pen, horizon)
    side = 1 if pen.palette.light.side == "left" else -1

    def x_at(k: float) -> float:
        return w * (0.5 + side * (k - 0.5))

    water(pen, horizon, h * 0.9, waves=30)
    pen.block(
        [
            (x_at(1.05), horizon + 8),
            (x_at(0.6), horizon + 6),
            (x_at(0.68), horizon - h * 0.05),
            (x_at(0.76), horizon - h * 0.16),
            (x_at(0.84), horizon - h * 0.18),
            (x_at(1.05), horizon - h * 0.22),
        ],
        0.5,
        STONE,
        depth=0.5,
    )
    pen.shadow(
        [
            (x_at(0.78), horizon + 4),
            (x_at(0.76), horizon - h * 0.14),
            (x_at(0.83), horizon - h * 0.16),
            (x_at(0.86), horizon + 4),
        ],
        0.25,
    )
    snow = 0.2 if pen.palette.weather == "snow" else 0.0
    shore = [
        (x_at(1.05), horizon + 6),
        (x_at(0.82), horizon + h * 0.04),
        (x_at(0.62), horizon + h * 0.13),
        (x_at(0.36), h * 0.72),
        (x_at(0.1), h * 0.8),
        (x_at(-0.05), h * 0.82),
    ]
    wet = [*shore, (x_at(-0.05), h * 0.9), (x_at(0.3), h * 0.82), (x_at(1.05), h * 0.62)]
    pen.wash(wet, 0.56, SAND, tint=0.5)
    pen.wash(
        [
            (x_at(1.05), horizon + h * 0.03),
            (x_at(0.8), horizon + h * 0.1),
            (x_at(0.58), h * 0.72),
            (x_at(0.3), h * 0.84),
            (x_at(-0.05), h * 0.92),
            (x_at(-0.05), h * 1.06),
            (x_at(1.05), h * 1.06),
        ],
        0.8 + snow,
        SAND,
        tint=0.5,
    )
    for offset, width in ((0.0, 7.0), (-0.035, 5.0), (-0.075, 4.0)):
        pen.ink(
            [(x, y + h * offset) for x, y in shore],
            width,
            smooth=True,
            colour=pen.tone(0.98),
            opacity=0.85,
        )
    pen.block(
        [
            (x_at(1.05), h * 0.56),
            (x_at(0.9), h * 0.62),
            (x_at(0.8), h * 0.72),
            (x_at(0.86), h * 0.84),
            (x_at(1.05), h * 0.9),
        ],
        0.62 + snow,
        LEAF,
        tint=0.4,
        smooth=False,
    )
    low, high = sorted((x_at(0.8) / w, x_at(1.0) / w))
    grass(pen, h * 0.66, h * 0.88, 30, size=56, x0=low, x1=high)
    x, y, s = x_at(0.68), h * 0.8, h * 0.15
    pen.shadow(
        [(x - s * 1.3, y + 6), (x + s * 1.4, y + 6), (x + s, y + s * 0.2)], 0.35, smooth=True
    )
    pen.block(
        [
            (x - side * s * 1.4, y - s * 0.62),
            (x - side * s * 0.9, y),
            (x + side * s * 0.8, y + s * 0.1),
            (x + side * s * 1.2, y - s * 0.3),
            (x, y - s * 0.3),
        ],
        0.42,
        "#3f6a8a",
        tint=0.5,
    )
    pen.block(
        [
            (x - side * s * 1.4, y - s * 0.62),
            (x, y - s * 0.3),
            (x + side * s * 1.2, y - s * 0.3),
            (x + side * s * 0.1, y - s * 0.48),
        ],
        0.2,
        WOOD,
        line=2,
    )
    marks = [
        [
            (x_at(0.3 + k * 0.05), h * (0.95 - k * 0.028)),
            (x_at(0.31 + k * 0.05), h * (0.945 - k * 0.028)),
        ]
        for k in range(7)
    ]
    pen.inks(marks, 7, colour=pen.tone(0.5, SAND))
    birds(pen, x_at(0.35), h * 0.22, 5)


def bridge(pen: Pen) -> None:
    """A stone bridge over a river, lamps along it, the town and its tower beyond."""
    w, h = pen.width, pen.height
    horizon = h * 0.54
    sky(pen, horizon)
    side = 1 if pen.palette.light.side == "left" else -1
    roofs(pen, horizon + 8, h * 0.15, 11, depth=0.72)
    tower(pen, w * (0.5 - side * 0.22), horizon + 8, h * 0.36, depth=0.66)
    roofs(pen, horizon + 18, h * 0.12, 8, depth=0.58)
    water(pen, horizon + 16, h * 1.06, waves=46)
    deck, base = h * 0.5, h * 0.68
    spans = 4 if w > h else 2
    top = [
        (w * k / 8 - 40 + 80 * k / 8, deck - h * 0.055 * math.sin(math.pi * k / 8))
        for k in range(9)
    ]
    low: list[Point] = [(w + 40, base)]
    span = (w + 80) / spans
    for index in range(spans):
        right = w + 40 - index * span
        low += [(right - span * 0.09, base + 8), (right - span * 0.09, base - h * 0.03)]
        low += [
            (
                right - span * (0.09 + 0.82 * k / 6),
                base - h * 0.03 - h * 0.085 * math.sin(math.pi * k / 6),
            )
            for k in range(1, 6)
        ]
        low += [
            (right - span * 0.91, base - h * 0.03),
            (right - span * 0.91, base + 8),
            (right - span, base),
        ]
    pen.block([*top, *low], 0.5, STONE, depth=0.16, line=3)
    rail = [(x, y - h * 0.045) for x, y in top]
    pen.block([*rail, *[(x, y) for x, y in reversed(top)]], 0.68, STONE, depth=0.16, line=2.4)
    pen.shadow(
        [(x, base + (base - y) * 0.9) for x, y in low if y < base + 4]
        + [(-40, base + 6), (w + 40, base + 6)],
        0.28,
    )
    courses = []
    for _ in range(46):
        x, y = w * pen.pick(0, 1), deck + h * pen.pick(0.0, 0.05)
        courses.append([(x, y), (x + pen.pick(16, 44), y)])
    pen.inks(courses, 1.8, depth=0.3, opacity=0.6)
    for k in range(1, 8, 2):
        x, y = rail[k]
        lamp_post(pen, x, y + 4, h * 0.15, depth=0.1)
        if pen.palette.lamps:
            streaks = [
                [
                    (x - pen.pick(4, 14), base + 30 + 26 * j),
                    (x + pen.pick(4, 14), base + 31 + 26 * j),
                ]
                for j in range(6)
            ]
            pen.inks(streaks, 6, colour=pen.palette.glow, opacity=0.6)
    near = h * 0.84
    pen.block(
        [
            (-60, near),
            (w * 0.3, near + h * 0.02),
            (w * 0.7, near + h * 0.015),
            (w + 60, near - h * 0.01),
            (w + 60, h + 60),
            (-60, h + 60),
        ],
        0.5,
        STONE,
        line=3.4,
    )
    pen.wash(
        [(-60, near), (w + 60, near - h * 0.01), (w + 60, near + h * 0.03), (-60, near + h * 0.04)],
        0.72,
        STONE,
    )
    tree(
        pen,
        w * (0.5 - side * 0.44),
        near + h * 0.04,
        h * 0.6,
        "bare" if pen.chance(0.5) else "round",
    )
    birds(pen, w * 0.55, h * 0.2, 5)
