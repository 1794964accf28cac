"""Furniture, in metres."""

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.places.room import WOOD, candle
from reelwright.providers.animatic.places.space import Box, Space, Wall, box, panel

BOOKS = ("#8a3a30", "#3f5a4a", "#2f4668", "#a5803c", "#6a4a5a", "#57503f")


def table(
    pen: Pen, s: Space, x: float, z: float, w: float = 1.6, d: float = 0.9, *, h: float = 0.76,
    value: float = 0.5, local: str = WOOD, lamp: bool = False,
) -> None:  # fmt: skip
    """A table with its middle at (x, z)."""
    x0, x1, z0, z1 = x - w / 2, x + w / 2, z - d / 2, z + d / 2
    pen.shadow(s.ground(x0 - 0.1, x1 + 0.1, z0 - 0.1, z1), 0.4)
    for lx, lz in ((x0 + 0.08, z1 - 0.1), (x1 - 0.08, z1 - 0.1), (x0 + 0.05, z0), (x1 - 0.05, z0)):
        leg = s.facing(lz)
        pen.block(panel(leg, lx - 0.04, 0, 0.08, h), value - 0.25, local, line=1.8)
    box(pen, s, Box(x0, x1, h - 0.1, h, z0, z1), value, local)
    if lamp:
        at = s.at(x + 0.15 * w, h, z)
        candle(pen, *at, 0.34 * s.scale(z))


def chair(
    pen: Pen, s: Space, x: float, z: float, *, back_near: bool = False, local: str = WOOD
) -> None:
    """A plain chair; its back towards the camera or away from it."""
    w, d = 0.24, 0.22
    near, far = z - d, z + d
    rear = near if back_near else far
    pen.shadow(s.ground(x - w, x + w, near, far), 0.35)
    legs = [[s.at(x + i * w, 0, j), s.at(x + i * w, 0.45, j)] for i in (-1, 1) for j in (far, near)]
    pen.inks(legs, 0.06 * s.scale(z), colour=pen.tone(0.18, local))

    def rest() -> None:
        wall = s.facing(rear)
        posts = [[wall(x + i * w, 0.45), wall(x + i * w * 1.1, 1.02)] for i in (-1, 1)]
        pen.inks(posts, 0.06 * s.scale(rear), colour=pen.tone(0.18, local))
        for v in (0.62, 0.8, 0.95):
            pen.block(panel(wall, x - w, v, 2 * w, 0.07), 0.34, local, line=1.6)

    if not back_near:
        rest()
    box(pen, s, Box(x - w, x + w, 0.41, 0.46, near, far), 0.42, local, line=1.8)
    if back_near:
        rest()


def armchair(
    pen: Pen,
    s: Space,
    x: float,
    z: float,
    *,
    turn: int = 1,
    local: str = "#7a3b34",
    value: float = 0.4,
) -> None:
    """A deep wing chair half turned: `turn` 1 looks right, -1 left."""
    w = 0.42

    def p(u: float, v: float, k: float = 0.0) -> Point:
        return s.at(x + turn * u, v, z + k)

    pen.shadow([p(-w - 0.1, 0), p(w + 0.25, 0, -0.1), p(w + 0.2, 0, 0.3), p(-w, 0, 0.4)], 0.45)
    back = [
        p(-w, 0.1),
        p(-w - 0.12, 0.9),
        p(-w - 0.02, 1.18),
        p(-0.1, 1.22),
        p(0.05, 1.05),
        p(0.08, 0.4),
    ]
    pen.block(back, value - 0.08, local, tint=0.55, smooth=True)
    pen.wash(
        [p(-w + 0.12, 0.5), p(-w + 0.04, 1.06), p(-0.12, 1.1), p(-0.03, 0.5)],
        value + 0.14,
        local,
        tint=0.5,
        smooth=True,
    )
    seat = [p(-w + 0.1, 0.42), p(w, 0.42), p(w + 0.06, 0.28), p(w, 0.1), p(-w + 0.1, 0.1)]
    pen.block(seat, value, local, tint=0.55)
    pen.block(
        [p(-w + 0.1, 0.44), p(0.1, 0.5), p(w, 0.46), p(w, 0.38), p(-w + 0.1, 0.38)],
        value + 0.16,
        local,
        tint=0.5,
    )
    arm = [
        p(-w - 0.05, 0.12),
        p(-w - 0.06, 0.62),
        p(-w + 0.1, 0.7),
        p(w - 0.05, 0.66),
        p(w + 0.06, 0.56),
        p(w, 0.12),
    ]
    pen.block(arm, value - 0.04, local, tint=0.55)
    pen.inks([[p(-w + 0.1, 0.6), p(w - 0.1, 0.57)]], 2, opacity=0.6)


def shelves(
    pen: Pen, wall: Wall, u: float, w: float, h: float, *, rows: int = 5, what: str = "books",
    base: float = 0.0,
) -> None:  # fmt: skip
    """Shelves against a wall, filled with books, jars or boxes in groups, some left empty."""
    pen.block(panel(wall, u, base, w, h), 0.24, WOOD, line=2.8)
    gap = h / rows
    for row in range(rows):
        v = base + row * gap + 0.05
        pen.wash(panel(wall, u + 0.05, v, w - 0.1, gap - 0.07), 0.1)
        at = u + 0.07
        while at < u + w - 0.2:
            run = min(pen.pick(0.2, 0.55), u + w - 0.07 - at)
            if pen.chance(0.86):
                _stock(pen, wall, at, v, run, gap, what)
            at += run + pen.pick(0.01, 0.06)
    lines = [[wall(u, base + row * gap), wall(u + w, base + row * gap)] for row in range(1, rows)]
    pen.inks(lines, 4.5, colour=pen.tone(0.36, WOOD))


def _stock(pen: Pen, wall: Wall, u: float, v: float, run: float, gap: float, what: str) -> None:
    local = pen.random.choice(BOOKS)
    value = pen.pick(0.3, 0.62)
    if what == "books":
        tall = gap * pen.pick(0.62, 0.82)
        pen.wash(panel(wall, u, v, run, tall), value, local, rough=0.8, tint=0.5)
        lines = [
            [wall(u + run * k, v), wall(u + run * k, v + tall * pen.pick(0.9, 1.06))]
            for k in (0.25, 0.5, 0.72, 1.0)
        ]
        pen.inks(lines, 1.5, opacity=0.7)
    elif what == "jars":
        count = max(1, int(run / 0.2))
        for index in range(count):
            a, wide, tall = u + index * run / count, run / count * 0.72, gap * pen.pick(0.4, 0.7)
            pen.block(
                panel(wall, a, v, wide, tall), pen.pick(0.35, 0.85), local, line=1.3, rough=0.8
            )
            pen.wash(
                panel(wall, a + wide * 0.2, v + tall, wide * 0.6, gap * 0.1), 0.6, local, rough=0.5
            )
    else:
        pen.block(panel(wall, u, v, run, gap * pen.pick(0.4, 0.7)), value, "#a8905c", line=1.4)


def bed(
    pen: Pen, s: Space, x: float, z0: float, z1: float, *, w: float = 1.3, local: str = "#5c6f8a"
) -> None:
    """A bed along the view, its head at z1, quilt thrown a little open."""
    x0, x1 = x - w / 2, x + w / 2
    head = s.facing(z1)
    pen.block(
        [
            head(x0 - 0.05, 0),
            head(x0 - 0.05, 1.25),
            head(x, 1.5),
            head(x1 + 0.05, 1.25),
            head(x1 + 0.05, 0),
        ],
        0.3,
        WOOD,
    )
    box(pen, s, Box(x0, x1, 0.16, 0.58, z0, z1), 0.62, local)
    pillow = [
        s.at(x0 + 0.12, 0.6, z1 - 0.45),
        s.at(x1 - 0.12, 0.6, z1 - 0.45),
        s.at(x1 - 0.08, 0.82, z1 - 0.12),
        s.at(x0 + 0.08, 0.82, z1 - 0.12),
    ]
    pen.block(pillow, 0.95, smooth=True)
    fold = z1 - 0.62
    quilt = [s.at(x0 - 0.03, 0.62, fold), s.at(x1 + 0.03, 0.62, fold), s.at(x1 + 0.05, 0.6, z0),
        s.at(x1 + 0.05, 0.22, z0),
             s.at(x0 - 0.05, 0.22, z0), s.at(x0 - 0.05, 0.6, z0)]  # fmt: skip
    pen.block(quilt, 0.46, local, tint=0.55)
    pen.wash([s.at(x0 - 0.03, 0.63, fold), s.at(x1 + 0.03, 0.63, fold),
        s.at(x1 + 0.02, 0.63, fold - 0.28),
              s.at(x0, 0.63, fold - 0.2)], 0.88)  # fmt: skip
    pen.inks([[s.at(x0 + w * k, 0.62, fold - 0.3), s.at(x0 + w * (k + 0.04), 0.6, z0),
        s.at(x0 + w * (k + 0.04), 0.24, z0)]
              for k in (0.2, 0.47, 0.75)], 1.8, opacity=0.6)  # fmt: skip
    foot = s.facing(z0 - 0.04)
    pen.block(panel(foot, x0 - 0.06, 0, w + 0.12, 0.5), 0.26, WOOD)


def barrel(
    pen: Pen, s: Space, x: float, z: float, size: float = 0.9, *, depth: float = 0.0
) -> None:
    """A standing barrel."""
    m = s.scale(z)
    bx, by = s.at(x, 0, z)
    r, h = 0.34 * size * m, size * m
    pen.shadow(
        [
            (bx - r, by + 3),
            (bx + r * 1.5, by + 3),
            (bx + r * 1.3, by - 0.1 * h),
            (bx - r, by - 0.1 * h),
        ],
        0.35,
        smooth=True,
    )
    body = [
        (bx - r * 0.82, by),
        (bx - r * 1.08, by - h * 0.5),
        (bx - r * 0.82, by - h),
        (bx + r * 0.82, by - h),
        (bx + r * 1.08, by - h * 0.5),
        (bx + r * 0.82, by),
    ]
    pen.block(body, 0.42, WOOD, depth=depth)
    lit = -1 if pen.palette.light.side == "left" else 1
    pen.wash(
        [
            (bx + lit * r * 0.35, by - 2),
            (bx + lit * r * 0.5, by - h + 2),
            (bx + lit * r * 0.78, by - h + 2),
            (bx + lit * r * 1.0, by - h * 0.5),
            (bx + lit * r * 0.78, by - 2),
        ],
        0.62,
        WOOD,
        depth=depth,
    )
    pen.block(
        pen.oval(bx, by - h, r * 0.82, r * 0.24, 8, 0.02),
        0.28,
        WOOD,
        line=1.8,
        smooth=True,
        depth=depth,
    )
    pen.inks(
        [
            [(bx - r, by - h * k), (bx, by - h * k + r * 0.2), (bx + r, by - h * k)]
            for k in (0.22, 0.74)
        ],
        3.2,
        depth=depth,
    )


def crate(pen: Pen, s: Space, x: float, z: float, size: float = 0.7, base: float = 0.0) -> None:
    """A wooden box with a cross board."""
    b = Box(x - size / 2, x + size / 2, base, base + size, z - size / 2, z + size / 2)
    box(pen, s, b, 0.48, "#8a6a40")
    wall = s.facing(b.z0)
    pen.inks([[wall(b.x0, b.y0), wall(b.x1, b.y1)], [wall(b.x0, b.y0 + size * 0.2),
        wall(b.x1, b.y0 + size * 0.2)],
              [wall(b.x0, b.y1 - size * 0.2), wall(b.x1, b.y1 - size * 0.2)]], 2.0,
              opacity=0.7)  # fmt: skip


def rug(pen: Pen, s: Space, x: float, z: float, w: float, d: float, local: str) -> None:
    """A rug with a border."""
    pen.wash(s.ground(x - w / 2, x + w / 2, z - d / 2, z + d / 2), 0.42, local, tint=0.55)
    inner = s.ground(x - w * 0.43, x + w * 0.43, z - d * 0.4, z + d * 0.42)
    pen.wash(inner, 0.56, local, tint=0.5)
    pen.ink([*inner, inner[0]], 2.0, opacity=0.5)


def plant(pen: Pen, x: float, y: float, size: float) -> None:
    """A potted fern standing on (x, y)."""
    pen.block(
        [
            (x - size * 0.2, y - size * 0.36),
            (x + size * 0.2, y - size * 0.36),
            (x + size * 0.14, y),
            (x - size * 0.14, y),
        ],
        0.5,
        "#a5552f",
        tint=0.5,
    )
    for index in range(9):
        lean = (index - 4) / 4
        tip = (x + lean * size * 0.6, y - size * (1.1 - 0.45 * abs(lean)))
        mid = between((x, y - size * 0.36), tip, 0.55)
        pen.fill([(x, y - size * 0.36), (mid[0] - size * 0.08, mid[1] - size * 0.06), tip,
            (mid[0] + size * 0.07, mid[1])],
                 pen.tone(0.3 + 0.06 * (index % 3), "#3f6a3a", tint=0.5), 2.0,
                 smooth=False)  # fmt: skip


def clock(pen: Pen, x: float, y: float, r: float) -> None:
    """A round wall clock."""
    pen.block(pen.oval(x, y, r * 1.15, r * 1.15, 12, 0.015), 0.25, WOOD, smooth=True)
    pen.wash(pen.oval(x, y, r * 0.95, r * 0.95, 12, 0.015), 0.92, smooth=True)
    turn = pen.pick(-0.4, 0.4)
    pen.inks([[(x, y), (x + r * turn, y - r * 0.7)], [(x, y), (x + r * 0.5, y + r * turn)]], 3.0)
