"""Inserts: one thing in the middle of the frame, on, before or in what such a thing belongs to."""

from reelwright.providers.animatic.objects.object import OBJECTS, object_svg
from reelwright.providers.animatic.panel.ink import Pen
from reelwright.providers.animatic.panel.palette import Palette, mix
from reelwright.providers.animatic.panel.paper import Piece
from reelwright.providers.animatic.panel.picture import Picture

Stage = tuple[float, float]

_WALLED = frozenset({"window", "door"})
_AIRY = frozenset({"hand", "bird", "flower", ""})
_GLOWING: dict[str, tuple[float, float, str]] = {
    "candle": (-330, 0.62, "#ffcf7a"),
    "lamp": (-120, 0.66, "#ffcf7a"),
    "lantern": (90, 0.8, "#ffcf7a"),
    "fire": (30, 0.9, "#ff9a4a"),
    "moon": (-40, 0.85, "#dfe6ee"),
}
"""Name -> (height of its light in the drawing, radius in sizes of it, colour)."""


def known_object(subject: str) -> str:
    """The first word of a subject that has a drawing, plain or plural; else ""."""
    for word in subject.split():
        for name in (word, word.removesuffix("s"), word.removesuffix("es")):
            if name in OBJECTS:
                return name
    return ""


def _placed(picture: Picture, name: str, stage: Stage) -> tuple[float, float, float]:
    """Size of the object's box and its middle."""
    w, h = stage
    size, x, y = 0.62 * min(h, 1.1 * w), w * 0.5, h * 0.5
    if name in _WALLED:
        size, y = 1.12 * size, h * (0.49 if name == "window" else 0.47)
    elif picture.titled:
        # The words stand in the middle: the thing moves up and makes room.
        size, y = (0.9 * size, h * 0.31) if h > w else (0.68 * size, h * 0.31)
    elif h > w:
        # The lower third of an upright frame belongs to words.
        size, y = 1.06 * size, h * 0.4
    if not name:
        # A hand comes in from below: its sleeve must leave the frame.
        size, y = 1.3 * size, h * 0.5 + 0.17 * size
    elif name in ("hand", "flower"):
        # So must the other hand, and the stem.
        size, y = 1.3 * size, h * (0.56 if name == "hand" else 0.6)
    return size, x, y


def sharp(picture: Picture) -> bool:
    """Whether the surface is in one plane with the object, so that it is in focus with it."""
    return known_object(picture.subject) in _WALLED


def hides(picture: Picture) -> bool:
    """Whether nothing of the place, nor its lamps, is seen behind the object."""
    return known_object(picture.subject) in _WALLED | {"moon", "boat", "product"}


def still_life(picture: Picture, palette: Palette, stage: Stage) -> list[Piece]:
    """The object of an insert, as a piece of the layer before the place."""
    name = known_object(picture.subject)
    size, x, y = _placed(picture, name, stage)
    accent = mix(palette.accent, palette.glow, 0.1)
    lit = name == "window" and palette.lamps and not picture.indoors
    drawing = object_svg("lit-window" if lit else name, palette.light, accent)
    place = f"translate({x:.1f} {y:.1f}) scale({size / 1000:.4f})"
    svg = f'<g transform="{place}">{drawing}</g>'
    reach = (1.6 if name == "bird" else 0.72) * size
    return [Piece(svg, x - reach, y - reach, x + reach, y + reach)]


def surface(picture: Picture, palette: Palette, stage: Stage) -> Pen:
    """What an insert's object belongs to: a table or ledge in its light, a wall, sky or water."""
    name = known_object(picture.subject)
    pen = Pen(palette, picture.seed + 3, *stage)
    size, x, y = _placed(picture, name, stage)
    if name in _WALLED:
        _wall(pen, picture, y + 0.485 * size)
    elif name == "moon":
        _sky(pen)
    elif name == "boat":
        _water(pen)
    elif name == "product":
        _studio(pen, y + 0.4 * size)
    elif name not in _AIRY:
        _table(pen, picture, y)
    if name in _GLOWING:
        rise, reach, colour = _GLOWING[name]
        strength = 0.42 + 0.34 * palette.light.darkness
        pen.glow(x, y + rise / 1000 * size, reach * size, strength, colour)
    return pen


def _table(pen: Pen, picture: Picture, y: float) -> None:
    """Boards indoors, a ledge of stone outdoors."""
    w, h = pen.width, pen.height
    wooden = picture.indoors and known_object(picture.subject) != "fire"
    local = "#7a4a2a" if wooden else "#8a8a80"
    top = y - 0.1 * h
    pen.wash([(-60, top), (w + 60, top + h * 0.01), (w + 60, h + 60), (-60, h + 60)], 0.44, local)
    pen.wash(
        [(-60, top), (w + 60, top + h * 0.01), (w + 60, top + h * 0.035), (-60, top + h * 0.03)],
        0.66,
        local,
    )
    way = -1 if pen.palette.light.side == "left" else 1
    pen.glow(w * (0.5 + way * 0.06), y + h * 0.1, min(w, h) * 0.85, 0.5, pen.palette.light.key)
    lines = [
        [(w * (0.5 + (k - 0.5) * 0.9), top + h * 0.03), (w * (0.5 + (k - 0.5) * 2.0), h * 1.05)]
        for k in (0.02, 0.2, 0.38, 0.6, 0.8, 0.97)
    ]
    pen.inks(lines, 3.0, opacity=0.45)


def _studio(pen: Pen, foot: float) -> None:
    """A bright sweep of coloured paper with a round of light, as products are photographed."""
    w, h, palette = pen.width, pen.height, pen.palette
    local = mix(palette.glow, "#ffffff", 0.2)
    pen.fade(-60, foot, pen.tone(0.72, local, tint=0.5), pen.tone(0.9, local, tint=0.4))
    pen.fade(foot, h + 60, pen.tone(0.86, local, tint=0.5), pen.tone(0.66, local, tint=0.6))
    disc = pen.oval(w * 0.5, foot - 0.3 * min(w, h), 0.36 * min(w, h), 0.36 * min(w, h), 16, 0.01)
    pen.fill(disc, mix(palette.accent, palette.ramp[4], 0.62), smooth=True, opacity=0.7)
    pen.glow(w * 0.5, foot - 0.25 * min(w, h), min(w, h) * 0.9, 0.4, palette.light.key)


def _wall(pen: Pen, picture: Picture, floor: float) -> None:
    """A papered wall over its skirting indoors, courses of stone outdoors, lit from one side."""
    w, h = pen.width, pen.height
    inside = picture.indoors
    local = "#8a6a52" if inside else "#8c877c"
    pen.wash([(-60, -60), (w + 60, -60), (w + 60, h + 60), (-60, h + 60)], 0.56, local)
    if inside:
        stripes = [[(w * k / 15, -60), (w * k / 15 + 2, h + 60)] for k in range(16)]
        pen.inks(stripes, 7.0, colour=pen.tone(0.49, local))
    else:
        _courses(pen, local)
    way = -1 if pen.palette.light.side == "left" else 1
    dark = 0.5 - way * 0.5
    pen.shadow(
        [(w * dark, -60), (w * (dark + way * 0.42), -60), (w * (dark + way * 0.1), h + 60),
         (w * dark, h + 60)], 0.3)  # fmt: skip
    pen.glow(w * (0.5 + way * 0.2), h * 0.4, min(w, h) * 0.9, 0.4, pen.palette.light.key)
    if picture.subject.startswith("door") or "door" in picture.subject.split():
        pen.wash([(-60, floor), (w + 60, floor), (w + 60, h + 60), (-60, h + 60)], 0.36, local)
        pen.ink([(-60, floor), (w + 60, floor)], 4.0)
        if inside:
            pen.wash(
                [(-60, floor - 44), (w + 60, floor - 44), (w + 60, floor), (-60, floor)], 0.3, local
            )


def _courses(pen: Pen, local: str) -> None:
    w, step = pen.width, pen.height / 13
    lines = [[(-40.0, step * k), (w + 40.0, step * k + pen.sway(2))] for k in range(14)]
    for k in range(13):
        for j in range(8):
            x = w * (j + 0.5 * (k % 2)) / 7 + pen.sway(14)
            lines.append([(x, step * k), (x + pen.sway(2), step * (k + 1))])
            if pen.chance(0.2):
                stone = [(x, step * k), (x + w / 7, step * k), (x + w / 7, step * (k + 1)),
                         (x, step * (k + 1))]  # fmt: skip
                pen.wash(stone, 0.5, local)
    pen.inks(lines, 2.4, opacity=0.4)


def _sky(pen: Pen) -> None:
    """Nothing but air, deepest above."""
    palette = pen.palette
    pen.fade(-60, pen.height + 60, mix(palette.sky_top, palette.ink, 0.25), palette.sky_low)


def _water(pen: Pen) -> None:
    """Open water under a low sky."""
    w, h, palette = pen.width, pen.height, pen.palette
    line = h * 0.47
    pen.fade(-60, line, palette.sky_top, palette.sky_low)
    pen.fade(line, h + 60, pen.tone(0.6, "#6f8c96", 0.4), pen.tone(0.3, "#4f6f7c"))
    waves = []
    for k in range(46):
        y = line + (h - line) * (k / 46) ** 1.5 + 6
        x, long = pen.pick(0, w), 20 + 90 * (k / 46)
        waves.append([(x, y), (x + long, y - 3), (x + 2 * long, y + 1)])
    pen.inks(waves, 3.0, colour=pen.tone(0.72, "#8fa8b0"), opacity=0.7)
