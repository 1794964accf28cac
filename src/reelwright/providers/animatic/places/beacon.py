"""The lighthouse on its headland, and the room of its lamp."""

import math
from collections.abc import Callable

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.panel.palette import mix
from reelwright.providers.animatic.places.nature import EARTH, LEAF, birds, sky, water
from reelwright.providers.animatic.places.room import (
    STONE,
    Room,
    boards,
    daylight,
    room_of,
    shell,
    sunbeam,
    window,
)
from reelwright.providers.animatic.places.space import Box, Space, box
from reelwright.providers.animatic.places.trees import grass

X = Callable[[float], float]
"""A share of the width, counted from the side of the sea, to a place on the stage."""

BRASS, IRON, GLASS = "#b98f3f", "#3c464c", "#a9c4c0"


def lighthouse(pen: Pen) -> None:
    """A white tower with its bands on a headland above the sea, the keeper's cottage beside it."""
    w, h = pen.width, pen.height
    u, horizon = min(w, h), h * 0.55
    way = 1 if pen.palette.light.side == "left" else -1

    def x_at(k: float) -> float:
        return w * (0.5 + way * (k - 0.5))

    sky(pen, horizon)
    water(pen, horizon, h * 0.86, waves=26)
    birds(pen, x_at(0.3), h * 0.26, 5)
    top = h * 0.585
    _headland(pen, x_at, top)
    foot = (x_at(0.5) + way * 0.24 * min(w, 1.3 * h), top + u * 0.012)
    lamp = (foot[0], foot[1] - 0.47 * u)
    if pen.palette.lamps or pen.palette.weather in ("fog", "storm"):
        _beams(pen, lamp, u)
    _cottage(pen, (foot[0] - way * 0.15 * u, foot[1] + u * 0.004), u * 0.1)
    _tower(pen, foot, u)
    _path(pen, x_at, foot, top)


def _headland(pen: Pen, x_at: X, top: float) -> None:
    """Turf to stand on; it breaks off in dark rock on the side of the sea."""
    h = pen.height
    edge = [
        (x_at(-0.06), h * 0.74),
        (x_at(0.14), h * 0.7),
        (x_at(0.3), h * 0.655),
        (x_at(0.4), top + h * 0.012),
        (x_at(0.56), top),
        (x_at(0.8), top - h * 0.005),
        (x_at(1.06), top + h * 0.02),
    ]
    rock = [(x, y + h * (0.05 - 0.02 * (k % 2))) for k, (x, y) in enumerate(edge[:5])]
    pen.block(
        [(x_at(-0.06), h * 0.85), (x_at(0.05), h * 0.8), *edge[1:5], *reversed(rock)], 0.24, STONE
    )
    for k in (0.02, 0.09, 0.17):
        y = h * (0.82 - 0.2 * k)
        stone = [(x_at(k), y), (x_at(k + 0.02), y - h * 0.05), (x_at(k + 0.07), y - h * 0.04),
                 (x_at(k + 0.09), y + h * 0.01)]  # fmt: skip
        pen.block(stone, 0.2, STONE)
    snow = 0.3 if pen.palette.weather == "snow" else 0.0
    ground = [*edge, (x_at(1.06), h * 1.08), (x_at(-0.06), h * 1.08)]
    pen.wash(ground, 0.52 + snow, LEAF)
    pen.ink(edge, 3.0, smooth=True)
    near = [(x_at(-0.06), h * 0.86), (x_at(0.3), h * 0.83), (x_at(0.7), h * 0.88),
            (x_at(1.06), h * 0.84), (x_at(1.06), h * 1.08), (x_at(-0.06), h * 1.08)]  # fmt: skip
    pen.wash(near, 0.4 + snow, LEAF)
    grass(pen, h * 0.68, h * 0.98, 46, size=30)


def _path(pen: Pen, x_at: X, foot: Point, top: float) -> None:
    """A worn track from where we stand to the door of the tower."""
    h, x = pen.height, foot[0]
    left = [(x - 8, top + h * 0.02), (x_at(0.58), h * 0.68), (x_at(0.46), h * 0.8),
            (x_at(0.34), h * 1.06)]  # fmt: skip
    right = [(x_at(0.66), h * 1.06), (x_at(0.6), h * 0.82), (x_at(0.63), h * 0.69),
             (x + 10, top + h * 0.02)]  # fmt: skip
    pen.wash([*left, *right], 0.72, EARTH)
    pen.inks([left, right], 2.2, opacity=0.5)


def _tower(pen: Pen, foot: Point, u: float) -> None:
    """The tapering tower in three washes, its gallery and its lamp."""
    x, y = foot
    tall = 0.42 * u
    lit = -1 if pen.palette.light.side == "left" else 1

    def half(k: float) -> float:
        return u * (0.058 - 0.022 * k)

    def ring(k: float, share: float) -> Point:
        return (x + share * half(k), y - tall * k + u * 0.006 * (1 - share * share))

    body = [ring(0, -1), ring(0, 0), ring(0, 1), ring(1, 1), ring(1, -1)]
    pen.block(body, 0.93, "#f2ede0", tint=0.3, line=3.0)
    red = pen.palette.accent
    for low, high in ((0.24, 0.44), (0.66, 0.84)):
        band = [ring(low, -1), ring(low, 0), ring(low, 1), ring(high, 1), ring(high, 0),
                ring(high, -1)]  # fmt: skip
        pen.wash(band, 0.45, red, tint=0.85)
    pen.shadow([ring(0, -lit), ring(1, -lit), ring(1, -lit * 0.15), ring(0, -lit * 0.05)], 0.34)
    for k in (0.34, 0.56, 0.76):
        wx, wy = x + lit * half(k) * 0.3, y - tall * k
        pen.block(pen.rect(wx - 5, wy - 9, 10, 18), 0.1, line=1.6)
    pen.block(pen.rect(x - 10, y - 30, 20, 34), 0.16, "#5a3a26", line=2.0)
    _lantern(pen, x, y - tall, u)


def _lantern(pen: Pen, x: float, y: float, u: float) -> None:
    """Gallery, glass and dome on top of the tower."""
    r = 0.034 * u
    burning = pen.palette.lamps or pen.palette.weather in ("fog", "storm")
    pen.block(
        [(x - 1.5 * r, y - 4), (x + 1.5 * r, y - 4), (x + 1.2 * r, y + 8), (x - 1.2 * r, y + 8)],
        0.2,
        IRON,
        line=2.0,
    )
    glass = "#fff0bd" if burning else pen.tone(0.8, GLASS)
    pen.fill(pen.rect(x - 0.8 * r, y - 1.6 * r, 1.6 * r, 1.6 * r), glass, 0.6)
    bars = [[(x + k * r, y - 4), (x + k * r, y - 1.6 * r)] for k in (-0.8, -0.27, 0.27, 0.8)]
    rails = [[(x + k * r, y - 4), (x + k * r, y - 0.55 * r)] for k in (-1.5, -1.1, 1.1, 1.5)]
    pen.inks([*bars, *rails, [(x - 1.5 * r, y - 0.55 * r), (x + 1.5 * r, y - 0.55 * r)]], 2.4)
    pen.block(
        [(x - r, y - 1.6 * r), (x - 0.6 * r, y - 2.3 * r), (x, y - 2.7 * r),
         (x + 0.6 * r, y - 2.3 * r), (x + r, y - 1.6 * r)], 0.3, pen.palette.accent, tint=0.7,
        line=2.2)  # fmt: skip
    pen.ink([(x, y - 2.7 * r), (x, y - 3.5 * r)], 3.0)
    if burning:
        pen.glow(x, y - 0.8 * r, 0.3 * u, 0.85, "#ffe7a8")


def _beams(pen: Pen, lamp: Point, u: float) -> None:
    """Two arms of light, widening into the air."""
    x, y = lamp[0], lamp[1] + 0.035 * u
    for way, rise in ((-1, 0.05), (1, -0.03)):
        for spread, share in ((0.13, 0.12), (0.08, 0.15), (0.035, 0.2)):
            far = x + way * 1.6 * u
            arm = [(x, y), (far, y - (rise + spread) * u), (far, y - (rise - spread) * u)]
            pen.fill(arm, "#ffeebb", 1.0, share)


def _cottage(pen: Pen, foot: Point, s: float) -> None:
    x, y = foot
    pen.block(pen.rect(x - s, y - 0.75 * s, 2 * s, 0.75 * s), 0.84, "#e9e2d0", line=2.4)
    roof = [(x - 1.12 * s, y - 0.72 * s), (x - 0.85 * s, y - 1.3 * s), (x + 0.85 * s, y - 1.3 * s),
            (x + 1.12 * s, y - 0.72 * s)]  # fmt: skip
    pen.block(roof, 0.3, "#5a5f66", line=2.4)
    pen.block(pen.rect(x + 0.45 * s, y - 1.6 * s, 0.22 * s, 0.4 * s), 0.5, STONE, line=2.0)
    pane = pen.palette.glow if pen.palette.lamps else pen.tone(0.35, "#5f7a86")
    for k in (-0.62, 0.3):
        pen.fill(pen.rect(x + k * s, y - 0.55 * s, 0.3 * s, 0.28 * s), pane, 0.8)
        if pen.palette.lamps:
            pen.glow(x + (k + 0.15) * s, y - 0.4 * s, 1.2 * s, 0.5)
    pen.block(pen.rect(x - 0.15 * s, y - 0.5 * s, 0.26 * s, 0.5 * s), 0.2, "#5a3a26", line=1.8)


def lamp_room(pen: Pen) -> None:
    """Glass all round, iron underfoot, and the great lens on its pedestal."""
    room = room_of(pen, share=0.78, height=3.1, far=5.0, eye=0.45, floor=0.72)
    shell(pen, room, IRON, value=0.4, floor="#5d6468", ceiling=True)
    boards(pen, room, 9)
    s, b, half = room.space, room.back, room.half
    pane = 2 * half / 5
    for k in range(5):
        window(pen, b, -half + k * pane + 0.1, 0.95, pane - 0.2, 1.75, panes=(1, 2))
    if daylight(pen) > 0.1:
        sunbeam(pen, room, -half * 0.6, half * 0.5, 2.6, 4.4, -0.5)
    rail = [s.at(-half, 0.85, 4.6), s.at(half, 0.85, 4.6)]
    posts = [[s.at(-half + half * k / 5, 0.0, 4.6), s.at(-half + half * k / 5, 0.85, 4.6)]
             for k in range(11)]  # fmt: skip
    pen.inks([rail, *posts], 4.5, colour=pen.tone(0.25, BRASS))
    way = -1 if pen.palette.light.side == "left" else 1
    _lens(pen, room, way * half * 0.42)


def _lens(pen: Pen, room: Room, x: float) -> None:
    """A barrel of glass rings between brass, on an iron foot, its flame in the middle."""
    s: Space = room.space
    z = 3.5
    box(pen, s, Box(x - 0.42, x + 0.42, 0, 0.62, z - 0.4, z + 0.4), 0.24, IRON)
    px, low = s.at(x, 0.62, z)
    unit = s.scale(z)
    tall, wide = 1.55 * unit, 0.52 * unit

    def at(share: float, k: float) -> Point:
        """A point of the barrel: -1…1 across, 0…1 from foot to top."""
        swell = 0.62 + 0.38 * math.sin(math.pi * k)
        return (px + share * wide * swell, low - tall * k)

    steps = [k / 8 for k in range(9)]
    barrel = [at(-1, k) for k in steps] + [at(1, k) for k in reversed(steps)]
    burning = pen.palette.lamps
    pen.fill(barrel, mix(pen.tone(0.8, GLASS), "#ffe9b0", 0.55 if burning else 0.12), 1.0)
    pen.glow(px, low - tall / 2, (3.0 if burning else 1.2) * unit, 0.8 if burning else 0.3)
    for grow, colour in ((0.5, "#ffe59a"), (0.26, "#fffbe6")):
        if burning:
            core = pen.oval(px, low - tall / 2, wide * grow, tall * grow * 0.55, 10, 0.03)
            pen.fill(core, colour, smooth=True, opacity=0.9)
    rings = [[at(-1, k), (px, at(0, k)[1] + 0.05 * unit), at(1, k)] for k in steps[1:-1]]
    ribs = [[at(share, k) for k in steps] for share in (-1, -0.55, 0.0, 0.55, 1)]
    brass = pen.tone(0.3, BRASS, tint=0.7)
    pen.inks(rings, 3.4, colour=brass)
    pen.inks(ribs, 5.0, colour=brass)
    for k, rise in ((0.0, 0.1), (1.0, -0.1)):
        y = low - tall * k
        cap = [(px - 0.66 * wide, y), (px + 0.66 * wide, y),
               (px + 0.6 * wide, y + rise * unit), (px - 0.6 * wide, y + rise * unit)]  # fmt: skip
        pen.block(cap, 0.42, BRASS, tint=0.8)
    pen.ink([(px, low - tall - 0.1 * unit), (px, s.at(x, room.height, z)[1])], 7)
