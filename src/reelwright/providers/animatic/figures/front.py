"""The front of a garment: collars, lapels, buttons, waistcoats, sashes, aprons and folds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reelwright.providers.animatic.figures.garments import (
    Cut,
    Ring,
    band,
    bent,
    on,
    rim_angles,
)
from reelwright.providers.animatic.figures.limbs import Sitter
from reelwright.providers.animatic.figures.paints import Paints
from reelwright.providers.animatic.figures.pen import (
    Knot,
    Point,
    Wash,
    curve,
    fill,
    shape,
    stroke,
)


@dataclass(frozen=True)
class Tailor:
    """One garment being finished: places on its cloth are (height, angle), see `on`."""

    sitter: Sitter
    paints: Paints
    cut: Cut
    rows: Sequence[Ring]

    @property
    def low(self) -> float:
        return self.rows[0][0]

    def at(self, t: float, angle: float) -> Point:
        """A place on the cloth, kept to the side that is seen."""
        near, far = rim_angles(self.sitter, self.rows, t)
        if self.sitter.view.turn < 90:
            angle = min(max(angle, near + 3), far - 3)
        return on(self.sitter, self.rows, t, angle)

    def patch(
        self, wash: Wash, *places: Point, lit: float = 0.62, line: float = 0.55, sharp: bool = True
    ) -> str:
        knots: list[Knot] = [(*self.at(t, a), 1) if sharp else self.at(t, a) for t, a in places]
        return shape(knots, wash, self.sitter.pen.thin(line), lit)

    def line(self, wash: Wash, *places: Point, width: float = 1.5) -> str:
        pen = self.sitter.pen
        return stroke([self.at(t, a) for t, a in places], wash.line, pen.width * width, pen)

    def buttons(self, wash: Wash, angle: float, heights: Sequence[float]) -> str:
        r = self.sitter.body.stature * 0.0075
        drawn = ""
        for t in heights:
            x, y = self.at(t, angle)
            dot = curve([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], True, 3)
            drawn += fill(dot, wash.line) + fill([(px - r * 0.25, py - r * 0.3) for px, py in dot],
                wash.lit)  # fmt: skip
        return drawn


def front(tailor: Tailor) -> str:
    """What is seen on a garment; from behind only its seams."""
    if tailor.sitter.view.turn > 90:
        return _back(tailor)
    folds = "" if bent(tailor.sitter) else _folds(tailor)
    return folds + _FRONTS[tailor.sitter.look.garment](tailor)


def _back(t: Tailor) -> str:
    drawn = _folds(t) + t.line(t.paints.cloth, (0.86, 180), (0.4, 180), (0.0, 180))
    if t.sitter.look.garment in ("coat", "frock"):
        drawn += t.line(t.paints.cloth, (0.0, 180), (t.low * 0.5, 180), (t.low, 179), width=2.2)
        drawn += t.buttons(t.paints.accent, 168, (0.12,)) + t.buttons(t.paints.accent, 192, (0.12,))
    if t.sitter.look.garment in ("coat", "frock", "jacket", "robe"):
        collar = band(t.sitter, t.rows, 0.95, t.rows[-1][0] + 0.06)
        drawn += shape(collar, t.paints.cloth, t.sitter.pen.thin(0.8))
    if t.sitter.look.garment in ("dress", "robe", "apron"):
        drawn += shape(band(t.sitter, t.rows, 0.34, 0.44), t.paints.accent, t.sitter.pen.thin(0.6))
    return drawn


def _folds(t: Tailor) -> str:
    """Folds fall from the waist, deeper the longer the skirt."""
    near, far = rim_angles(t.sitter, t.rows, t.low)
    count = 5 if t.cut.hem > 0.7 else 3 if t.cut.hem > 0.3 else 0
    drawn = ""
    for i in range(count):
        share = (i + 0.7 + 0.25 * ((i * 7) % 3 - 1)) / (count + 0.4)
        angle = near + (far - near) * share
        start = t.low * (0.35 + 0.2 * ((i * 5) % 3) / 2)
        drawn += t.line(t.paints.cloth, (start, angle * 0.97), (t.low * 0.75, angle),
            (t.low * 0.985, angle + 1), width=1.6)  # fmt: skip
    if t.cut.hem > 0.2:
        for angle in (near + 35, far - 25):
            drawn += t.line(t.paints.cloth, (0.3, angle), (0.16, angle + 5), (0.0, angle + 4),
                width=1.1)  # fmt: skip
    return drawn


def _shirt(t: Tailor, depth: float = 0.62, spread: float = 34) -> str:
    """The opening at the throat, its collar, and a tie if one is worn."""
    top = t.rows[-1][0]
    drawn = t.patch(t.paints.shirt, (top, -spread), (top - 0.04, 0), (top, spread), (depth, 3),
        lit=0.66)  # fmt: skip
    if t.sitter.look.detail == "tie":
        drawn += t.patch(t.paints.accent, (top - 0.05, -9), (top - 0.05, 12), (0.88, 5),
            (depth + 0.04, 9), (depth - 0.06, 2), (depth + 0.04, -6), (0.88, -3))  # fmt: skip
    return drawn


def _stand(t: Tailor) -> str:
    """A collar all round the neck, where no coat's collar covers it."""
    top = t.rows[-1][0]
    return shape(
        band(t.sitter, t.rows, top - 0.07, top + 0.03), t.paints.shirt, t.sitter.pen.thin(0.7)
    )


def _wings(t: Tailor) -> str:
    """The two turned points of a shirt collar, standing round the neck."""
    top = t.rows[-1][0]
    drawn = ""
    for s in (1, -1):
        drawn += t.patch(t.paints.shirt, (top + 0.03, s * 72), (top + 0.025, s * 40),
            (top - 0.04, s * 5 + 1), (top - 0.13, s * 17), (top - 0.06, s * 50), lit=0.66,
            line=0.7)  # fmt: skip
    return drawn


def _lapels(t: Tailor, wash: Wash, depth: float = 0.58, wide: float = 36) -> str:
    """Turned collar and lapels, the shirt collar over them."""
    top = t.rows[-1][0]
    drawn = ""
    for s in (1, -1):
        drawn += t.patch(wash, (top + 0.02, s * 118), (top + 0.025, s * 62), (top - 0.03, s * 26),
            (0.85, s * 13), (depth, 2), (depth + 0.13, s * wide), (0.83, s * (wide + 4)),
            (0.86, s * (wide - 8)), (0.9, s * (wide + 14)), (0.94, s * 96), lit=0.6,
            line=0.7)  # fmt: skip
    return drawn + _wings(t)


def _coat(t: Tailor) -> str:
    cloth = t.paints.cloth
    drawn = t.line(cloth, (0.56, 4), (0.2, 7), (t.low * 0.5, 8), (t.low * 0.99, 9), width=2.0)
    drawn += _shirt(t) + _lapels(t, cloth, 0.55, 40)
    drawn += t.buttons(t.paints.accent, -4, (0.46, 0.28, 0.1)) + t.buttons(t.paints.accent, 18,
        (0.46, 0.28, 0.1))  # fmt: skip
    for s in (-1, 1):
        y = -0.02
        drawn += t.patch(cloth, (y, s * 30 + 2), (y + 0.01, s * 62), (y - 0.07, s * 62),
            (y - 0.08, s * 30 + 2), line=0.6)  # fmt: skip
    return drawn


def _frock(t: Tailor) -> str:
    p = t.paints
    drawn = t.patch(p.under, (0.14, -5), (0.14, 8), (t.low * 0.6, 16), (t.low * 1.02, 27),
        (t.low * 1.04, -8), (t.low * 0.6, -8), line=0.8)  # fmt: skip
    drawn += t.patch(p.accent, (0.78, -24), (0.78, 24), (0.5, 15), (0.16, 12), (0.06, 2),
        (0.16, -9), (0.5, -14), lit=0.62)  # fmt: skip
    drawn += t.buttons(p.shirt, 1, (0.52, 0.41, 0.3, 0.19))
    return drawn + _shirt(t, 0.66) + _lapels(t, p.cloth, 0.44, 34)


def _dress(t: Tailor) -> str:
    p = t.paints
    top = t.rows[-1][0]
    drawn = shape(band(t.sitter, t.rows, 0.37, 0.46), p.accent, t.sitter.pen.thin(0.6))
    drawn += shape(band(t.sitter, t.rows, t.low * 0.93, t.low * 0.9, 2), p.accent,
        t.sitter.pen.thin(0.35))  # fmt: skip
    drawn += t.line(p.cloth, (0.84, 2), (0.66, 3), (0.47, 2))
    drawn += t.line(p.cloth, (0.68, -46), (0.58, -36), (0.47, -30)) + t.line(p.cloth, (0.68, 34),
        (0.58, 30), (0.47, 24))  # fmt: skip
    drawn += t.buttons(p.accent, 3, (0.78, 0.7, 0.62, 0.54))
    lace = ((top, -80), (top - 0.03, 0), (top, 70), (0.97, 64), (0.925, 44), (0.93, 26), (0.89, 12),
        (0.905, 1), (0.885, -12), (0.925, -28), (0.92, -48), (0.97, -72))  # fmt: skip
    return drawn + t.patch(p.shirt, *lace, lit=0.7, sharp=False) + t.buttons(p.accent, 0,
        (top - 0.075,))  # fmt: skip


def _robe(t: Tailor) -> str:
    p = t.paints
    top = t.rows[-1][0]
    drawn = shape(band(t.sitter, t.rows, top - 0.1, top + 0.015), p.cloth, t.sitter.pen.thin(0.7))
    drawn += t.patch(p.shirt, (top + 0.02, -44), (top, 0), (top + 0.02, 44), (0.8, 6))
    drawn += t.patch(p.accent, (top + 0.03, -60), (top + 0.01, -30), (0.5, 8), (t.low * 0.5, 12),
        (t.low * 0.98, 15), (t.low * 0.98, -1), (t.low * 0.5, -2), (0.5, -4))  # fmt: skip
    drawn += t.patch(
        p.accent, (top + 0.03, 64), (top + 0.01, 34), (0.76, 6), (0.55, 2), (0.55, 12), (0.76, 20)
    )
    drawn += shape(band(t.sitter, t.rows, 0.3, 0.41), p.accent, t.sitter.pen.thin(0.7))
    return drawn + t.patch(p.accent, (0.32, 10), (0.33, 22), (0.0, 26), (-0.34, 28), (-0.33, 15),
        (0.0, 13))  # fmt: skip


def _apron(t: Tailor) -> str:
    p = t.paints
    drawn = _stand(t) + _shirt(t, 0.8, 40) + _wings(t)
    if not bent(t.sitter):
        drawn += _apron_skirt(t)
    drawn += t.patch(p.linen, (0.76, -30), (0.74, 0), (0.76, 30), (0.38, 33), (0.38, -36), lit=0.68,
        line=0.8)  # fmt: skip
    drawn += t.patch(p.linen, (0.76, -30), (0.93, -52), (0.94, -42), (0.76, -20))
    drawn += t.patch(p.linen, (0.76, 20), (0.93, 42), (0.94, 52), (0.76, 30))
    return drawn + shape(band(t.sitter, t.rows, 0.35, 0.41), p.accent, t.sitter.pen.thin(0.6))


def _apron_skirt(t: Tailor) -> str:
    """The lower half of an apron; over trousers it hangs free of them."""
    linen = t.paints.linen
    long = t.cut.hem > 0.5
    hem = t.low * 0.86 if long else -0.62
    free = (-0.62, t.rows[0][1] * 1.2, t.rows[0][2] * 1.25)
    own = Tailor(t.sitter, t.paints, t.cut, t.rows if long else [free, *t.rows[1:]])
    drawn = own.patch(linen, (0.38, -50), (0.38, 42), (0.1, 46), (hem * 0.5, 46), (hem, 40),
        (hem * 1.03, 0), (hem, -50), (hem * 0.5, -56), (0.1, -56), lit=0.68, line=0.8,
        sharp=False)  # fmt: skip
    drawn += own.line(linen, (0.2, -18), (hem * 0.4, -22), (hem * 0.9, -24))
    return drawn + own.line(linen, (0.2, 16), (hem * 0.4, 20), (hem * 0.9, 20))


def _jacket(t: Tailor) -> str:
    p = t.paints
    drawn = _shirt(t, 0.56, 30) + t.line(p.cloth, (0.5, 3), (0.2, 4), (t.low * 0.98, 5), width=2.0)
    drawn += _lapels(t, p.cloth, 0.48, 32) + t.buttons(p.accent, -3, (0.4, 0.22, 0.06))
    drawn += t.patch(p.cloth, (0.06, 32), (0.07, 58), (-0.0, 58), (-0.01, 32)) + t.patch(p.cloth,
        (0.06, -66), (0.07, -34), (-0.0, -34), (-0.01, -66))  # fmt: skip
    return drawn


def _plain(t: Tailor) -> str:
    return (
        _stand(t)
        + _shirt(t, 0.76)
        + _wings(t)
        + t.line(t.paints.cloth, (0.7, 2), (0.4, 3), (0.1, 3))
    )


_FRONTS: dict[str, Callable[[Tailor], str]] = {
    "coat": _coat,
    "frock": _frock,
    "dress": _dress,
    "cloak": _jacket,
    "jacket": _jacket,
    "shawl": _plain,
    "robe": _robe,
    "apron": _apron,
}
