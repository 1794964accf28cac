"""Eyes and brows: the lid is a brush stroke, the iris a dark round that looks ahead."""

import math
from itertools import pairwise

from reelwright.providers.animatic.figures.face_ground import Face
from reelwright.providers.animatic.figures.pen import Point, curve, fill
from reelwright.providers.animatic.panel.palette import mix


def _lids(face: Face, side: int) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Upper and lower lid from the inner to the outer corner, as places on the face."""
    half = 0.066 if face.child else 0.062 if face.soft else 0.058
    high = (0.046 if face.child else 0.04 if face.soft else 0.033) * face.mien.lids
    u, v = face.eye_u, face.eye_v
    upper = ((-half, 0.008), (-half * 0.5, -high * 0.75), (half * 0.1, -high),
        (half * 0.65, -high * 0.6), (half, 0.0))  # fmt: skip
    lower = ((-half, 0.008), (-half * 0.3, high * 0.42), (half * 0.4, high * 0.42), (half, 0.0))
    return (
        tuple((side * (u + a), v + b) for a, b in upper),
        tuple((side * (u + a), v + b) for a, b in lower),
    )


def eye(face: Face, side: int) -> str:
    """One eye; `side` is +1 for the far one."""
    head, ink, w = face.head, face.head.pen.ink, face.line
    upper, lower = _lids(face, side)
    top = curve([face.at(u, v) for u, v in upper], False, 5)
    bottom = curve([face.at(u, v) for u, v in lower], False, 5)
    far_in_shade = side == face.shade_side
    white = mix(head.skin.lit, "#fffaf0", 0.6)
    if far_in_shade:
        white = mix(white, head.skin.shade, 0.55)
    drawn = fill([*top, *bottom[::-1]], mix(white, face.light.shade, 0.35 * face.light.darkness))
    drawn += _iris(face, side, top, bottom)
    drawn += face.brush([*top[:: max(1, len(top) // 6)], top[-1]], w * (2.1 if face.soft else 1.9),
        ink)  # fmt: skip
    drawn += face.stroke(lower[1:], w * 0.7, face.skin_line, 0.8)
    crease = tuple((u + side * 0.004, v - 0.022) for u, v in upper[1:4])
    drawn += face.stroke(crease, w * 0.75, face.skin_line, 0.7)
    if face.soft and not face.child:
        u, v = upper[-1]
        drawn += face.stroke(((u - side * 0.02, v - 0.012), (u + side * 0.006, v - 0.014),
            (u + side * 0.026, v - 0.03)), w * 1.7, ink)  # fmt: skip
    return drawn


def _iris(face: Face, side: int, top: list[Point], bottom: list[Point]) -> str:
    """The iris, cut by the lids, with a spark from the light."""
    head = face.head
    radius = (0.037 if face.child else 0.033) * head.size
    ahead = 0.012 if head.view == "side" else 0.0
    x, y = face.at(side * face.eye_u + ahead, face.eye_v - 0.008)
    narrow = 0.82 if head.view == "side" and side > 0 else 0.95
    ring: list[Point] = []
    for i in range(16):
        a = math.pi * i / 8
        px, py = x + radius * narrow * math.cos(a), y + radius * math.sin(a)
        ring.append((px, min(max(py, _height(top, px)), _height(bottom, px))))
    colour = mix(mix(head.look.hair_colour, "#3a2c22", 0.6), head.pen.ink, 0.62)
    drawn = fill(ring, colour)
    if face.light.darkness < 0.8 or side != face.shade_side:
        sx, sy, r = x - head.pen.shaded * radius * 0.32, y - radius * 0.3, radius * 0.27
        drawn += fill([(sx - r, sy), (sx, sy - r), (sx + r, sy), (sx, sy + r)],
            mix("#ffffff", face.light.key, 0.3))  # fmt: skip
    return drawn


def _height(line: list[Point], x: float) -> float:
    """y of a lid at x."""
    ordered = line if line[0][0] <= line[-1][0] else line[::-1]
    for (x0, y0), (x1, y1) in pairwise(ordered):
        if x <= x1:
            return y0 + (y1 - y0) * min(1.0, max(0.0, (x - x0) / ((x1 - x0) or 1.0)))
    return ordered[-1][1]


def brow(face: Face, side: int) -> str:
    """A brow: thick at its inner third, thin outwards; its slant is half of the expression."""
    hair = mix(face.head.hair.shade, face.head.pen.ink, 0.5)
    heavy = 1.7 if face.child else 2.0 if face.soft else 3.1
    places = tuple((side * u, v) for u, v in face.brow_line)
    return face.stroke(places, face.line * heavy, hair)
