"""Still places: a graveyard, a river."""

from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.places.country import far_hills, snowy
from reelwright.providers.animatic.places.nature import LEAF, path_to, ridge, sky, water
from reelwright.providers.animatic.places.room import STONE
from reelwright.providers.animatic.places.trees import grass, tree


def graveyard(pen: Pen) -> None:
    """Leaning stones, a bare tree, a chapel on the rise, railings."""
    w, h = pen.width, pen.height
    horizon = h * 0.56
    sky(pen, horizon + 10)
    ridge(pen, horizon, h * 0.08, 0.5, depth=0.7, peaks=6)
    snow = snowy(pen)
    side = 1 if pen.chance(0.5) else -1
    _chapel(pen, w * (0.5 + side * 0.2), horizon + h * 0.03, h * 0.3)
    pen.wash(
        [
            (-60, horizon + h * 0.06),
            (w * 0.3, horizon),
            (w * 0.7, horizon + h * 0.04),
            (w + 60, horizon),
            (w + 60, h + 60),
            (-60, h + 60),
        ],
        0.48 + snow,
        LEAF,
        tint=0.4,
        depth=0.1,
    )
    rails = [[(w * k / 26, horizon + h * 0.1), (w * k / 26, horizon - h * 0.02)] for k in range(27)]
    pen.inks([*rails, [(-20, horizon + h * 0.01), (w + 20, horizon + h * 0.01)]], 3.6, depth=0.25)
    tree(pen, w * (0.5 - side * 0.3), h * 0.76, h * 0.66, "bare")
    path_to(
        pen,
        (w * 0.38, w * 0.66),
        (w * (0.5 + side * 0.18), 12),
        horizon + h * 0.04,
        value=0.72 + snow,
    )
    rows = ((0.66, 0.08, 9), (0.75, 0.13, 7), (0.92, 0.24, 5))
    for y, size, count in rows:
        for index in range(count):
            x = w * (index + pen.pick(0.2, 0.8)) / count
            if abs(x - w * 0.52) > w * (0.05 + size * 0.4):
                _stone(
                    pen,
                    x,
                    h * (y + pen.sway(0.01)),
                    h * size * pen.pick(0.8, 1.1),
                    max(0.0, (0.8 - y) * 1.6),
                )
    grass(pen, h * 0.7, h * 1.02, 46, size=30)


def _stone(pen: Pen, x: float, y: float, size: float, depth: float) -> None:
    lean = pen.sway(0.08) * size
    pen.shadow(
        [(x - size * 0.3, y), (x + size * 0.7, y + 3), (x + size * 0.6, y - size * 0.1)],
        0.35,
        smooth=True,
    )
    if pen.chance(0.3):
        t, c = size * 0.1, lean
        cross = [(x - t, y), (x - t + c, y - size * 0.62), (x - size * 0.32 + c, y - size * 0.62),
            (x - size * 0.32 + c, y - size * 0.82), (x - t + c, y - size * 0.82),
            (x - t + c, y - size * 1.1),
                 (x + t + c, y - size * 1.1), (x + t + c, y - size * 0.82),
                 (x + size * 0.32 + c, y - size * 0.82), (x + size * 0.32 + c, y - size * 0.62),
                 (x + t + c, y - size * 0.62), (x + t, y)]  # fmt: skip
        pen.block(cross, 0.5, STONE, depth=depth)
        return
    slab = [
        (x - size * 0.34, y),
        (x - size * 0.33 + lean, y - size * 0.72),
        (x - size * 0.2 + lean, y - size * 0.95),
        (x + lean, y - size),
        (x + size * 0.2 + lean, y - size * 0.95),
        (x + size * 0.33 + lean, y - size * 0.72),
        (x + size * 0.34, y),
    ]
    pen.block(slab, 0.56, STONE, depth=depth)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.shadow(
        [
            (x - lit * size * 0.34, y),
            (x - lit * size * 0.33 + lean, y - size * 0.72),
            (x - lit * size * 0.12 + lean, y - size * 0.95),
            (x - lit * size * 0.1, y),
        ],
        0.3,
    )
    pen.inks(
        [
            [(x - size * 0.16 + lean, y - size * v), (x + size * 0.14 + lean, y - size * v)]
            for v in (0.7, 0.58, 0.46)
        ],
        2,
        depth=depth,
        opacity=0.6,
    )


def _chapel(pen: Pen, x: float, y: float, size: float) -> None:
    d = 0.4
    pen.block(
        [
            (x - size * 0.7, y),
            (x - size * 0.7, y - size * 0.45),
            (x + size * 0.5, y - size * 0.45),
            (x + size * 0.5, y),
        ],
        0.54,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x - size * 0.76, y - size * 0.43),
            (x - size * 0.55, y - size * 0.82),
            (x + size * 0.4, y - size * 0.82),
            (x + size * 0.54, y - size * 0.43),
        ],
        0.3,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x + size * 0.34, y),
            (x + size * 0.34, y - size * 0.95),
            (x + size * 0.68, y - size * 0.95),
            (x + size * 0.68, y),
        ],
        0.62,
        STONE,
        depth=d,
    )
    pen.block(
        [
            (x + size * 0.3, y - size * 0.94),
            (x + size * 0.51, y - size * 1.6),
            (x + size * 0.72, y - size * 0.94),
        ],
        0.28,
        STONE,
        depth=d,
    )
    glass = pen.palette.glow if pen.palette.lamps else pen.tone(0.16, depth=d)
    for k in (-0.5, -0.2, 0.08):
        pen.fill(
            [
                (x + size * k, y - size * 0.1),
                (x + size * k, y - size * 0.28),
                (x + size * (k + 0.05), y - size * 0.35),
                (x + size * (k + 0.1), y - size * 0.28),
                (x + size * (k + 0.1), y - size * 0.1),
            ],
            glass,
            1,
        )
    pen.inks(
        [
            [(x + size * 0.51, y - size * 1.58), (x + size * 0.51, y - size * 1.75)],
            [(x + size * 0.46, y - size * 1.69), (x + size * 0.56, y - size * 1.69)],
        ],
        3,
        depth=d,
    )


def river(pen: Pen) -> None:
    """A river between banks, willows and reeds, a moored boat, a far mill."""
    w, h = pen.width, pen.height
    horizon = h * 0.5
    sky(pen, horizon + 6)
    far_hills(pen, horizon)
    for _ in range(9):
        tree(
            pen,
            w * pen.pick(0, 1),
            horizon + 14,
            h * pen.pick(0.1, 0.2),
            pen.random.choice(("round", "poplar")),
            depth=0.55,
        )
    snow = snowy(pen)
    water(pen, horizon + 10, h * 1.06, waves=44)
    bend = 1 if pen.chance(0.5) else -1

    def x_at(k: float) -> float:
        return w * (0.5 + bend * (k - 0.5))

    pen.block(
        [
            (x_at(-0.1), horizon + 6),
            (x_at(0.42), horizon + 8),
            (x_at(0.5), horizon + 20),
            (x_at(0.3), h * 0.66),
            (x_at(0.24), h * 0.78),
            (x_at(-0.1), h * 0.92),
        ],
        0.54 + snow,
        LEAF,
        tint=0.45,
    )
    pen.block(
        [
            (x_at(1.1), horizon + 6),
            (x_at(0.66), horizon + 8),
            (x_at(0.62), horizon + 22),
            (x_at(0.74), h * 0.7),
            (x_at(0.98), h * 0.84),
            (x_at(1.1), h * 0.88),
        ],
        0.48 + snow,
        LEAF,
        tint=0.45,
    )
    tree(pen, x_at(0.1), h * 0.74, h * 0.6, "round")
    tree(pen, x_at(0.9), h * 0.66, h * 0.34, "round", depth=0.2)
    pen.shadow(
        [
            (x_at(0.3), h * 0.67),
            (x_at(0.36), h * 0.7),
            (x_at(0.3), h * 0.86),
            (x_at(0.1), h * 0.9),
            (x_at(0.24), h * 0.78),
        ],
        0.4,
    )
    _boat(pen, x_at(0.4), h * 0.69, h * 0.12, bend)
    pen.block(
        [
            (-60, h * 0.82),
            (w * 0.2, h * 0.76),
            (w * 0.42, h * 0.742),
            (w * 0.66, h * 0.76),
            (w * 0.84, h * 0.8),
            (w + 60, h * 0.84),
            (w + 60, h + 60),
            (-60, h + 60),
        ],
        0.5 + snow,
        LEAF,
        tint=0.5,
        line=3,
    )
    pen.wash(
        [
            (w * 0.1, h * 0.84),
            (w * 0.42, h * 0.77),
            (w * 0.7, h * 0.79),
            (w * 0.9, h * 0.86),
            (w * 0.5, h * 0.84),
        ],
        0.66 + snow,
        LEAF,
        tint=0.45,
        smooth=True,
    )
    grass(pen, h * 0.78, h, 40, size=34)
    for k in (0.02, 0.07, 0.16, 0.9, 0.96):
        _reeds(pen, x_at(k), h * pen.pick(0.92, 1.0), h * pen.pick(0.14, 0.26))


def _boat(pen: Pen, x: float, y: float, size: float, way: int) -> None:
    """A rowing boat with its reflection."""
    pen.shadow(
        [
            (x - size * 1.2, y),
            (x + size * 1.2, y),
            (x + size * 0.9, y + size * 0.3),
            (x - size * 0.9, y + size * 0.32),
        ],
        0.45,
        smooth=True,
    )
    hull = [
        (x - way * size * 1.3, y - size * 0.5),
        (x - way * size * 0.9, y),
        (x + way * size * 0.8, y + size * 0.02),
        (x + way * size * 1.2, y - size * 0.36),
        (x, y - size * 0.24),
    ]
    pen.block(hull, 0.4, "#7a4a2a")
    pen.block(
        [
            (x - way * size * 1.3, y - size * 0.5),
            (x, y - size * 0.24),
            (x + way * size * 1.2, y - size * 0.36),
            (x + way * size * 0.2, y - size * 0.44),
        ],
        0.16,
        "#7a4a2a",
        line=2,
    )
    pen.ink([(x - way * size * 0.2, y - size * 0.4), (x + way * size * 0.9, y + size * 0.1)], 7)


def _reeds(pen: Pen, x: float, y: float, size: float) -> None:
    lines = []
    for _ in range(10):
        bx, lean = x + pen.sway(size * 0.25), pen.sway(size * 0.16)
        tip = (bx + lean, y - size * pen.pick(0.7, 1.1))
        lines.append([(bx, y), (bx + lean * 0.3, y - size * 0.5), tip])
        if pen.chance(0.4):
            pen.wash(pen.oval(tip[0], tip[1], 5, size * 0.09, 7), 0.2, "#6a4420", smooth=True)
    pen.inks(lines, 5, colour=pen.tone(0.16, LEAF))
