"""The pen: closed shapes with an ink edge of varying width, a wash in two tones and a rim of light.

Every shape is a polyline sampled from a smooth curve. The ink is the shape swollen outwards by an
amount that depends on where the edge looks (heavy away from the light, thin towards it) and laid
under the wash, so overlapping shapes join without seams and the line swells like a brush's.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

Point = tuple[float, float]
Knot = tuple[float, float] | tuple[float, float, int]
"""A point the curve goes through; a third element marks a corner."""


@dataclass(frozen=True)
class Wash:
    """The two tones of one material, and the darker line drawn inside it. `#rrggbb`."""

    lit: str
    shade: str
    line: str


@dataclass(frozen=True)
class Pen:
    """How the hand draws: `width` of the line in units, colours, and where the light is.

    `shaded` is +1 when the shade lies at greater x (light from the left), else -1. `rim` is the
    width of the edge light (0: none). `fine` is the number of samples a curve gets per knot.
    """

    width: float
    ink: str
    rim_colour: str
    rim: float
    shaded: int
    fine: int
    phase: float

    def thin(self, share: float) -> "Pen":
        return replace(self, width=self.width * share, rim=self.rim * min(1.0, share + 0.3))

    def dull(self, share: float) -> "Pen":
        """A thinner pen that leaves no rim of light."""
        return replace(self, width=self.width * share, rim=0.0)


def curve(knots: Sequence[Knot], closed: bool = True, fine: int = 5) -> list[Point]:
    """A smooth line through the knots that never overshoots, as a polyline."""
    count = len(knots)
    if count < 3:
        return [(k[0], k[1]) for k in knots]
    tangents = [_tangent(knots, index, closed) for index in range(count)]
    points: list[Point] = []
    for index in range(count if closed else count - 1):
        here, there = knots[index], knots[(index + 1) % count]
        reach = 0.37 * math.hypot(there[0] - here[0], there[1] - here[1])
        out, into = tangents[index], tangents[(index + 1) % count]
        one = (here[0] + out[0] * reach, here[1] + out[1] * reach)
        two = (there[0] - into[0] * reach, there[1] - into[1] * reach)
        straight = len(here) == 3 and len(there) == 3
        steps = 1 if straight else fine
        points += [_cubic(here, one, two, there, step / steps) for step in range(steps)]
    if not closed:
        points.append((knots[-1][0], knots[-1][1]))
    return points


def _tangent(knots: Sequence[Knot], index: int, closed: bool) -> Point:
    if len(knots[index]) == 3:
        return (0.0, 0.0)
    count = len(knots)
    if closed:
        before, after = knots[index - 1], knots[(index + 1) % count]
    else:
        before, after = knots[max(0, index - 1)], knots[min(count - 1, index + 1)]
    x, y = after[0] - before[0], after[1] - before[1]
    length = math.hypot(x, y) or 1.0
    return (x / length, y / length)


def _cubic(a: Knot, b: Point, c: Point, d: Knot, t: float) -> Point:
    s = 1 - t
    p, q, r, u = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    return (
        p * a[0] + q * b[0] + r * c[0] + u * d[0],
        p * a[1] + q * b[1] + r * c[1] + u * d[1],
    )


def normals(line: Sequence[Point], closed: bool) -> list[Point]:
    """Unit normals to the left of the direction of travel."""
    count = len(line)
    result: list[Point] = []
    for index in range(count):
        before = line[index - 1] if closed or index else line[0]
        after = line[(index + 1) % count] if closed or index < count - 1 else line[-1]
        x, y = after[0] - before[0], after[1] - before[1]
        length = math.hypot(x, y) or 1.0
        result.append((y / length, -x / length))
    return result


def area(line: Sequence[Point]) -> float:
    """Signed: positive when the line runs clockwise on the screen (y down)."""
    total = 0.0
    for index, (x, y) in enumerate(line):
        before = line[index - 1]
        total += before[0] * y - x * before[1]
    return total / 2


def data(line: Sequence[Point], closed: bool = True) -> str:
    """The `d` of a path, to a tenth of a unit."""
    inside = "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
    return f"M{inside}Z" if closed else f"M{inside}"


def fill(line: Sequence[Point], colour: str, opacity: float = 1.0) -> str:
    if len(line) < 3:
        return ""
    veil = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<path d="{data(line)}" fill="{colour}"{veil}/>'


def swollen(line: Sequence[Point], pen: Pen, ease: Sequence[float] | None = None) -> list[Point]:
    """The outline of the ink round a closed shape: never even, heaviest away from the light.

    `ease` is a share of the width at each point, for edges that must melt into another shape.
    """
    turn = 1.0 if area(line) > 0 else -1.0
    result: list[Point] = []
    for index, ((x, y), (nx, ny)) in enumerate(zip(line, normals(line, True), strict=True)):
        away = (nx * turn * pen.shaded * 0.8 + ny * turn * 0.6) * 0.5 + 0.5
        wave = 0.16 * math.sin(0.55 * index + pen.phase) + 0.1 * math.sin(0.21 * index - pen.phase)
        width = pen.width * max(0.25, 0.5 + 0.75 * away + wave) * turn
        if ease is not None:
            width *= ease[index]
        result.append((x + nx * width, y + ny * width))
    return result


def shape(
    knots: Sequence[Knot], wash: Wash, pen: Pen, lit: float = 0.58, wave: float = 0.03
) -> str:
    """A closed shape in two tones; `lit` is the share of its width that the light reaches."""
    return solid(curve(knots, True, pen.fine), wash, pen, lit, wave)


def solid(
    line: Sequence[Point], wash: Wash, pen: Pen, lit: float = 0.58, wave: float = 0.03
) -> str:
    """As `shape`, from a polyline."""
    parts = [fill(swollen(line, pen), pen.ink), fill(line, wash.lit)]
    if lit < 1:
        parts.append(fill(beyond(line, terminator(line, pen, lit, wave), pen.shaded), wash.shade))
    if pen.rim > 0:
        parts.append(edging(line, pen))
    return "".join(parts)


def edging(line: Sequence[Point], pen: Pen) -> str:
    """The rim light: a thin band along the outermost edges that look towards the light."""
    turn = 1.0 if area(line) > 0 else -1.0
    depths: list[float] = []
    for (x, y), (nx, ny) in zip(line, normals(line, True), strict=True):
        facing = -nx * turn * pen.shaded * 0.9 - ny * turn * 0.3
        depth = 0.0
        if facing > 0.2:
            low, high = _extent(line, y)
            outer = low if pen.shaded > 0 else high
            depth = pen.rim * min(1.0, facing * 1.2) if abs(x - outer) < 2.5 * pen.rim else 0.0
        depths.append(depth)
    start = next((i for i, d in enumerate(depths) if d == 0), None)
    if start is None:
        return ""
    drawn: list[str] = []
    run: list[int] = []
    count = len(line)
    for step in range(1, count + 1):
        index = (start + step) % count
        if depths[index] > 0:
            run.append(index)
        elif run:
            drawn.append(_ribbon(line, depths, run, turn, pen))
            run = []
    return "".join(drawn)


def _ribbon(
    line: Sequence[Point], depths: Sequence[float], run: Sequence[int], turn: float, pen: Pen
) -> str:
    if len(run) < 3:
        return ""
    outer = [line[i] for i in run]
    inner: list[Point] = []
    last = len(run) - 1
    for place, ((x, y), (nx, ny)) in enumerate(zip(outer, normals(outer, False), strict=True)):
        taper = min(1.0, 3.0 * place / last, 3.0 * (last - place) / last)
        depth = depths[run[place]] * taper * turn
        inner.append((x - nx * depth, y - ny * depth))
    return fill(outer + inner[::-1], pen.rim_colour)


def terminator(
    line: Sequence[Point], pen: Pen, lit: float, wave: float
) -> Callable[[float], float]:
    """Where light turns to shade at each height: x as a function of y."""
    rows = 18
    top, bottom = min(p[1] for p in line), max(p[1] for p in line)
    step = (bottom - top) / rows or 1.0
    edges = []
    for row in range(rows + 1):
        low, high = _extent(line, top + step * min(max(row, 0.3), rows - 0.3))
        start, end = (low, high) if pen.shaded > 0 else (high, low)
        sway = wave * math.sin(row * 0.62 + pen.phase) * (end - start)
        edges.append(start + (end - start) * lit + sway)

    def at(y: float) -> float:
        place = min(max((y - top) / step, 0.0), rows - 1e-6)
        index = int(place)
        share = place - index
        return edges[index] * (1 - share) + edges[index + 1] * share

    return at


def _extent(line: Sequence[Point], y: float) -> Point:
    """The least and greatest x of a closed polyline at one height."""
    low, high = math.inf, -math.inf
    x0, y0 = line[-1]
    for x1, y1 in line:
        if (y0 <= y) != (y1 <= y):
            x = x0 + (x1 - x0) * (y - y0) / (y1 - y0)
            low, high = min(low, x), max(high, x)
        x0, y0 = x1, y1
    if low > high:
        near = min(line, key=lambda p: abs(p[1] - y))
        return (near[0], near[0])
    return (low, high)


def beyond(line: Sequence[Point], edge: Callable[[float], float], side: int) -> list[Point]:
    """The part of a closed shape to one side (+1: greater x) of a curve x = edge(y)."""
    kept: list[Point] = []
    crossing: Point | None = None
    before = line[-1]
    was = (before[0] - edge(before[1])) * side
    for here in line:
        now = (here[0] - edge(here[1])) * side
        if (was > 0) != (now > 0):
            share = was / (was - now)
            cut = (
                before[0] + (here[0] - before[0]) * share,
                before[1] + (here[1] - before[1]) * share,
            )
            if now > 0 and crossing is not None:
                kept += _along(edge, crossing[1], cut[1])
            kept.append(cut)
            crossing = cut if now <= 0 else None
        if now > 0:
            kept.append(here)
        before, was = here, now
    if crossing is not None and kept:
        kept += _along(edge, crossing[1], kept[0][1])
    return kept


def _along(edge: Callable[[float], float], start: float, end: float) -> list[Point]:
    """Points of the curve between two heights, always the same ones: ways there and back agree."""
    low, high = min(start, end), max(start, end)
    heights = [k * 4.0 for k in range(math.ceil(low / 4.0), math.floor(high / 4.0) + 1)]
    return [(edge(y), y) for y in (heights if start <= end else heights[::-1])]


def stroke(
    knots: Sequence[Knot], colour: str, width: float, pen: Pen, start: float = 0.25,
    end: float = 0.1, opacity: float = 1.0,
) -> str:  # fmt: skip
    """One stroke of the brush: swells in its middle; `start` and `end` are shares at its tips."""
    line = curve(knots, False, pen.fine)
    last = len(line) - 1
    left: list[Point] = []
    right: list[Point] = []
    for index, ((x, y), (nx, ny)) in enumerate(zip(line, normals(line, False), strict=True)):
        t = index / last
        tip = start * (1 - t) + end * t
        half = 0.5 * width * (tip + (1 - tip) * math.sin(math.pi * min(1.0, t * 0.9 + 0.05)))
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    return fill(left + right[::-1], colour, opacity)


def tube(
    spine: Sequence[Knot], widths: Sequence[float], wash: Wash, pen: Pen, cap: float = 0.5,
    lit: float = 0.15, melt: float = 0.0,
) -> str:  # fmt: skip
    """A limb: a smooth spine with a half-width at each knot.

    `lit` from -1 (all shade) to 1 (all light) is where across the limb the shade begins. `melt`
    is the share of the limb along which its line grows from nothing, where it joins a body.
    """
    line, halves = _sampled(spine, widths, pen.fine + 2)
    sides = normals(line, False)
    away = sum(n[0] * pen.shaded * 0.8 + n[1] * 0.6 for n in sides)
    sign = 1.0 if away > 0 else -1.0
    grown = [min(1.0, i / (len(line) * melt)) if melt > 0 else 1.0 for i in range(len(line))]
    dark = _beside(line, sides, halves, [sign] * len(line))
    bright = _beside(line, sides, halves, [-sign] * len(line))
    middle = _beside(line, sides, halves, [sign * (1 - (1 - lit) * g) for g in grown])
    ending = _cap(line, halves, cap, 1)
    beginning = _cap(line, halves, cap, -1)
    contour = bright + ending(-sign) + dark[::-1] + beginning(sign)
    ease = [*grown, *[1.0] * 8, *grown[::-1], *[grown[0]] * 8]
    parts = [fill(swollen(contour, pen, ease), pen.ink), fill(contour, wash.lit)]
    parts.append(fill(middle + dark[::-1], wash.shade))
    if pen.rim > 0 and not _doubled(line):
        shares = [
            -sign * max(0.0, 1 - pen.rim * g * _facing(n, sign, pen) / h)
            for h, g, n in zip(halves, grown, sides, strict=True)
        ]
        inner = _beside(line, sides, halves, shares)
        parts.append(fill(bright + inner[::-1], pen.rim_colour))
    return "".join(parts)


def _doubled(line: Sequence[Point]) -> bool:
    """Whether a limb is bent back on itself, so that an edge light would cross it."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line[0], line[2], line[-3], line[-1]
    return (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) < 0


def _facing(normal: Point, sign: float, pen: Pen) -> float:
    """How far the bright side of a limb looks to the light, 0…1."""
    toward = sign * (normal[0] * pen.shaded * 0.8 + normal[1] * 0.6)
    return min(1.0, max(0.0, 1.5 * toward + 0.1))


def _beside(
    line: Sequence[Point], sides: Sequence[Point], halves: Sequence[float], shares: Sequence[float]
) -> list[Point]:
    """A line beside a spine, at a share of its half-width along the normal."""
    return [
        (x + nx * h * s, y + ny * h * s)
        for (x, y), (nx, ny), h, s in zip(line, sides, halves, shares, strict=True)
    ]


def _sampled(
    spine: Sequence[Knot], widths: Sequence[float], fine: int
) -> tuple[list[Point], list[float]]:
    line = curve(spine, False, fine)
    last = len(line) - 1
    halves = []
    for index in range(len(line)):
        place = index / last * (len(widths) - 1)
        low = min(int(place), len(widths) - 2)
        t = place - low
        t = t * t * (3 - 2 * t)
        halves.append(widths[low] * (1 - t) + widths[low + 1] * t)
    return line, halves


def _cap(
    line: Sequence[Point], halves: Sequence[float], cap: float, end: int
) -> Callable[[float], list[Point]]:
    """The rounded end of a limb, from one side (+1: along the normal) to the other."""
    at, before = (line[-1], line[-2]) if end > 0 else (line[0], line[1])
    half = halves[-1] if end > 0 else halves[0]
    x, y = at[0] - before[0], at[1] - before[1]
    length = math.hypot(x, y) or 1.0
    fx, fy = x / length, y / length
    nx, ny = (fy, -fx) if end > 0 else (-fy, fx)

    def points(side: float) -> list[Point]:
        result = []
        for angle in range(20, 180, 20):
            c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            result.append(
                (
                    at[0] + (nx * c * side + fx * s * cap) * half,
                    at[1] + (ny * c * side + fy * s * cap) * half,
                )
            )
        return result

    return points
