"""Edges: one dark shape close to the camera at the side of a wide view, for depth."""

from collections.abc import Callable

from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.panel.palette import Palette
from reelwright.providers.animatic.panel.paper import Piece
from reelwright.providers.animatic.places.nature import EARTH, LEAF


def edge(palette: Palette, seed: int, kind: str, stage: tuple[float, float]) -> list[Piece]:
    """The edge of this kind on the side away from the light."""
    way = 1 if palette.light.side == "left" else -1
    pen = Pen(palette, seed + 7, *stage)
    _DRAWINGS[kind](pen, way)
    width, height = stage
    reach = _REACHES[kind] * min(width, 1.2 * height)
    left, right = (width - reach, width) if way > 0 else (0.0, reach)
    top, bottom = _HEIGHTS.get(kind, (0.0, 1.0))
    return [Piece(pen.svg(), left, top * height, right, bottom * height, 0.7)]


def _x(pen: Pen, way: int, share: float) -> float:
    """`share` of the width in from the edge on the side `way`."""
    return pen.width * (1 - share) if way > 0 else pen.width * share


def _branch(pen: Pen, way: int) -> None:
    w, h = pen.width, pen.height
    reach = min(w, h * 1.2)
    base = _x(pen, way, -0.02)
    pen.ink(
        [
            (base, h * 0.2),
            (base - way * reach * 0.12, h * 0.13),
            (base - way * reach * 0.26, h * 0.12),
            (base - way * reach * 0.36, h * 0.16),
        ],
        17,
        smooth=True,
        colour=pen.tone(0.03, EARTH),
    )
    for _ in range(15):
        k = pen.pick(0.0, 1.0) ** 1.3
        x, y = base - way * reach * 0.38 * k, h * (0.1 + pen.sway(0.035)) + h * 0.02 * k
        r = reach * (0.062 - 0.03 * k)
        pen.wash(
            pen.oval(x, y, r * 1.2, r * 0.8, 9, 0.16),
            pen.pick(0.05, 0.17),
            LEAF,
            bulge=0.5,
            tint=0.35,
        )


def _curtain(pen: Pen, way: int) -> None:
    w, h = pen.width, pen.height
    reach = min(w, h * 1.2)
    x = _x(pen, way, 0.0) + way * 60
    cloth = [
        (x, -40),
        (x - way * (60 + reach * 0.17), -40),
        (x - way * (60 + reach * 0.15), h * 0.3),
        (x - way * (60 + reach * 0.075), h * 0.62),
        (x - way * (60 + reach * 0.1), h * 1.05),
        (x, h * 1.05),
    ]
    pen.fill(cloth, pen.tone(0.07, pen.palette.accent, tint=0.2), 3)
    for k in (0.35, 0.6, 0.82):
        pen.wash(
            [
                (x - way * (60 + reach * 0.16) * k, -40),
                (x - way * ((60 + reach * 0.16) * k + 12), -40),
                (x - way * (60 + reach * 0.075) * k, h * 0.6),
                (x - way * (60 + reach * 0.1) * k, h * 1.05),
            ],
            0.15,
            opacity=0.7,
        )


def _post(pen: Pen, way: int) -> None:
    w, h = pen.width, pen.height
    reach = min(w, h * 1.2)
    x, wide = _x(pen, way, 0.06), reach * 0.05
    pen.wash(
        [(x - wide, -40), (x + wide, -40), (x + wide * 1.1, h * 1.05), (x - wide * 1.1, h * 1.05)],
        0.06,
        "#5a4030",
    )
    pen.wash(
        [
            (x - way * wide, -40),
            (x - way * wide * 0.7, -40),
            (x - way * wide * 0.8, h * 1.05),
            (x - way * wide * 1.1, h * 1.05),
        ],
        0.24,
        "#5a4030",
    )
    pen.wash(
        [
            (x - way * wide * 0.9, h * 0.22),
            (x - way * wide * 3.6, -20),
            (x - way * wide * 2.4, -20),
            (x - way * wide * 0.9, h * 0.12),
        ],
        0.07,
        "#5a4030",
    )


def _wall(pen: Pen, way: int) -> None:
    w, h = pen.width, pen.height
    reach = min(w, h * 1.2)
    x = _x(pen, way, 0.0) + way * 60
    pen.wash(
        [
            (x, -40),
            (x - way * (60 + reach * 0.1), -40),
            (x - way * (60 + reach * 0.105), h * 1.05),
            (x, h * 1.05),
        ],
        0.07,
        "#5a5048",
    )
    pen.wash(
        [
            (x - way * (60 + reach * 0.1), -40),
            (x - way * (60 + reach * 0.088), -40),
            (x - way * (60 + reach * 0.092), h * 1.05),
            (x - way * (60 + reach * 0.105), h * 1.05),
        ],
        0.26,
        "#5a5048",
    )
    lines = [
        [(x, h * k), (x - way * (60 + reach * 0.095), h * (k + pen.sway(0.004)))]
        for k in (0.12, 0.27, 0.41, 0.56, 0.7, 0.86)
    ]
    pen.inks(lines, 4, colour=pen.tone(0.0), opacity=0.6)


def _grass(pen: Pen, way: int) -> None:
    h = pen.height
    lines = []
    for _ in range(40):
        x = _x(pen, way, pen.pick(-0.02, 0.34) * pen.pick(0.3, 1.0))
        tall, lean = h * pen.pick(0.1, 0.3), pen.sway(30)
        lines.append(
            [
                (x, h * 1.03),
                (x + lean * 0.3, h * 1.03 - tall * 0.6),
                (x + lean * 1.4, h * 1.03 - tall),
            ]
        )
    pen.inks(lines, 11, colour=pen.tone(0.05, LEAF))


_DRAWINGS: dict[str, Callable[[Pen, int], None]] = {
    "branch": _branch, "curtain": _curtain, "grass": _grass, "post": _post, "wall": _wall,
}  # fmt: skip
_REACHES = {"branch": 0.42, "curtain": 0.21, "grass": 0.42, "post": 0.32, "wall": 0.12}
_HEIGHTS = {"branch": (0.0, 0.34), "grass": (0.6, 1.0)}
