"""Rooms: walls, floor and ceiling, and what is built into them: windows, doors, hearths, lamps."""

from dataclasses import dataclass

from reelwright.providers.animatic.panel.ink import Pen, Point, between
from reelwright.providers.animatic.panel.palette import mix
from reelwright.providers.animatic.places.space import Space, Wall, panel

WOOD = "#7a4a2a"
STONE = "#8a8a80"


@dataclass(frozen=True)
class Room:
    """A box of air: the camera stands at z = 0 in its middle, the back wall is `far` away."""

    space: Space
    half: float
    height: float
    far: float

    @property
    def back(self) -> Wall:
        return self.space.facing(self.far)

    def wall(self, side: str) -> Wall:
        return self.space.side(-self.half if side == "left" else self.half)


def room_of(
    pen: Pen, *, share: float = 0.74, height: float = 3.3, far: float = 6.0, eye: float = 0.45,
    floor: float = 0.7,
) -> Room:  # fmt: skip
    """A room whose back wall takes `share` of the view's width and meets the floor at `floor`."""
    tall = pen.height > 1.2 * pen.width
    if tall:
        eye, floor, share = 0.44, 0.6, max(share, 0.84)
    cy = pen.height * eye
    focal = (pen.height * floor - cy) * far / 1.6
    space = Space(pen.width * pen.pick(0.47, 0.53), cy, focal)
    half = pen.width * share / 2 * far / focal
    if tall:
        height *= 1.25
    return Room(space, half, height, far)


def shell(
    pen: Pen, room: Room, wall: str = "", *, floor: str = WOOD, value: float = 0.74,
    ceiling: bool = True,
) -> None:  # fmt: skip
    """Walls, floor and ceiling: the wall across from the light is the lighter one."""
    s, half, top, far = room.space, room.half, room.height, room.far
    near = 0.9
    light_left = pen.palette.light.side == "left"
    dim = -0.16 if pen.palette.lamps else 0.0
    back = panel(room.back, -half, 0, 2 * half, top)
    pen.wash([(-300, -300), (pen.width + 300, -300), (pen.width + 300, pen.height + 300),
              (-300, pen.height + 300)], value - 0.2, wall)  # fmt: skip
    left = [
        s.at(-half, 0, near),
        s.at(-half, top, near),
        s.at(-half, top, far),
        s.at(-half, 0, far),
    ]
    right = [s.at(half, 0, near), s.at(half, top, near), s.at(half, top, far), s.at(half, 0, far)]
    pen.wash(s.ground(-half, half, near, far, top), value - 0.02 + dim, depth=0.0)
    pen.wash(left, value - (0.3 if light_left else 0.1), wall)
    pen.wash(right, value - (0.1 if light_left else 0.3), wall)
    pen.wash(back, value, wall)
    pen.wash(s.ground(-half, half, near, far), 0.5 + dim / 2, floor)
    _falloff(pen, room, light_left)
    lines = [
        [back[0], back[1]],
        [back[1], back[2]],
        [back[0], back[3]],
        [left[3], between(left[3], left[0], 0.5)],
        [right[3], between(right[3], right[0], 0.5)],
    ]
    if ceiling:
        lines += [[back[3], back[2]], [left[2], between(left[2], left[1], 0.5)],
                  [right[2], between(right[2], right[1], 0.5)]]  # fmt: skip
    pen.inks(lines, 2.2, depth=0.1)


def _falloff(pen: Pen, room: Room, light_left: bool) -> None:
    """The back wall darkens away from the window, and under the ceiling."""
    half, top = room.half, room.height
    dark = -half if not light_left else half
    mid = dark * 0.25
    b = room.back
    pen.shadow(
        [b(dark, 0), b(dark, top), b(mid * 0.2, top), b(mid, top * 0.72), b(mid * 2.4, 0)], 0.2
    )
    pen.shadow([b(-half, top), b(half, top), b(half, top * 0.86), b(-half, top * 0.8)], 0.16)


def boards(pen: Pen, room: Room, count: int = 11) -> None:
    """Floor boards running into the depth."""
    s = room.space
    lines = []
    for index in range(1, count):
        x = -room.half + 2 * room.half * index / count
        near = pen.pick(1.2, 3.0)
        lines.append([s.at(x, 0, room.far), s.at(x, 0, near)])
    pen.inks(lines, 1.6, opacity=0.5)


def tiles(pen: Pen, room: Room, step: float = 1.0, value: float = 0.3, local: str = "") -> None:
    """A chequered floor."""
    s, count = room.space, int(2 * room.half / step) + 1
    z, row = room.far, 0
    while z > 2.0:
        for column in range(count):
            if (column + row) % 2:
                x = -room.half + column * step
                quad = s.ground(x, min(x + step, room.half), max(z - step, 1.2), z)
                pen.wash(quad, value, local, rough=0.8)
        z, row = z - step, row + 1


def skirting(
    pen: Pen, room: Room, height: float = 0.9, value: float = 0.5, local: str = WOOD
) -> None:
    """Wainscot along the back wall."""
    b, half = room.back, room.half
    pen.block(panel(b, -half, 0, 2 * half, height), value, local, line=1.8)
    step = 2 * half / 9
    for index in range(9):
        x = -half + index * step
        pen.ink([*panel(b, x + 0.12 * step, 0.16, step * 0.76, height - 0.3),
            b(x + 0.12 * step, 0.16)],
                1.5, depth=0.25)  # fmt: skip


def outside(pen: Pen) -> str:
    """What a window shows: the bright sky of day, the blue of night."""
    p = pen.palette
    if p.time == "night":
        return mix(p.sky_low, "#20345c", 0.45)
    return mix(p.sky_low, "#ffffff", 0.25 if p.time == "dusk" else 0.55)


def window(
    pen: Pen, wall: Wall, u: float, v: float, w: float, h: float, *,
    panes: tuple[int, int] = (2, 3),
    curtain: str = "", arched: bool = False,
) -> None:  # fmt: skip
    """A window with bars; curtains in a colour; an arch on top."""
    edge = 0.09 * (1 if w > 0 else -1)
    pen.block(panel(wall, u - edge, v - 0.1, w + 2 * edge, h + 0.18), 0.82, WOOD, line=2.4)
    glass = panel(wall, u, v, w, h)
    if arched:
        glass = [wall(u, v), wall(u + w, v), wall(u + w, v + h * 0.8),
            wall(u + w * 0.82, v + h * 0.95),
                 wall(u + w * 0.5, v + h * 1.04), wall(u + w * 0.18, v + h * 0.95),
                 wall(u, v + h * 0.8)]  # fmt: skip
    pen.fill(glass, outside(pen), 1.0)
    _view(pen, wall, u, v, w, h)
    bars: list[list[Point]] = []
    for index in range(1, panes[0]):
        x = u + w * index / panes[0]
        bars.append([wall(x, v), wall(x, v + h)])
    for index in range(1, panes[1]):
        y = v + h * index / panes[1]
        bars.append([wall(u, y), wall(u + w, y)])
    pen.inks(bars, 4.2, colour=pen.tone(0.3, WOOD))
    pen.ink([*glass, glass[0]], 3.0)
    pen.block(panel(wall, u - 1.8 * edge, v - 0.16, w + 3.6 * edge, 0.08), 0.88, WOOD, line=2.0)
    if pen.palette.time != "night" and pen.palette.weather not in ("storm", "rain"):
        (x, y), (x1, y1) = wall(u + w / 2, v + h / 2), wall(u, v)
        reach = max(abs(x - x1), abs(y - y1)) * 2.6
        pen.glow(x, y, reach, 0.34, mix(outside(pen), pen.palette.light.key, 0.5))
    if curtain:
        _curtains(pen, wall, u, v, w, h, curtain)


def _view(pen: Pen, wall: Wall, u: float, v: float, w: float, h: float) -> None:
    """A hint of roofs or trees low in the window."""
    tops = [wall(u + w * share, v + h * (0.16 + pen.pick(0.0, 0.16))) for share in
            (0.0, 0.2, 0.35, 0.55, 0.75, 1.0)]  # fmt: skip
    colour = mix(outside(pen), pen.palette.air, 0.6)
    pen.fill(
        [wall(u, v), *tops, wall(u + w, v)],
        mix(colour, pen.palette.ramp[1], 0.3),
        1.0,
        smooth=False,
    )


def _curtains(pen: Pen, wall: Wall, u: float, v: float, w: float, h: float, local: str) -> None:
    for left in (True, False):
        a = u - 0.28 * w if left else u + w * 1.28
        inner = u + 0.16 * w if left else u + w * 0.84
        tied = u - 0.02 * w if left else u + w * 1.02
        top, low = v + h * 1.1, max(0.05, v - 0.5)
        cloth = [wall(a, top), wall(inner, top), wall(inner, v + h * 0.8), wall(tied, v + h * 0.32),
                 wall((inner + tied) / 2, low), wall(a, low)]  # fmt: skip
        pen.block(cloth, 0.42, local, line=2.4, tint=0.55)
        folds = [
            [between(cloth[0], cloth[1], k), between(cloth[5], cloth[4], k)]
            for k in (0.3, 0.6, 0.85)
        ]
        pen.inks(folds, 2.0, opacity=0.55)
    pen.ink([wall(u - 0.4 * w, v + h * 1.12), wall(u + w * 1.4, v + h * 1.12)], 5.0)


def daylight(pen: Pen) -> float:
    """How strongly a window's light lies on the floor (an opacity)."""
    if pen.palette.lamps:
        return 0.1
    return 0.14 if pen.palette.weather in ("rain", "storm", "fog") else 0.42


def sunbeam(pen: Pen, room: Room, x0: float, x1: float, z0: float, z1: float, slant: float) -> None:
    """The patch of light a window throws on the floor, in two panes."""
    strength = daylight(pen) * (1.2 if pen.palette.time in ("golden", "dawn") else 1.0)
    s = room.space
    middle = (x0 + x1) / 2
    for a, b in ((x0, middle - 0.05), (middle + 0.05, x1)):
        pen.lit(
            [s.at(a, 0, z1), s.at(b, 0, z1), s.at(b + slant, 0, z0), s.at(a + slant, 0, z0)],
            strength,
        )


def shaft(pen: Pen, source: list[Point], fall: Point, opacity: float = 0.13) -> None:
    """Light standing in the air from a window down to the floor."""
    if pen.palette.time == "night":
        opacity *= 0.55
    a, b, c, d = source
    pen.lit([d, c, (c[0] + fall[0], c[1] + fall[1]), (b[0] + fall[0], b[1] + fall[1]),
             (a[0] + fall[0], a[1] + fall[1]), a], opacity)  # fmt: skip


def door(
    pen: Pen, wall: Wall, u: float, w: float = 0.95, h: float = 2.1, *, ajar: bool = False,
    value: float = 0.4, glass: bool = False, local: str = WOOD,
) -> None:  # fmt: skip
    """A panelled door in its frame; ajar, light or dark stands in the gap."""
    frame = 0.1 if w > 0 else -0.1
    pen.block(panel(wall, u - frame, 0, w + 2 * frame, h + 0.12), value + 0.22, local)
    pen.block(panel(wall, u, 0, w, h), value, local, line=2.8)
    rows = ((0.12, 0.36), (0.54, 0.4)) if not glass else ((0.12, 0.3),)
    for v, tall in rows:
        for k in (0.14, 0.56):
            pen.block(
                panel(wall, u + w * k, h * v, w * 0.3, h * tall), value - 0.08, local, line=1.8
            )
    if glass:
        pen.fill(panel(wall, u + w * 0.15, h * 0.5, w * 0.7, h * 0.4), outside(pen), 1.0)
    if ajar:
        gap = pen.palette.glow if pen.palette.lamps else pen.tone(0.92)
        pen.fill(panel(wall, u, 0, w * 0.2, h), gap, 1.0)
        pen.ink([wall(u + w * 0.2, 0), wall(u + w * 0.2, h)], 2.6)
    knob = wall(u + w * 0.88, h * 0.48)
    pen.fill(pen.oval(*knob, 4.5, 5.0, 6), pen.tone(0.92, "#d0a040"), smooth=True)


def hearth(
    pen: Pen, room: Room, u: float, w: float = 1.7, *, value: float = 0.6, local: str = STONE
) -> Point:
    """A fireplace on the back wall, burning. Returns the fire's middle."""
    b = room.back
    pen.block(panel(b, u, 0, w, 1.25), value, local)
    pen.block(panel(b, u - 0.15, 1.25, w + 0.3, 0.14), value + 0.15, local)
    pen.block(
        panel(b, u + w * 0.1, 1.39, w * 0.8, room.height - 1.39), value - 0.02, local, line=2.0
    )
    mouth = [
        b(u + w * 0.2, 0),
        b(u + w * 0.8, 0),
        b(u + w * 0.8, 0.72),
        b(u + w * 0.5, 0.92),
        b(u + w * 0.2, 0.72),
    ]
    pen.block(mouth, 0.04)
    x, y = b(u + w * 0.5, 0.16)
    m = room.space.scale(room.far)
    pen.glow(x, y - 0.2 * m, m * 1.9, 0.55, mix(pen.palette.glow, "#ff7a2a", 0.4))
    for size, colour in ((1.0, "#e2622a"), (0.62, "#f6a93c"), (0.32, "#fff0b8")):
        r = 0.3 * m * size
        pen.fill([(x - r, y), (x - 0.6 * r, y - 0.9 * r), (x - 0.2 * r, y - 0.5 * r),
            (x + 0.1 * r, y - 1.8 * r),
                  (x + 0.45 * r, y - 0.7 * r), (x + r, y)], colour, 1.5, smooth=True)  # fmt: skip
    pen.inks(
        [
            [(x - 0.34 * m, y + 4), (x + 0.3 * m, y - 8)],
            [(x - 0.3 * m, y - 8), (x + 0.34 * m, y + 5)],
        ],
        7.0,
    )
    return (x, y)


def frame_on(pen: Pen, wall: Wall, u: float, v: float, w: float, h: float) -> None:
    """A small painting: hills or a head, in three washes."""
    pen.block(panel(wall, u, v, w, h), 0.5, "#b08a3a", line=2.6, tint=0.5)
    e = 0.1 * min(abs(w), h)
    pen.wash(panel(wall, u + e, v + e, w - 2 * e, h - 2 * e), 0.66)
    if pen.chance(0.5):
        pen.wash([wall(u + e, v + e), wall(u + w - e, v + e), wall(u + w - e, v + h * 0.4),
                  wall(u + w * 0.6, v + h * 0.6), wall(u + w * 0.35, v + h * 0.45),
                  wall(u + e, v + h * 0.5)], 0.3)  # fmt: skip
    else:
        pen.wash([wall(u + w * 0.25, v + e), wall(u + w * 0.75, v + e),
            wall(u + w * 0.7, v + h * 0.4),
                  wall(u + w * 0.3, v + h * 0.4)], 0.18)  # fmt: skip
        pen.wash([wall(u + w * 0.38, v + h * 0.35), wall(u + w * 0.62, v + h * 0.35),
            wall(u + w * 0.6, v + h * 0.75),
                  wall(u + w * 0.4, v + h * 0.75)], 0.8, smooth=True)  # fmt: skip


def hanging_lamp(pen: Pen, x: float, top: float, y: float, size: float) -> None:
    """A lamp on a cord from `top` to `y`."""
    pen.ink([(x, top), (x, y - size * 0.5)], 2.4)
    pen.glow(x, y, size * (9 if pen.palette.lamps else 3), 0.62 if pen.palette.lamps else 0.25)
    pen.block([(x - size * 0.28, y - size * 0.5), (x + size * 0.28, y - size * 0.5),
        (x + size * 0.7, y),
               (x - size * 0.7, y)], 0.25, "#7a3a2a")  # fmt: skip
    pen.fill(pen.oval(x, y + size * 0.1, size * 0.3, size * 0.26, 8), lamp_light(pen), smooth=True)


def table_lamp(pen: Pen, x: float, y: float, size: float) -> None:
    """A shaded lamp standing on (x, y)."""
    pen.glow(
        x,
        y - size * 0.9,
        size * (6 if pen.palette.lamps else 2),
        0.66 if pen.palette.lamps else 0.2,
    )
    pen.block([(x - size * 0.2, y), (x + size * 0.2, y), (x + size * 0.06, y - size * 0.6),
        (x - size * 0.06, y - size * 0.6)],
              0.22, WOOD, line=2)  # fmt: skip
    pen.fill([(x - size * 0.26, y - size * 1.25), (x + size * 0.26, y - size * 1.25),
        (x + size * 0.48, y - size * 0.6),
              (x - size * 0.48, y - size * 0.6)], lamp_light(pen), 1.5)  # fmt: skip
    pen.ink([(x - size * 0.48, y - size * 0.6), (x - size * 0.26, y - size * 1.25),
        (x + size * 0.26, y - size * 1.25),
             (x + size * 0.48, y - size * 0.6), (x - size * 0.48, y - size * 0.6)],
             2.2)  # fmt: skip


def candle(pen: Pen, x: float, y: float, size: float) -> None:
    """A candle standing on (x, y), burning."""
    pen.fill(
        pen.rect(x - size * 0.12, y - size * 0.6, size * 0.24, size * 0.6), pen.tone(0.92), 0.8
    )
    pen.glow(x, y - size * 0.8, size * (5 if pen.palette.lamps else 2), 0.6)
    pen.fill([(x, y - size * 1.15), (x + size * 0.13, y - size * 0.75), (x, y - size * 0.6),
        (x - size * 0.13, y - size * 0.75)],
             "#fff0c0", 0.5, smooth=True)  # fmt: skip


def lamp_light(pen: Pen) -> str:
    return mix(pen.palette.glow, "#fff6d8", 0.55)
