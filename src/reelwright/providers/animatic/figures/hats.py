"""Hats: eight kinds, each told by its outline alone. Contours are in head heights."""

from reelwright.providers.animatic.figures.head import Head
from reelwright.providers.animatic.figures.pen import Knot, Wash, shape, stroke

Knots = tuple[Knot, ...]


def _mirrored(half: Knots) -> Knots:
    """A symmetrical outline from its right half, read from the top down."""
    other = ((-k[0], k[1], 1) if len(k) == 3 else (-k[0], k[1]) for k in reversed(half))
    return half + tuple(other)


# name → (crown, brim) for a head seen level; the brim dips in front.
_CROWNS: dict[str, Knots] = {
    "top": _mirrored(((0.4, -1.02, 1), (0.365, -0.7), (0.38, -0.25, 1))),
    "bowler": _mirrored(((0.1, -0.8), (0.3, -0.72), (0.39, -0.52), (0.4, -0.24, 1))),
    "wide": _mirrored(((0.1, -0.66), (0.26, -0.69), (0.35, -0.5), (0.41, -0.24, 1))),
    "helmet": _mirrored(
        ((0.05, -0.82), (0.22, -0.73), (0.38, -0.53), (0.44, -0.25), (0.46, -0.14, 1))
    ),
}
_BRIMS: dict[str, Knots] = {
    "top": ((-0.58, -0.3), (-0.36, -0.31), (0.0, -0.3), (0.36, -0.31), (0.58, -0.3), (0.45, -0.215),
        (0.0, -0.185), (-0.45, -0.215)),
    "bowler": ((-0.57, -0.31), (-0.42, -0.28), (0.0, -0.27), (0.42, -0.28), (0.57, -0.31),
        (0.48, -0.215), (0.0, -0.175), (-0.48, -0.215)),
    "wide": ((-0.95, -0.19), (-0.5, -0.3), (0.0, -0.31), (0.5, -0.3), (0.95, -0.2), (0.6, -0.15),
        (0.0, -0.14), (-0.6, -0.14)),
    "helmet": ((-0.54, -0.16), (-0.3, -0.22), (0.0, -0.23), (0.3, -0.22), (0.54, -0.16),
        (0.46, -0.1), (0.0, -0.13), (-0.46, -0.1)),
}  # fmt: skip
_CAP: dict[str, tuple[Knots, Knots]] = {
    "front": (((-0.46, -0.34), (-0.42, -0.52), (-0.2, -0.64), (0.1, -0.65), (0.4, -0.55),
        (0.47, -0.36), (0.36, -0.25), (0.0, -0.22), (-0.36, -0.24)), ((-0.34, -0.28), (0.0, -0.25),
        (0.34, -0.28), (0.3, -0.17), (0.0, -0.12), (-0.3, -0.17)),),
    "side": (((-0.5, -0.22), (-0.55, -0.42), (-0.36, -0.61), (0.02, -0.66), (0.34, -0.56),
        (0.46, -0.38), (0.4, -0.27), (0.0, -0.24), (-0.3, -0.2)), ((0.1, -0.3), (0.4, -0.34),
        (0.6, -0.22), (0.6, -0.17), (0.36, -0.2), (0.12, -0.2)),),
    "back": (((-0.46, -0.22), (-0.47, -0.44), (-0.24, -0.64), (0.05, -0.66), (0.36, -0.57),
        (0.48, -0.38), (0.44, -0.2), (0.0, -0.14)), (),),
}  # fmt: skip
_BONNET: dict[str, Knots] = {
    "front": ((0.0, -0.78), (0.34, -0.7), (0.56, -0.42), (0.57, -0.05), (0.42, 0.3),
        (0.34, 0.38, 1), (0.36, 0.1), (0.35, -0.18), (0.22, -0.4), (0.0, -0.46), (-0.22, -0.4),
        (-0.35, -0.18), (-0.36, 0.1), (-0.34, 0.38, 1), (-0.42, 0.3), (-0.57, -0.05),
        (-0.56, -0.42), (-0.34, -0.7),),
    "side": ((0.5, -0.6, 1), (0.28, -0.66), (-0.05, -0.7), (-0.38, -0.6), (-0.57, -0.34),
        (-0.55, 0.0), (-0.42, 0.26), (-0.2, 0.4), (-0.02, 0.42, 1), (-0.06, 0.2), (0.0, -0.1),
        (0.18, -0.32), (0.45, -0.42, 1),),
    "back": ((0.0, -0.7), (0.34, -0.62), (0.53, -0.36), (0.5, 0.02), (0.36, 0.28), (0.0, 0.38),
        (-0.36, 0.28), (-0.5, 0.02), (-0.53, -0.36), (-0.34, -0.62),),
}  # fmt: skip
_HOOD: dict[str, Knots] = {
    "front": ((0.0, -0.76, 1), (0.26, -0.62), (0.47, -0.34), (0.52, 0.02), (0.56, 0.36),
        (0.66, 0.62), (0.3, 0.74), (0.12, 0.62), (0.3, 0.38), (0.36, 0.1), (0.34, -0.16),
        (0.22, -0.36), (0.0, -0.44), (-0.22, -0.36), (-0.34, -0.16), (-0.36, 0.1), (-0.3, 0.38),
        (-0.12, 0.62), (-0.3, 0.74), (-0.66, 0.62), (-0.56, 0.36), (-0.52, 0.02), (-0.47, -0.34),
        (-0.26, -0.62),),
    "side": ((0.43, -0.5, 1), (0.2, -0.68), (-0.15, -0.74), (-0.46, -0.66), (-0.62, -0.38),
        (-0.6, 0.0), (-0.58, 0.32), (-0.66, 0.62), (-0.2, 0.76), (0.14, 0.66), (0.1, 0.52),
        (-0.06, 0.36), (-0.1, 0.1), (-0.02, -0.16), (0.14, -0.32), (0.38, -0.38),),
    "back": ((0.0, -0.76), (0.28, -0.62), (0.48, -0.34), (0.53, 0.02), (0.58, 0.36), (0.68, 0.64),
        (0.2, 0.74), (-0.2, 0.74), (-0.68, 0.64), (-0.58, 0.36), (-0.53, 0.02), (-0.48, -0.34),
        (-0.28, -0.62),),
}  # fmt: skip


def hat(head: Head, felt: Wash, band: Wash) -> str:
    """The hat of a look on its head; empty for none."""
    kind = head.look.hat
    if kind == "none":
        return ""
    if kind == "cap":
        body, peak = _CAP[head.view]
        drawn = shape(head.puts(peak), band, head.pen) if peak else ""
        return drawn + shape(head.puts(body), felt, head.pen, 0.6, 0.05)
    if kind == "bonnet":
        return _bonnet(head, felt, band)
    if kind == "hood":
        return shape(head.puts(_HOOD[head.view]), felt, head.pen, 0.5, 0.05)
    crown = shape(head.puts(_CROWNS[kind]), felt, head.pen, 0.6)
    low, high = {
        "top": (-0.27, -0.42),
        "bowler": (-0.25, -0.36),
        "wide": (-0.26, -0.38),
        "helmet": (-0.16, -0.24),
    }[kind]
    w = 0.4
    ribbon: Knots = (
        (-w * 0.99, high, 1),
        (0.0, high + 0.03),
        (w * 0.99, high, 1),
        (w, low, 1),
        (0.0, low + 0.04),
        (-w, low, 1),
    )
    crown += shape(head.puts(ribbon), band, head.pen.thin(0.5))
    if kind == "helmet":
        ridge: Knots = ((-0.06, -0.84), (0.0, -0.93), (0.06, -0.84), (0.04, -0.78), (-0.04, -0.78))
        crown = shape(head.puts(ridge), band, head.pen.thin(0.7)) + crown
    return crown + shape(head.puts(_BRIMS[kind]), felt, head.pen, 0.62)


def _bonnet(head: Head, felt: Wash, band: Wash) -> str:
    drawn = shape(head.puts(_BONNET[head.view]), felt, head.pen, 0.56, 0.05)
    if head.view == "back":
        return drawn
    x = 0.06 if head.view == "side" else 0.0
    ties: tuple[Knots, ...] = (
        ((x, 0.52), (x + 0.16, 0.48), (x + 0.2, 0.6), (x + 0.04, 0.58)),
        ((x, 0.52), (x - 0.16, 0.5), (x - 0.18, 0.62), (x - 0.02, 0.58)),
        ((x - 0.02, 0.55), (x + 0.05, 0.56), (x + 0.12, 0.82), (x + 0.03, 0.84)),
    )
    drawn += "".join(shape(head.puts(t), band, head.pen.thin(0.6)) for t in ties)
    if head.fine:
        seam: Knots = (
            ((-0.3, -0.62), (-0.22, -0.3), (-0.3, 0.1))
            if head.view == "side"
            else ((-0.45, -0.3), (0.0, -0.62), (0.45, -0.3))
        )
        drawn += stroke(head.puts(seam), felt.line, head.pen.width, head.pen)
    return drawn
