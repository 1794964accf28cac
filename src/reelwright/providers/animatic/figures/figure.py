"""Figures: a character's Look drawn as ink and wash, the same in every panel.

`figure_svg` returns an SVG group in units of a thousandth of an average adult: feet at (0, 0), y
negative upwards. The compositor scales and places it; close framings get a finer drawing in the
same coordinates.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from reelwright.film.shot import Size
from reelwright.film.story import Look, Mood
from reelwright.providers.animatic.figures import dress as figure_dress
from reelwright.providers.animatic.figures import hair as figure_hair
from reelwright.providers.animatic.figures import head as figure_head
from reelwright.providers.animatic.figures import paint as figure_paint
from reelwright.providers.animatic.figures import paints as figure_paints
from reelwright.providers.animatic.figures.body import View, body_of
from reelwright.providers.animatic.figures.limbs import Sitter
from reelwright.providers.animatic.figures.pose import joints_of, pose_of
from reelwright.providers.animatic.figures.wash import painted, pen_for, seed
from reelwright.providers.animatic.panel.palette import Light, mix

Facing = Literal["left", "right", "camera", "away"]


@dataclass(frozen=True)
class Drawing:
    """A drawn figure. Bounds, head, eyes and palm are in the drawing's own units.

    `head` is (x, y, radius) of the bare skull, `eyes` the point between the eyes, `palm` the
    middle of the hand that reaches forward.
    """

    svg: str
    left: float
    top: float
    right: float
    bottom: float
    head: tuple[float, float, float]
    eyes: tuple[float, float]
    palm: tuple[float, float]


_TURNS: dict[str, float] = {"left": 48.0, "right": 48.0, "camera": 8.0, "away": 172.0}
_FINE = frozenset({"medium", "two-shot", "over-shoulder", "close-up", "insert"})


def figure_svg(
    look: Look, size: Size, facing: Facing, pose: str, speaking: bool, light: Light,
    mood: Mood = "calm",
) -> Drawing:  # fmt: skip
    """Draws one figure. An unknown pose stands."""
    look = painted(look)
    mirrored = facing == "left"
    if size == "over-shoulder" and facing == "away":
        light = _backlit(light)
    pen = pen_for(look, size, light, mirrored)
    body = body_of(look)
    stance = pose_of(pose, seed(look), busy=look.detail == "cane")
    joints = joints_of(body, stance)
    view = View(_TURNS[facing])
    sitter = Sitter(look, body, stance, joints, view, pen, size in _FINE)
    paints = figure_paints.paints_of(look, light)
    head = _head(sitter, paints)
    before, after = figure_dress.dressed(sitter, paints)
    inner = (
        figure_hair.behind(head)
        + before
        + figure_paint.painted(head, paints, mood, speaking, light)
        + after
    )
    flip = -1 if mirrored else 1
    left, top, right, bottom = _bounds(inner)
    eye = head.point(0.12 if head.view == "side" else 0.0, 0.02)
    wrist, tip = sitter.at(joints.wrists[1]), sitter.at(joints.fingers[1])
    return Drawing(
        svg=f'<g transform="scale(-1 1)">{inner}</g>' if mirrored else f"<g>{inner}</g>",
        left=-right if mirrored else left,
        top=top,
        right=-left if mirrored else right,
        bottom=bottom,
        head=(head.x * flip, head.y, body.head * 0.5),
        eyes=(eye[0] * flip, eye[1]),
        palm=((wrist[0] * 0.4 + tip[0] * 0.6) * flip, wrist[1] * 0.4 + tip[1] * 0.6),
    )


_SPOT = re.compile(r"[ML](-?[\d.]+) (-?[\d.]+)")


def _bounds(svg: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything drawn; paths hold straight segments only."""
    spots = _SPOT.findall(svg)
    xs, ys = [float(s[0]) for s in spots], [float(s[1]) for s in spots]
    return (min(xs), min(ys), max(xs), max(ys))


def _backlit(light: Light) -> Light:
    """A figure at the edge of the frame, between us and the light: dark, with its rim kept."""
    return replace(light, key=mix(light.key, light.shade, 0.72),
        darkness=min(1.0, max(0.62, light.darkness + 0.25)))  # fmt: skip


def _head(sitter: Sitter, paints: figure_paints.Paints) -> figure_head.Head:
    x, y = sitter.at(sitter.joints.skull)
    turn = sitter.view.turn + sitter.pose.gaze
    kind = "back" if turn > 100 else "side" if abs(turn) > 20 else "front"
    return figure_head.Head(
        look=sitter.look,
        x=x,
        y=y,
        size=sitter.body.head,
        tilt=sitter.pose.lean * 0.5,
        view=kind,
        flip=-1 if turn < -20 else 1,
        pen=sitter.pen.thin(0.85),
        skin=paints.skin,
        hair=paints.hair,
        fine=sitter.fine,
    )
