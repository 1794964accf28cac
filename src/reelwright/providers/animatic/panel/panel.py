"""Panel: a picture drawn as a sheet of two layers, the place behind and the people before it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Made, Order, Stop
from reelwright.providers.animatic.panel import own
from reelwright.providers.animatic.panel.ink import Glow, Pen
from reelwright.providers.animatic.panel.insert import hides, sharp, still_life, surface
from reelwright.providers.animatic.panel.palette import Palette, Side, palette_of
from reelwright.providers.animatic.panel.paper import (
    Air,
    Pixels,
    painted,
    pasted,
    rasterised,
    washed,
    write_sheet,
)
from reelwright.providers.animatic.panel.people import people
from reelwright.providers.animatic.panel.picture import Picture
from reelwright.providers.animatic.panel.view import spots_of, view_of
from reelwright.providers.animatic.places.edge import edge
from reelwright.providers.animatic.places.place import drawing, setting_of
from reelwright.providers.animatic.places.weather import before, behind

Stage = tuple[float, float]

SPARE = 1.25
"""Each layer is this much larger than the frame, so that the camera has room to move."""


def make_panel(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Draw the panel; facts {"width", "height" (of one layer), "layers": 2}."""
    if order.model == own.MODEL:
        return own.make_own(order, inputs, scratch, stop)
    picture, width, height = _read(order)
    stage = _stage(width, height)
    back = backdrop(picture, stage, (width, height))
    if stop():
        raise Interrupted("panels", "stopped while drawing")
    front = foreground(picture, stage, (width, height))
    path = scratch / "panel.png"
    write_sheet((back, front), path)
    return Made(
        path=path,
        media_type="image/png",
        facts={"width": width, "height": height, "layers": 2},
    )


def _read(order: Order) -> tuple[Picture, int, int]:
    params = dict(order.params)
    try:
        width, height = int(str(params.pop("width"))), int(str(params.pop("height")))
        picture = Picture.model_validate(params)
    except (KeyError, ValueError, ValidationError) as error:
        raise BadInput("panels", "this Order does not describe a picture") from error
    if not (16 <= width <= 8192 and 16 <= height <= 8192):
        raise BadInput("panels", f"a frame of {width}x{height} cannot be drawn")
    return picture, round(width * SPARE / 2) * 2, round(height * SPARE / 2) * 2


def _stage(width: int, height: int) -> Stage:
    scale = 900 / min(width, height)
    return (width * scale, height * scale)


def _palette(picture: Picture) -> Palette:
    side: Side = "left" if picture.seed % 2 else "right"
    return palette_of(picture.time, picture.weather, picture.mood, picture.indoors, side)


def backdrop(picture: Picture, stage: Stage, size: tuple[int, int]) -> Pixels:
    """Layer 0: the place as this shot sees it, with the weather that lies behind the people."""
    palette, setting = _palette(picture), setting_of(picture.place)
    view = view_of(picture, setting)
    pen = Pen(palette, picture.seed, *stage)
    drawing(setting)(pen)
    if not picture.indoors:
        behind(pen, stage[1] * setting.eye)
    dx = stage[0] * (0.5 - view.cx * view.zoom)
    dy = stage[1] * (view.eye - view.cy * view.zoom)
    ground = f'<path fill="{palette.tone(0.55)}" d="M0 0H{stage[0]:.0f}V{stage[1]:.0f}H0z"/>'
    shift = f"translate({dx:.2f} {dy:.2f}) scale({view.zoom:.3f})"
    markup = f'{ground}<g transform="{shift}">{pen.svg()}</g>'
    glows = [
        replace(glow, x=glow.x * view.zoom + dx, y=glow.y * view.zoom + dy,
                radius=glow.radius * view.zoom)
        for glow in pen.glows
    ]  # fmt: skip
    if picture.size == "insert":
        table = surface(picture, palette, stage)
        markup += table.svg()
        glows = table.glows if hides(picture) else glows + table.glows
    if not picture.indoors and _low_sun(picture):
        far = 0.1 if palette.light.side == "left" else 0.9
        glows.append(Glow(far * stage[0], 0.4 * stage[1], stage[0], 0.3, palette.light.key))
    if picture.size == "insert" and sharp(picture):
        view = replace(view, detail=0.6, blur=0.0)
    small = (max(8, round(size[0] * view.detail)), max(8, round(size[1] * view.detail)))
    air = _air(picture, palette, glows, stage)
    place = rasterised(markup, (0.0, 0.0, *stage), small)
    return washed(painted(place, view.blur, air.punch, 0.5 if view.blur < 1 else 0.25), size, air)


def _low_sun(picture: Picture) -> bool:
    return picture.time in ("golden", "dawn") and picture.weather in ("clear", "snow")


def _air(picture: Picture, palette: Palette, glows: list[Glow], stage: Stage) -> Air:
    """Light gathers round what the eye is led to and falls off to the corners."""
    lit = -0.07 if palette.light.side == "left" else 0.07
    fall = (0.42 if picture.indoors else 0.26) + 0.3 * palette.light.darkness
    if picture.mood in ("tense", "dark", "mysterious"):
        fall += 0.12
    if picture.weather in ("fog", "snow"):
        fall -= 0.14
    shares = [
        replace(glow, x=glow.x / stage[0], y=glow.y / stage[1], radius=glow.radius / stage[0])
        for glow in glows
    ]
    punch = max(0.0, 0.34 - 0.42 * palette.light.darkness)
    return Air(0.5 + lit, 0.5, fall, punch, tuple(shares))


def foreground(picture: Picture, stage: Stage, size: tuple[int, int]) -> Pixels:
    """Layer 1: the people or the object, and what stands or falls before them."""
    palette, setting = _palette(picture), setting_of(picture.place)
    view = view_of(picture, setting)
    if picture.size == "insert":
        pieces = still_life(picture, palette, stage)
    else:
        pieces = people(picture, palette, spots_of(picture, setting, view, stage), stage)
    if picture.size == "wide" and setting.edge:
        pieces += edge(palette, picture.seed, setting.edge, stage)
    if not picture.indoors:
        pieces += before(palette, picture.seed, stage)
    return pasted(pieces, stage, size)
