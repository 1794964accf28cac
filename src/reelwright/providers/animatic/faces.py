"""Faces: a few strokes that look somewhere and feel something."""

import math
from dataclasses import dataclass

from reelwright.film.story import Mood
from reelwright.providers.animatic.figure_head import Head
from reelwright.providers.animatic.figure_pen import Knot, Point, curve, fill, shape, stroke
from reelwright.providers.animatic.palette import Light


@dataclass(frozen=True)
class Mien:
    """An expression: brows raised and slanted (inner ends up if positive), lids, mouth corners."""

    raise_: float = 0.0
    slant: float = 0.0
    open_: float = 1.0
    smile: float = 0.0


MIENS: dict[Mood, Mien] = {
    "calm": Mien(),
    "warm": Mien(0.008, 0.008, 0.9, 0.022),
    "tense": Mien(-0.016, -0.03, 0.88, -0.01),
    "sad": Mien(0.006, 0.036, 0.8, -0.022),
    "joyful": Mien(0.022, 0.01, 0.82, 0.04),
    "mysterious": Mien(-0.006, -0.016, 0.7, 0.008),
    "dark": Mien(-0.022, -0.034, 0.72, -0.016),
    "grand": Mien(0.012, -0.01, 1.04, 0.006),
}


def face(head: Head, mood: Mood, speaking: bool, light: Light) -> str:
    """Brows, eyes, nose and mouth on a front or side view."""
    drawn = ""
    mien = MIENS[mood]
    ink = head.pen.ink
    w = head.pen.width
    for side in (-1, 1):
        eye = [
            on(head, side * 0.135 + u, 0.02 + v)
            for u, v in ((-0.06, 0.01), (0, -0.02 * mien.open_), (0.06, 0.01))
        ]
        drawn += stroke(eye, ink, w * 2, head.pen)
        x, y = on(head, side * 0.135, 0.02)
        r = 0.024 * head.size
        drawn += fill(curve([(x - r, y), (x, y - r), (x + r, y), (x, y + r)]), ink)
        brow = [
            on(head, side * u, -0.075 - mien.raise_ - v * mien.slant)
            for u, v in ((0.06, 1), (0.13, 0.4), (0.2, -0.6))
        ]
        drawn += stroke(brow, ink, w * 2.2, head.pen)
    nose = [
        on(head, 0.02, 0.0, 0.02),
        on(head, 0.02, 0.1, 0.08),
        on(head, 0.0, 0.17, 0.1),
        on(head, -0.04, 0.185, 0.03),
    ]
    drawn += stroke(nose, ink, w * 1.6, head.pen)
    mouth = [
        on(head, -0.08, 0.29 - mien.smile),
        on(head, 0, 0.295),
        on(head, 0.08, 0.29 - mien.smile),
    ]
    drawn += stroke(mouth, ink, w * 2, head.pen)
    if speaking:
        drawn += fill(
            curve(
                [on(head, -0.05, 0.29), on(head, 0, 0.28), on(head, 0.05, 0.29), on(head, 0, 0.34)]
            ),
            ink,
        )
    return drawn


_TURNS = {"front": 7.0, "side": 36.0}


def on(head: Head, u: float, v: float, lift: float = 0.0) -> Point:
    """A point of the face: u across (the near side negative), v down, lifted off the surface."""
    turn = math.radians(_TURNS[head.view])
    z = 0.3 - 0.9 * u * u + lift
    x = u * math.cos(turn) + z * math.sin(turn)
    return head.point(x, v)
