"""The town: streets, alleys and squares."""

from itertools import pairwise

from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.places.building import (
    FRONTS,
    ROOF,
    House,
    chimney,
    cobbles,
    front,
    gable,
    lamp_post,
    puddle,
    roofs,
    tower,
)
from reelwright.providers.animatic.places.furniture import barrel, crate
from reelwright.providers.animatic.places.nature import birds, sky
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.space import Space
from reelwright.providers.animatic.places.trees import tree


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
