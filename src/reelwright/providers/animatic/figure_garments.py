"""Garments: how each of the eight is cut, as rings round the body, and what is seen on its front."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figure_body import Vector
from reelwright.providers.animatic.figure_limbs import Sitter
from reelwright.providers.animatic.figure_pen import Point, Wash, curve, solid
from reelwright.providers.animatic.palette import mix

Ring = tuple[float, float, float, float]
"""(share of the spine, half-width, half-depth, how far back) in body units."""


@dataclass(frozen=True)
class Cut:
    """`hem` is the length below the hips in shares of the way to the floor."""

    hem: float
    flare: float
    waist: float
    loose: float
    sleeve: float
    legs: str
    square: bool = True


CUTS: dict[str, Cut] = {
    "coat": Cut(0.5, 1.5, 1.14, 1.14, 1.12, "trousers"),
    "frock": Cut(0.42, 1.45, 0.98, 1.08, 1.0, "trousers"),
    "dress": Cut(0.97, 2.35, 0.94, 1.02, 1.0, "none"),
    "cloak": Cut(0.4, 1.3, 1.05, 1.08, 1.0, "trousers"),
    "jacket": Cut(0.1, 1.12, 1.1, 1.12, 1.08, "trousers"),
    "shawl": Cut(0.97, 1.9, 1.02, 1.04, 1.0, "none"),
    "robe": Cut(0.97, 1.5, 1.2, 1.16, 1.5, "none"),
    "apron": Cut(0.8, 1.75, 1.02, 1.04, 1.05, "stockings"),
}


def cut_of(look: Look) -> Cut:
    """A garment as this person wears it: children's are shorter, women's coats end in a skirt."""
    cut = CUTS[look.garment]
    hem, legs, flare = cut.hem, cut.legs, cut.flare
    if look.garment == "apron" and look.gender != "female":
        hem, legs, flare = 0.1, "trousers", 1.1
    if look.age == "child" and hem > 0.5:
        hem, legs = (0.62 if look.garment != "robe" else 0.9), "stockings"
    return Cut(hem, flare, cut.waist, cut.loose, cut.sleeve, legs)


def rings(sitter: Sitter, cut: Cut) -> list[Ring]:
    """From the hem up to the neck."""
    body = sitter.body
    below = -body.hip / body.spine
    hip_w, hip_d = body.rings[0][1] * cut.loose, body.rings[0][2] * cut.loose
    rows: list[Ring] = []
    for share in (1.0, 0.66, 0.33):
        grow = 1 + (cut.flare - 1) * share**0.85 * (0.55 + 0.45 * min(1.0, cut.hem * 1.4))
        rows.append((below * cut.hem * share, hip_w * grow, hip_d * grow * 1.05, 0.0))
    for index, (t, w, d) in enumerate(body.rings):
        grow = cut.waist if index == 1 else cut.loose
        rows.append((t, w * grow, d * grow, 0.0))
    return rows


def centre(sitter: Sitter, t: float) -> Vector:
    """The middle of the body at a share of the spine; below the hips straight down."""
    low, high = sitter.joints.pelvis, sitter.joints.neck
    if t < 0:
        return (low[0] * (1 + t * 0.3), low[1] - t * sitter.body.spine, low[2])
    return (
        low[0] + (high[0] - low[0]) * t,
        low[1] + (high[1] - low[1]) * t,
        low[2] + (high[2] - low[2]) * t,
    )


def on(sitter: Sitter, rows: Sequence[Ring], t: float, angle: float) -> Point:
    """A point on the cloth: `angle` in degrees from the front, positive to the body's left."""
    w, d = _ring(rows, t)
    x, y, z = centre(sitter, t)
    a = math.radians(angle)
    return sitter.at((x + w * math.sin(a), y, z + d * math.cos(a)))


def seen(sitter: Sitter, angle: float) -> bool:
    return math.cos(math.radians(angle - -sitter.view.turn)) > -0.02


def _ring(rows: Sequence[Ring], t: float) -> tuple[float, float]:
    for low, high in zip(rows, rows[1:], strict=False):
        if t <= high[0] or high is rows[-1]:
            share = min(1.0, max(0.0, (t - low[0]) / ((high[0] - low[0]) or 1.0)))
            return (low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share)
    return (rows[-1][1], rows[-1][2])


def contour(sitter: Sitter, rows: Sequence[Ring], legs: bool) -> list[Point]:
    """The outline of a garment: the rings' edges, wide enough for striding legs."""
    left, right = [], []
    for t, w, d, back in rows:
        x, y, z = centre(sitter, t)
        at = sitter.at((x, y, z - back))[0]
        half = sitter.view.half(w, d)
        low, high = at - half, at + half
        if legs and t < 0:
            low, high = _covering(sitter, y, low, high)
        left.append((low, y))
        right.append((high, y))
    hem = [(*left[0], 1), (*right[0], 1)]
    knots = [*hem, *right[1:], *left[:0:-1]]
    return curve(knots, True, sitter.pen.fine)


def _covering(sitter: Sitter, y: float, low: float, high: float) -> Point:
    width = sitter.body.leg_width * 0.95
    for side in (0, 1):
        points = [
            sitter.at(j[side])
            for j in (sitter.joints.hips, sitter.joints.knees, sitter.joints.ankles)
        ]
        for a, b in zip(points, points[1:], strict=False):
            if min(a[1], b[1]) <= y <= max(a[1], b[1]) and a[1] != b[1]:
                x = a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
                low, high = min(low, x - width), max(high, x + width)
    return (low, high)


def lap(sitter: Sitter, cut: Cut, cloth: Wash) -> str:
    """Cloth over bent legs: the hull of hips, knees and as much of the shins as the hem covers."""
    points: list[Point] = []
    width = sitter.body.leg_width * 1.15
    reach = min(1.0, max(0.0, (cut.hem - 0.3) / 0.66))
    pelvis = sitter.at(sitter.joints.pelvis)
    half = sitter.view.half(sitter.body.rings[0][1], sitter.body.rings[0][2]) * cut.loose
    points += _round(pelvis, half * 0.96)
    for side in (0, 1):
        knee, ankle = sitter.at(sitter.joints.knees[side]), sitter.at(sitter.joints.ankles[side])
        points += _round(knee, width)
        low = (knee[0] + (ankle[0] - knee[0]) * reach, knee[1] + (ankle[1] - knee[1]) * reach)
        points += _round(low, width * (0.9 if reach < 0.8 else 1.25))
    hull = [p for p in _hull(points)]
    floor = min(-2.0, max(p[1] for p in hull))
    return solid([(x, min(y, floor)) for x, y in hull], cloth, sitter.pen)


def _round(at: Point, radius: float) -> list[Point]:
    return [
        (at[0] + radius * math.cos(a * math.pi / 8), at[1] + radius * math.sin(a * math.pi / 8))
        for a in range(16)
    ]


def _hull(points: list[Point]) -> list[Point]:
    ordered = sorted(set(points))

    def chain(items: Sequence[Point]) -> list[Point]:
        result: list[Point] = []
        for p in items:
            while len(result) > 1 and _cross(result[-2], result[-1], p) <= 0:
                result.pop()
            result.append(p)
        return result[:-1]

    return chain(ordered) + chain(ordered[::-1])


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def trousers(look: Look) -> str:
    """Trousers and underskirts go with the garment, darker and greyer."""
    return mix(mix(look.colour, "#2a2724", 0.55), "#6b6459", 0.25)
