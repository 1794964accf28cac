"""Makes contact sheets: one frame of each shot, with its name and when it begins."""

from collections.abc import Mapping
from math import ceil, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from pydantic import JsonValue

from reelwright.cutting.exports.picking import picked
from reelwright.cutting.exports.still import coloured
from reelwright.film.errors import BadInput
from reelwright.film.order import Made, Order, Stop
from reelwright.media.letters import text

QUALITY = 90
AREA = 320 * 180
"""Pixels of one picture, whatever its shape."""
GAP = 14
LABEL = 30
"""Pixels in height of the line under a picture."""
SIZE = 17
GROUND, INK, DIM = (24, 25, 28), "#e8e6e0", "#9a988f"
WIDER = 1.5
"""How much wider than high a sheet is, about."""


class Grid(NamedTuple):
    """Columns and rows of pictures of (width, height)."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        across = self.columns * (self.width + GAP) + GAP
        return across, self.rows * (self.height + LABEL + GAP) + GAP

    def place(self, number: int) -> tuple[int, int]:
        row, column = divmod(number, self.columns)
        return GAP + column * (self.width + GAP), GAP + row * (self.height + LABEL + GAP)


def make_sheet(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Draw one page. Its `shots` are [frame, name, first frame], in the order they are shown in."""
    params: Mapping[str, Any] = order.params
    shots, rate = params["shots"], int(params["rate"])
    if not shots:
        raise BadInput("export", "the film shows no shot", "Export the film: --as mp4")
    wanted = sorted({int(shot[0]) for shot in shots})
    places: dict[int, list[int]] = {}
    for number, shot in enumerate(shots):
        places.setdefault(int(shot[0]), []).append(number)
    page: Image.Image | None = None
    for at, frame in picked(inputs[order.inputs[0]], wanted, rate, stop):
        grid = grid_of(len(shots), frame.width, frame.height)
        page = page or Image.new("RGB", grid.size, GROUND)
        small = Image.fromarray(coloured(frame)).resize(
            (grid.width, grid.height), Image.Resampling.LANCZOS
        )
        for number in places[at]:
            _put(page, small, grid, number, str(shots[number][1]), int(shots[number][2]) / rate)
    assert page is not None
    out = scratch / "sheet.jpg"
    page.save(out, "JPEG", quality=QUALITY)
    facts: dict[str, JsonValue] = {
        "shots": len(shots), "width": page.width, "height": page.height,
    }  # fmt: skip
    return Made(path=out, media_type="image/jpeg", facts=facts)


def grid_of(count: int, width: int, height: int) -> Grid:
    """The grid for so many pictures of these proportions."""
    scale = sqrt(AREA / (width * height))
    wide, high = round(width * scale), round(height * scale)
    columns = ceil(sqrt(count * WIDER * (high + LABEL + GAP) / (wide + GAP)))
    columns = max(1, min(count, columns))
    return Grid(columns, ceil(count / columns), wide, high)


def _put(
    page: Image.Image, small: Image.Image, grid: Grid, number: int, name: str, second: float
) -> None:
    left, top = grid.place(number)
    page.paste(small, (left, top))
    clock = f"{int(second) // 60}:{int(second) % 60:02d}"
    time = text.render(clock, SIZE, "sans", DIM)
    room = max(1, grid.width - time.width - 6)
    label = text.render(_fitted(name, room), SIZE, "sans-bold", INK)
    base = top + grid.height + 4
    page.paste(label, (left, base), label)
    page.paste(time, (left + grid.width - time.width, base), time)


def _fitted(name: str, room: int) -> str:
    """As much of a name as there is room for."""
    kept = name
    while len(kept) > 1 and text.measure(kept, SIZE, "sans-bold") > room:
        kept = kept[:-1]
    return kept
