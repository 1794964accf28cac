"""Makes a scene: its bodies and inner joins, one after another, by packet."""

from collections.abc import Mapping
from pathlib import Path

from reelwright.cutting.checks import handed
from reelwright.cutting.makers import pause
from reelwright.film.order import Made, Order, Stop
from reelwright.film.timeline import House
from reelwright.media import packets


def make_scene(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
    """Copy; `packets.join` refuses what does not fit together."""
    house = House.model_validate(order.params["house"])
    out = scratch / "scene.mp4"
    parts = parts_of(order, inputs)
    packets.join(parts, out, house)
    pause(stop)
    return handed(out, sum(part.frames or 0 for part in parts), house, "scene")


def parts_of(order: Order, inputs: Mapping[str, Path]) -> list[packets.Part]:
    """The parts an Order of kind scene or film names by [input, start, frames]."""
    rows = order.params["parts"]
    assert isinstance(rows, list)
    parts = []
    for row in rows:
        assert isinstance(row, list)
        index, start, frames = (int(str(value)) for value in row)
        parts.append(packets.Part(inputs[order.inputs[index]], start, frames))
    return parts
