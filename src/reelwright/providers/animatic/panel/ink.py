"""The pen: washes, ink lines of varying width and lights, as SVG made of numbers only."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelwright.providers.animatic.panel.palette import Palette, mix

Point = tuple[float, float]
Points = Sequence[Point]


@dataclass(frozen=True)
class Glow:
    """A round light: its middle, radius and strength in the middle (0…1)."""

    x: float
    y: float
    radius: float
    strength: float
    colour: str


class Pen:
    """Draws one place. Units: the shorter side of the stage is 900, y grows downwards.

    It holds the drawing so far and the hand's own unevenness (seeded: the same strokes every time).
    Values run from 0 (ink) to 1 (paper); `depth` from 0 (near) to 1 (lost in the air).
    """

    def __init__(self, palette: Palette, seed: int, width: float, height: float) -> None:
        self.palette = palette
        self.random = random.Random(seed)
        self._tremor = [self.random.gauss(0, 1) for _ in range(509)]
        self._beat = 0
        self.width = width
        self.height = height
        self.parts: list[str] = []
        self.glows: list[Glow] = []

    def svg(self) -> str:
        """Everything drawn so far."""
        return "".join(self.parts)

    # -- colour

    def tone(self, value: float, local: str = "", depth: float = 0.0, tint: float = 0.42) -> str:
        return self.palette.tone(value, local, tint, depth)

    def ink_at(self, depth: float) -> str:
        return mix(self.palette.ink, self.palette.air, 0.85 * depth) if depth else self.palette.ink

    # -- chance

    def pick(self, low: float, high: float) -> float:
        return self.random.uniform(low, high)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def sway(self, amount: float) -> float:
        self._beat = (self._beat + 1) % 509
        return amount * self._tremor[self._beat]

    # -- washes

    def wash(
        self, points: Points, value: float, local: str = "", *, depth: float = 0.0,
        rough: float = 1.6, tint: float = 0.42, opacity: float = 1.0, smooth: bool = False,
        bulge: float = 0.0,
    ) -> None:  # fmt: skip
        """A flat wash with a slightly uneven edge."""
        colour = self.tone(value, local, depth, tint)
        self.fill(points, colour, rough, opacity, smooth, bulge)

    def fill(
        self, points: Points, colour: str, rough: float = 1.6, opacity: float = 1.0,
        smooth: bool = False, bulge: float = 0.0,
    ) -> None:  # fmt: skip
        """A closed shape in a colour: straight sides, a smooth ring, or (`bulge`) scallops."""
        see = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        if bulge:
            line = self._scallops(points, bulge)
        else:
            line = self._curve(points, rough) if smooth else self._edge(points, rough)
        self.parts.append(f'<path fill="{colour}"{see} d="{line}z"/>')

    def block(
        self, points: Points, value: float, local: str = "", *, depth: float = 0.0,
        line: float = 2.6, tint: float = 0.42, rough: float = 1.6, smooth: bool = False,
    ) -> None:  # fmt: skip
        """A wash and its ink outline, which does not quite meet it."""
        self.wash(points, value, local, depth=depth, rough=rough, tint=tint, smooth=smooth)
        if line:
            closed = [*points, points[0]]
            self.ink(closed, line, depth=depth, smooth=smooth)

    def rect(self, x: float, y: float, w: float, h: float) -> list[Point]:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]

    def oval(
        self, x: float, y: float, rx: float, ry: float, count: int = 10, rough: float = 0.06
    ) -> list[Point]:
        """An uneven ring of points; draw it with `smooth`."""
        turn = self.pick(0, 1)
        ring = []
        for index in range(count):
            angle = 2 * math.pi * (index + turn) / count
            size = 1 + self.sway(rough)
            ring.append((x + rx * size * math.cos(angle), y + ry * size * math.sin(angle)))
        return ring

    # -- light

    def shadow(self, points: Points, opacity: float = 0.35, smooth: bool = False) -> None:
        """A transparent wash of shade."""
        self.fill(points, mix(self.palette.ramp[0], self.palette.light.shade, 0.45), 2.0, opacity,
                  smooth)  # fmt: skip

    def lit(self, points: Points, opacity: float = 0.4, smooth: bool = False) -> None:
        """A transparent wash of the key light."""
        self.fill(points, self.palette.light.key, 2.0, opacity, smooth)

    def glow(
        self, x: float, y: float, radius: float, strength: float = 0.8, colour: str = ""
    ) -> None:
        """A soft light in the air round a lamp or a window, laid over the finished washes.

        It is kept apart from the drawing: as an SVG gradient it would cost ten times as much.
        """
        self.glows.append(Glow(x, y, radius, strength, colour or self.palette.glow))

    def fade(self, top: float, bottom: float, above: str, below: str) -> None:
        """A graded wash over the whole width, as for a sky: bands too close to tell apart."""
        bands = 22
        w, step = self.width, (bottom - top) / bands
        for index in range(bands):
            y = top + step * index
            colour = mix(above, below, (index + 0.5) / bands)
            one, two = self.sway(step * 0.8), self.sway(step * 0.8)
            self.parts.append(
                f'<path fill="{colour}" d="M-400 {y:.1f}Q{w * 0.3:.0f} {y + one:.1f} {w * 0.5:.0f} '
                f'{y:.1f}T{w + 400:.0f} {y + two:.1f}V{bottom:.1f}H-400z"/>'
            )

    # -- lines

    def ink(
        self, points: Points, width: float = 2.6, *, depth: float = 0.0, smooth: bool = False,
        colour: str = "", opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """One stroke through the points: thin where it begins and ends, never quite even."""
        width *= 1 - 0.55 * depth
        fill = colour or self.ink_at(depth)
        see = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.parts.append(f'<path fill="{fill}"{see} d="{self._stroke(points, width, smooth)}"/>')

    def inks(
        self, lines: Sequence[Points], width: float = 2.0, *, depth: float = 0.0, colour: str = "",
        opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """Many strokes of one ink in one path."""
        if not lines:
            return
        width *= 1 - 0.55 * depth
        fill = colour or self.ink_at(depth)
        see = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        data = "".join(self._stroke(line, width, False) for line in lines)
        self.parts.append(f'<path fill="{fill}"{see} d="{data}"/>')

    def hatch(
        self, quad: Points, count: int, width: float = 1.4, *, depth: float = 0.0,
        opacity: float = 0.5,
    ) -> None:  # fmt: skip
        """Shading strokes from the quad's first edge (0-1) to its opposite one (3-2)."""
        a, b, c, d = quad
        lines = []
        for index in range(count):
            share = (index + 0.5 + self.sway(0.15)) / count
            start, end = between(a, b, share), between(d, c, share)
            lines.append([start, between(start, end, self.pick(0.75, 1.0))])
        self.inks(lines, width, depth=depth, opacity=opacity)

    # -- geometry

    def _edge(self, points: Points, rough: float) -> str:
        """Straight sides bent a little, as a brush along a ruler that is not there."""
        shaken = [(x + self.sway(rough * 0.5), y + self.sway(rough * 0.5)) for x, y in points]
        data = [f"M{shaken[0][0]:.1f} {shaken[0][1]:.1f}"]
        previous = shaken[0]
        for x, y in [*shaken[1:], shaken[0]]:
            mx = (previous[0] + x) / 2 + self.sway(rough)
            my = (previous[1] + y) / 2 + self.sway(rough)
            data.append(f"Q{mx:.1f} {my:.1f} {x:.1f} {y:.1f}")
            previous = (x, y)
        return "".join(data)

    def _curve(self, points: Points, rough: float) -> str:
        """A closed smooth line through the middles of the sides."""
        shaken = [(x + self.sway(rough * 0.5), y + self.sway(rough * 0.5)) for x, y in points]
        first = between(shaken[-1], shaken[0], 0.5)
        data = [f"M{first[0]:.1f} {first[1]:.1f}"]
        for here, there in zip(shaken, [*shaken[1:], shaken[0]], strict=True):
            end = between(here, there, 0.5)
            data.append(f"Q{here[0]:.1f} {here[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
        return "".join(data)

    def _scallops(self, points: Points, bulge: float) -> str:
        """Every side bowed outwards, as leaves or clouds are; points run clockwise on the page."""
        data = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            out = bulge * self.pick(0.6, 1.4)
            cx, cy = (ax + bx) / 2 + (by - ay) * out, (ay + by) / 2 - (bx - ax) * out
            data.append(f"Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}")
        return "".join(data)

    def _stroke(self, points: Points, width: float, smooth: bool) -> str:
        spine = rounded(points) if smooth else self._bent(points)
        count = len(spine)
        left, right = [], []
        phase = self.pick(0, 6.28)
        for index, (x, y) in enumerate(spine):
            before, after = spine[max(0, index - 1)], spine[min(count - 1, index + 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy) or 1.0
            share = index / max(1, count - 1)
            press = 0.35 + 0.65 * math.sin(math.pi * (0.08 + 0.84 * share)) ** 0.7
            half = width / 2 * press * (1 + 0.3 * math.sin(phase + 2.3 * index))
            nx, ny = -dy / length * half, dx / length * half
            left.append(f"{x + nx:.1f} {y + ny:.1f}")
            right.append(f"{x - nx:.1f} {y - ny:.1f}")
        right.reverse()
        return "M" + "L".join(left) + "L" + "L".join(right) + "z"

    def _bent(self, points: Points) -> list[Point]:
        """The corners, with shaken points between them."""
        spine = [points[0]]
        for start, end in pairwise(points):
            length = math.hypot(end[0] - start[0], end[1] - start[1])
            steps = 1 + min(3, int(length / 70))
            for step in range(1, steps):
                x, y = between(start, end, step / steps)
                shake = min(1.6, 0.4 + length / 400)
                spine.append((x + self.sway(shake), y + self.sway(shake)))
            spine.append(end)
        return spine


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies `share` of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def rounded(points: Points) -> list[Point]:
    """A smooth line through the points (Catmull-Rom, three steps a side)."""
    count = len(points)
    spine = []
    for index in range(count - 1):
        p0, p1 = points[max(0, index - 1)], points[index]
        p2, p3 = points[index + 1], points[min(count - 1, index + 2)]
        for step in range(3):
            t = step / 3
            spine.append((_spline(p0[0], p1[0], p2[0], p3[0], t),
                          _spline(p0[1], p1[1], p2[1], p3[1], t)))  # fmt: skip
    spine.append(points[-1])
    return spine


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                  + (3 * b - a - 3 * c + d) * t * t * t)  # fmt: skip
