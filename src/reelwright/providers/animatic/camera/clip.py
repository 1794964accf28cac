"""Clip takes: a camera move over a drawn panel, in the house format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import JsonValue

from reelwright.film.errors import BadInput
from reelwright.film.order import Made, Order, Stop, Take, pause
from reelwright.film.shot import Move
from reelwright.film.timeline import House
from reelwright.media.colour.recolour import recoloured
from reelwright.media.house import Encoder
from reelwright.providers.animatic.camera import moves as camera
from reelwright.providers.animatic.camera import planes as clip_planes
from reelwright.providers.animatic.camera import slate
from reelwright.providers.animatic.camera.moves import View
from reelwright.providers.animatic.camera.planes import Layer, Plane, grid, over

MODEL = "clip-1"
_ASK_STOP = 6

Bytes = NDArray[np.uint8]
Frame = tuple[Bytes, Bytes, Bytes]


def clip_order(
    panel: Take,
    move: Move,
    frames: int,
    house: House,
    slate: str,
    seed: int,
    lut: str = "",
) -> Order:
    """Order `frames` frames of a camera move over a panel; `slate` is written over it ("": none).

    `seed` varies what a move leaves open (the direction of a drift, the sway of a hand). `lut` is
    the hash of a grade's colour table; an Order without one does not mention it.
    """
    params: dict[str, JsonValue] = {
        "move": move,
        "frames": frames,
        "house": house.model_dump(),
        "slate": slate,
        "seed": seed,
    }
    inputs = (panel.sha256, lut) if lut else (panel.sha256,)
    return Order(kind="clip", provider="animatic", model=MODEL, params=params, inputs=inputs)


def make_clip(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Film the sheet: MP4 in the house format, picture only.

    Facts: `frames`, `seconds`, `house`. Asks `stop` every few frames.
    """
    house = House.model_validate(order.params["house"])
    frames, seed = cast(int, order.params["frames"]), cast(int, order.params["seed"])
    move = cast(Move, order.params["move"])
    path = scratch / "clip.mp4"
    sheet, *luts = (inputs[name] for name in order.inputs)
    stage = Stage.of(sheet, house, str(order.params["slate"]), luts[0] if luts else None)
    with Encoder(path, house) as encoder:
        for number, frame in enumerate(stage.film(camera.views(move, frames, house.rate, seed))):
            if number % _ASK_STOP == 0:
                pause(stop, "clip")
            encoder.write(*frame)
    facts: dict[str, JsonValue] = {"frames": frames, "seconds": frames / house.rate, "house": True}
    return Made(path=path, media_type="video/mp4", facts=facts)


Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Title:
    """Words over the picture, which never move: premultiplied planes and what stays clear."""

    planes: tuple[Plane, Plane, Plane]
    clear: tuple[Plane, Plane]
    box: Box


def _title(image: Image.Image, left: int, top: int) -> _Title:
    layer = clip_planes.cover(image, whole=True)
    assert layer is not None
    (y, clear), (u, v, half) = layer.fine.planes(), layer.coarse.planes()
    return _Title((y, u, v), (clear, half), (left, top, left + image.width, top + image.height))


@dataclass
class Stage:
    """A sheet made ready to be filmed in one house format."""

    house: House
    back: Layer
    front: Layer | None
    titles: tuple[_Title, ...]

    @staticmethod
    def of(
        sheet: Path,
        house: House,
        slate_line: str,
        lut: Path | None = None,
    ) -> "Stage":
        """Read a sheet of two layers, one above the other, graded by `lut`."""
        with Image.open(sheet) as image:
            both = image.convert("RGBA")
        if lut is not None:
            both = recoloured(both, lut)
        width, height = both.width, both.height // 2
        back = both.crop((0, 0, width, height))
        front = both.crop((0, height, width, 2 * height))
        if width < house.width or height < house.height or width % 2 or height % 2:
            raise BadInput("clip", f"a sheet of {width}x{height} is too small", "")
        titles = [_title(*placed) for placed in slate.plates(slate_line, house)]
        return Stage(house, clip_planes.ground(back), clip_planes.cover(front), tuple(titles))

    def film(self, views: Sequence[View]) -> Iterator[Frame]:
        """The frames seen through `views`, one after the other. Each is valid until the next."""
        house = self.house
        window = _window(self.front, views, house) if self.front else None
        level = all((v.y, v.scale) == (views[0].y, views[0].scale) for v in views)
        for view in views:
            back = camera.behind(view, views[0])
            y, u, v = _seen(self.back, back, house, level)
            if self.front and window:
                fine = self.front.fine.sample(*_grids(self.front, view, house, window, 1), level)
                coarse = self.front.coarse.sample(
                    *_grids(self.front, view, house, window, 2), level
                )
                _put((y, u, v), (fine[0], coarse[0], coarse[1]), (fine[1], coarse[2]), window)
            for title in self.titles:
                _put((y, u, v), title.planes, title.clear, title.box)
            yield y.astype(np.uint8), u.astype(np.uint8), v.astype(np.uint8)


def _grids(
    layer: Layer, view: View, house: House, box: Box, part: int
) -> tuple[clip_planes.Grid, clip_planes.Grid]:
    """Columns and rows of `layer` that lie under the pixels of `box` of the frame.

    `part` is 1 for full planes and 2 for half ones.
    """
    left, top, right, bottom = layer.box
    sheet_w, sheet_h = house.width * camera.SHEET, house.height * camera.SHEET
    x0 = sheet_w / 2 + (view.x - view.scale / 2) * house.width
    y0 = sheet_h / 2 + (view.y - view.scale / 2) * house.height
    step = view.scale
    across = grid(
        (x0 + (box[0] + part / 2) * step - left) / part - 0.5,
        step,
        (box[2] - box[0]) // part,
        (right - left) // part,
    )
    down = grid(
        (y0 + (box[1] + part / 2) * step - top) / part - 0.5,
        step,
        (box[3] - box[1]) // part,
        (bottom - top) // part,
    )
    return across, down


def _seen(layer: Layer, view: View, house: House, level: bool) -> tuple[Plane, Plane, Plane]:
    """The whole frame of the ground, to be drawn on."""
    box = (0, 0, house.width, house.height)
    (y,) = layer.fine.sample(*_grids(layer, view, house, box, 1), level)
    u, v = layer.coarse.sample(*_grids(layer, view, house, box, 2), level)
    return y.copy(), u.copy(), v.copy()


def _window(layer: Layer, views: Sequence[View], house: House) -> Box | None:
    """The pixels of the frame in which the layer is seen in any of the views (even numbers)."""
    boxes = [_placed(layer.box, view, house) for view in views]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    box = (
        max(0, int(left) // 2 * 2),
        max(0, int(top) // 2 * 2),
        min(house.width, int(right) // 2 * 2 + 2),
        min(house.height, int(bottom) // 2 * 2 + 2),
    )
    return box if box[0] < box[2] and box[1] < box[3] else None


def _placed(box: Box, view: View, house: House) -> tuple[float, float, float, float]:
    x0 = house.width * (camera.SHEET / 2 + view.x - view.scale / 2)
    y0 = house.height * (camera.SHEET / 2 + view.y - view.scale / 2)
    left, top, right, bottom = box
    return (
        (left - x0) / view.scale,
        (top - y0) / view.scale,
        (right - x0) / view.scale,
        (bottom - y0) / view.scale,
    )


def _put(
    frame: tuple[Plane, Plane, Plane],
    layer: tuple[Plane, Plane, Plane],
    clear: tuple[Plane, Plane],
    box: Box,
) -> None:
    left, top, right, bottom = box
    y, u, v = frame
    over(y[top:bottom, left:right], layer[0], clear[0])
    half = np.s_[top // 2 : bottom // 2, left // 2 : right // 2]
    over(u[half], layer[1], clear[1])
    over(v[half], layer[2], clear[1])
