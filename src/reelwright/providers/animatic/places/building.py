"""Buildings: facades seen flat or running into the depth, roofs, chimneys, lamps."""

from dataclasses import dataclass

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.panel.palette import mix
from reelwright.providers.animatic.places.room import STONE, WOOD
from reelwright.providers.animatic.places.space import Space, Wall, panel

FRONTS = ("#a5714f", "#9a8a6a", "#8a7f78", "#b09a70", "#7f8a86", "#96604e")
ROOF = "#6a4a42"


@dataclass(frozen=True)
class House:
    """One house of a row: metres along the wall u0…u1, its height, storeys, tone and depth."""

    u0: float
    u1: float
    height: float
    floors: int
    value: float
    local: str
    depth: float = 0.0


def pane_colour(pen: Pen, depth: float, share: float = 0.42) -> str:
    """A window seen from outside: some are lit when lamps are; else dark, or a piece of sky."""
    if pen.palette.lamps and pen.chance(share):
        return mix(pen.palette.glow, pen.palette.air, 0.3 * depth)
    if pen.chance(0.25) and not pen.palette.lamps:
        return mix(pen.palette.sky_low, pen.palette.air, depth)
    return pen.tone(0.14, depth=depth)


def front(pen: Pen, wall: Wall, house: House, *, shop: bool = False) -> None:
    """A house front on a wall: windows in rows, a cornice, a door or a shop window below."""
    u0, u1, top = house.u0, house.u1, house.height
    d = house.depth
    pen.block(panel(wall, u0, 0, u1 - u0, top), house.value, house.local, depth=d, tint=0.62)
    storey = top / house.floors
    count = max(1, round(abs(u1 - u0) / 1.9))
    gap = (u1 - u0) / count
    outlines: list[list[Point]] = []
    for floor in range(1, house.floors):
        v = floor * storey + storey * 0.2
        for index in range(count):
            u = u0 + gap * (index + 0.28)
            glass = panel(wall, u, v, gap * 0.44, storey * 0.56)
            pen.fill(glass, pane_colour(pen, d), 1.0)
            outlines.append([*glass, glass[0]])
            outlines.append([between(glass[0], glass[1], 0.5), between(glass[3], glass[2], 0.5)])
            outlines.append([wall(u - gap * 0.06, v), wall(u + gap * 0.5, v)])
    pen.inks(outlines, 2.2, depth=d)
    _ground_floor(pen, wall, house, storey, shop)
    pen.block(
        panel(wall, u0 - 0.04 * (u1 - u0), top - 0.25, (u1 - u0) * 1.08, 0.3),
        house.value + 0.14,
        house.local,
        depth=d,
        line=2.0,
    )
    pen.shadow(panel(wall, u0, top - 0.6, u1 - u0, 0.35), 0.3)


def _ground_floor(pen: Pen, wall: Wall, house: House, storey: float, shop: bool) -> None:
    u0, u1, d = house.u0, house.u1, house.depth
    w = u1 - u0
    tall = min(storey * 0.78, 2.3)
    if shop:
        pane = panel(wall, u0 + w * 0.08, 0.55, w * 0.56, tall * 0.78)
        bright = pen.palette.lamps
        pen.fill(pane, pen.palette.glow if bright else pen.tone(0.2, depth=d), 1.0)
        pen.inks(
            [[*pane, pane[0]], [between(pane[0], pane[1], 0.5), between(pane[3], pane[2], 0.5)]],
            2.6,
            depth=d,
        )
        awning = [
            wall(u0 + w * 0.02, tall + 0.5),
            wall(u0 + w * 0.7, tall + 0.5),
            wall(u0 + w * 0.72, tall),
            wall(u0, tall),
        ]
        pen.block(awning, 0.5, pen.palette.accent, depth=d, tint=0.6)
    else:
        glass = panel(wall, u0 + w * 0.1, 0.9, w * 0.3, tall * 0.52)
        pen.fill(glass, pane_colour(pen, d, 0.5), 1.0)
        pen.inks([[*glass, glass[0]]], 2.2, depth=d)
    pen.block(
        panel(wall, u0 + w * 0.72, 0, w * 0.2, tall),
        0.2,
        pen.random.choice((WOOD, "#3a5a4a", "#6a2a2a")),
        depth=d,
        tint=0.5,
    )


def chimney(
    pen: Pen, x: float, y: float, size: float, *, depth: float = 0.0, smoke: bool = False
) -> None:
    """A chimney standing on (x, y)."""
    pen.block(
        [
            (x - size * 0.25, y),
            (x - size * 0.25, y - size),
            (x + size * 0.25, y - size),
            (x + size * 0.25, y),
        ],
        0.34,
        "#8a5a44",
        depth=depth,
        line=2,
    )
    pen.block(
        [
            (x - size * 0.33, y - size),
            (x - size * 0.33, y - size * 1.14),
            (x + size * 0.33, y - size * 1.14),
            (x + size * 0.33, y - size),
        ],
        0.44,
        "#8a5a44",
        depth=depth,
        line=1.8,
    )
    for k in (-0.14, 0.12):
        pen.block(
            [
                (x + size * (k - 0.07), y - size * 1.14),
                (x + size * (k - 0.05), y - size * 1.4),
                (x + size * (k + 0.05), y - size * 1.4),
                (x + size * (k + 0.07), y - size * 1.14),
            ],
            0.5,
            "#a5603a",
            depth=depth,
            line=1.4,
        )
    if smoke:
        drift = 1 if pen.palette.light.side == "left" else -1
        for step in range(4):
            r = size * (0.2 + 0.17 * step)
            pen.fill(
                pen.oval(
                    x + drift * size * 0.34 * step,
                    y - size * (1.6 + 0.42 * step),
                    r * 1.2,
                    r * 0.8,
                    8,
                    0.14,
                ),
                mix(pen.palette.air, "#ffffff", 0.2),
                2,
                0.4 - 0.07 * step,
                smooth=True,
            )


def gable(
    pen: Pen,
    x: float,
    w: float,
    y: float,
    h: float,
    *,
    value: float = 0.5,
    local: str = FRONTS[0],
    depth: float = 0.4,
) -> None:
    """A far house seen flat: gable or long roof, a few windows, a chimney. (x, y) is its foot."""
    eaves = y - h * pen.pick(0.52, 0.64)
    pen.block(
        [(x, y), (x, eaves), (x + w, eaves), (x + w, y)],
        value,
        local,
        depth=depth,
        line=2,
        tint=0.6,
    )
    over = w * 0.05
    if pen.chance(0.5):
        roof = [(x - over, eaves), (x + w / 2, y - h), (x + w + over, eaves)]
    else:
        roof = [
            (x - over, eaves),
            (x + w * 0.12, y - h),
            (x + w * 0.88, y - h),
            (x + w + over, eaves),
        ]
    if pen.chance(0.7):
        chimney(
            pen,
            x + w * pen.pick(0.25, 0.75),
            y - h * 0.9,
            h * 0.16,
            depth=depth,
            smoke=pen.chance(0.4),
        )
    snow = pen.palette.weather == "snow"
    pen.block(roof, 0.93 if snow else value - 0.24, "" if snow else ROOF, depth=depth, line=2.2)
    count = max(1, int(w / max(26.0, h * 0.22)))
    outlines: list[list[Point]] = []
    for row in (0.2, 0.6):
        top = y - (y - eaves) * (row + 0.26)
        for index in range(count):
            a = x + w * (index + 0.3) / count
            glass = [
                (a, top),
                (a + w * 0.36 / count, top),
                (a + w * 0.36 / count, top + (y - eaves) * 0.22),
                (a, top + (y - eaves) * 0.22),
            ]
            pen.fill(glass, pane_colour(pen, depth), 0.8)
            outlines.append([*glass, glass[0]])
    pen.inks(outlines, 1.8, depth=depth)


def tower(
    pen: Pen, x: float, y: float, h: float, *, depth: float = 0.5, dome: bool = False
) -> None:
    """A church tower or a dome over the roofs."""
    w = h * (0.34 if dome else 0.13)
    pen.block(
        [(x - w, y), (x - w, y - h * 0.5), (x + w, y - h * 0.5), (x + w, y)],
        0.5,
        STONE,
        depth=depth,
        line=2,
    )
    if dome:
        arc = [
            (x - w * 1.05, y - h * 0.5),
            (x - w * 0.95, y - h * 0.68),
            (x - w * 0.5, y - h * 0.84),
            (x, y - h * 0.9),
            (x + w * 0.5, y - h * 0.84),
            (x + w * 0.95, y - h * 0.68),
            (x + w * 1.05, y - h * 0.5),
        ]
        pen.block(arc, 0.4, "#6a8a80", depth=depth, line=2)
        pen.inks(
            [[(x, y - h * 0.9), (x + k * w, y - h * 0.5)] for k in (-0.5, 0.0, 0.5)],
            1.6,
            depth=depth,
            opacity=0.6,
        )
        pen.ink([(x, y - h * 0.88), (x, y - h * 1.06)], 6, depth=depth)
    else:
        pen.block(
            [
                (x - w * 1.1, y - h * 0.5),
                (x - w * 0.8, y - h * 0.62),
                (x, y - h),
                (x + w * 0.8, y - h * 0.62),
                (x + w * 1.1, y - h * 0.5),
            ],
            0.32,
            ROOF,
            depth=depth,
            line=2,
        )
        pen.ink([(x, y - h * 0.98), (x, y - h * 1.1)], 4, depth=depth)
        face = (
            mix(pen.palette.glow, pen.palette.air, depth * 0.4)
            if pen.palette.lamps
            else pen.tone(0.9, depth=depth)
        )
        pen.fill(pen.oval(x, y - h * 0.42, w * 0.5, w * 0.5, 9, 0.02), face, 0.6, smooth=True)


def roofs(pen: Pen, y: float, h: float, count: int, *, depth: float, value: float = 0.46) -> None:
    """A row of gables across the view."""
    w = pen.width / count
    pen.wash(
        [
            (-60, y - h * 0.3),
            (pen.width + 60, y - h * 0.3),
            (pen.width + 60, y + h * 0.6),
            (-60, y + h * 0.6),
        ],
        value - 0.06,
        depth=depth,
    )
    for index in range(-1, count + 1):
        x = index * w + pen.sway(w * 0.1)
        gable(
            pen,
            x,
            w * pen.pick(0.85, 1.2),
            y,
            h * pen.pick(0.7, 1.15),
            value=value + pen.sway(0.04),
            local=pen.random.choice(FRONTS),
            depth=depth,
        )


def lamp_post(pen: Pen, x: float, y: float, h: float, *, depth: float = 0.0) -> None:
    """A street lamp standing on (x, y)."""
    pen.ink([(x, y), (x, y - h * 0.84)], max(3.0, h * 0.034) / (1 - 0.55 * depth), depth=depth)
    pen.ink([(x - h * 0.07, y - h * 0.74), (x + h * 0.07, y - h * 0.74)], h * 0.022, depth=depth)
    pen.ink([(x - h * 0.035, y), (x + h * 0.035, y)], h * 0.07, depth=depth)
    cx, cy, r = x, y - h * 0.91, h * 0.055
    lit = pen.palette.lamps or pen.palette.weather in ("fog", "storm")
    if lit:
        pen.glow(cx, cy, h * 0.75, 0.75)
    glass = [
        (cx - r * 0.7, cy + r * 1.1),
        (cx - r * 1.15, cy - r * 0.9),
        (cx + r * 1.15, cy - r * 0.9),
        (cx + r * 0.7, cy + r * 1.1),
    ]
    pen.fill(
        glass, mix(pen.palette.glow, "#fffbe8", 0.6) if lit else pen.tone(0.8, depth=depth), 0.8
    )
    pen.ink([*glass, glass[0]], 2.6, depth=depth)
    pen.block(
        [(cx - r * 1.4, cy - r * 0.9), (cx, cy - r * 2.0), (cx + r * 1.4, cy - r * 0.9)],
        0.1,
        depth=depth,
        line=1.5,
    )


def cobbles(
    pen: Pen, space: Space, x0: float, x1: float, z0: float, z1: float, count: int = 90
) -> None:
    """Short bent strokes over a pavement, denser in rows, larger near by."""
    lines = []
    for _ in range(count):
        z = z0 * (z1 / z0) ** pen.pick(0, 1)
        x = pen.pick(x0, x1)
        a, b = space.at(x - 0.11, 0, z), space.at(x + 0.11, 0, z)
        lift = 0.05 * space.scale(z)
        lines.append([a, ((a[0] + b[0]) / 2, a[1] - lift), b])
    pen.inks(lines, 2.2, opacity=0.5)


def puddle(pen: Pen, x: float, y: float, size: float) -> None:
    """Standing water that mirrors the sky."""
    pen.fill(
        pen.oval(x, y, size, size * 0.16, 10, 0.12),
        mix(pen.palette.sky_low, "#ffffff", 0.15),
        2,
        0.8,
        smooth=True,
    )
    pen.ink(
        [
            (x - size * 0.8, y + size * 0.06),
            (x, y + size * 0.15),
            (x + size * 0.7, y + size * 0.08),
        ],
        2,
        opacity=0.5,
    )
