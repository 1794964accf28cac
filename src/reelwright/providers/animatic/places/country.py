"""The open country: fields, roads, gardens, and anywhere out of doors."""

from reelwright.providers.animatic.panel.ink import Pen, between
from reelwright.providers.animatic.places.nature import (
    EARTH,
    LEAF,
    birds,
    path_to,
    ridge,
    sky,
)
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.trees import bush, grass, tree

STRAW = "#c8a24a"


def snowy(pen: Pen) -> float:
    """How much lighter the ground lies under snow."""
    return 0.34 if pen.palette.weather == "snow" else 0.0


def far_hills(pen: Pen, horizon: float) -> None:
    ridge(pen, horizon, pen.height * 0.13, 0.55, depth=0.78, peaks=5, line=1.5)
    ridge(pen, horizon + 8, pen.height * 0.07, 0.5, depth=0.6, peaks=7, line=1.8)


def field(pen: Pen) -> None:
    """Furrows or ripe corn to the horizon, stooks, a hedge, a lone tree."""
    w, h = pen.width, pen.height
    horizon = h * 0.48
    sky(pen, horizon + 8)
    far_hills(pen, horizon)
    snow = snowy(pen)
    ridge(pen, horizon + h * 0.04, h * 0.02, 0.46, depth=0.42, peaks=9)
    pen.wash(
        [(-60, horizon + h * 0.05), (w + 60, horizon + h * 0.04), (w + 60, h + 60), (-60, h + 60)],
        0.68 + snow,
        STRAW,
        tint=0.5,
    )
    vx = w * pen.pick(0.4, 0.6)
    for index in range(-9, 10):
        x0, x1 = vx + index * w * 0.17, vx + (index + 0.42) * w * 0.17
        pen.wash([(vx + index * w * 0.012, horizon + h * 0.05),
            (vx + (index + 0.4) * w * 0.012, horizon + h * 0.05),
                  (vx + (x1 - vx) * 1.6, h * 1.05), (vx + (x0 - vx) * 1.6, h * 1.05)], 0.54 + snow,
                  STRAW, tint=0.5)  # fmt: skip
    tree(pen, w * pen.pick(0.72, 0.82), horizon + h * 0.1, h * 0.36, "round", depth=0.12)
    for k, y, size in (
        (0.2, 0.6, 0.09),
        (0.34, 0.57, 0.06),
        (0.62, 0.56, 0.05),
        (0.1, 0.74, 0.16),
        (0.88, 0.72, 0.15),
    ):
        _stook(pen, w * k, h * y, h * size)
    fence = [(w * -0.02, h * 0.93), (w * 0.3, h * 0.9)]
    posts = [
        [(x, y), (x + 3, y - h * 0.15)]
        for x, y in (between(fence[0], fence[1], k) for k in (0.1, 0.4, 0.7, 1.0))
    ]
    pen.inks(posts, 11)
    pen.inks(
        [
            [(fence[0][0], fence[0][1] - v), (fence[1][0], fence[1][1] - v)]
            for v in (h * 0.05, h * 0.11)
        ],
        6,
    )
    birds(pen, w * 0.4, h * 0.22)
    grass(pen, h * 0.86, h * 1.02, 40, size=46, local=STRAW)


def _stook(pen: Pen, x: float, y: float, size: float) -> None:
    pen.shadow(
        [(x - size * 0.5, y), (x + size * 0.9, y), (x + size * 0.6, y - size * 0.1)],
        0.3,
        smooth=True,
    )
    body = [
        (x - size * 0.45, y),
        (x - size * 0.12, y - size * 0.75),
        (x - size * 0.3, y - size * 1.1),
        (x + size * 0.28, y - size * 1.12),
        (x + size * 0.12, y - size * 0.75),
        (x + size * 0.48, y),
    ]
    pen.block(body, 0.72, STRAW, tint=0.55, line=2)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.shadow([(x, y - size * 0.7), (x - lit * size * 0.45, y), (x, y)], 0.3)
    pen.inks(
        [
            [(x + k * size * 0.5, y - 2), (x + k * size * 0.14, y - size * 0.72)]
            for k in (-0.6, -0.1, 0.4, 0.7)
        ],
        1.8,
    )
    pen.ink([(x - size * 0.16, y - size * 0.74), (x + size * 0.16, y - size * 0.74)], 4)


def exterior(pen: Pen) -> None:
    """Anywhere outdoors: a great sky, receding planes of ground, one tree, a path of light."""
    w, h = pen.width, pen.height
    horizon = h * 0.54
    sky(pen, horizon + 10)
    far_hills(pen, horizon)
    snow = snowy(pen)
    ridge(pen, horizon + h * 0.07, h * 0.04, 0.5 + snow, depth=0.35)
    for _ in range(5):
        bush(pen, w * pen.pick(0, 1), horizon + h * 0.08, pen.pick(20, 46), depth=0.35)
    ridge(pen, horizon + h * 0.16, h * 0.03, 0.58 + snow, EARTH, depth=0.12)
    side = -1 if pen.palette.light.side == "right" else 1
    tree(
        pen,
        w * (0.5 + side * 0.3),
        h * 0.76,
        h * 0.5,
        pen.random.choice(("round", "bare", "round")),
    )
    path_to(
        pen,
        (w * 0.3, w * 0.62),
        (w * (0.5 - side * 0.08), 16),
        horizon + h * 0.12,
        value=0.74 + snow,
    )
    grass(pen, h * 0.74, h, 26, size=34)


def road(pen: Pen) -> None:
    """A road winding to the horizon between poplars and posts, a milestone beside it."""
    w, h = pen.width, pen.height
    horizon = h * 0.53
    sky(pen, horizon + 8)
    far_hills(pen, horizon)
    snow = snowy(pen)
    pen.wash(
        [(-60, horizon + 6), (w + 60, horizon), (w + 60, h + 60), (-60, h + 60)],
        0.58 + snow,
        LEAF,
        tint=0.42,
        depth=0.1,
    )
    ridge(pen, horizon + h * 0.09, h * 0.03, 0.48 + snow, LEAF, depth=0.28)
    end = w * pen.pick(0.44, 0.56)
    for k, y, size in (
        (0.02, 0.04, 0.1),
        (0.05, 0.06, 0.15),
        (0.1, 0.1, 0.24),
        (0.19, 0.17, 0.4),
        (0.36, 0.3, 0.68),
    ):
        for way in (-1, 1):
            tree(
                pen,
                end + way * w * (k + 0.02) * 1.15,
                horizon + h * y,
                h * size,
                "poplar",
                depth=max(0.0, 0.55 - k * 2),
            )
    path_to(pen, (w * 0.16, w * 0.76), (end, 14), horizon + h * 0.03, value=0.8 + snow)
    x, y = w * 0.2, h * 0.9
    pen.block(
        [
            (x - 34, y),
            (x - 32, y - 90),
            (x - 16, y - 112),
            (x + 16, y - 112),
            (x + 32, y - 88),
            (x + 34, y),
        ],
        0.62,
        STONE,
    )
    pen.inks([[(x - 14, y - 74), (x + 14, y - 76)], [(x - 10, y - 52), (x + 12, y - 52)]], 4)
    birds(pen, w * 0.62, h * 0.2)
    grass(pen, h * 0.78, h * 1.02, 34, size=36)


def garden(pen: Pen) -> None:
    """Beds of flowers along a path, a bench under a tree, a gate in the wall."""
    w, h = pen.width, pen.height
    horizon = h * 0.52
    sky(pen, horizon)
    for index in range(7):
        tree(
            pen,
            w * (index + pen.pick(0.2, 0.8)) / 7,
            horizon + 6,
            h * pen.pick(0.22, 0.34),
            "round",
            depth=0.55,
        )
    snow = snowy(pen)
    wall_top, wall_low = horizon - h * 0.06, horizon + h * 0.1
    pen.block(
        [(-60, wall_top), (w + 60, wall_top), (w + 60, wall_low), (-60, wall_low)],
        0.62,
        "#a5714f",
        depth=0.2,
    )
    bricks = []
    for row in range(1, 6):
        y = wall_top + (wall_low - wall_top) * row / 6
        for _ in range(9):
            x = w * pen.pick(0, 1)
            bricks.append([(x, y), (x + pen.pick(30, 110), y)])
    pen.inks(bricks, 1.8, depth=0.3, opacity=0.7)
    gate = w * pen.pick(0.46, 0.56)
    pen.fill(
        [
            (gate - 44, wall_low),
            (gate - 44, wall_top + 4),
            (gate - 26, wall_top - 28),
            (gate + 26, wall_top - 28),
            (gate + 44, wall_top + 4),
            (gate + 44, wall_low),
        ],
        pen.tone(0.9, LEAF, depth=0.4),
        1.5,
    )
    pen.inks(
        [[(gate + k * 11, wall_low), (gate + k * 11, wall_top - 10)] for k in range(-3, 4)], 3.6
    )
    pen.wash(
        [(-60, wall_low), (w + 60, wall_low), (w + 60, h + 60), (-60, h + 60)],
        0.56 + snow,
        LEAF,
        tint=0.5,
    )
    path_to(pen, (w * 0.34, w * 0.66), (gate, 70), wall_low, value=0.82, local="#b09a70")
    lit = -1 if pen.palette.light.side == "left" else 1
    tx = w * (0.5 - lit * 0.34)
    tree(pen, tx, h * 0.74, h * 0.66, "round")
    pen.shadow(pen.oval(tx - lit * 60, h * 0.76, h * 0.3, h * 0.035, 10, 0.1), 0.35, smooth=True)
    _bench(pen, w * (0.5 + lit * 0.26), h * 0.7, h * 0.12)
    for side in (-1, 1):
        for row in range(3):
            y = h * (0.68 + 0.11 * row)
            for index in range(5):
                x = w * (0.5 + side * (0.14 + 0.05 * row + index * (0.055 + 0.02 * row)))
                _flowers(pen, x, y + pen.sway(6), 20 + 13 * row)
    grass(pen, h * 0.68, h, 24, size=26)


def _flowers(pen: Pen, x: float, y: float, size: float) -> None:
    bush(pen, x, y, size * 1.2, value=0.34)
    if pen.palette.weather == "snow":
        return
    local = pen.random.choice(("#c8443a", "#e0b040", "#e8e0d0", "#9a5a9a"))
    for _ in range(5):
        fx, fy = x + pen.sway(size * 0.6), y - size * pen.pick(0.3, 1.1)
        pen.wash(
            pen.oval(fx, fy, size * 0.16, size * 0.15, 6, 0.1), 0.72, local, smooth=True, tint=0.75
        )


def _bench(pen: Pen, x: float, y: float, size: float) -> None:
    half = size * 1.1
    for v in (0.95, 0.72):
        pen.block(
            [
                (x - half, y - size * v),
                (x + half, y - size * v),
                (x + half, y - size * (v - 0.14)),
                (x - half, y - size * (v - 0.14)),
            ],
            0.5,
            "#7a4a2a",
            line=2,
        )
    pen.block(
        [
            (x - half * 1.04, y - size * 0.45),
            (x + half * 1.04, y - size * 0.45),
            (x + half * 1.1, y - size * 0.32),
            (x - half * 1.1, y - size * 0.32),
        ],
        0.64,
        "#7a4a2a",
        line=2,
    )
    pen.inks([[(x + k * half, y), (x + k * half, y - size)] for k in (-0.9, 0.9)], 7)
