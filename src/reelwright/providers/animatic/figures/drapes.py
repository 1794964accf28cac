"""What is worn over everything: cloaks and shawls."""

from reelwright.providers.animatic.figures.garments import (
    Ring,
    band,
    contour,
    on,
    rim_angles,
)
from reelwright.providers.animatic.figures.limbs import Sitter
from reelwright.providers.animatic.figures.paints import Paints
from reelwright.providers.animatic.figures.pen import Knot, curve, shape, solid, stroke


def _cloak_rings(sitter: Sitter) -> list[Ring]:
    body = sitter.body
    below = -body.hip / body.spine * (0.3 if sitter.look.age == "child" else 0.72)
    w, d = body.shoulder * 1.16, body.rings[3][2] * 1.5
    return [(below, w * 1.62, d * 1.9), (below * 0.5, w * 1.46, d * 1.6), (0.0, w * 1.3, d * 1.4),
        (0.4, w * 1.18, d * 1.2), (0.75, w * 1.08, d), (0.87, w * 0.95, d * 0.9),
        (0.97, w * 0.5, d * 0.8), (1.06, body.rings[-1][1] * 1.35, body.rings[-1][2] * 1.35),
        ]  # fmt: skip


def behind(sitter: Sitter, paints: Paints) -> str:
    """The inside of a cloak, seen past the body."""
    if sitter.look.garment != "cloak" or sitter.view.turn > 90:
        return ""
    rows = _cloak_rings(sitter)
    return solid(contour(sitter, rows, False), paints.under, sitter.pen, 0.3)


def over(sitter: Sitter, paints: Paints) -> str:
    """Cloak or shawl on the shoulders, over arms that hang."""
    if sitter.look.garment == "shawl":
        return _shawl(sitter, paints)
    if sitter.look.garment == "cloak":
        return _cloak(sitter, paints)
    return ""


def _cloak(sitter: Sitter, paints: Paints) -> str:
    rows = _cloak_rings(sitter)
    if sitter.view.turn > 90:
        drawn = solid(contour(sitter, rows, False), paints.cloth, sitter.pen)
        return drawn + _falls(sitter, paints, rows, (150, 175, 200, 222))
    drawn = ""
    for side in (1, -1):
        heights = [r[0] for r in rows]
        spread = 46 / (1.06 - heights[0])
        edge: list[Knot] = [on(sitter, rows, t, side * (8 + spread * (1.06 - t))) for t in heights]
        rim: list[Knot] = []
        for t in reversed(heights):
            near, far = rim_angles(sitter, rows, t)
            rim.append(on(sitter, rows, t, far if side > 0 else near))
        edge[0] = (*edge[0][:2], 1)
        rim[-1] = (*rim[-1][:2], 1)
        drawn += solid(curve([*edge, *rim], True, sitter.pen.fine), paints.cloth, sitter.pen,
            0.5 if side < 0 else 0.3)  # fmt: skip
    drawn += _falls(sitter, paints, rows, (-62, -88, -112))
    x, y = on(sitter, rows, 0.95, 2)
    r = sitter.body.stature * 0.014
    clasp: list[Knot] = [(x - r, y), (x, y - r), (x + r, y), (x, y + r)]
    collar = shape(band(sitter, rows, 0.96, 1.05, 4), paints.cloth, sitter.pen.thin(0.8), 0.5)
    return drawn + collar + shape(clasp, paints.accent, sitter.pen.thin(0.7))


def _falls(sitter: Sitter, paints: Paints, rows: list[Ring], angles: tuple[float, ...]) -> str:
    low = rows[0][0]
    drawn = ""
    for index, angle in enumerate(angles):
        start = 0.7 - 0.22 * (index % 3)
        fall: list[Knot] = [on(sitter, rows, t, angle) for t in (start, 0.0, low * 0.6, low * 0.98)]
        drawn += stroke(fall, paints.cloth.line, sitter.pen.width * 1.8, sitter.pen)
    return drawn


def _shawl(sitter: Sitter, paints: Paints) -> str:
    body = sitter.body
    w, d = body.shoulder * 1.2, body.rings[3][2] * 1.35
    rows: list[Ring] = [(0.3, w * 1.2, d * 1.2), (0.55, w * 1.16, d * 1.15), (0.75, w * 1.07, d),
        (0.87, w * 0.93, d * 0.9), (0.97, w * 0.5, d * 0.8),
        (1.07, body.rings[-1][1] * 1.4, body.rings[-1][2] * 1.4),]  # fmt: skip
    pen = sitter.pen
    if sitter.view.turn > 90:
        edge: list[Knot] = [on(sitter, rows, t, a) for t, a in ((0.42, 95), (0.25, 140),
            (-0.05, 180), (0.25, 220), (0.42, 265))]  # fmt: skip
        sides: list[Knot] = [on(sitter, rows, t, a) for t, a in ((0.75, 268), (0.88, 262),
            (1.07, 250), (1.07, 110), (0.88, 98), (0.75, 92))]  # fmt: skip
        return shape([*edge, *sides], paints.accent, pen, 0.6, 0.05)
    drawn = ""
    for side in (1, -1):
        far = rim_angles(sitter, rows, 0.6)
        out = far[1] if side > 0 else far[0]
        edge = [on(sitter, rows, t, a) for t, a in ((1.07, side * 10), (0.86, side * 6),
            (0.6, side * 3), (0.36, -side * 8))]  # fmt: skip
        low: list[Knot] = [on(sitter, rows, t, a) for t, a in ((0.22, side * 6), (0.36, out * 0.55),
            (0.44, out))]  # fmt: skip
        rim: list[Knot] = [on(sitter, rows, t, out) for t in (0.6, 0.78, 0.88, 0.97, 1.07)]
        drawn += shape([*edge, *low, *rim], paints.accent, pen, 0.62 if side < 0 else 0.4, 0.04)
        for a in (0.35, 0.7):
            fold: list[Knot] = [on(sitter, rows, t, out * a * s) for t, s in ((0.92, 0.8),
                (0.7, 1.0), (0.48, 0.9))]  # fmt: skip
            drawn += stroke(fold, paints.accent.line, pen.width * 1.4, pen)
    return drawn
