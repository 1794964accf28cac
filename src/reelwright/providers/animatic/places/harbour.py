"""The harbour, and ships."""

from reelwright.providers.animatic.panel.ink import Pen, Point
from reelwright.providers.animatic.places.building import gable, lamp_post, puddle, roofs
from reelwright.providers.animatic.places.furniture import barrel, crate
from reelwright.providers.animatic.places.nature import (
    birds,
    glitter,
    ridge,
    sky,
    sun_x,
    water,
)
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.space import Space


def ship(
    pen: Pen,
    x: float,
    y: float,
    size: float,
    *,
    depth: float = 0.3,
    sails: bool = False,
    way: int = 1,
) -> None:
    """A three-master, `size` long, its waterline at y."""
    s = size
    hull = [
        (x - way * s * 0.52, y - s * 0.19),
        (x - way * s * 0.44, y),
        (x + way * s * 0.36, y),
        (x + way * s * 0.5, y - s * 0.15),
        (x + way * s * 0.2, y - s * 0.1),
        (x - way * s * 0.3, y - s * 0.11),
    ]
    masts = ((-0.28, 0.62), (0.0, 0.78), (0.26, 0.66))
    lines: list[list[Point]] = []
    for k, tall in masts:
        mx = x + way * s * k
        lines.append([(mx, y - s * 0.08), (mx, y - s * tall)])
        for v in (0.36, 0.58, 0.8):
            half = s * 0.15 * (1.2 - v * 0.6)
            yy = y - s * (0.1 + (tall - 0.1) * v)
            lines.append([(mx - half, yy), (mx + half, yy + s * 0.008)])
            if sails and v < 0.7:
                drop = s * (tall - 0.1) * 0.2
                pen.block(
                    [
                        (mx - half, yy),
                        (mx + half, yy),
                        (mx + half * 1.1 + way * s * 0.03, yy + drop),
                        (mx + way * s * 0.05, yy + drop * 0.86),
                        (mx - half * 0.9 + way * s * 0.02, yy + drop),
                    ],
                    0.9,
                    "#d8c8a0",
                    depth=depth,
                    line=1.8,
                )
    pen.inks(lines, max(2.4, s * 0.014), depth=depth)
    rig = []
    for k, tall in masts:
        mx = x + way * s * k
        rig += [
            [(mx, y - s * tall), (mx - s * 0.14, y - s * 0.1)],
            [(mx, y - s * tall), (mx + s * 0.14, y - s * 0.1)],
            [(mx, y - s * tall * 0.9), (mx + way * s * 0.3, y - s * tall * 0.45)],
        ]
    rig.append([(x + way * s * 0.26, y - s * 0.64), (x + way * s * 0.68, y - s * 0.24)])
    pen.inks(rig, 1.6, depth=depth, opacity=0.7)
    pen.ink(
        [(x + way * s * 0.46, y - s * 0.14), (x + way * s * 0.7, y - s * 0.25)],
        s * 0.014,
        depth=depth,
    )
    pen.block(hull, 0.2, "#4a3426", depth=depth)
    pen.wash(
        [
            (x - way * s * 0.47, y - s * 0.1),
            (x + way * s * 0.44, y - s * 0.075),
            (x + way * s * 0.43, y - s * 0.055),
            (x - way * s * 0.46, y - s * 0.07),
        ],
        0.75,
        "#c8a860",
        depth=depth,
    )
    if pen.palette.lamps:
        for k in (-0.3, -0.1, 0.1):
            pen.fill(pen.rect(x + s * k, y - s * 0.1, s * 0.025, s * 0.022), pen.palette.glow, 0.5)
        pen.glow(x - way * s * 0.46, y - s * 0.22, s * 0.2, 0.6)


def harbour(pen: Pen) -> None:
    """Masts against the sky, warehouses, a stone quay with bollards, barrels, wet light."""
    w, h = pen.width, pen.height
    horizon = h * 0.5
    sky(pen, horizon)
    side = 1 if pen.palette.light.side == "left" else -1
    ridge(pen, horizon + 4, h * 0.09, 0.5, depth=0.75, line=1.4)
    roofs(pen, horizon + 6, h * 0.09, 15, depth=0.7)
    water(pen, horizon + 4, h * 0.84, waves=36)
    glitter(pen, sun_x(pen), horizon + 6, h * 0.78)
    for k, size, depth in ((0.24, 0.3, 0.6), (0.52, 0.4, 0.45)):
        ship(
            pen,
            w * (0.5 + side * (k - 0.5)),
            horizon + h * size * 0.16,
            h * size * 1.2,
            depth=depth,
            way=side,
        )
    for index in range(3):
        wide = w * 0.16
        x = w * (0.5 + side * (0.34 + 0.1 * index)) - (wide if side > 0 else 0) * 0.5
        gable(
            pen,
            x,
            wide,
            horizon + h * (0.07 + 0.05 * index),
            h * (0.34 + 0.12 * index),
            depth=0.34 - 0.12 * index,
            value=0.42,
        )
    ship(pen, w * (0.5 - side * 0.2), h * 0.72, h * 0.86, depth=0.08, way=-side)
    edge = (
        [(-60, h * 0.8), (w * 0.5, h * 0.79), (w + 60, h * 0.76)]
        if side > 0
        else [(-60, h * 0.76), (w * 0.5, h * 0.79), (w + 60, h * 0.8)]
    )
    pen.block([*edge, (w + 60, h + 60), (-60, h + 60)], 0.6, STONE, line=4)
    pen.block([*edge, *[(x, y + h * 0.035) for x, y in reversed(edge)]], 0.76, STONE, line=2)
    pen.inks(
        [
            [(w * k, h * 0.84), (w * (0.5 + (k - 0.5) * 1.5), h * 1.02)]
            for k in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
        ]
        + [[(0, h * 0.91), (w, h * 0.9)]],
        2.4,
        opacity=0.45,
    )
    for k in (0.16, 0.46, 0.8):
        _bollard(pen, w * (k + pen.sway(0.02)), h * 0.84, h * 0.075)
    space = Space(w * 0.5, horizon, h * 0.86)
    for x, z, size in ((3.4, 5.6, 0.9), (4.2, 5.4, 0.9), (3.8, 4.9, 0.8)):
        barrel(pen, space, side * x, z, size)
    crate(pen, space, -side * 4.2, 5.0, 0.9)
    crate(pen, space, -side * 3.4, 4.7, 0.65)
    lamp_post(pen, *space.at(side * 2.5, 0, 5.2), 3.3 * space.scale(5.2))
    if pen.palette.weather in ("rain", "storm"):
        puddle(pen, w * 0.45, h * 0.92, 150)
    birds(pen, w * 0.45, h * 0.18, 6)


def _bollard(pen: Pen, x: float, y: float, size: float) -> None:
    pen.shadow(
        [(x - size * 0.4, y), (x + size, y), (x + size * 0.8, y - size * 0.15)], 0.35, smooth=True
    )
    pen.block(
        [
            (x - size * 0.28, y),
            (x - size * 0.2, y - size * 0.7),
            (x - size * 0.36, y - size * 0.8),
            (x - size * 0.3, y - size),
            (x + size * 0.3, y - size),
            (x + size * 0.36, y - size * 0.8),
            (x + size * 0.2, y - size * 0.7),
            (x + size * 0.28, y),
        ],
        0.14,
        "#2f3438",
    )
    pen.ink(
        [
            (x - size * 0.3, y - size * 0.4),
            (x, y - size * 0.3),
            (x + size * 0.3, y - size * 0.42),
            (x + size * 0.8, y - size * 0.05),
            (x + size * 1.6, y + size * 0.1),
        ],
        5,
        smooth=True,
        colour=pen.tone(0.75, "#c8a860"),
    )
