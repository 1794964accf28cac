"""Character sheet: one person on plain paper, seen from the front, from the side, or from head to
toe; the figure is the one that the panels show."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from pydantic import ValidationError

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Made, Order, Stop
from reelwright.film.story import Character, Look
from reelwright.providers.animatic.figures.figure import Drawing, Facing, figure_svg
from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.panel.palette import Palette, palette_of
from reelwright.providers.animatic.panel.paper import Piece, pasted

SheetView = Literal["front", "side", "full_body"]
SIZE = (768, 1024)
"""Pixels of a sheet; its stage is 900 x 1200 units."""

STAGE = (900.0, 1200.0)
FLOOR, TALL = 1130.0, 1070.0
"""Where the feet stand, and how tall a figure is drawn at most; an adult is 1000 units tall."""


@dataclass(frozen=True)
class _Framing:
    """How a view shows its figure: the height of its head, 0 for the whole figure."""

    facing: Facing
    head: float = 0.0
    eyes: float = 0.0


_FRAMINGS: dict[str, _Framing] = {
    "front": _Framing("camera", 400.0, 500.0),
    "side": _Framing("left", 400.0, 500.0),
    "full_body": _Framing("camera"),
}
VIEWS: tuple[SheetView, ...] = ("front", "side", "full_body")


def sheet_order(character: Character, view: SheetView) -> Order:
    """The Order of one view of a character: by look alone, so that twins share their sheets."""
    return Order(
        kind="image",
        provider="animatic",
        model="sheet-1",
        params={**character.look.model_dump(mode="json"), "view": view},
    )


def make_sheet(order: Order, _inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Draw the sheet as PNG; facts {"width", "height"}."""
    look, framing = _read(order)
    palette = palette_of("day")
    figure = _figure(look, framing, palette)
    if stop():
        raise Interrupted("characters", "stopped while drawing")
    picture = Image.fromarray(pasted([_ground(palette), figure], STAGE, SIZE))
    path = scratch / "sheet.png"
    picture.convert("RGB").save(path, "PNG", compress_level=3)
    return Made(path=path, media_type="image/png", facts={"width": SIZE[0], "height": SIZE[1]})


def _read(order: Order) -> tuple[Look, _Framing]:
    params = dict(order.params)
    try:
        framing = _FRAMINGS[str(params.pop("view"))]
        return Look.model_validate(params), framing
    except (KeyError, ValidationError) as error:
        raise BadInput("characters", "this Order does not describe a character") from error


def _ground(palette: Palette) -> Piece:
    """Paper, and two loose washes where the figure will be."""
    pen = Pen(palette, 11, *STAGE)
    pen.fill([(-60, -60), (960, -60), (960, 1260), (-60, 1260)], palette.tone(0.985))
    pen.wash(pen.oval(450, 600, 390, 530, 14, 0.05), 0.88, smooth=True, opacity=0.5)
    pen.wash(pen.oval(470, 620, 310, 430, 12, 0.07), 0.82, smooth=True, opacity=0.35)
    return Piece(pen.svg(), 0.0, 0.0, *STAGE)


def _figure(look: Look, framing: _Framing, palette: Palette) -> Piece:
    drawing = figure_svg(look, "medium", framing.facing, "stand", False, palette.light)
    shadow = ""
    if framing.head:
        scale = framing.head / (2 * drawing.head[2])
        x, y = STAGE[0] / 2 - drawing.eyes[0] * scale, framing.eyes - drawing.eyes[1] * scale
    else:
        scale = min(1.0, TALL / -drawing.top, 820 / (drawing.right - drawing.left))
        x, y = STAGE[0] / 2 - (drawing.left + drawing.right) / 2 * scale, FLOOR
        shadow = _shadow(palette, drawing, x, scale)
    svg = f'{shadow}<g transform="translate({x:.2f} {y:.2f}) scale({scale:.4f})">{drawing.svg}</g>'
    return Piece(svg, 0.0, 0.0, *STAGE)


def _shadow(palette: Palette, drawing: Drawing, x: float, scale: float) -> str:
    pen = Pen(palette, 3, *STAGE)
    wide = 0.36 * (drawing.right - drawing.left) * scale
    pen.shadow(pen.oval(x + wide * 0.5, FLOOR - 4, wide * 1.3, wide * 0.14, 9, 0.05), 0.22, True)
    pen.shadow(pen.oval(x + wide * 0.1, FLOOR, wide * 0.9, wide * 0.14, 8, 0.04), 0.4, True)
    return pen.svg()
