"""Rooms people live in."""

from reelwright.providers.animatic.panel.ink import Pen, between
from reelwright.providers.animatic.places.furniture import (
    armchair,
    bed,
    chair,
    clock,
    plant,
    rug,
    shelves,
    table,
)
from reelwright.providers.animatic.places.room import (
    STONE,
    WOOD,
    Room,
    boards,
    daylight,
    door,
    frame_on,
    hanging_lamp,
    hearth,
    room_of,
    shaft,
    shell,
    skirting,
    sunbeam,
    table_lamp,
    tiles,
    window,
)
from reelwright.providers.animatic.places.space import Box, box, panel

WALLS = ("#7d8f80", "#a08a6a", "#8a6f6a", "#6f8296", "#9a8c5a")
CLOTHS = ("#8f3a34", "#2f5a58", "#7a5a2a", "#4a4a78")


def _light_x(pen: Pen) -> int:
    """-1 where the light comes from the left, 1 from the right."""
    return -1 if pen.palette.light.side == "left" else 1


def _side_window(
    pen: Pen, room: Room, near: float, far: float, sill: float, h: float, *, curtain: str = ""
) -> None:
    """A window in the lit side wall, with its beam across the floor."""
    side = pen.palette.light.side
    wall = room.wall(side)
    window(pen, wall, near, sill, far - near, h, curtain=curtain)
    way = 1 if side == "left" else -1
    s, x = room.space, -way * room.half
    floor = [
        s.at(x + way * 0.5, 0, far),
        s.at(x + way * 0.5, 0, near),
        s.at(x + way * 2.5, 0, near - 0.5),
        s.at(x + way * 2.7, 0, far - 0.6),
    ]
    pen.lit(floor, daylight(pen))
    top = [wall(near, sill + h), wall(far, sill + h)]
    pen.lit([top[0], top[1], floor[3], floor[2]], 0.25 * daylight(pen))


def sitting_room(pen: Pen) -> None:
    """Hearth, wing chairs, rug, a window with curtains, a door, pictures."""
    room = room_of(pen)
    lit, cloth = _light_x(pen), pen.random.choice(CLOTHS)
    shell(pen, room, pen.random.choice(WALLS))
    boards(pen, room)
    skirting(pen, room, 0.8, 0.56)
    fire = pen.pick(-0.9, -0.5) * lit * -1
    _side_window(pen, room, 3.0, 4.6, 0.75, 1.9, curtain=cloth)
    window(pen, room.back, lit * room.half * 0.66 - 0.6, 0.95, 1.2, 1.75, curtain=cloth)
    door(pen, room.back, -lit * room.half * 0.74 - 0.47, ajar=pen.chance(0.4))
    hearth(pen, room, fire - 0.85)
    b, s = room.back, room.space
    frame_on(pen, b, fire - 0.45, 1.7, 0.9, 0.95)
    x, y = b(fire + 0.62, 1.39)
    table_lamp(pen, x, y, 0.4 * s.scale(room.far))
    rug(pen, s, 0, 4.4, 3.2, 1.9, cloth)
    armchair(pen, s, fire - 1.25, 4.9, turn=1, local=cloth)
    if room.half > 2.6:
        armchair(pen, s, fire + 1.35, 4.7, turn=-1, local=cloth)
    table(pen, s, lit * room.half * 0.55, 4.2, 0.7, 0.6, h=0.68)
    x, y = s.at(lit * room.half * 0.55, 0.68, 4.2)
    table_lamp(pen, x, y, 0.42 * s.scale(4.2))


def bedroom(pen: Pen) -> None:
    """A bed, a wardrobe, a window, a night table with its lamp."""
    room = room_of(pen, share=0.7, height=3.0)
    lit, cloth = _light_x(pen), pen.random.choice(CLOTHS)
    shell(pen, room, pen.random.choice(WALLS), value=0.7)
    boards(pen, room)
    s, b, half = room.space, room.back, room.half
    x = -lit * half * pen.pick(0.28, 0.4)
    window(pen, b, lit * half * 0.5 - 0.65, 0.85, 1.3, 1.75, curtain=cloth)
    sunbeam(pen, room, lit * half * 0.5 - 0.6, lit * half * 0.5 + 0.6, 3.4, 5.2, -lit * 0.7)
    frame_on(pen, b, x - 0.35, 1.75, 0.7, 0.6)
    _wardrobe(pen, room, -lit)
    bed(pen, s, x, 3.7, room.far - 0.1, local=cloth)
    near = x + lit * 1.05
    box(pen, s, Box(near - 0.24, near + 0.24, 0, 0.6, room.far - 0.55, room.far - 0.05), 0.42, WOOD)
    px, py = s.at(near, 0.6, room.far - 0.3)
    table_lamp(pen, px, py, 0.45 * s.scale(room.far))
    chair(pen, s, lit * half * 0.75, 4.2)
    rug(pen, s, x + lit * 1.6, 3.9, 1.6, 0.9, cloth)


def _wardrobe(pen: Pen, room: Room, way: int) -> None:
    half = room.half
    x0, x1 = sorted((way * half, way * (half - 0.7)))
    b = Box(x0, x1, 0, 2.15, 4.1, 5.4)
    box(pen, room.space, b, 0.34, WOOD)
    wall = room.space.side(x1 if way < 0 else x0)
    for z in (4.2, 4.8):
        pen.block(panel(wall, z, 0.25, 0.5, 1.75), 0.3, WOOD, line=1.8)


def kitchen(pen: Pen) -> None:
    """A range under its hood, a laden table, pots on the wall, a window over the sink."""
    room = room_of(pen, share=0.76, height=2.9)
    lit = _light_x(pen)
    shell(pen, room, "#a89a7c", floor=STONE, value=0.78)
    tiles(pen, room, 0.9, 0.38, "#8a6a52")
    s, b, half = room.space, room.back, room.half
    wx = lit * half * 0.45
    window(pen, b, wx - 0.8, 1.1, 1.6, 1.2, panes=(3, 2))
    box(pen, s, Box(wx - 1.1, wx + 1.1, 0, 0.9, room.far - 0.6, room.far), 0.6, WOOD)
    _range(pen, room, -lit * half * 0.52)
    door(pen, room.wall("left" if lit > 0 else "right"), 3.1, 0.95)
    shelves(pen, b, -0.45, 0.85, 0.75, rows=2, what="jars", base=1.5)
    pots = [b(wx + lit * 1.25 + k * 0.26, 2.2) for k in (-0.5, 0.5, 1.4)]
    for px, py in pots:
        r = pen.pick(15, 22)
        pen.ink([(px, py), (px, py + r)], 3)
        pen.block(pen.oval(px, py + r * 1.9, r, r, 9, 0.03), 0.32, "#a5552f", smooth=True, tint=0.5)
    hanging_lamp(pen, *s.at(0.1, room.height, 4.3), s.at(0, 2.15, 4.3)[1], 0.34 * s.scale(4.3))
    chair(pen, s, -lit * 0.9, 4.85)
    table(pen, s, 0.2 * lit, 4.1, 2.2, 1.0, value=0.6)
    _laden(pen, room, 0.2 * lit)
    chair(pen, s, lit * 1.0, 3.5, back_near=True)


def _range(pen: Pen, room: Room, x: float) -> None:
    s, b = room.space, room.back
    pen.block(
        [b(x - 0.95, 1.75), b(x + 0.95, 1.75), b(x + 0.5, room.height), b(x - 0.5, room.height)],
        0.66,
        STONE,
    )
    box(pen, s, Box(x - 0.8, x + 0.8, 0, 0.9, room.far - 0.65, room.far), 0.16, "#2a2c30")
    front = s.facing(room.far - 0.65)
    pen.block(panel(front, x - 0.55, 0.3, 0.5, 0.36), 0.08)
    fx, fy = front(x - 0.3, 0.46)
    pen.fill(panel(front, x - 0.48, 0.34, 0.36, 0.2), "#f09a3c", 2)
    pen.glow(fx, fy, 150, 0.5)
    px, py = s.at(x + 0.25, 0.92, room.far - 0.4)
    pen.block(
        [(px - 26, py), (px + 26, py), (px + 30, py - 34), (px - 30, py - 34)], 0.3, "#a5552f"
    )
    for k in (-8, 6):
        pen.ink([(px + k, py - 44), (px + k - 9, py - 70), (px + k + 8, py - 98),
            (px + k - 2, py - 130)], 3,
                smooth=True, colour=pen.tone(0.95), opacity=0.5)  # fmt: skip


def _laden(pen: Pen, room: Room, x: float) -> None:
    s = room.space
    px, py = s.at(x - 0.5, 0.78, 4.1)
    pen.block([(px - 34, py), (px + 34, py), (px + 44, py - 26), (px - 44, py - 26)], 0.84, line=2)
    for k in (-18, 4, 24):
        pen.block(
            pen.oval(px + k, py - 34, 15, 14, 8), 0.5, "#c24a2c", smooth=True, tint=0.6, line=1.6
        )
    px, py = s.at(x + 0.5, 0.78, 4.2)
    pen.block(
        [
            (px - 16, py),
            (px + 16, py),
            (px + 18, py - 40),
            (px + 7, py - 56),
            (px + 8, py - 72),
            (px - 8, py - 72),
            (px - 7, py - 56),
            (px - 18, py - 40),
        ],
        0.36,
        "#3f6a5a",
        line=2,
    )


def study(pen: Pen) -> None:
    """Walls of books, a desk with papers under a lamp, a tall window, a globe."""
    room = room_of(pen, share=0.72, height=3.3)
    lit = _light_x(pen)
    shell(pen, room, "#7a6a50", value=0.62)
    boards(pen, room)
    s, b, half = room.space, room.back, room.half
    shelves(pen, b, -half + 0.1, half - 0.95 if lit > 0 else half - 0.85, 2.75, rows=6)
    shelves(pen, b, 0.9, half - 1.0, 2.75, rows=6)
    window(pen, b, -0.62, 0.8, 1.24, 2.15, panes=(2, 4), curtain=pen.random.choice(CLOTHS))
    sunbeam(pen, room, -0.6, 0.6, 3.2, 5.3, -lit * 0.9)
    door(pen, room.wall("left" if lit > 0 else "right"), 3.3, 0.95)
    rug(pen, s, 0, 4.1, 3.4, 1.8, pen.random.choice(CLOTHS))
    chair(pen, s, 0.1, 5.1)
    box(pen, s, Box(-1.05, 1.05, 0, 0.78, 4.1, 4.9), 0.36, WOOD)
    front = s.facing(4.1)
    for u in (-0.98, 0.5):
        for v in (0.1, 0.32, 0.54):
            pen.block(panel(front, u, v, 0.48, 0.17), 0.42, WOOD, line=1.6)
    for u in (-0.5, -0.1, 0.3):
        pen.block(s.ground(u, u + 0.3, 4.3 + 0.1 * u, 4.6, 0.79), 0.95, line=1.4)
    px, py = s.at(-lit * 0.72, 0.79, 4.55)
    table_lamp(pen, px, py, 0.46 * s.scale(4.5))
    _globe(pen, room, lit * half * 0.72)
    armchair(pen, s, -lit * half * 0.68, 3.9, turn=lit, local=pen.random.choice(CLOTHS))


def _globe(pen: Pen, room: Room, x: float) -> None:
    s = room.space
    px, py = s.at(x, 0, 4.7)
    m = s.scale(4.7)
    pen.inks([[(px, py - 0.6 * m), (px + k * 0.3 * m, py)] for k in (-1, 0.1, 1)], 5)
    pen.block(
        pen.oval(px, py - 0.86 * m, 0.32 * m, 0.32 * m, 12, 0.01),
        0.6,
        "#4a7a86",
        smooth=True,
        tint=0.5,
    )
    pen.wash(
        [
            (px - 0.2 * m, py - 1.0 * m),
            (px, py - 1.08 * m),
            (px + 0.06 * m, py - 0.86 * m),
            (px - 0.12 * m, py - 0.72 * m),
        ],
        0.7,
        "#b09a5a",
        smooth=True,
    )
    pen.ink(
        [
            (px - 0.36 * m, py - 1.1 * m),
            (px - 0.4 * m, py - 0.7 * m),
            (px, py - 0.5 * m),
            (px + 0.36 * m, py - 0.66 * m),
        ],
        4,
        smooth=True,
    )


def hall(pen: Pen) -> None:
    """A staircase with its banister, a chequered floor, the front door under a fanlight."""
    room = room_of(pen, share=0.78, height=4.6, floor=0.69)
    lit = _light_x(pen)
    shell(pen, room, pen.random.choice(WALLS), floor=STONE, value=0.76)
    tiles(pen, room, 0.8, 0.26)
    s, b, half = room.space, room.back, room.half
    dx = lit * half * 0.42
    door(pen, b, dx - 0.6, 1.2, 2.3, value=0.3)
    fan = [b(dx + 0.7 * k, 2.5 + 0.62 * (1 - k * k)) for k in (-1, -0.7, -0.3, 0.3, 0.7, 1)]
    pen.fill([b(dx - 0.7, 2.45), *fan, b(dx + 0.7, 2.45)], pen.tone(0.98), 1)
    pen.inks([[b(dx, 2.45), p] for p in fan], 3)
    pen.lit(
        [
            s.at(dx - 0.6, 0, 5.9),
            s.at(dx + 0.6, 0, 5.9),
            s.at(dx + 0.2, 0, 3.4),
            s.at(dx - 1.5, 0, 3.4),
        ],
        0.35,
    )
    _stairs(pen, room, -lit)
    for k in (0.05, 0.8):
        frame_on(pen, b, dx - lit * (1.3 + k) - 0.3, 1.5, 0.6, 0.8)
    hanging_lamp(pen, *s.at(0, room.height, 4.6), s.at(0, 2.9, 4.6)[1], 0.5 * s.scale(4.6))
    x0, x1 = sorted((lit * half * 0.98, lit * (half - 0.5)))
    box(pen, s, Box(x0, x1, 0.0, 0.85, 4.2, 5.2), 0.4, WOOD)
    px, py = s.at(lit * (half - 0.3), 0.85, 4.6)
    plant(pen, px, py, 0.7 * s.scale(4.6))


def _stairs(pen: Pen, room: Room, way: int) -> None:
    """Steps climbing along the back wall towards the side `way`."""
    s, b, half = room.space, room.back, room.half
    z, start, rise, tread = room.far - 1.1, way * half * 0.12, 0.19, 0.27
    front = s.facing(z)
    outline = [front(start, 0)]
    count = 14
    for index in range(count):
        x = start + way * tread * index
        outline += [front(x, rise * (index + 1)), front(x + way * tread, rise * (index + 1))]
        pen.block([front(x, rise * (index + 1)), front(x + way * tread, rise * (index + 1)),
                   b(x + way * tread, rise * (index + 1)), b(x, rise * (index + 1))], 0.85,
                   line=1.4)  # fmt: skip
    end = outline[-1]
    pen.block([*outline, (end[0], front(0, 0)[1])], 0.46, WOOD)
    rails = []
    for index in range(count):
        x = start + way * tread * (index + 0.5)
        rails.append([front(x, rise * (index + 1)), front(x, rise * (index + 1) + 0.86)])
    pen.inks(rails, 4, colour=pen.tone(0.2, WOOD))
    pen.ink(
        [
            front(start - way * 0.12, 0.98),
            between(front(start, 1.05), front(start + way * tread * 7, 0.95 + rise * 7.5), 0.02),
            front(start + way * tread * count, 0.95 + rise * count),
        ],
        10,
        colour=pen.tone(0.16, WOOD),
    )
    pen.block(panel(front, start - 0.09, 0, 0.18, 1.15), 0.22, WOOD)


def corridor(pen: Pen) -> None:
    """Doors on both sides, a runner, a bright window at the end."""
    room = room_of(pen, share=0.3, height=3.1, far=11.0, floor=0.585)
    shell(pen, room, pen.random.choice(WALLS), value=0.7)
    s, half = room.space, room.half
    pen.wash(
        s.ground(-half * 0.45, half * 0.45, 0.9, room.far),
        0.36,
        pen.random.choice(CLOTHS),
        tint=0.6,
    )
    window(pen, room.back, -0.55, 0.7, 1.1, 1.9, panes=(2, 3))
    pen.lit(s.ground(-half * 0.6, half * 0.6, 6.0, room.far - 0.1), 0.4)
    for side in ("left", "right"):
        wall = room.wall(side)
        for z in (2.5, 4.6, 7.4):
            door(pen, wall, z, 1.0, 2.1, ajar=pen.chance(0.25))
        for z in (4.0, 6.4):
            x, y = wall(z, 1.95)
            r = 0.09 * s.scale(z)
            if pen.palette.lamps:
                pen.glow(x, y, r * 9, 0.55)
            pen.block(
                [(x - r, y - r * 1.6), (x + r, y - r * 1.6), (x + r * 0.7, y), (x - r * 0.7, y)],
                0.95,
                line=2,
            )
    x, y = s.at(0, 1.6, room.far)
    pen.glow(x, y, pen.height * 0.34, 0.4, pen.palette.light.key)
    shaft(pen, panel(room.back, -0.55, 0.7, 1.1, 1.9), (0, pen.height * 0.22), 0.14)


def interior(pen: Pen) -> None:
    """Any room: a window's light on a bare wall, a door, a table with a lamp."""
    room = room_of(pen, share=0.76)
    lit = _light_x(pen)
    shell(pen, room, pen.random.choice(WALLS))
    boards(pen, room, 9)
    s, b, half = room.space, room.back, room.half
    _side_window(pen, room, 2.9, 4.7, 0.9, 1.7)
    door(pen, b, -lit * half * 0.6 - 0.5, ajar=pen.chance(0.5))
    a = lit * 0.2
    pen.lit(
        [b(a - 0.9, 0.9), b(a + 0.7, 0.9), b(a + 0.5, 2.4), b(a - 1.1, 2.4)], 0.95 * daylight(pen)
    )
    pen.inks(
        [[b(a - 0.1, 0.9), b(a - 0.3, 2.4)], [b(a - 1, 1.65), b(a + 0.6, 1.65)]], 4, opacity=0.35
    )
    clock(pen, *b(lit * half * 0.6, 2.3), 0.2 * s.scale(room.far))
    table(pen, s, lit * half * 0.42, 4.6, 1.4, 0.8)
    x, y = s.at(lit * half * 0.42, 0.76, 4.6)
    table_lamp(pen, x, y, 0.42 * s.scale(4.6))
    chair(pen, s, lit * half * 0.42 - lit * 1.1, 4.5)
    if pen.chance(0.6):
        shelves(pen, b, -0.5 - lit * 0.4, 0.9, 1.2, rows=3, base=0.0)
