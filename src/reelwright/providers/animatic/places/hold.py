"""Close rooms: a cell, a workshop, the inside of a carriage, a cabin of logs."""

import math

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.places.furniture import (
    barrel,
    bed,
    chair,
    crate,
    plant,
    table,
)
from reelwright.providers.animatic.places.room import (
    STONE,
    WOOD,
    Room,
    boards,
    door,
    frame_on,
    hanging_lamp,
    outside,
    room_of,
    shaft,
    shell,
    sunbeam,
    window,
)
from reelwright.providers.animatic.places.space import Box, Space, box, panel


def lit_x(pen: Pen) -> int:
    """-1 where the light comes from the left, 1 from the right."""
    return -1 if pen.palette.light.side == "left" else 1


def cell(pen: Pen) -> None:
    """Bare blocks of stone, a high barred window and its hard light, a plank bed."""
    room = room_of(pen, share=0.62, height=3.6, far=5.0, floor=0.72)
    lit = lit_x(pen)
    shell(pen, room, STONE, floor=STONE, value=0.5)
    s, b, half = room.space, room.back, room.half
    _blocks(pen, room)
    wx = lit * half * 0.25
    pen.block(panel(b, wx - 0.62, 2.1, 1.24, 1.1), 0.3, STONE, line=3)
    glass = panel(b, wx - 0.48, 2.2, 0.96, 0.9)
    pen.fill(glass, outside(pen), 1)
    pen.inks([[b(wx + k * 0.24, 2.2), b(wx + k * 0.24, 3.1)] for k in (-1, 0, 1)], 9)
    pen.inks([[b(wx - 0.48, 2.65), b(wx + 0.48, 2.65)]], 7)
    fall = (-lit * pen.width * 0.2, pen.height * 0.5)
    shaft(pen, glass, fall, 0.2)
    sunbeam(pen, room, wx - lit * 1.3 - 0.5, wx - lit * 1.3 + 0.5, 3.2, 4.2, -lit * 0.4)
    side = room.wall("left" if lit > 0 else "right")
    door(pen, side, 2.9, 0.95, 2.0, value=0.24)
    pen.block(panel(side, 3.2, 1.45, 0.35, 0.24), 0.06)
    bed(pen, s, -lit * half * 0.6, 3.0, 4.9, w=0.95, local="#6a6a60")
    barrel(pen, s, lit * half * 0.72, 4.3, 0.5)
    pen.inks(
        [
            [b(lit * half * 0.75 + k * 0.06, 1.3), b(lit * half * 0.75 + k * 0.06, 1.52)]
            for k in range(5)
        ],
        2.5,
    )


def _blocks(pen: Pen, room: Room) -> None:
    lines: list[list[Point]] = []
    b, rows = room.back, 8
    for row in range(1, rows):
        v = room.height * row / rows
        lines.append([b(-room.half, v), b(room.half, v)])
        sides = (room.wall("left"), room.wall("right"))
        lines += [[wall(room.far, v), wall(1.6, v)] for wall in sides]
    for row in range(rows):
        for column in range(5):
            u = -room.half + (column + (row % 2) * 0.5 + pen.sway(0.06)) * room.half * 0.42
            if u < room.half and pen.chance(0.7):
                lines.append([b(u, room.height * row / rows), b(u, room.height * (row + 1) / rows)])
    pen.inks(lines, 2.0, opacity=0.5)


def workshop(pen: Pen) -> None:
    """A bench with its vice under a great window, tools on the wall, timber, a wheel."""
    room = room_of(pen, share=0.8, height=3.2)
    lit = lit_x(pen)
    shell(pen, room, "#8a6e4c", value=0.64)
    boards(pen, room)
    s, b, half = room.space, room.back, room.half
    wx = lit * half * 0.35
    window(pen, b, wx - 1.2, 1.15, 2.4, 1.5, panes=(5, 3))
    sunbeam(pen, room, wx - 1.1, wx + 1.1, 3.0, 5.0, -lit * 1.0)
    _tools(pen, room, -lit * half * 0.42)
    box(pen, s, Box(wx - 1.5, wx + 1.5, 0.72, 0.9, 5.1, 5.9), 0.5, WOOD)
    for u in (-1.4, 1.2):
        box(pen, s, Box(wx + u, wx + u + 0.18, 0, 0.72, 5.15, 5.4), 0.3, WOOD)
    px, py = s.at(wx + 0.9, 0.9, 5.3)
    pen.block(
        [
            (px - 26, py),
            (px + 26, py),
            (px + 20, py - 26),
            (px + 34, py - 44),
            (px - 30, py - 44),
            (px - 16, py - 26),
        ],
        0.18,
        "#3a4048",
    )
    wall = room.wall("left" if lit > 0 else "right")
    for k in (0.0, 0.22, 0.5, 0.7):
        pen.block(
            [wall(3.4 + k, 0), wall(3.6 + k, 0), wall(3.9 + k, 2.5), wall(3.7 + k, 2.5)],
            0.5 + 0.1 * k,
            WOOD,
            line=2,
        )
    _wheel(pen, s, -lit * half * 0.6, 4.7)
    table(pen, s, -lit * half * 0.1, 3.8, 1.5, 0.8, value=0.5)
    box(
        pen,
        s,
        Box(-lit * half * 0.1 - 0.45, -lit * half * 0.1 + 0.1, 0.77, 0.95, 3.6, 3.9),
        0.5,
        "#8a3a30",
        contact=False,
    )
    hanging_lamp(pen, *s.at(-lit * 0.5, room.height, 4.0), s.at(0, 2.2, 4.0)[1], 0.34 * s.scale(4))
    crate(pen, s, lit * half * 0.8, 4.2, 0.7)
    pen.inks([[s.at(x, 0, z), s.at(x + 0.16, 0, z - 0.08), s.at(x + 0.2, 0, z)] for x, z in
              ((wx + pen.sway(0.8), 4.2 + pen.pick(-0.6, 0.6)) for _ in range(9))], 3,
              colour=pen.tone(0.9, "#d0a060"))  # fmt: skip


def _tools(pen: Pen, room: Room, x: float) -> None:
    """Hammers, saws and planes hanging in a row."""
    b = room.back
    pen.block(panel(b, x - 1.1, 1.35, 2.2, 1.2), 0.4, WOOD)
    for index in range(6):
        u = x - 0.9 + index * 0.36
        v, tall = 2.4, pen.pick(0.4, 0.8)
        pen.ink([b(u, v), b(u, v - tall)], 6, colour=pen.tone(0.75, WOOD))
        if index % 3 == 0:
            pen.block(panel(b, u - 0.12, v - 0.1, 0.24, 0.12), 0.12, line=1.5)
        elif index % 3 == 1:
            pen.block(
                [b(u - 0.06, v - 0.2), b(u + 0.1, v - 0.2), b(u + 0.04, v - tall)], 0.85, line=1.5
            )
        else:
            pen.block(pen.oval(*b(u, v - tall), 13, 16, 8), 0.14, smooth=True, line=1.5)


def _wheel(pen: Pen, s: Space, x: float, z: float) -> None:
    px, py = s.at(x, 0.6, z)
    r = 0.6 * s.scale(z)
    ring = [
        (px + 0.82 * r * math.cos(a * math.pi / 7), py + r * math.sin(a * math.pi / 7))
        for a in range(15)
    ]
    pen.ink(ring, 15, smooth=True, colour=pen.tone(0.2, WOOD))
    pen.inks([[(px, py), p] for p in ring[::2]], 7, colour=pen.tone(0.3, WOOD))
    pen.wash(pen.oval(px, py, r * 0.18, r * 0.2, 8), 0.14, smooth=True)


def carriage(pen: Pen) -> None:
    """Two benches knee to knee, a window with the land going by, luggage above."""
    room = room_of(pen, share=0.5, height=2.35, far=3.0, eye=0.42, floor=0.86)
    shell(pen, room, "#6a4436", value=0.56)
    s, b, half, top = room.space, room.back, room.half, room.height
    window(pen, b, -half * 0.72, 0.95, half * 1.44, 0.95, panes=(1, 1))
    hills = [b(-half * 0.72 + half * 1.44 * k / 5, 1.2 + pen.pick(-0.06, 0.2)) for k in range(6)]
    pen.fill(
        [b(-half * 0.72, 0.96), *hills, b(half * 0.72, 0.96)],
        pen.tone(0.5, depth=0.45),
        smooth=False,
    )
    poles = [[b(u, 1.0), b(u, 1.75)] for u in (-half * 0.3, half * 0.52)]
    pen.inks(poles, 4, depth=0.3)
    for way in (-1, 1):
        x = way * half
        cushion, seat = "#7a2f34", 0.46
        pen.block(
            [s.at(x, seat, 3), s.at(x, seat, 0.95), s.at(x, 1.5, 0.95), s.at(x, 1.5, 3)],
            0.36,
            cushion,
            tint=0.6,
        )
        pen.inks([[s.at(x, seat, z), s.at(x, 1.5, z)] for z in (2.4, 1.8, 1.4)], 2.4, opacity=0.6)
        x0, x1 = sorted((x, x - way * 0.52))
        box(pen, s, Box(x0, x1, 0, seat, 1.0, 2.95), 0.42, cushion)
        pen.block(
            [
                s.at(x, 1.95, 3),
                s.at(x - way * 0.35, 1.9, 3),
                s.at(x - way * 0.35, 1.9, 1.0),
                s.at(x, 1.95, 1.0),
            ],
            0.3,
            WOOD,
        )
        b0, b1 = sorted((x - way * 0.02, x - way * 0.34))
        bag = Box(b0, b1, 1.96, 2.2, 1.9, 2.6)
        box(pen, s, bag, 0.4, "#8a6a3a", contact=False)
    px, py = s.at(0, top, 2.4)
    pen.glow(px, py + 16, 130 if pen.palette.lamps else 60, 0.55)
    pen.block(pen.oval(px, py + 14, 26, 18, 8), 0.95, smooth=True, line=2)
    pen.lit(s.ground(-half * 0.5, half * 0.5, 1.6, 2.9), 0.3)


def cabin(pen: Pen) -> None:
    """Log walls under low beams, a stove, a bunk, one small window, a lantern."""
    room = room_of(pen, share=0.7, height=2.5, far=4.6, floor=0.74)
    lit = lit_x(pen)
    shell(pen, room, "#7a5532", value=0.52)
    boards(pen, room, 9)
    s, b, half = room.space, room.back, room.half
    lines = [[b(-half, v * room.height / 9), b(half, v * room.height / 9)] for v in range(1, 9)]
    for wall in (room.wall("left"), room.wall("right")):
        lines += [
            [wall(room.far, v * room.height / 9), wall(1.5, v * room.height / 9)]
            for v in range(1, 9)
        ]
    pen.inks(lines, 3.2, opacity=0.7)
    wx = lit * half * pen.pick(0.1, 0.3)
    window(
        pen,
        b,
        wx - 0.45,
        1.05,
        0.9,
        0.85,
        panes=(2, 2),
        curtain="#8a3a30" if pen.chance(0.5) else "",
    )
    sunbeam(pen, room, wx - 0.4, wx + 0.4, 2.6, 3.8, -lit * 0.6)
    door(pen, b, lit * half * 0.78 - 0.42, 0.85, 1.9)
    _stove(pen, room, -lit * half * 0.22)
    bed(pen, s, -lit * half * 0.72, 2.7, 4.5, w=0.95, local="#8a4a34")
    for z in (3.9, 2.8):
        box(pen, s, Box(-half, half, room.height - 0.18, room.height, z, z + 0.24), 0.2, WOOD)
    hanging_lamp(
        pen, *s.at(lit * 0.25, room.height - 0.15, 3.3), s.at(0, 1.9, 3.3)[1], 0.24 * s.scale(3.3)
    )
    table(pen, s, lit * half * 0.5, 3.0, 1.0, 0.7, value=0.46, lamp=True)
    chair(pen, s, lit * half * 0.5 - lit * 0.75, 3.1)
    frame_on(pen, b, -lit * half * 0.62 - 0.25, 1.45, 0.5, 0.4)
    plant(pen, *b(wx + 0.2, 1.05), 0.24 * s.scale(room.far))


def _stove(pen: Pen, room: Room, x: float) -> None:
    s = room.space
    pipe = s.facing(room.far - 0.35)
    pen.block(panel(pipe, x - 0.08, 0.8, 0.16, room.height), 0.14, "#2a2c30")
    box(
        pen,
        s,
        Box(x - 0.36, x + 0.36, 0.12, 0.86, room.far - 0.75, room.far - 0.1),
        0.14,
        "#2a2c30",
    )
    front = s.facing(room.far - 0.75)
    px, py = front(x, 0.45)
    pen.glow(px, py, 190, 0.6, "#ff9a4a")
    pen.fill(panel(front, x - 0.2, 0.3, 0.4, 0.28), "#f6a040", 1.5)
    pen.inks(
        [[front(x - 0.2 + k * 0.1, 0.3), front(x - 0.2 + k * 0.1, 0.58)] for k in (1, 2, 3)], 4
    )
