"""A bridge over a river in a town."""

import math

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.places.building import lamp_post, roofs, tower
from reelwright.providers.animatic.places.nature import (
    birds,
    sky,
    water,
)
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.trees import tree


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
