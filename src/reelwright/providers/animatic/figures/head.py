"""The head: skull, ear, neck and hair, seen from the front, from three quarters and from behind."""

import math
from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figures.pen import Knot, Pen, Point, Wash, shape, stroke

# Outlines of the bare head in head heights, chin at 0.5, crown at -0.5, clockwise from the crown.
_FRONT: tuple[Knot, ...] = ((0.0, -0.5), (0.2, -0.46), (0.33, -0.33), (0.37, -0.14), (0.355, 0.02),
    (0.335, 0.16), (0.29, 0.31), (0.17, 0.45), (0.06, 0.5), (-0.06, 0.5), (-0.17, 0.45),
    (-0.29, 0.31), (-0.335, 0.16), (-0.355, 0.02), (-0.37, -0.14), (-0.33, -0.33), (-0.2, -0.46),
    )  # fmt: skip
_SIDE: tuple[Knot, ...] = ((0.0, -0.5), (0.2, -0.455), (0.325, -0.34), (0.355, -0.2), (0.345, -0.1),
    (0.322, -0.03), (0.335, 0.06), (0.325, 0.16), (0.285, 0.3), (0.23, 0.42), (0.17, 0.485),
    (0.08, 0.5), (-0.02, 0.47), (-0.13, 0.39), (-0.215, 0.28), (-0.26, 0.13), (-0.33, 0.12),
    (-0.4, 0.0), (-0.435, -0.16), (-0.4, -0.32), (-0.28, -0.44), (-0.14, -0.49),)  # fmt: skip
_BACK: tuple[Knot, ...] = ((0.0, -0.5), (0.2, -0.46), (0.33, -0.33), (0.37, -0.14), (0.35, 0.04),
    (0.31, 0.2), (0.22, 0.33), (0.0, 0.38), (-0.22, 0.33), (-0.31, 0.2), (-0.35, 0.04),
    (-0.37, -0.14), (-0.33, -0.33), (-0.2, -0.46),)  # fmt: skip
OUTLINES = {"front": _FRONT, "side": _SIDE, "back": _BACK}


@dataclass(frozen=True)
class Head:
    """A head placed on the paper: centre, height of the head in units, tilt, and the view.

    `flip` is -1 when a side view looks to the left of the paper.
    """

    look: Look
    x: float
    y: float
    size: float
    tilt: float
    view: str
    flip: int
    pen: Pen
    skin: Wash
    hair: Wash
    fine: bool

    def put(self, knot: Knot) -> Knot:
        c, s = math.cos(self.tilt), math.sin(self.tilt)
        u, v = knot[0] * self.flip * self.size, knot[1] * self.size
        x, y = self.x + u * c - v * s, self.y + u * s + v * c
        return (x, y, 1) if len(knot) == 3 else (x, y)

    def puts(self, knots: "tuple[Knot, ...] | list[Knot]") -> list[Knot]:
        return [self.put(k) for k in knots]

    def point(self, u: float, v: float) -> Point:
        k = self.put((u, v))
        return (k[0], k[1])


def outline(head: Head) -> list[Knot]:
    """The outline of the bare head on the paper: jaws differ by gender, age and build."""
    look = head.look
    jaw = {"slim": -0.05, "medium": 0.0, "broad": 0.08}[look.build]
    jaw += -0.07 if look.gender == "female" else 0.0
    if look.age == "child":
        jaw = 0.02
    chin = -0.035 if look.age == "child" else 0.0
    knots: list[Knot] = []
    for knot in OUTLINES[head.view]:
        u, v = knot[0], knot[1]
        low = min(1.0, max(0.0, (v - 0.08) / 0.3))
        middle = 0.12 if head.view == "side" else 0.0
        u = middle + (u - middle) * (1 + jaw * low)
        knots.append(head.put((u, v + chin * low)))
    return knots


def skull(head: Head) -> str:
    """The bare head in one tone, with its ears; a face brings its own shade."""
    drawn = ""
    if head.view != "side":
        for side in (-1, 1):
            knots: list[Knot] = [(side * 0.34, -0.05), (side * 0.4, -0.07), (side * 0.415, 0.02),
                (side * 0.38, 0.14), (side * 0.33, 0.16),]  # fmt: skip
            drawn += shape(head.puts(knots), head.skin, head.pen.thin(0.7))
    lit = 0.6 if head.view == "back" else 1.0
    return drawn + shape(outline(head), head.skin, head.pen, lit)


def ear(head: Head) -> str:
    """The near ear of a side view, over the hair."""
    knots: list[Knot] = [(-0.14, 0.02), (-0.15, -0.07), (-0.21, -0.1), (-0.265, -0.05),
        (-0.25, 0.05), (-0.2, 0.15), (-0.16, 0.15),]  # fmt: skip
    drawn = shape(head.puts(knots), head.skin, head.pen.thin(0.7), 0.6)
    if head.fine:
        inner: list[Knot] = [(-0.17, -0.03), (-0.215, -0.045), (-0.225, 0.02), (-0.19, 0.07)]
        drawn += stroke(head.puts(inner), head.skin.line, head.pen.width, head.pen)
    return drawn
