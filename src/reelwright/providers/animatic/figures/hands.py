"""Hands: four gestures, drawn along the direction of the forearm."""

import math

from reelwright.providers.animatic.figures.pen import Knot, Pen, Point, Wash, shape, stroke

# Contours in hand lengths: x from the wrist to the fingertips, y across (the thumb at negative y).
_HANDS: dict[str, tuple[Knot, ...]] = {
    "relaxed": ((-0.08, -0.17), (0.15, -0.22), (0.32, -0.36), (0.52, -0.40), (0.55, -0.31),
        (0.42, -0.2), (0.66, -0.2), (0.9, -0.1), (0.99, 0.05), (0.9, 0.12), (0.7, 0.16),
        (0.4, 0.21), (-0.08, 0.17),),
    "open": ((-0.08, -0.16), (0.18, -0.24), (0.3, -0.46), (0.42, -0.62), (0.5, -0.56),
        (0.46, -0.36), (0.5, -0.22), (0.8, -0.34), (1.0, -0.36), (1.0, -0.27), (0.78, -0.16),
        (1.06, -0.12), (1.07, -0.02), (0.78, 0.0), (1.0, 0.1), (0.97, 0.19), (0.68, 0.15),
        (0.8, 0.28), (0.74, 0.34), (0.45, 0.26), (0.2, 0.24), (-0.08, 0.17),),
    "point": ((-0.08, -0.17), (0.2, -0.23), (0.42, -0.34), (0.6, -0.3), (0.56, -0.2), (0.75, -0.17),
        (1.12, -0.13), (1.14, -0.04), (0.76, -0.01), (0.6, 0.02), (0.62, 0.16), (0.5, 0.24),
        (0.25, 0.24), (-0.08, 0.17),),
    "fist": ((-0.08, -0.17), (0.15, -0.25), (0.38, -0.31), (0.58, -0.24), (0.66, -0.05),
        (0.62, 0.16), (0.45, 0.27), (0.18, 0.25), (-0.08, 0.17),),
}  # fmt: skip
_CREASES: dict[str, tuple[tuple[Knot, ...], ...]] = {
    "relaxed": (((0.62, -0.04), (0.78, 0.0), (0.92, 0.06)), ((0.3, -0.12), (0.4, -0.17),
        (0.46, -0.25))),
    "open": (((0.3, -0.1), (0.42, -0.16), (0.48, -0.24)), ((0.25, 0.1), (0.4, 0.08), (0.52, 0.02))),
    "point": (((0.45, 0.08), (0.52, 0.02), (0.62, 0.0)), ((0.35, -0.1), (0.48, -0.12),
        (0.56, -0.2))),
    "fist": (((0.35, -0.14), (0.47, -0.08), (0.5, 0.02)), ((0.55, -0.1), (0.5, 0.0), (0.56, 0.12))),
}  # fmt: skip


def hand(
    kind: str, wrist: Point, tip: Point, length: float, wash: Wash, pen: Pen, thumb: int, fine: bool
) -> str:
    """A hand from the wrist towards the tip; `thumb` -1 or +1 is the side it is on.

    A hand that points at the camera is foreshortened, but never to less than half its length.
    """
    x, y = tip[0] - wrist[0], tip[1] - wrist[1]
    far = math.hypot(x, y) or 1.0
    ux, uy = x / far, y / far
    along = max(0.55 * length, min(length, far))

    def put(knot: Knot) -> Point:
        u, v = knot[0] * along, knot[1] * length * -thumb
        return (wrist[0] + ux * u + uy * v, wrist[1] + uy * u - ux * v)

    drawn = shape([put(k) for k in _HANDS[kind]], wash, pen, 0.6)
    if fine:
        for crease in _CREASES[kind]:
            drawn += stroke([put(k) for k in crease], wash.line, pen.width * 0.9, pen)
    return drawn
