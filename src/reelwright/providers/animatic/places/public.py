"""Rooms people work, trade, pray and are held in."""

import math

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.places.furniture import (
    barrel,
    chair,
    clock,
    crate,
    shelves,
    table,
)
from reelwright.providers.animatic.places.room import (
    STONE,
    WOOD,
    Room,
    boards,
    door,
    hanging_lamp,
    hearth,
    outside,
    room_of,
    shaft,
    shell,
    skirting,
    sunbeam,
    table_lamp,
    window,
)
from reelwright.providers.animatic.places.space import Box, Space, box, panel


def lit_x(pen: Pen) -> int:
    """-1 where the light comes from the left, 1 from the right."""
    return -1 if pen.palette.light.side == "left" else 1


def office(pen: Pen) -> None:
    """Tall windows, desks in a row under lamps, filing cabinets, a clock."""
    room = room_of(pen, share=0.8, height=3.5)
    lit = lit_x(pen)
    shell(pen, room, "#8a927c", value=0.74)
    boards(pen, room, 13)
    skirting(pen, room, 1.0, 0.46)
    s, b, half = room.space, room.back, room.half
    for k in (-0.62, 0.0, 0.62):
        window(pen, b, half * k - 0.55, 1.15, 1.1, 2.0, panes=(2, 4))
        sunbeam(pen, room, half * k - 0.5, half * k + 0.5, 4.0, 5.6, -lit * 1.3)
    clock(pen, *b(half * 0.31, 2.7), 0.24 * s.scale(room.far))
    for index in range(3):
        x0 = -lit * half * 0.98 + (0.0 if lit > 0 else -0.55)
        z = 3.2 + index * 0.8
        cabinet = Box(x0, x0 + 0.55, 0, 1.35, z, z + 0.7)
        box(pen, s, cabinet, 0.34, "#4a5a50")
        face = s.side(x0 if x0 > 0 else x0 + 0.55)
        for v in (0.1, 0.52, 0.94):
            pen.block(panel(face, z + 0.06, v, 0.58, 0.34), 0.38, "#4a5a50", line=1.5)
    for x, z in ((lit * half * 0.5, 5.0), (-lit * half * 0.22, 4.9), (lit * half * 0.34, 3.7)):
        _desk(pen, room, x, z)


def _desk(pen: Pen, room: Room, x: float, z: float) -> None:
    s = room.space
    chair(pen, s, x, z + 0.62)
    box(pen, s, Box(x - 0.7, x + 0.7, 0, 0.77, z - 0.35, z + 0.35), 0.4, WOOD)
    px, py = s.at(x + 0.45, 0.78, z)
    table_lamp(pen, px, py, 0.4 * s.scale(z))
    for k in (-0.45, -0.1):
        pile = pen.pick(0.03, 0.16)
        box(
            pen,
            s,
            Box(x + k - 0.14, x + k + 0.14, 0.78, 0.78 + pile, z - 0.1, z + 0.2),
            0.84,
            line=1.4,
        )


def shop(pen: Pen) -> None:
    """A counter, shelves of jars up to the ceiling, a bay window with its goods."""
    room = room_of(pen, share=0.78, height=3.2)
    lit = lit_x(pen)
    shell(pen, room, "#8a7a50", value=0.68)
    boards(pen, room)
    s, b, half = room.space, room.back, room.half
    wide = 2 * half * 0.62
    u = -half + 0.12 if lit > 0 else half - wide - 0.12
    shelves(pen, b, u, wide, 2.85, rows=6, what="jars")
    wx = lit * half * 0.66
    window(pen, b, wx - 0.6, 0.9, 1.2, 1.7, panes=(3, 4), arched=True)
    door(pen, room.wall("left" if lit < 0 else "right"), 3.4, 1.0, glass=True)
    hanging_lamp(
        pen, *s.at(-lit * 0.4, room.height, 4.4), s.at(0, 2.35, 4.4)[1], 0.4 * s.scale(4.4)
    )
    x0, x1 = sorted((-lit * half * 0.95, lit * half * 0.2))
    counter = Box(x0, x1, 0, 1.0, 4.0, 4.7)
    box(pen, s, counter, 0.4, WOOD)
    front = s.facing(4.0)
    for index in range(4):
        w = (x1 - x0) / 4
        pen.block(panel(front, x0 + index * w + 0.08, 0.15, w - 0.16, 0.65), 0.34, WOOD, line=1.8)
    _scales(pen, s, (x0 + x1) / 2 + 0.5, 1.0)
    for k in (0.15, 0.3, 0.82):
        px, py = s.at(x0 + (x1 - x0) * k, 1.0, 4.3)
        r = 0.12 * s.scale(4.3)
        pen.block(
            [(px - r, py), (px + r, py), (px + r, py - 2.2 * r), (px - r, py - 2.2 * r)],
            pen.pick(0.5, 0.9),
            "#b06a3a",
            line=1.8,
        )
        pen.block(pen.oval(px, py - 2.4 * r, r * 0.7, r * 0.4, 6), 0.3, WOOD, smooth=True, line=1.5)
    crate(pen, s, lit * half * 0.72, 4.4, 0.6)
    barrel(pen, s, lit * half * 0.5, 3.9, 0.8)


def _scales(pen: Pen, s: Space, x: float, y: float) -> None:
    px, py = s.at(x, y, 4.3)
    m = s.scale(4.3)
    brass = pen.tone(0.75, "#c89a3a", tint=0.6)
    pen.ink([(px, py), (px, py - 0.5 * m)], 5, colour=brass)
    pen.ink(
        [(px - 0.3 * m, py - 0.46 * m), (px, py - 0.5 * m), (px + 0.3 * m, py - 0.42 * m)],
        4,
        colour=brass,
    )
    for k, v in ((-0.3, 0.46), (0.3, 0.42)):
        pen.inks(
            [
                [(px + k * m, py - v * m), (px + (k + d) * m, py - (v - 0.26) * m)]
                for d in (-0.09, 0.09)
            ],
            1.8,
        )
        pen.ink(
            [
                (px + (k - 0.12) * m, py - (v - 0.26) * m),
                (px + k * m, py - (v - 0.3) * m),
                (px + (k + 0.12) * m, py - (v - 0.26) * m),
            ],
            6,
            colour=brass,
            smooth=True,
        )


def tavern(pen: Pen) -> None:
    """Low beams, a bar with barrels behind it, a fire, tables with candles."""
    room = room_of(pen, share=0.8, height=2.6)
    lit = lit_x(pen)
    shell(pen, room, "#7a5a3a", value=0.58)
    boards(pen, room)
    s, b, half = room.space, room.back, room.half
    window(pen, b, lit * half * 0.12 - 0.4, 1.1, 0.8, 0.9, panes=(3, 3))
    hearth(pen, room, lit * half * 0.62 - 0.85, 1.7)
    cask = -lit * half * 0.52
    for index in range(3):
        x, y = b(cask + (index - 1) * 0.72, 1.5)
        r = 0.34 * s.scale(room.far)
        pen.block(pen.oval(x, y, r, r, 10, 0.02), 0.42, WOOD, smooth=True, line=3)
        pen.inks(
            [[(x - r * k, y - r * 0.8), (x - r * k, y + r * 0.8)] for k in (-0.4, 0.0, 0.4)],
            1.8,
            opacity=0.6,
        )
        pen.ink([(x, y + r * 0.7), (x, y + r * 1.15)], 5)
    x0, x1 = sorted((-lit * half * 0.95, -lit * half * 0.12))
    box(pen, s, Box(x0, x1, 0, 1.08, 4.7, 5.3), 0.36, WOOD)
    for k in (0.2, 0.5, 0.6, 0.85):
        _mug(pen, s, x0 + (x1 - x0) * k, 1.08, 4.9)
    beams = [(5.4, 0.2), (4.2, 0.22), (3.1, 0.24)]
    for z, deep in beams:
        box(pen, s, Box(-half, half, room.height - deep, room.height, z, z + 0.28), 0.2, WOOD)
    hanging_lamp(
        pen, *s.at(lit * 0.3, room.height - 0.2, 4.2), s.at(0, 1.95, 4.2)[1], 0.3 * s.scale(4.2)
    )
    for x, z in ((lit * half * 0.42, 4.5), (-lit * half * 0.3, 3.6)):
        chair(pen, s, x - 0.85, z)
        chair(pen, s, x + 0.85, z + 0.2)
        table(pen, s, x, z, 1.2, 0.8, value=0.46, lamp=True)
        _mug(pen, s, x - 0.35, 0.77, z)


def _mug(pen: Pen, s: Space, x: float, y: float, z: float) -> None:
    px, py = s.at(x, y, z)
    r = 0.055 * s.scale(z)
    pen.block(
        [(px - r, py), (px + r, py), (px + r, py - 2.6 * r), (px - r, py - 2.6 * r)],
        0.6,
        "#9a8a60",
        line=1.6,
    )
    pen.wash(pen.oval(px, py - 2.7 * r, r, r * 0.5, 6), 0.96, smooth=True)


def _arch(space: Space, x: float, z0: float, z1: float, spring: float, rise: float) -> list[Point]:
    """An arch in the plane x between two piers."""
    middle, reach = (z0 + z1) / 2, (z1 - z0) / 2
    return [space.at(x, spring + rise * math.sin(math.pi * k / 8),
        middle - reach * math.cos(math.pi * k / 8))
            for k in range(9)]  # fmt: skip


def church(pen: Pen) -> None:
    """A nave: columns and arches into the depth, pews, an altar under a great window."""
    room = room_of(pen, share=0.36, height=8.0, far=15.0, eye=0.56, floor=0.665)
    s, half, top = room.space, room.half, room.height
    shell(pen, room, STONE, floor=STONE, value=0.66, ceiling=False)
    b = room.back
    spire = [
        b(-half, 0),
        b(-half, top * 0.72),
        b(-half * 0.62, top * 0.98),
        b(0, top * 1.12),
        b(half * 0.62, top * 0.98),
        b(half, top * 0.72),
        b(half, 0),
    ]
    pen.block(spire, 0.56, STONE)
    for u in (-half * 0.55, 0.0, half * 0.55):
        tall = 4.3 if u == 0 else 3.2
        pane = [
            b(u - 0.55, 2.3),
            b(u - 0.55, 2.3 + tall * 0.7),
            b(u, 2.3 + tall),
            b(u + 0.55, 2.3 + tall * 0.7),
            b(u + 0.55, 2.3),
        ]
        pen.fill(pane, outside(pen), 1)
        for k, colour in enumerate(("#b8463a", "#3a6a9a", "#c89a3a", "#4a7a4a")):
            v = 2.5 + k * tall * 0.17
            pen.wash(
                [
                    b(u - 0.4, v),
                    b(u + 0.4, v),
                    b(u + 0.4, v + tall * 0.11),
                    b(u - 0.4, v + tall * 0.11),
                ],
                0.74,
                colour,
                tint=0.6,
            )
        pen.ink([*pane, pane[0]], 3.5)
        pen.inks([[b(u, 2.3), b(u, 2.3 + tall)]], 3)
    x, y = b(0, 4.4)
    pen.glow(x, y, pen.height * 0.4, 0.42, pen.palette.light.key)
    box(pen, s, Box(-1.1, 1.1, 0, 1.1, 13.8, 14.6), 0.82, line=2)
    for u in (-0.8, 0.8):
        cx, cy = s.at(u, 1.1, 14)
        pen.glow(cx, cy - 12, 60, 0.6)
        pen.inks([[(cx, cy), (cx, cy - 16)]], 5, colour=pen.tone(0.98))
    for z0, z1 in ((10.2, 14.2), (6.2, 10.2), (2.6, 6.2)):
        for way in (-1, 1):
            x0 = way * half
            dark = (way < 0) == (pen.palette.light.side == "left")
            span = _arch(s, x0, z0 + 0.35, z1 - 0.35, 3.6, 1.6)
            pen.block(
                [s.at(x0, 0, z0 + 0.35), *span, s.at(x0, 0, z1 - 0.35)],
                0.16 if dark else 0.26,
                line=2,
            )
            pier = Box(x0 - 0.32, x0 + 0.32, 0, 3.7, z0 - 0.3, z0 + 0.3)
            box(pen, s, pier, 0.5, STONE, line=2.2)
            box(
                pen,
                s,
                Box(x0 - 0.45, x0 + 0.45, 3.6, 3.85, z0 - 0.4, z0 + 0.4),
                0.62,
                STONE,
                line=1.8,
            )
    _vault(pen, room)
    for z in (10.5, 8.6, 7.0, 5.6, 4.5, 3.6):
        for way in (-1, 1):
            x0, x1 = sorted((way * 0.85, way * (half - 0.7)))
            box(pen, s, Box(x0, x1, 0, 0.92, z, z + 0.1), 0.28, WOOD, line=1.8)
    lit = lit_x(pen)
    shaft(pen, [s.at(lit * half, 5.5, 9), s.at(lit * half, 5.5, 7.5), s.at(lit * half, 7.2, 7.5),
        s.at(lit * half, 7.2, 9)],
          (-lit * pen.width * 0.3, pen.height * 0.52), 0.18)  # fmt: skip


def _vault(pen: Pen, room: Room) -> None:
    s, half, top = room.space, room.half, room.height
    ribs = [
        [
            s.at(-half, top * 0.62, z),
            s.at(-half * 0.75, top * 0.85, z),
            s.at(0, top * 1.1, z),
            s.at(half * 0.75, top * 0.85, z),
            s.at(half, top * 0.62, z),
        ]
        for z in (14.2, 10.2, 6.2, 3.6)
    ]
    for rib in ribs:
        pen.ink(rib, 7, smooth=True, depth=0.1, colour=pen.tone(0.3, STONE))
    for near, far in zip(ribs[1:], ribs, strict=False):
        pen.inks([[near[0], far[2]], [near[4], far[2]]], 3, opacity=0.6)
