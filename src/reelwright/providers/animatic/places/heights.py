"""A house from its path, and the town from its roofs."""

from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.panel.palette import mix
from reelwright.providers.animatic.places.building import (
    FRONTS,
    ROOF,
    chimney,
    pane_colour,
    roofs,
    tower,
)
from reelwright.providers.animatic.places.nature import LEAF, birds, ridge, sky
from reelwright.providers.animatic.places.room import STONE, WOOD
from reelwright.providers.animatic.places.space import Box, Space, box, panel
from reelwright.providers.animatic.places.trees import bush, tree


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
