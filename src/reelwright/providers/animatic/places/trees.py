"""Trees, bushes and grass."""

import math
from itertools import pairwise

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.places.nature import EARTH, LEAF


def tree(
    pen: Pen, x: float, y: float, h: float, kind: str = "round", *, depth: float = 0.0,
    value: float = 0.38,
) -> None:  # fmt: skip
    """A tree standing on (x, y), `h` tall: round, poplar, pine or bare."""
    if kind == "bare" or (kind == "round" and pen.palette.weather == "snow"):
        _bare(pen, x, y, h, depth)
    elif kind == "pine":
        _pine(pen, x, y, h, depth, value)
    else:
        _leafy(pen, x, y, h, depth, value, kind == "poplar")


def _trunk(pen: Pen, x: float, y: float, h: float, depth: float, thick: float) -> None:
    lean = pen.sway(h * 0.03)
    body = [
        (x - thick * 1.5, y),
        (x - thick * 0.7, y - h * 0.15),
        (x - thick * 0.4 + lean, y - h * 0.6),
        (x + thick * 0.4 + lean, y - h * 0.6),
        (x + thick * 0.7, y - h * 0.15),
        (x + thick * 1.6, y),
    ]
    pen.block(body, 0.22, EARTH, depth=depth, line=1.8)


def foliage(
    pen: Pen, x: float, y: float, rx: float, ry: float, value: float, *, depth: float = 0.0,
    count: int = 15, line: bool = True,
) -> None:  # fmt: skip
    """A crown of leaves: a dark ragged mass, lighter heaps towards the light, a broken outline."""
    lit = -1 if pen.palette.light.side == "left" else 1
    mass = pen.oval(x, y, rx, ry, count, 0.1)
    pen.wash(mass, value - 0.16, LEAF, depth=depth, bulge=0.42, tint=0.45)
    middle = pen.oval(x + lit * rx * 0.14, y - ry * 0.14, rx * 0.78, ry * 0.76, count - 3, 0.14)
    pen.wash(middle, value, LEAF, depth=depth, bulge=0.45, tint=0.45)
    for _ in range(3):
        px, py = x + lit * rx * pen.pick(0.0, 0.55), y - ry * pen.pick(0.05, 0.6)
        pen.wash(
            pen.oval(px, py, rx * 0.3, ry * 0.22, 7, 0.2),
            value + 0.17,
            LEAF,
            depth=depth,
            bulge=0.5,
            tint=0.45,
        )
    for _ in range(2):
        px, py = x - lit * rx * pen.pick(0.0, 0.5), y + ry * pen.pick(0.1, 0.6)
        pen.wash(
            pen.oval(px, py, rx * 0.26, ry * 0.16, 7, 0.2),
            value - 0.28,
            LEAF,
            depth=depth,
            bulge=0.5,
            tint=0.45,
        )
    if line and depth < 0.6:
        strokes = []
        for a, b in pairwise(mass):
            if pen.chance(0.62):
                cx, cy = (
                    (a[0] + b[0]) / 2 + (b[1] - a[1]) * 0.24,
                    (a[1] + b[1]) / 2 - (b[0] - a[0]) * 0.24,
                )
                strokes.append([a, (cx, cy), b])
        for _ in range(5):
            px, py, d = x + pen.sway(rx * 0.45), y + pen.sway(ry * 0.4), rx * 0.09
            strokes.append(
                [
                    (px - d, py),
                    (px - d * 0.4, py + d * 0.7),
                    (px + d * 0.4, py),
                    (px + d, py + d * 0.6),
                ]
            )
        pen.inks(strokes, 2.2, depth=depth, opacity=0.8)


def _leafy(pen: Pen, x: float, y: float, h: float, depth: float, value: float, slim: bool) -> None:
    _trunk(pen, x, y, h, depth, h * 0.028)
    if slim:
        foliage(pen, x, y - h * 0.57, h * 0.125, h * 0.43, value, depth=depth, count=18)
        return
    forks = [
        [(x, y - h * 0.32), (x + way * h * 0.08, y - h * 0.5), (x + way * h * 0.16, y - h * 0.6)]
        for way in (-1, 1)
    ]
    pen.inks(forks, h * 0.03, depth=depth)
    lean = pen.sway(0.04) * h
    foliage(
        pen,
        x - h * 0.17 + lean,
        y - h * 0.56,
        h * 0.2,
        h * 0.16,
        value - 0.06,
        depth=depth,
        count=11,
    )
    foliage(
        pen,
        x + h * 0.19 + lean,
        y - h * 0.58,
        h * 0.19,
        h * 0.15,
        value - 0.04,
        depth=depth,
        count=11,
    )
    foliage(pen, x + lean, y - h * 0.74, h * 0.27, h * 0.23, value, depth=depth, count=15)


def _pine(pen: Pen, x: float, y: float, h: float, depth: float, value: float) -> None:
    pen.ink([(x, y), (x, y - h * 0.3)], h * 0.04, depth=depth)
    tiers = 4
    edge_left, edge_right = [], []
    for tier in range(tiers):
        k = tier / tiers
        half = h * 0.21 * (1 - k) * pen.pick(0.9, 1.1) + h * 0.02
        v = y - h * (0.1 + 0.88 * k)
        inner = y - h * (0.1 + 0.88 * k + 0.14)
        edge_left += [(x - half, v), (x - half * 0.42, inner)]
        edge_right += [(x + half, v + pen.sway(h * 0.01)), (x + half * 0.42, inner)]
    body = [*edge_left, (x, y - h), *reversed(edge_right)]
    pen.wash(body, value - 0.14, "#3a5a48", depth=depth)
    lit = -1 if pen.palette.light.side == "left" else 1
    side = edge_left if lit < 0 else edge_right
    pen.wash(
        [(x, y - h), *reversed(side), (x + lit * h * 0.04, y - h * 0.16)],
        value + 0.04,
        "#4a6a4c",
        depth=depth,
        opacity=0.8,
    )
    if pen.palette.weather == "snow":
        for px, py in side[::2]:
            pen.fill(
                [
                    (px, py),
                    (px - lit * h * 0.1, py - h * 0.02),
                    (px - lit * h * 0.06, py - h * 0.07),
                ],
                pen.tone(0.97, depth=depth),
                1.0,
            )
    if depth < 0.6:
        pen.ink([*edge_left, (x, y - h)], 1.8, depth=depth)
        pen.ink([*edge_right, (x, y - h)], 1.8, depth=depth)


def _bare(pen: Pen, x: float, y: float, h: float, depth: float) -> None:
    strokes: list[tuple[list[Point], float]] = []

    def grow(at: Point, angle: float, length: float, width: float, level: int) -> None:
        bend = pen.sway(0.16)
        middle = (
            at[0] + 0.5 * length * math.sin(angle + bend),
            at[1] - 0.5 * length * math.cos(angle + bend),
        )
        end = (at[0] + length * math.sin(angle), at[1] - length * math.cos(angle))
        strokes.append(([at, middle, end], width))
        if level == 0:
            return
        for way in (-1, 1):
            if level > 1 or pen.chance(0.8):
                grow(
                    between(at, end, pen.pick(0.62, 0.98)),
                    angle + way * pen.pick(0.3, 0.75),
                    length * pen.pick(0.6, 0.75),
                    width * 0.58,
                    level - 1,
                )

    grow((x, y), pen.sway(0.06), h * 0.4, h * 0.055, 4)
    data: dict[float, list[list[Point]]] = {}
    for stroke, width in strokes:
        data.setdefault(round(width, 1), []).append(stroke)
    for width, lines in data.items():
        pen.inks(
            lines,
            max(1.4, width) * (1 / (1 - 0.55 * depth)),
            depth=depth,
            colour=pen.tone(0.12, EARTH, depth),
        )


def bush(
    pen: Pen, x: float, y: float, size: float, *, depth: float = 0.0, value: float = 0.36
) -> None:
    """A low round bush."""
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.wash(
        pen.oval(x, y - size * 0.34, size, size * 0.5, 10, 0.12),
        value - 0.14,
        LEAF,
        depth=depth,
        bulge=0.45,
        tint=0.45,
    )
    pen.wash(
        pen.oval(x + lit * size * 0.2, y - size * 0.5, size * 0.6, size * 0.3, 8, 0.16),
        value + 0.06,
        LEAF,
        depth=depth,
        bulge=0.45,
        tint=0.45,
    )
    if depth < 0.3:
        d = size * 0.14
        marks = [[(x + k * size - d, y - v * size), (x + k * size, y - v * size + d * 0.6),
            (x + k * size + d, y - v * size)]
                 for k, v in ((-0.6, 0.2), (0.1, 0.14), (0.6, 0.3), (-0.1, 0.66))]  # fmt: skip
        pen.inks(marks, 2.0, opacity=0.7)


def grass(
    pen: Pen, y0: float, y1: float, count: int, *, size: float = 18, local: str = "",
    x0: float = 0.0, x1: float = 1.0,
) -> None:  # fmt: skip
    """Tufts between y0 and y1, larger towards the camera."""
    lines = []
    for _ in range(count):
        k = pen.pick(0, 1) ** 0.8
        x, y = pen.width * pen.pick(x0, x1), y0 + (y1 - y0) * k
        tall = size * (0.35 + k)
        lines += [
            [
                (x + lean * tall * 0.3, y),
                (x + lean * tall * 0.5, y - tall * 0.6),
                (x + lean * tall, y - tall * pen.pick(0.8, 1.1)),
            ]
            for lean in (-0.5, 0.0, 0.4)
        ]
    pen.inks(lines, 2.2, colour=pen.tone(0.25, local or LEAF), opacity=0.8)
