"""People before the place: figures on their spots, with their shadows and what they hold."""

from dataclasses import replace

from reelwright.providers.animatic.figures.figure import Drawing, figure_svg
from reelwright.providers.animatic.objects.object import object_svg
from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.panel.insert import known_object
from reelwright.providers.animatic.panel.palette import Palette, mix
from reelwright.providers.animatic.panel.paper import Piece
from reelwright.providers.animatic.panel.picture import Figure, Picture
from reelwright.providers.animatic.panel.view import Spot

Stage = tuple[float, float]


def people(picture: Picture, palette: Palette, spots: list[Spot], stage: Stage) -> list[Piece]:
    """The figures, the last one first, but a back over whose shoulder we look on top."""
    drawn = []
    for figure, spot in zip(picture.figures, spots, strict=True):
        drawn.append(_figure(picture, figure, spot, palette, stage))
    if picture.size != "over-shoulder":
        drawn.reverse()
    return [piece for pieces in drawn for piece in pieces]


def _figure(
    picture: Picture, figure: Figure, spot: Spot, palette: Palette, stage: Stage
) -> list[Piece]:
    light = palette.light
    if picture.size == "over-shoulder" and figure.facing == "away":
        light = replace(light, key=mix(light.key, light.shade, 0.6))
    drawing = figure_svg(
        figure.look, picture.size, figure.facing, figure.pose, figure.speaking, light,
        picture.mood,
    )  # fmt: skip
    scale = spot.head / (2 * drawing.head[2]) if spot.head else spot.scale
    if spot.feet:
        x, y = spot.x, spot.y
    else:
        x, y = spot.x - drawing.eyes[0] * scale, spot.y - drawing.eyes[1] * scale
    if spot.lowest:
        # Children step up, tall hats bow: faces meet, whatever the statures.
        y = min(y, spot.lowest - drawing.eyes[1] * scale)
        y = max(y, 0.125 * stage[1] - drawing.top * scale)
    held = _held(picture, figure, drawing, palette)
    spare = (60 if held else 8) * scale
    place = f"translate({x:.2f} {y:.2f}) scale({scale:.4f})"
    person = Piece(
        f'<g transform="{place}">{drawing.svg}{held}</g>',
        x + drawing.left * scale - spare,
        y + min(drawing.top, drawing.palm[1] - _HELD if held else 0.0) * scale - spare,
        x + drawing.right * scale + spare,
        y + drawing.bottom * scale + spare,
    )
    if picture.size not in ("wide", "full"):
        return [person]
    return [_shadow(drawing, palette, x, y, scale, stage), person]


_HELD = 215.0
"""Units of a held object's box; larger than life, as products are in advertisements."""


def _held(picture: Picture, figure: Figure, drawing: Drawing, palette: Palette) -> str:
    """What an advertisement is about, on the open hand."""
    if figure.pose != "hold" or not picture.subject:
        return ""
    x, y = drawing.palm
    thing = object_svg(known_object(picture.subject), palette.light, palette.accent, held=True)
    place = f"translate({x:.1f} {y - 0.42 * _HELD:.1f}) scale({_HELD / 1000})"
    return f'<g transform="{place}">{thing}</g>'


def _shadow(
    drawing: Drawing, palette: Palette, x: float, y: float, scale: float, stage: Stage
) -> Piece:
    """A soft-edged patch under the feet, and a longer one away from the light."""
    pen = Pen(palette, 3, *stage)
    way = 1 if palette.light.side == "left" else -1
    wide = 0.3 * (drawing.right - drawing.left) * scale
    long = 1.9 if palette.time in ("dawn", "golden") else 1.2
    if palette.light.darkness < 0.7:
        pen.shadow(
            pen.oval(
                x + way * wide * long * 0.7, y - wide * 0.03, wide * long, wide * 0.17, 9, 0.05
            ),
            0.3,
            smooth=True,
        )
    pen.shadow(
        pen.oval(x + way * wide * 0.12, y, wide * 0.85, wide * 0.16, 8, 0.04), 0.5, smooth=True
    )
    reach = wide * long * 1.8
    return Piece(pen.svg(), x - reach, y - 0.3 * wide, x + reach, y + 0.3 * wide, 0.5)
