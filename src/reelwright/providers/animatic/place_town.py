"""The town: streets, squares, houses, roofs and the city from above."""

# fmt: off: lists of points stay packed; one point a line would hide the drawing.

from itertools import pairwise

from reelwright.providers.animatic.ink import Pen
from reelwright.providers.animatic.palette import mix
from reelwright.providers.animatic.place_building import (
    FRONTS,
    ROOF,
    House,
    chimney,
    cobbles,
    front,
    gable,
    lamp_post,
    pane_colour,
    puddle,
    roofs,
    tower,
)
from reelwright.providers.animatic.place_furniture import barrel, crate
from reelwright.providers.animatic.place_nature import LEAF, birds, bush, ridge, sky, tree
from reelwright.providers.animatic.place_room import STONE, WOOD
from reelwright.providers.animatic.place_space import Box, Space, box, panel


def _row(
    pen: Pen,
    space: Space,
    x: float,
    near: float,
    far: float,
    *,
    lit: bool,
    tall: tuple[float, float],
    shops: bool = True,
) -> None:
    """A row of houses along one side of a street, the far ones first."""
    wall = space.side(x)
    ends = [near]
    while ends[-1] < far:
        ends.append(ends[-1] + pen.pick(4.0, 6.0) * (1 + len(ends) * 0.12))
    for z0, z1 in reversed(list(pairwise(ends))):
        depth = min(0.72, max(0.0, (z0 - 5) / 34))
        height = pen.pick(*tall)
        house = House(
            z0,
            z1,
            height,
            3 if height > 7.5 else 2,
            (0.64 if lit else 0.38) + pen.sway(0.03),
            pen.random.choice(FRONTS),
            depth,
        )
        way = 1 if x < 0 else -1
        back, ridge_y = x - way * 2.5, height + pen.pick(1.2, 2.2)
        snow = pen.palette.weather == "snow"
        slope = [
            space.at(x, height, z0),
            space.at(back, ridge_y, z0),
            space.at(back, ridge_y, z1),
            space.at(x, height, z1),
        ]
        pen.block(slope, 0.95 if snow else house.value - 0.2, "" if snow else ROOF, depth=depth)
        if pen.chance(0.6):
            cx, cy = space.at(x - way * 1.2, ridge_y - 0.4, (z0 + z1) / 2)
            chimney(
                pen, cx, cy, 1.1 * space.scale((z0 + z1) / 2), depth=depth, smoke=pen.chance(0.3)
            )
        front(pen, wall, house, shop=shops and pen.chance(0.5))


def street(pen: Pen) -> None:
    """House fronts to the vanishing point, lamps, wet or dry cobbles, a tower at the end."""
    w, h = pen.width, pen.height
    horizon = h * 0.54
    sky(pen, horizon + 20)
    space = Space(w * pen.pick(0.42, 0.58), horizon, h * 0.86)
    roofs(pen, horizon + 8, h * 0.15, 9, depth=0.72)
    tower(
        pen,
        space.cx + pen.sway(30),
        horizon + 6,
        h * pen.pick(0.32, 0.42),
        depth=0.66,
        dome=pen.chance(0.3),
    )
    half = 4.6 if w > h else 2.9
    snow = 0.3 if pen.palette.weather == "snow" else 0.0
    pen.wash(
        [(-60, horizon + 6), (w + 60, horizon + 6), (w + 60, h + 60), (-60, h + 60)],
        0.62 + snow,
        STONE,
    )
    left_lit = pen.palette.light.side == "right"
    tall = (6.5, 9.5)
    _row(pen, space, -half, 3.2, 44, lit=left_lit, tall=tall)
    _row(pen, space, half, 3.2, 44, lit=not left_lit, tall=tall)
    for way in (-1, 1):
        x0, x1 = sorted((way * half, way * (half - 1.1)))
        pen.wash(space.ground(x0, x1, 1.0, 44), 0.76 + snow, STONE)
        pen.inks(
            [[space.at(way * (half - 1.1), 0, 1.0), space.at(way * (half - 1.1), 0, 40)]],
            4,
            opacity=0.8,
        )
    dark = -half if not left_lit else half
    shade = sorted((dark, dark * -0.12))
    pen.shadow(space.ground(shade[0], shade[1], 1.0, 40), 0.34)
    cobbles(pen, space, -half + 1.2, half - 1.2, 2.4, 16)
    if pen.palette.weather in ("rain", "storm") or pen.chance(0.3):
        for _ in range(3):
            puddle(
                pen,
                *space.at(pen.pick(-half + 1.5, half - 1.5), 0, pen.pick(3.6, 7)),
                pen.pick(40, 110),
            )
    for z in (20.0, 11.0, 6.2):
        for way in (-1, 1):
            x, y = space.at(way * (half - 0.9), 0, z)
            lamp_post(pen, x, y, 3.4 * space.scale(z), depth=min(0.6, (z - 5) / 30))


def alley(pen: Pen) -> None:
    """High walls close together, a strip of sky, one lamp, washing, barrels and steps."""
    w, h = pen.width, pen.height
    horizon = h * 0.55
    sky(pen, horizon, disc=False)
    space = Space(w * pen.pick(0.44, 0.56), horizon, h * 0.86)
    half = 2.1 if w > h else 1.45
    pen.wash(
        [(-60, horizon + 4), (w + 60, horizon + 4), (w + 60, h + 60), (-60, h + 60)], 0.44, STONE
    )
    gable(pen, space.cx - w * 0.12, w * 0.24, horizon + 22, h * 0.4, depth=0.5, value=0.6)
    left_lit = pen.palette.light.side == "right"
    for way in (-1, 1):
        wall, lit = space.side(way * half), (way < 0) == left_lit
        for z0, z1 in ((9.5, 16.0), (5.2, 9.5), (1.2, 5.2)):
            depth = min(0.5, max(0.0, (z0 - 3) / 26))
            height = pen.pick(7.5, 10.0)
            house = House(
                z0,
                z1,
                height,
                4,
                (0.5 if lit else 0.28) + pen.sway(0.03),
                pen.random.choice(FRONTS),
                depth,
            )
            front(pen, wall, house)
        lines = []
        for _ in range(18):
            z, v = pen.pick(2.4, 9), pen.pick(0.3, 6.5)
            lines.append([wall(z, v), wall(z + 0.4, v)])
        pen.inks(lines, 2, opacity=0.45)
    pen.lit(space.ground(-half * 0.5, half * 0.8, 7.0, 15.0), 0.3)
    cobbles(pen, space, -half, half, 2.2, 12, 70)
    _washing(pen, space, half, 6.0, 4.6)
    _washing(pen, space, half, 9.0, 5.6)
    wall = space.side(half if left_lit else -half)
    x, y = wall(4.8, 3.1)
    arm = -1 if left_lit else 1
    px = x + arm * 0.5 * space.scale(4.8)
    pen.ink([(x, y + 26), (x + arm * 14, y - 8), (px, y)], 5, smooth=True)
    pen.glow(px, y + 34, h * 0.42, 0.8 if pen.palette.lamps else 0.25)
    pen.block(
        [(px - 15, y + 12), (px + 15, y + 12), (px + 10, y + 52), (px - 10, y + 52)],
        1.0,
        "#f2c060",
        tint=0.6,
    )
    if pen.palette.lamps:
        pen.lit(
            pen.oval(px + arm * 30, space.at(0, 0, 4.8)[1], 170, 34, 10, 0.05), 0.3, smooth=True
        )
    edge = half if not left_lit else -half
    barrel(pen, space, edge * 0.8, 5.4, 0.95)
    barrel(pen, space, edge * 0.72, 4.6, 0.8)
    crate(pen, space, -edge * 0.78, 4.4, 0.7)
    puddle(pen, *space.at(0.2 * half, 0, 4.2), 90)


def _washing(pen: Pen, space: Space, half: float, z: float, v: float) -> None:
    a, b = space.at(-half, v, z), space.at(half, v + 0.2, z)
    sag = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 0.25 * space.scale(z))
    pen.ink([a, sag, b], 2.2, smooth=True)
    m = space.scale(z)
    for k in (0.2, 0.36, 0.56, 0.74):
        x = a[0] + (b[0] - a[0]) * k
        y = a[1] + (sag[1] - a[1]) * min(1.0, 2 * min(k, 1 - k)) + 4
        cloth, drop = m * pen.pick(0.3, 0.5), m * pen.pick(0.4, 0.75)
        pen.block(
            [
                (x, y),
                (x + cloth, y),
                (x + cloth * 0.9, y + drop),
                (x + cloth * 0.1, y + drop * 0.92),
            ],
            pen.pick(0.6, 0.95),
            pen.random.choice(FRONTS),
            depth=0.15,
            line=2,
        )


def square(pen: Pen) -> None:
    """An open square: arcaded houses behind, a fountain with its figure, a tower, pigeons."""
    w, h = pen.width, pen.height
    horizon = h * 0.52
    sky(pen, horizon)
    roofs(pen, horizon + 4, h * 0.26, 7, depth=0.62)
    side = -1 if pen.chance(0.5) else 1
    tower(pen, w * (0.5 + side * 0.2), horizon + 16, h * 0.46, depth=0.45)
    space = Space(w * 0.5, horizon, h * 0.8)
    wall = space.facing(17)
    u = -22.0 if w > h else -9.0
    while u < (22 if w > h else 9):
        wide = pen.pick(3.6, 5.4)
        height = pen.pick(5.0, 7.6)
        front(
            pen,
            wall,
            House(u, u + wide, height, 3, pen.pick(0.5, 0.66), pen.random.choice(FRONTS), 0.34),
            shop=pen.chance(0.6),
        )
        x, y = wall(u + wide / 2, height)
        m = space.scale(17)
        pen.block(
            [wall(u - 0.2, height), (x, y - m * pen.pick(1.0, 1.8)), wall(u + wide + 0.2, height)],
            0.34,
            ROOF,
            depth=0.34,
        )
        u += wide
    snow = 0.3 if pen.palette.weather == "snow" else 0.0
    pen.wash(
        [(-60, wall(0, 0)[1]), (w + 60, wall(0, 0)[1]), (w + 60, h + 60), (-60, h + 60)],
        0.7 + snow,
        STONE,
    )
    lines = [[space.at(k * 1.6, 0, 15), space.at(k * 1.6, 0, 2.2)] for k in range(-8, 9)]
    lines += [[space.at(-18, 0, z), space.at(18, 0, z)] for z in (13, 10, 7.6, 5.6, 4.2, 3.2)]
    pen.inks(lines, 1.8, opacity=0.4)
    for way in (-1, 1):
        lamp_post(pen, *space.at(way * 4.6, 0, 9.5), 3.4 * space.scale(9.5), depth=0.15)
    _fountain(pen, space, side * -1.9, 10.5)
    tree(pen, w * (0.5 + side * 0.42), h * 0.7, h * 0.44, "round", depth=0.1)
    birds(pen, w * 0.5, h * 0.2, 6)


def _fountain(pen: Pen, space: Space, x: float, z: float) -> None:
    px, py = space.at(x, 0, z)
    m = space.scale(z)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.shadow(pen.oval(px - lit * m * 0.9, py + 4, m * 2.0, m * 0.3, 9, 0.05), 0.35, smooth=True)
    pen.block(
        [
            (px - 1.6 * m, py - 0.5 * m),
            (px - 1.5 * m, py),
            (px - 0.6 * m, py + 0.16 * m),
            (px + 0.6 * m, py + 0.16 * m),
            (px + 1.5 * m, py),
            (px + 1.6 * m, py - 0.5 * m),
        ],
        0.54,
        STONE,
    )
    pen.block(pen.oval(px, py - 0.5 * m, 1.6 * m, 0.26 * m, 12, 0.01), 0.8, "#6a9aa5", smooth=True)
    pen.block(
        [
            (px - 0.22 * m, py - 0.4 * m),
            (px - 0.15 * m, py - 1.5 * m),
            (px + 0.15 * m, py - 1.5 * m),
            (px + 0.22 * m, py - 0.4 * m),
        ],
        0.46,
        STONE,
    )
    pen.block(
        [
            (px - 0.8 * m, py - 1.6 * m),
            (px - 0.4 * m, py - 1.36 * m),
            (px + 0.4 * m, py - 1.36 * m),
            (px + 0.8 * m, py - 1.6 * m),
        ],
        0.6,
        STONE,
    )
    body = [
        (px - 0.2 * m, py - 1.6 * m),
        (px - 0.26 * m, py - 2.3 * m),
        (px - 0.14 * m, py - 2.66 * m),
        (px + 0.14 * m, py - 2.66 * m),
        (px + 0.34 * m, py - 2.9 * m),
        (px + 0.26 * m, py - 2.3 * m),
        (px + 0.2 * m, py - 1.6 * m),
    ]
    pen.block(body, 0.34, "#5a7068")
    pen.block(pen.oval(px, py - 2.84 * m, 0.13 * m, 0.16 * m, 8), 0.34, "#5a7068", smooth=True)
    for way in (-1, 1):
        for k in (0.4, 0.7):
            pen.ink(
                [
                    (px + way * k * m, py - 1.5 * m),
                    (px + way * (k + 0.24) * m, py - 1.3 * m),
                    (px + way * (k + 0.4) * m, py - 0.55 * m),
                ],
                4,
                smooth=True,
                colour=pen.tone(0.97),
                opacity=0.75,
            )


def house_front(pen: Pen) -> None:
    """One house seen from its path: steps and door, windows, gable, hedge, a tree to one side."""
    w, h = pen.width, pen.height
    horizon = h * 0.55
    sky(pen, horizon)
    ridge(pen, horizon, h * 0.08, 0.5, depth=0.7)
    for k in (0.05, 0.2, 0.8, 0.94):
        tree(pen, w * k, horizon + 14, h * pen.pick(0.25, 0.4), "round", depth=0.5)
    snow = 0.3 if pen.palette.weather == "snow" else 0.0
    pen.wash(
        [(-60, horizon + 10), (w + 60, horizon + 10), (w + 60, h + 60), (-60, h + 60)],
        0.54 + snow,
        LEAF,
        tint=0.45,
    )
    space = Space(w * 0.5, horizon, h * 0.86)
    z = 10.0 if w > h else 13.0
    wall = space.facing(z)
    cx = pen.pick(-0.8, 0.8)
    local = pen.random.choice(FRONTS)
    _house_body(pen, space, cx, z, local)
    side = -1 if pen.palette.light.side == "right" else 1
    pen.wash(
        [
            wall(cx - 0.7, 0),
            wall(cx + 0.7, 0),
            space.at(cx + 1.3, 0, 2.4),
            space.at(cx - 1.3, 0, 2.4),
        ],
        0.8 + snow,
        "#b09a70",
    )
    pen.inks(
        [
            [wall(cx - 0.7, 0), space.at(cx - 1.3, 0, 2.4)],
            [wall(cx + 0.7, 0), space.at(cx + 1.3, 0, 2.4)],
        ],
        3,
    )
    for way in (-1, 1):
        for index in range(5):
            bush(
                pen,
                *space.at(cx + way * (1.9 + index * 1.3), 0, 8.6),
                0.75 * space.scale(8.6),
                depth=0.08,
            )
        x, y = space.at(cx + way * 1.6, 0, 5.2)
        m = space.scale(5.2)
        pen.block(
            [
                (x - 0.17 * m, y),
                (x - 0.17 * m, y - 1.05 * m),
                (x + 0.17 * m, y - 1.05 * m),
                (x + 0.17 * m, y),
            ],
            0.6,
            STONE,
        )
        pen.block(
            [(x - 0.24 * m, y - 1.05 * m), (x, y - 1.3 * m), (x + 0.24 * m, y - 1.05 * m)],
            0.7,
            STONE,
        )
        far = x + way * w
        pen.inks(
            [
                [(x + way * k * 0.3 * m, y), (x + way * k * 0.3 * m, y - 0.85 * m)]
                for k in range(1, 16)
            ],
            4,
        )
        pen.inks(
            [[(x, y - 0.7 * m), (far, y - 0.7 * m)], [(x, y - 0.2 * m), (far, y - 0.2 * m)]], 4
        )
    tree(pen, w * (0.5 + side * 0.4), h * 0.78, h * 0.74, "bare" if pen.chance(0.4) else "round")


def _house_body(pen: Pen, space: Space, cx: float, z: float, local: str) -> None:
    wall, wide, top = space.facing(z), 4.4, 5.4
    snow = pen.palette.weather == "snow"
    for k in (-2.6, 2.4):
        x, y = wall(cx + k, top + 2.2)
        chimney(pen, x, y, 1.2 * space.scale(z), smoke=pen.chance(0.6))
    pen.block(
        [
            wall(cx - wide - 0.4, top),
            wall(cx - wide + 0.9, top + 2.4),
            wall(cx + wide - 0.9, top + 2.4),
            wall(cx + wide + 0.4, top),
        ],
        0.95 if snow else 0.3,
        "" if snow else ROOF,
        line=3,
    )
    pen.inks(
        [
            [wall(cx + k, top + 0.1), wall(cx + k * 0.86, top + 2.3)]
            for k in (-3.4, -2.2, -1.2, 1.3, 2.1, 3.5)
        ],
        2,
        opacity=0.4,
    )
    pen.block(panel(wall, cx - wide, 0, 2 * wide, top), 0.66, local, line=3, tint=0.45)
    dark = 1 if pen.palette.light.side == "left" else -1
    pen.shadow(
        [
            wall(cx + dark * wide * 0.25, 0),
            wall(cx + dark * wide * 0.4, top),
            wall(cx + dark * wide, top),
            wall(cx + dark * wide, 0),
        ],
        0.22,
    )
    pen.shadow(panel(wall, cx - wide, top - 0.5, 2 * wide, 0.5), 0.34)
    pen.block([wall(cx - 1.3, top), wall(cx, top + 1.7), wall(cx + 1.3, top)], 0.6, local, line=2.6)
    for u, v in ((-3.3, 0.9), (2.1, 0.9), (-3.3, 3.3), (-0.6, 3.3), (2.1, 3.3)):
        pen.block(panel(wall, cx + u - 0.12, v - 0.12, 1.44, 1.74), 0.84, local, line=2)
        glass = panel(wall, cx + u, v, 1.2, 1.5)
        colour = pane_colour(pen, 0.0, 0.6)
        pen.fill(glass, colour, 1)
        if colour == pen.palette.glow:
            x, y = wall(cx + u + 0.6, v + 0.7)
            pen.glow(x, y, 1.5 * space.scale(z), 0.4)
        pen.inks(
            [
                [*glass, glass[0]],
                [wall(cx + u + 0.6, v), wall(cx + u + 0.6, v + 1.5)],
                [wall(cx + u, v + 0.75), wall(cx + u + 1.2, v + 0.75)],
            ],
            3,
        )
    pen.block(panel(wall, cx - 0.85, 0, 1.7, 2.75), 0.86, STONE)
    pen.block(
        panel(wall, cx - 0.55, 0.3, 1.1, 2.1),
        0.22,
        pen.random.choice((WOOD, "#2f5a4a", "#7a2a2a")),
        tint=0.6,
    )
    pen.fill(
        panel(wall, cx - 0.4, 1.95, 0.8, 0.32),
        pen.palette.glow if pen.palette.lamps else pen.tone(0.9),
        1,
    )
    pen.block([wall(cx - 1.15, 2.75), wall(cx, 3.2), wall(cx + 1.15, 2.75)], 0.8, STONE)
    for index in range(3):
        box(
            pen,
            space,
            Box(
                cx - 1.0 - 0.2 * index,
                cx + 1.0 + 0.2 * index,
                0,
                0.3 - 0.1 * index,
                z - 0.4 * (index + 1),
                z - 0.4 * index,
            ),
            0.72,
            STONE,
            line=1.8,
            contact=False,
        )


def rooftop(pen: Pen) -> None:
    """Among chimneys above the town: a near ridge of tiles, roofs behind roofs, a great sky."""
    w, h = pen.width, pen.height
    horizon = h * 0.6
    sky(pen, horizon)
    roofs(pen, horizon, h * 0.12, 14, depth=0.8)
    tower(pen, w * pen.pick(0.25, 0.4), horizon, h * 0.36, depth=0.7)
    tower(pen, w * pen.pick(0.62, 0.78), horizon + 10, h * 0.3, depth=0.66, dome=True)
    roofs(pen, horizon + h * 0.07, h * 0.17, 9, depth=0.55)
    roofs(pen, horizon + h * 0.17, h * 0.24, 6, depth=0.34)
    snow = pen.palette.weather == "snow"
    lit = -1 if pen.palette.light.side == "left" else 1
    crest = h * 0.72
    slope = [
        (-60, crest + h * 0.06),
        (w * 0.2, crest + 8),
        (w * 0.8, crest),
        (w + 60, crest + h * 0.04),
        (w + 60, h + 60),
        (-60, h + 60),
    ]
    pen.block(slope, 0.88 if snow else 0.42, "" if snow else "#7a4a3c", tint=0.5, line=4)
    pen.block(
        [
            (-60, crest + h * 0.04),
            (w * 0.2, crest - 8),
            (w * 0.8, crest - 16),
            (w + 60, crest + h * 0.02),
            (w + 60, crest + h * 0.045),
            (w * 0.8, crest + 8),
            (w * 0.2, crest + 14),
            (-60, crest + h * 0.07),
        ],
        0.6,
        "#8a5a44",
    )
    lines = []
    for row in range(1, 7):
        y = crest + h * 0.05 * row
        for index in range(16):
            x = w * (index + (row % 2) / 2) / 15 + pen.sway(4)
            if pen.chance(0.75):
                lines.append([(x - 34, y), (x - 14, y + 12), (x + 14, y + 12), (x + 34, y)])
    pen.inks(lines, 2.6, opacity=0.55)
    for k, size in ((0.5 - lit * 0.34, 0.3), (0.5 + lit * 0.4, 0.22)):
        chimney(pen, w * k, crest + h * 0.1, h * size, smoke=True)
    pen.shadow(
        [
            (w * (0.5 - lit * 0.34), crest + h * 0.1),
            (w * (0.5 - lit * 0.3), crest + h * 0.1),
            (w * (0.5 - lit * 0.48), h),
            (w * (0.5 - lit * 0.56), h),
        ],
        0.35,
    )
    birds(pen, w * 0.5, h * 0.25, 6)


def city(pen: Pen) -> None:
    """The city from a height: plane behind plane of roofs, towers, a river of light, smoke."""
    w, h = pen.width, pen.height
    horizon = h * 0.46
    sky(pen, horizon)
    ridge(pen, horizon + 6, h * 0.06, 0.5, depth=0.85, line=1.2)
    roofs(pen, horizon + h * 0.05, h * 0.08, 20, depth=0.8)
    for k, tall, dome in (
        (0.16, 0.26, False),
        (0.38, 0.3, True),
        (0.58, 0.22, False),
        (0.83, 0.33, False),
    ):
        tower(pen, w * (k + pen.sway(0.03)), horizon + h * 0.07, h * tall, depth=0.68, dome=dome)
    roofs(pen, horizon + h * 0.13, h * 0.13, 13, depth=0.6)
    pen.fill(
        [
            (-60, horizon + h * 0.08),
            (w * 0.4, horizon + h * 0.1),
            (w + 60, horizon + h * 0.07),
            (w + 60, horizon + h * 0.16),
            (-60, horizon + h * 0.16),
        ],
        mix(pen.palette.air, "#ffffff", 0.1),
        3,
        0.3,
    )
    roofs(pen, horizon + h * 0.26, h * 0.2, 8, depth=0.38)
    tower(pen, w * pen.pick(0.64, 0.76), horizon + h * 0.3, h * 0.5, depth=0.25)
    roofs(pen, horizon + h * 0.44, h * 0.28, 5, depth=0.12, value=0.4)
    birds(pen, w * 0.4, h * 0.18, 7)
    parapet(pen, h * 0.8)


def parapet(pen: Pen, y: float) -> None:
    """A stone terrace in front, its balustrade against the view; people stand before it."""
    w, h = pen.width, pen.height
    for k in range(15):
        x = w * (k + 0.5) / 15
        wide = w * 0.017
        pen.block(
            [
                (x - wide, y),
                (x - wide * 0.4, y - h * 0.03),
                (x - wide * 1.1, y - h * 0.055),
                (x - wide * 0.5, y - h * 0.085),
                (x + wide * 0.5, y - h * 0.085),
                (x + wide * 1.1, y - h * 0.055),
                (x + wide * 0.4, y - h * 0.03),
                (x + wide, y),
            ],
            0.46,
            STONE,
            line=2,
        )
    pen.block(
        [
            (-60, y - h * 0.115),
            (w + 60, y - h * 0.115),
            (w + 60, y - h * 0.08),
            (-60, y - h * 0.08),
        ],
        0.66,
        STONE,
    )
    pen.block(
        [(-60, y - h * 0.01), (w + 60, y - h * 0.01), (w + 60, h + 60), (-60, h + 60)], 0.5, STONE
    )
    pen.wash(
        [(-60, y + h * 0.03), (w + 60, y + h * 0.03), (w + 60, h + 60), (-60, h + 60)], 0.64, STONE
    )
    pen.inks(
        [
            [(w * (0.5 + (k - 4) * 0.13), y + h * 0.03), (w * (0.5 + (k - 4) * 0.21), h)]
            for k in range(9)
        ],
        2,
        opacity=0.4,
    )
