"""Arms, legs and feet of a posed body."""

import math
from dataclasses import dataclass

from reelwright.film.story import Look
from reelwright.providers.animatic.figures import hands
from reelwright.providers.animatic.figures.body import Body, Vector, View
from reelwright.providers.animatic.figures.pen import (
    Knot,
    Pen,
    Point,
    Wash,
    curve,
    shape,
    solid,
    tube,
)
from reelwright.providers.animatic.figures.pose import Joints, Pose, heel


@dataclass(frozen=True)
class Sitter:
    """One posed person before the paper: everything that drawing a part of it needs."""

    look: Look
    body: Body
    pose: Pose
    joints: Joints
    view: View
    pen: Pen
    fine: bool

    def at(self, point: Vector) -> Point:
        return self.view.at(point)


def arm(
    sitter: Sitter, side: int, sleeve: Wash, skin: Wash, cuff: Wash | None, loose: float = 1.0,
    bare: bool = False,
) -> str:  # fmt: skip
    """The arm of a side (0 near, 1 far) with its hand. `bare` leaves the forearm uncovered."""
    body, joints, pen = sitter.body, sitter.joints, sitter.pen
    limb = (sitter.pose.near_arm, sitter.pose.far_arm)[side]
    shoulder = sitter.at(joints.shoulders[side])
    elbow, wrist = sitter.at(joints.elbows[side]), sitter.at(joints.wrists[side])
    tip = sitter.at(joints.fingers[side])
    width = body.arm_width
    drawn = ""
    if limb.end != "hidden":
        thumb = _thumb(elbow, wrist, side, sitter.view)
        drawn = hands.hand(limb.end, wrist, tip, body.hand, skin, pen.thin(0.8), thumb, sitter.fine)
    end = _part(elbow, wrist, 0.94)
    if bare:
        drawn += tube(
            [elbow, _part(elbow, wrist, 0.5), wrist],
            [width * 0.8, width * 0.72, width * 0.5],
            skin,
            pen,
        )
        end = _part(elbow, wrist, 0.12)
    elif cuff is not None:
        start = _part(elbow, wrist, 0.86)
        drawn += tube([start, _part(elbow, wrist, 0.93), _part(elbow, wrist, 1.0)],
            [width * 0.72] * 3, cuff, pen.thin(0.8), 0.2)  # fmt: skip
    widths = [
        width * 1.12,
        width * 1.1 * loose,
        width * 0.95 * loose,
        width * 0.9 * loose,
        width * 0.8 * loose**2,
    ]
    spine: list[Knot] = [shoulder, _part(shoulder, elbow, 0.5), elbow, _part(elbow, end, 0.5), end]
    if bare:
        spine, widths = (
            [shoulder, _part(shoulder, elbow, 0.55), elbow, end],
            [width * 1.12, width * 1.15, width, width * 0.98],
        )
    return drawn + tube(spine, widths, sleeve, pen, 0.6, 0.15, 0.3)


def _thumb(elbow: Point, wrist: Point, side: int, view: View) -> int:
    """Thumbs look forward, or up when the forearm is level."""
    across = wrist[0] - elbow[0]
    if abs(across) > abs(wrist[1] - elbow[1]) * 0.7:
        return 1 if across < 0 else -1
    forward = view.at((0.0, 0.0, 1.0))[0]
    inward = forward if abs(forward) > 0.2 else (1.0 if side == 0 else -1.0)
    down = 1 if wrist[1] > elbow[1] else -1
    return -1 if inward * down > 0 else 1


def _part(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def leg(sitter: Sitter, side: int, cloth: Wash, shoe: Wash, loose: float = 1.0) -> str:
    """A leg from the hip and its shoe."""
    body, joints = sitter.body, sitter.joints
    hip, knee, ankle = (sitter.at(j[side]) for j in (joints.hips, joints.knees, joints.ankles))
    width = body.leg_width
    drawn = foot(sitter, side, shoe)
    spine = [hip, _part(hip, knee, 0.5), knee, _part(knee, ankle, 0.4), _part(knee, ankle, 0.98)]
    widths = [width * 1.2, width * 1.05, width * 0.82, width * 0.8, width * 0.56 * loose]
    return drawn + tube(spine, widths, cloth, sitter.pen, 0.2)


def foot(sitter: Sitter, side: int, shoe: Wash) -> str:
    """A shoe: in profile when it points across the paper, else from the front or behind."""
    body, joints = sitter.body, sitter.joints
    knee, ankle = joints.knees[side], joints.ankles[side]
    x, y = sitter.at(ankle)
    forward = sitter.view.at((_splay(sitter.pose, side), 0.0, 1.0))[0]
    sole = body.stature * 0.038
    length = body.foot * forward
    w = body.leg_width * 0.62
    if abs(forward) < 0.4:
        d = body.foot * 0.22
        return shape([(x - w, y - sole * 0.9), (x + w, y - sole * 0.9),
            (x + w * 1.25, y + sole * 0.5), (x + w * 0.9 + forward * d, y + sole),
            (x - w * 0.9 + forward * d, y + sole), (x - w * 1.25, y + sole * 0.5)], shoe,
            sitter.pen)  # fmt: skip
    side_x = 1 if length > 0 else -1
    knots: list[Knot] = [(-w * 0.95, -sole * 0.8), (w * 0.85, -sole * 0.9), (w * 1.5, -sole * 0.15),
        (abs(length) * 0.72, sole * 0.22), (abs(length) * 0.86, sole * 0.7),
        (abs(length) * 0.8, sole, 1), (w * 0.4, sole, 1), (w * 0.3, sole * 0.75),
        (-w * 0.2, sole, 1), (-w * 0.98, sole, 1),]  # fmt: skip
    lift = heel(knee, ankle)
    turned = [_tilted(k, lift, side_x, x, y) for k in knots]
    return solid(curve(turned, True, sitter.pen.fine), shoe, sitter.pen)


def _splay(pose: Pose, side: int) -> float:
    """Feet turn out when a person stands, and point ahead when they go."""
    out = 0.1 if pose.lean > 0.065 else 0.42
    return out if side else -out


def _tilted(knot: Knot, lift: float, side: int, x: float, y: float) -> Knot:
    """A knot of a shoe whose heel is lifted off the ground by an angle."""
    c, s = math.cos(lift), math.sin(lift)
    at = (x + side * (knot[0] * c - knot[1] * s), y + knot[0] * s + knot[1] * c)
    return (*at, 1) if len(knot) == 3 else at
