"""Nature: skies, ridges, trees, grass and water."""

# fmt: off: lists of points stay packed; one point a line would hide the drawing.

import math
from itertools import pairwise

from reelwright.providers.animatic.ink import Pen, Point, between
from reelwright.providers.animatic.palette import mix

LEAF = "#4f7040"
EARTH = "#8a7048"
SEA = "#3f6f7f"

_SUN = {"dawn": (0.16, 0.1), "golden": (0.2, 0.16), "dusk": (0.12, 0.02), "day": (0.16, 0.36)}


def sky(pen: Pen, horizon: float, *, disc: bool = True) -> None:
    """The sky down to `horizon`: graded wash, sun or moon on the light's side, clouds."""
    p, w, h = pen.palette, pen.width, pen.height
    pen.fade(-0.1 * h, horizon, p.sky_top, p.sky_low)
    lit = -1 if p.light.side == "left" else 1
    if p.time == "night":
        if p.weather in ("clear", "snow"):
            _stars(pen, horizon)
        if disc and p.weather not in ("rain", "storm", "fog"):
            _moon(pen, w * (0.5 + lit * pen.pick(0.2, 0.28)), horizon * pen.pick(0.28, 0.42))
    elif disc and p.weather in ("clear", "snow", "overcast"):
        dx, up = _SUN[p.time]
        x, y = w * (0.5 + lit * (dx + pen.pick(0.0, 0.1))), horizon * (1 - up * 1.6)
        pen.glow(x, y, 0.55 * min(w, h), 0.75, mix(p.light.key, "#ffffff", 0.3))
        if p.time != "day":
            pen.fill(
                pen.oval(x, y, 30, 30, 12, 0.02), mix(p.light.key, "#ffffff", 0.5), smooth=True
            )
    _clouds(pen, horizon)


def _stars(pen: Pen, horizon: float) -> None:
    for _ in range(26):
        x, y, r = pen.pick(0, pen.width), pen.pick(0, horizon * 0.8), pen.pick(0.8, 2.1)
        pen.fill(pen.rect(x, y, r, r), "#dfe6f2", 0.3, pen.pick(0.4, 0.9))


def _moon(pen: Pen, x: float, y: float) -> None:
    pen.glow(x, y, 330, 0.5, "#cfdcee")
    pen.fill(pen.oval(x, y, 34, 34, 14, 0.01), "#eef2ee", 0.5, smooth=True)
    pen.fill(pen.oval(x - 8, y + 5, 9, 7, 7), "#d3dbe2", 0.5, smooth=True)
    pen.fill(pen.oval(x + 12, y - 9, 6, 5, 7), "#d8dfe4", 0.5, smooth=True)


def _clouds(pen: Pen, horizon: float) -> None:
    """A few large clouds by weather: paper-white by day, dark keels in a storm."""
    p, w = pen.palette, pen.width
    count = {"clear": 3, "snow": 4, "overcast": 6, "rain": 6, "storm": 8, "fog": 0}[p.weather]
    for index in range(count):
        x = w * (index + pen.pick(0.1, 0.9)) / count
        y = horizon * pen.pick(0.12, 0.74)
        size = w * pen.pick(0.12, 0.26) * (1.4 if p.weather != "clear" else 1.0)
        if p.weather == "storm":
            cloud(pen, x, y, size, mix(p.sky_top, p.ramp[0], pen.pick(0.25, 0.6)), 0.8)
        elif p.weather in ("rain", "overcast"):
            cloud(pen, x, y, size, mix(p.sky_top, p.ramp[1], pen.pick(0.1, 0.4)), 0.5)
        else:
            share = 0.1 if p.time == "night" else 0.6
            cloud(pen, x, y, size, mix(p.sky_low, "#ffffff", share), 0.6)


def cloud(pen: Pen, x: float, y: float, size: float, colour: str, opacity: float) -> None:
    """One heaped cloud about `size` wide: a shaded body, lighter heads on the light's side."""
    lit = -1 if pen.palette.light.side == "left" else 1
    deep = size * pen.pick(0.13, 0.2)
    shade = mix(colour, pen.palette.ramp[2], 0.3)
    heads = 5
    top = []
    for index in range(heads + 1):
        k = index / heads
        lift = math.sin(math.pi * (0.06 + 0.88 * k)) ** 0.8 * deep * pen.pick(0.6, 1.3)
        top.append((x + (k - 0.5) * size, y - lift))
    tail = [
        (x + size * pen.pick(0.6, 0.8), y + deep * 0.05),
        (x + size * 0.2, y + deep * 0.16),
        (x - size * 0.2, y + deep * 0.1),
        (x - size * pen.pick(0.6, 0.8), y + deep * 0.06),
    ]
    pen.fill([*top, *tail], shade, 3.0, opacity * 0.55, bulge=0.3)
    upper = [(px + lit * size * 0.03, y - (y - py) * 1.05 - deep * 0.08) for px, py in top[:-1]]
    pen.fill(
        [
            *upper,
            (upper[-1][0] - size * 0.06, y - deep * 0.22),
            (x, y - deep * 0.3),
            (upper[0][0] + size * 0.06, y - deep * 0.2),
        ],
        colour,
        3.0,
        opacity,
        bulge=0.32,
    )


def ridge(
    pen: Pen, y: float, rise: float, value: float, local: str = LEAF, *, depth: float = 0.5,
    peaks: int = 6, sharp: bool = False, line: float = 2.0, base: float | None = None,
) -> list[Point]:  # fmt: skip
    """A ridge across the view, washed down to `base` (or the bottom). Returns its crest."""
    w = pen.width
    crest = []
    for index in range(peaks + 1):
        k = index / peaks
        lift = rise * (
            pen.pick(0.0, 1.0)
            if not sharp
            else (pen.pick(0.55, 1.0) if index % 2 else pen.pick(0.0, 0.35))
        )
        crest.append(
            (-60 + (w + 120) * (k + (pen.sway(0.3) / peaks if 0 < index < peaks else 0)), y - lift)
        )
    low = pen.height + 60 if base is None else base
    body = [(-60, low), *crest, (w + 60, low)]
    smooth_crest = crest if sharp else _soft(crest)
    pen.wash(
        [(-60, low), *smooth_crest, (w + 60, low)] if not sharp else body, value, local, depth=depth
    )
    if line:
        pen.ink(smooth_crest, line, depth=min(0.9, depth + 0.15))
    return smooth_crest


def _soft(points: list[Point]) -> list[Point]:
    soft = [points[0]]
    for a, b in pairwise(points):
        soft += [between(a, b, 0.3), between(a, b, 0.7)]
    soft.append(points[-1])
    return soft


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


def water(
    pen: Pen, top: float, bottom: float, *, local: str = SEA, value: float = 0.52, waves: int = 34,
    calm: bool = True,
) -> None:  # fmt: skip
    """Water across the view: the sky's colour far off, darker near, broken by strokes of light."""
    p, w = pen.palette, pen.width
    far = mix(pen.tone(value + 0.16, local), p.sky_low, 0.6)
    near = pen.tone(value - 0.18, local, tint=0.5)
    pen.fade(top, bottom + 2, far, near)
    light: list[list[Point]] = []
    dark: list[list[Point]] = []
    for _ in range(waves):
        k = pen.pick(0, 1) ** 1.6
        x, y = w * pen.pick(-0.02, 1.02), top + 4 + (bottom - top) * k
        half = (14 + 70 * k) * pen.pick(0.6, 1.5)
        bow = (0.5 if calm else 5.0) * (0.4 + k)
        stroke = [
            (x - half, y),
            (x - half * 0.3, y - bow),
            (x + half * 0.4, y - bow * 0.4),
            (x + half, y + bow * 0.5),
        ]
        (light if pen.chance(0.55) else dark).append(stroke)
    pen.inks(
        light, 4.5, colour=mix(far, "#ffffff", 0.35 if p.time != "night" else 0.12), opacity=0.8
    )
    pen.inks(dark, 3.5, colour=pen.tone(value - 0.3, local), opacity=0.55)


def glitter(pen: Pen, x: float, top: float, bottom: float) -> None:
    """The path of sun or moon on water."""
    lines = []
    for index in range(16):
        k = (index / 16) ** 1.4
        y = top + (bottom - top) * k + 3
        half = (10 + 70 * k) * pen.pick(0.3, 1.0)
        cx = x + pen.sway(8 + 26 * k)
        lines.append([(cx - half, y), (cx, y - 1), (cx + half, y)])
    colour = (
        "#e8eef2" if pen.palette.time == "night" else mix(pen.palette.light.key, "#ffffff", 0.5)
    )
    pen.inks(lines, 6, colour=colour, opacity=0.75)


def sun_x(pen: Pen) -> float:
    """Where, across the view, sun or moon stand."""
    return pen.width * (0.5 + (-0.24 if pen.palette.light.side == "left" else 0.24))


def birds(pen: Pen, x: float, y: float, count: int = 5) -> None:
    """A few birds far off."""
    lines = []
    for _ in range(count):
        bx, by, r = x + pen.sway(90), y + pen.sway(34), pen.pick(7, 13)
        lines += [
            [(bx - r, by - r * 0.5), (bx - r * 0.4, by - r * 0.6), (bx, by)],
            [(bx, by), (bx + r * 0.4, by - r * 0.6), (bx + r, by - r * 0.4)],
        ]
    pen.inks(lines, 2.2, depth=0.25)


def path_to(
    pen: Pen,
    start: tuple[float, float],
    ends: tuple[float, float],
    horizon: float,
    *,
    value: float = 0.72,
    local: str = EARTH,
) -> None:
    """A winding path from the lower edge (`start`: its sides' x) to `ends` (x, width) at `horizon`."""
    h = pen.height
    left: list[Point] = []
    right: list[Point] = []
    swing = pen.pick(0.06, 0.13) * pen.width * (1 if pen.chance(0.5) else -1)
    for index in range(8):
        k = index / 7
        y = h * 1.05 + (horizon - h * 1.05) * (1 - (1 - k) ** 2.1)
        near = (1 - k) ** 2.1
        bend = swing * math.sin(k * 4.4) * (0.25 + near * 0.6)
        middle = (start[0] + start[1]) / 2 * near + ends[0] * (1 - near) + bend
        half = (start[1] - start[0]) / 2 * near + ends[1] / 2 * (1 - near)
        left.append((middle - half, y))
        right.append((middle + half, y))
    pen.wash([*left, *reversed(right)], value, local)
    pen.ink(left, 2.4, smooth=True, opacity=0.7)
    pen.ink(right, 2.4, smooth=True, opacity=0.7)
    ruts = [[between(a, b, k) for a, b in zip(left, right, strict=True)][:6] for k in (0.3, 0.68)]
    pen.inks(ruts, 2.4, opacity=0.35)
