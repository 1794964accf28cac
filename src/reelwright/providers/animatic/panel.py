"""Panel: a picture drawn as a sheet of two layers, the place behind and the people before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from reelwright.film.errors import BadInput, Interrupted
from reelwright.film.order import Made, Order, Stop
from reelwright.film.shot import Size
from reelwright.providers.animatic.ink import Pen
from reelwright.providers.animatic.palette import Palette, palette_of
from reelwright.providers.animatic.paper import (
    Pixels,
    grained,
    rasterised,
    softened,
    washed,
    write_sheet,
)
from reelwright.providers.animatic.picture import Picture
from reelwright.providers.animatic.places import drawing, setting_of
from reelwright.film.story import INTERIORS

SPARE = 1.25
"""Each layer is this much larger than the frame, so that the camera has room to move."""


def make_panel(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Draw the panel; facts {"width", "height" (of one layer), "layers": 2}."""
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


def _stage(width: int, height: int) -> tuple[float, float]:
    scale = 900 / min(width, height)
    return (width * scale, height * scale)


def _palette(picture: Picture) -> Palette:
    side = "left" if picture.seed % 2 else "right"
    return palette_of(picture.time, picture.weather, picture.mood, picture.place in INTERIORS, side)


def backdrop(picture: Picture, stage: tuple[float, float], size: tuple[int, int]) -> Pixels:
    pen = Pen(_palette(picture), picture.seed, *stage)
    drawing(setting_of(picture.place))(pen)
    return washed(rasterised(pen.svg(), stage, size))


def foreground(picture: Picture, stage: tuple[float, float], size: tuple[int, int]) -> Pixels:
    return grained(rasterised("", stage, size))
