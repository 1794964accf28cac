"""Garments: how each of the eight is cut, as rings of cloth round the body."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelwright.film.story import Look
from reelwright.providers.animatic.figures.body import Vector
from reelwright.providers.animatic.figures.limbs import Sitter
from reelwright.providers.animatic.figures.pen import Knot, Point, Wash, curve, solid
from reelwright.providers.animatic.panel.palette import mix

Ring = tuple[float, float, float]
"""(share of the spine, half-width, half-depth) in units; below the hips the share is negative."""


@dataclass(frozen=True)
class Cut:
    """How a garment is cut.

    `hem` is its length below the hips in shares of the way to the floor; the rest are factors on
    the body's own widths. `legs` names what is worn below: trousers, stockings or none.
    """

    hem: float
    flare: float
    waist: float
    loose: float
    sleeve: float
    legs: str


CUTS: dict[str, Cut] = {
    "coat": Cut(0.52, 1.55, 1.2, 1.16, 1.16, "trousers"),
    "frock": Cut(0.44, 1.5, 1.0, 1.09, 1.0, "trousers"),
    "dress": Cut(0.97, 2.5, 0.96, 1.02, 0.96, "none"),
    "cloak": Cut(0.12, 1.1, 1.1, 1.08, 1.0, "trousers"),
    "jacket": Cut(0.1, 1.1, 1.12, 1.13, 1.1, "trousers"),
    "shawl": Cut(0.97, 1.95, 1.05, 1.05, 1.0, "none"),
    "robe": Cut(0.97, 1.5, 1.24, 1.18, 1.35, "none"),
    "apron": Cut(0.8, 1.8, 1.04, 1.05, 1.08, "stockings"),
}


def cut_of(look: Look) -> Cut:
    """A garment as this person wears it: a child's is shorter, a working man's has no skirt."""
    cut = CUTS[look.garment]
    hem, legs, flare = cut.hem, cut.legs, cut.flare
    if look.garment == "apron" and look.gender != "female":
        hem, legs, flare = 0.1, "trousers", 1.1
    if look.age == "child" and hem > 0.5:
        hem, legs = (0.6 if look.garment != "robe" else 0.9), "stockings"
    elif look.gender == "female" and look.garment in ("coat", "cloak", "frock"):
        hem, legs = max(hem, 0.62), "skirt"
    return Cut(hem, flare, cut.waist, cut.loose, cut.sleeve, legs)


def rings(sitter: Sitter, cut: Cut) -> list[Ring]:
    """The garment from the hem up to the neck."""
    body = sitter.body
    below = -body.hip / body.spine
    hip_w, hip_d = body.rings[0][1] * cut.loose, body.rings[0][2] * cut.loose
    rows: list[Ring] = []
    for share in (1.0, 0.66, 0.33):
        grow = 1 + (cut.flare - 1) * share**0.8 * (0.55 + 0.45 * min(1.0, cut.hem * 1.4))
        rows.append((below * cut.hem * share, hip_w * grow, hip_d * grow * 1.08))
    last = len(body.rings) - 1
    for index, (t, w, d) in enumerate(body.rings):
        grow = cut.waist if index == 1 else cut.loose
        extra = 1.0 if index < last else 1.06
        rows.append((t, w * grow * extra, d * grow * extra))
    return rows


def centre(sitter: Sitter, t: float) -> Vector:
    """The middle of the body at a share of the spine; below the hips straight to the floor."""
    low, high = sitter.joints.pelvis, sitter.joints.neck
    if t < 0:
        down = min(-4.0, low[1] - t * sitter.body.spine)
        return (low[0] * (1 + t * 0.3), down, low[2])
    return (
        low[0] + (high[0] - low[0]) * t,
        low[1] + (high[1] - low[1]) * t,
        low[2] + (high[2] - low[2]) * t,
    )


def on(sitter: Sitter, rows: Sequence[Ring], t: float, angle: float) -> Point:
    """A point on the cloth: `angle` in degrees from the front, positive to the body's left."""
    w, d = width_at(rows, t)
    x, y, z = centre(sitter, t)
    a = math.radians(angle)
    spot = (x + w * math.sin(a), y, z + d * math.cos(a))
    px, py = sitter.at(spot)
    return (px, py + 0.05 * (sitter.view.depth(spot) - sitter.view.depth((x, y, z))))


def rim_angles(sitter: Sitter, rows: Sequence[Ring], t: float) -> Point:
    """The angles at which the cloth turns away from us, the nearer side first."""
    w, d = width_at(rows, t)
    turn = math.radians(sitter.view.turn)
    far = math.degrees(math.atan2(w * math.cos(turn), d * math.sin(turn)))
    return (far - 180, far)


def band(
    sitter: Sitter, rows: Sequence[Ring], low: float, high: float, margin: float = 0.0
) -> list[Knot]:
    """The outline of a sash between two heights, right across what is seen of the body."""
    result: list[Knot] = []
    for t, order in ((low, range(7)), (high, range(6, -1, -1))):
        near, far = rim_angles(sitter, rows, t)
        near, far = near + margin, far - margin
        points = [on(sitter, rows, t, near + (far - near) * i / 6) for i in order]
        result += [(*points[0], 1), *points[1:-1], (*points[-1], 1)]
    return result


def width_at(rows: Sequence[Ring], t: float) -> Point:
    for low, high in pairwise(rows):
        if t <= high[0] or high == rows[-1]:
            share = min(1.0, max(0.0, (t - low[0]) / ((high[0] - low[0]) or 1.0)))
            return (low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share)
    return (rows[-1][1], rows[-1][2])


def contour(sitter: Sitter, rows: Sequence[Ring], legs: bool) -> list[Point]:
    """The outline of a garment: the rings' edges, wide enough for striding legs."""
    left: list[Point] = []
    right: list[Point] = []
    for t, w, d in rows:
        x, y, z = centre(sitter, t)
        at = sitter.at((x, y, z))[0]
        half = sitter.view.half(w, d)
        low, high = at - half, at + half
        if legs and t < 0:
            low, high = _covering(sitter, y, low, high)
        left.append((low, y))
        right.append((high, y))
    hem = _hem(sitter, left[0], right[0])
    return curve([*hem, *right[1:], *left[:0:-1]], True, sitter.pen.fine)


def _hem(sitter: Sitter, left: Point, right: Point) -> list[Knot]:
    """A hem that hangs in folds, lower in front; the folds are the sitter's own."""
    wide = right[0] - left[0]
    phase = sitter.pen.phase
    knots: list[Knot] = [(*left, 1)]
    for i in (1, 2, 3, 4):
        t = i / 5
        dip = wide * (0.045 * math.sin(math.pi * t) + 0.012 * math.sin(i * 2.6 + phase))
        knots.append((left[0] + wide * t, min(-1.0, left[1] + dip)))
    return [*knots, (*right, 1)]


def _covering(sitter: Sitter, y: float, low: float, high: float) -> Point:
    width = sitter.body.leg_width * 0.95
    joints = sitter.joints
    for side in (0, 1):
        points = [sitter.at(j[side]) for j in (joints.hips, joints.knees, joints.ankles)]
        for a, b in pairwise(points):
            if min(a[1], b[1]) <= y <= max(a[1], b[1]) and a[1] != b[1]:
                x = a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
                low, high = min(low, x - width), max(high, x + width)
    return (low, high)


def bent(sitter: Sitter) -> bool:
    """Sitting, kneeling or crouching: cloth lies over the thighs."""
    return sitter.pose.seat != "" or sitter.pose.far_leg.first[1] < 0.3


def lap(sitter: Sitter, cut: Cut, cloth: Wash) -> str:
    """Cloth over bent legs: the hull of hips, knees and as much of the shins as the hem covers."""
    points: list[Point] = []
    width = sitter.body.leg_width * 1.15
    reach = min(1.0, max(0.0, (cut.hem - 0.3) / 0.66))
    pelvis = sitter.at(sitter.joints.pelvis)
    half = sitter.view.half(sitter.body.rings[0][1], sitter.body.rings[0][2]) * cut.loose
    points += [(x, y) for x, y in _round(pelvis, half * 0.98) if y >= pelvis[1] - half * 0.3]
    for side in (0, 1):
        knee, ankle = sitter.at(sitter.joints.knees[side]), sitter.at(sitter.joints.ankles[side])
        points += _round(knee, width)
        low = (knee[0] + (ankle[0] - knee[0]) * reach, knee[1] + (ankle[1] - knee[1]) * reach)
        points += _round(low, width * (0.9 if reach < 0.8 else 1.25))
    hull = _hull(points)
    return solid([(x, min(y, -2.0)) for x, y in hull], cloth, sitter.pen)


def _round(at: Point, radius: float) -> list[Point]:
    return [
        (at[0] + radius * math.cos(a * math.pi / 8), at[1] + radius * math.sin(a * math.pi / 8))
        for a in range(16)
    ]


def _hull(points: Sequence[Point]) -> list[Point]:
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
