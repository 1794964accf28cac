"""Nature: skies, ridges, paths and water."""

import math
from itertools import pairwise

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.panel.palette import mix

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
    """A winding path from the lower edge (`start`: its sides' x) to `ends` (x, width) far off."""
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
