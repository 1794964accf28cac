"""Poses: where the joints are. Directions are (outward, down, forward) in the body's own axes."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from reelwright.providers.animatic.figures.body import Body, Vector, toward

Direction = tuple[float, float, float]


@dataclass(frozen=True)
class Limb:
    first: Direction
    second: Direction
    end: str = "relaxed"
    """Hands: relaxed, open, point, fist, hidden."""
    front: bool = False
    """Drawn over the body whatever the view."""


@dataclass(frozen=True)
class Pose:
    """`near` is the side towards us when the figure faces right (its X is negative)."""

    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    lean: float = 0.02
    shift: float = 0.0
    tilt: float = 0.0
    """Of the shoulders, against the hips: the near side down if positive."""
    nod: float = 0.0
    gaze: float = 0.0
    """Degrees the head turns further than the body."""
    seat: Literal["", "chair", "block"] = ""
    """What is drawn under whoever sits."""


_REST = Limb((0.2, 1, 0.02), (0.02, 1, 0.22))
_REST_FAR = Limb((0.26, 1, 0.08), (-0.08, 1, 0.42))
_FIRM = Limb((0.06, 1, -0.06), (0.03, 1, -0.08))
_EASY = Limb((0.3, 1, 0.3), (0.16, 1, -0.12))

POSES: dict[str, Pose] = {
    "stand": Pose(_REST, _REST_FAR, _EASY, _FIRM, shift=0.03, tilt=0.09),
    "talk": Pose(Limb((0.3, 1, 0.05), (-0.25, 0.5, 0.75), "relaxed"), Limb((0.35, 0.9, 0.35),
        (0.45, -0.42, 0.85), "open"), _EASY, _FIRM, lean=0.06, shift=0.026, tilt=0.1,),
    "point": Pose(Limb((0.22, 1, -0.12), (0.05, 1, 0.1)), Limb((0.45, 0.2, 0.9), (0.3, -0.06, 1),
        "point"), _EASY, _FIRM, lean=0.07, shift=0.026, tilt=0.08,),
    "walk": Pose(Limb((0.2, 1, 0.34), (0.0, 0.8, 0.5), "relaxed"), Limb((0.2, 1, -0.42),
        (0.05, 1, -0.1), "relaxed"), Limb((0.03, 1, -0.4), (0.0, 1, -0.72)), Limb((0.03, 1, 0.5),
        (0.0, 1, 0.18)), lean=0.07,),
    "run": Pose(Limb((0.25, 0.75, -0.75), (0.0, 0.35, 0.9), "fist"), Limb((0.2, 0.75, 0.6),
        (-0.1, -0.55, 0.8), "fist"), Limb((0.0, 0.75, 0.75), (0.0, 0.9, -0.35)),
        Limb((0.0, 1, -0.5), (0.0, 0.5, -0.95)), lean=0.26, nod=-0.02,),
    "sit": Pose(Limb((0.2, 1, 0.25), (-0.1, 0.4, 0.95)), Limb((0.2, 1, 0.25), (-0.05, 0.35, 0.95)),
        Limb((0.12, 0.12, 1), (0.02, 1, 0.06)), Limb((0.14, 0.1, 1), (0.02, 1, -0.2)), lean=0.03,
        seat="chair",),
    "kneel": Pose(Limb((0.25, 1, 0.25), (0.0, 0.75, 0.7)), Limb((0.2, 0.9, 0.45), (0.0, 0.3, 0.95),
        "open"), Limb((0.1, 1, 0.12), (0.0, 0.05, -1)), Limb((0.12, 0.1, 1), (0.0, 1, -0.05)),
        lean=0.16, nod=0.04,),
    "look-away": Pose(Limb((0.3, 1, -0.2), (-0.25, 1, -0.1)), Limb((0.3, 1, -0.2),
        (-0.3, 0.95, -0.1)), _EASY, _FIRM, shift=0.028, tilt=0.08, nod=0.03, gaze=-88,),
    "arms-folded": Pose(Limb((0.35, 1, 0.16), (-0.82, -0.1, 0.6), "relaxed", front=True),
        Limb((0.35, 1, 0.16), (-0.9, 0.02, 0.6), "hidden"), _EASY, _FIRM, lean=-0.02, shift=0.028,
        tilt=0.07,),
}  # fmt: skip
POSES["crouch"] = Pose(Limb((0.3, 0.8, 0.5), (0.0, 0.75, 0.6)), Limb((0.2, 0.8, 0.6),
    (0.0, 0.25, 0.95), "relaxed"), Limb((0.2, 0.12, 1), (0.0, 1, -0.55)), Limb((0.2, -0.05, 1),
    (0.0, 1, -0.4)), lean=0.42, nod=-0.02,)  # fmt: skip

POSES["perch"] = replace(POSES["sit"], seat="block")
POSES["ride"] = replace(POSES["sit"], seat="")
POSES["hold"] = replace(POSES["stand"], far_arm=Limb((0.35, 1, 0.25), (0.42, -0.8, 0.5), "open"),
    lean=0.04)  # fmt: skip

# Other ways to stand and to talk: everybody keeps to one of them.
_STANDS = (POSES["stand"], Pose(Limb((0.62, 1, -0.12), (-0.62, 0.62, 0.3), "fist"),
    Limb((0.2, 1, 0.1), (0.02, 1, 0.3)), _EASY, _FIRM, shift=0.034, tilt=0.1,),
    Pose(Limb((0.2, 1, 0.14), (-0.5, 0.62, 0.55), front=True), Limb((0.2, 1, 0.14),
    (-0.55, 0.66, 0.5), "hidden"), _EASY, _FIRM, shift=0.026, tilt=0.06, nod=0.02,),)  # fmt: skip
_TALKS = (POSES["talk"], Pose(Limb((0.3, 1, 0.12), (-0.52, -0.32, 0.6), front=True),
    Limb((0.4, 1, 0.2), (0.4, 0.12, 0.9), "open"), _EASY, _FIRM, lean=0.05, shift=0.026,
    tilt=0.08,), Pose(Limb((0.24, 1, -0.08), (0.1, 0.95, 0.35), "fist"), Limb((0.35, 0.85, 0.45),
    (0.25, -0.9, 0.7), "open"), _EASY, _FIRM, lean=0.06, shift=0.026, tilt=0.06,),)  # fmt: skip


def pose_of(name: str, person: int, busy: bool) -> Pose:
    """The pose of a name, in a person's own way; a `busy` near hand holds something and hangs.

    Unknown names stand.
    """
    if name in POSES and name not in ("stand", "talk"):
        return POSES[name]
    ways = _TALKS if name == "talk" else _STANDS
    return ways[0] if busy else ways[person % len(ways)]


@dataclass(frozen=True)
class Joints:
    """Joints in the body's axes; pairs are (near, far)."""

    pelvis: Vector
    neck: Vector
    skull: Vector
    shoulders: tuple[Vector, Vector]
    elbows: tuple[Vector, Vector]
    wrists: tuple[Vector, Vector]
    fingers: tuple[Vector, Vector]
    hips: tuple[Vector, Vector]
    knees: tuple[Vector, Vector]
    ankles: tuple[Vector, Vector]


def joints_of(body: Body, pose: Pose) -> Joints:
    """The skeleton of a pose, standing on y = 0."""
    knees, ankles, hips = [], [], []
    for side, leg in ((-1, pose.near_leg), (1, pose.far_leg)):
        hip = (side * body.leg_width * 0.95, 0.0, 0.0)
        knee = toward(hip, _sided(leg.first, side), body.thigh)
        hips.append(hip)
        knees.append(knee)
        ankles.append(toward(knee, _sided(leg.second, side), body.shin))
    sole = body.stature * 0.038
    toes = (
        a[1] + max(sole, 0.86 * body.foot * math.sin(heel(k, a)))
        for k, a in zip(knees, ankles, strict=True)
    )
    lowest = max(*toes, *(k[1] + sole for k in knees))
    drop = (body.stature * pose.shift, -lowest, 0.0)
    stoop = pose.lean + body.stoop
    pelvis = drop
    neck = toward(pelvis, (0.0, -1.0, stoop), body.spine)
    skull = toward(
        neck, (0.0, -1.0, stoop * 0.6 + 0.18 + pose.nod), body.head * (0.72 if body.stoop else 0.74)
    )
    shoulders, elbows, wrists, fingers = [], [], [], []
    for side, arm in ((-1, pose.near_arm), (1, pose.far_arm)):
        base = toward(pelvis, (0.0, -1.0, stoop), body.spine * 0.845)
        shoulder = (
            base[0] + side * body.shoulder * 0.84,
            base[1] - side * pose.tilt * body.shoulder,
            base[2],
        )
        elbow = toward(shoulder, _sided(arm.first, side), body.upper)
        wrist = toward(elbow, _sided(arm.second, side), body.fore)
        shoulders.append(shoulder)
        elbows.append(elbow)
        wrists.append(wrist)
        fingers.append(toward(wrist, _sided(arm.second, side), body.hand))
    return Joints(pelvis, neck, skull, _pair(shoulders), _pair(elbows), _pair(wrists),
        _pair(fingers), _pair([_plus(h, drop) for h in hips]),
        _pair([_plus(k, drop) for k in knees]), _pair([_plus(a, drop) for a in ankles]),
        )  # fmt: skip


def heel(knee: Vector, ankle: Vector) -> float:
    """The angle in radians by which a foot is lifted off its heel, from the slope of its shin."""
    back, down = knee[2] - ankle[2], ankle[1] - knee[1]
    if back > 3 * abs(down):
        return 2.75
    slope = back / max(1.0, down)
    return min(1.1, slope - 0.25) if slope > 0.35 else 0.0


def _sided(direction: Direction, side: int) -> Direction:
    return (direction[0] * side, direction[1], direction[2])


def _plus(one: Vector, other: Vector) -> Vector:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _pair(items: list[Vector]) -> tuple[Vector, Vector]:
    return (items[0], items[1])
