"""What is carried, wrapped round the neck, or sat upon."""

from reelwright.providers.animatic.figures.garments import cut_of, on, rings
from reelwright.providers.animatic.figures.limbs import Sitter
from reelwright.providers.animatic.figures.paints import Paints
from reelwright.providers.animatic.figures.pen import Knot, shape, stroke, tube


def neckwear(sitter: Sitter, paints: Paints) -> str:
    """A scarf wound twice, its end over the near shoulder."""
    if sitter.look.detail != "scarf":
        return ""
    pen, head = sitter.pen, sitter.body.head
    x, y = sitter.at(sitter.joints.neck)
    w = head * 0.42
    y += head * 0.02
    rows = rings(sitter, cut_of(sitter.look))
    away = sitter.view.turn > 90
    angle = 168 if away else -16
    (ax, ay), (bx, by) = on(sitter, rows, 0.86, angle), on(sitter, rows, 0.3, angle - 3)
    r = head * 0.17
    tail: list[Knot] = [(ax - r, ay - r, 1), (ax + r, ay - r, 1), (bx + r * 1.1, by),
        (bx + r * 1.2, by + r, 1), (bx - r * 1.2, by + r, 1), (bx - r * 1.1, by)]  # fmt: skip
    drawn = shape(tail, paints.accent, pen, 0.6)
    for i in (-0.6, 0.0, 0.6):
        drawn += stroke([(bx + r * i, by + r), (bx + r * i, by + r * 1.3),
            (bx + r * i * 1.1, by + r * 1.7)], paints.accent.line, pen.width * 1.3,
            pen)  # fmt: skip
    for dy, wide in ((0.1, 1.12), (-0.08, 0.92)):
        cy = y + dy * head
        wrap: list[Knot] = [(x - w * wide, cy - head * 0.1), (x, cy - head * 0.03),
            (x + w * wide, cy - head * 0.12), (x + w * wide * 1.04, cy + head * 0.03),
            (x, cy + head * 0.16), (x - w * wide * 1.04, cy + head * 0.05)]  # fmt: skip
        drawn += shape(wrap, paints.accent, pen.thin(0.9), 0.58, 0.05)
        for share in (-0.72, -0.3, 0.2, 0.66):
            fx = x + w * wide * share
            fold: list[Knot] = [(fx, cy - head * 0.05), (fx + head * 0.05, cy + head * 0.02),
                (fx + head * 0.03, cy + head * 0.08),]  # fmt: skip
            drawn += stroke(fold, paints.accent.line, pen.width * 1.2, pen)
    return drawn


def carried(sitter: Sitter, paints: Paints) -> str:
    """A cane in the near hand, its tip on the ground when the hand hangs."""
    if sitter.look.detail != "cane" or sitter.pose.near_arm.end == "hidden":
        return ""
    pen, tall = sitter.pen, sitter.body.stature
    hand = sitter.joints.fingers[0]
    wrist = sitter.joints.wrists[0]
    grip = tuple(w + (h - w) * 0.45 for w, h in zip(wrist, hand, strict=True))
    x, y = sitter.at((grip[0], grip[1], grip[2]))
    foot_x, foot_y = sitter.at((grip[0] - tall * 0.02, min(0.0, y + tall * 0.52),
        grip[2] + tall * 0.1))  # fmt: skip
    top = (x - (foot_x - x) * 0.12, y - (foot_y - y) * 0.12)
    r = tall * 0.0085
    drawn = tube([top, ((top[0] + foot_x) / 2, (top[1] + foot_y) / 2), (foot_x, foot_y)],
        [r * 1.1, r, r * 0.7], paints.leather, pen.thin(0.8))  # fmt: skip
    knob: list[Knot] = [(top[0] - r * 2, top[1]), (top[0], top[1] - r * 2.2),
        (top[0] + r * 2, top[1]), (top[0], top[1] + r * 2)]  # fmt: skip
    return drawn + shape(knob, paints.accent, pen.thin(0.7))


def seat(sitter: Sitter, paints: Paints) -> str:
    """A plain chair, or outdoors a crate, under whoever sits."""
    if not sitter.pose.seat:
        return ""
    if sitter.pose.seat == "block":
        return _crate(sitter, paints)
    x, y, z = sitter.joints.pelvis
    half, pen, wood = sitter.body.stature * 0.105, sitter.pen, paints.leather
    seat_y = y + sitter.body.leg_width * 1.1
    drawn = ""
    r = sitter.body.stature * 0.012

    def post(px: float, top: float, pz: float, low: float = 0.0) -> str:
        a, b = sitter.at((x + px, top, z + pz)), sitter.at((x + px * 1.05, low, z + pz * 1.06))
        return tube([a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), b], [r, r * 0.9, r], wood, pen)

    back = seat_y - sitter.body.spine * 0.95
    for px, pz in ((half, -half), (-half, -half), (half, half), (-half, half)):
        drawn += post(px, seat_y, pz)
    for px in (half, -half):
        drawn += post(px, back, -half * 1.12, seat_y)
    corners = [sitter.at((x + a * half * 1.1, top, z - half * 1.12)) for a, top in ((-1, back - r),
        (1, back - r), (1, back + 5 * r), (-1, back + 5 * r))]  # fmt: skip
    drawn += shape([(*c, 1) for c in corners], wood, pen)
    plate = [sitter.at((x + a * half * 1.15, seat_y, z + b * half * 1.2)) for a, b in ((-1, -1),
        (1, -1), (1, 1), (-1, 1))]  # fmt: skip
    low, high = min(p[0] for p in plate), max(p[0] for p in plate)
    slab: list[Knot] = [(low, seat_y - r, 1), (high, seat_y - r, 1), (high, seat_y + 2 * r, 1),
        (low, seat_y + 2 * r, 1)]  # fmt: skip
    return drawn + shape(slab, wood, pen)


def _crate(sitter: Sitter, paints: Paints) -> str:
    """A low crate: as good on a deck as in a field."""
    x, y, z = sitter.joints.pelvis
    tall, pen, wood = sitter.body.stature, sitter.pen, paints.leather
    top, half, deep = y + sitter.body.leg_width * 1.1, tall * 0.125, tall * 0.1
    mx, _ = sitter.at((x, 0.0, z - deep * 0.25))
    face: list[Knot] = [(mx - half, top, 1), (mx + half, top, 1), (mx + half * 0.97, -2, 1),
        (mx - half * 0.98, -2, 1)]  # fmt: skip
    drawn = shape(face, wood, pen, 0.6)
    lid: list[Knot] = [(mx - half * 1.08, top - tall * 0.012, 1), (mx + half * 1.08,
        top - tall * 0.012, 1), (mx + half * 1.06, top + tall * 0.02, 1), (mx - half * 1.06,
        top + tall * 0.02, 1)]  # fmt: skip
    for share in (0.36, 0.68):
        level = top * (1 - share)
        drawn += stroke([(mx - half * 0.96, level), (mx, level + 3), (mx + half * 0.95, level)],
            wood.line, pen.width * 1.1, pen)  # fmt: skip
    return drawn + shape(lid, wood, pen)
