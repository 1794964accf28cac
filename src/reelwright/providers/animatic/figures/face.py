"""Faces: a few strokes that look somewhere and feel something.

Places on a face are (u, v) in head heights: u across from the middle (the near side negative), v
down from the middle of the head; they lie on a shallow vault that turns with the head.
"""

import math
from dataclasses import dataclass

from reelwright.film.story import Mood
from reelwright.providers.animatic.figures import face_eyes, face_wear
from reelwright.providers.animatic.figures.face_ground import MIENS, Face, ground
from reelwright.providers.animatic.figures.head import Head
from reelwright.providers.animatic.figures.pen import curve, fill
from reelwright.providers.animatic.panel.palette import Light, mix


@dataclass(frozen=True)
class _Mouth:
    """Heights of the mouth's line and how far it opens, in head heights."""

    line: float
    half: float
    gap: float


def face(head: Head, mood: Mood, speaking: bool, light: Light) -> str:
    """Shade, brows, eyes, nose, mouth and whatever grows or sits on the face."""
    on = Face(head, MIENS[mood], light)
    drawn = ground(on)
    if not head.fine:
        return drawn + _sketch(on, speaking) + face_wear.worn(on)
    drawn += _nose(on)
    drawn += face_wear.beard(on)
    drawn += _mouth(on, speaking)
    drawn += face_wear.moustache(on)
    for side in (1, -1):
        drawn += face_eyes.eye(on, side) + face_eyes.brow(on, side)
    return drawn + _age(on) + face_wear.worn(on)


def _sketch(on: Face, speaking: bool) -> str:
    """A face a few pixels high: brows, eyes, a nose and a mouth, one touch each."""
    ink, w = on.head.pen.ink, on.line
    drawn = face_wear.beard(on)
    for side in (-1, 1):
        at = side * on.eye_u
        drawn += on.stroke(((at - 0.055, on.eye_v), (at, on.eye_v - 0.02), (at + 0.055, on.eye_v)),
            w * 1.5, ink)  # fmt: skip
        drawn += on.stroke(((at - 0.012, on.eye_v), (at, on.eye_v + 0.012),
            (at + 0.014, on.eye_v + 0.02)), w * 1.9, ink)  # fmt: skip
        drawn += on.stroke(tuple((side * u, v) for u, v in on.brow_line), w * 1.5, ink)
    tip = [on.at(0.015, 0.03, 0.03), on.at(0.01, 0.13, 0.1), on.at(-0.01, 0.18, 0.09),
        on.at(-0.05, 0.185, 0.03)]  # fmt: skip
    drawn += on.brush(tip, w * 1.2, on.skin_line)
    sm = on.mien.smile
    drawn += on.stroke(((-0.08, on.mouth_v - sm), (0.0, on.mouth_v + sm * 0.3),
        (0.08, on.mouth_v - sm)), w * 1.4, ink)  # fmt: skip
    if speaking:
        low = [on.at(u, v) for u, v in ((-0.055, on.mouth_v), (0, on.mouth_v - 0.008),
            (0.055, on.mouth_v), (0, on.mouth_v + 0.06))]  # fmt: skip
        drawn += fill(curve(low, True, 4), mix(ink, "#5a1c1c", 0.35))
    return drawn + face_wear.moustache(on)


def _nose(on: Face) -> str:
    """The nose: one line down the far side of its bridge, its wing, and the shade beneath."""
    head, soft = on.head, on.soft
    v, w = on.nose_v, on.line
    shaded = [on.at(-0.052, v + 0.012, 0.03), on.at(-0.03, v - 0.012, 0.07),
        on.at(0.0, v - 0.004, 0.1), on.at(0.04, v + 0.002, 0.05), on.at(0.03, v + 0.028, 0.04),
        on.at(-0.01, v + 0.034, 0.05)]  # fmt: skip
    drawn = fill(curve(shaded, True, 5), head.skin.shade, 0.85)
    if head.view == "side":
        start = 0.45 if soft else 0.0
        bridge = [on.at(0.03, -0.03 + (v + 0.03) * t, 0.012 + 0.105 * t**1.4) for t in (start,
            start + (0.8 - start) * 0.5, 0.8)]  # fmt: skip
        tip = [*bridge, on.at(0.012, v - 0.022, 0.122), on.at(-0.002, v + 0.004, 0.108),
            on.at(-0.02, v + 0.014, 0.07)]  # fmt: skip
        drawn += on.brush(tip, w * 1.25, on.skin_line)
    else:
        s = on.shade_side
        plane = [on.at(0.028 * s, -0.02, 0.03), on.at(0.02 * s, v * 0.6, 0.08),
            on.at(0.028 * s, v, 0.09), on.at(0.062 * s, v - 0.005, 0.02),
            on.at(0.04 * s, v * 0.45, 0.01)]  # fmt: skip
        drawn += fill(curve(plane, True, 5), head.skin.shade, 0.9)
        drawn += on.stroke(((-0.03, v + 0.012), (0.0, v + 0.024), (0.03, v + 0.012)), w * 1.3,
            on.skin_line)  # fmt: skip
    for side in (-1,) if head.view == "side" else (-1, 1):
        wing = ((side * 0.05, v - 0.032), (side * 0.066, v - 0.008), (side * 0.055, v + 0.012))
        drawn += on.stroke(wing, w * 1.0, on.skin_line)
        drawn += on.stroke(((side * 0.04, v + 0.01), (side * 0.028, v + 0.005),
            (side * 0.014, v + 0.013)), w * 1.5, head.pen.ink)  # fmt: skip
    return drawn


def _mouth(on: Face, speaking: bool) -> str:
    gap = 0.056 if speaking else 0.0
    shape = _Mouth(on.mouth_v, 0.072 if on.soft else 0.084, gap)
    sm, v, h = on.mien.smile, shape.line, shape.half
    upper = ((-h, v - sm), (-h * 0.45, v - 0.004 - gap * 0.12), (0.0, v + 0.004 - gap * 0.12),
        (h * 0.45, v - 0.004 - gap * 0.12), (h, v - sm))  # fmt: skip
    drawn = ""
    warm = (0.42 if on.soft and not on.child else 0.14) * (1 - 0.75 * on.light.darkness)
    lip = mix(on.head.skin.shade, "#a03a34", warm)
    top = ((-h * 0.9, v - sm), (-h * 0.3, v - 0.022), (0.0, v - 0.015), (h * 0.3, v - 0.022),
        (h * 0.9, v - sm))  # fmt: skip
    low = ((h * 0.8, v + gap - sm * 0.5), (h * 0.35, v + 0.03 + gap), (-h * 0.35, v + 0.03 + gap),
        (-h * 0.8, v + gap - sm * 0.5))  # fmt: skip
    drawn += on.patch((*top, *low), lip, 0.75 if on.soft else 0.5)
    if speaking:
        hole = (*upper, (h * 0.6, v + gap * 0.8), (0.0, v + gap * 1.1), (-h * 0.6, v + gap * 0.8))
        drawn += on.patch(hole, mix(on.head.pen.ink, "#4a1414", 0.4), 1.0)
        teeth = ((-h * 0.5, v - gap * 0.05), (0.0, v - gap * 0.02), (h * 0.5, v - gap * 0.05),
            (h * 0.4, v + gap * 0.25), (-h * 0.4, v + gap * 0.25))  # fmt: skip
        drawn += on.patch(teeth, mix(on.head.skin.lit, "#ffffff", 0.45), 0.9)
    drawn += on.stroke(upper, on.line * 1.45, on.head.pen.ink)
    for side in (-1, 1):
        drawn += on.stroke(((side * h * 0.96, v - sm - 0.006), (side * h * 1.08, v - sm),
            (side * h * 1.12, v - sm + 0.012)), on.line * 0.9, on.skin_line)  # fmt: skip
    chin = ((-0.035, v + 0.062 + gap), (0.0, v + 0.07 + gap), (0.035, v + 0.062 + gap))
    return drawn + on.stroke(chin, on.line * 1.6, on.head.skin.shade)


def _age(on: Face) -> str:
    """What years write: lines for the old, warm cheeks for children."""
    look, w = on.head.look, on.line
    if look.age == "child":
        return _cheek(on)
    if look.age != "old":
        if on.soft or look.age == "young":
            return ""
        return on.stroke(((-0.1, on.nose_v + 0.02), (-0.125, on.nose_v + 0.06),
            (-0.128, on.nose_v + 0.09)), w * 0.7, on.skin_line, 0.6)  # fmt: skip
    drawn = ""
    for s in (-1, 1):
        drawn += on.stroke(((s * 0.075, on.nose_v - 0.01), (s * 0.115, on.nose_v + 0.04),
            (s * 0.13, on.mouth_v)), w * 1.0, on.skin_line)  # fmt: skip
        drawn += on.stroke(((s * 0.08, on.eye_v + 0.055), (s * 0.13, on.eye_v + 0.066),
            (s * 0.18, on.eye_v + 0.048)), w * 0.9, on.skin_line)  # fmt: skip
        drawn += on.stroke(((s * 0.21, on.eye_v + 0.005), (s * 0.24, on.eye_v - 0.01),
            (s * 0.255, on.eye_v - 0.03)), w * 0.7, on.skin_line)  # fmt: skip
    for v in (-0.2, -0.165):
        drawn += on.stroke(((-0.13, v + 0.008), (0.0, v - 0.008), (0.13, v + 0.008)), w * 0.8,
            on.skin_line, 0.7)  # fmt: skip
    return drawn


def _cheek(on: Face) -> str:
    """A warm touch on the cheek that the light reaches."""
    u = -on.shade_side * 0.19
    turns = [math.pi * i / 3 for i in range(6)]
    round_ = [on.at(u + 0.06 * math.cos(a), 0.17 + 0.035 * math.sin(a)) for a in turns]
    warm = mix(on.head.skin.lit, "#d8604a", 0.5 * (1 - on.light.darkness))
    return fill(curve(round_, True, 5), warm, 0.3)
