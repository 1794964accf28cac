"""What grows or sits on a face: beards, moustaches, glasses and pipes."""

import math

from reelwright.providers.animatic.figures.face_ground import Face
from reelwright.providers.animatic.figures.pen import (
    Knot,
    Wash,
    curve,
    fill,
    shape,
    stroke,
    tube,
)
from reelwright.providers.animatic.panel.palette import mix

Knots = tuple[Knot, ...]

_BEARD: dict[str, Knots] = {
    "front": ((-0.34, 0.06, 1), (-0.3, 0.17), (-0.2, 0.235), (-0.1, 0.225), (0.0, 0.235),
        (0.1, 0.225), (0.2, 0.235), (0.3, 0.17), (0.34, 0.06, 1), (0.345, 0.26), (0.27, 0.46),
        (0.15, 0.6), (0.02, 0.665), (-0.13, 0.61), (-0.26, 0.47), (-0.345, 0.26),),
    "side": ((-0.15, 0.06, 1), (-0.09, 0.18), (0.02, 0.25), (0.1, 0.23), (0.2, 0.225), (0.27, 0.25),
        (0.315, 0.2), (0.325, 0.28), (0.32, 0.42), (0.26, 0.57), (0.15, 0.66), (0.03, 0.61),
        (-0.1, 0.47), (-0.21, 0.31), (-0.23, 0.16),),
}  # fmt: skip


def beard(face: Face) -> str:
    """A full beard with the mouth left free; it changes the outline of the head."""
    if face.head.look.detail != "beard":
        return ""
    head = face.head
    drawn = shape(head.puts(_BEARD[head.view]), head.hair, head.pen, 0.55, 0.06)
    v = face.mouth_v
    drawn += face.patch(((-0.075, v), (0.0, v - 0.012), (0.075, v), (0.0, v + 0.036)),
        head.skin.shade, 0.9)  # fmt: skip
    if head.fine:
        for u, length in ((-0.14, 0.12), (-0.07, 0.17), (0.0, 0.2), (0.07, 0.17), (0.14, 0.12)):
            hairs = ((u, v + 0.085), (u * 0.9 - 0.01, v + 0.085 + length * 0.5),
                (u * 0.72, v + 0.085 + length))  # fmt: skip
            drawn += face.stroke(hairs, face.line * 1.1, head.hair.line)
    return drawn


def moustache(face: Face) -> str:
    """A moustache under the nose; a beard brings one along."""
    if face.head.look.detail not in ("moustache", "beard"):
        return ""
    v, h = face.mouth_v, face.head
    drawn = ""
    for s in (1, -1):
        half = ((0.0, v - 0.07), (s * 0.05, v - 0.068), (s * 0.1, v - 0.035),
            (s * 0.155, v - 0.012), (s * 0.11, v + 0.012), (s * 0.05, v - 0.004),
            (0.0, v - 0.022))  # fmt: skip
        knots: list[Knot] = [face.at(u, w, 0.02) for u, w in half]
        drawn += shape(knots, h.hair, h.pen.dull(0.7), 0.55)
    return drawn


def worn(face: Face) -> str:
    """Glasses or a pipe."""
    if face.head.look.detail == "glasses":
        return _glasses(face)
    return _pipe(face) if face.head.look.detail == "pipe" else ""


def _glasses(face: Face) -> str:
    head = face.head
    metal = mix(head.pen.ink, face.light.rim, 0.12)
    drawn = ""
    rings = []
    for s in (1, -1):
        centre_u, v, r = s * face.eye_u, face.eye_v + 0.005, 0.096
        narrow = 0.82 if head.view == "side" and s > 0 else 1.0
        x, y = face.at(centre_u, v, 0.02)
        r *= head.size
        rings.append((x, y, r * narrow))
        circle = [(x + r * narrow * math.cos(a),
            y + r * 0.94 * math.sin(a)) for a in (math.pi * i / 9 for i in range(18))]  # fmt: skip
        drawn += fill(circle, face.light.rim, 0.16)
        glint: list[Knot] = [(x - r * 0.5, y + r * 0.1), (x - r * 0.2, y - r * 0.45),
            (x + r * 0.1, y - r * 0.6)]  # fmt: skip
        drawn += stroke(glint, mix("#ffffff", face.light.key, 0.4), face.line * 1.6, head.pen,
            opacity=0.6)  # fmt: skip
        drawn += stroke([*circle, circle[0]], metal, face.line * 1.7, head.pen, 0.9, 0.9)
    (fx, fy, fr), (nx, ny, nr) = rings
    s = 1 if fx > nx else -1
    drawn += stroke([(nx + s * nr, ny), ((nx + fx) / 2, (ny + fy) / 2 - head.size * 0.02),
        (fx - s * fr, fy)], metal, face.line * 1.7, head.pen, 0.9, 0.9)  # fmt: skip
    ear = head.point(-0.2, -0.03) if head.view == "side" else head.point(-0.36, -0.01)
    drawn += stroke([(nx - s * nr, ny), ((nx - s * nr + ear[0]) / 2, (ny + ear[1]) / 2 - 1), ear],
        metal, face.line * 1.5, head.pen, 0.9, 0.6)  # fmt: skip
    if head.view == "front":
        other = head.point(0.36, -0.01)
        drawn += stroke([(fx + s * fr, fy), ((fx + s * fr + other[0]) / 2, (fy + other[1]) / 2 - 1),
            other], metal, face.line * 1.5, head.pen, 0.9, 0.6)  # fmt: skip
    return drawn


def _pipe(face: Face) -> str:
    """A pipe in the far corner of the mouth, with a thread of smoke."""
    head = face.head
    side = head.view == "side"
    start = face.at(0.05, face.mouth_v + 0.004, 0.02)
    bend, bowl = (head.point(0.36, 0.36),
        head.point(0.47, 0.37)) if side else (head.point(0.18, 0.37),
        head.point(0.26, 0.4))  # fmt: skip
    r = 0.02 * head.size
    wash = Wash("#6b3d22", "#3c2214", head.pen.ink)
    if face.light.darkness > 0.5:
        wash = Wash(mix("#6b3d22", face.light.shade, 0.5),
            mix("#2c1a12", face.light.ink, 0.5), head.pen.ink)  # fmt: skip
    drawn = tube([start, bend, bowl], [r * 0.8, r, r * 1.3], wash, head.pen.thin(0.9))
    x, y = bowl
    s = head.size
    cup: list[Knot] = [(x - 0.075 * s, y - 0.13 * s, 1), (x + 0.07 * s, y - 0.13 * s, 1),
        (x + 0.065 * s, y + 0.02 * s), (x, y + 0.055 * s),
        (x - 0.065 * s, y + 0.02 * s)]  # fmt: skip
    drawn += shape(cup, wash, head.pen.thin(0.9), 0.5)
    smoke: list[Knot] = [(x, y - 0.17 * s), (x + 0.06 * s, y - 0.3 * s),
        (x - 0.05 * s, y - 0.44 * s), (x + 0.07 * s, y - 0.62 * s), (x, y - 0.8 * s)]  # fmt: skip
    return drawn + stroke(curve(smoke, False, 3), face.light.rim, 0.035 * s, head.pen, 0.3, 0.1,
        0.45)  # fmt: skip
