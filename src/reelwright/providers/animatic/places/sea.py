"""The open sea from a deck, and the beach."""

import math

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.places.harbour import ship
from reelwright.providers.animatic.places.nature import (
    LEAF,
    birds,
    glitter,
    sky,
    sun_x,
    water,
)
from reelwright.providers.animatic.places.room import STONE, WOOD
from reelwright.providers.animatic.places.trees import grass

SAND = "#cdb27c"


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
