"""People and things before the place: figures on their spots with their shadows, still lifes."""

from dataclasses import replace

from reelwright.film.story import INTERIORS
from reelwright.providers.animatic.figures.figure import Drawing, figure_svg
from reelwright.providers.animatic.objects.object import OBJECTS, object_svg
from reelwright.providers.animatic.panel.ink import Pen
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
    return drawn


def _figure(picture: Picture, figure: Figure, spot: Spot, palette: Palette, stage: Stage) -> Piece:
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
    standing = picture.size in ("wide", "full")
    shadow = _shadow(drawing, palette, x, y, scale, stage) if standing else ""
    held = _held(picture, figure, drawing, palette)
    spare = (drawing.right - drawing.left) * scale * (0.9 if standing else 0.1)
    return Piece(
        f'{shadow}<g transform="translate({x:.2f} {y:.2f}) scale({scale:.4f})">{drawing.svg}{held}</g>',
        x + drawing.left * scale - spare,
        y + drawing.top * scale - 0.1 * spare,
        x + drawing.right * scale + spare,
        y + drawing.bottom * scale + 0.2 * spare,
    )


_HELD = 215.0
"""Units of a held object's box; larger than life, as products are in advertisements."""


def _held(picture: Picture, figure: Figure, drawing: Drawing, palette: Palette) -> str:
    """What an advertisement is about, on the open hand."""
    if figure.pose != "hold" or not picture.subject:
        return ""
    x, y = drawing.palm
    thing = object_svg(known_object(picture.subject), palette.light, palette.accent, held=True)
    return f'<g transform="translate({x:.1f} {y - 0.42 * _HELD:.1f}) scale({_HELD / 1000})">{thing}</g>'


def _shadow(
    drawing: Drawing, palette: Palette, x: float, y: float, scale: float, stage: Stage
) -> str:
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
    return pen.svg()


def surface(picture: Picture, palette: Palette, stage: Stage) -> Pen:
    """What an insert's object lies on: boards indoors, a ledge of stone outdoors, in its light."""
    w, h = stage
    pen = Pen(palette, picture.seed + 3, *stage)
    local = "#7a4a2a" if picture.place in INTERIORS else "#8a8a80"
    top = h * 0.4
    pen.wash([(-60, top), (w + 60, top + h * 0.01), (w + 60, h + 60), (-60, h + 60)], 0.44, local)
    pen.wash(
        [(-60, top), (w + 60, top + h * 0.01), (w + 60, top + h * 0.035), (-60, top + h * 0.03)],
        0.66,
        local,
    )
    way = -1 if palette.light.side == "left" else 1
    pen.glow(w * (0.5 + way * 0.06), h * 0.6, min(w, h) * 0.85, 0.5, palette.light.key)
    vx = w * 0.5
    lines = [
        [(vx + (k - 0.5) * w * 0.9, top + h * 0.03), (vx + (k - 0.5) * w * 2.0, h * 1.05)]
        for k in (0.02, 0.2, 0.38, 0.6, 0.8, 0.97)
    ]
    pen.inks(lines, 3.0, opacity=0.45)
    return pen


def still_life(picture: Picture, palette: Palette, stage: Stage) -> list[Piece]:
    """The object of an insert in the middle of the frame."""
    w, h = stage
    name = known_object(picture.subject)
    size, x, y = 0.62 * min(h, 1.1 * w), w * 0.5, h * 0.5
    if not name:
        # A hand comes in from below: its sleeve must leave the frame.
        size, y = 1.3 * size, h * 0.5 + 0.17 * size
    accent = mix(palette.accent, palette.glow, 0.1)
    drawing = object_svg(name, palette.light, accent)
    place = f"translate({x:.1f} {y:.1f}) scale({size / 1000:.4f})"
    svg = f'<g transform="{place}">{drawing}</g>'
    reach = 0.72 * size
    return [Piece(svg, x - reach, y - reach, x + reach, y + reach)]


def known_object(subject: str) -> str:
    """The first word of a subject that has a drawing, plain or plural; else ""."""
    for word in subject.split():
        for name in (word, word.removesuffix("s"), word.removesuffix("es")):
            if name in OBJECTS:
                return name
    return ""
