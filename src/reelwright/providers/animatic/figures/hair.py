"""Hair: seven styles from three sides. Contours are in head heights, see figure_head."""

import math

from reelwright.providers.animatic.figures.head import Head
from reelwright.providers.animatic.figures.pen import Knot, shape, stroke

Knots = tuple[Knot, ...]

_SHORT: dict[str, Knots] = {
    "front": ((-0.36, 0.04, 1), (-0.405, -0.16), (-0.37, -0.38), (-0.22, -0.53), (0.03, -0.575),
        (0.25, -0.52), (0.385, -0.36), (0.405, -0.15), (0.36, 0.04, 1), (0.335, -0.12),
        (0.285, -0.25), (0.14, -0.32), (0.0, -0.3), (-0.13, -0.36), (-0.25, -0.27), (-0.335, -0.12),
        ),
    "side": ((-0.13, 0.1, 1), (-0.09, -0.04), (-0.1, -0.17), (0.0, -0.22), (0.05, -0.32),
        (0.2, -0.29), (0.35, -0.25, 1), (0.385, -0.37), (0.3, -0.51), (0.09, -0.58),
        (-0.15, -0.565), (-0.36, -0.46), (-0.475, -0.27), (-0.475, -0.06), (-0.4, 0.12),
        (-0.35, 0.2), (-0.285, 0.21, 1), (-0.25, 0.1), (-0.2, 0.02),),
    "back": ((-0.36, 0.08), (-0.41, -0.15), (-0.37, -0.38), (-0.22, -0.53), (0.0, -0.575),
        (0.22, -0.53), (0.37, -0.38), (0.41, -0.15), (0.36, 0.08), (0.28, 0.2), (0.17, 0.31),
        (0.0, 0.29), (-0.17, 0.31), (-0.28, 0.2),),
}  # fmt: skip
_SWEPT: dict[str, Knots] = {
    "front": ((-0.345, 0.06, 1), (-0.41, -0.12), (-0.39, -0.36), (-0.24, -0.54), (0.0, -0.59),
        (0.24, -0.54), (0.39, -0.36), (0.41, -0.12), (0.345, 0.06, 1), (0.33, -0.12), (0.26, -0.26),
        (0.12, -0.335), (0.02, -0.37, 1), (-0.12, -0.33), (-0.26, -0.26), (-0.33, -0.12),),
    "side": ((-0.15, 0.04, 1), (-0.09, -0.12), (0.02, -0.25), (0.16, -0.33), (0.27, -0.34, 1),
        (0.35, -0.25, 1), (0.385, -0.37), (0.29, -0.52), (0.08, -0.59), (-0.17, -0.575),
        (-0.38, -0.46), (-0.48, -0.26), (-0.46, -0.02), (-0.38, 0.16), (-0.33, 0.22),
        (-0.275, 0.22, 1), (-0.245, 0.1), (-0.21, 0.0),),
    "back": _SHORT["back"],
}  # fmt: skip
_BOB: dict[str, Knots] = {
    "front": ((-0.33, 0.36), (-0.47, 0.34), (-0.49, 0.06), (-0.46, -0.26), (-0.3, -0.51),
        (-0.02, -0.595), (0.28, -0.52), (0.46, -0.26), (0.49, 0.06), (0.47, 0.34), (0.33, 0.36),
        (0.3, 0.12), (0.31, -0.12), (0.2, -0.25), (-0.12, -0.36, 1), (-0.24, -0.22), (-0.31, -0.1),
        (-0.3, 0.12),),
    "side": ((-0.02, 0.37), (-0.2, 0.41), (-0.4, 0.38), (-0.52, 0.24), (-0.53, -0.1),
        (-0.47, -0.34), (-0.28, -0.53), (0.04, -0.6), (0.29, -0.52), (0.395, -0.36), (0.375, -0.2),
        (0.3, -0.19), (0.18, -0.26), (0.05, -0.36, 1), (0.0, -0.2), (-0.05, 0.0), (0.0, 0.2),),
    "back": ((-0.42, 0.37), (-0.49, 0.08), (-0.45, -0.26), (-0.28, -0.52), (0.0, -0.59),
        (0.28, -0.52), (0.45, -0.26), (0.49, 0.08), (0.42, 0.37), (0.2, 0.42), (-0.2, 0.42),),
}  # fmt: skip
_LONG: dict[str, Knots] = {
    "front": ((-0.36, 0.4), (-0.44, 0.36), (-0.46, 0.04), (-0.43, -0.28), (-0.27, -0.52),
        (0.0, -0.59), (0.27, -0.52), (0.43, -0.28), (0.46, 0.04), (0.44, 0.36), (0.36, 0.4),
        (0.33, 0.14), (0.31, -0.1), (0.2, -0.25), (0.03, -0.39, 1), (-0.2, -0.23), (-0.31, -0.1),
        (-0.33, 0.14),),
    "side": ((-0.16, 0.44), (-0.3, 0.4), (-0.46, 0.16), (-0.49, -0.16), (-0.43, -0.38),
        (-0.25, -0.54), (0.05, -0.6), (0.29, -0.52), (0.385, -0.37), (0.35, -0.24, 1), (0.25, -0.3),
        (0.13, -0.38, 1), (0.06, -0.24), (-0.06, -0.08), (-0.12, 0.12), (-0.12, 0.3),),
    "back": ((-0.46, 0.95), (-0.5, 0.5), (-0.46, 0.04), (-0.43, -0.28), (-0.27, -0.52),
        (0.0, -0.59), (0.27, -0.52), (0.43, -0.28), (0.46, 0.04), (0.5, 0.5), (0.46, 0.95),
        (0.25, 1.05), (0.0, 1.0), (-0.22, 1.07),),
}  # fmt: skip
_MANE: dict[str, Knots] = {
    "front": ((-0.3, -0.4), (-0.47, -0.1), (-0.49, 0.3), (-0.54, 0.6), (-0.5, 0.93), (-0.3, 0.98),
        (-0.1, 0.8), (0.1, 0.8), (0.3, 0.99), (0.5, 0.93), (0.54, 0.6), (0.49, 0.3), (0.47, -0.1),
        (0.3, -0.4),),
    "side": ((0.05, -0.5), (-0.4, -0.36), (-0.52, 0.0), (-0.58, 0.36), (-0.66, 0.7), (-0.62, 1.0),
        (-0.45, 1.06), (-0.26, 1.0), (-0.1, 0.9), (0.02, 0.62), (0.1, 0.3),),
}  # fmt: skip
_FRINGE: dict[str, tuple[Knots, ...]] = {
    "front": (((-0.35, 0.08), (-0.41, -0.06), (-0.39, -0.2), (-0.345, -0.14)), ((0.35, 0.08),
        (0.41, -0.06), (0.39, -0.2), (0.345, -0.14)),),
    "side": (((-0.13, 0.1, 1), (-0.11, -0.06), (-0.2, -0.14), (-0.36, -0.16), (-0.455, -0.1),
        (-0.45, 0.04), (-0.38, 0.17), (-0.35, 0.2), (-0.285, 0.21, 1), (-0.245, 0.1)),),
    "back": (((-0.37, 0.1), (-0.41, -0.08), (-0.36, -0.13), (-0.2, -0.03), (0.0, 0.0), (0.2, -0.03),
        (0.36, -0.13), (0.41, -0.08), (0.37, 0.1), (0.17, 0.3), (0.0, 0.28), (-0.17, 0.3)),),
}  # fmt: skip
_BUN = {"front": (0.02, -0.66, 0.19), "side": (-0.47, -0.36, 0.2), "back": (0.0, -0.42, 0.22)}
_STRANDS: dict[str, tuple[Knots, ...]] = {
    "front": (((-0.1, -0.5), (-0.26, -0.4), (-0.36, -0.2)), ((0.08, -0.5), (0.26, -0.4),
        (0.36, -0.2)), ((0.0, -0.53), (0.16, -0.46), (0.26, -0.34)),),
    "side": (((0.22, -0.42), (0.0, -0.48), (-0.25, -0.4)), ((0.1, -0.37), (-0.12, -0.36),
        (-0.32, -0.22)), ((-0.08, -0.22), (-0.26, -0.16), (-0.38, 0.0)),),
    "back": (((0.0, -0.5), (-0.2, -0.3), (-0.25, 0.0)), ((0.06, -0.48), (0.22, -0.28),
        (0.26, 0.05)), ((0.0, -0.3), (0.02, -0.1), (0.0, 0.15)),),
}  # fmt: skip


def behind(head: Head) -> str:
    """Hair that hangs behind the neck and shoulders."""
    if head.view == "back" or head.look.hair not in ("long", "braid"):
        return ""
    if head.look.hair == "long":
        return shape(head.puts(_MANE[head.view]), head.hair, head.pen, 0.5, 0.06)
    return ""


def over(head: Head, covered: bool) -> str:
    """Hair on the skull; `covered` leaves out what a hat would crush."""
    style, view = head.look.hair, head.view
    if style == "bald":
        return "".join(shape(head.puts(k), head.hair, head.pen.thin(0.7)) for k in _FRINGE[view])
    if style == "curly":
        return _curls(head, covered)
    table = {"short": _SHORT, "bob": _BOB, "long": _LONG}.get(style, _SWEPT)
    drawn = ""
    if style == "bun" and view != "back" and not covered:
        drawn += _bun(head)
    drawn += shape(head.puts(table[view]), head.hair, head.pen, 0.55, 0.06)
    if style == "bun" and view == "back":
        drawn += _bun(head)
    if head.fine:
        for strand in _STRANDS[view]:
            drawn += stroke(head.puts(strand), head.hair.line, head.pen.width * 1.1, head.pen)
    if style == "braid":
        drawn += _braid(head)
    return drawn


def _bun(head: Head) -> str:
    x, y, r = _BUN[head.view]
    knots: list[Knot] = [
        (x + r * (1 + 0.06 * math.sin(3 * a)) * math.cos(a), y + r * 0.92 * math.sin(a))
        for a in (i * math.pi / 4 for i in range(8))
    ]
    drawn = shape(head.puts(knots), head.hair, head.pen)
    if head.fine:
        swirl: tuple[Knot, ...] = (
            (x - r * 0.5, y + r * 0.2),
            (x, y - r * 0.45),
            (x + r * 0.5, y),
            (x, y + r * 0.35),
        )
        drawn += stroke(head.puts(swirl), head.hair.line, head.pen.width, head.pen)
    return drawn


def _braid(head: Head) -> str:
    """A plait over the near shoulder, or down the back."""
    x, y = (0.0, 0.3) if head.view == "back" else (-0.3, 0.3)
    drawn = ""
    for index in range(6):
        r = 0.125 - 0.008 * index
        cx = x + (0.03 if index % 2 else -0.03) + (0.016 * index if head.view != "back" else 0)
        cy = y + index * 0.145
        knots: list[Knot] = [
            (cx - r, cy - 0.02),
            (cx - r * 0.2, cy - 0.1),
            (cx + r, cy - 0.02),
            (cx + r * 0.3, cy + 0.13),
            (cx - r * 0.5, cy + 0.11),
        ]
        drawn += shape(head.puts(knots), head.hair, head.pen.thin(0.8))
    tail: list[Knot] = [
        (cx - 0.05, cy + 0.1),
        (cx + 0.06, cy + 0.1),
        (cx + 0.05, cy + 0.22),
        (cx, cy + 0.3),
        (cx - 0.05, cy + 0.2),
    ]
    return shape(head.puts(tail), head.hair, head.pen.thin(0.8)) + drawn


def _curls(head: Head, covered: bool) -> str:
    """A lumpy crown of curls: the short cut, swollen, with a scalloped edge."""
    spans = {"front": (168, 372), "side": (135, 345), "back": (125, 415)}
    start, end = spans[head.view]
    cx = -0.06 if head.view == "side" else 0.0
    outer: list[Knot] = []
    lumps = 11
    for index in range(lumps * 2 + 1):
        a = math.radians(start + (end - start) * index / (lumps * 2))
        r = 0.5 if index % 2 else 0.56 + 0.02 * math.sin(index * 2.3 + head.pen.phase)
        if covered and math.sin(a) < -0.5:
            r = 0.45
        outer.append((cx + r * 0.98 * math.cos(a), -0.08 + r * 1.04 * math.sin(a)))
    inner: dict[str, Knots] = {
        "front": (
            (0.3, -0.1),
            (0.24, -0.24),
            (0.12, -0.27),
            (0.02, -0.33),
            (-0.12, -0.27),
            (-0.24, -0.24),
            (-0.3, -0.1),
        ),
        "side": (
            (0.3, -0.22),
            (0.2, -0.25),
            (0.08, -0.3),
            (0.0, -0.18),
            (-0.1, -0.1),
            (-0.12, 0.1),
            (-0.22, 0.16),
        ),
        "back": (),
    }
    drawn = shape(head.puts([*outer, *inner[head.view]]), head.hair, head.pen, 0.55, 0.08)
    if head.fine:
        for index in range(9):
            a = math.radians(start + 20 + (end - start - 40) * index / 8)
            r = 0.33 + 0.09 * (index % 2)
            if head.view != "back" and math.sin(a) > -0.35 and math.cos(a) > -0.4:
                continue
            x, y = cx + r * math.cos(a), -0.08 + r * math.sin(a)
            drawn += stroke(
                head.puts(
                    [
                        (x - 0.05, y + 0.03),
                        (x - 0.02, y - 0.05),
                        (x + 0.05, y - 0.02),
                        (x + 0.03, y + 0.04),
                    ]
                ),
                head.hair.line,
                head.pen.width,
                head.pen,
            )
    return drawn
