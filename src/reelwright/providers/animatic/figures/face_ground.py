"""The ground of a face: where its features lie, how a mood moves them, and its shade."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reelwright.film.story import Mood
from reelwright.providers.animatic.figures.head import Head, outline
from reelwright.providers.animatic.figures.pen import Point, beyond, curve, fill, stroke
from reelwright.providers.animatic.panel.palette import Light, mix


@dataclass(frozen=True)
class Mien:
    """An expression: brows lifted and slanted (inner ends up if positive), lids, mouth corners."""

    lift: float = 0.0
    slant: float = 0.0
    lids: float = 1.0
    smile: float = 0.0


MIENS: dict[Mood, Mien] = {
    "calm": Mien(),
    "warm": Mien(0.008, 0.01, 0.92, 0.02),
    "tense": Mien(-0.014, -0.034, 0.95, -0.012),
    "sad": Mien(0.006, 0.042, 0.78, -0.02),
    "joyful": Mien(0.022, 0.012, 0.84, 0.034),
    "mysterious": Mien(-0.004, -0.016, 0.72, 0.008),
    "dark": Mien(-0.02, -0.038, 0.74, -0.016),
    "grand": Mien(0.012, -0.008, 1.06, 0.005),
}
_TURNS = {"front": 7.0, "side": 36.0}


@dataclass(frozen=True)
class Face:
    """The front of one head, ready to be drawn on."""

    head: Head
    mien: Mien
    light: Light

    @property
    def soft(self) -> bool:
        """Lines are left out of the faces of women and children."""
        return self.head.look.gender == "female" or self.head.look.age == "child"

    @property
    def child(self) -> bool:
        return self.head.look.age == "child"

    @property
    def line(self) -> float:
        """The width of a line on the face: never lost when the camera is near."""
        return max(self.head.pen.width, 0.0085 * self.head.size)

    @property
    def skin_line(self) -> str:
        return mix(self.head.skin.line, self.head.skin.shade, 0.15)

    @property
    def eye_u(self) -> float:
        return 0.142 if self.child else 0.138

    @property
    def eye_v(self) -> float:
        return 0.065 if self.child else 0.025

    @property
    def nose_v(self) -> float:
        return 0.185 if self.child else 0.18

    @property
    def mouth_v(self) -> float:
        return 0.3 if self.child else 0.292

    @property
    def shade_side(self) -> int:
        """+1 when the shade lies at greater u."""
        return self.head.pen.shaded * self.head.flip

    @property
    def brow_line(self) -> tuple[Point, ...]:
        """A brow on the far side, from its inner end."""
        v = self.eye_v - 0.088 - self.mien.lift
        s = self.mien.slant
        return ((0.055, v + 0.012 - s * 0.8), (0.11, v - 0.012 - s * 0.3),
            (0.165, v - 0.014 + s * 0.25), (0.215, v + 0.012 + s * 0.6))  # fmt: skip

    def at(self, u: float, v: float, lift: float = 0.0) -> Point:
        turn = math.radians(_TURNS[self.head.view])
        z = 0.3 - 0.9 * u * u + lift
        return self.head.point(u * math.cos(turn) + z * math.sin(turn), v)

    def stroke(
        self, places: Sequence[Point], width: float, colour: str, opacity: float = 1.0
    ) -> str:
        return self.brush([self.at(u, v) for u, v in places], width, colour, opacity)

    def brush(
        self, points: Sequence[Point], width: float, colour: str, opacity: float = 1.0
    ) -> str:
        return stroke(points, colour, width, self.head.pen, 0.35, 0.2, opacity)

    def patch(self, places: Sequence[Point], colour: str, opacity: float = 1.0) -> str:
        return fill(curve([self.at(u, v) for u, v in places], True, 5), colour, opacity)


# Where light turns to shade down a face: (v, u) on the paper, for shade at greater u.
_EDGES: dict[tuple[str, int], tuple[Point, ...]] = {("side", 1
    ): ((-0.6, 0.2), (-0.3, 0.25), (-0.12, 0.235), (-0.05, 0.2), (0.02, 0.215), (0.1, 0.225),
        (0.17, 0.22), (0.23, 0.175), (0.3, 0.205), (0.36, 0.14), (0.43, 0.12), (0.52, 0.02)),
        ("side", -1
    ): ((-0.6, -0.1), (-0.3, -0.08), (-0.1, -0.1), (0.02, -0.075), (0.1, -0.03), (0.17, -0.035),
        (0.27, -0.01), (0.36, 0.04), (0.52, 0.1)), ("front", 1
    ): ((-0.6, 0.1), (-0.25, 0.17), (-0.08, 0.13), (0.0, 0.19), (0.07, 0.2), (0.15, 0.14),
        (0.24, 0.16), (0.34, 0.12), (0.42, 0.1), (0.52, 0.02)),
}  # fmt: skip


def ground(face: Face) -> str:
    """The shade of a face, deeper and wider the darker the light; under a hat the brow goes too."""
    head, dark = face.head, face.light.darkness
    line = curve(outline(head), True, head.pen.fine)
    swallow = 0.12 * max(0.0, dark - 0.35)
    drawn = fill(beyond(line, _edge(face, swallow), head.pen.shaded), head.skin.shade)
    drawn += _sockets(face) + _brim(face)
    if dark > 0.5:
        deep = beyond(line, _edge(face, -0.1), head.pen.shaded)
        drawn += fill(deep, face.light.ink, min(0.5, 0.75 * (dark - 0.4)))
    return drawn


class _Edge:
    """x of the turn of light as a function of y, between knots."""

    def __init__(self, knots: Sequence[Point]) -> None:
        self._knots = sorted((y, x) for x, y in knots)

    def __call__(self, y: float) -> float:
        knots = self._knots
        for (y0, x0), (y1, x1) in pairwise(knots):
            if y <= y1:
                return x0 + (x1 - x0) * min(1.0, max(0.0, (y - y0) / ((y1 - y0) or 1.0)))
        return knots[-1][1]


def _edge(face: Face, swallow: float) -> _Edge:
    side = face.shade_side
    if face.head.view == "front":
        table = [(side * (u - swallow), v) for v, u in _EDGES[("front", 1)]]
    else:
        table = [(u - side * swallow, v) for v, u in _EDGES[("side", side)]]
    smooth = curve(table, False, 3)
    return _Edge([face.head.point(u, v) for u, v in smooth])


def _sockets(face: Face) -> str:
    """The hollows under the brows."""
    if not face.head.fine:
        return ""
    drawn = ""
    for side in (-1, 1):
        u, v = face.eye_u, face.eye_v
        hollow = tuple((side * a, b) for a, b in ((u - 0.085, v - 0.02), (u - 0.03, v - 0.062),
            (u + 0.055, v - 0.056), (u + 0.075, v - 0.012), (u, v - 0.028)))  # fmt: skip
        drawn += face.patch(hollow, face.head.skin.shade, 0.32 if face.soft else 0.5)
    return drawn


def _brim(face: Face) -> str:
    """The shade a hat throws on the face."""
    depth = {
        "top": -0.08,
        "bowler": -0.07,
        "wide": 0.0,
        "helmet": -0.06,
        "hood": -0.05,
        "cap": -0.1,
        "bonnet": -0.14
    }  # fmt: skip
    low = depth.get(face.head.look.hat)
    if low is None:
        return ""
    if face.head.view == "side":
        places = ((-0.13, -0.3), (0.34, -0.3), (0.347, -0.16), (0.326, low - 0.01),
            (0.22, low + 0.035), (0.05, low + 0.02), (-0.1, low - 0.02))  # fmt: skip
    else:
        places = ((-0.33, -0.3), (0.33, -0.3), (0.345, low - 0.04), (0.15, low + 0.03),
            (0.0, low + 0.04), (-0.15, low + 0.03), (-0.345, low - 0.04))  # fmt: skip
    points = [face.head.point(u, v) for u, v in places]
    return fill(curve(points, True, 5), face.head.skin.shade)
