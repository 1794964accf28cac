"""Space: a camera that turns metres into points of the stage, and solids drawn through it."""

from collections.abc import Callable
from dataclasses import dataclass

from reelwright.providers.animatic.panel.ink import Pen, Point

EYE = 1.6
"""Height of the camera above the ground: a standing adult's eyes lie on the horizon."""

Wall = Callable[[float, float], Point]
"""A plane seen in perspective: (metres along it, metres above the ground) -> point."""


@dataclass(frozen=True)
class Space:
    """x metres to the right of the camera, y above the ground, z away from it (> 0)."""

    cx: float
    cy: float
    focal: float
    eye: float = EYE

    def at(self, x: float, y: float, z: float) -> Point:
        z = max(z, 0.25)
        return (self.cx + self.focal * x / z, self.cy - self.focal * (y - self.eye) / z)

    def scale(self, z: float) -> float:
        """Stage units in a metre at distance z."""
        return self.focal / max(z, 0.25)

    def facing(self, z: float) -> Wall:
        """The plane across the view at distance z; along it is x."""
        return lambda u, v: self.at(u, v, z)

    def side(self, x: float) -> Wall:
        """The plane along the view at x; along it is z."""
        return lambda u, v: self.at(x, v, u)

    def ground(self, x0: float, x1: float, z0: float, z1: float, y: float = 0.0) -> list[Point]:
        return [self.at(x0, y, z0), self.at(x1, y, z0), self.at(x1, y, z1), self.at(x0, y, z1)]


def panel(wall: Wall, u: float, v: float, w: float, h: float) -> list[Point]:
    """A rectangle on a wall, from its lower edge `v` up."""
    return [wall(u, v), wall(u + w, v), wall(u + w, v + h), wall(u, v + h)]


@dataclass(frozen=True)
class Box:
    """A solid in metres: x0…x1, y0…y1 above the ground, z0 (near) … z1."""

    x0: float
    x1: float
    y0: float
    y1: float
    z0: float
    z1: float


def box(
    pen: Pen, space: Space, b: Box, value: float, local: str = "", *, line: float = 2.4,
    depth: float = 0.0, contact: bool = True,
) -> None:  # fmt: skip
    """The visible faces: top lightest, the one towards the light lighter than the other."""
    from_left = pen.palette.light.side == "left"
    if contact and b.y0 < 0.05:
        reach = 0.25 if from_left else -0.25
        pen.shadow(space.ground(b.x0 - 0.08 + reach, b.x1 + 0.08 + reach, b.z0 - 0.12, b.z1), 0.3)
    if b.x0 > 0:
        face = [space.at(b.x0, y, z) for y, z in _corners(b)]
        pen.block(face, value + (0.1 if from_left else -0.2), local, line=line, depth=depth)
    elif b.x1 < 0:
        face = [space.at(b.x1, y, z) for y, z in _corners(b)]
        pen.block(face, value + (-0.2 if from_left else 0.1), local, line=line, depth=depth)
    if b.y1 < space.eye:
        top = space.ground(b.x0, b.x1, b.z0, b.z1, b.y1)
        pen.block(top, value + 0.18, local, line=line, depth=depth)
    elif b.y0 > space.eye:
        under = space.ground(b.x0, b.x1, b.z0, b.z1, b.y0)
        pen.block(under, value - 0.22, local, line=line, depth=depth)
    front = space.facing(b.z0)
    pen.block(
        panel(front, b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0), value, local, line=line, depth=depth
    )


def _corners(b: Box) -> list[Point]:
    return [(b.y0, b.z0), (b.y1, b.z0), (b.y1, b.z1), (b.y0, b.z1)]
