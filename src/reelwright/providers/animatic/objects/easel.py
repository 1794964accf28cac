"""What drawing a still life needs: one light, one accent, and short ways to put down shapes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.providers.animatic.figures.pen import (
    Knot,
    Pen,
    Wash,
    curve,
    fill,
    shape,
    stroke,
    tube,
)  # fmt: skip
from reelwright.providers.animatic.figures.wash import wash
from reelwright.providers.animatic.panel.palette import Light, mix


@dataclass(frozen=True)
class Easel:
    """One object's paper: a box of 1000 × 1000 units with its centre at (0, 0)."""

    light: Light
    accent: str
    pen: Pen
    held: bool = False

    def tones(self, colour: str) -> Wash:
        return wash(colour, self.light)

    def form(self, colour: str, *knots: Knot, lit: float = 0.6, line: float = 1.0) -> str:
        """A shape in two tones with an ink edge."""
        return shape(knots, self.tones(colour), self.pen.thin(line), lit)

    def flat(self, colour: str, *knots: Knot, opacity: float = 1.0, lit: bool = True) -> str:
        """A patch without an edge."""
        tones = self.tones(colour)
        return fill(curve(knots, True, 6), tones.lit if lit else tones.shade, opacity)

    def pipe(self, colour: str, spine: Sequence[Knot], *widths: float, line: float = 1.0) -> str:
        return tube(spine, widths, self.tones(colour), self.pen.thin(line), 0.4)

    def mark(self, *knots: Knot, width: float = 9, opacity: float = 0.9) -> str:
        """A stroke of the pen."""
        return stroke(knots, self.light.ink, width, self.pen, 0.3, 0.15, opacity)

    def paint(self, colour: str, *knots: Knot, width: float = 14) -> str:
        """A stroke of the brush in a colour that gives its own light."""
        return stroke(knots, colour, width, self.pen, 0.4, 0.2)

    def shadow(self, x: float, y: float, width: float, height: float = 34) -> str:
        """What lies under a thing that stands."""
        if self.held:
            return ""
        off = self.pen.shaded * width * 0.16
        knots: list[Knot] = [(x - width + off, y), (x - width * 0.4 + off, y - height),
            (x + width * 0.5 + off, y - height * 0.8), (x + width + off, y),
            (x + width * 0.4 + off, y + height), (x - width * 0.5 + off, y + height * 0.9),
            ]  # fmt: skip
        return fill(curve(knots, True, 5), mix(self.light.shade, self.light.ink, 0.6), 0.5)


def blot(
    x: float, y: float, radius: float, rough: float, turn: float = 0.0, squash: float = 1.0
) -> list[Knot]:
    """A round as a hand draws it."""
    return [
        (
            x + radius * (1 + rough * math.sin(3 * a + 7 * turn)) * math.cos(a),
            y + radius * squash * (1 + rough * math.cos(2 * a + 5 * turn)) * math.sin(a),
        )
        for a in (math.pi * i / 6 for i in range(12))
    ]


def arc(
    x: float, y: float, rx: float, ry: float, start: float, end: float, count: int = 7
) -> list[Knot]:
    """Knots on an ellipse between two angles in degrees."""
    angles = [math.radians(start + (end - start) * i / (count - 1)) for i in range(count)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]
