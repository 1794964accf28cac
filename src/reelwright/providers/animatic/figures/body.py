"""The body: proportions of a look, a pose in three dimensions, and its projection on the paper.

Units are thousandths of an average adult. The body's own axes: X to the right of the paper when it
is seen from the front, Y down from the ground (negative is up), Z forward. A view is a turn round
the upright axis, so every pose is written once and seen from every side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figures.pen import Point

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """Lengths and half-widths in units; `rings` are (share of the spine, width, depth)."""

    stature: float
    head: float
    hip: float
    neck: float
    rings: tuple[tuple[float, float, float], ...]
    shoulder: float
    upper: float
    fore: float
    hand: float
    thigh: float
    shin: float
    foot: float
    arm_width: float
    leg_width: float
    stoop: float

    @property
    def spine(self) -> float:
        return self.neck - self.hip


_HEADS = {"child": 5.2, "young": 7.2, "adult": 7.5, "old": 7.2}
_MASS = {"slim": 0.88, "medium": 1.0, "broad": 1.2}


def stature(look: Look) -> float:
    """Height in units; a child given no height of its own is drawn at a child's."""
    tall = min(1.35, max(0.4, look.height))
    if look.age == "child" and tall > 0.85:
        tall *= 0.68
    return 1000 * tall * (0.965 if look.age == "old" else 1.0)


def body_of(look: Look) -> Body:
    tall = stature(look)
    child = look.age == "child"
    head = tall / _HEADS[look.age]
    hip = tall * (0.47 if child else 0.52)
    neck = tall - head * (1.14 if child else 1.24)
    mass = tall / 1000 * _MASS[look.build] * (1.12 if child else 1.0)
    shoulder = (100 if look.gender == "female" else 116) * (0.9 if child else 1.0) * mass
    return Body(
        stature=tall,
        head=head,
        hip=hip,
        neck=neck,
        rings=_rings(look, mass, child),
        shoulder=shoulder,
        upper=0.172 * tall,
        fore=0.148 * tall,
        hand=0.086 * tall,
        thigh=hip * 0.5,
        shin=hip * 0.44,
        foot=0.135 * tall,
        arm_width=(26 if look.gender == "female" else 31) * mass,
        leg_width=(44 if look.gender == "female" else 46) * mass,
        stoop=0.2 if look.age == "old" else 0.0,
    )


def _rings(look: Look, mass: float, child: bool) -> tuple[tuple[float, float, float], ...]:
    if child:
        rows = ((0.0, 74, 64), (0.4, 70, 60), (0.72, 77, 58), (0.86, 78, 50), (0.96, 50, 42),
            (1.04, 30, 30))  # fmt: skip
    elif look.gender == "female":
        rows = ((0.0, 90, 70), (0.42, 63, 52), (0.72, 84, 70), (0.86, 87, 52), (0.96, 52, 44),
            (1.05, 30, 32))  # fmt: skip
    else:
        rows = ((0.0, 84, 64), (0.38, 79, 58), (0.72, 104, 72), (0.86, 106, 58), (0.955, 70, 52),
            (1.05, 38, 40))  # fmt: skip
    belly = 1.14 if look.build == "broad" else 1.0
    return tuple(
        (t, w * mass * (belly if i == 1 else 1), d * mass * (belly**2 if i == 1 else 1))
        for i, (t, w, d) in enumerate(rows)
    )


@dataclass(frozen=True)
class View:
    """A turn in degrees: 0 the front, 45 facing right, 180 the back."""

    turn: float

    def at(self, point: Vector) -> Point:
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return (point[0] * c + point[2] * s, point[1])

    def depth(self, point: Vector) -> float:
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return point[2] * c - point[0] * s

    def half(self, width: float, depth: float) -> float:
        """Half-width on the paper of an upright ellipse."""
        c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return math.hypot(width * c, depth * s)


def toward(start: Vector, direction: Sequence[float], length: float) -> Vector:
    size = math.sqrt(sum(d * d for d in direction)) or 1.0
    return (
        start[0] + direction[0] / size * length,
        start[1] + direction[1] / size * length,
        start[2] + direction[2] / size * length,
    )
